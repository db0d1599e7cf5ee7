"""Numbers in, typed actions out."""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.wrappers import FilterObservation, FlattenObservation

from openphone_gym import actions
from openphone_gym.actions import Action
from openphone_gym.arguments import InvalidArgument
from openphone_gym.wrappers import ACTIONS, DIRECTIONS, DISTANCES, ClassicActions, texts_of

SMALL = {"observation": ("ui",), "screen": (270, 600)}


def make(**arguments: Any) -> ClassicActions:
    return ClassicActions(gym.make("OpenPhone-zoom_1-v0", **SMALL), **arguments)


def numbers(
    name: str, index: int = 0, direction: str = "up", distance: str = "medium", text: int = 0
) -> dict[str, int]:
    return {
        "action": ACTIONS.index(name),
        "index": index,
        "direction": DIRECTIONS.index(direction),
        "distance": DISTANCES.index(distance),
        "text": text,
    }


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (numbers("tap", 2), actions.tap(3)),
        (numbers("long_press", 0), actions.long_press(1)),
        (numbers("swipe", 4, "left", "long"), actions.swipe(5, "left", "long")),
        (numbers("text", text=1), actions.text("hello")),
        (numbers("launch", text=2), actions.launch("Clock")),
        (numbers("finish"), actions.finish()),
        (numbers("finish", text=1), actions.finish("hello")),
        (numbers("back"), actions.back()),
        (numbers("home"), actions.home()),
        (numbers("enter"), actions.enter()),
        (numbers("wait"), actions.wait()),
    ],
)
def test_numbers_mean_actions(given: dict[str, int], meant: Action) -> None:
    assert make(texts=["hello", "Clock"]).action(given) == meant
    assert make(texts=["hello", "Clock"], flat=True).action(np.array(list(given.values()))) == meant


@pytest.mark.parametrize("flat", [False, True])
def test_every_sample_is_an_action(flat: bool) -> None:
    env = make(flat=flat)
    env.reset(seed=0)
    env.action_space.seed(0)
    names = set()
    for _ in range(200):
        action = env.action(env.action_space.sample())
        assert action in env.unwrapped.action_space
        names.add(action.name)
    assert names == set(ACTIONS)


def test_both_forms_have_the_same_order() -> None:
    plain, flat = make(), make(flat=True)
    by_name = {name: space.n for name, space in plain.action_space.items()}
    assert [by_name[name] for name in numbers("tap")] == flat.action_space.nvec.tolist()


def test_texts_come_from_the_goal() -> None:
    env = make(max_texts=4)
    _, info = env.reset(seed=0)
    assert info["texts"][:2] == ("", "1234567890")
    assert len(info["texts"]) == 5 == env.action_space["text"].n


def test_texts_given_stay() -> None:
    env = make(texts=["a"])
    _, info = env.reset(seed=0)
    assert info["texts"] == ("", "a")


@pytest.mark.parametrize(
    ("goal", "texts"),
    [
        ('Send "I am busy" to Anna Bell', ["I am busy", "Send", "Anna Bell"]),
        ("set an alarm at 7:30 AM on 2024-05-01", ["7:30 AM", "2024-05-01"]),
        ("call +1 (555) 010-0199 twice, then 3 others", ["+1 (555) 010-0199", "3"]),
        ("it's Bob's 5", ["5", "Bob's"]),
        ("rename it to ‘Night’ or “it’s 北京”", ["Night", "it’s 北京"]),
        ("do nothing", []),
    ],
)
def test_candidates(goal: str, texts: list[str]) -> None:
    assert texts_of(goal) == texts


def test_a_task_can_be_solved_with_numbers() -> None:
    env = make()
    _, info = env.reset(seed=0)
    join = next(m.index for m in env.unwrapped.marks() if m.node.text == "Join a meeting")
    env.step(numbers("tap", join - 1))
    env.step(numbers("text", text=info["texts"].index("1234567890")))
    _, reward, terminated, _, _ = env.step(numbers("finish"))
    assert (reward, terminated) == (1.0, True)


def test_what_cannot_be_done_is_explained() -> None:
    env = make()
    env.reset(seed=0)
    assert "64" in env.step(numbers("tap", 63))[4]["action_error"]
    assert env.step(numbers("launch"))[4]["action_error"]


@pytest.mark.parametrize("flat", [False, True])
def test_check_env(flat: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=".*different from the unwrapped version")
        check_env(make(flat=flat), skip_render_check=True)


def test_in_a_vector_environment() -> None:
    wrappers = [partial(ClassicActions, flat=True)]
    envs = gym.make_vec(
        "OpenPhone-zoom-v0", num_envs=2, vectorization_mode="sync", wrappers=wrappers, **SMALL
    )
    envs.reset(seed=0)
    assert envs.action_space.shape == (2, 5)
    for _ in range(5):
        observations, *_ = envs.step(envs.action_space.sample())
    assert len(observations["ui"]) == 2
    envs.close()


def test_numeric_parts_flatten() -> None:
    screenshot = gym.make("OpenPhone-zoom-v0", observation=("screenshot",), screen=(240, 400))
    env = FlattenObservation(FilterObservation(ClassicActions(screenshot, flat=True), ["screenshot", "step"]))
    observation, _ = env.reset(seed=0)
    assert observation.shape == (240 * 400 * 3 + 1,)
    assert observation in env.observation_space


def test_the_spec_makes_it_again() -> None:
    env = make(max_index=9, flat=True)
    assert gym.make(env.spec).action_space == env.action_space


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"texts": "hello"}, "one or more texts"),
        ({"texts": []}, "one or more texts"),
        ({"texts": ["a", 3]}, "a text"),
        ({"max_index": 0}, "between 1 and"),
        ({"max_index": True}, "a whole number"),
        ({"max_index": 2**70}, "between 1 and"),
        ({"max_index": 1.5}, "a whole number"),
        ({"max_texts": -1}, "between 0 and"),
        ({"flat": "no"}, "'True', 'False'"),
    ],
)
def test_bad_arguments_are_told_what_is_valid(arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        make(**arguments)
    assert told in str(caught.value)
