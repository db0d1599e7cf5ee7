"""``PhoneEnv`` behind OpenEnv's interface, and its tasks behind the task API."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any
from uuid import uuid4

from openenv.core.env_server.interfaces import Environment
from openenv.core.env_server.types import EnvironmentMetadata

from openphone_gym import actions
from openphone_gym.arguments import InvalidArgument, one_of, optional, text, validated, whole
from openphone_gym.devices.device import DeviceError
from openphone_gym.env import SPLITS, PhoneEnv
from openphone_gym.integrations.openenv.models import PhoneAction, PhoneObservation, PhoneState, PhoneVerdict
from openphone_gym.phone.shell.screenshots import png
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import VARIATIONS
from openphone_gym.trajectory import Verdict

NAME = "openphone"
"""Name of the environment in paths of the task API: ``/openphone/tasks``."""

CANONICAL = "canonical"
TASK_SPLITS = (CANONICAL, *SPLITS)
"""Splits of the task API: the benchmark's own values, and the tasks drawn by seeds for training or testing."""
LONGEST_ID = 255

DESCRIPTION = (
    "Tasks on a virtual Android phone with thirteen apps: look at the screen, act by call texts such as tap(3), "
    "finish(); a judge by state decides whether the goal was reached."
)


class PhoneFault(RuntimeError):
    """The infrastructure failed, not the agent: the episode has no score."""


