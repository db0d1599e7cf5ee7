"""The state judge, on episodes made by hand."""

from __future__ import annotations

import pytest

from openphone_gym.judges.judge import Judge
from openphone_gym.judges.state import VERSION, StateJudge
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import ClockTime
from openphone_gym.tasks.task import ANSWER, Never, Param, Params, SubGoal, Task, draw
from openphone_gym.trajectory import Episode, Step

NUMBER = SubGoal("number", "Is it {number}?", lambda phone, p: phone.zoom.joined == p.number)
MUTED = SubGoal("muted", "Is it muted?", lambda phone, p: phone.zoom.settings.mute_microphone)
SEEN = SubGoal("seen", "Was it seen?", lambda phone, p: phone.showing("zoom", "settings"), trajectory=True)
OFFLINE = Never("offline", lambda phone, p: phone.system.settings["global"]["wifi_on"] == "0")


def make_task(**changes) -> Task:
    declared = {
        "id": "zoom_900",
        "app": "zoom",
        "goals": ["Join {number} muted."],
        "params": {"number": Param("123456789")},
        "subgoals": [NUMBER, MUTED],
        "never": [OFFLINE],
        "may_change": ["zoom.joined", "zoom.settings.mute_microphone"],
        "solution": lambda hand, p: None,
        "human_steps": 3,
    }
    return Task(**{**declared, **changes})


def run(task: Task, change=lambda phone: None, answer: str | None = None, steps=()) -> Episode:
    """An episode in which ``change`` happened to the phone."""
    instance = draw(task)
    phone = Phone(instance.phone)
    change(phone)
    return Episode(
        task_id=task.id,
        app=task.app,
        goal=instance.goal,
        params=instance.params,
        steps=[Step(index=index, **step) for index, step in enumerate(steps)],
        answer=answer,
        start_state=instance.phone,
        end_state=phone.snapshot(),
    )


def judge(task: Task, *args, **kwargs):
    return StateJudge().judge(run(task, *args, **kwargs), task)


def join(phone: Phone) -> None:
    phone.zoom.joined = "123456789"


def mute(phone: Phone) -> None:
    phone.zoom.settings.mute_microphone = True


def all_of(*changes):
    def change(phone: Phone) -> None:
        for one in changes:
            one(phone)

    return change


def go_offline(phone: Phone) -> None:
    phone.system.settings["global"]["wifi_on"] = "0"


def test_is_a_judge():
    assert isinstance(StateJudge(), Judge)


def test_all_sub_goals_make_success():
    verdict = judge(make_task(), all_of(join, mute))
    assert verdict.success is True
    assert verdict.subgoals == {"number": True, "muted": True}
    assert (verdict.violations, verdict.side_effects, verdict.cost) == ([], [], 0.0)
    assert verdict.judge == VERSION
    assert verdict.progress == 1.0


def test_some_sub_goals_make_progress():
    verdict = judge(make_task(), mute)
    assert verdict.success is False
    assert verdict.subgoals == {"number": False, "muted": True}
    assert verdict.progress == 0.5
    assert "number" in verdict.reason
    assert "muted" not in verdict.reason


def test_nothing_done_is_no_success():
    verdict = judge(make_task())
    assert verdict.success is False
    assert verdict.progress == 0.0


def test_a_task_without_sub_goals_is_never_reached():
    assert judge(make_task(subgoals=[])).success is False


def test_what_must_not_happen_makes_failure_of_a_reached_goal():
    verdict = judge(make_task(), all_of(join, mute, go_offline))
    assert verdict.success is False
    assert verdict.violations == ["offline"]
    assert all(verdict.subgoals.values())
    assert "offline" in verdict.reason


def test_what_must_not_happen_counts_though_it_was_undone():
    verdict = judge(make_task(), all_of(join, mute), steps=[{}, {"violations": ["offline"]}, {}])
    assert verdict.success is False
    assert verdict.violations == ["offline"]


