"""Making, filling, renaming and deleting playlists."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from openphone_gym.phone.apps.pimusic import library
from openphone_gym.phone.apps.pimusic.covers import cover
from openphone_gym.phone.apps.pimusic.screens.parts import COVER
from openphone_gym.phone.apps.pimusic.state import PiMusic
from openphone_gym.phone.apps.pimusic.wording import length, tracks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import Box, Handler, Row
from openphone_gym.phone.toolkit.controls import Checkbox, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Page
from openphone_gym.phone.world.records import Song

TAKEN = "Playlist already exists!"


def create_playlist(music: PiMusic, nav: Nav, ids: list[str]) -> Box:
    """Asks for the name of a new playlist that is to hold these songs."""

    def create(name: str) -> None:
        music.new_playlist(name, ids)
        if ids:
            nav.toast(f"{tracks(len(ids))} added to {name}")

    return _naming(music, nav, "Create New Playlist", "Create", nav.bind("name"), create)


def rename_playlist(music: PiMusic, nav: Nav, id: int) -> Box:
    """Asks for another name of a playlist."""
    playlist = music.playlist(id)

    def rename(name: str) -> None:
        playlist.name = name

    return _naming(music, nav, "Rename Playlist", "Rename", nav.bind("name", playlist.name), rename)


def _naming(
    music: PiMusic, nav: Nav, title: str, ok: str, text: Binding, then: Callable[[str], object]
) -> Box:
    def done() -> None:
        name = text.get().strip()
        if not name:
            nav.toast("Playlist name can't be empty!")
        elif music.named(name) is not None or name in library.AUTOMATIC:
            nav.toast(TAKEN)
        else:
            nav.unfocus()
            nav.back()
            then(name)

    field = TextField(text, "Playlist name", id="playlist_name", variant="underline", on_submit=done)
    return Dialog(
        title,
        Row(field, pad=(24, 0, 24, 0)),
        buttons=[TextButton("Cancel", nav.back, id="button2"), TextButton(ok, done, id="button1")],
    )


def add_to_playlist(music: PiMusic, nav: Nav, ids: list[str]) -> Box:
    """Asks which playlist songs are to be added to."""

    def adding(id: int) -> Handler:
        def add() -> None:
            playlist = music.playlist(id)
            new = [song for song in ids if song not in playlist.songs]
            playlist.songs += new
            nav.back()
            nav.toast(f"{tracks(len(new))} added to {playlist.name}")

        return add

    def create() -> None:
        nav.replace("create_playlist", ids=ids)
        nav.focus("playlist_name")

    def like() -> None:
        music.favourites += [id for id in ids if id not in music.favourites]
        nav.back()
        nav.toast("Added to Pi Favourites")

    return Dialog(
        "Add to Playlist",
        ListRow("Create New Playlist", on_tap=create, icon="plus"),
        ListRow("Pi Favourites", tracks(len(music.favourites)), like, icon="heart-outline"),
        *(
            ListRow(playlist.name, tracks(len(playlist.songs)), adding(playlist.id), icon="playlist-music")
            for playlist in music.playlists
        ),
        buttons=[TextButton("Cancel", nav.back, id="button2")],
    )


def add_songs(music: PiMusic, nav: Nav, id: int) -> Page:
    """Chooses songs for a playlist."""
    playlist = music.playlist(id)
    chosen: list[str] = nav.local.get("chosen", [])
    songs = [song for song in library.songs_of(music, nav) if song.id not in playlist.songs]
    songs.sort(key=lambda song: library.title_key(song.title))

    def add() -> None:
        playlist.songs += [song for song in chosen if song not in playlist.songs]
        nav.back()
        nav.toast(f"{tracks(len(chosen))} added to {playlist.name}")

    def second(song: Song) -> str:
        return f"{song.artist}  {length(song.seconds)}"

    def row(song: Song) -> Box:
        taken = song.id in chosen
        others = [other for other in chosen if other != song.id]
        return ListRow(
            song.title,
            second(song),
            nav.remember("chosen", others if taken else [*chosen, song.id]),
            leading=cover(song.album, COVER),
            trailing=Checkbox(taken),
            pad=(16, 8, 16, 8),
        )

    done = TextButton("ADD", add, enabled=bool(chosen), id="action_add")
    title = f"{len(chosen)} item(s) selected" if chosen else "Add Songs"
    rows = LongList(songs, row, lambda song: (song.title, second(song)))
    return Page(AppBar(title, nav.back, [done]), rows)


def delete_playlist(music: PiMusic, nav: Nav, id: int) -> Box:
    """Asks before a playlist is deleted."""
    playlist = music.playlist(id)

    def delete() -> None:
        index = music.playlists.index(playlist)
        music.playlists.remove(playlist)
        nav.back()
        nav.snackbar(
            f"Playlist {playlist.name} deleted",
            "Undo",
            "restore_playlist",
            **{**msgspec.structs.asdict(playlist), "index": index},
        )

    text = f"Are you sure you want to delete the playlist {playlist.name}?"
    return Confirm("Delete Playlist", text, "Delete", delete, nav.back)
