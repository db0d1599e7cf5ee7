"""Figures of the wire; how fast a machine is, no test says."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from benchmarks.wire import (
    FEWEST_CALLS,
    ServedPhone,
    adb_calls_per_s,
    grpc_calls_per_s,
    measure_wire,
    rate,
    served_phone,
)

SHELLS = {"shell_server", "shell_process", "shell_adbutils"}


@pytest.fixture(scope="module")
def phone() -> Iterator[ServedPhone]:
    with served_phone() as phone:
        yield phone


def test_adb(phone):
    pytest.importorskip("adbutils")
    rates = adb_calls_per_s(phone, 0.0)
    pictures = {f"screencap_{kind}{changed}" for kind in ("raw", "png") for changed in ("", "_changed")}
    assert set(rates) == SHELLS | pictures | {"tap", "uiautomator_dump"}
    for figures in rates.values():
        assert figures["calls_per_s"] > 0
        assert figures["median_ms"] > 0


def test_grpc(phone):
    pytest.importorskip("android_env.proto")
    pytest.importorskip("grpc")
    rates = grpc_calls_per_s(phone, 0.0)
    assert set(rates) == {"status", "tap", "screenshot_small", "screenshot_full", "screenshot_changed"}
    assert all(figures["calls_per_s"] > 0 for figures in rates.values())


def test_what_is_not_installed_is_told(monkeypatch):
    for name in ("adbutils", "grpc"):
        monkeypatch.setitem(sys.modules, name, None)
    told = measure_wire(0.0)
    for protocol, name in (("adb", "adbutils"), ("grpc", "grpc")):
        assert told[protocol] == {"missing": f"{name} is missing: pip install 'openphone_gym[device]'"}


def test_a_rate_counts_calls():
    calls = []
    figures = rate(lambda: calls.append(1), 0.0)
    assert len(calls) == 1 + FEWEST_CALLS
    assert set(figures) == {"calls_per_s", "median_ms"}
