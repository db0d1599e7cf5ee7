"""Lists of videos: feeds, profiles, favourites, hashtags, sounds, results of a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.tiktok.finding import find_videos, related
from openphone_gym.phone.apps.tiktok.state import FOLLOWING, FRIENDS, Filters, TikTok

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import Video

VIDEO, ADVERT, LIVE = "video", "advert", "live"
"""Kinds of what a feed holds, by the beginning of its id."""


def feed(state: TikTok, world: World, tab: str) -> list[str]:
    """Ids of what a feed holds, in order: videos, and in For You adverts and broadcasts between them."""
    if tab in (FOLLOWING, FRIENDS):
        followed = set(state.following)
        if tab == FRIENDS:
            followed &= {profile.id for profile in world.profiles if profile.person}
        videos = [video for video in world.videos if video.profile in followed]
        return [video.id for video in newest(videos) if video.id not in state.hidden]
    unwanted = set(state.hidden)
    if state.blocked:
        unwanted |= {video.id for video in world.videos if video.profile in state.blocked}
        unwanted |= {f"{LIVE}-{profile}" for profile in state.blocked}
    return [id for id in world.feed if id not in unwanted]


def kind_of(id: str) -> str:
    """Kind of what a feed holds."""
    return id.partition("-")[0]


def newest(videos: Sequence[Video]) -> list[Video]:
    """Videos, the latest first."""
    return sorted(videos, key=lambda video: video.days)


def posted_by(world: World, profile: str) -> list[Video]:
    """Videos of an account as its page shows them: those that are pinned, then the latest first."""
    videos = newest([video for video in world.videos if video.profile == profile])
    return sorted(videos, key=lambda video: not video.pinned)


def listed(state: TikTok, world: World, source: str) -> list[Video]:
    """The videos of a list.

    Args:
        state: The app.
        world: The world.
        source: ``profile/<handle>``, ``tag/<hashtag>``, ``sound/<name>``, ``search/<query>``, ``liked``,
            ``saved``, ``reposted`` or ``video/<id>``.
    """
    kind, _, name = source.partition("/")
    if kind == "profile":
        return posted_by(world, name)
    if kind == "tag":
        return by_likes([video for video in world.videos if name in video.tags])
    if kind == "sound":
        return by_likes([video for video in world.videos if video.sound == name])
    if kind == "search":
        found = find_videos(world, name, Filters())
        return [*found, *related(world, found)]
    if kind == "liked":
        return [world.video(id) for id in reversed(state.liked)]
    if kind == "saved":
        return [world.video(id) for id in reversed(state.saved)]
    if kind == "reposted":
        return [world.video(id) for id in reversed(state.reposted)]
    return [world.video(name)]


def by_likes(videos: Sequence[Video]) -> list[Video]:
    """Videos, those with most likes first."""
    return sorted(videos, key=lambda video: -video.likes)
