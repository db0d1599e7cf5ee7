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
    Label,
    Metrics,
    Row,
    Space,
    Text,
)
from openphone_gym.phone.toolkit.controls import OutlinedButton, Switch, TextButton
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import ListRow, RadioRows, SliderRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page
from openphone_gym.phone.toolkit.theme import LABEL_SMALL

EDGE = 0.06
"""Share of a band's slider at either end that the middle of its knob does not reach."""

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
    """A slider that stands upright: it follows the finger."""
    level = sound.bands[band]

    def follow(y: int) -> bool:
        # The knob can't reach the very ends of the box: its travel is a little shorter.
        reach = min(max((y / slider.h - EDGE) / (1 - 2 * EDGE), 0.0), 1.0)
        sound.bands[band], sound.preset = round(LOUDEST * (1 - 2 * reach)), CUSTOM
        return True

    slider = Drawing(
        _draw_band,
        (level, sound.on),
        cls="android.widget.SeekBar",
        desc=BANDS[band],
        label=f"{level} dB",
        enabled=sound.on,
        focusable=True,
        on_point=lambda x, y: follow(y),
        on_drag=lambda x1, y1, x2, y2: follow(y2),
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
    reach = h * (1 - 2 * EDGE)
    top, thick = h * EDGE, 4 * m.scale
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
