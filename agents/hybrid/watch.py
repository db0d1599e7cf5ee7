"""What can be seen to go wrong without asking a model: screens that stay or come again, missing text.

Everything is read from the screen's compact text and the action, so that a recorded run tells the same.
"""

from __future__ import annotations

import hashlib
import re

import msgspec

from openphone_gym.actions import Action, InvalidAction
from openphone_gym.trajectory import Decision, Source

LONGEST_SEARCH = 5
"""Steps of scrolling without anything new, from which on they count as stale."""

_RUNNING = re.compile(r"\d+(:\d\d)+[.:]\d\d")
"""Clocks with seconds go on by themselves: a screen is the same nevertheless."""
_LABEL = re.compile(r'"(?:[^"\\]|\\.)*"')
_TOGGLE = re.compile(r"\b(?:switch|checkbox|radio)\b")


class Signals(msgspec.Struct, frozen=True, kw_only=True):
    """What the last step looks like from outside.

    Attributes:
        unchanged: The screen is as it was before.
        returned: The screen changed into one that was there earlier.
        unreadable: No action could be read from the answer.
        untyped: The text of a ``text`` action is not on the screen.
        closed: A page closed: the one in front was there before the last.
        thrown: A switch, or what can be checked, was tapped.
        stale: Steps since a screen that had not been there before.
    """

    unchanged: bool = False
    returned: bool = False
    unreadable: bool = False
    untyped: bool = False
    closed: bool = False
    thrown: bool = False
    stale: int = 0

    @property
    def trouble(self) -> bool:
        """Whether the step looks wasted."""
        return self.unchanged or self.returned or self.unreadable or self.untyped

    @property
    def names(self) -> list[str]:
        """The troubles that are there, for the record."""
        return [name for name in ("unchanged", "returned", "unreadable", "untyped") if getattr(self, name)]


class Watch:
    """Follows the screens and actions of one episode.

    Scrolling is no waste: a list that stays has come to its end, and one that returns was looked through.
    Only ``LONGEST_SEARCH`` steps of it in a row that show nothing new count as stale.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._pages: list[str] = []
        self._tried: set[tuple[str, str]] = set()
        self._own: dict[Source, str] = {}
        self._screen = ""
        self._now = ""
        self._action: Action | None = None
        self._acted = False
        self._searched = 0
        self._stale = 0

    def look(self, screen: str) -> Signals:
        """Takes in the screen after the last action, and says what became of it.

        Args:
            screen: Compact text.
        """
        before, self._now = self._now, digest(screen)
        closed, thrown = self._closed(screen), self._thrown(screen)
        self._screen = screen
        self._pages.append(_page(screen))
        new = self._now not in self._seen
        self._seen.add(self._now)
        scrolled = self._scrolled()
        self._searched = self._searched + 1 if scrolled and not new else 0
        searching = 0 < self._searched < LONGEST_SEARCH
        self._stale = 0 if new else self._stale + (not searching)
        if not self._acted:
            return Signals()
        return Signals(
            unchanged=before == self._now and not scrolled,
            returned=not new and before != self._now and not scrolled,
            unreadable=self._action is None,
            untyped=self._action is not None and _untyped(self._action, screen),
            closed=closed,
            thrown=thrown,
            stale=self._stale,
        )

    def act(self, decision: Decision) -> None:
        """Takes in what is done on the present screen."""
        self._action = action_of(decision)
        self._acted = True
        self._tried.add((self._now, str(self._action)))
        self._own[decision.source] = str(self._action)

    def tried(self, decision: Decision) -> bool:
        """Whether the same was already done on the very same screen, other than to scroll."""
        action = action_of(decision)
        return not is_scroll(action) and (self._now, str(action)) in self._tried

    def again(self, decision: Decision) -> bool:
        """Whether it is what this side did last, on whatever screen, other than to scroll."""
        action = action_of(decision)
        return not is_scroll(action) and self._own.get(decision.source) == str(action)

    def _scrolled(self) -> bool:
        """Whether the last action moved about on one page."""
        return is_scroll(self._action) and self._pages[-1] == self._pages[-2]

    def _closed(self, screen: str) -> bool:
        """Whether the last action led back to a page, other than by scrolling."""
        page = _page(screen)
        if self._action is None or is_scroll(self._action):
            return False
        return page != self._pages[-1] and page in self._pages

    def _thrown(self, screen: str) -> bool:
        """Whether the last action was a tap on what is on or off, on a page that stayed."""
        action = self._action
        if action is None or action.name != "tap" or _page(screen) != self._pages[-1]:
            return False
        mark = f"[{action.arguments.get('index')}] "
        touched = (line for line in self._screen.splitlines() if line.lstrip().startswith(mark))
        return any(_TOGGLE.search(_LABEL.sub("", line)) for line in touched)


def action_of(decision: Decision) -> Action | None:
    """The action of a decision; None if none can be read."""
    try:
        return decision.read()
    except InvalidAction:
        return None


def is_scroll(action: Action | None) -> bool:
    """Whether an action moves what is shown, and does nothing else."""
    return action is not None and action.name == "swipe"


def digest(screen: str) -> str:
    """Equal for screens that differ in running clocks alone."""
    return hashlib.sha256(_RUNNING.sub("-", screen).encode()).hexdigest()[:16]


def _page(screen: str) -> str:
    """App and page: the first line."""
    return screen.partition("\n")[0]


def _untyped(action: Action, screen: str) -> bool:
    """Whether a typed text is missing; fields may group digits, and passwords are never shown."""
    if action.name != "text" or re.search(r"\bfocused password\b", screen):
        return False
    return _letters(str(next(iter(action.arguments.values()), ""))) not in _letters(screen)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))
