from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import msgspec
import pytest

from openphone_gym.endpoint import LONGEST_PAUSE, ChatClient, Endpoint, EndpointError, EndpointNotConfigured

KEY = "sk-very-secret-0123456789"


@pytest.mark.parametrize(
    "wrong",
    [
        {"api_key_env": KEY},
        {"base_url": "ftp://host/v1"},
        {"base_url": f"https://me:{KEY}@host/v1"},
        {"base_url": f"https://host/v1?key={KEY}"},
    ],
)
def test_secrets_do_not_belong_into_settings(wrong: dict[str, str]):
    with pytest.raises(ValueError, match=r"api_key_env|base_url") as caught:
        Endpoint(model="m", **wrong)  # type: ignore[arg-type]
    assert KEY not in str(caught.value)


def test_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    values = {"MODEL": "m", "RETRIES": "2", "VISION": "false", "TIMEOUT": "1.5", "EXTRA": '{"top_k": 1}'}
    for name, value in values.items():
        monkeypatch.setenv(f"OPENPHONE_JUDGE_{name}", value)
    assert Endpoint.load("OPENPHONE_JUDGE", max_tokens=9) == Endpoint(
        model="m", retries=2, vision=False, timeout=1.5, extra={"top_k": 1}, max_tokens=9
    )


def test_settings_from_a_file(tmp_path: Path):
    file = tmp_path / "endpoints.toml"
    file.write_text('[cloud]\nmodel = "m"\nprice_in = 2\n[device]\nmodel = "d"\n')
    assert Endpoint.load(f"{file}:cloud") == Endpoint(model="m", price_in=2.0)
    file.write_text('model = "m"\n')
    assert Endpoint.load(str(file)) == Endpoint(model="m")


def test_missing_and_wrong_settings_say_what_to_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    with pytest.raises(EndpointNotConfigured, match="OPENPHONE_CLOUD_MODEL"):
        Endpoint.load("OPENPHONE_CLOUD")
    monkeypatch.setenv("OPENPHONE_CLOUD_MODEL", "m")
    monkeypatch.setenv("OPENPHONE_CLOUD_EXTRA", "{")
    with pytest.raises(EndpointNotConfigured, match="OPENPHONE_CLOUD_EXTRA"):
        Endpoint.load("OPENPHONE_CLOUD")
    with pytest.raises(EndpointNotConfigured, match="can't be read"):
        Endpoint.load(str(tmp_path / "none.toml"))
    file = tmp_path / "a.toml"
    file.write_text(f'model = "m"\napi_key = "{KEY}"\n')
    with pytest.raises(EndpointNotConfigured, match=r"'api_key'.*api_key_env") as caught:
        Endpoint.load(str(file))
    assert KEY not in str(caught.value)
    file.write_text('model = "m"\ntimeout = -1\n')
    with pytest.raises(EndpointNotConfigured, match="timeout"):
        Endpoint.load(str(file))
    with pytest.raises(EndpointNotConfigured, match=r"no table \[cloud\]"):
        Endpoint.load(f"{file}:cloud")


def test_blanks_and_line_breaks_around_settings_are_taken_off(monkeypatch: pytest.MonkeyPatch):
    endpoint = Endpoint(model=" m\n", base_url="  http://127.0.0.1:9/v1\r\n", api_key_env="MY_KEY ")
    assert endpoint == Endpoint(model="m", base_url="http://127.0.0.1:9/v1", api_key_env="MY_KEY")
    for name, value in {"MODEL": " m\n", "BASE_URL": "http://127.0.0.1:9/v1\n", "RETRIES": " 2 "}.items():
        monkeypatch.setenv(f"OPENPHONE_JUDGE_{name}", value)
    assert Endpoint.load("OPENPHONE_JUDGE") == Endpoint(
        model="m", base_url="http://127.0.0.1:9/v1", retries=2
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("timeout", value) for value in (math.inf, math.nan, -math.inf, 0, -1, 1e9, "1", None, True, [1])),
        *(("temperature", value) for value in (math.inf, math.nan, -1, "hot")),
        *(("price_in", value) for value in (math.inf, math.nan, -1)),
        *(("retries", value) for value in (-1, 21, 2**70, 1.5, math.nan, True)),
        *(("max_tokens", value) for value in (0, -1, 2**70, 1.5)),
        *(("extra", value) for value in ([], {"a": math.nan}, {"a": math.inf}, {"a": object()}, {1: 2})),
        *(("model", value) for value in ("", "  \n", None, 3)),
        *(("vision", value) for value in ("yes", 2, None)),
        *(("base_url", value) for value in ("", "localhost:8000", "http://", "http:///v1", "http://[::1/v1")),
        *(
            ("base_url", value)
            for value in ("http://a b/v1", "http://a\nb/v1", "http://a:99999/v1", "http://a:0")
        ),
        *(("base_url", value) for value in ("http://a/v1#x", "http://a\\b/v1", 3, "file:///etc/passwd")),
    ],
)
def test_values_out_of_range_are_typed(name: str, value: Any):
    settings = {"model": "m", name: value}
    with pytest.raises(EndpointNotConfigured, match=name):
        Endpoint(**settings)
    with pytest.raises(EndpointNotConfigured, match=name):
        msgspec.structs.replace(Endpoint(model="m"), **{name: value})


