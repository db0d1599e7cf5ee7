"""Jobs are done, tried again, given up; processes may die."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from benchmarks.pool import Failure, Pool


def test_every_job_is_done_once() -> None:
    with Pool(abs, 2) as pool:
        assert sorted(pool.run(range(-20, 0))) == [(job, -job) for job in range(-20, 0)]


def test_an_exception_is_the_outcome_of_its_job_alone() -> None:
    with Pool(int, 2) as pool:
        outcomes = dict(pool.run(["1", "x", "3"]))
    assert (outcomes["1"], outcomes["3"]) == (1, 3)
    failure = outcomes["x"]
    assert isinstance(failure, Failure)
    assert failure.reason.startswith("ValueError: invalid literal")
    assert "Traceback" in failure.details


def test_a_dead_process_is_the_outcome_of_its_job_alone() -> None:
    with Pool(os._exit, 1) as pool:
        outcomes = dict(pool.run([3, 4]))
    assert outcomes == {code: Failure(f"the worker process died with exit code {code}") for code in (3, 4)}


def test_a_failed_job_is_tried_once_more(tmp_path: Path) -> None:
    tries = tmp_path / "tries"
    fails_once = f"echo try >> {tries}; test $(wc -l < {tries}) = 2"
    with Pool(subprocess.check_output, 1) as pool:
        assert list(pool.run([("sh", "-c", fails_once)])) == [(("sh", "-c", fails_once), b"")]
        fails = f"echo try >> {tries}; exit 1"
        ((_, outcome),) = pool.run([("sh", "-c", fails)])
    assert isinstance(outcome, Failure)
    assert tries.read_text().count("try") == 4


def test_draining_ends_what_is_in_flight_and_no_more() -> None:
    with Pool(time.sleep, 2) as pool:
        jobs = pool.run([1.0, 0.0, 60.0])
        assert next(jobs) == (0.0, None)
        pool.drain()
        assert list(jobs) == [(1.0, None)]


def test_leaving_early_stops_the_processes() -> None:
    with Pool(time.sleep, 2) as pool:
        assert next(pool.run([0.0, 60.0, 60.0]))[0] == 0.0
