"""The notification shade with its quick settings."""

from __future__ import annotations

from openphone_gym.phone.apps.systemui.screens.media import media_cards
from openphone_gym.phone.apps.systemui.screens.top_panel import TopPanel
from openphone_gym.phone.apps.systemui.state import SystemUi
from openphone_gym.phone.system import connectivity
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.notifications import notification_card
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Scroll, Space, Text
from openphone_gym.phone.toolkit.controls import IconButton, Slider, TextButton
from openphone_gym.phone.toolkit.rows import SwitchRow
from openphone_gym.phone.toolkit.surfaces import Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, LABEL_LARGE, TITLE_LARGE

COLLAPSED_TILES = 4
BRIGHTEST = 255


def shade(state: SystemUi, nav: Nav, expanded: bool = False) -> Box:
    """Quick settings and notifications; swiping down once more shows more of the former."""
    tiles = _tiles(nav)
    below = _footer(nav) if expanded else _notifications(nav)
    panel = TopPanel(
        _date(nav, expanded),
        *_tile_rows(tiles if expanded else tiles[:COLLAPSED_TILES]),
        _brightness(nav),
        _players(nav) if expanded else None,
        below,
    )
    panel.on_swipe = lambda direction: _swiped(nav, direction, expanded)
    return panel


def _swiped(nav: Nav, direction: str, expanded: bool) -> bool:
    if direction == "down" and not expanded:
        nav.overlay("shade", expanded=True)
    elif direction == "up" and expanded:
        nav.overlay("shade")
    elif direction == "up":
        nav.back()
    return direction in ("up", "down")


def _date(nav: Nav, expanded: bool) -> Box:
    now = nav.now
    fold = (
        IconButton("chevron-up", "Collapse quick settings", lambda: nav.overlay("shade"))
        if expanded
        else IconButton("chevron-down", "Expand quick settings", lambda: nav.overlay("shade", expanded=True))
    )
    words = Text(f"{now:%a, %b} {now.day}", BODY_MEDIUM, id="date")
    return Row(words, Space(flex=1), fold, pad=(24, 0, 8, 0), width=FILL)


def _tile_rows(tiles: list[Box]) -> list[Box]:
    pairs = [tiles[i : i + 2] for i in range(0, len(tiles), 2)]
    return [Row(*pair, gap=8, width=FILL, pad=(16, 4, 16, 4)) for pair in pairs]


def _tiles(nav: Nav) -> list[Box]:
    table = nav.system.settings["global"]
    online = "Wi‑Fi" if table.get("wifi_on") == "1" else "Mobile data"
    connected = table.get("wifi_on") == "1" or table.get("mobile_data") == "1"
    silent = Binding(
        lambda: nav.setting("global", "zen_mode", "0") != "0",
        lambda on: nav.put("global", "zen_mode", "1" if on else "0"),
    )
    dark = Binding(
        lambda: nav.setting("secure", "ui_night_mode") == "2",
        lambda on: nav.put("secure", "ui_night_mode", "2" if on else "1"),
    )
    located = Binding(
        lambda: nav.setting("secure", "location_mode", "0") != "0",
        lambda on: nav.put("secure", "location_mode", "3" if on else "0"),
    )
    return [
        _tile("Internet", "wifi", connected, lambda: nav.overlay("internet"), online if connected else "Off"),
        _switch("Bluetooth", "bluetooth", nav.flag("global", "bluetooth_on")),
        _switch("Do Not Disturb", "minus-circle-outline", silent),
        _switch("Flashlight", "flashlight", nav.flag("secure", "flashlight_enabled")),
        _switch("Airplane mode", "airplane", _airplane_mode(nav)),
        _switch("Battery Saver", "battery-plus-outline", nav.flag("global", "low_power")),
        _switch("Dark theme", "circle-half-full", dark),
        _switch("Auto-rotate", "screen-rotation", nav.flag("system", "accelerometer_rotation")),
        _switch("Night Light", "weather-night", nav.flag("secure", "night_display_activated")),
        _switch("Location", "map-marker-outline", located),
    ]


