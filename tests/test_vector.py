"""Many phones at once, in this process and in others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.error import ClosedEnvironmentError, ResetNeeded
from gymnasium.vector import AutoresetMode, VectorEnv

from openphone_gym.actions import Action, InvalidAction, tap
from openphone_gym.arguments import InvalidArgument
from openphone_gym.devices.device import DeviceLost
from openphone_gym.env import PhoneEnv
from openphone_gym.tasks.catalogue import UnknownTask
from openphone_gym.vector import PhoneVectorEnv, WorkerLost

ROOT = Path(__file__).parents[1]

ARGUMENTS = {"num_envs": 2, "observation": ("ui", "screenshot"), "screen": (270, 600), "variation": "sampled"}
CALLS = [
    ("tap(1)", 'text("北京")'),
    ("tap(99)", "back()"),
    ("finish()", "swipe(direction='up')"),
    ("wait(1)",) * 2,
]


def transcript(envs: VectorEnv) -> list[dict[str, Any]]:
    """What an agent sees of a few steps."""
    observations, infos = envs.reset(seed=11)
    seen = [{**plain(observations), "seeds": infos["task_seed"].tolist()}]
    for calls in CALLS:
        observations, rewards, terminated, truncated, _ = envs.step(calls)
        ends = {"terminated": terminated.tolist(), "truncated": truncated.tolist()}
        seen.append({**plain(observations), "rewards": rewards.tolist(), **ends})
    envs.close()
    return seen


def plain(observations: dict[str, Any]) -> dict[str, Any]:
    """Observations as values that can be compared."""
    return {
        name: part.tolist() if isinstance(part, np.ndarray) else part for name, part in observations.items()
    }


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    return transcript(gym.make_vec("OpenPhone-v0", vectorization_mode="sync", **ARGUMENTS))


def test_sync(expected: list[dict[str, Any]]) -> None:
    assert len(set(expected[0]["goal"])) == 2
    assert [seen["terminated"][0] for seen in expected[1:]] == [False, False, True, False]
    assert expected[4]["step"] == [0, 4], "an episode that ended starts anew with the next step"


@pytest.mark.parametrize("shared_memory", [True, False])
def test_async_in_spawned_processes_sees_the_same(
    shared_memory: bool, expected: list[dict[str, Any]]
) -> None:
    options = {"context": "spawn", "shared_memory": shared_memory}
    envs = gym.make_vec("OpenPhone-v0", vectorization_mode="async", vector_kwargs=options, **ARGUMENTS)
    assert transcript(envs) == expected


@pytest.mark.parametrize("context", ["fork", "spawn"])
@pytest.mark.parametrize("workers", [1, 2])
def test_few_processes_see_the_same(workers: int, context: str, expected: list[dict[str, Any]]) -> None:
    assert transcript(few(workers=workers, context=context)) == expected


def test_few_processes_are_what_gymnasium_takes_by_itself() -> None:
    envs = gym.make_vec("OpenPhone-zoom-v0", num_envs=2, workers=1, observation=("ui",))
    assert isinstance(envs, PhoneVectorEnv)
    envs.close()


def few(**given: Any) -> PhoneVectorEnv:
    arguments = {**ARGUMENTS, "workers": 2, **given}
    return gym.make_vec("OpenPhone-v0", vectorization_mode="vector_entry_point", **arguments)


def made(mode: str, autoreset: AutoresetMode) -> VectorEnv:
    if mode == "vector_entry_point":
        return few(autoreset_mode=autoreset)
    options = {"autoreset_mode": autoreset}
    return gym.make_vec("OpenPhone-v0", vectorization_mode=mode, vector_kwargs=options, **ARGUMENTS)


@pytest.mark.parametrize("mode", ["sync", "vector_entry_point"])
def test_same_step_autoreset(mode: str) -> None:
    envs = made(mode, AutoresetMode.SAME_STEP)
    begun, _ = envs.reset(seed=0)
    observations, _, terminated, _, infos = envs.step(("finish()", "wait(1)"))
    assert terminated.tolist() == [True, False]
    assert observations["step"].tolist() == [0, 1]
    assert infos["final_info"]["verdict"][0].success is False
    final = infos["final_obs"][0]
    assert final["step"] == 1
    assert final["goal"] == begun["goal"][0] != observations["goal"][0]
    assert np.array_equal(final["screenshot"], begun["screenshot"][0])
    assert infos["_final_obs"].tolist() == [True, False]
    envs.close()


@pytest.mark.parametrize("mode", ["sync", "vector_entry_point"])
def test_without_autoreset_a_mask_says_who_starts_anew(mode: str) -> None:
    envs = made(mode, AutoresetMode.DISABLED)
    envs.reset(seed=0)
    observations, *_ = envs.step(("finish()", "wait(1)"))
    again, infos = envs.reset(seed=[5, None], options={"reset_mask": np.array([True, False])})
    assert again["step"].tolist() == [0, 1]
    assert again["ui"][1] == observations["ui"][1]
    assert np.array_equal(again["screenshot"][1], observations["screenshot"][1])
    assert infos["_task_id"].tolist() == [True, False]
    *_, terminated, _, _ = envs.step(("wait(1)", "finish()"))
    assert terminated.tolist() == [False, True]
    envs.close()


def test_a_phone_without_an_episode_says_so_and_the_others_go_on() -> None:
    envs = few(autoreset_mode="Disabled")
    envs.reset(seed=0)
    envs.step(("finish()", "wait(1)"))
    with pytest.raises(ResetNeeded) as caught:
        envs.step(("wait(1)", "wait(1)"))
    assert caught.value.__notes__ == ["on phone 0 of 2"]
    observations, _ = envs.reset(options={"reset_mask": np.array([True, False])})
    assert observations["step"].tolist() == [0, 2]
    envs.close()


def test_observations_are_copied_unless_asked_otherwise() -> None:
    for copied in (True, False):
        envs = few(copy=copied)
        before, _ = envs.reset(seed=0)
        kept = before["step"].copy()
        envs.step(("wait(1)", "wait(1)"))
        assert (before["step"].tolist() == kept.tolist()) is copied
        envs.close()


@pytest.mark.parametrize("mode", ["sync", "vector_entry_point"])
def test_whatever_an_agent_hands_over_is_an_invalid_action(mode: str) -> None:
    envs = made(mode, AutoresetMode.NEXT_STEP)
    envs.reset(seed=0)
    for odd in (lambda: 1, InvalidAction("nothing found"), Action("fly", {"to": object()}), None, 3.5):
        *_, infos = envs.step((odd, tap(1)))
        assert infos["action_error"][0], odd
    envs.close()


def test_attributes_and_pictures_of_all_phones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PhoneEnv, "tree_reader", lambda env: lambda: env.tree(), raising=False)
    envs = few(render_mode="rgb_array", observation=("ui",), context="fork")
    envs.reset(seed=0)
    assert [frame.shape for frame in envs.render() or ()] == [(600, 270, 3)] * 2
    assert envs.get_attr("split") == ("train", "train")
    envs.set_attr("interruptions", [0.0, 1.0])
    assert envs.get_attr("interruptions") == (0.0, 1.0)
    with pytest.raises(AttributeError):
        envs.get_attr("nothing")
    with pytest.raises(TypeError, match="pickle"):
        envs.set_attr("oddity", threading.Lock())
    with pytest.raises(TypeError, match="between processes"):
        envs.call("tree_reader")
    envs.close()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"num_envs": 0}, "num_envs=0"),
        ({"workers": 0}, "workers=0"),
        ({"context": "thread"}, "context='thread'.*spawn"),
        ({"autoreset_mode": "never"}, "autoreset_mode='never'.*NextStep"),
        ({"observation": ("picture",)}, "observation"),
    ],
)
def test_a_wrong_argument_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgument, match=message):
        few(**given)


def test_wrong_actions_seeds_and_options_leave_the_phones_as_they_are() -> None:
    envs = few()
    envs.reset(seed=0)
    for actions in ("tap(1)", ("tap(1)",), ("tap(1)",) * 3):
        with pytest.raises(InvalidArgument, match="2 actions"):
            envs.step(actions)
    for seed in ([1], -1, "7"):
        with pytest.raises(InvalidArgument, match="seed"):
            envs.reset(seed=seed)
    for mask in (np.array([False, False]), np.array([True]), [True, False]):
        with pytest.raises(InvalidArgument, match="reset_mask"):
            envs.reset(options={"reset_mask": mask})
    with pytest.raises(UnknownTask, match="did you mean 'zoom_"):
        envs.reset(options={"task": "zoom_l"})
    _, infos = envs.reset(options={"task": "zoom_1"})
    assert infos["task_id"].tolist() == ["zoom_1"] * 2
    envs.close()
    with pytest.raises(ClosedEnvironmentError):
        envs.reset()


def test_a_process_that_died_is_an_error_of_the_infrastructure() -> None:
    envs = few()
    envs.reset(seed=0)
    process = envs._workers[1].process
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(WorkerLost, match=r"phones 1 to 1 died \(exit code -9\)") as caught:
        envs.step(("wait(1)", "wait(1)"))
    assert isinstance(caught.value, DeviceLost)
    assert not envs._workers[0].process.is_alive()
    with pytest.raises(ClosedEnvironmentError):
        envs.reset()


ORPHANS = """
import os, signal, sys
import gymnasium as gym
import openphone_gym

