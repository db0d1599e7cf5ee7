from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import gymnasium as gym
import pytest

import openphone_gym  # noqa: F401
from agents.chat import ChatAgent
from openphone_gym.devices.device import DeviceError
from openphone_gym.endpoint import EndpointUnavailable
from openphone_gym.tasks.task import TEST_SEEDS
from openphone_gym.trajectory import Episode, Verdict
from training.rollouts import (
    Answer,
    Draw,
    InvalidSeeds,
    Messages,
    Rollouts,
    StepLimit,
    TaskSampler,
    advantages,
    check_seeds,
)

DRAWS = [Draw("clock_1", 5), Draw("zoom_1", 6)]


class Scripted:
    """A policy that answers call after call, the same in all episodes or by number of the conversation."""

    def __init__(self, calls: Sequence[str]) -> None:
        self.calls = calls
        self.asked: list[list[Messages]] = []

    def answer(self, conversations: Sequence[Messages], *, greedy: bool = False) -> list[Answer]:
        self.asked.append(list(conversations))
        return [
            Answer(self.calls[number % len(self.calls)], [1, 2], [3], [-0.5])
            for number in range(len(conversations))
        ]

    def excess(self, messages: Messages, tools: Any = None) -> int:
        return -1


class FinishJudge:
    """Success is the answer ``yes``, and ``unsure`` can't be judged."""

    def judge(self, episode: Episode, task: Any) -> Verdict:
        return Verdict(success={"yes": True, "unsure": None}.get(episode.answer or "", False))


class BrokenJudge:
    def judge(self, episode: Episode, task: Any) -> Verdict:
        raise EndpointUnavailable("down")


def make(policy: Any, judge: Any = "state", clock: Any = None, **settings: Any) -> Rollouts:
    def env() -> gym.Env[Any, Any]:
        return gym.make(
            "OpenPhone-v0", observation=("ui",), judge=judge, disable_env_checker=True, **settings
        )

    given = {"clock": clock} if clock else {}
    return Rollouts(env, lambda: ChatAgent(policy), policy, **given)


def test_a_group_begins_with_one_identical_phone() -> None:
    policy = Scripted(["tap(1)"])
    rollouts = make(policy, interruptions=0.5)
    batch = rollouts.play(DRAWS, 3, max_steps=2)
    first = policy.asked[0]
    assert len(first) == 6
    assert first[0] == first[1] == first[2] != first[3]
    again = Scripted(["tap(1)"])
    make(again, interruptions=0.5).play(DRAWS, 3, max_steps=2)
    assert again.asked == policy.asked
    states = [seat._phone.episode.start_state for seat in rollouts._seats]
    assert states[0] == states[1] == states[2] != states[3]
    assert [len(rollout.turns) for rollout in batch.rollouts] == [2] * 6
    rollouts.close()


def test_every_step_is_a_sample_with_the_advantage_of_its_episode() -> None:
    policy = Scripted(['finish("yes")', 'finish("no")'])
    batch = make(policy, FinishJudge()).play(DRAWS, 2)
    good, bad = batch.groups[0]
    assert (good.reward, bad.reward) == (1.0, 0.0)
    assert good.advantage == pytest.approx(-bad.advantage) == pytest.approx(0.7071, abs=1e-3)
    turn = good.turns[0]
    assert (turn.answer.prompt_ids, turn.answer.completion_ids) == ([1, 2], [3])
    assert turn.action == 'finish("yes")'
    assert batch.success == 0.5


def test_what_a_judge_can_not_tell_is_dropped_and_never_a_zero() -> None:
    policy = Scripted(['finish("yes")', 'finish("unsure")', 'finish("no")'])
    batch = make(policy, FinishJudge()).play(DRAWS[:1], 3)
    assert [rollout.reward for rollout in batch.rollouts] == [1.0, 0.0]
    assert batch.dropped == {"unscored by the judge": 1}


def test_a_group_with_one_scored_episode_is_dropped() -> None:
    policy = Scripted(['finish("yes")', 'finish("unsure")'])
    batch = make(policy, FinishJudge()).play(DRAWS[:1], 2)
    assert not batch.groups
    assert batch.success is None
    assert batch.dropped == {"unscored by the judge": 1, "alone in its group": 1}


