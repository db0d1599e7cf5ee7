from __future__ import annotations

import dataclasses
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import gymnasium as gym
import pytest

import openphone_gym  # noqa: F401
from agents.settings import AgentSettings
from openphone_gym.devices.device import DeviceError
from openphone_gym.devices.virtual import VirtualDevice
from openphone_gym.endpoint import EndpointUnavailable
from openphone_gym.tasks.task import TEST_SEEDS
from openphone_gym.trajectory import Episode, Verdict
from training.player import Defect, solution
from training.rollouts import Rollouts, Stopped, Workers
from training.sampling import InvalidSeeds
from training.turns import Answer, Batch, Branch, Messages, Start

STARTS = [Start.of("clock_1", 5), Start.of("zoom_1", 6)]
THREADS, PROCESSES = Workers(), Workers(processes=2)


class Scripted:
    """A policy that answers by which episode of a group asks, and at which of its turns.

    Args:
        call: What is answered, by group, episode and turn.
    """

    at_once = 0
    concurrent = False

    def __init__(self, call: Callable[[int, int, int], str]) -> None:
        self.call = call
        self.asked: dict[tuple[int, int, int], Messages] = {}
        self.batches: list[int] = []

    def answer(
        self, conversations: Sequence[Messages], seeds: Sequence[str], *, greedy: bool = False
    ) -> list[Answer]:
        self.batches.append(len(seeds))
        return [self._answer(messages, seed) for messages, seed in zip(conversations, seeds, strict=True)]

    def _answer(self, messages: Messages, seed: str) -> Answer:
        group, member, turn = (int(part) for part in seed.split("/")[1:])
        self.asked[group, member, turn] = messages
        return Answer(self.call(group, member, turn), [1, 2], [3], [-0.5])

    def excess(self, messages: Messages, tools: Any = None) -> int:
        return -1


def by_member(*calls: str) -> Scripted:
    return Scripted(lambda group, member, turn: calls[member % len(calls)])


def by_turn(*calls: str) -> Scripted:
    return Scripted(lambda group, member, turn: calls[min(turn, len(calls) - 1)])


class FinishJudge:
    """Success is the answer ``yes``, and ``unsure`` can't be judged."""

    def judge(self, episode: Episode, task: Any) -> Verdict:
        return Verdict(success={"yes": True, "unsure": None}.get(episode.answer or "", False))


class BrokenJudge:
    def judge(self, episode: Episode, task: Any) -> Verdict:
        raise EndpointUnavailable("down")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def make(
    policy: Any, judge: Any = "state", workers: Workers = THREADS, clock: Any = None, **env: Any
) -> Rollouts:
    given = {"clock": clock} if clock else {}
    arguments = {"observation": ("ui",), "judge": judge, "screen": (270, 600), **env}
    return Rollouts(arguments, AgentSettings(), policy, workers, **given)


def told(batch: Batch) -> list[Any]:
    """All that a batch says of its episodes."""
    return [
        (
            each.start,
            each.reward,
            each.led,
            each.verdict,
            [dataclasses.astuple(turn) for turn in each.turns],
        )
        for each in batch.rollouts
    ]


def test_a_group_begins_with_one_identical_phone() -> None:
    policy = by_member("tap(1)")
    batch = make(policy, interruptions=0.5).play(STARTS, 3, max_steps=2)
    first = [[policy.asked[group, member, 0] for member in range(3)] for group in range(2)]
    assert first[0][0] == first[0][1] == first[0][2] != first[1][0]
    assert first[1][0] == first[1][1] == first[1][2]
    again = by_member("tap(1)")
    make(again, interruptions=0.5).play(STARTS, 3, max_steps=2)
    assert again.asked == policy.asked
    assert [len(rollout.turns) for rollout in batch.rollouts] == [2] * 6


