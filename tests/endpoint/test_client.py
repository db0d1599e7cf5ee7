from __future__ import annotations

import copy
import logging
import pickle
import sys

import pytest

from openphone_gym.endpoint import (
    LONGEST_PAUSE,
    ChatClient,
    Completion,
    Endpoint,
    EndpointError,
    EndpointNotConfigured,
    EndpointRefused,
    EndpointTimeout,
    EndpointUnavailable,
)
from tests.endpoint_server import Answer, ScriptedEndpoint

KEY = "sk-very-secret-0123456789"
HELLO = [{"role": "user", "content": "hello"}]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


class Asked:
    """Asks a scripted endpoint once, and keeps the pauses instead of waiting."""

    def __init__(self, *answers: str | Answer, ask: dict | None = None, **settings: object) -> None:
        self.pauses: list[float] = []
        with ScriptedEndpoint(answers) as self.server:
            endpoint = Endpoint(model="m", base_url=self.server.base_url, **{"retries": 2, **settings})  # type: ignore[arg-type]
            client = ChatClient(endpoint, sleep=self.pauses.append)
            try:
                self.completion: Completion | None = client.complete(HELLO, **(ask or {}))
                self.error = None
            except EndpointError as error:
                self.completion, self.error = None, error
            finally:
                client.close()


def test_an_answer_comes_with_tokens_cost_and_time():
    asked = Asked(Answer("hi", usage=(1_000_000, 500_000)), price_in=2.0, price_out=8.0)
    completion = asked.completion
    assert completion is not None
    assert (completion.text, completion.finish_reason) == ("hi", "stop")
    assert (completion.tokens_in, completion.tokens_out, completion.cost) == (1_000_000, 500_000, 6.0)
    assert completion.latency > 0
    assert completion.tokens == []
    assert asked.server.requests == [
        {"model": "m", "messages": HELLO, "temperature": 0.0, "max_tokens": 1024},
    ]


def test_arguments_and_settings_reach_the_request():
    schema = {"type": "object"}
    tools = [{"type": "function", "function": {"name": "tap"}}]
    ask = {"schema": schema, "tools": tools, "logprobs": True, "temperature": 0.5, "max_tokens": 7, "seed": 3}
    request = Asked("ok", ask=ask, extra={"top_k": 1, "max_tokens": None, "stop": ""}).server.requests[0]
    assert request["response_format"]["json_schema"]["schema"] == schema
    assert request["tools"] == tools
    assert (request["logprobs"], request["temperature"], request["seed"], request["top_k"]) == (
        True,
        0.5,
        3,
        1,
    )
    assert not {"max_tokens", "stop"} & set(request)  # some models refuse them


def test_an_endpoint_without_schemas_is_sent_none():
    assert "response_format" not in Asked("ok", ask={"schema": {}}, json_schema=False).server.requests[0]


def test_log_probabilities_come_token_by_token():
    completion = Asked(Answer("hi", logprobs=[("h", -0.5), ("i", -2.0)])).completion
    assert completion is not None
    assert completion.tokens == [("h", -0.5), ("i", -2.0)]


@pytest.mark.parametrize(
    "refusal",
    [
        Answer("this model does not support logprobs", status=400),
        Answer(raw_body='{"error": {"message": "unknown field: top_logprobs"}}', status=422),
    ],
)
def test_an_endpoint_that_refuses_log_probabilities_is_asked_without(
    refusal: Answer, caplog: pytest.LogCaptureFixture
):
    with ScriptedEndpoint([refusal, "one", "two"]) as server:
        endpoint = Endpoint(model="m", base_url=server.base_url, extra={"top_logprobs": 3})
        client = ChatClient(endpoint)
        assert [client.complete(HELLO, logprobs=True).text for _ in range(2)] == ["one", "two"]
    assert ["logprobs" in request for request in server.requests] == [True, False, False]
    assert "top_logprobs" not in server.requests[1]
    assert [record.getMessage().count("refuses log-probabilities") for record in caplog.records] == [1]


def test_an_endpoint_that_leaves_log_probabilities_out_is_asked_without(caplog: pytest.LogCaptureFixture):
    silent = [Answer(""), Answer("cut", finish_reason="length"), "one", "two", "three"]
    with ScriptedEndpoint(silent) as server:
        client = ChatClient(Endpoint(model="m", base_url=server.base_url))
        for _ in silent:
            client.complete(HELLO, logprobs=True)
    assert ["logprobs" in request for request in server.requests] == [True, True, True, False, False]
    assert [record.getMessage().count("leaves out log-probabilities") for record in caplog.records] == [1]


def test_other_refusals_are_not_taken_for_that():
    with ScriptedEndpoint([Answer("too long", status=400)] * 2) as server:
        client = ChatClient(Endpoint(model="m", base_url=server.base_url))
        with pytest.raises(EndpointRefused, match="too long"):
            client.complete(HELLO, logprobs=True)
    assert len(server.requests) == 1


def test_tool_calls_need_no_text():
    calls = [{"name": "tap", "arguments": '{"index": 3}'}]
    completion = Asked(Answer(None, tool_calls=calls, finish_reason="tool_calls")).completion
    assert completion is not None
    assert (completion.text, completion.tool_calls) == ("", calls)


