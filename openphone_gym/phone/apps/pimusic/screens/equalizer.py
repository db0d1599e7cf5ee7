"""The equalizer and its effects."""

from __future__ import annotations

from openphone_gym.phone.apps.pimusic.state import BANDS, CUSTOM, LOUDEST, PRESETS, REVERBS, PiMusic, Sound
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Column,
    Drawing,
    Handler,
    Label,
    Metrics,
    Row,
    Space,
    Stack,
    Text,
)
from openphone_gym.phone.toolkit.controls import OutlinedButton, Switch, TextButton
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import ListRow, RadioRows, SliderRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page
from openphone_gym.phone.toolkit.theme import LABEL_SMALL

STEP = 3
"""dB between two places of a band's slider."""

PLACES = range(LOUDEST, -LOUDEST - 1, -STEP)

TRACK = 176
"""Height of a band's slider in dp."""

WHOLE = 100


def equalizer(music: PiMusic, nav: Nav) -> Page:
    """The bands, the presets and the effects."""
    sound = music.sound
    knob = Switch(bind(sound, "on"), on_tap=bind(sound, "on").toggle, id="equalizer_switch", desc="Equalizer")
    flat = OutlinedButton("FLAT", lambda: _apply(sound, "Flat"), enabled=sound.on, id="flat")
    return Page(
        AppBar("Equalizer", nav.back, [Row(knob, pad=(0, 0, 12, 0))]),
        ListRow("Presets", sound.preset, nav.to("presets"), enabled=sound.on),
        Row(*(_band(sound, band) for band in range(len(BANDS))), width=FILL, pad=(8, 8, 8, 8)),
        Row(Space(flex=1), flat, width=FILL, pad=(24, 0, 24, 8)),
        SliderRow("Bass Boost", bind(sound, "bass"), WHOLE, enabled=sound.on),
        SliderRow("Virtualizer", bind(sound, "virtualizer"), WHOLE, enabled=sound.on),
        ListRow("3D Reverb Effects", sound.reverb, nav.to("reverbs"), enabled=sound.on),
    )


def _apply(sound: Sound, preset: str) -> None:
    sound.preset, sound.bands = preset, list(PRESETS[preset])


def _band(sound: Sound, band: int) -> Box:
    """A slider that stands upright: a touch moves it there, a swipe by one place."""
    level = sound.bands[band]

    def setting(value: int) -> Handler:
        def put() -> None:
            sound.bands[band], sound.preset = min(max(value, -LOUDEST), LOUDEST), CUSTOM

        return put

    def swiped(direction: str) -> bool:
        if direction in ("up", "down") and sound.on:
            setting(level + (STEP if direction == "up" else -STEP))()
        return direction in ("up", "down")

    touched = Column(
        *(Box(flex=1, width=FILL, on_tap=setting(value)) for value in PLACES), height=TRACK, width=FILL
    )
    slider = Stack(
        Drawing(_draw_band, (level, sound.on), width=FILL, height=TRACK),
        touched if sound.on else None,
        cls="android.widget.SeekBar",
        desc=BANDS[band],
        label=f"{level} dB",
        enabled=sound.on,
        focusable=True,
        on_swipe=swiped,
        width=FILL,
        height=TRACK,
    )
    ink = "on_surface_variant" if sound.on else "disabled"
    low, high = BANDS[band].split("-")
    return Column(
        Text(f"{level:+d} dB" if level else "0 dB", LABEL_SMALL, color=ink, text_align="center", width=FILL),
        slider,
        Label(f"{low}\n{high}", LABEL_SMALL, color=ink, text_align="center", width=FILL),
        flex=1,
        gap=4,
    )


def _draw_band(painter: Painter, m: Metrics, w: int, h: int, level: int, on: bool) -> None:
    ink = "primary" if on else "disabled"
    reach = h * (1 - 1 / len(PLACES))
    top, thick = (h - reach) / 2, 4 * m.scale
    y = top + reach * (LOUDEST - level) / (2 * LOUDEST)
    painter.rounded((w - thick) / 2, top, thick, reach, thick / 2, "surface_container_highest")
    painter.rounded((w - thick) / 2, y, thick, top + reach - y, thick / 2, ink)
    painter.circle(w / 2, y, 10 * m.scale, ink)


def presets(music: PiMusic, nav: Nav) -> Box:
    """Asks for a preset."""
    sound = music.sound

    def applied() -> None:
        _apply(sound, sound.preset)
        nav.back()

    return Dialog(
        "Presets",
        *RadioRows(list(PRESETS), bind(sound, "preset"), applied),
        buttons=[TextButton("Cancel", nav.back, id="button2")],
    )


def reverbs(music: PiMusic, nav: Nav) -> Box:
    """Asks for a reverb effect."""
    return Dialog(
        "3D Reverb Effects",
        *RadioRows(REVERBS, bind(music.sound, "reverb"), nav.back),
        buttons=[TextButton("Cancel", nav.back, id="button2")],
    )