@pytest.mark.parametrize("workers", [THREADS, PROCESSES], ids=["threads", "processes"])
def test_what_another_thread_plays_can_be_stopped_and_others_be_played_then(workers: Workers) -> None:
    begun, go, stopped = threading.Event(), threading.Event(), threading.Event()
    raised: list[BaseException] = []

    def call(group: int, member: int, turn: int) -> str:
        begun.set()
        go.wait(60)
        return "home()"

    rollouts = make(Scripted(call), workers=workers)

    def play() -> None:
        try:
            rollouts.play(STARTS, 2, max_steps=1_000)
        except Stopped as fault:
            raised.append(fault)
        stopped.set()

    threading.Thread(target=play, daemon=True).start()
    assert begun.wait(60)
    rollouts.stop()
    go.set()
    assert stopped.wait(60)
    assert raised
    rollouts.close()
    assert len(rollouts.play(STARTS, 2, max_steps=1).rollouts) == 4
    rollouts.close()


def test_every_step_is_a_sample() -> None:
    batch = make(by_member('finish("yes")', 'finish("no")'), FinishJudge()).play(STARTS, 2)
    good, bad = batch.groups[0]
    assert (good.reward, bad.reward) == (1.0, 0.0)
    turn = good.turns[0]
    assert (turn.answer.prompt_ids, turn.answer.completion_ids) == ([1, 2], [3])
    assert turn.action == 'finish("yes")'
    assert batch.success == 0.5
    assert batch.tokens == 4


def test_a_policy_answers_in_its_own_dialect() -> None:
    settings = AgentSettings(dialect="qwen3vl")
    call = '<tool_call>\n{"name": "mobile_use", "arguments": %s}\n</tool_call>'
    policy = by_turn(
        call % '{"action": "click", "coordinate": [500, 999]}',
        call % '{"action": "terminate", "status": "success"}',
    )
    env = {"observation": settings.observation, "screen": (270, 600)}
    rollouts = Rollouts(env, settings, policy, THREADS)
    (rollout,) = rollouts.play(STARTS[:1]).rollouts
    rollouts.close()
    assert [turn.action for turn in rollout.turns] == ["tap(x=135, y=599)", "finish()"]
    assert "mobile_use" in str(policy.asked[0, 0, 0])


def test_what_a_judge_can_not_tell_is_dropped_and_never_a_zero() -> None:
    policy = by_member('finish("yes")', 'finish("unsure")', 'finish("no")')
    batch = make(policy, FinishJudge()).play(STARTS[:1], 3)
    assert [rollout.reward for rollout in batch.rollouts] == [1.0, 0.0]
    assert batch.dropped == {"unscored by the judge": 1}


def test_a_group_with_one_scored_episode_is_dropped() -> None:
    policy = by_member('finish("yes")', 'finish("unsure")')
    batch = make(policy, FinishJudge()).play(STARTS[:1], 2)
    assert not batch.groups
    assert batch.success is None
    assert batch.dropped == {"unscored by the judge": 1, "alone in its group": 1}


def test_a_failing_judge_drops_the_episode() -> None:
    batch = make(by_member("finish()"), BrokenJudge()).play(STARTS[:1], 2)
    assert batch.dropped == {"EndpointUnavailable": 2}


def test_a_judge_that_takes_its_time_holds_up_no_episode() -> None:
    playing, both = threading.Event(), []

    class Patient:
        def judge(self, episode: Episode, task: Any) -> Verdict:
            both.append(playing.wait(30))  # until the other episode is asked after this one has ended
            return Verdict(success=True, side_effects=["alarm"])

    def call(group: int, member: int, turn: int) -> str:
        if group == 1:
            playing.set()
        return "finish()"

    rollouts = make(Scripted(call), Patient(), Workers(threads=1), reward="partial", side_effect_penalty=0.25)
    batch = rollouts.play(STARTS)
    assert both == [True, True]
    assert [rollout.reward for rollout in batch.rollouts] == [0.75, 0.75]


