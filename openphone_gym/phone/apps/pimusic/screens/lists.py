"""The pages of an artist, album, genre, folder or playlist, under a collapsing bar; the Sort By dialog."""

from __future__ import annotations

from openphone_gym.phone.apps.pimusic import library, playback
from openphone_gym.phone.apps.pimusic.covers import cover
from openphone_gym.phone.apps.pimusic.screens.parts import (
    SCRIM,
    choosing_bar,
    empty,
    mini_player,
    song_rows,
    stop_choosing,
)
from openphone_gym.phone.apps.pimusic.state import PiMusic, Sorting
from openphone_gym.phone.apps.pimusic.wording import albums, tracks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Handler, Row, Space, Stack, Text
from openphone_gym.phone.toolkit.collapsing import CollapsingPage, LargeAppBar
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.rows import CheckRow, Divider, RadioRow
from openphone_gym.phone.toolkit.surfaces import Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM
from openphone_gym.phone.world.records import Song

WHITE = 0xFFFFFFFF


def group(music: PiMusic, nav: Nav, kind: str, name: str) -> Page:
    """The songs of an artist, album, genre or folder."""
    songs = library.in_group(music, nav, kind, name)
    title = library.folder_name(name) if kind == "folder" else name
    extra = albums(len({song.album for song in songs})) if kind == "artist" else ""
    return _listing(music, nav, title, songs, extra, order=kind)


def playlist(music: PiMusic, nav: Nav, id: int) -> Page:
    """The songs of a playlist that the user made."""
    of = music.playlist(id)
    songs = library.in_playlist(music, nav, id)
    return _listing(music, nav, of.name, songs, order=f"playlist {id}", playlist=id)


def automatic_playlist(music: PiMusic, nav: Nav, name: str) -> Page:
    """The songs of a playlist that fills itself; its order tells something, so it can't be sorted."""
    return _listing(music, nav, name, library.automatic(music, nav, name))


def _listing(
    music: PiMusic,
    nav: Nav,
    title: str,
    songs: list[Song],
    extra: str = "",
    order: str = "",
    playlist: int = 0,
) -> Page:
    choosing = choosing_bar(nav, songs, playlist)
    rows = song_rows(music, nav, songs, playlist) or empty("No tracks found.")
    if choosing is not None:
        return Page(choosing, rows, bottom=mini_player(music, nav), on_back=stop_choosing(nav))

    def add() -> None:
        nav.go("add_songs", id=playlist)

    actions = [
        IconButton("plus", "Add Songs", add) if playlist else None,
        IconButton("sort", "Sort", nav.to("sort_by", list=order)) if order else None,
    ]
    picture = Stack(cover(title, width=FILL, height=FILL), Box(fill=SCRIM, width=FILL, height=FILL))
    bar = LargeAppBar(title, nav.back, [box for box in actions if box is not None], picture, ink=WHITE)
    return CollapsingPage(
        bar,
        _head(music, nav, songs, extra),
        rows,
        Space(16),
        bottom=mini_player(music, nav),
    )


def _head(music: PiMusic, nav: Nav, songs: list[Song], extra: str) -> Box:
    """How many songs there are, and buttons that play them all."""
    ids = [song.id for song in songs]

    def playing(shuffled: bool) -> Handler:
        def play() -> None:
            playback.play(music, nav, ids, shuffled=shuffled)
            nav.go("now_playing")

        return play

    counts = [
        Text(words, BODY_MEDIUM, color="on_surface_variant") for words in (extra, tracks(len(ids))) if words
    ]
    buttons = [
        IconButton("shuffle", "Shuffle", playing(True), color="primary"),
        IconButton("play-circle", "Play All", playing(False), color="primary", size=36),
    ]
    return Row(
        *counts, Space(flex=1), *(buttons if ids else []), width=FILL, height=64, gap=12, pad=(20, 0, 8, 0)
    )


# Sorting


def sort_by(music: PiMusic, nav: Nav, list: str) -> Box:
    """Asks how a list is to be sorted; a choice holds at once."""
    order = music.order.get(list) or Sorting(library.options_of(list)[0])
    music_order = music.order

    def choosing(by: str) -> Handler:
        def choose() -> None:
            music_order[list] = Sorting(by, order.ascending)
            nav.back()

        return choose

    def turn() -> None:
        music_order[list] = Sorting(order.by, not order.ascending)

    return Dialog(
        "Sort By",
        *(RadioRow(by, order.by == by, choosing(by)) for by in library.options_of(list)),
        Divider(),
        CheckRow("Ascending", bind(order, "ascending"), on_tap=turn),
        buttons=[TextButton("Done", nav.back, id="button1")],
    )
