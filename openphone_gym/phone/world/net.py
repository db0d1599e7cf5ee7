"""What people write and film: communities and posts of a forum, accounts and clips of a video site."""

from __future__ import annotations

import random
from collections.abc import Sequence

from openphone_gym.phone.world.records import Community, Post, Profile, Topic, Video
from openphone_gym.phone.world.tables import table, words

POSTS, VIDEOS = 120, 60
"""Number of posts and videos in a world, fixed ones included."""

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
        title = _sentence(rng.choice(words(table("talk")["posts"], "; ")), word, second)
        body = _sentence(rng.choice(words(table("talk")["bodies"], "; ")).rstrip(";"), word, second)
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


def draw_profiles(rng: random.Random, pinned: Sequence[Profile] = ()) -> tuple[Profile, ...]:
    """Accounts of the video site about all topics, after those that are fixed."""
    known = {profile.id for profile in pinned}
    return (
        *pinned,
        *(
            Profile(
                handle,
                handle.replace(".", " ").title(),
                entry["id"],
                f"{entry['name']} every day",
                rng.randint(900, 9_000_000),
                verified=rng.random() < 0.2,
                followed=not pinned and rng.random() < 0.2,
            )
            for entry in table("topics")
            for handle in entry["profiles"]
            if handle not in known
        ),
    )


def draw_videos(
    rng: random.Random, profiles: Sequence[Profile], pinned: Sequence[Video] = ()
) -> tuple[Video, ...]:
    """Videos, after those that are fixed; captions come from the topic of the account."""
    by_id = {topic.id: topic for topic in topics()}
    drawn = list(pinned)
    captions = {video.caption for video in pinned}
    while len(drawn) < VIDEOS:
        profile = profiles[len(drawn) % len(profiles)]
        word, second = rng.sample(by_id[profile.topic].words, 2)
        caption = _sentence(rng.choice(words(table("talk")["captions"], "; ")), word, second)
        if caption in captions:
            continue
        captions.add(caption)
        drawn.append(
            Video(
                f"video-{len(drawn) + 1}",
                profile.id,
                profile.topic,
                caption,
                rng.choice(words(table("talk")["sounds"], "; ")),
                rng.randint(8, 90),
                rng.randint(40, 900_000),
                rng.randint(0, 9_000),
            )
        )
    return tuple(drawn)


def _sentence(pattern: str, word: str, second: str) -> str:
    filled = pattern.format(word=word, second=second)
    return filled[:1].upper() + filled[1:]
