"""The commands that read and write files."""

from __future__ import annotations

import fnmatch
import hashlib
import posixpath
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.captures import log, logcat, screencap, uiautomator
from openphone_gym.phone.shell.conditions import bracket, test
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import (
    LONGEST_PATTERN,
    NOWHERE,
    FileError,
    Files,
    Status,
    absolute,
    charge_match,
)
from openphone_gym.phone.shell.installing import pm
from openphone_gym.phone.shell.keys import input_, sleep
from openphone_gym.phone.shell.text import as_text, lines, strftime, usage
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
    """``ls [-l] [-d] [-a] [-R] [-1] [PATH...]``."""
    options, paths = split(arguments)

    def listed(path: str) -> str:
        found = files.status(path)
        if "R" in options and found and found.is_folder:
            folders = _few([name for name in files.below(path) if is_folder(files, name)])
            return "\n".join(f"{name}:\n{_listing(files, name, options)}" for name in folders)
        return _listing(files, path, options)

    return each("ls", _few(paths) or ["/"], listed)


MOST_FOLDERS = 500
"""Most folders that one command looks through."""


def _few(paths: Sequence[str]) -> Sequence[str]:
    if len(paths) > MOST_FOLDERS:
        raise ShellError(f"too many files and folders at once: {MOST_FOLDERS} at most")
    return paths


def _listing(files: Files, path: str, options: set[str]) -> str:
    names = [path] if "d" in options and files.status(path) else files.names(path)
    shown = [name for name in names if "a" in options or "A" in options or not name.startswith(".")]
    if "l" not in options:
        return lines(shown)
    total = [] if shown == [path] else [f"total {sum(map(len, shown))}"]
    return lines([*total, *(_ls_line(files, path, name) for name in shown)])


def _ls_line(files: Files, folder: str, name: str) -> str:
    found = files.status(name if name == folder else f"{folder}/{name}") or Status(0, 0, 0)
    spend(1)
    changed = datetime.fromtimestamp(found.mtime, UTC)
    return f"{stat.filemode(found.mode)} 1 root root {found.size:>8} {changed:%Y-%m-%d %H:%M} {name}"


def find(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``find [PATH...] [-name|-iname|-path PATTERN] [-type f|d] [-maxdepth N] [-mindepth N] [-delete]``."""
    words = list(arguments)
    paths: list[str] = []
    while words and not words[0].startswith("-"):
        paths.append(words.pop(0))
    wanted = _criteria(words)

    def found(path: str) -> str:
        if files.status(path) is None:
            raise FileError("No such file or directory")
        start = absolute(path)
        hits: list[str] = []
        for name in files.below(start):
            inside = name[len(start.rstrip("/")) :]
            if _wanted(files, name, inside.count("/") if inside != "/" else 0, wanted):
                hits.append(path.rstrip("/") + inside if inside != "/" else path)
        if "-delete" in wanted:
            for name in filter(files.status, hits):
                files.remove(name, recursive=True)
            return ""
        return lines(hits)

    return each("find", _few(paths) or ["/"], found)


_TAKES_VALUE = ("-name", "-iname", "-path", "-type", "-maxdepth", "-mindepth")


def _criteria(words: Sequence[str]) -> dict[str, str]:
    wanted: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if word in _TAKES_VALUE:
            wanted[word] = next(rest, "")
        elif word in ("-delete", "-print"):
            wanted[word] = ""
        else:
            raise ShellError(
                f"find: bad option '{word[:40]}' (known: {' '.join(_TAKES_VALUE)} -delete -print)"
            )
    for word in ("-maxdepth", "-mindepth"):
        if not wanted.get(word, "0").isdecimal():
            raise ShellError(f"find: {word} takes a number")
    if any(len(value) > LONGEST_PATTERN for value in wanted.values()):
        raise ShellError("find: pattern too long")
    return wanted


def _wanted(files: Files, name: str, depth: int, wanted: Mapping[str, str]) -> bool:
    base = posixpath.basename(name)
    for pattern in wanted.values():
        charge_match(pattern, name)
    kind = "d" if is_folder(files, name) else "f"
    return (
        fnmatch.fnmatchcase(base, wanted.get("-name", "*"))
        and fnmatch.fnmatchcase(base.lower(), wanted.get("-iname", "*").lower())
        and fnmatch.fnmatchcase(name, wanted.get("-path", "*"))
        and wanted.get("-type", kind) == kind
        and float(wanted.get("-mindepth", "0")) <= depth <= float(wanted.get("-maxdepth", "inf"))
    )


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
        if absolute(place) != absolute(source):
            _copy(phone, files, source, place)
            files.remove(source, recursive=True)
        return ""

    return each("mv", sources, moved)


def _into(files: Files, source: str, target: str) -> str:
    """Where a file goes: into the target if that is a folder."""
    name = posixpath.basename(absolute(source))
    return posixpath.join(target, name) if is_folder(files, target) else target


def _copy(phone: Phone, files: Files, source: str, target: str) -> None:
    start, place = absolute(source), absolute(target)
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


def md5sum(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``md5sum [-b] FILE...``; with ``-b`` the sum alone."""
    options, paths = split(arguments)

    def summed(path: str) -> str:
        digest = hashlib.md5(files.read(path), usedforsecurity=False).hexdigest()
        return f"{digest}\n" if "b" in options else f"{digest}  {path}\n"

    return each("md5sum", paths, summed)


def realpath(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``realpath FILE...``."""
    return lines([absolute(path) for path in arguments])


FILE_COMMANDS: Mapping[str, FileCommand] = {
    **TEXT_COMMANDS,
    "[": bracket,
    "[[": bracket,
    "basename": basename,
    "cat": cat,
    "chmod": chmod,
    "cp": cp,
    "dirname": dirname,
    "find": find,
    "input": input_,
    "log": log,
    "logcat": logcat,
    "ls": ls,
    "md5sum": md5sum,
    "mkdir": mkdir,
    "mv": mv,
    "pm": pm,
    "realpath": realpath,
    "rm": rm,
    "screencap": screencap,
    "sleep": sleep,
    "stat": stat_,
    "tee": tee,
    "test": test,
    "touch": touch,
    "uiautomator": uiautomator,
}
"""Commands that need the phone's files or its log, by name."""
