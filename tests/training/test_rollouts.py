from __future__ import annotations

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
from training.rollouts import Rollouts, solution
from training.sampling import InvalidSeeds
from training.turns import Answer, Branch, Draw, Messages

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


def test_every_step_is_a_sample() -> None:
    policy = Scripted(['finish("yes")', 'finish("no")'])
    batch = make(policy, FinishJudge()).play(DRAWS, 2)
    good, bad = batch.groups[0]
    assert (good.reward, bad.reward) == (1.0, 0.0)
    turn = good.turns[0]
    assert (turn.answer.prompt_ids, turn.answer.completion_ids) == ([1, 2], [3])
    assert turn.action == 'finish("yes")'
    assert batch.success == 0.5
    assert batch.tokens == 4


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


class Telling(Scripted):
    """Answers one call for each conversation, by how often it was asked."""

    def answer(self, conversations: Sequence[Messages], *, greedy: bool = False) -> list[Answer]:
        self.asked.append(list(conversations))
        call = self.calls[min(len(self.asked), len(self.calls)) - 1]
        return [Answer(call, [1, 2], [3]) for _ in conversations]


def test_continuations_begin_in_one_state_of_phone_and_memory() -> None:
    policy = Telling(["tap(2)", "tap(3)", "tap(1)", "wait(1)"])
    rollouts = make(policy, interruptions=0.5)
    (rollout,) = rollouts.play(DRAWS[:1], max_steps=4).rollouts
    prompts = [turn.messages for turn in rollout.turns]
    asked = len(policy.asked)
    batch = rollouts.fork([Branch(rollout, 2), Branch(rollout, 3)], 3, max_steps=4)
    assert [len(group) for group in batch.groups] == [3, 3]
    first = policy.asked[asked]
    assert first == [prompts[2]] * 3 + [prompts[3]] * 3
    assert [len(one.turns) for one in batch.rollouts] == [2, 2, 2, 1, 1, 1]
    assert batch.tokens == 9
    states = [seat._phone.device.snapshot() for seat in rollouts._seats[:3]]
    assert states[0] == states[1] == states[2]
    phones = {id(seat._phone.device) for seat in rollouts._seats}
    assert len(phones) == 6


def solved(rollouts: Rollouts, draw: Draw) -> list[str]:
    """The calls of the reference solution of a draw."""
    env = rollouts._make_env()
    options = {"task": draw.task, "seed": draw.seed, "variation": "sampled"}
    observation, _ = env.reset(seed=draw.seed, options=options)
    return solution(env, observation)


def test_a_continuation_earns_what_comes_after_its_branch() -> None:
    rollouts = make(Scripted([]), reward="partial")
    calls = solved(rollouts, DRAWS[0])
    rollouts._policy = Telling(calls)
    (rollout,) = rollouts.play(DRAWS[:1]).rollouts
    assert rollout.success
    rollouts._policy = Telling(calls[2:])
    (again,) = rollouts.fork([Branch(rollout, 2)], 1).rollouts
    assert again.success
    assert again.reward == pytest.approx(sum(turn.reward for turn in rollout.turns[2:]))


def test_an_episode_may_begin_near_the_end_of_the_reference_solution() -> None:
    policy = Telling(["wait(1)"])
    rollouts = make(policy)
    whole, led = rollouts.play([DRAWS[0], Draw("clock_1", 5, left=2)], max_steps=3).rollouts
    assert (whole.led, len(whole.turns), len(led.turns)) == (0, 3, 3)
    env = rollouts._seats[1]._phone
    assert led.led == len(env.episode.steps) - 3 > 0
    calls = [str(step.action) for step in env.episode.steps[: led.led]]
    told = str(policy.asked[0][1])
    assert calls[-1].split("(")[0] in told  # the memory takes them for its own


def test_what_is_left_of_a_solution_leads_to_success() -> None:
    draw = DRAWS[0]._replace(left=1)
    rollouts = make(Scripted([]))
    rollouts._policy = Telling(solved(rollouts, draw)[-1:])
    (rollout,) = rollouts.play([draw]).rollouts
    assert rollout.success
    assert len(rollout.turns) == 1
