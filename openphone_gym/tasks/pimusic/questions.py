"""Questions about the library."""

from __future__ import annotations

from openphone_gym.phone.apps.pimusic import library
from openphone_gym.phone.apps.pimusic.state import TABS, Sorting
from openphone_gym.phone.apps.pimusic.wording import length
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Count, Duration, Items, Text
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.pimusic.songs import (
    APP,
    COUNT,
    NOW_PLAYING,
    ORDERS,
    a_song,
    count_in,
    group_of,
    in_group,
    music_plays,
    open_group,
    open_tab,
    read_lengths,
    rows_on,
    song_drawn,
    songs_on,
    sort,
    track,
    unambiguous,
    unsorted_lists,
)
from openphone_gym.tasks.sight import has_id
from openphone_gym.tasks.task import Drawing, Param, Params, Task, whole

PLACES = 9
"""Last place of the list that is asked for."""

ORDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def pimusic_1(hand: Hand, p: Params) -> str:
    open_tab(hand, "FOLDERS")
    counts = hand.survey(lambda: [(node.bounds[1], node.text) for node in hand.all(COUNT)])
    return f"{sum(int(text.split()[0]) for _, text in counts)} songs"


def pimusic_2(hand: Hand, p: Params) -> str:
    open_tab(hand, library.GROUPS[p.kind])
    return f"{count_in(hand, p.name)} songs"


def pimusic_3(hand: Hand, p: Params) -> str:
    if hand.sees(NOW_PLAYING):
        album = hand.content("song_album")
        if album is None or hand.content("song_title") != p.title:
            raise Lost
        return album
    open_tab(hand, TABS[0])
    return hand.tap(track(p.title, p.artist))


def album_of(phone: Phone, p: Params) -> Text:
    """The album of a song; all other albums and titles are wrong."""
    song = phone.world.song(p.song)
    names = {name for other in songs_on(phone) for name in (other.album, other.title)}
    # Answers may repeat the title that was asked about.
    others = names - {song.album, song.title}
    short = ("Pulse",) if song.album == "Pulse Live" else ()
    return Text(song.album, accept=short, reject=("My Music", *sorted(others)))


def pimusic_4(hand: Hand, p: Params) -> str:
    open_group(hand, p)
    lengths = read_lengths(hand)
    return length(max(lengths) if p.extreme == "longest" else min(lengths))


def titles_in_order(phone: Phone, p: Params) -> list[str]:
    """All titles in the order asked for."""
    order = Sorting("Title", p.order == "from A to Z")
    return [song.title for song in library.in_order(songs_on(phone), order)]


def two_titles(phone: Phone, p: Params) -> Items:
    """The titles at the two places; those beside them are wrong."""
    titles = titles_in_order(phone, p)
    right = (titles[p.first - 1], titles[p.second - 1])
    beside = {titles[at] for at in (p.first - 2, p.first, p.second - 2, p.second) if 0 <= at < len(titles)}
    return Items(right, ordered=True, reject=tuple(sorted(beside - set(right))))


def pimusic_5(hand: Hand, p: Params) -> str:
    if hand.title == "Sort By":
        sort(hand, "Title", p.order == "from A to Z")
    open_tab(hand, TABS[0])
    titles = [row[0] for row in rows_on(hand)]
    keys = [library.title_key(title) for title in titles]
    if keys != sorted(keys, reverse=p.order != "from A to Z"):
        sort(hand, "Title", p.order == "from A to Z")
    if len(titles) < p.second or not at_top(hand):
        titles = [row[0] for row in hand.survey(lambda: rows_on(hand))]
    return f"{titles[p.first - 1]}, {titles[p.second - 1]}"


def at_top(hand: Hand) -> bool:
    """Whether the first row of the list is in view as a whole."""
    area, first = hand.scrollable(), hand.sees(has_id("track"))
    return area is None or (first is not None and first.bounds[1] > area.bounds[1])


def pimusic_6(hand: Hand, p: Params) -> str:
    open_group(hand, p)
    return length(sum(read_lengths(hand)))


def a_later_place(d: Drawing) -> int:
    """Draws the second place."""
    return d.rng.randrange(d.params.first + 1, PLACES + 1)


