"""Searching: the page with its chips, and the sheets behind them."""

from __future__ import annotations

from openphone_gym.phone.apps.gmail.drafting import own_address
from openphone_gym.phone.apps.gmail.finding import AGES, ATTACHMENTS, find, remember
from openphone_gym.phone.apps.gmail.folders import FOLDERS, LABEL, Conversation, conversations, folder_of
from openphone_gym.phone.apps.gmail.screens.parts import choosing_bar, heading, rows
from openphone_gym.phone.apps.gmail.state import Gmail
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Scroll, Text
from openphone_gym.phone.toolkit.controls import Chip, IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import Avatar, ListRow, RadioRow
from openphone_gym.phone.toolkit.surfaces import Page, Sheet
from openphone_gym.phone.toolkit.theme import BODY_LARGE, TITLE_LARGE

WRITERS = 30
"""People that a sheet offers at most."""


def search(gmail: Gmail, nav: Nav) -> Page:
    """The search: what was looked for before, then what is found."""
    query = nav.bind("query")
    filters = nav.local.setdefault("filters", {})
    typed = query.get().strip()
    looking = bool(typed or any(filters.values()))

    def submit() -> None:
        remember(gmail, typed)
        nav.local["done"] = True
        nav.unfocus()

    field = TextField(
        query, "Search in mail", id="search_src_text", variant="plain", action="search",
        on_submit=submit, limit=200, flex=1,
    )  # fmt: skip
    clear = IconButton("close", "Clear search text", query.setting(""), id="search_clear") if typed else None
    bar = Row(
        IconButton("arrow-left", "Navigate up", nav.back, color="on_surface"),
        field,
        clear,
        height=64,
        width=FILL,
        pad=(4, 0, 4, 0),
    )
    shown = conversations(gmail, find(gmail, nav, typed, filters)) if looking else []
    choosing = choosing_bar(gmail, nav, shown)
    return Page(
        choosing or bar,
        _chips(gmail, nav),
        *(_results(gmail, nav, shown) if looking else _before(gmail, nav)),
        on_back=nav.remember("chosen", []) if choosing is not None else None,
    )


def _results(gmail: Gmail, nav: Nav, shown: list[Conversation]) -> list[Box]:
    if shown:
        return [heading("Results"), rows(gmail, nav, shown, "search")]
    words = Text("No results", BODY_LARGE, color="on_surface_variant", id="empty_view_text")
    picture = Icon("email-search-outline", size=88, color="outline_variant")
    return [Column(picture, words, align="center", gap=16, pad=(32, 96, 32, 0))]


def _before(gmail: Gmail, nav: Nav) -> list[Box]:
    """What was searched for before."""

    def again(words: str) -> Handler:
        def look() -> None:
            nav.local["query"] = words
            nav.unfocus()

        return look

    past = [ListRow(words, on_tap=again(words), icon="history") for words in gmail.searches]
    return [heading("Recent mail searches"), *past] if past else []


# Chips


class _Strip(Scroll):
    """Chips that move sideways."""

    cls = "android.widget.HorizontalScrollView"
    key = "chips"
    horizontal = True
    shrinks = False
    width = FILL


def _chips(gmail: Gmail, nav: Nav) -> Box:
    filters = nav.local["filters"]

    def chip(name: str, label: str, shown: str) -> Box:
        return Chip(shown or label, nav.to("search_filter", name=name), bool(shown), id=f"chip_{name}")

    def unread() -> None:
        filters["unread"] = not filters.get("unread")

    named = filters.get("label", "")
    chips = Row(
        chip("label", "Label", folder_of(named).title if named else ""),
        chip("from", "From", filters.get("from", "")),
        chip("to", "To", filters.get("to", "")),
        chip("attachment", "Attachment", filters.get("attachment", "")),
        chip("date", "Date", filters.get("date", "")),
        Chip("Is unread", unread, bool(filters.get("unread")), id="chip_unread"),
        gap=8,
        pad=(16, 4, 16, 8),
    )
    return _Strip(chips)


def search_filter(gmail: Gmail, nav: Nav, name: str) -> Box:
    """The choices behind a chip."""
    filters = _filters_below(nav)
    titles = {"label": "Labels", "from": "From", "to": "To", "attachment": "Attachment", "date": "Date"}

    def choosing(value: str) -> Handler:
        def choose() -> None:
            filters[name] = "" if filters.get(name) == value else value
            nav.back()

        return choose

    if name == "label":
        options = [*FOLDERS, *(LABEL + label for label in gmail.labels)]
        listed = [
            ListRow(folder_of(option).title, on_tap=choosing(option), icon=folder_of(option).icon)
            for option in options
        ]
    elif name in ("from", "to"):
        listed = [
            ListRow(shown, mail, choosing(mail), leading=Avatar(shown))
            for mail, shown in _people(gmail, nav, name).items()
        ]
    else:
        options = list(ATTACHMENTS if name == "attachment" else AGES)
        listed = [
            RadioRow(option, filters.get(name) == option, choosing("" if option == "Any time" else option))
            for option in options
        ]
    return Sheet(Row(Text(titles[name], TITLE_LARGE, id="title"), pad=(24, 0, 24, 8), width=FILL), *listed)


def _filters_below(nav: Nav) -> dict[str, str]:
    """The values of the chips on the page below."""
    stack = stacks.front_task(nav.system).stack
    page = next((entry for entry in reversed(stack) if entry.screen == "search"), None)
    return page.local.setdefault("filters", {}) if page is not None else {}


def _people(gmail: Gmail, nav: Nav, name: str) -> dict[str, str]:
    """Who has written, or was written to: names by address, the user first."""
    own = own_address(nav)
    found = {own.mail: own.name}
    for mail in sorted(gmail.mails, key=lambda mail: -mail.at):
        for one in [mail.sender] if name == "from" else mail.recipients:
            found.setdefault(one.mail, one.shown)
    return dict(list(found.items())[:WRITERS])
