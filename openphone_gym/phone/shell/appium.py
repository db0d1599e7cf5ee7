"""What Appium's UiAutomator2 driver brings to a phone: its settings app, and the server that it instruments.

On a real phone these are programs. Here their packages can be installed, and what the shell is told by them
is told by this module; ``serve.appium`` is the server for a phone on the wire.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.intents import refused
from openphone_gym.phone.shell.text import lines
from openphone_gym.phone.system.state import Package, System
from openphone_gym.ui.gesture import Gesture, PressKey, TypeText

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

SETTINGS = "io.appium.settings"
SERVER = "io.appium.uiautomator2.server"
TEST = f"{SERVER}.test"
RUNNER = f"{TEST}/androidx.test.runner.AndroidJUnitRunner"
"""What ``am instrument`` is given to start the server."""

LABELS = {SETTINGS: "Appium Settings", SERVER: "Appium UiAutomator2 server", TEST: TEST}
"""Packages that the driver installs, and their names."""

LONGITUDE, LATITUDE = "qemu.gps.longitude", "qemu.gps.latitude"
"""Properties that keep where the phone is, in degrees."""

OUTCOME = "INSTRUMENTATION_CODE: 0\n"
"""What ``am instrument`` prints when the server has ended."""


def package(name: str) -> Package:
    """What the package manager knows of one of them."""
    return Package(LABELS[name], megabytes=20)


UNICODE_KEYBOARD, ACTION_KEYBOARD = f"{SETTINGS}/.UnicodeIME", f"{SETTINGS}/.AppiumIME"
"""Keyboards of the settings app: one takes texts in UTF-7, the other one what the Enter key is to do."""


def keyboards(system: System) -> tuple[str, ...]:
    """Keyboards that came with the settings app."""
    if SETTINGS not in system.packages:
        return ()
    return UNICODE_KEYBOARD, ACTION_KEYBOARD, f"{SETTINGS}/.EmptyIME"


def typed(system: System, text: str) -> Gesture:
    """What ``input text`` does with the keyboard that is chosen."""
    keyboard = system.settings["secure"].get("default_input_method")
    if keyboard == UNICODE_KEYBOARD:
        return TypeText(_CODED.sub(_decoded, text), replace=False)
    if keyboard == ACTION_KEYBOARD and _ACTION.fullmatch(text):
        return PressKey("enter")
    return TypeText(text, replace=False)


_ACTION = re.compile("/(go|search|send|next|done|[2-6])/")
_CODED = re.compile("&([A-Za-z0-9+,]{0,4000})-")


def _decoded(found: re.Match[str]) -> str:
    """Characters in IMAP's UTF-7 (RFC 3501, 5.1.3): UTF-16 in Base64, with a comma for the slash."""
    digits = found[1].replace(",", "/")
    if not digits:
        return "&"
    try:
        return base64.b64decode(digits + "=" * (-len(digits) % 4)).decode("utf-16-be")
    except (binascii.Error, UnicodeDecodeError):
        return found[0]


def is_installed(phone: Phone) -> bool:
    """Whether the server can be started."""
    return TEST in phone.system.packages


def instrumentations(system: System) -> str:
    """Lines of ``pm list instrumentation``."""
    return f"instrumentation:{RUNNER} (target={SERVER})\n" if TEST in system.packages else ""


def services(system: System, name: str) -> str:
    """What ``dumpsys activity services`` tells of a package: the settings app serves once it is there."""
    if name.partition("/")[0] != SETTINGS or SETTINGS not in system.packages or ".recorder" in name:
        return "(nothing)\n"
    record = f"* ServiceRecord{{7a1c2e8 u0 {SETTINGS}/.ForegroundService}}"
    return lines([record, f"    packageName={SETTINGS}", "    isForeground=true foregroundId=1"])


def instrument(phone: Phone, words: Sequence[str]) -> str:
    """``am instrument [OPTION...] PACKAGE/RUNNER``, where nobody waits for the server.

    Raises:
        ShellError: No package has such a runner; or it is the server's, which needs a phone on the wire.
    """
    if not words:
        raise refused("instrument", "No instrumentation component supplied")
    name = words[-1]
    if name == RUNNER and is_installed(phone):
        raise ShellError(f"android.util.AndroidException: INSTRUMENTATION_FAILED: {name}", 1)
    unknown = f"Unable to find instrumentation info for: ComponentInfo{{{name[:200]}}}"
    told = [
        "INSTRUMENTATION_STATUS: id=ActivityManagerService",
        f"INSTRUMENTATION_STATUS: Error={unknown}",
        "INSTRUMENTATION_STATUS_CODE: -1",
    ]
    problem = f"android.util.AndroidException: INSTRUMENTATION_FAILED: {name[:200]}"
    trace = "\tat com.android.commands.am.Instrument.run(Instrument.java:519)"
    raise ShellError(f"{problem}\n{trace}", 1, lines(told))


# Broadcasts to the settings app


def _said(data: str) -> str:
    return f'result=-1, data="{data}"'


def _clipboard(phone: Phone, extras: Mapping[str, str]) -> str:
    return _said(base64.b64encode(phone.system.clipboard.encode(errors="replace")).decode())


def _place(phone: Phone, extras: Mapping[str, str]) -> str:
    """Where the phone is, once it has been told: latitude, longitude, altitude."""
    latitude, longitude = (phone.system.properties.get(name) for name in (LATITUDE, LONGITUDE))
    return _said(f"{latitude} {longitude} 0.0") if latitude and longitude else "result=0"


def _switch(setting: str) -> Callable[[Phone, Mapping[str, str]], str]:
    def switched(phone: Phone, extras: Mapping[str, str]) -> str:
        on = extras.get("setstatus", "") == "enable"
        phone.system.settings["global"][setting] = str(int(on))
        phone.changed()
        return "result=-1"

    return switched


LISTENERS: Mapping[str, Callable[[Phone, Mapping[str, str]], str]] = {
    f"{SETTINGS}.bluetooth": _switch("bluetooth_on"),
    f"{SETTINGS}.clipboard.get": _clipboard,
    f"{SETTINGS}.location": _place,
    f"{SETTINGS}.wifi": _switch("wifi_on"),
}
"""Broadcasts that the app takes, with their extras; each gives the result as ``am`` prints it."""
