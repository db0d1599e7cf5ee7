"""Songs: some of the invented artists, with the tags of their files."""

from __future__ import annotations

import random

from openphone_gym.phone.world.records import Song
from openphone_gym.phone.world.tables import table

FOLDER = "/storage/emulated/0/Music"

FEWEST_ARTISTS, MOST_ARTISTS = 6, 10
FEWEST, MOST = 15, 40
SHORTEST, LONGEST = 75, 620
"""Lengths of songs in seconds."""


def draw(rng: random.Random) -> tuple[Song, ...]:
    """15 to 40 songs of 6 to 10 artists, all of different lengths; one is called like another's album."""
    artists = rng.sample(table("songs"), rng.randint(FEWEST_ARTISTS, MOST_ARTISTS))
    tagged = [
        (title, artist["artist"], album, track, artist["genre"])
        for artist in artists
        for album, titles in artist["albums"].items()
        for track, title in enumerate(titles, 1)
    ]
    first_ones = [song for song in tagged if song[3] == 1 and song[2] == next(iter(_albums(song[1])))]
    others = [song for song in tagged if song not in first_ones]
    chosen = [
        *first_ones,
        *rng.sample(others, min(len(others), rng.randint(FEWEST, MOST - 1) - len(first_ones))),
    ]
    namesake, singer = rng.sample(first_ones, 2)
    chosen.append((namesake[2], singer[1], singer[2], 9, singer[4]))
    lengths = rng.sample(range(SHORTEST, LONGEST), len(chosen))
    years = {album: rng.randint(1998, 2024) for album in dict.fromkeys(song[2] for song in chosen)}
    return tuple(
        song(n, title, artist, album, seconds, track, genre, years[album])
        for n, ((title, artist, album, track, genre), seconds) in enumerate(
            zip(chosen, lengths, strict=True), 1
        )
    )


def song(
    number: int, title: str, artist: str, album: str, seconds: int, track: int, genre: str, year: int
) -> Song:
    """A song in the music folder of the phone."""
    path = f"{FOLDER}/{artist} - {title}.mp3".replace(": ", " ").replace(
        f"{artist}", artist.replace("/", ", ")
    )
    return Song(f"song-{number}", title, artist, album, seconds, track, genre, year, path)


def _albums(artist: str) -> dict[str, list[str]]:
    return next(entry["albums"] for entry in table("songs") if entry["artist"] == artist)
