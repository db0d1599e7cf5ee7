"""Streams of real clients, replayed without them; ``record_golden`` makes the recordings.

One line of a recording is one stream, in the order in which they were opened:

* ``service``: what was opened
* ``sent``: the client's bytes; ``close``: the client ends the stream after them
* ``answer``: all that comes back, or ``starts``: how it begins; ``open``: the stream does not end by itself
* ``matches``: a pattern for what a command prints, with ``exit`` for its exit code (0)
"""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest

from tests.serve.conftest import CLSE, OKAY, OPEN, WRTE, Host

RECORDINGS = sorted(Path(__file__).parent.glob("golden/*.jsonl"))

CHUNK = 1 << 18


class Replay:
    """One stream."""

    def __init__(self, host: Host, number: int, step: dict[str, Any]) -> None:
        self._host = host
        self._number = number
        self._open = step.get("open", False)
        self._close = step.get("close", False)
        self._sent = step.get("sent", "").encode("latin-1")
        self._enough = len(step.get("answer", step.get("starts", "")))
        self.answer = b""
        self.ended = False
        host.send(OPEN, number, 0, step["service"].encode() + b"\0")
        command, self._theirs = self._next()[:2]
        self.accepted = command == OKAY

    def _next(self) -> tuple[int, int, bytes]:
        """The next frame of this stream; the others still end."""
        while True:
            command, theirs, mine, payload = self._host.receive()
            if mine == self._number:
                return command, theirs, payload

    def run(self) -> Replay:
        rest, waiting = self._sent, False
        while not self.ended:
            if rest and not waiting:
                self._host.send(WRTE, self._number, self._theirs, rest[:CHUNK])
                rest, waiting = rest[CHUNK:], True
            if not (rest or waiting) and (self._close or (self._open and len(self.answer) >= self._enough)):
                self._host.send(CLSE, self._number, self._theirs)
                break
            command, _, payload = self._next()
            waiting = waiting and command != OKAY
            self.ended = command == CLSE
            if command == WRTE:
                self.answer += payload
                self._host.send(OKAY, self._number, self._theirs)
        return self


def printed(answer: bytes) -> tuple[str, int]:
    """Output and exit code in the packets of the second shell protocol."""
    output, at, code = b"", 0, -1
    while at < len(answer):
        kind, length = struct.unpack_from("<BI", answer, at)
        data, at = answer[at + 5 : at + 5 + length], at + 5 + length
        if kind == 3:
            code = data[0]
        else:
            output += data
    return output.decode(), code


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: path.stem)
def test_the_phone_answers_as_its_clients_expect(recording, dial):
    host = dial()
    host.greet(most=1 << 20)
    steps = [json.loads(line) for line in recording.read_text().splitlines()]
    assert steps
    for number, step in enumerate(steps, 1):
        replay = Replay(host, number, step)
        assert replay.accepted, step["service"]
        if "matches" in step:
            output, code = printed(replay.run().answer)
            assert re.fullmatch(step["matches"], output, re.DOTALL), (step["service"], output[:500])
            assert code == step.get("exit", 0), step["service"]
        elif "answer" in step or "starts" in step or step.get("close"):
            answer = replay.run().answer.decode("latin-1")
            assert answer.startswith(step.get("starts", "")), (step["service"], answer[:200])
            assert answer == step.get("answer", answer), step["service"]
        else:
            host.send(CLSE, number, 1)
