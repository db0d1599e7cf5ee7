"""Settings and themes."""

from __future__ import annotations

from openphone_gym.phone.apps.pimusic.state import PiMusic
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Label, Row, Stack
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.rows import ListRow, RadioRows, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page
from openphone_gym.phone.toolkit.theme import LABEL_MEDIUM

CHOICES = {
    "notification": ("Notification Style", ("Modern", "Classic", "Android default")),
    "crossfade": ("Crossfade", ("Off", "2 seconds", "4 seconds", "6 seconds", "8 seconds", "10 seconds")),
    "shortest": ("Hide tracks shorter than", ("Off", "10 seconds", "30 seconds", "1 minute")),
}
"""Title and values of what is chosen in a dialog, by field."""

THEMES = {
    "System default": (0xFFFAFAFA, 0xFF212121),
    "Light": (0xFFFAFAFA, 0xFFE0E0E0),
    "Dark": (0xFF303030, 0xFF121212),
}
"""Looks of the app, with the two colours of their samples."""


def settings(music: PiMusic, nav: Nav) -> Page:
    """All settings."""
    values = music.settings

    def row(field: str) -> Box:
        return ListRow(CHOICES[field][0], getattr(values, field), nav.to("choice", field=field))

    return Page(
        AppBar("Settings", nav.back),
        Section("General"),
        ListRow("Themes", values.theme, nav.to("themes")),
        row("shortest"),
        Section("Audio"),
        ListRow("Equalizer", "Bands, bass boost, reverb", nav.to("equalizer")),
        row("crossfade"),
        SwitchRow("Gapless Playback", bind(values, "gapless")),
        SwitchRow("Shake to change track", bind(values, "shake"), "Shake the phone to play the next track"),
        Section("Headset"),
        SwitchRow("Resume on headset plug in", bind(values, "headset")),
        SwitchRow("Pause on headset unplug", bind(values, "unplug")),
        Section("Notification and lock screen"),
        row("notification"),
        SwitchRow("Album art on lock screen", bind(values, "lock_screen")),
        Section("Other"),
        ListRow("Sleep Timer", on_tap=nav.to("sleep_timer")),
        ListRow("About", on_tap=nav.to("about")),
    )


def choice(music: PiMusic, nav: Nav, field: str) -> Box:
    """Asks for the value of a setting."""
    title, options = CHOICES[field]
    return Dialog(
        title,
        *RadioRows(options, bind(music.settings, field), nav.back),
        buttons=[TextButton("Cancel", nav.back, id="button2")],
    )


def themes(music: PiMusic, nav: Nav) -> Page:
    """Samples of the looks; touching one takes it."""

    def taking(name: str) -> Handler:
        def take() -> None:
            music.settings.theme = name
            nav.toast(f"Theme: {name}")

        return take

    def sample(name: str) -> Box:
        top, foot = THEMES[name]
        chosen = music.settings.theme == name
        picture = Column(
            Box(fill=top, height=68, width=FILL),
            Box(fill=foot, height=68, width=FILL),
            pad=(2, 2, 2, 2),  # so that the frame is seen around them
            stroke="primary" if chosen else "outline",
        )
        return Column(
            Stack(picture, height=140),
            Row(
                Label(name, LABEL_MEDIUM, max_lines=2, text_align="center"),
                justify="center",
                pad=(0, 6, 0, 0),
            ),
            cls="android.widget.FrameLayout",
            desc=name,
            selected=chosen,
            on_tap=taking(name),
            flex=1,
        )

    return Page(
        AppBar("Themes", nav.back),
        Row(*(sample(name) for name in THEMES), gap=16, pad=(24, 16, 24, 16), align="start"),
        ListRow("More themes", "In the store", nav.to("store"), icon="palette-outline"),
    )
