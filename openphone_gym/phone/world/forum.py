"""What people write in the forum: communities, posts, comments, and who the writers are."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openphone_gym.phone.world.records import Comment, Community, Member, Organisation, Post
from openphone_gym.phone.world.tables import table, words

POSTS_IN_EACH = 4
"""Number of posts that a world has in each community, beside fixed ones."""

AGES = (3, 60, 1_440, 10_080, 43_200, 525_600, 1_500_000)
"""Ages in minutes that the time filters of the forum tell apart. Of what is asked for most, the first subject
drawn of each topic, there is a post of every age."""

USUAL = (1, 1, 2, 2, 2, 3, 3, 4, 5)
"""Which of the spans between these ages other posts come from: most are young."""

JOINED = 0.2
"""Share of the communities that the user of a drawn phone is a member of."""

LONGEST = 300
"""Most comments of a drawn post."""

PLAIN = ("news",)
"""Topics whose posts have none of the titles that suit all."""

TALKATIVE = 0.4
"""Share of the comments that have a second sentence."""

ANSWERS = 0.55
"""Share of the comments that answer another one."""


def draw_communities(rng: random.Random, pinned: Sequence[Community] = ()) -> tuple[Community, ...]:
    """Communities about all topics, after those that are fixed."""
    known = {community.id for community in pinned}
    mature = words(table("forum")["mature"])
    return (
        *pinned,
        *(
            Community(
                f"r/{entry['name']}",
                topic,
                entry["about"],
                int(10 ** rng.uniform(3.4, 6.5)),
                joined=rng.random() < JOINED and not pinned and entry["name"] not in mature,
                mature=entry["name"] in mature,
            )
            for topic, about in _topics().items()
            for entry in about["communities"]
            if f"r/{entry['name']}" not in known
        ),
    )


def draw_members(rng: random.Random) -> tuple[Member, ...]:
    """Everybody who writes in the forum."""
    subjects = [subject for about in _topics().values() for subject in about["subjects"]]
    sayings = words(table("forum")["about"], "; ")
    return tuple(
        Member(
            handle,
            rng.choice(sayings).format(s=rng.choice(subjects)) if rng.random() < 0.7 else "",
            int(10 ** rng.uniform(1.5, 5.2)),
            rng.randint(40, 4_000),
        )
        for handle in handles()
    )


def handles() -> tuple[str, ...]:
    """Handles of those who write in the forum."""
    return words(table("forum")["members"])


def draw_posts(
    rng: random.Random,
    communities: Sequence[Community],
    papers: Sequence[Organisation],
    pinned: Sequence[Post] = (),
) -> tuple[Post, ...]:
    """Posts about all topics, after those that are fixed.

    Args:
        rng: The source of chance.
        communities: Where they stand.
        papers: Newspapers that posts lead to.
        pinned: Fixed posts; no drawn one names a subject of theirs.
    """
    drawn = list(pinned)
    taken = {post.title for post in pinned}
    told = " ".join(taken).casefold()
    for topic, about in _topics().items():
        places = [community for community in communities if community.topic == topic]
        subjects = [subject for subject in about["subjects"] if subject.casefold() not in told]
        rng.shuffle(subjects)
        patterns = about["posts"] if topic in PLAIN else [*about["posts"] * 3, *_sentences("posts")]
        for number in range(POSTS_IN_EACH * len(places)):
            span = number if number < len(AGES) - 1 else rng.choice(USUAL)
            subject = subjects[0] if number < len(AGES) - 1 else rng.choice(subjects[1:])
            other = rng.choice([one for one in subjects if one != subject])
            title = _title(rng, patterns, subject, other, taken)
            place = places[number % len(places)]
            drawn.append(_post(rng, f"post-{len(drawn) + 1}", place, title, (subject, other), span, papers))
    return tuple(drawn)


def _title(rng: random.Random, patterns: Sequence[str], subject: str, other: str, taken: set[str]) -> str:
    """A title that no post has yet."""
    while True:
        title = _filled(rng.choice(patterns), subject, other)
        if title not in taken:
            taken.add(title)
            return title


def _post(
    rng: random.Random,
    id: str,
    place: Community,
    title: str,
    about: tuple[str, str],
    span: int,
    papers: Sequence[Organisation],
) -> Post:
    subject, other = about
    minutes = rng.randrange(AGES[span], AGES[span + 1])
    ripe = min(minutes / 1_440, 1.0)
    score = int(10 ** rng.uniform(0.3, 1.2 + 2.4 * ripe))
    kind = rng.choices(("text", "picture", "link"), (55, 35, 10) if place.topic != "news" else (15, 15, 70))[
        0
    ]
    motif = _topics()[place.topic]["motif"]
    link = f"https://{rng.choice(papers).host}/" if kind == "link" else ""
    return Post(
        id,
        place.id,
        place.topic,
        rng.choice(handles()),
        title,
        _body(rng, subject, other) if kind == "text" else "",
        minutes,
        score,
        min(int(score**0.65 * rng.uniform(0.3, 1.4)) + rng.randint(0, 2), LONGEST),
        subject,
        rng.choice(words(table("forum")["flairs"])) if rng.random() < 0.6 else "",
        f"{motif}:{id}/{subject}" if kind == "picture" or (kind == "link" and rng.random() < 0.6) else "",
        link,
    )


def _body(rng: random.Random, subject: str, other: str) -> str:
    sentences = [
        _filled(pattern, subject, other)
        for pattern in rng.sample(table("forum")["bodies"], rng.randint(1, 6))
    ]
    parts = [" ".join(sentences[first : first + 3]) for first in range(0, len(sentences), 3)]
    return "\n\n".join(parts)


def draw_comments(rng: random.Random, post: Post, others: Sequence[str]) -> tuple[Comment, ...]:
    """All comments on a post: an answer stands behind what it answers, though not always right behind it.

    Args:
        rng: The source of chance.
        post: The post.
        others: Subjects of other posts, of which comments may speak.
    """
    about = post.subject or post.topic
    number = post.id.rpartition("-")[2]
    said: list[Comment] = []
    for at in range(1, post.comments + 1):
        parent = rng.choice(said[-12:]) if said and rng.random() < ANSWERS else None
        text = _filled(
            rng.choice(table("forum")["comments" if parent is None else "replies"]), about, rng.choice(others)
        )
        if rng.random() < TALKATIVE:
            text = f"{text} {rng.choice(table('forum')['tails'])}"
        oldest = parent.minutes if parent is not None else post.minutes
        said.append(
            Comment(
                f"comment-{number}-{at}",
                post.id,
                parent.id if parent is not None else "",
                post.author if parent is not None and rng.random() < 0.2 else rng.choice(handles()),
                text,
                int(oldest * rng.uniform(0.3, 1.0)),
                int(10 ** rng.uniform(0, 0.4 + 0.3 * len(str(post.score)))) - 1,
            )
        )
    return tuple(said)


def subjects(posts: Sequence[Post]) -> Iterator[str]:
    """What posts are about, each once."""
    return iter(dict.fromkeys(post.subject for post in posts if post.subject))


def _topics() -> Mapping[str, Any]:
    return table("forum")["topics"]


def _sentences(name: str) -> tuple[str, ...]:
    return words(table("forum")[name], "; ")


def _filled(pattern: str, subject: str, other: str) -> str:
    filled = pattern.format(s=subject, o=other)
    return filled[:1].upper() + filled[1:]
