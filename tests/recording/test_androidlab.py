"""The AndroidLab export holds what its judges read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from agents.basic import ExpertAgent, FinishAgent
from openphone_gym.actions import Action
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.recording import export_androidlab, load_episode, save_episode
from openphone_gym.recording.androidlab import parsed_action
from openphone_gym.tasks.queries import ask
from openphone_gym.trajectory import Decision, Episode, Step
from openphone_gym.ui.androidlab import androidlab_text
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


FRAME = np.full((120, 90, 3), 200, np.uint8)


def finish(index: int = 1, **values: Any) -> Step:
    return Step(index=index, tree=TREE, action=Action("finish"), action_text="finish()", **values)


def exported(folder: Path, *steps: Step) -> list[dict[str, Any]]:
    episode = Episode(task_id="zoom_1", app="zoom", goal="Join", steps=list(steps))
    return [json.loads(line) for line in export_androidlab(episode, folder).read_text().splitlines()]


def test_the_export_holds_every_step_with_its_files(tmp_path: Path) -> None:
    decision = Decision(action="tap(1)", raw="I tap. tap(1)")
    first, last = exported(
        tmp_path,
        step(Action("tap", {"index": 1}), Tap(45, 30), frame=FRAME, foreground="us.zoom", decision=decision),
        finish(frame=FRAME),
    )
    assert first["target"] == "Join"
    assert first["trace_id"] == "zoom_1"
    assert [first["prompt"], last["prompt"]] == ["Join", "** screenshot **"]
    assert first["window"] == [90, 120]
    assert first["current_activity"] == "us.zoom"
    assert first["current_response"] == "I tap. tap(1)"
    assert from_xml(Path(first["xml"]).read_bytes(), 90, 120) == TREE
    assert (cv2.imread(first["image"]) == 200).all()
    assert (cv2.imread(first["labeled_image"]) != 200).any(), "the mark is drawn"
    assert last["current_response"] == "finish()"
    assert [record["parsed_action"]["action"] for record in (first, last)] == ["Tap", "finish"]


def test_pictures_are_named_even_where_there_are_none(tmp_path: Path) -> None:
    records = exported(tmp_path, step(Action("tap", {"index": 1}), Tap(45, 30)), finish())
    for name in ("image", "labeled_image"):
        assert all(Path(record[name]).parent == tmp_path / "Screen" for record in records)
    assert not list((tmp_path / "Screen").iterdir())


def test_a_step_without_a_tree_cannot_be_exported(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="record="):
        exported(tmp_path, Step(index=0))


# Read as AndroidLab reads it


class Reader:
    """Goes through the traces of a folder by AndroidLab's rules.

    A trace belongs to the task whose id its folder's name begins with. Six equal actions in a row end it.
    The screen is the XML of the accessibility service, else uiautomator's, by its file name; a record counts
    only if it has a picture's name. The last record that a judge has a finding on decides.
    """

    def __init__(self, root: Path) -> None:
        self.folders = {"_".join(path.name.split("_")[:2]): path for path in root.iterdir()}

    def judged(
        self, task: str, judge: Callable[[str, dict[str, Any]], bool | None]
    ) -> tuple[bool | None, int]:
        """The finding, and how many records were looked at."""
        folder, finding, seen, last, repeated = self.folders[task], None, 0, "", 0
        for line in (folder / "traces" / "trace.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            action = json.dumps(record["parsed_action"])
            repeated = repeated + 1 if action == last else 0
            last = action
            if repeated > 5:
                break
            named = record["xml"] if record["ac_xml"] is None else record["ac_xml"]
            xml = folder / "xml" / named.split("/")[-1]
            text = androidlab_text(from_xml(xml.read_text(encoding="utf-8")))
            held = judge(text, record)
            picture = folder / "Screen" / record["image"].split("/")[-1]
            assert picture.name.endswith(".png")
            seen += 1
            finding = finding if held is None else held
        return finding, seen


def recorded(task: str, folder: Path, *, idle: bool = False) -> None:
    """Plays a task, stores the episode, and exports it from there."""
    env = PhoneEnv([task], observation=(), record=("tree",))
    agent = FinishAgent() if idle else ExpertAgent(env)
    save_episode(run_episode(env, agent), folder / "stored" / task)
    export_androidlab(
        load_episode(folder / "stored" / task), folder / "traces" / f"{task}_2024-05-10_12-00-00"
    )


QUERIES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "setting_0": ("adb shell settings get global airplane_mode_on", lambda told: told != "0"),
    "setting_3": ("adb shell settings get global bluetooth_on", lambda told: told != "1"),
    "setting_9": ("adb shell settings list system | grep volume_ring_speaker", lambda told: "0" in told),
    "setting_10": ("adb shell settings list system | grep volume_alarm_speaker", lambda told: "7" in told),
    "setting_20": ("adb shell pm list packages | grep 'com.booking'", lambda told: "booking" not in told),
}


@pytest.mark.parametrize("task", QUERIES)
def test_a_stored_episode_is_judged_by_what_the_shell_told_at_each_step(task: str, tmp_path: Path) -> None:
    query, holds = QUERIES[task]

    def judge(text: str, record: dict[str, Any]) -> bool | None:
        return holds(record["command"][query])

    recorded(task, tmp_path)
    finding, seen = Reader(tmp_path / "traces").judged(task, judge)
    assert finding
    assert seen > 2
    recorded(task, tmp_path / "idle", idle=True)
    assert Reader(tmp_path / "idle" / "traces").judged(task, judge) == (False, 1)


@pytest.mark.parametrize(
    ("task", "query", "told"),
    [
        ("setting_14", "adb shell 'getprop persist.sys.timezone'", "Asia/Shanghai"),
        ("setting_17", "adb shell getprop ro.build.version.release", "13"),
        ("setting_22", "adb shell settings get global airplane_mode_on", "0"),
    ],
)
def test_the_truth_of_a_question_is_what_the_shell_told_at_the_finish(
    task: str, query: str, told: str, tmp_path: Path
) -> None:
    recorded(task, tmp_path, idle=True)

    def judge(text: str, record: dict[str, Any]) -> bool | None:
        finished = record["parsed_action"]["action"] == "finish"
        return record["command"] == {query: told} if finished else None

    assert Reader(tmp_path / "traces").judged(task, judge) == (True, 1)


def test_a_query_without_a_hit_fails_as_there() -> None:
    assert ask("setting_20", lambda command: ("", 1)) == {
        "adb shell pm list packages | grep 'com.booking'": "ERROR"
    }
    assert ask("zoom_1", lambda command: ("", 1)) == {}


@pytest.mark.parametrize("idle", [False, True])
def test_elsewhere_the_words_of_the_screen_decide(idle: bool, tmp_path: Path) -> None:
    recorded("contacts_1", tmp_path, idle=idle)

    def judge(text: str, record: dict[str, Any]) -> bool | None:
        assert record["command"] == {}
        return ";;John : " in text and ";;1 (234) 567-8 : " in text

    assert Reader(tmp_path / "traces").judged("contacts_1", judge)[0] is not idle
