"""UI Automator's server on the phone: what the client ``uiautomator2`` drives over ``tcp:9008``.

The client speaks JSON-RPC 2.0 in HTTP: ``GET /ping`` and ``POST /jsonrpc/0``. Everything is done by fingers
and keys: a click on an element touches its middle, and a text is typed after its field was touched.

Time on the phone is virtual. It passes with each gesture, and while the server waits for an element: a
second of it between two looks, at once, and each such second counts as a gesture. Questions take none, so
a client that asks again and again on its own clock (as ``d.xpath(...).wait()`` does) sees nothing move.
"""

from __future__ import annotations

import base64
import inspect
import logging
from collections.abc import Callable, Generator
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell.budget import Budget, Killed, spend
from openphone_gym.phone.shell.keycodes import NAMES
from openphone_gym.phone.shell.keys import pressed
from openphone_gym.phone.shell.screenshots import Screenshots
from openphone_gym.phone.system.state import Message
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.serve.adbd import Stream
from openphone_gym.serve.gestures import LONG_PRESS_S, SLOP_DP, Fingers
from openphone_gym.serve.http import Request, Response, plain, serve_http
from openphone_gym.serve.selector import Selector
from openphone_gym.serve.served import ServedPhone
from openphone_gym.ui.gesture import Gesture, LongPress, PressKey, Swipe, Tap, TypeText, Wait
from openphone_gym.ui.node import Bounds, UiNode
from openphone_gym.ui.xml import to_xml

logger = logging.getLogger(__name__)

PORT = 9008
"""Where clients expect the server on the phone."""

POLL_S = 1.0
"""Virtual time between two looks for an element that is waited for, as in UI Automator."""

LONGEST_WAIT_S = 600.0
"""Most virtual time of one wait."""

STEP_S = 0.005
"""Time of one step of a swipe."""

DEAD_ZONE = 0.1
"""Share of a scrolling area, at each end, in which no swipe starts."""

FLING_STEPS = 5
MOST_SWIPES = 30
"""Swipes after which the search for an element in a scrolling area ends, as in UI Automator."""

KEY_NAMES = {name: name for name in ("home", "back", "left", "right", "up", "down", "enter", "delete")}
KEY_NAMES |= {"del": "delete", "recent": "recents", "recents": "recents"}
"""Keys that clients name, and that do something."""

META_BITS = {"SHIFT": 0xC1, "ALT": 0x32, "CTRL": 0x7000, "META": 0x70000}
"""Bits of Android's meta state that say which keys are held."""

PARSE_ERROR, INVALID_REQUEST, UNKNOWN_METHOD = -32700, -32600, -32601
INVALID_PARAMS, INTERNAL = -32602, -32603
NOT_FOUND, UNSUPPORTED, TOO_MUCH = -32001, -32002, -32003
"""Codes of errors: those of JSON-RPC, and three of this server."""

GESTURE_COST = 300
"""Steps of a gesture, and of a second that is waited, in the budget of a call."""

Pixel = Annotated[float, msgspec.Meta(ge=-100_000, le=100_000)]
Steps = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Milliseconds = Annotated[float, msgspec.Meta(ge=0, le=86_400_000)]
Swipes = Annotated[int, msgspec.Meta(ge=0, le=1_000)]
Text = Annotated[str, msgspec.Meta(max_length=100_000)]
Target = Selector | str
"""An element: how to find it, or its name as ``childBy...`` gave it."""

Pauses = Generator[None, None, bool]
"""Work that lets others at the phone at every ``yield``, and then tells whether it was done."""
Naming = Generator[None, None, str]


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


class _Call(msgspec.Struct):
    method: str
    params: list[Any] | dict[str, Any] = []
    id: int | str | None = None


