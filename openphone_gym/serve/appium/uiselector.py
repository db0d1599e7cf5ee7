"""UI Automator's selectors as Appium's clients write them, in a line of Java.

Such as::

    new UiSelector().className("android.widget.TextView").textContains("Wi")
    new UiScrollable(new UiSelector().scrollable(true)).scrollIntoView(new UiSelector().text("Display"))

What is read is the chain of calls, and nothing else of Java.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from openphone_gym.serve.selector import Selector
from openphone_gym.serve.ui_device import MOST_SWIPES

LONGEST, DEEPEST = 4_000, 20
"""Most characters of a line, and how deep its calls may lie within others."""


class InvalidUiSelector(ValueError):
    """A line can't be read, or calls what is not known; the message says which."""


class Scrolling(NamedTuple):
    """A search in a scrolling area.

    Attributes:
        area: Where.
        wanted: What is searched.
        vertical: Whether it scrolls up and down.
        swipes: Most swipes each way.
    """

    area: Selector
    wanted: Selector
    vertical: bool
    swipes: int


class _Call(NamedTuple):
    name: str
    arguments: list[_Value]


class _Chain(NamedTuple):
    """``new NAME(...)`` and the calls behind it."""

    head: _Call
    calls: list[_Call]


_Value = str | int | bool | _Chain


def read(line: str) -> list[Selector | Scrolling]:
    """The selectors of a line, one after each semicolon.

    Raises:
        InvalidUiSelector: It can't be read.
    """
    if len(line) > LONGEST:
        raise InvalidUiSelector(f"a selector has {LONGEST} characters at most")
    reader = _Reader(_tokens(line))
    found: list[Selector | Scrolling] = []
    while not reader.ended():
        chain = reader.chain()
        found.append(_scrolling(chain) if chain.head.name == "UiScrollable" else _selector(chain))
    if not found:
        raise InvalidUiSelector("an empty selector")
    return found


_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?[0-9]{1,7})|(?P<name>[A-Za-z_]\w*)|(?P<sign>[().,;])
    )""",
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def _tokens(line: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at, end = 0, len(line.rstrip())
    while at < end:
        found = _TOKEN.match(line, at)
        if found is None or found.lastgroup is None:
            raise InvalidUiSelector(f"can't be read from {line[at : at + 20]!r} on")
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    return tokens


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def ended(self) -> bool:
        """Whether nothing is left but semicolons."""
        while self._take("sign", ";"):
            pass
        return self._at == len(self._tokens)

    def _take(self, kind: str, text: str = "") -> str:
        if self._at < len(self._tokens):
            found, word = self._tokens[self._at]
            if found == kind and text in ("", word):
                self._at += 1
                return word
        return ""

    def _need(self, kind: str, text: str = "") -> str:
        word = self._take(kind, text)
        if not word:
            before = self._tokens[self._at][1][:20] if self._at < len(self._tokens) else "the end"
            raise InvalidUiSelector(f"{text or kind!r} is missing before {before!r}")
        return word

    def chain(self) -> _Chain:
        """``[new] UiSelector()`` or ``[new] UiScrollable(...)`` with its calls, or these alone."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise InvalidUiSelector("calls lie too deep within others")
        self._take("name", "new")
        begins_with_dot = self._tokens[self._at : self._at + 1] == [("sign", ".")]
        head = _Call("UiSelector", []) if begins_with_dot else self._call()
        calls: list[_Call] = []
        while self._take("sign", "."):
            calls.append(self._call())
        self._depth -= 1
        return _Chain(head, calls)

    def _call(self) -> _Call:
        name = self._need("name")
        self._need("sign", "(")
        arguments: list[_Value] = []
        while not self._take("sign", ")"):
            if arguments:
                self._need("sign", ",")
            arguments.append(self._argument())
        return _Call(name, arguments)

    def _argument(self) -> _Value:
        if text := self._take("text"):
            return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text[1:-1])
        if number := self._take("number"):
            return int(number)
        for word in ("true", "false"):
            if self._take("name", word):
                return word == "true"
        return self.chain()


_FIELDS = set(Selector.__struct_encode_fields__) - {"mask", "childOrSibling", "childOrSiblingSelector"}
_RELATIONS = {"childSelector": "child", "fromParent": "sibling"}


def _selector(value: _Value) -> Selector:
    if not isinstance(value, _Chain) or value.head.name != "UiSelector" or value.head.arguments:
        raise InvalidUiSelector("new UiSelector() is missing")
    fields: dict[str, object] = {}
    for name, arguments in value.calls:
        if name in _RELATIONS and len(arguments) == 1:
            fields["childOrSibling"] = [_RELATIONS[name]]
            fields["childOrSiblingSelector"] = [msgspec.to_builtins(_selector(arguments[0]))]
        elif name in _FIELDS and len(arguments) <= 1:
            fields[name] = arguments[0] if arguments else True
        else:
            raise InvalidUiSelector(
                f"UiSelector has no method {name}() that takes {len(arguments)} arguments"
            )
    try:
        return msgspec.convert(fields, Selector)
    except msgspec.ValidationError as error:
        raise InvalidUiSelector(str(error)) from None


def _scrolling(chain: _Chain) -> Scrolling:
    if len(chain.head.arguments) != 1:
        raise InvalidUiSelector("new UiScrollable() takes one selector")
    area, vertical, swipes, wanted = _selector(chain.head.arguments[0]), True, MOST_SWIPES, None
    for name, arguments in chain.calls:
        match name, arguments:
            case "setAsHorizontalList" | "setAsVerticalList", []:
                vertical = name == "setAsVerticalList"
            case "setMaxSearchSwipes", [int(number)]:
                swipes = min(max(number, 0), 10 * MOST_SWIPES)
            case "scrollIntoView", [target]:
                wanted = _selector(target)
            case "scrollTextIntoView", [str(text)]:
                wanted = Selector(text=text)
            case "scrollDescriptionIntoView", [str(text)]:
                wanted = Selector(description=text)
            case "getChildByText", [pattern, str(text), *_]:
                wanted = msgspec.structs.replace(_selector(pattern), text=text)
            case "getChildByDescription", [pattern, str(text), *_]:
                wanted = msgspec.structs.replace(_selector(pattern), description=text)
            case _:
                raise InvalidUiSelector(f"UiScrollable has no method {name}() that finds an element")
    if wanted is None:
        raise InvalidUiSelector("the last call on UiScrollable has to find an element: scrollIntoView(...)")
    return Scrolling(area, wanted, vertical, swipes)
