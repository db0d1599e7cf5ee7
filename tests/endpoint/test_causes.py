"""The innermost cause of a failure is named, and what to do about it."""

from __future__ import annotations

import re
import socket

import pytest

from openphone_gym.endpoint import ChatClient, Endpoint, EndpointNotConfigured, EndpointUnavailable
from tests.endpoint_server import Answer, ScriptedEndpoint
from tests.hostile_server import HostileServer


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1234567890")


def words(base_url: str) -> str:
    client = ChatClient(Endpoint(model="m", base_url=base_url, retries=0, timeout=30))
    with pytest.raises(EndpointUnavailable) as caught:
        client.complete([])
    client.close()
    return str(caught.value)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("tls_plain", "TLS: .* is it http instead of https"),
        ("tls_untrusted", r"TLS: the certificate .* not trusted \(self-signed.*SSL_CERT_FILE"),
        ("tls_hangs_up", "connection reset|TLS"),
        ("resets", "connection reset: .*broke it off"),
        ("hangs_up", "no HTTP: .*disconnected"),
        ("no_http", "no HTTP: .*check base_url"),
        ("huge_header", "no HTTP: .*too long"),
        ("html", "no chat completion"),
        ("brotli_bomb", "encoding 'br'"),
        ("endless_500", r"more than 16777216 bytes \(status 500\)"),
        ("status_500", "status 500: oops"),
        ("error_in_200", "inside an answer: overloaded"),
    ],
)
def test_servers(mode: str, told: str):
    with HostileServer() as server:
        found = words(server.base_url(mode))
    assert re.search(told, found), found


def test_nobody_listens():
    port = closed_port()
    for host in ("127.0.0.1", "localhost"):
        assert f"connection refused: nobody listens at {host}:{port}" in words(f"http://{host}:{port}/v1")


def test_unknown_names(monkeypatch: pytest.MonkeyPatch):
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    assert "DNS: the name of host.invalid:443 is not known" in words("https://host.invalid/v1")


def test_no_way(monkeypatch: pytest.MonkeyPatch):
    def unreachable(*_: object, **__: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr("socket.getaddrinfo", unreachable)
    assert "network: there is no way to host.invalid:80" in words("http://host.invalid/v1")


def test_proxies(monkeypatch: pytest.MonkeyPatch):
    port = closed_port()
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:password@127.0.0.1:{port}")
    found = words("https://host.invalid/v1")
    assert f"nobody listens at the proxy 127.0.0.1:{port} of HTTPS_PROXY" in found
    assert "password" not in found
    assert "host.invalid:443 in NO_PROXY" in found
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:99999")
    assert "the proxy an address that is none of HTTPS_PROXY" in words("https://host.invalid/v1")
    with ScriptedEndpoint([Answer("denied", status=403)] * 2) as server:
        monkeypatch.setenv("http_proxy", server.base_url)
        client = ChatClient(Endpoint(model="m", base_url="http://host.invalid/v1", retries=0))
        with pytest.raises(Exception, match="status 403: denied"):
            client.complete([])


def test_a_missing_file_of_authorities_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")
    with pytest.raises(EndpointNotConfigured, match="SSL_CERT_FILE"):
        ChatClient(Endpoint(model="m", base_url="https://host.invalid/v1"))
