"""The figures of agreement, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.agreement import Judged, agreement, f1, grouped, kappa
from openphone_gym.reporting.intervals import wilson


def rows(
    tp: int = 0, fp: int = 0, fn: int = 0, tn: int = 0, open_: int = 0, app: str = "zoom"
) -> list[Judged]:
    """Verdicts of several tasks, with these counts."""
    cells = [(True, True)] * tp + [(False, True)] * fp + [(True, False)] * fn + [(False, False)] * tn
    cells += [(True, None)] * open_
    return [
        Judged(task_id=f"{app}_{index % 7}", app=app, reference=truth, verdict=verdict)
        for index, (truth, verdict) in enumerate(cells)
    ]


def test_figures() -> None:
    found = agreement(rows(tp=20, fp=5, fn=10, tn=15))
    assert found["confusion"] == {"tp": 20, "fp": 5, "fn": 10, "tn": 15}
    expected = {
        "precision": 20 / 25, "recall": 20 / 30, "specificity": 15 / 20, "npv": 15 / 25, "accuracy": 0.7,
        "f1": 40 / 55, "kappa": 0.4, "reference_success_rate": 0.6, "success_rate": 0.5, "gap": -0.1,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert found["ci95"]["precision"] == wilson(20, 25)


def test_intervals_hold_their_figures() -> None:
    found = agreement(rows(tp=20, fp=5, fn=10, tn=15))
    for name in ("precision", "recall", "npv", "f1", "kappa", "gap"):
        low, high = found["ci95"][name]
        assert low < found[name] < high
    assert found == agreement(rows(tp=20, fp=5, fn=10, tn=15))


def test_unscored_is_neither_right_nor_wrong() -> None:
    found, without = agreement(rows(tp=4, tn=4, open_=2)), agreement(rows(tp=4, tn=4))
    assert (found["episodes"], found["unscored"], found["unscored_share"]) == (10, 2, 0.2)
    assert found["accuracy"] == found["recall"] == 1.0
    assert found["reference_success_rate"] == without["reference_success_rate"]
    assert not Judged(task_id="a", app="a", reference=True, verdict=None).wrong
    assert Judged(task_id="a", app="a", reference=True, verdict=False).wrong


def test_an_unknown_reference_is_not_compared() -> None:
    unknown = [Judged(task_id="a", app="a", reference=None, verdict=True)]
    found = agreement([*rows(tp=1, tn=1), *unknown])
    assert (found["episodes"], found["unscored"], found["confusion"]["tp"]) == (3, 0, 1)


def test_nothing_to_divide_by_is_none() -> None:
    empty = agreement([])
    assert (empty["precision"], empty["f1"], empty["kappa"], empty["gap"], empty["unscored_share"]) == (
        None,
    ) * 5
    assert empty["ci95"]["kappa"] is None
    always = agreement(rows(tp=5))
    assert (always["kappa"], always["npv"], always["f1"]) == (None, None, 1.0)


@pytest.mark.parametrize(
    ("counts", "value"),
    [((5, 0, 0, 5), 1.0), ((0, 5, 5, 0), -1.0), ((5, 5, 0, 0), 0.0), ((25, 25, 25, 25), 0.0)],
)
def test_kappa(counts: tuple[int, ...], value: float) -> None:
    assert kappa(np.array(counts)) == pytest.approx(value)


def test_many_counts_at_once() -> None:
    counts = np.array([[5, 0, 0, 5], [20, 5, 10, 15], [0, 0, 0, 3]])
    assert kappa(counts) == pytest.approx([1.0, 0.4, np.nan], nan_ok=True)
    assert f1(counts) == pytest.approx([1.0, 40 / 55, np.nan], nan_ok=True)


def test_whole_tasks_are_drawn() -> None:
    """Verdicts that only repeat themselves within a task tell no more: the interval stays as wide."""
    few = [
        Judged(task_id=f"t{i}", app="a", reference=i % 2 == 0, verdict=(i % 2 == 0) == (i < 7))
        for i in range(10)
    ]
    once, often = agreement(few), agreement(few * 9)
    assert often["ci95"]["kappa"] == pytest.approx(once["ci95"]["kappa"])
    assert often["ci95"]["accuracy"][0] > once["ci95"]["accuracy"][0]


def test_groups() -> None:
    found = grouped([*rows(tp=2, app="zoom"), *rows(fn=3, app="clock")], lambda row: row.app)
    assert {app: figures["recall"] for app, figures in found.items()} == {"zoom": 1.0, "clock": 0.0}
