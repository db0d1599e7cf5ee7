"""An errand: a template on one phone, with all names and values drawn, and what must be so in the end."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec

from openphone_gym.phone.differences import changes
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.tasks.answers import Answer
from openphone_gym.tasks.practice.facts import answer_of
from openphone_gym.tasks.practice.index import Template
from openphone_gym.tasks.practice.nouns import SERIES
from openphone_gym.tasks.practice.targets import ANY, Target, pattern, targets
from openphone_gym.tasks.practice.touch import (
    FIELD,
    SLIDER,
    SWITCHES,
    Touch,
    beside,
    holds,
    items_of,
    labels_of,
)
from openphone_gym.tasks.practice.values import value_of
from openphone_gym.tasks.practice.walk import Place, Walk
from openphone_gym.tasks.sight import is_field
from openphone_gym.ui.gesture import Wait
from openphone_gym.ui.node import UiNode

COUNTED = 0.25
"""Share of the items that goals name by their place, where what they are called has a number."""

FIRST_ITEMS = 8
"""Items of a list, from its top, of which one is drawn."""

LONGEST_NAME = 48
"""Characters of an item's name at most: what is longer is a row read out, and no name."""

LATER = 120.0
"""Seconds that a way is begun later the second time, to see what depends on the time."""


class Unfit(Exception):
    """A template makes no sense on a phone: something is not there, or already so."""


class Step(msgspec.Struct, frozen=True):
    """One touch of the way.

    Attributes:
        touch: What is touched, by its name on this phone.
        title: Title of the page where it is.
        value: What is typed, or where a slider is to stand, as it tells it.
        item: Whether its name was drawn.
        place: Of an item that goes by its place in the list: which one it is, from 1.
    """

    touch: Touch
    title: str
    value: str = ""
    item: bool = False
    place: int = 0


class Errand(msgspec.Struct, frozen=True):
    """What is to be done on one phone.

    Attributes:
        app: The app.
        kind: The template's.
        steps: The way, as short as was found.
        on: Of a switch: whether it is to be on.
        targets: What must be so in the end.
        page: The page that is to be opened.
        asks: Of a question: the words beside which the answer stands.
        title: Title of the page where the way ends, or where the answer stands.
        answer: The expected answer.
    """

    app: str
    kind: str
    steps: tuple[Step, ...]
    on: bool = False
    targets: tuple[Target, ...] = ()
    page: Place | None = None
    asks: Touch | None = None
    title: str = ""
    answer: Answer | None = None

    def holds(self, phone: Phone) -> bool:
        """Whether it is done."""
        if self.page is not None:
            return self.page.shown(phone)
        return bool(self.targets) and all(target.holds(phone) for target in self.targets)

    @property
    def changes(self) -> Iterator[str]:
        """The paths that it changes."""
        return (target.path for target in self.targets)


def drawn(template: Template, start: Walk, rng: random.Random) -> tuple[Errand, Walk]:
    """Draws names and values for a template and goes its way.

    Args:
        template: What is wanted.
        start: A walk in the app, which is left as it is.
        rng: The only source of chance.

    Returns:
        The errand, and the walk at its end.

    Raises:
        Unfit: It makes no sense on this phone.
    """
    before = start.snapshot()
    walk = Walk(before)
    steps: list[Step] = []
    on, place = False, walk.place
    for touch in template.way:
        step = _step(template.app, touch, walk, rng)
        node = step.touch.found(walk.sight)
        if node is None or _knows(steps, step):
            raise Unfit(step.touch.label)
        on = not any(part.checked for part in _knobs(walk, step.touch))
        place = walk.place
        walk.go(step.touch, step.value)
        if touch.role == SLIDER:
            step = _stopped(step, walk)
        elif step.value and not any(holds(node, step.value) for node in walk.sight.all(is_field)):
            raise Unfit("the field takes something else")
        steps.append(step)
    errand = Errand(template.app, template.kind, tuple(steps), on, title=walk.sight.title)
    if template.kind in ("ask", "open") and changes(before, walk.snapshot()):
        raise Unfit("changes something on the way")
    if template.kind == "ask":
        return _asking(errand, template, walk), walk
    if template.kind == "open":
        return _opening(errand, start, place, walk), walk
    return _changing(errand, template, before, walk), walk


def _step(app: str, touch: Touch, walk: Walk, rng: random.Random) -> Step:
    title = walk.sight.title
    if touch.role in (FIELD, SLIDER):
        return Step(touch, title, value_of(app, touch, str(rng.getrandbits(32))))
    if not touch.is_item:
        return Step(touch, title)
    items = [each for each in items_of(walk.sight, touch, FIRST_ITEMS) if len(each.label) <= LONGEST_NAME]
    if not items:
        raise Unfit("no item")
    item = rng.choice(items)
    place = 1 + labels_of(walk.sight, touch).index(item.label)
    counted = (app, touch.id) in SERIES and place <= FIRST_ITEMS and rng.random() < COUNTED
    return Step(item, title, item=True, place=place if counted else 0)


def _stopped(step: Step, walk: Walk) -> Step:
    """A slider at the step where it has come to."""
    bar = step.touch.found(walk.sight)
    if bar is None:
        raise Unfit("the slider is gone")
    return msgspec.structs.replace(step, value=bar.text)


def _knows(steps: list[Step], step: Step) -> bool:
    """Whether a name was drawn that means another thing before on the way."""
    return step.item and any(step.touch.label == each.touch.label for each in steps)


def _knobs(walk: Walk, touch: Touch) -> Iterator[UiNode]:
    """The switch that a touch turns, if it does."""
    if touch.role not in SWITCHES:
        return
    node = touch.found(walk.sight)
    for group in [node, *walk.sight.upwards(node)] if node is not None else []:
        found = [part for part in group.walk() if part.checkable]
        if found:
            yield found[0]
            return


def _asking(errand: Errand, template: Template, walk: Walk) -> Errand:
    assert template.asks is not None
    node = template.asks.found(walk.sight)
    answer = None if node is None else answer_of(template.asks.label, beside(walk.sight, node))
    if answer is None:
        raise Unfit("no fact")
    return msgspec.structs.replace(errand, asks=template.asks, answer=answer)


def _opening(errand: Errand, start: Walk, before: Place, walk: Walk) -> Errand:
    page = walk.place
    untitled = walk.phone.window().overlay and not walk.sight.title
    if page == before or untitled or walk.phone.system.overlay is not None:
        raise Unfit("no other page")
    if page.shown(start.phone):
        raise Unfit("the page is open")
    return msgspec.structs.replace(errand, page=page)


def _changing(errand: Errand, template: Template, before: Snapshot, walk: Walk) -> Errand:
    again = None
    if template.kind in ("do", "fill"):
        other = Walk(before)
        other.phone.perform(Wait(LATER))
        if not all(other.go(step.touch, step.value) for step in errand.steps):
            raise Unfit("depends on the time")
        again = other.snapshot()
    found = targets(before, walk.snapshot(), again)
    kinds = {pattern(target.path) for target in found}
    if not kinds or not kinds <= set(template.changed) or any(_vague(target) for target in found):
        raise Unfit("changes something else")
    return msgspec.structs.replace(errand, targets=tuple(found))


def _vague(target: Target) -> bool:
    """Whether nothing is known of what is to come about."""
    return target.path.endswith("+") and any(record == ANY for record in target.value)
