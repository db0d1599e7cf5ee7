"""The Gymnasium space of actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, get_args

import gymnasium as gym
import numpy as np

from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader import checked, parse
from openphone_gym.actions.vocabulary import (
    Action,
    Direction,
    back,
    enter,
    finish,
    home,
    launch,
    long_press,
    swipe,
    tap,
    text,
    wait,
)

_WORDS = ("hello", "meeting", "alarm", "music", "report", "Stanford", "coffee", "7", "2024", "Anna")
_APPS = ("Clock", "Contacts", "Settings", "Calendar", "Chrome")
_DISTANCES = ("short", "medium", "long")


class ActionSpace(gym.Space[Action]):
    """All actions of the vocabulary; a call text that ``parse`` reads is a member, too.

    ``sample`` draws what a curious hand would do: mostly taps and swipes, some text and Back, seldom
    the rest. Equal seeds give equal draws.

    Args:
        seed: Seed or generator of the draws.
        max_index: Highest element number that is drawn; it does not bound membership, since the
            number of elements changes with the screen.
    """

    def __init__(self, seed: int | np.random.Generator | None = None, max_index: int = 40) -> None:
        super().__init__(shape=None, dtype=None, seed=seed)
        self.max_index = max_index

    @property
    def is_np_flattenable(self) -> bool:
        """False: actions hold text of any length."""
        return False

    def sample(self, mask: Sequence[str] | None = None, probability: None = None) -> Action:
        """Draws an action.

        Args:
            mask: Names of the actions to draw from; None for all.
            probability: Not used; part of Gymnasium's signature.

        Raises:
            ValueError: ``mask`` names no action, or an unknown one.
        """
        if probability is not None:
            raise ValueError(
                "ActionSpace draws with its own probabilities; give a mask of action names instead"
            )
        names = list(_DRAWS) if mask is None else list(mask)
        if unknown := set(names) - set(_DRAWS):
            raise ValueError(f"unknown actions in mask: {sorted(unknown)}; valid: {', '.join(_DRAWS)}")
        if not names:
            raise ValueError("the mask names no action")
        weights = np.array([_DRAWS[name][0] for name in names], dtype=np.float64)
        chosen = names[int(self.np_random.choice(len(names), p=weights / weights.sum()))]
        return _DRAWS[chosen][1](self.np_random, self.max_index)

    def contains(self, x: Any) -> bool:
        """Whether ``x`` is a valid action, or a text that parses to one."""
        try:
            action = checked(x)
        except InvalidAction:
            return False
        return isinstance(x, str) or action == x

    def to_jsonable(self, sample_n: Iterable[Action]) -> list[str]:
        """The canonical texts of the actions."""
        return [str(action) for action in sample_n]

    def from_jsonable(self, sample_n: list[str]) -> list[Action]:
        """The actions of canonical texts."""
        return [parse(call) for call in sample_n]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ActionSpace) and self.max_index == other.max_index

    def __repr__(self) -> str:
        return f"ActionSpace(max_index={self.max_index})"


def _pick(rng: np.random.Generator, options: Sequence[Any]) -> Any:
    return options[int(rng.integers(len(options)))]


def _index(rng: np.random.Generator, most: int) -> int:
    return int(rng.integers(1, most + 1))


def _draw_swipe(rng: np.random.Generator, most: int) -> Action:
    index = None if rng.random() < 0.5 else _index(rng, most)
    return swipe(index, _pick(rng, get_args(Direction)), _pick(rng, _DISTANCES))


def _words(rng: np.random.Generator) -> str:
    return " ".join(_pick(rng, _WORDS) for _ in range(int(rng.integers(1, 4))))


_DRAWS: dict[str, tuple[float, Callable[[np.random.Generator, int], Action]]] = {
    "tap": (55, lambda rng, most: tap(_index(rng, most))),
    "swipe": (18, _draw_swipe),
    "text": (8, lambda rng, most: text(_words(rng))),
    "back": (8, lambda rng, most: back()),
    "long_press": (4, lambda rng, most: long_press(_index(rng, most))),
    "enter": (2, lambda rng, most: enter()),
    "home": (1.5, lambda rng, most: home()),
    "launch": (1.5, lambda rng, most: launch(_pick(rng, _APPS))),
    "wait": (1.5, lambda rng, most: wait(int(rng.integers(1, 6)))),
    "finish": (0.5, lambda rng, most: finish(_words(rng))),
}
"""Weight and way of drawing of every action."""
