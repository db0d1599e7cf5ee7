"""The reference solution of practice tasks: it goes the way of each errand, and looks where it is before it acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.practice.errand import Errand, Step
from openphone_gym.tasks.practice.touch import FIELD, SWITCHES, Touch, beside
from openphone_gym.tasks.reach import Lost
from openphone_gym.ui.node import UiNode


def run(hand: Hand, errands: Sequence[Errand]) -> str | None:
    """Does errands one after the other; returns the answer if the last one asks for it."""
    answer = None
    for number, errand in enumerate(errands):
        if f"done {number}" not in hand.notes:
            answer = _do(hand, errand, f"at {number}")
            hand.notes[f"done {number}"] = ""
    return answer


def _do(hand: Hand, errand: Errand, note: str) -> str | None:
    """Goes on with an errand from where the screen shows that it is."""
    steps = errand.steps
    at = int(hand.notes.get(note, "0"))
    while at < len(steps):
        at = _here(hand, steps, at)
        step = steps[at]
        if step.touch.role == FIELD:
            hand.fill(_words(step.touch), step.value)
            at += 1
            hand.notes[note] = str(at)
            continue
        node = _part(hand, step.touch)
        hand.notes[note] = str(at + 1)
        hand.tap(node)
    last = steps[-1].touch
    if last.role in SWITCHES and errand.kind == "switch":
        knob = _knob(hand, last)
        if knob is not None and knob.checked != errand.on:
            hand.tap(_part(hand, last))
    return _told(hand, errand, note) if errand.asks is not None else None


def _here(hand: Hand, steps: Sequence[Step], at: int) -> int:
    """Which step is to be done on this screen; lost where it is none of them."""
    order = list(_likely(steps, at))
    for index in order:
        if hand.title == steps[index].title and hand.sees(_words(steps[index].touch)) is not None:
            return index
    for index in order:
        if hand.title == steps[index].title and hand.find(_words(steps[index].touch)) is not None:
            return index
    if hand.sees(_words(steps[at].touch)) is not None:
        return at
    raise Lost


def _likely(steps: Sequence[Step], at: int) -> Iterator[int]:
    """The step that is due; those further on, if what lies between says nothing; those before."""
    ahead = next((i for i in range(at, len(steps)) if steps[i].item or steps[i].value), len(steps) - 1)
    if at == 0:
        yield from range(ahead, 0, -1)
    yield at
    yield from range(at - 1, -1, -1)


def _words(touch: Touch) -> Callable[[UiNode], bool]:
    """What is true of the words of an element."""

    def matches(node: UiNode) -> bool:
        return touch.names(node)

    matches.__name__ = f"{touch.id} {touch.label}"
    return matches


def _part(hand: Hand, touch: Touch) -> UiNode:
    """What is touched, scrolled into view."""
    words = hand.need(_words(touch))
    if not touch.part:
        return words
    node = touch.found(hand)
    if node is None:
        hand.lift(_words(touch))
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
    node = hand.need(_words(errand.asks))
    value = beside(hand, node)
    if not value:
        hand.lift(_words(errand.asks))
        raise Lost
    return value
