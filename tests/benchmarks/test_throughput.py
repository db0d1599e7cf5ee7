"""The figures have the promised shape; how fast a machine is, no test says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from benchmarks import throughput
from benchmarks.throughput import BUDGETS, Budget, Script, record, spread

app = typer.Typer()
app.command()(throughput.main)


def test_a_tiny_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throughput, "REPETITIONS", 1)
    wire = {
        "adb": {"tap": {"calls_per_s": 1234.0, "median_ms": 0.81}},
        "grpc": {"missing": "grpc is missing: pip install 'openphone_gym[device]'"},
    }
    monkeypatch.setattr(throughput, "measure_wire", lambda seconds: wire)
    out = tmp_path / "speed.json"
    arguments = ["--out", str(out), "--seconds", "0.01", "--phones", "2", "--apps", "zoom"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    found = json.loads(out.read_text())
    for name in BUDGETS:
        group, _, mode = name.partition(".")
        figure = found[group][mode] if mode else found[group]
        assert set(figure) == {"median", "low", "high"}
        assert name in result.stdout
    assert set(found["steps_per_second"]) == {"text", "pixels_540", "pixels_1080"}
    assert found["steps_per_second"]["text"]["median"] > 0
    assert found["import_seconds"]["median"] > 0
    assert found["run"]["arguments"]["apps"] == "zoom"
    assert found["machine"]["cores"] >= 1
    assert found["wire"] == wire
    assert re.search(r"adb\.tap +1,234 +0\.81", result.stdout)
    assert "grpc is missing" in result.stdout


def test_a_folder_gets_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throughput, "measure", lambda *_: {"wire": {}})
    monkeypatch.setattr(throughput, "_table", lambda figures: "")
    assert CliRunner().invoke(app, ["--out", str(tmp_path / "new")]).exit_code == 0
    assert (tmp_path / "new" / "throughput.json").exists()


def test_an_unknown_app_names_the_nearest(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--out", str(tmp_path), "--apps", "zom"])
    assert result.exit_code == 2
    assert "'zoom'" in result.stderr


def test_scripts_are_call_texts() -> None:
    assert record(["zoom_1"], "finish") == [Script("zoom_1", ("finish()",))]
    (script,) = record(["zoom_1"], "expert")
    assert script.calls[-1] == "finish()"
    assert len(script.calls) >= 3


def test_spread() -> None:
    values = iter([3.0, 1.0, 2.0, 9.0, 4.0])
    assert spread(lambda: next(values)) == {"median": 3.0, "low": 1.0, "high": 9.0}


def test_budgets() -> None:
    assert Budget(10, at_least=True).met(10)
    assert not Budget(10, at_least=True).met(9.9)
    assert Budget(10, at_least=False).met(10)
    assert not Budget(10, at_least=False).met(10.1)
