"""The reference solution of practice: it goes the way of each errand, and looks where it is before acting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.practice.errand import Errand, Step
from openphone_gym.tasks.practice.touch import FIELD, SLIDER, Touch, beside, holds
from openphone_gym.tasks.reach import Lost
from openphone_gym.tasks.sight import is_field
from openphone_gym.ui.node import UiNode


def run(hand: Hand, errands: Sequence[Errand]) -> str | None:
    """Does errands one after the other; returns the answer if the last one asks for it."""
    answer = None
    gone: Sequence[Step] = ()
    for number, errand in enumerate(errands):
        if f"done {number}" not in hand.notes:
            answer = _do(hand, errand, gone, f"at {number}")
            hand.notes[f"done {number}"] = ""
        gone = errand.steps
    return answer


def _do(hand: Hand, errand: Errand, gone: Sequence[Step], note: str) -> str | None:
    """Goes on with an errand from where the screen shows that it is, after the steps of the one before."""
    steps = errand.steps
    at = int(hand.notes.get(note, "0"))
    entered: set[int] = set()
    while at < len(steps):
        at = _here(hand, steps, gone, at)
        step = steps[at]
        if step.touch.role in (FIELD, SLIDER):
            if at in entered:
                raise Lost  # all is entered, and what comes next is not there
            entered.add(at)
            _enter(hand, step)
            at += 1
            hand.notes[note] = str(at)
            continue
        node = _part(hand, step)
        hand.notes[note] = str(at + 1)
        hand.tap(node)
    last = steps[-1]
    if errand.kind == "switch":
        knob = _knob(hand, last.touch)
        if knob is not None and knob.checked != errand.on:
            hand.tap(_part(hand, last))
    return _told(hand, errand, note) if errand.asks is not None else None


def _here(hand: Hand, steps: Sequence[Step], gone: Sequence[Step], at: int) -> int:
    """Which step is to be done on this screen; lost where it is none of them."""
    here = [index for index in range(len(steps)) if steps[index].title == hand.title]
    ahead = [index for index in _ahead(steps, gone, at) if index in here]
    for index in ahead:
        if hand.sees(_words(steps[index])) is not None:
            return index
    if at in here and hand.find(_words(steps[at])) is not None:
        return at
    for index in reversed(range(at)):
        if index in here and hand.find(_words(steps[index])) is not None:
            return index
    untitled = not (hand.title and steps[at].title)
    if untitled and hand.sees(_words(steps[at])) is not None:
        return at
    raise Lost


def _ahead(steps: Sequence[Step], gone: Sequence[Step], at: int) -> Iterator[int]:
    """At the beginning: steps on pages to which the errand before went the same way, the last first.

    Other pages may have the same title, and be those of another app or item.
    """
    if at == 0:
        common = takewhile(lambda pair: pair[0] == pair[1], zip(steps, gone, strict=False))
        passed = {"", steps[0].title}
        yield from (
            i
            for i in range(min(sum(1 for _ in common), len(steps) - 1), 0, -1)
            if steps[i].title not in passed
        )


def _words(step: Step) -> Callable[[UiNode], bool]:
    """What is true of the words of an element, or of a field, which may be filled in already."""
    touch = step.touch

    def matches(node: UiNode) -> bool:
        if touch.role == FIELD and not touch.id and is_field(node) and holds(node, step.value):
            return True
        return touch.names(node)

    matches.__name__ = f"{touch.id} {touch.label}"
    return matches


def _enter(hand: Hand, step: Step) -> None:
    """A slider stands at a value, or a field holds it, however it groups its figures."""
    if step.touch.role == SLIDER:
        hand.percent(_words(step), int(step.value[:-1]))
        return
    field = hand.need(_words(step))
    if holds(field, step.value):
        return
    if not field.focused:
        hand.tap(field)
    hand.type(step.value)


def _part(hand: Hand, step: Step) -> UiNode:
    """What is touched, scrolled into view."""
    words = hand.need(_words(step))
    if not step.touch.part:
        return words
    node = step.touch.found(hand)
    if node is None:
        hand.lift(_words(step))
        raise Lost
    return node


def _knob(hand: Hand, touch: Touch) -> UiNode | None:
    """The switch in view that a touch turns."""
    node = touch.found(hand)
    for group in (node, *hand.upwards(node)) if node is not None else ():
        found = next((part for part in group.walk() if part.checkable), None)
        if found is not None:
            return found
    return None


def _told(hand: Hand, errand: Errand, note: str) -> str:
    """What stands beside the words that are asked for."""
    assert errand.asks is not None
    if hand.title != errand.title:
        hand.notes[note] = str(len(errand.steps) - 1)
        raise Lost
    asked = _words(Step(errand.asks, errand.title))
    value = beside(hand, hand.need(asked))
    if not value:
        hand.lift(asked)
        raise Lost
    return value
