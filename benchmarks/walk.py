"""Walks through the screens of an app by touching whatever can be touched."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from openphone_gym.devices import VirtualDevice
from openphone_gym.tasks.sight import is_field
from openphone_gym.ui.gesture import Gesture, LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText, Wait
from openphone_gym.ui.node import UiNode

TYPED = "123456789"
"""Typed into every field, so that the buttons that need input come alive."""

MOST_TOUCHES = 80
"""Elements touched on one page; very long lists hold nothing new further down."""

MOST_SCROLLS = 8
"""Times that a page is scrolled on; some go on for ever."""

SYSTEM = "systemui"
WAYS = {"clock": ("Timer", "1", "Start")}
"""Buttons to press one after the other where touching at random would take too long."""

TABS = ("android.widget.FrameLayout", "android.widget.LinearLayout")


class Place(msgspec.Struct, frozen=True):
    """A screen that was reached.

    Attributes:
        app: App id.
        screen: Name of the screen function.
        view: What tells its pictures apart: the shape of its arguments and the open tabs.
        snapshot: State of the phone there.
    """

    app: str
    screen: str
    view: str
    snapshot: Any


class Walk:
    """A search for all screens, breadth first.

    Args:
        device: The phone to walk on.
        variants: How many states of one view are kept that differ in content only (other rows, other words).

    Attributes:
        places: What was found, in the order of finding.
    """

    def __init__(self, device: VirtualDevice, variants: int) -> None:
        self.places: list[Place] = []
        self._device = device
        self._variants = variants
        self._fresh = device.snapshot()
        self._seen: set[tuple[object, ...]] = set()
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._pending: deque[Place] = deque()
        self._wanted: tuple[str, ...] = ()

    def app(self, app: str) -> None:
        """Adds the screens of one app, and what it opens of the system."""
        self._wanted = (app, SYSTEM)
        for start in self._starts(app):
            self._counts.clear()
            self._from(self._fresh, start)
            while self._pending:
                self._explore(self._pending.popleft())

    def missing(self, app: str) -> list[str]:
        """Screens that the app declares and the walk did not reach."""
        found = {place.screen: place.snapshot for place in self.places if place.app == app}
        self._device.restore(next(iter(found.values())))
        return [name for name in self._device.phone.window().app.screens if name not in found]

    def _starts(self, app: str) -> list[list[Gesture]]:
        width, height, _ = self._device.screen
        if app == SYSTEM:
            self._interrupt()
            return [[PressKey("recents")], [Swipe(width // 2, 5, width // 2, height // 2)]]
        if app == "launcher":
            return [[PressKey("home")]]
        open_app = LaunchApp(self._device.resolve_app(app))
        return [
            [open_app],
            [open_app, *[Wait(3600)] * 24],
            [open_app, *self._way(open_app, WAYS.get(app, ()))],
        ]

    def _way(self, open_app: Gesture, labels: Sequence[str]) -> list[Gesture]:
        """Touches on the buttons of these names."""
        self._device.restore(self._fresh)
        self._device.perform(open_app)
        touches: list[Gesture] = []
        for label in labels:
            button = self._device.tree().find(
                lambda node, label=label: node.label == label and node.clickable
            )
            if button is not None:
                touches.append(Tap(*button.center))
                self._device.perform(touches[-1])
        return touches

    def _interrupt(self) -> None:
        """Lets each kind of interruption happen in an app."""
        for kind in ("call", "low_battery", "permission", "slow_load"):
            self._device.restore(self._fresh)
            system = self._device.phone.system
            system.interruptions[system.gestures + 2] = kind
            zoom = LaunchApp(self._device.resolve_app("zoom"))
            self._from(self._device.snapshot(), [zoom, Wait(1)])

    def _from(self, snapshot: Any, *ways: list[Gesture]) -> None:
        for way in ways:
            self._device.restore(snapshot)
            for gesture in way:
                self._device.perform(gesture)
                self._note()

    def _note(self) -> None:
        """Keeps the screen in front if it is new: another view of it, or other things to touch."""
        entry = self._device.phone.window().entry
        if entry.app not in self._wanted:
            return
        nodes = self._nodes()
        tabs = [_words(node) for node in nodes if node.selected and node.class_name in TABS]
        screen = (entry.app, entry.screen, f"{_shape(entry.args)} {tabs}")
        if self._counts[screen] >= self._variants:
            return
        offered = {
            (*screen, f"{node.enabled}", node.class_name, node.resource_id, _words(node)[:1])
            for node in nodes
            if node.clickable or node.long_clickable
        } | {screen}
        if offered <= self._seen:
            return
        self._seen |= offered
        self._counts[screen] += 1
        place = Place(*screen, self._device.snapshot())
        self.places.append(place)
        self._pending.append(place)

    def _nodes(self) -> list[UiNode]:
        return list(self._device.tree().walk())

    def _explore(self, place: Place) -> None:
        """Does everything that can be done on a page: plain, with its fields filled, further down."""
        touched: set[tuple[Any, ...]] = set()
        for snapshot in self._positions(place.snapshot):
            self._device.restore(snapshot)
            nodes = self._nodes()
            self._touch(snapshot, nodes, touched)
            filled = self._filled(snapshot, nodes)
            if filled is not None:
                self._touch(filled, self._nodes(), set())

    def _positions(self, snapshot: Any) -> Iterator[Any]:
        """The page as it is, and scrolled on as far as it goes."""
        for _ in range(MOST_SCROLLS):
            yield snapshot
            self._device.restore(snapshot)
            before = self._device.tree()
            area = max(
                (node for node in before.walk() if node.scrollable),
                key=lambda node: node.bounds[3] - node.bounds[1],
                default=None,
            )
            if area is None:
                return
            left, top, right, bottom = area.bounds
            x, edge = (left + right) // 2, (bottom - top) // 8
            self._device.perform(Swipe(x, bottom - edge, x, top + edge))
            if self._device.tree() == before:
                return
            snapshot = self._device.snapshot()

    def _touch(self, snapshot: Any, nodes: list[UiNode], touched: set[tuple[Any, ...]]) -> None:
        for node in nodes:
            known = (node.class_name, node.resource_id, _words(node))
            if not (node.clickable or node.long_clickable) or known in touched or len(touched) > MOST_TOUCHES:
                continue
            touched.add(known)
            if node.clickable:
                self._from(snapshot, [Tap(*node.center)])
            if node.long_clickable:
                self._from(snapshot, [LongPress(*node.center)])

    def _filled(self, snapshot: Any, nodes: list[UiNode]) -> Any:
        """The page with something in every field, or None where it has no fields."""
        fields = [node for node in nodes if is_field(node)]
        if not fields:
            return None
        self._device.restore(snapshot)
        for field in fields:
            self._device.perform(Tap(*field.center))
            self._device.perform(TypeText(TYPED))
            self._device.perform(PressKey("back"))
        return self._device.snapshot()


def _shape(args: dict[str, Any]) -> dict[str, object]:
    """What arguments look like: switches as they are, of all else only the kind of value.

    Two posts are two contents of one screen; a dialog that adds is another than one that edits.
    """
    return {name: value if isinstance(value, bool) else bool(value) for name, value in sorted(args.items())}


def _words(node: UiNode) -> tuple[str, ...]:
    return tuple(inner.label for inner in node.walk() if inner.label)
