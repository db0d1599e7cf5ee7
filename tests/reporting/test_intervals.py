"""Confidence intervals, by hand and by what must hold of any."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.reporting.intervals import bootstrap, wilson


def test_wilson_interval_by_hand() -> None:
    low, high = wilson(8, 10) or (0, 0)
    assert low == pytest.approx(0.4902, abs=1e-4)
    assert high == pytest.approx(0.9433, abs=1e-4)
    assert wilson(0, 0) is None
    assert wilson(0, 10) == (0.0, pytest.approx(0.2775, abs=1e-4))
    assert wilson(10, 10) == (pytest.approx(0.7225, abs=1e-4), 1.0)


@given(st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_wilson_holds_the_rate(counts: tuple[int, int]) -> None:
    hits, total = counts
    low, high = wilson(hits, total) or (math.nan, math.nan)
    assert 0 <= low <= hits / total <= high <= 1


def test_bootstrap_draws_whole_tasks() -> None:
    values = [0.0] * 5 + [1.0] * 5
    low, high = bootstrap(values, ["a"] * 5 + ["b"] * 5) or (0, 0)
    assert (low, high) == (0.0, 1.0), "of two tasks, a quarter of the draws holds only one"
    narrow_low, narrow_high = bootstrap(values, list(range(10))) or (0, 0)
    assert 0.0 < narrow_low < 0.5 < narrow_high < 1.0


def test_bootstrap_of_one_task_draws_episodes_and_of_one_value_is_unknown() -> None:
    low, high = bootstrap([0.0, 0.0, 1.0, 1.0], ["a"] * 4) or (0, 0)
    assert low < 0.5 < high
    assert bootstrap([1.0], ["a"]) is None


def test_bootstrap_does_not_depend_on_the_draw_of_the_day() -> None:
    values = [0.1, 0.5, 0.9, 0.3]
    assert bootstrap(values, "abcd") == bootstrap(values, "abcd")
