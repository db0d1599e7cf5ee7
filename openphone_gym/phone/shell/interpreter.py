"""From a command line to the commands in it: words, quotes, pipes, and lists."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.commands import COMMANDS
from openphone_gym.phone.shell.errors import ShellError

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

NOT_FOUND = 127
LONGEST = 65_536
"""Most characters of a command line."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<operator>&&|\|\||[;|])|(?P<word>(?:[^\s;&|'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+))"""
)

Pipeline = list[list[str]]
"""Commands whose output is each other's input, as lists of words."""


def run(phone: Phone, command: str) -> tuple[str, int]:
    """Runs a command line on the phone.

    Known are words, single and double quotes, backslashes, ``|``, ``;``, ``&&`` and ``||``.

    Args:
        phone: The phone; commands that change it do so as the settings and the finger would.
        command: The line, as after ``adb shell``.

    Returns:
        What it prints, and its exit code: that of the last command that ran.
    """
    try:
        steps = _parse(command)
    except ShellError as error:
        return f"sh: {error}\n", error.code
    output: list[str] = []
    code = 0
    for joint, pipeline in steps:
        if (joint == "&&" and code) or (joint == "||" and not code):
            continue
        text, code = _run_pipeline(phone, pipeline)
        output.append(text)
    phone.changed()
    return "".join(output), code


def _run_pipeline(phone: Phone, pipeline: Pipeline) -> tuple[str, int]:
    """Output of the last command and all error messages before it, exit code of the last."""
    text, code = "", 0
    complaints: list[str] = []
    for name, *arguments in pipeline:
        command = COMMANDS.get(name)
        if command is None:
            complaints.append(f"sh: {name}: not found\n")
            text, code = "", NOT_FOUND
            continue
        try:
            text, code = command(phone, arguments, text), 0
        except ShellError as error:
            if str(error):
                complaints.append(f"{error}\n")
            text, code = error.output, error.code
    return "".join(complaints) + text, code


def _parse(command: str) -> list[tuple[str, Pipeline]]:
    """The pipelines of a line, each with the operator before it.

    Raises:
        ShellError: A quote is not closed, a command is missing, or the line is far too long.
    """
    if len(command) > LONGEST:
        raise ShellError("syntax error: line too long")
    steps: list[tuple[str, Pipeline]] = [(";", [[]])]
    for operator, word in _tokens(command):
        pipeline = steps[-1][1]
        if not operator:
            pipeline[-1].append(word)
        elif not pipeline[-1]:
            raise ShellError(f"syntax error: unexpected {operator!r}")
        elif operator == "|":
            pipeline.append([])
        else:
            steps.append((operator, [[]]))
    joint, last = steps[-1]
    if last == [[]] and joint == ";":
        steps.pop()
    elif not last[-1]:
        raise ShellError("syntax error: unexpected end of line")
    return steps


def _tokens(command: str) -> list[tuple[str, str]]:
    """Operators and unquoted words in their order, as pairs of which one is empty."""
    tokens: list[tuple[str, str]] = []
    rest = command.strip()
    while rest:
        match = _TOKEN.match(rest)
        if match is None:
            raise ShellError(f"syntax error near {rest[:20]!r}")
        operator, word = match["operator"], match["word"]
        tokens.append((operator, "") if operator else ("", "".join(shlex.split(word))))
        rest = rest[match.end() :].lstrip()
    return tokens
