"""What apps and other people write on a screen, made fit for one line of text."""

from __future__ import annotations

import re
from functools import lru_cache

_PLACEHOLDER = "\ufffc"
"""What stands in a text for a picture."""
_SEARCHED = 1000
"""Characters of a description in which the words of its parts are looked for."""


def readable(label: str) -> str:
    """A label on one line; empty if there is nothing to read in it, as with the signs of an icon font."""
    label = label.replace(_PLACEHOLDER, "")
    if label.isprintable():
        return "" if label.isspace() else label
    return " ".join("".join(char for char in label if char.isprintable() or char.isspace()).split())


@lru_cache(maxsize=4096)
def labels_of(text: str, description: str) -> tuple[str, ...]:
    """What can be read of a text and a description; a text that the description contains is not repeated."""
    text, description = readable(text), readable(description)
    labels = (text,) if text and not says(description, text) else ()
    return (*labels, description) if description else labels


def quoted(label: str, longest: int) -> str:
    """A readable label between quotes; what is longer than ``longest`` characters is cut."""
    if len(label) > longest:
        label = label[:longest] + "…"
    if '"' in label or "\\" in label:
        label = label.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{label}"'


def says(description: str, words: str) -> bool:
    """Whether a description contains these words, as a whole and not as parts of longer ones."""
    description = description[:_SEARCHED]
    start = description.find(words)
    while start >= 0:
        end = start + len(words)
        if not (description[start - 1 : start].isalnum() or description[end : end + 1].isalnum()):
            return True
        start = description.find(words, start + 1)
    return False


@lru_cache(maxsize=4096)
def word(name: str) -> str:
    """A package or id as one word of at most 80 characters that can't be taken for anything else."""
    return re.sub(r"[^\w.:$-]", "_", name)[:80]
