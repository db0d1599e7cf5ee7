"""The environment keeps Gymnasium's contract and its own."""

from __future__ import annotations

import asyncio
import copy
import gc
import multiprocessing
import pickle
import random
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env, data_equivalence

from agents.basic import ExpertAgent, FinishAgent, RandomAgent
from openphone_gym import actions
from openphone_gym.actions import Action
from openphone_gym.devices import DeviceLost, Setup, UnsupportedByDevice, VirtualDevice
from openphone_gym.env import PARTS, InvalidArgument, PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.judges import StateJudge, UnknownJudge
from openphone_gym.phone.system.state import Display
from openphone_gym.phone.system.window import Window
from openphone_gym.recording import load_episode, save_episode
from openphone_gym.tasks.catalogue import UnknownTask, catalogue, task_apps
from openphone_gym.tasks.task import TEST_SEEDS, Task, TaskInstance, draw
from openphone_gym.trajectory import Decision, Episode, Verdict
from openphone_gym.ui.compact import compact_text
from openphone_gym.ui.gesture import Gesture, PressKey
from openphone_gym.ui.marks import draw_marks, number_marks
from openphone_gym.ui.node import UiTree

SMALL = (270, 600)
IDS = ["OpenPhone-v0", *(f"OpenPhone-{name}-v0" for name in [*task_apps(), "practice", *catalogue()])]


@pytest.fixture
def env() -> Iterator[PhoneEnv]:
    env = PhoneEnv(["zoom_1"], observation=("ui",), screen=SMALL)
    env.reset(seed=0)
    yield env
    env.close()


def look_up(env: PhoneEnv, label: str) -> int:
    return next(mark.index for mark in env.marks() if label in (mark.node.text, mark.node.content_desc))


# Gymnasium's contract


