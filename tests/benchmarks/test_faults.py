"""Sweeps of agents that misbehave: every episode ends in the right one of the four classes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from benchmarks.metrics import EpisodeRow, row_of
from openphone_gym.recording import load_episode
from tests.benchmarks.misbehaving import EXPECTED, NOT_IN_THREADS

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("misbehaving.py")


def sweep(out: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        SCRIPT,
        "--screen",
        "270x600",
        "--no-pictures",
        "--out",
        out / "run",
        *arguments,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MISBEHAVING_LOG": str(out / "log")}
    return subprocess.run(
        [str(word) for word in command], env=environment, cwd=ROOT, capture_output=True, text=True,
        check=False, timeout=240,
    )  # fmt: skip


@pytest.mark.parametrize("crew", ["--workers", "--threads"])
@pytest.mark.parametrize(("signals", "code"), [("INT INT", 130), ("INT TERM", 143)])
def test_a_second_signal_stops_at_once(tmp_path: Path, crew: str, signals: str, code: int) -> None:
    """In spite of an agent that hangs."""
    arguments = [
        "--agent",
        "mixed",
        "--tasks",
        "clock_2",
        crew,
        "1",
        "--no-pictures",
        "--out",
        tmp_path / "run",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MISBEHAVING_LOG": str(tmp_path / "log")}
    process = subprocess.Popen(
        [sys.executable, SCRIPT, *arguments], env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    while not (tmp_path / "log").exists():
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(1)  # it may be on its way to the second step, at which it hangs for 120 s
    for name in signals.split():
        process.send_signal(signal.Signals[f"SIG{name}"])
        time.sleep(0.5)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code, said
    assert "Stopped with 0 of 1 episodes" in said
    assert "Traceback" not in said


def summary(out: Path) -> dict[str, Any]:
    return json.loads((out / "run" / "summary.json").read_text())


def first_line(done: subprocess.CompletedProcess[str]) -> str:
    return next(line for line in done.stderr.splitlines() if "Fontconfig" not in line)


def recorded(out: Path) -> dict[str, EpisodeRow]:
    rows = [row_of(load_episode(path), human_steps=None) for path in (out / "run" / "episodes").iterdir()]
    return {row.task_id: row for row in rows}


@pytest.mark.parametrize("crew", ["--workers", "--threads"])
def test_every_deed_ends_in_its_class_and_is_not_played_again(tmp_path: Path, crew: str) -> None:
    expected = {
        task: wanted for task, wanted in EXPECTED.items() if crew == "--workers" or task not in NOT_IN_THREADS
    }
    arguments = ("--agent", "mixed", "--tasks", ",".join(expected), crew, 2, "--step-seconds", 4)
    done = sweep(tmp_path, *arguments)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "episodes broke for a reason outside the agent, more than 10 %" in first_line(done)
    overall = summary(tmp_path)["overall"]
    outcomes = [outcome for outcome, _ in expected.values()]
    names = {"succeeded": "success", "failed": "failure", "unscored": "unscored", "broken": "broken"}
    assert {name: overall[name] for name in names} == {
        name: outcomes.count(outcome) for name, outcome in names.items()
    }
    found = {task: (row.outcome, row.fault) for task, row in recorded(tmp_path).items()}
    assert found == {task: wanted for task, wanted in expected.items() if wanted[0] != "broken"}
    assert overall["success_rate"] == outcomes.count("success") / sum(
        map(outcomes.count, ("success", "failure"))
    )
    begun = (tmp_path / "log").read_text().splitlines()
    retried = [task for task, wanted in expected.items() if wanted[0] == "broken" or task == "clock_7"]
    assert {task: begun.count(task) for task in expected} == {
        task: 1 + (task in retried) for task in expected
    }
    errors = {path.name.split("-")[0] for path in (tmp_path / "run" / "errors").iterdir()}
    assert errors == {task for task, wanted in expected.items() if wanted[0] == "broken"}

    again = sweep(tmp_path, *arguments)  # only what broke
    assert again.returncode == 1
    later = (tmp_path / "log").read_text().splitlines()[len(begun) :]
    assert set(later) == errors
    assert summary(tmp_path)["overall"] == overall


@pytest.mark.parametrize(
    ("agent", "kind"), [("unmakeable", "raised"), ("unmade", "timeout"), ("bad-reset", "raised")]
)
def test_an_agent_that_can_not_even_begin_has_failed(tmp_path: Path, agent: str, kind: str) -> None:
    done = sweep(tmp_path, "--agent", agent, "--tasks", "zoom_1,zoom_2", "--workers", 2, "--step-seconds", 2)
    assert done.returncode == 0, done.stderr
    overall = summary(tmp_path)["overall"]
    assert (overall["failed"], overall["agent_faults"][kind], overall["success_rate"]) == (2, 2, 0.0)
    episode = load_episode(tmp_path / "run" / "episodes" / "zoom_1-canonical-0")
    assert episode.goal
    assert episode.fault is not None
    assert f"failed: agent {kind}" in (tmp_path / "run" / "report" / "index.html").read_text()


@pytest.mark.parametrize("crew", ["--workers", "--threads"])
def test_an_endpoint_that_refuses_every_call_is_not_asked_for_every_episode(
    tmp_path: Path, crew: str
) -> None:
    done = sweep(tmp_path, "--agent", "refused", "--tasks", "zoom_1", "--seeds", 40, crew, 2)
    assert done.returncode == 3, done.stderr
    assert first_line(done).startswith(
        "Stopped early, since the endpoint refuses every call: WrongKey: the key"
    )
    assert len((tmp_path / "log").read_text().splitlines()) <= 3
    found = summary(tmp_path)
    assert (found["overall"]["episodes"], found["overall"]["broken"]) == (40, 40)
    assert found["unusable"][0] in first_line(done)
    assert "the key is wrong" in (tmp_path / "run" / "report" / "index.html").read_text()


def test_the_program_ends_beside_a_thread_that_hangs(tmp_path: Path) -> None:
    started = time.monotonic()
    done = sweep(tmp_path, "--agent", "mixed", "--tasks", "clock_2", "--threads", 1, "--episode-seconds", 3)
    assert done.returncode == 0, done.stderr
    assert summary(tmp_path)["overall"]["agent_faults"]["timeout"] == 1
    assert "1 workers" in done.stderr
    assert time.monotonic() - started < 110  # the agent sleeps for 120 s
