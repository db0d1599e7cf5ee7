"""Pages with a tall bar that gives way while their list moves up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openphone_gym.phone.toolkit.box import FILL, Box, Color, Column, Handler, Label, Metrics, Row, Scroll
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.group import FRAME, LINEAR, SCROLL_VIEW, Group, grouped
from openphone_gym.phone.toolkit.surfaces import BAR, Page
from openphone_gym.phone.toolkit.theme import HEADLINE_SMALL, TITLE_LARGE, TextStyle

PLAIN = 64
"""Height in dp of the bar when it has shrunk."""

TALL = 208
"""Height in dp of the bar while the list stands at its top."""

LARGEST_SHARE = 0.45
"""Share of the page's height that the bar takes at most."""

TO_ARROW = 28
"""From the edge to the middle of the arrow in dp."""

Heights = tuple[int, int]
"""Height of a bar in pixels: while the list stands at its top, and once the list has moved."""


class LargeAppBar(Box):
    """The bar of a `CollapsingPage`: a node with the title as its description, as Material's layout has it.

    The title stands at its foot while it is tall, and beside the arrow once it has shrunk.

    Args:
        title: Title of the page.
        back: What the arrow does.
        actions: Icon buttons.
        picture: What fills the bar while it is tall.
        tall: Height in dp while the list stands at its top.
        plain: Height in dp once it has shrunk.
        ink: Colour of what stands on the picture.
        style: Type of the title while the bar is tall.
        arrow: Width of the arrow in dp.
        strip: Id of the line of the arrow.
    """

    cls = FRAME
    id = "collapsing_toolbar"
    layer = True

    def __init__(
        self,
        title: str,
        back: Handler,
        actions: Sequence[Box] = (),
        picture: Box | None = None,
        tall: float = TALL,
        plain: float = PLAIN,
        ink: Color = "on_surface",
        style: TextStyle = HEADLINE_SMALL,
        arrow: float = 48,
        strip: str = "toolbar",
    ) -> None:
        self.desc = title
        self.tall = tall
        self.plain = plain
        self._actions = actions
        self._back = back
        self._picture = picture
        self._ink = ink
        self._style = style
        self._arrow = arrow
        self._strip = strip

    def heights(self, m: Metrics, width: int, height: int) -> Heights:
        """How tall it is in a page of that size, and how tall when it has shrunk."""
        plain = m.dp(self.plain)
        return max(min(m.dp(self.tall), int(height * LARGEST_SHARE)), plain), plain

    def shrink(self, m: Metrics, width: int, height: int) -> None:
        """Takes a size in pixels, and what belongs to it: a picture and a large title unless it is plain."""
        self.w, self.h = width, height
        plain = height <= m.dp(self.plain)
        picture = None if plain else self._picture
        ink = self._ink if picture is not None else "on_surface"
        small = Label(self.desc, TITLE_LARGE, color=ink, max_lines=1) if plain else None
        side = {"width": self._arrow, "height": self._arrow}
        icons = Row(
            IconButton("arrow-left", "Navigate up", self._back, color=ink, **side),
            Row(small, flex=1, pad=(4, 0, 4, 0)),
            *self._actions,
            cls=BAR,
            id=self._strip,
            height=self.plain,
            width=FILL,
            pad=(TO_ARROW - self._arrow / 2, 0, 4, 0),
        )
        for action in self._actions:
            for box in action.walk():
                if hasattr(box, "color"):
                    box.__dict__["color"] = ink
        title = Label(self.desc, self._style, color=ink, max_lines=2)
        foot = Row(title, width=FILL, anchor="bottom", pad=(24, 0, 72, 16))
        room = height - m.dp(self.plain)
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


