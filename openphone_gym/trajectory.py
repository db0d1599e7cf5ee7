"""What happened in one episode, as data: decisions, steps, the verdict.

A bad rollout is data (``Step.error``, ``Verdict.success is False``); a broken infrastructure is an
exception, or ``Verdict.success is None``, and is never turned into a score.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import numpy as np

from openphone_gym.actions import Action, well_formed
from openphone_gym.ui.gesture import Gesture
from openphone_gym.ui.node import UiTree

Source = Literal["device", "cloud"]


class Decision(msgspec.Struct, kw_only=True):
    """What an agent answers to an observation.

    Attributes:
        action: A typed action, or the call text a language model wrote, such as ``tap(3)``.
        raw: The model's whole answer, kept for the record and never shown to a judge.
        note: State assessment that the agent's memory keeps.
        source: Which side decided, the small model on the device or the large one in the cloud.
        tokens_in: Prompt tokens used.
        tokens_out: Completion tokens used.
        latency: Seconds the decision took.
        cost: US dollars the decision cost.
        confidence: Mean probability of the answer's tokens, 0 to 1; None where the model tells none.
    """

    action: Action | str
    raw: str = ""
    note: str = ""
    source: Source = "device"
    tokens_in: int = 0
    tokens_out: int = 0
    latency: float = 0.0
    cost: float = 0.0
    confidence: float | None = None

    def __post_init__(self) -> None:
        """Models and their servers may write what no file can hold."""
        self.raw, self.note = well_formed(self.raw), well_formed(self.note)
        if isinstance(self.action, str):
            self.action = well_formed(self.action)


class Verdict(msgspec.Struct, kw_only=True):
    """A judge's finding on an episode.

    Attributes:
        success: Whether the task is done; None means unscored (the judge could not tell), never 0.
        subgoals: Sub-goal name to whether it is reached (None: could not tell).
        violations: Names of the task's must-not conditions that were broken.
        side_effects: Paths of state that changed though the task does not allow it.
        reason: One sentence for people.
        judge: Kind and version of the judge.
        cost: US dollars spent on judging.
        model: Name of the language model that judged; empty for other judges.
        prompt_hash: SHA-256 of the messages the model was sent.
        votes: What each voter found, with its reasons, tokens and faults (see ``judges.llm.votes.Vote``).
        tokens_in: Prompt tokens of all votes.
        tokens_out: Completion tokens of all votes.
        latency: Seconds spent waiting for the model.
    """

    success: bool | None
    subgoals: dict[str, bool | None] = msgspec.field(default_factory=dict)
    violations: list[str] = msgspec.field(default_factory=list)
    side_effects: list[str] = msgspec.field(default_factory=list)
    reason: str = ""
    judge: str = ""
    cost: float = 0.0
    model: str = ""
    prompt_hash: str = ""
    votes: list[dict[str, Any]] = msgspec.field(default_factory=list)
    tokens_in: int = 0
    tokens_out: int = 0
    latency: float = 0.0

    @property
    def progress(self) -> float:
        """Share of sub-goals reached, 0 to 1; 1 for a completed task (ACTIONS rule: p_t)."""
        if self.success:
            return 1.0
        if not self.subgoals:
            return 0.0
        return sum(value is True for value in self.subgoals.values()) / len(self.subgoals)


class Step(msgspec.Struct, kw_only=True):
    """One action, and the screen it was chosen on.

    Attributes:
        index: Position in the episode, from 0.
        tree: Accessibility tree before the action, or None where none was asked for.
        frame: Screenshot before the action, uint8 (H, W, 3), or None where none was asked for.
        foreground: ``package/activity`` before the action.
        action: The parsed action; None if the answer could not be read.
        action_text: The action as the agent wrote it.
        gesture: What reached the device; None for a finish or an invalid action.
        error: Why the action was invalid, else None.
        reward: Reward given for this step.
        decision: The agent's decision, where one was recorded.
        subgoals: State of the sub-goals after the action, where the judge tells step by step.
        violations: Must-not conditions that hold after the action.
    """

    index: int
    tree: UiTree | None = None
    frame: np.ndarray | None = None
    foreground: str = ""
    action: Action | None = None
    action_text: str = ""
    gesture: Gesture | None = None
    error: str | None = None
    reward: float = 0.0
    decision: Decision | None = None
    subgoals: dict[str, bool | None] = msgspec.field(default_factory=dict)
    violations: list[str] = msgspec.field(default_factory=list)


class Episode(msgspec.Struct, kw_only=True):
    """A whole run of one task.

    Attributes:
        task_id: Such as ``zoom_1``.
        app: App id, such as ``zoom``.
        goal: The instruction the agent got.
        params: Parameter values of this draw.
        variation: ``canonical`` or ``sampled``.
        seed: Seed of the draw.
        steps: All steps; the last one holds the finish, if the agent finished.
        final_tree: Tree after the last action.
        final_frame: Screenshot after the last action, or None.
        final_foreground: ``package/activity`` after the last action.
        answer: Text of ``finish(...)``; None if the agent never finished.
        terminated: The agent finished, or failed irreversibly.
        truncated: The step limit was reached.
        verdict: The judge's finding, once judged.
        start_state: Snapshot of the virtual phone after set-up; None on real devices.
        end_state: Snapshot of the virtual phone at the end; None on real devices.
        truth: For a question: the expected answer (of ``tasks.answers``; its JSON form in a stored
            episode). None where it is not known, as on real devices whose data nobody prepared.
        shell: Output at the end, by command, of what the task's sub-goals ask the device's shell.
    """

    task_id: str
    app: str
    goal: str
    params: dict[str, Any] = msgspec.field(default_factory=dict)
    variation: str = "canonical"
    seed: int | None = None
    steps: list[Step] = msgspec.field(default_factory=list)
    final_tree: UiTree | None = None
    final_frame: np.ndarray | None = None
    final_foreground: str = ""
    answer: str | None = None
    terminated: bool = False
    truncated: bool = False
    verdict: Verdict | None = None
    start_state: Any = None
    end_state: Any = None
    truth: Any = None
    shell: dict[str, str] = msgspec.field(default_factory=dict)