def test_a_refusal_and_a_cut_answer_are_told():
    refused = Asked(Answer(refusal="I can't help with that")).completion
    assert refused is not None
    assert (refused.finish_reason, refused.text) == ("refusal", "I can't help with that")
    cut = Asked(Answer(None, finish_reason="length")).completion
    assert cut is not None
    assert (cut.finish_reason, cut.text) == ("length", "")


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
def test_a_passing_fault_is_tried_again(status: int):
    asked = Asked(Answer(status=status), Answer(status=status), "hi")
    assert asked.completion is not None
    assert len(asked.pauses) == 2
    assert 0.25 <= asked.pauses[0] <= 0.5 <= asked.pauses[1] <= 1.0


def test_retry_after_is_honoured():
    assert Asked(Answer(status=429, headers={"Retry-After": "7"}), "hi").pauses == [7.0]
    past = {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
    assert Asked(Answer(status=429, headers=past), "hi").pauses == [0.0]
    nonsense = Asked(Answer(status=429, headers={"Retry-After": "soon"}), "hi")
    assert 0 < nonsense.pauses[0] <= 0.5


def test_an_endpoint_that_asks_for_a_long_pause_is_down():
    asked = Asked(Answer(status=429, headers={"Retry-After": str(LONGEST_PAUSE + 1)}), "hi")
    assert isinstance(asked.error, EndpointUnavailable)
    assert (asked.pauses, len(asked.server.requests)) == ([], 1)


def test_a_fault_that_stays_is_unavailable_after_all_tries():
    asked = Asked(*[Answer("overloaded", status=503)] * 3)
    assert isinstance(asked.error, EndpointUnavailable)
    assert "503" in str(asked.error)
    assert len(asked.server.requests) == 3


@pytest.mark.parametrize("status", [307, 400, 401, 404, 422])
def test_a_refused_request_is_not_tried_again(status: int):
    asked = Asked(Answer("no such model", status=status), "hi")
    assert isinstance(asked.error, EndpointRefused)
    assert str(status) in str(asked.error)
    assert len(asked.server.requests) == 1


def test_a_slow_answer_is_a_timeout():
    asked = Asked(Answer(delay=20), Answer(delay=20), timeout=0.1, retries=1)
    assert isinstance(asked.error, EndpointTimeout)
    assert len(asked.server.requests) == 2


def test_an_answer_that_drips_is_a_timeout():
    asked = Asked(Answer("x" * 300, drip=0.05), timeout=0.3, retries=0)
    assert isinstance(asked.error, EndpointTimeout)


MALFORMED = {
    "no JSON": "<html>gateway</html>",
    "empty": "",
    "no object": "[]",
    "no choices": '{"choices": []}',
    "missing choices": "{}",
    "null choices": '{"choices": null}',
    "null message": '{"choices": [{"message": null}]}',
    "wrong type": '{"choices": [{"message": {"content": {"a": 1}}}]}',
    "cut JSON": '{"choices": [{"message": {"content": "a',
    "no UTF-8": b'{"choices": [{"message": {"content": "\xff\xfe"}}]}',
    "deep": '{"choices": ' + "[" * 100_000,
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_malformed_answers_are_tried_again_and_typed(body: str | bytes):
    assert Asked(Answer(raw_body=body), "hi").completion is not None
    asked = Asked(*[Answer(raw_body=body)] * 3)
    assert isinstance(asked.error, EndpointUnavailable)
    assert len(asked.server.requests) == 3


def test_a_cut_body_and_a_hang_up_are_tried_again():
    cut = Answer(raw_body="{}", headers={"Content-Length": "1000"})
    assert Asked(cut, Answer(hang_up=True), "hi").completion is not None
    assert isinstance(Asked(cut, cut, Answer(hang_up=True)).error, EndpointUnavailable)


def test_nobody_listens():
    with ScriptedEndpoint([]) as server:
        base_url = server.base_url
    client = ChatClient(Endpoint(model="m", base_url=base_url, retries=1), sleep=lambda _: None)
    with pytest.raises(EndpointUnavailable, match="not reached"):
        client.complete(HELLO)


# Secrets and settings


def test_the_key_is_sent_and_shown_nowhere(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    monkeypatch.setenv("MY_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    asked = Asked(Answer(f"wrong key {KEY}", status=401), api_key_env="MY_KEY")
    assert asked.server.headers[0]["authorization"] == f"Bearer {KEY}"
    error = asked.error
    assert isinstance(error, EndpointRefused)
    assert KEY not in str(error)
    assert "***" in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    assert KEY not in caplog.text
    client = ChatClient(Endpoint(model="m", base_url="http://127.0.0.1:9/v1", api_key_env="MY_KEY"))
    assert KEY not in repr(client) + repr(client.endpoint)


def test_a_remote_endpoint_needs_a_key():
    with pytest.raises(EndpointNotConfigured, match="MY_KEY"):
        ChatClient(Endpoint(model="m", api_key_env="MY_KEY"))


def test_loopback_uses_no_proxy(monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert Asked("hi", retries=0).completion is not None


def test_a_missing_client_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "httpx2", None)
    with pytest.raises(EndpointError, match=r"openphone_gym\[agents\]"):
        ChatClient(Endpoint(model="m", base_url="http://127.0.0.1:9/v1"))


def test_clients_are_copied_and_sent_to_other_processes():
    client = ChatClient(Endpoint(model="m", base_url="http://127.0.0.1:9/v1"))
    assert copy.deepcopy({"client": client})["client"] is client
    assert pickle.loads(pickle.dumps(client)).endpoint == client.endpoint
