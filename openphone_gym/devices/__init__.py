"""Devices: the virtual phone, and whatever else can show a screen and take gestures."""

from __future__ import annotations

import difflib

from openphone_gym.devices.device import (
    Device,
    DeviceError,
    DeviceLost,
    DeviceTimeout,
    Screen,
    UnsupportedByDevice,
)
from openphone_gym.devices.virtual import VirtualDevice
from openphone_gym.phone.system.state import Display

BACKENDS = ("virtual",)

__all__ = [
    "BACKENDS",
    "Device",
    "DeviceError",
    "DeviceLost",
    "DeviceTimeout",
    "Screen",
    "UnsupportedByDevice",
    "VirtualDevice",
    "make_device",
]


def make_device(device: str | Device, display: Display) -> Device:
    """The device of that name, or the device itself.

    Args:
        device: ``"virtual"``, or a ready device.
        display: Screen of a virtual phone.

    Raises:
        UnsupportedByDevice: There is no backend of that name; names the nearest one.
    """
    if not isinstance(device, str):
        if not hasattr(device, "perform"):
            raise UnsupportedByDevice(f"{device!r} is no device: give a backend's name or a Device")
        return device
    if device not in BACKENDS:
        near = difflib.get_close_matches(device, BACKENDS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise UnsupportedByDevice(f"no device backend {device!r}{hint} (valid: {', '.join(BACKENDS)})")
    return VirtualDevice(display)
