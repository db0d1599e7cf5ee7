from __future__ import annotations

import socket

import pytest

from openphone_gym.endpoint import ChatClient, Endpoint, EndpointNotConfigured
from openphone_gym.endpoint.addresses import is_loopback
from tests.endpoint_server import ScriptedEndpoint

OWN = socket.gethostname()


OWN_HOSTS = "127.0.0.1 127.8.9.1 127.1 0.0.0.0 0 2130706433 0x7f.1 localhost LocalHost a.localhost localhost."
OWN_HOSTS += " [::1] [::] [::ffff:127.0.0.1] [::ffff:0.0.0.0] [0:0:0:0:0:0:0:1] ip6-localhost"
OTHER_HOSTS = "1.2.3.4 api.example localhost.example notlocalhost [::2] [::ffff:1.2.3.4] 127.example"


@pytest.mark.parametrize("host", [*OWN_HOSTS.split(), OWN, OWN.upper()])
def test_own_addresses(host: str):
    for url in (f"http://{host}/v1", f"https://{host}:8000/v1"):
        assert is_loopback(url)


@pytest.mark.parametrize("host", OTHER_HOSTS.split())
def test_other_addresses(host: str):
    assert not is_loopback(f"http://{host}/v1")
    assert not is_loopback(None)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]", "127.1"])
def test_own_addresses_need_no_key_and_no_proxy(host: str, monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with ScriptedEndpoint(["hi"]) as server:
        client = ChatClient(
            Endpoint(model="m", base_url=server.base_url.replace("127.0.0.1", host), retries=0)
        )
        assert client.complete([]).text == "hi"
        assert "authorization" not in server.headers[0]
        client.close()


def test_a_proxy_that_can_not_be_used_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1234567890")
    for name in ("all_proxy", "https_proxy", "http_proxy", "no_proxy", "ALL_PROXY", "HTTP_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for proxy in ("gopher://x", "http://[::1"):
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        with pytest.raises(EndpointNotConfigured, match="HTTPS_PROXY"):
            ChatClient(Endpoint(model="m", base_url="https://host.invalid/v1"))
