"""The AndroidLab export holds what its judges read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from openphone_gym.actions import Action
from openphone_gym.recording import export_androidlab
from openphone_gym.recording.androidlab import parsed_action
from openphone_gym.trajectory import Decision, Episode, Step
from openphone_gym.ui.gesture import Gesture, LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText, Wait
from openphone_gym.ui.node import UiNode, UiTree
from openphone_gym.ui.xml import from_xml

TREE = UiTree(roots=[UiNode(text="Join", clickable=True, bounds=(0, 0, 90, 60))], width=90, height=120)


def step(action: Action | None, gesture: Gesture | None = None, **values: Any) -> Step:
    return Step(index=0, tree=TREE, action=action, gesture=gesture, **values)


@pytest.mark.parametrize(
    ("taken", "name", "kwargs"),
    [
        (step(Action("tap", {"index": 1}), Tap(45, 30)), "Tap", {"element": [45, 30]}),
        (step(Action("long_press", {"index": 1}), LongPress(45, 30)), "Long Press", {"element": [45, 30]}),
        (
            step(Action("swipe", {"direction": "up"}), Swipe(45, 90, 45, 10)),
            "Swipe",
            {"element": [45, 90], "direction": "up", "dist": "medium"},
        ),
        (step(Action("text", {"input_str": "007"}), TypeText("007")), "Type", {"text": "007"}),
        (step(Action("enter"), PressKey("enter")), "Press Enter", {}),
        (step(Action("back"), PressKey("back")), "Press Back", {}),
        (step(Action("home"), PressKey("home")), "Press Home", {}),
        (step(Action("wait", {"interval": 3}), Wait(3.0)), "Wait", {"interval": 3.0}),
        (step(Action("launch", {"app_name": "Zoom"}), LaunchApp("us.zoom")), "Launch", {"app": "Zoom"}),
    ],
)
def test_actions_in_androidlabs_words(taken: Step, name: str, kwargs: dict[str, Any]) -> None:
    assert parsed_action(taken) == {"operation": "do", "action": name, "kwargs": kwargs}


def test_finish_carries_the_answer() -> None:
    expected = {"operation": "finish", "action": "finish", "kwargs": {"message": "7:30"}}
    assert parsed_action(step(Action("finish", {"message": "7:30"}))) == expected


def test_an_invalid_action_is_told_apart() -> None:
    assert parsed_action(step(None, error="no such mark"))["operation"] == "invalid"


def test_the_export_holds_every_step_with_its_files(tmp_path: Path) -> None:
    frame = np.full((120, 90, 3), 200, np.uint8)
    decision = Decision(action="tap(1)", raw="I tap. tap(1)")
    steps = [
        step(Action("tap", {"index": 1}), Tap(45, 30), frame=frame, foreground="us.zoom", decision=decision),
        Step(index=1, tree=TREE, action=Action("finish"), action_text="finish()"),
    ]
    episode = Episode(task_id="zoom_1", app="zoom", goal="Join", steps=steps)
    records = [json.loads(line) for line in export_androidlab(episode, tmp_path).read_text().splitlines()]
    first, last = records
    assert first["target"] == "Join"
    assert first["window"] == [90, 120]
    assert first["current_activity"] == "us.zoom"
    assert first["current_response"] == "I tap. tap(1)"
    assert from_xml(Path(first["xml"]).read_bytes(), 90, 120) == TREE
    assert (cv2.imread(first["image"]) == 200).all()
    assert (cv2.imread(first["labeled_image"]) != 200).any(), "the mark is drawn"
    assert last["image"] is None
    assert last["current_response"] == "finish()"
    assert [record["parsed_action"]["action"] for record in records] == ["Tap", "finish"]
