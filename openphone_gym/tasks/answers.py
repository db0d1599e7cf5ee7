"""Answers of query tasks: what the right one is, and whether a message gives it.

A task declares its expected answer as one of the types below; ``matches(message)`` compares it with
the text of ``finish(...)``:

* True: the message gives the right answer.
* False: it does not. This includes wrong values, silence, refusals ("I could not find it"), guesses
  ("maybe 7:30"), a right value that is denied ("not 7:30"), and several answers at once ("7:30 or
  9:00", "2, 3, 4", or three and more different values).
* None: the rules cannot tell; a language-model judge or a person must. So it is when the right value
  stands in a sentence beside one other value ("7:30 is first, the other is at 16:00").

How messages are read: Unicode variants, accents, case and all kinds of blanks and dashes are folded.
Each type collects the *mentions* of its kind of value (all clock times, all dates, ...); a mention
counts as denied if ``not``, ``instead of``, ``than`` or the like stands up to two words before it, or
"is not" or "is wrong" right behind it. What remains is asserted, and ``_verdict`` decides on it.
Numbers within clock times, dates and other quantities are no counts, and the total in "2 of 4" is
context. Only the first 2,000 characters of a message are read.

Values are declared in the same notation that messages use (``ClockTime("7:30 AM")``), so a task reads
like its answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import msgspec

_LONGEST = 2000
_UNTIL_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBER_WORDS = {word: number for number, word in enumerate(_UNTIL_TWENTY.split())} | _TENS
_WORD = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)

_REFUSAL = re.compile(
    r"\b(?:could ?n[o']t|couldn't|can'?t|can ?not|unable to|(?:was|am) not able"
    r"|do(?:n't| not) (?:know|think|believe)|failed to|not sure|unsure|no idea|impossible to)\b"
)
_IGNORANCE = re.compile(r"\b(?:do(?:n't| not) know|not sure|unsure|no idea)\b")
_EMPTY = re.compile(
    r"\w*|(?:(?:i|the|this|my|task|goal|question|it|all|everything|is|am|are|was|has|have|been|now|done"
    r"|answered|complete|completed|finished|successfully)\W*)+"
)
"""What says nothing on the matter: one word, or that the task is done."""
_GUESS = re.compile(r"\b(?:maybe|perhaps|possibly|probably|might|(?:may|could) be|i guess|i think|unclear)\b")
_CHOICE = re.compile(r"\b(?:or|either|alternatively)\b")
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|no|never|without|except|than|over|instead of|rather than|unlike)|n't)"
    r"(?:\s+[a-z']+){0,2}\s*\W?$"
)
_DENIED_BEHIND = re.compile(r"\s*(?:(?:is|are|was)\s+(?:not|wrong|incorrect|false)\b|(?:is|are|was)n't\b)")
_ONLY_CONNECTORS = re.compile(r"(?:[\s,/&|;:()+-]|\b(?:and|or|to|then|at|alarms?|am|pm)\b)*")
_OF = re.compile(r"\b(?:out )?of(?: the| all| a total of)*\s+$")


class _Mention(msgspec.Struct, frozen=True):
    """A value and where it stands in the folded message."""

    value: Any
    start: int
    end: int


class ClockTime(msgspec.Struct, frozen=True, tag=True):
    """A time of day, such as ``ClockTime("7:30 AM")``. A message may leave AM and PM away.

    Attributes:
        value: The time, in any notation that messages may use.
    """

    value: str

    def matches(self, message: str) -> bool | None:
        """Whether ``message`` gives this time (see the module's rules)."""
        expected = _declared(_clock_times, self.value)
        return _verdict(message, _clock_times, lambda time: _same_time(time, expected))


class Date(msgspec.Struct, frozen=True, tag=True):
    """A day, such as ``Date("1996-10-24")``. Numbers with slashes are month/day/year where both fit.

    Attributes:
        value: The day, in ISO notation.
        needs_year: Whether a message must name the year; a wrong year is always wrong.
    """

    value: str
    needs_year: bool = True

    def matches(self, message: str) -> bool | None:
        """Whether ``message`` gives this day (see the module's rules)."""
        year, month, day = _declared(_dates, self.value)

        def right(date: tuple[int | None, int, int]) -> bool:
            return date[1:] == (month, day) and (date[0] == year or (date[0] is None and not self.needs_year))

        return _verdict(message, _dates, right)


class Number(msgspec.Struct, frozen=True, tag=True):
    """A quantity, such as ``Number(4.7, unit="GB")``. A message may leave the unit away.

    Attributes:
        value: The number, in ``unit``.
        unit: A unit of storage (kB to TB, decimal), length (m, km), ``%``, or any currency code; empty
            for a plain number. Other units of the same kind are converted.
        tolerance: Largest difference that still counts, in ``unit``.
    """

    value: float
    unit: str = ""
    tolerance: float = 0.0

    def matches(self, message: str) -> bool | None:
        """Whether ``message`` gives this quantity (see the module's rules)."""
        kind, factor = _UNITS.get(self.unit.casefold(), (self.unit.casefold(), 1.0))

        def right(quantity: tuple[float, str]) -> bool:
            number = quantity[0] / factor if quantity[1] else quantity[0]
            return abs(number - self.value) <= self.tolerance + 1e-9 * max(1.0, abs(self.value))

        def mentions(text: str) -> list[_Mention]:
            found = _quantities(text)
            of_kind = [mention for mention in found if _unit_of(mention) == kind]
            return of_kind or [mention for mention in found if not _unit_of(mention)]

        return _verdict(message, mentions, right)


class Count(msgspec.Struct, frozen=True, tag=True):
    """How many there are, such as ``Count(2)``; digits or English number words.

    Attributes:
        value: The number.
    """

    value: int

    def matches(self, message: str) -> bool | None:
        """Whether ``message`` gives this number (see the module's rules)."""
        return _verdict(message, _counts, lambda count: count == self.value)


class Duration(msgspec.Struct, frozen=True, tag=True):
    """A length of time, such as ``Duration("12 hr 58 min")`` or ``Duration("11:50")`` (min:s or h:min:s).

    Attributes:
        value: The duration, in any notation that messages may use.
        tolerance: Largest difference that still counts, in seconds.
    """

    value: str
    tolerance: int = 0

    def matches(self, message: str) -> bool | None:
        """Whether ``message`` gives this duration (see the module's rules)."""
        expected = _declared(_durations, self.value)
        return _verdict(message, _durations, lambda seconds: abs(seconds - expected) <= self.tolerance)


class Phone(msgspec.Struct, frozen=True, tag=True):
    """A phone number, such as ``Phone("22331144")``, however it is grouped; a country code may precede.

    Attributes:
        value: The number; only its digits matter.
    """

    value: str

    def matches(self, message: str) -> bool | None:
        """Whether ``message`` gives this number (see the module's rules)."""
        expected = re.sub(r"\D", "", self.value)

        def right(number: str) -> bool:
            return number == expected or (number.startswith("+") and number.endswith(expected))

        return _verdict(message, _phones, right)


class Offset(msgspec.Struct, frozen=True, tag=True):
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

    def matches(self, message: str) -> bool | None:
        """Whether ``message`` gives this difference (see the module's rules)."""
        expected = self.hours if self.direction == "ahead" else -self.hours
        text = _fold(message)
        if self.clock and (times := _clock_times(text)):
            right_time = _declared(_clock_times, self.clock)
            if not any(_same_time(time.value, right_time) for time in times):
                return False
        if _CHOICE.search(text) and {"behind", "ahead"} <= set(re.findall(r"\w+", text)):
            return False
        found = _verdict(message, _offsets, lambda hours: hours == expected)
        if found is False and _HERE.search(text) and any(m.value == -expected for m in _offsets(text)):
            return None  # perhaps told from the other side: "local time is 6 hours ahead"
        return found


class Text(msgspec.Struct, frozen=True, tag=True):
    """A name or phrase, such as ``Text("Tsinghua University", accept=("Tsinghua",))``.

    Case, accents, punctuation and blanks do not matter; the phrase may stand inside a sentence, but not
    inside a longer word or address.

    Attributes:
        value: The right answer.
        accept: Other right answers, such as short forms.
        reject: Wrong answers: beside the right one they make the message ambiguous or wrong. Inside a
            right answer they do not count (``Google`` in ``Google Scholar``).
    """

    value: str
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()

    def matches(self, message: str) -> bool | None:
        """Whether ``message`` gives this phrase (see the module's rules)."""
        verdict = _verdict(message, self._mentions, lambda mention: mention is True)
        if verdict and _offers_choice(_fold(message), self._mentions(_fold(message))):
            return False
        return verdict

    def _mentions(self, text: str) -> list[_Mention]:
        right = list(_phrases(text, (self.value, *self.accept)))
        wrong = (_Mention(reject, *span) for reject in self.reject for span in _spans(text, reject))
        return right + [
            mention
            for mention in wrong
            if not any(mention.start < other.end and other.start < mention.end for other in right)
        ]


class YesNo(msgspec.Struct, frozen=True, tag=True):
    """The answer to a question whether something is so (on, there, followed, ...).

    A leading yes or no decides, unless the rest says the contrary. Else states decide: "on" and
    "enabled" mean yes; "off", "disabled" and negations mean no.

    Attributes:
        value: True for yes.
        yes: Further phrases that mean yes, unless they are negated, such as ``following``.
        no: Further phrases that mean no.
    """

    value: bool
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def matches(self, message: str) -> bool | None:
        """Whether ``message`` says so; None for "could not find", which may mean no.

        A message that says nothing on the matter, such as "done", is a wrong answer.
        """
        text = _fold(message)
        if not text or _GUESS.search(text) or _IGNORANCE.search(text):
            return False
        said = {match[0] in _YES for match in _YES_OR_NO.finditer(text)}
        if len(said) == 2 or _ON_OR_OFF.search(text):
            return False
        lead = _LEAD.match(text)
        state = self._state(text[lead.end() :] if lead else text)
        if lead:
            leading = lead[1] in _YES
            return None if state is not None and state != leading else leading == self.value
        if state is None and _EMPTY.fullmatch(text):
            return False
        if _REFUSAL.search(text) or state is None:
            return None
        return state == self.value

    def _state(self, text: str) -> bool | None:
        """What the words say, None if nothing or both."""
        negations = len(_NEGATION.findall(text))
        off = len(_OFF.findall(text)) + sum(1 for _ in _phrases(text, self.no))
        on = len(_ON.findall(text)) + sum(1 for _ in _phrases(text, self.yes))
        if negations:
            return False if not off else None
        if on and off:
            return None
        return True if on else (False if off else None)


class Items(msgspec.Struct, frozen=True, tag=True):
    """Several names, all of which a message must give.

    Attributes:
        values: The names; a ``Text`` where short forms are right, too.
        ordered: Whether they must come in this order.
        reject: Names that do not belong to the list.
    """

    values: tuple[str | Text, ...]
    ordered: bool = False
    reject: tuple[str, ...] = ()

    def matches(self, message: str) -> bool | None:
        """Whether ``message`` gives all these names and none of the rejected ones."""
        text = _fold(message)
        if not text or _REFUSAL.search(text) or _GUESS.search(text) or _CHOICE.search(text):
            return False
        first = []
        for value in self.values:
            item = value if isinstance(value, Text) else Text(value)
            asserted = [
                mention
                for mention in _phrases(text, (item.value, *item.accept))
                if not _denied(text, mention)
            ]
            if not asserted:
                return False
            first.append(min(mention.start for mention in asserted))
        if any(not _denied(text, mention) for mention in _phrases(text, self.reject)):
            return False
        return not self.ordered or first == sorted(first)


class AllOf(msgspec.Struct, frozen=True, tag=True):
    """Several facts that belong to one answer, such as a distance and a time.

    Attributes:
        parts: What the message must give, each by its own rules.
    """

    parts: tuple[Answer, ...]

    def matches(self, message: str) -> bool | None:
        """True if all parts match, False if one does not, None if one cannot be told."""
        found = [part.matches(message) for part in self.parts]
        return False if False in found else (None if None in found else True)


Answer = ClockTime | Date | Number | Count | Duration | Phone | Offset | Text | YesNo | Items | AllOf
"""Any expected answer."""


def stored_answer(truth: Any) -> Answer:
    """The expected answer that an episode carries, be it fresh or in its stored JSON form.

    Raises:
        msgspec.ValidationError: It is none.
    """
    return msgspec.convert(msgspec.to_builtins(truth), Answer)


# Deciding


def _verdict(
    message: str, find: Callable[[str], Iterable[_Mention]], right: Callable[..., bool]
) -> bool | None:
    """The module's rules on the mentions that ``find`` collects."""
    text = _fold(message)
    if _REFUSAL.search(text) or _GUESS.search(text):
        return False
    asserted = [mention for mention in find(text) if not _denied(text, mention)]
    good = [mention for mention in asserted if right(mention.value)]
    others = [mention for mention in asserted if not right(mention.value)]
    if not good:
        return False
    if not others:
        return True
    several = len({mention.value for mention in others}) >= 2
    if several or _CHOICE.search(text) or any(_listed(text, a, b) for a in good for b in others):
        return False
    return None


def _denied(text: str, mention: _Mention) -> bool:
    before = re.split(r"[,;.!?]\s|\bbut\b", text[max(0, mention.start - 60) : mention.start])[-1]
    return bool(_DENIED_BEFORE.search(before) or _DENIED_BEHIND.match(text, mention.end))


def _listed(text: str, one: _Mention, other: _Mention) -> bool:
    """Whether nothing but commas, "and" and the like stands between two mentions."""
    between = text[min(one.end, other.end) : max(one.start, other.start)]
    return bool(_ONLY_CONNECTORS.fullmatch(between))


def _offers_choice(text: str, right: list[_Mention]) -> bool:
    """Whether "or" leads to anything that is not another form of the right phrase."""
    for match in _CHOICE.finditer(text):
        inside = any(mention.start <= match.start() < mention.end for mention in right)
        before = any(mention.end <= match.start() for mention in right)
        behind = any(0 <= mention.start - match.end() <= 5 for mention in right)
        if not (inside or (before and behind)):
            return True
    return False


def _declared(find: Callable[[str], Iterable[_Mention]], value: str) -> Any:
    """The value that a task declares, read like a message.

    Raises:
        ValueError: It is not exactly one value.
    """
    values = {mention.value for mention in find(_fold(value))}
    if len(values) != 1:
        raise ValueError(
            f"cannot read the declared answer {value!r}; found {sorted(map(str, values)) or 'nothing'}"
        )
    return values.pop()


def _fold(message: str) -> str:
    """Lower case without accents; one kind of blank, dash and quote; the first ``_LONGEST`` characters."""
    text = unicodedata.normalize("NFKD", message[:_LONGEST])
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold()
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"[\u2018\u2019\u02bc`]", "'", text)
    return re.sub(r"\s+", " ", text).strip()


