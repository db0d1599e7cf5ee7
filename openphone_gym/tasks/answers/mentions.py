"""Finding values in a folded message: every clock time, date, quantity, duration, phone number or phrase.

All patterns have bounded repetitions, so that hostile messages take no long time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from openphone_gym.tasks.answers.folding import fold


class Mention(msgspec.Struct, frozen=True):
    """A value and where it stands in the folded message."""

    value: Any
    start: int
    end: int

    def meets(self, others: Iterable[Mention]) -> bool:
        """Whether it shares characters with one of the others."""
        return any(self.start < other.end and other.start < self.end for other in others)


def apart_from(found: Iterable[Mention], taken: Iterable[Mention]) -> list[Mention]:
    """Those that share no characters with what is taken."""
    taken = list(taken)
    return [mention for mention in found if not mention.meets(taken)]


# Clock times

_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
_CLOCK_FORMS = [
    re.compile(  # 7:30, 7:30 AM, 7 pm, 7h30, 7 o'clock, 7.30 Uhr
        r"(?<![\d.])(?<!\d:)(?<![a-z])(?P<h>[01]?\d|2[0-4])"
        r"(?:\s?:\s?(?P<m>[0-5]\d)(?::[0-5]\d(?:\.\d{1,3})?)?|\s?(?:h|uhr|heures)\s?(?P<mh>[0-5]\d)(?!\s?m)|\.(?P<dot>[0-5]\d))?"
        rf"(?![\d:])(?!\s?(?:min|sec))\s*(?:{_HALF}|(?P<sharp>o'clock|uhr\b|h(?:rs)?\b))?"
    ),
    re.compile(  # 上午7点半, 7时30分
        r"(?:(?P<zham>上午|早上|早晨|凌晨)|(?P<zhpm>中午|下午|傍晚|晚上))?\s?(?<![\d.])(?<!\d:)(?P<h>[01]?\d|2[0-4])"
        r"\s?[点點时時](?!区)\s?(?:(?P<m>[0-5]?\d)\s?分?|(?P<zhhalf>半)|(?P<zhquarter>1刻))?"
    ),
    re.compile(  # 上午7:30
        r"(?:(?P<zham>上午|早上|早晨|凌晨)|(?P<zhpm>中午|下午|傍晚|晚上))\s?(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)"
    ),
    re.compile(  # half past 7, 10 to 8
        r"\b(?P<part>(?:half|(?:a )?quarter|[0-5]?\d)(?: minutes?)?)(?<!:\d\d) "
        rf"(?P<way>past|to|before|after|till) (?P<h>1?\d)(?![\d:.])\s*(?:{_HALF}|(?P<sharp>o'clock))?"
    ),
    re.compile(r"\b(?P<named>noon|midday|midnight)\b"),
]
_LOOSE_CLOCK_FORMS = [
    re.compile(
        rf"(?<![\w.:/,-])(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)\s?(?:{_HALF}|hrs\b|h(?:ours)?\b)?(?![\w:/-]|[.,]\d)"
    ),
    re.compile(
        r"(?<![\w.:/,-])(?<!\d )(?P<h>1?\d|2[0-3]) (?:oh? )?(?P<m>[0-5]?\d)(?! ?\d)(?![.:/,]\d)"
        rf"\s*(?:{_HALF}|o'clock|(?![a-z%]))"
    ),
    re.compile(rf"(?<![\w.:/,-])(?P<h>\d)(?P<m>[0-5]\d)\s?{_HALF}"),
]
"""Digits that are a time only where a time is asked for: 0730, "seven thirty", 730am."""
_DAYTIME = re.compile(
    r",?\s*(?:in the |this )?(?P<am>morning)|,?\s*(?:in the |at |this )?(?P<pm>afternoon|evening|night)"
)
_DAYTIME_BEFORE = re.compile(
    r"\b(?:(?P<am>morning)|(?P<pm>afternoon|evening|night))(?: alarm)?(?: is)?(?: at)?[\s,:(]*$"
)
_TO_FULL = ("to", "before", "till")


def clock_times(text: str, asked: bool = False) -> list[Mention]:
    """Times as (minute of the day, whether the half of the day is known).

    Args:
        text: The folded message.
        asked: Whether it answers a question about a time, so that bare digits are one.
    """
    found: list[Mention] = []
    for form in _CLOCK_FORMS[1:] + _CLOCK_FORMS[:1] + (_LOOSE_CLOCK_FORMS if asked else []):
        for match in form.finditer(text):
            mention = _clock_time(text, match, asked)
            if mention is not None and not mention.meets(found):
                found.append(mention)
    return found


def _clock_time(text: str, match: re.Match[str], asked: bool) -> Mention | None:
    said = match.groupdict()
    if said.get("named"):
        return Mention((0 if said["named"] == "midnight" else 720, True), *match.span())
    hour, minute = int(said["h"]), _minutes(said)
    half = said.get("half") or ("a" if said.get("zham") else "p" if said.get("zhpm") else None)
    if said.get("part"):
        if hour > 12 or not (minute in (15, 30) or minute % 5 == 0 or "minute" in said["part"]):
            return None
        minute *= -1 if said["way"] in _TO_FULL else 1
        if said["way"] in ("before", "after", "to", "till") and said["part"].isdigit() and not asked:
            return None
    elif "dot" in said and not (said["m"] or said["mh"] or half or said["sharp"] or (said["dot"] and asked)):
        if said["dot"] or not _bare_hour(text, match):
            return None
    elif said.get("dot") and not (half or asked or said["sharp"] in ("uhr", "h", "hrs", "o'clock")):
        return None
    if hour == 24 and minute:
        return None
    return _of_day(text, match, hour % 24, minute, half)


def _minutes(said: dict[str, str | None]) -> int:
    """The minutes that a match tells."""
    if said.get("part"):
        part = str(said["part"])
        return 30 if "half" in part else 15 if "quarter" in part else int(part.split()[0])
    if said.get("zhhalf"):
        return 30
    if said.get("zhquarter"):
        return 15
    return int(said.get("m") or said.get("mh") or said.get("dot") or 0)


def _bare_hour(text: str, match: re.Match[str]) -> bool:
    """Whether an hour stands alone where a time is told: "at 7", "7 in the morning"."""
    behind = text[match.end() :]
    told = text[: match.start()].endswith(("at ", "for ")) and re.match(r"\W*(?:$|[,.;)](?!\d))", behind)
    return bool(told or re.match(r"\s*(?:in the|at) (?:morning|afternoon|evening|night)\b", behind))


def _of_day(text: str, match: re.Match[str], hour: int, minute: int, half: str | None) -> Mention:
    end = match.end() - (len(match[0]) - len(match[0].rstrip()))
    if daytime := _DAYTIME.match(text, end):
        half, end = half or ("a" if daytime["am"] else "p"), daytime.end()
    elif half is None:
        daytime = _DAYTIME_BEFORE.search(text, max(0, match.start() - 40), match.start())
        half = daytime and ("a" if daytime["am"] else "p")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    known = half is not None or hour > 12 or (hour == 0 and match.groupdict().get("h") in ("0", "00", "24"))
    return Mention(((hour * 60 + minute) % 1440, known), match.start(), end)


def same_time(time: tuple[int, bool], expected: tuple[int, bool]) -> bool:
    """Whether two times are equal, as far as the halves of the day are known."""
    if time[1] and expected[1]:
        return time[0] == expected[0]
    return time[0] % 720 == expected[0] % 720


# Dates

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_YEAR = r"(?P<year>\d{4}|(?:1[5-9]|20) \d\d|'\d\d|\d\d(?!\s?(?:[ap]\.?m|h|%)))(?![\d:]|[.,]\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATE_FORMS = [
    re.compile(r"(?<!\d)(?P<year>\d{4})\s?[-./]\s?(?P<monthno>\d{1,2})\s?[-./]\s?(?P<day>\d{1,2})(?!\d)"),
    re.compile(
        r"(?<!\d)(?P<year>\d{4}|\d\d)\s?年\s?(?P<monthno>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号號]?"
    ),
    re.compile(r"(?<!\d)(?P<monthno>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号號]"),
    re.compile(
        r"(?<![\d./-])(?P<first>\d{1,2})\s?(?P<sep>[-./])\s?(?P<second>\d{1,2})\s?(?P=sep)\s?"
        r"(?P<year>\d{4}|'?\d\d)(?![\d:]|[./-]\d)"
    ),
    re.compile(rf"(?<![\d.]){_DAY} (?:of )?{_MONTH},? (?P<year>(?:1[5-9]|20) \d\d)(?!\d)"),
    re.compile(rf"(?<![\d.])(?P<year>\d{{4}})[\s,./-]{{1,2}}{_MONTH}[\s./-]{{0,2}}{_DAY}(?![\d:])"),
    re.compile(
        rf"(?<![a-z]){_MONTH}[\s/-]{{0,2}}(?:the )?{_DAY}(?![\d:])(?:[\s,./-]{{1,2}}(?:of )?{_YEAR})?"
    ),
    re.compile(
        rf"(?<![\d.]){_DAY}[\s./-]{{0,2}}(?:of )?{_MONTH}(?:[\s,./-]{{0,2}}(?:of )?{_YEAR})?(?![a-z])"
    ),
]
_COMPACT_DATES = [
    re.compile(r"(?<![\w./-])(?P<year>\d{4})(?P<monthno>\d\d)(?P<day>\d\d)(?![\w/-])"),
    re.compile(r"(?<![\w./-])(?P<first>\d\d)(?P<second>\d\d)(?P<year>\d{4})(?![\w/-])"),
]


def dates(text: str, asked: bool = False) -> list[Mention]:
    """Days as (year, month, day); the year is None if not told, and below 100 if told by two digits.

    Args:
        text: The folded message.
        asked: Whether it answers a question about a day, so that eight digits are one.
    """
    found: list[Mention] = []
    for form in _DATE_FORMS + (_COMPACT_DATES if asked else []):
        for match in form.finditer(text):
            day = _date(match.groupdict())
            mention = Mention(day, *match.span())
            if day is not None and not mention.meets(found):
                found.append(mention)
    return found


def _date(said: dict[str, str | None]) -> tuple[int | None, int, int] | None:
    told = said.get("year")
    year = int(told.strip("'").replace(" ", "")) if told else None
    if said.get("first"):
        month, day = int(said["first"] or 0), int(said["second"] or 0)
        if month > 31 and year is not None and year < 32:
            year, month, day = month, day, year
        elif month > 12 or (said.get("sep") == "." and day <= 12):
            month, day = day, month
    elif said.get("month"):
        month, day = _MONTHS.index(str(said["month"])[:3]) + 1, int(said["day"] or 0)
    else:
        month, day = int(said["monthno"] or 0), int(said["day"] or 0)
    return (year, month, day) if _exists(month, day) else None


def _exists(month: int, day: int) -> bool:
    try:
        return bool(date(2000, month, day))
    except ValueError:
        return False


# Phone numbers

_PHONE = re.compile(
    r"(?<![a-z0-9_.])\+?\(?\d(?:(?!\.\.)[\d().\s-]){3,40}\d(?![a-z0-9_@])(?!\s?(?:[kmgt]b|k?m|cny)\b)"
)


def phones(text: str) -> list[Mention]:
    """Digit strings that are long enough to be dialled; a leading plus sign is kept."""
    found = [
        Mention(("+" if match[0].startswith("+") else "") + re.sub(r"\D", "", match[0]), *match.span())
        for match in _PHONE.finditer(text)
    ]
    return apart_from(found, (day for day in dates(text) if (day.value[0] or 0) >= 100))


# Differences between clocks

_HOURS = r"(?P<n>\d{1,3}(?:\.\d{1,2})?)\s?-?(?:hours?|hrs?|h|小时)(?![a-z])"
_OFFSET_FORMS = [
    re.compile(rf"(?<![\d.])(?P<sign>[+-]|\b(?:plus|minus))\s?{_HOURS}"),
    re.compile(r"(?<![\w.:])(?P<sign>[+-])\s?0?(?P<n>\d{1,2}):00\b"),
    re.compile(
        rf"(?<![\d.+-]){_HOURS}[^.;\d\n]{{0,30}}?\b(?P<way>behind|earlier|before|slower|ahead|later|after|faster)\b"
    ),
    re.compile(rf"\b(?P<way>behind|earlier|slower|ahead|later|faster)\b[^.;\d\n]{{0,30}}?\bby {_HOURS}"),
    re.compile(rf"(?P<way>慢|晚|快|早)\s?了?\s?{_HOURS}"),
]
_AHEAD = ("ahead", "later", "after", "faster", "+", "plus", "快", "早")


def offsets(text: str) -> list[Mention]:
    """Clock differences in hours; ahead counts as positive."""
    found = []
    for form in _OFFSET_FORMS:
        for match in form.finditer(text):
            way = match.groupdict().get("way") or match["sign"]
            hours = float(match["n"]) * (1 if way in _AHEAD else -1)
            found.append(Mention(hours, *match.span()))
    return found


def told_from_here(text: str, offset: Mention) -> bool:
    """Whether a difference is that of the own clock: "local time is 6 hours behind"."""
    return bool(_HERE_IS.search(text, max(0, offset.start - 60), offset.start))


_HERE_IS = re.compile(
    r"\b(?:local|here|home|we|i|our|us)(?:'re|'m)?(?: (?:time|clock|phone|are|am|is|now|currently|it))*\s*$"
)


# Phrases


def phrases(text: str, wanted: Iterable[str], value: Any = True) -> Iterator[Mention]:
    """Where any of the phrases stands, each as the value given."""
    for phrase in wanted:
        for match in _phrase(phrase).finditer(text) if phrase.strip() else ():
            yield Mention(value, *match.span())


def _phrase(phrase: str) -> re.Pattern[str]:
    """A phrase in a folded text, as whole words, whatever punctuation is between."""
    # An ordinal is one word: between its digits and its letters is no edge of a word.
    words = re.findall(
        r"\d+(?:st|nd|rd|th)\b|[+-]?\d+|[^\W_]+|(?<=\w)@(?=\w)",
        re.sub(r"(?<!\b(?:utc|gmt))[+-]", " ", fold(phrase)),
    )
    if not words:
        return re.compile(re.escape(fold(phrase)) or r"(?!)")
    joined = r"[\W_]{0,4}?".join(
        re.escape(word) if word[0] in "+-@" or not word[0].isascii() else rf"(?<![a-z0-9]){re.escape(word)}"
        for word in words
    )
    edge_before = r"(?<![a-z0-9])(?<![a-z0-9][.@+])" if words[0].isascii() else ""
    edge_behind = r"(?![a-z0-9])(?![.@+-][a-z0-9])" if words[-1].isascii() else ""
    return re.compile(edge_before + joined + edge_behind)
