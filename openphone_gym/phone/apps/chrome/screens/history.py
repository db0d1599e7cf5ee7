"""Visited pages by day, and how they are forgotten."""

from __future__ import annotations

from datetime import date, timedelta

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.state import NEW_TAB, Chrome, Visit
from openphone_gym.phone.apps.chrome.wording import counted
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import CheckRow, ListRow, RadioRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_MEDIUM
from openphone_gym.phone.world import addresses

HOUR_MS = 3_600_000
RANGES = {
    "Last 15 minutes": HOUR_MS // 4,
    "Last hour": HOUR_MS,
    "Last 24 hours": 24 * HOUR_MS,
    "Last 7 days": 7 * 24 * HOUR_MS,
    "Last 4 weeks": 28 * 24 * HOUR_MS,
    "All time": 1 << 60,
}
"""How far back data is deleted."""

KINDS = ("Browsing history", "Cookies and site data", "Cached images and files")
"""What can be deleted."""


def history(state: Chrome, nav: Nav) -> Box:
    """Visited pages, the latest first, under the days on which they were visited."""
    typed = nav.bind("query")
    words = str(typed.get()).strip().casefold()
    searching = bool(nav.local.get("searching"))
    shown = [
        visit
        for visit in reversed(state.history)
        if not words or words in browsing.title_of(nav, visit.url).casefold() or words in visit.url.casefold()
    ]
    rows: list[Box] = []
    day: date | None = None
    for visit in shown:
        at = clock.to_local(nav.system, visit.at).date()
        if at != day:
            day = at
            rows.append(Section(_day(nav, at)))
        rows.append(_row(state, nav, visit))
    return Page(
        _search_bar(nav, typed) if searching else _bar(nav),
        None if searching else _clear_row(nav),
        *(rows or [_nothing(bool(words))]),
    )


def _bar(nav: Nav) -> Box:
    def search() -> None:
        nav.local["searching"] = True
        nav.focus("search_text")

    close = IconButton("close", "Close", lambda: nav.back_to("home"))
    return AppBar("History", nav.back, [IconButton("magnify", "Search history", search), close])


def _search_bar(nav: Nav, typed: Binding) -> Box:
    def leave() -> None:
        nav.local.pop("searching", None)
        typed.set("")
        nav.unfocus()

    field = TextField(typed, "Search history", id="search_text", variant="plain", action="search", flex=1)
    return Row(
        IconButton("arrow-left", "Navigate up", leave), field, height=64, width=FILL, pad=(4, 0, 16, 0)
    )


def _clear_row(nav: Nav) -> Box:
    words = "Delete browsing data…"
    return Row(
        TextButton(words, nav.to("clear_data"), id="clear_browsing_data_button"),
        width=FILL,
        pad=(12, 0, 12, 0),
    )


def _nothing(searching: bool) -> Box:
    head = "Can’t find that page" if searching else "You’ll find your history here"
    return Column(
        Icon("history", size=72, color="outline"),
        Text(head, TITLE_MEDIUM, text_align="center"),
        align="center",
        gap=16,
        pad=(32, 120, 32, 24),
    )


def _day(nav: Nav, day: date) -> str:
    written = f"{day:%B} {day.day}, {day.year}"
    today = nav.now.date()
    return {today: f"Today - {written}", today - timedelta(days=1): f"Yesterday - {written}"}.get(
        day, written
    )


def _row(state: Chrome, nav: Nav, visit: Visit) -> Box:
    title = browsing.title_of(nav, visit.url)

    def show() -> None:
        nav.back_to("home")
        browsing.browse(state, nav, visit.url)

    def remove() -> None:
        state.history = [one for one in state.history if one.id != visit.id]

    return ListRow(
        title,
        addresses.parse(visit.url).shown,
        show,
        icon="magnify" if browsing.engine_at(visit.url) else "web",
        trailing=IconButton("delete-outline", f"Remove {title} from history", remove),
        title_attributes={"max_lines": 1},
        summary_attributes={"max_lines": 1, "id": "description"},
        pad=(24, 10, 8, 10),
        id="history_row",
    )


def clear_data(state: Chrome, nav: Nav) -> Box:
    """What is deleted of the traces of the last hours, days or weeks."""
    span = nav.bind("range", "Last 15 minutes")

    def kind(name: str) -> Binding:
        return Binding(lambda: bool(nav.local.get(name, True)), lambda on: nav.local.__setitem__(name, on))

    def delete() -> None:
        since = nav.system.clock - RANGES[str(span.get())]
        if kind(KINDS[0]).get():
            state.history = [visit for visit in state.history if visit.at < since]
            if since < 0:
                state.searches = []
        if kind(KINDS[1]).get():
            state.consents = []
        nav.back()
        nav.snackbar("Browsing data deleted")

    visits = len([v for v in state.history if v.at >= nav.system.clock - RANGES[str(span.get())]])
    sites = len({addresses.parse(tab.url).host for tab in state.tabs if tab.url != NEW_TAB})
    told = (
        counted(visits, "item"),
        f"From {counted(sites, 'site')}",
        "Less than 1 MB",
    )
    foot = Row(Button("Delete data", delete, id="button1"), justify="end", width=FILL, pad=(24, 8, 24, 16))
    return Page(
        AppBar("Delete browsing data", nav.back),
        ListRow(
            "Time range", str(span.get()), nav.to("time_range", chosen=str(span.get())), icon="clock-outline"
        ),
        *(CheckRow(name, kind(name), words) for name, words in zip(KINDS, told, strict=True)),
        Row(
            Text("Bookmarks, passwords and open tabs are kept.", BODY_MEDIUM, color="on_surface_variant"),
            pad=(24, 16, 24, 16),
        ),
        bottom=foot,
    )


def time_range(state: Chrome, nav: Nav, chosen: str = "") -> Box:
    """How far back data is deleted."""

    def choosing(name: str) -> Handler:
        def choose() -> None:
            nav.back()
            front_entry(nav.system).local["range"] = name

        return choose

    rows = [RadioRow(name, name == chosen, choosing(name)) for name in RANGES]
    return Dialog("Time range", *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])