class HeadedBar(Scroll):
    """A bar whose heading moves out of sight with the list; what is below the heading stays.

    Args:
        heading: What goes away.
        fixed: What stays.
        id: Resource id.
    """

    cls = "android.widget.LinearLayout"

    def __init__(self, heading: Box, fixed: Box, id: str) -> None:
        self.id = id
        self._both = Column(heading, fixed)
        self._fixed = fixed
        self.children = [self._both]

    def heights(self, m: Metrics, width: int, height: int) -> Heights:
        """Its height with the heading and without."""
        self._both.measure(m, width, height)
        self._both.w = width
        return self._both.h, self._fixed.h

    def shrink(self, m: Metrics, width: int, height: int) -> None:
        """Takes a size in pixels."""
        self.w, self.h = width, height
        self.scrollable = False

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Shows its foot."""
        self.x, self.y = x, y
        self._both.place(m, x, y + self.h - self._both.h)


class _Coordinator(Scroll):
    """A bar and the list below it: a finger on either moves the list, and that shrinks the bar first."""

    cls = ""
    shrinks = False
    height = FILL
    flex = 1

    def __init__(
        self, bar: LargeAppBar | HeadedBar, head: Box, list: _Below, body: Box, **attributes: Any
    ) -> None:
        self.children = [head, body]
        self._bar = bar
        self._head = head
        self._list = list
        self._body = body
        self.__dict__.update(attributes)

    def measure(self, m: Metrics, width: int, height: int) -> None:
        self.w, self.h = width, height
        bar, list = self._bar, self._list
        tall, plain = bar.heights(m, width, height)
        self._body.measure(m, width, height)
        self.limit = list.limit = max(list.children[0].h + tall - height, 0)
        self.offset = list.offset = min(max(list.offset, 0), list.limit)
        list.scrollable = list.limit > 0
        list.travel = tall - plain
        bar.shrink(m, width, tall - min(list.offset, list.travel))
        self._head.w, self._head.h = bar.w, bar.h
        if isinstance(bar, HeadedBar):
            bar.offset, bar.limit = list.offset, list.limit
        self._body.h = height - bar.h

    def place(self, m: Metrics, x: int, y: int) -> None:
        self.x, self.y = x, y
        self._head.place(m, x, y)
        self._body.place(m, x, y + self._bar.h)


class _Below(Scroll):
    """The list of a `_Coordinator`.

    Attributes:
        travel: How many of the pixels that it moved went into the bar.
    """

    travel: int = 0
    id = "recycler_view"

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
        parent: Id of a node around bar and list that says of itself that it scrolls; none without.
    """

    def __init__(
        self,
        bar: LargeAppBar,
        *content: Box | None,
        bottom: Box | None = None,
        on_back: Handler | None = None,
        parent: str = "",
        **attributes: Any,
    ) -> None:
        list = _Below(Column(*content), height=FILL)
        body = grouped(list, ("content_frame", FRAME), ("android:id/list_container", FRAME))
        body.children[0].holders = [("container_material", LINEAR)]
        around = {"cls": SCROLL_VIEW, "id": parent, "scrollable": True} if parent else {}
        both = _Coordinator(bar, Group(bar, "app_bar"), list, body, **around)
        super().__init__(None, both, bottom=bottom, scrolls=False, on_back=on_back, **attributes)


class HomePage(Page):
    """A page whose heading moves away with its list.

    Args:
        bar: The heading, and what stays.
        *content: Rows of the list.
        id: Id of the whole page.
        list_id: Id of what scrolls.
        groups: Ids and classes of the nodes between what scrolls and the rows.
    """

    def __init__(
        self,
        bar: HeadedBar,
        *content: Box | None,
        id: str,
        list_id: str,
        groups: Sequence[tuple[str, str]] = (),
        **attributes: Any,
    ) -> None:
        list = _Below(grouped(Column(*content), *groups), height=FILL, cls=SCROLL_VIEW, id=list_id)
        both = _Coordinator(bar, bar, list, list, cls=SCROLL_VIEW, id=id, scrollable=False)
        super().__init__(None, both, scrolls=False, **attributes)