# Finding mentions


_CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])(?:[:](?P<m>[0-5]\d)(?::[0-5]\d)?|[.](?P<dot>[0-5]\d)(?=\s*[ap]\.?m))?"
    r"(?![\d:])\s*(?P<half>[ap])?(?(half)\.?m\b\.?|)(?P<sharp>\s*o'clock)?"
)
_SPOKEN_CLOCK = re.compile(
    rf"\b(?:(?P<part>half past|quarter past|quarter to)\s+(?P<hour>{_WORD}|\d{{1,2}})"
    rf"|(?P<full>{_WORD})\s+(?:o'clock|(?P<min>thirty|fifteen|forty[ -]five)))\b|\b(?P<named>noon|midnight)\b"
)
_DAYTIME = re.compile(r"\s*(?:in the )?(?P<am>morning)|\s*(?:in the |at )?(?P<pm>afternoon|evening|night)")
_SPOKEN_MINUTES = {
    "half past": 30, "quarter past": 15, "quarter to": -15, "thirty": 30, "fifteen": 15, "forty five": 45,
}  # fmt: skip


def _clock_times(text: str) -> list[_Mention]:
    """Times as (minute of the day, whether the half of the day is known)."""
    found = []
    for match in _CLOCK.finditer(text):
        minute = match["m"] or match["dot"]
        bare_hour = text[: match.start()].endswith(("at ", "for ")) and re.match(
            r"\W*(?:$|[,.;)])", text[match.end() :]
        )
        if minute or match["half"] or match["sharp"] or bare_hour:
            found.append(_clock_mention(text, match, int(match["h"]), int(minute or 0), match["half"]))
    for match in _SPOKEN_CLOCK.finditer(text):
        if named := match["named"]:
            found.append(_Mention((720 if named == "noon" else 0, True), *match.span()))
            continue
        hour = match["hour"] or match["full"]
        minutes = _SPOKEN_MINUTES.get(match["part"] or (match["min"] or "").replace("-", " "), 0)
        found.append(
            _clock_mention(
                text, match, _NUMBER_WORDS[hour] if hour in _NUMBER_WORDS else int(hour), minutes, None
            )
        )
    return found


