"""Reads the action out of a model's answer. Nothing in the answer is ever executed.

Where the call is looked for, first place that holds one:

1. the whole answer, if it is nothing but one call;
2. inside ``<CALLED_FUNCTION>`` or ``<tool_call>`` tags (the closing tag may be missing): the first call;
3. after a line that begins with ``CALLED_FUNCTION:``, ``Action:`` or ``Function:``: the first call;
4. in a fenced code block: the last call of the first block that holds one;
5. anywhere: by the order of the vocabulary (tap, swipe, text, long_press, finish, wait, back, home,
   enter, launch), and the first call among equals.

What counts as a call: ``tap(3)``; ``do(action="Tap", element=[x1, y1, x2, y2])`` and
``finish(message="...")`` as AndroidLab writes them; a JSON object with ``name`` and ``arguments``, or
with ``action`` and the arguments beside it; also a name alone, such as ``back``, where nothing else stands.
Arguments go by position or by keyword, under their own or a common other name; a box or a point in
pixels may stand for an element. Strings keep what is written in them (``00112233`` stays so).

``do(action="Type", ...)`` becomes the plain ``text`` action. AndroidLab's own executor presses Enter
after it; here ``enter()`` is a step of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import msgspec

from openphone_gym.actions.vocabulary import VOCABULARY, Action, ActionType, InvalidAction, build, find

MAX_LENGTH = 100_000
"""Longest answer that is read, in characters."""
MAX_CALLS = 100
"""Most places of an answer at which a call is looked for: bounds the time that hostile text can take."""

Value = str | list[str] | None

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
_REMARKS = {"thought", "thoughts", "reason", "reasoning", "explanation", "observation", "type"}
_CONTAINERS = ("tool_calls", "tool_call", "function_call", "function", "action")
_ARGUMENT_KEYS = ("arguments", "args", "parameters", "params", "kwargs", "input", "action_input")

_TAGS = re.compile(r"<(CALLED_FUNCTION|tool_call)>(.*?)(?:</\1>|\Z)", re.S | re.I)
_CLOSED_TAGS = re.compile(r"<(CALLED_FUNCTION|tool_call)>(.*?)</\1>", re.S | re.I)
_LABEL = re.compile(r"^[ \t*#>\-]*(?:CALLED_FUNCTION|Action|Function)[ \t*]*:[ \t*]*(.*)", re.S | re.I | re.M)
_FENCE = re.compile(r"```[ \t]*\w*[ \t]*\n?(.*?)(?:```|\Z)", re.S)
_START = re.compile(r"(?<!\w)([A-Za-z_]\w*+)\(|\{", re.A)
_KEY = re.compile(r"([A-Za-z_]\w*)\s*=(?!=)\s*", re.A)
_SPACE = re.compile(r"\s*")
# A quote inside a string that is not followed by a delimiter is part of the text: models forget to escape.
_STRING = re.compile(
    r'"((?:[^"\\]++|\\.|"(?!\s*[,)\]]))*+)"' + "|" + r"'((?:[^'\\]++|\\.|'(?!\s*[,)\]]))*+)'", re.S
)
_NUMBERS = re.compile(r"\[[\d\s.,+\-\[\]]*\]|\([\d\s.,+\-]*\)")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?")
_BARE = re.compile(r"[^\s,()\[\]{}\"'=][^,()\[\]{}\"'=]*")
_ESCAPE = re.compile(
    r"(?:\\u[0-9a-fA-F]{4})+|\\x([0-9a-fA-F]{2})|\\U(000[0-9a-fA-F]{5}|0010[0-9a-fA-F]{4})|\\(.)", re.S
)
_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "0": "\0"}
_KEPT_ESCAPES = "\\\"'/"


class _Call(msgspec.Struct):
    """A call as it was written, not yet checked against the vocabulary."""

    name: str
    positional: list[Value]
    named: dict[str, Any]
    end: int = 0


class _Unreadable(Exception):
    """The text at this place is not a call."""


def parse(answer: str, *, cut: str | None = None) -> Action:
    """Reads the one action that a model's answer calls for.

    Args:
        answer: What the model wrote, reasoning included; at most ``MAX_LENGTH`` characters.
        cut: Why the answer is not whole, such as "it was cut at the limit of 256 tokens"; None for one that
            is. Of a cut answer only a call in closed tags, or one that is the whole answer, counts.

    Raises:
        InvalidAction: No call was found, or it is not a valid one; the message says what would be.
    """
    if len(answer) > MAX_LENGTH:
        raise InvalidAction(f"the answer has {len(answer)} characters; at most {MAX_LENGTH} are read")
    if cut is not None:
        return _parse_cut(answer, cut)
    return _parse_again(answer) if len(answer) <= _SHORT else _parse(answer)


def _parse_cut(answer: str, cut: str) -> Action:
    if call := _whole(answer):
        return _checked(call)
    if tagged := _CLOSED_TAGS.search(answer):
        return _parse(tagged[2])
    raise InvalidAction(f"the answer is not whole: {cut}; answer shorter, and write the call first")


def checked(action: object) -> Action:
    """Whatever an agent handed over, as a checked action.

    Raises:
        InvalidAction: It is neither a valid action nor a text that ``parse`` reads.
    """
    if isinstance(action, str):
        return parse(action)
    if isinstance(action, Action):
        return build(action.name, action.arguments)
    raise InvalidAction(f"an action is an Action or a call such as 'tap(3)', not {type(action).__name__}")


_SHORT = 100
"""Answers up to this length are bare calls, which come again and again."""


@lru_cache(maxsize=4096)
def _parse_again(answer: str) -> Action:
    return _parse(answer)


def _parse(answer: str) -> Action:
    return _checked(_whole(answer) or _find_call(answer))


def _whole(answer: str) -> _Call | None:
    """The call that the answer is, if it is nothing else."""
    stripped = answer.strip().strip("`").strip()
    start = _START.match(stripped)
    try:
        call = _read(stripped, start) if start else None
    except _Unreadable:
        return None
    return call if call and call.end == len(stripped) else None


def _find_call(answer: str) -> _Call:
    places: list[tuple[str, Callable[[list[_Call]], _Call]]] = []
    if tagged := _TAGS.search(answer):
        places.append((tagged[2], _first))
    if labelled := _LABEL.search(answer):
        places.append((labelled[1], _first))
    places += [(block, _last) for block in islice(_FENCE.findall(answer), MAX_CALLS)]
    places.append((answer, _preferred))
    for place, choose in places:
        calls = [call for call in _calls(place) if _known(call)]
        if calls:
            return choose(calls)
        if word := _lone_word(place):
            return _Call(word, [], {})
    raise _nothing_found(places[0][0])


def _calls(text: str) -> list[_Call]:
    """All readable calls, none of them inside the text of another."""
    calls: list[_Call] = []
    end = 0
    for start in islice(_START.finditer(text), MAX_CALLS):
        if start.start() < end:
            continue
        try:
            calls.append(_read(text, start))
        except _Unreadable:
            continue
        end = calls[-1].end
    return calls


def _first(calls: list[_Call]) -> _Call:
    return calls[0]


def _last(calls: list[_Call]) -> _Call:
    return calls[-1]


def _preferred(calls: list[_Call]) -> _Call:
    order = list(VOCABULARY)
    return min(calls, key=lambda call: order.index(find(_action_name(call)).name))


def _known(call: _Call) -> bool:
    try:
        find(_action_name(call))
    except InvalidAction:
        return False
    return True


def _lone_word(text: str) -> str | None:
    word = text.strip().strip("`\"'.").strip()
    return word if len(word) <= 40 and _known(_Call(word, [], {})) else None


def _nothing_found(place: str) -> InvalidAction:
    """The error for a place without a readable call of a known action: names the nearest cause."""
    for call in _calls(place):
        try:
            find(_action_name(call))
        except InvalidAction as error:
            return error
    for start in islice(_START.finditer(place), MAX_CALLS):
        if start[1] and _known(_Call(start[1], [], {})):
            shown = place[start.start() : start.start() + 60]
            return InvalidAction(
                f'cannot read the arguments of {shown!r}; write it like tap(3) or finish("text")', value=shown
            )
    return InvalidAction(f"the answer calls no action (valid: {', '.join(VOCABULARY)})", choices=VOCABULARY)


# Reading: from text to a call


def _read(text: str, start: re.Match[str]) -> _Call:
    if start[1] is None:
        return _read_json(text, start.start())
    positional: list[Value] = []
    named: dict[str, Any] = {}
    at = _skip(text, start.end())
    while not text.startswith(")", at):
        key = _KEY.match(text, at)
        value, at = _read_value(text, key.end() if key else at)
        if key:
            named[key[1]] = value
        else:
            positional.append(value)
        at = _skip(text, at)
        if text.startswith(",", at):
            at = _skip(text, at + 1)
        elif not text.startswith(")", at):
            raise _Unreadable
    return _Call(start[1], positional, named, at + 1)


def _read_value(text: str, at: int) -> tuple[Value, int]:
    if match := _STRING.match(text, at):
        return _unescaped(match[match.lastindex or 1]), match.end()
    if match := _NUMBERS.match(text, at):
        return _NUMBER.findall(match[0]), match.end()
    if match := _BARE.match(text, at):
        word = match[0].strip()
        return (None if word in ("None", "null") else word), match.end()
    raise _Unreadable


def _skip(text: str, at: int) -> int:
    blank = _SPACE.match(text, at)
    return blank.end() if blank else at


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        return chr(int(code, 16))
    if letter := match[3]:
        return letter if letter in _KEPT_ESCAPES else _SIMPLE_ESCAPES.get(letter, match[0])
    return json.loads(f'"{match[0]}"')  # joins surrogate pairs


def _read_json(text: str, at: int) -> _Call:
    try:
        value, end = _JSON.raw_decode(text, at)
    except (ValueError, RecursionError):
        raise _Unreadable from None
    return _json_call(value, end)


# Numbers stay as written, so that digits meant as text lose nothing.
_JSON = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def _json_call(value: dict[str, Any], end: int) -> _Call:
    for inner in _unwrapped(value):
        value = inner
    name = next(
        (value[key] for key in ("name", "action", "function") if isinstance(value.get(key), str)), None
    )
    if name is None:
        raise _Unreadable
    if start := _START.match(name.strip()):
        return msgspec.structs.replace(_read(name.strip(), start), end=end)
    objects = (_object(value.get(key)) for key in _ARGUMENT_KEYS)
    arguments = next((found for found in objects if found is not None), None)
    if arguments is None:
        used = {key for key in ("name", "action", "function") if value.get(key) == name}
        arguments = {key: item for key, item in value.items() if key not in used | _REMARKS}
    return _Call(name, [], arguments, end)


def _object(value: object) -> dict[str, Any] | None:
    """A JSON object given as such, or as text: native tool calls carry their arguments as text."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = _JSON.decode(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, dict) else None


