"""Verdicts and episodes as data."""

from __future__ import annotations

import pytest

from openphone_gym import actions
from openphone_gym.trajectory import Decision, Episode, Step, Verdict


@pytest.mark.parametrize(
    ("success", "subgoals", "progress"),
    [
        (True, {"a": True, "b": True}, 1.0),
        (True, {}, 1.0),
        (False, {}, 0.0),
        (False, {"a": True, "b": False}, 0.5),
        (False, {"a": True, "b": None, "c": False, "d": None}, 0.25),
        (None, {"answer_correct": None}, 0.0),
        (False, {"a": True, "b": True}, 1.0),
    ],
)
def test_progress(success, subgoals, progress):
    assert Verdict(success=success, subgoals=subgoals).progress == progress


def test_records_share_no_defaults():
    first, second = (Episode(task_id="zoom_1", app="zoom", goal="…") for _ in range(2))
    first.steps.append(Step(index=0))
    first.params["a"] = 1
    assert second.steps == []
    assert second.params == {}
    assert Step(index=0).subgoals is not Step(index=1).subgoals


def test_a_decision_holds_an_action_or_its_text():
    assert Decision(action="tap(3)").source == "device"
    assert Decision(action=actions.tap(3), source="cloud").action == actions.tap(3)
