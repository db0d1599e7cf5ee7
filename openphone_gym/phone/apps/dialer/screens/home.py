"""The three tabs, the search, and the page of a person."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.contacts.numbers import show_number
from openphone_gym.phone.apps.dialer.screens.calling import duration_text
from openphone_gym.phone.apps.dialer.state import TABS, Dialer, RecentCall
from openphone_gym.phone.apps.dialer.telephony import (
    Callee,
    address_book,
    callees,
    day_text,
    find_callee,
    finder,
    matching,
    portrait,
    typed_number,
)
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import Fab, IconButton, TextButton, TonalButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, BottomTabs, Confirm, Menu, Page, Tab
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, HEADLINE_MEDIUM

TAB_ICONS = dict(zip(TABS, ("star-outline", "clock-outline", "account-multiple-outline"), strict=True))

KIND_ICONS = {"outgoing": "call-made", "incoming": "call-received", "missed": "call-missed"}


def home(dialer: Dialer, nav: Nav) -> Box:
    """The open tab."""

    def opening(tab: str) -> Handler:
        def open_tab() -> None:
            dialer.tab = tab
            nav.entry.scroll.clear()

        return open_tab

    content = {"Favorites": _favorites, "Recents": _recents, "Contacts": _contacts}[dialer.tab](dialer, nav)
    return Page(
        _search_bar(nav),
        _running(dialer, nav),
        *content,
        fab=Fab("dialpad", "key pad", nav.to("keypad"), id="dialpad_fab"),
        bottom=BottomTabs([Tab(tab, TAB_ICONS[tab], tab == dialer.tab, opening(tab)) for tab in TABS]),
    )


def _search_bar(nav: Nav) -> Box:
    def search() -> None:
        nav.go("search")
        nav.focus("search")

    words = Row(
        Icon("magnify"),
        Label("Search contacts", BODY_LARGE, color="on_surface_variant", max_lines=1),
        cls="android.widget.EditText",
        label="Search contacts",
        id="open_search_bar",
        on_tap=search,
        flex=1,
        height=48,
        gap=12,
        pad=(16, 0, 0, 0),
    )
    more = IconButton("dots-vertical", "More options", nav.to("overflow"))
    bar = Row(words, more, fill="surface_container_high", radius=28, height=56, width=FILL, pad=(4, 0, 4, 0))
    return Row(bar, width=FILL, pad=(16, 8, 16, 8))


def _running(dialer: Dialer, nav: Nav) -> Box | None:
    """The way back to the running call."""
    if dialer.call is None:
        return None
    call = dialer.call
    return ListRow(
        "Return to call",
        call.name,
        nav.to("call", number=call.number),
        icon="phone-in-talk",
        fill="primary_container",
    )


def calling(nav: Nav, number: str) -> Handler:
    """A handler that calls a number."""
    return lambda: nav.act("place_call", number=number)


def _call_button(nav: Nav, callee: Callee) -> Box:
    return IconButton("phone-outline", f"Call {callee.name}", calling(nav, callee.number))


def _callee_row(nav: Nav, callee: Callee) -> Box:
    return ListRow(
        callee.name,
        callee.line,
        nav.to("person", number=callee.number),
        leading=portrait(callee),
        trailing=_call_button(nav, callee),
    )


def _callee_rows(nav: Nav, found: Sequence[Callee]) -> Box:
    return LongList(found, lambda callee: _callee_row(nav, callee), lambda callee: (callee.name, callee.line))


def _nothing(icon: str, text: str) -> list[Box]:
    words = Text(text, BODY_LARGE, color="on_surface_variant", text_align="center")
    return [Column(Icon(icon, size=72), words, align="center", gap=16, pad=(32, 120, 32, 0))]


def _favorites(dialer: Dialer, nav: Nav) -> list[Box]:
    book = address_book(nav)
    starred = [callee for callee in callees(nav) if book.person(callee.contact).starred]
    if not starred:
        return _nothing("star-outline", "Star people to find them here")
    return [_callee_rows(nav, starred)]


def _recents(dialer: Dialer, nav: Nav) -> list[Box]:
    if not dialer.recents:
        return _nothing("clock-outline", "Your call history is empty")
    find = finder(nav)

    def row(call: RecentCall) -> Box:
        return _recent_row(nav, call, find(call.number))

    def words(call: RecentCall) -> tuple[str, str]:
        return find(call.number).name, _recent_words(nav, call)

    return [LongList(dialer.recents, row, words)]


def _recent_words(nav: Nav, call: RecentCall) -> str:
    return f"{call.kind.capitalize()} • {day_text(nav, call.at)}"


def _recent_row(nav: Nav, call: RecentCall, callee: Callee) -> Box:
    ink = "error" if call.kind == "missed" else "on_surface_variant"
    return ListRow(
        callee.name,
        _recent_words(nav, call),
        nav.to("person", number=call.number),
        leading=portrait(callee),
        trailing=[
            Icon(KIND_ICONS[call.kind], color=ink, size=18),
            _call_button(nav, callee),
        ],
        summary_color=ink,
        on_long=nav.to("recent_menu", id=call.id),
    )


def _contacts(dialer: Dialer, nav: Nav) -> list[Box]:
    everybody = callees(nav)
    if not everybody:
        return _nothing("account-multiple-outline", "No contacts yet")
    return [_callee_rows(nav, everybody)]


def overflow(dialer: Dialer, nav: Nav) -> Box:
    """The menu of every tab."""

    def offline() -> None:
        nav.back()
        nav.toast("You're offline. Check your connection.")

    items = [
        ("Clear call history", lambda: nav.replace("clear_history")),
        ("Settings", lambda: nav.replace("settings")),
        ("Help & feedback", offline),
    ]
    return Menu(items, beside=nav.entry.anchor)


def clear_history(dialer: Dialer, nav: Nav) -> Box:
    """Asks before all recent calls are forgotten."""

    def clear() -> None:
        dialer.recents.clear()
        nav.back()

    return Confirm("Clear call history?", "This deletes all calls from your history.", "OK", clear, nav.back)


def recent_menu(dialer: Dialer, nav: Nav, id: int) -> Box:
    """What can be done with a recent call."""
    call = next((call for call in dialer.recents if call.id == id), None)
    number = call.number if call is not None else ""

    def copy() -> None:
        nav.system.clipboard = number
        nav.back()
        nav.toast("Number copied")

    def delete() -> None:
        dialer.recents = [call for call in dialer.recents if call.id != id]
        nav.back()

    def message() -> None:
        nav.back()
        nav.send("sms", number=number)

    return Menu(
        [("Copy number", copy), ("Send message", message), ("Delete", delete)], beside=nav.entry.anchor
    )


def search(dialer: Dialer, nav: Nav) -> Box:
    """Finds somebody to call by name or number."""
    query = nav.bind("query")
    typed = query.get().strip()
    field = TextField(query, "Search contacts", id="search", variant="plain", action="search", flex=1)
    clear = IconButton("close", "Clear text", query.setting("")) if typed else None
    bar = Row(IconButton("arrow-left", "Navigate up", nav.back), field, clear, height=64, pad=(4, 0, 4, 0))
    number = typed_number(typed)
    return Page(
        bar,
        ListRow(f"Call {show_number(number)}", on_tap=calling(nav, number), icon="phone") if number else None,
        _callee_rows(nav, matching(nav, typed)),
    )


def person(dialer: Dialer, nav: Nav, number: str) -> Box:
    """Somebody's page: ways to reach them, and the calls so far."""
    who = find_callee(nav, number)
    past = [call for call in dialer.recents if call.number == who.number]
    return Page(
        AppBar("", nav.back, [_star(nav, who)] if who.contact else []),
        Column(
            portrait(who, 96),
            Text(who.name, HEADLINE_MEDIUM, max_lines=2, text_align="center"),
            Text(who.line, BODY_MEDIUM, color="on_surface_variant"),
            align="center",
            gap=8,
            pad=(24, 8, 24, 16),
        ),
        Row(
            TonalButton("Call", calling(nav, who.number), "phone", flex=1),
            TonalButton(
                "Message",
                nav.sending("sms", number=who.number),
                "message-text-outline",
                flex=1,
            ),
            gap=12,
            width=FILL,
            pad=(24, 0, 24, 8),
        ),
        Section("Calls") if past else None,
        *(_past_row(nav, call) for call in past[:20]),
        Row(_block_button(nav, who.number), pad=(12, 8, 12, 8)),
    )


def _star(nav: Nav, who: Callee) -> Box:
    starred = bind(address_book(nav).person(who.contact), "starred")
    if starred.get():
        return IconButton("star", "Remove from favorites", starred.toggle)
    return IconButton("star-outline", "Add to favorites", starred.toggle)


def _past_row(nav: Nav, call: RecentCall) -> Box:
    length = "" if call.kind == "missed" else f" • {duration_text(call.seconds)}"
    return ListRow(call.kind.capitalize(), day_text(nav, call.at) + length, icon=KIND_ICONS[call.kind])


def _block_button(nav: Nav, number: str) -> Box:
    blocked = address_book(nav).blocked
    if number in blocked:
        return TextButton("Unblock number", lambda: blocked.remove(number), "cancel")
    return TextButton("Block number", lambda: blocked.append(number), "cancel")