def test_a_failing_judge_drops_the_episode() -> None:
    batch = make(Scripted(["finish()"]), BrokenJudge()).play(DRAWS[:1], 2)
    assert batch.dropped == {"EndpointUnavailable": 2}


def test_a_lost_device_drops_the_episode(monkeypatch: pytest.MonkeyPatch) -> None:
    rollouts = make(Scripted(["wait(1)", "finish()"]))
    rollouts.play(DRAWS[:1], 3)
    phone = rollouts._seats[0]._phone

    def lost(*_: Any) -> None:
        raise DeviceError("lost")

    monkeypatch.setattr(phone.device, "perform", lost)
    batch = rollouts.play(DRAWS[:1], 3, max_steps=2)
    assert batch.dropped == {"DeviceError": 1}
    assert len(batch.rollouts) == 2


def test_an_unreadable_answer_is_a_step_and_no_fault() -> None:
    batch = make(Scripted(["no idea"])).play(DRAWS[:1], 2, max_steps=3)
    assert not batch.dropped
    assert all(turn.error for turn in batch.rollouts[0].turns)


def test_time_is_shared_out() -> None:
    class Clock:
        now = 0.0

        def __call__(self) -> float:
            return self.now

    class Slow(Scripted):
        def answer(self, conversations: Sequence[Messages], *, greedy: bool = False) -> list[Answer]:
            clock.now += 9.0
            return super().answer(conversations, greedy=greedy)

        def excess(self, messages: Messages, tools: Any = None) -> int:
            return -1

    clock = Clock()
    batch = make(Slow(["finish()"]), clock=clock).play(DRAWS, 2)
    assert (batch.env_seconds, batch.policy_seconds) == (0.0, 9.0)


def test_seeds_for_testing_are_refused() -> None:
    with pytest.raises(InvalidSeeds, match="tests"):
        make(Scripted(["finish()"])).play([Draw("clock_1", TEST_SEEDS)])
    with pytest.raises(InvalidSeeds, match="tests"):
        TaskSampler(["clock_1"], range(10, TEST_SEEDS + 1))
    with pytest.raises(InvalidSeeds, match="overlap"):
        check_seeds(range(10), range(9, 12))
    with pytest.raises(InvalidSeeds, match="none"):
        check_seeds(range(5, 5))
    check_seeds(range(10), range(10, 12))


def test_advantages_are_normalised_within_the_group() -> None:
    assert advantages([1.0, 1.0, 1.0]) == [0.0, 0.0, 0.0]
    values = advantages([0.0, 1.0, 1.0, 0.0])
    assert sum(values) == pytest.approx(0.0)
    assert values[1] == pytest.approx(0.5 / (0.5773502 + 1e-4))


def test_tasks_of_mixed_outcome_are_drawn_more_often() -> None:
    sampler = TaskSampler(["easy", "mixed", "hard"], range(1000), floor=0.05, rate=1.0)
    sampler.learn("easy", [True, True])
    sampler.learn("hard", [False, False])
    sampler.learn("mixed", [True, False])
    drawn = [draw.task for draw in sampler.draw(1000, random.Random(0))]
    assert drawn.count("mixed") > 850
    assert drawn.count("easy") > 10
    assert drawn.count("hard") > 10
    assert all(0 <= draw.seed < 1000 for draw in sampler.draw(50, random.Random(1)))
    other = TaskSampler(["mixed", "easy"], range(1000), floor=0.05)
    other.restore(sampler.success)
    assert other.success == {"mixed": 0.5, "easy": 1.0}


def test_draws_depend_on_the_generator_alone() -> None:
    one, other = (TaskSampler(["a", "b"], range(99)) for _ in range(2))
    assert one.draw(20, random.Random(3)) == other.draw(20, random.Random(3))


def test_the_step_limit_grows() -> None:
    limit = StepLimit(4, 10, 3)
    assert [limit.at(update) for update in range(5)] == [4, 6, 8, 10, 10]
    assert StepLimit(0, 0, 0).at(7) is None
