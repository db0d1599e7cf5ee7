"""Values of XPath: sets of nodes, texts, numbers and truth, how one becomes another, and its functions."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.pattern import InvalidPattern, matches
from openphone_gym.serve.xpath.places import Attribute, Item

Nodes = list[Item]
Value = Nodes | str | float | bool

LONGEST_TEXT = 20_000
"""Most characters of a text that an expression may make."""


class InvalidXPath(ValueError):
    """An expression is broken, too large, or uses what is not supported; the message says which."""


class Context(NamedTuple):
    """Where an expression is looked at: a node, its place among those that were found, and their number."""

    item: Item
    position: int
    size: int


def as_nodes(value: Value) -> Nodes:
    """A set of nodes.

    Raises:
        InvalidXPath: The value is none.
    """
    if not isinstance(value, list):
        raise InvalidXPath("an expression gives no elements where some are needed")
    return value


def as_text(value: Value) -> str:
    """The text of a value; elements have none, but their attributes do."""
    if isinstance(value, list):
        first = value[0] if value else None
        return first.value if isinstance(first, Attribute) else ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) else repr(value)


def as_number(value: Value) -> float:
    """The number that a value says, or NaN."""
    if isinstance(value, bool | float):
        return float(value)
    try:
        return float(as_text(value).strip())
    except ValueError:
        return math.nan


def as_truth(value: Value) -> bool:
    """Whether there is something: nodes, characters, or a number other than 0."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(sign: str, left: Value, right: Value) -> bool:
    """Compares two values; of sets of nodes, any that fits will do."""
    if isinstance(left, bool) or isinstance(right, bool):
        lefts, rights = [as_truth(left)], [as_truth(right)]
    else:
        lefts, rights = _singles(left), _singles(right)
    spend(len(lefts) * len(rights) / 20)
    return any(_holds(sign, one, other) for one in lefts for other in rights)


def _singles(value: Value) -> Sequence[str | float]:
    return [as_text([item]) for item in value] if isinstance(value, list) else [value]


def _holds(sign: str, left: str | float, right: str | float) -> bool:
    if sign in COMPARISONS:
        return COMPARISONS[sign](as_number(left), as_number(right))
    if isinstance(left, float) or isinstance(right, float):
        same = as_number(left) == as_number(right)
    else:
        same = left == right
    return same == (sign == "=")


# Functions


def _substring(text: str, start: float, count: float = math.inf) -> str:
    """Characters from the ``start``-th on, counted from 1; both numbers are rounded."""
    first, after = _round(start), _round(start) + _round(count)
    return "".join(one for at, one in enumerate(text, 1) if first <= at < after)


def _round(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else math.floor(number + 0.5)


def _translate(text: str, old: str, new: str) -> str:
    table = {ord(one): new[at] if at < len(new) else None for at, one in reversed([*enumerate(old)])}
    return text.translate(table)


def _matches(text: str, pattern: str) -> bool:
    """Whether a part of the text fits an expression."""
    start, end = ("" if pattern.startswith("^") else ".*"), ("" if pattern.endswith("$") else ".*")
    try:
        return matches(f"{start}({pattern}){end}", text)
    except InvalidPattern as error:
        raise InvalidXPath(f"matches(): {error}") from None


def _between(text: str, mark: str, after: bool) -> str:
    before, _, rest = text.partition(mark) if mark else ("", "", text)
    return rest if after else before


def _rounded(how: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: number if math.isnan(number) or math.isinf(number) else float(how(number))


class Function(NamedTuple):
    """A function of texts and numbers.

    Attributes:
        takes: What its arguments are turned into.
        gives: Its result.
        needed: How many arguments it needs at least.
    """

    takes: tuple[Callable[[Value], object], ...]
    gives: Callable[..., Value]
    needed: int


def _function(gives: Callable[..., Value], *takes: Callable[[Value], object], needed: int = -1) -> Function:
    return Function(takes, gives, needed if needed >= 0 else len(takes))


FUNCTIONS: Mapping[str, Function] = {
    "boolean": _function(bool, as_truth),
    "ceiling": _function(_rounded(math.ceil), as_number),
    "concat": _function(lambda *texts: "".join(texts), *([as_text] * 20), needed=2),
    "contains": _function(lambda text, part: part in text, as_text, as_text),
    "count": _function(lambda nodes: float(len(nodes)), as_nodes),
    "ends-with": _function(str.endswith, as_text, as_text),
    "false": _function(lambda: False),
    "floor": _function(_rounded(math.floor), as_number),
    "lower-case": _function(str.lower, as_text),
    "matches": _function(_matches, as_text, as_text),
    "not": _function(operator.not_, as_truth),
    "round": _function(_round, as_number),
    "starts-with": _function(str.startswith, as_text, as_text),
    "substring": _function(_substring, as_text, as_number, as_number, needed=2),
    "substring-after": _function(lambda text, mark: _between(text, mark, True), as_text, as_text),
    "substring-before": _function(lambda text, mark: _between(text, mark, False), as_text, as_text),
    "translate": _function(_translate, as_text, as_text, as_text),
    "true": _function(lambda: True),
    "upper-case": _function(str.upper, as_text),
}
"""Functions of their arguments alone; some are those of XPath 2.0 that clients use."""

OF_CONTEXT: Mapping[str, Callable[[Value], Value]] = {
    "local-name": lambda value: _name(as_nodes(value)),
    "name": lambda value: _name(as_nodes(value)),
    "normalize-space": lambda value: " ".join(as_text(value).split()),
    "number": as_number,
    "string": as_text,
    "string-length": lambda value: float(len(as_text(value))),
}
"""Functions of one argument, which without it are about the node at hand."""


def _name(nodes: Nodes) -> str:
    return nodes[0].name if nodes else ""
