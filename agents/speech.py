"""How a model is spoken to, by the settings of its agent: prompt, tools, dialect, coordinates."""

from __future__ import annotations

from typing import Any, NamedTuple

from agents.prompts import (
    check_style,
    dialect_prompt,
    dialect_version,
    mode_parts,
    observation_of,
    system_prompt,
    tool_schemas,
    version,
)
from openphone_gym.actions.dialects import OPENPHONE, Dialect, Space, find_dialect, find_space
from openphone_gym.actions.reader import OWN
from openphone_gym.env import InvalidArgument

PICTURES = ("marked", "screenshot")
"""Parts of the observation that are pictures."""


class Speech(NamedTuple):
    """How a model is spoken to, and how it answers.

    Attributes:
        dialect: How it writes its actions.
        space: What its coordinates mean.
        mode: How the phone is shown.
        prompt: The system prompt.
        tools: Native tools, if it is offered any.
        version: Hash of all that it is told beside the task.
    """

    dialect: Dialect
    space: Space
    mode: str
    prompt: str
    tools: list[dict[str, Any]] | None
    version: str

    @classmethod
    def find(cls, dialect: str, coordinates: str, mode: str, tools: bool, style: str) -> Speech:
        """What the settings of an agent come to; arguments as for ``ChatAgent``.

        Raises:
            InvalidArgument: One of them has no such value, or they do not go together.
        """
        found = find_dialect(dialect)
        space = find_space(coordinates or found.space)
        mode = mode or found.mode
        pictures = bool(set(observation_of(mode)) & set(PICTURES))
        if not found.numbers and mode_parts(mode) != ("screenshot",):
            raise InvalidArgument("mode", mode, ["screenshot"])
        if found.language is OWN and space.name != found.space:
            raise InvalidArgument("coordinates", space.name, [found.space])
        if space.most is not None and not pictures:
            raise InvalidArgument("coordinates", space.name, ["screen", "picture"])
        if found is OPENPHONE:
            check_style(style, mode, tools)
            offered = tool_schemas(mode) if tools else None
            return cls(
                found, space, mode, system_prompt(mode, tools, style), offered, version(mode, tools, style)
            )
        if style != "full":
            raise InvalidArgument("style", style, ["full"])
        if tools and found.tools is None:
            raise InvalidArgument("tools", tools, ["False"])
        offered = found.tools() if found.tools and (tools or found.native) else None
        told = dialect_prompt(found, space, mode)
        return cls(found, space, mode, told, offered, dialect_version(found, space, mode))
