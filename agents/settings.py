"""How an agent uses its model, as settings: from variables, files and command lines."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from agents.brief import BriefMemory
from agents.memory import KEPT_STEPS, MEMORIES, TOKEN_BUDGET
from agents.prompts import observation_of
from agents.speech import PICTURES, Speech
from openphone_gym.actions.dialects import AUTO, OPENPHONE, dialect_of
from openphone_gym.endpoint import EndpointNotConfigured, Settings, convert_settings
from openphone_gym.env import InvalidArgument


class AgentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How an agent uses its model; see ``ChatAgent`` for most of it.

    Attributes:
        mode: How the phone is shown; empty takes what the dialect is used with.
        memory: Name of the memory, ``none``, ``window`` or ``summary``.
        memory_steps: Steps that the memory keeps.
        memory_tokens: Tokens that a summary may take.
        image_long_side: Pixels to which pictures are shrunk.
        image_quality: JPEG quality; None sends PNG.
        tools: Whether the actions are offered as native tools.
        confidence: Whether to ask for log-probabilities.
        style: How much the model is told, ``full`` or ``brief``; ``brief`` has a memory of its own.
        dialect: How the model writes its actions; in the settings of a model also ``auto``, which goes by its
            name.
        coordinates: What its coordinates mean; empty takes the dialect's.
        redraws: How often an answer that leads nowhere is drawn again in a turn.
    """

    mode: str = ""
    memory: str = "summary"
    memory_steps: int = KEPT_STEPS
    memory_tokens: int = TOKEN_BUDGET
    image_long_side: int | None = None
    image_quality: int | None = None
    tools: bool = False
    confidence: bool = False
    style: str = "full"
    dialect: str = OPENPHONE.name
    coordinates: str = ""
    redraws: Annotated[int, msgspec.Meta(ge=0, le=16)] = 0

    def __post_init__(self) -> None:
        """Refuses what no agent could be made of."""
        if self.memory not in MEMORIES:
            raise InvalidArgument("memory", self.memory, list(MEMORIES))
        self.arguments()
        msgspec.structs.force_setattr(self, "mode", self._speech.mode)

    @property
    def _speech(self) -> Speech:
        return Speech.find(self.dialect, self.coordinates, self.mode, self.tools, self.style)

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of a new ``ChatAgent``, with a memory of its own."""
        return {
            "mode": self.mode,
            "memory": BriefMemory()
            if self.style == "brief"
            else MEMORIES[self.memory](self.memory_steps, self.memory_tokens),
            "image_long_side": self.image_long_side,
            "image_quality": self.image_quality,
            "tools": self.tools,
            "confidence": self.confidence,
            "style": self.style,
            "dialect": self.dialect,
            "coordinates": self.coordinates,
            "redraws": self.redraws,
        }

    @property
    def observation(self) -> tuple[str, ...]:
        """The parts of the observation that the agent looks at."""
        return observation_of(self.mode)

    @property
    def pictures(self) -> bool:
        """Whether the model is shown any."""
        return bool(set(self.observation) & set(PICTURES))

    @property
    def prompt_version(self) -> str:
        """Hash of all that the model is told beside the task."""
        return self._speech.version


def agent_settings(
    source: str, values: dict[str, Any], kind: type[Settings]
) -> tuple[Settings, AgentSettings]:
    """Splits the settings of one source into those of the model and those of the agent.

    Raises:
        EndpointNotConfigured: A setting is missing, unknown or has no such value.
    """
    names = AgentSettings.__struct_fields__
    if unknown := sorted(set(values) - {*names, *kind.__struct_fields__}):
        valid = ", ".join([*kind.__struct_fields__, *names])
        raise EndpointNotConfigured(f"{source} has no setting {unknown[0]!r}; there are {valid}")
    own = {name: value for name, value in values.items() if name in names}
    others = {name: value for name, value in values.items() if name not in names}
    model = convert_settings(source, others, kind)
    if own.get("dialect") == AUTO:
        own["dialect"] = dialect_of(model.model).name  # type: ignore[attr-defined]
    return model, convert_settings(source, own, AgentSettings)
