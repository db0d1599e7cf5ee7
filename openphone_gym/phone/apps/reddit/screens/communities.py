"""The place of the app where communities are found."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.screens.frame import foot, to_start
from openphone_gym.phone.apps.reddit.screens.home import account_button, searching
from openphone_gym.phone.apps.reddit.screens.results import community_row
from openphone_gym.phone.apps.reddit.state import Reddit
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Row, Text
from openphone_gym.phone.toolkit.controls import Chip, IconButton, TextButton
from openphone_gym.phone.toolkit.flow import Flow
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.rows import Divider
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import TITLE_MEDIUM
from openphone_gym.phone.world.records import Community

RECOMMENDED = 3
"""Communities of each topic that are shown at first."""

TOPICS = 8
"""Topics of communities that the place shows; the chips lead to all."""


def communities_tab(state: Reddit, nav: Nav) -> Box:
    """Topics, and some communities of each."""
    bar = AppBar(
        "Communities",
        actions=[
            IconButton("magnify", "Search", searching(nav), color="on_surface"),
            account_button(state, nav),
        ],
    )
    if not nav.online:
        return OfflinePage(bar, nav.load, bottom=foot(state, nav), on_back=to_start(state))
    topics = sorted(
        nav.world.topics, key=lambda topic: -sum(one.members for one in _of(state, nav, topic.id))
    )
    chips = [Chip(topic.name, nav.to("topic", id=topic.id)) for topic in topics]
    shelves = [
        box
        for topic in topics[:TOPICS]
        for box in (
            Row(
                Row(Text(f"Popular in {topic.name}", TITLE_MEDIUM, max_lines=1, id="section"), flex=1),
                TextButton("See all", nav.to("topic", id=topic.id)),
                width=FILL,
                pad=(16, 8, 4, 0),
            ),
            *(community_row(state, nav, one) for one in _of(state, nav, topic.id)[:RECOMMENDED]),
            Divider(),
        )
    ]
    return Page(
        bar,
        Flow(*chips, width=FILL, pad=(16, 4, 16, 8)),
        *shelves,
        bottom=foot(state, nav),
        on_back=to_start(state),
    )


def _of(state: Reddit, nav: Nav, topic: str) -> list[Community]:
    """Communities about a topic, the largest first."""
    found = [one for one in nav.world.communities if one.topic == topic]
    suited = [one for one in found if state.preferences.mature or not one.mature]
    return sorted(suited, key=lambda one: -one.members)


def topic(state: Reddit, nav: Nav, id: str) -> Box:
    """All communities about a topic."""
    name = next(one.name for one in nav.world.topics if one.id == id)
    bar = AppBar(name, nav.back)
    if not nav.online:
        return OfflinePage(bar, nav.load)
    return Page(bar, *(community_row(state, nav, one) for one in _of(state, nav, id)))
