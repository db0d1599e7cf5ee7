"""The types of expected answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

import msgspec

from openphone_gym.tasks.answers.amounts import UNITS, counts, durations, quantities, slack, summands
from openphone_gym.tasks.answers.folding import fold
from openphone_gym.tasks.answers.framing import GLUE
from openphone_gym.tasks.answers.matching import Expected, unread
from openphone_gym.tasks.answers.mentions import (
    Mention,
    clock_times,
    dates,
    offsets,
    phones,
    phrases,
    same_time,
    told_from_here,
)
from openphone_gym.tasks.answers.names import Items, Text
from openphone_gym.tasks.answers.stance import (
    Finding,
    Message,
    denied,
    finding,
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

        told = _asked_dates(said.text)
        found = finding(said, told, right)
        figures = {int(figure) for figure in re.findall(r"\d{1,4}", said.text)}
        if found.unnamed and {day, year} <= figures:
            return Finding(None)  # perhaps the month in another language
        if {date.value for date in told} == {(None, month, day)} and year in figures:
            return Finding(None)  # the year apart: "October 24 (born in 1996)"
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

        money = kind not in _MEASURES

        def right(number: float) -> bool:
            number = abs(number) if money else number  # what was spent is shown with a minus
            return abs(number - self.value) <= self.tolerance + 1e-9 * max(1.0, abs(self.value))

        told = quantities(said.text)
        of_kind = [Mention(m.value[0] / factor, m.start, m.end) for m in told if m.value[1] == kind]
        plain = [Mention(m.value[0], m.start, m.end) for m in told if not m.value[1]]
        found = _amount(said, of_kind or plain, right)
        if found.holds and not of_kind and self.unit and _counts_things(said, found.right):
            return Finding(None)
        return unread(said, found)

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
        return unread(said, _amount(said, counts(said.text), lambda count: count == self.value))

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
        told = durations(said.text)
        found = _amount(said, told, lambda seconds: abs(seconds - expected) <= self.tolerance)
        if found.holds is False and any(0 < abs(m.value - expected) <= slack(said.text, m) for m in told):
            return Finding(None)  # perhaps rounded: "4.12 hours"
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
            return bool(re.fullmatch(rf"(?:(?:\+|00)\d{{1,3}})?{expected}", number))

        found = finding(said, phones(said.text), right)
        if found.holds and any(re.match(r"\.\.|#", said.text[number.end :]) for number in found.right):
            return Finding(None)  # it may go on: "22331144..."
        return unread(said, found)


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
        if found.holds and any(told_from_here(said.text, mention) for mention in found.right):
            return Finding(None)
        if found.holds:
            found.explained = [*found.explained, *times]
        return unread(said, found)


class AllOf(Expected, frozen=True, tag=True):
    """Several facts that belong to one answer, such as a distance and a time.

    Attributes:
        parts: What the message must give, each by its own rules.
    """

    parts: tuple[Answer, ...]

    def find(self, said: Message) -> Finding:
        """True if all parts hold, False if one does not, None if one cannot be told."""
        found: list[Finding] = []
        rest = said
        for part in self.parts:
            found.append(part.find(rest))
            rest = rest.apart_from(found[-1].right)
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


def _amount(said: Message, mentions: Sequence[Mention], right: Callable[[float], bool]) -> Finding:
    """The rules on amounts, where those that add up to the right one are no other answers."""
    added = summands(said.text, mentions, right)
    found = finding(said, [mention for mention in mentions if mention not in added], right)
    if found.holds and added:
        found.explained = [*found.explained, Mention(None, added[0].start, added[-1].end)]
    parts = [mention.value for mention in mentions if not right(mention.value)]
    if found.holds is False and 1 < len(parts) < len(mentions) and right(sum(parts)):
        return Finding(None)  # "4:20 and 7:30, so 11:50"
    return found


def _counts_things(said: Message, mentions: Iterable[Mention]) -> bool:
    """Whether a number without its unit is one of other things: "37.8 pages"."""
    behind = (re.match(r"\s([a-z]+)", said.text[mention.end :]) for mention in mentions)
    return any(word and word[1] not in GLUE and word[1] not in said.question.split() for word in behind)


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


_MEASURES = frozenset(["", "storage", "length", "%", "time", "time of day"])
"""Kinds of quantities that are no money."""
_HERE = re.compile(r"\b(?:local|here|we are|our|home)\b")
