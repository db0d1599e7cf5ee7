"""The judge that runs on the machine itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from openphone_gym.judges.judge import all_of, answer_found
from openphone_gym.judges.local.evidence import Story, evidence
from openphone_gym.judges.local.network import Network
from openphone_gym.judges.local.question import Question
from openphone_gym.tasks.answers import stored_answer
from openphone_gym.tasks.task import ANSWER, Never, Task
from openphone_gym.trajectory import Episode, Verdict

VERSION = "local-1"
"""Changes whenever a change here, in the evidence or in the network alters scores."""

YES, NO = 0.9, 0.1
"""Least and largest probability of a clear answer; what lies between is open."""


class Asked(NamedTuple):
    """A question of a task, and what an episode says on it."""

    name: str
    must_not: bool
    evidence: dict[str, float]


class LocalJudge:
    """Judges by the screens and actions of an episode, on any device, free and always alike.

    Each question is answered by itself, from exact values and states on the screens; success is computed.
    Where one answer is not clear, the episode is unscored. Answers of queries go to the exact matcher alone.

    Args:
        network: The trained network.
    """

    needs = ("tree",)

    def __init__(self, network: Network) -> None:
        self._network = network

    def judge(self, episode: Episode, task: Task) -> Verdict:
        """The finding on a finished episode; unscored, with the reason, where there is none."""
        try:
            answer, asked = matched(episode, task), asked_of(episode, task)
        except (LookupError, ValueError) as fault:
            return Verdict(success=None, reason=f"not judged: {fault}", judge=VERSION)
        return self.decide(asked, answer)

    def decide(self, asked: Sequence[Asked], answer: Mapping[str, bool | None]) -> Verdict:
        """The finding from what was asked, and from what the matcher says on a query's answer."""
        found = [(item, self._opinion(item)) for item in asked]
        subgoals = {**answer, **{item.name: value for item, value in found if not item.must_not}}
        happened = {item.name: value for item, value in found if item.must_not}
        avoided = {f"not {name}": None if value is None else not value for name, value in happened.items()}
        success = all_of([*subgoals.values(), *avoided.values()])
        return Verdict(
            success=success,
            subgoals=subgoals,
            violations=[name for name, value in happened.items() if value],
            reason=_reason(success, subgoals | avoided),
            judge=VERSION,
        )

    def _opinion(self, item: Asked) -> bool | None:
        chance = self._network.probability(item.evidence)
        return True if chance >= YES else False if chance <= NO else None


def asked_of(episode: Episode, task: Task) -> list[Asked]:
    """All questions of a task that screens can answer, with the evidence on them.

    Raises:
        ValueError: No trees were recorded.
        LookupError: The episode lacks a parameter.
    """
    story = Story(episode)
    asked: list[Asked] = []
    for part in (task.subgoals, task.never):
        for item in part:
            must_not = isinstance(item, Never)
            question = Question(item.question, episode.params, must_not=must_not)
            asked.append(Asked(item.name, must_not, evidence(question, story)))
    return asked


def matched(episode: Episode, task: Task) -> dict[str, bool | None]:
    """What the exact matcher says on the answer of a query; empty for other tasks.

    Raises:
        msgspec.ValidationError: The expected answer can't be read; it is a ``ValueError``.
    """
    if not task.is_query:
        return {}
    truth = None if episode.truth is None else stored_answer(episode.truth)
    return {ANSWER: None if truth is None else answer_found(truth, episode)}


def _reason(success: bool | None, findings: Mapping[str, bool | None]) -> str:
    """Which findings decide."""
    heading = {True: "All hold", False: "Not reached", None: "Not clear"}[success]
    return f"{heading}: {', '.join(name for name, value in findings.items() if value is success)}"
