"""Reads an expression of XPath and finds what it names; each part becomes a function of its context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, NoReturn

from openphone_gym.phone.shell.budget import spend
from openphone_gym.serve.xpath.parts import (
    EVERYTHING,
    NODES_PER_STEP,
    Part,
    Step,
    both,
    called,
    compared,
    constant,
    either,
    filtered,
    here,
    joined,
    negated,
    reckoned,
    stepped,
    top,
)
from openphone_gym.serve.xpath.places import AXES, Place, document
from openphone_gym.serve.xpath.values import COMPARISONS, Context, InvalidXPath, as_nodes
from openphone_gym.ui.node import UiNode

LONGEST_EXPRESSION, MOST_WORDS, DEEPEST = 4_000, 300, 20
"""Most characters of an expression, its most words and signs, and how deep its brackets may go."""

READING_COST = 20
"""Steps of reading a new expression."""


def find(expression: str, roots: Sequence[UiNode], wrapped: bool = True) -> list[UiNode]:
    """The elements that an expression names, in document order.

    Args:
        expression: XPath 1.0, without variables and namespaces.
        roots: The topmost nodes.
        wrapped: Whether ``hierarchy`` lies around them, as around a whole screen.

    Raises:
        InvalidXPath: It can't be used, or names no elements.
        Killed: It costs too much.
    """
    part = _read(expression)
    screen = document(roots, wrapped)
    spend(sum(1 for _ in AXES["descendant"](screen)) / NODES_PER_STEP)
    found = as_nodes(part(Context(screen, 1, 1)))
    return [item.node for item in found if isinstance(item, Place) and item.node is not None]


@lru_cache(maxsize=256)
def _read(expression: str) -> Part:
    spend(READING_COST)
    if len(expression) > LONGEST_EXPRESSION:
        raise InvalidXPath(f"an expression has {LONGEST_EXPRESSION} characters at most")
    tokens = _tokens(expression)
    if len(tokens) > MOST_WORDS:
        raise InvalidXPath(f"an expression has {MOST_WORDS} words and signs at most")
    reader = _Reader(tokens)
    part = reader.whole()
    reader.end()
    return part


class _Token(NamedTuple):
    kind: str
    text: str


_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"]*"|'[^']*')
        |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
        |(?P<sign>//|::|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
        |(?P<name>[^\W\d][\w.\-$]*)
    )""",
    re.VERBOSE,
)
_OPERATORS = ("and", "or", "div", "mod", "*")


def _tokens(expression: str) -> list[_Token]:
    tokens: list[_Token] = []
    at, end = 0, len(expression.rstrip())
    while at < end:
        found = _TOKEN.match(expression, at)
        if found is None or found.lastgroup is None:
            raise InvalidXPath(f"can't be read from {expression[at : at + 20]!r} on")
        token = _Token(found.lastgroup, found[found.lastgroup])
        if token.text in _OPERATORS and _ends_operand(tokens):
            token = _Token("operator", token.text)
        tokens.append(token)
        at = found.end()
    return tokens


