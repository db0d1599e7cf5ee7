"""Files that apps share: songs, books, downloads, attachments. What is in them belongs to the world.

``System.files`` keeps only what differs from a new phone, so that snapshots stay small: a record for each
file that was added, None for each that was removed::

    nav.files("audio")                      # all songs on the phone
    nav.add_file("/storage/emulated/0/Download/Plan.pdf", "document", 52_000, "mail-3")
    nav.remove_file("/storage/emulated/0/Download/Plan.pdf")
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from openphone_gym.phone.system import clock
from openphone_gym.phone.system.state import File, System
from openphone_gym.phone.world.start import START, TIME_ZONE

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import Book

ROOT = "/storage/emulated/0"
"""Folder of all files that apps share."""

DOWNLOADS = f"{ROOT}/Download"

FOLDERS = ("Alarms", "DCIM", "Documents", "Download", "Movies", "Music", "Pictures", "Podcasts", "Ringtones")
"""Folders of every phone, below `ROOT`."""

KINDS = {
    "audio": "Audio",
    "picture": "Images",
    "video": "Videos",
    "document": "Documents",
    "book": "Documents",
    "archive": "Archives",
}
"""Kinds of files, and the heading that a file manager files them under."""

SONG_BYTES_PER_SECOND = 16_000
"""Size of a second of music at 128 kbit/s."""

BOOK_BYTES = 240_000
DAY_MS = 86_400_000

_BEGIN = clock.to_milliseconds(START.replace(tzinfo=clock.zone(TIME_ZONE)))


@lru_cache(maxsize=64)
def _of_world(world: World) -> tuple[File, ...]:
    """Files of a new phone: its songs, and books that no app has imported yet."""
    songs = [
        File(song.path, "audio", song.seconds * SONG_BYTES_PER_SECOND, song.id, _BEGIN - n * DAY_MS)
        for n, song in enumerate(world.songs, 2)
    ]
    kept = [book for book in world.books if book.kept == "file"]
    books = [
        File(_path(book), "book", BOOK_BYTES + 1_700 * n, book.id, _BEGIN - n * DAY_MS)
        for n, book in enumerate(kept, 1)
    ]
    return (*songs, *books)


def _path(book: Book) -> str:
    name = "".join(c for c in book.title if c not in '/:?*"<>|')
    return f"{DOWNLOADS}/Ebooks/{name}.epub"


def listed(system: System, world: World, kind: str = "") -> list[File]:
    """All files of a kind, or of all kinds, in the order of their paths."""
    changed = system.files
    kept = [file for file in _of_world(world) if file.path not in changed]
    found = [*kept, *(file for file in changed.values() if file is not None)]
    return sorted((file for file in found if kind in ("", file.kind)), key=lambda file: file.path)


def add(system: System, file: File) -> None:
    """Puts a file on the phone; one of the same path gives way."""
    system.files[file.path] = file


def remove(system: System, world: World, path: str) -> None:
    """Takes a file off the phone, if it is there."""
    if any(file.path == path for file in _of_world(world)):
        system.files[path] = None
    else:
        system.files.pop(path, None)


def words(world: World, file: File) -> str:
    """What is in a file, as far as the world knows it by the file's content id; else nothing."""
    try:
        if file.kind == "audio":
            song = world.song(file.content)
            return f"ID3 {song.title}\n{song.artist}\n{song.album}\n"
        if file.kind == "book":
            parts = world.text(file.content).chapters
            return "\n".join(line for part in parts for line in (part.title, *part.paragraphs, ""))
    except KeyError:
        pass
    return ""


def folders(files: Iterable[File]) -> set[str]:
    """All folders that lie above some files, and those of every phone."""
    found = {ROOT, *(f"{ROOT}/{name}" for name in FOLDERS)}
    for file in files:
        folder = file.path.rpartition("/")[0]
        while folder.startswith(f"{ROOT}/") and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def size_text(size: int) -> str:
    """Bytes as a file manager shows them, such as ``2.41 MB``."""
    for unit, bytes_of in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes_of:
            return f"{size / bytes_of:.2f} {unit}"
    return f"{size} B"
