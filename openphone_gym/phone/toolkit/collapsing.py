"""Pages with a tall bar that shrinks to a plain one while their list moves up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openphone_gym.phone.toolkit.box import FILL, Box, Color, Column, Handler, Label, Metrics, Row, Scroll
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.surfaces import BAR, Page
from openphone_gym.phone.toolkit.theme import HEADLINE_SMALL, TITLE_LARGE

PLAIN = 64
"""Height in dp of the bar when it has shrunk."""

TALL = 208
"""Height in dp of the bar while the list stands at its top."""

LARGEST_SHARE = 0.45
"""Share of the page's height that the bar takes at most."""


class LargeAppBar(Box):
    """The bar of a `CollapsingPage`: a node with the title as its description, as Material's layout has it.

    The title stands at its foot while it is tall, and beside the arrow once it has shrunk.

    Args:
        title: Title of the page.
        back: What the arrow does.
        actions: Icon buttons.
        picture: What fills the bar while it is tall.
        tall: Height in dp while the list stands at its top.
        ink: Colour of what stands on the picture.
    """

    cls = "android.widget.FrameLayout"
    id = "collapsing_toolbar"
    layer = True

    def __init__(
        self,
        title: str,
        back: Handler,
        actions: Sequence[Box] = (),
        picture: Box | None = None,
        tall: float = TALL,
        ink: Color = "on_surface",
    ) -> None:
        self.desc = title
        self.tall = tall
        self._actions = actions
        self._back = back
        self._picture = picture
        self._ink = ink

    def shrink(self, m: Metrics, width: int, height: int) -> None:
        """Takes a size in pixels, and what belongs to it: a picture and a large title unless it is plain."""
        self.w, self.h = width, height
        plain = height <= m.dp(PLAIN)
        picture = None if plain else self._picture
        ink = self._ink if picture is not None else "on_surface"
        small = Label(self.desc, TITLE_LARGE, color=ink, max_lines=1) if plain else None
        icons = Row(
            IconButton("arrow-left", "Navigate up", self._back, color=ink),
            Row(small, flex=1, pad=(4, 0, 4, 0)),
            *self._actions,
            cls=BAR,
            id="toolbar",
            height=PLAIN,
            width=FILL,
            pad=(4, 0, 4, 0),
        )
        for action in self._actions:
            for box in action.walk():
                if hasattr(box, "color"):
                    box.__dict__["color"] = ink
        title = Label(self.desc, HEADLINE_SMALL, color=ink, max_lines=2)
        foot = Row(title, width=FILL, anchor="bottom", pad=(20, 0, 72, 16))
        room = height - m.dp(PLAIN)
        self.children = [box for box in (picture, icons, foot) if box is not None]
        for box in self.children:
            box.measure(m, width, height)
        if picture is not None:
            picture.w, picture.h = width, height
        if plain or foot.h > room + m.dp(16):
            self.children.remove(foot)

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Puts the icons at the top and the large title at the foot."""
        self.x, self.y = x, y
        for child in self.children:
            at_foot = getattr(child, "anchor", "") == "bottom"
            child.place(m, x, y + self.h - child.h if at_foot else y)


class _Coordinator(Box):
    """A bar and the list below it: what moves the list shrinks the bar first."""

    layer = True
    height = FILL
    flex = 1

    def __init__(self, bar: LargeAppBar, list: _Below) -> None:
        self.children = [bar, list]
        self._bar = bar
        self._list = list

    def measure(self, m: Metrics, width: int, height: int) -> None:
        self.w, self.h = width, height
        bar, list = self._bar, self._list
        tall = max(min(m.dp(bar.tall), int(height * LARGEST_SHARE)), m.dp(PLAIN))
        list.measure(m, width, height)
        list.limit = max(list.children[0].h + tall - height, 0)
        list.offset = min(max(list.offset, 0), list.limit)
        list.scrollable = list.limit > 0
        list.travel = tall - m.dp(PLAIN)
        bar.shrink(m, width, tall - min(list.offset, list.travel))
        list.h = height - bar.h

    def place(self, m: Metrics, x: int, y: int) -> None:
        self.x, self.y = x, y
        self._bar.place(m, x, y)
        self._list.place(m, x, y + self._bar.h)


class _Below(Scroll):
    """The list of a `_Coordinator`.

    Attributes:
        travel: How many of the pixels that it moved went into the bar.
    """

    travel: int = 0

    def place(self, m: Metrics, x: int, y: int) -> None:
        self.x, self.y = x, y
        self.place_content(m, x, y - max(self.offset - self.travel, 0))


class CollapsingPage(Page):
    """A page whose bar is tall until its list moves up.

    Args:
        bar: The bar.
        *content: Rows of the list.
        bottom: Box at the foot of the page.
        on_back: What the back key does instead of closing the page.
    """

    def __init__(
        self,
        bar: LargeAppBar,
        *content: Box | None,
        bottom: Box | None = None,
        on_back: Handler | None = None,
        **attributes: Any,
    ) -> None:
        both = _Coordinator(bar, _Below(Column(*content), height=FILL))
        super().__init__(None, both, bottom=bottom, scrolls=False, on_back=on_back, **attributes)
