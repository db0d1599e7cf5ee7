"""My places: where Home and Work are."""

from __future__ import annotations

from openphone_gym.phone.apps.map import spots
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.map.asking import named, one_named
from openphone_gym.tasks.map.steps import on_map, searching, take
from openphone_gym.tasks.sight import Sight, has_id
from openphone_gym.tasks.task import Never, Param, Params, SubGoal, Task


def work_is_there(phone: Phone, p: Params) -> bool:
    """Whether Work has the address of the place."""
    work = phone.map.work
    return work is not None and spots.resolve(phone.world, work).address == named(phone, p.place).address


def work_is_free(phone: Phone, p: Params) -> None:
    """Work is not that place yet."""
    if work_is_there(phone, p):
        phone.map.work = None


def shows_work(sight: Sight, p: Params) -> bool | None:
    """Whether the page of My places shows the address beside Work."""
    if sight.title != "My places" or not (sight.sees("Home") and sight.sees("Work")):
        return None
    return p.address in (sight.value("Work") or "")


def shows_no_home(sight: Sight, p: Params) -> bool | None:
    """Whether the page of My places shows that Home is not set."""
    if sight.title != "My places" or not sight.sees("Home"):
        return None
    return "Add address" in (sight.value("Home") or "")


def put_work(hand: Hand, p: Params) -> None:
    """Work has the address of the place, and My places is open."""
    if searching(hand):
        if hand.sees("Work address") is None:
            raise Lost
        take(hand, p.place)
    if hand.title != "My places":
        if hand.sees("Change address"):
            hand.tap("Change address")
        hand.tap(on_map(hand, "bookmarks"))
    shown = hand.value("Work") or ""
    if p.address in shown:
        return
    more = hand.sees("More options for Work")
    hand.tap(more if more is not None else has_id("work"))


TASKS = [
    Task(
        id="map_11",
        app="map",
        human_steps=5,
        group="my places",
        goals=[
            "Under My places, fill the Work slot with the place where {place} has its address.",
            "I work at {place} now. Save its address as Work in My places.",
            "In the list My places, make the address of {place} the one of Work.",
        ],
        params={
            "place": Param(
                "OpenAI", one_named("office", "university", "library", "hospital", "museum", "bank")
            ),
            "address": Param("18th Street, 3180", lambda d: named(d.phone, d.params.place).address),
        },
        subgoals=[
            SubGoal(
                "work_set",
                "Does Work in My places have the address {address}?",
                work_is_there,
                screen=shows_work,
            )
        ],
        never=[
            Never(
                "home_lost",
                lambda phone, p: phone.map.home is None,
                question="Was Home removed from My places?",
                screen=shows_no_home,
            )
        ],
        may_change=["map.work", "map.history", "map.trip"],
        setup=work_is_free,
        solution=put_work,
    )
]
