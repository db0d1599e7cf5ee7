"""Dialects: how published models write their actions, and how such an answer is read.

Each entry of ``DIALECTS`` has a name, a prompt, the calls that answers hold and what these mean, and the
space that coordinates count in. ``read`` goes by the rules of ``actions.parse``: the same places are looked
at, cut answers count as little, and nothing is executed. An answer in another dialect is an ``InvalidAction``
that names the dialect it looks like.
"""

from __future__ import annotations

import re

from openphone_gym.actions.dialects.androidworld import ANDROIDWORLD
from openphone_gym.actions.dialects.autoglm import AUTOGLM
from openphone_gym.actions.dialects.computer_use import COMPUTER_USE
from openphone_gym.actions.dialects.coordinates import SPACES, Resize, Space, View, find_space
from openphone_gym.actions.dialects.dialect import Dialect
from openphone_gym.actions.dialects.mobile_use import GUIOWL, GUIOWL15, MAIUI, QWEN3VL, QWEN25VL
from openphone_gym.actions.dialects.own import ANDROIDLAB, OPENPHONE
from openphone_gym.actions.dialects.uitars import UITARS, UITARS1000
from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader import MAX_LENGTH, call_in, parse_in, without_thoughts
from openphone_gym.actions.vocabulary import Action
from openphone_gym.arguments import InvalidArgument

__all__ = [
    "AUTO",
    "DIALECTS",
    "LONGEST_THOUGHT",
    "OPENPHONE",
    "SPACES",
    "Dialect",
    "Resize",
    "Space",
    "View",
    "call_written",
    "dialect_of",
    "find_dialect",
    "find_space",
    "looks_like",
    "read",
    "thought",
]

DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        OPENPHONE,
        ANDROIDLAB,
        QWEN25VL,
        QWEN3VL,
        GUIOWL,
        GUIOWL15,
        UITARS,
        UITARS1000,
        AUTOGLM,
        ANDROIDWORLD,
        MAIUI,
        COMPUTER_USE,
    )
}
"""All dialects by name."""

AUTO = "auto"
"""Stands for the dialect that the model's name tells."""

LONGEST_LOOK = 4_000
"""Characters of an answer, from the end, in which other dialects are looked for."""

LONGEST_THOUGHT = 600
"""Characters that are kept of what a model says before its call, from the end."""

_THOUGHTS = (
    re.compile(
        r"(?:^|\n)\s*(?:Thought|Reason)\s*[:：](.*?)(?=\n\s*Action\s*[:：]|<tool_call>|<answer>|```|\Z)", re.S
    ),
    re.compile(r"<(?:think|thinking)>(.*?)(?:</|\Z)", re.S | re.I),
    re.compile(r"(?:^|\n)\s*Action\s*[:：](.*?)(?=<tool_call>)", re.S),
    re.compile(r"\A(.*?)(?:<tool_call>|<answer>|```)", re.S),
)


def find_dialect(name: str) -> Dialect:
    """The dialect of that name.

    Raises:
        InvalidArgument: There is none; names the nearest.
    """
    if name not in DIALECTS:
        raise InvalidArgument("dialect", name, list(DIALECTS))
    return DIALECTS[name]


def dialect_of(model: str) -> Dialect:
    """The dialect that the name of a model tells.

    Raises:
        InvalidArgument: It tells none.
    """
    plain = model[-200:].casefold()
    for dialect in DIALECTS.values():
        if dialect.names and dialect.names.search(plain):
            return dialect
    raise InvalidArgument(
        f"no dialect is known by the name of the model {model[-200:]!r}: set dialect to one of "
        f"{', '.join(DIALECTS)}"
    )


def read(dialect: Dialect, answer: str, view: View, *, cut: str | None = None) -> Action:
    """Reads the one action that an answer calls for.

    Args:
        dialect: How it is written.
        answer: What the model wrote, or the JSON of a native tool call.
        view: What the model was shown.
        cut: As for ``actions.parse``.

    Raises:
        InvalidAction: As for ``actions.parse``; of an answer in another dialect, the message names that.
    """
    try:
        return parse_in(dialect.language, lambda call: dialect.meaning(call, view), answer, cut=cut)
    except InvalidAction as error:
        others = looks_like(answer, dialect)
        if not others:
            raise
        raise InvalidAction(
            f"{error}; this looks like the dialect {' or '.join(others)}, not {dialect.name}",
            value=error.value,
            choices=error.choices,
            suggestion=error.suggestion,
        ) from None


def call_written(dialect: Dialect, answer: str) -> str:
    """The call that ``read`` goes by, as it stands in a whole answer; empty if there is none."""
    call = call_in(dialect.language, answer) if len(answer) <= MAX_LENGTH else None
    return call.written if call else ""


def looks_like(answer: str, dialect: Dialect) -> list[str]:
    """Names of other dialects that an answer could be in; empty if it is in this one, or in none."""
    answer = answer[-LONGEST_LOOK:]
    if _spoken(answer, dialect):
        return []
    return [other.name for other in DIALECTS.values() if other is not dialect and _spoken(answer, other)]


def _spoken(answer: str, dialect: Dialect) -> bool:
    """Whether an answer holds a call that the dialect claims."""
    call = call_in(dialect.language, answer)
    return call is not None and dialect.language.knows(call) and dialect.claims(call)


def thought(answer: str) -> str:
    """What an answer says before its call, for the model's memory; empty if that is nothing."""
    said = without_thoughts(answer) or answer
    for text in (said, answer):
        for pattern in _THOUGHTS:
            if (found := pattern.search(text)) and found[1].strip():
                return found[1].strip()[-LONGEST_THOUGHT:]
    return ""
