"""Plays episodes for training, in lock-step, so that the policy answers many together. Knows nothing of TRL.

What failed for reasons that are not the policy's is left out and counted: an episode that no judge could
score never becomes a zero, and a group of fewer than two tells nothing.
"""

from __future__ import annotations

import copy
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import gymnasium as gym

from agents.basic import ExpertAgent
from openphone_gym.devices.device import DeviceError
from openphone_gym.endpoint import Completion, EndpointError
from openphone_gym.env import PhoneEnv
from openphone_gym.trajectory import Verdict, received
from training.sampling import check_seeds
from training.turns import Answer, Batch, Branch, Draw, Policy, Rollout, Turn, TurnAgent


class Rollouts:
    """Plays episodes in lock-step.

    Args:
        make_env: Makes one environment; it is used again and again.
        make_agent: Makes one agent, with a memory of its own.
        policy: Answers for all agents together.
        clock: Seconds, for the shares of time.
    """

    def __init__(
        self,
        make_env: Callable[[], gym.Env[Any, Any]],
        make_agent: Callable[[], TurnAgent],
        policy: Policy,
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._make_env = make_env
        self._make_agent = make_agent
        self._policy = policy
        self._clock = clock
        self._seats: list[_Seat] = []

    def play(
        self,
        draws: Sequence[Draw],
        size: int = 1,
        *,
        max_steps: int | None = None,
        greedy: bool = False,
        screens: bool = False,
    ) -> Batch:
        """Plays each draw several times.

        Args:
            draws: How the groups begin.
            size: Episodes of a group. Of several, two must be scored.
            max_steps: Steps before truncation; None takes each task's own limit.
            greedy: Whether the policy takes the most probable tokens.
            screens: Whether last screens are kept.

        Raises:
            InvalidSeeds: A draw is kept for testing.
        """
        for draw in draws:
            check_seeds(range(draw.seed, draw.seed + 1))
        groups = [[Rollout(draw) for _ in range(size)] for draw in draws]

        def start(seats: Sequence[_Seat]) -> None:
            rollouts = [rollout for group in groups for rollout in group]
            for seat, rollout in zip(seats, rollouts, strict=True):
                seat.start(rollout, max_steps, screens)

        return self._batch(groups, *self._play(size * len(draws), start, greedy), least=min(size, 2))

    def fork(self, branches: Sequence[Branch], count: int, *, max_steps: int | None = None) -> Batch:
        """Plays several continuations of each branch, from one and the same state of phone and memory.

        One seat goes the way of the branch again, answer by answer; the others are copies of it.

        Args:
            branches: Where to begin.
            count: Continuations of each.
            max_steps: Steps of the whole episode, its beginning included.

        Returns:
            A group for each branch, with the new steps alone, and their rewards; shorter or empty where some
            could not be scored.
        """
        groups = [[Rollout(branch.rollout.draw) for _ in range(count)] for branch in branches]

        def start(seats: Sequence[_Seat]) -> None:
            for number, (branch, group) in enumerate(zip(branches, groups, strict=True)):
                first, *others = seats[number * count : (number + 1) * count]
                first.start(group[0], max_steps, False)
                first.follow(branch.rollout.turns[: branch.turns])
                for seat, rollout in zip(others, group[1:], strict=True):
                    seat.copy(first, rollout, self._policy)

        return self._batch(groups, *self._play(count * len(branches), start, False), least=0)

    def close(self) -> None:
        """Gives all devices back."""
        for seat in self._seats:
            seat.env.close()
        self._seats.clear()

    def _batch(
        self, groups: list[list[Rollout]], env_seconds: float, policy_seconds: float, least: int
    ) -> Batch:
        played = [rollout for group in groups for rollout in group]
        dropped = Counter(rollout.fault for rollout in played if rollout.reward is None)
        scored = [[rollout for rollout in group if rollout.reward is not None] for group in groups]
        kept = [group for group in scored if len(group) >= least]
        if lonely := sum(map(len, scored)) - sum(map(len, kept)):
            dropped["alone in its group"] = lonely
        return Batch(kept, dropped, env_seconds, policy_seconds, sum(rollout.tokens for rollout in played))

    def _play(
        self, count: int, start: Callable[[Sequence[_Seat]], None], greedy: bool
    ) -> tuple[float, float]:
        while len(self._seats) < count:
            self._seats.append(_Seat(self._make_env(), self._make_agent()))
        started = self._clock()
        policy_seconds = 0.0
        playing = self._seats[:count]
        start(playing)
        while True:
            asking = [seat for seat in playing if seat.ask()]
            if not asking:
                return self._clock() - started - policy_seconds, policy_seconds
            asked = self._clock()
            answers = self._policy.answer([seat.turn.messages for seat in asking], greedy=greedy)
            policy_seconds += self._clock() - asked
            for seat, answer in zip(asking, answers, strict=True):
                seat.act(answer)


class _Seat:
    """An environment and an agent, and the episode that they play."""

    def __init__(self, env: gym.Env[Any, Any], agent: TurnAgent) -> None:
        self._sit(env, agent)
        self._longest = self._phone.max_steps

    def _sit(self, env: gym.Env[Any, Any], agent: TurnAgent) -> None:
        inner = env.unwrapped
        if not isinstance(inner, PhoneEnv):
            raise TypeError(f"rollouts need an OpenPhone environment, not {type(inner).__name__}")
        self.env = env
        self._phone = inner
        self._agent = agent

    def start(self, rollout: Rollout, max_steps: int | None, screens: bool) -> None:
        """Begins an episode; the same draw begins with the same phone, interruptions included."""
        self._rollout = rollout
        self._screens = screens
        self._ended = False
        self._guarded(lambda: self._begin(rollout.draw, self._longest if max_steps is None else max_steps))

    def follow(self, turns: Sequence[Turn]) -> None:
        """Goes the way that these turns went; none of it is part of the episode that is played."""
        for turn in turns:
            if not self.ask():
                return
            self.turn.answer = turn.answer
            self._guarded(self._step)
        self._rollout.turns.clear()
        if self._ended:  # what was an end before is none to go on from
            self._rollout.reward = None
            self._rollout.fault = self._rollout.fault or "ended before its branch"

    def copy(self, other: _Seat, rollout: Rollout, shared: Policy) -> None:
        """Begins where another seat stands.

        Args:
            other: Whose phone and memory are copied.
            rollout: The episode.
            shared: What the agents have in common and is not copied.
        """
        self._sit(*copy.deepcopy((other.env, other._agent), {id(shared): shared}))
        self._rollout = rollout
        self._screens, self._ended = other._screens, other._ended
        self._observation = other._observation
        rollout.fault, rollout.led = other._rollout.fault, other._rollout.led

    def ask(self) -> bool:
        """Prepares the next turn; whether there is one."""
        if not self._ended:
            self._guarded(self._prepare)
        return not self._ended

    def act(self, answer: Answer) -> None:
        """Takes the answer to the turn."""
        self.turn.answer = answer
        self._guarded(self._step)

    def _begin(self, draw: Draw, max_steps: int | None) -> None:
        if not draw.left:
            self._reset(draw, max_steps)
            return
        self._reset(draw, None)
        calls = solution(self.env, self._observation)
        done = max(0, len(calls) - draw.left)
        self._reset(draw, max_steps and max_steps + done)
        self._lead(calls[:done])

    def _reset(self, draw: Draw, max_steps: int | None) -> None:
        phone: Any = self._phone
        phone.max_steps = max_steps
        options = {"task": draw.task, "seed": draw.seed, "variation": "sampled"}
        self._observation, _ = self.env.reset(seed=draw.seed, options=options)
        self._agent.reset(str(self._observation["goal"]))

    def _lead(self, calls: Sequence[str]) -> None:
        """Does the first steps of the reference solution, and the agent takes them for its own."""
        for call in calls:
            self._prepare()
            self.turn.answer = Answer(call, [], [])
            self._step()
        self._rollout.led = len(calls)
        self._rollout.turns.clear()

    def _prepare(self) -> None:
        self.turn = Turn(self._agent.prompt(self._observation), Answer("", [], []))

    def _step(self) -> None:
        turn, answer = self.turn, self.turn.answer
        completion = Completion(
            text=answer.text,
            finish_reason=answer.finish_reason,
            tokens_in=len(answer.prompt_ids),
            tokens_out=len(answer.completion_ids),
        )
        decision = received(self._agent.take(self._observation, completion))
        turn.action = str(decision.action)
        self._rollout.turns.append(turn)
        self._observation, reward, terminated, truncated, info = self.env.step(decision.move)
        turn.reward, turn.error = float(reward), info["action_error"]
        if terminated or truncated:
            self._end(info["verdict"])

    def _end(self, verdict: Verdict) -> None:
        self._ended = True
        rollout = self._rollout
        rollout.verdict = verdict
        if verdict.success is None:
            rollout.fault = "unscored by the judge"
        else:
            rollout.reward = sum(turn.reward for turn in rollout.turns)
        if self._screens:
            rollout.screen = self._phone.device.frame()

    def _guarded(self, work: Callable[[], None]) -> None:
        """Broken infrastructure ends the episode without a score."""
        try:
            work()
        except (DeviceError, EndpointError) as fault:
            self._ended = True
            self._rollout.reward = None
            self._rollout.fault = type(fault).__name__


def solution(env: gym.Env[Any, Any], observation: dict[str, Any]) -> list[str]:
    """The calls of the reference solution from the present state on, tried on a copy of the environment."""
    trial = copy.deepcopy(env)
    expert = ExpertAgent(trial)
    expert.reset(str(observation["goal"]))
    calls: list[str] = []
    ended = False
    while not ended:
        action = expert.act(observation).action
        calls.append(str(action))
        observation, _, terminated, truncated, _ = trial.step(action)
        ended = terminated or truncated
    return calls
