"""What the parts of an expression become: functions of their context."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from openphone_gym.phone.shell.budget import spend
from openphone_gym.serve.xpath.places import AXES, Attribute, Item, Place
from openphone_gym.serve.xpath.values import (
    FUNCTIONS,
    LONGEST_TEXT,
    OF_CONTEXT,
    Context,
    InvalidXPath,
    Nodes,
    Value,
    as_nodes,
    as_number,
    as_truth,
    compare,
)

NODES_PER_STEP = 10
"""Nodes that are looked at in one step of a budget."""

Part = Callable[[Context], Value]


class Step(NamedTuple):
    """One step of a path.

    Attributes:
        axis: The way it goes, such as ``child``.
        test: Name that is wanted; ``*`` for any, ``node()`` for whatever is there.
        predicates: What has to hold as well.
    """

    axis: str
    test: str
    predicates: tuple[Part, ...]

    def walk(self, item: Item) -> Nodes:
        """What is reached from a node."""
        if isinstance(item, Attribute):
            found: list[Item] = [item.owner] if self.axis == "parent" else []
        else:
            found = [*AXES[self.axis](item)]
        spend(len(found) / NODES_PER_STEP)
        return _kept([one for one in found if self._fits(one)], self.predicates)

    def _fits(self, item: Item) -> bool:
        if self.test == "node()":
            return True
        return bool(item.name) if self.test == "*" else item.name == self.test


EVERYTHING = Step("descendant-or-self", "node()", ())
"""The step that ``//`` stands for."""


def _kept(found: Nodes, predicates: Sequence[Part]) -> Nodes:
    """Those for which all predicates hold; a number means that place."""
    for predicate in predicates:
        spend(len(found) / NODES_PER_STEP)
        size = len(found)
        kept: Nodes = []
        for position, item in enumerate(found, 1):
            value = predicate(Context(item, position, size))
            if value == position if type(value) is float else as_truth(value):
                kept.append(item)
        found = kept
    return found


def constant(value: str | float) -> Part:
    """A text or a number."""
    return lambda context: value


def here(context: Context) -> Value:
    """The node at hand."""
    return [context.item]


def top(context: Context) -> Value:
    """The document."""
    place = context.item.owner if isinstance(context.item, Attribute) else context.item
    while place.parent is not None:
        place = place.parent
    return [place]


def stepped(part: Part, step: Step) -> Part:
    """What a step reaches from what a part finds."""

    def walked(context: Context) -> Value:
        starts = as_nodes(part(context))
        if len(starts) == 1:
            found = step.walk(starts[0])
            return _ordered(found) if step.axis in _BACKWARD else found
        return _ordered(itertools.chain.from_iterable(map(step.walk, starts)))

    return walked


_BACKWARD = ("ancestor", "ancestor-or-self", "preceding", "preceding-sibling")


def _ordered(items: Sequence[Item] | itertools.chain[Item]) -> Nodes:
    """The same nodes, each once, in document order."""
    unique = {(item.owner, item.name) if isinstance(item, Attribute) else item: item for item in items}
    return sorted(unique.values(), key=lambda item: _place(item).order)


def _place(item: Item) -> Place:
    return item.owner if isinstance(item, Attribute) else item


def filtered(part: Part, predicates: Sequence[Part]) -> Part:
    """What a part finds, as far as predicates hold."""
    return lambda context: _kept(as_nodes(part(context)), predicates)


def joined(left: Part, right: Part) -> Part:
    """What either part finds."""
    return lambda context: _ordered([*as_nodes(left(context)), *as_nodes(right(context))])


def either(left: Part, right: Part) -> Part:
    """``or``."""
    return lambda context: as_truth(left(context)) or as_truth(right(context))


def both(left: Part, right: Part) -> Part:
    """``and``."""
    return lambda context: as_truth(left(context)) and as_truth(right(context))


def compared(sign: str, left: Part, right: Part) -> Part:
    """Two parts compared."""
    return lambda context: compare(sign, left(context), right(context))


def negated(part: Part) -> Part:
    """``-``."""
    return lambda context: -as_number(part(context))


_RECKONING: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": operator.truediv,
    "mod": math.fmod,
}


def reckoned(sign: str, left: Part, right: Part) -> Part:
    """Two parts added, subtracted, multiplied or divided."""

    def result(context: Context) -> float:
        one, other = as_number(left(context)), as_number(right(context))
        try:
            return _RECKONING[sign](one, other)
        except (ZeroDivisionError, ValueError):
            return math.nan

    return result


def called(name: str, arguments: Sequence[Part]) -> Part:
    """A function of some parts.

    Raises:
        InvalidXPath: There is none of that name, or it takes other arguments.
    """
    if name in ("position", "last") and not arguments:
        return lambda context: float(context.position if name == "position" else context.size)
    if name in OF_CONTEXT and len(arguments) <= 1:
        tell = OF_CONTEXT[name]
        part = arguments[0] if arguments else here
        return lambda context: tell(part(context))
    function = FUNCTIONS.get(name)
    if function is None:
        raise InvalidXPath(f"there is no function {name[:40]!r}")
    if not function.needed <= len(arguments) <= len(function.takes):
        raise InvalidXPath(f"{name}() takes {function.needed} to {len(function.takes)} arguments")

    def result(context: Context) -> Value:
        values = [take(part(context)) for take, part in zip(function.takes, arguments, strict=False)]
        spend(sum(len(value) for value in values if isinstance(value, str)) / LONGEST_TEXT)
        value = function.gives(*values)
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise InvalidXPath("a text gets too long")
        return value

    return result
