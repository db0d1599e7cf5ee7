"""What the programs log to W&B and TensorBoard, read back from offline runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.logged import inference, speed, strategies
from openphone_gym.reporting.tracking import Bars, flat

ROOT = Path(__file__).parents[2]
SECRET = "sk-do-not-tell-0123456789"
KEPT_AWAY = ("WANDB_API_KEY", "WANDB_MODE", "WANDB_PROJECT", "WANDB_RUN_ID", "WANDB_DIR", "WANDB_DATA_DIR")


def logging(program: str, out: Path, *arguments: str, **variables: str) -> str:
    """Runs a program that logs, in a process of its own: W&B keeps what it read of the environment."""
    env = {name: value for name, value in os.environ.items() if name not in KEPT_AWAY}
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{program}", *arguments, "--out", str(out)],
        cwd=ROOT,
        env={**env, "WANDB_SILENT": "true", **variables},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def inspected(out: Path) -> dict[str, Any]:
    """An offline run of W&B as its own reader tells it."""
    (run,) = out.glob("wandb/offline-run-*")
    told = subprocess.run(
        [sys.executable, "-m", "wandb", "leet", "inspect", "--summary", "--json", str(run)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(told.stdout)


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An evaluation that was logged to both."""
    for package in ("wandb", "tensorboard"):
        pytest.importorskip(package)
    out = tmp_path_factory.mktemp("evaluated") / "run"
    arguments = ("--tasks", "zoom_1,clock_7", "--screen", "270x600", "--report_to", "wandb,tensorboard")
    logging("evaluate", out, "--agent", "expert", *arguments, OPENAI_API_KEY=SECRET)
    return out


def test_an_offline_run_holds_rates_intervals_counts_configuration_and_provenance(evaluated: Path):
    told = inspected(evaluated)
    summary = told["summary"]
    assert summary["success_rate"] == 1
    assert 0 < summary["ci95/success_rate_low"] < 1
    assert summary["apps/zoom/success_rate"] == summary["suites/AndroidLab/success_rate"] == 1
    counted = [summary[f"episodes/{name}"] for name in ("succeeded", "failed", "unscored", "broken")]
    assert counted == [2, 0, 0, 0]
    config = told["config"]
    assert config["agent"] == "expert"
    assert config["score_versions"]["tasks"] >= 1
    assert config["arguments"]["variation"] == "canonical"
    assert config["commit"]


