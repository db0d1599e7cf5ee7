"""The methods of UI Automator's server, as the client ``uiautomator2`` calls them.

Everything is done by fingers and keys: a click on an element touches its middle, and a text is typed after
its field was touched. Questions take no time, so a client that asks again and again on its own clock (as
``d.xpath(...).wait()`` does) sees nothing move.
"""

# ruff: noqa: D102 - most methods do what their names say

from __future__ import annotations

from collections.abc import Generator
from typing import Annotated, Any, Literal

import msgspec

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell.screenshots import Screenshots
from openphone_gym.phone.system.state import Message
from openphone_gym.serve.gestures import LONG_PRESS_S, SLOP_DP, Fingers, of_two
from openphone_gym.serve.selector import Selector
from openphone_gym.serve.ui_device import (
    FINGERS_TOGETHER,
    FLING_STEPS,
    SCROLL_STEPS,
    STEP_S,
    Pauses,
    UiDevice,
)
from openphone_gym.ui.gesture import PressKey, TypeText
from openphone_gym.ui.important import important
from openphone_gym.ui.node import UiNode
from openphone_gym.ui.xml import to_xml

KEY_NAMES = {name: name for name in ("home", "back", "left", "right", "up", "down", "enter", "delete")}
KEY_NAMES |= {"del": "delete", "recent": "recents", "recents": "recents"}
"""Keys that clients name, and that do something."""

PARSE_ERROR, INVALID_REQUEST, UNKNOWN_METHOD = -32700, -32600, -32601
INVALID_PARAMS, INTERNAL = -32602, -32603
NOT_FOUND, UNSUPPORTED, TOO_MUCH = -32001, -32002, -32003
"""Codes of errors: those of JSON-RPC, and three of this server."""

Pixel = Annotated[float, msgspec.Meta(ge=-100_000, le=100_000)]
Steps = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Milliseconds = Annotated[float, msgspec.Meta(ge=0, le=86_400_000)]
Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
Swipes = Annotated[int, msgspec.Meta(ge=0, le=1_000)]
Text = Annotated[str, msgspec.Meta(max_length=100_000)]


class Spot(msgspec.Struct):
    """A point, in pixels."""

    x: Pixel
    y: Pixel


Target = Selector | str
"""An element: how to find it, or its name as ``childBy...`` gave it."""

Naming = Generator[None, None, str]
"""The same as ``Pauses``, with the name of an element in the end."""


