"""The emulator console: what ``adb emu`` and telnet talk to."""

from __future__ import annotations

import asyncio
import re
import shlex
from collections.abc import Callable
from functools import partial

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import telephone
from openphone_gym.phone.shell.appium import LATITUDE, LONGITUDE
from openphone_gym.phone.system.clock import to_local
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.serve.guard import Guard
from openphone_gym.serve.served import ServedPhone
from openphone_gym.serve.snapshots import SnapshotError, Snapshots

LONGEST_LINE = 4096

WELCOME = "Android Console: type 'help' for a list of commands\r\nOK\r\n"
GREETING = f"{WELCOME}OK\r\n"
"""``adb emu`` drops everything up to the second OK, and shows what comes after it."""

GUARDED = "Android Console: type 'auth TOKEN' first\r\nOK\r\n"
"""The second OK comes with the token; ``adb emu`` sends that of ``~/.emulator_console_auth_token``."""

TOKEN_S, IDLE_S = 10.0, 120.0
"""Time a client has to give the token, and for each line after that."""

_NO_COMMAND = re.compile(
    rb"(?i:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|PRI)\s|.*\sHTTP/\d(\.\d)?\s*$|[\w-]+:(\s|$)"
    rb"|.*[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
"""Lines of what talks to no console: requests and headers of HTTP, which a page of any origin can have a
browser send to this port, and binary protocols."""

_ROW = "{:<10}{:<40}{:>10}  {:<19}"

_NUMBER = re.compile(r"\+?[0-9*#]{1,20}")


class ConsoleError(Exception):
    """A command can't be done; the message says why."""


class Console:
    """The console of one phone.

    Args:
        served: The phone.
        name: What ``avd name`` answers.
        kill: Ends the phone.
        snapshots: Those that the phone keeps.
        guard: Whom it lets in; None lets everybody in.
    """

    def __init__(
        self,
        served: ServedPhone,
        name: str,
        kill: Callable[[], None],
        snapshots: Snapshots,
        guard: Guard | None = None,
    ) -> None:
        self._guard = guard
        self._served = served
        self._name = name
        self._kill = kill
        self._snapshots = snapshots

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talks with one client until it quits."""
        try:
            if self._guard is None:
                writer.write(GREETING.encode())
            elif not await self._admitted(self._guard, reader, writer):
                return
            while await self._converse(reader, writer):
                pass
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, TimeoutError):
            pass

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answers a line; whether to go on."""
        async with asyncio.timeout(IDLE_S):
            sent = await reader.readuntil(b"\n")
        line = sent.decode("utf-8", "replace")
        words = line.split()
        if words[:1] in (["quit"], ["exit"]) or _NO_COMMAND.match(sent):
            return False
        writer.write((await self._served.do(partial(self.answer, line))).encode())
        async with asyncio.timeout(IDLE_S):
            await writer.drain()
        if words == ["kill"]:
            self._kill()
        return words != ["kill"]

    async def _admitted(
        self, guard: Guard, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Whether the client gives the token, in its first line that is not blank, and in time."""
        writer.write(GUARDED.encode())
        async with asyncio.timeout(TOKEN_S):
            while not (words := (await reader.readuntil(b"\n")).decode("utf-8", "replace").split()):
                pass
        admitted = len(words) == 2 and words[0] == "auth" and guard.admits(words[1])
        writer.write((WELCOME if admitted else "KO: wrong token, or none\r\n").encode())
        return admitted

    def answer(self, line: str) -> str:
        """The answer to one line: empty to a blank one, and to the token that nobody needs.

        It is given by the phone's thread (see ``ServedPhone.do``).
        """
        try:
            words = shlex.split(line)
        except ValueError:
            words = line.split()
        try:
            match words:
                case [] | ["auth", *_]:
                    return ""
                case ["avd", "name"]:
                    return f"{self._name}\r\nOK\r\n"
                case ["avd", "snapshot", "list"]:
                    return f"{self._list()}OK\r\n"
                case ["avd", "snapshot", "save", name]:
                    self._snapshots.save(name)
                case ["avd", "snapshot", "load", name]:
                    self._snapshots.load(name)
                case ["avd", "snapshot", "delete" | "del", name]:
                    self._snapshots.delete(name)
                case ["geo", "fix", longitude, latitude, *_]:
                    self._locate(longitude, latitude)
                case ["gsm", "call" | "cancel" | "accept" as verb, number]:
                    self._gsm(verb, number)
                case ["gsm", "list"]:
                    return f"{self._calls()}OK\r\n"
                case ["sms", "send", number, *text] if text:
                    self._message(number, " ".join(text))
                case ["rotate"]:
                    raise ConsoleError("the phone is locked to portrait")
                case ["kill"]:
                    return "OK: killing emulator, bye bye\r\n"
                case ["help", *_]:
                    return f"{HELP}OK\r\n"
                case _:
                    raise ConsoleError("unknown command, try 'help'")
        except (ConsoleError, SnapshotError) as error:
            return f"KO: {error}\r\n"
        return "OK\r\n"

    def _list(self) -> str:
        """The snapshots, in the columns of the emulator: size, and time on the phone."""
        if not self._snapshots.kept:
            return "There is no snapshot available.\r\n"
        system = self._served.phone.system
        lines = ["List of snapshots present on all disks:", _ROW.format("ID", "TAG", "VM SIZE", "DATE")]
        for name, kept in self._snapshots.kept.items():
            date = to_local(system, kept.clock).strftime("%Y-%m-%d %H:%M:%S")
            lines.append(_ROW.format("--", name, f"{kept.size}", date))
        return "".join(f"{line}\r\n" for line in lines)

    def _locate(self, longitude: str, latitude: str) -> None:
        place = (_degrees(longitude, 180), _degrees(latitude, 90))
        properties = self._served.phone.system.properties
        properties[LONGITUDE], properties[LATITUDE] = (f"{value:.6f}" for value in place)

    def _gsm(self, verb: str, number: str) -> None:
        """Has a call come in, or ends or answers the one of that number."""
        _check_number(number)
        phone = self._served.phone
        if verb == "call":
            telephone.ring(phone, number)
        elif number not in dict(telephone.calls(phone)):
            raise ConsoleError(f"could not {verb} this number")
        elif verb == "cancel":
            telephone.hang_up(phone)
        else:
            telephone.answer(phone)

    def _calls(self) -> str:
        """The calls that come in or run, as the emulator lists them."""
        calls = telephone.calls(self._served.phone)
        return "".join(f"inbound from  {number:<10} : {state}\r\n" for number, state in calls)

    def _message(self, number: str, text: str) -> None:
        _check_number(number)
        receive_message(self._served.phone, number, text)


HELP = (
    "avd name                   name of this phone\r\n"
    "avd snapshot list          snapshots of this phone, without its files\r\n"
    "avd snapshot save|load|delete NAME\r\n"
    "geo fix LONGITUDE LATITUDE puts the phone at a place, in degrees\r\n"
    "gsm call NUMBER            somebody calls\r\n"
    "gsm accept|cancel NUMBER   answers or ends that call\r\n"
    "gsm list                   the calls of this moment\r\n"
    "sms send NUMBER TEXT       somebody writes\r\n"
    "kill                       ends this phone\r\n"
    "quit                       ends this conversation\r\n"
)


def receive_message(phone: Phone, number: str, text: str) -> None:
    """Lets a text message come in, with its notification."""
    Nav(phone, front_entry(phone.system)).send("incoming_text", number=number, text=text)
    phone.changed()


def _check_number(number: str) -> None:
    if not _NUMBER.fullmatch(number):
        raise ConsoleError(f"bad phone number {number!r}: digits, with + before them if need be")


def _degrees(word: str, most: float) -> float:
    try:
        value = float(word)
    except ValueError:
        value = float("nan")
    if not abs(value) <= most:
        raise ConsoleError(f"bad place {word!r}: degrees from -{most} to {most}")
    return value