@pytest.mark.parametrize("env_id", IDS)
def test_check_env(env_id: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env = gym.make(env_id, observation=PARTS, screen=SMALL, variation="sampled")
        check_env(env.unwrapped, skip_render_check=env_id != "OpenPhone-v0")
    env.close()


def test_the_plain_environment_works() -> None:
    env = gym.make("OpenPhone-zoom-v0")
    observation, _ = env.reset(seed=0)
    assert observation["screenshot"].shape == (2400, 1080, 3)
    assert observation in env.observation_space


@pytest.mark.parametrize("variation", ["canonical", "sampled"])
def test_equal_seeds_and_actions_give_equal_episodes(variation: str) -> None:
    first, second = (
        gym.make("OpenPhone-v0", observation=PARTS, screen=SMALL, variation=variation, interruptions=0.5)
        for _ in range(2)
    )
    for env in (first, second):
        env.action_space.seed(5)
    assert data_equivalence(first.reset(seed=3), second.reset(seed=3), exact=True)
    for _ in range(40):
        action = first.action_space.sample()
        assert action == second.action_space.sample()
        here, there = first.step(action), second.step(action)
        assert data_equivalence(here, there, exact=True)
        if here[2] or here[3]:
            assert data_equivalence(first.reset(), second.reset(), exact=True)


def test_reset_forgets_the_episode(env: PhoneEnv) -> None:
    before, _ = env.reset(seed=4)
    for _ in range(3):
        env.step("tap(3)")
    again, info = env.reset(seed=4)
    assert data_equivalence(before, again, exact=True)
    assert again["step"] == 0
    assert info["action_error"] is None


def test_other_seeds_draw_other_goals(env: PhoneEnv) -> None:
    goals = {env.reset(seed=seed, options={"variation": "sampled"})[0]["goal"] for seed in range(10)}
    assert len(goals) > 5


def test_resets_without_a_seed_go_on_drawing(env: PhoneEnv) -> None:
    env.reset(seed=0)
    assert len({env.reset(options={"variation": "sampled"})[1]["task_seed"] for _ in range(5)}) == 5


def test_reset_draws_among_the_tasks() -> None:
    env = PhoneEnv(list(catalogue()), observation=())
    drawn = {env.reset(seed=seed)[1]["task_id"] for seed in range(30)}
    assert len(drawn) > 1
    last = list(catalogue())[-1]
    observation, info = env.reset(options={"task": last})
    assert info["task_id"] == last == env.instance.task.id
    assert observation["goal"] == env.instance.goal


def test_options_choose_the_instance(env: PhoneEnv) -> None:
    _, info = env.reset(options={"task": "zoom_1", "variation": "sampled", "seed": 7})
    assert (info["task_id"], info["variation"], info["task_seed"]) == ("zoom_1", "sampled", 7)
    goal = env.instance.goal
    env.reset()
    env.reset(options={"task": "zoom_1", "variation": "sampled", "seed": 7})
    assert env.instance.goal == goal


def test_training_and_testing_draw_from_different_seeds() -> None:
    train, test = (PhoneEnv(["zoom_1"], observation=(), split=split) for split in ("train", "test"))
    for seed in range(20):
        assert train.reset(seed=seed)[1]["task_seed"] < TEST_SEEDS <= test.reset(seed=seed)[1]["task_seed"]


def test_info_is_complete(env: PhoneEnv) -> None:
    _, at_start = env.reset(seed=0)
    assert set(at_start) == {
        "task_id", "app", "params", "variation", "task_seed", "max_steps", "foreground", "subgoals",
        "action_error", "cost",
    }  # fmt: skip
    assert at_start["foreground"].startswith("us.zoom")
    assert at_start["max_steps"] == 25
    *_, at_end = env.step("finish()")
    assert set(at_end) == {*at_start, "verdict"}
    assert at_end["verdict"].success is False


# Arguments


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        ({"variation": "sample"}, "'sampled'"),
        ({"observation": ("ui", "screenshots")}, "'screenshot'"),
        ({"reward": "partal"}, "'partial'"),
        ({"judge": "states"}, "'state'"),
        ({"split": "tset"}, "'test'"),
        ({"render_mode": "rgb"}, "'rgb_array'"),
        ({"record": ("trees",)}, "'tree'"),
        ({"max_steps": 0}, "between 1 and 1000000"),
        ({"screen": (1080,)}, "(width, height)"),
        ({"screen": (10, 10)}, "240 x 400"),
        ({"screen": (1080, -5)}, "240 x 400"),
        ({"screen": "big"}, "(width, height)"),
        ({"screen": None}, "(width, height)"),
        ({"screen": (1080, 2400, 100_000)}, "density"),
        ({"screen": (2400, 1080)}, "upright"),
        ({"screen": (1080, 2400, 640)}, "320 dp"),
        ({"max_steps": 1.5}, "a whole number"),
        ({"font_scale": "1"}, "between 0.5 and 2.0"),
        ({"interruptions": 2}, "between 0 and 1"),
        ({"interruptions": float("nan")}, "between 0 and 1"),
        ({"side_effect_penalty": "much"}, "between 0"),
        ({"judge": 7}, "judge(episode, task)"),
        ({"judge": ""}, "judge(episode, task)"),
        ({"judge": []}, "judge(episode, task)"),
        ({"judge": StateJudge}, "judge(episode, task)"),
        ({"record": True}, "a list of tree, frame"),
        ({"record": "tree"}, "['tree']"),
        ({"observation": "ui"}, "['ui']"),
        ({"observation": [["ui"]]}, "'screenshot'"),
        ({"observation": None}, "a list of screenshot"),
        ({"max_steps": 2**70}, "between 1 and 1000000"),
        ({"max_steps": True}, "a whole number"),
        ({"screen": (float("inf"), 5)}, "a whole number"),
        ({"screen": (1080.5, 2400)}, "a whole number"),
        ({"screen": (True, 2400)}, "a whole number"),
        ({"screen": (10**30, 2400)}, "a whole number"),
        ({"screen": {1080: 2400}}, "(width, height)"),
        ({"screen": "1080x2400"}, "(width, height)"),
        ({"screen": (1080, 2400, 59)}, "between 60 and 540"),
        ({"screen": (1080, 2400, float("nan"))}, "a whole number"),
        ({"font_scale": True}, "between 0.5 and 2.0"),
        ({"font_scale": float("nan")}, "between 0.5 and 2.0"),
        ({"interruptions": True}, "between 0 and 1"),
        ({"side_effect_penalty": float("inf")}, "between 0"),
        ({"side_effect_penalty": float("nan")}, "between 0"),
        ({"side_effect_penalty": -1}, "between 0"),
        ({"variation": None}, "'canonical'"),
        ({"variation": []}, "'canonical'"),
        ({"split": None}, "'test'"),
        ({"reward": {}}, "'shaped'"),
        ({"theme": b"dark"}, "'dark'"),
        ({"render_mode": []}, "'rgb_array'"),
        ({"tasks": "zoom_1"}, "one or more texts"),
        ({"tasks": [3]}, "a text"),
        ({"tasks": None}, "one or more texts"),
    ],
)
def test_bad_arguments_name_the_nearest(arguments: dict[str, Any], nearest: str) -> None:
    with pytest.raises((InvalidArgument, UnknownJudge)) as caught:
        PhoneEnv(**{"tasks": ["zoom_1"], **arguments})
    assert nearest in str(caught.value)


