"""Word lists from which worlds are drawn: files beside this module, read when first asked for."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

_FOLDER = Path(__file__).parent / "content"


@cache
def table(name: str) -> Any:
    """The word list of that name; it is shared and must not be changed."""
    return msgspec.json.decode((_FOLDER / f"{name}.json").read_bytes())


@cache
def words(text: str, separator: str = ", ") -> tuple[str, ...]:
    """The entries of a list that is written as one text."""
    return tuple(text.split(separator))


@cache
def pairs(text: str, separator: str = "; ") -> tuple[tuple[str, str], ...]:
    """Entries of the form ``left=right``; an entry without ``=`` stands for both."""
    halves = (entry.partition("=") for entry in words(text, separator))
    return tuple((left, right or left) for left, _, right in halves)


@lru_cache(maxsize=1 << 10)
def slug(text: str, blank: str = "-") -> str:
    """A text in lower case without accents, with ``blank`` for all that is no letter or digit."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "")).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", blank, plain.lower()).strip(blank)
