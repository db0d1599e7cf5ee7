"""What a message says beside the right value, and whether that leaves the answer an answer."""

from __future__ import annotations

import re
import unicodedata

from openphone_gym.tasks.answers.framing import (
    APPROXIMATE,
    DOUBTS,
    FRAMING_HAN,
    GLUE,
    THINGS,
    VERBS,
    WEEKDAYS,
)
from openphone_gym.tasks.answers.mentions import Mention, clock_times, dates, numbered, quantities, totals
from openphone_gym.tasks.answers.stance import Finding, Message, without

LONG, TOO_LONG = 60, 150
"""Words of a message that only somebody who reads can judge, and that is no answer any more."""

_LETTER = "[a-z\u00c0-\u024f]"
_WORD = re.compile(rf"(?<![0-9a-z_'])(?:{_LETTER})+(?:['.-](?:{_LETTER})+)*")
_FORMS_OF_RIGHT = re.compile(r"(?<=\x01) ?\(?(?:or|also|and|aka|alias|i\.e\.|=|/|,)? ?\(?(?=\x01)")
_FIGURE = re.compile(r"[\w.:/,+-]*\d[\w.:/,+-]*")
_ORDINAL = re.compile(r"(?:[1-9]|10)(?:st|nd|rd|th)")
_LAYOUT = re.compile(r"^\s*(?:\d{1,2}[.)]|>) |(?<=[a-z]) (?:>|\u2192|->) (?=[a-z])", re.MULTILINE)
"""Numbers of list items, marks of quotes, and what leads through menus: "Settings > Storage"."""
_SEPARATOR = re.compile(r"[,;|/\n\t\u2022\u00b7]|[.!?](?=\s|$)| - |\x01 (?=\x01)|、|，")
_PUNCTUATION = set(".,:;!?'\"()[]{}-*_#|/&@=\u2026\u2022\u00b7\u201c\u201d\u00ab\u00bb\u2713\u2714\u2705\u2611\ufe0f\U0001f44d\u23f0\u3002\u3001\u300c\u300d\u300a\u300b\u3010\u3011\u201e\u2192")  # fmt: skip
_MOST_BARE = 2
_MOST_NAMES = 3
_MOST_OTHERS = 2


def judged(
    said: Message,
    found: Finding,
    *,
    is_phrase: bool = False,
    about: bool = False,
    others: int = _MOST_OTHERS,
    doubts: frozenset[str] = DOUBTS,
    fragments: bool = True,
) -> bool | None:
    """The verdict on a message that asserts the right value: only if it names nothing else.

    Args:
        said: The message.
        found: Where the right value stands.
        is_phrase: Whether the value is a phrase, so that any name may be another candidate.
        about: Whether the value may be told as "about" so much.
        others: How many values of other kinds may stand beside it.
        doubts: Words that leave the answer open.
        fragments: Whether words that are no piece of a sentence may stand beside it.
    """
    if found.holds is not True:
        return found.holds
    if said.too_long:
        return False
    rest = _Rest(said, found, others, is_phrase)
    if rest.is_list():
        return False
    if rest.is_open(is_phrase, about, doubts) or (rest.bare and not fragments):
        return None
    return True