def test_arguments_come_in_many_types() -> None:
    env = PhoneEnv(
        np.array(["zoom_1"]),  # type: ignore[arg-type]
        screen=np.array(SMALL),  # type: ignore[arg-type]
        max_steps=np.int64(3),  # type: ignore[arg-type]
        observation=["ui", "ui"],
        record={"tree"},
        font_scale=np.float32(1.5),  # type: ignore[arg-type]
        interruptions=0,
    )
    assert (type(env.max_steps), env.max_steps, type(env.interruptions)) == (int, 3, float)
    env.reset(seed=np.int64(3), options={"seed": np.int64(5), "task": None, "variation": None})  # type: ignore[arg-type]
    assert env.instance.seed == 5
    pickle.dumps(env)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"seed": -1}, "between 0"),
        ({"seed": 2**200}, "between 0"),
        ({"seed": True}, "a whole number"),
        ({"seed": 1.5}, "a whole number"),
        ({"seed": "1"}, "a whole number"),
        ({"options": []}, "a dict of task, seed, variation"),
        ({"options": "task"}, "a dict of task, seed, variation"),
        ({"options": 3}, "a dict of task, seed, variation"),
        ({"options": {3: 4}}, "'task'"),
        ({"options": {"task": 3}}, "a text"),
        ({"options": {"task": ["zoom_1"]}}, "a text"),
        ({"options": {"seed": 2**64}}, "a whole number"),
        ({"options": {"seed": True}}, "a whole number"),
        ({"options": {"seed": 1.0}}, "a whole number"),
        ({"options": {"variation": ["sampled"]}}, "'sampled'"),
        ({"options": {"variation": {}}}, "'sampled'"),
    ],
)
def test_a_reset_with_nonsense_leaves_the_episode(
    env: PhoneEnv, arguments: dict[str, Any], told: str
) -> None:
    episode = env.episode
    with pytest.raises(InvalidArgument) as caught:
        env.reset(**arguments)
    assert told in str(caught.value)
    assert env.episode is episode
    assert env.step("wait(1)")[0]["step"] == 1


def test_a_reset_to_an_unknown_task_leaves_the_episode_and_its_screen(env: PhoneEnv) -> None:
    env.step("tap(1)")
    episode, marks = env.episode, env.marks()
    with pytest.raises(UnknownTask):
        env.reset(options={"task": "zoom_99"})
    assert env.episode is episode
    assert env.marks() == marks


def test_large_seeds_are_seeds(env: PhoneEnv, tmp_path: Path) -> None:
    drawn = [env.reset(seed=seed)[1]["task_seed"] for seed in (0, 2**127, 2**127)]
    assert drawn[0] != drawn[1] == drawn[2]
    for seed in (2**63 - 1, 1 - 2**63):
        env.reset(options={"seed": seed, "variation": "sampled"})
        env.step("finish()")
        save_episode(env.episode, tmp_path / str(seed))
        assert load_episode(tmp_path / str(seed)).seed == seed


