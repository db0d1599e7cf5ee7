"""How much of the cloud a strategy uses, and what it achieves with that.

A *cloud step* is a step on which the cloud model acted. A *cloud call* is any call of it: those behind cloud
steps, those of starter and monitor, and those whose answer was not used. Reductions compare a mean with that
of cloud only on the same episodes; those over successes compare each strategy's own successes, as published
results do, which are not the same episodes. Calls of the device count in tokens and seconds alone. A screen
is *sent* if any call took it off the device; *private* ones are those that may show private data, as their
apps declare it (``openphone_gym.privacy``).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from agents.hybrid import Spent
from benchmarks.outcomes import Row, counts
from openphone_gym.reporting.intervals import bootstrap, wilson
from openphone_gym.trajectory import Episode

BASELINE = "cloud"
"""The strategy that all others are compared with."""


class HybridRow(Row, kw_only=True):
    """One episode of one strategy.

    Attributes:
        steps: Steps taken.
        device_calls: Calls of the device model.
        device_seconds: Time spent on them.
        cloud_steps: Steps on which the cloud model acted.
        cloud_calls: Calls of the cloud model.
        screens_sent: Screens that left the device.
        private_sent: Those of them that may show private data.
        tokens_in: Prompt tokens of all calls, those on the device included.
        tokens_out: Completion tokens of them.
        seconds: Time spent on all calls.
        cost: US dollars spent on them.
        why: Number of cloud calls by reason.
    """

    steps: int = 0
    device_calls: int = 0
    device_seconds: float = 0.0
    cloud_steps: int = 0
    cloud_calls: int = 0
    screens_sent: int = 0
    private_sent: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    cost: float = 0.0
    why: dict[str, int] = msgspec.field(default_factory=dict)


def hybrid_row(episode: Episode, spent: Spent) -> HybridRow:
    """The row of a finished episode."""
    verdict = episode.verdict
    decisions = [step.decision for step in episode.steps if step.decision]
    return HybridRow(
        task_id=episode.task_id,
        app=episode.app,
        seed=episode.seed,
        success={"success": True, "failure": False}.get(episode.outcome),
        progress=verdict.progress if verdict else 0.0,
        fault=episode.fault.kind if episode.fault else None,
        steps=spent.steps,
        device_calls=spent.device_calls,
        device_seconds=spent.device_seconds,
        cloud_steps=spent.cloud_steps,
        cloud_calls=spent.cloud_calls,
        screens_sent=spent.screens_sent,
        private_sent=spent.private_sent,
        tokens_in=sum(decision.tokens_in for decision in decisions),
        tokens_out=sum(decision.tokens_out for decision in decisions),
        seconds=math.fsum(decision.latency for decision in decisions),
        cost=math.fsum(decision.cost for decision in decisions),
        why=spent.why,
    )


def compare(runs: Mapping[str, Sequence[HybridRow]]) -> dict[str, dict[str, Any]]:
    """The figures of several strategies, compared with ``cloud`` where it is among them.

    Args:
        runs: The episodes of each strategy; the same ones for all, in any order.
    """
    baseline = runs.get(BASELINE)
    return {name: figures(rows, baseline) for name, rows in runs.items()}


def figures(rows: Sequence[HybridRow], baseline: Sequence[HybridRow] | None = None) -> dict[str, Any]:
    """All figures of a strategy; shares are fractions, the rest are means over episodes.

    Args:
        rows: Its episodes; unscored and broken ones are counted and enter nothing else, and what an agent
            took that was lost without a step is not known.
        baseline: Those of cloud only.

    Returns:
        ``success_rate``, ``sub_goal_rate``, the effort over all episodes, the same over the successful ones
        under ``successes``, ``success_gain`` over the baseline (a difference of rates), counts, and 95 %
        intervals under ``ci95``.
    """
    scored = [row for row in rows if row.scored]
    compared = None if baseline is None else [row for row in baseline if row.scored]
    tasks = [row.task_id for row in scored]
    successes = sum(row.success is True for row in scored)
    progress = [row.progress for row in scored]
    gains, cuts = _paired(scored, compared or [])
    there = {_key(other) for other in compared or []}
    paired = [row.task_id for row in scored if _key(row) in there]
    return {
        "success_rate": successes / len(scored) if scored else None,
        "sub_goal_rate": _mean(progress),
        "success_gain": _mean(gains),
        **effort([row for row in scored if row.steps], compared),
        "successes": effort(
            [row for row in scored if row.success],
            None if compared is None else [row for row in compared if row.success],
        ),
        "why": dict(sum((Counter(row.why) for row in scored), Counter()).most_common()),
        **counts(rows),
        "ci95": {
            "success_rate": wilson(successes, len(scored)),
            "sub_goal_rate": bootstrap(progress, tasks),
            "success_gain": bootstrap(gains, paired),
            "cloud_call_reduction": bootstrap(cuts, paired),
        },
    }


def effort(rows: Sequence[HybridRow], baseline: Sequence[HybridRow] | None) -> dict[str, float | None]:
    """What episodes took, a mean for each of them, and the reductions against a baseline."""
    steps = sum(row.steps for row in rows)
    cloud_steps = sum(row.cloud_steps for row in rows)

    def mean(of: Callable[[HybridRow], float]) -> float | None:
        return _mean([of(row) for row in rows])

    return {
        "steps": mean(lambda row: row.steps),
        "device_share": 1 - cloud_steps / steps if steps else None,
        "cloud_share": cloud_steps / steps if steps else None,
        "cloud_steps": mean(lambda row: row.cloud_steps),
        "cloud_calls": mean(lambda row: row.cloud_calls),
        "device_calls": mean(lambda row: row.device_calls),
        "device_seconds": mean(lambda row: row.device_seconds),
        "screens_sent": mean(lambda row: row.screens_sent),
        "private_sent": mean(lambda row: row.private_sent),
        "cloud_step_reduction": _reduction(rows, baseline, lambda row: row.cloud_steps),
        "cloud_call_reduction": _reduction(rows, baseline, lambda row: row.cloud_calls),
        "tokens": mean(lambda row: row.tokens_in + row.tokens_out),
        "seconds": mean(lambda row: row.seconds),
        "cost": mean(lambda row: row.cost),
    }


def pareto_front(points: Mapping[str, tuple[float, float]]) -> list[str]:
    """The names that no other beats, cheapest first.

    Args:
        points: What each costs and what it brings.
    """
    front: list[str] = []
    for name, (_, gain) in sorted(points.items(), key=lambda item: (item[1][0], -item[1][1])):
        if not front or gain > points[front[-1]][1]:
            front.append(name)
    return front


def _key(row: HybridRow) -> tuple[str, int | None]:
    return row.task_id, row.seed


def _paired(rows: Sequence[HybridRow], baseline: Sequence[HybridRow]) -> tuple[list[float], list[float]]:
    """What each episode gains in success, and saves in calls as a share of the baseline's mean."""
    others = {_key(row): row for row in baseline}
    pairs = [(row, others[_key(row)]) for row in rows if _key(row) in others]
    calls = _mean([other.cloud_calls for _, other in pairs])
    gains = [float(bool(row.success)) - float(bool(other.success)) for row, other in pairs]
    cuts = [(other.cloud_calls - row.cloud_calls) / calls for row, other in pairs] if calls else []
    return gains, cuts


def _reduction(
    rows: Sequence[HybridRow], baseline: Sequence[HybridRow] | None, of: Callable[[HybridRow], float]
) -> float | None:
    mine, theirs = _mean([of(row) for row in rows]), _mean([of(row) for row in baseline or ()])
    return 1 - mine / theirs if mine is not None and theirs else None


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
