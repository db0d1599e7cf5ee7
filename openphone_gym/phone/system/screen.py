"""What the phone shows: the accessibility tree and the picture."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from openphone_gym.phone.app import App
from openphone_gym.phone.system import bars
from openphone_gym.phone.system.keyboard import KeyboardLook, keyboard
from openphone_gym.phone.system.state import System
from openphone_gym.phone.system.window import Window
from openphone_gym.phone.toolkit.box import Box, Color, Column, Metrics
from openphone_gym.phone.toolkit.frame import FrameBuffer, Strip
from openphone_gym.phone.toolkit.group import LINEAR
from openphone_gym.phone.toolkit.scene import accessibility_nodes, strips
from openphone_gym.phone.toolkit.theme import DARK, LIGHT, Theme
from openphone_gym.ui.node import Bounds, UiNode, UiTree

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


def accessibility_tree(phone: Phone, full: bool = False) -> UiTree:
    """The nodes of the window that takes touches; if ``full``, with all that ``uiautomator dump`` sees.

    A screen belongs to the package of its app, or to the one that it names: ``Overlay(..., package=...)``.
    """
    window = phone.window()
    display = phone.system.display
    screen = (0, 0, display.width, display.height)
    package = getattr(window.root.children[0], "package", window.app.package)
    nodes = accessibility_nodes(window.root, package, window.bounds, full)
    content = _frame(package, screen, nodes)
    content.resource_id = "android:id/content"
    if full and not window.overlay:
        content = _frame(package, screen, [content])
        content.class_name = LINEAR
    root = _frame(package, screen, [content])
    return UiTree(roots=[root], width=display.width, height=display.height)


def _frame(package: str, bounds: Bounds, children: list[UiNode]) -> UiNode:
    return UiNode(class_name="android.widget.FrameLayout", package=package, bounds=bounds, children=children)


def is_dark(system: System) -> bool:
    """Whether the dark theme is on (``ui_night_mode`` 2, as ``cmd uimode night yes`` sets it)."""
    return system.settings["secure"].get("ui_night_mode") == "2"


def theme_of(phone: Phone, app: App, page: Box) -> Theme:
    """Colours of an app: those that the page wants, else the app, else the user.

    ``Page(..., theme="dark")`` and ``App(theme="dark")`` are dark on every phone.
    """
    wanted = getattr(page, "theme", "") or app.theme(phone.app(app.id))
    theme = DARK if wanted == "dark" or (not wanted and is_dark(phone.system)) else LIGHT
    return theme.with_accent(app.accent) if app.accent else theme


class Picture:
    """The frame of a phone, redrawn where it changed.

    Args:
        width: Pixels.
        height: Pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        self.size = (width, height)
        self._buffer = FrameBuffer(width, height)
        self._shown: list[Window] | None = None
        self._strips: list[Strip] = []
        self._theme = LIGHT

    @property
    def number(self) -> int:
        """Number of the frame that was made last, which no other of this process has."""
        return self._buffer.number

    def of(self, phone: Phone, copy: bool) -> np.ndarray:
        """The present frame, uint8 (H, W, 3)."""
        windows = phone.windows()
        if windows is not self._shown:
            self._strips = list(_all_strips(phone, windows, self.size))
            self._theme = theme_of(phone, windows[0].app, windows[0].root.children[0])
            self._shown = windows
        return self._buffer.render(self._strips, self._theme, copy=copy)


def _all_strips(phone: Phone, windows: list[Window], size: tuple[int, int]) -> list[Strip]:
    system = phone.system
    width, height = size
    screen: Bounds = (0, 0, width, height)
    out: list[Strip] = []
    for window in windows:
        if window.overlay:
            out += _scrim(window, screen)
        else:
            out += _ground(window, screen)
        ground = None if window.overlay or _wallpaper(window) else _fill_of(window)
        out += strips(window.root, window.m, _sight(window, screen), ground)
    top = windows[-1]
    tint: Color = getattr(windows[0].root.children[0], "bar_color", "on_surface")
    # A panel that comes from the top lies behind the status bar and says its colour.
    head: Color = getattr(top.root.children[0], "bar_color", tint)
    if top.raised:
        out += _keyboard_strips(top.keyboard_look(system.ime), top.m.scale, top.m.font, size)
        tint = "on_surface"
    out += _bar_strips(bars.status_line(system), head, tint, top.m.scale, top.m.font, size)
    if system.toast is not None:
        out += _placed(bars.toast(system.toast), Metrics.of(top.m.scale, top.m.font), size, at_foot=True)
    return out


@lru_cache(maxsize=256)
def _bar_strips(
    line: bars.StatusLine, head: Color, foot: Color, scale: float, font: float, size: tuple[int, int]
) -> list[Strip]:
    """Status bar and navigation pill; many screens share them."""
    m = Metrics.of(scale, font)
    status = _placed(bars.status_bar(line, head), m, size, at_foot=False)
    return status + _placed(bars.navigation_bar(foot), m, size, at_foot=True)


@lru_cache(maxsize=64)
def _keyboard_strips(look: KeyboardLook, scale: float, font: float, size: tuple[int, int]) -> list[Strip]:
    """The keyboard; every screen with a field of the same kind shares it."""
    box = keyboard(look, press=lambda key: None)
    return _placed(box, Metrics.of(scale, font), size, at_foot=True)


def _fill_of(window: Window) -> Color:
    return window.root.children[0].fill or "surface"


def _wallpaper(window: Window) -> Box | None:
    return getattr(window.root.children[0], "wallpaper", None)


def _ground(window: Window, screen: Bounds) -> list[Strip]:
    """The colour or picture of a page, which goes on below the bars."""
    paper = _wallpaper(window) or Column(fill=_fill_of(window))
    paper.x, paper.y, paper.w, paper.h = screen
    return strips(paper, window.m, screen, "surface")


def _sight(window: Window, screen: Bounds) -> Bounds:
    """Where a window is drawn: panels over a page go on behind the bars of the system."""
    foot = screen[3] if window.overlay and not window.raised else window.bounds[3]
    return (0, 0, screen[2], foot)


def _scrim(window: Window, screen: Bounds) -> list[Strip]:
    color = getattr(window.root.children[0], "scrim", "scrim")
    if color is None:
        return []
    return [Strip(0, 0, screen[2], screen[3], "scrim", None, color)]


def _placed(box: Box, m: Metrics, size: tuple[int, int], at_foot: bool) -> list[Strip]:
    """Strips of a box that belongs to no window, at the head or the foot of the screen."""
    width, height = size
    box.measure(m, width, height)
    box.w = width
    box.place(m, 0, height - box.h if at_foot else 0)
    return strips(box, m, (0, 0, width, height), None)