def _unwrapped(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The objects nested in each other that lead to the one holding the name."""
    inner: Any = value
    while isinstance(inner, dict):
        yield inner
        inner = next((inner[key] for key in _CONTAINERS if isinstance(inner.get(key), dict | list)), None)
        if isinstance(inner, list):
            inner = inner[0] if inner else None


# Checking: from a call to an action


def _action_name(call: _Call) -> str:
    """The action that a call means: ``do`` names it in its first argument."""
    if call.name.casefold() != "do":
        return call.name
    name = call.named.get("action", call.positional[0] if call.positional else None)
    return name if isinstance(name, str) else "do"


def _checked(call: _Call) -> Action:
    kind = find(_action_name(call))
    positional, named = list(call.positional), dict(call.named)
    if call.name.casefold() == "do" and named.pop("action", None) is None:
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
    if kind.takes_point and len(values) >= 2 and all(kind.accepts("x", value) for value in values[:2]):
        values = [[str(values[0]), str(values[1])], *values[2:]]
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
    return (key == "index" and isinstance(value, list)) or kind.accepts(key, value)


def _named(kind: ActionType, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if value is None:
            continue
        plain = key.casefold()
        known = (name for name in kind.parameters if plain == name or plain in _SYNONYMS.get(name, ()))
        parameter = next(known, None)
        if parameter is None:
            raise InvalidAction.unknown(f"argument of {kind.name}", key, list(kind.parameters))
        yield parameter, value


def _at_point(kind: ActionType, parameter: str, value: Any) -> list[tuple[str, object]]:
    """Splits a box or point that stands for an element into x and y; leaves all else as it is."""
    if parameter != "index" or (not isinstance(value, list) and not str(value).lstrip().startswith("[")):
        return [(parameter, value)]
    numbers = [float(number) for number in _NUMBER.findall(str(value)[:200])]
    if len(numbers) not in (2, 4):
        raise InvalidAction(f"the element of {kind.name} must be [x, y] or [x1, y1, x2, y2]", value=value)
    halves = len(numbers) // 2
    return [("x", int(sum(numbers[::2]) // halves)), ("y", int(sum(numbers[1::2]) // halves))]
