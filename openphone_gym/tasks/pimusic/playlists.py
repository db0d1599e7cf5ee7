"""Making playlists."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.pimusic.state import AUTOMATIC
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.pimusic.songs import (
    APP,
    SONG_DELETED,
    TITLE,
    music_plays,
    on_tab,
    open_tab,
    row_named,
)
from openphone_gym.tasks.records import Records
from openphone_gym.tasks.sight import Sight, scrolls
from openphone_gym.tasks.task import Drawing, Never, Param, Params, SubGoal, Task, one_of

MOODS = ("Creepy", "Sleepy", "Sunny", "Quiet", "Loud", "Rainy", "Slow", "Golden", "Silly", "Brave")
OCCASIONS = ("", " Evening", " Drive", " Kitchen", " Walk", " Monday", " Homework", " Guests")

PLAYLISTS = Records(
    all=lambda phone: phone.pimusic.playlists, meant=lambda playlist, p: playlist.name == p.name
)


def new_name(d: Drawing) -> str:
    """Draws a name that no playlist has."""
    while True:
        name = one_of(*MOODS)(d) + one_of(*OCCASIONS)(d)
        if d.phone.pimusic.named(name) is None and name not in AUTOMATIC:
            return name


def tab_open(phone: Phone, p: Params) -> bool:
    """Whether the list of playlists is in front."""
    return phone.showing(APP, "home") and phone.pimusic.tab == "PLAYLISTS"


def shows_tab(screen: Sight, p: Params) -> bool | None:
    """Whether the list of playlists is in front; a dialog over it tells nothing."""
    if screen.sees("My Music") is None:
        return None
    return on_tab(screen, "PLAYLISTS")


def shows_playlist(screen: Sight, p: Params) -> bool | None:
    """Whether the list has the playlist; one that is longer than the screen need not show it."""
    if not on_tab(screen, "PLAYLISTS"):
        return None
    if screen.sees(row_named(p.name)):
        return True
    longer = any(node.class_name.endswith("RecyclerView") for node in screen.all(scrolls))
    return None if longer else False


def pimusic_9(hand: Hand, p: Params) -> None:
    if hand.title == "Create New Playlist":
        hand.fill("playlist_name", p.name)
        hand.tap("Create")
    open_tab(hand, "PLAYLISTS")
    if p.name not in hand.survey(lambda: [node.text for node in hand.all(TITLE)]):
        hand.tap("Create New Playlist")


TASKS = [
    Task(
        id="pimusic_9",
        app=APP,
        group="playlists",
        human_steps=6,
        goals=[
            "Create a playlist with the name '{name}'.",
            "Please add a new, empty playlist called '{name}'.",
            "I need another playlist in the music player. Name it '{name}'.",
        ],
        params={
            "kept": Param([1], PLAYLISTS.ids()),
            "name": Param("Creepy", new_name),
        },
        subgoals=[
            SubGoal("playlists_tab", "Is the tab PLAYLISTS open?", tab_open, screen=shows_tab),
            SubGoal(
                "playlist_exists",
                "Is there a playlist named exactly '{name}' among the playlists?",
                lambda phone, p: phone.pimusic.named(p.name) is not None,
                screen=shows_playlist,
            ),
        ],
        never=[
            SONG_DELETED,
            Never(
                "playlist_lost",
                PLAYLISTS.lost,
                question="Was a playlist deleted that was there before?",
                screen=lambda screen, p: screen.sees(re.compile("^Playlist .* deleted$")) is not None,
            ),
        ],
        may_change=["pimusic.playlists.+"],
        setup=music_plays,
        solution=pimusic_9,
    )
]
