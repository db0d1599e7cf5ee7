"""From a command line to the commands in it: words, quotes, pipes, and lists."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import msgspec

from openphone_gym.phone.shell.commands import COMMANDS
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.file_commands import FILE_COMMANDS, NOWHERE, save
from openphone_gym.phone.shell.files import FileError, Files
from openphone_gym.phone.shell.text import as_text

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

NOT_FOUND = 127
LONGEST = 65_536
"""Most characters of a command line."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<operator>&&|\|\||2>&1|2>|>>|[;|<>])"""
    r"""|(?P<word>(?:[^\s;&|<>'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+))"""
)
_LAST_CODE = re.compile(r"""'[^']*'|\\.|(?P<code>\$\?)""")

_CODE = "\0"
"""Stands for the last exit code in a word; no command line has this character."""


class Step(msgspec.Struct):
    """A command with its redirections: words, and files by the operators ``<``, ``>``, ``>>``, ``2>``."""

    words: list[str] = msgspec.field(default_factory=list)
    files: dict[str, str] = msgspec.field(default_factory=dict)


Pipeline = list[Step]
"""Commands whose output is each other's input."""


def run(phone: Phone, command: str, files: Files | None = None) -> tuple[str, int]:
    """Runs a command line on the phone.

    Known are words, single and double quotes, backslashes, ``|``, ``;``, ``&&``, ``||``, the exit
    code ``$?``, and redirections with ``<``, ``>``, ``>>``, ``2>`` and ``2>&1``.

    Args:
        phone: The phone; commands that change it do so as the settings and the finger would.
        command: The line, as after ``adb shell``.
        files: The phone's files; without them there are some that last as long as the line.

    Returns:
        What it prints, and its exit code: that of the last command that ran. ``as_bytes`` gives the
        bytes of an output that is no text.
    """
    try:
        steps = _parse(command)
    except ShellError as error:
        return f"sh: {error}\n", error.code
    files = Files() if files is None else files
    try:
        return _run_steps(phone, files, steps)
    finally:
        phone.changed()


def _run_steps(phone: Phone, files: Files, steps: list[tuple[str, Pipeline]]) -> tuple[str, int]:
    """Output of all pipelines, and exit code of the last one that ran."""
    output: list[str] = []
    code = 0
    for joint, pipeline in steps:
        if (joint == "&&" and code) or (joint == "||" and not code):
            continue
        if pipeline[0].words[0] == "exit":
            code = _exit_code(pipeline[0].words, code)
            break
        text, code = _run_pipeline(phone, files, pipeline, code)
        output.append(text)
    return "".join(output), code


def _exit_code(words: list[str], last: int) -> int:
    """The code that ``exit [N]`` ends with."""
    number = words[1].replace(_CODE, str(last)) if len(words) > 1 else str(last)
    return int(number) & 0xFF if number.isascii() and number.isdigit() and len(number) < 10 else 2


def _run_pipeline(phone: Phone, files: Files, pipeline: Pipeline, last: int) -> tuple[str, int]:
    """Output of the last command and all error messages before it, exit code of the last."""
    text, code = "", 0
    complaints: list[str] = []
    for step in pipeline:
        words = [word.replace(_CODE, str(last)) for word in step.words]
        complaint = ""
        try:
            text = _redirected_input(files, step, text)
            text, code = _run_command(phone, files, words, text), 0
        except ShellError as error:
            complaint = f"{error}\n" if str(error) else ""
            text, code = error.output, error.code
        try:
            text, complaint = _redirect(phone, files, step, text, complaint)
        except ShellError as error:
            text, complaint, code = "", f"sh: {error}\n", error.code
        complaints.append(complaint)
    return "".join(complaints) + text, code


def _run_command(phone: Phone, files: Files, words: list[str], text: str) -> str:
    name, *arguments = words
    if name == "exec" and arguments:
        name, *arguments = arguments
    if name in FILE_COMMANDS:
        return FILE_COMMANDS[name](phone, files, arguments, text)
    if name in COMMANDS:
        return COMMANDS[name](phone, arguments, text)
    raise ShellError(f"sh: {name}: not found", NOT_FOUND)


def _redirected_input(files: Files, step: Step, text: str) -> str:
    path = step.files.get("<", "")
    if not path:
        return text
    try:
        return "" if path == NOWHERE else as_text(files.read(path))
    except FileError as error:
        raise ShellError(f"sh: can't open {path}: {error}") from None


def _redirect(phone: Phone, files: Files, step: Step, text: str, complaint: str) -> tuple[str, str]:
    """What is left of output and error message after both went where they are sent."""
    if "2>" in step.files:
        save(phone, files, step.files["2>"], complaint)
        complaint = ""
    if ">>" in step.files:
        save(phone, files, step.files[">>"], text, append=True)
        text = ""
    elif ">" in step.files:
        save(phone, files, step.files[">"], text)
        text = ""
    return text, complaint


def _parse(command: str) -> list[tuple[str, Pipeline]]:
    """The pipelines of a line, each with the operator before it.

    Raises:
        ShellError: A quote is not closed, a command is missing, or the line is far too long.
    """
    if len(command) > LONGEST:
        raise ShellError("syntax error: line too long")
    steps: list[tuple[str, Pipeline]] = [(";", [Step()])]
    redirection = ""
    for operator, word in _tokens(command):
        pipeline = steps[-1][1]
        if redirection and operator:
            raise ShellError(f"syntax error: unexpected {operator!r}")
        if redirection:
            pipeline[-1].files[redirection] = word
            redirection = ""
        elif not operator:
            pipeline[-1].words.append(word)
        elif operator in REDIRECTIONS:
            redirection = operator
        elif operator != MERGE and not pipeline[-1].words:
            raise ShellError(f"syntax error: unexpected {operator!r}")
        elif operator == "|":
            pipeline.append(Step())
        elif operator != MERGE:
            steps.append((operator, [Step()]))
    joint, last = steps[-1]
    if last == [Step()] and joint == ";" and not redirection:
        steps.pop()
    elif not last[-1].words or redirection:
        raise ShellError("syntax error: unexpected end of line")
    return steps


REDIRECTIONS = ("<", ">", ">>", "2>")
MERGE = "2>&1"
"""Does nothing: errors and output come out together anyway."""


def _tokens(command: str) -> list[tuple[str, str]]:
    """Operators and unquoted words in their order, as pairs of which one is empty."""
    tokens: list[tuple[str, str]] = []
    rest = command.replace(_CODE, "").strip()
    while rest:
        match = _TOKEN.match(rest)
        if match is None:
            raise ShellError(f"syntax error near {rest[:20]!r}")
        operator, word = match["operator"], match["word"]
        tokens.append((operator, "") if operator else ("", _unquoted(word)))
        rest = rest[match.end() :].lstrip()
    return tokens


def _unquoted(word: str) -> str:
    """A word without its quotes; the last exit code, outside single quotes, as a placeholder."""
    marked = _LAST_CODE.sub(lambda match: _CODE if match["code"] else match[0], word)
    return "".join(shlex.split(marked))
