"""What can be seen to go wrong without asking a model: screens that stay or come again, missing text.

Everything is read from the screen's compact text and the action, so that a recorded run tells the same.
"""

from __future__ import annotations

import hashlib
import re

import msgspec

from openphone_gym.actions import Action, InvalidAction
from openphone_gym.trajectory import Decision

_RUNNING = re.compile(r"\d+(:\d\d)+[.:]\d\d")
"""Clocks with seconds go on by themselves: a screen is the same nevertheless."""


class Signals(msgspec.Struct, frozen=True, kw_only=True):
    """What the last step looks like from outside.

    Attributes:
        unchanged: The screen is as it was before.
        returned: The screen changed into one that was there earlier.
        unreadable: No action could be read from the answer.
        untyped: The text of a ``text`` action is not on the screen.
        stale: Steps since a screen that had not been there before.
    """

    unchanged: bool = False
    returned: bool = False
    unreadable: bool = False
    untyped: bool = False
    stale: int = 0

    @property
    def trouble(self) -> bool:
        """Whether the step looks wasted."""
        return self.unchanged or self.returned or self.unreadable or self.untyped

    @property
    def names(self) -> list[str]:
        """The signals that are there, for the record."""
        return [name for name in ("unchanged", "returned", "unreadable", "untyped") if getattr(self, name)]


class Watch:
    """Follows the screens and actions of one episode."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._tried: set[tuple[str, str]] = set()
        self._now = ""
        self._action: Action | None = None
        self._acted = False
        self._stale = 0

    def look(self, screen: str) -> Signals:
        """Takes in the screen after the last action, and says what became of it.

        Args:
            screen: Compact text.
        """
        before, self._now = self._now, digest(screen)
        new = self._now not in self._seen
        self._seen.add(self._now)
        self._stale = 0 if new else self._stale + 1
        if not self._acted:
            return Signals()
        return Signals(
            unchanged=before == self._now,
            returned=not new and before != self._now,
            unreadable=self._action is None,
            untyped=self._action is not None and _untyped(self._action, screen),
            stale=self._stale,
        )

    def act(self, decision: Decision) -> None:
        """Takes in what is done on the present screen."""
        self._action = action_of(decision)
        self._acted = True
        self._tried.add((self._now, str(self._action)))

    def tried(self, decision: Decision) -> bool:
        """Whether the same was already done on the very same screen."""
        return (self._now, str(action_of(decision))) in self._tried


def action_of(decision: Decision) -> Action | None:
    """The action of a decision; None if none can be read."""
    try:
        return decision.read()
    except InvalidAction:
        return None


def digest(screen: str) -> str:
    """Equal for screens that differ in running clocks alone."""
    return hashlib.sha256(_RUNNING.sub("-", screen).encode()).hexdigest()[:16]


def _untyped(action: Action, screen: str) -> bool:
    """Whether a typed text is missing; fields may group digits, and passwords are never shown."""
    if action.name != "text" or re.search(r"\bfocused password\b", screen):
        return False
    return _letters(str(next(iter(action.arguments.values()), ""))) not in _letters(screen)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))
