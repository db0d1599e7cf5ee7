"""The log of a phone: what ``logcat`` shows."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.pattern import find
from openphone_gym.phone.shell.posix import translated
from openphone_gym.phone.system import clock

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

MOST_LINES = 2_000
"""Lines that are kept; older ones are forgotten."""

PRIORITIES = "VDIWEFS"
"""Priorities in rising order; S lets nothing through."""

PROCESS, THREAD = 1_583, 1_658
"""Numbers shown as process and thread of every line."""


class Line(NamedTuple):
    """A message of the log.

    Attributes:
        number: Counts all lines of this phone.
        at: Virtual time in milliseconds since 1970.
        year: The same as local year.
        stamp: The same as local date and time, without the year.
        priority: One of `PRIORITIES`.
        tag: Who says it.
        message: What it says.
    """

    number: int
    at: int
    year: int
    stamp: str
    priority: str
    tag: str
    message: str


class Log:
    """The last lines that a phone logged; like its files no part of its snapshots."""

    def __init__(self) -> None:
        self._lines: deque[Line] = deque(maxlen=MOST_LINES)
        self._count = 0
        self._foreground = ""

    def write(self, phone: Phone, tag: str, message: str, priority: str = "I") -> None:
        """Adds a line."""
        self._count += 1
        now = clock.local_time(phone.system)
        stamp = f"{now:%m-%d %H:%M:%S}.{now.microsecond // 1000:03d}"
        self._lines.append(Line(self._count, phone.system.clock, now.year, stamp, priority, tag, message))

    def observe(self, phone: Phone) -> None:
        """Notes that another screen came to the front since the last call, whatever brought it there."""
        foreground = phone.foreground()
        if foreground != self._foreground:
            if self._foreground:
                self.write(phone, "ActivityTaskManager", f"Displayed {foreground}: +350ms")
            self._foreground = foreground

    def clear(self) -> None:
        """Forgets all lines."""
        self._lines.clear()

    def after(self, number: int) -> list[Line]:
        """The lines after the one of that number."""
        return [line for line in self._lines if line.number > number]


class View(NamedTuple):
    """What a call of ``logcat`` asks for.

    Attributes:
        least: Lowest priority shown, by tag; ``*`` is for all others.
        shown: Format of a line.
        last: Most lines of the past that are shown; None for all.
        stays: Whether it goes on with what is logged later.
        clears: Whether it empties the log, and shows nothing.
        sizes: Whether it only tells the size of the log.
        main: Whether the buffers are asked for in which there is something; nothing ever crashes here.
        pattern: Expression that messages have to hold; an empty one for all.
        process: The process whose lines are shown, or an empty text for all.
        most: Most lines that are shown of the past; None for all.
    """

    least: Mapping[str, str]
    shown: Callable[[Line], str]
    last: int | None = None
    stays: bool = True
    clears: bool = False
    sizes: bool = False
    main: bool = True
    pattern: str = ""
    process: str = ""
    most: int | None = None

    def heading(self) -> str:
        """What stands above a log that is followed without a filter; programs wait for a first line."""
        return "--------- beginning of main\n" if self.main and not self.least else ""

    def text(self, lines: Sequence[Line]) -> str:
        """The lines that are asked for, as they are printed."""
        shown = [self.shown(line) for line in lines if self.main and self._shows(line)]
        return "".join(f"{line}\n" for line in shown[: self.most])

    def _shows(self, line: Line) -> bool:
        least = self.least.get(line.tag, self.least.get("*", "V"))
        if PRIORITIES.index(line.priority) < PRIORITIES.index(least):
            return False
        if self.process not in ("", str(PROCESS)):
            return False
        return not self.pattern or find(self.pattern, line.message) is not None


def _threadtime(line: Line) -> str:
    return f"{line.stamp} {PROCESS:5d} {THREAD:5d} {line.priority} {line.tag}: {line.message}"


def _epoch(line: Line) -> str:
    seconds = f"{line.at // 1000}.{line.at % 1000:03d}"
    return f"{seconds:>23} {PROCESS:5d} {THREAD:5d} {line.priority} {line.tag}: {line.message}"


FORMATS: Mapping[str, Callable[[Line], str]] = {
    "threadtime": _threadtime,
    "epoch": _epoch,
    "brief": lambda line: f"{line.priority}/{line.tag}({PROCESS:5d}): {line.message}",
    "tag": lambda line: f"{line.priority}/{line.tag}: {line.message}",
    "time": lambda line: f"{line.stamp} {line.priority}/{line.tag}({PROCESS:5d}): {line.message}",
    "raw": lambda line: line.message,
}
"""Formats of ``logcat -v``."""

_FILTER = re.compile(r"(?P<tag>[^:\s]+)(?::(?P<priority>[VDIWEFS]))?")
SHORT = {
    "--buffer": "-b",
    "--clear": "-c",
    "--dump": "-d",
    "--file": "-f",
    "--format": "-v",
    "--last": "-L",
    "--max-count": "-m",
    "--regex": "-e",
}
"""Options that have a shorter name."""

WITH_VALUE = ("-b", "-v", "-t", "-T", "-f", "-e", "-m", "-r", "-n", "-D", "-G", "-P", "--pid", "--uid")
SWITCHES = ("-d", "-c", "-g", "-s", "-S", "-p", "-L", "-B", "--wrap", "--print")
BUFFERS = ("main", "system", "radio", "events", "crash", "kernel", "security", "stats", "default", "all")


def view(arguments: Sequence[str]) -> View:
    """What the arguments of ``logcat`` ask for.

    Raises:
        ShellError: A filter or a format can't be read.
    """
    options: dict[str, str] = {}
    filters: list[str] = []
    rest = iter(arguments)
    for word in rest:
        name, given, value = word.partition("=") if word.startswith("--") else (word, "", "")
        name = SHORT.get(name, name)
        if name in WITH_VALUE:
            options[name] = value if given else next(rest, "")
        elif name in SWITCHES:
            options[name] = ""
        elif word.startswith("-"):
            raise ShellError(f"logcat: unrecognized option '{word[:40]}'")
        else:
            filters.append(word)
    expression = options.get("-e", "")
    if unknown := [name for name in options.get("-b", "all").split(",") if name not in BUFFERS]:
        raise ShellError(f"Invalid buffer {unknown[0][:20]!r} to -b")
    return View(
        _least(filters, "-s" in options),
        _format(options.get("-v", "threadtime")),
        _count(options["-t"]) if "-t" in options else None,
        not options.keys() & {"-d", "-t", "-c", "-g", "-G", "-p", "-S", "-L", "-m"},
        "-c" in options,
        "-g" in options,
        bool(set(options.get("-b", "main").split(",")) & {"main", "system", "default", "all"}),
        translated("logcat", expression, extended=True) if expression else "",
        options.get("--pid", ""),
        _count(options.get("-m", "")),
    )


def _count(word: str) -> int | None:
    """A number of lines; None for a time, since which everything is shown."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None