@pytest.mark.parametrize("value", ["inf", "nan", "-inf", "1e999", "0", "soon"])
def test_texts_out_of_range_are_typed(value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("OPENPHONE_CLOUD_MODEL", "m")
    monkeypatch.setenv("OPENPHONE_CLOUD_TIMEOUT", value)
    with pytest.raises(EndpointNotConfigured, match="timeout"):
        Endpoint.load("OPENPHONE_CLOUD")
    file = tmp_path / "a.toml"
    file.write_text(f'model = "m"\ntimeout = {value}\n')
    with pytest.raises(EndpointNotConfigured, match=r"timeout|can't be read"):
        Endpoint.load(str(file))


@pytest.mark.parametrize(
    "text",
    [
        'model = "m"\nextra = ' + "[" * 100_000,
        'model = "m"\nextra = {a = ' + "[" * 500 + "]" * 500 + "}",
        "a" + ".a" * 100_000 + " = 1",
        'model = "m"\nmodel = "n"',
        "\0",
        'model = "m" # ' + "x" * 10_000_000,
        'model = "\\ud800"',
        'model = ["m"]',
        'model = "m"\ntimeout = 1979-05-27',
    ],
    ids=lambda text: text[:20],
)
def test_odd_files_are_typed(text: str, tmp_path: Path):
    file = tmp_path / "a.toml"
    file.write_text(text)
    with pytest.raises(EndpointNotConfigured):
        Endpoint.load(str(file))


def test_files_that_are_none_are_typed(tmp_path: Path):
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("bytes.toml", ".", "none.toml", "a\0b"):
        with pytest.raises(EndpointNotConfigured, match="can't be read"):
            Endpoint.load(str(tmp_path / name))


@pytest.mark.parametrize("text", ["{", "[1]", "3", '"a"', "[" * 100_000, '{"a": NaN}', '{"a": 1e999}'])
def test_an_odd_extra_is_typed(text: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENPHONE_CLOUD_MODEL", "m")
    monkeypatch.setenv("OPENPHONE_CLOUD_EXTRA", text)
    with pytest.raises(EndpointNotConfigured, match=r"(?i)extra"):
        Endpoint.load("OPENPHONE_CLOUD")


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("OPENPHONE_CLOUD_MODLE", "OPENPHONE_CLOUD_MODEL"),
        ("OPENPHONE_CLOUD_BASEURL", "OPENPHONE_CLOUD_BASE_URL"),
        ("OPENPHONE_CLOUD_retries", "OPENPHONE_CLOUD_RETRIES"),
        ("OPENPHONE_CLOUD_TIMEOUT_", "OPENPHONE_CLOUD_TIMEOUT"),
        ("OPENPHONE_CLOUD_XYZ", "there are MODEL"),
        ("OPENPHONE_CLOUD_", "there are MODEL"),
    ],
)
def test_misspelt_variables_are_refused(variable: str, meant: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENPHONE_CLOUD_MODEL", "m")
    monkeypatch.setenv("OPENPHONE_CLOUDS", "of another kind")
    assert Endpoint.load("OPENPHONE_CLOUD").model == "m"
    monkeypatch.setenv(variable, KEY)
    with pytest.raises(EndpointNotConfigured, match=meant) as caught:
        Endpoint.load("OPENPHONE_CLOUD")
    assert variable in str(caught.value)
    assert KEY not in str(caught.value)


def test_a_misspelt_prefix_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENPHONE_CLUOD_MODEL", "m")
    with pytest.raises(EndpointNotConfigured, match="OPENPHONE_CLUOD_MODEL is set"):
        Endpoint.load("OPENPHONE_CLOUD")


def test_a_misspelt_key_of_a_file_is_told(tmp_path: Path):
    file = tmp_path / "a.toml"
    file.write_text('model = "m"\nbaseurl = "http://127.0.0.1/v1"\n')
    with pytest.raises(EndpointNotConfigured, match="did you mean base_url"):
        Endpoint.load(str(file))


def test_a_call_is_bounded_by_its_settings():
    assert Endpoint(model="m", timeout=10, retries=2).longest_call == 30 + 2 * LONGEST_PAUSE
    assert Endpoint(model="m", timeout=10, retries=0).longest_call == 10


# The key


@pytest.mark.parametrize(
    "key", ["a b", "a\nb", "ключ", "\u200bsk-1", "“sk-1”", "s\x7f1", "x" * 10_000, "\x1b[0m"]
)
@pytest.mark.parametrize("url", ["https://host.invalid/v1", "http://127.0.0.1:9/v1"])
def test_a_key_that_no_header_holds_is_told(key: str, url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MY_KEY", key)
    with pytest.raises(EndpointNotConfigured, match="MY_KEY") as caught:
        ChatClient(Endpoint(model="m", base_url=url, api_key_env="MY_KEY"))
    assert key not in str(caught.value)


def test_an_empty_key_is_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MY_KEY", " \n")
    with pytest.raises(EndpointNotConfigured, match="set the environment variable MY_KEY"):
        ChatClient(Endpoint(model="m", base_url="https://host.invalid/v1", api_key_env="MY_KEY"))


def test_faults_of_settings_are_final():
    with pytest.raises(EndpointError) as caught:
        Endpoint(model="")
    assert caught.value.final
    assert json.dumps(str(caught.value))
