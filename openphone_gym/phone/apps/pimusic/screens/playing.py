"""Now Playing, and the list of what is played."""

from __future__ import annotations

from openphone_gym.phone.apps.pimusic import playback
from openphone_gym.phone.apps.pimusic.covers import ground, square_cover
from openphone_gym.phone.apps.pimusic.screens.parts import commands, empty, song_row
from openphone_gym.phone.apps.pimusic.state import PiMusic
from openphone_gym.phone.apps.pimusic.wording import length, tracks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Column,
    Drawing,
    Handler,
    Icon,
    Metrics,
    Row,
    Space,
    Text,
)
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.long_list import LongList, equally_high
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, TITLE_LARGE
from openphone_gym.phone.world.records import Song

WHITE, SOFT, FAINT = 0xFFFFFFFF, 0xCCFFFFFF, 0x55FFFFFF

HINT = "Swipe up for Now Playing list, swipe down for Equalizer"

REPEATS = {
    "off": ("repeat-off", "Repeat off"),
    "all": ("repeat", "Repeat all"),
    "one": ("repeat-once", "Repeat one"),
}


def now_playing(music: PiMusic, nav: Nav) -> Page:
    """The current song: its place, and what to do with it."""
    song = playback.current(music, nav)
    if song is None:
        return Page(AppBar("Now Playing", nav.back, icon="chevron-down"), empty("Nothing is being played."))

    def swiped(direction: str) -> bool:
        if direction in ("left", "right"):
            playback.skip(music, nav, 1 if direction == "left" else -1)
        elif direction == "up":
            nav.go("queue")
        else:
            nav.go("equalizer")
        return True

    return Page(
        _bar(nav, song),
        Column(square_cover(song.album), flex=1, pad=(32, 8, 32, 8)),
        _words(music, nav, song),
        _seek_bar(music, nav, song),
        _controls(music, nav),
        Row(
            Text(HINT, BODY_SMALL, color=SOFT, text_align="center", on_tap=nav.to("queue"), id="hint"),
            justify="center",
            width=FILL,
            pad=(16, 12, 16, 16),
        ),
        scrolls=False,
        fill=ground(song.album),
        bar_color=WHITE,
        on_swipe=swiped,
    )


def _bar(nav: Nav, song: Song) -> Box:
    bar = AppBar(
        "",
        nav.back,
        [
            IconButton("equalizer", "Equalizer", nav.to("equalizer"), color=WHITE),
            IconButton("timer-outline", "Sleep Timer", nav.to("sleep_timer"), color=WHITE),
            IconButton("dots-vertical", "More options", nav.to("song_menu", id=song.id), color=WHITE),
        ],
        icon="chevron-down",
    )
    bar.children[0].children[0].__dict__["color"] = WHITE
    bar.children[1].children = []
    return bar


def _words(music: PiMusic, nav: Nav, song: Song) -> Box:
    liked = song.id in music.favourites

    def like() -> None:
        if liked:
            music.favourites.remove(song.id)
        else:
            music.favourites.append(song.id)
        nav.toast("Removed from Pi Favourites" if liked else "Added to Pi Favourites")

    words = Column(
        Text(song.title, TITLE_LARGE, color=WHITE, max_lines=1, id="song_title"),
        Text(song.artist, BODY_MEDIUM, color=SOFT, max_lines=1, id="song_artist"),
        Text(song.album, BODY_SMALL, color=SOFT, max_lines=1, id="song_album"),
        flex=1,
        gap=2,
    )
    heart = IconButton(
        "heart" if liked else "heart-outline",
        "Remove from Pi Favourites" if liked else "Add to Pi Favourites",
        like,
        color=WHITE,
        selected=liked,
    )
    add = IconButton(
        "playlist-plus", "Add to Playlist", nav.to("add_to_playlist", ids=[song.id]), color=WHITE
    )
    return Row(words, add, heart, width=FILL, pad=(24, 12, 12, 8))


def _seek_bar(music: PiMusic, nav: Nav, song: Song) -> Box:
    seconds = playback.position(music, nav) // 1000

    def slide(share: float) -> None:
        playback.seek(music, nav, playback.seconds_at(share, song.seconds))

    # As wide as the screen, so that on a small one each second has a pixel.
    bar = Drawing(
        _draw_seek_bar,
        (seconds, song.seconds),
        height=36,
        width=FILL,
        cls="android.widget.SeekBar",
        desc="Seek bar",
        label=f"{seconds * 100 // song.seconds}%",
        focusable=True,
        on_slide=slide,
        id="seek_bar",
    )
    times = Row(
        Text(length(seconds), BODY_SMALL, color=SOFT, id="elapsed"),
        Space(flex=1),
        Text(length(song.seconds), BODY_SMALL, color=SOFT, id="total"),
        width=FILL,
        pad=(20, 0, 20, 0),
    )
    return Column(bar, times)


