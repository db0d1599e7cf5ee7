"""The commands that read and write files."""

from __future__ import annotations

import hashlib
import posixpath
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.captures import log, logcat, screencap, uiautomator
from openphone_gym.phone.shell.conditions import bracket, brackets, test
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import (
    NOWHERE,
    FileError,
    Files,
    Status,
)
from openphone_gym.phone.shell.find import find
from openphone_gym.phone.shell.installing import pm
from openphone_gym.phone.shell.keys import input_, sleep
from openphone_gym.phone.shell.services import cmd
from openphone_gym.phone.shell.text import as_bytes, as_text, lines, strftime, usage
from openphone_gym.phone.shell.texts import TEXT_COMMANDS
from openphone_gym.phone.shell.writing import each, is_folder, now, save, split
from openphone_gym.phone.system import clock

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

FileCommand = Callable[["Phone", Files, Sequence[str], str], str]


def cat(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``cat [FILE...]``; without a file it copies its input."""
    if "-" in arguments:
        return text
    return each("cat", arguments, lambda path: as_text(files.read(path))) if arguments else text


def ls(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``ls [-ladR1] [-t|-S] [-r] [PATH...]``."""
    options, paths = split(arguments)
    if unknown := options - LS_OPTIONS:
        raise ShellError(f"ls: Unknown option '{min(unknown)}' (see \"ls --help\")")

    def listed(path: str) -> str:
        found = files.status(path)
        if "R" in options and found and found.is_folder:
            folders = _few([name for name in files.below(path) if is_folder(files, name)])
            return "\n".join(f"{name}:\n{_listing(files, name, options)}" for name in folders)
        return _listing(files, path, options)

    return each("ls", _few(paths) or ["."], listed)


LS_OPTIONS = set("AaCdFghiklLmnopqRrsStu1xZ")
"""Letters that ``ls`` knows; those that it does not heed change how a list looks."""

MOST_FOLDERS = 500
"""Most folders that one command looks through."""


def _few(paths: Sequence[str]) -> Sequence[str]:
    if len(paths) > MOST_FOLDERS:
        raise ShellError(f"too many files and folders at once: {MOST_FOLDERS} at most")
    return paths


def _listing(files: Files, path: str, options: set[str]) -> str:
    names = [path] if "d" in options and files.status(path) else files.names(path)
    shown = [name for name in names if options & {"a", "A"} or not name.startswith(".")]
    if options & {"t", "S"}:
        place = {name: files.status(_inside_of(path, name)) or NO_STATUS for name in shown}
        shown.sort(key=lambda name: place[name].mtime if "t" in options else place[name].size, reverse=True)
    if "r" in options:
        shown.reverse()
    if "l" not in options:
        return lines(shown)
    total = [] if shown == [path] else [f"total {sum(map(len, shown))}"]
    return lines([*total, *(_ls_line(files, path, name) for name in shown)])


NO_STATUS = Status(0, 0, 0)


def _inside_of(folder: str, name: str) -> str:
    """The path of a name in a list, which for a file is the path that was asked for."""
    return name if name == folder else f"{folder}/{name}"


def _ls_line(files: Files, folder: str, name: str) -> str:
    found = files.status(_inside_of(folder, name)) or NO_STATUS
    spend(1)
    changed = datetime.fromtimestamp(found.mtime, UTC)
    return f"{stat.filemode(found.mode)} 1 root root {found.size:>8} {changed:%Y-%m-%d %H:%M} {name}"


def stat_(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``stat [-c FORMAT] FILE...``; formats know ``%n %s %b %B %a %A %f %F %u %U %g %G %y %Y`` ..."""
    match arguments:
        case ["-c", layout, *paths] if paths:
            pass
        case [*paths] if paths and not paths[0].startswith("-"):
            layout = "  File: %n\n  Size: %s\t Blocks: %b\t %F\nAccess: (%a/%A)\tUid: (%u/%U)\nModify: %y"
        case _:
            raise usage("stat [-c FORMAT] FILE...")

    def described(path: str) -> str:
        found = files.status(path)
        if found is None:
            raise FileError("No such file or directory")
        values = _facts(phone, path, found)
        spend(size=sum(layout.count(f"%{letter}") * len(value) for letter, value in values.items()))
        return re.sub(r"%(.)", lambda match: values.get(match[1], match[0]), layout) + "\n"

    return each("stat", paths, described)


BLOCK = 512
"""Bytes of a block, as ``stat`` counts them."""


def _facts(phone: Phone, path: str, found: Status) -> dict[str, str]:
    """What ``stat`` tells of a file, by letter."""
    changed = clock.to_local(phone.system, found.mtime * 1000)
    facts = {"n": path, "s": str(found.size), "F": "directory" if found.is_folder else "regular file"}
    facts |= {"a": f"{found.mode & 0o777:o}", "A": stat.filemode(found.mode), "f": f"{found.mode:x}"}
    facts |= {"b": str(-(-found.size // BLOCK)), "B": str(BLOCK), "h": "1", "i": "1", "d": "1", "%": "%"}
    facts |= dict.fromkeys("ug", "0") | dict.fromkeys("UG", "root")
    return (
        facts
        | dict.fromkeys("XYZ", str(found.mtime))
        | dict.fromkeys("xyz", strftime(changed, "%F %T.000000000 %z"))
    )


def rm(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``rm [-r] [-f] FILE...``."""
    options, paths = split(arguments)

    def gone(path: str) -> str:
        if files.status(path) or "f" not in options:
            files.remove(path, recursive=bool(options & {"r", "R"}))
        return ""

    return each("rm", paths, gone)


def cp(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``cp [-r] [-f] FILE... TARGET``."""
    options, paths = split(arguments)
    if len(paths) < 2:
        raise usage("cp [-r] FILE... TARGET")
    *sources, target = paths

    def copied(source: str) -> str:
        if is_folder(files, source) and not options & {"r", "R", "a"}:
            raise FileError("Is a directory")
        _copy(phone, files, source, _into(files, source, target))
        return ""

    return each("cp", sources, copied)


def mv(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``mv FILE... TARGET``."""
    _, paths = split(arguments)
    if len(paths) < 2:
        raise usage("mv FILE... TARGET")
    *sources, target = paths

    def moved(source: str) -> str:
        place = _into(files, source, target)
        if files.absolute(place) != files.absolute(source):
            _copy(phone, files, source, place)
            files.remove(source, recursive=True)
        return ""

    return each("mv", sources, moved)


def _into(files: Files, source: str, target: str) -> str:
    """Where a file goes: into the target if that is a folder."""
    name = posixpath.basename(files.absolute(source))
    return posixpath.join(target, name) if is_folder(files, target) else target


def _copy(phone: Phone, files: Files, source: str, target: str) -> None:
    start, place = files.absolute(source), files.absolute(target)
    names = [start] if start == NOWHERE else files.below(start)
    if not names:
        raise FileError("No such file or directory")
    if place.startswith(start.rstrip("/") + "/"):
        raise FileError("can't be put into itself")
    for name in names:
        if is_folder(files, name):
            files.make_folder(place + name[len(start) :], now(phone), parents=True)
        else:
            files.write(place + name[len(start) :], files.read(name), now(phone))


def touch(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``touch FILE...``."""

    def touched(path: str) -> str:
        if not is_folder(files, path):
            files.write(path, files.read(path) if files.status(path) else b"", now(phone))
        return ""

    return each("touch", [word for word in arguments if not word.startswith("-")], touched)


def chmod(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``chmod MODE FILE...``: with an octal mode; words such as ``+x`` give all rights."""
    words = [word for word in arguments if word not in ("-R", "-f")]
    if len(words) < 2:
        raise usage("chmod MODE FILE...")
    octal = re.fullmatch(r"[0-7]{1,4}", words[0])

    def changed(path: str) -> str:
        files.set_mode(path, int(words[0], 8) if octal else 0o777)
        return ""

    return each("chmod", words[1:], changed)


def tee(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``tee [-a] FILE...``."""
    options, paths = split(arguments)
    for path in paths:
        save(phone, files, path, text, append="a" in options)
    return text


def basename(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``basename PATH``."""
    return lines([posixpath.basename(path.rstrip("/")) or "/" for path in arguments[:1]])


def dirname(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``dirname PATH``."""
    return lines([posixpath.dirname(path.rstrip("/")) or "." for path in arguments[:1]])


def mkdir(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``mkdir [-p] FOLDER...``."""
    options, paths = split(arguments)

    def made(path: str) -> str:
        files.make_folder(path, now(phone), parents="p" in options)
        return ""

    return each("mkdir", paths, made)


def digest(name: str) -> FileCommand:
    """``md5sum [-b] [FILE...]`` and its like; with ``-b`` the sum alone."""

    def summed(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
        options, paths = split(arguments)

        def one(path: str) -> str:
            data = as_bytes(text) if path == "-" else files.read(path)
            spend(size=len(data))
            told = hashlib.new(name.removesuffix("sum"), data, usedforsecurity=False).hexdigest()
            return f"{told}\n" if "b" in options else f"{told}  {path}\n"

        return each(name, paths or ["-"], one)

    return summed


def rmdir(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``rmdir FOLDER...``: only what is empty."""

    def gone(path: str) -> str:
        if files.names(path) and is_folder(files, path):
            raise FileError("Directory not empty")
        if not is_folder(files, path):
            raise FileError("Not a directory")
        files.remove(path, recursive=True)
        return ""

    return each("rmdir", [word for word in arguments if not word.startswith("-")], gone)


def du(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``du [-s] [-h] [-k] [PATH...]``: kilobytes of folders and what is in them."""
    options, paths = split(arguments)

    def sized(path: str) -> str:
        if files.status(path) is None:
            raise FileError("No such file or directory")
        below = files.below(path)
        folders = [one for one in below if is_folder(files, one)][: 1 if "s" in options else None]
        spend(len(folders) * len(below) / 20)
        sizes = {name: -(-found.size // 1024) for name in below if (found := files.status(name))}
        return lines([f"{_size(_inside(sizes, one), options)}\t{one}" for one in folders[::-1] or [path]])

    return each("du", _few(paths) or ["."], sized)


def _inside(sizes: Mapping[str, int], folder: str) -> int:
    prefix = folder.rstrip("/") + "/"
    return sum(size for name, size in sizes.items() if name == folder or name.startswith(prefix))


def _size(kilobytes: int, options: set[str]) -> str:
    if "h" not in options:
        return str(kilobytes)
    return f"{kilobytes}K" if kilobytes < 1_000 else f"{kilobytes / 1024:.1f}M"


def realpath(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``realpath FILE...`` and ``readlink -f FILE...``: nothing here is a link."""
    return lines([files.absolute(path) for path in arguments if not path.startswith("-")])


FILE_COMMANDS: Mapping[str, FileCommand] = {
    **TEXT_COMMANDS,
    "[": bracket,
    "[[": brackets,
    "basename": basename,
    "cat": cat,
    "chmod": chmod,
    "cmd": cmd,
    "cp": cp,
    "dirname": dirname,
    "du": du,
    "find": find,
    "input": input_,
    "log": log,
    "logcat": logcat,
    "ls": ls,
    "md5sum": digest("md5sum"),
    "mkdir": mkdir,
    "mv": mv,
    "pm": pm,
    "realpath": realpath,
    "readlink": realpath,
    "rm": rm,
    "rmdir": rmdir,
    "screencap": screencap,
    "sha1sum": digest("sha1sum"),
    "sha256sum": digest("sha256sum"),
    "sleep": sleep,
    "stat": stat_,
    "tee": tee,
    "test": test,
    "touch": touch,
    "uiautomator": uiautomator,
}
"""Commands that need the phone's files or its log, by name."""