MODIFIERS = ("color", "year", "usec", "nsec", "UTC", "zone", "uid")
MODIFIERS += ("descriptive", "printable", "long", "process")
"""What else ``logcat -v`` takes, beside a format; the year is put in, all others change nothing here."""


def _format(name: str) -> Callable[[Line], str]:
    """How a line is shown, given a format and modifiers with commas between them."""
    words = name.split(",")
    unknown = [word for word in words if word not in FORMATS and word not in MODIFIERS]
    if unknown:
        raise ShellError(f"logcat: Invalid parameter {unknown[0]!r} to -v (formats: {', '.join(FORMATS)})")
    shown = next((FORMATS[word] for word in words if word in FORMATS), _threadtime)
    return partial(_with_year, shown) if "year" in words else shown


def _with_year(shown: Callable[[Line], str], line: Line) -> str:
    return shown(line._replace(stamp=f"{line.year}-{line.stamp}"))


def _least(filters: Sequence[str], silent: bool) -> dict[str, str]:
    least: dict[str, str] = {"*": "S"} if silent else {}
    for text in filters:
        found = _FILTER.fullmatch(text)
        if found is None:
            raise ShellError(f"logcat: Invalid filter expression {text!r}: expected TAG[:PRIORITY]")
        least[found["tag"]] = found["priority"] or "V"
    return least


def logcat_text(phone: Phone, log: Log, arguments: Sequence[str]) -> str:
    """``logcat -d|-c|-g [-v FORMAT] [-t COUNT] [TAG:PRIORITY]... [*:S]``."""
    asked = view(arguments)
    if asked.sizes:
        return "main: ring buffer is 256 KiB (64 KiB consumed), max entry is 5120 B\n"
    if asked.clears:
        log.clear()
        return ""
    log.observe(phone)
    lines = log.after(0) if asked.main else []
    return asked.text(lines if asked.last is None else lines[max(len(lines) - asked.last, 0) :])
