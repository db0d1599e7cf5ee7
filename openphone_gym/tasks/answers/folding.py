"""Messages in one notation: one kind of letter, blank, dash, quote and digit, and numbers as digits.

Number words are read by ``text2num``, which takes some 30 microseconds a sentence. Other libraries were tried
behind the typed answers and left out: dateparser does not find dates within sentences without also finding
some in words such as "may", and takes up to seconds where there is none; quantulum3 needs five seconds to
start; word2number adds all numbers of a sentence up; phonenumbers wants a country.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from text_to_num import alpha2digit

LONGEST = 1000
"""Characters of a message that are read; a longer one is no answer."""

_STRUCK = re.compile("[\u0335-\u0338\u20d2\u20d3\u20e5]")
_MARKS = {
    ord(char): plain
    for plain, chars in {
        "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\u30fc",
        "'": "\u2018\u2019\u02bc`\u00b4\u2032",
        ":": "\u2236\ua789\u02f8",
        ".": "\u066b",
        ",": "\u066c",
        "%": "\u066a",
    }.items()
    for char in chars
}
"""Dashes, quotes, colons, and the marks of numbers in Arabic, as the one that is read."""
_SINO = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_SINO_UNITS = {"十": 10, "百": 100, "千": 1000}
_SINO_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_SINO_RUN = re.compile(
    f"[{''.join(_SINO)}{''.join(_SINO_UNITS)}][{''.join(_SINO)}{''.join(_SINO_UNITS)}{''.join(_SINO_MYRIADS)}]*"
)
_NO_NUMBER = re.compile(
    r"\b(the|this|that|which|each|every|any|no|another|other|same|right|earliest|latest|last|next|some"
    r"|first|second|third|fourth|fifth|\d+(?:st|nd|rd|th)|an? [a-z]+|[ap]\.?m\.?) one\b"
    r"(?! (?:alarm|contact|hour|minute|hundred|thousand|million))"
)
"""Where "one" stands for a thing."""
_SECOND = re.compile(r"\b(\d+|a|one) second\b(?! (?:alarm|one|place))")
_COMPOUND = re.compile(r"\b[a-z]+(?:-[a-z]+)+\b")
_COLLECTIVE = re.compile(r"\b(?:(?P<half>half a )|(?P<many>\d+|a) )(?P<name>couple|pair|dozen)(?: of)?\b")
_COLLECTIVES = {"couple": 2, "pair": 2, "dozen": 12}
_MULTIPLE = re.compile(r"\b(\d{1,4}(?:\.\d{1,6})?) (100|1000|1000000)\b")
_HYPHENED = re.compile(r"\b(half|quarter)-(?=(?:past|to)\b)")
_GROUPED = re.compile(r"(?<=\d)'(?=\d{3}(?!\d))")
"""Thousands as in Switzerland."""
_STAMP = re.compile(r"(?<=\d)t(?=\d\d:\d\d)|\bt(?=\d\d:\d\d)")
"""What parts the day from the time in ISO 8601."""
_WRAPPED = re.compile(r"\\boxed\{([^{}]*)\}|<(answer|final_answer|result)>(.*?)</\2>", re.DOTALL)
"""The answer as models mark it."""
_AND_A_HALF = re.compile(r"\b(\d+) ((?:hour|minute)s? )?and a half\b")


@lru_cache(maxsize=256)
def fold(message: str) -> str:
    """Lower case without accents, with one kind of blank, dash, quote and digit, and numbers as digits.

    Lines stay apart. What is struck through counts as denied. Only the first ``LONGEST`` characters are read.
    """
    text = plain(message).replace("\u00df", "ss").casefold()
    text = _WRAPPED.sub(lambda match: match[1] or match[3] or "", text)
    lines = (_numbers(re.sub(r"\s+", " ", line).strip()) for line in text.splitlines())
    return "\n".join(filter(None, lines))


def plain(message: str) -> str:
    """As ``fold``, in the case and with the words and lines of the message."""
    text = _STRUCK.sub(" not ", unicodedata.normalize("NFKD", message.strip()[:LONGEST])[:LONGEST])
    text = "".join(char for char in text if not unicodedata.combining(char) and not _invisible(char))
    text = "".join(str(unicodedata.decimal(char, char)) for char in text)
    return text.translate(_MARKS)


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc", "Cs") and not char.isspace()


def _numbers(line: str) -> str:
    """A line with number words of English and Chinese as digits."""
    line = _GROUPED.sub(",", _STAMP.sub(" ", line.replace("!=", " not ")))
    line = _SINO_RUN.sub(lambda match: _sino(match[0]), line)
    if not line.isascii() and not re.search("[a-z]", line):
        return line
    line = _HYPHENED.sub(r"\1 ", line)
    line = _SECOND.sub(r"\1 sec", _NO_NUMBER.sub(r"\1 thing", re.sub(r"\bones\b", "things", line)))
    line = re.sub(r"\bhalf an hour\b", "30 minutes", line)
    line = re.sub(r"\ban? (?=(?:hour|minute|sec)\b)", "1 ", line)
    line = _COMPOUND.sub(lambda match: _compound(match[0]), line)
    line = alpha2digit(line, "en", threshold=0)
    line = _MULTIPLE.sub(lambda match: f"{float(match[1]) * int(match[2]):.12g}", line)
    line = _AND_A_HALF.sub(lambda match: f"{match[1]}.5 {match[2] or ''}".strip(), line)
    return _COLLECTIVE.sub(_collective, line)


def _compound(words: str) -> str:
    """``seven-thirty`` as ``seven thirty``; compounds that are no numbers stay."""
    apart = words.replace("-", " ")
    return apart if re.fullmatch(r"[\d ]+(?:st|nd|rd|th)?", alpha2digit(apart, "en", threshold=0)) else words


def _collective(match: re.Match[str]) -> str:
    """``a couple of`` as 2, ``half a dozen`` as 6."""
    size = _COLLECTIVES[match["name"]]
    return str(size // 2 if match["half"] else size * int(match["many"].replace("a", "1")))


def _sino(run: str) -> str:
    """Chinese numerals as digits: places (二十四) or digit by digit (一九九六)."""
    if all(char in _SINO for char in run):
        return "".join(str(_SINO[char]) for char in run)
    total, digit = 0, None
    for char in run:
        if char in _SINO_MYRIADS:
            total, digit = (total + (digit or 0)) * _SINO_MYRIADS[char], None
        elif char in _SINO_UNITS:
            total += (1 if digit is None else digit) * _SINO_UNITS[char]
            digit = None
        else:
            digit = _SINO[char]
    return str(total + (digit or 0))