@pytest.mark.parametrize("device", [3, None, VirtualDevice, object(), "", ":", "virtual:x", "x" * 10**6])
def test_what_is_no_device_is_told_so(device: Any) -> None:
    with pytest.raises(UnsupportedByDevice) as caught:
        PhoneEnv(["zoom_1"], device=device)
    assert len(str(caught.value)) < 500


def test_vectors_tell_what_was_wrong_in_a_worker() -> None:
    with pytest.raises(InvalidArgument, match="variation"):
        gym.make_vec("OpenPhone-zoom_1-v0", 1, "async", observation=(), variation="x")
    envs = gym.make_vec("OpenPhone-zoom_1-v0", 1, "async", observation=())
    try:
        with (
            pytest.warns(UserWarning, match="Worker-0"),
            pytest.raises(InvalidArgument, match="did you mean 'task'"),
        ):
            envs.reset(options={"tsk": "zoom_1"})
    finally:
        envs.close(terminate=True)


def test_unknown_devices_and_tasks(env: PhoneEnv) -> None:
    with pytest.raises(UnsupportedByDevice, match="'virtual'"):
        PhoneEnv(["zoom_1"], device="virtuall")
    with pytest.raises(UnknownTask, match="zoom_"):
        PhoneEnv(["zoom_111"])
    with pytest.raises(UnknownTask, match="zoom_"):
        env.reset(options={"task": "zoom_111"})
    with pytest.raises(InvalidArgument, match="'canonical'"):
        env.reset(options={"variation": "canonic"})
    with pytest.raises(InvalidArgument, match="did you mean 'task'"):
        env.reset(options={"tsk": "zoom_1"})
    with pytest.raises(InvalidArgument, match="whole number"):
        env.reset(options={"seed": "x"})
    with pytest.raises(InvalidArgument, match="one or more"):
        PhoneEnv([])


# Actions


@pytest.mark.parametrize(
    ("action", "explained"),
    [
        ("tapp(3)", "tap"),
        ("tap(999)", "999"),
        ("tap(0)", "0"),
        ("tap()", "index"),
        ("tap(x=99999, y=5)", "99999"),
        ("swipe(1, 'upp')", "up"),
        ("swipe(1)", "direction"),
        ('launch("Zooom Meetings Pro")', "Zoo"),
        ("wait('long')", "interval"),
        ("text(", ""),
        ("", ""),
        ("I would rather not.", ""),
        ("__import__('os').system('true')", ""),
        (actions.tap(500), "500"),
        (7, "int"),
        (None, "NoneType"),
    ],
)
def test_bad_actions_are_explained_and_change_nothing(env: PhoneEnv, action: Any, explained: str) -> None:
    env.step("tap(1)")
    before, state = env.step("wait(1)")[0], env.device.snapshot()
    after, reward, terminated, truncated, info = env.step(action)
    assert explained in info["action_error"]
    assert (reward, terminated, truncated) == (0.0, False, False)
    assert (after["ui"], after["step"]) == (before["ui"], before["step"] + 1)
    assert env.device.snapshot() == state
    assert env.episode.steps[-1].error == info["action_error"]
    assert env.step("back()")[4]["action_error"] is None


def test_typed_actions_and_texts_are_the_same(env: PhoneEnv) -> None:
    typed = env.step(actions.tap(2))[0]
    env.reset(seed=0)
    assert data_equivalence(typed, env.step("tap(2)")[0], exact=True)


def test_the_answer_is_kept(env: PhoneEnv) -> None:
    env.step('finish("7:30 AM")')
    assert env.episode.answer == "7:30 AM"


# Ends


def test_finish_terminates_and_then_only_reset_helps(env: PhoneEnv) -> None:
    _, reward, terminated, truncated, _ = env.step("finish()")
    assert (reward, terminated, truncated) == (0.0, True, False)
    with pytest.raises(gym.error.ResetNeeded, match="reset"):
        env.step("tap(1)")
    env.reset()
    assert not env.step("tap(1)")[2]


