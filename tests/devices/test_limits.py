"""Times and ports of real devices have limits; none waits for ever."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_gym.arguments import InvalidArgument
from openphone_gym.devices.adb import AdbDevice
from openphone_gym.devices.avd import avd_device
from openphone_gym.devices.limits import ADB_PORT, ADB_PORT_VARIABLE, LIMITS, adb_port

INF, NAN = float("inf"), float("nan")
TIMES, PORTS = ("timeout", "boot_timeout", "settle"), ("console_port", "grpc_port", "adb_server_port")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, value) for name in TIMES for value in (INF, NAN, -1, True, "5", None)),
        *((name, value) for name in PORTS for value in (0, 65_536, 5.0)),
        ("memory_mb", 0),
        ("cores", -1),
    ],
)  # fmt: skip
def test_every_number_has_limits(name: str, value: Any) -> None:
    with pytest.raises(InvalidArgument, match=name):
        LIMITS[name](name, value)


@pytest.mark.parametrize("arguments", [{"timeout": INF}, {"settle": NAN}, {"port": 0}, {"port": True}])
def test_a_device_refuses_them_before_it_is_reached(arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgument, match="valid"):
        AdbDevice("none", **arguments)


def test_the_port_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADB_PORT_VARIABLE, raising=False)
    assert (adb_port(None), adb_port(7)) == (ADB_PORT, 7)
    monkeypatch.setenv(ADB_PORT_VARIABLE, "6000")
    assert (adb_port(None), adb_port(7)) == (6000, 7)
    for told in ("", "many", "0", "-1", "99999", "9" * 5_000, "²"):
        monkeypatch.setenv(ADB_PORT_VARIABLE, told)
        with pytest.raises(InvalidArgument, match=ADB_PORT_VARIABLE):
            avd_device("127.0.0.1:5555")
