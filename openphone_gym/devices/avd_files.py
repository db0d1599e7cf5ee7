"""Copies of Android Virtual Devices, so that several run at once and the original stays as it was."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from openphone_gym.devices.android_sdk import Avd
from openphone_gym.devices.device import DeviceError

LEFT_OUT = ("*.lock", "snapshots", "tmpAdbCmds", "bootcompleted.ini", "emu-launch-params.txt", "*.tmp")
"""What belongs to a run of the original: locks, messages, and snapshots, which take gigabytes."""

# Copies share their blocks where the file system can do that; elsewhere, holes in disks stay holes.
_COPY = ["cp", "-RLc"] if sys.platform == "darwin" else ["cp", "-RL", "--reflink=auto"]


class AvdCopyFailed(DeviceError):
    """The files of a virtual device can't be copied."""


def clone_avd(avd: Avd, home: Path, snapshot: str | None = None) -> Avd:
    """Copies a virtual device, under the same name, into another folder of devices.

    The disks are copied, cheaply where the file system allows it; the paths in the settings point to the
    copy. The original should not run meanwhile.

    Args:
        avd: The original.
        home: The folder for the copy's ini file and its folder.
        snapshot: A snapshot to take along.

    Raises:
        AvdCopyFailed: There is no such snapshot, or no room on the disk.
    """
    clone = Avd(avd.name, home, home / f"{avd.name}.avd")
    clone.folder.mkdir(parents=True)
    _copy([file for file in sorted(avd.folder.iterdir()) if not _left_out(file)], clone.folder)
    if snapshot:
        kept = avd.folder / "snapshots" / snapshot
        if not kept.is_dir():
            there = ", ".join(sorted(path.name for path in kept.parent.glob("*"))) or "none"
            raise AvdCopyFailed(f"the virtual device {avd.name} has no snapshot {snapshot!r} (has: {there})")
        (clone.folder / "snapshots").mkdir()
        _copy([kept], clone.folder / "snapshots")
    for settings in clone.folder.rglob("*.ini"):
        _move_paths(settings, avd.folder, clone.folder)
    clone.ini.write_text(_pointing_to(clone.folder, avd.ini.read_text("utf-8")), "utf-8")
    return clone


def _left_out(file: Path) -> bool:
    return any(file.match(pattern) for pattern in LEFT_OUT)


def _copy(files: list[Path], folder: Path) -> None:
    done = subprocess.run([*_COPY, "--", *files, folder], capture_output=True, text=True, check=False)
    if done.returncode:
        raise AvdCopyFailed(f"the files of a virtual device can't be copied: {done.stderr.strip()[-500:]}")


def _move_paths(settings: Path, old: Path, new: Path) -> None:
    text = settings.read_text("utf-8", "surrogateescape")
    moved = re.sub(re.escape(str(old)) + r"(?=[/\\\s]|$)", lambda _: str(new), text)
    if moved != text:
        settings.write_text(moved, "utf-8", "surrogateescape")


def _pointing_to(folder: Path, ini: str) -> str:
    """The ini file of a device with another path; a relative one would still lead to the original."""
    lines = [line for line in ini.splitlines() if not re.match(r"path(\.rel)?\s*=", line)]
    return "\n".join([*lines, f"path={folder}", ""])
