"""What is heard and read, and people who want to know of it."""

from __future__ import annotations

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.cantook.library import a_book, its, known
from openphone_gym.tasks.cantook.questions import read_progress
from openphone_gym.tasks.cross import chats
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.pimusic.songs import NOW_PLAYING, a_song, music_plays, song_drawn
from openphone_gym.tasks.sight import has_id, plain
from openphone_gym.tasks.task import Param, Params, Task

PLAYER, READER = "Pi Music Player", "Cantook"

LONG = 150
"""Seconds that a running song has at least, so that it does not end meanwhile."""


def runs(phone: Phone, p: Params) -> None:
    """The player plays the song, which has just begun."""
    player = phone.pimusic.player
    player.index, player.at = player.queue.index(p.song), 0
    music_plays(phone)


def read_running(hand: Hand) -> str:
    """Title and performers of the song that is playing, one below the other."""
    hand.open(PLAYER)
    if not hand.sees(NOW_PLAYING):
        hand.go("My Music")
        hand.tap(has_id("front_now_playing_container"))
    title, artist = hand.content("song_title"), hand.content("song_artist")
    if not title or not artist:
        raise Lost
    return f"{plain(title)}\n{plain(artist)}"


def tell_song(hand: Hand, p: Params) -> None:
    title, artist = hand.once("song", lambda: read_running(hand)).split("\n")
    hand.once("told", lambda: chats.text(hand, p.name, f"{title}, {artist}"))


# How far a book has been read

QUESTION = Wording(
    "How far are you with {title}?",
    "I have just begun to read {title}. How much of it have you read?",
    "Did you get on with {title}? Tell me where you are",
)


def asks_for_progress(phone: Phone, p: Params) -> None:
    """The friend has asked about a book, which was begun."""
    book = known(phone, p)
    book.read, book.progress = False, p.progress / 100
    chats.writes(phone, p.person, QUESTION.write(p.form, title=p.title))


def names_progress(text: str, p: Params) -> bool:
    """Whether a message names the percentage, and no other number."""
    return chats.numbers_in(text.replace(p.title, "")) == [f"{p.progress:.1f}"]


def tell_progress(hand: Hand, p: Params) -> None:
    title = chats.facts(hand, p.name, QUESTION)["title"]

    def progress() -> str:
        hand.open(READER)
        return read_progress(hand, Params(title=title))

    read = hand.once("progress", progress)
    hand.once("told", lambda: chats.text(hand, p.name, read))


TASKS = [
    Task(
        id="cross_18",
        app="pimusic",
        group="music",
        start="home",
        own_steps=8,
        goals=[
            "Text {name} the title of the song that is playing right now, and who performs it.",
            "{name} has to hear what I am listening to. Send a text message with title and artist of the "
            "current song.",
            "What is the player playing? Write its title and its performers to {name} by text message.",
        ],
        params={
            **chats.friend(),
            "song": Param(
                "song-11",
                a_song(lambda d, song: song.seconds >= LONG and song.id in d.phone.pimusic.player.queue),
            ),
            "title": Param("白玫瑰", lambda d: song_drawn(d).title),
            "artist": Param("Eason Chan", lambda d: song_drawn(d).artist),
        },
        subgoals=[
            chats.told(
                "Was {name} sent a single text message that names the song {title} and {artist}?",
                lambda text, p: chats.names_it(text, p.title) and chats.names_it(text, p.artist),
            )
        ],
        never=[chats.OTHERS_TOLD],
        may_change=chats.TEXTING,
        setup=runs,
        solution=tell_song,
    ),
    Task(
        id="cross_20",
        app="messages",
        group="music and books",
        start="home",
        own_steps=10,
        goals=[
            "{name} asks in a text message how far I have read a book. Look up the percentage in Cantook and "
            "reply with it.",
            "Answer the last message of {name} with my progress in that book, as a percentage, as Cantook "
            "shows it.",
            "Which book does {name} ask me about by message, and how much of it have I read by Cantook? "
            "Write the percentage back.",
        ],
        params={
            **chats.friend(),
            "book": Param(3, a_book()),
            "title": Param("Romeo and Juliet", its(lambda book: book.title)),
            "progress": Param(37.8, lambda d: d.rng.randrange(11, 950) / 10),
            "form": QUESTION.form,
        },
        subgoals=[
            chats.told(
                "Was {name} sent a single text message that names the progress in {title} that Cantook "
                "shows, {progress}%?",
                names_progress,
            )
        ],
        never=[chats.OTHERS_TOLD],
        may_change=chats.TEXTING,
        setup=asks_for_progress,
        solution=tell_progress,
    ),
]
