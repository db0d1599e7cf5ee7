"""What is in Pi Music Player on a new phone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.pimusic.library import title_key
from openphone_gym.phone.apps.pimusic.state import History, PiMusic, Player, Playlist

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import Song

FAVORITE = "Favorite"

NAMES = (
    "Morning Run", "Focus", "Road Trip", "Sunday Breakfast", "Late Night", "Gym", "Rainy Days", "Cooking",
    "Party", "On the Train", "Old Ones", "Fall Asleep",
)  # fmt: skip
"""What people call their playlists."""

HEARD_MS = 33_000
"""How far the benchmark's current song has been played."""


def seed(rng: random.Random | None, world: World) -> PiMusic:
    """The player of a new phone, which stands still: the benchmark's, or one drawn by ``rng``."""
    return _canonical(world) if rng is None else _drawn(rng, world)


def _canonical(world: World) -> PiMusic:
    by_title = {song.title: song.id for song in world.songs}
    favorite = [by_title[title] for title in ("PINK BLOOD", "Wish You Were Here", "Lightship")]
    queue = [song.id for song in sorted(world.songs, key=lambda song: title_key(song.title))]
    heard = [by_title[title] for title in ("白玫瑰", "K歌之王", "Wish You Were Here", "Lune", "fearless")]
    return PiMusic(
        playlists=[Playlist(1, FAVORITE, favorite)],
        player=Player(queue, index=queue.index(by_title["白玫瑰"]), at=HEARD_MS),
        history=History({id: 9 - 2 * number for number, id in enumerate(heard)}, heard),
        last_id=1,
    )


def _drawn(rng: random.Random, world: World) -> PiMusic:
    ids = [song.id for song in world.songs]
    names = [FAVORITE, *rng.sample(NAMES, rng.randint(1, 4))]
    playlists = [
        Playlist(number, name, rng.sample(ids, rng.randint(2, 9))) for number, name in enumerate(names, 1)
    ]
    rng.shuffle(playlists)
    recent = rng.sample(ids, rng.randint(5, len(ids) // 2))
    return PiMusic(
        playlists=playlists,
        favourites=rng.sample(ids, rng.randint(0, 4)),
        player=_player(rng, world.songs),
        history=History({id: rng.randint(1, 40) for id in recent}, recent),
        last_id=len(names),
    )


def _player(rng: random.Random, songs: tuple[Song, ...]) -> Player:
    queue = sorted(songs, key=lambda song: title_key(song.title))
    place = rng.randrange(len(queue))
    return Player(
        [song.id for song in queue], index=place, at=rng.randrange(5, queue[place].seconds // 2) * 1000
    )