def test_the_step_limit_truncates() -> None:
    env = PhoneEnv(["zoom_1"], observation=(), max_steps=3)
    env.reset(seed=0)
    ends = [env.step("wait(1)")[2:4] for _ in range(3)]
    assert ends == [(False, False), (False, False), (False, True)]
    assert env.episode.verdict is not None
    with pytest.raises(gym.error.ResetNeeded):
        env.step("wait(1)")


def test_finishing_in_the_last_step_terminates() -> None:
    env = PhoneEnv(["zoom_1"], observation=(), max_steps=1)
    env.reset(seed=0)
    assert env.step("finish()")[2:4] == (True, False)


def test_what_must_not_happen_terminates(env: PhoneEnv) -> None:
    env.step(actions.tap(look_up(env, "Join a meeting")))
    env.step('text("1234567890")')
    join = next(m.index for m in env.marks() if m.node.text == "Join" and m.node.clickable)
    _, reward, terminated, _, info = env.step(actions.tap(join))
    assert (reward, terminated) == (0.0, True)
    assert info["verdict"].violations == ["joined"]
    assert info["verdict"].success is False


def test_before_the_first_reset() -> None:
    env = PhoneEnv(["zoom_1"])
    for look in (lambda: env.step("tap(1)"), lambda: env.episode, lambda: env.instance):
        with pytest.raises(gym.error.ResetNeeded, match="reset"):
            look()


# Rewards


@pytest.mark.parametrize("task_id", list(catalogue()))
def test_partial_credit_of_a_solved_task_adds_up_to_one(task_id: str) -> None:
    env = PhoneEnv([task_id], observation=(), reward="partial")
    episode = run_episode(env, ExpertAgent(env))
    _, info = env.reset()
    share = sum(map(bool, info["subgoals"].values())) / len(info["subgoals"]) if info["subgoals"] else 0.0
    assert sum(step.reward for step in episode.steps) == pytest.approx(1 - share)


@pytest.mark.parametrize("seed", range(5))
def test_partial_credit_telescopes_on_any_way(seed: int) -> None:
    env = PhoneEnv(list(catalogue()), observation=(), reward="partial", variation="sampled")
    _, info = env.reset(seed=seed)
    at_start = list(info["subgoals"].values())
    episode = run_episode(env, RandomAgent(seed), seed=seed)
    assert episode.verdict is not None
    before = at_start.count(True) / len(at_start) if at_start else 0.0
    assert sum(step.reward for step in episode.steps) == pytest.approx(episode.verdict.progress - before)


@pytest.mark.parametrize("agent", [ExpertAgent, lambda env: RandomAgent(3), lambda env: FinishAgent()])
@pytest.mark.parametrize("task_id", ["clock_1", "setting_1", "contacts_1"])
def test_shaping_adds_nothing_to_success_but_where_it_began(task_id: str, agent: Any) -> None:
    """So no policy is better by it than by success (Ng et al., 1999): a failed way earns nothing more."""
    env = PhoneEnv([task_id], observation=(), reward="shaped", max_steps=12)
    _, info = env.reset(seed=0)
    held = list(info["subgoals"].values())
    before = held.count(True) / len(held) if held else 0.0
    episode = run_episode(env, agent(env), seed=0)
    assert episode.verdict is not None
    success = float(episode.verdict.success is True)
    assert sum(step.reward for step in episode.steps) == pytest.approx(success - before)


def test_shaping_rewards_a_sub_goal_when_it_is_reached() -> None:
    env = PhoneEnv(["clock_1"], observation=(), reward="shaped")
    rewards = [step.reward for step in run_episode(env, ExpertAgent(env)).steps]
    assert any(reward > 0 for reward in rewards[:-1])


def test_success_is_rewarded_once_at_the_end() -> None:
    env = PhoneEnv(["zoom_1"], observation=())
    rewards = [step.reward for step in run_episode(env, ExpertAgent(env), seed=0).steps]
    assert rewards == [0.0] * (len(rewards) - 1) + [1.0]


