"""Songs, what tasks draw of them, and how screens show them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from openphone_gym.phone.apps.pimusic import library, playback
from openphone_gym.phone.apps.pimusic.state import TABS, Sorting
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.records import Song
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params
from openphone_gym.ui.node import UiNode

APP = "pimusic"

TITLE, SECOND, DURATION, COUNT = (has_id(name) for name in ("title", "artist", "duration", "count"))
"""Parts of rows."""

NOW_PLAYING = re.compile("Now Playing list.*Equalizer")
"""The hint on the page of the current song."""

ORDERS = ["pimusic.order"]
"""What changes by looking at lists in another order."""

SONG_DELETED = Never(
    "song_deleted",
    lambda phone, p: len(songs_on(phone)) < len(phone.world.songs),
    question="Was a song deleted from the phone?",
    screen=lambda screen, p: screen.sees(re.compile(r"\d Track\(s\) deleted$")) is not None,
)


# The phone


def songs_on(phone: Phone) -> list[Song]:
    """All songs on a phone."""
    return library.songs_of(phone.pimusic, phone)


def a_song(suits: Callable[[Drawing, Song], bool] = lambda d, song: True) -> Draw:
    """Draws a song by its id."""
    return lambda d: d.choice([song.id for song in songs_on(d.phone) if suits(d, song)])


def song_drawn(d: Drawing) -> Song:
    """The song that was drawn."""
    return d.phone.world.song(d.params.song)


def music_plays(phone: Phone, p: Params | None = None) -> None:
    """Has the player play, as it does when the benchmark's tasks begin."""
    phone.act(APP, "resume")


def in_group(phone: Phone, p: Params) -> list[Song]:
    """The songs of the artist, album or genre that the task is about."""
    return library.in_group(phone.pimusic, phone, p.kind, p.name)


def group_of(kinds: Sequence[str], least: int, most: int = 99) -> dict[str, Param]:
    """An artist, album or genre with some songs, and how a goal names it.

    Args:
        kinds: Kinds that are drawn from.
        least: Fewest songs.
        most: Most songs.
    """

    def group(d: Drawing) -> str:
        groups = library.groups(d.phone.pimusic, d.phone, d.params.kind)
        return d.choice([name for name, songs in groups.items() if least <= len(songs) <= most])

    def kind(d: Drawing) -> str:
        return d.choice([kind for kind in kinds if _has_any(d.phone, kind, least, most)])

    words = {"artist": "by {}", "album": "on the album {}", "genre": "of the genre {}"}
    return {
        "kind": Param("artist", kind),
        "name": Param("Pink Floyd", group),
        "group": Param("by Pink Floyd", lambda d: words[d.params.kind].format(d.params.name)),
    }


def _has_any(phone: Phone, kind: str, least: int, most: int) -> bool:
    groups = library.groups(phone.pimusic, phone, kind)
    return any(least <= len(songs) <= most for songs in groups.values())


def unsorted_lists(phone: Phone, p: Params) -> None:
    """Has a drawn phone show all songs by artist, so that another order is to be asked for."""
    if phone.seed is not None:
        phone.pimusic.order[TABS[0]] = Sorting("Artist")
    music_plays(phone)


def unambiguous(d: Drawing, song: Song) -> bool:
    """Whether no other song has the same title."""
    titles = Counter(library.title_key(other.title)[0] for other in songs_on(d.phone))
    return titles[library.title_key(song.title)[0]] == 1


def is_playing(phone: Phone, id: str) -> bool:
    """Whether a song is the current one, and is playing."""
    player = phone.pimusic.player
    return player.playing and player.song == id


def position(phone: Phone) -> int:
    """Where the current song stands, in whole seconds."""
    return playback.position(phone.pimusic, phone) // 1000


# Screens


def seconds_of(words: str) -> int:
    """Seconds of a length such as ``4:00`` or ``1:21:03``."""
    seconds = 0
    for part in words.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


def rows_on(screen: Sight) -> list[tuple[str, ...]]:
    """Title, second line and length of each song in view whose row is not cut off."""
    return list(screen.records(TITLE, SECOND, DURATION))


def lengths_on(screen: Sight) -> list[int]:
    """Lengths of the songs in view, in seconds."""
    return [seconds_of(row[2]) for row in rows_on(screen)]


def track(title: str, artist: str) -> Callable[[UiNode], bool]:
    """The row of a song."""

    def matches(node: UiNode) -> bool:
        if not has_id("track")(node):
            return False
        words = [plain(part.text) for part in node.walk() if part.text]
        return words[:2] == [plain(title), plain(artist)]

    matches.__name__ = f"track {title} {artist}"
    return matches


def on_tab(screen: Sight, tab: str) -> bool:
    """Whether a tab of the first page is open."""
    return any(node.selected for node in screen.all(tab))


def shows_song(screen: Sight, p: Params) -> bool | None:
    """Whether the page of the current song shows the one asked for, playing."""
    if screen.sees(NOW_PLAYING) is None:
        return None
    return screen.sees(p.title) is not None and screen.sees("Pause") is not None


# The hand


def open_tab(hand: Hand, tab: str) -> None:
    """The first page is open, at a tab."""
    hand.go("My Music")
    hand.tab(tab)


def open_group(hand: Hand, p: Params) -> None:
    """The page of the task's artist, album or genre is open."""
    if hand.title == plain(p.name) and hand.sees(has_id("collapsing_toolbar")):
        return
    open_tab(hand, library.GROUPS[p.kind])
    hand.tap(row_named(p.name))


def row_named(name: str) -> Callable[[UiNode], bool]:
    """The row of an artist, an album, a playlist ..."""

    def matches(node: UiNode) -> bool:
        return TITLE(node) and plain(node.text) == plain(name)

    matches.__name__ = f"row {name}"
    return matches


def count_in(hand: Hand, name: str) -> int:
    """How many songs the row of a group says it has."""

    def counts(node: UiNode) -> bool:
        """Whether a node is the row, and not cut off above its count."""
        return any(map(row_named(name), node.children)) and any(map(COUNT, node.children))

    counts.__name__ = f"count {name}"
    row = hand.find(counts)
    count = None if row is None else hand.sees(COUNT, within=row)
    found = None if count is None else re.search(r"(\d+) Track", count.text)
    if found is None:
        raise Lost
    return int(found[1])


def read_lengths(hand: Hand) -> list[int]:
    """Lengths of all songs of the page in seconds."""
    return [seconds_of(row[2]) for row in hand.survey(lambda: rows_on(hand))]


def sort(hand: Hand, by: str, ascending: bool) -> None:
    """The Sort By dialog puts the list in an order; a choice closes it."""
    if hand.title != "Sort By":
        hand.tap("Sort")
    hand.switch("Ascending", on=ascending)
    hand.tap("Done" if hand.chosen(by) else by)
