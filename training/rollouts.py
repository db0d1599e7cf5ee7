"""Episodes in the loop of training: what is drawn, how it is played, what it is worth. Knows nothing of TRL.

An update draws tasks, plays each several times from one identical start, many episodes in lock-step so that
the policy answers them together, and gives every episode its advantage within its group. Each step is a
sample of its own, with the prompt that the policy saw and the advantage of its episode.

What failed for reasons that are not the policy's is left out and counted: an episode that no judge could
score never becomes a zero, and a group of fewer than two tells nothing.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import gymnasium as gym
import numpy as np

from openphone_gym.devices.device import DeviceError
from openphone_gym.endpoint import Completion, EndpointError
from openphone_gym.env import PhoneEnv
from openphone_gym.tasks.task import TEST_SEEDS
from openphone_gym.trajectory import Decision, Verdict, received

Messages = list[dict[str, Any]]

TINY = 1e-4
"""Added to a group's standard deviation (DeepSeekMath, 2024; TRL's value)."""


class InvalidSeeds(ValueError):
    """Seeds for training overlap with others; the message says which are free."""


class Answer(NamedTuple):
    """What a policy answers to one conversation.

    Attributes:
        text: What is read.
        prompt_ids: Tokens of the prompt.
        completion_ids: Tokens of the answer, with the end of turn if it was reached.
        logprobs: Log-probability of each token when it was drawn; None where the policy tells none.
        finish_reason: ``stop`` where the model ended its turn itself, ``length`` where it was cut.
    """

    text: str
    prompt_ids: list[int]
    completion_ids: list[int]
    logprobs: list[float] | None = None
    finish_reason: str = "stop"


class Policy(Protocol):
    """What is trained, as the rollouts see it."""

    def answer(self, conversations: Sequence[Messages], *, greedy: bool = False) -> list[Answer]:
        """Answers all conversations, in their order."""
        ...

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by; negative if it fits."""
        ...


class TurnAgent(Protocol):
    """An agent whose turns come in two halves; ``agents.chat.ChatAgent`` is one."""

    def reset(self, goal: str) -> None:
        """Starts a new episode."""
        ...

    def prompt(self, observation: dict[str, Any]) -> Messages:
        """First half: what the model is to be sent."""
        ...

    def take(self, observation: dict[str, Any], completion: Completion) -> Decision:
        """Second half: reads the model's answer."""
        ...


class Draw(NamedTuple):
    """A task and the seed of its contents: all that decides how an episode begins."""

    task: str
    seed: int


@dataclass
class Turn:
    """A step as a sample: what was asked and answered, and what the environment said to it."""

    messages: Messages
    answer: Answer
    action: str = ""
    error: str | None = None
    reward: float = 0.0


@dataclass
class Rollout:
    """One episode.

    Attributes:
        draw: How it began.
        turns: Its steps.
        reward: Sum of the rewards of its steps; None if it is unscored.
        advantage: Of the episode, and so of each of its steps.
        verdict: The judge's; None if it broke off.
        fault: Why it is unscored; empty if it is scored.
        screen: Last screen, uint8 (H, W, 3), where pictures were asked for.
    """

    draw: Draw
    turns: list[Turn] = field(default_factory=list)
    reward: float | None = None
    advantage: float = 0.0
    verdict: Verdict | None = None
    fault: str = ""
    screen: np.ndarray | None = None

    @property
    def success(self) -> bool:
        """Whether the judge found the goal reached."""
        return self.verdict is not None and self.verdict.success is True


