"""Grounds of what lies over a page: dialogs, drawers, sheets and menus."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Metrics, Row
from openphone_gym.phone.toolkit.group import LINEAR, SCROLL_VIEW, held_together
from openphone_gym.phone.toolkit.theme import BODY_LARGE

BEHIND_BARS = 64
"""How far a panel goes on behind a bar of the system in dp: its round corners are cut off with the screen."""

MENU_WIDTH = 224
"""Width of a menu in dp."""

MENU_EDGE = 16
"""Room beside the commands of a menu in dp."""


class Panel(Column):
    """The ground of a dialog: narrower than it would be where the screen has no room for that."""

    width: float | None = 328

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """Takes no more than the width that there is."""
        if self.width is not None:
            self.width = min(self.width, width / m.scale)
        super().measure(m, width, height)


class EdgePanel(Panel):
    """The ground of a drawer or sheet, which goes on behind the bars of the system.

    Attributes:
        to_head: Whether it does so at the head of the screen, too.
    """

    to_head: bool = False

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """As what is in sight of it."""
        super().measure(m, width, height)
        self._room = self.h

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Places what it holds in what is in sight, and then grows."""
        self.h = self._room
        super().place(m, x, y)
        behind = m.dp(BEHIND_BARS)
        self.h += behind
        if self.to_head:
            self.y -= behind
            self.h += behind


class MenuPanel(Column):
    """The ground of a menu, which is wider than usual where a command would be cut off.

    Attributes:
        longest: What its longest command says.
    """

    width: float | None = MENU_WIDTH
    longest: str = ""

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """Takes the width of its longest command."""
        words = fonts.measure(self.longest, BODY_LARGE.size * m.font, BODY_LARGE.weight) / m.scale
        self.width = min(max(MENU_WIDTH, words + 2 * MENU_EDGE + 2), width / m.scale - 16)
        super().measure(m, width, height)


class ButtonBar(Box):
    """The buttons of a dialog: beside each other, or below each other where there is no room for that.

    ``button1``, the one that does it, ``button2`` and ``button3`` are names of the framework.
    """

    layer = True
    cls = SCROLL_VIEW
    id = "android:id/buttonPanel"
    gap = 8

    def __init__(self, *buttons: Box) -> None:
        for button in buttons:
            if button.id in ("button1", "button2", "button3"):
                button.id = f"android:id/{button.id}"
        self.children = buttons

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """Looks whether there is room for all beside each other."""
        room = width - m.dp(40)
        for button in self.children:
            button.measure(m, room, height)
        wide = sum(button.w for button in self.children) + m.dp(self.gap) * (len(self.children) - 1)
        self._inner = (
            Row(*self.children, gap=self.gap, justify="end", width=FILL, pad=(24, 16, 16, 0))
            if wide <= room
            else Column(*reversed(self.children), align="end", pad=(12, 16, 16, 0))
        )
        self._inner.measure(m, width, height)
        self.w, self.h = width, self._inner.h

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Places the row or column that was measured."""
        self.x, self.y = x, y
        self._inner.w = self.w
        self._inner.place(m, x, y)

    def held(self) -> Sequence[Box]:
        """In the layout that scrolls in it."""
        return [held_together(self.children, "", LINEAR)]
