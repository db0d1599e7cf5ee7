"""Playing a song, pausing, going to a place in it."""

from __future__ import annotations

from openphone_gym.phone.apps.pimusic import library, playback
from openphone_gym.phone.apps.pimusic.state import TABS
from openphone_gym.phone.apps.pimusic.wording import length
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.pimusic.songs import (
    APP,
    NOW_PLAYING,
    SONG_DELETED,
    a_song,
    is_playing,
    music_plays,
    on_tab,
    open_tab,
    position,
    row_named,
    seconds_of,
    shows_song,
    song_drawn,
    track,
)
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task

MARGIN = 10
"""Seconds at the beginning and the end of a song that no task asks for."""

SONG_PLAYING = SubGoal(
    "song_playing",
    "Is {title} by {artist} the current song, and is it playing rather than paused?",
    lambda phone, p: is_playing(phone, p.song),
    screen=shows_song,
)


def other_song_plays(phone: Phone, p: Params) -> None:
    """Has the player play a song that the task does not ask for."""
    player = phone.pimusic.player
    if player.song == p.song:
        player.index = (player.index + 1) % len(player.queue)
        player.at = 0
    music_plays(phone)


# The first song of a playlist


def a_playlist(d: Drawing) -> int:
    """Draws a playlist that the user made, by its id."""
    return d.choice([playlist.id for playlist in d.phone.pimusic.playlists if playlist.songs])


def first_song(d: Drawing) -> str:
    """Id of the first song of the playlist that was drawn."""
    return library.in_playlist(d.phone.pimusic, d.phone, d.params.playlist)[0].id


def pimusic_7(hand: Hand, p: Params) -> None:
    if hand.sees(NOW_PLAYING):
        if shows_song(hand, p):
            return
        hand.back()
    if hand.title == plain(p.name) and hand.sees(has_id("collapsing_toolbar")):
        hand.tap(track(p.title, p.artist))
    open_tab(hand, "PLAYLISTS")
    hand.tap(row_named(p.name))


# One song


def pimusic_11(hand: Hand, p: Params) -> None:
    if hand.sees(NOW_PLAYING):
        if shows_song(hand, p):
            return
        hand.back()
    open_tab(hand, TABS[0])
    hand.tap(track(p.title, p.artist))


# A place in the song


def a_position(d: Drawing) -> str:
    """Draws a place in the current song that a touch on this phone's seek bar can reach."""
    phone = d.phone
    player = phone.pimusic.player
    seconds = phone.world.song(player.song).seconds
    width = phone.system.display.width - 1
    travel = playback.KNOB_TRAVEL

    def reached(second: int) -> bool:
        at = round(width * ((1 - travel) / 2 + travel * second / seconds)) / width
        return playback.seconds_at(at, seconds) == second

    places = [second for second in range(MARGIN, seconds - MARGIN) if reached(second)]
    return length(d.choice([place for place in places if place != player.at // 1000]))


def paused_there(phone: Phone, p: Params) -> bool:
    """Whether the current song stands at the place asked for, paused."""
    return not phone.pimusic.player.playing and position(phone) == seconds_of(p.position)


def shows_position(screen: Sight, p: Params) -> bool | None:
    """Whether the page of the current song shows the place asked for, paused."""
    if screen.sees(NOW_PLAYING) is None:
        return None
    return screen.sees("Pause") is None and screen.sees(p.position) is not None


def pimusic_10(hand: Hand, p: Params) -> None:
    if not hand.sees(NOW_PLAYING):
        hand.go("My Music")
        hand.tap(has_id("front_now_playing_container"))
    if hand.sees("Pause"):
        hand.tap("Pause")
    total, elapsed = hand.content("total"), hand.content("elapsed")
    if total is None:
        raise Lost
    if elapsed != p.position:
        hand.slide("Seek bar", seconds_of(p.position) / seconds_of(total))


TASKS = [
    Task(
        id="pimusic_7",
        app=APP,
        group="playlists",
        human_steps=4,
        goals=[
            "Open my playlist '{name}' and play its first song.",
            "I want to hear the first song of the playlist '{name}'.",
            "In the playlist '{name}', start the song at the top.",
        ],
        params={
            "playlist": Param(1, a_playlist),
            "name": Param("Favorite", lambda d: d.phone.pimusic.playlist(d.params.playlist).name),
            "song": Param("song-7", first_song),
            "title": Param("PINK BLOOD", lambda d: song_drawn(d).title),
            "artist": Param("宇多田ヒカル", lambda d: song_drawn(d).artist),
        },
        subgoals=[
            SubGoal(
                "playlists_tab_seen",
                "Was the tab PLAYLISTS open at some point?",
                lambda phone, p: phone.showing(APP, "home") and phone.pimusic.tab == "PLAYLISTS",
                screen=lambda screen, p: True if on_tab(screen, "PLAYLISTS") else None,
                trajectory=True,
            ),
            SubGoal(
                "playlist_opened",
                "Was the page of the playlist '{name}' open at some point?",
                lambda phone, p: phone.showing(APP, "playlist", id=p.playlist),
                screen=lambda screen, p: (
                    True
                    if screen.sees(has_id("collapsing_toolbar")) and screen.title == plain(p.name)
                    else None
                ),
                trajectory=True,
            ),
            SONG_PLAYING,
        ],
        never=[SONG_DELETED],
        setup=other_song_plays,
        solution=pimusic_7,
    ),
    Task(
        id="pimusic_10",
        app=APP,
        group="player",
        human_steps=5,
        goals=[
            "Pause the song that is playing and move it to {position}.",
            "Stop the music for now and set the current song to {position}.",
            "Have the current song stand still at exactly {position}.",
        ],
        params={"position": Param("1:27", a_position)},
        subgoals=[
            SubGoal(
                "position",
                "Is the current song paused, with {position} as the time that has been played?",
                paused_there,
                screen=shows_position,
            )
        ],
        never=[SONG_DELETED],
        setup=music_plays,
        solution=pimusic_10,
    ),
    Task(
        id="pimusic_11",
        app=APP,
        group="player",
        human_steps=2,
        goals=[
            "Play {title} by {artist}.",
            "I would like to hear the song {title} ({artist}) now.",
            "Start the track {title} of the artist {artist} in the music player.",
        ],
        params={
            "song": Param("song-5", a_song(lambda d, song: song.id != d.phone.pimusic.player.song)),
            "title": Param("Lightship", lambda d: song_drawn(d).title),
            "artist": Param("Sonny Boy", lambda d: song_drawn(d).artist),
        },
        subgoals=[SONG_PLAYING],
        never=[SONG_DELETED],
        setup=other_song_plays,
        solution=pimusic_11,
    ),
]
