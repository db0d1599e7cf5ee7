"""What screens are: pages, and the dialogs, sheets and menus on top of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Color,
    Column,
    Drawing,
    Handler,
    Holder,
    Icon,
    Label,
    Metrics,
    Row,
    Scroll,
    Space,
    Stack,
    Text,
)
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.group import FRAME, LINEAR, SCROLL_VIEW, Group
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.panels import MENU_EDGE, ButtonBar, EdgePanel, MenuPanel, Panel
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    HEADLINE_SMALL,
    LABEL_LARGE,
    LABEL_MEDIUM,
    TITLE_LARGE,
)

BAR = "android.view.ViewGroup"
IMAGE = "android.widget.ImageView"

MESSAGE = "android:id/message"

DIALOG_MARGIN = (16, 24, 16, 24)
"""Room that a dialog leaves at each side of the screen in dp."""

SNACKBAR = 60
"""Height of a snackbar with its margin in dp."""


class Page(Stack):
    """A whole screen: a bar on top, content that scrolls, perhaps something fixed below.

    Args:
        bar: App bar, search bar or any box on top; None for none.
        *content: Boxes below each other.
        fab: Floating button.
        bottom: Box at the foot of the page, above which the content scrolls.
        scrolls: Whether the content scrolls; without it, boxes with ``flex`` share the room.
        on_back: What the back key does instead of closing the page.
        opens_at: A box of the content that is in the middle until the page is scrolled.
        opens_with: A box of the content whose foot is at that of the page, until the page is scrolled.
        on_refresh: Called when the content is pulled down at its top.
        on_end: Called when the end of the content comes near, to add more.
        list_holders: Holders of the content; those of the page are around its bars, too.
    """

    fill: Color | None = "surface"
    bar_color: Color = "on_surface"

    def __init__(
        self,
        bar: Box | None,
        *content: Box | None,
        fab: Box | None = None,
        bottom: Box | None = None,
        scrolls: bool = True,
        on_back: Handler | None = None,
        opens_at: Box | None = None,
        opens_with: Box | None = None,
        on_refresh: Handler | None = None,
        on_end: Handler | None = None,
        list_holders: Sequence[Holder] = (),
        **attributes: Any,
    ) -> None:
        room = Space(max(fab.height or 0, 56) + 32) if fab is not None and scrolls else None
        body = Column(*content, room)
        main = (
            _List(
                body, height=FILL, opens_at=opens_at, opens_with=opens_with, on_end=on_end, id="recycler_view"
            )
            if scrolls
            else Column(*content, width=FILL, height=FILL)
        )
        if list_holders:
            main.holders = list_holders
        if fab is not None:
            fab = Column(fab, pad=(16, 16, 16, 16), anchor=getattr(fab, "anchor", "bottom end"))
            fab.align = "start"
        whole = Stack(main, fab, flex=1, height=FILL)
        super().__init__(Column(bar, whole, bottom, height=FILL), **attributes)
        self._fab = fab
        self._room = room
        self._main = whole
        self.on_back = on_back
        if on_refresh is not None:
            self.on_swipe = _pulled(on_refresh)

    def float_snackbar(self, bar: Box) -> None:
        """Shows a message bar above what is fixed at the foot; the floating button makes room for it."""
        self._main.children = [*self._main.children, bar]
        if self._fab is not None:
            self._fab.pad = (16, 16, 16, 16 + SNACKBAR)
        if self._room is not None:
            self._room.height = (self._room.height or 0) + SNACKBAR


class _List(Scroll):
    """What scrolls on a page.

    Attributes:
        opens_with: Box in its content whose foot, or head if it is longer than the page, meets that of the
            page until the area is scrolled.
    """

    opens_with: Box | None = None

    def place(self, m: Metrics, x: int, y: int) -> None:
        super().place(m, x, y)
        there = self.opens_with
        if there is not None and self.key not in m.offsets:
            over = there.y + there.h - self.y - self.h
            self.offset = min(max(over, 0), there.y - y, self.limit)
            super().place(m, x, y)


def _pulled(on_refresh: Handler) -> Callable[[str], bool]:
    """What a page does with a finger that moves on it, once its list has no use for that."""

    def swiped(direction: str) -> bool:
        if direction == "down":
            on_refresh()
        return direction == "down"

    return swiped


def AppBar(
    title: str,
    back: Handler | None = None,
    actions: Sequence[Box] = (),
    icon: str = "arrow-left",
    arrow: dict[str, Any] | None = None,
    title_id: str = "title",
    **attributes: Any,
) -> Box:
    """The bar on top of a page: arrow, title, icon buttons; ``arrow`` holds attributes of the first."""
    desc = {"arrow-left": "Navigate up", "close": "Close", "menu": "Open navigation drawer"}.get(icon, "Back")
    first = Space(12)
    if back is not None:
        first = IconButton(icon, desc, back, color="on_surface")
        first.__dict__.update(arrow or {})
    heading = Row(Text(title, TITLE_LARGE, max_lines=1, id=title_id), flex=1, pad=(4, 0, 4, 0))
    bar = Row(first, heading, *actions, height=64, width=FILL, pad=(4, 0, 4, 0))
    bar.__dict__.update(cls=BAR, id="toolbar")
    bar.__dict__.update(attributes)
    return bar


class Tab:
    """One tab of ``Tabs`` or ``BottomTabs``: a label, an icon, whether it is open, what opens it, its id."""

    def __init__(self, label: str, icon: str, selected: bool, on_tap: Handler, id: str = "") -> None:
        self.label = label
        self.icon = icon
        self.selected = selected
        self.on_tap = on_tap
        self.id = id


def Tabs(tabs: Sequence[Tab], scrolls: bool = False) -> Box:
    """Tabs below an app bar, with a line under the open one.

    Args:
        tabs: The tabs, one of them open.
        scrolls: Whether they are as wide as their words and move sideways, which keeps the open one in view;
            otherwise they share the width.
    """

    def tab(one: Tab) -> Box:
        ink = "primary" if one.selected else "on_surface_variant"
        line = Box(height=3, width=FILL, fill="primary" if one.selected else None)
        words = Label(one.label, LABEL_LARGE, color=ink, max_lines=1)
        box = Column(
            Row(words, justify="center", height=45, pad=(16, 0, 16, 0) if scrolls else (0, 0, 0, 0)),
            Box(height=3, fill="primary" if one.selected else None) if scrolls else line,
            cls="android.widget.LinearLayout",
            desc=one.label,
            selected=one.selected,
            on_tap=one.on_tap,
        )
        box.flex = 0 if scrolls else 1
        return box

    boxes = [tab(one) for one in tabs]
    row = _TabStrip(Row(*boxes), tabs, boxes) if scrolls else Row(*boxes, width=FILL)
    return Column(row, Box(height=1, width=FILL, fill="outline_variant"))


class _TabStrip(Scroll):
    """Tabs that move sideways.

    Where it stands is kept for each open tab, so that another one that is opened comes into view.
    """

    cls = "android.widget.HorizontalScrollView"
    horizontal = True
    shrinks = False
    height = 48

    def __init__(self, row: Box, tabs: Sequence[Tab], boxes: Sequence[Box]) -> None:
        super().__init__(row)
        chosen = next((n for n, tab in enumerate(tabs) if tab.selected), 0)
        self.opens_at = boxes[chosen]
        self.key = f"tabs/{tabs[chosen].label}"


def BottomTabs(tabs: Sequence[Tab]) -> Box:
    """The navigation bar at the foot of an app; the open tab can't be touched."""

    def tab(one: Tab) -> Box:
        chosen = one.selected
        ink = "on_secondary_container" if chosen else "on_surface_variant"
        pill = Row(
            Icon(one.icon, color=ink, cls=IMAGE, id="navigation_bar_item_icon_view", selected=chosen),
            width=60,
            height=32,
            radius=16,
            justify="center",
            fill="secondary_container" if chosen else None,
        )
        label = f"navigation_bar_item_{'large' if chosen else 'small'}_label_view"
        return Column(
            Group(
                pill,
                "navigation_bar_item_icon_container",
                FRAME,
                selected=chosen,
                holders=[("navigation_bar_item_content_container", LINEAR)],
            ),
            Text(
                one.label,
                LABEL_MEDIUM,
                color="on_surface",
                max_lines=1,
                id=label,
                selected=chosen,
                holders=[("navigation_bar_item_labels_group", BAR)],
            ),
            cls=FRAME,
            id=one.id,
            desc=one.label,
            selected=chosen,
            focusable=True,
            on_tap=None if chosen else one.on_tap,
            flex=1,
            align="center",
            gap=4,
        )

    return Row(
        *(tab(one) for one in tabs),
        height=80,
        width=FILL,
        fill="surface_container",
        pad=(0, 12, 0, 12),
        holders=[("", FRAME), ("", BAR)],
    )