if __name__ == "__main__":
    envs = gym.make_vec("OpenPhone-zoom-v0", num_envs=3, workers=3, context=sys.argv[1], observation=("ui",))
    print(*(worker.process.pid for worker in envs._workers), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
@pytest.mark.parametrize("context", ["fork", "spawn"])
def test_no_process_outlives_its_owner(context: str, tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    command = [sys.executable, str(script), context]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    numbers = done.stdout.split()
    assert len(numbers) == 3
    deadline = time.monotonic() + 20
    while alive := [number for number in numbers if _runs(number)]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.05)


def _runs(number: str) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("mode", ["sync", "vector_entry_point"])
def test_sampled_actions_step(mode: str) -> None:
    envs = gym.make_vec("OpenPhone-v0", vectorization_mode=mode, **ARGUMENTS)
    envs.reset(seed=0)
    envs.action_space.seed(0)
    for _ in range(20):
        observations, *_ = envs.step(envs.action_space.sample())
    assert observations["screenshot"].shape == (2, 600, 270, 3)
    envs.close()


def test_the_line_in_the_docs_makes_a_vector() -> None:
    page = (ROOT / "docs" / "environments.md").read_text(encoding="utf-8")
    (line,) = [
        line for line in page.splitlines() if 'vectorization_mode="vector_entry_point", observation' in line
    ]
    made: dict[str, Any] = {"gym": gym}
    exec(line, made)  # noqa: S102 - the page's own line
    assert isinstance(made["envs"], PhoneVectorEnv)
    assert made["envs"].num_envs == 32
    made["envs"].close()
