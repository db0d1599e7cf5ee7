"""What the forum knows of the user of a new phone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.reddit.feeds import BEGIN, MINUTE
from openphone_gym.phone.apps.reddit.state import (
    FEEDS,
    Chat,
    CustomFeed,
    Line,
    Membership,
    Notice,
    OwnComment,
    Reddit,
)

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

LEAST_JOINED = 6
"""Communities that the user of a drawn phone is a member of, at least."""

SEARCHES = (
    "weekend ideas",
    "rain jacket",
    "easy dinner",
    "old camera",
    "battery",
    "night train",
    "cat names",
)
"""What was searched for on new phones."""

REPLIES = ("Same here, thank you for asking.", "Which one did you take in the end?", "It works, thanks!")
REMARKS = (
    "I had the same last winter.",
    "Thank you for writing this down.",
    "Does this also work in a flat?",
)
TALK = (
    ("Hi! Is the bicycle still there?", "Yes, come by on Saturday."),
    ("Thanks for your tip with the dough.", "You are welcome. Did it rise?", "Twice its size!"),
    ("Are you coming to the meet-up?", "If it does not rain."),
)  # fmt: skip
FEED_NAMES = ("Quiet corner", "Weekend", "Learning", "Kitchen table")
"""Names of custom feeds on drawn phones."""


def seed(rng: random.Random | None, world: World) -> Reddit:
    """The account on a new phone: the benchmark's, or one drawn for the world's user."""
    drawn = rng or random.Random("reddit")
    state = Reddit(user=world.user.handle)
    state.memberships = [Membership(one.id) for one in world.communities if one.joined]
    if rng is not None:
        _join_more(rng, world, state)
        state.feed = rng.choice(FEEDS)
    handles = [member.id for member in drawn.sample(world.members, 6)]
    state.searches = drawn.sample(SEARCHES, 3)
    state.comments = _comments(drawn, state)
    state.notices = _notices(drawn, state, handles)
    state.chats = _chats(drawn, state, handles)
    if rng is not None and rng.random() < 0.5:
        joined = [one.id for one in state.memberships]
        state.feeds = [CustomFeed(state.new_id(), rng.choice(FEED_NAMES), rng.sample(joined, 3))]
    return state


def _join_more(rng: random.Random, world: World, state: Reddit) -> None:
    """Fills up a short list of memberships."""
    others = [one for one in world.communities if not (one.joined or one.mature)]
    missing = max(LEAST_JOINED - len(state.memberships), 0)
    state.memberships += [Membership(one.id) for one in rng.sample(others, missing)]
    for one in rng.sample(state.memberships, 2):
        one.favorite = True


def _ago(rng: random.Random, least: int, most: int) -> int:
    """A moment so many minutes before the phone's first."""
    return BEGIN - rng.randint(least, most) * MINUTE


def _comments(rng: random.Random, state: Reddit) -> list[OwnComment]:
    posts = [f"post-{number}" for number in rng.sample(range(20, 120), 2)]
    return [
        OwnComment(state.new_id(), post, "", remark, _ago(rng, 2, 9))
        for post, remark in zip(posts, rng.sample(REMARKS, 2), strict=True)
    ]


def _notices(rng: random.Random, state: Reddit, handles: list[str]) -> list[Notice]:
    first, second = (comment.post for comment in state.comments)
    told = (
        ("reply", handles[0], first, rng.choice(REPLIES), (1, 2)),
        ("trending", "", f"post-{rng.randrange(20, 120)}", "", (60, 300)),
        ("upvotes", "", second, "10 upvotes on your comment", (400, 900)),
        ("message", handles[1], "", "Welcome! Please read our rules.", (9_000, 30_000)),
    )
    return [
        Notice(state.new_id(), kind, member, post, text, _ago(rng, *ages), read=ages[0] > 300)
        for kind, member, post, text, ages in told
    ]


def _chats(rng: random.Random, state: Reddit, handles: list[str]) -> list[Chat]:
    chats = []
    for handle, said in zip(handles[2:], rng.sample(TALK, 2), strict=False):
        at = _ago(rng, 600, 5_000)
        lines = [
            Line(state.new_id(), number % 2 == 1, text, at + 7 * number * MINUTE)
            for number, text in enumerate(said)
        ]
        chats.append(Chat(state.new_id(), handle, lines))
    return chats
