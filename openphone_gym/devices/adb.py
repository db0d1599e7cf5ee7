"""Any handset or emulator that ``adb devices`` lists, as a device. Needs Android 7 or newer."""

from __future__ import annotations

import logging
import shlex
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from openphone_gym.actions import InvalidAction
from openphone_gym.arguments import validated
from openphone_gym.devices import adb_text
from openphone_gym.devices.adb_answers import is_locked, read_front, read_png, read_raw, read_screen
from openphone_gym.devices.adb_transport import AdbTransport
from openphone_gym.devices.device import (
    DeviceError,
    DeviceTimeout,
    Screen,
    Setup,
    UnsupportedByDevice,
)
from openphone_gym.devices.limits import LIMITS
from openphone_gym.phone.app import UnknownApp, find_app, installed_apps
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
from openphone_gym.ui.node import UiTree
from openphone_gym.ui.xml import InvalidXml, from_xml

logger = logging.getLogger(__name__)

T = TypeVar("T")

KEYS = {
    "back": "KEYCODE_BACK",
    "home": "KEYCODE_HOME",
    "recents": "KEYCODE_APP_SWITCH",
    "enter": "KEYCODE_ENTER",
    "delete": "KEYCODE_DEL",
}

DUMP_FILE = "/data/local/tmp/openphone_gym.xml"
DUMP = f"rm -f {DUMP_FILE}; uiautomator dump {DUMP_FILE}; cat {DUMP_FILE}"
"""A dump that fails leaves no file, and what was dumped before must not be taken for it."""

DUMP_PAUSES_S = (0.0, 0.5, 1.0)
"""Waits before each try to dump the tree; a screen that moves, or is not there yet, has none."""

LOOK_AGAIN_S = 0.1
"""Pause between two looks at what is in front."""

LOCK_SCREEN = "dumpsys window | grep -E 'mDreamingLockscreen|mShowingLockscreen|isKeyguardShowing'"

LAUNCHER = "android.intent.category.LAUNCHER"
AS_FROM_LAUNCHER = 0x10200000
"""Intent flags of the home screen (new task, reset if needed): an app goes on where it was left."""


