"""Searching the library."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.pimusic import library, playback
from openphone_gym.phone.apps.pimusic.covers import cover
from openphone_gym.phone.apps.pimusic.screens.parts import COVER, empty, group_row, mini_player, song_row
from openphone_gym.phone.apps.pimusic.state import PiMusic
from openphone_gym.phone.apps.pimusic.wording import tracks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Row
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList, equally_high
from openphone_gym.phone.toolkit.rows import Section
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.world.records import Song


def search(music: PiMusic, nav: Nav) -> Page:
    """Songs, albums and artists that have the typed words in their names."""
    query = nav.bind("query")
    words = str(query.get()).casefold().split()

    def clear() -> None:
        query.set("")
        nav.focus("search_src_text")

    field = TextField(
        query, "Search Music Library...", id="search_src_text", variant="plain", action="search"
    )
    bar = Row(
        IconButton("arrow-left", "Navigate up", nav.back, color="on_surface"),
        Row(field, flex=1),
        IconButton("close", "Clear query", clear) if query.get() else None,
        fill="surface_container_high",
        width=FILL,
        height=64,
        pad=(4, 0, 4, 0),
    )
    rows = _results(music, nav, words) if words else []
    nothing = empty("No results found.") if words and not rows else None
    return Page(bar, *rows, nothing, bottom=mini_player(music, nav) if not nav.entry.focus else None)


def _results(music: PiMusic, nav: Nav, words: list[str]) -> list[Box]:
    def fits(name: str) -> bool:
        return all(word in name.casefold() for word in words)

    songs = library.in_order(library.songs_of(music, nav), library.sorting_of(music, "TRACKS"))
    titled = [song for song in songs if fits(song.title)]
    return [
        *([Section("Tracks"), _tracks(music, nav, titled)] if titled else []),
        *_groups(music, nav, "album", "Albums", fits),
        *_groups(music, nav, "artist", "Artists", fits),
    ]


def _tracks(music: PiMusic, nav: Nav, songs: list[Song]) -> Box:
    def row(song: Song) -> Box:
        def play() -> None:
            nav.unfocus()
            playback.play(music, nav, [song.id])
            nav.go("now_playing")

        return song_row(music, nav, song, play)

    return LongList(songs, row, equally_high)


def _groups(music: PiMusic, nav: Nav, kind: str, title: str, fits: Callable[[str], bool]) -> list[Box]:
    def row(group: tuple[str, list[Song]]) -> Box:
        name, songs = group

        def open_group() -> None:
            nav.unfocus()
            nav.go("group", kind=kind, name=name)

        more = nav.to("group_menu", kind=kind, name=name)
        return group_row(name, tracks(len(songs)), open_group, more, cover(name, COVER), id=kind)

    found = [group for group in library.groups(music, nav, kind).items() if fits(group[0])]
    return [Section(title), LongList(found, row, equally_high)] if found else []