class Automator:
    """The server of one phone.

    Args:
        served: The phone.
    """

    def __init__(self, served: ServedPhone) -> None:
        self._device = _UiDevice(served.phone, served.files.screenshots)
        self._served = served

    async def serve(self, stream: Stream) -> None:
        """Answers the requests of a client."""
        await serve_http(stream, self._answer)

    async def _answer(self, request: Request) -> Response:
        expected = {"/ping": "GET", "/jsonrpc/0": "POST"}.get(request.path)
        if expected is None:
            return plain(HTTPStatus.NOT_FOUND)
        if request.method != expected:
            return plain(HTTPStatus.METHOD_NOT_ALLOWED)
        if expected == "GET":
            return plain(HTTPStatus.OK, "pong")
        return Response(await self.call(request.body))

    async def call(self, body: bytes) -> bytes:
        """The answer to a JSON-RPC call, both as JSON; what fails is an answer too."""
        number = None
        try:
            call = _decoded(body)
            number = call.id
            return msgspec.json.encode({"jsonrpc": "2.0", "id": number, "result": await self._result(call)})
        except RpcError as error:
            problem = error
        except Killed as killed:
            problem = RpcError(TOO_MUCH, str(killed))
        except Exception as error:
            logger.exception("a call failed: %.200r", body)
            problem = RpcError(INTERNAL, f"{type(error).__name__}: {error}")
        message = str(problem).encode(errors="replace").decode()
        error = {"code": problem.code, "message": message, "data": message}
        return msgspec.json.encode({"jsonrpc": "2.0", "id": number, "error": error})

    async def _result(self, call: _Call) -> Any:
        budget = Budget()
        result = await self._served.do(partial(self._begin, call), budget)
        if not isinstance(result, Generator):
            return result
        done: list[Any] = []
        while not done:
            done = await self._served.do(partial(_go_on, result), budget)
        return done[0]

    def _begin(self, call: _Call) -> Any:
        """The result of a call, or work that gives it in the end."""
        method = METHODS.get(call.method)
        if method is None:
            raise RpcError(UNKNOWN_METHOD, f"this phone has no method {call.method[:80]!r}")
        try:
            arguments = msgspec.convert(call.params or [], _PARAMETERS[call.method])
        except msgspec.ValidationError as error:
            raise RpcError(INVALID_PARAMS, f"{call.method}: {error}") from None
        return method(self._device, *msgspec.structs.astuple(arguments))


def _go_on(work: Generator[None, None, Any]) -> list[Any]:
    """Goes on with some work until it lets others at the phone; its result once it is done, or nothing."""
    try:
        next(work)
    except StopIteration as end:
        return [end.value]
    return []


