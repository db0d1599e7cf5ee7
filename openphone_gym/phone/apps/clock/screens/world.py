"""The Clock tab: local time, cities, and the search for more of them."""

from __future__ import annotations

import math
from datetime import datetime

from openphone_gym.phone.apps.clock.cities import CITIES, HOME_ZONES, difference_text, offset
from openphone_gym.phone.apps.clock.ringing import next_alarm
from openphone_gym.phone.apps.clock.screens.frame import tab_fab, tab_page
from openphone_gym.phone.apps.clock.state import Clock
from openphone_gym.phone.apps.clock.wording import date_text, time_text
from openphone_gym.phone.system.clock import zone
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Drawing, Icon, Label, Metrics, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import Divider, ListRow
from openphone_gym.phone.toolkit.surfaces import Menu, Page
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    DISPLAY_LARGE,
    HEADLINE_MEDIUM,
    TITLE_LARGE,
)


def clock_tab(clock: Clock, nav: Nav) -> Page:
    """Local time and the cities of the world clock."""
    return tab_page(
        clock,
        nav,
        local_clock(clock, nav),
        Divider(24),
        _home(clock, nav),
        *(_city(clock, name, nav) for name in clock.cities),
        fab=tab_fab("Add city", lambda: _search(nav)),
    )


def local_clock(clock: Clock, nav: Nav) -> Box:
    """The time here, the day and the next alarm."""
    now = nav.now
    if clock.settings.style == "Analog":
        face = _analog(now, 200, time_text(nav, now.hour, now.minute), clock.settings.show_seconds)
    else:
        shown = _digital(clock, nav)
        face = Text(shown, DISPLAY_LARGE, desc=shown, id="digital_clock")
    ring = next_alarm(clock, now)
    alarm = None
    if ring is not None:
        text = f"{ring:%a} {time_text(nav, ring.hour, ring.minute)}"
        alarm = Row(
            Icon("alarm", size=18),
            Text(text, BODY_MEDIUM, desc=f"Next alarm: {text}", id="nextAlarm"),
            gap=4,
        )
    long = f"{now:%A, %B} {now.day}"
    day = Text(date_text(now.date()), BODY_MEDIUM, desc=long, id="date_and_next_alarm")
    line = Row(day, alarm, gap=16)
    return Column(face, line, align="center", gap=8, pad=(24, 16, 24, 24), width=FILL)


def _digital(clock: Clock, nav: Nav) -> str:
    now = nav.now
    text = time_text(nav, now.hour, now.minute)
    minutes = f":{now.minute:02d}"
    return text.replace(minutes, f"{minutes}:{now.second:02d}") if clock.settings.show_seconds else text


def _analog(moment: datetime, size: float, desc: str, seconds: bool = False) -> Box:
    """A clock face."""
    shown = (moment.hour % 12, moment.minute, moment.second if seconds else None)
    attributes = {"cls": "android.view.View", "desc": desc, "id": "analog_clock"}
    return Drawing(_draw_face, shown, width=size, height=size, **attributes)


def _draw_face(
    painter: Painter, m: Metrics, w: int, h: int, hour: int, minute: int, second: int | None
) -> None:
    middle = w / 2

    def hand(turn: float, length: float, width: float, color: str) -> None:
        x, y = math.sin(2 * math.pi * turn), -math.cos(2 * math.pi * turn)
        painter.line(middle, middle, middle + x * length * w, middle + y * length * w, color, width * w)

    painter.circle(middle, middle, middle, "surface_container_high")
    for tick in range(12):
        x, y = math.sin(math.pi * tick / 6) * 0.43 * w, math.cos(math.pi * tick / 6) * 0.43 * w
        painter.circle(middle + x, middle + y, w * 0.012, "on_surface_variant")
    hand((hour + minute / 60) / 12, 0.24, 0.04, "on_surface")
    hand(minute / 60, 0.36, 0.025, "primary")
    if second is not None:
        hand(second / 60, 0.4, 0.01, "error")


def _home(clock: Clock, nav: Nav) -> Box | None:
    """The time at home, while the phone is somewhere else."""
    settings = clock.settings
    zone_name = HOME_ZONES[settings.home_time_zone]
    here = nav.now
    if not settings.auto_home_clock or offset(here, zone_name) == here.utcoffset():
        return None
    return Row(*_place(clock, "Home", zone_name, nav), cls="android.view.ViewGroup", **_ROW)


