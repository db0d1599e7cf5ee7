"""Files of a phone: bytes by path, in memory, with no way to the files of the host."""

from __future__ import annotations

import fnmatch
import posixpath
import re
import stat
from collections.abc import Mapping
from typing import NamedTuple

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.log import Log
from openphone_gym.phone.shell.media import Media, Shown
from openphone_gym.phone.shell.screenshots import Screenshots
from openphone_gym.phone.shell.text import as_bytes
from openphone_gym.phone.system.files import FOLDERS as SHARED_FOLDERS

CAPACITY = 256 << 20
"""Most bytes in all files of a phone."""

MOST_FILES = 10_000
"""Most files and folders of a phone."""

LONGEST_PATTERN, DEEPEST_PATTERN = 1_024, 32
"""Most characters and folders of a file pattern; longer ones find nothing."""

LONGEST_PATH, LONGEST_NAME = 4_096, 255
"""Most bytes of a path and of a name in it."""

NAMES_PER_STEP, LISTED_PER_STEP, CHARACTERS_PER_STEP = 20, 5, 1_000
"""Names that can be looked through, names that can be listed, and characters compared, in one step."""

SHARED = "/sdcard"
FOLDERS = (
    "/",
    "/data",
    "/data/local",
    "/data/local/tmp",
    SHARED,
    *(f"{SHARED}/{name}" for name in SHARED_FOLDERS),
)
"""Folders of a new phone."""

NOWHERE = "/dev/null"
"""What is always empty, whatever is written into it."""

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


class Finger(NamedTuple):
    """A finger that a command put on the glass, and that no other has taken off yet.

    Attributes:
        start: Where it came down, in pixels.
        since: Virtual milliseconds at which it did.
        moved: Whether it was moved.
    """

    start: tuple[int, int]
    since: int
    moved: bool = False


class _File(NamedTuple):
    data: bytes
    mode: int
    mtime: int


def escaped(text: str) -> str:
    """A pattern that matches this text only."""
    return re.sub(r"[*?\[]", lambda found: f"[{found[0]}]", text)


def charge_match(pattern: str, name: str) -> None:
    """Charges the comparison of a name with a file pattern, which may try it from each of its characters."""
    spend(1 / NAMES_PER_STEP + len(pattern) * len(name) / CHARACTERS_PER_STEP)


def _fits(compiled: re.Pattern[str], name: str, pattern: str) -> bool:
    charge_match(pattern, name)
    return compiled.match(name) is not None


def _check_length(path: str) -> None:
    names = path.split("/")
    if len(path) > LONGEST_PATH or any(len(as_bytes(name)) > LONGEST_NAME for name in names):
        raise FileError("File name too long")


def _parts_above(path: str) -> list[str]:
    """The folders that a path runs through, without the root and itself."""
    return [path[:at] for at in range(1, len(path)) if path[at] == "/"]