class PhoneEnvironment(Environment[PhoneAction, PhoneObservation, PhoneState]):
    """A session: one phone, one episode after the other.

    Steps take less than a millisecond and are done where the messages are read, since handing each one to a
    thread costs more than the step itself.

    Args:
        tasks: Ids of the tasks that are served.
        arguments: Other arguments of ``PhoneEnv``.
    """

    SUPPORTS_CONCURRENT_SESSIONS = True
    REQUIRES_SINGLE_THREAD_EXECUTOR = True  # else each session would keep a thread for making its phone

    def __init__(self, tasks: Sequence[str], **arguments: Any) -> None:
        super().__init__()
        self._tasks = tuple(tasks)
        self._split: str = arguments.get("split", SPLITS[0])
        self._env = PhoneEnv(self._tasks, **arguments)
        self._state = PhoneState()

    # Episodes

    def reset(
        self, seed: int | None = None, episode_id: str | None = None, **options: Any
    ) -> PhoneObservation:
        """Starts an episode.

        Args:
            seed: Makes the draws of this and all later episodes of the session deterministic.
            episode_id: What ``state`` shall call the episode.
            options: ``task`` (id), ``variation`` and ``task_seed`` of the episode; or ``split`` and ``index``, a
                task of the task API.

        Raises:
            InvalidArgument: An option is unknown, or has no such value.
            PhoneFault: The device failed.
        """
        chosen = self._chosen(options)
        name = optional(text)("episode_id", episode_id)
        if name is not None and len(name) > LONGEST_ID:
            raise InvalidArgument("episode_id", name, [f"up to {LONGEST_ID} characters"])
        try:
            observation, info = self._env.reset(seed=seed, options=chosen)
        except DeviceError as error:
            raise _fault(error) from error
        self._state = PhoneState(
            episode_id=name or uuid4().hex,
            task=info["task_id"],
            app=info["app"],
            goal=observation["goal"],
            variation=info["variation"],
            task_seed=info["task_seed"],
            max_steps=info["max_steps"],
        )
        return _observed(observation, info)

    def _chosen(self, options: dict[str, Any]) -> dict[str, Any]:
        """The options of ``PhoneEnv.reset``."""
        checks = {
            "task": optional(one_of(self._tasks)),
            "variation": optional(one_of(VARIATIONS)),
            "task_seed": optional(whole()),
            "split": optional(one_of(TASK_SPLITS)),
            "index": optional(whole(0, len(self._tasks) - 1)),
        }
        for name in options:
            one_of(tuple(checks))("argument of reset", name)
        given = validated(checks, {name: options.get(name) for name in checks})
        if (given.split is None) != (given.index is None):
            raise InvalidArgument("split and index name a task together: give both or neither")
        if given.split is None:
            self._env.split = self._split
            return {"task": given.task, "variation": given.variation, "seed": given.task_seed}
        if given.task is not None or given.variation is not None:
            raise InvalidArgument("split and index already say task and variation: leave these out")
        self._env.split = self._split if given.split == CANONICAL else given.split
        variation = CANONICAL if given.split == CANONICAL else "sampled"
        return {"task": self._tasks[given.index], "variation": variation, "seed": given.task_seed}

    def step(self, action: PhoneAction, timeout_s: float | None = None, **kwargs: Any) -> PhoneObservation:
        """Does one action; what is wrong with it stands in the observation's ``action_error``.

        Args:
            action: The action.
            timeout_s: Not used: a step of the virtual phone never waits.
            kwargs: Not used; part of OpenEnv's signature.

        Raises:
            gymnasium.error.ResetNeeded: There is no episode, or it has ended.
            PhoneFault: The device failed.
        """
        move = action.call if action.name is None else actions.Action(action.name, dict(action.arguments))
        try:
            observation, reward, terminated, truncated, info = self._env.step(move or "")
        except DeviceError as error:
            raise _fault(error) from error
        self._state.step_count = int(observation["step"])
        self._state.done, self._state.truncated = terminated or truncated, truncated
        return _observed(observation, info, float(reward), terminated or truncated, truncated)

    async def reset_async(
        self, seed: int | None = None, episode_id: str | None = None, **options: Any
    ) -> PhoneObservation:
        """``reset``, without a thread."""
        return self.reset(seed, episode_id, **options)

    async def step_async(
        self, action: PhoneAction, timeout_s: float | None = None, **kwargs: Any
    ) -> PhoneObservation:
        """``step``, without a thread."""
        return self.step(action, timeout_s, **kwargs)

    @property
    def state(self) -> PhoneState:
        """Which episode this is, and how far it went."""
        return self._state

    def get_metadata(self) -> EnvironmentMetadata:
        """Name, description and version."""
        return EnvironmentMetadata(name=NAME, description=DESCRIPTION, version=version("openphone_gym"))

    def close(self) -> None:
        """Gives the phone back."""
        self._env.close()

    # Task API

    def list_splits(self) -> list[dict[str, str]]:
        """The benchmark's own values, and draws by seeds for training and for testing."""
        return [{"name": name, "type": "train" if name == "train" else "test"} for name in TASK_SPLITS]

    def num_tasks(self, split: str) -> int:
        """How many tasks a split has."""
        return len(self._known(split))

    def list_tasks(self, split: str) -> list[dict[str, Any]]:
        """All tasks of a split."""
        return self.get_task_range(split)

    def get_task(self, split: str, index: int) -> dict[str, Any]:
        """One task.

        Raises:
            IndexError: There is none at this place.
        """
        if not 0 <= index < self.num_tasks(split):
            raise IndexError(f"{split} has the tasks 0 to {self.num_tasks(split) - 1}")
        return self._spec(split, index)

    def get_task_range(
        self, split: str, start: int | None = None, stop: int | None = None
    ) -> list[dict[str, Any]]:
        """Tasks from ``start`` up to ``stop``, as of a slice."""
        return [self._spec(split, index) for index in range(self.num_tasks(split))[start:stop]]

    def _known(self, split: str) -> tuple[str, ...]:
        if split not in TASK_SPLITS:
            raise IndexError(f"no split {split!r}; there are {', '.join(TASK_SPLITS)}")
        return self._tasks

    def _spec(self, split: str, index: int) -> dict[str, Any]:
        task = find_task(self._tasks[index])
        return {
            "id": f"{split}/{task.id}",
            "index": index,
            "task": task.id,
            "app": task.counted_as,
            "human_steps": task.human_steps,
            "max_steps": task.max_steps,
        }


def _fault(error: DeviceError) -> PhoneFault:
    return PhoneFault(f"infrastructure, not the agent: {type(error).__name__}: {error}")


def _observed(
    observation: dict[str, Any],
    info: dict[str, Any],
    reward: float | None = None,
    done: bool = False,
    truncated: bool = False,
) -> PhoneObservation:
    verdict: Verdict | None = info.get("verdict")
    return PhoneObservation(
        done=done,
        reward=reward,
        goal=observation["goal"],
        step=int(observation["step"]),
        max_steps=info["max_steps"],
        ui=observation.get("ui"),
        screenshot=_picture(observation.get("screenshot")),
        marked=_picture(observation.get("marked")),
        action_error=info["action_error"],
        task=info["task_id"],
        app=info["app"],
        foreground=info["foreground"],
        subgoals=info["subgoals"],
        truncated=truncated,
        verdict=None if verdict is None else _found(verdict),
    )


def _picture(frame: Any) -> str | None:
    return None if frame is None else base64.b64encode(png(frame)).decode()


def _found(verdict: Verdict) -> PhoneVerdict:
    return PhoneVerdict(
        success=verdict.success,
        progress=verdict.progress,
        subgoals=verdict.subgoals,
        violations=verdict.violations,
        side_effects=verdict.side_effects,
        reason=verdict.reason,
        judge=verdict.judge,
    )
