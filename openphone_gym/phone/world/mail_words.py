"""From templates of mails to what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import time

from openphone_gym.phone.world.records import Block

MARKS = {"* ": "item", "# ": "heading", "> ": "quote", "| ": "row"}
"""How lines of templates begin that are no plain paragraphs."""


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A text with its facts, without blanks where a fact is empty."""
    return text.format_map(facts).strip()


def blocks(lines: Iterable[str], facts: Mapping[str, str], host: str) -> tuple[Block, ...]:
    """The lines of a template as blocks; those left empty by their facts go."""
    return tuple(block(words, host) for line in lines if (words := filled(line, facts)))


def block(line: str, host: str) -> Block:
    """A line of a mail as a block.

    Args:
        line: A paragraph, or a line that begins as `MARKS` has it, as ``-> words|path`` for a link or as
            ``! motif:key|words`` for a picture.
        host: Host that paths of links are on.
    """
    if line.startswith("-> "):
        words, _, path = line[3:].partition("|")
        return Block("link", words, f"https://{host}{path}")
    if line.startswith("! "):
        look, _, words = line[2:].partition("|")
        return Block("picture", words, look)
    kind = MARKS.get(line[:2])
    return Block(kind, line[2:]) if kind else Block("paragraph", line)  # pyright: ignore[reportArgumentType]


def company(names: Sequence[str]) -> str:
    """The sentence on who else comes; nothing if nobody does."""
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} comes along."
    return f"{', '.join(names[:-1])} and {names[-1]} come along."


def lower(title: str) -> str:
    """A title inside a sentence: small at its beginning, unless that is a name or a language."""
    first, _, rest = title.partition(" ")
    kept = first.endswith("'s") or first in ("Spanish",)
    return title if kept else " ".join(part for part in (first.lower(), rest) if part)


def time_text(moment: time) -> str:
    """A time of day as mails write it, such as ``7:30 PM``."""
    return f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}"
