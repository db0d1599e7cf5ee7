"""Agents that err."""

from __future__ import annotations

from typing import Any

import pytest

from agents.basic import ExpertAgent
from agents.noisy import SLIPS, NoisyAgent, with_one_error
from openphone_gym.actions import Action, back
from openphone_gym.env import PhoneEnv
from openphone_gym.trajectory import Decision

RIGHT = back()
STEPS = 400


class Steady:
    """Always does the same, and counts how often it is asked."""

    asked = 0
    goal = ""

    def reset(self, goal: str) -> None:
        self.goal = goal

    def act(self, observation: dict[str, Any]) -> Decision:
        self.asked += 1
        return Decision(action=RIGHT, note="mine")


def actions(agent: NoisyAgent, count: int = STEPS) -> list[Action | str]:
    agent.reset("a goal")
    return [agent.act({}).action for _ in range(count)]


def test_without_noise_the_other_agent_decides() -> None:
    steady = Steady()
    agent = NoisyAgent(steady)
    agent.reset("a goal")
    assert agent.act({}).note == "mine"
    assert steady.goal == "a goal"
    assert set(map(str, actions(agent))) == {str(RIGHT)}


def test_slips_come_at_the_steps_of_every_episode() -> None:
    agent = NoisyAgent(Steady(), at_steps=(2, 5), seed=3)
    for _ in range(3):
        done = actions(agent, 8)
        assert [step for step, action in enumerate(done) if action != RIGHT] == [2, 5]


def test_slips_come_at_the_rate() -> None:
    steady = Steady()
    actions(NoisyAgent(steady, error_rate=0.25))
    assert 0.65 * STEPS < steady.asked < 0.85 * STEPS
    steady = Steady()
    actions(NoisyAgent(steady, error_rate=1.0))
    assert steady.asked == 0


def test_a_slip_never_ends_the_episode() -> None:
    names = {
        action.name for action in actions(NoisyAgent(Steady(), error_rate=1.0)) if isinstance(action, Action)
    }
    assert names == set(SLIPS)


def test_the_seed_decides() -> None:
    def drawn(seed: int) -> list[Action | str]:
        return actions(NoisyAgent(Steady(), error_rate=0.5, seed=seed), 40)

    assert drawn(1) == drawn(1) != drawn(2)


@pytest.mark.parametrize("rate", [-0.1, 1.5])
def test_a_rate_is_a_chance(rate: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        NoisyAgent(Steady(), error_rate=rate)


def test_one_error_at_every_step() -> None:
    env = PhoneEnv(["zoom_1"], observation=())
    runs = list(with_one_error(env, ExpertAgent(env), seed=5))
    assert [step for step, _ in runs] == [0, 1, 2]
    right = ["tap(5)", 'text("1234567890")', "finish()"]
    for step, episode in runs:
        texts = [taken.action_text for taken in episode.steps]
        assert texts[:step] == right[:step]
        assert texts[step] != right[step]
        assert episode.verdict
