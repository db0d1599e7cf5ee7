"""The video in front: it runs on the virtual clock and starts anew at its end."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.state import Playback, TikTok
from openphone_gym.phone.system.nav import Nav


def position(state: TikTok, nav: Nav, seconds: int) -> int:
    """How far a video of so many seconds has been played, in milliseconds."""
    playback = state.playback
    if playback.paused:
        return min(playback.held, seconds * 1000)
    return max(nav.system.clock - playback.since, 0) * playback.speed // 100 % (seconds * 1000)


def begin(state: TikTok, nav: Nav) -> None:
    """Plays another video from its beginning, at the usual speed."""
    state.playback = Playback(since=nav.system.clock)


def toggle(state: TikTok, nav: Nav, seconds: int) -> None:
    """Pauses or plays on."""
    playback = state.playback
    if playback.paused:
        _play_from(state, nav, playback.held)
    else:
        playback.held = position(state, nav, seconds)


def seek(state: TikTok, nav: Nav, ms: int) -> None:
    """Goes to a place in the video."""
    if state.playback.paused:
        state.playback.held = ms
    else:
        _play_from(state, nav, ms)


def set_speed(state: TikTok, nav: Nav, percent: int, seconds: int) -> None:
    """Plays on faster or slower from where it is."""
    at, playback = position(state, nav, seconds), state.playback
    playback.speed = percent
    if not playback.paused:
        _play_from(state, nav, at)


def _play_from(state: TikTok, nav: Nav, ms: int) -> None:
    playback = state.playback
    playback.since, playback.held = nav.system.clock - ms * 100 // playback.speed, -1
