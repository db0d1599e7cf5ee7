"""Untrusted text among the words of a prompt: nothing in it reads as one of the prompt's own tags."""

from __future__ import annotations

import re
from functools import cache

OWN_TAGS = (
    "screen",
    "history",
    "REASONING",
    "STATE_ASSESSMENT",
    "CALLED_FUNCTION",
    "MONITORING START FROM",
    "MONITORING FREQUENCY",
)
"""Tags that prompts and answers are made of: none of them is left whole in text from outside."""

_BLANKS = r"[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*"


def fence(name: str, text: str) -> str:
    """Untrusted text between tags, with all ``OWN_TAGS`` in it broken up: it ends none and begins none.

    A history keeps its ``screen`` tags. They are the memory's own: what it was told is quoted before.
    """
    kept = ("screen",) if name == "history" else ()
    return f"<{name}>\n{_without_tags(text, tuple(tag for tag in OWN_TAGS if tag not in kept))}\n</{name}>"


def quote(text: str) -> str:
    """Untrusted text as it may stand outside of a fence: nothing in it reads as one of ``OWN_TAGS``."""
    return _without_tags(text, OWN_TAGS)


def _without_tags(text: str, names: tuple[str, ...]) -> str:
    return _tags(names).sub("‹", text)


@cache
def _tags(names: tuple[str, ...]) -> re.Pattern[str]:
    """Finds the brackets that open tags of these names."""
    spelt = "|".join(name.replace(" ", r"\s+") for name in names)
    return re.compile(rf"[<＜﹤](?={_BLANKS}/?{_BLANKS}(?:{spelt})\b)", re.IGNORECASE)