def _clock_mention(text: str, match: re.Match[str], hour: int, minute: int, half: str | None) -> _Mention:
    end = match.end()
    if half is None and (daytime := _DAYTIME.match(text, end)):
        half, end = ("a" if daytime["am"] else "p"), daytime.end()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    known = half is not None or hour > 12 or hour == 0
    return _Mention(((hour * 60 + minute) % 1440, known), match.start(), end)


def _same_time(time: tuple[int, bool], expected: tuple[int, bool]) -> bool:
    if time[1] and expected[1]:
        return time[0] == expected[0]
    return time[0] % 720 == expected[0] % 720


_DATE_FORMS = [
    re.compile(r"(?<!\d)(?P<year>\d{4})[-./](?P<monthno>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})\s?年\s?(?P<monthno>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日"),
    re.compile(r"(?<![\d./-])(?P<first>\d{1,2})[-./](?P<second>\d{1,2})[-./](?P<year>\d{4})(?!\d)"),
    re.compile(
        rf"\b{_MONTH}\s+(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?:of )?(?P<year>\d{{4}}))?"
    ),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of )?{_MONTH}(?:,?\s+(?P<year>\d{{4}}))?(?![a-z])"
    ),
]


def _dates(text: str) -> list[_Mention]:
    """Days as (year or None, month, day)."""
    found: list[_Mention] = []
    for form in _DATE_FORMS:
        for match in form.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            found.append(_Mention(_date(match.groupdict()), *match.span()))
    return found


