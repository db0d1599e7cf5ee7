"""What is kept of an answer, and what is said of it."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from openphone_gym.endpoint import Completion, Endpoint
from openphone_gym.endpoint.answer import PICTURE_TOKENS, Failed, Malformed, estimate, read_answer
from openphone_gym.endpoint.completion import reason_of
from openphone_gym.endpoint.http import Reply
from tests.hostile_modes import USAGE, call, message

ENDPOINT = Endpoint(model="m", price_in=1.0, price_out=2.0)
REQUEST = {"messages": [{"role": "user", "content": "How are you today?"}]}


def read(answer: Any, body: bytes | None = None) -> Completion:
    reply = Reply(200, {}, json.dumps(answer).encode() if body is None else body)
    return read_answer(reply, ENDPOINT, REQUEST, str)


def test_thoughts_are_kept_apart():
    parts = [{"type": "thinking", "thinking": "tap(1)"}, {"type": "text", "text": "back()"}]
    found = read(message(parts, reasoning="hm", reasoning_content="hm"))
    assert (found.text, found.reasoning) == ("back()", "hm\ntap(1)")
    only = read(message(None, reasoning_content="tap(1)"))
    assert (only.text, only.reasoning, only.cut) == ("", "tap(1)", None)
    assert only.cost > 0


def test_streams_are_read_as_whole_answers_are():
    pieces = [{"reasoning": "h"}, {"reasoning": "m"}, {"content": [{"type": "thinking", "thinking": "tap("}]}]
    pieces += [{"content": [{"type": "thinking", "thinking": "1)"}]}, {"content": "ba"}, {"content": "ck()"}]
    pieces += [{"tool_calls": [{"index": 1, "function": {"name": "wait", "arguments": ""}}]}]
    pieces += [{"tool_calls": [{"index": 0, "function": {"name": "tap", "arguments": '{"a": 1'}}]}]
    pieces += [{"tool_calls": [{"index": 0, "function": {"name": None, "arguments": "}"}}]}]
    lines = [f"data: {json.dumps({'choices': [{'index': 0, 'delta': piece}]})}\n\n" for piece in pieces]
    lines += [f"data: {json.dumps({'choices': [], 'usage': USAGE})}\n\n", "data: [DONE]\n\n"]
    found = read(None, "".join(lines).encode())
    assert (found.text, found.reasoning) == ("back()", "hm\ntap(1)")
    assert {"name": "tap", "arguments": '{"a": 1}'} in found.tool_calls
    assert len(found.tool_calls) == 2
    assert (found.tokens_in, found.tokens_out, found.finish_reason) == (10, 5, "tool_calls")


def test_arguments_become_text():
    calls = [*call({"a": 1}), *call(None), *call('{"b": 2}'), {"name": "back", "input": {}}]
    assert [each["arguments"] for each in read(message(None, tool_calls=calls)).tool_calls] == [
        '{"a": 1}',
        "{}",
        '{"b": 2}',
        "{}",
    ]


@pytest.mark.parametrize(
    ("usage", "tokens", "estimated"),
    [
        (USAGE, (10, 5), False),
        ({"prompt_tokens": "10", "completion_tokens": 5.0}, (10, 5), False),
        ({"prompt_tokens": 10, "completion_tokens": 0}, (10, 3), True),
        ({"prompt_tokens": 10}, (10, 3), True),
        ({"completion_tokens": 5}, (6, 5), True),
        *(
            (odd, (6, 3), True)
            for odd in (
                None,
                {},
                [],
                "x",
                3,
                {"prompt_tokens": None},
                {"prompt_tokens": True},
                {"prompt_tokens": -1},
            )
        ),
        ({"prompt_tokens": 10**30, "completion_tokens": float("inf")}, (6, 3), True),
        ({"prompt_tokens": float("nan"), "completion_tokens": "-5"}, (6, 3), True),
    ],
)
def test_what_is_not_reported_is_estimated(usage: Any, tokens: tuple[int, int], estimated: bool):
    found = read(message("I am well!", usage=usage))
    assert (found.tokens_in, found.tokens_out, found.estimated) == (*tokens, estimated)
    assert found.cost == pytest.approx((tokens[0] + 2 * tokens[1]) / 1e6)


def test_an_empty_answer_that_was_billed_costs():
    found = read(message(None))
    assert (found.text, found.tokens_out, found.estimated) == ("", 5, False)
    assert found.cost == pytest.approx(20 / 1e6)


def test_estimates_count_text_and_pictures():
    picture = {"type": "image_url", "image_url": {"url": "data:" + "x" * 100_000}}
    words = {"type": "text", "text": "你好"}
    assert PICTURE_TOKENS < estimate([{"role": "user", "content": [words, picture]}]) < PICTURE_TOKENS + 20
    assert estimate(None) == 0


REASONS = {
    "stop": ["end_turn", "STOP", " stop ", None, ""],
    "length": ["max-tokens", "Length", "MAX_TOKENS"],
    "tool_calls": ["tool_use", "function_call"],
    "content_filter": ["SAFETY", "content filter"],
    "refusal": ["refusal"],
    "unknown": ["pause", 3, {}, ["stop"], True],
}


@pytest.mark.parametrize(("reason", "given"), [(name, one) for name, all in REASONS.items() for one in all])
def test_reasons_have_one_name(reason: str, given: Any):
    assert reason_of(given, calls=False) == reason
    assert (Completion(text="", finish_reason=reason).cut is None) == (reason in ("stop", "tool_calls"))


def test_a_cut_answer_says_where():
    cut = Completion(text="a", finish_reason="length", tokens_out=7)
    assert cut.cut == "it was cut at the limit of 7 tokens"
    cut.estimated = True
    assert cut.cut == "it was cut at the limit of its tokens"


_FIELDS = re.findall(
    r"\w+",
    "choices message delta content text type thinking refusal reasoning tool_calls function name arguments "
    "finish_reason usage prompt_tokens error code status logprobs logprob index",
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_FIELDS), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@drawn(_JSON, st.booleans())
def test_no_answer_breaks_the_reader(value: Any, stream: bool):
    choice = {"index": 0, "message": value, "delta": value, "finish_reason": None, "logprobs": value}
    for answer in (value, {"choices": value}, {"choices": [choice], "usage": value}, message(value, value)):
        body = json.dumps(answer)
        text = f"data: {body}\n\ndata: [DONE]\n\n" if stream else body
        try:
            found = read(None, text.encode())
        except (Malformed, Failed):
            continue
        assert msgspec.convert(msgspec.to_builtins(found), Completion) == found
        assert found.tokens_in > 0
