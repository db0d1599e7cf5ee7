"""The way from episodes in other processes to the policy's desk: a connection for each, by a secret."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge, deliver_challenge
from typing import Any

import msgspec

from openphone_gym.endpoint import EndpointUnavailable
from openphone_gym.rollout import LOCAL
from training.desk import Desk
from training.turns import Answer, Messages

HERE = "127.0.0.1"
ELSEWHERE = "203.0.113.1"
"""An address of no machine (RFC 5737), by which a socket tells from where others would be spoken to."""


class _Ask(msgspec.Struct, tag=True):
    messages: Messages
    seed: str


class _Measure(msgspec.Struct, tag=True):
    messages: Messages
    tools: Any = None


_read = msgspec.msgpack.Decoder(_Ask | _Measure)
_read_answer = msgspec.msgpack.Decoder(Answer)
_read_number = msgspec.msgpack.Decoder(int)


class Line:
    """A worker's line to the desk; can be pickled, and is connected when it is first used.

    Args:
        address: Host and port.
        secret: Of both sides.
    """

    def __init__(self, address: tuple[str, int], secret: bytes) -> None:
        self._address = address
        self._secret = secret
        self._connection: Any = None

    def ask(self, messages: Messages, seed: str) -> Answer:
        """The policy's answer.

        Raises:
            EndpointUnavailable: There will be none.
        """
        return _read_answer.decode(self._told(_Ask(messages, seed)))

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by; negative if it fits.

        Raises:
            EndpointUnavailable: There is nobody to tell.
        """
        return _read_number.decode(self._told(_Measure(messages, tools)))

    def _told(self, question: _Ask | _Measure) -> bytes:
        try:
            self._connection = self._connection or Client(self._address, authkey=self._secret)
            self._connection.send_bytes(msgspec.msgpack.encode(question))
            return self._connection.recv_bytes()
        except (OSError, EOFError, AuthenticationError) as error:
            self._connection = None
            why = f"the policy does not answer ({type(error).__name__}: {error})"
            raise EndpointUnavailable(why) from None


class Exchange:
    """Puts lines through to a desk, each in a thread of its own.

    Args:
        desk: Where the policy answers.
        host: Address that the lines come to.
    """

    def __init__(self, desk: Desk, host: str = HERE) -> None:
        self._desk = desk
        self._secret = os.urandom(32)
        self._listener = Listener((host, 0), backlog=512)
        self._open = True
        threading.Thread(target=self._accept, daemon=True).start()

    def line(self) -> Line:
        """A line to the desk, for any number of workers."""
        return Line(self._address, self._secret)

    def close(self) -> None:
        """Takes no more lines."""
        self._open = False
        with suppress(OSError):
            socket.create_connection(self._address).close()  # wakes who waits for lines
        self._listener.close()

    @property
    def _address(self) -> tuple[str, int]:
        found: Any = self._listener.address
        return found

    def _accept(self) -> None:
        while self._open:
            with suppress(OSError):
                connection = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        """Answers one line until it or the desk is closed."""
        over = OSError, EOFError, AuthenticationError, EndpointUnavailable, msgspec.MsgspecError
        with connection, suppress(*over):
            deliver_challenge(connection, self._secret)
            answer_challenge(connection, self._secret)
            while True:
                question = _read.decode(connection.recv_bytes())
                connection.send_bytes(msgspec.msgpack.encode(self._answer(question)))

    def _answer(self, question: _Ask | _Measure) -> Answer | int:
        if isinstance(question, _Ask):
            return self._desk.ask(question.messages, question.seed)
        return self._desk.excess(question.messages, question.tools)


def host_for(ray: str) -> str:
    """This machine's address as its workers see it.

    Args:
        ray: Address of the cluster that they are on; empty or ``local`` for this machine.
    """
    if ray in ("", LOCAL):
        return HERE
    host, _, port = ray.removeprefix("ray://").rpartition(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:  # nothing is sent
        trial.connect((host.strip("[]") if port.isdigit() else ELSEWHERE, 9))
        return trial.getsockname()[0]
