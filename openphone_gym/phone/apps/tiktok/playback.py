"""The video in front: it runs on the virtual clock and starts anew at its end."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.state import TikTok
from openphone_gym.phone.system.nav import Nav


def position(state: TikTok, nav: Nav, seconds: int) -> int:
    """How far a video of so many seconds has been played, in milliseconds."""
    playback = state.playback
    if playback.paused:
        return min(playback.held, seconds * 1000)
    return max(nav.system.clock - playback.since, 0) % (seconds * 1000)


def begin(state: TikTok, nav: Nav) -> None:
    """Plays another video from its beginning."""
    state.playback.since, state.playback.held = nav.system.clock, -1


def toggle(state: TikTok, nav: Nav, seconds: int) -> None:
    """Pauses or plays on."""
    playback = state.playback
    if playback.paused:
        playback.since, playback.held = nav.system.clock - playback.held, -1
    else:
        playback.held = position(state, nav, seconds)


def seek(state: TikTok, nav: Nav, ms: int) -> None:
    """Goes to a place in the video."""
    playback = state.playback
    if playback.paused:
        playback.held = ms
    else:
        playback.since = nav.system.clock - ms
