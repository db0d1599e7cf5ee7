"""What happened in one episode, as data: decisions, steps, the verdict.

Every episode ends in exactly one of four ways (``Outcome``): it is scored a success or a failure, a judge
left it unscored, or infrastructure broke. What the model or the agent did wrong is data (``Decision.fault``,
``Step.error``, ``Episode.fault``) and makes a failure; broken infrastructure is an exception, leaves no
episode, and is never turned into a score.
"""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import Any, Literal, get_args

import msgspec
import numpy as np

from openphone_gym.actions import Action, InvalidAction, checked, well_formed
from openphone_gym.ui.gesture import Gesture
from openphone_gym.ui.node import UiTree
from openphone_gym.versions import VERSIONS

Outcome = Literal["success", "failure", "unscored", "broken"]
Source = Literal["device", "cloud"]

KEPT_TEXT = 20_000
"""Characters of an answer or a note that are kept, half from its beginning and half from its end."""


class Decision(msgspec.Struct, kw_only=True):
    """What an agent answers to an observation.

    Attributes:
        action: A typed action, or the call text a language model wrote, such as ``tap(3)``.
        fault: Why no action could be read out of the model's answer; ``action`` is then its text, in which
            nobody looks for a call again. Empty where there is an action.
        raw: The model's answer, kept for the record (``KEPT_TEXT`` characters) and never shown to a judge.
        note: State assessment that the agent's memory keeps.
        source: Which side decided, the small model on the device or the large one in the cloud.
        tokens_in: Prompt tokens used.
        tokens_out: Completion tokens used.
        latency: Seconds the decision took.
        cost: US dollars the decision cost.
        confidence: Mean probability of the tokens of the call, 0 to 1; None where the model tells none.
    """

    action: Action | str
    fault: str = ""
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
        for name in ("action", "fault", "raw", "note"):
            if isinstance(value := getattr(self, name), str):
                setattr(self, name, well_formed(value))

    @property
    def move(self) -> Action | str | InvalidAction:
        """What the environment is given: the action, or why there is none."""
        return InvalidAction(self.fault, value=self.action) if self.fault else self.action

    def read(self) -> Action:
        """The action that is meant.

        Raises:
            InvalidAction: There is none; the message says why.
        """
        if self.fault:
            raise InvalidAction(self.fault, value=self.action)
        return checked(self.action)


class InvalidDecision(ValueError):
    """What an agent handed over is no decision, or holds values that mean nothing."""


def received(decision: object) -> Decision:
    """Checks what an agent handed over, once, where it comes in.

    Returns:
        A decision that can be saved and read again: numbers are plain and finite, texts are well-formed and
        of ``KEPT_TEXT`` characters at most (an action's text keeps its length, since it is yet to be read),
        and an action that the vocabulary does not have is a ``fault``.

    Raises:
        InvalidDecision: It is no ``Decision``, or a field has a wrong type, or is below 0 or not finite.
    """
    if not isinstance(decision, Decision):
        raise InvalidDecision(f"an agent answers with a Decision, not with {type(decision).__name__}")
    if not isinstance(decision.source, str) or decision.source not in get_args(Source):
        raise InvalidDecision(f"source is one of {', '.join(get_args(Source))}, not {decision.source!r:.100}")
    action, fault = _action(decision)
    confidence = decision.confidence
    return Decision(
        action=action,
        fault=fault,
        raw=_kept("raw", decision.raw),
        note=_kept("note", decision.note),
        source=decision.source,
        tokens_in=_count("tokens_in", decision.tokens_in),
        tokens_out=_count("tokens_out", decision.tokens_out),
        latency=_amount("latency", decision.latency),
        cost=_amount("cost", decision.cost),
        confidence=None if confidence is None else min(_amount("confidence", confidence), 1.0),
    )


def _action(decision: Decision) -> tuple[Action | str, str]:
    """The action, or its text and why it is none."""
    action, fault = decision.action, _kept("fault", decision.fault)
    if isinstance(action, str):
        return action, fault
    if not isinstance(action, Action):
        raise InvalidDecision(f"action is an Action or a call's text, not {type(action).__name__}")
    try:
        return checked(action), fault
    except InvalidAction as error:
        return str(action), fault or str(error)


def shortened(text: str, most: int = KEPT_TEXT) -> str:
    """The text, without its middle where it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n[... {len(text) - 2 * half} characters left out ...]\n{text[-half:]}"


def _kept(name: str, text: object) -> str:
    if not isinstance(text, str):
        raise InvalidDecision(f"{name} is a text, not {type(text).__name__}")
    return shortened(text)


def _count(name: str, value: object) -> int:
    if not isinstance(value, Integral) or isinstance(value, bool) or not 0 <= int(value) < 1 << 53:
        raise InvalidDecision(f"{name} is a whole number from 0 on, not {value!r:.100}")
    return int(value)


def _amount(name: str, value: object) -> float:
    if not isinstance(value, Real) or isinstance(value, bool):
        raise InvalidDecision(f"{name} is a number, not {type(value).__name__}")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not 0 <= number < math.inf:
        raise InvalidDecision(f"{name} is finite and not below 0, not {number}")
    return number


class AgentFault(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent itself did that ended an episode; such an episode is a failure.

    Attributes:
        kind: ``raised`` an exception or left the program; ``invalid``, handed over what is no decision;
            ``timeout``, took longer than allowed; ``died`` together with the process it ran in.
        reason: One line for people.
        details: The traceback, if there is one.
    """

    kind: Literal["raised", "invalid", "timeout", "died"]
    reason: str
    details: str = ""

    @classmethod
    def of(cls, error: BaseException, details: str = "") -> AgentFault:
        """The fault of an agent that raised this."""
        kind = "invalid" if isinstance(error, InvalidDecision) else "raised"
        reason = shortened(f"{type(error).__name__}: {error}", 500)
        return cls(kind=kind, reason=well_formed(reason), details=well_formed(shortened(details)))


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
        shell: Output before the action, by query, of what AndroidLab asks the device's shell in this task
            (``tasks.queries``), where trees are kept.
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
    shell: dict[str, str] = msgspec.field(default_factory=dict)
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
        app: What reports count it under: an app id such as ``zoom``, or the suite of a task through several.
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
        fault: What the agent did that ended the episode; None where it finished or ran out of steps.
        versions: Of all that the score depends on (``openphone_gym.versions``); empty for a stored episode
            that tells none.
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
    fault: AgentFault | None = None
    versions: dict[str, int] = msgspec.field(default_factory=lambda: dict(VERSIONS))

    def fail(self, fault: AgentFault) -> None:
        """Ends it as a failure of the agent, whatever the phone shows."""
        self.fault = fault
        self.terminated, self.truncated = True, False
        self.verdict = Verdict(
            success=False,
            subgoals=dict(self.steps[-1].subgoals) if self.steps else {},
            reason=f"the agent failed: {fault.reason}",
            judge="fault",
        )

    @property
    def outcome(self) -> Outcome:
        """How the episode ended: whatever the agent itself did wrong is a failure; no verdict, no score."""
        if self.fault is not None:
            return "failure"
        success = self.verdict.success if self.verdict else None
        return "unscored" if success is None else "success" if success else "failure"
