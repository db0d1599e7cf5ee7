"""What can be done with a song, with several, with a playlist or another group."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.pimusic import library, playback
from openphone_gym.phone.apps.pimusic.screens.parts import commands
from openphone_gym.phone.apps.pimusic.state import PiMusic, Tags
from openphone_gym.phone.apps.pimusic.wording import length, tracks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Column, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page
from openphone_gym.phone.toolkit.theme import BODY_SMALL
from openphone_gym.phone.world.records import Song

Command = tuple[str, str, Handler]


def song_menu(music: PiMusic, nav: Nav, id: str, playlist: int = 0) -> Box:
    """The menu of a song; of one in a playlist, it can be taken out."""
    song = library.song_of(music, nav, id)
    if song is None:
        return commands("", "", [])

    def play() -> None:
        nav.back()
        playback.play(music, nav, [id])
        nav.go("now_playing")

    def take_out() -> None:
        nav.back()
        music.playlist(playlist).songs.remove(id)
        nav.toast(f"Removed from {music.playlist(playlist).name}")

    return commands(
        song.title,
        song.artist,
        [
            ("play", "Play", play),
            ("playlist-plus", "Add to Playlist", lambda: nav.replace("add_to_playlist", ids=[id])),
            ("pencil-outline", "Edit", lambda: nav.replace("edit_tags", id=id)),
            ("share-variant-outline", "Share", _sharing(nav, [song])),
            ("delete-outline", "Delete", lambda: nav.replace("delete_songs", ids=[id])),
            *_queueing(music, nav, [id]),
            ("bell-ring-outline", "Set As Ringtone", lambda: nav.replace("set_ringtone", id=id)),
            ("playlist-remove", "Remove from Playlist", take_out) if playlist else None,
        ],
    )


def chosen_menu(music: PiMusic, nav: Nav, ids: list[str], playlist: int = 0) -> Box:
    """The menu of several songs that were chosen."""
    songs = library.found(music, nav, ids)

    def play() -> None:
        nav.back()
        playback.play(music, nav, ids)
        nav.go("now_playing")

    def take_out() -> None:
        of = music.playlist(playlist)
        of.songs = [id for id in of.songs if id not in ids]
        nav.back()

    return commands(
        tracks(len(songs)),
        "",
        [
            ("play", "Play", play),
            ("playlist-plus", "Add to Playlist", lambda: nav.replace("add_to_playlist", ids=ids)),
            *_queueing(music, nav, ids),
            ("share-variant-outline", "Share", _sharing(nav, songs)),
            ("delete-outline", "Delete", lambda: nav.replace("delete_songs", ids=ids)),
            ("playlist-remove", "Remove from Playlist", take_out) if playlist else None,
        ],
    )


def group_menu(music: PiMusic, nav: Nav, kind: str, name: str) -> Box:
    """The menu of an artist, album, genre or folder."""
    songs = library.in_group(music, nav, kind, name)
    title = library.folder_name(name) if kind == "folder" else name
    delete = (
        "delete-outline",
        "Delete",
        lambda: nav.replace("delete_songs", ids=[song.id for song in songs]),
    )
    return commands(title, tracks(len(songs)), [*_for_all(music, nav, songs), delete])


def automatic_menu(music: PiMusic, nav: Nav, name: str) -> Box:
    """The menu of a playlist that fills itself; it can't be deleted."""
    songs = library.automatic(music, nav, name)
    return commands(name, tracks(len(songs)), _for_all(music, nav, songs))


def playlist_menu(music: PiMusic, nav: Nav, id: int) -> Box:
    """The menu of a playlist that the user made."""
    songs = library.in_playlist(music, nav, id)

    def rename() -> None:
        nav.replace("rename_playlist", id=id)
        nav.focus("playlist_name")

    return commands(
        music.playlist(id).name,
        tracks(len(songs)),
        [
            *_for_all(music, nav, songs),
            ("rename-box", "Rename", rename),
            ("delete-outline", "Delete", lambda: nav.replace("delete_playlist", id=id)),
        ],
    )


