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
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    HEADLINE_LARGE,
    HEADLINE_SMALL,
    LABEL_LARGE,
    LABEL_MEDIUM,
    TITLE_LARGE,
)

BAR = "android.view.ViewGroup"

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
        on_refresh: Called when the content is pulled down at its top.
        on_end: Called when the end of the content comes near, to add more.
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
        on_refresh: Handler | None = None,
        on_end: Handler | None = None,
        **attributes: Any,
    ) -> None:
        self._room = Space(88) if fab is not None and scrolls else None
        body = Column(*content, self._room)
        main = (
            Scroll(body, height=FILL, opens_at=opens_at, on_end=on_end)
            if scrolls
            else Column(*content, width=FILL, height=FILL)
        )
        if fab is not None:
            fab = Column(fab, pad=(16, 16, 16, 16), anchor="bottom end", align="end")
        self._fab = fab
        self._main = Stack(main, fab, flex=1, height=FILL)
        super().__init__(Column(bar, self._main, bottom, height=FILL))
        self.on_back = on_back
        if on_refresh is not None:
            self.on_swipe = _pulled(on_refresh)
        self.__dict__.update(attributes)

    def float_snackbar(self, bar: Box) -> None:
        """Shows a message bar above what is fixed at the foot; the floating button makes room for it."""
        self._main.children = [*self._main.children, bar]
        if self._fab is not None:
            self._fab.pad = (16, 16, 16, 16 + SNACKBAR)
        if self._room is not None:
            self._room.height = 88 + SNACKBAR


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
    **attributes: Any,
) -> Box:
    """The bar on top of a page: back arrow, title, icon buttons."""
    desc = {"arrow-left": "Navigate up", "close": "Close", "menu": "Open navigation drawer"}.get(icon, "Back")
    arrow = IconButton(icon, desc, back, color="on_surface") if back is not None else Space(12)
    heading = Row(Text(title, TITLE_LARGE, max_lines=1, id="title"), flex=1, pad=(4, 0, 4, 0))
    bar = Row(arrow, heading, *actions, height=64, width=FILL, pad=(4, 0, 4, 0))
    bar.__dict__.update(cls=BAR, id="toolbar")
    bar.__dict__.update(attributes)
    return bar


def LargeAppBar(title: str, back: Handler | None = None, actions: Sequence[Box] = ()) -> Box:
    """The tall bar of settings pages, with the title below the arrow."""
    arrow = (
        IconButton("arrow-left", "Navigate up", back, color="on_surface") if back is not None else Space(12)
    )
    heading = Row(Text(title, HEADLINE_LARGE, max_lines=2, id="title"), pad=(24, 20, 24, 20))
    icons = Row(arrow, Space(flex=1), *actions, height=56, pad=(4, 0, 4, 0))
    return Column(icons, heading, width=FILL, cls=BAR, id="toolbar")


class Tab:
    """One tab of ``Tabs`` or ``BottomTabs``: a label, an icon, whether it is open, what opens it."""

    def __init__(self, label: str, icon: str, selected: bool, on_tap: Handler) -> None:
        self.label = label
        self.icon = icon
        self.selected = selected
        self.on_tap = on_tap


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
    """The navigation bar at the foot of an app."""

    def tab(one: Tab) -> Box:
        ink = "on_secondary_container" if one.selected else "on_surface_variant"
        pill = Row(Icon(one.icon, color=ink), width=60, height=32, radius=16, justify="center")
        pill.fill = "secondary_container" if one.selected else None
        return Column(
            pill,
            Text(one.label, LABEL_MEDIUM, color="on_surface", max_lines=1, id="navigation_bar_item_label"),
            cls="android.widget.FrameLayout",
            desc=one.label,
            selected=one.selected,
            on_tap=one.on_tap,
            flex=1,
            align="center",
            gap=4,
        )

    return Row(
        *(tab(one) for one in tabs), height=80, width=FILL, fill="surface_container", pad=(0, 12, 0, 12)
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
    heading = Row(Text(title, HEADLINE_SMALL, id="alertTitle"), pad=(24, 0, 24, 12)) if title else None
    body = Scroll(Column(*content), key="dialog") if content else None
    foot = Row(*buttons, justify="end", gap=8, width=FILL, pad=(24, 16, 16, 0)) if buttons else None
    panel = Column(
        icon, heading, body, foot, fill="surface_container_high", radius=28, width=328, pad=(0, 28, 0, 28)
    )
    panel.__dict__.update(anchor="center center")
    overlay = Overlay(panel, pad=(0, 24, 0, 24))
    overlay.__dict__.update(attributes)
    return overlay


def Message(text: str) -> Box:
    """Running text inside a dialog."""
    return Row(Text(text, BODY_MEDIUM, color="on_surface_variant", id="message"), pad=(24, 0, 24, 0))


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
    panel = Column(grip, body, fill="surface_container_high", radius=28, width=FILL)
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
    panel = Column(body, fill="surface_container_low", width=304, height=FILL, elevation=1)
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
        return Row(
            words, height=48, pad=(16, 0, 16, 0), cls="android.widget.LinearLayout", on_tap=on_tap, width=FILL
        )

    rows = [item(*one) for one in items if one is not None]
    panel = Column(
        Scroll(Column(*rows, pad=(0, 8, 0, 8)), key="menu"),
        fill="surface_container",
        radius=8,
        elevation=3,
        width=224,
    )
    menu = MenuOverlay(panel)
    menu.beside = beside
    return menu


def snackbar(text: str, button: str, on_tap: Callable[[], object]) -> Box:
    """A message bar inside an app."""
    words = Row(
        Label(text, BODY_MEDIUM, color="inverse_on_surface", max_lines=2),
        cls="android.widget.TextView",
        label=text,
        id="snackbar_text",
        flex=1,
        height=FILL,
        pad=(16, 0, 0, 0),
    )
    press = TextButton(button, on_tap, id="snackbar_action") if button else None
    if press is not None:
        press.children[0].__dict__["color"] = "inverse_primary"
    bar = Row(words, press, fill="inverse_surface", radius=4, width=FILL, pad=(0, 0, 8, 0))
    bar.height = SNACKBAR - 8
    return Column(bar, pad=(8, 0, 8, 8), anchor="bottom", width=FILL)


def text_toolbar(command: Callable[[str], object]) -> Box:
    """The bar over a selected text: cut, copy, paste, select all."""

    def button(label: str, name: str) -> Box:
        return TextButton(label, lambda: command(name))

    return Row(
        button("Cut", "cut"),
        button("Copy", "copy"),
        button("Paste", "paste"),
        button("Select all", "select_all"),
        fill="surface_container_high",
        radius=8,
        elevation=2,
    )


def loading() -> Box:
    """A page that is not there yet."""
    spinner = Drawing(_draw_ring, width=48, height=48, cls="android.widget.ProgressBar", desc="Loading…")
    return Page(None, Column(spinner, align="center", justify="center", flex=1), scrolls=False)


def _draw_ring(painter: Painter, m: Metrics, w: int, h: int) -> None:
    painter.arc(w / 2, h / 2, w / 2, -90, 260, "primary", 4 * m.scale)
