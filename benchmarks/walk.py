"""Walks through the screens of an app by touching whatever does something."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec

from openphone_gym.devices import VirtualDevice
from openphone_gym.tasks.sight import Sight, is_field
from openphone_gym.ui.gesture import Gesture, LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText, Wait
from openphone_gym.ui.node import UiNode

BUDGET = 4000
"""Touches in one app, after which the walk leaves it."""

TYPED = ("123456789", "the", "www.example.com")
"""Typed into every field, so that the buttons that need input come alive and searches find something."""

MOST_ALIKE = 2
"""Touches on the same words of the same element; other states of a page may answer otherwise."""

LONGEST_LOAD = 5
"""Seconds that a page may take to be there."""

MOST_SCROLLS = 6
"""Times that a page is scrolled on for a button that is looked for."""

DAY = [Wait(3600)] * 24
"""Until every alarm has rung."""

NESTED = 3
"""Functions within functions that are looked into to tell what a touch does."""

LAUNCHER, SYSTEM = "launcher", "systemui"

WAYS = {
    "clock": ("Timer", "1", "Start"),
    "setting": ("About phone", *["Build number"] * 7, "Navigate up", "System", "Developer options"),
}
"""Buttons to press one after the other where touching everything would take too long."""

SHARE = "am start -a android.intent.action.SEND -t text/plain --es android.intent.extra.TEXT Hello"

FLOATING = (":id/expandableNotificationRow", ":id/snackbar_text", ":id/snackbar_action")
"""What comes and goes on any page."""

TABS = ("android.widget.FrameLayout", "android.widget.LinearLayout")

Key = tuple[object, ...]


class Place(msgspec.Struct, frozen=True):
    """A screen that was reached.

    Attributes:
        app: App id.
        screen: Name of the screen function.
        shape: What it consists of: classes and ids of its elements, open tabs, and the kind of its arguments.
        snapshot: State of the phone there.
    """

    app: str
    screen: str
    shape: frozenset[str]
    snapshot: Any


class Step(msgspec.Struct, frozen=True):
    """Something to do in a place.

    Attributes:
        key: What it has in common with what does the same elsewhere, such as in the other rows of a list.
        where: What stands on the touched element, and the shape of its page.
        start: State of the phone before.
        gestures: What to do.
        filled: Whether there is something in the fields afterwards.
    """

    key: Key
    where: Key
    start: Any
    gestures: tuple[Gesture, ...]
    filled: bool = False


class Walk:
    """A search for all screens: what was done least comes first, so new screens are found early.

    Args:
        device: The phone to walk on.
        budget: Most steps in one app.

    Attributes:
        places: What was found, in the order of finding: one of each shape of each screen.
    """

    def __init__(self, device: VirtualDevice, budget: int = BUDGET) -> None:
        self.places: list[Place] = []
        self._device = device
        self._budget = budget
        self._fresh = device.snapshot()
        self._shapes: set[tuple[str, str, frozenset[str]]] = set()
        self._states: set[Key] = set()
        self._done: Counter[Key] = Counter()
        self._pending: list[tuple[int, int, Step]] = []
        self._order = 0
        self._steps = 0
        self._wanted: tuple[str, ...] = ()

    def app(self, app: str) -> None:
        """Adds the screens of one app, and what they open elsewhere."""
        self._wanted = (app, SYSTEM)
        self._steps = 0
        self._pending.clear()
        for way in self._ways(app):
            for _ in way:
                self._note(filled=False)
        while self._pending and self._steps < self._budget:
            times, _, step = heapq.heappop(self._pending)
            if self._done[step.key] > times:
                self._plan(step)
            elif self._done[step.key, step.where] < MOST_ALIKE:
                self._done[step.key] += 1
                self._done[step.key, step.where] += 1
                self._take(step)

    def missing(self, app: str) -> list[str]:
        """Screens that the app declares and the walk did not reach."""
        found = {place.screen: place.snapshot for place in self.places if place.app == app}
        self._device.restore(next(iter(found.values())))
        return [name for name in self._device.phone.window().app.screens if name not in found]

    # Ways into an app: each yields after every gesture.

    def _ways(self, app: str) -> Iterator[Iterator[None]]:
        if app == SYSTEM:
            yield from self._system_ways()
            return
        start = PressKey("home") if app == LAUNCHER else LaunchApp(self._device.resolve_app(app))
        yield self._go(start)
        declared = self._device.phone.window().app
        yield self._press(start, WAYS.get(app, ()))
        for kind in declared.opens:
            if kind.startswith("android."):
                yield self._ask(f"am start -a {kind} -p {declared.package}")
        for moment, _ in enumerate(declared.nuisances):
            yield self._disturbed("nuisance", start, moment + 2)
        yield self._go(start, *DAY, self._shade())

    def _system_ways(self) -> Iterator[Iterator[None]]:
        yield self._go(PressKey("recents"))
        yield self._go(self._shade(), self._shade())
        yield self._ask(SHARE)
        for kind in ("call", "low_battery", "permission", "slow_load"):
            yield self._disturbed(kind, LaunchApp(self._device.resolve_app("zoom")), 2)

    def _shade(self) -> Swipe:
        width, height, _ = self._device.screen
        return Swipe(width // 2, 5, width // 2, height // 2)

    def _go(self, *gestures: Gesture) -> Iterator[None]:
        self._device.restore(self._fresh)
        for gesture in gestures:
            self._device.perform(gesture)
            yield

    def _ask(self, command: str) -> Iterator[None]:
        self._device.restore(self._fresh)
        self._device.shell(command)
        yield

    def _disturbed(self, kind: str, start: Gesture, after: int) -> Iterator[None]:
        self._device.restore(self._fresh)
        system = self._device.phone.system
        system.interruptions[system.gestures + after] = kind
        for gesture in (start, *[Wait(1)] * (after - 1)):
            self._device.perform(gesture)
            yield

    def _press(self, start: Gesture, labels: Sequence[str]) -> Iterator[None]:
        """Touches the buttons of these names."""
        yield from self._go(start)
        for label in labels:
            button = self._sought(label)
            if button is not None:
                self._device.perform(Tap(*button.center))
                yield

    def _sought(self, label: str) -> UiNode | None:
        """The button of that name; scrolls on until it is in sight."""
        width, height, _ = self._device.screen
        for _ in range(MOST_SCROLLS):
            for node in self._nodes():
                if node.clickable and label in _words(node):
                    return node
            self._device.perform(Swipe(width // 2, height * 3 // 4, width // 2, height // 4))
        return None

    # Steps

    def _take(self, step: Step) -> None:
        self._device.restore(step.start)
        for gesture in step.gestures:
            self._device.perform(gesture)
        self._steps += len(step.gestures)
        self._note(step.filled)

    def _plan(self, step: Step) -> None:
        self._order += 1
        heapq.heappush(self._pending, (self._done[step.key], self._order, step))

    def _note(self, filled: bool) -> None:
        """Keeps the screen in front if it looks new, and plans what can be done there if that is new."""
        self._wait_until_loaded()
        window = self._device.phone.window()
        entry = window.entry
        nodes = self._nodes()
        shape = _shape(entry.args, nodes)
        snapshot = self._device.snapshot()
        if (entry.app, entry.screen, shape) not in self._shapes:
            self._shapes.add((entry.app, entry.screen, shape))
            self.places.append(Place(entry.app, entry.screen, shape, snapshot))
        if entry.app not in self._wanted:
            return
        steps = list(self._possible(nodes, filled))
        # Two dialogs of one shape ask different things.
        asks = tuple(node.label for node in nodes if node.label) if window.overlay else ()
        state = (entry.screen, shape, asks, frozenset(step.key for step in steps))
        if state not in self._states:
            self._states.add(state)
            for step in steps:
                where = (shape, asks, *step.where)
                self._plan(msgspec.structs.replace(step, where=where, start=snapshot))

    def _wait_until_loaded(self) -> None:
        for _ in range(LONGEST_LOAD):
            if not Sight(self._device.tree()).loading:
                return
            self._device.perform(Wait(1))

    def _nodes(self) -> list[UiNode]:
        return list(self._device.tree().walk())

    def _possible(self, nodes: list[UiNode], filled: bool) -> Iterator[Step]:
        """All that can be done on the page in front."""
        window = self._device.phone.window()
        page = tuple((each.entry.app, each.entry.screen) for each in self._device.phone.windows())
        boxes = list(window.root.walk())[::-1]  # the topmost first
        for node in nodes:
            name = (*page, filled, node.class_name, node.resource_id)
            if node.enabled and node.clickable:
                handler = _handler(boxes, node, ("on_tap", "on_point", "on_slide"))
                key = (*name, "tap", *does(handler, window.app.screens))
                yield Step(key, _words(node), None, (Tap(*node.center),))
            if node.enabled and node.long_clickable:
                handler = _handler(boxes, node, ("on_long", "on_long_point"))
                key = (*name, "hold", *does(handler, window.app.screens))
                yield Step(key, _words(node), None, (LongPress(*node.center),))
            if node.scrollable:
                yield Step((*name, "scroll"), _words(node)[:3], None, (_scroll(node),))
        for box in boxes:
            x, y = box.x + box.w // 2, box.y + box.h // 2
            if box.on_long_point is not None:
                yield Step((*page, "hold", box.cls, box.id), (), None, (LongPress(x, y),))
            if box.on_swipe is not None:
                for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                    swipe = Swipe(x, y, x + dx * box.w // 3, y + dy * box.h // 3)
                    yield Step((*page, "swipe", box.cls, box.id, dx, dy), (), None, (swipe,))
        yield Step((*page, filled, "wait"), (), None, (Wait(LONGEST_LOAD),))
        fields = [node for node in nodes if is_field(node) and node.enabled]
        for text in TYPED if fields and not filled else ():
            written = [g for field in fields for g in (Tap(*field.center), TypeText(text), PressKey("back"))]
            yield Step((*page, "fill", text), (), None, tuple(written), filled=True)
            yield Step((*page, "enter", text), (), None, (*written[:2], PressKey("enter")), filled=True)


def _handler(boxes: Sequence[Any], node: UiNode, names: Sequence[str]) -> Callable[..., object] | None:
    """What is called when the middle of a node is touched."""
    x, y = node.center
    for box in boxes:
        if box.cls == node.class_name and box.x <= x < box.x + box.w and box.y <= y < box.y + box.h:
            for name in names:
                if getattr(box, name) is not None:
                    return getattr(box, name)
    return None


def does(value: Any, screens: Any, depth: int = NESTED) -> tuple[str, ...]:
    """What tells the handlers of an app apart: their code, and the functions and screens that they name."""
    if isinstance(value, str):
        return (value,) if value in screens else ()
    if isinstance(value, partial):
        return tuple(word for each in (value.func, *value.args) for word in does(each, screens, depth))
    code = getattr(value, "__code__", None)
    if code is None or not depth:
        return ()
    held = [cell.cell_contents for cell in value.__closure__ or ()]
    inner = [word for each in held for word in does(each, screens, depth - 1)]
    return (f"{code.co_filename}:{code.co_firstlineno}", *inner)


def _shape(args: dict[str, Any], nodes: list[UiNode]) -> frozenset[str]:
    """What a page is made of. Two posts are two contents of one shape; one with a picture has another."""
    kinds = {
        f"{name}={value if isinstance(value, bool) else bool(value)}" for name, value in sorted(args.items())
    }
    tabs = {f"tab {_words(node)}" for node in nodes if node.selected and node.class_name in TABS}
    floating = {id(part) for node in nodes if node.resource_id.endswith(FLOATING) for part in node.walk()}
    parts = {f"{node.class_name} {node.resource_id}" for node in nodes if id(node) not in floating}
    return frozenset(kinds | tabs | parts)


def _scroll(node: UiNode) -> Swipe:
    """A swipe that brings the next part of a scrolling area."""
    left, top, right, bottom = node.bounds
    x, y = node.center
    if bottom - top < (right - left) // 2:
        return Swipe(right - (right - left) // 8, y, left + (right - left) // 8, y)
    return Swipe(x, bottom - (bottom - top) // 8, x, top + (bottom - top) // 8)


def _words(node: UiNode) -> tuple[str, ...]:
    return tuple(inner.label for inner in node.walk() if inner.label)
