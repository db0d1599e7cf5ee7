"""Processes: one for each app that runs."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.kernel import MEMORY_KB
from openphone_gym.phone.shell.pattern import find
from openphone_gym.phone.shell.posix import translated
from openphone_gym.phone.shell.text import lines, usage
from openphone_gym.phone.system import packages

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

FIRST_PROCESS = 2_001

APP_KB = 120_000
"""Memory of an app that runs."""


def running(phone: Phone) -> dict[str, int]:
    """Process number of every app that runs, by package."""
    apps = sorted(installed_apps()[task.app].package for task in phone.system.tasks)
    return {package: FIRST_PROCESS + number for number, package in enumerate(apps)}


COLUMNS = ("USER", "PID", "PPID", "VSZ", "RSS", "WCHAN", "ADDR", "S", "NAME")
"""What ``ps`` shows of a process."""

OTHER_COLUMNS = ("ARGS", "CMD", "CMDLINE", "COMM", "UID", "STIME", "TTY", "TIME", "%CPU", "%MEM", "C")


def ps(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``ps [-A] [-e] [-f] [-p PID] [-o COLUMN,...]``: the apps that run."""
    wanted = list(COLUMNS)
    chosen: set[str] | None = None
    rest = iter(arguments)
    for word in rest:
        if word in ("-o", "-O"):
            wanted = [name.split("=")[0].upper() for name in next(rest, "").split(",")]
        elif word == "-p":
            chosen = set(next(rest, "").split(","))
        elif not word.startswith("-") or not set(word[1:]) <= set("AefTlwZ"):
            raise ShellError(f"ps: Unknown option '{word[:40].lstrip('-')}' (see \"ps --help\")")
    if unknown := [name for name in wanted if name not in (*COLUMNS, *OTHER_COLUMNS)]:
        raise ShellError(f"ps: bad -o {unknown[0][:40]}")
    shown = [_row(wanted, {name: name for name in (*COLUMNS, *OTHER_COLUMNS)})]
    for package, number in running(phone).items():
        if chosen is None or str(number) in chosen:
            shown.append(_row(wanted, _facts(package, number)))
    if chosen is not None and len(shown) == 1:
        raise ShellError("", 1, lines(shown))
    return lines(shown)


WIDTHS = {"USER": -9, "PID": 6, "PPID": 5, "VSZ": 11, "RSS": 7, "WCHAN": -10, "ADDR": 8}
"""Characters of a column; less than 0 for one that begins at the left."""


def _row(wanted: Sequence[str], facts: Mapping[str, str]) -> str:
    return " ".join(_cell(facts[name], WIDTHS.get(name, 0)) for name in wanted)


def _cell(text: str, width: int) -> str:
    return text.ljust(-width) if width < 0 else text.rjust(width)


def _facts(package: str, number: int) -> dict[str, str]:
    """What is told of a process, by column."""
    facts = dict.fromkeys(OTHER_COLUMNS, "0") | {"USER": "u0_a100", "UID": "10100", "PID": str(number)}
    facts |= {"PPID": "352", "VSZ": "14000000", "RSS": str(APP_KB), "WCHAN": "0", "ADDR": "0", "S": "S"}
    return facts | dict.fromkeys(("NAME", "ARGS", "CMD", "CMDLINE", "COMM"), package)


def pidof(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``pidof PACKAGE``."""
    found = [str(running(phone)[name]) for name in arguments if name in running(phone)]
    if not found:
        raise ShellError("")
    return f"{' '.join(found)}\n"


def top(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``top -n 1 [-b] [-m ROWS]``: the apps that run, once; nobody could end one that goes on."""
    options = dict(itertools.pairwise(arguments))
    if options.get("-n") != "1":
        raise usage("top -n 1 [-b] [-m ROWS]")
    used = APP_KB * len(running(phone))
    row = "{:>5} {:<12} {:>2} {:>3} {:>5} {:>5} {:>5} {} {:>5} {:>5} {:>9} {}"
    shown = [
        row.format(number, "u0_a100", 10, -10, "13G", "117M", "88M", "S", "0.0", "1.4", "0:01.00", package)
        for package, number in running(phone).items()
    ]
    most = options.get("-m", "")
    return lines(
        [
            f"Tasks: {len(shown)} total,   1 running,   {len(shown) - 1} sleeping,   0 stopped,   0 zombie",
            f"  Mem: {MEMORY_KB:>9}K total, {used:>9}K used, {MEMORY_KB - used:>9}K free,         0K buffers",
            "400%cpu   0%user   0%nice   0%sys 400%idle   0%iow   0%irq   0%sirq   0%host",
            row.format("PID", "USER", "PR", "NI", "VIRT", "RES", "SHR", "S", "%CPU", "%MEM", "TIME+", "ARGS"),
            *shown[: int(most) if most.isdecimal() and len(most) < 5 else None],
        ]
    )


def pgrep(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``pgrep [-f] [-l] PATTERN``."""
    found = _like("pgrep", phone, arguments)
    if not found:
        raise ShellError("")
    return lines([f"{n} {package}" if "-l" in arguments else str(n) for package, n in found.items()])


def pkill(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``pkill [-f] [-SIGNAL] PATTERN``: ends apps."""
    found = _like("pkill", phone, arguments)
    if not found:
        raise ShellError("")
    return _end(phone, found)


def killall(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``killall [-SIGNAL] PACKAGE...``."""
    known = running(phone)
    wanted = [word for word in arguments if not word.startswith("-")]
    if missing := [name for name in wanted if name not in known]:
        raise ShellError(f"killall: {missing[0][:80]}: No such process")
    return _end(phone, wanted)


def kill(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``kill [-SIGNAL] PROCESS...``: ends apps; signal 0 only asks whether they are there."""
    words = list(arguments)
    if words[:1] == ["-s"]:
        words[:2] = [f"-{''.join(words[1:2])}"]
    signal = words.pop(0) if words and words[0].startswith("-") else "-15"
    if signal == "-l":
        return "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM\n"
    if not words:
        raise ShellError("usage: kill [-s signame | -signum | -signame] {job | pid | pgrp} ...")
    by_number = {str(number): package for package, number in running(phone).items()}
    if missing := [word for word in words if word not in by_number]:
        raise ShellError(f"sh: kill: {missing[0][:40]}: No such process")
    return "" if signal == "-0" else _end(phone, [by_number[word] for word in words])


def _like(command: str, phone: Phone, arguments: Sequence[str]) -> dict[str, int]:
    words = [word for word in arguments if not word.startswith("-")]
    if len(words) != 1:
        raise usage(f"{command} [-f] PATTERN")
    pattern = translated(command, words[0], extended=True)
    return {package: number for package, number in running(phone).items() if find(pattern, package)}


def _end(phone: Phone, names: Iterable[str]) -> str:
    for package in names:
        packages.force_stop(phone.system, package)
    phone.changed()
    return ""
