"""Finding amounts in a folded message: numbers with and without units, counts, and durations.

As everywhere here, all patterns have bounded repetitions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from openphone_gym.tasks.answers.mentions import Mention, clock_times, dates

_UNIT_NAMES: dict[tuple[str, float], str] = {
    ("storage", 1.0): "b byte bytes",
    ("storage", 1e3): "kb kilobyte kilobytes kib",
    ("storage", 1e6): "mb megabyte megabytes mib",
    ("storage", 1e9): "gb gigabyte gigabytes gib g gig gigs",
    ("storage", 1e12): "tb terabyte terabytes tib",
    ("length", 1.0): "m meter meters metre metres 米",
    ("length", 1e3): "km kilometer kilometers kilometre kilometres 公里 千米",
    ("length", 1609.344): "mi mile miles",
    ("%", 1.0): "% percent per_cent pct",
    ("cny", 1.0): "cny rmb yuan ¥ 元 块",
    ("usd", 1.0): "usd dollars dollar $",
    ("eur", 1.0): "eur euro euros €",
    ("time", 1.0): "h hr hrs hour hours min mins minute minutes s sec secs second seconds 小时 分钟 分 秒",
    ("time of day", 1.0): "day days week weeks month months year years 年 月 日 天 点",
}
UNITS = {name.replace("_", " "): kind for kind, names in _UNIT_NAMES.items() for name in names.split()}
"""Unit to its kind and its size in the base unit of this kind."""

_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_NUMBER = (
    r"-?(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?|\d{1,3}(?:\.\d{3}){1,5},\d{1,9}"
    r"|\d{1,3}(?: \d{3}){1,5}(?:[.,]\d{1,9})?(?! ?\d)|\d{1,30}(?:[.,]\d{1,9})?)(?!\d|[:/]\d)"
)
_QUANTITY = re.compile(
    rf"(?:(?P<sign>[¥$€]|\b(?:cny|rmb|usd|eur))\s?)?(?<![a-z0-9_])(?<!\d[.,:/])(?P<number>{_NUMBER})"
    rf"(?:\s?(?P<times>k|thousand|million|[万萬亿億])(?![a-z]))?(?:\s?-?(?P<unit>{_UNIT})(?![a-z]))?"
    r"(?:(?<=[%¥$€])|(?![a-z0-9_@]))"
)
_OF = re.compile(
    r"(?<!size )(?<!total )(?<!sum )(?<!amount )(?<!length )(?<!distance )(?<!duration )(?<!number )"
    r"(?<!value )(?<!level )(?<!version )(?<!use )\b(?:out )?of"
    r"(?: the| all| a total of| your| my| his| her| their| our)*\s+$"
)
_NUMBERED = re.compile(r"(?:#|\b(?:no\.|version|api(?: level)?|page|step|tab|row|line|item|tip|sdk))\s?$")
_TIMES = {None: 1, "k": 1_000, "thousand": 1_000, "million": 1_000_000}
_TIMES |= dict.fromkeys("万萬", 10_000) | dict.fromkeys("亿億", 100_000_000)


def quantities(text: str) -> list[Mention]:
    """Numbers as (number in the base unit, kind of unit or ""), without times, dates, totals and labels."""
    taken = [*dates(text), *clock_times(text)]
    found = []
    for match in _QUANTITY.finditer(text):
        start, end = match.start("number"), match.end()
        before = text[max(0, start - 40) : start]
        if Mention(0, start, end).meets(taken) or _OF.search(before) or _NUMBERED.search(before):
            continue
        kind, factor = UNITS.get(match["unit"] or match["sign"] or "", ("", 1.0))
        number = _float(match["number"]) * _TIMES[match["times"]] * factor
        found.append(Mention((number, kind), match.start(), end))
    return found


def totals(text: str) -> list[Mention]:
    """Numbers that tell the whole of which a part is told: "of 4"."""
    return _behind(text, _OF)


def numbered(text: str) -> list[Mention]:
    """Numbers that only number something: "page 2"."""
    return _behind(text, _NUMBERED)


def _behind(text: str, label: re.Pattern[str]) -> list[Mention]:
    """Numbers with their labels."""
    taken = [*dates(text), *clock_times(text)]
    found = []
    for match in _QUANTITY.finditer(text):
        start = match.start("number")
        labelled = label.search(text[max(0, start - 40) : start])
        if labelled and not Mention(None, start, match.end()).meets(taken):
            found.append(Mention(None, start - len(labelled[0]), match.end()))
    return found


def _float(number: str) -> float:
    """``1,234.5``, ``1.234,5``, ``1 234.5`` and ``1,5`` as numbers."""
    number = number.replace(" ", "")
    if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        return float(number.replace(",", ""))
    if "," in number:
        return float(number.replace(".", "").replace(",", "."))
    return float(number)


_NONE = re.compile(r"\b(?:none|no(?= (?!other|more|less|fewer|doubts?|problems?)[a-z]{2,}s\b))")


def counts(text: str) -> list[Mention]:
    """Whole numbers without a unit, and "none" or "no alarms", that are not part of a time or a date."""
    numbers = (Mention(m.value[0], m.start, m.end) for m in quantities(text) if not m.value[1])
    return [*numbers, *(Mention(0, *match.span()) for match in _NONE.finditer(text))]


# Durations

_DURATION = re.compile(
    r"(?<![\d.])(?<!\d:)(?:(?P<colon>\d{1,4}(?::[0-5]\d){1,2})(?![\d:])(?!\s?[ap]\.?m\b)(?:\s?(?P<hours>hours?|hrs?|h)\b)?"
    r"|(?=\d)(?:(?P<h>\d{1,6}(?:[.,]\d{1,3})?)\s?-?(?:hours?|hrs?\.?|h|小时|小時|時間)(?![a-z]))?"
    r"(?:[\s,]{0,3}(?:and )?(?P<m>\d{1,6}(?:[.,]\d{1,3})?)\s?-?(?:minutes?|mins?\.?|m|分[钟鐘]?)(?![a-z]))?"
    r"(?:[\s,]{0,3}(?:and )?(?P<s>\d{1,3}(?:,\d{3})+|\d{1,6})\s?-?(?:seconds?|secs?\.?|s|秒钟|秒)(?![a-z]))?)"
)
_SHORT_DURATION = re.compile(
    r"(?<![\d.])(?<!\d:)(?P<h>\d{1,3})\s?h\s?(?P<m>[0-5]\d)\b(?!\s?m)(?:\s?m)?"  # 4h07
)


def durations(text: str) -> list[Mention]:
    """Durations in seconds; "12:58" is minutes and seconds."""
    found = []
    for match in _SHORT_DURATION.finditer(text):
        found.append(Mention(int(match["h"]) * 3600 + int(match["m"]) * 60, *match.span()))
    for match in _DURATION.finditer(text):
        if match["colon"]:
            seconds = 0.0
            for part in match["colon"].split(":"):
                seconds = seconds * 60 + int(part)
            seconds *= 60 if match["hours"] and match["colon"].count(":") == 1 else 1
        elif match["h"] or match["m"] or match["s"]:
            seconds = sum(
                _float(match[unit] or "0") * size for unit, size in (("h", 3600), ("m", 60), ("s", 1))
            )
        else:
            continue
        mention = Mention(seconds, *match.span())
        if not mention.meets(found):
            found.append(mention)
    return found


def slack(text: str, mention: Mention) -> float:
    """How far a duration may be off that is told in decimals of a unit, as "4.12 hours"."""
    decimals = _DECIMALS.match(text, mention.start)
    return 0.5 * 10.0 ** -len(decimals[1]) * (3600 if decimals[2] == "h" else 60) if decimals else 0.0


_DECIMALS = re.compile(r"\d{1,6}[.,](\d{1,3})\s?-?(h|m)")


def summands(text: str, mentions: Sequence[Mention], right: Callable[[float], bool]) -> list[Mention]:
    """The amounts that are added up to the right one: "4:20 + 7:30", "9,600 + 1,800 = 11,400".

    Args:
        text: The folded message.
        mentions: Amounts of one kind, whose values are numbers.
        right: Which of them is the right one.
    """
    runs: list[list[Mention]] = [[]]
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if runs[-1] and not _PLUS.fullmatch(text, runs[-1][-1].end, mention.start):
            runs.append([])
        runs[-1].append(mention)
    return next((run for run in runs if len(run) > 1 and right(sum(m.value for m in run))), [])


_PLUS = re.compile(r"\s*(?:\+|plus)\s*")
