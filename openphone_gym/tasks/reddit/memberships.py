"""Joining communities and leaving them."""

from __future__ import annotations

import re

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.records import Records
from openphone_gym.tasks.reddit.going import APP, PREPARE, PUBLISHED, on_community, open_community, written
from openphone_gym.tasks.sight import Sight, has_id
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params, SubGoal, Task
from openphone_gym.ui.node import UiNode

JOINED, JOIN = "Joined", "Join"
"""What the button of a community says to members, and to others."""

LEFT = re.compile("^You left r/")
"""What the app says once a membership has ended."""

CANONICAL = ["r/Android", "r/HomeKitchen", "r/BikeToWork", "r/GoodDogsDaily"]
"""Communities of the benchmark's user."""

MEMBERSHIPS = Records(
    all=lambda phone: phone.reddit.memberships, meant=lambda member, p: member.id == p.community
)

OTHER_LEFT = Never(
    "other_left",
    MEMBERSHIPS.lost,
    question="Was a community left that the user wanted to stay in?",
    screen=lambda screen, p: _left(screen) not in ("", f"You left {p.community}"),
)


def _left(screen: Sight) -> str:
    """What the screen says of a community that was left, or nothing."""
    node = screen.sees(LEFT)
    return "" if node is None else node.text


def a_community(d: Drawing) -> str:
    """Draws a community that others have names near to, which the user is not in."""
    mature = {one.id for one in d.phone.world.communities if one.mature}
    free = [one.id for one in d.phone.world.communities if d.phone.reddit.membership(one.id) is None]
    return d.choice([id for id in free if id not in mature])


def a_joined_one(d: Drawing) -> str:
    """Draws a community that the user is in."""
    return d.choice(d.phone.reddit.memberships).id


def of_community(community: str, sample: Draw) -> dict[str, Param]:
    """Parameters of a task about a community."""
    return {
        "community": Param(community, sample),
        "name": Param(community.removeprefix("r/"), lambda d: d.params.community.removeprefix("r/")),
        "kept": Param(CANONICAL, MEMBERSHIPS.ids(lambda member, p: member.id != p.community)),
        "written": Param(2, lambda d: written(d.phone)),
    }


def is_member(phone: Phone, p: Params) -> bool:
    """Whether the user is a member."""
    return phone.reddit.membership(p.community) is not None


def button_of(screen: Sight, community: str) -> UiNode | None:
    """The button by which a community is joined or left: on its own page, or in its row of a list."""
    if on_community(screen, community):
        return screen.sees(has_id("join_button"))
    row = screen.row(lambda node: has_id("community_name")(node) and node.text == community)
    return None if row is None else screen.sees(has_id("join_button"), within=row)


def shows_member(screen: Sight, p: Params) -> bool | None:
    """Whether the page or row of the community says that the user is a member; None on other screens."""
    button = button_of(screen, p.community)
    return None if button is None else button.text == JOINED


def shows_no_member(screen: Sight, p: Params) -> bool | None:
    """Whether it says that the user is none."""
    member = shows_member(screen, p)
    return None if member is None else not member


def stay_out(phone: Phone, p: Params) -> None:
    """The user is not a member yet."""
    phone.reddit.leave(p.community)


def be_in(phone: Phone, p: Params) -> None:
    """The user is a member."""
    phone.reddit.join(p.community)


def join(hand: Hand, p: Params) -> None:
    """The page of the community says that the user is a member."""
    open_community(hand, p.community)
    if not shows_member(hand, p):
        hand.tap(JOIN)


def leave(hand: Hand, p: Params) -> None:
    """The page of the community says that the user is no member."""
    if hand.title == f"Leave {p.community}?":
        hand.tap("Leave")
    open_community(hand, p.community)
    if shows_member(hand, p):
        hand.tap(JOINED)


TASKS = [
    Task(
        id="reddit_1",
        app=APP,
        own_steps=5,
        group="memberships",
        goals=[
            "Become a member of the {name} community.",
            "I want to see posts of {community} on Reddit. Join that community for me.",
            "On Reddit, look up the community {community} and join it.",
        ],
        params=of_community("r/ChatGPT", a_community),
        setup=stay_out,
        subgoals=[
            SubGoal(
                "joined",
                "Is the user a member of {community}, so that its button reads Joined?",
                is_member,
                screen=shows_member,
            )
        ],
        never=[OTHER_LEFT, PUBLISHED],
        may_change=["reddit.memberships.+"],
        solution=join,
        prepare=f"{PREPARE} Leave {{community}}.",
    ),
    Task(
        id="reddit_5",
        app=APP,
        own_steps=6,
        group="memberships",
        goals=[
            "End the membership in the {name} community.",
            "I am no longer interested in {community} on Reddit. Please leave that community.",
            "Leave the community {community} on Reddit, and stay in all the others.",
        ],
        params=of_community("r/ChatGPT", a_joined_one),
        setup=be_in,
        subgoals=[
            SubGoal(
                "left",
                "Is the user no member of {community} any more, so that its button reads Join?",
                lambda phone, p: not is_member(phone, p),
                screen=shows_no_member,
            )
        ],
        never=[OTHER_LEFT, PUBLISHED],
        may_change=["reddit.memberships.-{community}"],
        solution=leave,
        prepare=f"{PREPARE} Join {{community}}.",
    ),
]
