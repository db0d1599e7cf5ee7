"""Files that a kernel makes up when they are read: what ``/proc`` and ``/sys`` tell of the machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.text import lines
from openphone_gym.phone.system import connectivity

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

MEMORY_KB = 8_014_848
"""Memory of the phone."""

CORES = 4

UP_S = 86_400
"""Seconds since the phone was switched on, as far as anybody asks."""


def _meminfo(phone: Phone) -> str:
    facts = {"MemTotal": MEMORY_KB, "MemFree": MEMORY_KB // 2, "MemAvailable": MEMORY_KB // 2}
    facts |= {"Buffers": 0, "Cached": MEMORY_KB // 4, "SwapTotal": 0, "SwapFree": 0}
    return lines([f"{name + ':':<16}{kilobytes:>8} kB" for name, kilobytes in facts.items()])


def _cpuinfo(phone: Phone) -> str:
    facts = "BogoMIPS\t: 48.00\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\nCPU architecture: 8\n"
    return "".join(f"processor\t: {core}\n{facts}\n" for core in range(CORES))


def _version(phone: Phone) -> str:
    release = phone.system.properties.get("ro.kernel.version", "")
    return f"Linux version {release} (android-build) #1 SMP PREEMPT\n"


def _build(phone: Phone) -> str:
    known = sorted(phone.system.properties.items())
    return lines([f"{name}={value}" for name, value in known if name.startswith("ro.")])


MADE: Mapping[str, Callable[[Phone], str]] = {
    "/proc/cpuinfo": _cpuinfo,
    "/proc/meminfo": _meminfo,
    "/proc/net/unix": lambda phone: "Num       RefCount Protocol Flags    Type St Inode Path\n",
    "/proc/uptime": lambda phone: f"{UP_S}.00 {UP_S * CORES}.00\n",
    "/proc/version": _version,
    "/sys/class/net/wlan0/address": lambda phone: f"{connectivity.MAC}\n",
    "/sys/class/power_supply/battery/capacity": lambda phone: f"{phone.system.battery}\n",
    "/system/build.prop": _build,
}
"""What each of them holds; no list shows them."""
