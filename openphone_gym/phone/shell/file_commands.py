"""The commands that read and write files, and those that put the screen into one."""

from __future__ import annotations

import hashlib
import io
import stat
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PIL import Image

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import FileError, Files, Status, absolute
from openphone_gym.phone.shell.text import as_bytes, as_text, lines, usage
from openphone_gym.ui.xml import to_xml

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

FileCommand = Callable[["Phone", Files, Sequence[str], str], str]

TERMINAL = "/dev/tty"
NOWHERE = "/dev/null"
DUMP = "/sdcard/window_dump.xml"
"""Where ``uiautomator dump`` writes when no file is named."""


def now(phone: Phone) -> int:
    """Virtual time in seconds since 1970, for the dates of files."""
    return phone.system.clock // 1000


def save(phone: Phone, files: Files, path: str, text: str, append: bool = False) -> None:
    """Writes the output of a command into a file, or after what it holds.

    Raises:
        ShellError: The file can't be written.
    """
    if path == NOWHERE:
        return
    try:
        before = files.read(path) if append and files.status(path) else b""
        files.write(path, before + as_bytes(text), now(phone))
    except FileError as error:
        raise ShellError(f"can't create {path}: {error}") from None


def _split(arguments: Sequence[str]) -> tuple[set[str], list[str]]:
    """Letters of the options, and the other words."""
    letters = {letter for word in arguments if word.startswith("-") and word != "-" for letter in word[1:]}
    return letters, [word for word in arguments if not word.startswith("-") or word == "-"]


def _each(name: str, paths: Sequence[str], one: Callable[[str], str]) -> str:
    """Output of ``one`` for every path; what fails is told after the rest was done."""
    output: list[str] = []
    problems: list[str] = []
    for path in paths:
        try:
            output.append(one(path))
        except FileError as error:
            problems.append(f"{name}: {path}: {error}")
    if problems:
        raise ShellError("\n".join(problems), 1, "".join(output))
    return "".join(output)


def cat(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``cat [FILE...]``; without a file it copies its input."""
    return _each("cat", arguments, lambda path: as_text(files.read(path))) if arguments else text


def ls(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``ls [-l] [-d] [PATH...]``."""
    options, paths = _split(arguments)

    def listed(path: str) -> str:
        names = [path] if "d" in options and files.status(path) else files.names(path)
        return lines([_ls_line(files, path, name) if "l" in options else name for name in names])

    return _each("ls", paths or ["/"], listed)


def _ls_line(files: Files, folder: str, name: str) -> str:
    found = files.status(name if name == folder else f"{folder}/{name}") or Status(0, 0, 0)
    changed = datetime.fromtimestamp(found.mtime, UTC)
    return f"{stat.filemode(found.mode)} 1 root root {found.size:>8} {changed:%Y-%m-%d %H:%M} {name}"


def stat_(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``stat [-c FORMAT] FILE...``; formats know ``%n %s %a %f %F %Y``."""
    match arguments:
        case ["-c", layout, *paths] if paths:
            pass
        case [*paths] if paths and not paths[0].startswith("-"):
            layout = "  File: %n\n  Size: %s\t %F\nAccess: (%a)\nModify: %Y"
        case _:
            raise usage("stat [-c FORMAT] FILE...")

    def described(path: str) -> str:
        found = files.status(path)
        if found is None:
            raise FileError("No such file or directory")
        kind = "directory" if found.is_folder else "regular file"
        values = {"n": path, "s": found.size, "F": kind, "Y": found.mtime}
        values |= {"a": f"{found.mode & 0o777:o}", "f": f"{found.mode:x}"}
        filled = layout
        for letter, value in values.items():
            filled = filled.replace(f"%{letter}", str(value))
        return filled + "\n"

    return _each("stat", paths, described)


def rm(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``rm [-r] [-f] FILE...``."""
    options, paths = _split(arguments)

    def gone(path: str) -> str:
        if files.status(path) or "f" not in options:
            files.remove(path, recursive=bool(options & {"r", "R"}))
        return ""

    return _each("rm", paths, gone)


def mkdir(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``mkdir [-p] FOLDER...``."""
    options, paths = _split(arguments)

    def made(path: str) -> str:
        files.make_folder(path, now(phone), parents="p" in options)
        return ""

    return _each("mkdir", paths, made)


def md5sum(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``md5sum [-b] FILE...``; with ``-b`` the sum alone."""
    options, paths = _split(arguments)

    def summed(path: str) -> str:
        digest = hashlib.md5(files.read(path), usedforsecurity=False).hexdigest()
        return f"{digest}\n" if "b" in options else f"{digest}  {path}\n"

    return _each("md5sum", paths, summed)


def toybox(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``toybox COMMAND ...``: the command itself, of those here."""
    if not arguments or arguments[0] not in FILE_COMMANDS:
        raise ShellError(f"toybox: Unknown command {' '.join(arguments[:1])}", 127)
    return FILE_COMMANDS[arguments[0]](phone, files, arguments[1:], text)


def screencap(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``screencap -p [FILE]``: the screen as PNG, as output or into a file."""
    options, paths = _split(arguments)
    if len(paths) > 1 or not (options == {"p"} or (paths and paths[0].endswith(".png"))):
        raise usage("screencap -p [FILE]")
    picture = as_text(png(phone))
    if not paths:
        return picture
    save(phone, files, paths[0], picture)
    return ""


def png(phone: Phone) -> bytes:
    """The screen as a PNG file."""
    target = io.BytesIO()
    Image.fromarray(phone.frame(copy=False)).save(target, "PNG", compress_level=1)
    return target.getvalue()


def uiautomator(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``uiautomator dump [--compressed] [FILE]``: the accessibility tree as XML."""
    match arguments:
        case ["dump", *rest]:
            _, paths = _split(rest)
            path = paths[0] if paths else DUMP
        case _:
            raise usage("uiautomator dump [FILE]")
    tree = to_xml(phone.tree())
    told = f"UI hierchary dumped to: {path}\n"
    if path == TERMINAL:
        return f"{tree}{told}"
    save(phone, files, path, tree)
    return told


def test(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``test -e|-f|-d FILE``, also written ``[ -f FILE ]``."""
    match list(arguments):
        case [("-e" | "-f" | "-d") as kind, path, *rest] if rest in ([], ["]"]):
            found = files.status(path)
        case _:
            raise usage("test -e|-f|-d FILE")
    if found is None or (kind == "-f" and found.is_folder) or (kind == "-d" and not found.is_folder):
        raise ShellError("", 1)
    return ""


def realpath(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``realpath FILE...``."""
    return lines([absolute(path) for path in arguments])


FILE_COMMANDS: Mapping[str, FileCommand] = {
    "[": test,
    "cat": cat,
    "ls": ls,
    "md5sum": md5sum,
    "mkdir": mkdir,
    "realpath": realpath,
    "rm": rm,
    "screencap": screencap,
    "stat": stat_,
    "test": test,
    "toybox": toybox,
    "uiautomator": uiautomator,
}
"""All commands that need files, by name."""
