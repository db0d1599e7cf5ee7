"""What a script will do, told before it runs: whether it waits for something, or shows the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openphone_gym.phone.shell import appium
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.grammar import parse
from openphone_gym.phone.shell.log import View, view
from openphone_gym.phone.shell.syntax import (
    Case,
    Command,
    For,
    Group,
    If,
    Literal,
    Script,
    Simple,
    While,
    Word,
)

READERS: Mapping[str, int] = {
    "base64": 0,
    "cat": 0,
    "cut": 2,
    "egrep": 1,
    "fgrep": 1,
    "grep": 1,
    "head": 0,
    "md5sum": 0,
    "read": 100,
    "sed": 1,
    "sh": 0,
    "sha1sum": 0,
    "sha256sum": 0,
    "sort": 0,
    "sqlite3": 1,
    "tac": 0,
    "tail": 0,
    "tee": 100,
    "tr": 2,
    "uniq": 0,
    "wc": 0,
    "xargs": 100,
}
"""Commands that read their input, and the most operands with which they do."""

WRAPPERS = ("exec", "command", "nohup", "time", "toybox")


def reads_input(text: str) -> bool:
    """Whether a script reads what its client sends, so that it can't run before that is there."""
    try:
        return any(_reads(command) for command in _first_commands(parse(text)))
    except ShellError:
        return False


def followed(text: str) -> View | None:
    """What a script shows of the log as it comes, if it ends with a ``logcat`` that stays; else None."""
    try:
        script = parse(text)
        commands = script[-1][1].commands if script and not script[-1][1].background else []
        words = _words(commands[0]) if len(commands) == 1 and not commands[0].redirections else []
        asked = view(words[1:]) if words[:1] == ["logcat"] else None
    except ShellError:
        return None
    return asked if asked is not None and asked.stays else None


def instruments(text: str) -> bool:
    """Whether a script starts Appium's server, and nothing else, and waits for its end."""
    try:
        script = parse(text)
    except ShellError:
        return False
    commands = script[0][1].commands if len(script) == 1 and not script[0][1].background else []
    words = _words(commands[0]) if len(commands) == 1 else []
    return words[:2] == ["am", "instrument"] and "-w" in words and words[-1] == appium.RUNNER


def screenshot(text: str) -> bool | None:
    """Whether a script prints the screen, and nothing else: True as PNG, False raw, None if it does not."""
    try:
        script = parse(text)
    except ShellError:
        return None
    commands = script[0][1].commands if len(script) == 1 and not script[0][1].negated else []
    if len(commands) != 1 or any(not r.operator.startswith("2") for r in commands[0].redirections):
        return None
    return {("screencap",): False, ("screencap", "-p"): True}.get(tuple(_words(commands[0])))


def _first_commands(script: Script) -> Iterator[Command]:
    """All commands that have the script's own input."""
    for _, pipeline in script:
        if pipeline.background:
            continue
        first = pipeline.commands[0]
        yield first
        node = first.node
        if isinstance(node, If):
            for condition, body in node.branches:
                yield from _first_commands(condition)
                yield from _first_commands(body)
            yield from _first_commands(node.otherwise)
        elif isinstance(node, While):
            yield from _first_commands(node.condition)
            yield from _first_commands(node.body)
        elif isinstance(node, For | Group):
            yield from _first_commands(node.body)
        elif isinstance(node, Case):
            for _, body in node.branches:
                yield from _first_commands(body)


def _reads(command: Command) -> bool:
    words = _words(command)
    if not words or words[0] not in READERS or any("<" in r.operator for r in command.redirections):
        return False
    operands = [word for word in words[1:] if not word.startswith("-") or word == "-"]
    if words[0] == "sh" and "-c" in words:
        return False
    return "-" in operands or len(operands) <= READERS[words[0]]


def _words(command: Command) -> list[str]:
    """The words of a simple command, without what only wraps it; variables are left empty."""
    if not isinstance(command.node, Simple):
        return []
    words = [_text(word) for word in command.node.words]
    while words and words[0] in WRAPPERS:
        del words[0]
    return words


def _text(word: Word) -> str:
    return "".join(part.text for part in word if isinstance(part, Literal))
