"""The contract of judges, and the logic of findings that may be open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from openphone_gym.tasks.answers import Answer
from openphone_gym.tasks.task import Task
from openphone_gym.trajectory import Episode, Verdict


@runtime_checkable
class Judge(Protocol):
    """Decides whether an episode reached its task's goal.

    ``Verdict.success`` is None where the judge could not tell: unscored, never a failure.

    A judge that reads screens names in an attribute ``needs`` what the environment must keep for it:
    ``"tree"`` and ``"frame"`` of every step, ``"shell"`` for what sub-goals ask the device at the end.
    """

    def judge(self, episode: Episode, task: Task) -> Verdict:
        """The finding on a finished episode."""
        ...


def needs_of(judge: Judge) -> frozenset[str]:
    """What a judge wants to be kept of an episode."""
    return frozenset(getattr(judge, "needs", ()))


def all_of(findings: Iterable[bool | None]) -> bool | None:
    """Whether all hold: one that does not decides; else an open one leaves it open. None hold of none."""
    values = list(findings)
    if False in values:
        return False
    return None if None in values else bool(values)


def answer_found(expected: Answer, episode: Episode) -> bool | None:
    """Whether an episode's answer is right; None where the matcher can't decide. No answer is a wrong one."""
    return False if not episode.answer else expected.matches(episode.answer, episode.goal)
