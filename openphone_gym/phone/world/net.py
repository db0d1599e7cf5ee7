"""What people write: communities and posts of a forum."""

from __future__ import annotations

import random
from collections.abc import Sequence

from openphone_gym.phone.world.records import Community, Post, Topic
from openphone_gym.phone.world.tables import table, words

POSTS = 120
"""Number of posts in a world, fixed ones included."""

AGES = (1, 60, 1_440, 10_080, 43_200, 525_600, 1_500_000)
"""Ages in minutes that the time filters of the forum tell apart; posts are spread over all."""


def topics() -> tuple[Topic, ...]:
    """All topics; they are the same in all worlds."""
    return tuple(Topic(entry["id"], entry["name"], tuple(entry["words"])) for entry in table("topics"))


def draw_communities(rng: random.Random, pinned: Sequence[Community] = ()) -> tuple[Community, ...]:
    """Communities about all topics, after those that are fixed."""
    known = {community.id for community in pinned}
    return (
        *pinned,
        *(
            Community(
                f"r/{name}",
                entry["id"],
                f"Everything about {entry['name'].lower()}: questions, stories, pictures.",
                rng.randint(2_000, 4_000_000),
                joined=not pinned and rng.random() < 0.25,
            )
            for entry in table("topics")
            for name in entry["communities"]
            if f"r/{name}" not in known
        ),
    )


def draw_posts(
    rng: random.Random, communities: Sequence[Community], pinned: Sequence[Post] = ()
) -> tuple[Post, ...]:
    """Posts of all ages, after those that are fixed; their words come from the topics."""
    by_id = {topic.id: topic for topic in topics()}
    drawn = list(pinned)
    titles = {post.title for post in pinned}
    while len(drawn) < POSTS:
        community = communities[len(drawn) % len(communities)]
        word, second = rng.sample(by_id[community.topic].words, 2)
        title = sentence(rng.choice(words(table("talk")["posts"], "; ")), word, second)
        body = sentence(rng.choice(words(table("talk")["bodies"], "; ")).rstrip(";"), word, second)
        age = len(drawn) % (len(AGES) - 1)
        minutes = rng.randrange(AGES[age], AGES[age + 1])
        if title in titles:
            continue
        titles.add(title)
        drawn.append(
            Post(
                f"post-{len(drawn) + 1}",
                community.id,
                community.topic,
                rng.choice(authors()),
                title,
                body,
                minutes,
                rng.randint(0, 5_000),
                rng.randint(0, 400),
            )
        )
    return tuple(drawn)


def authors() -> tuple[str, ...]:
    """Handles of those who write in the forum."""
    return words(table("talk")["authors"])


def sentence(pattern: str, word: str, second: str) -> str:
    """A pattern with the words of a topic in it, as a sentence."""
    filled = pattern.format(word=word, second=second)
    return filled[:1].upper() + filled[1:]