def test_an_offline_run_is_grouped_by_its_agent(evaluated: Path):
    (run,) = evaluated.glob("wandb/offline-run-*")
    told = subprocess.run(
        [sys.executable, "-m", "wandb", "leet", "inspect", "--json", str(run)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    records = [json.loads(line) for line in told.splitlines()]
    (begun,) = [record for record in records if record.get("type") == "run"][:1]
    assert '"expert"' in json.dumps(begun)
    assert '"evaluate"' in json.dumps(begun)


def test_an_offline_run_holds_the_episodes_with_both_screens_actions_and_verdict(evaluated: Path):
    (path,) = evaluated.glob("wandb/offline-run-*/files/media/table/episodes*.table.json")
    table = json.loads(path.read_text())
    rows = {row[0]: dict(zip(table["columns"], row, strict=True)) for row in table["data"]}
    assert set(rows) == {"zoom_1", "clock_7"}
    assert rows["zoom_1"]["outcome"] == "success"
    assert rows["zoom_1"]["actions"].splitlines()[-1].startswith("finish(")
    assert rows["zoom_1"]["verdict"] == "All sub-goals hold."
    assert rows["zoom_1"]["first_screen"] == rows["zoom_1"]["last_screen"] == "Image"  # wait to be sent:
    staged = [path.read_bytes() for path in evaluated.glob("artifacts/staging/*")]
    assert sum(content.startswith(b"\x89PNG") for content in staged) == 4
    shown = list(evaluated.glob("wandb/offline-run-*/files/media/images/episodes_pictures*.png"))
    assert len(shown) == 4


def test_an_offline_run_holds_bars_by_app(evaluated: Path):
    (path,) = evaluated.glob("wandb/offline-run-*/files/media/table/success by app*.json")
    table = json.loads(path.read_text())
    assert table["columns"] == ["group", "success_rate", "low", "high"]
    assert sorted(row[0] for row in table["data"]) == ["clock", "zoom"]


def test_an_event_file_holds_the_same(evaluated: Path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    events = EventAccumulator(str(evaluated / "tensorboard"), size_guidance={"images": 0, "tensors": 0})
    events.Reload()
    tags = events.Tags()
    assert events.Scalars("success_rate")[0].value == 1
    assert "ci95/success_rate_low" in tags["scalars"]
    assert {"success by app", "episodes/zoom_1-0/first_screen", "episodes/zoom_1-0/last_screen"} <= set(
        tags["images"]
    )
    assert events.Images("success by app")[0].encoded_image_string.startswith(b"\x89PNG")
    (text,) = events.Tensors("episodes/text_summary")[0].tensor_proto.string_val
    assert text.decode().count("\n") == 3
    assert "All sub-goals hold." in text.decode()
    (config,) = events.Tensors("config/text_summary")[0].tensor_proto.string_val
    assert '"score_versions"' in config.decode()


def test_no_key_reaches_a_run(evaluated: Path):
    for path in evaluated.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path


def test_a_run_that_goes_on_keeps_its_id(evaluated: Path):
    name = (evaluated / "wandb_run_id").read_text()
    assert list(evaluated.glob(f"wandb/offline-run-*-{name}"))


def both(program: str, out: Path, *arguments: str) -> dict[str, Any]:
    """What a program logged of its figures, the same to both destinations."""
    for package in ("wandb", "tensorboard"):
        pytest.importorskip(package)
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    logging(program, out, *arguments, "--report_to", "wandb", "--report_to", "tensorboard")
    events = EventAccumulator(str(out / "tensorboard"))
    events.Reload()
    told = inspected(out)["summary"]
    for name in events.Tags()["scalars"]:
        assert told[name] == pytest.approx(events.Scalars(name)[0].value, rel=1e-5)
    return told


def test_a_calibration_is_logged(tmp_path: Path):
    limits = ("--precision", "0", "--unscored", "1", "--kappa", "-1")
    told = both("judge_calibration", tmp_path, "--judge", "screen", "--apps", "zoom", "--draws", "1", *limits)
    assert told["precision"] == told["apps/zoom/precision"] == 1
    assert "ci95/kappa_low" in told


def test_a_comparison_of_strategies_is_logged(tmp_path: Path):
    few = ("--tasks", "zoom_1", "--seeds", "1", "--strategies", "cloud,device", "--no-sensitivity")
    told = both("device_cloud", tmp_path, *few)
    assert told["episodes/succeeded"] + told["episodes/failed"] == 2
    assert "cloud/success_rate" in told
    assert "device/cloud_calls" in told


@pytest.mark.slow
def test_the_speed_of_the_phone_is_logged(tmp_path: Path):
    told = both("throughput", tmp_path, "--apps", "zoom", "--seconds", "0.05", "--phones", "2")
    assert told["steps_per_second/text/median"] > 0
    assert told["reset_ms/median"] > 0


def test_what_is_logged_of_speed_and_inference_is_told_by_name():
    rate = {"median": 1.0, "low": 0.5, "high": 2.0}
    told = speed(
        {"steps_per_second": {"text": rate}, "wire": {"adb": {"missing": "adbutils"}}},
        {"processor": "abacus"},
        {"commit": "abc"},
    )
    assert told.group == "abacus"
    assert dict(flat(told.figures))["steps_per_second/text/median"] == 1.0
    row = {"target": "m (x)", "mode": "xml", "steps": 2, "failures": {}, "seconds": {"total": {"p50": 0.5}}}
    assert dict(flat(inference([row], {}).figures))["m (x)/xml/seconds/total/p50"] == 0.5


def test_strategies_are_grouped_by_their_models():
    found = {
        "run": {"arguments": {"device": "stand-in", "cloud": "big.toml"}},
        "models": "as named", "stand_ins": None, "unusable": [], "sensitivity": {},
        "strategies": {"cloud": {"success_rate": 1.0, "ci95": {"success_rate": (0.5, 1.0)}}},
        "counts": {"succeeded": 1, "failed": 0, "unscored": 0, "broken": 0},
    }  # fmt: skip
    told = strategies(found)
    assert told.group == "stand-in + big.toml"
    assert told.bars == {"success by strategy": Bars("success_rate", found["strategies"])}