class Overlay(Stack):
    """A window on top of a page; a touch beside its panel closes it.

    Attributes:
        scrim: Colour laid over what is below, or None.
        dismissible: Whether a touch beside it closes it.
    """

    scrim: Color | None = "scrim"
    dismissible: bool = True


def Dialog(
    title: str, *content: Box | None, buttons: Sequence[Box] = (), icon: Box | None = None, **attributes: Any
) -> Box:
    """A question in the middle of the screen; long content scrolls."""
    template = ("android:id/title_template", LINEAR)
    words = Text(title, HEADLINE_SMALL, id="android:id/alertTitle", holders=[template]) if title else None
    top = Row(words, pad=(24, 0, 24, 12), cls=LINEAR, id="android:id/topPanel") if words else None
    body = (
        Scroll(Column(*content), key="dialog", cls=SCROLL_VIEW, id="android:id/scrollView")
        if content
        else None
    )
    panel = Panel(
        icon,
        top,
        _dialog_content(body) if body else None,
        ButtonBar(*buttons) if buttons else None,
        fill="surface_container_high",
        radius=28,
        pad=(0, 28, 0, 28),
        cls=LINEAR,
        id="android:id/parentPanel",
        anchor="center center",
    )
    overlay = Overlay(panel, pad=DIALOG_MARGIN)
    overlay.__dict__.update(attributes)
    return overlay


