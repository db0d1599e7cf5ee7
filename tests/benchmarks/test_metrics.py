"""The formulas on cases small enough to be worked out by hand."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.metrics import EpisodeRow, figures, repeated_screens, row_of, similarity, summarise
from benchmarks.outcomes import COUNTED, FAULTS, counts, unusable
from openphone_gym.actions import Action
from openphone_gym.trajectory import AgentFault, Episode, Step, Verdict
from openphone_gym.ui.node import UiTree


def row(task_id: str = "zoom_1", **values: Any) -> EpisodeRow:
    return EpisodeRow(task_id=task_id, app=task_id.rpartition("_")[0], **values)


def grey(value: int) -> np.ndarray:
    return np.full((4, 5, 3), value, np.uint8)


FOUR = [
    # done in 4 steps, a person needs 3, 1 screen repeated: RRR part 0.75, ROR part 1 - 1/3
    row("zoom_1", success=True, progress=1.0, human_steps=3, agent_steps=4, repeated_screens=1),
    # done in 2 steps, a person needs 4: RRR part 2 (above 1 is possible)
    row("zoom_2", success=True, progress=1.0, human_steps=4, agent_steps=2, repeated_screens=0),
    # half of the sub-goals, 5 steps, 2 repeated: ROR part 0.5
    row("clock_1", success=False, progress=0.5, agent_steps=5, repeated_screens=2, side_effects=3),
    # nothing, one single step: ROR part 1
    row("clock_2", success=False, progress=0.0, human_steps=4, agent_steps=1, repeated_screens=0),
]


def test_the_four_figures_by_hand() -> None:
    result = figures(FOUR)
    assert result["success_rate"] == 2 / 4
    assert result["sub_goal_rate"] == 2.5 / 4
    assert result["rrr"] == (0.75 + 2) / 2
    assert result["ror"] == pytest.approx((2 / 3 + 1 + 0.5 + 1) / 4)
    assert result["side_effect_rate"] == 1 / 4
    assert [result[name] for name in ("episodes", *COUNTED.values())] == [4, 2, 2, 0, 0]
    assert result["taken_over"] == {
        "success_rate": 4, "sub_goal_rate": 4, "rrr": 2, "ror": 4, "side_effect_rate": 4,
    }  # fmt: skip


def test_unscored_and_broken_episodes_enter_no_figure() -> None:
    more = [
        row("zoom_3", success=None, agent_steps=9, repeated_screens=7, side_effects=2),
        row("zoom_4", error="device lost", agent_steps=3),
    ]
    before, after = figures(FOUR), figures(FOUR + more)
    assert (after.pop("episodes"), after.pop("unscored"), after.pop("broken")) == (6, 1, 1)
    assert after == {key: before[key] for key in after}


def test_the_agents_own_fault_is_a_failure() -> None:
    """Whoever crashes on hard tasks gains nothing by it."""
    faults = [
        row("zoom_3", success=False, fault="died", side_effects=None),
        row("zoom_4", success=False, fault="raised", progress=0.5, agent_steps=2, side_effects=None),
    ]
    result = figures(FOUR + faults)
    assert result["success_rate"] == 2 / 6
    assert result["sub_goal_rate"] == 3.0 / 6
    assert (result["failed"], result["broken"]) == (4, 0)
    assert result["agent_faults"] == {"raised": 1, "invalid": 0, "timeout": 0, "died": 1}
    assert (result["side_effect_rate"], result["taken_over"]["side_effect_rate"]) == (1 / 4, 4)
    assert (result["ror"], result["taken_over"]["ror"]) == (figures(FOUR)["ror"], 4)


@given(
    st.lists(
        st.builds(
            row,
            success=st.sampled_from([True, False, None]),
            fault=st.sampled_from([None, *FAULTS]),
            error=st.sampled_from([None, "lost"]),
        )
    )
)
def test_the_four_counts_add_up(rows: list[EpisodeRow]) -> None:
    counted = counts(rows)
    assert sum(counted[name] for name in COUNTED.values()) == counted["episodes"] == len(rows)
    assert sum(counted["agent_faults"].values()) <= counted["failed"]
    assert figures(rows)["taken_over"]["success_rate"] == counted["succeeded"] + counted["failed"]


def test_what_tells_too_little_is_said() -> None:
    good, bad = row(success=True), row(error="EndpointTimeout: no answer")
    assert unusable([good] * 9 + [bad], 0.1) == []
    (said,) = unusable([good] * 8 + [bad] * 2, 0.1)
    assert "2 of 10 episodes broke" in said
    assert "EndpointTimeout: no answer" in said
    assert unusable([good, bad], 1.0) == []
    assert "Nothing could be scored: 0 succeeded, 0 failed, 1 unscored, 0 broken" in unusable([row()])[0]
    assert len(unusable([bad])) == 2
    assert unusable([row(success=False, fault="died")]) == []


def test_nothing_scored_is_unknown_not_zero() -> None:
    result = figures([row(success=None), row(error="timeout")])
    rates = ("success_rate", "sub_goal_rate", "rrr", "ror", "side_effect_rate")
    assert [result[name] for name in rates] == [None] * 5
    assert set(result["ci95"].values()) == {None}


def test_rrr_is_unknown_when_nothing_is_completed() -> None:
    assert figures([row(success=False, human_steps=3, agent_steps=3)])["rrr"] is None


def test_rrr_is_over_tasks_whose_human_length_is_published() -> None:
    rows = [row(success=True, human_steps=steps, agent_steps=4) for steps in (2, None)]
    assert figures(rows)["rrr"] == 0.5
    assert figures(rows[1:])["rrr"] is None


def test_ror_of_episodes_without_screenshots_is_unknown() -> None:
    text_only = row(success=True, agent_steps=5)
    seen = row(success=True, agent_steps=5, repeated_screens=1)
    assert figures([text_only])["ror"] is None
    assert figures([text_only, seen])["ror"] == 0.75


def test_similarity_leaves_out_what_is_white_in_both() -> None:
    first, second = grey(255), grey(255)
    first[0, 0], second[0, 0] = 10, 10  # 3 channel values, equal
    first[0, 1], second[0, 1] = (1, 2, 3), (1, 2, 9)  # 2 of 3 equal
    second[0, 2] = (255, 255, 0)  # 1 value white in the first only: counted, not equal
    assert similarity(first, second) == 5 / 7
    assert similarity(second, first) == 5 / 7


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (grey(7), grey(7), 1.0),
        (grey(7), grey(8), 0.0),
        (grey(255), grey(7), 0.0),
        (grey(255), grey(255), 0.0),  # nothing to compare
        (grey(7), grey(7)[:2], 0.0),  # cannot be compared
    ],
)
def test_similarity_at_the_ends(first: np.ndarray, second: np.ndarray, expected: float) -> None:
    assert similarity(first, second) == expected


@pytest.mark.parametrize(
    ("shades", "expected"),
    [
        ([], 0),
        ([1, 1], 0),
        ([1, 1, 1], 0),  # the last is left out; two are too few
        ([1, 1, 1, 1], 2),
        ([1, 1, 2, 2], 1),  # the pair of 2s ends with the last screenshot
        ([1, 2, 1, 2, 1], 0),
        ([5, 5, 6, 6, 6, 7], 3),
    ],
)
def test_repeated_screens(shades: list[int], expected: int) -> None:
    assert repeated_screens([grey(shade) for shade in shades]) == expected


def test_nearly_the_same_is_the_same_above_the_threshold_only() -> None:
    base = np.zeros((100, 10, 3), np.uint8)
    one_in_a_thousand, fewer = base.copy(), base.copy()
    one_in_a_thousand.reshape(-1)[:3] = 1  # similarity exactly 0.999: different
    fewer.reshape(-1)[:2] = 1
    assert repeated_screens([base, one_in_a_thousand, base, base]) == 0
    assert repeated_screens([base, fewer, base, base]) == 2


def test_summary_has_the_documented_shape() -> None:
    rows = [*FOUR, row("zoom_10", success=True, seed=1, agent_steps=1)]
    summary = json.loads(json.dumps(summarise(rows, {"commit": "abc"})))
    assert list(summary) == ["unusable", "overall", "taken_over", "suites", "apps", "tasks", "seeds", "run"]
    assert (
        set(summary["taken_over"]) == set(summary["overall"]["taken_over"]) == set(summary["overall"]["ci95"])
    )
    assert summary["run"] == {"commit": "abc"}
    assert list(summary["apps"]) == ["clock", "zoom"]
    assert list(summary["tasks"]) == ["clock_1", "clock_2", "zoom_1", "zoom_2", "zoom_10"]
    assert summary["apps"]["zoom"]["success_rate"] == 1.0
    assert summary["overall"]["episodes"] == 5
    assert len(summary["overall"]["ci95"]["success_rate"]) == 2


def test_order_of_rows_does_not_matter() -> None:
    assert summarise(FOUR) == summarise(FOUR[::-1])


def episode(shades: list[int | None], verdict: Verdict | None) -> Episode:
    tree = UiTree(roots=[], width=5, height=4)
    steps = [
        Step(index=i, tree=tree, frame=grey(shade) if shade else None, action=Action("back"), reward=0.25)
        for i, shade in enumerate(shades)
    ]
    return Episode(task_id="zoom_1", app="zoom", goal="Join", seed=3, steps=steps, verdict=verdict)


def test_row_of_an_episode() -> None:
    verdict = Verdict(success=False, subgoals={"a": True, "b": None}, side_effects=["zoom.x"], reason="No.")
    got = row_of(episode([1, 1, 1, 2], verdict), human_steps=3, path="episodes/zoom_1")
    assert got == row(
        seed=3, success=False, progress=0.5, human_steps=3, agent_steps=4, repeated_screens=2, side_effects=1,
        reward=1.0, reason="No.", path="episodes/zoom_1",
    )  # fmt: skip


def test_row_of_an_episode_without_verdict_or_pictures() -> None:
    got = row_of(episode([1, None, 1], None), human_steps=None)
    assert got.outcome == "unscored"
    assert not got.scored
    assert got.reasonable is None


def test_row_of_an_episode_that_the_agent_ended() -> None:
    died = episode([], Verdict(success=False, reason="the agent failed: it died"))
    died.fault = AgentFault(kind="died", reason="it died")
    got = row_of(died, human_steps=3)
    assert (got.outcome, got.fault, got.success) == ("failure", "died", False)
    assert got.side_effects is got.reasonable is None
    died.verdict = Verdict(success=True)  # a judge asked afterwards saw a task that is done
    assert row_of(died, human_steps=3).outcome == "failure"
