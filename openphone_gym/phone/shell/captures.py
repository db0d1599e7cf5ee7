"""The commands that show or keep what the phone shows and logs: its screen, its nodes, its log."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import Files
from openphone_gym.phone.shell.log import PRIORITIES, logcat_text
from openphone_gym.phone.shell.performance import DISPLAY
from openphone_gym.phone.shell.text import as_text, usage
from openphone_gym.phone.shell.writing import save, split, write
from openphone_gym.ui.important import important
from openphone_gym.ui.xml import to_xml

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

TERMINAL = "/dev/tty"
DUMP = "/sdcard/window_dump.xml"
"""Where ``uiautomator dump`` writes when no file is named, and what stands for its output."""

LONGEST_MESSAGE = 4_000
"""Most characters of a message of ``log``."""


def logcat(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``logcat``: what was logged so far; adb's side follows it."""
    return logcat_text(phone, files.log, arguments)


def log(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``log [-p PRIORITY] [-t TAG] MESSAGE``."""
    if not arguments:
        raise usage("log [-p PRIORITY] [-t TAG] MESSAGE")
    named = dict(itertools.pairwise(arguments))
    taken = {
        position + shift
        for position, word in enumerate(arguments)
        if word in ("-p", "-t")
        for shift in (0, 1)
    }
    words = [word for position, word in enumerate(arguments) if position not in taken]
    priority = named.get("-p", "i").upper()
    if priority not in tuple(PRIORITIES):
        raise usage("log [-p PRIORITY] [-t TAG] MESSAGE")
    files.log.write(phone, named.get("-t", "root"), " ".join(words)[:LONGEST_MESSAGE], priority)
    return ""


def screencap(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``screencap [-p] [-d DISPLAY] [FILE]``: the screen as PNG if option or name ask for it, else raw."""
    options, paths = split(_without_display(arguments))
    if len(paths) > 1 or not options <= {"p"}:
        raise usage("screencap [-p] [FILE]")
    as_png = "p" in options or bool(paths and paths[0].endswith(".png"))
    picture = files.screenshots.png(phone) if as_png else bytes(files.screenshots.raw(phone))
    if not paths:
        return as_text(picture)
    write(phone, files, paths[0], picture)
    return ""


def _without_display(arguments: Sequence[str]) -> list[str]:
    """The arguments without ``-d DISPLAY``, of which there is one."""
    words = list(arguments)
    if "-d" in words:
        at = words.index("-d")
        if words[at + 1 : at + 2] not in (["0"], [DISPLAY]):
            raise ShellError(f"Display Id '{''.join(words[at + 1 : at + 2])[:40]}' is not valid.")
        del words[at : at + 2]
    return words


def uiautomator(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``uiautomator dump [--compressed] [FILE]``: the screen as XML; compressed without mere layouts."""
    match arguments:
        case ["dump", *rest]:
            pass
        case ["events" | "runtest" as verb, *_]:
            raise ShellError(f"ERROR: {verb} needs Java, which this virtual phone does not run")
        case [verb, *_] if verb not in ("help", "-h", "--help"):
            raise ShellError(f"uiautomator: no such command {verb[:40]!r}\n{UIAUTOMATOR}", 1)
        case _:
            raise ShellError(UIAUTOMATOR, 1)
    paths = [word for word in rest if not word.startswith("-")]
    path = paths[0] if paths else DUMP
    xml = to_xml(important(phone.tree()) if "--compressed" in rest else phone.full_tree())
    told = f"UI hierchary dumped to: {path}\n"
    if path == TERMINAL:
        return f"{xml}{told}"
    save(phone, files, path, xml)
    return told


UIAUTOMATOR = """Usage: uiautomator <subcommand> [options]

Available subcommands:

dump [--compressed] [file]"""
