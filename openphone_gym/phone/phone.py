"""The virtual phone: state, what fingers and keys do to it, and what it shows."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from openphone_gym.phone.app import App, apps_by_package, installed_apps, sharing
from openphone_gym.phone.system import accounts, clock, editing, interruptions, screen, stacks, touch
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.seed import new_system
from openphone_gym.phone.system.state import Display, Entry, System
from openphone_gym.phone.system.window import Window, build_window
from openphone_gym.phone.world import world
from openphone_gym.ui.gesture import (
    Gesture,
    LaunchApp,
    LongPress,
    Pinch,
    PressKey,
    Swipe,
    Tap,
    TypeText,
    Wait,
)
from openphone_gym.ui.node import Bounds, UiTree

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

GESTURE_MS = 1_000
"""Virtual time that passes with every gesture."""

LONGEST_WAIT_S = 3_600.0
"""Most seconds that one ``Wait`` lets pass."""

_system_encoder = msgspec.msgpack.Encoder()
_system_decoder = msgspec.msgpack.Decoder(System)


def _milliseconds(gesture: Gesture) -> int:
    """How long a gesture takes."""
    if isinstance(gesture, Wait):
        return int(min(max(gesture.seconds, 0.0), LONGEST_WAIT_S) * 1000)
    return GESTURE_MS


class Snapshot(msgspec.Struct, frozen=True):
    """The whole state of a phone, encoded: restoring it brings everything back exactly.

    Attributes:
        system: The system's state (MessagePack).
        apps: State of each app used so far by app id (MessagePack); the others are still as seeded.
        seed: What the contents of the apps were drawn with; None for the canonical contents.
    """

    system: bytes
    apps: dict[str, bytes]
    seed: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The snapshot as plain values, for people and for records on disk."""
        apps = {app: msgspec.msgpack.decode(data) for app, data in self.apps.items()}
        system = msgspec.to_builtins(_system_decoder.decode(self.system))
        return {"system": system, "apps": apps, "seed": self.seed}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Snapshot:
        """Reads what ``to_json`` wrote.

        Raises:
            msgspec.ValidationError: The values are no snapshot of this version.
        """
        system = msgspec.convert(data["system"], System, strict=False)
        declared = installed_apps()
        apps = {
            app: declared[app].encode(msgspec.convert(state, declared[app].state, strict=False))
            for app, state in data["apps"].items()
        }
        return cls(_system_encoder.encode(system), apps, data["seed"])


