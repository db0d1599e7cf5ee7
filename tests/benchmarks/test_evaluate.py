"""The program as a user runs it: reports, resumes, stops, refuses."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from benchmarks.evaluate import app
from benchmarks.tables import USAGE
from openphone_gym.recording import load_episode
from openphone_gym.tasks.catalogue import tasks_of
from openphone_gym.tasks.task import TEST_SEEDS

ROOT = Path(__file__).parents[2]
SMALL = ("--screen", "270x600")
MANY = (
    "--agent",
    "random",
    "--tasks",
    "zoom_1",
    "--seeds",
    "60",
    "--max-steps",
    "4",
    "--workers",
    "2",
    *SMALL,
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def summary(out: Path) -> dict[str, Any]:
    return json.loads((out / "summary.json").read_text())


def start(out: Path) -> subprocess.Popen[str]:
    """A run of many episodes, as soon as the first ones are there."""
    command = [sys.executable, "-m", "benchmarks.evaluate", *MANY, "--out", str(out)]
    process = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    while len(whole(out)) < 3:
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.005)
    return process


def whole(out: Path) -> dict[str, float]:
    """Recorded episodes, and when they were."""
    folders = out.glob("episodes/*")
    return {
        path.name: (path / "episode.json").stat().st_mtime for path in folders if path.suffix != ".partial"
    }


def test_a_small_run(tmp_path: Path) -> None:
    result = run(
        "--apps", "zoom", "--variation", "sampled", "--seeds", 2, "--workers", 2, *SMALL, "--out", tmp_path
    )
    assert result.exit_code == 0, result.output
    tasks = [task.id for task in tasks_of("zoom")]
    found = summary(tmp_path)
    assert set(found) >= {"overall", "apps", "tasks", "run"}
    overall = found["overall"]
    assert set(overall["ci95"]) == {"success_rate", "sub_goal_rate", "rrr", "ror", "side_effect_rate"}
    assert set(overall) == {*overall["ci95"], *USAGE, "episodes", "unscored", "errors", "ci95"}
    assert {overall[name] for name in USAGE} == {None}  # the expert asks no model
    assert (overall["success_rate"], overall["sub_goal_rate"], overall["side_effect_rate"]) == (1.0, 1.0, 0.0)
    assert (overall["episodes"], overall["unscored"], overall["errors"]) == (2 * len(tasks), 0, 0)
    assert set(found["tasks"]) == set(tasks)
    assert set(found["apps"]) == {"zoom"}
    assert found["run"]["seeds"] == [TEST_SEEDS, TEST_SEEDS + 1]
    assert set(found["run"]) >= {"seeds", "versions", "commit", "arguments"}
    assert load_workbook(tmp_path / "results.xlsx").sheetnames == ["Overview", "Apps", "Tasks", "Episodes"]
    pages = {path.stem for path in (tmp_path / "report" / "pages").glob("*.html")}
    assert (
        pages == {f"{task}-sampled-{number}" for task in tasks for number in range(2)} == set(whole(tmp_path))
    )
    assert (tmp_path / "report" / "index.html").exists()
    assert (tmp_path / "success.png").stat().st_size > 1000
    assert "100.0" in result.stdout


def test_threads_find_what_processes_find(tmp_path: Path) -> None:
    found = []
    for name, crew in (("processes", "--workers"), ("threads", "--threads")):
        result = run("--apps", "zoom", "--no-pictures", crew, 2, *SMALL, "--out", tmp_path / name)
        assert result.exit_code == 0, result.output
        found.append(summary(tmp_path / name))
    assert found[0]["tasks"] == found[1]["tasks"]
    assert found[1]["overall"]["success_rate"] == 1.0


def test_killed_and_resumed_is_as_if_never_killed(tmp_path: Path) -> None:
    killed, undisturbed = tmp_path / "killed", tmp_path / "undisturbed"
    process = start(killed)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    time.sleep(0.3)  # a worker may be in the middle of saving
    kept = whole(killed)
    assert 3 <= len(kept) < 60
    assert not (killed / "summary.json").exists()
    for folder in killed.glob("episodes/*"):
        if folder.name in kept:
            load_episode(folder)
    assert run(*MANY, "--out", killed).exit_code == 0
    again = whole(killed)
    assert len(again) == 60
    assert {name: again[name] for name in kept} == kept
    assert run(*MANY, "--out", undisturbed).exit_code == 0
    assert summary(killed) == summary(undisturbed)


def test_ctrl_c_stops_cleanly(tmp_path: Path) -> None:
    process = start(tmp_path)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "goes on" in said
    assert "Traceback" not in said
    assert f"with {len(whole(tmp_path))} of 60 episodes" in said.replace("\n", " ")
    assert not list(tmp_path.glob("episodes/*.partial"))


def test_what_breaks_is_an_error_and_no_score(tmp_path: Path) -> None:
    (tmp_path / "episodes").mkdir(parents=True)
    arguments = ("--tasks", "zoom_1", *SMALL, "--seeds", 2, "--out", tmp_path)
    assert run(*arguments, "--restart").exit_code == 0
    (tmp_path / "episodes" / "zoom_1-canonical-1" / "episode.json").unlink()
    result = run(*arguments)
    assert result.exit_code == 0
    overall = summary(tmp_path)["overall"]
    assert (overall["episodes"], overall["errors"], overall["success_rate"]) == (2, 1, 1.0)
    assert "DamagedTrace" in result.stdout
    assert "DamagedTrace" in (tmp_path / "errors" / "zoom_1-canonical-1.txt").read_text()
    rows = list(load_workbook(tmp_path / "results.xlsx")["Episodes"].iter_rows(values_only=True))
    error = rows[0].index("Error")
    assert [bool(row[error]) for row in rows[1:]] == [False, True]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--agent", "exprt"), "'expert'"),
        (("--apps", "zom"), "'zoom'"),
        (("--tasks", "zoom_1,zoom_111"), "'zoom_1"),
        (("--variation", "canonic"), "'canonical'"),
        (("--split", "trian"), "'train'"),
        (("--split", "train"), "'sampled'"),
        (("--screen", "big"), "540x1200"),
        (("--screen", "10x10"), "240 x 400"),
        (("--seeds", "0"), "--seeds"),
    ],
)
def test_bad_arguments_name_the_nearest(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    result = run(*arguments, "--out", tmp_path / "run")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "run").exists()


def test_another_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    result = run("--tasks", "zoom_1", "--out", tmp_path)
    assert result.exit_code == 2
    assert "--restart" in result.stderr
    assert (tmp_path / "run.json").read_text() == "{}"


def test_help_teaches() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for word in ("--agent", "--apps", "--restart", "summary.json", "Ctrl-C"):
        assert word in result.stdout
