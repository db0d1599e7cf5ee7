"""An episode for training as work for a crew: a phone, an agent, and a policy elsewhere that answers it."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import gymnasium as gym

from agents.basic import ExpertAgent
from agents.local import LocalAgent
from agents.settings import AgentSettings
from openphone_gym.endpoint import Completion
from openphone_gym.env import PhoneEnv
from openphone_gym.rollout import Watch
from openphone_gym.rollout.player import PhoneWork
from openphone_gym.rollout.playing import ENVIRONMENT, play
from openphone_gym.trajectory import Episode, Step
from training.turns import Answer, Messages, Rollout, Start, Turn


class Asked(Protocol):
    """What answers the episodes, near or far: the policy at its desk, or a line to it."""

    def ask(self, messages: Messages, seed: str) -> Answer:
        """The policy's answer.

        Raises:
            EndpointError: There will be none.
        """
        ...

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by; negative if it fits."""
        ...


class Job(NamedTuple):
    """An episode to be played.

    Attributes:
        number: Tells it from the others.
        start: How it begins.
        seed: Of the policy's draws.
        given: Answers that lead to where it goes on; none of them is part of the episode.
        max_steps: Steps before truncation, those of ``given`` included; None takes the task's own limit.
        screen: Whether its last screen is kept.
    """

    number: int
    start: Start
    seed: str
    given: tuple[Answer, ...] = ()
    max_steps: int | None = None
    screen: bool = False


class Played(NamedTuple):
    """What became of a job.

    Attributes:
        rollout: The episode as training sees it; without a reward where a judge is to be asked.
        episode: What that judge reads; None where there is nothing left to ask.
    """

    rollout: Rollout
    episode: Episode | None


class Defect(Exception):
    """What plays is broken, not a phone or a machine: no other episode would fare better."""

    final = True


class TurnPlayer(PhoneWork):
    """Plays jobs; each worker has a phone of its own.

    Args:
        env: As for ``PhoneWork``.
        agent: How agents use the policy.
        asked: Answers them.
        judged: Whether the environment's judge decides; else it is asked later.
    """

    def __init__(self, env: dict[str, Any], agent: AgentSettings, asked: Asked, *, judged: bool) -> None:
        super().__init__(env)
        self._agent = agent
        self._asked = asked
        self._judged = judged
        self._own_limit: int | None = None

    def __call__(self, job: Job, watch: Watch = lambda phase: None) -> Played:
        """Plays an episode.

        Raises:
            DeviceError: The device failed, or all are in use.
            EndpointError: The judge failed, or the policy is gone.
            Defect: The agent failed.
        """
        watch(ENVIRONMENT)
        env = self._phone()
        phone = _phone_of(env)
        lead = self._lead(env, job.start)
        limit = self._own_limit if job.max_steps is None else job.max_steps + len(lead)
        phone.max_steps = limit
        line = _Line(self._asked, job.seed, [*lead, *job.given])
        draw = job.start.draw
        # Whatever chance disturbs an episode is the same for all of a group: they begin with one phone.
        episode = play(env, lambda: make_agent(line, self._agent), draw, draw.seed, watch)
        watch(ENVIRONMENT)
        if episode.fault is not None:
            raise Defect(f"an agent in training failed: {episode.fault.reason}\n{episode.fault.details}")
        rollout = _rollout(job, line.turns, episode, len(lead))
        rollout.screen = phone.device.frame() if job.screen else None
        if self._judged or rollout.fault:
            rollout.settle()
            return Played(rollout, None)
        return Played(rollout, episode)

    def _phone(self) -> gym.Env[Any, Any]:
        if self._env is None:
            self._own_limit = _phone_of(super()._phone()).max_steps
        return super()._phone()

    def _lead(self, env: gym.Env[Any, Any], start: Start) -> list[Answer]:
        """The first steps of the reference solution, which the agent takes for its own."""
        if not start.left:
            return []
        draw = start.draw
        _phone_of(env).max_steps = None
        options = {"task": draw.task_id, "seed": draw.seed, "variation": draw.variation}
        observation, _ = env.reset(seed=draw.seed, options=options)
        calls = solution(env, observation)
        return [Answer(call, [], []) for call in calls[: max(0, len(calls) - start.left)]]


def make_agent(model: Any, settings: AgentSettings) -> LocalAgent:
    """An agent with a memory of its own, whose prompts fit the context.

    Args:
        model: Has ``excess``; and ``complete``, where the agent is to act by itself.
        settings: How it uses the model.
    """
    return LocalAgent(model, **settings.arguments())


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


class _Line:
    """The model of one episode's agent: gives it the answers that lead the way, then those of the policy.

    Attributes:
        turns: What was asked and answered.
    """

    def __init__(self, asked: Asked, seed: str, given: Sequence[Answer]) -> None:
        self._asked = asked
        self._seed = seed
        self._given = deque(given)
        self.turns: list[Turn] = []

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """As the policy says; while the way is given, nobody reads the prompt."""
        return 0 if self._given else self._asked.excess(messages, tools)

    def complete(
        self,
        messages: Messages,
        *,
        tools: Any = None,
        logprobs: bool = False,
        seed: int = 0,
        temperature: float | None = None,
    ) -> Completion:
        """Answers once; the draws have the episode's seed, and the temperature of what is trained."""
        turn_seed = f"{self._seed}/{len(self.turns)}"
        answer = self._given.popleft() if self._given else self._asked.ask(messages, turn_seed)
        self.turns.append(Turn(messages, answer))
        return Completion(
            text=answer.text,
            finish_reason=answer.finish_reason,
            tokens_in=len(answer.prompt_ids),
            tokens_out=len(answer.completion_ids),
        )


def _phone_of(env: gym.Env[Any, Any]) -> PhoneEnv:
    phone = env.unwrapped
    assert isinstance(phone, PhoneEnv)
    return phone


def _rollout(job: Job, turns: Sequence[Turn], episode: Episode, led: int) -> Rollout:
    """The episode from where the job goes on."""
    for turn, step in zip(turns, episode.steps, strict=True):
        _note(turn, step)
    rollout = Rollout(job.start, list(turns[led + len(job.given) :]), verdict=episode.verdict, led=led)
    if not rollout.turns:  # what was an end before is none to go on from
        rollout.fault = "ended before its branch"
    return rollout


def _note(turn: Turn, step: Step) -> None:
    turn.action = str(step.decision.action) if step.decision else step.action_text
    turn.error, turn.reward = step.error, step.reward
