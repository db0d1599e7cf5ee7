"""Curves and tables of the episodes of an update, of all processes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from accelerate.utils import gather_object

from openphone_gym.tasks.catalogue import find_task
from training.turns import Batch


class Figures(NamedTuple):
    """What one process saw in an update, in a form that several can add up.

    Attributes:
        means: Sum and count of what is a mean, by name.
        totals: What is counted.
    """

    means: dict[str, tuple[float, int]]
    totals: dict[str, float]


def figures(batch: Batch, samples: int) -> Figures:
    """What one process saw in an update.

    Args:
        batch: Its episodes.
        samples: Steps that it learns from, equal ones counted once.
    """
    rollouts = batch.rollouts
    turns = [turn for rollout in rollouts for turn in rollout.turns]
    seconds = batch.env_seconds + batch.policy_seconds
    values: dict[str, list[float]] = {
        "reward": [rollout.reward or 0.0 for rollout in rollouts],
        "success": [float(rollout.success) for rollout in rollouts],
        "episode_steps": [float(len(rollout.turns)) for rollout in rollouts],
        "invalid_actions": [float(turn.error is not None) for turn in turns],
        "completion_length": [float(len(turn.answer.completion_ids)) for turn in turns],
        "mixed_groups": [float(any(r.advantage for r in group)) for group in batch.groups],
        "env_seconds": [batch.env_seconds],
        "policy_seconds": [batch.policy_seconds],
        "env_share": [batch.env_seconds / seconds if seconds else 0.0],
    }
    for rollout in rollouts:
        task = rollout.start.draw.task_id
        values.setdefault(f"success_of_app/{find_task(task).counted_as}", []).append(float(rollout.success))
        values.setdefault(f"success_of_task/{task}", []).append(float(rollout.success))
    totals = {"dropped": sum(batch.dropped.values()), "tokens": batch.tokens, "samples": samples}
    totals |= {f"dropped/{reason}": count for reason, count in batch.dropped.items()}
    return Figures(
        {name: (sum(each), len(each)) for name, each in values.items()},
        {name: float(count) for name, count in totals.items()},
    )


def gathered(own: Figures) -> dict[str, float]:
    """Means and totals over all processes; a mean of nothing is left out."""
    sums: defaultdict[str, float] = defaultdict(float)
    counts: defaultdict[str, float] = defaultdict(float)
    shares: list[Figures] = gather_object([own])
    for means, totals in shares:
        for name, (total, count) in means.items():
            sums[name] += total
            counts[name] += count
        for name, total in totals.items():
            sums[name] += total
            counts[name] = 1.0
    return {name: total / counts[name] for name, total in sums.items() if counts[name]}


def rows_of(batch: Batch, update: int, screens: int) -> list[dict[str, Any]]:
    """An update's episodes as rows of a table; only some carry their last screen."""
    rows = []
    for number, rollout in enumerate(batch.rollouts):
        rows.append(
            {
                "update": update,
                "task": rollout.start.draw.task_id,
                "seed": rollout.start.draw.seed,
                "led": rollout.led,
                "reward": rollout.reward,
                "advantage": rollout.advantage,
                "verdict": msgspec.to_builtins(rollout.verdict),
                "prompts": [_words(turn.messages) for turn in rollout.turns],
                "answers": [turn.answer.text for turn in rollout.turns],
                "advantages": [turn.advantage for turn in rollout.turns],
                "errors": [turn.error for turn in rollout.turns],
                "screen": rollout.screen if number < screens else None,
            }
        )
    return rows


def _words(messages: Sequence[Mapping[str, Any]]) -> str:
    """What a turn's user message says."""
    content = messages[-1]["content"]
    return content if isinstance(content, str) else content[0]["text"]
