"""Confidence is that of the call alone."""

from __future__ import annotations

import math
from functools import partial

import pytest

from agents.chat import ChatAgent
from agents.confidence import call_confidence
from openphone_gym.actions.dialects import OPENPHONE, QWEN3VL, call_written
from openphone_gym.actions.dialects.dialect import Dialect
from openphone_gym.endpoint import Endpoint, Token
from tests.endpoint_server import Answer, ScriptedEndpoint

SURE, UNSURE, WILD = math.log(0.9), math.log(0.4), -9.0
TAP = [("tap", SURE), ("(", SURE), ("3", UNSURE), (")", SURE)]
CALL = math.exp((3 * SURE + UNSURE) / 4)


def confidence(*tokens: tuple[str, float], dialect: Dialect = OPENPHONE) -> float | None:
    return call_confidence([Token(*token) for token in tokens], partial(call_written, dialect))


def test_neither_reasoning_nor_tags_count() -> None:
    assert confidence(*TAP) == pytest.approx(CALL)
    opening, closing = [("<CALLED", WILD), ("_FUNCTION>", WILD)], [("</CALLED_FUNCTION>", WILD)]
    said = [("<REASONING>", WILD), ("not ", WILD), *[(text, WILD) for text, _ in TAP], ("</REASONING>", WILD)]
    assert confidence(*said, *opening, *TAP, *closing) == pytest.approx(CALL)
    assert confidence(("<think>", WILD), ("tap(3)", WILD), ("</think>", WILD), *TAP) == pytest.approx(CALL)
    assert confidence(("I will tap.\n", WILD), *TAP, ("\n", WILD)) == pytest.approx(CALL)


def test_a_token_at_the_edge_counts() -> None:
    assert confidence(("<answer>tap", SURE), ("(3)</", UNSURE), ("answer>", WILD)) == pytest.approx(
        math.exp((SURE + UNSURE) / 2)
    )


def test_the_call_is_found_as_the_dialect_writes_it() -> None:
    call = '{"name": "mobile_use", "arguments": {"action": "click", "coordinate": [5, 7]}}'
    said = [("Thought: hm\n", WILD), ("<tool_call>\n", WILD), (call, UNSURE), ("\n</tool_call>", WILD)]
    assert confidence(*said, dialect=QWEN3VL) == pytest.approx(math.exp(UNSURE))
    assert confidence(("back", UNSURE)) == pytest.approx(math.exp(UNSURE))


def test_what_is_not_told_is_not_guessed() -> None:
    assert confidence() is None
    assert confidence(("no call", SURE)) is None
    assert confidence(("token_id:17", SURE), ("token_id:4", SURE)) is None


@pytest.mark.parametrize(
    ("style", "text", "tokens", "expected"),
    [
        (
            "full",
            "Well. <answer>tap(3)</answer>",
            [("Well. <answer>", WILD), *TAP, ("</answer>", WILD)],
            CALL,
        ),
        ("full", "tap(", TAP, None),  # nothing can be read
        (
            "brief",
            "Wi-Fi #3\ntap(3)",
            [("Wi-Fi #3\n", UNSURE), ("tap(3)", SURE)],
            math.exp((SURE + UNSURE) / 2),
        ),
    ],
)
def test_an_agent_tells_it(
    style: str, text: str, tokens: list[tuple[str, float]], expected: float | None
) -> None:
    with ScriptedEndpoint([Answer(text, logprobs=tokens)]) as server:
        agent = ChatAgent(Endpoint(model="m", base_url=server.base_url), confidence=True, style=style)
        agent.reset("a goal")
        decision = agent.act({"goal": "a goal", "ui": 'App x\n[3] "Wi-Fi" switch on', "step": 0})
    assert decision.confidence == (None if expected is None else pytest.approx(expected))
