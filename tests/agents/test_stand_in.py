"""Stand-ins err as often and in such ways as they are told, and see what came of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import gymnasium as gym
import pytest

from agents.basic import ExpertAgent
from agents.stand_in import (
    CLOUD_MODEL,
    LOOP_STEPS,
    PUBLISHED_ADVICE,
    StandIn,
    StandInCast,
    StandInModel,
    StandInMonitor,
)
from openphone_gym.actions import Action, tap
from openphone_gym.episode import run_episode
from openphone_gym.tasks.catalogue import tasks_of
from openphone_gym.trajectory import Decision, Episode

TASKS = [task.id for task in tasks_of("zoom")]


@pytest.fixture(scope="module")
def env() -> Iterator[gym.Env[Any, Any]]:
    env = gym.make("OpenPhone-zoom-v0", observation=("ui",), record=())
    yield env
    env.close()


def run(env: gym.Env[Any, Any], agent: Any, task: str = "zoom_1", seed: int = 3) -> Episode:
    return run_episode(env, agent, seed=seed, options={"task": task, "variation": "sampled"})


def calls(episode: Episode) -> list[str]:
    return [step.action_text for step in episode.steps]


def always(kind: str, **changes: Any) -> StandInModel:
    return StandInModel(error_rate=1, kinds={kind: 1}, persistence=0, **changes)


def test_without_errors_it_is_the_expert(env: gym.Env[Any, Any]) -> None:
    for task in TASKS:
        flawless = run(env, StandIn(env, StandInModel(error_rate=0)), task)
        assert calls(flawless) == calls(run(env, ExpertAgent(env), task))
        assert flawless.verdict is not None
        assert flawless.verdict.success


def test_errors_come_at_the_rate_set(env: gym.Env[Any, Any]) -> None:
    observation, _ = env.reset(seed=1)
    agent = StandIn(env, StandInModel(error_rate=0.25, persistence=0, kinds={"no_op": 1}))
    agent.reset("a goal")
    names = [action(agent.act(observation)).name for _ in range(1000)]
    assert 200 < names.count("wait") < 300
    assert agent.errors == names.count("wait")


def test_equal_seeds_give_equal_episodes(env: gym.Env[Any, Any]) -> None:
    model = StandInModel(error_rate=0.4)
    first, again, other = (run(env, StandIn(env, model, seed), "zoom_3") for seed in (1, 1, 2))
    assert calls(first) == calls(again) != calls(other)


@pytest.mark.parametrize("kind", ["no_op", "wrong_element", "early_finish"])
def test_kinds_of_errors(env: gym.Env[Any, Any], kind: str) -> None:
    episode = run(env, StandIn(env, always(kind)))
    name = {"no_op": "wait", "wrong_element": "tap", "early_finish": "finish"}[kind]
    assert {step.action.name for step in episode.steps if step.action} == {name}
    assert episode.verdict is not None
    assert not episode.verdict.success


def test_a_wrong_text_differs_in_one_character(env: gym.Env[Any, Any]) -> None:
    right = [
        step.action for step in run(env, ExpertAgent(env)).steps if step.action and step.action.name == "text"
    ]
    agent = StandIn(env, always("wrong_text"))
    agent.reset("a goal")
    wrong = agent._misspelt(right[0])
    assert wrong is not None
    before, after = (str(next(iter(action.arguments.values()))) for action in (right[0], wrong))
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_a_loop_repeats_the_last_action_and_ends(env: gym.Env[Any, Any]) -> None:
    observation, _ = env.reset(seed=1)
    agent = StandIn(env, always("loop"))
    agent.reset("a goal")
    assert action(agent.act(observation)).name == "wait"  # there is nothing to repeat yet
    agent._last = tap(77)
    looping = [action(agent.act(observation))]
    agent._model = StandInModel(error_rate=0)
    looping += [action(agent.act(observation)) for _ in range(LOOP_STEPS)]
    assert looping[:-1] == [tap(77)] * LOOP_STEPS
    assert looping[-1] != tap(77)


def test_errors_of_the_screen_are_shared_with_weaker_models(env: gym.Env[Any, Any]) -> None:
    observation, _ = env.reset(seed=1)
    strong = StandInModel(error_rate=0.3, persistence=1, kinds={"no_op": 1})
    weak = StandInModel(error_rate=0.6, persistence=1, kinds={"no_op": 1})
    erred = {"both": 0, "weak": 0, "strong": 0, "none": 0}
    for seed in range(60):
        pair = StandIn(env, strong, seed, "cloud"), StandIn(env, weak, seed, "device")
        for agent in pair:
            agent.reset("a goal")
            names = {action(agent.act(observation)).name for _ in range(3)}
            assert names == {"wait"} or "wait" not in names  # the same whenever the screen is seen
        first, second = (bool(agent.errors) for agent in pair)
        erred["both" if first and second else "strong" if first else "weak" if second else "none"] += 1
    assert not erred["strong"]
    assert erred["both"]
    assert erred["weak"]
    assert erred["none"]


def test_confidence_tells_errors_as_well_as_set() -> None:
    rng = random.Random(0)
    for auroc in (0.5, 0.7, 0.9):
        model = StandInModel(error_rate=0, auroc=auroc)
        pairs = [(model.confidence(True, rng), model.confidence(False, rng)) for _ in range(4000)]
        assert sum(right > wrong for right, wrong in pairs) / len(pairs) == pytest.approx(auroc, abs=0.04)


def test_what_was_withdrawn_leaves_no_trace(env: gym.Env[Any, Any]) -> None:
    observation, _ = env.reset(seed=2, options={"task": "zoom_1"})
    agent = StandIn(env, always("no_op"))
    agent.reset(observation["goal"])
    before = agent._mind()
    agent.act(observation)
    assert agent.errors == 1
    agent.withdraw()
    assert agent._mind() == before


def test_calls_take_what_the_model_says(env: gym.Env[Any, Any]) -> None:
    observation, _ = env.reset(seed=2)
    agent = StandIn(env, CLOUD_MODEL, source="cloud")
    agent.reset("a goal")
    short, long = agent.decide(observation, ""), agent.decide(observation, "much happened " * 50)
    assert short.source == "cloud"
    assert short.latency == CLOUD_MODEL.seconds
    assert short.tokens_in < long.tokens_in
    assert 0 < short.cost < long.cost


def test_the_monitor_is_right_about_errors_as_often_as_set(env: gym.Env[Any, Any]) -> None:
    env.reset(seed=1, options={"task": "zoom_1"})
    device = StandIn(env, CLOUD_MODEL)
    device.reset("a goal")
    monitor = StandInMonitor(device, CLOUD_MODEL, recall=0.8, false_alarm=0.1)
    assert monitor.plan("a goal")[0] == PUBLISHED_ADVICE["zoom"]
    over = {True: 0, False: 0}
    for erred in [True, False] * 500:
        device.errors += erred
        over[erred] += monitor.takes_over("", "", {"ui": ""})[0] == "cloud"
    assert 360 < over[True] < 440
    assert 25 < over[False] < 75


@pytest.mark.parametrize("wrong", [{"error_rate": 1.2}, {"error_rate": 0, "kinds": {"typo": 1}}])
def test_wrong_models_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"1\.2|typo"):
        StandInModel(**wrong)


def test_the_cast_fills_all_roles(env: gym.Env[Any, Any]) -> None:
    cast = StandInCast()
    device, cloud, _ = cast.roles(env, 1)
    assert isinstance(device, StandIn)
    assert isinstance(cloud, StandIn)
    assert cast.observation == ("ui",)
    assert cast.settings["device"]["error_rate"] == 0.2


def action(decision: Decision) -> Action:
    assert isinstance(decision.action, Action)
    return decision.action