def _dialog_content(body: Box) -> Box:
    """The part of a dialog between title and buttons: running text, or what else an app puts there."""
    if any(box.id == MESSAGE for box in body.walk()):
        return Group(body, "android:id/contentPanel", FRAME)
    body.holders = [("android:id/custom", FRAME)]
    return Group(body, "android:id/customPanel", FRAME)


def Message(text: str) -> Box:
    """Running text inside a dialog."""
    words = Text(text, BODY_MEDIUM, color="on_surface_variant", id=MESSAGE)
    return Row(words, pad=(24, 0, 24, 0))


def Confirm(
    title: str, text: str, ok: str, on_ok: Handler, cancel: Handler, cancel_label: str = "Cancel"
) -> Box:
    """A dialog that asks before something is done."""
    buttons = [TextButton(cancel_label, cancel, id="button2"), TextButton(ok, on_ok, id="button1")]
    return Dialog(title, Message(text) if text else None, buttons=buttons)


def Sheet(*content: Box | None, **attributes: Any) -> Box:
    """A panel that comes up from the foot of the screen."""
    body = Scroll(Column(*content), key="sheet")
    grip = Drawing(_draw_grip, width=FILL, height=24)
    panel = EdgePanel(grip, body, fill="surface_container_high", radius=28, width=FILL)
    panel.__dict__.update(anchor="bottom", pad=(0, 0, 0, 16))
    overlay = Overlay(panel, pad=(0, 48, 0, 0))
    overlay.__dict__.update(attributes)
    return overlay


def _draw_grip(painter: Painter, m: Metrics, w: int, h: int) -> None:
    painter.rounded((w - m.dp(32)) // 2, m.dp(10), m.dp(32), m.dp(4), 2 * m.scale, "outline_variant")


def Drawer(title: str, *content: Box | None, **attributes: Any) -> Box:
    """The panel at the left edge with the main places of an app."""
    heading = Row(Text(title, TITLE_LARGE, id="title"), pad=(24, 20, 24, 12)) if title else None
    body = Scroll(Column(heading, *content), key="drawer", height=FILL)
    panel = EdgePanel(body, fill="surface_container_low", width=304, height=FILL, to_head=True)
    overlay = Overlay(panel)
    overlay.__dict__.update(attributes)
    return overlay


class MenuOverlay(Overlay):
    """A menu beside what was touched; ``beside`` is that box in pixels."""

    scrim: Color | None = None
    beside: tuple[int, int, int, int] = (0, 0, 0, 0)

    def place(self, m: Metrics, x: int, y: int) -> None:
        super().place(m, x, y)
        (panel,) = self.children
        left, top, right, bottom = self.beside
        edge = m.dp(8)
        at_x = right - panel.w if left + right > self.w else left
        at_y = top if top + panel.h <= y + self.h - edge else bottom - panel.h
        at_x = min(max(at_x, edge), max(self.w - panel.w - edge, edge))
        panel.place(m, at_x, min(max(at_y, y + edge), max(y + self.h - panel.h - edge, y)))


MenuItem = tuple[str, Handler]


def Menu(items: Sequence[MenuItem | None], beside: tuple[int, int, int, int]) -> Box:
    """A list of commands that opens beside a button; None in ``items`` leaves a place out."""

    def item(label: str, on_tap: Handler) -> Box:
        words = Text(label, BODY_LARGE, max_lines=1, id="title")
        return Row(words, height=48, pad=(MENU_EDGE, 0, MENU_EDGE, 0), cls=LINEAR, on_tap=on_tap, width=FILL)

    shown = [one for one in items if one is not None]
    rows = [item(*one) for one in shown]
    panel = MenuPanel(
        Scroll(Column(*rows, pad=(0, 8, 0, 8)), key="menu"),
        fill="surface_container",
        radius=8,
        elevation=3,
        longest=max((label for label, _ in shown), key=len, default=""),
    )
    menu = MenuOverlay(panel)
    menu.beside = beside
    return menu
