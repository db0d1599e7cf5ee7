"""The contract of judges."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from openphone_gym.tasks.task import Task
from openphone_gym.trajectory import Episode, Verdict


@runtime_checkable
class Judge(Protocol):
    """Decides whether an episode reached its task's goal.

    ``Verdict.success`` is None where the judge could not tell: unscored, never a failure.
    """

    def judge(self, episode: Episode, task: Task) -> Verdict:
        """The finding on a finished episode."""
        ...
