"""Jobs are done, tried again, given up; processes may die."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from benchmarks.pool import Failure, Pool, Threads


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


class _Counting:
    """Counts what each copy of it does."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self, job: str) -> int:
        self.done += 1
        if job == "never":
            raise ValueError("never works")
        time.sleep(0.01)
        return self.done


def test_threads_do_every_job_once_each_with_its_own_copy() -> None:
    work = _Counting()
    with Threads(work, 3) as threads:
        outcomes = list(threads.run(str(number) for number in range(30)))
    assert sorted(job for job, _ in outcomes) == sorted(str(number) for number in range(30))
    assert work.done == 0
    assert 10 <= max(count for _, count in outcomes if isinstance(count, int)) < 30


def test_a_job_that_fails_in_a_thread_leaves_nothing_behind() -> None:
    with Threads(_Counting(), 1) as threads:
        outcomes = dict(threads.run(["a", "never", "b"]))
    assert (outcomes["a"], outcomes["b"]) == (1, 1)
    failure = outcomes["never"]
    assert isinstance(failure, Failure)
    assert failure.reason == "ValueError: never works"


def test_draining_threads_ends_what_is_in_flight_and_no_more() -> None:
    with Threads(time.sleep, 2) as threads:
        jobs = threads.run([0.3, 0.0, 60.0])
        assert next(jobs) == (0.0, None)
        threads.drain()
        assert list(jobs) == [(0.3, None)]
