"""The music on the phone, as the app lists it: songs, and what they have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from openphone_gym.phone.apps.pimusic.state import (
    AUTOMATIC,
    MOST_PLAYED,
    PI_FAVOURITES,
    RECENTLY_ADDED,
    PiMusic,
    Sorting,
)
from openphone_gym.phone.system.state import System
from openphone_gym.phone.world.parts import World
from openphone_gym.phone.world.records import Song

RECENT = 20
"""Songs that an automatic playlist holds at most."""

GROUPS = {"folder": "FOLDERS", "album": "ALBUMS", "artist": "ARTISTS", "genre": "GENRES"}
"""Kinds of groups, and the tabs that list them."""


class Musical(Protocol):
    """A phone, or what a screen sees of it."""

    @property
    def system(self) -> System:
        """The phone outside its apps, with its files."""
        ...

    @property
    def world(self) -> World:
        """Where the songs are from."""
        ...


def songs_of(music: PiMusic, phone: Musical) -> list[Song]:
    """The songs on the phone, with the tags that they have now; the latest ones come first."""
    edited = {tags.id: tags for tags in music.edited}
    removed = {path for path, file in phone.system.files.items() if file is None}
    return [
        msgspec.structs.replace(song, **msgspec.structs.asdict(edited[song.id]))
        if song.id in edited
        else song
        for song in phone.world.songs
        if song.id not in music.deleted and song.path not in removed
    ]


def song_of(music: PiMusic, phone: Musical, id: str) -> Song | None:
    """The song of that id, or None if it is not on the phone."""
    return next((song for song in songs_of(music, phone) if song.id == id), None)


def found(music: PiMusic, phone: Musical, ids: Iterable[str]) -> list[Song]:
    """The songs of these ids in their order, without those that were deleted."""
    known = {song.id: song for song in songs_of(music, phone)}
    return [known[id] for id in ids if id in known]


def folder_of(song: Song) -> str:
    """Folder in which a song lies."""
    return song.path.rpartition("/")[0]


def folder_name(path: str) -> str:
    """Name of a folder."""
    return path.rpartition("/")[2]


def in_group(music: PiMusic, phone: Musical, kind: str, name: str) -> list[Song]:
    """The songs of a folder, album, artist or genre, in the order that the user chose for such pages."""
    of = [song for song in songs_of(music, phone) if _belongs(song, kind) == name]
    if kind == "album":
        of.sort(key=lambda song: song.track)
    return in_order(of, sorting_of(music, kind))


def groups(music: PiMusic, phone: Musical, kind: str) -> Mapping[str, list[Song]]:
    """The songs by folder, album, artist or genre, in the order of the tab."""
    by_name: dict[str, list[Song]] = {}
    for song in songs_of(music, phone):
        by_name.setdefault(_belongs(song, kind), []).append(song)
    order = sorting_of(music, GROUPS[kind])
    names = sorted(by_name, key=title_key)
    if order.by == "Number of Tracks":
        names.sort(key=lambda name: len(by_name[name]))
    if not order.ascending:
        names.reverse()
    return {name: by_name[name] for name in names}


def automatic(music: PiMusic, phone: Musical, name: str) -> list[Song]:
    """The songs of an automatic playlist."""
    if name == RECENTLY_ADDED:
        return songs_of(music, phone)[:RECENT]
    if name == PI_FAVOURITES:
        return found(music, phone, music.favourites)
    history = music.history
    if name == MOST_PLAYED:
        ids = sorted(history.plays, key=lambda id: -history.plays[id])[:RECENT]
    else:
        ids = history.recent[:RECENT]
    return found(music, phone, ids)


def in_playlist(music: PiMusic, phone: Musical, id: int) -> list[Song]:
    """The songs of a playlist that the user made."""
    return in_order(found(music, phone, music.playlist(id).songs), sorting_of(music, f"playlist {id}"))


def playlists(music: PiMusic, phone: Musical) -> dict[str, list[Song]]:
    """The automatic playlists by name."""
    return {name: automatic(music, phone, name) for name in AUTOMATIC}


def sorting_of(music: PiMusic, list: str) -> Sorting:
    """The order of a list."""
    return music.order.get(list) or Sorting(options_of(list)[0])


def options_of(list: str) -> Sequence[str]:
    """What a list can be sorted by, the usual first."""
    if list == "TRACKS":
        return ("Title", "Album", "Artist", "Duration")
    if list in GROUPS.values():
        return ("Title", "Number of Tracks")
    return ("Default", "Title", "Duration")


def in_order(songs: Sequence[Song], order: Sorting) -> list[Song]:
    """Songs in an order; by default as they come."""
    keys = {
        "Title": lambda song: title_key(song.title),
        "Album": lambda song: (title_key(song.album), song.track),
        "Artist": lambda song: (title_key(song.artist), title_key(song.title)),
        "Duration": lambda song: song.seconds,
    }
    ordered = list(songs) if order.by == "Default" else sorted(songs, key=keys[order.by])
    return ordered if order.ascending else ordered[::-1]


def title_key(text: str) -> tuple[str, str]:
    """Key that sorts words without regard to case and accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.casefold(), text


def _belongs(song: Song, kind: str) -> str:
    return folder_of(song) if kind == "folder" else getattr(song, kind)
