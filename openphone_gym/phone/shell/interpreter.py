"""Runs what the grammar read: expands words, joins commands by pipes, and sends output where it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import budget
from openphone_gym.phone.shell.budget import KILLED, Budget, Killed, spend
from openphone_gym.phone.shell.builtins import BUILTINS
from openphone_gym.phone.shell.commands import COMMANDS
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.expansion import Expansion
from openphone_gym.phone.shell.file_commands import FILE_COMMANDS
from openphone_gym.phone.shell.files import FileError, Files
from openphone_gym.phone.shell.grammar import parse
from openphone_gym.phone.shell.media import Media
from openphone_gym.phone.shell.streams import Printed, Printer, Sink, Source, Streams
from openphone_gym.phone.shell.syntax import (
    Case,
    Command,
    For,
    Function,
    If,
    Node,
    Pipeline,
    Redirection,
    Script,
    Simple,
    While,
)
from openphone_gym.phone.shell.text import as_text, readable
from openphone_gym.phone.shell.variables import Variables
from openphone_gym.phone.shell.writing import save

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

NOT_FOUND = 127

COMMAND_COST = 40
"""Steps that a command costs, and a round of a loop."""

COSTS = {"screencap": 10_000, "sqlite3": 500, "content": 500, "uiautomator": 2_000}
COSTS |= dict.fromkeys(("am", "cmd", "dumpsys", "input", "monkey", "pm", "reboot", "sleep", "wm"), 1_000)
"""Steps of commands that take longer, for they build screens."""

DEEPEST_COMMAND = 60
"""Most commands inside each other while they run, in whatever way they came there."""

MOST_OUTPUT = 128 << 20
"""Most characters that a script prints."""

MOST_FUNCTIONS = 100
"""Most functions of a shell."""

ANDROID = {*COMMANDS, "cmd", "input", "pm"}
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
        phone: The phone.
        files: The phone's files.
        variables: What it remembers by name.
        exited: Whether ``exit`` was called.
        leap: ``break``, ``continue`` or ``return``, and how many loops it is still to leave; None while
            one command follows the other.
    """

    def __init__(self, phone: Phone, files: Files | None = None) -> None:
        self.phone = phone
        self.files = Files() if files is None else files
        self.files.show(Media(phone))
        self.variables = Variables()
        self.exited = False
        self.leap: tuple[str, int] | None = None
        self._functions: dict[str, Command] = {}
        self._folder = "/"

    @property
    def code(self) -> int:
        """Exit code of the last command."""
        return self.variables.code

    @code.setter
    def code(self, code: int) -> None:
        self.variables.code = code

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
        self.leap = None
        self.files.folder = self._folder
        printed: list[Printed] = []
        out, err = Printer(printed, is_error=False), Printer(printed, is_error=True)
        self.files.log.observe(self.phone)
        try:
            self.script(parse(script), Streams(Source(text), out, err))
        except ShellError as problem:
            err.append(f"sh: {problem}\n")
            self.code = 1
        except Killed as killed:
            err.append(f"{killed}\n")
            self.code = KILLED
        finally:
            self.phone.changed()
            self._folder, self.files.folder = self.files.folder, "/"
        return printed, self.code

    # Running

    def script(self, script: Script, streams: Streams) -> None:
        """Runs what was read, one pipeline after the other."""
        for joint, pipeline in script:
            if self.exited or self.leap:
                return
            spend(1)
            if not ((joint == "&&" and self.code) or (joint == "||" and not self.code)):
                self._pipeline(pipeline, streams)

    def _pipeline(self, pipeline: Pipeline, streams: Streams) -> None:
        """Runs commands; those in the background, too, at once, since the phone does one thing at a time."""
        source = Source("") if pipeline.background else streams.source
        for command in pipeline.commands[:-1]:
            piped: list[str] = []
            self._command(command, Streams(source, piped, streams.err))
            source = Source("".join(piped))
        self._command(pipeline.commands[-1], streams._replace(source=source))
        if len(pipeline.commands) > 1 or pipeline.background:
            self.exited = False  # Each command of a pipe, or in the background, has a shell of its own.
        if pipeline.negated:
            self.code = int(not self.code)
        if pipeline.background:
            self.code = 0

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        """Counts what runs inside as one level deeper."""
        self._depth += 1
        if self._depth > DEEPEST_COMMAND:
            raise Killed("Killed: commands inside each other too deeply")
        try:
            yield
        finally:
            self._depth -= 1

    def _command(self, command: Command, streams: Streams) -> None:
        """Runs a command with its input and output redirected."""
        saved: list[tuple[str, list[str], bool]] = []
        original = streams
        with self._deeper():
            try:
                for redirection in command.redirections:
                    streams = self._redirected(redirection, streams, saved)
                self._node(command.node, streams)
                for path, gathered, append in saved:
                    save(self.phone, self.files, path, "".join(gathered), append)
            except ShellError as error:
                self.emit(original.err, f"sh: {error}\n")
                self.code = error.code

    def _redirected(
        self, redirection: Redirection, streams: Streams, saved: list[tuple[str, list[str], bool]]
    ) -> Streams:
        operator = redirection.operator
        if operator.endswith("&1"):
            return streams._replace(err=streams.out)
        if operator.endswith("&2"):
            return streams._replace(out=streams.err)
        expansion = self._expansion(streams)
        if operator == "<<":
            return streams._replace(source=Source(expansion.text(redirection.target)))
        if operator == "<<<":
            return streams._replace(source=Source(expansion.text(redirection.target) + "\n"))
        path = " ".join(expansion.arguments(redirection.target))
        if operator.endswith("<"):
            return streams._replace(source=Source(self.read(path)))
        gathered: list[str] = []
        saved.append((path, gathered, operator.endswith(">>")))
        if operator == "&>":
            return streams._replace(out=gathered, err=gathered)
        return streams._replace(**{"err" if operator.startswith("2") else "out": gathered})

    def read(self, path: str) -> str:
        """What a file holds.

        Raises:
            ShellError: It can't be read.
        """
        try:
            return as_text(self.files.read(path))
        except FileError as error:
            raise ShellError(f"can't open {path}: {error}") from None

    def _node(self, node: Node, streams: Streams) -> None:
        if isinstance(node, Simple):
            self._simple(node, streams)
        elif isinstance(node, If):
            self._if(node, streams)
        elif isinstance(node, For):
            self._for(node, streams)
        elif isinstance(node, While):
            self._while(node, streams)
        elif isinstance(node, Case):
            self._case(node, streams)
        elif isinstance(node, Function):
            self._define(node)
        elif node.own_shell:
            with self._own_shell():
                self.script(node.body, streams)
        else:
            self.script(node.body, streams)

    @contextmanager
    def _own_shell(self) -> Iterator[None]:
        """Forgets what is changed inside: variables, arguments, and where the shell stands."""
        before = self.variables.all(), self.variables.arguments, self.files.folder
        try:
            yield
        finally:
            self.variables.restore(*before[:2])
            self.files.folder = before[2]
            self.exited, self.leap = False, None

    def _if(self, node: If, streams: Streams) -> None:
        for condition, body in node.branches:
            self.script(condition, streams)
            if self.code == 0:
                self.script(body, streams)
                return
        self.code = 0
        self.script(node.otherwise, streams)

    def _for(self, node: For, streams: Streams) -> None:
        expansion = self._expansion(streams)
        values = [value for word in node.words for value in expansion.arguments(word)]
        self.code = 0
        for value in values:
            spend(COMMAND_COST)
            self.variables.assign(node.name, value)
            self.script(node.body, streams)
            if self._ends_loop():
                return

    def _while(self, node: While, streams: Streams) -> None:
        code = 0
        while True:
            self.script(node.condition, streams)
            if self._ends_loop():
                return
            if (self.code == 0) == node.awaited:
                self.code = code
                return
            self.script(node.body, streams)
            code = self.code
            if self._ends_loop():
                return

    def _ends_loop(self) -> bool:
        """Whether a loop ends here: by a word of its own, or for all around it ends."""
        if self.leap is None:
            return self.exited
        kind, loops = self.leap
        if kind == "return":
            return True
        self.leap = (kind, loops - 1) if loops > 1 else None
        return loops > 1 or kind == "break"

    def _case(self, node: Case, streams: Streams) -> None:
        expansion = self._expansion(streams)
        text = expansion.text(node.word)
        self.code = 0
        for patterns, body in node.branches:
            if any(expansion.fits(text, expansion.pattern(pattern)) for pattern in patterns):
                self.script(body, streams)
                return

    def _define(self, node: Function) -> None:
        if len(self._functions) >= MOST_FUNCTIONS and node.name not in self._functions:
            raise ShellError(f"{node.name[:40]}: no room for the function")
        self._functions[node.name] = node.body
        self.code = 0

    def _simple(self, node: Simple, streams: Streams) -> None:
        spend(COMMAND_COST)
        expansion = self._expansion(streams)
        for name, value in node.assignments:
            self.variables.assign(name, expansion.text(value))
        words = [text for word in node.words for text in expansion.arguments(word)]
        if words:
            self.call(words, streams)
        elif node.assignments or not node.words:
            self.code = 0

    def call(self, words: Sequence[str], streams: Streams) -> None:
        """Runs a command that has all its arguments."""
        name, *arguments = words
        spend(len(words))
        try:
            with self._deeper():
                if name in self._functions:
                    self._call_function(self._functions[name], arguments, streams)
                elif name in BUILTINS:
                    BUILTINS[name](self, arguments, streams)
                else:
                    self.emit(streams.out, self._output(name, arguments, streams.text))
                    self.code = 0
        except ShellError as error:
            self.code = error.code
            self.emit(streams.out, error.output)
            self.emit(streams.err, f"{error}\n" if str(error) else "")
        finally:
            self.files.log.observe(self.phone)

    def _call_function(self, body: Command, arguments: list[str], streams: Streams) -> None:
        before, self.variables.arguments = self.variables.arguments, arguments
        self._command(body, streams)
        self.variables.arguments = before
        if self.leap and self.leap[0] == "return":
            self.leap = None

    def _output(self, name: str, arguments: Sequence[str], text: str) -> str:
        name = name.removeprefix("/system/bin/")
        spend(COSTS.get(name, 0))
        if name in ANDROID:
            arguments = [readable(word) for word in arguments]
        if name in FILE_COMMANDS:
            return FILE_COMMANDS[name](self.phone, self.files, arguments, text)
        if name in COMMANDS:
            return COMMANDS[name](self.phone, arguments, text)
        raise ShellError(f"sh: {name}: not found", NOT_FOUND)

    def knows(self, name: str) -> bool:
        """Whether there is a command of that name."""
        return name in COMMANDS or name in FILE_COMMANDS or name in BUILTINS or name in self._functions

    def _expansion(self, streams: Streams) -> Expansion:
        """What replaces variables in the words of a command."""

        def output(script: Script) -> str:
            gathered: list[str] = []
            with self._own_shell():
                self.script(script, Streams(Source(""), gathered, streams.err))
            return "".join(gathered)

        return Expansion(self.variables, self.files, output)

    # Limits

    def emit(self, gathered: Sink, text: str) -> None:
        """Prints something.

        Raises:
            Killed: It is too much.
        """
        self._room -= len(text)
        spend(size=len(text))
        if self._room < 0:
            raise Killed("Killed: too much output")
        if text:
            gathered.append(text)
