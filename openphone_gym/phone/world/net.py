"""What people film: the topics of the net, accounts and clips of a video site."""

from __future__ import annotations

import random
from collections.abc import Sequence

from openphone_gym.phone.world.records import Profile, Topic, Video
from openphone_gym.phone.world.tables import table, words

VIDEOS = 60
"""Number of videos in a world, fixed ones included."""


def topics() -> tuple[Topic, ...]:
    """All topics; they are the same in all worlds."""
    return tuple(Topic(entry["id"], entry["name"], tuple(entry["words"])) for entry in table("topics"))


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
