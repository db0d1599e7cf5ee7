"""The notification shade with its quick settings."""

from __future__ import annotations

from openphone_gym.phone.apps.systemui.screens.media import media_cards
from openphone_gym.phone.apps.systemui.screens.top_panel import TopPanel
from openphone_gym.phone.apps.systemui.state import SystemUi
from openphone_gym.phone.system import clock, connectivity
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.notifications import notification_card
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Column,
    Drawing,
    Handler,
    Icon,
    Metrics,
    Row,
    Scroll,
    Space,
    Text,
)
from openphone_gym.phone.toolkit.controls import IconButton, Slider, TextButton
from openphone_gym.phone.toolkit.group import FRAME, LINEAR, SCROLL_VIEW, Group
from openphone_gym.phone.toolkit.pager import Pager
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import SwitchRow
from openphone_gym.phone.toolkit.surfaces import BAR as GROUP
from openphone_gym.phone.toolkit.surfaces import Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, LABEL_LARGE, TITLE_LARGE

COLLAPSED_TILES = 4
TILES_OF_A_PAGE = 8
BRIGHTEST = 255


def shade(state: SystemUi, nav: Nav, expanded: bool = False) -> Box:
    """Quick settings and notifications; swiping down once more shows more of the former."""
    tiles = _tiles(nav)
    parts = (
        [_brightness(nav), _pages(nav, tiles), _players(nav), _footer(nav)]
        if expanded
        else [*_tile_rows(tiles[:COLLAPSED_TILES]), _notifications(nav)]
    )
    panel = TopPanel(_head(nav, expanded), *parts)
    panel.on_swipe = lambda direction: _swiped(nav, direction, expanded)
    return panel


def _pages(nav: Nav, tiles: list[Box]) -> Box:
    """All tiles, some of them on further pages, and which page is in view."""
    at = nav.bind("page", 0)
    starts = range(0, len(tiles), TILES_OF_A_PAGE)
    pages = [
        Column(*_tile_rows(tiles[start : start + TILES_OF_A_PAGE]), cls=GROUP, id="tile_page", selected=True)
        for start in starts
    ]
    told = f"Page {at.get() + 1} of {len(pages)}"
    dots = Drawing(
        _draw_dots, (at.get(), len(pages)), width=48, height=8, cls=LINEAR, id="footer_page_indicator"
    )
    dots.desc = told
    return Column(
        Pager(pages, at.get(), at.set, id="qs_pager"),
        Row(dots, justify="center", width=FILL, pad=(0, 8, 0, 8)),
    )


def _draw_dots(painter: Painter, m: Metrics, w: int, h: int, at: int, many: int) -> None:
    for number in range(many):
        x = w / 2 + (number - (many - 1) / 2) * m.dp(12)
        painter.circle(x, h / 2, m.dp(3), "primary" if number == at else "outline_variant")


def _swiped(nav: Nav, direction: str, expanded: bool) -> bool:
    if direction == "down" and not expanded:
        nav.overlay("shade", expanded=True)
    elif direction == "up" and expanded:
        nav.overlay("shade")
    elif direction == "up":
        nav.back()
    return direction in ("up", "down")


def _head(nav: Nav, expanded: bool) -> Box:
    """Time and date, what the phone is connected to, and the arrow for more or less of the tiles."""
    now = nav.now
    fold = (
        IconButton("chevron-up", "Collapse quick settings", lambda: nav.overlay("shade"))
        if expanded
        else IconButton("chevron-down", "Expand quick settings", lambda: nav.overlay("shade", expanded=True))
    )
    spoken = clock.time_text(nav.system, now.hour, now.minute)
    time = Text(
        spoken.removesuffix(" AM").removesuffix(" PM"),
        BODY_MEDIUM,
        desc=spoken.replace(" ", "\u202f"),
        on_tap=nav.sending("alarms"),
        id="clock",
    )
    day = Text(f"{now:%a, %b} {now.day}", BODY_MEDIUM, id="date")
    icons = [Icon(name, size=16, color="on_surface", desc=words) for name, words in _signs(nav)]
    carrier = Text("T-Mobile", BODY_SMALL, id="shade_carrier_text") if expanded else None
    return Row(time, day, Space(flex=1), carrier, *icons, fold, gap=8, pad=(24, 0, 8, 0), width=FILL)


