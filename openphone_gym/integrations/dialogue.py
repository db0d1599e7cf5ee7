"""An episode as a dialogue with a language model: what it is shown, turn by turn, and what its answers do.

All stacks that talk to models use this; each gives turns the form that its messages have.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import gymnasium as gym
import numpy as np

from openphone_gym.arguments import InvalidArgument
from openphone_gym.endpoint.pictures import shrunk
from openphone_gym.env import PhoneEnv
from openphone_gym.prompts import PARTS, fence, mode_parts, observation_of, quote, system_prompt, user_prompt
from openphone_gym.trajectory import Verdict

MODES = ("xml", "som", "xml+som")
"""Ways to show the phone in which elements go by number: as text, as a picture with numbers, as both."""

LONG_SIDE = 512
"""Pixels of the longer side of pictures, unless asked otherwise."""


class Unscored(RuntimeError):
    """The judge could not tell whether the task was done: no failure, and never a reward of 0."""


class Turn(NamedTuple):
    """What the model is shown.

    Attributes:
        text: Words, with all text from the phone between tags.
        picture: The screen with numbered marks, uint8 RGB (H, W, 3); None where the mode shows none.
    """

    text: str
    picture: np.ndarray | None


class Dialogue:
    """One phone, and the episode that is played on it.

    Args:
        env: An OpenPhone environment that shows what the mode needs; ``open_phone`` makes one.
        mode: How the phone is shown, one of ``MODES``.
        tools: Whether the model calls actions as native tools.
        long_side: Pixels of the longer side of pictures.

    Attributes:
        total: Rewards so far.
        verdict: The judge's; None until the episode has ended.

    Raises:
        InvalidArgument: There is no such mode.
        TypeError: ``env`` is no phone environment.
    """

    def __init__(
        self, env: gym.Env[Any, Any], mode: str = "xml", *, tools: bool = False, long_side: int = LONG_SIDE
    ) -> None:
        if not isinstance(env.unwrapped, PhoneEnv):
            raise TypeError(f"a dialogue needs an OpenPhone environment, not {type(env.unwrapped).__name__}")
        self.env = env
        self.phone: PhoneEnv = env.unwrapped
        self.system = system_prompt(checked_mode(mode), tools=tools)
        self.total = 0.0
        self.verdict: Verdict | None = None
        self._parts = mode_parts(mode)
        self._long_side = long_side

    def begin(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Turn:
        """Starts an episode; arguments as for ``PhoneEnv.reset``.

        Raises:
            DeviceError: The device failed.
            InvalidArgument: An option has no such value.
            UnknownTask: There is no such task.
        """
        self.total, self.verdict = 0.0, None
        observation, _ = self.env.reset(seed=seed, options=options)
        first = self._turn(observation)
        return first._replace(text=user_prompt(str(observation["goal"]), "", first.text))

    def act(self, answer: str) -> Turn | None:
        """Does what the model answered, which ``actions.parse`` reads; a mistake costs a step.

        Returns:
            What is shown next; None once the episode has ended.

        Raises:
            DeviceError: The device failed.
            EndpointError: The endpoint of an LLM judge failed.
            gymnasium.error.ResetNeeded: There is no episode, or it has ended.
        """
        observation, reward, terminated, truncated, info = self.env.step(answer)
        self.total += float(reward)
        if terminated or truncated:
            self.verdict = info["verdict"]
            return None
        turn = self._turn(observation)
        problem = f"{quote(str(info['action_error']))}\n" if info["action_error"] else ""
        return turn._replace(text=problem + turn.text)

    def reward(self) -> float:
        """The episode's reward. One that was left before its end is judged as it stands.

        Raises:
            Unscored: The judge could not tell.
            DeviceError: The device failed.
            EndpointError: The endpoint of an LLM judge failed.
        """
        if self.verdict is None:
            self.act("finish()")
        if self.verdict is None or self.verdict.success is None:
            reason = self.verdict.reason if self.verdict else ""
            raise Unscored(f"the judge could not tell whether the task was done: {reason}")
        return self.total

    def close(self) -> None:
        """Gives the device back."""
        self.env.close()

    def _turn(self, observation: dict[str, Any]) -> Turn:
        texts = [fence("screen", str(observation["ui"]))] if "xml" in self._parts else []
        if "som" not in self._parts:
            return Turn(texts[0], None)
        texts.append("(screenshot with marks: attached)")
        return Turn("\n".join(texts), _shrunk(observation[PARTS["som"]], self._long_side))


def checked_mode(mode: str) -> str:
    """A mode in which elements go by number.

    Raises:
        InvalidArgument: It is none.
    """
    if mode not in MODES:
        raise InvalidArgument("mode", mode, MODES)
    return mode


def open_phone(env_id: str = "OpenPhone-v0", mode: str = "xml", **arguments: Any) -> gym.Env[Any, Any]:
    """An environment that shows what the mode needs; further arguments as for ``PhoneEnv``."""
    shown = observation_of(checked_mode(mode))
    return gym.make(env_id, observation=shown, disable_env_checker=True, **arguments)


def _shrunk(frame: np.ndarray, long_side: int) -> np.ndarray:
    height, width = frame.shape[:2]
    size = shrunk(width, height, long_side)
    return frame if size == (width, height) else cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