def _date(parts: dict[str, str | None]) -> tuple[int | None, int, int]:
    year = int(parts["year"]) if parts["year"] else None
    if "first" in parts:
        month, day = int(parts["first"] or 0), int(parts["second"] or 0)
        return (year, day, month) if month > 12 else (year, month, day)
    month = (
        _MONTHS.index(str(parts["month"])[:3]) + 1 if parts.get("month") else int(parts.get("monthno") or 0)
    )
    return year, month, int(parts["day"] or 0)


_UNIT_NAMES: dict[tuple[str, float], str] = {
    ("storage", 1.0): "b byte bytes",
    ("storage", 1e3): "kb kilobyte kilobytes",
    ("storage", 1e6): "mb megabyte megabytes",
    ("storage", 1e9): "gb gigabyte gigabytes",
    ("storage", 1e12): "tb terabyte terabytes",
    ("length", 1.0): "m meter meters metre metres",
    ("length", 1e3): "km kilometer kilometers kilometre kilometres",
    ("%", 1.0): "% percent",
    ("cny", 1.0): "cny rmb yuan \u00a5",
    ("usd", 1.0): "usd dollars $",
    ("eur", 1.0): "eur euro euros \u20ac",
    ("time", 1.0): "h hr hrs hour hours min mins minute minutes s sec secs second seconds",
}
_UNITS = {name: kind for kind, names in _UNIT_NAMES.items() for name in names.split()}
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<sign>[¥$€])?\s?(?<![\w.,:/])(?P<number>-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?![\d:/])"
    rf"(?:\s?-?(?P<unit>{_UNIT})(?![a-z]))?(?![\w@])"
)