class _UiDevice:
    """What clients may ask of a phone; the methods are those of the server on real ones (see ``METHODS``)."""

    def __init__(self, phone: Phone, screenshots: Screenshots) -> None:
        self._phone = phone
        self._screenshots = screenshots
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
        """The screen as XML; it is that of the active window anyway, and no node is ever left out as dull."""
        tree = self._phone.tree()
        if max_depth is not None:
            tree = msgspec.structs.replace(tree, roots=_shallow(tree.roots, max_depth))
        return to_xml(tree)

    def take_screenshot(self, scale: float = 1, quality: int = 100) -> str:
        """The screen in Base64; as PNG, so no quality is lost."""
        if scale != 1:
            raise RpcError(UNSUPPORTED, "screenshots are not scaled here; ask for scale 1")
        return base64.b64encode(self._screenshots.png(self._phone)).decode()

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
        return self._perform(Swipe(int(x1), int(y1), int(x2), int(y2), max(steps, 1) * STEP_S))

    def swipe_points(self, points: list[Pixel], steps: Steps) -> bool:
        """Moves a finger through points (x, y, x, y ...); this phone sees the first and the last of them."""
        if len(points) < 4 or len(points) % 2:
            raise RpcError(INVALID_PARAMS, "swipePoints: two or more points of x and y are needed")
        (x1, y1), (x2, y2) = points[:2], points[-2:]
        return self.swipe(x1, y1, x2, y2, steps * (len(points) // 2 - 1))

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
        held = [name for name, bits in META_BITS.items() if meta & bits]
        gesture = pressed(NAMES[code], held) if 0 <= code < len(NAMES) else None
        return gesture is not None and self._perform(gesture)

    def open_notification(self) -> bool:
        display = self._phone.system.display
        return self.swipe(display.width // 2, 0, display.width // 2, display.height // 2, 80)

    def open_quick_settings(self) -> bool:
        return self.open_notification() and self.open_notification()

    def _perform(self, gesture: Gesture) -> bool:
        spend(GESTURE_COST)
        self._phone.perform(gesture)
        return True

    def _touch(self, x: float, y: float, seconds: float = 0) -> bool:
        held = seconds >= LONG_PRESS_S
        return self._perform(LongPress(int(x), int(y), seconds) if held else Tap(int(x), int(y)))

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
        node = self._one(target)
        if node.class_name != TextField.cls:
            return False
        if not node.focused:
            self._touch(*node.center)
        return self._phone.window().field is not None and self._perform(TypeText(text or "", replace=True))

    def clear_text_field(self, target: Target) -> bool:
        return self.set_text(target, "")

    def wait_for_exists(self, target: Target, timeout: Milliseconds) -> Pauses:
        return self._wait(lambda: self.exist(target), timeout)

    def wait_until_gone(self, target: Target, timeout: Milliseconds) -> Pauses:
        return self._wait(lambda: not self.exist(target), timeout)

    def _wait(self, happened: Callable[[], bool], timeout: float) -> Pauses:
        """Lets time pass until something happened, or for ``timeout`` milliseconds."""
        left = min(timeout / 1000, LONGEST_WAIT_S)
        while not happened():
            if left <= 0:
                return False
            self._perform(Wait(min(left, POLL_S)))
            left -= POLL_S
            yield
        return True

    def _all(self, target: Target) -> list[UiNode]:
        return list(_selector(target).find(self._phone.tree()))

    def _one(self, target: Target) -> UiNode:
        selector = _selector(target)
        node = next(selector.find(self._phone.tree()), None)
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
        for instance, row in enumerate(rows.find(self._phone.tree())):
            inside = msgspec.structs.replace(self._phone.tree(), roots=[row])
            if any(wanted.find(inside)):
                return _name(rows.with_instance(instance))
        raise ElementNotFound(_name(wanted))

    # Scrolling

    def scroll_forward(self, target: Target, vertical: bool = True, steps: Steps = 55) -> bool:
        """Scrolls by most of the area's length; false if there was nothing left."""
        return self._scroll(target, vertical, steps, forward=True)

    def scroll_backward(self, target: Target, vertical: bool = True, steps: Steps = 55) -> bool:
        return self._scroll(target, vertical, steps, forward=False)

    def scroll_to_end(
        self, target: Target, vertical: bool = True, swipes: Swipes = 500, steps: Steps = 55
    ) -> Pauses:
        return self._scroll_on(lambda: self.scroll_forward(target, vertical, steps), swipes)

    def scroll_to_beginning(
        self, target: Target, vertical: bool = True, swipes: Swipes = 500, steps: Steps = 55
    ) -> Pauses:
        return self._scroll_on(lambda: self.scroll_backward(target, vertical, steps), swipes)

    def scroll_to(self, target: Target, wanted: Target, vertical: bool = True) -> Pauses:
        """Scrolls until an element inside the area is there: where it stands first, then from the start."""
        inside = _selector(target).child(_selector(wanted))
        if self.exist(inside):
            return True
        yield from self.scroll_to_beginning(target, vertical, MOST_SWIPES)
        for _ in range(MOST_SWIPES):
            if self.exist(inside) or not self.scroll_forward(target, vertical):
                break
            yield
        return self.exist(inside)

    def fling_forward(self, target: Target, vertical: bool = True) -> bool:
        return self.scroll_forward(target, vertical, FLING_STEPS)

    def fling_backward(self, target: Target, vertical: bool = True) -> bool:
        return self.scroll_backward(target, vertical, FLING_STEPS)

    def fling_to_end(self, target: Target, vertical: bool = True, swipes: Swipes = 500) -> Pauses:
        return self.scroll_to_end(target, vertical, swipes, FLING_STEPS)

    def fling_to_beginning(self, target: Target, vertical: bool = True, swipes: Swipes = 500) -> Pauses:
        return self.scroll_to_beginning(target, vertical, swipes, FLING_STEPS)

    def _scroll_on(self, scroll: Callable[[], bool], swipes: int) -> Pauses:
        for _ in range(swipes):
            if not scroll():
                break
            yield
        return True

    def _scroll(self, target: Target, vertical: bool, steps: int, forward: bool) -> bool:
        path = _swipe_inside(self._one(target).bounds, vertical, forward)
        entry = self._phone.window().entry
        before = dict(entry.scroll)
        self.swipe(*path, steps)
        return any(offset != before.get(name, 0) for name, offset in entry.scroll.items())

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


METHODS: dict[str, Callable[..., Any]] = {
    "childByDescription": _UiDevice.child_by_description,
    "childByInstance": _UiDevice.child_by_instance,
    "childByText": _UiDevice.child_by_text,
    "clearInputText": _UiDevice.clear_input_text,
    "clearLastToast": _UiDevice.clear_last_toast,
    "clearLastTraversedText": _UiDevice.do_nothing,
    "clearTextField": _UiDevice.clear_text_field,
    "click": _UiDevice.click,
    "count": _UiDevice.count,
    "deviceInfo": _UiDevice.device_info,
    "drag": _UiDevice.swipe,
    "dragTo": _UiDevice.drag_to,
    "dumpWindowHierarchy": _UiDevice.dump_window_hierarchy,
    "exist": _UiDevice.exist,
    "flingBackward": _UiDevice.fling_backward,
    "flingForward": _UiDevice.fling_forward,
    "flingToBeginning": _UiDevice.fling_to_beginning,
    "flingToEnd": _UiDevice.fling_to_end,
    "freezeRotation": _UiDevice.do_nothing,
    "getClipboard": _UiDevice.get_clipboard,
    "getLastToast": _UiDevice.get_last_toast,
    "getLastTraversedText": _UiDevice.do_nothing,
    "getText": _UiDevice.get_text,
    "injectInputEvent": _UiDevice.inject_input_event,
    "isScreenOn": _UiDevice.is_screen_on,
    "longClick": _UiDevice.long_click,
    "makeToast": _UiDevice.make_toast,
    "objInfo": _UiDevice.obj_info,
    "objInfoOfAllInstances": _UiDevice.obj_info_of_all_instances,
    "openNotification": _UiDevice.open_notification,
    "openQuickSettings": _UiDevice.open_quick_settings,
    "pasteClipboard": _UiDevice.paste_clipboard,
    "pressKey": _UiDevice.press_key,
    "pressKeyCode": _UiDevice.press_key_code,
    "scrollBackward": _UiDevice.scroll_backward,
    "scrollForward": _UiDevice.scroll_forward,
    "scrollTo": _UiDevice.scroll_to,
    "scrollToBeginning": _UiDevice.scroll_to_beginning,
    "scrollToEnd": _UiDevice.scroll_to_end,
    "setClipboard": _UiDevice.set_clipboard,
    "setOrientation": _UiDevice.set_orientation,
    "setText": _UiDevice.set_text,
    "sleep": _UiDevice.do_nothing,
    "swipe": _UiDevice.swipe,
    "swipePoints": _UiDevice.swipe_points,
    "takeScreenshot": _UiDevice.take_screenshot,
    "waitForExists": _UiDevice.wait_for_exists,
    "waitUntilGone": _UiDevice.wait_until_gone,
    "wakeUp": _UiDevice.do_nothing,
}
"""All methods by the names that clients call; gestures of two fingers are not among them."""


def _parameters(name: str) -> type[msgspec.Struct]:
    """Types of a method's arguments, as a record that is read from a list."""
    _, *parameters = inspect.signature(METHODS[name], eval_str=True).parameters.values()
    fields = [
        (p.name, p.annotation) if p.default is p.empty else (p.name, p.annotation, p.default)
        for p in parameters
    ]
    return msgspec.defstruct(name, fields, array_like=True, forbid_unknown_fields=True)


_PARAMETERS = {name: _parameters(name) for name in METHODS}


def _decoded(body: bytes) -> _Call:
    try:
        return msgspec.json.decode(body, type=_Call)
    except msgspec.ValidationError as error:
        raise RpcError(INVALID_REQUEST, f"no call: {error}") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RpcError(PARSE_ERROR, f"no JSON: {error}") from None


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


def _swipe_inside(bounds: Bounds, vertical: bool, forward: bool) -> Bounds:
    """Start and end (x1, y1, x2, y2) of a swipe that scrolls an area by most of its length."""
    left, top, right, bottom = bounds
    x, y = (left + right) // 2, (top + bottom) // 2
    if vertical:
        margin = int((bottom - top) * DEAD_ZONE)
        path = (x, bottom - 1 - margin, x, top + margin)
    else:
        margin = int((right - left) * DEAD_ZONE)
        path = (right - 1 - margin, y, left + margin, y)
    return path if forward else (*path[2:], *path[:2])
