"""The tasks of the clock, done and not done."""

from __future__ import annotations

from typing import Any

import pytest

from agents.basic import ExpertAgent, FinishAgent
from agents.noisy import with_one_error
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.judges.state import StateJudge
from openphone_gym.phone.apps.clock.state import Alarm, Timer
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.task import Params, draw
from openphone_gym.trajectory import Episode

TASKS = tasks_of("clock")
IDS = [task.id for task in TASKS]


def run(task: str, agent: type[Any] = ExpertAgent, **options: Any) -> Episode:
    env = PhoneEnv([task], observation=())
    return run_episode(env, agent(env) if agent is ExpertAgent else agent(), seed=0, options=options)


def start(task: str, seed: int | None = None) -> tuple[Phone, Params]:
    """Phone and parameters of a draw; of the canonical one without a seed."""
    instance = draw(find_task(task), "canonical" if seed is None else "sampled", seed or 0)
    return Phone(instance.phone), Params(**instance.params)


def reached(task: str, phone: Phone, p: Params) -> list[bool | None]:
    return list(StateJudge().subgoals(phone, find_task(task), p).values())


def test_all_tasks_of_the_sheet_are_there() -> None:
    assert [f"clock_{number}" for number in range(1, 28)] == IDS


@pytest.mark.parametrize("task", TASKS, ids=repr)
def test_the_expert_is_hardly_slower_than_a_person(task: Any) -> None:
    episode = run(task.id)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    assert len(episode.steps) <= task.human_steps + 1


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("seed", range(3))
def test_sampled_tasks_can_be_done_and_are_not_done_yet(task: str, seed: int) -> None:
    verdict = run(task, variation="sampled", seed=seed).verdict
    assert verdict
    assert verdict.success
    assert verdict.side_effects == []
    idle = run(task, FinishAgent, variation="sampled", seed=seed).verdict
    assert idle
    assert idle.success is False


@pytest.mark.parametrize("task", ["clock_5", "clock_15", "clock_18", "clock_19"])
def test_the_expert_carries_on_after_any_error(task: str) -> None:
    env = PhoneEnv([task], observation=())
    episodes = [episode for _, episode in with_one_error(env, ExpertAgent(env), seed=3)]
    verdicts = [episode.verdict for episode in episodes if episode.verdict]
    assert all(verdict.success for verdict in verdicts if not verdict.violations)


@pytest.mark.parametrize("task", sorted(set(IDS) - {"clock_7", "clock_25"}))
def test_draws_differ(task: str) -> None:
    drawn = [draw(find_task(task), "sampled", seed) for seed in range(12)]
    assert len({(instance.goal, instance.phone.seed) for instance in drawn}) == 12
    for instance in drawn:
        assert "{" not in instance.goal


ANSWERS = {
    "clock_10": (
        ["7:30", "7:30 AM", "7:30AM", "half past seven in the morning"],
        ["9:00 AM", "8:30", "4 PM"],
    ),
    "clock_11": (["no", "not every day"], ["yes"]),
    "clock_12": (["yes", "vibration is on"], ["no"]),
    "clock_13": (["2", "two", "two alarms"], ["4", "1", "3"]),
    "clock_14": (["no", "off", "it is off"], ["yes"]),
    "clock_16": (
        ["6 hours behind", "Barcelona is 6 hours behind", "6:00 AM, 6 hours behind"],
        ["6 hours ahead", "7 hours behind"],
    ),
}


@pytest.mark.parametrize("task", ANSWERS)
def test_answers_of_the_benchmark(task: str) -> None:
    answer = find_task(task).answer
    assert answer
    right, wrong = ANSWERS[task]
    expected = answer(*start(task))
    assert [message for message in right if expected.matches(message) is not True] == []
    assert [message for message in wrong if expected.matches(message) is not False] == []


@pytest.mark.parametrize("seed", range(6))
def test_the_alarm_that_is_asked_about_is_unique(seed: int) -> None:
    phone, p = start("clock_9", seed)
    alarm = phone.clock.alarm(p.alarm)
    assert alarm.on
    assert [other.id for other in phone.clock.alarms if other.time == alarm.time] == [p.alarm]


def test_one_alarm_must_have_everything() -> None:
    phone, p = start("clock_1")
    phone.clock.alarms += [Alarm(8, 15, 0, on=False, label="meeting"), Alarm(9, 15, 30, label="meeting")]
    assert reached("clock_1", phone, p) == [True, True, False]
    phone.clock.alarms.append(Alarm(10, 15, 0))
    assert not all(reached("clock_1", phone, p))
    phone.clock.alarm(10).label = "meeting"
    assert reached("clock_1", phone, p) == [True, True, True]


def test_tomorrow_means_only_tomorrow() -> None:
    phone, p = start("clock_5")
    phone.clock.alarms.append(Alarm(8, 10, 30))
    assert reached("clock_5", phone, p) == [True, True, True]
    phone.clock.alarm(8).days = ["Sat"]
    assert reached("clock_5", phone, p) == [True, False, True]
    phone.clock.alarm(8).days, phone.clock.alarm(8).date = [], "2024-05-12"
    assert reached("clock_5", phone, p) == [True, False, True]


def test_what_must_not_happen() -> None:
    judge = StateJudge()
    phone, p = start("clock_7")
    phone.clock.alarms.clear()
    assert judge.violations(phone, find_task("clock_7"), p) == ["alarm_deleted"]
    phone, p = start("clock_8")
    del phone.clock.alarms[3]
    assert judge.violations(phone, find_task("clock_8"), p) == []
    assert reached("clock_8", phone, p) == [True]
    del phone.clock.alarms[2]
    assert judge.violations(phone, find_task("clock_8"), p) == ["alarm_deleted"]
    phone, p = start("clock_18")
    phone.clock.timers.append(Timer(9, 4500))
    assert judge.violations(phone, find_task("clock_18"), p) == ["timer_started"]


def test_a_boundary_parts_the_alarms() -> None:
    for seed in range(8):
        phone, p = start("clock_8", seed)
        assert 0 < len(p.kept) < len(phone.clock.alarms)
