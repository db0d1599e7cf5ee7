"""Wrappers for learners that know nothing of typed actions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import gymnasium as gym
import numpy as np

from openphone_gym import actions
from openphone_gym.actions import Action
from openphone_gym.actions.vocabulary import Direction
from openphone_gym.arguments import Check, flag, optional, validated, whole
from openphone_gym.arguments import texts as some_texts

ACTIONS = ("tap", "swipe", "text", "back", "long_press", "enter", "home", "launch", "wait", "finish")
"""Actions by their number in ``ClassicActions``."""

DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
DISTANCES: tuple[Literal["short", "medium", "long"], ...] = ("short", "medium", "long")

MOST = 100_000
"""Elements or candidates that a wrapper can number."""

ARGUMENTS: Mapping[str, Check[Any]] = {
    "texts": optional(some_texts),
    "max_index": whole(1, MOST),
    "max_texts": whole(0, MOST),
    "flat": flag,
}
"""What the arguments of a wrapper may be."""

_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|‘([^’]+)’|«([^»]+)»|(?<!\w)'([^']+)'(?!\w)")
_NUMBER = re.compile(r"(?:\+?\(?\d(?:[\d:.,/()-]|\s(?=[\d(]))*\d|\d)(?:\s?[AP]M)?")
_NAME = re.compile(r"[A-Z][\w'&-]*(?: [A-Z][\w'&-]*)*")


class ClassicActions(gym.ActionWrapper[dict[str, Any], Any, "Action | str"], gym.utils.RecordConstructorArgs):
    """A plain action space of numbers, for classical reinforcement learning.

    The space is a ``Dict`` of ``Discrete`` spaces, or with ``flat`` a ``MultiDiscrete`` of the same
    numbers in this order:

    * ``action``: number in ``ACTIONS``;
    * ``index``: element to act on, 0 for the one numbered 1;
    * ``direction``: number in ``DIRECTIONS``, for swipes;
    * ``distance``: number in ``DISTANCES``, for swipes;
    * ``text``: number of the candidate text, for ``text``, ``launch`` and ``finish``.

    What an action does not need is ignored. An element that is not on the screen, and a text that names
    no app to launch, cost a step and are explained in ``info["action_error"]``, as everywhere.

    The candidates are in ``info["texts"]`` of each reset. Number 0 is the empty text, which clears a field
    and finishes without an answer.

    Args:
        env: A ``PhoneEnv``, wrapped or not.
        texts: Candidate texts; None takes them from the goal of each episode: what is quoted, numbers and
            times, words with a capital.
        max_index: Number of elements that can be named.
        max_texts: Number of candidates taken from a goal; those that a goal lacks are empty.
        flat: Whether the space is a ``MultiDiscrete``.

    Raises:
        InvalidArgument: A value is not among the valid ones.
    """

    def __init__(
        self,
        env: gym.Env[dict[str, Any], Action | str],
        texts: Sequence[str] | None = None,
        max_index: int = 64,
        max_texts: int = 16,
        flat: bool = False,
    ) -> None:
        gym.utils.RecordConstructorArgs.__init__(
            self, texts=texts, max_index=max_index, max_texts=max_texts, flat=flat
        )
        super().__init__(env)
        given = validated(
            ARGUMENTS, {"texts": texts, "max_index": max_index, "max_texts": max_texts, "flat": flat}
        )
        self._given = None if given.texts is None else ("", *given.texts)
        self._size = given.max_texts + 1 if self._given is None else len(self._given)
        self.texts: tuple[str, ...] = self._given or ("",) * self._size
        sizes = {
            "action": len(ACTIONS),
            "index": given.max_index,
            "direction": len(DIRECTIONS),
            "distance": len(DISTANCES),
            "text": self._size,
        }
        self._parts = tuple(sizes)
        self.action_space = (
            gym.spaces.MultiDiscrete(list(sizes.values()))
            if given.flat
            else gym.spaces.Dict({name: gym.spaces.Discrete(size) for name, size in sizes.items()})
        )

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Starts an episode; its candidates are in ``info["texts"]``."""
        observation, info = self.env.reset(seed=seed, options=options)
        if self._given is None:
            found = texts_of(observation["goal"])[: self._size - 1]
            self.texts = ("", *found, *[""] * (self._size - 1 - len(found)))
        return observation, {**info, "texts": self.texts}

    def action(self, action: Mapping[str, Any] | np.ndarray) -> Action:
        """The typed action that some numbers of the space stand for."""
        values = action.values() if isinstance(action, Mapping) else action
        names = action.keys() if isinstance(action, Mapping) else self._parts
        number = {name: int(value) for name, value in zip(names, values, strict=True)}
        index, text = number["index"] + 1, self.texts[number["text"]]
        match ACTIONS[number["action"]]:
            case "swipe":
                return actions.swipe(index, DIRECTIONS[number["direction"]], DISTANCES[number["distance"]])
            case "text":
                return actions.text(text)
            case "launch":
                return actions.launch(text)
            case "finish":
                return actions.finish(text or None)
            case ("tap" | "long_press") as name:
                return actions.build(name, {"index": index})
            case name:
                return actions.build(name, {})


def texts_of(goal: str) -> list[str]:
    """What a goal may ask to type: quoted texts first, then numbers and times, then names; each once."""
    quoted = ["".join(groups) for groups in _QUOTED.findall(goal)]
    unquoted = _QUOTED.sub(" ", goal)
    numbers = _NUMBER.findall(unquoted)
    return list(dict.fromkeys([*quoted, *numbers, *_NAME.findall(_NUMBER.sub(" ", unquoted))]))