class Files:
    """The files of one phone, and what it logs: all that a phone keeps outside its snapshots.

    Paths need not be absolute.

    Attributes:
        folder: Where the shell stands that runs.
        log: What ``logcat`` shows.
        finger: The finger of ``input motionevent``; None if it is off the glass.
        screenshots: The screen as files.
    """

    def __init__(self) -> None:
        self.folder = "/"
        self.log = Log()
        self.finger: Finger | None = None
        self.screenshots = Screenshots()
        self._files: dict[str, _File] = {}
        self._folders: dict[str, int] = dict.fromkeys(FOLDERS, 0)
        self._used = 0
        self._media: Media | None = None

    def show(self, media: Media) -> None:
        """Shows the files that the phone's apps share, too; a file of the shell hides one of its path."""
        self._media = media

    def absolute(self, path: str) -> str:
        """The one name of a path: absolute, without ``.``, ``..`` and aliases."""
        path = posixpath.normpath("/" + posixpath.join(self.folder, path).lstrip("/"))
        for alias in ALIASES:
            if path == alias or path.startswith(alias + "/"):
                return "/sdcard" + path[len(alias) :]
        return path

    @property
    def _shown(self) -> Mapping[str, Shown]:
        found = self._media.shown() if self._media is not None else {}
        return {path: file for path, file in found.items() if path not in self._files}

    @property
    def _shown_folders(self) -> set[str]:
        return {part for path in self._shown for part in _parts_above(path)} - set(self._folders)

    def _is_folder(self, path: str) -> bool:
        return path in self._folders or path in self._shown_folders

    def status(self, path: str) -> Status | None:
        """What is known of a file or folder; None if there is none."""
        path = self.absolute(path)
        if path == NOWHERE:
            return Status(stat.S_IFCHR | 0o666, 0, 0)
        if self._is_folder(path):
            return Status(stat.S_IFDIR | 0o771, 4096, self._folders.get(path, 0))
        made = self._media.made(path) if self._media is not None else None
        if made is not None:
            return Status(stat.S_IFREG | 0o444, len(made), 0)
        shown = self._shown.get(path)
        if shown is not None:
            return Status(stat.S_IFREG | 0o660, shown.size, shown.mtime)
        file = self._files.get(path)
        return file and Status(stat.S_IFREG | file.mode, len(file.data), file.mtime)

    def read(self, path: str) -> bytes:
        """Contents of a file.

        Raises:
            FileError: There is none, or it is a folder.
        """
        found = self.absolute(path)
        if found == NOWHERE:
            return b""
        made = self._media.made(found) if self._media is not None else None
        if made is not None:
            return made
        if self._is_folder(found):
            raise FileError("Is a directory")
        shown = self._shown.get(found)
        if shown is None and found not in self._files:
            raise FileError("No such file or directory")
        data = shown.read() if shown is not None else self._files[found].data
        spend(size=len(data))
        return data

    def write(self, path: str, data: bytes, mtime: int = 0, mode: int = 0o660) -> None:
        """Makes or replaces a file.

        Raises:
            FileError: Its folder does not exist, it is a folder, its name is too long, or the phone is full.
        """
        path = self.absolute(path)
        if self._is_folder(path):
            raise FileError("Is a directory")
        self._need_folder(posixpath.dirname(path))
        _check_length(path)
        spend(1, len(data))
        old = self._files.get(path)
        used = self._used + len(data) - (len(old.data) if old else 0)
        if used > CAPACITY or (old is None and self._is_full()):
            raise FileError("No space left on device")
        self._used = used
        self._files[path] = _File(bytes(data), mode & 0o777, mtime)

    def make_folder(self, path: str, mtime: int = 0, parents: bool = False) -> None:
        """Makes a folder, and with ``parents`` those above it; one that is there stays.

        Raises:
            FileError: A file has its name, a folder above it is missing, its name is too long, or the phone
                is full.
        """
        path = self.absolute(path)
        _check_length(path)
        above = posixpath.dirname(path)
        if parents:
            for part in _parts_above(path):
                if not self._is_folder(part):
                    self.make_folder(part, mtime)
        if path in self._files or path in self._shown or (self._is_folder(path) and not parents):
            raise FileError("File exists")
        self._need_folder(above)
        if path not in self._folders and self._is_full():
            raise FileError("No space left on device")
        spend(1)
        self._folders.setdefault(path, mtime)

    def names(self, path: str) -> list[str]:
        """Sorted names of what lies in a folder, or the path itself for a file.

        Raises:
            FileError: There is nothing of that name.
        """
        found = self.absolute(path)
        if found in self._files or found in self._shown:
            return [path]
        self._need_folder(found)
        inside = [name for name in self._all() if posixpath.dirname(name) == found]
        spend(len(inside) / LISTED_PER_STEP)
        return sorted(posixpath.basename(name) for name in inside if name != "/")

    def below(self, path: str) -> list[str]:
        """The path itself and all that lies below it, sorted, by absolute paths; empty if it is not there."""
        found = self.absolute(path)
        prefix = found.rstrip("/") + "/"
        below = [name for name in self._all() if name == found or name.startswith(prefix)]
        spend(len(below) / LISTED_PER_STEP)
        return sorted(below)

    def matching(self, pattern: str) -> list[str]:
        """Files and folders whose path fits a pattern with ``*``, ``?`` and ``[...]``, sorted.

        A path is given as the pattern begins: relative, or by another name of ``/sdcard``.
        """
        if len(pattern) > LONGEST_PATTERN or pattern.count("/") > DEEPEST_PATTERN:
            return []
        start = re.split(r"[*?\[]", pattern)[0].rpartition("/")[0]
        hidden = self.absolute("/" if pattern.startswith("/") and not start else start).rstrip("/")
        segments = pattern[len(start) :].strip("/").split("/")
        spend(len(pattern))
        wanted = [re.compile(fnmatch.translate(segment)) for segment in segments]
        inside = [name[len(hidden) + 1 :].split("/") for name in self.below(hidden or "/") if name != hidden]
        return [
            "/".join((start, *parts)) if start or pattern.startswith("/") else "/".join(parts)
            for parts in inside
            if len(parts) == len(wanted)
            and all(_fits(one, part, pattern) for one, part in zip(wanted, parts, strict=True))
        ]

    def set_mode(self, path: str, mode: int) -> None:
        """Sets the permission bits of a file; those of a folder stay.

        Raises:
            FileError: There is nothing of that name.
        """
        found = self.absolute(path)
        if found in self._files:
            self._files[found] = self._files[found]._replace(mode=mode & 0o777)
        elif found not in self._shown and not self._is_folder(found):
            raise FileError("No such file or directory")

    def remove(self, path: str, recursive: bool = False) -> None:
        """Removes a file, or with ``recursive`` a folder and all that is in it.

        Raises:
            FileError: There is nothing of that name, or it is a folder.
        """
        found = self.absolute(path)
        if self._is_folder(found):
            if not recursive:
                raise FileError("Is a directory")
            self._remove_folder(found)
        elif self._media is not None and found in (shown := self._shown):
            self._media.remove(shown[found].path)
        elif found in self._files:
            self._used -= len(self._files.pop(found).data)
        else:
            raise FileError("No such file or directory")

    def _remove_folder(self, path: str) -> None:
        prefix = path.rstrip("/") + "/"
        spend((len(self._files) + len(self._folders)) / NAMES_PER_STEP)
        for name in [name for name in (*self._files, *self._shown) if name.startswith(prefix)]:
            self.remove(name)
        for name in [name for name in self._folders if name == path or name.startswith(prefix)]:
            if name not in FOLDERS:
                del self._folders[name]

    def _all(self) -> tuple[str, ...]:
        """Folders and files, to be looked through."""
        spend((len(self._files) + len(self._folders)) / NAMES_PER_STEP)
        shown = self._shown
        return (*self._folders, *self._shown_folders, *self._files, *shown)

    def _need_folder(self, path: str) -> None:
        if not self._is_folder(path):
            is_file = path in self._files or path in self._shown
            raise FileError("Not a directory" if is_file else "No such file or directory")

    def _is_full(self) -> bool:
        return len(self._files) + len(self._folders) >= MOST_FILES
