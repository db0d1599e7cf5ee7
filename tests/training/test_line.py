"""The line from workers to the policy: who has the secret is answered, and nobody else holds it up."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Any

import pytest

from openphone_gym.endpoint import EndpointUnavailable
from training.desk import Desk
from training.line import HERE, Exchange, Line, host_for
from training.turns import Answer, Messages

TALK: Messages = [{"role": "user", "content": "one"}]


class Echo:
    """Answers with what was asked, and fails where that is ``fail``."""

    at_once = 1
    concurrent = False

    def answer(
        self, conversations: Sequence[Messages], seeds: Sequence[str], *, greedy: bool = False
    ) -> list[Answer]:
        if seeds[0] == "fail":
            raise MemoryError("too large")
        return [
            Answer(f"{messages[0]['content']} {seed}", [1], [2, 3], [-0.5, -0.25], "length")
            for messages, seed in zip(conversations, seeds, strict=True)
        ]

    def excess(self, messages: Messages, tools: Any = None) -> int:
        return -len(messages)


@pytest.fixture
def exchange() -> Exchange:
    return Exchange(Desk(Echo()))


def test_answers_come_as_the_policy_gave_them(exchange: Exchange) -> None:
    line = exchange.line()
    assert line.ask(TALK, "7") == Answer("one 7", [1], [2, 3], [-0.5, -0.25], "length")
    assert line.excess(TALK) == -1


def test_nobody_is_answered_without_the_secret_and_a_silent_stranger_holds_up_none(
    exchange: Exchange,
) -> None:
    address = exchange.line()._address
    with socket.create_connection(address):
        with pytest.raises(EndpointUnavailable, match="AuthenticationError"):
            Line(address, b"guessed").ask(TALK, "7")
        assert exchange.line().excess(TALK) == -1


def test_what_the_policy_raises_is_noted_and_all_lines_end(exchange: Exchange) -> None:
    one, other = exchange.line(), exchange.line()
    assert other.excess(TALK) == -1
    for line in (one, other):
        with pytest.raises(EndpointUnavailable, match="does not answer"):
            line.ask(TALK, "fail")
    assert isinstance(exchange._desk.fault, MemoryError)


def test_no_line_is_taken_after_the_end(exchange: Exchange) -> None:
    line = exchange.line()
    exchange.close()
    with pytest.raises(EndpointUnavailable):
        line.ask(TALK, "7")


def test_workers_of_this_machine_need_no_network() -> None:
    assert host_for("") == host_for("local") == host_for("127.0.0.1:6379") == HERE