class FixedJudge:
    """Finds the same on every episode."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def judge(self, episode: Episode, task: Task) -> Verdict:
        return self.verdict


@pytest.mark.parametrize(
    ("success", "side_effects", "reward"),
    [(True, [], 1.0), (True, ["clock.alarms"], 0.75), (False, ["clock.alarms"], -0.25), (None, ["x"], 0.0)],
)
def test_side_effects_are_taken_off(success: bool | None, side_effects: list[str], reward: float) -> None:
    judge = FixedJudge(Verdict(success=success, side_effects=side_effects, cost=0.125))
    env = PhoneEnv(["zoom_1"], observation=(), judge=judge, side_effect_penalty=0.25)
    env.reset(seed=0)
    _, given, _, _, info = env.step("finish()")
    assert given == reward
    assert info["cost"] == 0.125


# Observations


@pytest.mark.parametrize("parts", [(), ("ui",), ("screenshot",), ("marked",), PARTS])
def test_only_chosen_parts_are_there(parts: tuple[str, ...]) -> None:
    env = PhoneEnv(["zoom_1"], observation=parts, screen=SMALL)
    observation, _ = env.reset(seed=0)
    assert set(observation) == {"goal", "step", *parts} == set(env.observation_space)
    assert observation in env.observation_space


class Blind(VirtualDevice):
    """A phone nobody may look at."""

    def tree(self) -> UiTree:
        raise AssertionError("a tree was asked for")

    def frame(self) -> np.ndarray:
        raise AssertionError("a frame was asked for")


def test_parts_left_out_cost_nothing() -> None:
    env = PhoneEnv(["zoom_1"], device=Blind(Display(*SMALL, 105)), observation=())
    env.reset(seed=0)
    env.step("back()")
    assert env.step("finish()")[2]


def test_marks_are_drawn_onto_the_screenshot() -> None:
    env = PhoneEnv(["zoom_1"], observation=("screenshot", "marked"), screen=SMALL)
    observation, _ = env.reset(seed=0)
    differing = (observation["screenshot"] != observation["marked"]).any(axis=2)
    for mark in env.marks():
        x, y = mark.center
        assert differing[max(y - 2, 0) : y + 25, max(x - 25, 0) : x + 25].any(), mark


def test_render_shows_the_screen() -> None:
    env = PhoneEnv(["zoom_1"], observation=("screenshot",), screen=SMALL, render_mode="rgb_array")
    observation, _ = env.reset(seed=0)
    rendered = env.render()
    assert rendered is not None
    assert (rendered == observation["screenshot"]).all()
    assert PhoneEnv(["zoom_1"]).render() is None


def test_what_is_recorded() -> None:
    env = PhoneEnv(["zoom_1"], observation=(), record=("tree", "frame"), screen=SMALL)
    env.reset(seed=0)
    env.step("tap(1)")
    env.step("finish()")
    episode = env.episode
    assert all(step.tree is not None and step.frame is not None for step in episode.steps)
    assert episode.final_tree is not None
    assert episode.final_frame is not None


# Surroundings


class Broken(VirtualDevice):
    """A phone whose cable falls out at the first touch."""

    def perform(self, gesture: Gesture) -> None:
        raise DeviceLost("the cable is out")


def test_a_lost_device_is_no_failure_of_the_agent() -> None:
    env = PhoneEnv(["zoom_1"], device=Broken(), observation=())
    env.reset(seed=0)
    with pytest.raises(DeviceLost):
        env.step("back()")
    assert env.episode.verdict is None


def test_inside_a_running_event_loop() -> None:
    async def episode() -> Episode:
        env = gym.make("OpenPhone-zoom_1-v0", observation=("ui",))
        return run_episode(env, ExpertAgent(env), seed=0)

    verdict = asyncio.run(episode()).verdict
    assert verdict is not None
    assert verdict.success


def test_run_episode_wants_a_phone() -> None:
    with pytest.raises(TypeError, match="OpenPhone"):
        run_episode(gym.make("CartPole-v1"), RandomAgent())


def test_the_last_screen_is_let_go_before_the_next_phone_is_drawn(
    env: PhoneEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    def laid_out() -> list[str]:
        return [type(thing).__name__ for thing in gc.get_objects() if type(thing) in (Window, UiTree)]

    kept: list[list[str]] = []

    def drawn(*given: Any) -> TaskInstance:
        kept.append(laid_out())
        return draw(*given)

    gc.collect()
    others = len(laid_out()) - 2
    monkeypatch.setattr("openphone_gym.env.draw", drawn)
    env.reset(seed=1)
    assert [len(names) for names in kept] == [others]


def test_500_resets_leave_nothing_behind(env: PhoneEnv) -> None:
    def live(resets: int) -> int:
        for number in range(resets):
            env.reset(options={"variation": "sampled", "seed": number % 10})
            env.step("tap(3)")
            env.step("finish()")
        gc.collect()
        return len(gc.get_objects())

    before = live(30)
    assert live(500) < before + 500


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda env: pickle.loads(pickle.dumps(env))])
def test_a_copy_goes_its_own_way_from_the_same_place(copied: Callable[[PhoneEnv], PhoneEnv]) -> None:
    env = PhoneEnv(["clock_1"], variation="sampled", screen=(360, 800))
    env.reset(seed=1)
    env.step("tap(2)")
    other = copied(env)
    assert other.instance.task is env.instance.task
    state = env.device.snapshot()
    ours = other.step("tap(3)")
    assert env.device.snapshot() == state
    theirs = env.step("tap(3)")
    assert ours[0]["ui"] == theirs[0]["ui"]
    assert np.array_equal(ours[0]["screenshot"], theirs[0]["screenshot"])


Change = Callable[[PhoneEnv], PhoneEnv | None]


def perform(env: PhoneEnv) -> None:
    env.device.perform(PressKey("home"))


def shell(env: PhoneEnv) -> None:
    env.device.shell("input keyevent KEYCODE_HOME")


def device_reset(env: PhoneEnv) -> None:
    env.device.reset(Setup())


def restore(env: PhoneEnv) -> None:
    before = env.device.snapshot()
    env.device.perform(PressKey("home"))
    env.marks()
    env.device.restore(before)


def interruption(env: PhoneEnv) -> None:
    assert isinstance(env.device, VirtualDevice)
    system = env.device.phone.system
    system.interruptions[system.gestures + 1] = "permission"
    env.step("wait(1)")


def spawned(env: PhoneEnv) -> PhoneEnv:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(copy.copy, (env,))


CHANGES: list[Change] = [
    copy.deepcopy, lambda env: pickle.loads(pickle.dumps(env)), spawned,
    perform, shell, device_reset, restore, interruption,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("action", ["no action at all", "tap(500)", "wait(1)"])
def test_nothing_that_is_read_off_a_screen_outlives_it(change: Change, action: str) -> None:
    env = PhoneEnv(["clock_1"], observation=("ui", "marked"), screen=(270, 600))
    env.reset(seed=1)
    env.step("tap(2)")
    env.marks()
    env = change(env) or env
    tree = env.device.tree()
    assert env.marks() == number_marks(tree)
    assert [mark.node for mark in env.marks()] == [mark.node for mark in number_marks(env.tree())]
    observation = env.step(action)[0]
    tree = env.device.tree()
    assert observation["ui"] == compact_text(tree, number_marks(tree))
    assert "[1]" in observation["ui"]
    assert np.array_equal(observation["marked"], draw_marks(env.device.frame(), number_marks(tree)))


def test_copies_at_any_moment_behave_alike_and_apart() -> None:
    rng = random.Random(5)
    env = PhoneEnv(
        list(catalogue()),
        observation=("ui",),
        variation="sampled",
        screen=SMALL,
        interruptions=0.7,
        max_steps=40,
    )
    agent = RandomAgent(5)
    observation, _ = env.reset(seed=5)
    for number in range(120):
        other = copy.deepcopy(env) if number % 2 else pickle.loads(pickle.dumps(env))
        assert other.marks() == env.marks()
        action = rng.choice([agent.act(observation).action, "nonsense", "wait(3600)"])
        state = other.device.snapshot()
        here = env.step(action)
        assert other.device.snapshot() == state
        there = other.step(action)
        assert data_equivalence(here[0], there[0], exact=True), action
        assert here[1:4] == there[1:4]
        assert here[4]["action_error"] == there[4]["action_error"]
        assert env.device.snapshot() == other.device.snapshot()
        env, observation = rng.choice([env, other]), here[0]
        if here[2] or here[3]:
            observation, _ = env.reset()


def test_a_closed_environment_wants_a_reset() -> None:
    env = PhoneEnv(["zoom_1"], observation=("ui",), screen=SMALL, render_mode="rgb_array")
    with pytest.raises(gym.error.ResetNeeded):
        env.render()
    env.close()
    first, _ = env.reset(seed=0)
    env.step("tap(3)")
    env.close()
    env.close()
    for use in (lambda: env.step("tap(1)"), env.render):
        with pytest.raises(gym.error.ResetNeeded, match="reset"):
            use()
    assert len(env.episode.steps) == 1
    assert data_equivalence(env.reset(seed=0)[0], first, exact=True)
    assert env.render() is not None


class Unwilling(VirtualDevice):
    """A phone that can be set up once."""

    def reset(self, setup: Setup) -> None:
        if self._phone is not None:
            raise DeviceLost("the cable is out")
        super().reset(setup)


def test_a_reset_that_fails_leaves_no_episode() -> None:
    env = PhoneEnv(["zoom_1"], device=Unwilling(), observation=())
    env.reset(seed=0)
    with pytest.raises(DeviceLost):
        env.reset()
    with pytest.raises(gym.error.ResetNeeded):
        env.step("back()")


ODD_SCREENS = [
    (240, 400),
    (240, 7680, 120),
    (320, 640),
    (320, 640, 60),
    (4320, 6480, 2000),
    (1080, 1620, 540),
]


@pytest.mark.parametrize("screen", ODD_SCREENS)
def test_check_env_on_odd_screens(screen: tuple[int, ...]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parts = PARTS if screen[0] * screen[1] < 10**6 else ("ui",)
        env = gym.make("OpenPhone-setting-v0", observation=parts, screen=screen, variation="sampled")
        check_env(env.unwrapped, skip_render_check=True)
    env.close()


def test_halves_of_characters_do_no_harm(tmp_path: Path) -> None:
    env = PhoneEnv(["zoom_1"], screen=SMALL, record=("tree", "frame"))
    env.reset(seed=0)
    env.step(actions.tap(look_up(env, "Join a meeting")))
    env.step(actions.tap(next(m.index for m in env.marks() if m.node.class_name.endswith("EditText"))))
    for action in ('text("a\\ud800b")', 'text("a\ud800b")', Action("text", {"input_str": "a\ud800b"})):
        *_, info = env.step(action)
        assert info["action_error"] is None
    env.step('finish("\ud800")')
    env.episode.steps[-1].decision = Decision(action='finish("\ud800")', raw="\ud800")
    save_episode(env.episode, tmp_path / "episode")
    assert load_episode(tmp_path / "episode").answer == "?"


def test_text_without_a_focused_field_is_an_error() -> None:
    env = PhoneEnv(["zoom_1"], observation=(), screen=SMALL)
    env.reset(seed=0)
    info = env.step('text("hello")')[-1]
    assert "tap a field first" in info["action_error"]
    assert env.episode.steps[-1].gesture is None


class HostileText(str):
    """A text of an agent's own class, which fails when it is looked at."""

    def __getitem__(self, place: object) -> str:
        raise KeyError(place)

    __str__ = __len__ = __iter__ = __getitem__  # type: ignore[assignment]


def test_a_text_of_a_class_of_its_own_is_what_it_holds() -> None:
    env = PhoneEnv(["clock_10"], observation=("ui",))
    env.reset(seed=0)
    env.step(HostileText("wait(1)"))
    env.step(HostileText("no call"))
    assert [step.action_text for step in env.episode.steps] == ["wait(1)", "no call"]
