"""Text from outside, as words that can be printed, logged and stored anywhere."""

from __future__ import annotations

from openphone_gym.actions import well_formed

CUT = " … (cut)"


def one_line(text: str, limit: int) -> str:
    """Untrusted text as one printable line of at most ``limit`` characters and a mark where it was cut."""
    line = " ".join(well_formed(text[: 4 * limit]).split())
    line = "".join(char for char in line if char.isprintable())
    cut = len(line) > limit or len(text) > 4 * limit
    return line[:limit] + CUT if cut else line
