"""The figures of scaling are taken; how large they are is for people to judge."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from benchmarks import scaling


def test_figures_are_written(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(scaling, "BETWEEN", 70)
    monkeypatch.setattr(scaling, "MODES", {"text": ("xml", (270, 600)), "pictures": ("som", (270, 600))})
    program = typer.Typer()
    program.command()(scaling.main)
    out = tmp_path / "new" / "scaling.json"
    arguments = ["--out", str(out), "--workers", "1,2", "--episodes", "4", "--thinking", "0.01"]
    done = CliRunner().invoke(program, arguments)
    assert done.exit_code == 0, done.output
    found = json.loads(out.read_text())
    for cost in found["step"].values():
        assert cost["steps"] > 3
        assert 0 < cost["share"] < 1
    assert found["shipping"]["megabytes"] > 0
    for speeds in found["episodes_per_minute"].values():
        assert set(speeds) == {"1", "2"}
        assert min(speeds.values()) > 0
