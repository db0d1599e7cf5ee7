"""What the canonical tasks were when the score versions were last raised."""

from __future__ import annotations

import copy
import json

import pytest

from benchmarks.fingerprint import KEPT, Fingerprints, changes, complaint, fingerprints
from openphone_gym.tasks.catalogue import catalogue, find_task
from openphone_gym.versions import VERSIONS


@pytest.fixture(scope="module")
def found() -> Fingerprints:
    return fingerprints()


def kept() -> dict:
    return json.loads(KEPT.read_text())


def test_the_canonical_tasks_are_those_of_the_score_versions(found: Fingerprints):
    assert (said := complaint(kept(), found)) == "", said


def test_every_task_whose_scores_are_compared_has_fingerprints(found: Fingerprints):
    named = {task for tasks in found.values() for task in tasks}
    assert named == {task.id for task in catalogue().values() if task.suite != "practice"}


def test_another_goal_or_set_up_is_told_with_the_tasks_and_what_to_do(monkeypatch: pytest.MonkeyPatch):
    before = kept()
    before["apps"] = {"zoom": {"zoom_1": before["apps"]["zoom"]["zoom_1"]}}
    task = find_task("zoom_1")
    monkeypatch.setattr(task, "goals", (task.goals[0] + " Please.", *task.goals[1:]))
    said = complaint(before, fingerprints([task]))
    assert "goal and values: zoom_1\n" in said
    assert "start of the phone" not in said
    assert "versions.py" in said
    assert "CHANGELOG.md" in said


def test_an_expert_that_gets_less_is_told(found: Fingerprints):
    before = kept()
    changed = copy.deepcopy(found)
    goal, start, _ = changed["zoom"]["zoom_2"].split()
    changed["zoom"]["zoom_2"] = f"{goal} {start} 00000000"
    del changed["clock"]["clock_3"]
    assert changes(before["apps"], changed) == {
        "verdict on the reference solution": ["zoom_2"],
        "gone": ["clock_3"],
    }


def test_raised_versions_want_the_file_written_anew(found: Fingerprints):
    before = kept() | {"versions": {**VERSIONS, "tasks": VERSIONS["tasks"] - 1}}
    assert "--write" in complaint(before, found)
    assert "CHANGELOG" not in complaint(before, found)