class _Rest:
    """What stands beside the right value and what is explained."""

    def __init__(self, said: Message, found: Finding, others: int, is_phrase: bool) -> None:
        self._said, self._found = said, found
        known = [*found.right, *found.explained]
        text = without(said.stance, known)
        beside = _other_values(text, is_phrase)
        told = [m for m in beside if text[m.start : m.end].strip() not in said.question]
        self.too_many = len(told) > others
        text = without(text, beside, "\x02")
        text = _FORMS_OF_RIGHT.sub(lambda match: "\x01" * len(match[0]), text)
        self.text = _LAYOUT.sub(lambda match: " " * len(match[0]), text)
        self.asked = frozenset(form for word in _words(said.question) for form in (word, word.removesuffix("'s")))
        self.words = _words(self.text)
        self.strays = [word for word in self.words if not self._known(word)]
        figures = (figure.strip(".:,/+-") for figure in _FIGURE.findall(self.text))
        asked = re.findall(r"[\w.:/+-]*\d[\w.:/+-]*", said.question)
        self.figures = [figure for figure in figures if figure not in asked and not _ORDINAL.fullmatch(figure)]

    def _known(self, word: str) -> bool:
        base = word.removesuffix("'s").rstrip(".")
        forms = {word, base, base.removesuffix("s")}
        return (
            bool(forms & self.asked)
            or any(form in GLUE or form in THINGS or form in DOUBTS or _stem(form) in _VERB_STEMS for form in (word, base))
            or word.endswith("n't")
            or ("-" in word and all(self._known(part) for part in word.split("-")))
        )

    def is_list(self) -> bool:
        """Whether it is rather a list, a dump of a screen or an essay than an answer."""
        glue = sum(word in GLUE for word in self.words)
        crowded = len(self.words) > 8 + 4 * glue
        return len(self.bare) > _MOST_BARE or crowded or len(self.words) > TOO_LONG

    def is_open(self, is_phrase: bool, about: bool, doubts: frozenset[str]) -> bool:
        """Whether something in it needs somebody who reads."""
        text = APPROXIMATE.sub("", self.text) if about else self.text
        glue = sum(word in GLUE for word in self.words)
        return bool(
            self.too_many
            or self.figures
            or len(self.words) > LONG
            or len(self.words) - glue > 3 + 2 * glue
            or any(word in doubts and word not in self.asked for word in _words(text))
            or ("not" in doubts and any(word.endswith("n't") for word in self.words))
            or (not about and APPROXIMATE.search(self.text))
            or any(char not in _PUNCTUATION for char in text if _is_symbol(char))
            or re.search(r"[^\W\d_]", FRAMING_HAN.sub("", re.sub(r"[\x00-\u024f]", "", text)))
            or self._has_strays(is_phrase)
            or (is_phrase and self._goes_on())
        )

    @property
    def bare(self) -> list[str]:
        """The parts between commas that are no pieces of a sentence."""
        return [part for part in _SEPARATOR.split(self.text) if self._is_bare(part)]

    def _is_bare(self, part: str) -> bool:
        """Whether a part between commas is no piece of a sentence, and does not hold the value."""
        words = _words(part)
        said = bool(words or _FIGURE.search(part)) and "\x01" not in part
        return said and not any(word in GLUE for word in words) and not (words and WEEKDAYS.issuperset(words))

    def _has_strays(self, is_phrase: bool) -> bool:
        """Whether there are unknown words that may be candidates, or say what nobody reads here."""
        if len(self.strays) <= self._found.strays or self._is_subject():
            return False
        if is_phrase:
            return True
        if self._said.question:
            return True
        names = [word for word in self.strays if word in self._said.names and not word.endswith(("ly", "ish"))]
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


def _other_values(text: str, is_phrase: bool) -> list[Mention]:
    """Times, dates and quantities of any kind, numbers that only number something, and totals of numbers."""
    units = [mention for mention in quantities(text) if mention.value[1]]
    return [*dates(text), *clock_times(text), *units, *numbered(text), *(() if is_phrase else totals(text))]


def _stem(word: str) -> str:
    """A verb without its regular ending."""
    endings = (ending for ending in ("ing", "ed", "es", "s", "d") if word.endswith(ending) and len(word) > len(ending) + 2)
    return word.removesuffix(next(endings, "")).removesuffix("e")


_VERB_STEMS = frozenset(stem for stem in map(_stem, VERBS) if len(stem) > 2)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _is_symbol(char: str) -> bool:
    return not char.isspace() and not char.isalnum() and char not in "\x01\x02" and unicodedata.category(char)[0] in "PS"
