"""Whatever models and agents hand over: nothing but typed errors comes out, and all that is kept can be read.

The slow tests bring the adversarial steps to 20,000 in all: 5,000 each through the environment, through
agents that answer anything, through agents whose model answers anything, and through rollouts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agents.chat import ChatAgent
from agents.hybrid import STRATEGIES, ChatMonitor, HybridAgent, Thresholds
from agents.settings import AgentSettings
from openphone_gym.endpoint import Completion
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.recording import load_episode, save_episode
from openphone_gym.rollout import Draw
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.trajectory import Decision, Episode, Step
from tests.proofs import hostile
from training.rollouts import Rollouts, Workers
from training.turns import Answer, Start

STEPS = 250
"""Of one chunk."""
CHUNKS = [0, *(pytest.param(number, marks=pytest.mark.slow) for number in range(1, 20))]
EPISODE = 25


def phone(**settings: Any) -> PhoneEnv:
    given = {"observation": ("ui",), "variation": "sampled", "screen": (270, 600), "max_steps": EPISODE}
    return PhoneEnv(list(catalogue()), **given | settings)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_steps(chunk: int) -> None:
    rng, env = random.Random(f"steps/{chunk}"), phone()
    env.reset(seed=chunk)
    for _ in range(STEPS):
        action = hostile.action(rng)
        observation, _, terminated, truncated, _ = env.step(action)
        assert observation in env.observation_space
        assert env.action_space.contains(action) in (True, False)
        if terminated or truncated:
            assert readable(env.episode)
            env.reset()


class AnyDecision:
    """Answers whatever comes to its mind."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def reset(self, goal: str) -> None:
        pass

    def act(self, observation: dict[str, Any]) -> Decision:
        return hostile.decision(self._rng)


class AnyCompletion:
    """A model that writes whatever comes to its mind."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def complete(self, messages: Any, **options: Any) -> Completion:
        assert msgspec.json.encode(messages)
        return hostile.completion(self._rng)


class AnyAnswer:
    """A policy that answers whatever comes to its mind."""

    at_once = 0
    concurrent = False

    def answer(
        self, conversations: Sequence[Any], seeds: Sequence[str], *, greedy: bool = False
    ) -> list[Answer]:
        assert msgspec.json.encode(conversations)
        drawn = [hostile.completion(random.Random(seed)) for seed in seeds]
        return [Answer(each.text, [1, 2], [3], [-0.5], each.finish_reason) for each in drawn]

    def excess(self, messages: Any, tools: Any = None) -> int:
        return -1


@pytest.mark.parametrize("chunk", CHUNKS)
def test_decisions(chunk: int, tmp_path: Path) -> None:
    rng, env = random.Random(f"decisions/{chunk}"), phone(record=("tree",))
    steps = 0
    while steps < STEPS:
        episode = run_episode(env, AnyDecision(rng), seed=steps)
        assert episode.fault is None or episode.fault.kind == "invalid"
        assert episode.outcome in ("success", "failure", "unscored")
        kept(episode, tmp_path / str(steps))
        steps += max(len(episode.steps), 1)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_completions(chunk: int, tmp_path: Path) -> None:
    rng, env = random.Random(f"completions/{chunk}"), phone(record=("tree",))
    model = AnyCompletion(rng)
    tools, brief = ChatAgent(model, tools=True), ChatAgent(model, style="brief")
    hybrids = [
        HybridAgent(ChatAgent(model), tools, make(ChatMonitor(model), Thresholds()))
        for make in STRATEGIES.values()
    ]
    steps = 0
    while steps < STEPS:
        episode = run_episode(env, rng.choice([ChatAgent(model), tools, brief, *hybrids]), seed=steps)
        assert episode.fault is None
        assert episode.outcome in ("success", "failure", "unscored")  # some may be met by chance
        kept(episode, tmp_path / str(steps))
        steps += len(episode.steps)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_rollouts(chunk: int) -> None:
    rng = random.Random(f"rollouts/{chunk}")
    settings = AgentSettings(style=rng.choice(["full", "brief"]))
    env = {"observation": settings.observation, "screen": (270, 600)}
    rollouts = Rollouts(env, settings, AnyAnswer(), Workers())
    steps = 0
    while steps < STEPS:
        tasks = rng.sample(sorted(catalogue()), 4)
        starts = [Start(Draw(task, "sampled", steps)) for task in tasks]
        batch = rollouts.play(starts, 2, seed=f"{chunk}/{steps}", max_steps=EPISODE)
        assert set(batch.dropped) <= {"unscored by the judge", "alone in its group"}
        assert {rollout.reward for rollout in batch.rollouts} <= {0.0, 1.0}  # by chance
        steps += sum(len(rollout.turns) for rollout in batch.rollouts)
    rollouts.close()


def readable(episode: Episode) -> bool:
    """Whether the steps of an episode, screens left out, are read as they were written."""
    steps = [msgspec.structs.replace(step, tree=None, frame=None) for step in episode.steps]
    written = msgspec.json.encode(steps)
    return msgspec.json.encode(msgspec.json.decode(written, type=list[Step])) == written


def kept(episode: Episode, folder: Path) -> None:
    """Records an episode, and reads it again as it was."""
    save_episode(episode, folder)
    again = load_episode(folder)
    assert readable(episode)
    assert (again.steps, again.fault, again.answer) == (episode.steps, episode.fault, episode.answer)
