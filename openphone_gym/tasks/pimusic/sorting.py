"""Putting lists in an order."""

from __future__ import annotations

from openphone_gym.phone.apps.pimusic import library
from openphone_gym.phone.apps.pimusic.state import TABS, Sorting
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.records import Song
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.pimusic.songs import (
    APP,
    SONG_DELETED,
    in_group,
    lengths_on,
    on_tab,
    open_group,
    open_tab,
    rows_on,
    songs_on,
    sort,
    unsorted_lists,
)
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task, one_of

FALLING, RISING = "from longest to shortest", "from shortest to longest"

DIALOG_SEEN = SubGoal(
    "sort_dialog_used",
    "Was the dialog Sort By opened?",
    lambda phone, p: phone.showing(APP, "sort_by"),
    screen=lambda screen, p: True if screen.sees("Sort By") else None,
    trajectory=True,
)


def ordered(lengths: list[int], order: str) -> bool:
    """Whether lengths never rise, or never fall."""
    return lengths == sorted(lengths, reverse=order == FALLING)


def shows_order(screen: Sight, p: Params) -> bool | None:
    """Whether the songs in view are in the order asked for; fewer than two tell nothing."""
    lengths = lengths_on(screen)
    return ordered(lengths, p.order) if len(lengths) > 1 else None


def first_of(songs: list[Song], order: str) -> str:
    """Title of the song that comes first in an order."""
    return library.in_order(songs, Sorting("Duration", order == RISING))[0].title


# One artist


def an_artist(d: Drawing) -> str:
    """Draws an artist of some songs, which are not in the order yet."""
    groups = library.groups(d.phone.pimusic, d.phone, "artist")

    def suits(songs: list[Song]) -> bool:
        return 3 <= len(songs) <= 6 and not ordered([song.seconds for song in songs], d.params.order)

    fitting = [name for name, songs in groups.items() if suits(songs)]
    return d.choice(fitting)


def shows_artist(screen: Sight, p: Params) -> bool | None:
    """Whether the page of the artist is open."""
    if screen.sees(has_id("collapsing_toolbar")) is None:
        return None if screen.title in ("Sort By", "") else False
    return screen.title == plain(p.name)


def artist_page(phone: Phone, p: Params) -> bool:
    """Whether the page of the artist is in front."""
    return phone.showing(APP, "group", kind="artist", name=p.name)


def artist_in_order(phone: Phone, p: Params) -> bool:
    """Whether that page shows the songs in the order asked for."""
    return artist_page(phone, p) and ordered([song.seconds for song in in_group(phone, p)], p.order)


def pimusic_8(hand: Hand, p: Params) -> None:
    if hand.title == "Sort By":
        sort(hand, "Duration", p.order == RISING)
    open_group(hand, p)
    if not ordered(lengths_on(hand), p.order):
        sort(hand, "Duration", p.order == RISING)


# All songs


def tracks_in_order(phone: Phone, p: Params) -> bool:
    """Whether the tab of all songs shows them in the order asked for."""
    music = phone.pimusic
    if not (phone.showing(APP, "home") and music.tab == TABS[0]):
        return False
    shown = library.in_order(songs_on(phone), library.sorting_of(music, TABS[0]))
    return ordered([song.seconds for song in shown], p.order)


def shows_tracks(screen: Sight, p: Params) -> bool | None:
    """Whether the tab of all songs shows those in view in the order asked for."""
    if screen.title == "Sort By":
        return None
    return shows_order(screen, p) if on_tab(screen, TABS[0]) else False


def pimusic_12(hand: Hand, p: Params) -> None:
    if hand.title == "Sort By":
        sort(hand, "Duration", p.order == RISING)
    open_tab(hand, TABS[0])
    if not (rows_on(hand) and ordered(lengths_on(hand), p.order)):
        sort(hand, "Duration", p.order == RISING)


TASKS = [
    Task(
        id="pimusic_8",
        app=APP,
        group="sorting",
        human_steps=5,
        goals=[
            "Open the page of {name} and sort the songs there {order}.",
            "Let me see the songs by {name}, {order}.",
            "On the artist page of {name}, put the songs in order of their length, {order}.",
        ],
        params={
            "kind": Param("artist"),
            "order": Param(FALLING, one_of(FALLING, FALLING, RISING)),
            "name": Param("Pink Floyd", an_artist),
            "top": Param("The Wall", lambda d: first_of(in_group(d.phone, d.params), d.params.order)),
        },
        subgoals=[
            SubGoal(
                "artists_tab_seen",
                "Was the tab ARTISTS open at some point?",
                lambda phone, p: phone.showing(APP, "home") and phone.pimusic.tab == "ARTISTS",
                screen=lambda screen, p: True if on_tab(screen, "ARTISTS") else None,
                trajectory=True,
            ),
            SubGoal("artist_page", "Is the page of {name} open?", artist_page, screen=shows_artist),
            DIALOG_SEEN,
            SubGoal(
                "order",
                "Are the songs on the page of {name} sorted by length, {order}, with {top} at the top?",
                artist_in_order,
                screen=shows_order,
            ),
        ],
        never=[SONG_DELETED],
        may_change=["pimusic.order.artist"],
        setup=unsorted_lists,
        solution=pimusic_8,
    ),
    Task(
        id="pimusic_12",
        app=APP,
        group="sorting",
        human_steps=3,
        goals=[
            "Sort all my songs by length, {order}.",
            "The list of all tracks should be in order of duration, {order}.",
            "Order the whole library {order} and leave that list on the screen.",
        ],
        params={
            "order": Param(RISING, one_of(RISING, RISING, FALLING)),
            "top": Param("PINK BLOOD", lambda d: first_of(songs_on(d.phone), d.params.order)),
        },
        subgoals=[
            DIALOG_SEEN,
            SubGoal(
                "order",
                "Does the list of all tracks show them by length, {order}, with {top} at the top?",
                tracks_in_order,
                screen=shows_tracks,
            ),
        ],
        never=[SONG_DELETED],
        may_change=["pimusic.order.TRACKS"],
        setup=unsorted_lists,
        solution=pimusic_12,
    ),
]
