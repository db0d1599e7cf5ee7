"""Episodes in Minari: recorded, loaded and sampled by Minari itself, byte for byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("minari", reason="needs the extra minari")
pytest.importorskip("jax", reason="needs the extra minari")

import gymnasium as gym
import minari
import numpy as np
from minari.serialization import deserialize_space, serialize_space

from openphone_gym.actions import ActionSpace
from openphone_gym.integrations.minari import Picture, record_expert, recorder
from openphone_gym.spaces import UnicodeText
from tests.integrations.printed import programs, run

ARGUMENTS: dict[str, Any] = {"observation": ("ui", "screenshot"), "screen": (270, 600)}
ODD = [
    "tap(1)",
    'text("北京 \U0001f4f1 é\\u0000")',
    "swipe(direction='up')",
    "no action at all",
    "finish('7:30')",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINARI_DATASETS_PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("space", [UnicodeText(4000), ActionSpace(max_index=7), Picture((600, 270, 3))])
def test_spaces_are_written_and_read_again(space: gym.Space[Any]) -> None:
    written = serialize_space(space)
    assert len(written) < 200
    assert deserialize_space(written) == space
    nested = gym.spaces.Dict({"part": space, "step": gym.spaces.Box(0, 9, (), np.int64)})
    assert deserialize_space(serialize_space(nested)) == nested


def test_episodes_of_the_expert_come_back_byte_for_byte() -> None:
    recorded = record_expert(
        "openphone/zoom-expert-v0", "OpenPhone-zoom-v0", [3, 4], tasks=["zoom_1"], **ARGUMENTS
    )
    assert recorded.total_episodes == 2
    dataset = minari.load_dataset("openphone/zoom-expert-v0")
    env = dataset.recover_environment()
    assert env.unwrapped.device.screen[:2] == (270, 600)
    assert dataset.action_space == env.action_space
    for episode in dataset.iterate_episodes():
        seed = next(iter(dataset.storage.get_episode_metadata([episode.id])))["seed"]
        assert episode.rewards[-1] == 1.0
        observation, _ = env.reset(seed=seed, options={"task": "zoom_1", "seed": seed})
        check(episode.observations, 0, observation)
        for number, action in enumerate(episode.actions):
            assert dataset.action_space.contains(action)
            observation, reward, terminated, truncated, _ = env.step(action)
            check(episode.observations, number + 1, observation)
            assert reward == episode.rewards[number]
            assert (terminated, truncated) == (episode.terminations[number], episode.truncations[number])


def check(recorded: dict[str, Any], number: int, observation: dict[str, Any]) -> None:
    for name, part in observation.items():
        assert np.array_equal(recorded[name][number], part), name


@pytest.mark.filterwarnings("ignore:Action is not in action space")
def test_what_anybody_writes_is_kept_as_it_was_written() -> None:
    env = recorder(gym.make("OpenPhone-zoom_1-v0", **ARGUMENTS))
    env.reset(seed=1)
    for action in [*ODD[:-1], 3.5, None, "\ud800", ODD[-1]]:
        env.step(action)
    env.create_dataset("openphone/odd-v0", ref_min_score=0.0, ref_max_score=1.0)
    env.close()
    (episode,) = minari.load_dataset("openphone/odd-v0").iterate_episodes()
    assert episode.actions == [*ODD[:-1], "3.5", "None", "?", ODD[-1]]


def test_episodes_are_sampled() -> None:
    record_expert(
        "openphone/sampled-v0", "OpenPhone-zoom_1-v0", range(4), observation=("ui",), variation="sampled"
    )
    dataset = minari.load_dataset("openphone/sampled-v0")
    dataset.set_seed(0)
    drawn = [episode.id for episode in dataset.sample_episodes(2)]
    dataset.set_seed(0)
    assert drawn == [episode.id for episode in dataset.sample_episodes(2)]
    assert len({episode.observations["goal"][0] for episode in dataset.iterate_episodes()}) == 4
    assert dataset.filter_episodes(lambda episode: episode.rewards[-1] == 1.0).total_episodes == 4


def test_a_program_of_its_own_loads_them(folder: Path) -> None:
    record_expert("openphone/own-v0", "OpenPhone-zoom_1-v0", [0], observation=("ui",))
    code = (
        "import minari, openphone_gym.integrations.minari\n"
        "dataset = minari.load_dataset('openphone/own-v0')\n"
        "print(dataset.recover_environment().reset(seed=0)[0]['goal'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "meeting" in done.stdout, done.stderr


def test_the_lines_run_as_printed(capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = programs("Minari")
    run(program)
    assert capsys.readouterr().out.count("finish()") == 3
