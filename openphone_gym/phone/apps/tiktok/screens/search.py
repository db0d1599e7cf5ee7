"""The search: history, suggestions, and what fits the words, by kind."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok import finding
from openphone_gym.phone.apps.tiktok.screens.frame import (
    ROSE,
)
from openphone_gym.phone.apps.tiktok.state import Filters, TikTok
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Handler,
    Icon,
    Row,
    Space,
    Text,
)
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import Page, Sheet
from openphone_gym.phone.toolkit.theme import (
    TITLE_MEDIUM,
)

HISTORY = 4
"""Searches of the history that are shown before all are asked for."""


def search(state: TikTok, nav: Nav, query: str = "") -> Page:
    """The field, with the history below it or what completes the words typed so far."""
    typed = nav.bind("query", query)
    words = str(typed.get())

    def submit() -> None:
        if words.strip():
            look_up(state, nav, words.strip())

    def clear() -> None:
        typed.set("")
        nav.focus("search_field")

    field = TextField(typed, "Search", id="search_field", variant="plain", action="search", on_submit=submit)
    bar = Row(
        IconButton("arrow-left", "Back", nav.back, color="on_surface"),
        Row(
            Row(Icon("magnify", size=20), pad=(10, 0, 6, 0)),
            Row(field, flex=1),
            IconButton("close-circle", "Clear", clear, size=18, width=36, height=40) if words else None,
            fill="surface_container",
            radius=6,
            flex=1,
        ),
        TextButton("Search", submit, id="search_button"),
        width=FILL,
        pad=(4, 6, 4, 6),
    )
    rows = _completions(state, nav, words) if words.strip() else _start(state, nav)
    return Page(bar, *rows)


def look_up(state: TikTok, nav: Nav, query: str) -> None:
    """Shows what fits a query, in place of the page that asked."""
    state.note_search(query)
    state.filters = Filters()
    nav.unfocus()
    nav.replace("results", query=query)


def _looking_up(state: TikTok, nav: Nav, query: str) -> Handler:
    return lambda: look_up(state, nav, query)


def _completions(state: TikTok, nav: Nav, words: str) -> list[Box]:
    def row(option: str) -> Box:
        def fill_in() -> None:
            nav.local["query"] = option
            nav.focus("search_field")

        fill = IconButton("arrow-top-left", f"Fill in {option}", fill_in, size=18)
        return ListRow(
            option, on_tap=_looking_up(state, nav, option), icon="magnify", trailing=fill, pad=(16, 2, 4, 2)
        )

    return [row(option) for option in finding.suggestions(nav.world, words)]


def _start(state: TikTok, nav: Nav) -> list[Box]:
    """The history, and what one may like."""
    more = nav.local.get("more", False)
    shown = state.searches if more else state.searches[:HISTORY]

    def row(query: str) -> Box:
        remove = IconButton("close", f"Delete {query}", lambda: state.searches.remove(query), size=16)
        return ListRow(
            query,
            on_tap=_looking_up(state, nav, query),
            icon="clock-outline",
            trailing=remove,
            pad=(16, 2, 4, 2),
        )

    rows: list[Box] = [row(query) for query in shown]
    if len(state.searches) > len(shown):
        rows.append(Row(TextButton("See more", nav.remember("more", True)), justify="center", width=FILL))
    elif state.searches:
        rows.append(Row(TextButton("Clear all", nav.to("clear_history")), justify="center", width=FILL))
    liked = _may_like(nav)
    return [
        *rows,
        Row(
            Text("You may like", TITLE_MEDIUM),
            Space(flex=1),
            TextButton(
                "Refresh", lambda: nav.local.__setitem__("round", nav.local.get("round", 0) + 1), "refresh"
            ),
            width=FILL,
            pad=(16, 12, 4, 4),
        ),
        *(
            ListRow(
                words,
                on_tap=_looking_up(state, nav, words),
                pad=(16, 10, 16, 10),
                leading=Box(width=6, height=6, radius=3, fill=ROSE if number < 3 else "outline"),
            )
            for number, words in enumerate(liked)
        ),
    ]


def _may_like(nav: Nav) -> list[str]:
    rng = nav.world.stream(f"may like/{nav.local.get('round', 0)}")
    return [f"{rng.choice(topic.words)} {topic.name.lower()}" for topic in rng.sample(nav.world.topics, 6)]


def clear_history(state: TikTok, nav: Nav) -> Box:
    """Asks before the history is emptied."""

    def clear() -> None:
        state.searches.clear()
        nav.back()

    return Sheet(
        Row(Text("Clear search history?", TITLE_MEDIUM, id="title"), pad=(24, 0, 24, 12)),
        ListRow("Clear all", on_tap=clear, icon="delete-outline"),
        ListRow("Cancel", on_tap=nav.back, icon="close"),
    )
