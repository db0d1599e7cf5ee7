"""The phone as an environment of SkyRL-gym: text in, text out, one action an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from openphone_gym.integrations.dialogue import Dialogue, open_phone
from openphone_gym.integrations.missing import need

need("skyrl_gym", "skyrl")

import skyrl_gym  # noqa: E402 - after the check that says what to install
from skyrl_gym.envs.base_text_env import BaseTextEnv, BaseTextEnvStepOutput  # noqa: E402

ENV_CLASS = "openphone"
"""What SkyRL calls the environment: the column ``env_class`` of its datasets."""

Messages = list[dict[str, str]]


class PhoneTextEnv(BaseTextEnv):
    """One episode.

    Args:
        env_config: Of the environment, the same for all episodes: ``env_id``, and arguments of ``PhoneEnv``.
        extras: Of this episode, a row of the dataset: ``task``, ``seed``, ``max_turns`` (step limit); each
            may be missing.

    Raises:
        InvalidArgument: An argument has no such value.
    """

    def __init__(
        self, env_config: Mapping[str, Any] | None = None, extras: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__()
        self._row = dict(extras or {})
        given = {"variation": "sampled", **dict(env_config or {})}
        if self._row.get("max_turns"):
            given["max_steps"] = self._row["max_turns"]
        self._dialogue = Dialogue(open_phone(mode="xml", **given))

    def init(self, prompt: Messages) -> tuple[Messages, dict[str, Any]]:
        """Starts the episode.

        Args:
            prompt: Of the dataset; the phone's own takes its place.

        Raises:
            UnknownTask: There is no such task.
            DeviceError: The device failed.
        """
        seed = self._row.get("seed")
        turn = self._dialogue.begin(seed=seed, options={"task": self._row.get("task"), "seed": seed})
        opening = [
            {"role": "system", "content": self._dialogue.system},
            {"role": "user", "content": turn.text},
        ]
        return opening, {"task": self._dialogue.phone.instance.task.id}

    def step(self, action: str) -> BaseTextEnvStepOutput:
        """Does what the model answered.

        Raises:
            Unscored: The judge could not tell; a reward of 0 would be a lie.
            DeviceError: The device failed.
            EndpointError: The endpoint of an LLM judge failed.
        """
        self.turns += 1
        before = self._dialogue.total
        turn = self._dialogue.act(action)
        verdict = self._dialogue.verdict
        if turn is None:
            self._dialogue.reward()
        return BaseTextEnvStepOutput(
            observations=[] if turn is None else [{"role": "user", "content": turn.text}],
            reward=self._dialogue.total - before,
            done=turn is None,
            metadata={} if verdict is None else {"verdict": msgspec.to_builtins(verdict)},
            postprocessed_action=None,
        )

    def get_metrics(self) -> dict[str, Any]:
        """``success``, and the share of sub-goals reached, of an episode that has ended."""
        verdict = self._dialogue.verdict
        return (
            {}
            if verdict is None
            else {"success": float(verdict.success is True), "progress": verdict.progress}
        )

    def close(self) -> None:
        """Gives the device back."""
        self._dialogue.close()


def register() -> None:
    """Makes the environment known to ``skyrl_gym.make``; calling it again changes nothing."""
    if ENV_CLASS not in skyrl_gym.registry:
        skyrl_gym.register(id=ENV_CLASS, entry_point=f"{__name__}:{PhoneTextEnv.__name__}")


def rows(tasks: Sequence[str], seeds: range) -> list[dict[str, Any]]:
    """Rows of a dataset for SkyRL: every task with every seed."""
    opening = [{"role": "user", "content": "The phone tells what is to be done."}]
    return [
        {"prompt": opening, "env_class": ENV_CLASS, "task": task, "seed": seed}
        for task in tasks
        for seed in seeds
    ]
