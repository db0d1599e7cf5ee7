"""Files of a phone: bytes by path, in memory, with no way to the files of the host."""

from __future__ import annotations

import fnmatch
import posixpath
import re
import stat
from typing import NamedTuple

from openphone_gym.phone.shell.log import Log

CAPACITY = 256 << 20
"""Most bytes in all files of a phone."""

MOST_FILES = 10_000
"""Most files and folders of a phone."""

LONGEST_PATTERN, DEEPEST_PATTERN = 1_024, 32
"""Most characters and folders of a file pattern; longer ones find nothing."""

FOLDERS = ("/", "/data", "/data/local", "/data/local/tmp", "/sdcard", "/sdcard/Download")
"""Folders of a new phone."""

ALIASES = ("/storage/emulated/0", "/storage/self/primary", "/mnt/sdcard")
"""Other names of ``/sdcard``."""


class FileError(Exception):
    """A file can't be read or written; the message is what Android's tools say."""


class Status(NamedTuple):
    """What is known of a file or folder.

    Attributes:
        mode: Type and permission bits, as in ``st_mode``.
        size: Bytes.
        mtime: Time of the last change, seconds since 1970.
    """

    mode: int
    size: int
    mtime: int

    @property
    def is_folder(self) -> bool:
        """Whether it holds other files."""
        return stat.S_ISDIR(self.mode)


class _File(NamedTuple):
    data: bytes
    mode: int
    mtime: int


def absolute(path: str) -> str:
    """The one name of a path: absolute, without ``.``, ``..`` and aliases."""
    path = posixpath.normpath("/" + path.lstrip("/"))
    for alias in ALIASES:
        if path == alias or path.startswith(alias + "/"):
            return "/sdcard" + path[len(alias) :]
    return path


def escaped(text: str) -> str:
    """A pattern that matches this text only."""
    return re.sub(r"[*?\[]", lambda found: f"[{found[0]}]", text)


class Files:
    """The files of one phone, and what it logs: all that a phone keeps outside its snapshots.

    Paths need not be absolute: the shell always stands in ``/``.

    Attributes:
        log: What ``logcat`` shows.
    """

    def __init__(self) -> None:
        self.log = Log()
        self._files: dict[str, _File] = {}
        self._folders: dict[str, int] = dict.fromkeys(FOLDERS, 0)
        self._used = 0

    def status(self, path: str) -> Status | None:
        """What is known of a file or folder; None if there is none."""
        path = absolute(path)
        if path in self._folders:
            return Status(stat.S_IFDIR | 0o771, 4096, self._folders[path])
        file = self._files.get(path)
        return file and Status(stat.S_IFREG | file.mode, len(file.data), file.mtime)

    def read(self, path: str) -> bytes:
        """Contents of a file.

        Raises:
            FileError: There is none, or it is a folder.
        """
        found = absolute(path)
        if found in self._folders:
            raise FileError("Is a directory")
        if found not in self._files:
            raise FileError("No such file or directory")
        return self._files[found].data

    def write(self, path: str, data: bytes, mtime: int = 0, mode: int = 0o660) -> None:
        """Makes or replaces a file.

        Raises:
            FileError: Its folder does not exist, it is a folder, or the phone is full.
        """
        path = absolute(path)
        if path in self._folders:
            raise FileError("Is a directory")
        self._need_folder(posixpath.dirname(path))
        old = self._files.get(path)
        used = self._used + len(data) - (len(old.data) if old else 0)
        if used > CAPACITY or (old is None and self._is_full()):
            raise FileError("No space left on device")
        self._used = used
        self._files[path] = _File(bytes(data), mode & 0o777, mtime)

    def make_folder(self, path: str, mtime: int = 0, parents: bool = False) -> None:
        """Makes a folder, and with ``parents`` those above it; one that is there stays.

        Raises:
            FileError: A file has its name, a folder above it is missing, or the phone is full.
        """
        path = absolute(path)
        above = posixpath.dirname(path)
        if parents and above not in self._folders:
            self.make_folder(above, mtime, parents=True)
        if path in self._files or (path in self._folders and not parents):
            raise FileError("File exists")
        self._need_folder(above)
        if self._is_full():
            raise FileError("No space left on device")
        self._folders.setdefault(path, mtime)

    def names(self, path: str) -> list[str]:
        """Sorted names of what lies in a folder, or the path itself for a file.

        Raises:
            FileError: There is nothing of that name.
        """
        found = absolute(path)
        if found in self._files:
            return [path]
        self._need_folder(found)
        inside = [name for name in (*self._folders, *self._files) if posixpath.dirname(name) == found]
        return sorted(posixpath.basename(name) for name in inside if name != "/")

    def below(self, path: str) -> list[str]:
        """The path itself and all that lies below it, sorted, by absolute paths; empty if it is not there."""
        found = absolute(path)
        prefix = found.rstrip("/") + "/"
        known = (*self._folders, *self._files)
        return sorted(name for name in known if name == found or name.startswith(prefix))

    def matching(self, pattern: str) -> list[str]:
        """Files and folders whose path fits a pattern with ``*``, ``?`` and ``[...]``, sorted.

        A path is given as the pattern begins: relative, or by another name of ``/sdcard``.
        """
        if len(pattern) > LONGEST_PATTERN or pattern.count("/") > DEEPEST_PATTERN:
            return []
        start = re.split(r"[*?\[]", pattern)[0].rpartition("/")[0]
        hidden = absolute(start).rstrip("/")
        segments = pattern[len(start) :].strip("/").split("/")
        wanted = [re.compile(fnmatch.translate(segment)) for segment in segments]
        inside = [name[len(hidden) + 1 :].split("/") for name in self.below(hidden or "/") if name != hidden]
        return [
            "/".join((start, *parts)) if start or pattern.startswith("/") else "/".join(parts)
            for parts in inside
            if len(parts) == len(wanted)
            and all(one.match(part) for one, part in zip(wanted, parts, strict=True))
        ]

    def set_mode(self, path: str, mode: int) -> None:
        """Sets the permission bits of a file; those of a folder stay.

        Raises:
            FileError: There is nothing of that name.
        """
        found = absolute(path)
        if found in self._files:
            self._files[found] = self._files[found]._replace(mode=mode & 0o777)
        elif found not in self._folders:
            raise FileError("No such file or directory")

    def remove(self, path: str, recursive: bool = False) -> None:
        """Removes a file, or with ``recursive`` a folder and all that is in it.

        Raises:
            FileError: There is nothing of that name, or it is a folder.
        """
        found = absolute(path)
        if found in self._folders:
            if not recursive:
                raise FileError("Is a directory")
            self._remove_folder(found)
        elif found in self._files:
            self._used -= len(self._files.pop(found).data)
        else:
            raise FileError("No such file or directory")

    def _remove_folder(self, path: str) -> None:
        prefix = path.rstrip("/") + "/"
        for name in [name for name in self._files if name.startswith(prefix)]:
            self.remove(name)
        for name in [name for name in self._folders if name == path or name.startswith(prefix)]:
            if name not in FOLDERS:
                del self._folders[name]

    def _need_folder(self, path: str) -> None:
        if path not in self._folders:
            raise FileError("Not a directory" if path in self._files else "No such file or directory")

    def _is_full(self) -> bool:
        return len(self._files) + len(self._folders) >= MOST_FILES
