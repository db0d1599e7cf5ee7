"""Walking through an app on a fork of the phone whose screen is so tall that nothing needs scrolling."""

from __future__ import annotations

from typing import Any

import msgspec

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.differences import LASTING
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.state import Display, Entry
from openphone_gym.tasks.hand import knob_at, share_of
from openphone_gym.tasks.practice.touch import FIELD, SLIDER, Touch, touches
from openphone_gym.tasks.sight import Sight
from openphone_gym.ui.gesture import PressKey, Tap, TypeText, Wait

HEIGHT = 4_400
"""Pixels of the tall screen: two of the usual ones, as far as a goal may lie below the fold."""

HEIGHTS = {"setting": 7_200}
"""The same for apps whose pages are all short enough to be looked at whole."""

MOST_BACK = 10
"""How often one goes back at most to reach the first page of an app."""

LOADS = 3
"""How often a page that loads is waited for."""


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A page or dialog of an app, as the phone knows it.

    Attributes:
        app: The app.
        screen: Name of the screen.
        args: Its arguments.
        tab: The tab of the app that is open, where it has tabs.
    """

    app: str
    screen: str
    args: dict[str, Any]
    tab: str

    def shown(self, phone: Phone) -> bool:
        """Whether it is in front."""
        tab = getattr(phone.app(self.app), "tab", None)
        return phone.showing(self.app, self.screen, **self.args) and str(tab or "") == self.tab


class Walk:
    """A walk that was begun somewhere; to go on in two ways, begin two walks from one snapshot.

    Args:
        start: Where it begins.
    """

    def __init__(self, start: Snapshot) -> None:
        self.phone = Phone(start)
        self._sight: Sight | None = None

    @classmethod
    def into(cls, app: str, phone: Phone) -> Walk:
        """A walk that begins in an app, on a fork of a phone."""
        walk = cls(phone.snapshot())
        display = phone.system.display
        height = HEIGHTS.get(app, HEIGHT) * display.width // 1080
        walk.phone.system.display = Display(display.width, height, display.density)
        walk.phone.launch(installed_apps()[app].package)
        walk.phone.changed()
        walk._settle()
        return walk

    @property
    def sight(self) -> Sight:
        """The screen."""
        if self._sight is None:
            self._sight = Sight(self.phone.tree())
        return self._sight

    @property
    def touches(self) -> list[Touch]:
        """What can be touched here."""
        return touches(self.sight)

    @property
    def entry(self) -> Entry:
        """The screen in front, as the phone knows it."""
        return stacks.active_entry(self.phone.system)

    @property
    def place(self) -> Place:
        """The page or dialog in front."""
        entry = self.entry
        tab = getattr(self.phone.app(entry.app), "tab", None)
        return Place(entry.app, entry.screen, msgspec.to_builtins(entry.args), str(tab or ""))

    def snapshot(self) -> Snapshot:
        """Where the walk has come to."""
        return self.phone.snapshot()

    def go(self, touch: Touch, value: str = "") -> bool:
        """Touches something, types a value into a field, or moves a slider there; whether it was there."""
        node = touch.found(self.sight)
        if node is None:
            return False
        where = knob_at(node, share_of(int(value[:-1]))) if touch.role == SLIDER else node.center
        self.phone.perform(Tap(*where))
        if touch.role == FIELD:
            self.phone.perform(TypeText(value, True))
        self._settle()
        return True

    def leave_behind(self, phone: Phone) -> None:
        """Gives a phone all that the walk has changed lastingly, but not where it has gone."""
        changed = Phone(Snapshot(phone.snapshot().system, self.snapshot().apps, phone.seed))
        for part in LASTING:
            setattr(changed.system, part, getattr(self.phone.system, part))
        phone.restore(changed.snapshot())

    def rewind(self) -> bool:
        """Goes back to the first page of the app, as a user does; returns whether it came there."""
        for _ in range(MOST_BACK):
            if self.phone.system.overlay is None and len(stacks.front_task(self.phone.system).stack) == 1:
                return True
            self.phone.perform(PressKey("back"))
            self._settle()
        return False

    def _settle(self) -> None:
        """Waits for a page that loads, and lets go what is shown for a moment only."""
        self._sight = None
        for _ in range(LOADS):
            if not self.sight.loading:
                break
            self.phone.perform(Wait(3))
            self._sight = None
        if self.phone.system.snackbar is not None:
            self.phone.system.snackbar = None
            self.phone.changed()
            self._sight = None
