"""What a message says beside the right value, and whether that leaves the answer an answer."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from openphone_gym.tasks.answers.amounts import numbered, quantities, totals
from openphone_gym.tasks.answers.framing import (
    ACTED,
    APPROXIMATE,
    DOUBTS,
    FRAMING_HAN,
    GLUE,
    HEADINGS,
    RIVALS,
    THINGS,
    TURNED,
    VERBS,
    WEEKDAYS,
)
from openphone_gym.tasks.answers.mentions import Mention, clock_times, dates
from openphone_gym.tasks.answers.stance import Finding, Message, without

LONG, TOO_LONG = 60, 150
"""Words of a message that only somebody who reads can judge, and that is no answer any more."""

_LETTER = "[a-z\u00c0-\u024f]"
_WORD = re.compile(rf"(?<![0-9a-z_'])(?:{_LETTER})+(?:['.-](?:{_LETTER})+)*")
_FOREIGN = re.compile(r"[^\x00-\u024f\W\d]+")
"""Runs of letters of other scripts."""
_FORMS_OF_RIGHT = re.compile(r"(?<=\x01) ?\(?(?:or|also|and|aka|alias|i\.e\.|=|/|,)? ?\(?(?=\x01)")
_FIGURE = re.compile(r"[\w.:/,+-]*\d[\w.:/,+-]*")
_ORDINAL = re.compile(r"(?:[1-9]|10)(?:st|nd|rd|th)")
_LAYOUT = re.compile(r"^\s*(?:\d{1,2}[.)]|>) |(?<=[a-z]) (?:>|\u2192|->) (?=[a-z])", re.MULTILINE)
"""Numbers of list items, marks of quotes, and what leads through menus: "Settings > Storage"."""
_SEPARATOR = re.compile(r"[,;|/\n\t\u2022\u00b7]|[.!?](?=\s|$)| - |\x01 (?=\x01)|、|，")
_PUNCTUATION = frozenset(".,:;!?'\"()[]{}-*_#|/&@=…•·“”«»„。、「」《》【】→✓✔✅☑\U0001f44d⏰")
_MOST_BARE = 2
_MOST_NAMES = 3


class Allowed(NamedTuple):
    """What may stand beside the right value.

    Attributes:
        phrase: Whether the value is a phrase, so that any name may be another candidate.
        about: Whether the value may be told as "about" so much.
        fragments: Whether words that are no piece of a sentence may stand beside it.
        others: How many values of other kinds may stand beside it.
        doubts: Words that leave the answer open.
    """

    phrase: bool = False
    about: bool = False
    fragments: bool = True
    others: int = 2
    doubts: frozenset[str] = DOUBTS


def judged(said: Message, found: Finding, allowed: Allowed) -> bool | None:
    """The verdict on a message: one that asserts the right value is right only if it names nothing else."""
    if found.holds is not True:
        return found.holds
    if said.too_long:
        return False
    rest = _Rest(said, found, allowed)
    if rest.is_list():
        return False
    return None if rest.is_open() else True


class _Rest:
    """What stands beside the right value and what is explained."""

    def __init__(self, said: Message, found: Finding, allowed: Allowed) -> None:
        self._said, self._found, self._allowed = said, found, allowed
        known = [*found.right, *found.explained]
        text = without(said.stance, known)
        beside = _other_values(text, allowed.phrase)
        told = [m for m in beside if text[m.start : m.end].strip() not in said.question]
        self.too_many = len(told) > allowed.others
        self._is_shared = not allowed.about and any(text[m.end - 1] == "%" for m in told)
        text = without(text, beside, "\x02")
        text = _FORMS_OF_RIGHT.sub(lambda match: "\x01" * len(match[0]), text)
        self.text = _LAYOUT.sub(lambda match: " " * len(match[0]), text)
        self.asked = frozenset(
            form for word in _words(said.question) for form in (word, word.removesuffix("'s"))
        )
        self.words = _words(self.text)
        self._glue = sum(word in GLUE for word in self.words)
        self.strays = [word for word in self.words if not self._known(word)]
        numbers = re.findall(r"\d+", said.question + " 1" if said.question else text)
        figures = (figure.strip(".:,/+-") for figure in _FIGURE.findall(self.text))
        asked = re.findall(r"[\w.:/+-]*\d[\w.:/+-]*", said.question)
        self.figures = [
            figure
            for figure in figures
            if figure not in asked and not (_ORDINAL.fullmatch(figure) and figure[:-2] in numbers)
        ]

    def _known(self, word: str) -> bool:
        base = word.removesuffix("'s").rstrip(".")
        forms = {word, base, base.removesuffix("s")}
        return (
            bool(forms & self.asked)
            or any(form in _KNOWN or _stem(form) in _STEMS for form in (word, base))
            or word.endswith("n't")
            or ("-" in word and all(self._known(part) for part in word.split("-")))
        )

    def is_list(self) -> bool:
        """Whether it is rather a list, a dump of a screen or an essay than an answer."""
        crowded = len(self.words) > 8 + 4 * self._glue
        return len(self.bare) > _MOST_BARE or crowded or len(self.words) > TOO_LONG

    def is_open(self) -> bool:
        """Whether something in it needs somebody who reads."""
        return bool(
            self.too_many
            or self.figures
            or len(self.words) > LONG
            or len(self.words) - self._glue > 3 + 2 * self._glue
            or (self.bare and not self._allowed.fragments)
            or self._is_shared
            or self._is_doubtful()
            or self._is_rival()
            or self._is_unread()
            or self._has_strays()
            or (self._allowed.phrase and self._goes_on())
        )

    def _is_doubtful(self) -> bool:
        """Whether words may turn the answer around or leave it open."""
        doubts = self._allowed.doubts
        text = APPROXIMATE.sub("", self.text) if self._allowed.about else self.text
        words = [word for word in _words(text) if word not in self.asked]
        denied = "not" in doubts and any(word.endswith("n't") for word in words)
        turned = APPROXIMATE.search(text) or ACTED.search(text) or TURNED.search(text)
        return denied or not doubts.isdisjoint(words) or bool(turned)

    def _is_rival(self) -> bool:
        """Whether it tells of another thing than was asked for: of the latest alarm, of the way by car."""
        words = set(self.words) - self.asked
        for group in RIVALS:
            others = [rivals for rivals in group if rivals.isdisjoint(self.asked)]
            if len(others) < len(group) and any(not rivals.isdisjoint(words) for rivals in others):
                return True
        return False

    def _is_unread(self) -> bool:
        """Whether there are symbols or letters of which nobody knows what they say."""
        symbols = {char for char in self.text if unicodedata.category(char)[0] in "PS"}
        words = [word for word in _FOREIGN.findall(self.text) if word not in self._said.question]
        letters = FRAMING_HAN.sub("", "".join(words))
        return bool(symbols - _PUNCTUATION) or any(char.isalpha() for char in letters)

    @property
    def bare(self) -> list[str]:
        """The parts between commas that are no pieces of a sentence."""
        return [part for part in _SEPARATOR.split(self.text) if self._is_bare(part)]

    def _is_bare(self, part: str) -> bool:
        """Whether a part between commas is no piece of a sentence, and does not hold the value."""
        words = _words(part)
        said = bool(words or _FIGURE.search(part)) and "\x01" not in part
        harmless = words and (WEEKDAYS.issuperset(words) or HEADINGS.issuperset(words))
        return said and not any(word in GLUE for word in words) and not harmless

    def _has_strays(self) -> bool:
        """Whether there are unknown words that may be candidates, or say what nobody reads here."""
        if len(self.strays) <= self._found.strays or self._is_subject():
            return False
        if self._allowed.phrase or self._said.question:
            return True
        names = [word for word in self.strays if word in self._said.names and not word.endswith("ly")]
        return len(self.strays) - len(names) > self._found.strays or len(names) > _MOST_NAMES

    def _is_subject(self) -> bool:
        """Whether the unknown words are what a sentence is about, where nobody knows the question."""
        start = re.match(r"[^,;|\n\x01]*?(?=\x01)", self.text)
        if self._said.question or start is None or len(self.strays) > 2:
            return False
        words = _words(start[0])
        verbs = [number for number, word in enumerate(words) if word in VERBS]
        return bool(verbs) and set(self.strays) <= set(words[: verbs[-1]]) and len(self.strays) <= verbs[-1]

    def _goes_on(self) -> bool:
        """Whether a noun right behind the phrase makes it another one: "Tsinghua Library"."""
        for match in re.finditer(r"\x01[\s-]+([^\W\d_]+)", self.text):
            if match[1] not in GLUE and match[1] not in ("am", "pm"):
                return True
        return False


def _other_values(text: str, phrase: bool) -> list[Mention]:
    """Times, dates and quantities of any kind, numbers that only number something, and totals of numbers."""
    units = [mention for mention in quantities(text) if mention.value[1]]
    found = [*clock_times(text), *units, *numbered(text)]
    if phrase:  # versions look like days of short years, and a number may be a candidate
        return [*found, *(day for day in dates(text) if (day.value[0] or 100) >= 100)]
    return [*found, *dates(text), *totals(text)]


def _stem(word: str) -> str:
    """A word without its regular ending."""
    endings = (
        end for end in ("ing", "ed", "es", "s", "d") if word.endswith(end) and len(word) > len(end) + 2
    )
    return word.removesuffix(next(endings, "")).removesuffix("e")


_KNOWN = GLUE | THINGS | DOUBTS
_STEMS = frozenset(stem for stem in map(_stem, VERBS | THINGS) if len(stem) > 2)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
