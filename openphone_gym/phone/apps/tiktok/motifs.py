"""What a video shows, drawn by what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from openphone_gym.phone.world.records import Video

TOPICS = {
    "phones": ("phone", "phone", "talking"),
    "ai": ("desk", "talking"),
    "football": ("stadium",),
    "cooking": ("pan", "pan", "talking"),
    "travel": ("market", "road", "sunset"),
    "cats": ("cat",),
    "dogs": ("dog",),
    "gardening": ("garden", "garden", "talking"),
    "running": ("road", "road", "talking"),
    "cycling": ("road",),
    "films": ("cinema", "talking"),
    "music": ("stage", "stage", "talking"),
    "books": ("shelf", "talking"),
    "games": ("desk",),
    "photography": ("sunset", "market"),
    "science": ("sea", "sky", "talking"),
    "money": ("talking", "phone"),
    "home": ("talking", "shelf"),
    "fashion": ("mirror",),
    "weather": ("sky",),
    "news": ("talking", "market"),
}
"""Scenes that go with each topic."""

NAMED = {" dog": "dog", " cat": "cat", "whale": "sea", "beach": "sunset", "night train": "market"}
"""Words in captions that say what is to be seen, whatever the topic."""

TALKS = (
    "ask me",
    "answering",
    "reply to",
    "a day with me",
    "thank you",
    "interview",
    "strangers",
    "story",
    "nobody tells",
    "reaction",
    "truth about",
    "behind the scenes",
)
"""Words in captions of those who talk to the camera."""


def scene_of(video: Video) -> str:
    """The scene that a video shows."""
    if video.shows.startswith("feat"):
        return "trophy"
    caption = video.caption.casefold()
    for word, scene in NAMED.items():
        if word in caption:
            return scene
    if any(words in caption for words in TALKS):
        return "talking"
    return of_topic(video.topic, video.id)


def of_topic(topic: str, key: str) -> str:
    """A scene that goes with a topic, chosen by a key."""
    scenes = TOPICS[topic]
    return scenes[crc32(key.encode()) % len(scenes)]


def has_words(video: Video) -> bool:
    """Whether its words stand in the picture, too."""
    return crc32(video.caption.encode()) % 3 > 0
