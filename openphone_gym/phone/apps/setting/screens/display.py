"""Display, wallpaper, and the size of things on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.setting.facts import BRIGHTEST
from openphone_gym.phone.apps.setting.screens.choices import choice_row
from openphone_gym.phone.apps.setting.screens.features import feature_row
from openphone_gym.phone.apps.setting.screens.parts import link, main_switch, note, page, split_row
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system.density import densities, own_density, set_density
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Row, Text
from openphone_gym.phone.toolkit.controls import Slider, TextButton
from openphone_gym.phone.toolkit.rows import Card, RadioRow, Section, SliderRow, SwitchRow
from openphone_gym.phone.toolkit.surfaces import Confirm, Overlay
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM

FONT_SCALES = (0.85, 1.0, 1.15, 1.3)
WALLPAPERS = ("Lagoon", "Heather", "Fern", "Amber", "Midnight", "Graphite")


def night(nav: Nav) -> Binding:
    """The dark theme, which Android keeps as mode 2 (dark) or 1 (light)."""
    return Binding(
        lambda: nav.setting("secure", "ui_night_mode") == "2",
        lambda on: nav.put("secure", "ui_night_mode", "2" if on else "1"),
    )


def _brightness(nav: Nav) -> Binding:
    return Binding(
        lambda: int(nav.setting("system", "screen_brightness", "102")),
        lambda raw: nav.put("system", "screen_brightness", str(max(raw, 1))),
    )


def display(state: Setting, nav: Nav) -> Box:
    """Display."""
    return page(
        nav,
        "Display",
        Section("Brightness"),
        link(nav, "Brightness level", "brightness", f"{_brightness(nav).get() * 100 // BRIGHTEST}%"),
        feature_row(state, nav, "adaptive_brightness"),
        Section("Lock display"),
        link(nav, "Lock screen", "lock_screen", "Show all notification content"),
        choice_row(state, nav, "screen_timeout"),
        Section("Appearance"),
        split_row("Dark theme", "Will never turn on automatically", night(nav), nav.to("dark_theme")),
        link(nav, "Display size and text", "text_size"),
        Section("Color"),
        feature_row(state, nav, "night_light"),
        choice_row(state, nav, "colors"),
        Section("Other display controls"),
        feature_row(state, nav, "auto_rotate"),
        feature_row(state, nav, "smooth_display"),
        feature_row(state, nav, "screen_saver"),
    )


def brightness(state: Setting, nav: Nav) -> Box:
    """The brightness slider over the page."""
    slider = Slider(_brightness(nav), BRIGHTEST, desc="Display brightness", id="slider")
    panel = Column(
        Text("Display brightness", BODY_MEDIUM, color="on_surface_variant"),
        slider,
        fill="surface_container_high",
        radius=28,
        pad=(20, 12, 20, 12),
        width=FILL,
    )
    return Overlay(panel, pad=(16, 16, 16, 16))


def dark_theme(state: Setting, nav: Nav) -> Box:
    """Dark theme."""
    return page(
        nav,
        "Dark theme",
        main_switch("Use Dark theme", night(nav)),
        note(
            "Dark theme uses a black background to help keep your battery alive longer on some screens. "
            "It stays on until you turn it off."
        ),
    )


def lock_screen(state: Setting, nav: Nav) -> Box:
    """What the locked screen shows."""
    return page(
        nav,
        "Lock screen",
        Section("What to show"),
        choice_row(state, nav, "lock_notifications"),
        SwitchRow("Show wallet", nav.flag("secure", "lockscreen_show_wallet", "1")),
        SwitchRow("Show device controls", nav.flag("secure", "lockscreen_show_controls")),
        SwitchRow(
            "Double-line clock",
            nav.flag("secure", "lockscreen_use_double_line_clock", "1"),
            "Change clock size according to lock screen content",
        ),
        Section("When to show"),
        feature_row(state, nav, "tap_to_check"),
        feature_row(state, nav, "lift_to_check"),
        SwitchRow(
            "Always show time and info", nav.flag("secure", "doze_always_on"), "Increased battery usage"
        ),
    )


# Size of text and display


def _nearest(steps: Sequence[float], value: float) -> int:
    return min(range(len(steps)), key=lambda place: abs(steps[place] - value))


def _font_step(nav: Nav) -> Binding:
    return Binding(
        lambda: _nearest(FONT_SCALES, float(nav.setting("system", "font_scale", "1.0"))),
        lambda place: nav.put("system", "font_scale", str(FONT_SCALES[place])),
    )


def _display_step(nav: Nav, choices: Sequence[int]) -> Binding:
    return Binding(
        lambda: _nearest(choices, nav.system.display.density),
        lambda place: set_density(nav.system, choices[place]),
    )


def text_size(state: Setting, nav: Nav) -> Box:
    """Display size and text, with a sample."""
    sample = Column(
        Text("Sample text", BODY_LARGE),
        Text("The quick ferry crosses the harbour at a quarter past nine.", BODY_MEDIUM),
        pad=(16, 12, 16, 12),
    )
    choices = densities(nav.system)
    return page(
        nav,
        "Display size and text",
        Card(sample),
        SliderRow("Font size", _font_step(nav), len(FONT_SCALES) - 1),
        SliderRow("Display size", _display_step(nav, choices), len(choices) - 1),
        SwitchRow("Bold text", nav.flag("secure", "font_weight_bold")),
        SwitchRow("High contrast text", nav.flag("secure", "high_text_contrast_enabled")),
        Row(TextButton("Reset settings", nav.to("reset_text_size")), pad=(12, 8, 12, 8)),
    )


def reset_text_size(state: Setting, nav: Nav) -> Box:
    """Asks before the sizes go back to what they were."""

    def reset() -> None:
        nav.put("system", "font_scale", "1.0")
        nav.put("secure", "font_weight_bold", "0")
        nav.put("secure", "high_text_contrast_enabled", "0")
        set_density(nav.system, own_density(nav.system))
        nav.back()

    text = "Your display size and text preferences will return to the phone’s original settings"
    return Confirm("Reset display size and text?", text, "Reset", reset, nav.back)


# Wallpaper & style


def wallpaper(state: Setting, nav: Nav) -> Box:
    """Wallpaper & style."""
    return page(
        nav,
        "Wallpaper & style",
        link(nav, "Change wallpaper", "wallpapers", WALLPAPERS[nav.system.wallpaper]),
        SwitchRow("Themed icons", nav.flag("secure", "themed_icons")),
        split_row("Dark theme", "", night(nav), nav.to("dark_theme")),
        choice_row(state, nav, "wallpaper_grid"),
    )


def wallpapers(state: Setting, nav: Nav) -> Box:
    """The pictures to choose from."""

    def choosing(number: int) -> Box:
        def choose() -> None:
            nav.system.wallpaper = number
            nav.toast("Wallpaper set successfully")

        return RadioRow(WALLPAPERS[number], nav.system.wallpaper == number, choose)

    return page(nav, "Change wallpaper", *(choosing(number) for number in range(len(WALLPAPERS))))


SCREENS = [
    display,
    brightness,
    dark_theme,
    lock_screen,
    text_size,
    reset_text_size,
    wallpaper,
    wallpapers,
]