def _quantities(text: str) -> list[_Mention]:
    """Numbers as (number in the base unit, kind of unit or ""), without times, dates and totals."""
    taken = [*_dates(text), *_clock_times(text)]
    found = []
    for match in _QUANTITY.finditer(text):
        start, end = match.start("number"), match.end()
        if any(start < other.end and other.start < end for other in taken) or _OF.search(text[:start]):
            continue
        kind, factor = _UNITS.get(match["unit"] or match["sign"] or "", ("", 1.0))
        found.append(_Mention((float(match["number"].replace(",", "")) * factor, kind), start, end))
    return found


def _unit_of(mention: _Mention) -> str:
    _, unit = mention.value
    return unit


_COUNT_WORD = re.compile(
    rf"(?<!-)\b(?<!the )(?<!this )(?<!that )(?<!first )(?<!each )(?<!no )({_WORD}|none)\b(?!-)"
)


def _counts(text: str) -> list[_Mention]:
    """Whole numbers without a unit, and number words, that are not part of a time or a date."""
    taken = [*_dates(text), *_clock_times(text)]
    found = [
        _Mention(mention.value[0], mention.start, mention.end)
        for mention in _quantities(text)
        if not _unit_of(mention)
    ]
    for match in _COUNT_WORD.finditer(text):
        inside = any(match.start() < other.end and other.start < match.end() for other in taken)
        if not inside and not _OF.search(text[: match.start()]):
            found.append(_Mention(_NUMBER_WORDS.get(match[1], 0), *match.span()))
    return found