_ROW = {"width": FILL, "pad": (24, 16, 24, 16), "gap": 16}


def _place(clock: Clock, name: str, zone_name: str, nav: Nav) -> tuple[Box, Box]:
    """Name, difference and time of a place."""
    there = nav.now.astimezone(zone(zone_name))
    text = time_text(nav, there.hour, there.minute)
    words = Column(
        Text(name, TITLE_LARGE, id="city_name"),
        Text(difference_text(nav.now, zone_name), BODY_MEDIUM, color="on_surface_variant", id="hours_ahead"),
        flex=1,
    )
    if clock.settings.style == "Analog":
        return words, _analog(there, 64, text)
    return words, Text(text, HEADLINE_MEDIUM, desc=text, id="digital_clock")


def _city(clock: Clock, name: str, nav: Nav) -> Box:
    def swipe(direction: str) -> bool:
        if direction in ("left", "right"):
            remove_city(clock, name, nav)
        return direction in ("left", "right")

    return Row(
        *_place(clock, name, CITIES[name].zone, nav),
        cls="android.view.ViewGroup",
        id="selectable_area",
        on_long=nav.to("city_menu", name=name),
        on_swipe=swipe,
        **_ROW,
    )


def remove_city(clock: Clock, name: str, nav: Nav) -> None:
    """Takes a city off the world clock; the snackbar brings it back."""
    index = clock.cities.index(name)
    del clock.cities[index]
    nav.snackbar(f"{name} deleted", "UNDO", "restore_city", name=name, index=index)


def city_menu(clock: Clock, nav: Nav, name: str) -> Box:
    """What can be done with a city."""
    index = clock.cities.index(name)

    def move_up() -> None:
        clock.cities.insert(max(index - 1, 0), clock.cities.pop(index))
        nav.back()

    def delete() -> None:
        nav.back()
        remove_city(clock, name, nav)

    return Menu([("Move up", move_up) if index else None, ("Delete", delete)], beside=nav.entry.anchor)


def _search(nav: Nav) -> None:
    nav.go("add_city")
    nav.focus("search_src_text")


def add_city(clock: Clock, nav: Nav) -> Box:
    """Search for a city to put on the world clock."""
    query = nav.bind("query")
    wanted = query.get().strip().casefold()
    found = [name for name, city in CITIES.items() if _matches(wanted, name, city.country)]
    now = nav.now

    def time(name: str) -> str:
        there = now.astimezone(zone(CITIES[name].zone))
        return time_text(nav, there.hour, there.minute)

    def row(name: str) -> Box:
        def add() -> None:
            if name not in clock.cities:
                clock.cities.append(name)
            nav.unfocus()
            nav.back()

        there = Label(time(name), BODY_MEDIUM, color="on_surface_variant")
        added = [Icon("check", color="primary", desc="Added")] if name in clock.cities else []
        return ListRow(name, CITIES[name].country, add, trailing=[there, *added])

    bar = Row(
        IconButton("arrow-left", "Navigate up", nav.back),
        TextField(query, "Search for a city", id="search_src_text", variant="plain", action="search", flex=1),
        IconButton("close", "Clear query", query.setting("")) if wanted else None,
        height=64,
        width=FILL,
        pad=(4, 0, 4, 0),
    )
    nothing = Row(Text("No cities found", BODY_LARGE, color="on_surface_variant"), pad=(24, 24, 24, 24))
    rows = LongList(found, row, lambda name: (name, time(name), name in clock.cities))
    return Page(bar, Divider(), rows if found else nothing)


def _matches(wanted: str, name: str, country: str) -> bool:
    words = (name, *name.replace(",", "").split(), country)
    return not wanted or any(word.casefold().startswith(wanted) for word in words)


def screen_saver(clock: Clock, nav: Nav) -> Box:
    """The time on a dark screen; a touch ends it."""
    text = Label(_digital(clock, nav), DISPLAY_LARGE, color=0xFF9AA0A6)
    whole = Column(text, cls="android.view.View", desc="Screen saver", on_tap=nav.back, flex=1)
    whole.__dict__.update(align="center", justify="center")
    return Page(None, whole, scrolls=False, fill=0xFF000000, bar_color=0xFF9AA0A6)