def test_a_lost_device_drops_the_episode_after_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    broken: list[int] = []
    perform = VirtualDevice.perform

    def lost(self: VirtualDevice, gesture: Any) -> None:
        if "6" in repr(gesture):
            broken.append(1)
            raise DeviceError("lost")
        perform(self, gesture)

    monkeypatch.setattr(VirtualDevice, "perform", lost)
    batch = make(by_member("wait(1)", "wait(6)", "wait(1)")).play(STARTS[:1], 3, max_steps=2)
    assert batch.dropped == {"DeviceError": 1}
    assert len(broken) == 2
    assert len(batch.rollouts) == 2
    assert batch.tokens == 4 + len(broken)  # what was drawn in vain was drawn


def test_an_unreadable_answer_is_a_step_and_no_fault() -> None:
    batch = make(by_member("no idea")).play(STARTS[:1], 2, max_steps=3)
    assert not batch.dropped
    assert all(turn.error for turn in batch.rollouts[0].turns)


@pytest.mark.parametrize("workers", [THREADS, PROCESSES], ids=["threads", "processes"])
def test_what_the_policy_raises_ends_the_play(workers: Workers) -> None:
    def down(*_: int) -> str:
        raise EndpointUnavailable("the server is away")

    with pytest.raises(EndpointUnavailable, match="the server is away"):
        make(Scripted(down), workers=workers).play(STARTS, 2)


