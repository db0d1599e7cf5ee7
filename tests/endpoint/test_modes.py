"""The client against a server that misbehaves, one way after the other."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time

import pytest

from openphone_gym.endpoint import (
    ChatClient,
    Completion,
    Endpoint,
    EndpointError,
    EndpointRefused,
    EndpointTimeout,
    EndpointUnavailable,
)
from tests.hostile_modes import MODES, TEXT, Mode
from tests.hostile_server import HostileServer

KEY = "sk-very-secret-0123456789"
SHORT, AMPLE = 0.5, 120.0
"""Seconds: for modes that never end, and for all others."""


@pytest.fixture(scope="module")
def server():
    with HostileServer() as server:
        yield server


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTILE_KEY", KEY)


def ask(base_url: str, timeout: float, model: str = "m", stream: bool = False) -> Completion | EndpointError:
    endpoint = Endpoint(
        model=model, base_url=base_url, api_key_env="HOSTILE_KEY", timeout=timeout, retries=0, price_in=1.0
    )
    client = ChatClient(endpoint)
    try:
        return client.complete([{"role": "user", "content": "hello"}], stream=stream)
    except EndpointError as fault:
        return fault
    finally:
        client.close()


def result_of(found: Completion | EndpointError) -> str:
    match found:
        case EndpointRefused():
            return "refused for good" if found.final else "refused"
        case EndpointTimeout():
            return "timeout"
        case EndpointUnavailable():
            return "unavailable"
        case Completion():
            call = found.tool_calls[0] if found.tool_calls else {}
            whole = found.text == TEXT or (call.get("name"), json.loads(call.get("arguments", "{}"))) == (
                "finish",
                {"message": "done"},
            )
            return "answer" if whole else "model fault"
    raise found


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
def test_each_mode_ends_as_it_should(mode: Mode, server: HostileServer, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    timeout = SHORT if mode.result == "timeout" else AMPLE
    for stream in (False, True):
        started = time.monotonic()
        found = ask(server.base_url(mode.name), timeout, stream=stream)
        assert result_of(found) == mode.result, found
        assert time.monotonic() - started < timeout + 30  # not for ever; machines may be slow
        if isinstance(found, EndpointError):
            assert str(found).isprintable()
            assert len(str(found)) < 600
            assert found.__cause__ is None
        else:
            assert found.tokens_in > 0
            assert found.cost > 0
            json.dumps([found.text, found.reasoning]).encode()
            (found.text + found.reasoning).encode()
        shown = f"{found} {found!r} {caplog.text}"
        assert KEY not in shown
        assert KEY[::-1] not in shown


def test_what_one_answer_sets_breaks_no_later_call(server: HostileServer):
    endpoint = Endpoint(model="m", base_url=server.base_url("sets_bad_cookies"), timeout=AMPLE, retries=0)
    client = ChatClient(endpoint)
    for _ in range(2):
        assert client.complete([{"role": "user", "content": "Hi"}]).text == TEXT
    client.close()


def test_the_model_may_name_the_mode(server: HostileServer):
    for mode in MODES.values():
        if mode.by_model and mode.result == "refused for good":
            assert result_of(ask(server.base_url(), AMPLE, f"mode:{mode.name}")) == mode.result
    assert result_of(ask(server.base_url(), AMPLE, "mode:no such")) == "refused for good"


BOMBS = ["gzip_bomb_200", "gzip_bomb_400", "gzip_bomb_500", "deflate_bomb", "twice_gzip_bomb", "brotli_bomb"]
BOMBS += ["zstd_bomb", "endless_body", "endless_500", "endless_400", "endless_redirection", "endless_stream"]
BOMBS += ["endless_headers", "huge_header", "floods_continue", "megabytes_400", "deep_json", "long_number"]

_MEASURE = """
import json, resource, sys
from openphone_gym.endpoint import ChatClient, Endpoint, EndpointError

def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

urls = json.load(sys.stdin)
before, grown = None, {}
for name, url in urls.items():
    client = ChatClient(Endpoint(model="m", base_url=url, timeout=2 if "flood" in name else 60, retries=0))
    try:
        client.complete([])
    except EndpointError:
        pass
    before = before or used()
    grown[name] = used() - before
print(json.dumps(grown))
"""


def test_no_bomb_takes_much_memory(server: HostileServer):
    urls = {name: server.base_url(name) for name in ["plain", *BOMBS]}
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE], input=json.dumps(urls), capture_output=True, text=True, timeout=250
    )
    assert done.returncode == 0, done.stderr
    grown = json.loads(done.stdout)
    assert grown["plain"] == 0
    assert max(grown.values()) < 150, grown  # MiB; the bombs hold 4096


def test_a_call_in_a_forked_process_ends(server: HostileServer):
    url = server.base_url("plain")
    client = ChatClient(Endpoint(model="m", base_url=url, retries=0))
    assert client.complete([]).text == TEXT
    child = os.fork()
    if child == 0:
        os._exit(0 if client.complete([]).text == TEXT else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert client.complete([]).text == TEXT


def test_a_slow_look_up_of_a_name_is_a_timeout(monkeypatch: pytest.MonkeyPatch):
    def slow(*_: object, **__: object) -> list:
        time.sleep(3)
        return []

    monkeypatch.setattr("socket.getaddrinfo", slow)
    started = time.monotonic()
    found = ask("http://slow.invalid/v1", SHORT)
    assert isinstance(found, EndpointTimeout)
    assert time.monotonic() - started < 3
