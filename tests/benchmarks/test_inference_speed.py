"""The benchmark of a step's time, against a scripted endpoint that streams."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from benchmarks.inference_speed import Timing, endpoint_target, main, markdown, measure, percentiles, record
from openphone_gym.endpoint import ChatClient, Endpoint, EndpointUnavailable
from tests.endpoint_server import Answer, ScriptedEndpoint

app = Typer()
app.command()(main)


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Any:
    def configure(server: ScriptedEndpoint) -> str:
        monkeypatch.setenv("OPENPHONE_T_MODEL", "tester")
        monkeypatch.setenv("OPENPHONE_T_BASE_URL", server.base_url)
        return "OPENPHONE_T"

    return configure


def test_a_streamed_answer_equals_a_whole_one() -> None:
    answers = [Answer("tap(3) and more", usage=(7, 4)), Answer("tap(3) and more", usage=(7, 4))]
    with ScriptedEndpoint(answers) as server:
        client = ChatClient(Endpoint(model="m", base_url=server.base_url))
        whole = client.complete([{"role": "user", "content": "x"}])
        streamed = client.complete([{"role": "user", "content": "x"}], stream=True)
    assert (streamed.text, streamed.tokens_in, streamed.tokens_out) == (whole.text, 7, 4)
    assert streamed.finish_reason == whole.finish_reason == "stop"
    assert whole.first_token is None
    assert streamed.first_token is not None
    assert 0 < streamed.first_token <= streamed.latency
    assert server.requests[1]["stream"] is True


BROKEN_OFF = 'data: {"choices": [{"index": 0, "delta": {"content": "tap("}}]}\n\n'


@pytest.mark.parametrize("broken", [BROKEN_OFF, "data: {broken\n\n"])
def test_a_broken_stream_is_no_answer(broken: str) -> None:
    with ScriptedEndpoint([Answer(raw_body=broken)]) as server:
        client = ChatClient(Endpoint(model="m", base_url=server.base_url, retries=0))
        with pytest.raises(EndpointUnavailable, match="no chat completion"):
            client.complete([{"role": "user", "content": "x"}], stream=True)


def test_turns_are_real_and_come_from_all_apps() -> None:
    turns = record("xml", ["zoom", "clock"], 6)
    assert len(turns) == 6
    screens = "".join(turn.observation["ui"] for turn in turns)
    assert "zoom" in screens
    assert "clock" in screens
    assert any("Current State" in turn.history for turn in turns)


def test_failures_are_counted_apart(configured: Any) -> None:
    answers = [Answer("tap(3) now", usage=(50, 3)), Answer(status=500), Answer("tap(3) now", usage=(70, 3))]
    with ScriptedEndpoint(answers) as server:
        figures = measure(endpoint_target(configured(server)), "xml", record("xml", ["zoom"], 3))
    assert figures["steps"] == 2
    assert figures["failures"] == {"EndpointUnavailable": 1}
    assert figures["tokens_in"] == {"p50": 60.0, "p90": 68.0, "p99": 69.8}
    assert figures["seconds"]["prefill"]["p50"] > 0


def test_the_program_writes_figures_table_and_plot(configured: Any, tmp_path: Path) -> None:
    with ScriptedEndpoint(lambda request: Answer("tap(3) now", usage=(50, 3))) as server:
        source = configured(server)
        arguments = ["--endpoint", source, "--apps", "zoom", "--turns", "2", "--warm-up", "1"]
        result = CliRunner().invoke(app, [*arguments, "--concurrency", "2", "--out", str(tmp_path)])
        assert result.exit_code == 0, result.output
        assert len(server.requests) == 6  # both modes: one to warm up, two measured
    rows = json.loads((tmp_path / "inference_speed.json").read_text())["figures"]
    assert [row["mode"] for row in rows] == ["xml", "som"]
    assert rows[0]["seconds"]["images"]["p50"] < rows[1]["seconds"]["images"]["p50"]
    assert (tmp_path / "inference_speed.png").stat().st_size > 1000
    assert "| tester (OPENPHONE_T) | som | 2 | 0 |" in (tmp_path / "inference_speed.md").read_text()


def test_a_target_that_only_fails_still_makes_a_table(configured: Any) -> None:
    with ScriptedEndpoint(lambda request: Answer(status=500)) as server:
        figures = measure(endpoint_target(configured(server)), "xml", record("xml", ["zoom"], 2))
    assert "| 0 | 2 | –" in markdown([{"target": "t", "mode": "xml", **figures}])


def test_figures_of_a_step() -> None:
    timing = Timing(0.1, 0.2, 0.3, 2.0, tokens_in=10, tokens_out=21)
    assert timing.total == pytest.approx(2.6)
    assert timing.tokens_per_second == 10
    assert percentiles([]) is None


@pytest.mark.parametrize(
    ("arguments", "hint"), [([], "--endpoint"), (["--endpoint", "OPENPHONE_NONE"], "MODEL")]
)
def test_what_is_missing_is_named(arguments: list[str], hint: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert hint in result.output


def test_a_model_in_this_process_is_a_target(tiny_text: Path, tmp_path: Path) -> None:
    source = f"{tiny_text},dtype=float32,temperature=0"
    arguments = ["--local", source, "--apps", "zoom", "--turns", "2", "--mode", "xml", "--max-tokens", "4"]
    result = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    row = json.loads((tmp_path / "inference_speed.json").read_text())["figures"][0]
    assert row["tokens_out"]["p50"] == 4
    assert 0 < row["seconds"]["prefill"]["p50"] < row["seconds"]["total"]["p50"]
