"""The agents that need no model, and the contract all agents share."""

from __future__ import annotations

import gymnasium as gym
import pytest

from agents import AGENTS, find_agent
from agents.basic import ExpertAgent, FinishAgent, NoopAgent, RandomAgent
from openphone_gym.actions import ActionSpace, finish
from openphone_gym.env import InvalidArgument, PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.trajectory import Decision


@pytest.fixture
def env() -> gym.Env:
    return gym.make("OpenPhone-zoom_1-v0", observation=(), max_steps=12)


@pytest.mark.parametrize("name", list(AGENTS))
def test_every_agent_runs_an_episode(name: str, env: gym.Env) -> None:
    episode = run_episode(env, find_agent(name).make(env, 0), seed=0)
    assert episode.verdict is not None
    assert 1 <= len(episode.steps) <= 12
    for step in episode.steps:
        assert isinstance(step.decision, Decision)
        assert step.decision.latency > 0


def test_an_unknown_agent_names_the_nearest() -> None:
    with pytest.raises(InvalidArgument, match="'expert'"):
        find_agent("exprt")


def test_noop_waits_until_the_limit(env: gym.Env) -> None:
    episode = run_episode(env, NoopAgent(), seed=0)
    assert episode.truncated
    assert {step.action.name for step in episode.steps if step.action} == {"wait"}


def test_finish_gives_up_at_once(env: gym.Env) -> None:
    episode = run_episode(env, FinishAgent(), seed=0)
    assert [step.action for step in episode.steps] == [finish()]
    assert episode.verdict is not None
    assert episode.verdict.success is False


def test_random_depends_on_its_seed_only() -> None:
    def draws(seed: int) -> list[str]:
        agent = RandomAgent(seed)
        agent.reset("a goal")
        return [str(agent.act({}).action) for _ in range(30)]

    assert draws(1) == draws(1) != draws(2)
    assert all(call in ActionSpace() for call in draws(3))


def test_the_expert_acts_through_what_is_seen(env: gym.Env) -> None:
    agent = ExpertAgent(env)
    episode = run_episode(env, agent, seed=0)
    assert episode.verdict is not None
    assert episode.verdict.success
    assert all(step.error is None for step in episode.steps)


def test_the_expert_carries_on_after_a_wrong_step(env: gym.Env) -> None:
    agent = ExpertAgent(env)
    observation, _ = env.reset(seed=0)
    agent.reset(observation["goal"])
    for call in ("home()", None, "back()", None, 'text("wrong")'):
        observation, *_ = env.step(call or agent.act(observation).action)
    ended, reward = False, 0.0
    while not ended:
        observation, reward, terminated, truncated, _ = env.step(agent.act(observation).action)
        ended = terminated or truncated
    assert reward == 1.0


def test_the_expert_wants_a_phone() -> None:
    with pytest.raises(TypeError, match="OpenPhone"):
        ExpertAgent(gym.make("CartPole-v1"))


def test_the_expert_needs_no_wrapper() -> None:
    env = PhoneEnv(["zoom_1"], observation=())
    verdict = run_episode(env, ExpertAgent(env), seed=0).verdict
    assert verdict is not None
    assert verdict.success
