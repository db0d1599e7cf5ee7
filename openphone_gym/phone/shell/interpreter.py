"""Runs what the grammar read: expands words, joins commands by pipes, and sends output where it goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import budget
from openphone_gym.phone.shell.budget import KILLED, Budget, Killed, spend
from openphone_gym.phone.shell.commands import COMMANDS
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.file_commands import FILE_COMMANDS
from openphone_gym.phone.shell.files import FileError, Files, escaped
from openphone_gym.phone.shell.grammar import (
    Command,
    For,
    Group,
    If,
    Literal,
    Part,
    Pipeline,
    Script,
    Simple,
    Variable,
    While,
    Word,
    parse,
)
from openphone_gym.phone.shell.media import Media
from openphone_gym.phone.shell.streams import Printed, Printer, Sink, Streams
from openphone_gym.phone.shell.text import as_text, readable, usage
from openphone_gym.phone.shell.writing import save

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

NOT_FOUND = 127

COMMAND_COST = 40
"""Steps that a command costs, and a round of a loop."""

COSTS = {"screencap": 10_000, "sqlite3": 500, "content": 500, "uiautomator": 2_000}
COSTS |= dict.fromkeys(("am", "cmd", "dumpsys", "input", "monkey", "pm", "reboot", "sleep", "wm"), 1_000)
"""Steps of commands that take longer, for they build screens."""

SPLIT_COST = 0.05
"""Steps for each character of a value that is split into arguments."""

DEEPEST_COMMAND = 60
"""Most commands inside each other while they run, in whatever way they came there."""

LONGEST_ARGUMENTS = 262_144
"""Most characters of all arguments of a command."""

MOST_OUTPUT = 128 << 20
"""Most characters that a script prints."""

MOST_VARIABLES, LARGEST_VARIABLES = 1_000, 4 << 20
"""Most variables of a shell, and most characters of all of them."""

VARIABLES_PER_STEP = 100
"""Variables that can be looked through in one step of a budget."""

VARIABLES = {"HOME": "/", "PWD": "/", "PATH": "/system/bin", "EXTERNAL_STORAGE": "/sdcard", "USER": "root"}
"""Variables of a new shell."""


ANDROID = {*COMMANDS, "input", "pm"}
"""Commands whose arguments Android reads as text: other bytes than UTF-8 are lost on the way."""


def run(phone: Phone, command: str, files: Files | None = None, text: str = "") -> tuple[str, int]:
    """Runs a script on the phone.

    Args:
        phone: The phone; commands that change it do so as the settings and the finger would.
        command: One line or several, as after ``adb shell``; ``grammar.parse`` tells what is known.
        files: The phone's files; without them there are some that last as long as the script.
        text: What its commands read as their input.

    Returns:
        What it prints, and its exit code: that of the last command that ran. ``as_bytes`` gives the
        bytes of an output that is no text.
    """
    return Shell(phone, files).run(command, text)


class Shell:
    """A shell that remembers its variables and the last exit code from one script to the next.

    Args:
        phone: The phone.
        files: The phone's files; without them there are some that last as long as the shell.

    Attributes:
        code: Exit code of the last command.
        exited: Whether ``exit`` was called.
    """

    def __init__(self, phone: Phone, files: Files | None = None) -> None:
        self._phone = phone
        self._files = Files() if files is None else files
        self._files.show(Media(phone))
        self._variables = dict(VARIABLES)
        self.code = 0
        self.exited = False
        self._own: dict[str, Callable[[Sequence[str], Streams], None]] = {
            ".": self._source,
            "command": self._wrapped,
            "eval": self._eval,
            "exec": self._wrapped,
            "exit": self._exit,
            "export": self._export,
            "nohup": self._wrapped,
            "sh": self._sh,
            "source": self._source,
            "su": self._su,
            "time": self._wrapped,
            "timeout": self._timeout,
            "toybox": self._toybox,
            "unset": self._unset,
            "which": self._which,
        }

    def run(self, script: str, text: str = "") -> tuple[str, int]:
        """Runs a script; returns all that it prints and its exit code.

        It is charged to the present budget, or to one of its own, and killed when that is used up.
        """
        printed, code = self.execute(script, text)
        return "".join(piece.text for piece in printed), code

    def execute(self, script: str, text: str = "") -> tuple[list[Printed], int]:
        """Runs a script as ``run``; returns what it prints piece by piece, and its exit code."""
        with (budget.current() or Budget()).charged():
            return self._execute(script, text)

    def _execute(self, script: str, text: str) -> tuple[list[Printed], int]:
        self._room = MOST_OUTPUT
        self._depth = 0
        self._length = 0
        printed: list[Printed] = []
        out, err = Printer(printed, is_error=False), Printer(printed, is_error=True)
        self._files.log.observe(self._phone)
        try:
            self._script(parse(script), Streams(text, out, err))
        except ShellError as problem:
            err.append(f"sh: {problem}\n")
            self.code = 1
        except Killed as killed:
            err.append(f"{killed}\n")
            self.code = KILLED
        finally:
            self._phone.changed()
        return printed, self.code

    # Running

    def _script(self, script: Script, streams: Streams) -> None:
        for joint, pipeline in script:
            if self.exited:
                return
            spend(1)
            if not ((joint == "&&" and self.code) or (joint == "||" and not self.code)):
                self._pipeline(pipeline, streams)

    def _pipeline(self, pipeline: Pipeline, streams: Streams) -> None:
        """Runs commands; those in the background, too, at once, since the phone does one thing at a time."""
        text = "" if pipeline.background else streams.text
        for command in pipeline.commands[:-1]:
            piped: list[str] = []
            self._command(command, Streams(text, piped, streams.err))
            text = "".join(piped)
        self._command(pipeline.commands[-1], streams._replace(text=text))
        if len(pipeline.commands) > 1 or pipeline.background:
            self.exited = False  # Each command of a pipe, or in the background, has a shell of its own.
        if pipeline.negated:
            self.code = int(not self.code)
        if pipeline.background:
            self.code = 0

    def _command(self, command: Command, streams: Streams) -> None:
        """Runs a command with its input and output redirected."""
        self._length = 0
        saved: list[tuple[str, list[str], bool]] = []
        original = streams
        self._depth += 1
        if self._depth > DEEPEST_COMMAND:
            raise Killed("Killed: commands inside each other too deeply")
        try:
            for redirection in command.redirections:
                path = " ".join(self._expanded(redirection.target, streams))
                streams = self._redirected(redirection.operator, path, streams, saved)
            self._node(command.node, streams)
            for path, gathered, append in saved:
                save(self._phone, self._files, path, "".join(gathered), append)
        except ShellError as error:
            self._emit(original.err, f"sh: {error}\n")
            self.code = error.code
        finally:
            self._depth -= 1

    def _redirected(
        self, operator: str, path: str, streams: Streams, saved: list[tuple[str, list[str], bool]]
    ) -> Streams:
        if operator.endswith("<"):
            return streams._replace(text=self._read(path))
        if operator.endswith("&1"):
            return streams._replace(err=streams.out)
        if operator.endswith("&2"):
            return streams._replace(out=streams.err)
        gathered: list[str] = []
        saved.append((path, gathered, operator.endswith(">>")))
        if operator == "&>":
            return streams._replace(out=gathered, err=gathered)
        return streams._replace(**{"err" if operator.startswith("2") else "out": gathered})

    def _read(self, path: str) -> str:
        try:
            return as_text(self._files.read(path))
        except FileError as error:
            raise ShellError(f"can't open {path}: {error}") from None

    def _node(self, node: Simple | If | For | While | Group, streams: Streams) -> None:
        if isinstance(node, Simple):
            self._simple(node, streams)
        elif isinstance(node, If):
            self._if(node, streams)
        elif isinstance(node, For):
            self._for(node, streams)
        elif isinstance(node, While):
            self._while(node, streams)
        else:
            spend(len(self._variables) / VARIABLES_PER_STEP)
            variables = dict(self._variables)
            self._script(node.body, streams)
            if node.own_shell:
                self._variables, self.exited = variables, False

    def _if(self, node: If, streams: Streams) -> None:
        for condition, body in node.branches:
            self._script(condition, streams)
            if self.code == 0:
                self._script(body, streams)
                return
        self.code = 0
        self._script(node.otherwise, streams)

    def _for(self, node: For, streams: Streams) -> None:
        values = [value for word in node.words for value in self._expanded(word, streams)]
        self.code = 0
        for value in values:
            if self.exited:
                return
            spend(COMMAND_COST)
            self._assign(node.name, value)
            self._script(node.body, streams)

    def _while(self, node: While, streams: Streams) -> None:
        code = 0
        while not self.exited:
            self._script(node.condition, streams)
            if (self.code == 0) == node.awaited:
                self.code = code
                return
            self._script(node.body, streams)
            code = self.code

    def _simple(self, node: Simple, streams: Streams) -> None:
        spend(COMMAND_COST)
        for name, value in node.assignments:
            self._assign(name, "".join(self._value(part, streams) for part in value))
        words = [text for word in node.words for text in self._expanded(word, streams)]
        if words:
            self._call(words, streams)
        elif node.assignments or not node.words:
            self.code = 0

    def _call(self, words: Sequence[str], streams: Streams) -> None:
        """Runs a command that has all its arguments."""
        name, *arguments = words
        spend(len(words))
        self._depth += 1
        if self._depth > DEEPEST_COMMAND:
            raise Killed("Killed: commands inside each other too deeply")
        try:
            if name in self._own:
                self._own[name](arguments, streams)
            else:
                self._emit(streams.out, self._output(name, arguments, streams.text))
                self.code = 0
        except ShellError as error:
            self.code = error.code
            self._emit(streams.out, error.output)
            self._emit(streams.err, f"{error}\n" if str(error) else "")
        finally:
            self._depth -= 1
            self._files.log.observe(self._phone)

    def _output(self, name: str, arguments: Sequence[str], text: str) -> str:
        name = name.removeprefix("/system/bin/")
        spend(COSTS.get(name, 0))
        if name in ANDROID:
            arguments = [readable(word) for word in arguments]
        if name in FILE_COMMANDS:
            return FILE_COMMANDS[name](self._phone, self._files, arguments, text)
        if name in COMMANDS:
            return COMMANDS[name](self._phone, arguments, text)
        raise ShellError(f"sh: {name}: not found", NOT_FOUND)

    # Limits

    def _emit(self, gathered: Sink, text: str) -> None:
        self._room -= len(text)
        spend(size=len(text))
        if self._room < 0:
            raise Killed("Killed: too much output")
        if text:
            gathered.append(text)

    # Words

    def _expanded(self, word: Word, streams: Streams) -> list[str]:
        """The arguments that a word stands for: several, or none, where variables or files are put in."""
        fields: list[list[tuple[str, bool]]] = [[]]
        for part in word:
            value = self._value(part, streams)
            if part.quoted or isinstance(part, Literal):
                fields[-1].append((value, part.quoted))
                continue
            spend(len(value) * SPLIT_COST)
            for number, piece in enumerate(re.split(r"[ \t\n]+", value)):
                if number:
                    fields.append([])
                if piece:
                    fields[-1].append((piece, False))
        return [text for field in fields if field for text in self._files_like(field)]

    def _files_like(self, field: list[tuple[str, bool]]) -> list[str]:
        """The files that an unquoted pattern finds; the text itself if it is none or finds nothing."""
        plain = "".join(text for text, _ in field)
        if not any(not quoted and re.search(r"[*?\[]", text) for text, quoted in field):
            return [plain]
        pattern = "".join(escaped(text) if quoted else text for text, quoted in field)
        found = self._files.matching(pattern) or [plain]
        self._lengthen(sum(map(len, found)))
        return found

    def _value(self, part: Part, streams: Streams) -> str:
        if isinstance(part, Literal):
            value = part.text
        elif isinstance(part, Variable):
            value = str(self.code) if part.name == "?" else self._variables.get(part.name, "")
        else:
            value = self._substituted(part.script, streams)
        self._lengthen(len(value))
        return value

    def _substituted(self, script: Script, streams: Streams) -> str:
        gathered: list[str] = []
        length = self._length
        self._script(script, Streams("", gathered, streams.err))
        self.exited = False
        self._length = length
        return "".join(gathered).rstrip("\n")

    def _assign(self, name: str, value: str) -> None:
        """Sets a variable.

        Raises:
            ShellError: The shell has no room for it.
        """
        spend(len(self._variables) / VARIABLES_PER_STEP)
        others = [len(held) for known, held in self._variables.items() if known != name]
        if len(others) >= MOST_VARIABLES or sum(others) + len(value) > LARGEST_VARIABLES:
            raise ShellError(f"{name[:40]}: no room for the variable")
        self._variables[name] = value

    def _lengthen(self, count: int) -> None:
        self._length += count
        spend(size=count)
        if self._length > LONGEST_ARGUMENTS:
            raise ShellError("argument list too long", 126)

    # Commands that are the shell's own

    def _wrapped(self, arguments: Sequence[str], streams: Streams) -> None:
        """``exec``, ``command``, ``nohup``, ``time``: the command after them."""
        if arguments[:1] == ["-v"]:
            self._which(arguments[1:], streams)
        elif arguments:
            self._call(arguments, streams)

    def _toybox(self, arguments: Sequence[str], streams: Streams) -> None:
        if not arguments or not self._knows(arguments[0]):
            raise ShellError(f"toybox: Unknown command {' '.join(arguments[:1])}", NOT_FOUND)
        self._call(arguments, streams)

    def _timeout(self, arguments: Sequence[str], streams: Streams) -> None:
        if len(arguments) < 2:
            raise usage("timeout SECONDS COMMAND")
        self._call(arguments[1:], streams)

    def _su(self, arguments: Sequence[str], streams: Streams) -> None:
        """``su [0|root] [-c SCRIPT | COMMAND]``: everybody is root already."""
        rest = arguments[1:] if arguments[:1] in (["0"], ["root"], ["shell"], ["2000"]) else arguments
        if rest[:1] == ["-c"]:
            self._eval(rest[1:], streams)
        elif rest:
            self._call(rest, streams)

    def _exit(self, arguments: Sequence[str], streams: Streams) -> None:
        self.exited = True
        number = arguments[0] if arguments else str(self.code)
        readable = number.isascii() and number.isdigit() and len(number) < 10
        self.code = int(number) & 0xFF if readable else 2

    def _export(self, arguments: Sequence[str], streams: Streams) -> None:
        for argument in arguments:
            name, given, value = argument.partition("=")
            if given:
                self._assign(name, value)
        self.code = 0

    def _unset(self, arguments: Sequence[str], streams: Streams) -> None:
        for name in arguments:
            self._variables.pop(name, None)
        self.code = 0

    def _eval(self, arguments: Sequence[str], streams: Streams) -> None:
        self.code = 0
        self._script(parse(" ".join(arguments)), streams)

    def _sh(self, arguments: Sequence[str], streams: Streams) -> None:
        """``sh -c SCRIPT``, ``sh FILE``, or ``sh`` with the script as input."""
        match arguments:
            case ["-c", script, *_]:
                self._eval([script], streams)
            case [path, *_]:
                self._eval([self._read(path)], streams)
            case _:
                self._eval([streams.text], streams._replace(text=""))
        self.exited = False

    def _source(self, arguments: Sequence[str], streams: Streams) -> None:
        if not arguments:
            raise usage(". FILE")
        self._eval([self._read(arguments[0])], streams)

    def _which(self, arguments: Sequence[str], streams: Streams) -> None:
        known = [name for name in arguments if self._knows(name)]
        self._emit(streams.out, "".join(f"/system/bin/{name}\n" for name in known))
        self.code = int(len(known) < len(arguments))

    def _knows(self, name: str) -> bool:
        return name in COMMANDS or name in FILE_COMMANDS or name in self._own
