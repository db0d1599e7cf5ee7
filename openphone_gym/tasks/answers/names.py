"""Names and phrases as answers: one, or several of which all must be given."""

from __future__ import annotations

import re

from openphone_gym.tasks.answers.matching import Expected, unread
from openphone_gym.tasks.answers.mentions import phrases
from openphone_gym.tasks.answers.stance import (
    Finding,
    Message,
    denied,
    finding,
    offers_choice,
    questions,
    uncertain,
    without,
)
from openphone_gym.tasks.answers.surplus import Allowed


class Text(Expected, frozen=True, tag=True):
    """A name or phrase, such as ``Text("Tsinghua University", accept=("Tsinghua",))``.

    Case, accents, punctuation and blanks do not matter; the phrase may stand inside a sentence, but not
    inside a longer word, name or address.

    Attributes:
        value: The right answer.
        accept: Other right answers, such as short forms.
        reject: Wrong answers: beside the right one they make the message ambiguous or wrong. Inside a
            right answer they do not count (``Google`` in ``Google Scholar``).
    """

    value: str
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()

    def find(self, said: Message) -> Finding:
        right = list(phrases(said.text, (self.value, *self.accept)))
        wrong = [mention for mention in phrases(said.text, self.reject, False) if not mention.meets(right)]
        found = finding(said, right + wrong, bool, bounds=False)
        if found.holds is not False and offers_choice(said.text, right):
            return Finding(False)
        return found if _is_foreign(self.value) else unread(said, found)

    @property
    def allowed(self) -> Allowed:
        return Allowed(phrase=True)


class Items(Expected, frozen=True, tag=True):
    """Several names, all of which a message must give.

    Attributes:
        values: The names; a ``Text`` where short forms are right, too.
        ordered: Whether they must come in this order.
        reject: Names that do not belong to the list.
    """

    values: tuple[str | Text, ...]
    ordered: bool = False
    reject: tuple[str, ...] = ()

    def find(self, said: Message) -> Finding:
        named = [list(phrases(said.text, (item.value, *item.accept))) for item in self._items]
        everything = [mention for mentions in named for mention in mentions]
        text = without(said.stance, everything)
        asked = questions(text)
        if uncertain(text) or offers_choice(said.text, ()):
            return Finding(False)
        first = []
        for mentions in named:
            asserted = [
                mention
                for mention in mentions
                if not denied(text, mention) and not any(a <= mention.start < b for a, b in asked)
            ]
            if not asserted:
                return Finding(False)
            first.append(min(mention.start for mention in asserted))
        wrong = [mention for mention in phrases(said.text, self.reject) if not mention.meets(everything)]
        if any(not denied(text, mention) for mention in wrong):
            return Finding(False)
        if self.ordered:
            rest = without(said.text, everything)
            places = _places(said.question)
            return Finding(_in_order(first, _places(rest), places), everything, wrong)
        return Finding(True, everything, wrong)

    @property
    def allowed(self) -> Allowed:
        return Allowed(phrase=True, fragments=False)

    @property
    def _items(self) -> list[Text]:
        return [value if isinstance(value, Text) else Text(value) for value in self.values]


def _is_foreign(text: str) -> bool:
    return any(char.isalpha() and char > "\u024f" for char in text)


def _places(text: str) -> list[int]:
    """The numbers and ordinals of a text, in order."""
    return [int(number) for number in re.findall(r"(?<![\d.,:])(\d{1,3})(?:st|nd|rd|th)?(?!\w|:\d)", text)]


def _in_order(starts: list[int], told: list[int], asked: list[int]) -> bool | None:
    """Whether names come in the order that was asked for, by the places that a message tells of them.

    Args:
        starts: Where the names stand, in the order that is right.
        told: The places that the message tells, in its order.
        asked: The places that the question asks for, in its order.
    """
    count = len(starts)
    if len(told) == count == len(asked) and told != asked and sorted(told) == sorted(asked):
        return starts == [
            start for _, start in sorted(zip(map(asked.index, told), sorted(starts), strict=True))
        ]
    if starts != sorted(starts):
        return False
    numbered = [
        told[index : index + count] in (asked, [*range(1, count + 1)]) for index in range(0, len(told), count)
    ]
    return True if not asked or all(numbered) else None