def _draw_seek_bar(painter: Painter, m: Metrics, w: int, h: int, at: int, of: int) -> None:
    left = w * (1 - playback.KNOB_TRAVEL) / 2
    length, middle, thick = w * playback.KNOB_TRAVEL, h / 2, 3 * m.scale
    x = left + length * at / of
    painter.rounded(left, middle - thick / 2, length, thick, thick / 2, FAINT)
    painter.rounded(left, middle - thick / 2, x - left, thick, thick / 2, WHITE)
    painter.circle(x, middle, 7 * m.scale, WHITE)


def _controls(music: PiMusic, nav: Nav) -> Box:
    player = music.player
    icon, words = REPEATS[player.repeat]

    def repeat() -> None:
        player.repeat = playback.NEXT_REPEAT[player.repeat]
        nav.toast(REPEATS[player.repeat][1])

    def button(icon: str, desc: str, on_tap: Handler, lit: bool = True, size: float = 26) -> Box:
        return IconButton(icon, desc, on_tap, color=WHITE if lit else FAINT, size=size, width=56, height=56)

    shuffles = button("shuffle", "Shuffle", lambda: playback.shuffle(music, nav), player.shuffled)
    shuffles.selected = player.shuffled
    return Row(
        shuffles,
        button("skip-previous", "Previous", lambda: playback.skip(music, nav, -1), size=34),
        IconButton(
            "pause" if player.playing else "play",
            "Pause" if player.playing else "Play",
            lambda: playback.toggle(music, nav),
            color=ground(""),
            size=36,
            width=68,
            height=68,
            radius=34,
            fill=WHITE,
        ),
        button("skip-next", "Next", lambda: playback.skip(music, nav, 1), size=34),
        button(icon, words, repeat, player.repeat != "off"),
        justify="between",
        width=FILL,
        pad=(12, 8, 12, 0),
    )


# The list of what is played


def queue(music: PiMusic, nav: Nav) -> Page:
    """The songs that are played, the current one among them."""
    player = music.player
    songs = playback.upcoming(music, nav)

    def row(entry: tuple[int, Song]) -> Box:
        place, song = entry

        def play() -> None:
            player.index = place
            playback.start(music, nav)

        line = song_row(music, nav, song, play, more=nav.to("queue_menu", place=place))
        line.flex = 1

        def drag(x1: int, y1: int, x2: int, y2: int) -> bool:
            to = place + round((y2 - y1) / line.h)
            playback.move(music, place, min(max(to, 0), len(player.queue) - 1))
            return True

        grip = Row(Icon("drag-horizontal-variant"), width=40, height=48, justify="center", on_drag=drag)
        grip.__dict__.update(cls="android.widget.ImageView", desc="Reorder")
        return Row(grip, line, width=FILL)

    actions = [
        IconButton("content-save-outline", "Save as Playlist", _saving(nav, list(player.queue))),
        IconButton("playlist-remove", "Clear list", nav.to("clear_queue")),
    ]
    head = Row(
        Text(tracks(len(songs)), BODY_SMALL, color="on_surface_variant"), width=FILL, pad=(20, 4, 20, 8)
    )
    return Page(
        AppBar("Now Playing list", nav.back, actions if songs else []),
        head,
        LongList(songs, row, equally_high) if songs else empty("No tracks found."),
    )


def _saving(nav: Nav, ids: list[str]) -> Handler:
    def save() -> None:
        nav.go("create_playlist", ids=list(dict.fromkeys(ids)))
        nav.focus("playlist_name")

    return save


def queue_menu(music: PiMusic, nav: Nav, place: int) -> Box:
    """What can be done with a place in the list."""
    player = music.player
    song = dict(playback.upcoming(music, nav)).get(place)
    if song is None:
        return commands("", "", [])

    def moving(to: int) -> Handler:
        def move() -> None:
            playback.move(music, place, to)
            nav.back()

        return move

    def play() -> None:
        player.index = place
        playback.start(music, nav)
        nav.back()

    def leave_out() -> None:
        playback.leave_out(music, nav, [place])
        nav.back()

    return commands(
        song.title,
        song.artist,
        [
            ("play", "Play", play),
            ("playlist-plus", "Add to Playlist", lambda: nav.replace("add_to_playlist", ids=[song.id])),
            ("arrow-up", "Move Up", moving(place - 1)) if place else None,
            ("arrow-down", "Move Down", moving(place + 1)) if place + 1 < len(player.queue) else None,
            ("close", "Remove", leave_out),
        ],
    )


def clear_queue(music: PiMusic, nav: Nav) -> Box:
    """Asks before the list is emptied."""

    def clear() -> None:
        playback.leave_out(music, nav, range(len(music.player.queue)))
        nav.back_to("home")

    return Confirm("Clear list", "Remove all tracks from the Now Playing list?", "Clear", clear, nav.back)