class Phone:
    """A phone with its apps.

    Args:
        snapshot: State to start from; ``Phone.new`` makes a fresh one.

    Attributes:
        system: State of everything that is not an app; decoded when first asked for.
        touched: Box in pixels of what the present gesture touched, for menus that open beside it.
    """

    system: System

    def __init__(self, snapshot: Snapshot) -> None:
        self._picture: screen.Picture | None = None
        self.restore(snapshot)

    @classmethod
    def new(cls, seed: int | None = None, display: Display | None = None) -> Phone:
        """A fresh phone on its home screen.

        Args:
            seed: Draws the look of the phone and the contents of its apps; None gives the
                benchmark's canonical ones.
            display: Size and density of the screen.
        """
        rng = None if seed is None else random.Random(f"system/{seed}")
        phone = cls(Snapshot(b"", {}, seed))
        phone.system = new_system(rng, display or Display())
        accounts.add_declared(phone.system, phone.world)
        for app in installed_apps().values():
            if app.boots:
                phone.act(app.id, "boot")
        return phone

    # State

    def restore(self, snapshot: Snapshot) -> None:
        """Brings a snapshot back; what was not touched before stays encoded until it is."""
        self._system = snapshot.system
        self.__dict__.pop("system", None)
        self.seed = snapshot.seed
        self._encoded = dict(snapshot.apps)
        self._decoded: dict[str, Any] = {}
        self.touched: Bounds = (0, 0, 0, 0)
        self._windows: list[Window] = []
        self._visible: list[Window] | None = None
        self._tree: UiTree | None = None
        self._full_tree: UiTree | None = None

    def snapshot(self) -> Snapshot:
        """The whole state, encoded."""
        declared = installed_apps()
        for app, state in self._decoded.items():
            self._encoded[app] = declared[app].encode(state)
        if "system" in self.__dict__:
            self._system = _system_encoder.encode(self.system)
        return Snapshot(self._system, dict(self._encoded), self.seed)

    def fork(self) -> Phone:
        """Another phone in the same state."""
        return Phone(self.snapshot())

    def __reduce__(self) -> tuple[type[Phone], tuple[Snapshot]]:
        """Copies and pickles carry the state alone."""
        return Phone, (self.snapshot(),)

    def app(self, app: str) -> Any:
        """The state record of an app; decoded, or drawn from the seed, when first asked for."""
        state = self._decoded.get(app)
        if state is None:
            declared = installed_apps()[app]
            encoded = self._encoded.get(app)
            state = self.first_state(declared) if encoded is None else declared.decode(encoded)
            self._decoded[app] = state
        return state

    def first_state(self, app: App) -> Any:
        """A new record of the state that an app of this phone starts with."""
        rng = None if self.seed is None else random.Random(f"{app.id}/{self.seed}")
        return app.seed(rng, self.world)

    @property
    def world(self) -> World:
        """The people, places and facts that its apps show."""
        return world(self.seed)

    def shared(self, kind: str) -> Any:
        """State of the app that keeps content of that kind for all apps: people, calls, texts."""
        return self.app(sharing(kind).id)

    def used_apps(self) -> list[str]:
        """Apps whose state may differ from what the seed gave them."""
        return sorted({*self._encoded, *self._decoded})

    def __getattr__(self, name: str) -> Any:
        if name == "system":
            self.system = _system_decoder.decode(self._system)
            return self.system
        if name.startswith("_") or name not in installed_apps():
            raise AttributeError(f"a phone has no attribute or app {name!r}")
        return self.app(name)

    def changed(self) -> None:
        """Has screens built anew after state was changed from outside, such as by a task's set-up."""
        self._windows = []
        self._visible = None
        self._tree = self._full_tree = None

    # Questions

    @property
    def now(self) -> Any:
        """Local virtual time (datetime)."""
        return clock.local_time(self.system)

    def front(self) -> Entry:
        """The app screen in front."""
        return stacks.front_entry(self.system)

    def showing(self, app: str, screen: str | None = None, **args: Any) -> bool:
        """Whether that app, and that screen of it with these arguments, is in front.

        A dialog or menu on top of the screen does not count as leaving it.
        """
        if self.system.overlay is not None:
            return False
        stack = stacks.front_task(self.system).stack
        for depth, entry in enumerate(reversed(stack)):
            if entry.app == app and screen in (None, entry.screen):
                return all(entry.args.get(name) == value for name, value in args.items())
            if not self._window_at(depth).overlay:
                return False
        return False

    def foreground(self) -> str:
        """``package/activity`` of the screen in front."""
        app = installed_apps()[stacks.active_entry(self.system).app]
        return f"{app.package}/{app.activity}"

    # What it shows

    def windows(self) -> list[Window]:
        """The visible windows, back to front; only the last one takes touches."""
        if self._visible is None:
            depth = 0
            while self._window_at(depth).overlay:
                depth += 1
            self._visible = self._windows[depth::-1]
        return self._visible

    def window(self) -> Window:
        """The window that takes touches."""
        return self._window_at(0)

    def _window_at(self, depth: int) -> Window:
        """The visible window below ``depth`` others; those below are built only when asked for."""
        while len(self._windows) <= depth:
            entries = [*stacks.front_task(self.system).stack]
            if self.system.overlay is not None:
                entries.append(self.system.overlay)
            self._windows.append(build_window(self, entries[-1 - len(self._windows)]))
        return self._windows[depth]

    def tree(self) -> UiTree:
        """Accessibility nodes of the window that takes touches: what can be read or touched."""
        if self._tree is None:
            self._tree = screen.accessibility_tree(self)
        return self._tree

    def full_tree(self) -> UiTree:
        """The same within the layouts of a real screen, for clients that read its structure."""
        if self._full_tree is None:
            self._full_tree = screen.accessibility_tree(self, full=True)
        return self._full_tree

    def frame(self, copy: bool = True) -> np.ndarray:
        """The picture on the screen, uint8 (H, W, 3).

        Args:
            copy: False returns a read-only view that the next call overwrites.

        Raises:
            RenderingUnavailable: Skia's system libraries are missing.
        """
        return self._pictured().of(self, copy)

    def frame_number(self) -> int:
        """Number of the present frame: as long as it is the same, so is the frame."""
        picture = self._pictured()
        picture.of(self, copy=False)
        return picture.number

    def _pictured(self) -> screen.Picture:
        display = self.system.display
        if self._picture is None or self._picture.size != (display.width, display.height):
            self._picture = screen.Picture(display.width, display.height)
        return self._picture

    # What happens to it

    def perform(self, gesture: Gesture, *following: Gesture) -> None:
        """Does a gesture, or several in one go; lets the time of one pass, and what falls due happen."""
        changed = self._do(gesture)
        for each in following:
            if changed and not self._goes_on_editing(each):
                self.changed()
            changed = self._do(each) or changed
        if changed:
            self.changed()
        self.system.gestures += 1
        self._pass_time(_milliseconds(gesture))
        interruptions.disturb(self)

    def _do(self, gesture: Gesture) -> bool:
        """Does a gesture; returns whether the windows have to be built anew."""
        self.touched = (0, 0, 0, 0)  # it belongs to one gesture, and so to no snapshot
        if isinstance(gesture, Tap):
            return touch.tap(self, gesture.x, gesture.y)
        if isinstance(gesture, Swipe):
            return touch.swipe(self, gesture)
        if isinstance(gesture, LongPress):
            return touch.long_press(self, gesture.x, gesture.y)
        if isinstance(gesture, Pinch):
            return touch.pinch(self, gesture)
        if isinstance(gesture, Wait):
            return False
        if isinstance(gesture, TypeText):
            self.type_text(gesture.text, gesture.replace)
        elif isinstance(gesture, PressKey):
            self.press_key(gesture.key)
        elif isinstance(gesture, LaunchApp):
            self.launch(gesture.package)
        return True

    def _goes_on_editing(self, gesture: Gesture) -> bool:
        """Whether a gesture edits the field of the window that was built last, which keeps up with that."""
        edits = isinstance(gesture, PressKey) and gesture.key in editing.KEYS
        return edits and bool(self._windows) and self._windows[0].entry is stacks.active_entry(self.system)

    def _pass_time(self, milliseconds: int) -> None:
        system = self.system
        end = system.clock + milliseconds
        while due := [wakeup for wakeup in system.wakeups if wakeup.at <= end]:
            wakeup = min(due, key=lambda w: w.at)
            system.wakeups.remove(wakeup)
            system.clock = max(system.clock, wakeup.at)
            self.act(wakeup.app, wakeup.action, **wakeup.args)
        system.clock = end
        if system.toast is not None and system.toast.until <= end:
            system.toast = None
        if system.snackbar is not None and system.snackbar.until <= end:
            system.snackbar = None
            self.changed()
        if any(window.timely for window in self._windows):
            self.changed()
        self._visible = None  # The status bar shows the time above windows that don't.

    def act(self, app: str, action: str, /, **args: Any) -> None:
        """Calls a named action of an app, as alarms and snackbar buttons do."""
        declared = installed_apps()[app]
        declared.action(action)(self.app(app), Nav(self, Entry(app, declared.home)), **args)
        self.changed()

    def launch(self, package: str) -> None:
        """Starts an app or continues it; one that is not installed, or has no page, gets a toast."""
        nav = Nav(self, stacks.front_entry(self.system))
        if package not in self.system.packages:
            nav.toast("App isn't installed.")
            return
        self._lower_keyboard()
        app = apps_by_package().get(package)
        if app is None:
            nav.start(stacks.LAUNCHER, "placeholder", package=package)
        elif app.id == stacks.LAUNCHER:
            stacks.go_home(self.system)
        elif not app.startable:
            nav.toast("App can't be opened.")
        else:
            stacks.bring_to_front(self.system, app.id, app.home)

    # Keys and typing

    def press_key(self, key: str) -> None:
        """Does what a key does: back, home, recents, enter, delete, tab, and what ``editing.KEYS`` names."""
        system = self.system
        if key == "back":
            if self.window().raised:
                system.ime.visible = False
            else:
                self._go_back()
        elif key == "home":
            self._lower_keyboard()
            stacks.go_home(system)
        elif key == "recents":
            self._lower_keyboard()
            system.overlay = Entry("systemui", "recents")
        elif key == "enter":
            self.press_keyboard("enter")
        elif key in ("tab", "back_tab"):
            self._focus_beside(self.window(), 1 if key == "tab" else -1)
        elif key in editing.KEYS:
            self._edit(key)

    def _edit(self, key: str) -> None:
        window = self.window()
        field = window.field
        if field is None or not field.enabled:
            return
        if key in editing.COMMANDS:
            self.edit_command(key)
            return
        window.entry.local.pop("text_toolbar", None)
        if key.endswith("delete"):
            editing.delete(window.entry, field, forward=key == "forward_delete")
        else:
            way = key.removeprefix(editing.SELECT)
            editing.move(window.entry, field, way, selecting=key != way)

    def _go_back(self) -> None:
        window = self.window()
        self._lower_keyboard()
        on_back = getattr(window.root.children[0], "on_back", None)
        if on_back is not None:
            on_back()
        else:
            stacks.pop(self.system)

    def _lower_keyboard(self) -> None:
        self.system.ime.visible = False

    def type_text(self, text: str, replace: bool) -> None:
        """Enters characters into the focused field; without one they are lost, as on a phone."""
        window = self.window()
        field = window.field
        if field is None or not field.enabled:
            return
        window.entry.local.pop("text_toolbar", None)
        (editing.replace if replace else editing.insert)(window.entry, field, text)

    def press_keyboard(self, key: str) -> None:
        """Does what a key of the on-screen keyboard does."""
        ime = self.system.ime
        window = self.window()
        field = window.field
        if key in ("symbols", "more", "letters"):
            ime.page = key
        elif key == "shift":
            ime.shift = not ime.shift
        elif field is None:
            return
        elif key == "delete":
            editing.delete(window.entry, field)
        elif key == "enter":
            self._submit(window)
        else:
            editing.insert(window.entry, field, key)
            ime.shift = False

    def _submit(self, window: Window) -> None:
        field = window.field
        assert field is not None
        if field.multiline:
            editing.insert(window.entry, field, "\n")
        elif field.on_submit is not None:
            self._lower_keyboard()
            field.on_submit()
        elif not (field.action == "next" and self._focus_beside(window, 1)):
            self._lower_keyboard()

    def _focus_beside(self, window: Window, distance: int) -> bool:
        """Gives the focus to the field so many places after the one that has it; whether there is one."""
        names = list(window.m.fields)
        place = names.index(window.entry.focus) + distance if window.entry.focus in names else -1
        if not 0 <= place < len(names):
            return False
        self.focus(window, window.m.fields[names[place]])
        return True

    def focus(self, window: Window, field: Any, index: int | None = None) -> None:
        """Gives a field of a window the focus, with the cursor at ``index`` or at the end."""
        end = len(field.value) if index is None else index
        window.entry.focus = field.name
        window.entry.selection = (end, end)
        window.entry.local.pop("text_toolbar", None)
        ime = self.system.ime
        ime.visible = True
        ime.page = "letters"
        ime.shift = not field.value and field.ime == "text"
        self.changed()
        touch.reveal(self, field.name)

    def edit_command(self, command: str) -> None:
        """Does what the bar over a selected text offers: cut, copy, paste, select_all."""
        window = self.window()
        field = window.field
        if field is None:
            return
        if command == "select_all":
            window.entry.selection = (0, len(field.value))
            return
        if command in ("cut", "copy"):
            editing.copy(self.system, window.entry, field)
        if command == "cut":
            editing.delete(window.entry, field)
        elif command == "paste":
            editing.insert(window.entry, field, self.system.clipboard)
        window.entry.local.pop("text_toolbar", None)

    def select_all_typed(self, entry: Entry) -> None:
        """Puts the cursor at the end of a field that gets the focus before it is drawn."""
        entry.selection = (editing.INPUT_LIMIT, editing.INPUT_LIMIT)
