"""Reads a call as it is written, ``tap(3)`` or a JSON object, without asking what it means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from openphone_gym.actions.reader.literals import CALL, OBJECT, Literals, Unreadable, Value

MAX_CALLS = 100
"""Most places of a text at which a call is looked for: bounds the time that hostile text can take."""

START = re.compile(r"\b([A-Za-z_]\w*+)\(|\{|\[\s*+\{", re.A)
"""Where a call may begin."""
_KEY = re.compile(r"([A-Za-z_]\w*+)\s*+=(?!=)\s*+", re.A)
_REMARKS = {"thought", "thoughts", "reason", "reasoning", "explanation", "observation", "type"}
_CONTAINERS = ("tool_calls", "tool_call", "function_call", "function", "action")
NAME_KEYS = ("name", "action", "function")
"""Keys of an object under which the name of its action may stand."""
_ARGUMENT_KEYS = ("arguments", "args", "parameters", "params", "kwargs")
_INPUT_KEYS = ("input", "action_input")
"""Keys of arguments, or of a text to type."""


class Call(msgspec.Struct):
    """A call as it was written, not yet checked against the vocabulary.

    Attributes:
        name: The name before the bracket, or that of the JSON object.
        positional: Values without a name.
        named: Values with the name that was written before them; a name may come twice.
        start: Where it begins in its text.
        end: Where it ends.
        json: Whether it was written as a JSON object.
        written: The text between.
    """

    name: str
    positional: list[Value] = []
    named: list[tuple[str, Value]] = []
    start: int = 0
    end: int = 0
    json: bool = False
    written: str = ""

    def same(self, other: Call) -> bool:
        """Whether both are written alike, wherever they stand."""
        return (self.name, self.positional, self.named) == (other.name, other.positional, other.named)


def calls(text: str, keys: tuple[str, ...] = NAME_KEYS) -> list[Call]:
    """All readable calls, none of them inside the text of another."""
    found: list[Call] = []
    if "(" not in text and "{" not in text:
        return found
    end = 0
    for start in islice(START.finditer(text), MAX_CALLS):
        if start.start() < end:
            continue
        try:
            found.append(read(text, start, keys=keys))
        except Unreadable:
            continue
        end = found[-1].end
    return found


def read(text: str, start: re.Match[str], whole: bool = True, keys: tuple[str, ...] = NAME_KEYS) -> Call:
    """The call at a match of ``START``.

    Args:
        text: What it stands in.
        start: Where it begins.
        whole: Whether brackets of JSON that are open at the end of the text may be taken as closed.
        keys: Keys of an object under which the name may stand.

    Raises:
        Unreadable: No call stands there.
    """
    if start[1] is None:
        value, end = _json(text, start.start(), whole)
        return _placed(_of_object(value, whole, keys), text, start.start(), end)
    literals = Literals(text, whole)
    positional: list[Value] = []
    named: list[tuple[str, Value]] = []
    at = literals.skip(start.end(), CALL)
    while not text.startswith(")", at):
        key = _KEY.match(text, at)
        value, at = literals.value(key.end() if key else at, CALL)
        if key:
            named.append((key[1], value))
        else:
            positional.append(value)
        at = literals.skip(at, CALL)
        if text.startswith(",", at):
            at = literals.skip(at + 1, CALL)
        elif not text.startswith(")", at):
            raise Unreadable
    return _placed(Call(start[1], positional, named), text, start.start(), at + 1)


def _placed(call: Call, text: str, start: int, end: int) -> Call:
    return msgspec.structs.replace(call, start=start, end=end, written=text[start:end])


# Objects


def _json(text: str, at: int, whole: bool) -> tuple[Value, int]:
    """JSON at a place, and where it ends; also what models write in its stead, such as Python dicts."""
    try:
        return _JSON.raw_decode(text, at)
    except (ValueError, RecursionError):
        return Literals(text, whole).value(at, OBJECT)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


# Numbers stay as written, so that digits meant as text lose nothing.
_JSON = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_unique)


def _of_object(value: Value, whole: bool, keys: tuple[str, ...]) -> Call:
    for inner in _unwrapped(value):
        value = inner
    if not isinstance(value, dict):
        raise Unreadable
    name = next((value[key] for key in keys if isinstance(value.get(key), str)), None)
    if name is None:
        raise Unreadable
    if start := START.match(name.strip()):
        return read(name.strip(), start, whole, keys)
    arguments = _arguments(value, whole)
    if arguments is None:
        used = {key for key in keys if value.get(key) == name}
        arguments = {key: item for key, item in value.items() if key not in used | _REMARKS}
    return Call(name, [], list(arguments.items()), json=True)


def _arguments(value: dict[str, Value], whole: bool) -> dict[str, Value] | None:
    """The object of arguments within that of a call; None if they stand beside the name."""
    for key in (*_ARGUMENT_KEYS, *_INPUT_KEYS):
        found = value.get(key)
        if isinstance(found, str) and found.lstrip().startswith("{"):
            try:
                return _written(found.strip(), whole)
            except Unreadable:
                if key in _ARGUMENT_KEYS:
                    raise
        if isinstance(found, dict):
            return found
    return None


def _written(text: str, whole: bool) -> dict[str, Value]:
    """An object written as text: native tool calls carry their arguments so."""
    value, end = _json(text, 0, whole)
    if end < len(text) or not isinstance(value, dict):
        raise Unreadable
    return value


def _unwrapped(value: Value) -> Iterator[Value]:
    """The objects nested in each other that lead to the one holding the name; of a list, the first."""
    inner = value
    while isinstance(inner, dict | list):
        if isinstance(inner, list):
            inner = inner[0] if inner else None
            continue
        yield inner
        inner = next((inner[key] for key in _CONTAINERS if isinstance(inner.get(key), dict | list)), None)
