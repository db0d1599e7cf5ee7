"""Find in page: the bar, and where on the page the words stand."""

from __future__ import annotations

from typing import Any

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.state import Chrome, Tab
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.surfaces import BAR
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM
from openphone_gym.phone.world.records import Block, WebPage

FIND, MATCH, FINDING = "find", "match", "finding"
"""What the screen remembers: the words, which of the places is shown, and for which page it looks."""


def blocks_of(nav: Nav, tab: Tab, page: WebPage) -> tuple[Block, ...]:
    """What stands on a page, translated if the user wants it so."""
    return page.english if page.english and nav.local.get("translated") == tab.url else page.blocks


def is_finding(nav: Nav, tab: Tab) -> bool:
    """Whether something is looked for on the page of a tab."""
    return nav.local.get(FINDING) == f"{tab.id}/{tab.url}"


def begin(local: dict[str, Any], tab: Tab) -> None:
    """Has the screen that remembers ``local`` show the bar for a page."""
    local.update({FINDING: f"{tab.id}/{tab.url}", FIND: "", MATCH: 0})


def end(nav: Nav) -> None:
    """Closes the bar."""
    nav.local.pop(FINDING, None)
    nav.unfocus()


def places(nav: Nav, tab: Tab) -> list[int]:
    """Numbers of the blocks of the page in front that hold the words."""
    words = str(nav.local.get(FIND, "")).casefold()
    found = browsing.found_at(nav, tab.url) if words and is_finding(nav, tab) else None
    if found is None or found.page is None:
        return []
    return [n for n, block in enumerate(blocks_of(nav, tab, found.page)) if words in block.text.casefold()]


def shown_place(nav: Nav, count: int) -> int:
    """Which of the places is shown."""
    return int(nav.local.get(MATCH, 0)) % count if count else 0


def find_bar(state: Chrome, nav: Nav, tab: Tab) -> Box:
    """The bar in which the words are typed."""
    count = len(places(nav, tab))
    here = shown_place(nav, count)

    def step(by: int) -> None:
        nav.local[MATCH] = (here + by) % count if count else 0

    told = f"{here + 1 if count else 0}/{count}"
    field = TextField(
        nav.bind(FIND), "Find in page", id="find_query", variant="plain", action="search", flex=1,
        on_submit=lambda: step(1),
    )  # fmt: skip
    return Row(
        field,
        Text(told, BODY_MEDIUM, color="on_surface_variant", id="find_status")
        if nav.local.get(FIND)
        else None,
        IconButton("chevron-up", "Previous", lambda: step(-1), id="find_prev_button", width=40),
        IconButton("chevron-down", "Next", lambda: step(1), id="find_next_button", width=40),
        IconButton("close", "Close find in page", lambda: end(nav), id="close_find_button", width=40),
        cls=BAR,
        id="find_toolbar",
        height=56,
        width=FILL,
        pad=(16, 0, 2, 0),
    )
