"""The machine below Android, as Linux' own commands tell of it: memory, disks, net, events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import processes
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.kernel import MEMORY_KB
from openphone_gym.phone.shell.text import lines, usage
from openphone_gym.phone.system import clock, connectivity

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

# Programs


def run_as(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``run-as PACKAGE COMMAND``: no app of this phone lets others in, as none does that came from a shop."""
    if not arguments:
        raise ShellError("run-as: usage: run-as <package-name> [--user <uid>] <command> [<args>]")
    package = arguments[0]
    known = package in phone.system.packages
    problem = f"package not debuggable: {package[:80]}" if known else f"unknown package: {package[:80]}"
    raise ShellError(f"run-as: {problem}")


def app_process(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``app_process``, which runs Java on Android; this phone has none."""
    program = next((word for word in arguments if "." in word and not word.startswith(("-", "/"))), "it")
    raise ShellError(
        f"Error: {program[:80]} can't run: this is a virtual phone, which runs no Java.\n"
        "To see it and to use it with the mouse: python -m openphone_gym play"
    )


def screenrecord(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``screenrecord``, which this phone can't do."""
    display = phone.system.display
    raise ShellError(
        f"ERROR: unable to configure video/avc codec at {display.width}x{display.height} (err=-38)\n"
        "This is a virtual phone, which records no video; take pictures with screencap -p."
    )


# Memory and disks


def free(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``free [-k|-m|-h]``: memory in bytes, or in other units."""
    used = processes.APP_KB * len(processes.running(phone))
    factor = 1_024 if "-k" not in arguments and "-m" not in arguments else 1
    kilobytes = (MEMORY_KB, used, MEMORY_KB - used)
    sizes = [str(size * factor // (1_024 if "-m" in arguments else 1)) for size in kilobytes]
    told = list(map(_human, kilobytes)) if "-h" in arguments else sizes
    row = "{:<6}" + "{:>16}" * 5
    head = row.format("", "total", "used", "free", "shared", "buffers")
    swap = row.format("Swap:", "0", "0", "0", "", "").rstrip()
    return lines([head, row.format("Mem:", *told, "0", "0"), swap])


def uptime(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``uptime``."""
    now = clock.local_time(phone.system)
    return f" {now:%H:%M:%S} up 1 day,  0:00,  0 users,  load average: 0.00, 0.00, 0.00\n"


def df(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``df [-h] [PATH...]``: the disks, in kilobytes or in units that fit."""
    human = "-h" in arguments
    wanted = [word for word in arguments if not word.startswith("-")]
    head = ("Filesystem", "Size" if human else "1K-blocks", "Used", "Avail" if human else "Available")
    rows: list[tuple[str, ...]] = [(*head, "Use%", "Mounted on")]
    for name, size, used, place in DISKS:
        if not wanted or any(path.startswith(place.rstrip("/")) for path in wanted):
            sizes = (size, used, size - used)
            told = [_human(each) if human else str(each) for each in sizes]
            rows.append((name, *told, f"{100 * used // size}%", place))
    if wanted and len(rows) > 2:
        rows = [rows[0], max(rows[1:], key=lambda row: len(row[-1]))]
    return lines(["{:<16} {:>10} {:>10} {:>10} {:>4} {}".format(*row) for row in rows])


DISKS = (
    ("/dev/block/dm-5", 1_981_268, 1_975_184, "/"),
    ("tmpfs", 4_007_424, 1_264, "/dev"),
    ("/dev/block/dm-9", 115_343_360, 21_810_184, "/data"),
    ("/dev/fuse", 115_343_360, 21_810_184, "/storage/emulated"),
    ("/dev/fuse", 115_343_360, 21_810_184, "/sdcard"),
)
"""Name, size and used part in kilobytes, and place of each disk."""


def _human(kilobytes: int) -> str:
    size, units = float(kilobytes), "KMGT"
    while size >= 1_000:
        size, units = size / 1_024, units[1:]
    return f"{size:.1f}{units[0]}" if size < 10 else f"{size:.0f}{units[0]}"


# The net


def on_wifi(phone: Phone) -> str:
    """Name of the Wi-Fi network in use; an empty string without one."""
    wifi = phone.system.settings["global"].get(connectivity.WIFI) == "1"
    return phone.shared("networks").wifi.connected if wifi else ""


def ip(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``ip addr|link|route [show [dev] NAME]``."""
    words = [w for w in arguments if w not in ("-4", "-f", "inet", "-o", "show", "list", "ls", "dev", "get")]
    match words:
        case ["addr" | "address" | "a" | "link" | "l", *names]:
            known = _interfaces(phone)
            for name in names:
                if name not in known:
                    raise ShellError(f'Device "{name[:40]}" does not exist.')
            return "".join(known[name] for name in names or known)
        case ["route" | "r", *_]:
            if not on_wifi(phone):
                return ""
            return f"10.0.2.0/24 dev wlan0 proto kernel scope link src {connectivity.ADDRESS}\n"
        case [thing, *_]:
            raise ShellError(f'Object "{thing[:40]}" is unknown, try "ip help".')
    raise usage("ip addr|link|route [show [dev NAME]]")


def _interfaces(phone: Phone) -> dict[str, str]:
    """What ``ip addr`` tells of each, by name."""
    up = bool(on_wifi(phone))
    state, mark = ("UP", "UP,LOWER_UP") if up else ("DOWN", "UP")
    inet = f"    inet {connectivity.ADDRESS}/24 brd 10.0.2.255 scope global wlan0\n" if up else ""
    return {
        "lo": (
            "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n"
            "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
            "    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n"
        ),
        "wlan0": (
            f"2: wlan0: <BROADCAST,MULTICAST,{mark}> mtu 1500 qdisc pfifo_fast state {state} group default\n"
            f"    link/ether {connectivity.MAC} brd ff:ff:ff:ff:ff:ff\n{inet}"
        ),
    }


def ifconfig(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``ifconfig [NAME]``."""
    name = arguments[0] if arguments else "wlan0"
    if name not in ("lo", "wlan0"):
        raise ShellError(f"ifconfig: {name[:40]}: No such device")
    if name == "lo":
        return "lo        Link encap:Local Loopback\n          inet addr:127.0.0.1  Mask:255.0.0.0\n\n"
    address = f"          inet addr:{connectivity.ADDRESS}  Bcast:10.0.2.255  Mask:255.255.255.0\n"
    return f"wlan0     Link encap:Ethernet  HWaddr {connectivity.MAC}\n{address if on_wifi(phone) else ''}\n"


# Events

TOUCH_BITS = 32_767
"""Greatest coordinate of the touch screen, as the emulator's has it."""


def getevent(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``getevent -p|-i [-l]``: the devices that events come from. None ever come to be followed."""
    letters = {letter for word in arguments if word.startswith("-") for letter in word[1:]}
    if not letters & {"p", "i"}:
        raise ShellError("getevent: this phone writes no events; it tells of its devices with -p")
    labels = "l" in letters
    axes = [
        (("ABS_MT_SLOT" if labels else "002f"), 9),
        (("ABS_MT_POSITION_X" if labels else "0035"), TOUCH_BITS),
        (("ABS_MT_POSITION_Y" if labels else "0036"), TOUCH_BITS),
        (("ABS_MT_TRACKING_ID" if labels else "0039"), 10),
        (("ABS_MT_PRESSURE" if labels else "003a"), 1024),
    ]
    shown = [f"{name}  : value 0, min 0, max {most}, fuzz 0, flat 0, resolution 0" for name, most in axes]
    return lines(
        [
            "add device 1: /dev/input/event1",
            '  name:     "virtio_input_multi_touch_1"',
            "  events:",
            f"    ABS (0003): {shown[0]}",
            *(f"                {one}" for one in shown[1:]),
            "  input props:",
            "    INPUT_PROP_DIRECT",
        ]
    )


def uname(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``uname [-a|-r|-m]``."""
    release = phone.system.properties.get("ro.kernel.version", "")
    told = {"-a": f"Linux localhost {release} aarch64 Toybox", "-r": release, "-m": "aarch64"}
    return f"{told.get(arguments[0] if arguments else '', 'Linux')}\n"
