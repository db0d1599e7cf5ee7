"""Going to a feed."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.state import FEEDS, HOME, POPULAR
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.reddit.going import APP, PREPARE, PUBLISHED, written
from openphone_gym.tasks.sight import Sight, has_id, titled
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task, one_of

CHOOSER = "Choose a feed"


def another(d: Drawing) -> str:
    """Draws the feed that is open at the start."""
    return d.choice([feed for feed in FEEDS if feed != d.params.feed])


def begin(phone: Phone, p: Params) -> None:
    """Another feed is open."""
    phone.reddit.feed = p.open


def shows_feed(phone: Phone, p: Params) -> bool:
    """Whether the feed is in front."""
    state = phone.reddit
    return phone.showing(APP, "home") and state.tab == HOME and state.feed == p.feed


def names_feed(screen: Sight, p: Params) -> bool | None:
    """Whether the chooser in the bar names the feed; None while the feeds to choose from lie over it."""
    chooser = screen.sees(CHOOSER)
    if chooser is None and all(screen.sees(titled(feed)) for feed in FEEDS):
        return None
    return chooser is not None and screen.sees(p.feed, within=chooser) is not None


def go(hand: Hand, p: Params) -> None:
    """The feed is in front."""
    if names_feed(hand, p):
        return
    if hand.sees(has_id("search_button")) is None and hand.sees("Create") is not None:
        hand.tab(HOME)
    if hand.sees(CHOOSER) is not None:
        hand.tap(CHOOSER)
    hand.tap(titled(p.feed))


TASKS = [
    Task(
        id="reddit_2",
        app=APP,
        own_steps=3,
        group="feeds",
        goals=[
            "Go to the {feed} feed.",
            "Show me the feed {feed} in Reddit.",
            "Reddit now shows another feed. Switch to {feed}, please.",
        ],
        params={
            "feed": Param(POPULAR, one_of(*FEEDS)),
            "open": Param(HOME, another),
            "written": Param(2, lambda d: written(d.phone)),
        },
        setup=begin,
        subgoals=[
            SubGoal(
                "feed_open",
                "Is the feed {feed} of Reddit in front?",
                shows_feed,
                screen=names_feed,
            )
        ],
        never=[PUBLISHED],
        solution=go,
        prepare=f"{PREPARE} Open the feed {{open}}.",
    )
]
