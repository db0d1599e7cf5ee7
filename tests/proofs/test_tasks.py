"""Every task can be done, is not done by doing nothing, and plays the same again.

The quick tests look at the canonical variation and two sampled ones, the slow ones at twenty.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from agents.basic import ExpertAgent, FinishAgent, NoopAgent, RandomAgent
from openphone_gym import actions
from openphone_gym.actions import ActionSpace
from openphone_gym.devices import Setup, VirtualDevice
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import Agent, run_episode
from openphone_gym.phone.system.interruptions import INTERRUPTIONS
from openphone_gym.phone.system.state import Display
from openphone_gym.tasks.catalogue import catalogue, find_task, task_apps, tasks_of
from openphone_gym.tasks.task import TEST_SEEDS, draw
from openphone_gym.trajectory import Decision, Episode, Verdict
from openphone_gym.ui.xml import to_xml

TASKS = [id for id, task in catalogue().items() if task.suite != "practice"]
DRAWS = [
    pytest.param("canonical", range(1), id="canonical"),
    pytest.param("sampled", range(TEST_SEEDS, TEST_SEEDS + 2), id="sampled"),
    pytest.param("sampled", range(TEST_SEEDS + 2, TEST_SEEDS + 20), id="more", marks=pytest.mark.slow),
]
SCREEN = Display(270, 600, 105)
RECOVERED = 0.95
"""Share of disturbed episodes that the expert must still solve."""


@cache
def env() -> PhoneEnv:
    """One environment for all tasks; only the tree is looked at, by the expert."""
    return PhoneEnv(TASKS, observation=())


def run(agent: Agent, task_id: str, variation: str, seed: int) -> Episode:
    return run_episode(env(), agent, options={"task": task_id, "variation": variation, "seed": seed})


def verdict_of(episode: Episode) -> Verdict:
    assert episode.verdict is not None
    return episode.verdict


def told(episode: Episode) -> str:
    """What happened, for whoever reads a failing test."""
    steps = [f"{step.action_text}{' ! ' + step.error if step.error else ''}" for step in episode.steps]
    return "\n".join([f"{episode.task_id} {episode.variation} {episode.seed}: {episode.goal}", *steps])


@pytest.mark.slow
@pytest.mark.parametrize("task_id", TASKS)
def test_every_seed_can_be_drawn(task_id: str) -> None:
    for seed in range(300):
        draw(find_task(task_id), "sampled", seed, SCREEN)


@pytest.mark.parametrize(
    ("task_id", "seed"), [("map_4", 140), ("bluecoins_12", 379), ("bluecoins_14", 36), ("pimusic_8", 289)]
)
def test_the_expert_solves_what_the_first_drawn_phone_did_not_suit(task_id: str, seed: int) -> None:
    assert verdict_of(run(ExpertAgent(env()), task_id, "sampled", seed)).success


@pytest.mark.parametrize(("variation", "seeds"), DRAWS)
@pytest.mark.parametrize("task_id", TASKS)
def test_the_expert_solves_it_and_touches_nothing_else(task_id: str, variation: str, seeds: range) -> None:
    for seed in seeds:
        episode = run(ExpertAgent(env()), task_id, variation, seed)
        verdict = verdict_of(episode)
        assert verdict.success, f"{verdict.reason}\n{told(episode)}"
        assert not verdict.side_effects, f"{verdict.side_effects}\n{told(episode)}"
        errors = [step.error for step in episode.steps if step.error]
        assert not errors, told(episode)
        if variation == "canonical" and (own := catalogue()[task_id].own_steps) is not None:
            assert len(episode.steps) == own, told(episode)


@pytest.mark.parametrize(("variation", "seeds"), DRAWS)
@pytest.mark.parametrize("agent", [NoopAgent(), FinishAgent()], ids=["noop", "finish"])
@pytest.mark.parametrize("task_id", TASKS)
def test_doing_nothing_scores_nothing(task_id: str, agent: Agent, variation: str, seeds: range) -> None:
    for seed in seeds:
        episode = run(agent, task_id, variation, seed)
        verdict = verdict_of(episode)
        assert verdict.success is False, told(episode)
        assert not verdict.side_effects, f"{verdict.side_effects}\n{told(episode)}"


@pytest.mark.parametrize("make", [lambda seed: ExpertAgent(env()), RandomAgent], ids=["expert", "random"])
@pytest.mark.parametrize("task_id", TASKS)
def test_a_snapshot_plays_the_same_again(task_id: str, make: Callable[[int], Agent]) -> None:
    episode = run(make(1), task_id, "sampled", TEST_SEEDS)
    gestures = [step.gesture for step in episode.steps if step.gesture is not None]
    phone = VirtualDevice(SCREEN)
    phone.reset(Setup(phone=episode.start_state))
    first, snapshots = [look(phone)], [phone.snapshot()]
    for gesture in gestures:
        phone.perform(gesture)
        first.append(look(phone))
        snapshots.append(phone.snapshot())
    for start in {0, len(gestures) // 2}:
        phone.restore(snapshots[start])
        assert look(phone) == first[start]
        for index, gesture in enumerate(gestures[start:], start + 1):
            phone.perform(gesture)
            assert look(phone) == first[index], f"after step {index}\n{told(episode)}"
            assert phone.snapshot() == snapshots[index]


def look(phone: VirtualDevice) -> tuple[str, bytes, str]:
    """All that can be seen of a phone."""
    return to_xml(phone.tree()), phone.frame().tobytes(), phone.foreground()


class Stumbling:
    """The expert, but for one action put in before a given step."""

    def __init__(self, at: int, seed: int) -> None:
        self._expert = ExpertAgent(env())
        self._at = at
        names = [name for name in actions.VOCABULARY if name != "finish"]
        self._slip = ActionSpace(seed).sample(mask=names)

    def reset(self, goal: str) -> None:
        self._expert.reset(goal)
        self._step = -1

    def act(self, observation: dict[str, Any]) -> Decision:
        self._step += 1
        decision = self._expert.act(observation)
        if self._step == self._at:
            decision.action = self._slip
        return decision


@pytest.mark.parametrize(
    ("variation", "seed"),
    [
        ("canonical", 0),
        *(pytest.param("sampled", TEST_SEEDS + number, marks=pytest.mark.slow) for number in range(3)),
    ],
)
@pytest.mark.parametrize("app", task_apps())
def test_the_expert_recovers_from_a_random_action(app: str, variation: str, seed: int) -> None:
    """An action that broke a must-not condition can't be undone, and does not count."""
    tried, lost = 0, []
    for task in tasks_of(app):
        steps = len(run(ExpertAgent(env()), task.id, variation, seed).steps)
        for at in range(steps):
            episode = run(Stumbling(at, seed=1000 * steps + at), task.id, variation, seed)
            verdict = verdict_of(episode)
            if not verdict.violations:
                tried += 1
                if not verdict.success:
                    lost.append(f"random action in step {at}\n{told(episode)}")
    assert len(lost) <= (1 - RECOVERED) * tried, f"{len(lost)} of {tried}\n" + "\n\n".join(lost)


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.slow) for kind in sorted(INTERRUPTIONS)]
)
@pytest.mark.parametrize("app", task_apps())
def test_the_expert_recovers_from_interruptions(app: str, kind: str) -> None:
    tried, lost = 0, []
    for task in tasks_of(app):
        for after in (1, 3):
            environment = env()
            options = {"task": task.id, "variation": "sampled", "seed": TEST_SEEDS + after}
            agent = ExpertAgent(environment)
            observation, _ = environment.reset(options=options)
            system = environment.device.phone.system
            system.interruptions[system.gestures + after] = kind
            agent.reset(observation["goal"])
            ended = False
            while not ended:
                *_, terminated, truncated, _ = environment.step(agent.act({}).action)
                ended = terminated or truncated
            tried += 1
            if not verdict_of(environment.episode).success:
                lost.append(told(environment.episode))
    assert len(lost) <= (1 - RECOVERED) * tried, f"{len(lost)} of {tried}\n" + "\n\n".join(lost)
