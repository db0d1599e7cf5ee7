"""Episodes of the phone as a Minari dataset. Import this before a dataset is loaded: it knows our spaces.

Texts may hold any characters, so data is kept as Arrow, byte for byte; pictures are not compressed with loss.
Actions are kept as their canonical texts, which ``ActionSpace`` holds and ``PhoneEnv.step`` takes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import gymnasium as gym
import numpy as np

from openphone_gym.actions import Action, ActionSpace, well_formed
from openphone_gym.episode import run_episode
from openphone_gym.expert import ExpertAgent
from openphone_gym.integrations.missing import need
from openphone_gym.spaces import UnicodeText

need("minari", "minari")
need("pyarrow", "minari")
need("jax", "minari")

from minari import DataCollector, MinariDataset, StepDataCallback  # noqa: E402 - after the checks above
from minari.serialization import deserialize_space, serialize_space  # noqa: E402


class Picture(gym.spaces.Box):
    """A picture, uint8 of any values: written down as its shape, where Minari's ``Box`` lists every bound.

    Args:
        shape: Height, width and 3.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        super().__init__(0, 255, shape, np.uint8)


def recorder(env: gym.Env[Any, Any]) -> DataCollector:
    """The environment, in Minari's wrapper that records what happens in it.

    Args:
        env: A ``PhoneEnv``, wrapped or not. Of its arguments those must be plain values that
            ``recover_environment`` is to know again.
    """
    return DataCollector(
        env,
        step_data_callback=_Texts,
        observation_space=_recorded(env.observation_space),
        data_format="arrow",
        jpeg_encoding=False,
    )


def record_expert(
    dataset_id: str, env_id: str, seeds: Iterable[int], *, tasks: Iterable[str] = (), **arguments: Any
) -> MinariDataset:
    """Records episodes of the reference solutions.

    Args:
        dataset_id: Such as ``openphone/zoom-expert-v0``.
        env_id: The environment.
        seeds: Each task is played once for each of them.
        tasks: Ids of the tasks; none takes all of the environment's.
        arguments: Of ``PhoneEnv``.

    Raises:
        ValueError: There is a dataset of that name already.
        DeviceError: A device failed.
    """
    env = recorder(gym.make(env_id, **arguments))
    chosen = list(tasks) or gym.spec(env_id).kwargs["tasks"]
    expert = ExpertAgent(env)
    for task in chosen:
        for seed in seeds:
            run_episode(env, expert, seed=seed, options={"task": task, "seed": seed})
    dataset = env.create_dataset(
        dataset_id, algorithm_name="reference solutions", ref_min_score=0.0, ref_max_score=1.0
    )
    env.close()
    return dataset


class _Texts(StepDataCallback):
    """Actions as the texts that they were given as, or their canonical ones."""

    def __call__(
        self,
        env: gym.Env[Any, Any],
        obs: Any,
        info: dict[str, Any],
        action: Any = None,
        rew: Any = None,
        terminated: bool | None = None,
        truncated: bool | None = None,
    ) -> Any:
        data = super().__call__(env, obs, info, action, rew, terminated, truncated)
        if rew is not None:  # of a step, not of a reset
            data["action"] = well_formed(str(action) if isinstance(action, str | Action) else repr(action))
        return data


def _recorded(space: Any) -> gym.spaces.Dict:
    """The observation space with its pictures as ``Picture``."""
    return gym.spaces.Dict(
        {
            name: Picture(part.shape) if isinstance(part, gym.spaces.Box) and len(part.shape) == 3 else part
            for name, part in space.items()
        }
    )


def _written(kind: str, to_string: bool, **values: Any) -> dict[str, Any] | str:
    found = {"type": kind, **values}
    return json.dumps(found) if to_string else found


@serialize_space.register(UnicodeText)
def _write_text(space: UnicodeText, to_string: bool = True) -> dict[str, Any] | str:
    return _written("openphone_gym.UnicodeText", to_string, max_bytes=space.max_bytes)


@serialize_space.register(ActionSpace)
def _write_actions(space: ActionSpace, to_string: bool = True) -> dict[str, Any] | str:
    return _written("openphone_gym.ActionSpace", to_string, max_index=space.max_index)


@serialize_space.register(Picture)
def _write_picture(space: Picture, to_string: bool = True) -> dict[str, Any] | str:
    return _written("openphone_gym.Picture", to_string, shape=list(space.shape))


@deserialize_space.register("openphone_gym.UnicodeText")
def _read_text(written: dict[str, Any]) -> UnicodeText:
    return UnicodeText(written["max_bytes"])


@deserialize_space.register("openphone_gym.ActionSpace")
def _read_actions(written: dict[str, Any]) -> ActionSpace:
    return ActionSpace(max_index=written["max_index"])


@deserialize_space.register("openphone_gym.Picture")
def _read_picture(written: dict[str, Any]) -> Picture:
    return Picture(tuple(written["shape"]))
