"""What a call means: the action, with the values paired to its parameters."""

from __future__ import annotations

from collections.abc import Iterator

from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader.calls import Call
from openphone_gym.actions.reader.language import Language
from openphone_gym.actions.reader.literals import Value
from openphone_gym.actions.reader.points import corners, is_place
from openphone_gym.actions.values import number, pixels
from openphone_gym.actions.vocabulary import VOCABULARY, Action, ActionType, build, find

_SYNONYMS = {
    "index": ("element", "element_index", "element_id", "idx", "id", "number", "mark", "label", "target",
              "bbox", "box", "point", "coordinate", "coordinates", "position"),
    "direction": ("dir",),
    "dist": ("distance", "length"),
    "input_str": ("text", "input", "content", "value", "string", "input_text"),
    "interval": ("seconds", "time", "duration", "secs"),
    "app_name": ("app", "name", "package", "package_name", "application"),
    "message": ("answer", "text", "msg", "response", "result", "content"),
}  # fmt: skip
_SHAPES = "[x, y] or [x1, y1, x2, y2]"


def action_name(call: Call) -> str:
    """The action that a call means: ``do`` names it in its first argument."""
    if call.name.casefold() != "do":
        return call.name
    named = [value for key, value in call.named if key == "action"]
    name = named[0] if named else call.positional[0] if call.positional else None
    return name if isinstance(name, str) else "do"


OWN = Language(
    names=VOCABULARY,
    find=find,
    action_name=action_name,
    example="tap(3)",
    examples='tap(3) or finish("text")',
    json_example='{"name": "tap", "arguments": {"index": 3}}',
)
"""The calls of the vocabulary, and AndroidLab's."""


def action_of(call: Call) -> Action:
    """The action that a call means.

    Raises:
        InvalidAction: There is no such action, or its arguments are not right.
    """
    kind = find(action_name(call))
    positional, named = list(call.positional), list(call.named)
    if call.name.casefold() == "do":
        if named and any(key == "action" for key, _ in named):
            named.pop(next(place for place, (key, _) in enumerate(named) if key == "action"))
        else:
            positional.pop(0)
    arguments: dict[str, object] = {}
    for parameter, value in [*_placed(kind, positional), *_named(kind, named)]:
        for key, item in _at_point(kind, parameter, value):
            if key in arguments:
                raise InvalidAction(f"{kind.name} got {key} twice", value=item)
            arguments[key] = item
    return build(kind.name, arguments)


def _placed(kind: ActionType, values: list[Value]) -> Iterator[tuple[str, Value]]:
    """Pairs values with parameters by position; a value that does not fit an optional one passes it by."""
    if kind.takes_point and len(values) >= 2 and all(number(value) is not None for value in values[:2]):
        values = [values[:2], *values[2:]]
    parameters = list(kind.parameters)
    for value in values:
        fits = [key for key in parameters if value is None or _fits(kind, key, value)]
        if not parameters:
            raise InvalidAction(f"{kind.name} takes {len(kind.parameters)} arguments, not more", value=value)
        key = fits[0] if fits else parameters[0]
        parameters = parameters[parameters.index(key) + 1 :]
        if value is not None:
            yield key, value


def _fits(kind: ActionType, key: str, value: Value) -> bool:
    return (key == "index" and is_place(value)) or kind.accepts(key, value)


def _named(kind: ActionType, values: list[tuple[str, Value]]) -> Iterator[tuple[str, Value]]:
    for key, value in values:
        if value is None:
            continue
        plain = key.casefold()
        found = (name for name in kind.parameters if plain == name or plain in _SYNONYMS.get(name, ()))
        parameter = next(found, None)
        if parameter is None:
            raise InvalidAction.unknown(f"argument of {kind.name}", key, list(kind.parameters))
        yield parameter, value


def _at_point(kind: ActionType, parameter: str, value: Value) -> list[tuple[str, object]]:
    """Splits a box or point that stands for an element into x and y; leaves all else as it is."""
    if parameter != "index" or not is_place(value):
        return [(parameter, value)]
    numbers = corners(value)
    if numbers is None:
        raise InvalidAction(f"the element of {kind.name} must be {_SHAPES}, in pixels", value=value)
    if len(numbers) == 2:
        return [("x", numbers[0]), ("y", numbers[1])]
    x1, y1, x2, y2 = pixels(**dict(zip(("x1", "y1", "x2", "y2"), numbers, strict=True))).values()
    if x1 > x2 or y1 > y2:
        raise InvalidAction("a box is [x1, y1, x2, y2] from the top left to the bottom right", value=value)
    return [("x", (x1 + x2) // 2), ("y", (y1 + y2) // 2)]
