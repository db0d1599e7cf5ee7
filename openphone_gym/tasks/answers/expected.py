"""The types of expected answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from openphone_gym.tasks.answers.amounts import UNITS, counts, durations, quantities
from openphone_gym.tasks.answers.folding import fold
from openphone_gym.tasks.answers.matching import Expected, unread
from openphone_gym.tasks.answers.mentions import (
    Mention,
    clock_times,
    dates,
    offsets,
    phones,
    phrases,
    same_time,
)
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
from openphone_gym.tasks.answers.yes_no import YesNo


class ClockTime(Expected, frozen=True, tag=True):
    """A time of day, such as ``ClockTime("7:30 AM")``. A message may leave AM and PM away.

    Attributes:
        value: The time, in any notation that messages may use.
    """

    value: str

    def find(self, said: Message) -> Finding:
        expected = _declared(_asked_times, self.value)
        found = finding(said, _asked_times(said.text), lambda time: same_time(time, expected))
        return unread(said, found)


class Date(Expected, frozen=True, tag=True):
    """A day, such as ``Date("1996-10-24")``.

    Numbers with slashes are month/day/year where both fit, numbers with dots day.month.year; a year of two
    digits is one of any century.

    Attributes:
        value: The day, in ISO notation.
        needs_year: Whether a message must name the year; a wrong year is always wrong.
    """

    value: str
    needs_year: bool = True

    def find(self, said: Message) -> Finding:
        year, month, day = _declared(_asked_dates, self.value)

        def right(date: tuple[int | None, int, int]) -> bool:
            told = not self.needs_year if date[0] is None else date[0] in (year, year % 100)
            return told and date[1:] == (month, day)

        found = finding(said, _asked_dates(said.text), right)
        figures = {int(figure) for figure in re.findall(r"\d{1,4}", said.text)}
        if found.unnamed and {day, year} <= figures:
            return Finding(None)  # perhaps the month in another language
        return unread(said, found)


class Number(Expected, frozen=True, tag=True):
    """A quantity, such as ``Number(4.7, unit="GB")``. A message may leave the unit away.

    Attributes:
        value: The number, in ``unit``.
        unit: A unit of storage (kB to TB, decimal), length (m, km, mi), ``%``, or any currency code; empty
            for a plain number. Other units of the same kind are converted.
        tolerance: Largest difference that still counts, in ``unit``.
    """

    value: float
    unit: str = ""
    tolerance: float = 0.0

    def find(self, said: Message) -> Finding:
        kind, factor = UNITS.get(self.unit.casefold(), (self.unit.casefold(), 1.0))

        def right(quantity: tuple[float, str]) -> bool:
            number = quantity[0] / factor if quantity[1] else quantity[0]
            return abs(number - self.value) <= self.tolerance + 1e-9 * max(1.0, abs(self.value))

        found = quantities(said.text)
        of_kind = [mention for mention in found if mention.value[1] == kind]
        plain = [mention for mention in found if not mention.value[1]]
        return unread(said, finding(said, of_kind or plain, right))

    @property
    def allowed(self) -> Allowed:
        return Allowed(about=True)


class Count(Expected, frozen=True, tag=True):
    """How many there are, such as ``Count(2)``; digits, or words of English or Chinese.

    Attributes:
        value: The number.
    """

    value: int

    def find(self, said: Message) -> Finding:
        return unread(said, finding(said, counts(said.text), lambda count: count == self.value))

    @property
    def allowed(self) -> Allowed:
        return Allowed(others=max(2, self.value))  # what is counted may be named


class Duration(Expected, frozen=True, tag=True):
    """A length of time, such as ``Duration("12 hr 58 min")`` or ``Duration("11:50")`` (min:s or h:min:s).

    Attributes:
        value: The duration, in any notation that messages may use.
        tolerance: Largest difference that still counts, in seconds.
        of: Names of what takes so long; a message may give one, too.
    """

    value: str
    tolerance: int = 0
    of: tuple[str, ...] = ()

    def find(self, said: Message) -> Finding:
        expected = _declared(durations, self.value)
        found = finding(said, durations(said.text), lambda seconds: abs(seconds - expected) <= self.tolerance)
        found.explained = [*found.explained, *phrases(said.text, self.of)]
        return unread(said, found)

    @property
    def allowed(self) -> Allowed:
        return Allowed(about=True)


class Phone(Expected, frozen=True, tag=True):
    """A phone number, such as ``Phone("22331144")``, however it is grouped; a country code may precede.

    Attributes:
        value: The number; only its digits matter.
    """

    value: str

    def find(self, said: Message) -> Finding:
        expected = re.sub(r"\D", "", self.value)

        def right(number: str) -> bool:
            code = number.removesuffix(expected)
            return number.endswith(expected) and (not code or (code[0] == "+" and 1 < len(code) <= 4))

        return unread(said, finding(said, phones(said.text), right))


class Offset(Expected, frozen=True, tag=True):
    """A difference between two clocks, such as ``Offset(6, "behind")``.

    Attributes:
        hours: Size of the difference.
        direction: ``behind`` or ``ahead``, of the place that the task asks about.
        clock: The time there, as for ``ClockTime``. If given, a message that names times must name this
            one among them; it need not name any.
    """

    hours: float
    direction: Literal["behind", "ahead"]
    clock: str = ""

    def find(self, said: Message) -> Finding:
        expected = self.hours if self.direction == "ahead" else -self.hours
        named = clock_times(said.text)
        times = []
        if self.clock and named:
            right_time = _declared(_asked_times, self.clock)
            times = [time for time in named if same_time(time.value, right_time)]
            if all(denied(said.stance, time) for time in times):
                return Finding(False)
        if re.search(r"\bor\b", said.text) and {"behind", "ahead"} <= set(re.findall(r"\w+", said.text)):
            return Finding(False)
        mentions = offsets(said.text)
        found = finding(said, mentions, lambda hours: hours == expected)
        if found.holds is False and _HERE.search(said.text) and any(m.value == -expected for m in mentions):
            return Finding(None)  # perhaps told from the other side: "local time is 6 hours ahead"
        if found.holds:
            found.explained = [*found.explained, *times]
        return unread(said, found)


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
        if self.ordered and first != sorted(first):
            return Finding(False)
        return Finding(True, everything, wrong)

    @property
    def allowed(self) -> Allowed:
        return Allowed(phrase=True, fragments=False)

    @property
    def _items(self) -> list[Text]:
        return [value if isinstance(value, Text) else Text(value) for value in self.values]


class AllOf(Expected, frozen=True, tag=True):
    """Several facts that belong to one answer, such as a distance and a time.

    Attributes:
        parts: What the message must give, each by its own rules.
    """

    parts: tuple[Answer, ...]

    def find(self, said: Message) -> Finding:
        """True if all parts hold, False if one does not, None if one cannot be told."""
        found = [part.find(said) for part in self.parts]
        holds = [part.holds for part in found]
        return Finding(
            False if False in holds else None if None in holds else True,
            [mention for part in found for mention in part.right],
            [mention for part in found for mention in part.explained],
        )

    @property
    def allowed(self) -> Allowed:
        parts = [part.allowed for part in self.parts]
        return Allowed(phrase=any(part.phrase for part in parts), about=any(part.about for part in parts))


Answer = ClockTime | Date | Number | Count | Duration | Phone | Offset | Text | YesNo | Items | AllOf
"""Any expected answer."""


def stored_answer(truth: Any) -> Answer:
    """The expected answer that an episode carries, be it fresh or in its stored JSON form.

    Raises:
        msgspec.ValidationError: It is none.
    """
    return msgspec.convert(msgspec.to_builtins(truth), Answer)


def _asked_times(text: str) -> list[Mention]:
    return clock_times(text, asked=True)


def _asked_dates(text: str) -> list[Mention]:
    return dates(text, asked=True)


def _declared(find: Callable[[str], Iterable[Mention]], value: str) -> Any:
    """The value that a task declares, read like a message.

    Raises:
        ValueError: It is not exactly one value.
    """
    values = {mention.value for mention in find(fold(value))}
    if len(values) != 1:
        raise ValueError(
            f"cannot read the declared answer {value!r}; found {sorted(map(str, values)) or 'nothing'}"
        )
    return values.pop()


def _is_foreign(text: str) -> bool:
    return any(char.isalpha() and char > "\u024f" for char in text)


_HERE = re.compile(r"\b(?:local|here|we are|our|home)\b")
