"""What the pages have in common: rows of songs, choosing several, the small player at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openphone_gym.phone.apps.pimusic import playback
from openphone_gym.phone.apps.pimusic.covers import cover
from openphone_gym.phone.apps.pimusic.state import PiMusic
from openphone_gym.phone.apps.pimusic.wording import length
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Column,
    Drawing,
    Handler,
    Icon,
    Metrics,
    Row,
    Stack,
    Text,
)
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.long_list import LongList, equally_high
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import ListItem
from openphone_gym.phone.toolkit.surfaces import AppBar, Sheet
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, BODY_SMALL, TITLE_MEDIUM, TITLE_SMALL
from openphone_gym.phone.world.records import Song

COVER = 48
"""Side of the cover in a row in dp."""

MORE = "More options"

SCRIM = 0x99000000
"""What darkens a cover under the mark of a chosen song."""


def song_row(
    music: PiMusic,
    nav: Nav,
    song: Song,
    on_tap: Handler,
    *,
    on_long: Handler | None = None,
    chosen: bool = False,
    more: Handler | None = None,
    second: str = "",
) -> Box:
    """A row of a song: cover, title, a second line (the artist if not told), length, its menu."""
    plays = song.id == music.player.song
    title = Text(song.title, BODY_LARGE, color="primary" if plays else "on_surface", max_lines=1, id="title")
    line = Text(second or song.artist, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="artist")
    time = Text(length(song.seconds), BODY_SMALL, color="on_surface_variant", id="duration")
    marked = more or nav.to("song_menu", id=song.id)
    return ListItem(
        _thumbnail(song.album, "check" if chosen else "volume-high" if plays else ""),
        [title, line],
        [time, IconButton("dots-vertical", MORE, marked, id="overflow", width=40)],
        on_tap=on_tap,
        on_long=on_long,
        selected=chosen,
        fill="primary_container" if chosen else None,
        gap=4,
        pad=(16, 8, 4, 8),
        id="track",
    )


def _thumbnail(name: str, mark: str) -> Box:
    picture = cover(name, COVER)
    if not mark:
        return leading(picture)
    veil = Row(Icon(mark, color=0xFFFFFFFF), width=COVER, height=COVER, fill=SCRIM, justify="center")
    return leading(Stack(picture, veil, width=COVER, height=COVER))


def leading(picture: Box) -> Box:
    """A picture in front of a row, with room after it."""
    return Row(picture, pad=(0, 0, 12, 0))


def group_row(name: str, second: str, on_tap: Handler, more: Handler, look: Box, **attributes: Any) -> Box:
    """A row that stands for several songs: an album, an artist, a playlist."""
    return ListItem(
        leading(look),
        [
            Text(name, BODY_LARGE, max_lines=1, id="title"),
            Text(second, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="count"),
        ],
        [IconButton("dots-vertical", MORE, more, id="overflow", width=40)],
        on_tap=on_tap,
        gap=4,
        pad=(16, 8, 4, 8),
        **attributes,
    )


def icon_tile(icon: str, color: int) -> Box:
    """A picture in a coloured square, for what has no cover."""
    return Row(
        Icon(icon, color=0xFFFFFFFF), width=COVER, height=COVER, fill=color, radius=6, justify="center"
    )


def song_rows(music: PiMusic, nav: Nav, songs: Sequence[Song], playlist: int = 0) -> Box | None:
    """Rows of songs, if there are any: touching one plays from there on, holding one chooses it.

    Args:
        music: State of the app.
        nav: The phone.
        songs: The songs.
        playlist: Id of the user's playlist that they are in, or 0.
    """
    chosen = chosen_of(nav, songs)
    ids = [song.id for song in songs]

    def row(entry: tuple[int, Song]) -> Box:
        place, song = entry
        taken = song.id in chosen

        def choose() -> None:
            others = [id for id in chosen if id != song.id]
            nav.local["chosen"] = others if taken else [*chosen, song.id]

        def play() -> None:
            playback.play(music, nav, ids, place)
            nav.go("now_playing")

        return song_row(
            music,
            nav,
            song,
            choose if chosen else play,
            on_long=choose,
            chosen=taken,
            more=nav.to("song_menu", id=song.id, playlist=playlist),
        )

    return LongList(list(enumerate(songs)), row, equally_high) if songs else None


# Choosing several


def chosen_of(nav: Nav, songs: Sequence[Song]) -> list[str]:
    """Ids of the songs that are chosen."""
    here = {song.id for song in songs}
    return [id for id in nav.local.get("chosen", []) if id in here]


def choosing_bar(nav: Nav, songs: Sequence[Song], playlist: int = 0) -> Box | None:
    """The bar while songs are chosen, or None."""
    chosen = chosen_of(nav, songs)
    if not chosen:
        return None
    every = [song.id for song in songs]

    actions = [
        IconButton("select-all", "Select all", nav.remember("chosen", every)),
        IconButton("dots-vertical", MORE, nav.to("chosen_menu", ids=chosen, playlist=playlist)),
    ]
    return AppBar(
        f"{len(chosen)} item(s) selected",
        stop_choosing(nav),
        actions,
        icon="close",
        fill="surface_container_high",
    )


def stop_choosing(nav: Nav) -> Handler:
    """A handler that chooses no song any more."""
    return nav.remember("chosen", [])


# The small player


def mini_player(music: PiMusic, nav: Nav) -> Box | None:
    """The current song at the foot of a page."""
    song = playback.current(music, nav)
    if song is None:
        return None
    playing = music.player.playing
    share = playback.position(music, nav) // song.seconds
    words = Column(
        Text(song.title, TITLE_SMALL, max_lines=1, id="song_title"),
        Text(song.artist, BODY_SMALL, color="on_surface_variant", max_lines=1, id="song_artist"),
        flex=1,
    )
    player = Row(
        cover(song.album, 44),
        words,
        IconButton(
            "pause" if playing else "play",
            "Pause" if playing else "Play",
            lambda: playback.toggle(music, nav),
            color="on_surface",
            size=30,
        ),
        IconButton("skip-next", "Next", lambda: playback.skip(music, nav, 1), color="on_surface"),
        gap=8,
        pad=(12, 0, 4, 0),
        height=62,
        width=FILL,
    )
    return Column(
        Drawing(_draw_progress, (share,), height=2, width=FILL),
        player,
        cls="android.widget.FrameLayout",
        id="front_now_playing_container",
        fill="surface_container",
        on_tap=nav.to("now_playing"),
        on_swipe=_swiped_up(nav),
    )


def _swiped_up(nav: Nav) -> Any:
    def swiped(direction: str) -> bool:
        if direction == "up":
            nav.go("now_playing")
        return direction == "up"

    return swiped


def _draw_progress(painter: Painter, m: Metrics, w: int, h: int, share: int) -> None:
    painter.rect(0, 0, w, h, "outline_variant")
    painter.rect(0, 0, w * share / 1000, h, "primary")


# Small things


def empty(text: str) -> Box:
    """Words where a list has nothing."""
    return Row(
        Text(text, BODY_LARGE, color="on_surface_variant", text_align="center"),
        justify="center",
        width=FILL,
        pad=(24, 48, 24, 48),
    )


def commands(title: str, second: str, items: Sequence[tuple[str, str, Handler] | None]) -> Box:
    """A sheet of commands: icon, words, what they do; None leaves a place out."""
    rows = [
        ListItem(
            Icon(icon),
            [Text(label, BODY_LARGE, max_lines=1, id="title")],
            [],
            on_tap=on_tap,
            pad=(24, 11, 24, 11),
        )
        for icon, label, on_tap in (item for item in items if item is not None)
    ]
    head = Column(
        Text(title, TITLE_MEDIUM, max_lines=1, id="heading"),
        Text(second, BODY_SMALL, color="on_surface_variant", max_lines=1) if second else None,
        pad=(24, 0, 24, 8),
    )
    return Sheet(head, *rows)


def offline(nav: Nav) -> Handler:
    """What needs the net."""

    def tell() -> None:
        nav.back()
        nav.toast("No internet connection. Please try again later.")

    return tell
