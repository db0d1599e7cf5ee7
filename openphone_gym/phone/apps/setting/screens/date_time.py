"""Date & time."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, time

from openphone_gym.phone.apps.setting.screens.parts import link, note, page
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.apps.setting.time_zones import REGIONS, ZONES, zone_label
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Row
from openphone_gym.phone.toolkit.date_picker import DatePicker
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import ListRow, Section, SwitchRow
from openphone_gym.phone.toolkit.time_picker import TimePicker

HAIR_SPACE = "\u200a"


def date_time(state: Setting, nav: Nav) -> Box:
    """Date & time; what is set automatically can't be set by hand."""
    automatic = nav.flag("global", "auto_time")
    automatic_zone = nav.flag("global", "auto_time_zone")
    by_locale = nav.flag("system", "time_12_24_by_locale", "1")
    now = nav.now
    hours = Binding(
        lambda: clock.uses_24_hours(nav.system),
        lambda on: nav.put("system", "time_12_24", "24" if on else "12"),
    )
    return page(
        nav,
        "Date & time",
        SwitchRow("Set time automatically", automatic),
        ListRow("Date", date_text(now), nav.to("set_date"), enabled=not automatic.get()),
        ListRow(
            "Time",
            nav.clock(now.hour, now.minute, HAIR_SPACE),
            nav.to("set_time"),
            enabled=not automatic.get(),
        ),
        Section("Time zone"),
        SwitchRow("Set time zone automatically", automatic_zone),
        ListRow("Time zone", zone_text(nav), nav.to("time_zone"), enabled=not automatic_zone.get()),
        Section("Time format"),
        SwitchRow("Use locale default", by_locale),
        SwitchRow(
            "Use 24-hour format",
            hours,
            "13:00" if hours.get() else f"1:00{HAIR_SPACE}PM",
            enabled=not by_locale.get(),
        ),
    )


def date_text(day: date) -> str:
    """A day as the page shows it, such as ``May 10, 2024``."""
    return f"{day:%B} {day.day}, {day.year}"


def zone_text(nav: Nav, zone: str = "") -> str:
    """A time zone with its distance from Greenwich; the phone's own by default."""
    zone = zone or nav.system.properties[clock.TIME_ZONE]
    offset = f"{clock.local_time(nav.system, zone):%z}"
    return f"GMT{offset[:3]}:{offset[3:]} {zone_label(zone)}"


def _set_clock(nav: Nav, moment: datetime) -> None:
    with contextlib.suppress(ValueError):  # As on Android, a date that no clock can have leaves it alone.
        clock.set_local_time(nav.system, moment)
    nav.back()


def set_date(state: Setting, nav: Nav) -> Box:
    """Dialog for the date; the time of day stays."""
    now = nav.now

    def choose(day: str) -> None:
        _set_clock(nav, datetime.combine(date.fromisoformat(day), now.time()))

    today = now.date().isoformat()
    return DatePicker(nav.local, today, choose, nav.back, today)


def set_time(state: Setting, nav: Nav) -> Box:
    """Dialog for the time of day; the date stays."""
    now = nav.now

    def choose(hour: int, minute: int) -> None:
        _set_clock(nav, datetime.combine(now.date(), time(hour, minute)))

    return TimePicker(nav.local, now.hour, now.minute, choose, nav.back, clock.uses_24_hours(nav.system))


# Time zone


def time_zone(state: Setting, nav: Nav) -> Box:
    """Region and zone."""
    zone = nav.system.properties[clock.TIME_ZONE]
    region = REGIONS.get(zone, "None")
    several = len(ZONES.get(region, ())) > 1
    return page(
        nav,
        "Select time zone",
        link(nav, "Region", "zone_regions", region),
        ListRow("Time zone", zone_text(nav), nav.to("zones", region=region), enabled=several),
        note("Choose a region to see its time zones."),
    )


def zone_regions(state: Setting, nav: Nav) -> Box:
    """Regions of the world, with a field to search among them."""
    query = nav.bind("query")
    wanted = query.get().strip().lower()

    def only_zone(region: str) -> str:
        """The zone of a region that has a single one."""
        first, *others = ZONES[region]
        return "" if others else first

    def words(region: str) -> tuple[str, str]:
        zone = only_zone(region)
        return region, zone_text(nav, zone) if zone else ""

    def row(region: str) -> Box:
        zone = only_zone(region)
        return ListRow(
            *words(region),
            (lambda: _set_zone(nav, zone)) if zone else nav.to("zones", region=region),
        )

    search = TextField(query, "Search regions", id="search_src_text", variant="filled", action="search")
    found = [region for region in ZONES if wanted in region.lower()]
    rows = LongList(found, row, words) if found else note("No regions found")
    return page(nav, "Region", Row(search, width=FILL, pad=(16, 0, 16, 8)), rows)


def zones(state: Setting, nav: Nav, region: str) -> Box:
    """Time zones of a region."""

    def choosing(zone: str, name: str) -> Box:
        city = zone.rpartition("/")[2].replace("_", " ")
        return ListRow(name, f"{city} • {zone_text(nav, zone).split()[0]}", lambda: _set_zone(nav, zone))

    return page(nav, region, *(choosing(zone, name) for zone, name in ZONES.get(region, {}).items()))


def _set_zone(nav: Nav, zone: str) -> None:
    nav.system.properties[clock.TIME_ZONE] = zone
    nav.unfocus()
    nav.back_to("time_zone")


SCREENS = [date_time, set_date, set_time, time_zone, zone_regions, zones]
