"""The files that apps share, as the shell sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from openphone_gym.phone.shell.kernel import MADE
from openphone_gym.phone.system import files

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


class Shown(NamedTuple):
    """A file that lies in the phone's state.

    Attributes:
        path: Its name to the phone.
        size: Bytes that it is said to have; songs and pictures have no more than their tags in them.
        mtime: Time of the last change, seconds since 1970.
        read: Gives what is in it.
    """

    path: str
    size: int
    mtime: int
    read: Callable[[], bytes]


class Media:
    """Shared files of a phone by path, to be read and removed.

    Args:
        phone: The phone.
    """

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._known: tuple[object, object] | None = None
        self._shown: dict[str, Shown] = {}

    def shown(self) -> Mapping[str, Shown]:
        """The files, by the path that a shell uses (``/sdcard/...``)."""
        phone = self._phone
        known = (phone.seed, phone.system.files)
        if self._known != known:
            listed = files.listed(phone.system, phone.world)
            self._shown = {_shell_path(file.path): self._one(file) for file in listed}
            self._known = (phone.seed, dict(phone.system.files))
        return self._shown

    def _one(self, file: files.File) -> Shown:
        def read() -> bytes:
            return files.words(self._phone.world, file).encode()

        return Shown(file.path, file.size, file.modified // 1000, read)

    def made(self, path: str) -> bytes | None:
        """What a file holds that the kernel makes up; None if it is none of these."""
        make = MADE.get(path)
        return make(self._phone).encode() if make is not None else None

    def remove(self, path: str) -> None:
        """Takes a file away."""
        files.remove(self._phone.system, self._phone.world, path)
        self._phone.changed()


def _shell_path(path: str) -> str:
    return "/sdcard" + path.removeprefix(files.ROOT)
