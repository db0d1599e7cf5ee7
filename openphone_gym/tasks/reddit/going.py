"""What tasks of the forum share: what must not happen, and the ways to a feed, a community, a search."""

from __future__ import annotations

import re

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight, has_id, is_field, titled
from openphone_gym.tasks.task import Never, Params

APP = "reddit"

FIELD = "search_view"
"""Id of the field of the search."""

PREPARE = "Log in to an account of your own."
"""What a real phone needs for every task of the app."""

POSTED = re.compile("^(Posted|Comment posted)$")
"""What the app says once something was published."""


def wrote(phone: Phone, p: Params) -> bool:
    """Whether more posts and comments of the user stand in the forum than before."""
    return len(phone.reddit.posts) + len(phone.reddit.comments) > p.written


def written(phone: Phone) -> int:
    """Number of posts and comments of the user."""
    return len(phone.reddit.posts) + len(phone.reddit.comments)


PUBLISHED = Never(
    "published",
    wrote,
    question="Was a post or a comment published?",
    screen=lambda screen, p: screen.sees(POSTED) is not None,
)
"""What everybody can read was not asked for."""


def searching(screen: Sight) -> bool:
    """Whether the field of the search is in front."""
    return screen.sees(lambda node: is_field(node) and has_id(FIELD)(node)) is not None


def on_community(screen: Sight, community: str) -> bool:
    """Whether the page of a community is in front."""
    return screen.title == community and screen.sees(has_id("join_button")) is not None


def open_search(hand: Hand) -> None:
    """The search is open, for all of the forum."""
    if searching(hand):
        wider = hand.sees(re.compile("^Search only in "))
        if wider is not None:
            hand.tap(wider)
        return
    hand.tap("Edit search" if hand.sees("Edit search") is not None else has_id("search_button"))


def open_community(hand: Hand, community: str) -> None:
    """The page of a community is open."""
    if on_community(hand, community):
        return
    open_search(hand)
    name = community.removeprefix("r/")
    hand.fill(FIELD, name)
    hand.tap(titled(community))
