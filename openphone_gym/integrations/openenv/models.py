"""What goes over the wire: actions, observations, the state of an episode."""

from __future__ import annotations

from typing import Self

from openenv.core.env_server.types import Action, Observation, State
from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

LONGEST_CALL = 20_000
"""Characters of a call."""
MOST_ARGUMENTS = 16


class PhoneAction(Action):
    """One action: the call text that a language model writes, or its parts.

    ``{"call": "tap(3)"}`` and ``{"name": "tap", "arguments": {"index": 3}}`` are the same. What the phone can't
    read or do costs a step and is explained in the observation's ``action_error``.
    """

    call: str | None = Field(
        None, max_length=LONGEST_CALL, description='such as tap(3), text("hello") or finish("7:30 AM")'
    )
    name: str | None = Field(None, max_length=100, description="name of the action, in place of a call")
    arguments: dict[str, int | float | str] = Field(
        default_factory=dict, max_length=MOST_ARGUMENTS, description="arguments of the action by name"
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.call is None) == (self.name is None):
            raise PydanticCustomError("one_action", "give either call or name (with arguments)")
        return self


class PhoneVerdict(BaseModel):
    """What the judge found at the end of an episode; ``success`` None is unscored, and no failure."""

    success: bool | None
    progress: float = Field(description="share of the sub-goals reached, 0 to 1")
    subgoals: dict[str, bool | None]
    violations: list[str] = Field(description="what happened that must not")
    side_effects: list[str] = Field(
        description="paths of state that changed though the task does not allow it"
    )
    reason: str
    judge: str


class PhoneObservation(Observation):
    """The screen after an action, as far as the server was started to show it, and what the action did."""

    goal: str = Field("", description="the instruction")
    step: int = Field(0, description="actions done so far")
    max_steps: int = Field(0, description="actions after which the episode is cut off")
    ui: str | None = Field(None, description="one numbered line an element, by which actions name it")
    screenshot: str | None = Field(None, description="PNG in base64")
    marked: str | None = Field(None, description="PNG in base64 with the elements' numbers")
    action_error: str | None = Field(None, description="why the action could not be read or done")
    task: str = Field("", description="id of the task")
    app: str = Field("", description="app of the task, or the suite of one that goes through several")
    foreground: str = Field("", description="package/activity in front")
    subgoals: dict[str, bool | None] = Field(default_factory=dict, description="sub-goals reached so far")
    truncated: bool = Field(False, description="the episode was cut off, not ended by the agent")
    verdict: PhoneVerdict | None = Field(None, description="at the end of an episode")


class PhoneState(State):
    """Which episode a session is in; nothing of it helps to solve the task."""

    task: str | None = None
    app: str | None = None
    goal: str | None = None
    variation: str | None = None
    task_seed: int | None = Field(None, description="seed of the draw, which makes the same task again")
    max_steps: int | None = None
    done: bool = False
    truncated: bool = False
