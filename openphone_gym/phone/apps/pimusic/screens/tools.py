"""Sleep timer and ringtone cutter."""

from __future__ import annotations

from random import Random

from openphone_gym.phone.apps.pimusic import library, playback
from openphone_gym.phone.apps.pimusic.covers import cover
from openphone_gym.phone.apps.pimusic.screens.parts import COVER
from openphone_gym.phone.apps.pimusic.state import PiMusic
from openphone_gym.phone.apps.pimusic.wording import length
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Drawing, Metrics, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Button, OutlinedButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField, digits_only
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import ListRow, SliderRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Message, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_LARGE, TITLE_MEDIUM

UNITS = {"Hours": 3600, "Minutes": 60, "Seconds": 1}


def sleep_timer(music: PiMusic, nav: Nav) -> Box:
    """Asks after how long the music is to stop."""
    fields = {unit: nav.bind(unit) for unit in UNITS}
    left = (music.player.stops - nav.system.clock) // 1000

    def start() -> None:
        seconds = sum(int(fields[unit].get() or 0) * size for unit, size in UNITS.items())
        if not seconds:
            nav.toast("Please set a time.")
            return
        playback.sleep_after(music, nav, seconds)
        nav.unfocus()
        nav.back()
        nav.toast(f"Music stops in {length(seconds)}")

    def reset() -> None:
        playback.sleep_after(music, nav, 0)
        for field in fields.values():
            field.set("")

    boxes = [
        TextField(field, unit, id=unit.lower(), ime="number", accept=digits_only, limit=2)
        for unit, field in fields.items()
    ]
    running = Message(f"Music stops in {length(left)}") if music.player.stops and left > 0 else None
    return Dialog(
        "Sleep Timer",
        running,
        Column(*boxes, gap=8, pad=(24, 8, 24, 0)),
        buttons=[TextButton("RESET", reset, id="button2"), TextButton("START", start, id="button1")],
    )


def cutter(music: PiMusic, nav: Nav) -> Page:
    """Chooses the song that a ringtone is to be cut from."""
    songs = sorted(library.songs_of(music, nav), key=lambda song: library.title_key(song.title))
    return Page(
        AppBar("Ringtone Cutter", nav.back),
        *(
            ListRow(
                song.title,
                f"{song.artist}  {length(song.seconds)}",
                nav.to("cut", id=song.id),
                leading=cover(song.album, COVER),
                pad=(16, 8, 16, 8),
            )
            for song in songs
        ),
    )


def cut(music: PiMusic, nav: Nav, id: str) -> Page:
    """The part of a song that is to ring."""
    song = library.song_of(music, nav, id)
    if song is None:
        return Page(AppBar("Ringtone Cutter", nav.back))
    first = nav.bind("from", 0)
    last = nav.bind("to", min(30, song.seconds))

    def save() -> None:
        if first.get() >= last.get():
            nav.toast("The end must come after the start.")
            return
        music.ringtone = id
        nav.back_to("cutter")
        nav.toast("Ringtone saved")

    wave = Drawing(_draw_wave, (song.id, song.seconds, first.get(), last.get()), height=140, width=FILL)
    return Page(
        AppBar("Ringtone Cutter", nav.back),
        Column(
            Text(song.title, TITLE_LARGE, max_lines=2),
            Text(song.artist, BODY_MEDIUM, color="on_surface_variant"),
            pad=(24, 8, 24, 16),
        ),
        wave,
        SliderRow("Start", first, song.seconds),
        SliderRow("End", last, song.seconds),
        Row(
            Text(f"{length(first.get())} to {length(last.get())}", TITLE_MEDIUM, id="cut_range"),
            Space(flex=1),
            OutlinedButton("Cancel", nav.back),
            Button("Save", save),
            width=FILL,
            gap=12,
            pad=(24, 16, 24, 16),
        ),
    )


def _draw_wave(
    painter: Painter, m: Metrics, w: int, h: int, id: str, seconds: int, first: int, last: int
) -> None:
    rng, bar, middle = Random(id), max(m.dp(3), 1), h / 2
    painter.rect(0, 0, w, h, "surface_container")
    for x in range(0, w, 2 * bar):
        inside = first <= x / w * seconds <= last
        tall = h * rng.uniform(0.1, 0.8)
        painter.rect(x, middle - tall / 2, bar, tall, "primary" if inside else "outline_variant")