_DURATION = re.compile(
    rf"(?<![\d:.])(?:(?P<colon>\d+(?::[0-5]\d){{1,2}})(?![\d:])"
    rf"|(?=\d|(?:{_WORD})\b)(?:(?P<h>\d+|{_WORD})\s?-?(?:hours?|hrs?|h)(?![a-z]))?"
    rf"(?:[\s,]*(?:and )?(?P<m>\d+|{_WORD})\s?-?(?:minutes?|mins?|m)(?![a-z]))?"
    rf"(?:[\s,]*(?:and )?(?P<s>\d+|{_WORD})\s?-?(?:seconds?|secs?|s)(?![a-z]))?)"
)


def _durations(text: str) -> Iterator[_Mention]:
    """Durations in seconds; "12:58" is minutes and seconds."""
    for match in _DURATION.finditer(text):
        if match["colon"]:
            seconds = 0
            for part in match["colon"].split(":"):
                seconds = seconds * 60 + int(part)
        elif match["h"] or match["m"] or match["s"]:
            seconds = sum(_whole(match[unit]) * size for unit, size in (("h", 3600), ("m", 60), ("s", 1)))
        else:
            continue
        yield _Mention(seconds, *match.span())


def _whole(word: str | None) -> int:
    if not word:
        return 0
    return _NUMBER_WORDS[word] if word in _NUMBER_WORDS else int(word)