@dataclass
class Batch:
    """The episodes of an update.

    Attributes:
        groups: Scored episodes by their draw; two or more each where they were played in groups.
        dropped: What was left out, by reason.
        env_seconds: Spent in environments: resets, steps, screens, prompts, judging.
        policy_seconds: Spent by the policy.
    """

    groups: list[list[Rollout]]
    dropped: Counter[str]
    env_seconds: float
    policy_seconds: float

    @property
    def rollouts(self) -> list[Rollout]:
        """All scored episodes."""
        return [rollout for group in self.groups for rollout in group]

    @property
    def success(self) -> float | None:
        """Share of the scored episodes that reached their goal; None of none."""
        scored = self.rollouts
        return sum(rollout.success for rollout in scored) / len(scored) if scored else None


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
            size: Episodes of a group. Groups of several get advantages, and need two scored ones.
            max_steps: Steps before truncation; None takes each task's own limit.
            greedy: Whether the policy takes the most probable tokens.
            screens: Whether last screens are kept.

        Raises:
            InvalidSeeds: A draw is kept for testing.
        """
        for draw in draws:
            check_seeds(range(draw.seed, draw.seed + 1))
        groups = [[Rollout(draw) for _ in range(size)] for draw in draws]
        rollouts = [rollout for group in groups for rollout in group]
        env_seconds, policy_seconds = self._play(rollouts, max_steps, greedy, screens)
        dropped = Counter(rollout.fault for rollout in rollouts if rollout.reward is None)
        scored = [[rollout for rollout in group if rollout.reward is not None] for group in groups]
        kept = [group for group in scored if len(group) >= min(size, 2)]
        if lonely := sum(len(group) for group in scored) - sum(len(group) for group in kept):
            dropped["alone in its group"] = lonely
        if size > 1:
            for group in kept:
                _compare(group)
        return Batch(kept, dropped, env_seconds, policy_seconds)

    def close(self) -> None:
        """Gives all devices back."""
        for seat in self._seats:
            seat.env.close()
        self._seats.clear()

    def _play(
        self, rollouts: list[Rollout], max_steps: int | None, greedy: bool, screens: bool
    ) -> tuple[float, float]:
        while len(self._seats) < len(rollouts):
            self._seats.append(_Seat(self._make_env(), self._make_agent()))
        started = self._clock()
        policy_seconds = 0.0
        playing = self._seats[: len(rollouts)]
        for seat, rollout in zip(playing, rollouts, strict=True):
            seat.start(rollout, max_steps, screens)
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
        inner = env.unwrapped
        if not isinstance(inner, PhoneEnv):
            raise TypeError(f"rollouts need an OpenPhone environment, not {type(inner).__name__}")
        self.env = env
        self._phone = inner
        self._longest = inner.max_steps
        self._agent = agent

    def start(self, rollout: Rollout, max_steps: int | None, screens: bool) -> None:
        """Begins an episode; the same draw begins with the same phone, interruptions included."""
        self._rollout = rollout
        self._screens = screens
        self._ended = False
        phone: Any = self._phone
        phone.max_steps = self._longest if max_steps is None else max_steps
        options = {"task": rollout.draw.task, "seed": rollout.draw.seed, "variation": "sampled"}
        self._guarded(lambda: self._reset(rollout.draw.seed, options))

    def ask(self) -> bool:
        """Prepares the next turn; whether there is one."""
        if not self._ended:
            self._guarded(self._prepare)
        return not self._ended

    def act(self, answer: Answer) -> None:
        """Takes the answer to the turn."""
        self.turn.answer = answer
        self._guarded(self._step)

    def _reset(self, seed: int, options: dict[str, Any]) -> None:
        self._observation, _ = self.env.reset(seed=seed, options=options)
        self._agent.reset(str(self._observation["goal"]))

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


def advantages(rewards: Sequence[float]) -> list[float]:
    """How much better than its group each episode is: (reward - mean) / (standard deviation + ``TINY``)."""
    mean, deviation = statistics.fmean(rewards), statistics.stdev(rewards)
    return [(reward - mean) / (deviation + TINY) for reward in rewards]


def _compare(group: list[Rollout]) -> None:
    rewards = [rollout.reward for rollout in group if rollout.reward is not None]
    for rollout, advantage in zip(group, advantages(rewards), strict=True):
        rollout.advantage = advantage


class TaskSampler:
    """Draws tasks, those of mixed outcome more often: only they tell good from bad.

    A task's weight is 4 p (1 - p) plus a floor, p being its rate of success so far: greatest where half of
    the episodes succeed, and the floor where all or none do, so that no task is forgotten.

    Args:
        tasks: Ids of the tasks.
        seeds: Seeds of their contents.
        floor: Least weight.
        rate: Weight of the newest group in the running rate of success, 0 to 1.

    Raises:
        InvalidSeeds: Some of the seeds are for testing.
    """

    def __init__(self, tasks: Sequence[str], seeds: range, *, floor: float = 0.1, rate: float = 0.6) -> None:
        check_seeds(seeds)
        self._seeds = seeds
        self._floor = floor
        self._rate = rate
        self.success: dict[str, float] = dict.fromkeys(tasks, 0.5)

    def weight(self, task: str) -> float:
        """How likely a task is drawn, beside the others."""
        rate = self.success[task]
        return 4 * rate * (1 - rate) + self._floor

    def draw(self, count: int, rng: random.Random) -> list[Draw]:
        """Draws tasks and contents."""
        tasks = list(self.success)
        drawn = rng.choices(tasks, weights=[self.weight(task) for task in tasks], k=count)
        return [Draw(task, rng.choice(self._seeds)) for task in drawn]

    def learn(self, task: str, successes: Sequence[bool]) -> None:
        """Takes in how the episodes of a group went."""
        if successes:
            seen = sum(successes) / len(successes)
            self.success[task] += self._rate * (seen - self.success[task])

    def restore(self, success: dict[str, float]) -> None:
        """Goes on with the rates of an earlier run; those of tasks that are no longer drawn are left out."""
        self.success |= {task: rate for task, rate in success.items() if task in self.success}


class StepLimit(NamedTuple):
    """A curriculum: episodes may grow longer as training goes on.

    Attributes:
        first: Steps of an episode at the beginning; 0 takes each task's own limit throughout.
        last: Steps at the end.
        over: Updates over which the limit grows evenly.
    """

    first: int
    last: int
    over: int

    def at(self, update: int) -> int | None:
        """The limit of an update, counted from 0."""
        if not self.first:
            return None
        done = min(1.0, update / self.over) if self.over else 1.0
        return round(self.first + (self.last - self.first) * done)


def check_seeds(seeds: range, held_out: range = range(0)) -> None:
    """Refuses seeds that must not be trained on.

    Raises:
        InvalidSeeds: There are none, some are for testing, or some are held out.
    """
    for name, some in (("training", seeds), ("held-out", held_out)):
        if some.start < 0 or some.stop > TEST_SEEDS:
            raise InvalidSeeds(
                f"{name} seeds {some.start} to {some.stop} are not all within 0 to {TEST_SEEDS}; "
                "those above are for tests"
            )
    if not seeds:
        raise InvalidSeeds(
            f"training seeds {seeds.start} to {seeds.stop} are none: the end comes after the start"
        )
    if held_out and max(seeds.start, held_out.start) < min(seeds.stop, held_out.stop):
        raise InvalidSeeds(
            f"training seeds {seeds.start} to {seeds.stop} overlap with held-out seeds {held_out.start} to "
            f"{held_out.stop}: keep them apart"
        )
