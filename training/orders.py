"""What is played for an update: groups, others for those that teach nothing, continuations of branches.

Reads nothing of the trainer, which may be learning from an earlier update meanwhile.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from training import credit
from training.configs import EpisodeConfig
from training.rollouts import Rollouts
from training.sampling import TaskSampler
from training.turns import Batch, Start


class Order(NamedTuple):
    """Episodes to be played, by the weights and for what was known of the tasks when it was given.

    Attributes:
        update: That learns from them.
        version: Updates that the weights have been through.
        sampler: Draws the tasks; nobody else changes it.
        adapter: By which a server is to answer; None where there is none.
    """

    update: int
    version: int
    sampler: TaskSampler
    adapter: Path | None = None

    @property
    def staleness(self) -> int:
        """Updates that the weights are behind when the episodes are learnt from."""
        return self.update - self.version


class Played(NamedTuple):
    """What was played for an update.

    Attributes:
        batch: Its episodes; their cost is that of continuations, too.
        tried: Returns of those.
    """

    batch: Batch
    tried: credit.Tried


class Playing:
    """Plays what one process learns from.

    Args:
        rollouts: Plays episodes.
        config: Which.
        process: Number of the process.
        processes: How many there are.
    """

    def __init__(self, rollouts: Rollouts, config: EpisodeConfig, process: int, processes: int) -> None:
        self._rollouts = rollouts
        self._config = config
        self._process = process
        self._processes = processes

    def __call__(self, order: Order) -> Played:
        """Plays this process's part of an order."""
        chance = random.Random(f"{self._config.seed}/{order.update}")
        starts = order.sampler.draw(self._config.tasks_per_update, chance)
        batch = self._groups(order, self.share(starts))
        return Played(batch, self._tried(order, batch) if self._config.credit == "forks" else {})

    def share(self, starts: Sequence[Start]) -> Sequence[Start]:
        """Those of this process."""
        return starts[self._process :: self._processes]

    def _groups(self, order: Order, starts: Sequence[Start]) -> Batch:
        """Groups of the starts, and others for those that teach nothing, while ``resample`` lasts."""
        config = self._config
        batch = self._played(order, starts, "first")
        for again in range(config.resample):
            missing = len(starts) - sum(map(credit.teaches, batch.groups))
            if missing <= 0:
                break
            chance = random.Random(f"{config.seed}/{order.update}/{again}/{self._process}")
            batch.add(self._played(order, order.sampler.draw(missing, chance), f"again {again}"))
        return batch

    def _played(self, order: Order, starts: Sequence[Start], round_: str) -> Batch:
        return self._rollouts.play(
            starts,
            self._config.num_generations,
            seed=self._seed(order, round_),
            max_steps=self._config.step_limit.at(order.update),
            screens=self._config.screens > 0,
        )

    def _seed(self, order: Order, round_: str) -> str:
        """Of what the policy draws in a round of this update, in this process."""
        return f"{self._config.seed}/{order.update}/{self._process}/{round_}"

    def _tried(self, order: Order, batch: Batch) -> credit.Tried:
        """Returns of continuations of the batch's branches, which are added to its cost."""
        config = self._config
        branches = credit.chosen(batch.groups, config.branches)
        if not branches:
            return {}
        limit = config.step_limit.at(order.update)
        seed = self._seed(order, "forks")
        played = self._rollouts.fork(branches, config.continuations, seed=seed, max_steps=limit)
        batch.tokens += played.tokens
        batch.env_seconds += played.env_seconds
        batch.policy_seconds += played.policy_seconds
        return {
            credit.place(branch): credit.rewards_of(group)
            for branch, group in zip(branches, played.groups, strict=True)
            if group
        }
