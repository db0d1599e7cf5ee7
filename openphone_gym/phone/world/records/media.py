"""Songs and books."""

from __future__ import annotations

from typing import Literal

from openphone_gym.phone.world.records.record import Record


class Song(Record, frozen=True):
    """A piece of music, with the tags of its file.

    Attributes:
        id: ``song-<number>``.
        title: Title.
        artist: Performers.
        album: Album.
        seconds: Length.
        track: Number on the album.
        genre: Genre.
        year: Year it came out.
        path: File on the phone.
    """

    id: str
    title: str
    artist: str
    album: str
    seconds: int
    track: int
    genre: str
    year: int
    path: str


class Book(Record, frozen=True):
    """A work. Its words are asked for with `World.text`.

    Attributes:
        id: Title in lower case with hyphens.
        title: Title.
        author: Author.
        categories: Subjects it is filed under.
        year: Year it came out.
        kept: ``library`` if it is in the reader, ``file`` if only its file is on the phone, ``catalogue``
            if it can be downloaded.
    """

    id: str
    title: str
    author: str
    categories: tuple[str, ...]
    year: int
    kept: Literal["library", "file", "catalogue"] = "catalogue"


class Chapter(Record, frozen=True):
    """A chapter: title and paragraphs; a line of verse is a paragraph."""

    title: str
    paragraphs: tuple[str, ...]


class Text(Record, frozen=True):
    """The words of a book.

    Attributes:
        chapters: Chapters in order.
        verse: Whether its paragraphs are lines of verse.
    """

    chapters: tuple[Chapter, ...]
    verse: bool = False
