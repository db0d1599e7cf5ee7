"""The search: what fits the words that were typed, best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.tiktok.state import Filters
from openphone_gym.phone.world.tables import slug

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import Advert, Broadcast, Profile, Video

TABS = ("Top", "Users", "Videos", "Sounds", "LIVE", "Hashtags")
"""Kinds of results."""

SORTS = ("Relevance", "Like count", "Date posted")
DATES = {
    "All time": 100_000,
    "Last 24 hours": 1,
    "This week": 7,
    "This month": 31,
    "Last 3 months": 92,
    "Last 6 months": 183,
}
"""Filters by age, with the days that they go back."""

FILLERS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "how",
        "in",
        "is",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
        "vs",
        "with",
        "video",
        "videos",
        "clip",
        "clips",
    ]
)
"""Words that say nothing about what is looked for."""

FULL = 14
"""Videos that fill a page of results."""

SUGGESTED = 8
"""Most suggestions below the field."""


@lru_cache(maxsize=1 << 13)
def _folded(text: str) -> str:
    """A text as it is compared: plain words between blanks."""
    return f" {slug(text, ' ')} "


def _words(query: str) -> list[str]:
    words = slug(query, " ").split()
    return [word for word in words if word not in FILLERS] or words


def _score(words: Sequence[str], text: str) -> int:
    """How many words a text has; the beginning of one counts."""
    return sum(f" {word}" in text for word in words)


def find_videos(world: World, query: str, filters: Filters) -> list[Video]:
    """Videos that most of the words fit."""
    words = _words(query)
    names = {profile.id: f"{profile.name} {profile.id}" for profile in world.profiles}
    found: list[tuple[int, Video]] = []
    for video in world.videos:
        caption = _folded(f"{video.caption} {' '.join(video.tags)}")
        score = 2 * _score(words, caption)
        score += sum(
            f" {word}" in _folded(names[video.profile]) and f" {word}" not in caption for word in words
        )
        if words and score >= len(words) and video.days <= DATES[filters.date]:
            found.append((score, video))
    if filters.sort == SORTS[1]:
        found.sort(key=lambda one: -one[1].likes)
    elif filters.sort == SORTS[2]:
        found.sort(key=lambda one: one[1].days)
    else:
        found.sort(key=lambda one: (-one[0], -one[1].likes))
    return [video for _, video in found]


def related(world: World, found: Sequence[Video]) -> list[Video]:
    """Videos on the topic of the best results, which fill a page that would be short."""
    topics = {video.topic for video in found[:1]}
    others = [video for video in world.videos if video.topic in topics and video not in found]
    return others[: max(FULL - len(found), 0)]


def find_profiles(world: World, query: str) -> list[Profile]:
    """Accounts whose names have all words: those called so first, then those with most followers."""
    words = _words(query)
    joined = slug(query, "")
    found = []
    for profile in world.profiles:
        names = _folded(f"{profile.name} {profile.id}")
        close = bool(joined) and joined in names.replace(" ", "")
        if (words and _score(words, names) == len(words)) or close:
            exact = joined in (slug(profile.name, ""), slug(profile.id, ""))
            found.append((not exact, -profile.followers, profile))
    return [profile for *_, profile in sorted(found, key=lambda one: one[:2])]


def find_sounds(world: World, query: str) -> list[tuple[str, int]]:
    """Sounds that videos which fit have, with the number of videos of each."""
    words = _words(query)
    uses = Counter(video.sound for video in world.videos)
    named = [sound for sound in uses if _score(words, _folded(sound))]
    of_videos = [video.sound for video in find_videos(world, query, Filters())]
    return [(sound, uses[sound]) for sound in dict.fromkeys([*named, *of_videos])]


def find_tags(world: World, query: str) -> list[tuple[str, int]]:
    """Hashtags that fit, with how often their videos were played."""
    words, joined = _words(query), slug(query, "")
    views: Counter[str] = Counter()
    for video in world.videos:
        for tag in video.tags:
            views[tag] += video.views
    found = [tag for tag in views if joined in tag or any(word in tag for word in words)]
    return sorted(((tag, views[tag]) for tag in found), key=lambda one: -one[1])


def find_broadcasts(world: World, query: str) -> list[Broadcast]:
    """Broadcasts whose host or title fits, or of hosts who post on the topic."""
    words = _words(query)
    topics = {video.topic for video in find_videos(world, query, Filters())}
    found = []
    for broadcast in world.broadcasts:
        host = world.profile(broadcast.profile)
        fits = _score(words, _folded(f"{host.name} {host.id} {broadcast.title}"))
        if fits or host.topic in topics:
            found.append((-fits, -broadcast.viewers, broadcast))
    return [broadcast for *_, broadcast in sorted(found, key=lambda one: one[:2])]


def finds(world: World, query: str, tab: str, filters: Filters) -> bool:
    """Whether there is any result of a kind."""
    others = {"Users": find_profiles, "Sounds": find_sounds, "LIVE": find_broadcasts, "Hashtags": find_tags}
    find = others.get(tab)
    found = find_videos(world, query, filters) if find is None else find(world, query)
    return bool(found) or (tab == TABS[0] and filters == Filters() and bool(find_profiles(world, query)))


def sponsored(world: World, query: str) -> Advert:
    """The advert above the results: one that looks like them if there is any."""
    topics = [video.topic for video in find_videos(world, query, Filters())[:3]]
    adverts = world.adverts
    return next((one for one in adverts if one.topic in topics), adverts[len(query) % len(adverts)])


def suggestions(world: World, typed: str) -> list[str]:
    """What people search for that begins as what is typed."""
    words = slug(typed, " ")
    if not words:
        return []
    known = [profile.name.casefold() for profile in world.profiles]
    known += [word for topic in world.topics for word in topic.words]
    known += [tag for video in world.videos for tag in video.tags]
    known += [f"{match.home} vs {match.away}".casefold() for match in world.matches]
    known += [f"{feat.who} {feat.contest} {feat.year}".casefold() for feat in world.feats]
    fitting = [option for option in dict.fromkeys(known) if f" {words}" in _folded(option)]
    return [option for option in fitting if option != typed.strip().casefold()][:SUGGESTED]
