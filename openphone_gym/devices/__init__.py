"""Devices: the virtual phone, and whatever else can show a screen and take gestures.

A device is named ``"backend"`` or ``"backend:which"``:

============================  ==================================================================
``virtual``                   the virtual phone, in this process
``adb``, ``adb:SERIAL``       a handset or emulator that ``adb devices`` lists
``avd:NAME``                  an emulator started from a copy of that Android Virtual Device
``avd:HOST:PORT``             a running emulator, such as one in a container, by its adb port
``androidenv``                a running emulator through DeepMind's ``android_env``
``androidenv:NAME``           an emulator that ``android_env`` starts from that AVD
============================  ==================================================================
"""

from __future__ import annotations

import difflib
from collections.abc import Callable

from openphone_gym.arguments import LONGEST_NAME, shown
from openphone_gym.devices.device import (
    Device,
    DeviceError,
    DeviceLost,
    DeviceTimeout,
    Screen,
    Setup,
    UnsupportedByDevice,
)
from openphone_gym.devices.virtual import VirtualDevice
from openphone_gym.phone.system.state import Display

__all__ = [
    "BACKENDS",
    "Device",
    "DeviceError",
    "DeviceLost",
    "DeviceTimeout",
    "Screen",
    "Setup",
    "UnsupportedByDevice",
    "VirtualDevice",
    "make_device",
]


def _virtual(which: str, display: Display) -> Device:
    if which:
        raise UnsupportedByDevice(f"there is one kind of virtual phone: 'virtual', not 'virtual:{which}'")
    return VirtualDevice(display)


# Late imports: the clients of real devices are extras, and slow to load.


def _adb(which: str, display: Display) -> Device:
    from openphone_gym.devices.adb import AdbDevice

    return AdbDevice(which or None)


def _avd(which: str, display: Display) -> Device:
    from openphone_gym.devices.avd import avd_device

    return avd_device(which)


def _androidenv(which: str, display: Display) -> Device:
    from openphone_gym.devices.androidenv import AndroidEnvDevice

    return AndroidEnvDevice(which or None)


BACKENDS: dict[str, Callable[[str, Display], Device]] = {
    "virtual": _virtual,
    "adb": _adb,
    "avd": _avd,
    "androidenv": _androidenv,
}
"""Backends by name: each takes what stands behind the colon, and the screen of a virtual phone."""


METHODS = (
    "reset", "perform", "tree", "frame", "foreground", "resolve_app", "shell", "snapshot", "restore", "close",
)  # fmt: skip
"""What every device can be asked; see ``Device``."""


def make_device(device: str | Device, display: Display) -> Device:
    """The device of that name, or the device itself.

    Args:
        device: A name as in the table above, or a ready device.
        display: Screen of a virtual phone.

    Raises:
        DeviceError: There is no backend of that name (names the nearest one), or the device can't be
            reached.
    """
    if not isinstance(device, str):
        lacks = [name for name in METHODS if not callable(getattr(device, name, None))]
        if lacks or isinstance(device, type):
            why = f"no {lacks[0]}()" if lacks else "a class"
            raise UnsupportedByDevice(
                f"{shown(device)} is no device ({why}): give a backend's name or a Device"
            )
        return device
    backend, _, which = device.partition(":")
    if backend not in BACKENDS:
        near = difflib.get_close_matches(backend[:LONGEST_NAME], BACKENDS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise UnsupportedByDevice(f"no device backend {shown(backend)}{hint} (valid: {', '.join(BACKENDS)})")
    try:
        return BACKENDS[backend](which, display)
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("openphone_gym"):
            raise
        raise UnsupportedByDevice(f"{error.name} is missing: pip install 'openphone_gym[device]'") from error