class AdbDevice:
    """A handset or emulator through adb.

    Tree and frame are asked for once and kept until the next gesture, command or reset; a screen that
    moves by itself is seen again after a ``Wait``. ``screen`` is that of the upright phone, so lock its
    rotation: frame and tree of a turned phone lie across.

    What a set-up changes (date, ``Setup.commands``) is undone by the next reset and by ``close``.

    Args:
        serial: Serial number as ``adb devices`` lists it; None takes that of ``ANDROID_SERIAL``, else
            the only device that is ready.
        host: Address of the adb server.
        port: Its port; None takes that of ``ANDROID_ADB_SERVER_PORT``, else 5037.
        timeout: Most seconds of a single command, of an app's start, and of waiting for a device that
            went away.
        settle: Seconds given to the screen after each gesture, for its animation to end.

    Raises:
        InvalidArgument: A number is out of range (see ``devices.limits``).
    """

    def __init__(
        self,
        serial: str | None = None,
        *,
        host: str = "127.0.0.1",
        port: int | None = None,
        timeout: float = 20.0,
        settle: float = 1.0,
    ) -> None:
        given = validated(LIMITS, {"timeout": timeout, "settle": settle})
        self.settle: float = given.settle
        self._adb = AdbTransport(serial, host, port, given.timeout)
        self._undo: list[str] = []
        self._warned: set[str] = set()
        self._forget_all()

    def _forget_all(self) -> None:
        """Nothing is known of the device."""
        self._screen: Screen | None = None
        self._packages: frozenset[str] | None = None
        self._has_keyboard: bool | None = None
        self._raw_frames = True
        self._forget_view()

    def _forget_view(self) -> None:
        """The screen may look different now."""
        self._tree: UiTree | None = None
        self._frame: np.ndarray | None = None

    @property
    def serial(self) -> str:
        """Serial number of the device."""
        return self._adb.serial

    # What it shows

    @property
    def screen(self) -> Screen:
        """Geometry of the screen, in its natural orientation; a size that the user chose counts."""
        if self._screen is None:
            told = self._ask("wm size; wm density")
            self._screen = read_screen(told)
            if self._screen is None:
                raise DeviceError(f"{self.serial} does not tell the size of its screen: {told[:200]!r}")
        return self._screen

    def frame(self) -> np.ndarray:
        """Screenshot, uint8 (H, W, 3), a fresh copy."""
        if self._frame is None:
            self._frame = self._screenshot()
        return self._frame.copy()

    def _screenshot(self) -> np.ndarray:
        if self._raw_frames:
            frame = read_raw(self._adb.pull("screencap 2>/dev/null"))
            if frame is not None:
                return frame
            self._raw_frames = False  # It writes no pixels that are known here.
        frame = read_png(self._adb.pull("screencap -p 2>/dev/null"))
        if frame is None:
            raise DeviceError(f"{self.serial} gave no screenshot; is its screen on?")
        return frame

    def tree(self) -> UiTree:
        """Accessibility nodes of the active window.

        Raises:
            DeviceTimeout: The screen does not come to rest.
        """
        if self._tree is None:
            self._tree = self._dump()
        return self._tree

    def _dump(self) -> UiTree:
        width, height, _ = self.screen
        told = ""
        for pause in DUMP_PAUSES_S:
            time.sleep(pause)
            told = self._ask(DUMP)
            try:
                tree = from_xml(told, width, height)
            except InvalidXml:
                continue
            if tree.rotation % 2:
                tree.width, tree.height = height, width
            if tree.roots:
                return tree
        raise DeviceTimeout(
            f"uiautomator can't read the screen of {self.serial}: {told.strip()[-200:]!r}; stop what moves"
            " on it (videos, animations), and other programs that use its accessibility tree"
        )

    def foreground(self) -> str:
        """``package/activity`` in front.

        Raises:
            DeviceTimeout: Nothing is, for longer than a change of windows takes.
        """
        front = self._until(self._front)
        if front is None:
            raise DeviceTimeout(f"{self.serial} has no app in front; is its screen on and unlocked?")
        return front

    def _front(self) -> str | None:
        """What has the focus; below a popup or the notification shade, the app that is resumed."""
        window = read_front(self._ask("dumpsys window | grep -E 'mCurrentFocus|mFocusedApp'"))
        resumed = "dumpsys activity activities | grep -E 'topResumedActivity|mResumedActivity'"
        return window or read_front(self._ask(resumed))

    def _until(self, look: Callable[[], T | None]) -> T | None:
        """Looks until there is something or the time is over."""
        deadline = time.monotonic() + self._adb.timeout
        while (found := look()) is None and time.monotonic() < deadline:
            time.sleep(LOOK_AGAIN_S)
        return found

    # What is done to it

    def perform(self, gesture: Gesture) -> None:
        """Does a gesture, and lets the screen settle.

        Raises:
            InvalidAction: There is no key of that name.
            UnsupportedByDevice: A character can't be typed on this device, or it refuses gestures from
                adb; the message says what to do.
        """
        try:
            match gesture:
                case Tap(x, y):
                    if self._on_screen(x, y):
                        self._do(f"input tap {x} {y}")
                case LongPress(x, y, seconds):
                    if self._on_screen(x, y):
                        self._do(f"input swipe {x} {y} {x} {y} {_milliseconds(seconds)}")
                case Swipe():
                    self._swipe(gesture)
                case Pinch():
                    raise UnsupportedByDevice("adb has one finger only, and can't pinch")
                case TypeText(text, replace):
                    self._type(text, replace)
                case PressKey(key) if key in KEYS:
                    self._do(f"input keyevent {KEYS[key]}")
                case PressKey(key):
                    raise InvalidAction.unknown("key", key, KEYS)
                case LaunchApp(package):
                    self._launch(package)
                case Wait(seconds):
                    time.sleep(max(seconds, 0.0))
                    return
        finally:
            self._forget_view()
        time.sleep(self.settle)

    def _on_screen(self, x: int, y: int) -> bool:
        width, height, _ = self.screen
        return 0 <= x < width and 0 <= y < height

    def _swipe(self, swipe: Swipe) -> None:
        width, height, _ = self.screen
        most = max(width, height) - 1  # It may be turned.
        points = [min(max(value, 0), most) for value in (swipe.x1, swipe.y1, swipe.x2, swipe.y2)]
        self._do(f"input swipe {' '.join(map(str, points))} {_milliseconds(swipe.seconds)}")

    def _type(self, text: str, replace: bool) -> None:
        commands = self._typing(text[: adb_text.INPUT_LIMIT].replace("\r", ""))
        if replace:
            filled = [node for node in self.tree().walk() if node.focused and (node.text or node.password)]
            commands = [adb_text.clear_command(field) for field in filled[-1:]] + commands
        for command in commands:
            self._do(command)

    def _typing(self, text: str) -> list[str]:
        if self._has_keyboard is None:
            chosen = self._ask("settings get secure default_input_method").strip()
            self._has_keyboard = chosen == adb_text.ADB_KEYBOARD
        return adb_text.keyboard_commands(text) if self._has_keyboard else adb_text.input_commands(text)

    def _launch(self, package: str) -> None:
        """Starts an app as its icon does; nothing happens if it has none."""
        name = shlex.quote(package)
        told = self._ask(f"cmd package resolve-activity --brief -c {LAUNCHER} {name}")
        activity = told.split()[-1] if told.split() else ""
        if activity.startswith(f"{package}/"):
            flags = f"-a android.intent.action.MAIN -c {LAUNCHER} -f {AS_FROM_LAUNCHER:#x}"
            self._ask(f"am start {flags} -n {shlex.quote(activity)}")
        else:
            self._ask(f"monkey -p {name} -c {LAUNCHER} 1")

    def _do(self, command: str) -> None:
        """Runs a command that must work."""
        output, code = self._adb.shell(command)
        if "INJECT_EVENTS" in output:
            raise UnsupportedByDevice(
                f"{self.serial} refuses touches from adb; turn on 'USB debugging (Security settings)' in"
                " its developer options"
            )
        if code:
            raise DeviceError(f"{command[:200]!r} failed on {self.serial} with code {code}: {output[:500]}")

    def _ask(self, command: str) -> str:
        """Output of a command that may run twice and may fail."""
        return self._adb.shell(command, repeatable=True)[0]

    # Apps and shell

    def resolve_app(self, name: str) -> str:
        """Package of an installed app by its package, any name this project knows, or part of its package.

        Raises:
            InvalidAction: No installed app is called so, or several are; names the nearest one.
        """
        packages = self._installed()
        wanted = name.strip().lower()
        if found := [package for package in packages if package.lower() == wanted]:
            return found[0]
        try:
            if (package := find_app(name).package) in packages:
                return package
        except UnknownApp:
            pass
        alike = [package for package in packages if wanted in package.lower().split(".")]
        if len(alike) == 1:
            return alike[0]
        known = [app.id for app in installed_apps().values() if app.launchable and app.package in packages]
        raise InvalidAction.unknown("app", name, sorted(alike or known or packages))

    def _installed(self) -> frozenset[str]:
        if self._packages is None:
            lines = self._ask("pm list packages").splitlines()
            self._packages = frozenset(line.removeprefix("package:").strip() for line in lines)
        return self._packages

    def shell(self, command: str) -> tuple[str, int]:
        """Output, errors included, and exit code of a shell command on the device."""
        try:
            return self._adb.shell(command)
        finally:
            self._forget_view()

    # Beginning and end of a task

    def reset(self, setup: Setup) -> None:
        """Undoes the set-up before, and brings the device to the start of a task.

        Raises:
            UnsupportedByDevice: The task's app is not installed.
            DeviceError: The device is locked, or a command of the set-up failed.
            DeviceTimeout: The app does not start.
        """
        self._clean_up()
        self._forget_all()
        self._wake()
        self._undo = list(setup.cleanup)
        if setup.package:
            self._stop(setup.package)
        self._set_date(setup.date)
        self._set_location(setup.location)
        for command in setup.commands:
            self._do(command)
        self._do(f"input keyevent {KEYS['home']}")
        if setup.package and setup.start == "app":
            self._launch(setup.package)
            self._wait_for_front(setup.package)
        time.sleep(self.settle)
        self._forget_view()

    def _wake(self) -> None:
        self._ask("input keyevent KEYCODE_WAKEUP; wm dismiss-keyguard")
        if not self._until(lambda: None if is_locked(self._ask(LOCK_SCREEN)) else True):
            raise DeviceError(f"{self.serial} is locked; unlock it, and take its PIN or pattern away")

    def _stop(self, package: str) -> None:
        if package not in self._installed():
            raise UnsupportedByDevice(f"{package} is not installed on {self.serial}; install it first")
        self._do(f"am force-stop {shlex.quote(package)}")

    def _set_date(self, date: str | None) -> None:
        """Sets the clock where the shell has the right to, and has it set itself again afterwards."""
        if date is None:
            return
        if self._ask("whoami").strip() != "root":
            self._warn("date", "its date stays as it is: the shell is not root (emulators: adb root)")
            return
        automatic = self._ask("settings get global auto_time").strip()
        if automatic == "1":
            self._undo.append("settings put global auto_time 1")
            self._do("settings put global auto_time 0")
        self._do(f"date {shlex.quote(date)}")

    def _set_location(self, location: tuple[float, float] | None) -> None:
        if location is None:
            return
        longitude, latitude = location
        try:
            self._adb.console("geo", "fix", f"{longitude:.6f}", f"{latitude:.6f}")
        except UnsupportedByDevice as error:
            self._warn("location", f"its location stays as it is: {error}")

    def _warn(self, topic: str, message: str) -> None:
        """Says once what can't be done on this device."""
        if topic not in self._warned:
            self._warned.add(topic)
            logger.warning("%s: %s", self.serial, message)

    def _wait_for_front(self, package: str) -> None:
        if not self._until(lambda: self.foreground().startswith(f"{package}/") or None):
            raise DeviceTimeout(f"{package} does not come to the front; {self.foreground()} is there")

    def _clean_up(self) -> None:
        """Undoes the last set-up as far as it can be."""
        commands, self._undo = self._undo, []
        for command in commands:
            output, code = self._adb.shell(command)
            if code:
                logger.warning("%s: clean-up %r failed with code %d: %s", self.serial, command, code, output)

    def snapshot(self) -> None:
        """Not possible through adb."""
        raise UnsupportedByDevice("adb can't save the state of a device; use an emulator as 'avd:NAME'")

    def restore(self, snapshot: object) -> None:
        """Not possible through adb."""
        raise UnsupportedByDevice("adb can't bring back the state of a device; use an emulator as 'avd:NAME'")

    def close(self) -> None:
        """Undoes the last set-up; a later reset goes on with the device."""
        try:
            self._clean_up()
        except DeviceError as error:
            logger.warning("the last set-up is not undone: %s", error)
        self._forget_all()


def _milliseconds(seconds: float) -> int:
    return max(round(seconds * 1000), 1)