def test_side_effects_are_named_and_leave_success_alone():
    def turn(phone: Phone) -> None:
        phone.zoom.settings.mirror_video = False
        phone.system.settings["system"]["screen_brightness"] = "7"

    verdict = judge(make_task(), all_of(join, mute, turn))
    assert verdict.success is True
    assert verdict.side_effects == ["settings.system.screen_brightness", "zoom.settings.mirror_video"]


def test_allowed_paths_may_name_parameters():
    task = make_task(params={"number": Param("mirror_video")}, may_change=["zoom.settings.{number}"])

    def turn(phone: Phone) -> None:
        phone.zoom.settings.mirror_video = False
        phone.zoom.settings.show_name = False

    assert judge(task, turn).side_effects == ["zoom.settings.show_name"]


def test_a_sub_goal_of_the_trajectory_may_have_held_at_any_step():
    task = make_task(subgoals=[MUTED, SEEN])
    passed = [{"subgoals": {"seen": False}}, {"subgoals": {"seen": True}}, {"subgoals": {"seen": False}}]
    assert judge(task, mute, steps=passed).success is True
    assert judge(task, mute, steps=passed[:1]).subgoals == {"muted": True, "seen": False}


def test_other_sub_goals_must_hold_at_the_end():
    passed = [{"subgoals": {"number": True, "muted": True}}]
    assert judge(make_task(), mute, steps=passed).subgoals == {"number": False, "muted": True}


QUERY = make_task(subgoals=[], answer=lambda phone, p: ClockTime("7:30 AM"), params={}, goals=["When?"])


@pytest.mark.parametrize(
    ("answer", "success"),
    [
        ("It rings at 7:30 AM.", True),
        ("8:30", False),
        ("", False),
        (None, False),
        ("7:30 is the first, the other is at 16:00", None),
    ],
)
def test_answers(answer, success):
    verdict = judge(QUERY, answer=answer)
    assert verdict.success is success
    assert verdict.subgoals == {ANSWER: success}
    assert verdict.reason


def test_an_ambiguous_answer_is_unscored_unless_something_forbidden_happened():
    ambiguous = "7:30 is the first, the other is at 16:00"
    assert "ambiguous" in judge(QUERY, answer=ambiguous).reason
    assert judge(QUERY, go_offline, answer=ambiguous).success is False


def test_the_answer_is_that_of_the_start():
    task = make_task(
        subgoals=[], goals=["Which?"], answer=lambda phone, p: ClockTime(phone.zoom.joined or "9:00 AM")
    )

    def falsify(phone: Phone) -> None:
        phone.zoom.joined = "7:30 AM"

    assert judge(task, falsify, answer="9:00 AM").success is True
    assert judge(task, falsify, answer="7:30 AM").success is False


def test_a_task_may_want_something_done_and_an_answer():
    task = make_task(subgoals=[MUTED], answer=lambda phone, p: ClockTime("7:30 AM"))
    both = judge(task, mute, answer="7:30")
    assert (both.success, both.subgoals) == (True, {"muted": True, ANSWER: True})
    assert judge(task, mute, answer="9:00").progress == 0.5
    assert judge(task, answer="7:30").success is False
    p = Params(**run(task).params)
    assert StateJudge().subgoals(Phone(draw(task).phone), task, p) == {"muted": False, ANSWER: False}


def test_in_the_middle_of_an_episode():
    task = make_task()
    phone = Phone(draw(task).phone)
    p = Params(**run(task).params)
    assert StateJudge().subgoals(phone, task, p) == {"number": False, "muted": False}
    assert StateJudge().subgoals(phone, QUERY, p) == {ANSWER: False}
    go_offline(phone)
    mute(phone)
    assert StateJudge().subgoals(phone, task, p) == {"number": False, "muted": True}
    assert StateJudge().violations(phone, task, p) == ["offline"]


@pytest.mark.parametrize("missing", ["start_state", "end_state"])
def test_an_episode_without_snapshots_is_an_error_and_no_score(missing):
    episode = run(make_task(), all_of(join, mute))
    setattr(episode, missing, None)
    with pytest.raises(ValueError, match="zoom_900 has no snapshots"):
        StateJudge().judge(episode, make_task())
