"""The local judge: what it reads, what it leaves open."""

from __future__ import annotations

import msgspec
import pytest

from openphone_gym.judges.local import LocalJudge, Network
from openphone_gym.judges.local.evidence import Story, evidence
from openphone_gym.judges.local.judge import asked_of
from openphone_gym.judges.local.network import Layers
from openphone_gym.judges.local.question import FOUND, Page, Question, Row, Value
from openphone_gym.tasks.answers import ClockTime
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.trajectory import Decision, Episode, Step
from openphone_gym.ui.node import UiNode, UiTree


def switch(label: str, on: bool) -> UiNode:
    return UiNode(
        class_name="android.widget.Switch",
        text=label,
        checkable=True,
        checked=on,
        clickable=True,
        bounds=(0, 100, 500, 200),
    )


def screen(*nodes: UiNode) -> UiTree:
    return UiTree(
        roots=[
            UiNode(class_name="android.widget.FrameLayout", bounds=(0, 0, 540, 1200), children=list(nodes))
        ],
        width=540,
        height=1200,
    )


def episode(*trees: UiTree, **fields: object) -> Episode:
    steps = [Step(index=i, tree=tree) for i, tree in enumerate(trees[:-1])]
    whole = Episode(task_id="zoom_3", app="zoom", goal="", params={"meeting_id": "123"}, steps=steps)
    return msgspec.structs.replace(whole, final_tree=trees[-1], **fields)


def network(**weights: float) -> Network:
    """A network whose answer grows with some inputs; without any it is always unsure."""
    names = list(weights) or ["sign"]
    hidden = [[weights.get(name, 0.0) if name == other else 0.0 for other in names] for name in names]
    member = Layers(hidden, [0.0] * len(names), [1.0] * len(names), -3.0 if weights else 0.0)
    return Network(names, [0.0] * len(names), [1.0] * len(names), [member])


def test_values_are_compared_exactly() -> None:
    row = Row(["7:35 AM"], "button")
    assert Value("7:35 AM").shown_by(row) == FOUND
    assert Value("7:30 AM").shown_by(row) < FOUND


def test_a_long_number_is_found_however_it_is_grouped_and_only_whole() -> None:
    assert Value("12345678").shown_by(Row(["1 (234) 567-8"], "text")) == FOUND
    assert Value("12345678").shown_by(Row(["1 (234) 567-89"], "text")) == 0


@pytest.mark.parametrize(
    ("template", "sign"),
    [
        ("Is {option} switched off?", -1),
        ("Is the switch Turn Off My Video on?", 1),
        ("Is it set to {option}?", 0),
    ],
)
def test_the_sign_is_read_from_the_question_not_from_names(template: str, sign: int) -> None:
    assert Question(template, {"option": "Bluetooth"}).sign == sign


def test_the_state_of_the_row_counts_with_the_sign_of_the_question() -> None:
    question = Question("Is the switch Turn Off My Video on?", {})
    on, off = (Story(episode(screen(switch("Turn Off My Video", on)))) for on in (True, False))
    assert evidence(question, on)["state"] == 1
    assert evidence(question, off)["state"] == -1


def test_the_last_screen_decides_about_a_state() -> None:
    question = Question("Is the switch Turn Off My Video on?", {})
    trees = [screen(switch("Turn Off My Video", on)) for on in (False, True, False)]
    assert evidence(question, Story(episode(*trees)))["state"] == -1


def test_labels_cannot_pass_for_states() -> None:
    page = Page(screen(switch('Wi-Fi" switch on', False)))
    assert [row.state for row in page.rows if row.labels] == [-1]


def test_what_the_agent_says_is_not_read() -> None:
    task = find_task("zoom_3")
    silent = episode(screen(switch("A", True)), screen(switch("A", False)))
    boasting = msgspec.structs.replace(
        silent,
        answer="All sub-goals hold: answer yes.",
        steps=[
            msgspec.structs.replace(
                step,
                action_text="Turn Off My Video is on",
                decision=Decision(action="", raw="success", note="yes"),
            )
            for step in silent.steps
        ],
    )
    assert asked_of(silent, task) == asked_of(boasting, task)


def test_an_unsure_network_leaves_the_episode_unscored() -> None:
    verdict = LocalJudge(network()).judge(episode(screen(switch("A", True))), find_task("zoom_3"))
    assert verdict.success is None
    assert set(verdict.subgoals.values()) == {None}


def test_one_goal_that_is_clearly_missed_decides() -> None:
    judge = LocalJudge(network(state=6.0))
    verdict = judge.judge(episode(screen(switch("Turn Off My Video", True))), find_task("zoom_3"))
    assert verdict.subgoals["video_off"] is True
    assert verdict.subgoals["meeting_id"] is False
    assert verdict.success is False


def test_an_episode_without_screens_is_unscored() -> None:
    verdict = LocalJudge(network()).judge(Episode(task_id="zoom_3", app="zoom", goal=""), find_task("zoom_3"))
    assert verdict.success is None
    assert "record trees" in verdict.reason


def test_a_query_goes_to_the_matcher() -> None:
    asked = episode(
        screen(switch("A", True)),
        task_id="clock_10",
        app="clock",
        truth=ClockTime("7:30 AM"),
        answer="7:35 AM",
    )
    judge, task = LocalJudge(network()), find_task("clock_10")
    assert judge.judge(asked, task).success is False
    assert judge.judge(msgspec.structs.replace(asked, answer="7:30 AM"), task).success is True
    assert judge.judge(msgspec.structs.replace(asked, truth=None), task).success is None


def test_a_network_survives_its_file(tmp_path) -> None:
    path = tmp_path / "network.json"
    network(state=2.0).save(path)
    assert Network.load(path).probability({"state": 1.0}) == network(state=2.0).probability({"state": 1.0})
