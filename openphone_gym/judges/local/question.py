"""A question about an episode, and where a screen speaks of it: words and values, compared exactly.

Sentence embeddings would take 7:30 for 7:35, so values are compared as they are; only the words around them
are compared loosely.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from openphone_gym.ui.compact import compact_text
from openphone_gym.ui.marks import number_marks
from openphone_gym.ui.node import UiTree

FOUND = 1.0
"""Degree to which a row holds a value that it shows as it is."""
SCATTERED = 0.9
"""Degree where all words of the value are there, but not in a row."""

_LINE = re.compile(r'^(?:\[\d+\] )?((?:"(?:[^"\\]|\\.)*" ?)*)(.*)$')
_LABEL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WORD = re.compile(r"[^\W_]+(?:[:.@'][^\W_]+)*%?")
_DIGITS = re.compile(r"[\d\s()+.-]+")
_HOLE = re.compile(r"\{(\w+)\}")
_QUOTED = re.compile(r'["“]([^"”]*)["”]')
_NAME = re.compile(r"(?<=[a-z] )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
_BRACKETS = re.compile(r"\([^)]*\)")
_OFF = re.compile(r"\boff\b")
_ON = re.compile(r"\bon\b(?! (?:the|no|every)\b)")
_DENIAL = re.compile(r"\b(?:no|not|gone|without)\b")
_IN_FRONT = re.compile(r"\b(?:page|open|front|shows?|running)\b")
_ENDINGS = ("ing", "ed", "es", "s", "e")


def words_of(text: str) -> list[str]:
    """The words of a text in one spelling: small letters, no endings, numbers without leading zeros."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    return [_stem(word) for word in _WORD.findall(plain)]


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    if word.isdigit():
        return word.lstrip("0") or "0"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word


def phrase_of(text: str) -> str:
    """The words of a text with blanks around each, so that whole words can be found in it."""
    return f" {' '.join(words_of(text))} "


_PLAIN = frozenset(
    words_of(
        "is are the a an of to does do did at in on off it or and be for there this that has have with as"
        " was not no any more still set switched switch shown show page setting settings happen"
    )
)
"""Words that say nothing on what a question is about."""


class Row:
    """An element of a screen.

    Args:
        labels: Its texts.
        notes: What it is and how it stands, as in ``ui.compact``: ``switch on``.

    Attributes:
        state: 1 for on, checked or selected, -1 for off or unchecked, 0 for neither.
        role: Such as ``switch``; ``title`` for the title of the page.
    """

    def __init__(self, labels: Sequence[str], notes: str) -> None:
        told = [note for note in notes.split() if not note.startswith("#")]
        self.labels = tuple(labels)
        self.phrase = phrase_of(" ".join(labels))
        self.words = frozenset(self.phrase.split())
        self.numbers = frozenset(_bare_digits(label) for label in labels)
        self.state = (not {"on", "checked", "selected"}.isdisjoint(told)) - (
            not {"off", "unchecked"}.isdisjoint(told)
        )
        self.role = told[0] if told else ""


class Page:
    """A screen as rows, the title first.

    Args:
        tree: The screen.
    """

    def __init__(self, tree: UiTree) -> None:
        head, *lines = compact_text(tree, number_marks(tree)).split("\n")
        self.title = "".join(_LABEL.findall(head)[:1])
        self.app = head.split(",")[0]
        self.ids = frozenset(node.resource_id for node in tree.walk()) - {""}
        self.rows = [Row([self.title], "title")] if self.title else []
        for line in lines:
            if (match := _LINE.match(line)) is not None:
                self.rows.append(Row(_LABEL.findall(match[1]), match[2]))

    def like(self, other: Page) -> bool:
        """Whether both are the same page of an app, whatever they show."""
        same = (self.app, self.title) == (other.app, other.title)
        return same and 2 * len(self.ids & other.ids) >= len(self.ids | other.ids)


class Value:
    """Something that a question names exactly.

    Args:
        text: Such as ``7:30 AM``, a name or a number.
    """

    def __init__(self, text: str) -> None:
        self._words = words_of(text)
        self._phrase = phrase_of(text)
        digits = _bare_digits(text) if _DIGITS.fullmatch(text) else ""
        self._number = digits if len(digits) >= 5 else ""

    def shown_by(self, row: Row) -> float:
        """How far a row holds it, 0 to 1: ``FOUND``, ``SCATTERED`` or the share of its words below that."""
        if self._number:
            return FOUND * (self._number in row.numbers)
        if self._words and self._phrase in row.phrase:
            return FOUND
        return SCATTERED * sum(word in row.words for word in self._words) / max(1, len(self._words))


class Question:
    """A question of a task with its values.

    Args:
        template: The question with parameters in braces.
        params: The values of the parameters.
        must_not: Whether it asks for something that must not have happened.

    Attributes:
        values: What it names exactly: parameters, quotations and names of elements.
        sign: 1 if it asks for something to be on, -1 for off, 0 for neither.
        denies: Whether it asks for something not to be there.
        in_front: Whether it asks for what the page in front shows.
        words: The words that say what it is about.
        subject: Those without the values.

    Raises:
        LookupError: A parameter is missing.
    """

    def __init__(self, template: str, params: Mapping[str, Any], *, must_not: bool = False) -> None:
        self.must_not = must_not
        filled = {name: str(params[name]) for name in _HOLE.findall(template)}
        bare = _HOLE.sub(" ", template)
        unquoted = _QUOTED.sub(" ", bare)
        named = [value for value in filled.values() if value not in ("on", "off")]
        literal = [text for text in _QUOTED.findall(bare) if text.strip()] + _NAME.findall(unquoted)
        self.values = [Value(text) for text in dict.fromkeys([*named, *literal]) if words_of(text)]
        said = _NAME.sub(" ", unquoted) + " ".join(value for value in filled.values() if value not in named)
        self.sign = -1 if _OFF.search(said) else 1 if _ON.search(said) else 0
        self.denies = bool(_DENIAL.search(said))
        self.in_front = bool(_IN_FRONT.search(said))
        self.words = _telling(template.format_map(params))
        self.subject = _telling(bare)

    def typed_in(self, text: str) -> bool:
        """Whether a text holds one of the values."""
        row = Row([text], "")
        return any(value.shown_by(row) == FOUND for value in self.values)


def likeness(words: frozenset[str], row: Row) -> float:
    """How far a row is about the same as some words, 0 to 1: shared words, measured on either side."""
    if not words or not row.words:
        return 0.0
    shared = sum(any(_akin(word, other) for other in row.words) for word in words)
    return (shared / len(words) * min(1.0, 1.5 * shared / len(row.words))) ** 0.5


def _akin(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 3 and one[:4] == other[:4])


def _telling(text: str) -> frozenset[str]:
    return frozenset(words_of(_BRACKETS.sub(" ", text))) - _PLAIN


def _bare_digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))