def _airplane_mode(nav: Nav) -> Binding:
    return Binding(
        lambda: connectivity.airplane_mode(nav.system),
        lambda on: connectivity.set_airplane_mode(nav.system, on),
    )


def _switch(name: str, icon: str, binding: Binding) -> Box:
    on = bool(binding.get())
    return _tile(name, icon, on, binding.toggle, "On" if on else "Off")


def _tile(name: str, icon: str, on: bool, on_tap: Handler, state: str) -> Box:
    ink = "on_primary_container" if on else "on_surface"
    words = Column(
        Label(name, LABEL_LARGE, color=ink, max_lines=1),
        Text(state, BODY_SMALL, color=ink, max_lines=1, id="tile_state"),
        flex=1,
    )
    return Row(
        Icon(icon, size=22, color=ink),
        words,
        cls="android.widget.Switch",
        desc=name,
        checked=on,
        on_tap=on_tap,
        fill="primary_container" if on else "surface_container_highest",
        radius=24,
        height=64,
        flex=1,
        pad=(14, 0, 8, 0),
        gap=10,
    )


def _brightness(nav: Nav) -> Box:
    level = Binding(
        lambda: int(nav.setting("system", "screen_brightness", "102")),
        lambda value: nav.put("system", "screen_brightness", str(max(int(value), 1))),
    )
    slider = Row(Slider(level, BRIGHTEST, desc="Display brightness"), flex=1)
    return Row(Icon("brightness-6"), slider, gap=12, pad=(20, 8, 20, 8), width=FILL)


def _players(nav: Nav) -> Box | None:
    cards = media_cards(nav)
    return Column(*cards, gap=8, pad=(12, 8, 12, 8), width=FILL) if cards else None


def _notifications(nav: Nav) -> Box:
    notes = nav.system.notifications
    if not notes:
        return Row(
            Text("No notifications", BODY_MEDIUM, color="on_surface_variant"),
            justify="center",
            width=FILL,
            pad=(0, 16, 0, 28),
        )
    others = [note for note in reversed(notes) if not note.media]
    cards = [*media_cards(nav), *(notification_card(nav, note, fill="surface") for note in others)]
    foot = Row(
        TextButton("Manage", nav.sending("android.settings.NOTIFICATION_SETTINGS")),
        Space(flex=1),
        TextButton("Clear all", lambda: _clear(nav), id="dismiss_text"),
        width=FILL,
    )
    return Scroll(Column(*cards, foot, gap=8, pad=(12, 8, 12, 12)), key="notifications")


def _clear(nav: Nav) -> None:
    nav.system.notifications = [note for note in nav.system.notifications if note.ongoing]
    nav.back()


def _footer(nav: Nav) -> Box:
    return Row(
        Text("Android 13", BODY_SMALL, color="on_surface_variant"),
        Space(flex=1),
        IconButton("cog-outline", "Settings", nav.sending("android.settings.SETTINGS")),
        IconButton("power", "Open power menu", lambda: nav.overlay("power")),
        width=FILL,
        pad=(24, 4, 12, 16),
    )


def internet(state: SystemUi, nav: Nav) -> Box:
    """The panel behind the Internet tile."""
    return Sheet(
        Row(Text("Internet", TITLE_LARGE, id="internet_dialog_title"), justify="center", width=FILL),
        SwitchRow("Mobile data", nav.flag("global", "mobile_data"), "T-Mobile"),
        SwitchRow("Wi‑Fi", nav.flag("global", "wifi_on")),
        SwitchRow("Airplane mode", _airplane_mode(nav)),
        Row(
            TextButton("Settings", nav.sending("android.settings.WIFI_SETTINGS")),
            TextButton("Done", nav.back),
            justify="between",
            width=FILL,
            pad=(16, 12, 16, 0),
        ),
    )
