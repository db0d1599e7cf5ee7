"""Which worker has which phone: a handset or a running emulator serves one at a time."""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from openphone_gym.arguments import InvalidArgument
from openphone_gym.devices import BACKENDS
from openphone_gym.devices.device import DeviceLost

VIRTUAL = "virtual"

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def device_names(listed: str) -> tuple[str, ...]:
    """The names in a list such as ``adb:emulator-5554,adb:emulator-5556``.

    Raises:
        InvalidArgument: There is no such backend.
    """
    if not isinstance(listed, str):
        raise InvalidArgument("device", listed, ["a name: each worker makes a device of its own"])
    names = tuple(name.strip() for name in listed.split(",") if name.strip())
    for name in names or ("",):
        if name.partition(":")[0] not in BACKENDS:
            raise InvalidArgument("device", name, list(BACKENDS))
    return names


def shared(name: str) -> bool:
    """Whether any number of workers may use this name: it makes a phone of its own for each."""
    backend, _, which = name.partition(":")
    return backend == VIRTUAL or (backend in ("avd", "androidenv") and bool(which) and ":" not in which)


def check_enough(names: Sequence[str], workers: int) -> None:
    """Refuses more workers than there are phones.

    Raises:
        InvalidArgument: Some worker would have none.
    """
    if workers > len(names) and not any(map(shared, names)):
        raise InvalidArgument("workers", workers, [f"at most {len(names)}, as many as there are devices"])


class Claim:
    """A phone that nobody else on this machine claims, as long as this object or its process lives.

    Args:
        names: Names of devices, as ``devices.make_device`` takes them; the first free one is taken.

    Attributes:
        name: The one that was free.

    Raises:
        DeviceLost: All are in use.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._lock: int | None = None
        for name in names:
            if shared(name) or self._locked(name):
                self.name = name
                return
        raise DeviceLost(f"all devices are in use: {', '.join(names)}")

    def _locked(self, name: str) -> bool:
        folder = Path(tempfile.gettempdir()) / f"openphone_gym-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{_UNSAFE.sub('_', name)}.lock"
        lock = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self._lock = lock
        return True

    def release(self) -> None:
        """Gives the phone to whoever asks next."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __del__(self) -> None:
        self.release()
