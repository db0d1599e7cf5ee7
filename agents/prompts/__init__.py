"""What chat models are told: the suite's own words for the phone, and what agents add to them.

All wording lies in folders as ``string.Template`` files: that of the phone in ``openphone_gym.prompts``,
which explains the modes, too; that of agents here.

A style says how much is told: ``full``, with an answer in parts that assess the state, or ``brief``, for
models of some hundred million parameters: a prompt of 300 tokens or fewer, and as the answer the line of the
element that is acted on, and a bare call.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from string import Template

import msgspec

from openphone_gym import prompts as suite
from openphone_gym.actions.dialects import Dialect, Space
from openphone_gym.arguments import InvalidArgument
from openphone_gym.prompts import (
    OWN_TAGS,
    PARTS,
    Wording,
    fence,
    mode_parts,
    observation_of,
    quote,
    tool_schemas,
    user_prompt,
)

__all__ = [
    "OWN_TAGS",
    "PARTS",
    "STYLES",
    "brief_user_prompt",
    "check_style",
    "dialect_prompt",
    "dialect_version",
    "fence",
    "fill",
    "mode_parts",
    "observation_of",
    "quote",
    "reflection",
    "system_prompt",
    "tool_schemas",
    "user_prompt",
    "version",
]

STYLES = ("full", "brief")
"""How much a model is told."""

_WORDING = Wording(Path(__file__).parent)


def system_prompt(mode: str, tools: bool = False, style: str = "full") -> str:
    """The system prompt.

    Args:
        mode: How the phone is shown.
        tools: Whether the model answers with native tool calls, which replace the list of actions.
        style: How much is told.

    Raises:
        InvalidArgument: There is no such mode or style, or the style does not know the mode.
    """
    check_style(style, mode, tools)
    return fill("brief") if style == "brief" else suite.system_prompt(mode, tools)


def dialect_prompt(dialect: Dialect, space: Space, mode: str) -> str:
    """The system prompt for models with a dialect of their own.

    Tags of its answers stay whole in it, as nothing from outside is filled in.

    Args:
        dialect: How the model writes its actions.
        space: What its coordinates mean.
        mode: How the phone is shown.

    Raises:
        InvalidArgument: There is no such mode.
    """
    parts = mode_parts(mode)
    shown = [suite.WORDING.read(f"screen_{part}.md").strip() for part in parts if part != "screenshot"]
    if "screenshot" in parts:
        shown.append(f"You see a plain screenshot. {space.told}")
    return (
        Template(_WORDING.read("dialect.md"))
        .substitute(
            screen="\n".join(shown), actions=dialect.prompt(parts != ("screenshot",), "screenshot" in parts)
        )
        .strip()
    )


def dialect_version(dialect: Dialect, space: Space, mode: str) -> str:
    """Hash of all that a model is told in a dialect, as ``version``."""
    tools = msgspec.json.encode(dialect.tools(), order="sorted").decode() if dialect.tools else ""
    return _digest([dialect_prompt(dialect, space, mode), *_told(), tools])


def check_style(style: str, mode: str, tools: bool) -> None:
    """Refuses a style that does not exist, and what the brief one can't be combined with."""
    if style not in STYLES:
        raise InvalidArgument("style", style, STYLES)
    if style == "brief" and (mode != "xml" or tools):
        raise InvalidArgument("style", style, ["full", "brief with mode='xml' and without tools"])


def brief_user_prompt(goal: str, history: str, screen: str) -> str:
    """The text of a turn in the brief style; arguments as for ``user_prompt``."""
    past = f"Done: {history}\n" if history else ""
    return fill("brief_user", goal=goal, history=past, screen=screen)


def version(mode: str, tools: bool = False, style: str = "full") -> str:
    """Hash of every word that a model is told in this mode and style, tools and reflections included.

    Returns:
        12 hexadecimal digits.
    """
    told = [
        system_prompt(mode, tools, style),
        *_told(),
        msgspec.json.encode(tool_schemas(mode), order="sorted").decode() if tools else "",
    ]
    return _digest(told)


def _told() -> list[str]:
    """The files of which each turn is made."""
    phone = [suite.WORDING.read(name) for name in ("user.md", "history.md")]
    return phone + [_WORDING.read(name) for name in ("reflections.toml", "brief_user.md")]


def _digest(told: list[str]) -> str:
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:12]


def fill(name: str, **values: str) -> str:
    """A template of this folder, filled: see ``Wording.fill``."""
    return _WORDING.fill(name, **values)


def reflection(name: str, **values: str) -> str:
    """A sentence of ``reflections.toml``, filled."""
    return Template(_reflections()[name]).substitute(values)


@cache
def _reflections() -> dict[str, str]:
    return tomllib.loads(_WORDING.read("reflections.toml"))
