"""What is played: which tasks, on which seeds, from where, and how long. All of it follows from seeds."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import msgspec

from openphone_gym.tasks.task import TEST_SEEDS
from training.turns import Rollout, Start

LAST_STEPS = 2
"""Steps of the reference solution that are left to the policy where a reverse curriculum begins."""
PATIENCE = 3
"""Groups in a row without a success, after which a task counts as too hard to be begun at its beginning."""
LEARNT = 0.5
"""Share of a group's episodes that succeed where a reverse curriculum moves its start back by a step."""


class InvalidSeeds(ValueError):
    """Seeds for training overlap with others; the message says which are free."""


class DamagedSampler(ValueError):
    """A checkpoint's file of the sampler is missing or holds something else."""


class Standing(msgspec.Struct):
    """How a task stands.

    Attributes:
        success: Running share of episodes that succeed, 0 to 1.
        variance: Running variance of the rewards within a group.
        left: Steps of the reference solution that are left to the policy; 0 leaves all.
        failed: Groups in a row without a success.
    """

    success: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5
    variance: Annotated[float, msgspec.Meta(ge=0)] = 0.25
    left: Annotated[int, msgspec.Meta(ge=0)] = 0
    failed: Annotated[int, msgspec.Meta(ge=0)] = 0


class Outcome(NamedTuple):
    """What the sampler learns from an episode.

    Attributes:
        task: Its task.
        reward: Its reward.
        success: Whether it succeeded.
        whole: Whether all of the task was left to the policy.
    """

    task: str
    reward: float
    success: bool
    whole: bool = True


class TaskSampler:
    """Draws tasks, those whose rewards differ within a group more often: only they tell good from bad.

    A task's weight is four times the running variance of the rewards within its groups, plus a floor: with
    rewards of 0 and 1 it is greatest where half of the episodes succeed, and the floor where all or none do,
    so that no task is forgotten. Within an update tasks are different ones, as long as there are enough.

    With ``reverse``, a task of which ``PATIENCE`` groups in a row saw no success begins near the end of its
    reference solution, and moves back by a step whenever ``LEARNT`` of a group succeed (Salimans and Chen,
    2018; Florensa et al., 2017).

    Args:
        tasks: Ids of the tasks.
        seeds: Seeds of their contents.
        floor: Least weight.
        rate: Weight of the newest group in the running figures, 0 to 1.
        reverse: Whether hard tasks may begin at later states.

    Raises:
        InvalidSeeds: Some of the seeds are for testing.
    """

    def __init__(
        self,
        tasks: Sequence[str],
        seeds: range,
        *,
        floor: float = 0.1,
        rate: float = 0.6,
        reverse: bool = False,
    ) -> None:
        check_seeds(seeds)
        self._seeds = seeds
        self._floor = floor
        self._rate = rate
        self._reverse = reverse
        self.standings: dict[str, Standing] = {task: Standing() for task in tasks}
        self.tokens = 0
        """Tokens that were drawn so far, of all processes."""

    def weight(self, task: str) -> float:
        """How likely a task is drawn, beside the others."""
        return 4 * self.standings[task].variance + self._floor

    def draw(self, count: int, rng: random.Random) -> list[Start]:
        """Draws tasks and contents."""
        drawn: list[str] = []
        while len(drawn) < count:
            # The order of exponential waiting times is a weighted draw without replacement
            # (Efraimidis and Spirakis, 2006).
            waits = {task: -math.log(1 - rng.random()) / self.weight(task) for task in self.standings}
            drawn += sorted(waits, key=waits.__getitem__)[: count - len(drawn)]
        return [Start.of(task, rng.choice(self._seeds), self.standings[task].left) for task in drawn]

    def learn(self, outcomes: Sequence[Outcome]) -> None:
        """Takes in how the episodes of one group went."""
        if not outcomes:
            return
        standing = self.standings[outcomes[0].task]
        share = statistics.fmean(outcome.success for outcome in outcomes)
        spread = statistics.pvariance(outcome.reward for outcome in outcomes)
        standing.success += self._rate * (share - standing.success)
        standing.variance += self._rate * (spread - standing.variance)
        standing.failed = 0 if share else standing.failed + 1
        if self._reverse:
            self._move(standing, share, all(outcome.whole for outcome in outcomes))

    def _move(self, standing: Standing, share: float, whole: bool) -> None:
        """Moves a task's start by how a group went."""
        if not standing.left:
            if standing.failed >= PATIENCE:
                standing.left, standing.failed = LAST_STEPS, 0
        elif share >= LEARNT:
            standing.left = 0 if whole else standing.left + 1

    def saved(self) -> bytes:
        """The state as JSON."""
        return msgspec.json.encode({"tasks": self.standings, "tokens": self.tokens})

    def restore(self, saved: bytes) -> None:
        """Goes on from a saved state; what it says of tasks that are no longer drawn is left out.

        Raises:
            DamagedSampler: It is none.
        """
        try:
            state = msgspec.json.decode(saved, type=_Saved)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
            raise DamagedSampler(f"is damaged: {fault}") from None
        self.standings |= {task: each for task, each in state.tasks.items() if task in self.standings}
        self.tokens = state.tokens


class _Saved(msgspec.Struct):
    tasks: dict[str, Standing]
    tokens: int


def outcome(rollout: Rollout) -> Outcome:
    """What the sampler learns from a scored episode."""
    return Outcome(rollout.start.draw.task_id, rollout.reward or 0.0, rollout.success, not rollout.led)


class StepLimit(NamedTuple):
    """A curriculum: episodes may grow longer as training goes on.

    Attributes:
        first: Steps of an episode at the beginning; 0 takes each task's own limit throughout.
        last: Steps at the end.
        over: Updates over which the limit grows evenly.
    """

    first: int
    last: int
    over: int

    def at(self, update: int) -> int | None:
        """The limit of an update, counted from 0."""
        if not self.first:
            return None
        done = min(1.0, update / self.over) if self.over else 1.0
        return round(self.first + (self.last - self.first) * done)


def check_seeds(seeds: range, held_out: range = range(0)) -> None:
    """Refuses seeds that must not be trained on.

    Raises:
        InvalidSeeds: There are none, some are for testing, or some are held out.
    """
    for name, some in (("training", seeds), ("held-out", held_out)):
        if some.start < 0 or some.stop > TEST_SEEDS:
            raise InvalidSeeds(
                f"{name} seeds {some.start} to {some.stop} are not all within 0 to {TEST_SEEDS}; "
                "those above are for tests"
            )
    if not seeds:
        raise InvalidSeeds(
            f"training seeds {seeds.start} to {seeds.stop} are none: the end comes after the start"
        )
    if held_out and max(seeds.start, held_out.start) < min(seeds.stop, held_out.stop):
        raise InvalidSeeds(
            f"training seeds {seeds.start} to {seeds.stop} overlap with held-out seeds {held_out.start} to "
            f"{held_out.stop}: keep them apart"
        )
