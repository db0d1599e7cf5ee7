"""Success, sub-goal rate, RRR and ROR of a run, with 95 % confidence intervals.

The four figures are those of AndroidLab (Xu et al., 2024), as fractions instead of percentages:

* success rate (SR): share of episodes whose task is done;
* sub-goal rate (Sub-SR): mean progress, 1 for a completed task, else the share of sub-goals reached;
* reversed redundancy ratio (RRR): mean of human steps / agent steps over *completed* episodes of tasks whose
  human length is published; values above 1 are possible;
* reasonable operation ratio (ROR): mean of ``1 - s / (L - 1)``, where ``L`` is the number of the agent's
  steps and ``s`` the number of neighbouring screenshots that are the same.

Added here are the side-effect rate, the share of episodes that changed what their task does not allow, and
what the agent's language model took: tokens (in and out) and seconds a step, and US dollars in all. These
count every recorded episode, and are None where no model was asked.

Rates are taken over the episodes that succeeded or failed, failures by the agent's own fault included; over
how many, each summary says (``taken_over``). An episode that was left unscored, or that broke for a reason
outside the agent, is counted as such and enters no figure, neither above nor below the fraction bar. Side
effects are not known of an episode that the agent's own fault ended. A figure nothing is known about is None.

Confidence intervals: rates of yes-or-no outcomes (success, side effects) get the Wilson score interval, which
stays honest at 0 and 1; means (sub-goals, RRR, ROR) get a percentile bootstrap that draws whole tasks, since
seeds of one task are not independent, with a fixed seed. Within a single task it draws episodes, and a mean
of one single value has no interval.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.outcomes import Row, counts
from openphone_gym.reporting.intervals import bootstrap, wilson
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.tasks.task import SUITES
from openphone_gym.trajectory import Episode

TAKEN_OVER = {
    "success_rate": "episodes that succeeded or failed",
    "sub_goal_rate": "episodes that succeeded or failed",
    "rrr": "episodes that succeeded",
    "ror": "episodes that succeeded or failed, with a picture of every screen",
    "side_effect_rate": "episodes that succeeded or failed, but not by the agent's own fault",
}
"""Which episodes each rate is taken over."""

SAME_SCREEN = 0.999
"""Two screenshots are the same above this similarity."""

_WHITE = 255


class EpisodeRow(Row, kw_only=True):
    """What the metrics need of one episode; one line of a run's results.

    Attributes:
        variation: ``canonical`` or ``sampled``.
        human_steps: Steps a person needs as the benchmark publishes them; None if it does not.
        agent_steps: Steps the agent took, its finish included.
        repeated_screens: Neighbouring screenshots that are the same; None without screenshots.
        side_effects: Number of changes the task does not allow; None if nobody compared.
        reward: Sum of the rewards.
        tokens_in: Prompt tokens of the agent's model.
        tokens_out: Completion tokens of it.
        model_seconds: Time spent waiting for it.
        cost: US dollars spent on it.
        reason: The judge's sentence, or what the agent did to end the episode.
        path: Folder of the recorded episode, relative to the run; empty if there is none.
    """

    variation: str = "canonical"
    human_steps: int | None = None
    agent_steps: int = 0
    repeated_screens: int | None = None
    side_effects: int | None = 0
    reward: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0
    model_seconds: float = 0.0
    cost: float = 0.0
    reason: str = ""
    path: str = ""

    @property
    def suite(self) -> str:
        """Where its task comes from; ``unknown`` for one that is no longer there."""
        task = catalogue().get(self.task_id)
        return "unknown" if task is None else task.suite

    @property
    def redundancy(self) -> float | None:
        """Human steps / agent steps (the episode's part of RRR); None without a published human length."""
        return None if self.human_steps is None else self.human_steps / max(self.agent_steps, 1)

    @property
    def reasonable(self) -> float | None:
        """``1 - s / (L - 1)`` (the episode's part of ROR), 1 for a single step; None without screenshots."""
        if self.repeated_screens is None:
            return None
        return 1.0 - self.repeated_screens / max(self.agent_steps - 1, 1)


def row_of(episode: Episode, *, human_steps: int | None, path: str = "") -> EpisodeRow:
    """Returns the row of a finished episode; an episode without a verdict is unscored."""
    verdict = episode.verdict
    frames = [step.frame for step in episode.steps]
    asked = [step.decision for step in episode.steps if step.decision and step.decision.raw]
    seen = [frame for frame in frames if frame is not None]
    return EpisodeRow(
        task_id=episode.task_id,
        app=episode.app,
        seed=episode.seed,
        variation=episode.variation,
        success={"success": True, "failure": False}.get(episode.outcome),
        progress=verdict.progress if verdict else 0.0,
        fault=episode.fault.kind if episode.fault else None,
        human_steps=human_steps,
        agent_steps=len(episode.steps),
        repeated_screens=repeated_screens(seen) if seen and len(seen) == len(frames) else None,
        side_effects=None if episode.fault else len(verdict.side_effects) if verdict else 0,
        reward=sum(step.reward for step in episode.steps),
        tokens_in=sum(decision.tokens_in for decision in asked),
        tokens_out=sum(decision.tokens_out for decision in asked),
        model_seconds=sum(decision.latency for decision in asked),
        cost=math.fsum(decision.cost for decision in asked),
        reason=verdict.reason if verdict else "",
        path=path,
    )


def similarity(first: np.ndarray, second: np.ndarray) -> float:
    """Likeness of two screenshots, 0 to 1, over all channel values.

    Values that are white (255) in both are left out, so that large empty areas do not make different screens
    alike. Screenshots that cannot be compared (different shapes, or nothing but white) give 0.

    Args:
        first: uint8 (H, W, 3).
        second: uint8 (H, W, 3).
    """
    if first.shape != second.shape:
        return 0.0
    both_white = int(np.count_nonzero((first & second) == _WHITE))
    counted = first.size - both_white
    return (int(np.count_nonzero(first == second)) - both_white) / counted if counted else 0.0


def repeated_screens(frames: Sequence[np.ndarray]) -> int:
    """Number of neighbouring pairs of screenshots that are the same: the ``s`` of ROR.

    The last screenshot, on which the agent finishes, is left out first; of two or fewer left, none is
    counted as repeated.

    Args:
        frames: Screenshots before each step, uint8 (H, W, 3), in order.
    """
    kept = frames[:-1]
    if len(kept) <= 2:
        return 0
    return sum(similarity(kept[i], kept[i + 1]) > SAME_SCREEN for i in range(len(kept) - 1))


def summarise(
    rows: Iterable[EpisodeRow], run: Mapping[str, Any] | None = None, unusable: Sequence[str] = ()
) -> dict[str, Any]:
    """Returns the content of ``summary.json``: figures in all, per suite, per app, per task and per seed.

    Tasks of several suites are reported apart: the figures of the benchmark are those of its suite.

    Args:
        rows: The episodes of a run, in any order.
        run: Where the numbers come from (versions, commit, arguments), passed through as ``run``.
        unusable: Why the figures are not to be relied on (``outcomes.unusable``).
    """
    ordered = sorted(rows, key=lambda row: (row.app, _natural(row.task_id), row.seed or 0))
    return {
        "unusable": list(unusable),
        "overall": figures(ordered),
        "taken_over": TAKEN_OVER,
        "suites": _suites(ordered),
        "apps": _grouped(ordered, lambda row: row.app),
        "tasks": _grouped(ordered, lambda row: row.task_id),
        "seeds": _grouped(sorted(ordered, key=lambda row: row.seed or 0), lambda row: str(row.seed)),
        "run": dict(run or {}),
    }


def figures(rows: Sequence[EpisodeRow]) -> dict[str, Any]:
    """All metrics of some episodes, as fractions, with their intervals under ``ci95``."""
    scored = [row for row in rows if row.scored]
    completed = [row for row in scored if row.outcome == "success"]
    compared = [row for row in completed if row.redundancy is not None]
    seen = [row for row in scored if row.reasonable is not None]
    known = [row.side_effects for row in scored if row.side_effects is not None]
    side_effects = sum(number > 0 for number in known)
    means = {
        "sub_goal_rate": (scored, [row.progress for row in scored]),
        "rrr": (compared, [row.redundancy or 0.0 for row in compared]),
        "ror": (seen, [row.reasonable or 0.0 for row in seen]),
    }
    return {
        "success_rate": _ratio(len(completed), len(scored)),
        **{name: _ratio(math.fsum(values), len(values)) for name, (_, values) in means.items()},
        "side_effect_rate": _ratio(side_effects, len(known)),
        **_usage([row for row in rows if row.model_seconds]),
        **counts(rows),
        "taken_over": {
            "success_rate": len(scored),
            **{name: len(values) for name, (_, values) in means.items()},
            "side_effect_rate": len(known),
        },
        "ci95": {
            "success_rate": wilson(len(completed), len(scored)),
            **{name: bootstrap(values, [row.task_id for row in of]) for name, (of, values) in means.items()},
            "side_effect_rate": wilson(side_effects, len(known)),
        },
    }


def _usage(rows: Sequence[EpisodeRow]) -> dict[str, float | None]:
    """What the model took in episodes that asked one."""
    steps = sum(row.agent_steps for row in rows)
    return {
        "tokens_per_step": _ratio(sum(row.tokens_in + row.tokens_out for row in rows), steps),
        "seconds_per_step": _ratio(math.fsum(row.model_seconds for row in rows), steps),
        "cost": math.fsum(row.cost for row in rows) if rows else None,
    }


def _suites(rows: Sequence[EpisodeRow]) -> dict[str, dict[str, Any]]:
    """Figures of each suite that tasks come from, with what its episodes are counted under."""
    groups = [(suite, [row for row in rows if row.suite == suite]) for suite in (*SUITES, "unknown")]
    return {
        suite: {"apps": list(dict.fromkeys(row.app for row in group)), **figures(group)}
        for suite, group in groups
        if group
    }


def _grouped(rows: Iterable[EpisodeRow], key: Callable[[EpisodeRow], str]) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[EpisodeRow]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {name: figures(group) for name, group in groups.items()}


def _ratio(above: float, below: int) -> float | None:
    return above / below if below else None


def _natural(task_id: str) -> tuple[str, int]:
    """Sort key that puts ``zoom_2`` before ``zoom_10``."""
    name, _, number = task_id.rpartition("_")
    return (name, int(number)) if number.isdigit() else (task_id, 0)
