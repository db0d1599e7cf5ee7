"""The task of looking something up."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.finding import TABS, finds
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.stacks import front_task
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight, plain
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task
from openphone_gym.tasks.tiktok.accounts import APP, MAY_CHANGE, PREPARE, look_up, nothing


def a_query(d: Drawing) -> str:
    """Draws something that videos are about."""
    words = [word for topic in d.phone.world.topics for word in topic.words]
    last = next(iter(d.phone.tiktok.searches), "")
    return d.choice(
        [
            word
            for word in words
            if word != last and finds(d.phone.world, word, TABS[0], d.phone.tiktok.filters)
        ]
    )


def same(one: str, other: str) -> bool:
    """Whether two queries are the same, whatever their case."""
    return plain(one).casefold() == plain(other).casefold()


def results_open(phone: Phone, p: Params) -> bool:
    """Whether results of the query are in front."""
    if not phone.showing(APP, "results"):
        return False
    entry = next(entry for entry in reversed(front_task(phone.system).stack) if entry.screen == "results")
    if not same(entry.args.get("query", ""), p.query):
        return False
    return finds(phone.world, p.query, entry.local.get("tab", TABS[0]), phone.tiktok.filters)


def results_shown(screen: Sight, p: Params) -> bool | None:
    """Whether the page in front lists results of the query; None where no results are."""
    query = screen.content("query")
    if query is None:
        return nothing(screen)
    return same(query, p.query) and not any("No results found" in node.text for node in screen.tree.walk())


def tiktok_3(hand: Hand, p: Params) -> None:
    look_up(hand, p.query)


TASKS = [
    Task(
        id="tiktok_3",
        app=APP,
        own_steps=4,
        goals=[
            "Search TikTok for videos on “{query}” and stay on the results.",
            "Look for “{query}” with the search of TikTok.",
            "I'd like to see what there is about “{query}” on TikTok. Open the search results.",
        ],
        params={"query": Param("iphone 17", a_query)},
        subgoals=[
            SubGoal(
                "search_results",
                "Are results of a search for “{query}” in front?",
                results_open,
                screen=results_shown,
            )
        ],
        may_change=MAY_CHANGE,
        solution=tiktok_3,
        prepare=PREPARE,
        group="search",
    )
]
