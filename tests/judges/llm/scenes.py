"""Small episodes and model answers for the tests of the LLM judge."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from openphone_gym.actions import parse
from openphone_gym.tasks.answers import ClockTime
from openphone_gym.tasks.task import ANSWER, Never, SubGoal, Task
from openphone_gym.trajectory import Decision, Episode, Step
from openphone_gym.ui.gesture import Tap
from openphone_gym.ui.node import UiNode, UiTree


def never_true(phone: Any, params: Any) -> bool:
    return False


def screen(*labels: str, package: str = "com.app") -> UiTree:
    """A column of buttons, each 10 pixels high."""
    nodes = [
        UiNode(
            text=label,
            clickable=True,
            class_name="android.widget.Button",
            bounds=(0, 10 * i, 100, 10 * i + 10),
        )
        for i, label in enumerate(labels)
    ]
    return UiTree(
        roots=[UiNode(package=package, bounds=(0, 0, 100, 200), children=nodes)], width=100, height=200
    )


def frame(level: int) -> np.ndarray:
    return np.full((200, 100, 3), level, np.uint8)


def task(
    subgoals: Sequence[str] = ("wifi_on", "saved"),
    *,
    never: Sequence[str] = (),
    query: bool = False,
    both: bool = False,
) -> Task:
    """A task of some sub-goals; a ``query`` is answered, and ``both`` is done and answered."""
    return Task(
        id="t_1",
        app="zoom",
        goals=["Do {what}"],
        human_steps=1,
        solution=lambda hand, p: None,
        subgoals=()
        if query and not both
        else [SubGoal(name, f"Is {name} so for {{what}}?", never_true) for name in subgoals],
        answer=(lambda phone, p: ClockTime("7:30 AM")) if query else None,
        never=[Never(name, never_true, question=f"Did {name} happen?") for name in never],
    )


def episode(*screens: UiTree, act: str = "tap(1)", **fields: Any) -> Episode:
    """An episode that taps the first button of every screen, with reasoning that no judge may see."""
    steps = [
        Step(
            index=index,
            tree=tree,
            action=parse(act),
            action_text=f"PLANTED-TEXT {act}",
            gesture=Tap(5, 5),
            decision=Decision(action=act, raw="PLANTED-RAW surely done", note="PLANTED-NOTE"),
        )
        for index, tree in enumerate(screens[:-1])
    ]
    known = {"params": {"what": "Wi-Fi"}, "terminated": True, "final_tree": screens[-1]} if screens else {}
    return Episode(task_id="t_1", app="zoom", goal="Do Wi-Fi", steps=steps, **(known | fields))


def query_episode(answer: str | None, **fields: Any) -> Episode:
    return episode(screen("Home"), screen("Alarms"), answer=answer, truth=ClockTime("7:30 AM"), **fields)


def reply(subgoals: dict[str, str], must_not: dict[str, str] | None = None, success: str = "yes") -> str:
    def findings(verdicts: dict[str, str]) -> list[dict[str, str]]:
        return [
            {"name": name, "reason": f"seen {name}", "verdict": verdict} for name, verdict in verdicts.items()
        ]

    return json.dumps(
        {"subgoals": findings(subgoals), "must_not": findings(must_not or {}), "success": success}
    )


GOOD = reply({"wifi_on": "yes", "saved": "yes"})
BAD = reply({"wifi_on": "yes", "saved": "no"})
ANSWER_YES = reply({ANSWER: "yes"})
