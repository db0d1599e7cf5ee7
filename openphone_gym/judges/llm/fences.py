"""Untrusted text inside a prompt: escaped, and between marks it can't write.

Screens, contact names, notifications, typed text and answers are data. A *fence* is a pair of marks with a
token that is a hash of everything between the fences of a prompt, so it looks random, is the same each
time, and can't be known to whoever wrote one of the texts; and what looks like a mark can't stand in the data
anyway, since angle brackets and backticks are escaped there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from openphone_gym.actions import well_formed
from openphone_gym.control_tokens import plain

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "&#96;"})


def escape(text: str) -> str:
    """Text without anything that could open or close a mark, and without control tokens of known chat models.

    Other line breaks than newlines are blanks.
    """
    lines = well_formed(text).split("\n")
    printable = ("".join(char if char.isprintable() else " " for char in line) for line in lines)
    return plain("\n".join(printable).translate(_ESCAPES))


class Fence:
    """The marks of one prompt.

    Args:
        texts: Everything untrusted that the prompt will hold.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        data = "\0".join(map(escape, texts))
        self.token = hashlib.sha256(data.encode()).hexdigest()[:16]
        while self.token in data:
            self.token = hashlib.sha256(self.token.encode()).hexdigest()[:16]

    def wrap(self, name: str, text: str) -> str:
        """A text between marks that carry a name of ours."""
        return f"<data-{self.token} {name}>\n{escape(text)}\n</data-{self.token}>"