class RpcError(Exception):
    """A call fails.

    Attributes:
        code: Kind of the error.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class ElementNotFound(RpcError):
    """Nothing on the screen fits; clients know the error by the name of the Java exception."""

    def __init__(self, wanted: object) -> None:
        super().__init__(NOT_FOUND, f"androidx.test.uiautomator.UiObjectNotFoundException: {wanted}")


class Methods(UiDevice):
    """What clients may ask of a phone; the methods are those of the server on real ones."""

    def __init__(self, phone: Phone, screenshots: Screenshots) -> None:
        super().__init__(phone, screenshots)
        self._fingers = Fingers()

    # The device

    def device_info(self) -> dict[str, Any]:
        system = self._phone.system
        display = system.display
        sdk = system.properties.get("ro.build.version.sdk", "")
        return {
            "currentPackageName": self._phone.foreground().partition("/")[0],
            "displayWidth": display.width,
            "displayHeight": display.height,
            "displaySizeDpX": display.width * 160 // display.density,
            "displaySizeDpY": display.height * 160 // display.density,
            "displayRotation": 0,
            "naturalOrientation": True,
            "productName": system.properties.get("ro.product.name", ""),
            "screenOn": True,
            "sdkInt": int(sdk) if sdk.isdigit() else 0,
        }

    def dump_window_hierarchy(
        self, compressed: bool = False, max_depth: int | None = None, active_only: bool = False
    ) -> str:
        """The active window as XML, if compressed without mere layouts."""
        tree = important(self._phone.tree()) if compressed else self._phone.full_tree()
        if max_depth is not None:
            tree = msgspec.structs.replace(tree, roots=_shallow(tree.roots, max_depth))
        return to_xml(tree)

    def take_screenshot(self, scale: float = 1, quality: int = 100) -> str:
        """The screen in Base64; as PNG, so no quality is lost."""
        if scale != 1:
            raise RpcError(UNSUPPORTED, "screenshots are not scaled here; ask for scale 1")
        return self._picture()

    def is_screen_on(self) -> bool:
        return True

    def do_nothing(self, argument: bool = True) -> None:
        """For what this phone has no use: its screen stays on, upright, and keeps no traversed texts."""

    def set_orientation(self, direction: str) -> None:
        if direction not in ("natural", "n"):
            raise RpcError(UNSUPPORTED, "this phone stays upright; the only orientation is 'natural'")

    # Fingers and keys

    def click(self, target: Target | Pixel, y: Pixel | None = None, held: Milliseconds = 0) -> bool:
        """Touches a point, for a time, or the middle of an element."""
        if not isinstance(target, int | float):
            return self._touch(*self._one(target).center)
        if y is None:
            raise RpcError(INVALID_PARAMS, "click: a point needs x and y")
        return self._touch(target, y, held / 1000)

    def long_click(self, target: Target) -> bool:
        return self._touch(*self._one(target).center, LONG_PRESS_S)

    def swipe(self, x1: Pixel, y1: Pixel, x2: Pixel, y2: Pixel, steps: Steps = 0) -> bool:
        return self._swipe(x1, y1, x2, y2, steps)

    def swipe_points(self, points: list[Pixel], steps: Steps) -> bool:
        """Moves a finger through points (x, y, x, y ...); this phone sees the first and the last of them."""
        if len(points) < 4 or len(points) % 2:
            raise RpcError(INVALID_PARAMS, "swipePoints: two or more points of x and y are needed")
        (x1, y1), (x2, y2) = points[:2], points[-2:]
        return self.swipe(x1, y1, x2, y2, steps * (len(points) // 2 - 1))

    def pinch_in(self, target: Target, percent: Percent, steps: Steps = 50) -> bool:
        """Moves two fingers together over so much of an element's width, which shows more of a map."""
        return self._pinch_across(target, percent, steps, apart=False)

    def pinch_out(self, target: Target, percent: Percent, steps: Steps = 50) -> bool:
        """Moves two fingers apart, which shows a map from nearer."""
        return self._pinch_across(target, percent, steps, apart=True)

    def _pinch_across(self, target: Target, percent: Percent, steps: int, apart: bool) -> bool:
        bounds = self._one(target).bounds
        far = max((bounds[2] - bounds[0]) * percent / 100, FINGERS_TOGETHER)
        near = min(FINGERS_TOGETHER, far)
        return self._pinch(bounds, *((near, far) if apart else (far, near)), max(steps, 1) * STEP_S)

    def gesture(
        self, target: Target, start1: Spot, start2: Spot, end1: Spot, end2: Spot, steps: Steps = 100
    ) -> bool:
        """Moves two fingers, each from one point to another."""
        self._one(target)
        first, second = (start1.x, start1.y, end1.x, end1.y), (start2.x, start2.y, end2.x, end2.y)
        slop = SLOP_DP * self._phone.system.display.density / 160
        made = of_two(first, second, max(steps, 1) * STEP_S, slop)
        return made is not None and self._perform(made)

    def drag_to(
        self, target: Target, to: Target | Pixel, y_or_steps: Pixel = 0, steps: Steps | None = None
    ) -> bool:
        """Drags an element onto another one in ``y_or_steps`` steps, or to a point."""
        start = self._one(target).center
        if isinstance(to, int | float):
            return self.swipe(*start, to, y_or_steps, steps or 0)
        return self.swipe(*start, *self._one(to).center, int(abs(y_or_steps)))

    def inject_input_event(self, action: Literal[0, 1, 2], x: Pixel, y: Pixel, meta: int = 0) -> bool:
        """A finger goes down (0), moves (2) or up (1); the phone feels it when it is lifted."""
        slop = SLOP_DP * self._phone.system.display.density / 160
        self._fingers.touch(0, int(x), int(y), slop)
        gesture = self._fingers.lift(0, slop) if action == 1 else None
        return gesture is None or self._perform(gesture)

    def press_key(self, key: str) -> bool:
        """Presses a key by its name; false for those that do nothing on this phone."""
        name = KEY_NAMES.get(key)
        return name is not None and self._perform(PressKey(name))

    def press_key_code(self, code: int, meta: int = 0) -> bool:
        """Presses a key by Android's number, while others are held; false if that does nothing."""
        return self._press(code, meta)

    def open_notification(self) -> bool:
        return self._pull_shade()

    def open_quick_settings(self) -> bool:
        return self._pull_shade() and self._pull_shade()

    # Elements

    def exist(self, target: Target) -> bool:
        return bool(self._all(target))

    def count(self, target: Target) -> int:
        return len(self._all(target))

    def obj_info(self, target: Target) -> dict[str, Any]:
        return _described(self._one(target))

    def obj_info_of_all_instances(self, target: Target) -> list[dict[str, Any]]:
        return [_described(node) for node in self._all(target)]

    def get_text(self, target: Target) -> str:
        return self._one(target).text

    def set_text(self, target: Target, text: Text | None) -> bool:
        """Types into a field in place of what it holds; false if the element is no field that takes it."""
        return self._write(self._one(target), text or "")

    def clear_text_field(self, target: Target) -> bool:
        return self.set_text(target, "")

    def wait_for_exists(self, target: Target, timeout: Milliseconds) -> Pauses:
        return self._wait(lambda: self.exist(target), timeout)

    def wait_until_gone(self, target: Target, timeout: Milliseconds) -> Pauses:
        return self._wait(lambda: not self.exist(target), timeout)

    def _all(self, target: Target) -> list[UiNode]:
        return list(_selector(target).find(self._phone.full_tree()))

    def _one(self, target: Target) -> UiNode:
        selector = _selector(target)
        node = next(selector.find(self._phone.full_tree()), None)
        if node is None:
            raise ElementNotFound(_name(selector))
        return node

    # Elements inside others

    def child_by_text(self, target: Target, pattern: Selector, text: str, scrolling: bool = False) -> Naming:
        wanted = Selector(text=text)
        return self._child_by(target, pattern, wanted, scrolling)

    def child_by_description(
        self, target: Target, pattern: Selector, description: str, scrolling: bool = False
    ) -> Naming:
        wanted = Selector(description=description)
        return self._child_by(target, pattern, wanted, scrolling)

    def child_by_instance(
        self, target: Target, pattern: Selector, instance: Annotated[int, msgspec.Meta(ge=0)]
    ) -> str:
        return _name(_selector(target).child(pattern.with_instance(instance)))

    def _child_by(self, target: Target, pattern: Selector, wanted: Selector, scrolling: bool) -> Naming:
        """Name of the first child of a pattern that is, or holds, what is wanted."""
        if scrolling:
            yield from self.scroll_to(target, wanted)
        rows = _selector(target).child(pattern.with_instance(None))
        for instance, row in enumerate(rows.find(self._phone.full_tree())):
            inside = msgspec.structs.replace(self._phone.full_tree(), roots=[row])
            if any(wanted.find(inside)):
                return _name(rows.with_instance(instance))
        raise ElementNotFound(_name(wanted))

    # Scrolling

    def scroll_forward(self, target: Target, vertical: bool = True, steps: Steps = SCROLL_STEPS) -> bool:
        """Scrolls by most of the area's length; false if there was nothing left."""
        return self._scroll(self._one(target).bounds, vertical, True, steps)

    def scroll_backward(self, target: Target, vertical: bool = True, steps: Steps = SCROLL_STEPS) -> bool:
        return self._scroll(self._one(target).bounds, vertical, False, steps)

    def scroll_to_end(
        self, target: Target, vertical: bool = True, swipes: Swipes = 500, steps: Steps = SCROLL_STEPS
    ) -> Pauses:
        return self._scroll_on(lambda: self.scroll_forward(target, vertical, steps), swipes)

    def scroll_to_beginning(
        self, target: Target, vertical: bool = True, swipes: Swipes = 500, steps: Steps = SCROLL_STEPS
    ) -> Pauses:
        return self._scroll_on(lambda: self.scroll_backward(target, vertical, steps), swipes)

    def scroll_to(self, target: Target, wanted: Target, vertical: bool = True) -> Pauses:
        """Scrolls until an element inside the area is there: where it stands first, then from the start."""
        inside = _selector(target).child(_selector(wanted))

        def scroll(forward: bool) -> bool:
            return self._scroll(self._one(target).bounds, vertical, forward)

        return self._scroll_until(lambda: self.exist(inside), scroll)

    def fling_forward(self, target: Target, vertical: bool = True) -> bool:
        return self.scroll_forward(target, vertical, FLING_STEPS)

    def fling_backward(self, target: Target, vertical: bool = True) -> bool:
        return self.scroll_backward(target, vertical, FLING_STEPS)

    def fling_to_end(self, target: Target, vertical: bool = True, swipes: Swipes = 500) -> Pauses:
        return self.scroll_to_end(target, vertical, swipes, FLING_STEPS)

    def fling_to_beginning(self, target: Target, vertical: bool = True, swipes: Swipes = 500) -> Pauses:
        return self.scroll_to_beginning(target, vertical, swipes, FLING_STEPS)

    # Texts

    def get_clipboard(self) -> str:
        return self._phone.system.clipboard

    def set_clipboard(self, label: str | None, text: Text) -> None:
        self._phone.system.clipboard = text

    def paste_clipboard(self) -> bool:
        return self._perform(TypeText(self._phone.system.clipboard, replace=False))

    def clear_input_text(self) -> bool:
        return self._perform(TypeText("", replace=True))

    def get_last_toast(self) -> str | None:
        """The toast that is to be seen; those that are gone are forgotten."""
        toast = self._phone.system.toast
        return toast.text if toast else None

    def clear_last_toast(self) -> None:
        self._phone.system.toast = None
        self._phone.changed()

    def make_toast(self, text: Text, shown: Milliseconds) -> None:
        system = self._phone.system
        system.toast = Message("systemui", text, system.clock + int(shown))
        self._phone.changed()


