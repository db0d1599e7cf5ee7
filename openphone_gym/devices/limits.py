"""What the arguments of real devices may be: times in seconds, of which none is for ever, and ports."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from openphone_gym.arguments import LARGEST_PORT, Check, InvalidArgument, number, optional, whole

_PORT = whole(1, LARGEST_PORT)

LIMITS: Mapping[str, Check[Any]] = {
    "timeout": number(0.01, 3_600),
    "boot_timeout": number(0.01, 7_200),
    "settle": number(0, 600),
    "adb_server_port": optional(_PORT),
    "console_port": _PORT,
    "grpc_port": optional(_PORT),
    "memory_mb": optional(whole(128, 1 << 20)),
    "cores": optional(whole(1, 1_024)),
}

ADB_PORT = 5037
"""Where adb's server listens unless told otherwise."""

ADB_PORT_VARIABLE = "ANDROID_ADB_SERVER_PORT"
"""Environment variable of Android's tools that tells the port of adb's server."""


def adb_port(given: int | None) -> int:
    """Port of adb's server: the one given, else that of the environment, else the usual one.

    Raises:
        InvalidArgument: It is no port.
    """
    checked: int | None = LIMITS["adb_server_port"]("adb_server_port", given)
    if checked is not None:
        return checked
    told = os.environ.get(ADB_PORT_VARIABLE, str(ADB_PORT))
    if not (told.isascii() and told.isdigit() and len(told) <= 5):
        raise InvalidArgument(ADB_PORT_VARIABLE, told, [str(ADB_PORT), "another port"])
    return _PORT(ADB_PORT_VARIABLE, int(told))