def _for_all(music: PiMusic, nav: Nav, songs: Sequence[Song]) -> list[Command]:
    ids = [song.id for song in songs]

    def playing(shuffled: bool) -> Handler:
        def play() -> None:
            nav.back()
            if not ids:
                nav.toast("No tracks to play.")
                return
            playback.play(music, nav, ids, shuffled=shuffled)
            nav.go("now_playing")

        return play

    return [
        ("play", "Play", playing(False)),
        ("playlist-plus", "Add to Playlist", lambda: nav.replace("add_to_playlist", ids=ids)),
        ("share-variant-outline", "Share", _sharing(nav, songs)),
        ("shuffle", "Shuffle", playing(True)),
        *_queueing(music, nav, ids),
    ]


def _queueing(music: PiMusic, nav: Nav, ids: Sequence[str]) -> list[Command]:
    def queueing(next_ones: bool) -> Handler:
        def enqueue() -> None:
            playback.enqueue(music, nav, ids, next_ones)
            nav.back()
            place = "will be played next" if next_ones else "added to Now Playing list"
            nav.toast(f"{tracks(len(ids))} {place}")

        return enqueue

    return [
        ("playlist-play", "Play Next", queueing(True)),
        ("playlist-music-outline", "Add to Queue", queueing(False)),
    ]


def _sharing(nav: Nav, songs: Sequence[Song]) -> Handler:
    def share() -> None:
        nav.back()
        nav.send("share", text="\n".join(f"{song.title} - {song.artist}" for song in songs))

    return share


# Songs


def delete_songs(music: PiMusic, nav: Nav, ids: list[str]) -> Box:
    """Asks before songs are deleted from the phone."""
    songs = library.found(music, nav, ids)
    what = songs[0].title if len(songs) == 1 else tracks(len(songs))

    def delete() -> None:
        playback.delete(music, nav, ids)
        nav.back()
        nav.snackbar(f"{tracks(len(songs))} deleted")

    return Confirm(
        "Delete from phone",
        f"Are you sure you want to delete {what}? The file will be removed from the phone.",
        "Delete",
        delete,
        nav.back,
    )


def set_ringtone(music: PiMusic, nav: Nav, id: str) -> Box:
    """Asks before a song becomes the ringtone."""
    song = library.song_of(music, nav, id)

    def choose() -> None:
        music.ringtone = id
        nav.back()
        nav.toast("Ringtone set")

    title = song.title if song is not None else ""
    return Confirm("Set As Ringtone", f"Use “{title}” as the phone's ringtone?", "Set", choose, nav.back)


def edit_tags(music: PiMusic, nav: Nav, id: str) -> Page | Box:
    """The tags of a song."""
    song = library.song_of(music, nav, id)
    if song is None:
        return Page(AppBar("Edit Track", nav.back))
    fields = {name: nav.bind(name, getattr(song, name)) for name in ("title", "album", "artist", "genre")}

    def save() -> None:
        words = {name: field.get().strip() or getattr(song, name) for name, field in fields.items()}
        music.edited = [tags for tags in music.edited if tags.id != id]
        if any(getattr(song, name) != word for name, word in words.items()):
            music.edited.append(Tags(id, **words))
        nav.unfocus()
        nav.back()
        nav.toast("Track info updated")

    labels = {"title": "Title", "album": "Album", "artist": "Artist", "genre": "Genre"}
    return Page(
        AppBar("Edit Track", nav.back, [IconButton("check", "Save", save)]),
        Column(
            *(
                Column(
                    Text(labels[name], BODY_SMALL, color="on_surface_variant"),
                    TextField(field, labels[name], id=f"edit_{name}", variant="underline"),
                )
                for name, field in fields.items()
            ),
            Row(
                Text(f"{length(song.seconds)}  {song.year}", BODY_SMALL, color="on_surface_variant"),
                pad=(0, 12, 0, 0),
            ),
            Text(song.path, BODY_SMALL, color="on_surface_variant", max_lines=3),
            gap=12,
            pad=(20, 12, 20, 12),
        ),
    )
