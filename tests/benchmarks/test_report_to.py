"""The option that names where runs are logged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from benchmarks import evaluate, report_to
from openphone_gym.reporting import tracking

ROOT = Path(__file__).parents[2]


def test_all_programs_take_the_option_and_refuse_what_there_is_not():
    for program in ("evaluate", "device_cloud", "judge_calibration", "throughput", "inference_speed"):
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{program}", "--help"],
            cwd=ROOT,
            env=os.environ | {"COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert "--report_to" in done.stdout
    done = CliRunner().invoke(evaluate.app, ["--report_to", "paper", "--out", "x"], env={"COLUMNS": "200"})
    assert done.exit_code == 2
    assert "wandb, tensorboard, none" in done.output.replace("\n", " ")


def test_none_logs_nothing_and_names_may_be_repeated_or_listed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tracking, "DESTINATIONS", {"json": print, "csv": print})  # packages that are there
    assert report_to._chosen(None) == report_to._chosen(["none"]) == []
    assert report_to._chosen(["json,csv", "json"]) == ["json", "csv"]


def test_a_package_that_is_missing_is_named_before_anything_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "nowhere_to_log").mkdir()  # a folder of runs is no package
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(tracking, "DESTINATIONS", {"nowhere_to_log": print})
    with pytest.raises(typer.BadParameter, match=r"pip install 'openphone_gym\[wandb\]'"):
        report_to._chosen(["nowhere_to_log"])
