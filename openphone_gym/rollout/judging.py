"""Judging outside the environment: ended episodes are judged while the phones go on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from openphone_gym.judges import Judge, StateJudge, needs_of
from openphone_gym.rollout.failure import Failure, attempt
from openphone_gym.rollout.playing import JUDGING
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import Task
from openphone_gym.trajectory import Episode, Verdict

AnyJob = TypeVar("AnyJob")


class Later:
    """Stands in an environment for a judge that is asked afterwards: has kept what that one needs.

    Args:
        needs: See ``judges.Judge``.
    """

    def __init__(self, needs: Collection[str]) -> None:
        self.needs = frozenset(needs)

    def judge(self, episode: Episode, task: Task) -> Verdict:
        """No finding yet."""
        return Verdict(success=None, reason="not judged yet", judge=JUDGING)


def waits(judge: Judge) -> bool:
    """Whether a judge is better asked later: all but the one that reads the state, which is at hand."""
    return not isinstance(judge, StateJudge)


def inside(judge: Judge) -> Judge:
    """What stands in the environment for a judge: itself, or one that keeps what it will need when asked."""
    return Later(needs_of(judge)) if waits(judge) else judge


def judged(
    outcomes: Iterable[tuple[AnyJob, Episode | Failure]], judge: Judge, size: int
) -> Iterator[tuple[AnyJob, Episode | Failure]]:
    """Puts episodes before a judge, several at a time, and passes each on once it has its verdict.

    Episodes that their agent's own fault ended are failures whatever the judge would say. A judge that raises
    breaks the episode at hand alone.

    Args:
        outcomes: Jobs and their episodes, as they come.
        judge: Asked in threads.
        size: How many threads.
    """

    def find(episode: Episode, _: object) -> Episode:
        episode.verdict = judge.judge(episode, find_task(episode.task_id))
        return episode

    asked: list[tuple[AnyJob, Future[Episode | Failure]]] = []
    with ThreadPoolExecutor(size, thread_name_prefix="judge") as pool:
        for job, outcome in outcomes:
            if isinstance(outcome, Failure) or outcome.fault is not None:
                yield job, outcome
            else:
                asked.append((job, pool.submit(attempt, find, outcome, _nobody, lambda: JUDGING)))
            done = [each for each in asked if each[1].done()]
            asked = [each for each in asked if each not in done]
            yield from ((job, future.result()) for job, future in done)
        yield from ((job, future.result()) for job, future in asked)


def _nobody(phase: str) -> None:
    """Nobody watches a judge: endpoints have limits of their own."""