_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d().\s-]{3,}\d(?![\w@])")


def _phones(text: str) -> list[_Mention]:
    """Digit strings that are long enough to be dialled; a leading plus sign is kept."""
    taken = _dates(text)
    return [
        _Mention(("+" if match[0].startswith("+") else "") + re.sub(r"\D", "", match[0]), *match.span())
        for match in _PHONE.finditer(text)
        if not any(match.start() < date.end and date.start < match.end() for date in taken)
    ]


_HOURS = rf"(?P<n>\d+(?:\.\d+)?|{_WORD})\s?-?(?:hours?|hrs?|h)\b"
_OFFSET_FORMS = [
    re.compile(rf"(?<![\d.])(?P<sign>[+-])\s?{_HOURS}"),
    re.compile(
        rf"(?<![\d.+-]){_HOURS}[^.;\d]{{0,30}}?\b(?P<way>behind|earlier|before|slower|ahead|later|after|faster)\b"
    ),
    re.compile(rf"\b(?P<way>behind|earlier|slower|ahead|later|faster)\b[^.;\d]{{0,30}}?\bby {_HOURS}"),
]
_HERE = re.compile(r"\b(?:local|here|we are|our|home)\b")


def _offsets(text: str) -> list[_Mention]:
    """Clock differences in hours; ahead counts as positive."""
    found = []
    for form in _OFFSET_FORMS:
        for match in form.finditer(text):
            hours = float(_NUMBER_WORDS.get(match["n"]) or match["n"].replace("zero", "0"))
            way = match.groupdict().get("way") or match["sign"]
            found.append(
                _Mention(
                    hours if way in ("ahead", "later", "after", "faster", "+") else -hours, *match.span()
                )
            )
    return found


def _phrases(text: str, phrases: Iterable[str]) -> Iterator[_Mention]:
    for phrase in phrases:
        for span in _spans(text, phrase):
            yield _Mention(True, *span)


def _spans(text: str, phrase: str) -> list[tuple[int, int]]:
    """Where ``phrase`` stands in the folded text, as whole words, whatever punctuation is between."""
    words = re.findall(r"[+-]?\d+|\w+", re.sub(r"(?<!\b(?:utc|gmt))[+-]", " ", _fold(phrase)))
    joined = r"[\W_]{0,4}?".join(
        re.escape(word) if word[0] in "+-" else rf"\b{re.escape(word)}" for word in words
    )
    edge_before = r"(?<![a-z0-9])(?<![a-z0-9][.@+])" if words[0].isascii() else ""
    edge_behind = r"(?![a-z0-9])(?![.@+-][a-z0-9])" if words[-1].isascii() else ""
    pattern = joined if words[0].isascii() else joined.replace(r"\b", "")
    return [match.span() for match in re.finditer(edge_before + pattern + edge_behind, text)]


_YES = ("yes", "yeah", "yep", "correct", "true")
_YES_OR_NO = re.compile(r"\b(?:yes|yeah|yep|correct|true|no|nope|false|incorrect)\b")
_LEAD = re.compile(r"\W*(?:(?:the )?answer(?: is)?\W+)?(yes|yeah|yep|correct|true|no|nope|false|incorrect)\b")
_ON_OR_OFF = re.compile(r"\b(?:on or off|off or on|on and off|whether)\b")
_NEGATION = re.compile(r"\b(?:not|never|no|nor)\b|n't\b")
_OFF = re.compile(r"\b(?:off|disabled|inactive|deactivated|closed|absent|missing)\b")
_ON = re.compile(
    r"\b(?:is|are|was|it's|turned|switched|set to|currently|still|already|be) on\b|^\W*on\b\W*$"
    r"|\b(?:enabled|active|activated|it does|it is there|open)\b"
)