def _signs(nav: Nav) -> list[tuple[str, str]]:
    """Icons beside the date, and what they say."""
    table = nav.system.settings["global"]
    aloft = connectivity.airplane_mode(nav.system)
    signs = [
        ("wifi", "Wifi signal full.", table.get("wifi_on") == "1"),
        ("signal", "Phone signal full.", not aloft),
        ("airplane", "Airplane mode.", aloft),
        ("battery-80", f"Battery {nav.system.battery} percent.", True),
    ]
    return [(icon, words) for icon, words, shown in signs if shown]


def _tile_rows(tiles: list[Box]) -> list[Box]:
    pairs = [tiles[i : i + 2] for i in range(0, len(tiles), 2)]
    return [Row(*pair, gap=8, width=FILL, pad=(16, 4, 16, 4)) for pair in pairs]


def _tiles(nav: Nav) -> list[Box]:
    table = nav.system.settings["global"]
    online = "Wi‑Fi" if table.get("wifi_on") == "1" else "Mobile data"
    on_line = table.get("wifi_on") == "1" or table.get("mobile_data") == "1"
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
    network = nav.shared("networks").wifi.connected if table.get("wifi_on") == "1" else "T-Mobile"
    connected = network or online
    return [
        _tile(
            "Internet",
            "wifi",
            on_line,
            lambda: nav.overlay("internet"),
            connected if on_line else "Off",
            desc=f"Internet,{connected}" if on_line else "Internet",
        ),
        _switch("Bluetooth", "bluetooth", nav.flag("global", "bluetooth_on"), "Bluetooth."),
        _switch("Do Not Disturb", "minus-circle-outline", silent, "Do Not Disturb."),
        _switch("Flashlight", "flashlight", nav.flag("secure", "flashlight_enabled")),
        _switch("Airplane mode", "airplane", _airplane_mode(nav)),
        _switch("Auto-rotate", "screen-rotation", _turning(nav), "Auto-rotate screen"),
        _switch("Battery Saver", "battery-plus-outline", nav.flag("global", "low_power")),
        _switch("Dark theme", "circle-half-full", dark),
        _switch("Night Light", "weather-night", nav.flag("secure", "night_display_activated")),
        _switch("Location", "map-marker-outline", located),
    ]


def _turning(nav: Nav) -> Binding:
    return nav.flag("system", "accelerometer_rotation")


def _airplane_mode(nav: Nav) -> Binding:
    return Binding(
        lambda: connectivity.airplane_mode(nav.system),
        lambda on: connectivity.set_airplane_mode(nav.system, on),
    )


def _switch(name: str, icon: str, binding: Binding, desc: str = "") -> Box:
    on = bool(binding.get())
    return _tile(name, icon, on, binding.toggle, "On" if on else "Off", desc)


def _tile(name: str, icon: str, on: bool, on_tap: Handler, state: str, desc: str = "") -> Box:
    """A tile, read out with its state; ``desc`` is what Android says of it, if not its name."""
    ink = "on_primary_container" if on else "on_surface"
    words = Column(
        Text(name, LABEL_LARGE, color=ink, max_lines=1, id="tile_label"),
        Text(state, BODY_SMALL, color=ink, max_lines=1, id="app_label"),
        flex=1,
    )
    return Row(
        Icon(icon, size=22, color=ink),
        words,
        cls="android.widget.Switch",
        label=f"{name}, {state}",
        desc=desc or name,
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
    name = "Display brightness"
    slider = Row(Slider(level, BRIGHTEST, name, label=name, id="slider"), flex=1)
    return Row(
        Icon("brightness-6"),
        slider,
        gap=12,
        pad=(20, 8, 20, 8),
        width=FILL,
        cls=FRAME,
        id="brightness_slider",
        desc=name,
    )


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
    rows = Column(*cards, foot, gap=8, pad=(12, 8, 12, 12))
    return Scroll(rows, key="notifications", cls=SCROLL_VIEW, id="notification_stack_scroller")


def _clear(nav: Nav) -> None:
    nav.system.notifications = [note for note in nav.system.notifications if note.ongoing]
    nav.back()


def _footer(nav: Nav) -> Box:
    def edit() -> None:
        nav.toast("Tiles can't be moved on this phone")

    def who() -> None:
        nav.toast("There are no other users on this phone")

    return Row(
        IconButton("pencil-outline", "Edit order of settings.", edit, id="android:id/edit"),
        Space(flex=1),
        IconButton("account-circle-outline", "Signed in as Owner", who, id="multi_user_switch"),
        Group(
            IconButton("cog-outline", "Open settings.", nav.sending("android.settings.SETTINGS")),
            "settings_button_container",
            FRAME,
        ),
        IconButton("power", "Power menu", lambda: nav.overlay("power"), id="pm_lite"),
        width=FILL,
        pad=(12, 4, 12, 16),
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
