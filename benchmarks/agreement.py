"""How far two judges agree, or a judge and the truth: precision, recall, NPV, F1, Cohen's kappa.

An episode counts as positive if it is judged a success. One that the judge could not tell (unscored) is
counted as such and enters no other figure, nor does one whose reference is unknown.

Confidence intervals (95 %): shares get the Wilson score interval; F1, kappa and the gap between the success
rates get a percentile bootstrap with a fixed seed that draws whole tasks, since episodes of one task are not
independent (within a single task it draws episodes). A figure that would divide by zero is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import msgspec
import numpy as np

from openphone_gym.reporting.intervals import Interval, bootstrap, wilson

DRAWS = 2000
"""Draws of the bootstrap."""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict beside what it is compared with.

    Attributes:
        task_id: Such as ``zoom_1``.
        app: App id.
        seed: Seed of the draw.
        variation: ``canonical`` or ``sampled``.
        kind: Group of the episode, such as how it came to fail; empty without groups.
        reference: The truth, or the other judge's verdict; None where that is unknown.
        verdict: The judge's verdict; None is unscored.
        reason: The judge's sentence.
        cost: US dollars the verdict cost.
    """

    task_id: str
    app: str
    seed: int | None = None
    variation: str = "canonical"
    kind: str = ""
    reference: bool | None
    verdict: bool | None
    reason: str = ""
    cost: float = 0.0

    @property
    def compared(self) -> bool:
        """Whether both sides are known."""
        return self.reference is not None and self.verdict is not None

    @property
    def wrong(self) -> bool:
        """Whether the verdict differs from the reference; an unscored episode is not wrong."""
        return self.compared and self.reference is not self.verdict


def agreement(rows: Sequence[Judged]) -> dict[str, Any]:
    """All figures of some verdicts, as fractions, with their intervals under ``ci95``.

    ``gap`` is the success rate by the verdicts minus that by the reference, over the same episodes.
    """
    compared = [row for row in rows if row.compared]
    tp, fp, fn, tn = (int(count) for count in _counts(compared).sum(axis=0))
    unscored = sum(row.verdict is None for row in rows)
    shares = {
        "unscored_share": (unscored, len(rows)),
        "accuracy": (tp + tn, len(compared)),
        "precision": (tp, tp + fp),
        "recall": (tp, tp + fn),
        "specificity": (tn, tn + fp),
        "npv": (tn, tn + fn),
        "reference_success_rate": (tp + fn, len(compared)),
        "success_rate": (tp + fp, len(compared)),
    }
    gaps = [float(bool(row.verdict)) - float(bool(row.reference)) for row in compared]
    return {
        "episodes": len(rows),
        "unscored": unscored,
        "confusion": {"tp": tp, "fp": fp, "fn": fn, "tn": tn},
        **{name: hits / total if total else None for name, (hits, total) in shares.items()},
        "f1": _known(f1(np.array([tp, fp, fn, tn]))),
        "kappa": _known(kappa(np.array([tp, fp, fn, tn]))),
        "gap": sum(gaps) / len(gaps) if gaps else None,
        "ci95": {
            **{name: wilson(hits, total) for name, (hits, total) in shares.items()},
            "f1": _interval(compared, f1),
            "kappa": _interval(compared, kappa),
            "gap": bootstrap(gaps, [row.task_id for row in compared]),
        },
    }


def grouped(rows: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, dict[str, Any]]:
    """The figures of each group, in the order in which the groups first come."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {name: agreement(group) for name, group in groups.items()}


def f1(counts: np.ndarray) -> np.ndarray:
    """Harmonic mean of precision and recall; NaN where there is no positive on either side.

    Args:
        counts: True positives, false positives, false negatives, true negatives in the last axis.
    """
    tp, fp, fn, _ = np.moveaxis(counts.astype(float), -1, 0)
    return _divided(2 * tp, 2 * tp + fp + fn)


def kappa(counts: np.ndarray) -> np.ndarray:
    """Cohen's kappa (1960): agreement beyond chance, 1 if perfect, 0 if no better than chance.

    NaN where chance alone agrees always, that is where both sides say the same of all episodes.

    Args:
        counts: True positives, false positives, false negatives, true negatives in the last axis.
    """
    tp, fp, fn, tn = np.moveaxis(counts.astype(float), -1, 0)
    total = tp + fp + fn + tn
    observed = _divided(tp + tn, total)
    chance = _divided((tp + fp) * (tp + fn) + (tn + fn) * (tn + fp), total**2)
    return _divided(observed - chance, 1 - chance)


def _counts(rows: Sequence[Judged]) -> np.ndarray:
    """One line a task: its true and false positives, false and true negatives."""
    tasks = {row.task_id for row in rows}
    lines: dict[Hashable, np.ndarray] = defaultdict(lambda: np.zeros(4, int))
    for index, row in enumerate(rows):
        lines[row.task_id if len(tasks) > 1 else index][_cell(row)] += 1
    return np.array(list(lines.values())).reshape(-1, 4)


def _cell(row: Judged) -> int:
    return {(True, True): 0, (False, True): 1, (True, False): 2, (False, False): 3}[
        bool(row.reference), bool(row.verdict)
    ]


def _interval(rows: Sequence[Judged], statistic: Callable[[np.ndarray], np.ndarray]) -> Interval | None:
    counts = _counts(rows)
    if len(counts) < 2:
        return None
    drawn = np.random.default_rng(0).integers(len(counts), size=(DRAWS, len(counts)))
    values = statistic(counts[drawn].sum(axis=1))
    known = values[~np.isnan(values)]
    if not known.size:
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def _divided(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below != 0)


def _known(value: np.ndarray) -> float | None:
    return None if np.isnan(value) else float(value)
