"""What a language model is told of the phone: the wording, and what fills it.

The templates lie in this folder. The list of actions, and the tools, come from the action vocabulary. Agents
add what they remember, and ways of telling of their own (``agents.prompts``).

A mode says how the phone is shown: ``xml`` (compact text), ``som`` (screenshot with numbered marks),
``screenshot`` (plain, with coordinates), or several of them joined by ``+``, such as ``xml+som``.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from openphone_gym.actions import VOCABULARY, ActionType, prompt_text
from openphone_gym.arguments import InvalidArgument
from openphone_gym.prompts.fences import OWN_TAGS, fence, quote
from openphone_gym.prompts.wording import Wording

__all__ = [
    "OWN_TAGS",
    "PARTS",
    "WORDING",
    "Wording",
    "fence",
    "mode_parts",
    "observation_of",
    "quote",
    "system_prompt",
    "tool_schemas",
    "user_prompt",
]

PARTS = {"xml": "ui", "som": "marked", "screenshot": "screenshot"}
"""What a mode may be made of, and the part of the observation that it shows."""

WORDING = Wording(Path(__file__).parent)


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
def system_prompt(mode: str, tools: bool = False) -> str:
    """The system prompt.

    Args:
        mode: How the phone is shown.
        tools: Whether the model answers with native tool calls, which replace the list of actions.

    Raises:
        InvalidArgument: There is no such mode.
    """
    parts = mode_parts(mode)
    listing = "" if tools else WORDING.fill("actions", actions=prompt_text(coordinates="screenshot" in parts))
    prompt = WORDING.fill(
        "system",
        screen="\n".join(WORDING.fill(f"screen_{part}") for part in parts),
        actions=listing,
        answer=WORDING.fill("answer_tools" if tools else "answer_call"),
    )
    return re.sub(r"\n{3,}", "\n\n", prompt)


def user_prompt(goal: str, history: str, screen: str) -> str:
    """The text of a turn.

    Args:
        goal: The task, in the owner's words.
        history: What the memory says of earlier steps; may be empty.
        screen: What stands below "the phone now".
    """
    past = "\n" + WORDING.fill("history", history=fence("history", history)) + "\n" if history else ""
    return WORDING.fill("user", goal=quote(goal), history=past, screen=screen)


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
