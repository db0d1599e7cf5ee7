"""Regular expressions of clients: the usual subset, matched in time that grows only with the lengths.

Backtracking engines, Python's among them, can be kept busy for ages by a short expression. This one
follows all possibilities at once, character by character (K. Thompson, "Regular expression search
algorithm", Communications of the ACM 11(6), 1968), so there is nothing to go back to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from openphone_gym.phone.shell.budget import spend

LONGEST_PATTERN = 256
LONGEST_TEXT = 1_000
"""Most characters of an expression, and of a text that one can match; longer texts never match."""

LARGEST_PROGRAM = 300
"""Most instructions of an expression after its counted repetitions are written out."""

DEEPEST_GROUP = 20

PLACES_PER_STEP, COMPILE_COST = 5, 10
"""Places that are followed in one step of a budget, and steps for each character of a new expression."""


class InvalidPattern(ValueError):
    """An expression is broken, too large, or uses what is not supported; the message says which."""


class Instruction(NamedTuple):
    """One place in an expression.

    Attributes:
        takes: Whether a character may stand here; then the next instruction follows. None for the others.
        holds: Condition on the text and the position, for anchors.
        jumps: Distances to the instructions that may follow without a character.
    """

    takes: Callable[[str], object] | None = None
    holds: Callable[[str, int], bool] | None = None
    jumps: tuple[int, ...] = (1,)


Program = list[Instruction]


def matches(pattern: str, text: str) -> bool:
    r"""Whether an expression matches the whole text.

    Known are literals, ``.`` (any character at all), classes, ``\d \w \s`` (ASCII) and their opposites,
    ``\n \r \t \f \uXXXX``, groups, ``|``, ``* + ? {n,m}`` and their lazy forms, ``^ $ \b``, and
    ``(?i)`` at the start.

    Raises:
        InvalidPattern: The expression can't be used.
    """
    program = compile_pattern(pattern)
    if len(text) > LONGEST_TEXT:
        return False
    places = _closure(program, {0}, text, 0)
    for index, character in enumerate(text, 1):
        spend(len(places) / PLACES_PER_STEP)
        after = {place + 1 for place in places if place < len(program) and _takes(program[place], character)}
        places = _closure(program, after, text, index)
    return len(program) in places


def find(pattern: str, text: str, at: int = 0) -> tuple[int, int] | None:
    """Start and end of the first match in a text from a place on, as long as it can be; None without one.

    Raises:
        InvalidPattern: The expression can't be used.
    """
    program = compile_pattern(pattern)
    best: tuple[int, int] | None = None
    begun: dict[int, int] = {}
    for index in range(at, len(text) + 1):
        if best is None:
            begun.setdefault(0, index)
        begun = _earliest(program, begun, text, index)
        spend(len(begun) / PLACES_PER_STEP)
        start = begun.pop(len(program), None)
        if start is not None and (best is None or start <= best[0]):
            best = start, index
        if best is not None:
            begun = {place: first for place, first in begun.items() if first <= best[0]}
            if not begun:
                break
        if index < len(text):
            begun = {p + 1: first for p, first in begun.items() if _takes(program[p], text[index])}
    return best


def _earliest(program: Program, begun: Mapping[int, int], text: str, index: int) -> dict[int, int]:
    """Places that can be reached without a character, each with the earliest start of its match."""
    reached: dict[int, int] = {}
    for place, start in sorted(begun.items(), key=lambda one: one[1]):
        for other in _closure(program, {place}, text, index) - reached.keys():
            reached[other] = start
    return reached


def _takes(instruction: Instruction, character: str) -> bool:
    return instruction.takes is not None and bool(instruction.takes(character))


def _closure(program: Program, places: set[int], text: str, index: int) -> set[int]:
    """All places that can be reached without a character."""
    reached: set[int] = set()
    pending = list(places)
    while pending:
        place = pending.pop()
        if place in reached:
            continue
        reached.add(place)
        if place == len(program) or program[place].takes is not None:
            continue
        instruction = program[place]
        if instruction.holds is None or instruction.holds(text, index):
            pending.extend(place + jump for jump in instruction.jumps)
    return reached


@lru_cache(maxsize=64)
def compile_pattern(pattern: str) -> Program:
    """The program of an expression; see ``matches``.

    Raises:
        InvalidPattern: The expression can't be used.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise InvalidPattern(f"the expression is longer than {LONGEST_PATTERN} characters")
    spend(len(pattern) * COMPILE_COST)
    return _Compiler(pattern).whole()


def _word_edge(text: str, index: int) -> bool:
    before = index > 0 and _WORD.match(text[index - 1])
    after = index < len(text) and _WORD.match(text[index])
    return bool(before) != bool(after)


_WORD = re.compile(r"\w", re.ASCII)
_ANCHORS: dict[str, Callable[[str, int], bool]] = {
    "^": lambda text, index: index == 0,
    "$": lambda text, index: index == len(text),
    "\\b": _word_edge,
}
_CHARACTER = re.compile(
    r"\\u(?P<code>[0-9a-fA-F]{4})|(?P<kind>\\[dDwWsS])|\\(?P<control>[ntrf])"
    r"|\\(?P<escaped>[^A-Za-z0-9])|(?P<plain>[^\\])",
    re.DOTALL,
)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}
_COUNT = re.compile(r"\{([0-9]{1,3})(,([0-9]{0,3}))?\}")


