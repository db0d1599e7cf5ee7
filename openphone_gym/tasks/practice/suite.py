"""The practice tasks: for each app one of every shape, in which templates are drawn without end."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

import msgspec

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Answer
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.practice.errand import Errand, Step, Unfit, drawn
from openphone_gym.tasks.practice.index import Kind, Template, templates
from openphone_gym.tasks.practice.solution import run
from openphone_gym.tasks.practice.walk import Walk
from openphone_gym.tasks.practice.wording import app_name, worded
from openphone_gym.tasks.task import Drawing, NothingFits, Param, Params, SubGoal, Task, from_param

CANONICAL = "canonical.json"
"""The errands of the canonical variation, by task."""

APPS = (
    "bluecoins", "calendar", "cantook", "chrome", "clock", "contacts", "gmail", "map", "pimusic", "reddit",
    "setting", "tiktok", "zoom",
)  # fmt: skip

MOST_CHANGED = 8
"""Paths that the errands of a task change at most."""

TRIES = 12
"""Templates that are tried on a phone before another one is drawn."""

CHANGES: tuple[Kind, ...] = ("switch", "choose", "do", "fill")

AS_SEEDED = 0.2
"""Share of the questions about options whose answer stays what the phone was drawn with."""

JOINS = (", then ", ", and then ", ", after that ")


class Shape(NamedTuple):
    """What a task asks for.

    Attributes:
        name: Topic of the task.
        kinds: For each errand the kinds of templates that it is drawn from.
    """

    name: str
    kinds: Sequence[Sequence[Kind]]


THINGS: tuple[Kind, ...] = (*CHANGES, "open")

SHAPES = (
    Shape("one thing", [THINGS]),
    Shape("a question", [("ask",)]),
    Shape("two things", [CHANGES, THINGS]),
    Shape("three things", [CHANGES, CHANGES, CHANGES]),
)

ORDERS = (
    "In {name}, {order}.",
    "Please {order} in {name}.",
    "Open {name} and {order}.",
    "Could you {order}? It is all in {name}.",
    "Use {name} for this: {order}.",
    "I would like you to {order} in {name}.",
)

QUESTIONS = (
    "In {name}, {order}?",
    "Look into {name}: {order}?",
    "I need to know something from {name}: {order}?",
    "{name} can tell it: {order}?",
    "Please find out in {name}: {order}?",
)


def errands_of(p: Params) -> tuple[Errand, ...]:
    """The errands of a draw."""
    return _read(p.drawn).errands


class Drawn(msgspec.Struct, frozen=True):
    """What is drawn for a task at once; episodes keep it as JSON text.

    Attributes:
        errands: What is to be done, in order.
        order: All of it in words.
        orders: Each in words.
        paths: The paths that may change.
        before: What is touched before the task begins, so that an option has another value.
    """

    errands: tuple[Errand, ...]
    order: str
    orders: tuple[str, ...]
    paths: tuple[str, ...]
    before: tuple[Step, ...] = ()


@lru_cache(maxsize=1 << 8)
def _read(text: str) -> Drawn:
    return msgspec.json.decode(text, type=Drawn)


def as_text(drawn: object) -> str:
    """What was drawn as JSON text."""
    return msgspec.json.encode(drawn).decode()


def draw_errands(app: str, shape: Shape, d: Drawing) -> Drawn:
    """Draws what a task asks for on a phone: its errands, their wording, and what is to be chosen before.

    Raises:
        NothingFits: Nothing that was tried makes sense on this phone.
    """
    start = Walk.into(app, d.phone)
    for _ in range(TRIES):
        found = [pick(app, kinds, d.rng) for kinds in shape.kinds]
        with suppress(Unfit):
            if found[0].kind == "ask" and d.phone.seed is not None:
                return _with_another_answer(found[0], d)
            return _together(found, start, d.rng)
    raise NothingFits(f"no practice in {app} fits this phone")


def _with_another_answer(template: Template, d: Drawing) -> Drawn:
    """A question about an option for which another value was chosen before, where that can be."""
    choices = answers(template.app).get((template.way, template.asks and template.asks.label), ())
    if not choices or d.rng.random() < AS_SEEDED:
        return _together([template], Walk.into(template.app, d.phone), d.rng)
    errand, _ = drawn(d.rng.choice(choices), Walk.into(template.app, d.phone), d.rng)
    phone = d.phone.fork()
    settle(phone, template.app, errand.steps)
    found = _together([template], Walk.into(template.app, phone), d.rng)
    return msgspec.structs.replace(found, before=errand.steps)


def settle(phone: Phone, app: str, steps: Sequence[Step]) -> None:
    """Goes a way on a phone before the task begins, and leaves only its effect."""
    walk = Walk.into(app, phone)
    for step in steps:
        walk.go(step.touch, step.value)
    walk.leave_behind(phone)


def _together(found: Sequence[Template], start: Walk, rng: random.Random) -> Drawn:
    """One errand after the other, if all of them hold in the end."""
    if len(found) > 1 and any(template.alone for template in found):
        raise Unfit("alone")
    errands: list[Errand] = []
    walk = start
    for template in found:
        if errands and not walk.rewind():
            raise Unfit("no way back")
        errand, walk = drawn(template, walk, rng)
        errands.append(errand)
    paths = [path for errand in errands for path in errand.changes]
    together = all(errand.holds(walk.phone) for errand in errands if errand.kind != "ask")
    before = any(errand.holds(start.phone) for errand in errands)
    if not together or before or len(set(paths)) != len(paths) or len(paths) > MOST_CHANGED:
        raise Unfit("not together")
    orders = [worded(template, errand, rng) for template, errand in zip(found, errands, strict=True)]
    order = rng.choice(JOINS).join(orders)
    return Drawn(tuple(errands), order, tuple(orders), tuple(paths))


@cache
def answers(app: str) -> Mapping[object, Sequence[Template]]:
    """The choices of each option, by the way to its page and its row."""
    found: dict[object, list[Template]] = defaultdict(list)
    for template in templates(app):
        if template.kind == "choose" and len(template.way) > 1 and not template.has_items:
            found[template.way[:-2], template.way[-2].label].append(template)
    return found


def pick(app: str, kinds: Sequence[Kind], rng: random.Random) -> Template:
    """Draws a template: first its kind, then its place, so that long lists do not outweigh the rest."""
    places = by_place(app)
    known: list[Kind] = [kind for kind in kinds if kind in places]
    if not known:
        raise NothingFits(f"{app} has no such practice")
    kind = rng.choice(known)
    return rng.choice(places[kind][rng.choice(list(places[kind]))])


@cache
def by_place(app: str) -> Mapping[Kind, Mapping[object, Sequence[Template]]]:
    """The templates of an app by kind and by the way to their place."""
    found: dict[Kind, dict[object, list[Template]]] = defaultdict(lambda: defaultdict(list))
    for template in templates(app):
        found[template.kind][template.way[:-1]].append(template)
    return found


def done(number: int) -> Callable[[Phone, Params], bool]:
    """Whether an errand is done."""
    return lambda phone, p: errands_of(p)[number].holds(phone)


def _answer(phone: Phone, p: Params) -> Answer:
    answer = errands_of(p)[-1].answer
    assert answer is not None
    return answer


def _settle(phone: Phone, p: Params) -> None:
    steps = _read(p.drawn).before
    if steps:
        settle(phone, errands_of(p)[0].app, steps)


def _solution(hand: Hand, p: Params) -> str | None:
    return run(hand, errands_of(p))


def _told(name: str, number: int = -1) -> Callable[[str], str]:
    """A part of what was drawn, or one of its values; empty where it has fewer."""

    def tell(text: str) -> str:
        values = getattr(_read(text), name)
        return values if number < 0 else values[number] if number < len(values) else ""

    return tell


def _params(app: str, shape: Shape, canonical: str) -> dict[str, Param]:
    """Everything is drawn at once; the other parameters are what goals and questions name of it."""
    parts = {
        "order": _told("order"),
        **{f"order_{n}": _told("orders", n) for n in range(len(shape.kinds))},
        **{f"path_{n}": _told("paths", n) for n in range(MOST_CHANGED)},
    }
    return {
        "name": Param(app_name(app)),
        "drawn": Param(canonical, lambda d: as_text(draw_errands(app, shape, d))),
        **{name: Param(tell(canonical), from_param("drawn", tell)) for name, tell in parts.items()},
    }


def _task(number: int, app: str, shape: Shape, canonical: str, own_steps: int) -> Task:
    asks = shape.kinds[-1] == ("ask",)
    return Task(
        id=f"practice_{number}",
        app=app,
        group=shape.name,
        own_steps=own_steps,
        goals=QUESTIONS if asks else ORDERS,
        params=_params(app, shape, canonical),
        subgoals=[
            SubGoal(f"done_{n}", f"Was this done: {{order_{n}}}?", done(n))
            for n in range(0 if asks else len(shape.kinds))
        ],
        answer=_answer if asks else None,
        may_change=[f"{{path_{n}}}" for n in range(MOST_CHANGED)],
        setup=_settle,
        solution=_solution,
    )


def declared(canonical: Mapping[str, Mapping[str, Any]]) -> list[Task]:
    """The tasks, numbered app by app.

    Args:
        canonical: For ``app/shape`` what is drawn in the canonical variation, and its ``own_steps``; an app
            has no task of a shape that is not there.
    """
    known = [
        (app, shape, canonical[f"{app}/{shape.name}"])
        for app in APPS
        for shape in SHAPES
        if f"{app}/{shape.name}" in canonical
    ]
    return [
        _task(number, app, shape, as_text(found["drawn"]), found["own_steps"])
        for number, (app, shape, found) in enumerate(known, 1)
    ]


def _stored() -> Mapping[str, Any]:
    return msgspec.json.decode(resources.files(__package__ or "").joinpath(CANONICAL).read_bytes())


TASKS = declared(_stored())
