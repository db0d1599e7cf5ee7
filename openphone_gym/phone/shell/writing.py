"""What the commands on files share: their words, path after path, and how a file is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import NOWHERE, FileError, Files
from openphone_gym.phone.shell.text import as_bytes, as_text

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


def now(phone: Phone) -> int:
    """Virtual time in seconds since 1970, for the dates of files."""
    return phone.system.clock // 1000


def save(phone: Phone, files: Files, path: str, text: str, append: bool = False) -> None:
    """Writes the output of a command into a file, or after what it holds.

    Raises:
        ShellError: The file can't be written.
    """
    write(phone, files, path, as_bytes(text), append)


def write(phone: Phone, files: Files, path: str, data: bytes, append: bool = False) -> None:
    """Writes bytes into a file, or after what it holds.

    Raises:
        ShellError: The file can't be written.
    """
    if path == NOWHERE:
        return
    try:
        before = files.read(path) if append and files.status(path) else b""
        files.write(path, before + data, now(phone))
    except FileError as error:
        raise ShellError(f"can't create {path}: {error}") from None


def split(arguments: Sequence[str]) -> tuple[set[str], list[str]]:
    """Letters of the options, and the other words."""
    letters = {letter for word in arguments if word.startswith("-") and word != "-" for letter in word[1:]}
    return letters, [word for word in arguments if not word.startswith("-") or word == "-"]


def each(name: str, paths: Sequence[str], one: Callable[[str], str]) -> str:
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


def is_folder(files: Files, path: str) -> bool:
    """Whether there is a folder of that name."""
    found = files.status(path)
    return found is not None and found.is_folder


def gathered(name: str, files: Files, paths: Sequence[str], text: str) -> str:
    """The contents of files one after the other; the input if there are none."""
    contents: list[str] = []
    for path in paths:
        try:
            contents.append(text if path == "-" else as_text(files.read(path)))
        except FileError as error:
            raise ShellError(f"{name}: {path}: {error}") from None
    return "".join(contents) if paths else text
