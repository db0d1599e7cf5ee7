"""The tasks of Zoom, done and not done."""

from __future__ import annotations

from typing import Any

import pytest

from agents.basic import ExpertAgent, FinishAgent, NoopAgent
from agents.noisy import with_one_error
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.tasks.catalogue import tasks_of
from openphone_gym.trajectory import Decision, Episode

IDS = [task.id for task in tasks_of("zoom")]


def run(task: str, agent: Any = None, **options: Any) -> Episode:
    """The expert's episode, or that of another agent."""
    env = PhoneEnv([task], observation=(), max_steps=25)
    return run_episode(env, agent or ExpertAgent(env), seed=0, options=options)


def test_all_tasks_of_the_sheet_are_there() -> None:
    assert IDS == ["zoom_1", "zoom_2", "zoom_3", "zoom_4", "zoom_5"]


@pytest.mark.parametrize("task", tasks_of("zoom"), ids=repr)
def test_the_expert_is_no_slower_than_a_person(task: Any) -> None:
    episode = run(task.id)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    assert len(episode.steps) <= task.human_steps


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("seed", range(4))
def test_sampled_tasks_can_be_done_and_are_not_done_yet(task: str, seed: int) -> None:
    episode = run(task, variation="sampled", seed=seed)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    for idle in (NoopAgent(), FinishAgent()):
        verdict = run(task, idle, variation="sampled", seed=seed).verdict
        assert verdict
        assert verdict.success is False


def test_draws_differ() -> None:
    drawn = [run("zoom_1", FinishAgent(), variation="sampled", seed=seed).params for seed in range(20)]
    numbers = {params["meeting_id"] for params in drawn}
    assert len(numbers) == 20
    assert {len(number) for number in numbers} == {9, 10, 11}


class Script:
    """Does these calls, then finishes."""

    def __init__(self, *calls: str) -> None:
        self._left = [*calls, "finish()"]

    def reset(self, goal: str) -> None:
        pass

    def act(self, observation: dict[str, Any]) -> Decision:
        return Decision(action=self._left.pop(0))


FILLED = ("tap(5)", 'text("1234567890")')
"""The join page is opened and filled in."""


@pytest.mark.parametrize(
    ("task", "calls", "success"),
    [
        ("zoom_1", FILLED, True),
        ("zoom_1", ("tap(5)", 'text("1234567891")'), False),
        ("zoom_1", (*FILLED, "back()", "back()"), False),
        ("zoom_2", FILLED, False),
        ("zoom_3", (*FILLED, "tap(9)"), False),
        ("zoom_4", ("tap(1)", "tap(3)", "tap(5)", "tap(4)"), True),
        ("zoom_4", ("tap(1)", "tap(3)", "tap(5)", "tap(6)"), False),
    ],
)
def test_the_judge_sees_what_is_not_so(task: str, calls: tuple[str, ...], success: bool) -> None:
    verdict = run(task, Script(*calls)).verdict
    assert verdict
    assert verdict.success is success


def test_joining_fails_at_once() -> None:
    episode = run("zoom_1", Script(*FILLED, "tap(6)"))
    assert episode.verdict
    assert episode.verdict.violations == ["joined"]
    assert episode.terminated
    assert len(episode.steps) == 3


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("interruptions", [0.0, 1.0])
def test_the_expert_survives_one_wrong_action_at_any_step(task: str, interruptions: float) -> None:
    env = PhoneEnv([task], observation=(), interruptions=interruptions)
    for step, episode in with_one_error(env, ExpertAgent(env), seed=1):
        verdict = episode.verdict
        assert verdict
        assert verdict.success or verdict.violations, (step, [s.action_text for s in episode.steps])


class Slip:
    """The expert, but for one call before its last."""

    def __init__(self, env: PhoneEnv, call: str, at_step: int) -> None:
        self._expert = ExpertAgent(env)
        self._call = call
        self._at_step = at_step

    def reset(self, goal: str) -> None:
        self._expert.reset(goal)

    def act(self, observation: dict[str, Any]) -> Decision:
        if observation["step"] == self._at_step:
            return Decision(action=self._call)
        return self._expert.act(observation)


@pytest.mark.parametrize(
    "call",
    [
        'text("wrong")',
        'text("Alice ")',
        'text("")',
        "home()",
        "back()",
        'launch("Settings")',
        'swipe(x=540, y=5, direction="down", dist="long")',
    ],
)
def test_the_expert_survives_every_kind_of_slip_before_the_end(call: str) -> None:
    env = PhoneEnv(["zoom_2"], observation=())
    episode = run_episode(env, Slip(env, call, at_step=4), seed=0)
    assert episode.steps[4].action_text == call
    assert episode.verdict
    assert episode.verdict.success