class _Compiler:
    """Reads an expression from left to right."""

    def __init__(self, pattern: str) -> None:
        self._ignore_case = pattern.startswith("(?i)")
        self._rest = pattern.removeprefix("(?i)")
        self._depth = 0

    def whole(self) -> Program:
        program = self._alternatives()
        if self._rest:
            raise InvalidPattern(f"unexpected {self._rest[:10]!r} in the expression")
        return program

    def _accept(self, start: str) -> bool:
        found = self._rest.startswith(start)
        if found:
            self._rest = self._rest[len(start) :]
        return found

    def _alternatives(self) -> Program:
        program = self._sequence()
        if not self._accept("|"):
            return program
        other = self._alternatives()
        return _bounded([_split(1, len(program) + 2), *program, _split(len(other) + 1), *other])

    def _sequence(self) -> Program:
        program: Program = []
        while self._rest and self._rest[0] not in "|)":
            program = _bounded(program + self._repeated(self._atom()))
        return program

    def _repeated(self, atom: Program) -> Program:
        """An atom as often as the quantifier after it says."""
        if self._accept("*"):
            program = _any_number(atom)
        elif self._accept("+"):
            program = [*atom, *_any_number(atom)]
        elif self._accept("?"):
            program = _optional(atom)
        elif count := _COUNT.match(self._rest):
            self._rest = self._rest[count.end() :]
            program = self._counted(atom, count)
        else:
            return atom
        self._accept("?")  # How much a lazy form takes makes no difference to a match of the whole.
        if self._rest[:1] in ("*", "+", "?"):
            raise InvalidPattern("a quantifier can't follow another one")
        return program

    def _counted(self, atom: Program, count: re.Match[str]) -> Program:
        least, most = int(count[1]), int(count[3] or 0)
        if max(least, most) * len(atom) > LARGEST_PROGRAM:
            raise InvalidPattern("the repetitions of the expression are too many")
        if count[2] is None:
            return atom * least
        if not count[3]:
            return atom * least + _any_number(atom)
        if most < least:
            raise InvalidPattern(f"{count[0]} is no range")
        return atom * least + _optional(atom) * (most - least)

    def _atom(self) -> Program:
        for name, holds in _ANCHORS.items():
            if self._accept(name):
                return [Instruction(holds=holds)]
        if self._accept("."):
            return [Instruction(takes=lambda character: True)]
        if self._accept("["):
            return [self._test(self._class())]
        if self._accept("("):
            return self._group()
        if self._rest[0] in "*+?{":
            raise InvalidPattern(f"nothing to repeat before {self._rest[0]!r}; write \\{self._rest[0]}")
        return [self._test(self._character())]

    def _group(self) -> Program:
        if not self._accept("?:") and self._rest.startswith("?"):
            raise InvalidPattern("only (?: ) groups are supported, and (?i) at the start")
        if self._depth == DEEPEST_GROUP:
            raise InvalidPattern(f"groups are nested deeper than {DEEPEST_GROUP}")
        self._depth += 1
        program = self._alternatives()
        self._depth -= 1
        if not self._accept(")"):
            raise InvalidPattern("a group is not closed")
        return program

    def _class(self) -> str:
        """A class of characters, written anew with everything escaped."""
        negated = "^" if self._accept("^") else ""
        items: list[str] = []
        while not self._accept("]"):
            if self._rest.startswith(("[", "&&")):
                raise InvalidPattern("classes can't be nested or cut with each other; escape [ and &")
            items.append(self._character())
            if self._rest.startswith("-") and not self._rest.startswith("-]"):
                self._accept("-")
                items.append("-" + self._character())
        if not items:
            raise InvalidPattern("an empty class matches nothing; escape the ]")
        return f"[{negated}{''.join(items)}]"

    def _character(self) -> str:
        """The next character or kind of characters, escaped for Python."""
        match = _CHARACTER.match(self._rest)
        if match is None:
            raise InvalidPattern(f"{self._rest[:2]!r} is not supported in expressions")
        self._rest = self._rest[match.end() :]
        if match["kind"]:
            return match["kind"]
        if match["code"]:
            return re.escape(chr(int(match["code"], 16)))
        return re.escape(_CONTROLS.get(match["control"] or "", "") or match["escaped"] or match["plain"])

    def _test(self, source: str) -> Instruction:
        """An instruction for one character; Python matches it in one step."""
        flags = re.ASCII | re.DOTALL | (re.IGNORECASE if self._ignore_case else 0)
        try:
            return Instruction(takes=re.compile(source, flags).fullmatch)
        except re.error as error:
            raise InvalidPattern(f"{source[:20]!r} is no class: {error}") from None


def _split(*jumps: int) -> Instruction:
    return Instruction(jumps=jumps)


def _optional(program: Program) -> Program:
    return [_split(1, len(program) + 1), *program]


def _any_number(program: Program) -> Program:
    return [_split(1, len(program) + 2), *program, _split(-len(program) - 1)]


def _bounded(program: Program) -> Program:
    if len(program) > LARGEST_PROGRAM:
        raise InvalidPattern(f"the expression has more than {LARGEST_PROGRAM} places; make it shorter")
    return program
