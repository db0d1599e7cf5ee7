"""Commands that are the shell's own: they change it, or run others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.arithmetic import evaluate
from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.grammar import parse
from openphone_gym.phone.shell.streams import Source, Streams
from openphone_gym.phone.shell.text import lines, usage
from openphone_gym.phone.shell.writing import is_folder

if TYPE_CHECKING:
    from openphone_gym.phone.shell.interpreter import Shell

Builtin = Callable[["Shell", Sequence[str], Streams], None]
"""Does what its arguments say, and leaves its exit code in the shell."""

NOT_FOUND = 127

NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


# Others are run


def wrapped(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``exec``, ``command``, ``builtin``, ``nohup``, ``time``: the command after them."""
    if arguments[:1] == ["-v"]:
        which(shell, arguments[1:], streams)
    elif arguments:
        shell.call(arguments, streams)


def nice(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``nice [-n NUMBER] COMMAND``."""
    wrapped(shell, arguments[2:] if arguments[:1] == ["-n"] else arguments, streams)


def toybox(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``toybox COMMAND``."""
    if not arguments or not shell.knows(arguments[0]):
        raise ShellError(f"toybox: Unknown command {' '.join(arguments[:1])}", NOT_FOUND)
    shell.call(arguments, streams)


def timeout(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``timeout SECONDS COMMAND``."""
    if len(arguments) < 2:
        raise usage("timeout SECONDS COMMAND")
    shell.call(arguments[1:], streams)


def su(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``su [0|root] [-c SCRIPT | COMMAND]``: everybody is root already."""
    rest = arguments[1:] if arguments[:1] in (["0"], ["root"], ["shell"], ["2000"]) else arguments
    if rest[:1] == ["-c"]:
        eval_(shell, rest[1:], streams)
    elif rest:
        shell.call(rest, streams)


def xargs(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``xargs [-0] [-n COUNT] [-I WORD] COMMAND...``: a command with the words of the input."""
    words = list(arguments)
    options: dict[str, str] = {}
    while words and words[0].startswith("-") and len(words[0]) > 1:
        name, value = words[0][:2], words.pop(0)[2:]
        if name not in ("-0", "-n", "-I", "-r"):
            raise ShellError(f"xargs: Unknown option '{name[1:]}'")
        options[name] = value or (words.pop(0) if name in ("-n", "-I") and words else "")
    given = streams.text.split("\0" if "-0" in options else "\n" if "-I" in options else None)
    items = [item for item in given if item]
    count = options.get("-n", str(len(items) or 1))
    if not (count.isascii() and count.isdigit() and 0 < int(count[:6]) == int(count)):
        raise ShellError("xargs: -n takes a number above 0")
    failed = False
    for at in range(0, len(items), 1 if "-I" in options else int(count)):
        spend(1)
        if "-I" in options:
            call = [word.replace(options["-I"], items[at]) for word in words]
        else:
            call = [*(words or ["echo"]), *items[at : at + int(count)]]
        shell.call(call, streams._replace(source=Source("")))
        failed |= shell.code != 0
    shell.code = NOT_FOUND - 4 if failed else 0


# Scripts


def eval_(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``eval WORD...``."""
    shell.code = 0
    shell.script(parse(" ".join(arguments)), streams)


def sh(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``sh -c SCRIPT [NAME ARGUMENT...]``, ``sh FILE [ARGUMENT...]``, or ``sh`` with the script as input."""
    before = shell.variables.arguments
    match arguments:
        case ["-c", script, *rest]:
            shell.variables.arguments = rest[1:]
        case [path, *rest]:
            script = shell.read(path)
            shell.variables.arguments = rest
        case _:
            script, streams = streams.text, streams._replace(source=Source(""))
    eval_(shell, [script], streams)
    shell.variables.arguments = before
    shell.exited, shell.leap = False, None


def source(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``. FILE``."""
    if not arguments:
        raise usage(". FILE")
    eval_(shell, [shell.read(arguments[0])], streams)


def exit_(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``exit [CODE]``."""
    shell.exited = True
    shell.code = _code(shell, arguments)


def return_(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``return [CODE]``, out of a function."""
    shell.leap = ("return", 1)
    shell.code = _code(shell, arguments)


def _code(shell: Shell, arguments: Sequence[str]) -> int:
    number = arguments[0] if arguments else str(shell.code)
    readable = number.isascii() and number.isdigit() and len(number) < 10
    return int(number) & 0xFF if readable else 2


def break_(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``break [LOOPS]``."""
    shell.leap = ("break", _loops(arguments))
    shell.code = 0


def continue_(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``continue [LOOPS]``."""
    shell.leap = ("continue", _loops(arguments))
    shell.code = 0


def _loops(arguments: Sequence[str]) -> int:
    number = arguments[0] if arguments else "1"
    if not (number.isascii() and number.isdigit() and 0 < int(number[:4]) == int(number)):
        raise ShellError(f"sh: {number[:20]}: bad number")
    return int(number)


# Variables


def export(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``export``, ``local``, ``typeset``, ``readonly``: ``NAME=VALUE...``."""
    for argument in arguments:
        name, given, value = argument.partition("=")
        if given:
            shell.variables.assign(name, value)
    shell.code = 0


def unset(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``unset NAME...``."""
    for name in arguments:
        shell.variables.unset(name)
    shell.code = 0


def set_(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``set [--] ARGUMENT...``; options such as ``-e`` change nothing. Alone it shows all variables."""
    if not arguments:
        shell.emit(streams.out, _listed(shell))
    rest = list(arguments)
    while rest and rest[0][:1] in ("-", "+") and rest[0] != "--":
        rest.pop(0)
    if rest:
        shell.variables.arguments = rest[1:] if rest[0] == "--" else rest
    shell.code = 0


def shift(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``shift [COUNT]``."""
    count = _loops(arguments)
    if count > len(shell.variables.arguments):
        raise ShellError("sh: shift: nothing to shift")
    del shell.variables.arguments[:count]
    shell.code = 0


def read(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``read [-r] NAME...``: a line of the input; the last name gets the rest of it."""
    names = [word for word in arguments if not word.startswith("-")] or ["REPLY"]
    line = streams.source.line()
    spend(1, len(line))
    values = line.strip().split(None, len(names) - 1)
    for name, value in zip(names, [*values, *[""] * len(names)], strict=False):
        shell.variables.assign(name, value)
    shell.code = int(not line)


def let(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``let EXPRESSION...``."""
    values = [evaluate(word, shell.variables) for word in arguments]
    shell.code = int(not (values and values[-1]))


def env(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``env [NAME=VALUE...] [COMMAND]``."""
    rest = list(arguments)
    while rest and NAME.match(rest[0]) and "=" in rest[0]:
        shell.variables.assign(*rest.pop(0).split("=", 1))
    if rest:
        shell.call(rest, streams)
    else:
        shell.emit(streams.out, _listed(shell))
        shell.code = 0


def printenv(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``printenv [NAME...]``."""
    values = [value for name in arguments if (value := shell.variables.get(name)) is not None]
    shell.emit(streams.out, lines(values) if arguments else _listed(shell))
    shell.code = int(len(values) < len(arguments))


def _listed(shell: Shell) -> str:
    return lines([f"{name}={value}" for name, value in sorted(shell.variables.all().items())])


# Where the shell stands, and what it knows


def cd(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``cd [FOLDER|-]``."""
    variables, files = shell.variables, shell.files
    back = arguments[:1] == ["-"]
    wanted = (variables.get("OLDPWD") or "/") if back else (arguments or [variables.get("HOME") or "/"])[0]
    if not is_folder(files, wanted):
        problem = "Not a directory" if files.status(wanted) else "No such file or directory"
        raise ShellError(f"sh: cd: {wanted}: {problem}", 2)
    variables.assign("OLDPWD", files.folder)
    files.folder = files.absolute(wanted)
    variables.assign("PWD", files.folder)
    shell.emit(streams.out, f"{files.folder}\n" if back else "")
    shell.code = 0


def pwd(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``pwd``."""
    shell.emit(streams.out, f"{shell.files.folder}\n")
    shell.code = 0


def which(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``which NAME...``."""
    known = [name for name in arguments if shell.knows(name)]
    shell.emit(streams.out, "".join(f"/system/bin/{name}\n" for name in known))
    shell.code = int(len(known) < len(arguments))


def type_(shell: Shell, arguments: Sequence[str], streams: Streams) -> None:
    """``type NAME...``."""
    for name in arguments:
        known = f"{name} is {'a shell builtin' if name in BUILTINS else f'/system/bin/{name}'}"
        shell.emit(streams.out, f"{known if shell.knows(name) else f'{name} not found'}\n")
    shell.code = int(not all(map(shell.knows, arguments)))


BUILTINS: Mapping[str, Builtin] = {
    ".": source,
    "break": break_,
    "builtin": wrapped,
    "cd": cd,
    "command": wrapped,
    "continue": continue_,
    "env": env,
    "eval": eval_,
    "exec": wrapped,
    "exit": exit_,
    "export": export,
    "let": let,
    "local": export,
    "nice": nice,
    "nohup": wrapped,
    "printenv": printenv,
    "pwd": pwd,
    "read": read,
    "readonly": export,
    "return": return_,
    "set": set_,
    "sh": sh,
    "shift": shift,
    "source": source,
    "su": su,
    "time": wrapped,
    "timeout": timeout,
    "toybox": toybox,
    "type": type_,
    "typeset": export,
    "unset": unset,
    "which": which,
    "xargs": xargs,
}
"""The commands by name."""