def test_a_broken_agent_ends_the_play(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.local.LocalAgent.prompt", lambda *_: 1 / 0)
    with pytest.raises(Defect, match="ZeroDivisionError"):
        make(by_member("finish()")).play(STARTS, 2)


def test_time_is_shared_out() -> None:
    clock = Clock()

    def slow(*_: int) -> str:
        clock.now += 4.5
        return "finish()"

    batch = make(Scripted(slow), clock=clock).play(STARTS)
    assert (batch.env_seconds, batch.policy_seconds) == (0.0, 9.0)


def test_seeds_for_testing_are_refused() -> None:
    with pytest.raises(InvalidSeeds, match="tests"):
        make(by_member("finish()")).play([Start.of("clock_1", TEST_SEEDS)])


# Batches


def test_all_that_are_ready_are_answered_together_and_a_fast_one_goes_on_alone() -> None:
    policy = Scripted(lambda group, member, turn: "finish()" if member else "wait(1)")
    policy.at_once = 4
    make(policy).play(STARTS[:1], 4, max_steps=3)
    assert policy.batches[0] <= 4
    assert sum(policy.batches) == 4 + 2
    assert policy.batches[-1] == 1


def test_a_policy_that_batches_by_itself_is_asked_by_all_at_a_time() -> None:
    meeting = threading.Barrier(4, timeout=60)

    class Server(Scripted):
        concurrent = True

    policy = Server(lambda group, member, turn: f"finish({meeting.wait() and ''!r})")
    make(policy).play(STARTS[:1], 4)
    assert policy.batches == [1] * 4


# Workers


def test_who_plays_and_how_many_they_are_changes_nothing() -> None:
    def call(group: int, member: int, turn: int) -> str:
        return ["tap(2)", "tap(3)", 'swipe(1, "up")', "back()"][(group + member + turn) % 4]

    found = []
    for workers in (Workers(threads=1), Workers(processes=1), PROCESSES):
        rollouts = make(Scripted(call), workers=workers, interruptions=0.5, reward="partial")
        whole = rollouts.play([*STARTS, Start.of("clock_1", 5, left=1)], 2, max_steps=3)
        forked = rollouts.fork([Branch(rollout, 1) for rollout in whole.rollouts], 2, max_steps=3)
        rollouts.close()
        found.append((told(whole), told(forked), whole.tokens, whole.dropped, forked.dropped))
    assert found[0] == found[1] == found[2]
    assert len(found[0][1]) == 12


def test_an_episode_that_is_lost_with_its_worker_is_played_again() -> None:
    killed: list[int] = []

    def call(group: int, member: int, turn: int) -> str:
        if not killed and turn:
            (worker, *_) = rollouts._crew._busy  # type: ignore[union-attr]
            killed.append(worker._process.pid)  # type: ignore[attr-defined]
            os.kill(killed[0], signal.SIGKILL)
        return "wait(1)"

    rollouts = make(Scripted(call), workers=PROCESSES)
    batch = rollouts.play(STARTS, 2, max_steps=3)
    rollouts.close()
    assert killed
    assert not batch.dropped
    assert [len(rollout.turns) for rollout in batch.rollouts] == [3] * 4


def test_workers_stay_from_one_play_to_the_next() -> None:
    rollouts = make(by_member("finish()"), workers=Workers(processes=1))
    rollouts.play(STARTS[:1])
    started = time.perf_counter()
    rollouts.play(STARTS)
    assert time.perf_counter() - started < 5
    (worker,) = rollouts._crew._idle  # type: ignore[union-attr]
    rollouts.close()
    assert not worker._process.is_alive()  # type: ignore[attr-defined]


# Continuations and later starts


def test_continuations_begin_in_one_state_of_phone_and_memory() -> None:
    rollouts = make(by_turn("tap(2)", "tap(3)", "tap(1)", "wait(1)"), interruptions=0.5)
    (rollout,) = rollouts.play(STARTS[:1], max_steps=4).rollouts
    prompts = [turn.messages for turn in rollout.turns]
    policy = by_turn("wait(1)")
    rollouts._desk.policy = policy
    batch = rollouts.fork([Branch(rollout, 2), Branch(rollout, 3)], 3, max_steps=4)
    assert [len(group) for group in batch.groups] == [3, 3]
    for member in range(3):
        assert policy.asked[0, member, 2] == prompts[2]
        assert policy.asked[1, member, 3] == prompts[3]
    assert [len(one.turns) for one in batch.rollouts] == [2, 2, 2, 1, 1, 1]
    assert batch.tokens == 9


def test_a_branch_after_the_end_is_none() -> None:
    rollouts = make(by_turn("tap(2)", "finish()"))
    (rollout,) = rollouts.play(STARTS[:1]).rollouts
    batch = rollouts.fork([Branch(rollout, 2)], 2)
    assert batch.groups == [[]]
    assert batch.dropped == {"ended before its branch": 2}


def solved(start: Start) -> list[str]:
    """The calls of the reference solution of a draw."""
    env = gym.make("OpenPhone-v0", observation=("ui",), screen=(270, 600), disable_env_checker=True)
    options = {"task": start.draw.task_id, "seed": start.draw.seed, "variation": "sampled"}
    observation, _ = env.reset(seed=start.draw.seed, options=options)
    return solution(env, observation)


def test_a_continuation_earns_what_comes_after_its_branch() -> None:
    calls = solved(STARTS[0])
    rollouts = make(by_turn(*calls), reward="partial")
    (rollout,) = rollouts.play(STARTS[:1]).rollouts
    assert rollout.success
    (again,) = rollouts.fork([Branch(rollout, 2)], 1).rollouts
    assert again.success
    assert again.reward == pytest.approx(sum(turn.reward for turn in rollout.turns[2:]))


def test_an_episode_may_begin_near_the_end_of_the_reference_solution() -> None:
    policy = by_turn("wait(1)")
    starts = [STARTS[0], Start.of("clock_1", 5, left=2)]
    whole, led = make(policy).play(starts, max_steps=3).rollouts
    calls = solved(STARTS[0])[:-2]
    assert (whole.led, len(whole.turns), led.led, len(led.turns)) == (0, 3, len(calls), 3)
    asked = str(policy.asked[1, 0, led.led])
    assert calls[-1].split("(")[0] in asked  # the memory takes them for its own


def test_what_is_left_of_a_solution_leads_to_success() -> None:
    start = Start(STARTS[0].draw, left=1)
    (rollout,) = make(by_turn(*solved(start))).play([start]).rollouts
    assert rollout.success
    assert len(rollout.turns) == 1
