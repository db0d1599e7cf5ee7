"""Other readings of a message: notations and languages of which nobody here can be sure.

A message that gives no right answer as it stands, but does in one of these, is left open: it is nothing that
may count as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from text_to_num import alpha2digit

LONGEST = 300
"""Characters of a message in which notations are looked for: a longer one is no mere value."""

_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl")
_UNITS = {
    "hours": "stunden stunde heures heure horas hora ore ora uur std",
    "minutes": "minuten minute minutos minuto minuti minuut",
    "seconds": "sekunden secondes segundos secondi seconden",
    "and": "und et y e en",
    "half past": "media demie",
}
_UNIT_WORDS = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_UNIT_WORD = re.compile(
    rf"(?<=\d )(?:{'|'.join(_UNIT_WORDS)})\b|\b(?:{_UNITS['and'].replace(' ', '|')})\b(?= \d)"
)
_HALF_TO = re.compile(r"\bhalb (1?\d)\b")
_AND_HALF = re.compile(r"\b(1?\d) (?:heures |horas )?(?:et|y|e) (?:demie|media|mezza|meia)\b")
_AT, _DOT = (re.compile(rf"\s?[\[({{]\s?{word}\s?[\])}}]\s?|(?<=\w) {word} (?=\w)") for word in ("at", "dot"))
_TWICE = re.compile(r"\bdouble (\w+)|\btriple (\w+)")
_DOTS_OF_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_DIGIT_MARKS = re.compile(r"(?<=\d)[/_,](?=\d)")
_SHARE = re.compile(r"(?<=\d)/100\b")
_PART = re.compile(r"(?<=\d)\s?/\s?(?=\d)")
_ROMAN = re.compile(r"\W*(x{0,3})(ix|iv|v?i{0,3})\W*")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_PRIMES = re.compile(r"(\d{1,3})'(?: ?(\d{1,2})(?:\"|''))?")
_SECONDS_LEFT_OUT = re.compile(r"(?<=\d) ?(?:min|minutes|分) ?(\d{1,2})$")
_HOURS_OR_MINUTES = re.compile(r"(?<![\d:])(\d{1,3}):([0-5]\d)(?![\d:])")
_PAIR = re.compile(r"(?<![\d.,])(\d{1,2}) ([0-5]\d)(?![\d.,])")
_FRACTION = re.compile(r"(?<![\d.])0?\.\d{2,6}\b")
_SCIENTIFIC = re.compile(r"(\d(?:\.\d{1,9})?) ?(?:e\+?|[x\u00d7*] ?10\^)(\d{1,2})\b")
_COMPOSED = re.compile(r"\b(\d{1,3}) ?([tgmk]b|km) (?:and )?(\d{1,3}) ?([gmk]?b|m)\b")
_LABEL = re.compile(r"#(?=\d)|\bx ?(?=\d{1,3}\b)|(?<=\d) ?x\b")


@lru_cache(maxsize=256)
def other_readings(text: str) -> tuple[str, ...]:
    """Texts that a folded message may stand for, without those that equal it; none for a long message."""
    if len(text) > LONGEST:
        return ()
    readings = (
        *_in_languages(text),
        _DOT.sub(".", _AT.sub("@", text)),
        _TWICE.sub(lambda match: " ".join([match[1]] * 2 if match[1] else [match[2]] * 3), text),
        _DOTS_OF_THOUSANDS.sub("", text),
        _DIGIT_MARKS.sub("", text),
        _SHARE.sub(" %", text),
        _PART.sub(" of ", text),
        _LABEL.sub("", text),
        _PRIMES.sub(lambda match: f"{match[1]} min {match[2]} s" if match[2] else f"{match[1]} min", text),
        _SECONDS_LEFT_OUT.sub(r" min \1 s", text),
        _HOURS_OR_MINUTES.sub(r"\1 h \2 min", text),
        _PAIR.sub(r"\1:\2", text),
        _FRACTION.sub(lambda match: f"{float(match[0]) * 100:.9g} %", text),
        _SCIENTIFIC.sub(lambda match: f"{float(match[1]) * 10 ** int(match[2]):.0f}", text),
        _COMPOSED.sub(lambda match: f"{match[1]}.{match[3]:0>3} {match[2]}", text),
        text.replace(" plus ", " and "),
        re.sub(r"(?<=hours )(?:less|back)\b", "behind", text),
        re.sub(r"\bboth\b", "2", text),
        re.sub(r"^1[.)] ", "", text),
        _roman(text),
    )
    return tuple(dict.fromkeys(reading for reading in readings if reading and reading != text))


def _in_languages(text: str) -> Iterator[str]:
    """With number words of other languages than English as digits, and their words around numbers."""
    for language in _LANGUAGES:
        read = alpha2digit(text, language, threshold=0)
        read = _HALF_TO.sub(lambda match: f"{(int(match[1]) - 2) % 12 + 1}:30", read)
        read = _AND_HALF.sub(r"\1:30", read)
        yield _UNIT_WORD.sub(lambda match: _UNIT_WORDS[match[0]], read)


def _roman(text: str) -> str:
    """A message that is nothing but a Roman numeral below 40 as digits."""
    match = _ROMAN.fullmatch(text)
    return str(10 * len(match[1]) + _ONES.index(match[2])) if match else ""
