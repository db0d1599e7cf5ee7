"""Searching for posts: in an order, of a time."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.reddit.state import (
    ALL_TIME,
    HOT,
    MOST_COMMENTS,
    NEW,
    PAST_HOUR,
    PAST_MONTH,
    PAST_WEEK,
    PAST_YEAR,
    RELEVANCE,
    RESULTS,
    TIMES,
    TODAY,
    TOP,
)
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.state import Entry
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.reddit.going import APP, FIELD, PREPARE, PUBLISHED, open_search, searching, written
from openphone_gym.tasks.sight import Sight, has_id, plain, titled
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task

POSTS = RESULTS[0]

SPANS = {
    TODAY: "Today",
    PAST_HOUR: "the past hour",
    PAST_WEEK: "the past week",
    PAST_MONTH: "the past month",
    PAST_YEAR: "the past year",
}
"""Times, and how goals call them."""

FIRST = {NEW: "newest", TOP: "top voted", HOT: "hottest", MOST_COMMENTS: "most commented"}
"""Orders, and what goals call the posts that come first."""

MARGIN = 10
"""Minutes that an episode may take: the youngest post is still young enough afterwards."""


# What is drawn


def ages_of(d: Drawing) -> dict[str, list[int]]:
    """Ages of the posts about every subject that everybody may read."""
    ages: dict[str, list[int]] = {}
    mature = {one.id for one in d.phone.world.communities if one.mature}
    for post in d.phone.world.posts:
        if post.subject and post.community not in mature:
            ages.setdefault(post.subject, []).append(post.minutes)
    return ages


def a_time(d: Drawing) -> str:
    """Draws a time."""
    return d.choice(list(SPANS))


def a_subject(d: Drawing) -> str:
    """Draws a subject of which the time keeps some posts, and drops others."""
    limit = TIMES[d.params.time] or 0
    ages = ages_of(d)
    return d.choice([one for one in ages if min(ages[one]) < limit - MARGIN and max(ages[one]) > limit])


def a_common_subject(d: Drawing) -> str:
    """Draws a subject with several posts."""
    ages = ages_of(d)
    return d.choice([one for one in ages if len(ages[one]) > 3])


def an_order(d: Drawing) -> str:
    """Draws an order."""
    return d.choice(list(FIRST))


def counted() -> Param:
    """What the user has published so far."""
    return Param(2, lambda d: written(d.phone))


# What is so


def results_in_front(phone: Phone) -> Entry | None:
    """The page of results in front; a sheet over it does not matter."""
    if not phone.showing(APP, "results"):
        return None
    stack = stacks.front_task(phone.system).stack
    return next(entry for entry in reversed(stack) if entry.screen == "results")


def has_query(phone: Phone, p: Params) -> bool:
    """Whether posts that a search for the query found are in front, of all communities."""
    page = results_in_front(phone)
    if page is None or page.args.get("community") or page.local.get("tab", POSTS) != POSTS:
        return False
    return plain(page.args["query"]).casefold() == p.query.casefold()


def has_filter(kind: str, usual: str) -> Callable[[Phone, Params], bool]:
    """Whether the results in front have the order or time of the task."""

    def holds(phone: Phone, p: Params) -> bool:
        page = results_in_front(phone)
        return page is not None and page.local.get(f"{POSTS} {kind}", usual) == getattr(p, kind)

    return holds


# What a screen shows


def on_results(screen: Sight) -> bool:
    """Whether results are in front."""
    return screen.sees(has_id("search_query")) is not None


def covered(screen: Sight) -> bool:
    """Whether a sheet with orders or times lies over the results."""
    return screen.content("sheet_title") in ("Sort", "Time")


def shows_query(screen: Sight, p: Params) -> bool | None:
    """Whether posts that a search for the query found are in view; None below a sheet."""
    if covered(screen):
        return None
    shown = plain(screen.content("search_query") or "")
    return shown.casefold() == p.query.casefold() and screen.tab_open(POSTS)


def shows_filter(kind: str) -> Callable[[Sight, Params], bool | None]:
    """Whether the chip with the order or time of the task tells it; None below a sheet."""

    def shows(screen: Sight, p: Params) -> bool | None:
        if covered(screen):
            return None
        return on_results(screen) and screen.content(f"search_{kind}") == getattr(p, kind)

    return shows


# What the hand does


def search(hand: Hand, query: str) -> None:
    """Posts that a search for the query found are in front."""
    if searching(hand):
        open_search(hand)
        hand.fill(FIELD, query)
        hand.enter()
    if not on_results(hand) or plain(hand.content("search_query") or "").casefold() != query.casefold():
        open_search(hand)
    hand.tab(POSTS)


def choose(kind: str) -> Callable[[Hand, Params], None]:
    """The results have the order or the time of the task."""

    def solution(hand: Hand, p: Params) -> None:
        wanted, title = getattr(p, kind), kind.capitalize()
        if hand.content("sheet_title") == title:
            hand.tap(titled(wanted))
        search(hand, p.query)
        if hand.content(f"search_{kind}") == wanted:
            return
        if hand.sees(has_id(f"search_{kind}")) is None:  # an order without a time was chosen
            hand.tap(has_id("search_sort"))
        hand.tap(has_id(f"search_{kind}"))

    return solution


FOUND = SubGoal(
    "query",
    "Does the page show the posts (tab Posts) that a search for “{query}” found?",
    has_query,
    screen=shows_query,
)

TASKS = [
    Task(
        id="reddit_3",
        app=APP,
        own_steps=6,
        group="searches",
        goals=[
            'Search posts about "{query}" and restrict them to {span}.',
            'Find posts on "{query}" in Reddit, but only those from this time: {time}.',
            'What was posted about "{query}"? Search Reddit for it and set the time filter to {time}.',
        ],
        params={
            "time": Param(TODAY, a_time),
            "span": Param(SPANS[TODAY], lambda d: SPANS[d.params.time]),
            "query": Param("Qwen", a_subject),
            "written": counted(),
        },
        subgoals=[
            FOUND,
            SubGoal(
                "time",
                "Is the time filter of the search results set to {time}?",
                has_filter("time", ALL_TIME),
                screen=shows_filter("time"),
            ),
        ],
        never=[PUBLISHED],
        solution=choose("time"),
        prepare=PREPARE,
    ),
    Task(
        id="reddit_4",
        app=APP,
        own_steps=6,
        group="searches",
        goals=[
            'Search posts about "{query}" with the {first} first.',
            'Look for posts on "{query}" in Reddit and sort them by {sort}.',
            'Search Reddit for "{query}" and have the {first} posts at the top.',
        ],
        params={
            "sort": Param(NEW, an_order),
            "first": Param(FIRST[NEW], lambda d: FIRST[d.params.sort]),
            "query": Param("Qwen", a_common_subject),
            "written": counted(),
        },
        subgoals=[
            FOUND,
            SubGoal(
                "sort",
                "Are the search results sorted by {sort}?",
                has_filter("sort", RELEVANCE),
                screen=shows_filter("sort"),
            ),
        ],
        never=[PUBLISHED],
        solution=choose("sort"),
        prepare=PREPARE,
    ),
]