def _ends_operand(tokens: list[_Token]) -> bool:
    """Whether what comes next stands between two operands (XPath 1.0, section 3.7)."""
    if not tokens:
        return False
    last = tokens[-1]
    if last.kind in ("name", "text", "number"):
        return True
    return last.kind == "sign" and last.text in (")", "]", ".", "..", "*")


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def _next(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _Token("end", "")

    def _take(self, *texts: str, kind: str = "sign") -> str:
        """Takes one of these tokens; returns it, or nothing if another one comes."""
        token = self._next()
        if token.kind != kind or (texts and token.text not in texts):
            return ""
        self._at += 1
        return token.text

    def _need(self, text: str) -> None:
        if not self._take(text):
            self._fail(text)

    def _fail(self, wanted: str) -> NoReturn:
        raise InvalidXPath(f"{wanted!r} is missing before {self._next().text[:20]!r}")

    def end(self) -> None:
        """Checks that nothing is left."""
        if self._next().kind != "end":
            self._fail("the end")

    # From the weakest operator to the strongest

    def whole(self) -> Part:
        """An expression, from the weakest operator on."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise InvalidXPath("brackets go too deep")
        part = self._both()
        while self._take("or", kind="operator"):
            part = either(part, self._both())
        self._depth -= 1
        return part

    def _both(self) -> Part:
        part = self._equal()
        while self._take("and", kind="operator"):
            part = both(part, self._equal())
        return part

    def _equal(self) -> Part:
        part = self._ordered()
        while sign := self._take("=", "!="):
            part = compared(sign, part, self._ordered())
        return part

    def _ordered(self) -> Part:
        part = self._sum()
        while sign := self._take(*COMPARISONS):
            part = compared(sign, part, self._sum())
        return part

    def _sum(self) -> Part:
        part = self._product()
        while sign := self._take("+", "-"):
            part = reckoned(sign, part, self._product())
        return part

    def _product(self) -> Part:
        part = self._signed()
        while sign := self._take("*", "div", "mod", kind="operator"):
            part = reckoned(sign, part, self._signed())
        return part

    def _signed(self) -> Part:
        minus = 0
        while self._take("-"):
            minus += 1
        part = self._union()
        return negated(part) if minus % 2 else part

    def _union(self) -> Part:
        part = self._path()
        while self._take("|"):
            part = joined(part, self._path())
        return part

    def _path(self) -> Part:
        token = self._next()
        if token.kind in ("text", "number") or token.text == "(" or self._calls():
            part = self._primary()
            if self._next().text == "[":
                part = filtered(part, self._predicates())
            if not self._take("/"):
                if not self._take("//"):
                    return part
                part = stepped(part, EVERYTHING)
            return self._steps(part)
        if self._take("//"):
            return self._steps(stepped(top, EVERYTHING))
        if self._take("/"):
            return self._steps(top) if self._starts_step() else top
        return self._steps(here)

    def _calls(self) -> bool:
        after = self._tokens[self._at + 1 : self._at + 2]
        token = self._next()
        return token.kind == "name" and bool(after) and after[0].text == "(" and token.text not in _TESTS

    def _starts_step(self) -> bool:
        token = self._next()
        return token.kind == "name" or token.text in (".", "..", "@", "*")

    def _primary(self) -> Part:
        if text := self._take(kind="text"):
            return constant(text[1:-1])
        if number := self._take(kind="number"):
            return constant(float(number))
        if self._take("("):
            part = self.whole()
            self._need(")")
            return part
        return self._call(self._take(kind="name"))

    def _call(self, name: str) -> Part:
        self._need("(")
        arguments: list[Part] = []
        while not self._take(")"):
            if arguments:
                self._need(",")
            arguments.append(self.whole())
        return called(name, arguments)

    def _steps(self, part: Part) -> Part:
        part = stepped(part, self._step())
        while sign := self._take("/", "//"):
            if sign == "//":
                part = stepped(part, EVERYTHING)
            part = stepped(part, self._step())
        return part

    def _step(self) -> Step:
        if self._take(".."):
            return Step("parent", "node()", ())
        if self._take("."):
            return Step("self", "node()", ())
        axis = "attribute" if self._take("@") else "child"
        name = self._take(kind="name") or self._take("*")
        if self._take("::"):
            axis = name
            name = self._take(kind="name") or self._take("*")
        if axis not in AXES:
            raise InvalidXPath(f"there is no axis {axis[:40]!r}")
        if not name:
            self._fail("a name")
        if name in _TESTS and self._take("("):
            self._need(")")
            name += "()"
        return Step(axis, name, tuple(self._predicates()))

    def _predicates(self) -> list[Part]:
        predicates: list[Part] = []
        while self._take("["):
            predicates.append(self.whole())
            self._need("]")
        return predicates


_TESTS = ("node", "text", "comment")
"""Tests that look like functions; a screen has no texts and comments beside its elements."""