TASKS = [
    Task(
        id="pimusic_1",
        app=APP,
        group="library",
        human_steps=2,
        goals=[
            "Tell me how many songs my music library holds.",
            "What is the number of songs in the library of the music player?",
            "Count the songs that I have in Pi Music Player and report the number.",
        ],
        answer=lambda phone, p: Count(len(songs_on(phone))),
        setup=music_plays,
        may_change=ORDERS,
        solution=pimusic_1,
    ),
    Task(
        id="pimusic_2",
        app=APP,
        group="library",
        human_steps=3,
        goals=[
            "Tell me how many songs {group} are in my library.",
            "How many songs {group} do I have on this phone?",
            "Count the songs {group} in the music player and report the number.",
        ],
        params=group_of(("artist", "artist", "album", "genre"), 1),
        answer=lambda phone, p: Count(len(in_group(phone, p))),
        setup=music_plays,
        may_change=ORDERS,
        solution=pimusic_2,
    ),
    Task(
        id="pimusic_3",
        app=APP,
        group="library",
        human_steps=2,
        goals=[
            "Which album does my song {title} belong to?",
            "Find out on which album the song {title} is filed on this phone.",
            "The song {title} is in my library. Tell me the name of its album.",
        ],
        params={
            "song": Param(
                "song-9", a_song(lambda d, song: unambiguous(d, song) and song.title != song.album)
            ),
            "title": Param("Wish You Were Here", lambda d: song_drawn(d).title),
            "artist": Param("Pink Floyd", lambda d: song_drawn(d).artist),
        },
        answer=album_of,
        setup=music_plays,
        may_change=ORDERS,
        solution=pimusic_3,
    ),
    Task(
        id="pimusic_4",
        app=APP,
        group="library",
        human_steps=4,
        goals=[
            "Of all songs {group} in my library, how long is the {extreme} one?",
            "Look at everything {group} on this phone and report how long the {extreme} song lasts.",
            "What is the length of the {extreme} song {group} that I have?",
        ],
        params={
            **group_of(("artist", "album", "genre"), 2, 9),
            "extreme": Param("longest", lambda d: d.choice(["longest", "longest", "shortest"])),
        },
        answer=lambda phone, p: Duration(
            length((max if p.extreme == "longest" else min)(song.seconds for song in in_group(phone, p)))
        ),
        setup=music_plays,
        may_change=ORDERS,
        solution=pimusic_4,
    ),
    Task(
        id="pimusic_5",
        app=APP,
        group="sorting",
        human_steps=3,
        goals=[
            "Sort all songs by title, {order}. Which titles are in places {first_word} and {second_word}?",
            "If my library is ordered by title {order}, what are the songs number {first_word} and "
            "{second_word}?",
            "Put the tracks in order of title, {order}, and tell me the titles at places {first_word} and "
            "{second_word}.",
        ],
        params={
            "order": Param("from A to Z", lambda d: d.choice(["from A to Z", "from Z to A"])),
            "first": Param(2, whole(1, PLACES - 1)),
            "second": Param(4, a_later_place),
            "first_word": Param("two", lambda d: ORDINALS[d.params.first - 1]),
            "second_word": Param("four", lambda d: ORDINALS[d.params.second - 1]),
        },
        answer=two_titles,
        setup=unsorted_lists,
        may_change=ORDERS,
        solution=pimusic_5,
    ),
    Task(
        id="pimusic_6",
        app=APP,
        group="library",
        human_steps=4,
        goals=[
            "Add up the lengths of all songs {group} in my library and tell me the sum.",
            "How long would it take to hear every song {group} on this phone once?",
            "What is the total playing time of my songs {group}?",
        ],
        params={
            **group_of(("artist", "album", "genre"), 2, 4),
            "name": Param("Eason Chan", group_of(("artist", "album", "genre"), 2, 4)["name"].sample),
            "group": Param("by Eason Chan", group_of((), 2)["group"].sample),
        },
        answer=lambda phone, p: Duration(length(sum(song.seconds for song in in_group(phone, p)))),
        setup=music_plays,
        may_change=ORDERS,
        solution=pimusic_6,
    ),
]
