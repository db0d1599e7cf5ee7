"""The first page: the six tabs of the library."""

from __future__ import annotations

from openphone_gym.phone.apps.pimusic import library, playback
from openphone_gym.phone.apps.pimusic.covers import cover
from openphone_gym.phone.apps.pimusic.screens.parts import (
    COVER,
    choosing_bar,
    chosen_of,
    empty,
    group_row,
    icon_tile,
    mini_player,
    song_rows,
    stop_choosing,
)
from openphone_gym.phone.apps.pimusic.state import TABS, PiMusic, Playlist
from openphone_gym.phone.apps.pimusic.wording import albums, tracks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Scroll, Space
from openphone_gym.phone.toolkit.controls import Fab, IconButton
from openphone_gym.phone.toolkit.long_list import LongList, equally_high
from openphone_gym.phone.toolkit.surfaces import AppBar, Page, Tab, Tabs
from openphone_gym.phone.world.records import Song

LOOKS = {
    "Recently Added": ("clock-plus-outline", 0xFF00838F),
    "Most Played": ("trending-up", 0xFFAD1457),
    "Recently Played": ("history", 0xFF5E35B1),
    "Pi Favourites": ("heart", 0xFFD32F2F),
}
"""Icon and colour of the automatic playlists."""

KINDS = {tab: kind for kind, tab in library.GROUPS.items()}


def home(music: PiMusic, nav: Nav) -> Page:
    """The open tab; holding a song starts choosing several."""
    songs = library.in_order(library.songs_of(music, nav), library.sorting_of(music, TABS[0]))
    shown = songs if music.tab == TABS[0] else []
    # The lists of the tabs stand where they were left; room below them for the floating button.
    listing = Scroll(
        Column(_content(music, nav, songs), Space(80), pad=(0, 4, 0, 0)), height=FILL, flex=1, key=music.tab
    )
    return Page(
        choosing_bar(nav, shown) or _bar(music, nav),
        _tabs(music, nav),
        listing,
        fab=_fab(music, nav, songs),
        bottom=mini_player(music, nav),
        scrolls=False,
        on_back=stop_choosing(nav) if chosen_of(nav, shown) else None,
    )


def _bar(music: PiMusic, nav: Nav) -> Box:
    def open_search() -> None:
        nav.go("search")
        nav.focus("search_src_text")

    sorts = IconButton("sort", "Sort", nav.to("sort_by", list=music.tab))
    return AppBar(
        "My Music",
        nav.to("drawer"),
        [
            IconButton("crown", "Upgrade to PRO", nav.to("store"), color=0xFFF2A600),
            sorts if music.tab != "PLAYLISTS" else Space(0),
            IconButton("magnify", "Search", open_search),
        ],
        icon="menu",
    )


def _tabs(music: PiMusic, nav: Nav) -> Box:
    def opening(tab: str) -> Handler:
        def open_tab() -> None:
            music.tab = tab
            nav.local["chosen"] = []

        return open_tab

    return Tabs([Tab(tab, "", tab == music.tab, opening(tab)) for tab in TABS], scrolls=True)


def _fab(music: PiMusic, nav: Nav, songs: list[Song]) -> Box | None:
    if music.tab == "PLAYLISTS":

        def create() -> None:
            nav.go("create_playlist", ids=[])
            nav.focus("playlist_name")

        return Fab("plus", "Create New Playlist", create, id="fab")
    if music.tab != TABS[0] or not songs:
        return None

    def shuffle() -> None:
        playback.play(music, nav, [song.id for song in songs], shuffled=True)
        nav.go("now_playing")

    return Fab("shuffle", "Shuffle", shuffle, id="fab")


def _content(music: PiMusic, nav: Nav, songs: list[Song]) -> Box:
    if music.tab == TABS[0]:
        return song_rows(music, nav, songs) or empty("No tracks found.")
    if music.tab == "PLAYLISTS":
        return Column(*_playlists(music, nav))
    kind = KINDS[music.tab]
    groups = list(library.groups(music, nav, kind).items())
    if not groups:
        return empty("Nothing here yet.")
    return LongList(groups, lambda group: _group(nav, kind, *group), equally_high)


def _group(nav: Nav, kind: str, name: str, songs: list[Song]) -> Box:
    shown, second, look = name, tracks(len(songs)), cover(name, COVER)
    if kind == "folder":
        shown, second = library.folder_name(name), f"{tracks(len(songs))}  {name}"
        look = icon_tile("folder", 0xFF546E7A)
    elif kind == "album":
        second = f"{songs[0].artist}  {tracks(len(songs))}"
    elif kind == "artist":
        second = f"{albums(len({song.album for song in songs}))}  {tracks(len(songs))}"
    else:
        look = icon_tile("music-circle-outline", 0xFF6D4C41)
    return group_row(
        shown,
        second,
        nav.to("group", kind=kind, name=name),
        nav.to("group_menu", kind=kind, name=name),
        look,
        id=kind,
    )


def _playlists(music: PiMusic, nav: Nav) -> list[Box]:
    filled = library.playlists(music, nav)
    return [
        *(
            group_row(
                name,
                tracks(len(songs)),
                nav.to("automatic_playlist", name=name),
                nav.to("automatic_menu", name=name),
                icon_tile(*LOOKS[name]),
                id="playlist",
            )
            for name, songs in filled.items()
        ),
        *(_playlist(nav, playlist) for playlist in music.playlists),
    ]


def _playlist(nav: Nav, playlist: Playlist) -> Box:
    return group_row(
        playlist.name,
        tracks(len(playlist.songs)),
        nav.to("playlist", id=playlist.id),
        nav.to("playlist_menu", id=playlist.id),
        icon_tile("playlist-music", 0xFF455A64),
        id="playlist",
    )