def _selector(target: Target) -> Selector:
    """A selector from itself or from an element's name, which is a selector in JSON."""
    if isinstance(target, Selector):
        return target
    try:
        return msgspec.json.decode(target, type=Selector)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise RpcError(INVALID_PARAMS, f"there is no element of the name {target[:80]!r}") from None


def _name(selector: Selector) -> str:
    return msgspec.json.encode(selector).decode()


def _described(node: UiNode) -> dict[str, Any]:
    """An element as ``objInfo`` tells it."""
    bounds = dict(zip(("left", "top", "right", "bottom"), node.bounds, strict=True))
    return {
        "bounds": bounds,
        "visibleBounds": bounds,
        "childCount": len(node.children),
        "className": node.class_name,
        "contentDescription": node.content_desc,
        "packageName": node.package,
        "resourceName": node.resource_id or None,
        "text": node.text,
        "checkable": node.checkable,
        "checked": node.checked,
        "clickable": node.clickable,
        "enabled": node.enabled,
        "focusable": node.focusable,
        "focused": node.focused,
        "longClickable": node.long_clickable,
        "scrollable": node.scrollable,
        "selected": node.selected,
    }


def _shallow(nodes: list[UiNode], depth: int) -> list[UiNode]:
    """Copies of the nodes down to so many levels."""
    if depth <= 0:
        return []
    return [msgspec.structs.replace(node, children=_shallow(node.children, depth - 1)) for node in nodes]
