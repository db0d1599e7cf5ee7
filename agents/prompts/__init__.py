"""What chat models are told: templates, and what fills them.

All wording lies in this folder as ``string.Template`` files, which are filled in one pass, so that nothing
that is filled in can fill in more. The list of actions, and the tools, come from the action vocabulary.

A mode says how the phone is shown: ``xml`` (compact text), ``som`` (screenshot with numbered marks),
``screenshot`` (plain, with coordinates), or several of them joined by ``+``, such as ``xml+som``.

A style says how much is told: ``full``, with an answer in parts that assess the state, or ``brief``, for
models of some hundred million parameters: a prompt of 300 tokens or fewer, and as the answer the line of the
element that is acted on, and a bare call.
"""

from __future__ import annotations

import hashlib
import inspect
import re
import tomllib
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

import msgspec

from openphone_gym.actions import VOCABULARY, ActionType, prompt_text
from openphone_gym.actions.dialects import Dialect, Space
from openphone_gym.control_tokens import plain
from openphone_gym.env import InvalidArgument

PARTS = {"xml": "ui", "som": "marked", "screenshot": "screenshot"}
"""What a mode may be made of, and the part of the observation that it shows."""

STYLES = ("full", "brief")
"""How much a model is told."""

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

_TOLD = ("user.md", "history.md", "reflections.toml", "brief_user.md")
"""Files of which each turn is made."""

_FOLDER = Path(__file__).parent
_BLANKS = r"[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*"


def mode_parts(mode: str) -> tuple[str, ...]:
    """The names in a mode, in the order of ``PARTS``.

    Raises:
        InvalidArgument: One of them does not exist.
    """
    names = mode.split("+")
    for name in names:
        if name not in PARTS:
            raise InvalidArgument("mode", mode, [*PARTS, "xml+som", "xml+screenshot"])
    return tuple(name for name in PARTS if name in names)


def observation_of(mode: str) -> tuple[str, ...]:
    """The parts of the observation that a mode shows."""
    return tuple(PARTS[name] for name in mode_parts(mode))


@cache
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
    parts = mode_parts(mode)
    if style == "brief":
        return fill("brief")
    listing = "" if tools else fill("actions", actions=prompt_text(coordinates="screenshot" in parts))
    prompt = fill(
        "system",
        screen="\n".join(fill(f"screen_{part}") for part in parts),
        actions=listing,
        answer=fill("answer_tools" if tools else "answer_call"),
    )
    return re.sub(r"\n{3,}", "\n\n", prompt)


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
    shown = [_read(f"screen_{part}.md").strip() for part in parts if part != "screenshot"]
    if "screenshot" in parts:
        shown.append(f"You see a plain screenshot. {space.told}")
    return (
        Template(_read("dialect.md"))
        .substitute(
            screen="\n".join(shown), actions=dialect.prompt(parts != ("screenshot",), "screenshot" in parts)
        )
        .strip()
    )


def dialect_version(dialect: Dialect, space: Space, mode: str) -> str:
    """Hash of all that a model is told in a dialect, as ``version``."""
    tools = msgspec.json.encode(dialect.tools(), order="sorted").decode() if dialect.tools else ""
    return _digest([dialect_prompt(dialect, space, mode), *map(_read, _TOLD), tools])


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


def user_prompt(goal: str, history: str, screen: str) -> str:
    """The text of a turn.

    Args:
        goal: The task, in the owner's words.
        history: What the memory says of earlier steps; may be empty.
        screen: What stands below "the phone now".
    """
    past = "\n" + fill("history", history=fence("history", history)) + "\n" if history else ""
    return fill("user", goal=quote(goal), history=past, screen=screen)


def version(mode: str, tools: bool = False, style: str = "full") -> str:
    """Hash of every word that a model is told in this mode and style, tools and reflections included.

    Returns:
        12 hexadecimal digits.
    """
    told = [
        system_prompt(mode, tools, style),
        *map(_read, _TOLD),
        msgspec.json.encode(tool_schemas(mode), order="sorted").decode() if tools else "",
    ]
    return _digest(told)


def _digest(told: list[str]) -> str:
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:12]


def fill(name: str, **values: str) -> str:
    """A template of this folder, filled, and with no control tokens of known chat models in it.

    They are broken up in the whole text, so that halves of one in two values can't join.
    """
    return plain(Template(_read(f"{name}.md")).substitute(values).strip())


def reflection(name: str, **values: str) -> str:
    """A sentence of ``reflections.toml``, filled."""
    return Template(_reflections()[name]).substitute(values)


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


def tool_schemas(mode: str) -> list[dict[str, Any]]:
    """The actions as tools of the OpenAI API: index and coordinates only where the mode shows them."""
    parts = mode_parts(mode)
    hidden = set() if "screenshot" in parts else {"x", "y"}
    if parts == ("screenshot",):
        hidden |= {"index"}
    return [{"type": "function", "function": _function(kind, hidden)} for kind in VOCABULARY.values()]


def _function(kind: ActionType, hidden: set[str]) -> dict[str, Any]:
    """Name, description and JSON schema of an action."""
    prose = (inspect.getdoc(kind.function) or "").partition("\n\nExamples:\n")[0]
    shown = {name: hint for name, hint in kind.parameters.items() if name not in hidden}
    empty = inspect.Parameter.empty
    return {
        "name": kind.name,
        "description": " ".join(prose.split()),
        "parameters": {
            "type": "object",
            "properties": {name: msgspec.json.schema(hint) for name, hint in shown.items()},
            "required": [name for name in shown if kind.defaults[name] is empty],
            "additionalProperties": False,
        },
    }


@cache
def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _reflections() -> dict[str, str]:
    return tomllib.loads(_read("reflections.toml"))
