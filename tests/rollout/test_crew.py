"""Jobs are done, tried again, given up; processes may die or hang, and end with their parent."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openphone_gym.rollout import Failure, Limit, Pool, Stopped, Stopping, Threads
from openphone_gym.rollout.turns import STARTING, Turns
from tests.rollout import work

ROOT = Path(__file__).parents[2]


def failures(pool: Pool[str, str], *jobs: str) -> dict[str, Failure]:
    with pool:
        outcomes = dict(pool.run(jobs))
    return {job: outcome for job, outcome in outcomes.items() if isinstance(outcome, Failure)}


def test_every_job_is_done_once() -> None:
    with Pool(work.number, 2) as pool:
        assert sorted(pool.run(map(str, range(20)))) == sorted((str(job), job) for job in range(20))


def test_the_collector_passes_over_what_a_process_has_loaded() -> None:
    here = gc.get_freeze_count()  # another test may have run a program in this process
    with Pool(work.frozen, 1) as pool:
        first, *others = [count for _, count in pool.run(range(3))]
    assert first == 0
    assert all(isinstance(count, int) and count > 1_000 for count in others)
    with Threads(work.frozen, 1) as threads:  # this process is somebody else's
        assert [count for _, count in threads.run(range(3))] == [gc.get_freeze_count()] * 3
    assert gc.get_freeze_count() == here


@pytest.mark.parametrize("crew", [Pool, Threads])
def test_an_exception_is_the_outcome_of_its_job_alone(crew: type[Pool[str, int]]) -> None:
    with crew(work.number, 2) as pool:
        outcomes = dict(pool.run(["1", "x", "3"]))
    assert (outcomes["1"], outcomes["3"]) == (1, 3)
    failure = outcomes["x"]
    assert isinstance(failure, Failure)
    assert failure.reason.startswith("ValueError: invalid literal")
    assert "Traceback" in failure.details
    assert (failure.kind, failure.error, failure.final, failure.phase) == ("raised", "ValueError", False, "")


def test_however_a_process_ends_it_is_told_whose_turn_it_was() -> None:
    found = failures(
        Pool(work.do, 2, limits=work.LIMITS, again=lambda failure: False),
        "exit", "segfault:environment", "abort", "kill", "unheard", "orphan", "leave", "hang", "after",
    )  # fmt: skip
    assert {job: (failure.kind, failure.phase) for job, failure in found.items()} == {
        "exit": ("died", "agent"),
        "segfault:environment": ("died", "environment"),
        "abort": ("died", "agent"),
        "kill": ("killed", "agent"),
        "unheard": ("died", "agent"),
        "orphan": ("died", "agent"),
        "leave": ("raised", "agent"),
        "hang": ("timeout", "agent"),
    }
    assert "exit code 3" in found["exit"].reason
    assert "SIGSEGV" in found["segfault:environment"].reason


def test_what_a_job_forks_and_lets_come_back_does_no_work(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with Pool(work.fork, 1, limits=work.LIMITS) as pool:
        outcomes = [outcome for _, outcome in pool.run([str(note)] * 3)]
    assert len(set(outcomes)) == 1
    assert note.read_text().splitlines() == [str(outcomes[0])] * 3


def test_a_worker_is_deaf_to_what_a_terminal_sends_to_all() -> None:
    assert not failures(Pool(work.do, 1, limits=work.LIMITS), "terminate", "interrupt", "after")


@pytest.mark.parametrize("crew", [Pool, Threads])
def test_reasons_are_one_printable_line(crew: type[Pool[str, str]]) -> None:
    found = failures(crew(work.do, 1, limits=work.LIMITS, again=lambda failure: False), "surrogate", "mute")
    reason = found["surrogate"].reason
    assert reason.startswith("ValueError: half ? of a ?[31mline")
    assert reason.isprintable()
    assert len(reason) < 600
    found["surrogate"].details.encode()
    assert "no message" in found["mute"].reason


@pytest.mark.parametrize("crew", [Pool, Threads])
def test_a_failed_job_is_tried_once_more_elsewhere(
    crew: type[Pool[tuple[str, int], int]], tmp_path: Path
) -> None:
    tries, never = tmp_path / "tries", tmp_path / "never"
    with crew(work.append, 1) as pool:
        assert list(pool.run([(str(tries), 2)])) == [((str(tries), 2), 2)]
        ((_, outcome),) = pool.run([(str(never), 9)])
    assert isinstance(outcome, Failure)
    assert len(never.read_text().splitlines()) == 2
    pids = tries.read_text().split()
    assert (len(set(pids)) == 2) == (crew is Pool)


def test_what_is_final_is_not_tried_again() -> None:
    with Pool(work.do, 1, limits=work.LIMITS) as pool:
        ((_, outcome),) = pool.run(["final"])
        assert isinstance(outcome, Failure)
        assert outcome.final
    asked = []
    with Pool(work.do, 1, limits=work.LIMITS, again=lambda failure: bool(asked.append(failure))) as pool:
        list(pool.run(["raise", "raise:environment"]))
    assert [failure.phase for failure in asked] == ["agent", "environment"]


@pytest.mark.parametrize("crew", [Pool, Threads])
def test_many_turns_that_are_too_long_together(crew: type[Pool[float, str]]) -> None:
    with crew(work.turns, 1, limits={"agent": Limit(1.0, 1.5), "environment": Limit(9.0, 9.0)}) as pool:
        outcomes = dict(pool.run([0.2, 0.0]))
    failure = outcomes[0.2]
    assert outcomes[0.0] == "done"
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.phase) == ("timeout", "agent")


def test_draining_ends_what_is_in_flight_and_no_more() -> None:
    with Pool(work.sleep, 2) as pool:
        jobs = pool.run([1.0, 0.0, 60.0])
        assert next(jobs) == (0.0, 0.0)
        pool.drain()
        assert list(jobs) == [(1.0, 1.0)]


def test_leaving_early_stops_the_processes() -> None:
    with Pool(work.sleep, 2) as pool:
        assert next(pool.run([0.0, 60.0, 60.0]))[0] == 0.0
    assert pool.left_behind == 0


class _Counting:
    """Counts what each copy of it does."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self, job: str, watch: object) -> int:
        self.done += 1
        if job == "never":
            raise ValueError("never works")
        time.sleep(0.01)
        return self.done


def test_threads_do_every_job_once_each_with_its_own_copy() -> None:
    counting = _Counting()
    with Threads(counting, 3) as threads:
        outcomes = list(threads.run(str(number) for number in range(30)))
    assert sorted(job for job, _ in outcomes) == sorted(str(number) for number in range(30))
    assert counting.done == 0
    assert 10 <= max(count for _, count in outcomes if isinstance(count, int)) < 30


def test_a_job_that_fails_in_a_thread_leaves_nothing_behind() -> None:
    with Threads(_Counting(), 1) as threads:
        outcomes = dict(threads.run(["a", "never", "b"]))
    assert (outcomes["a"], outcomes["b"]) == (1, 1)
    failure = outcomes["never"]
    assert isinstance(failure, Failure)
    assert failure.reason == "ValueError: never works"
    assert threads.left_behind == 0


def test_a_thread_that_hangs_is_left_behind_and_does_nothing_more() -> None:
    done = []

    def slow(job: str, watch: work.Watch) -> str:
        watch("agent")
        time.sleep(3 if job == "slow" else 0)
        watch("environment")
        done.append(job)
        return job

    with Threads(
        slow, 1, limits={"agent": Limit(0.5, 9), "environment": Limit(9, 9)}, again=lambda _: False
    ) as pool:
        outcomes = dict(pool.run(["slow", "next"]))
    assert outcomes["next"] == "next"
    failure = outcomes["slow"]
    assert isinstance(failure, Failure)
    assert (failure.kind, pool.left_behind) == ("timeout", 1)
    time.sleep(3)
    assert done == ["next"]


def test_turns_add_up() -> None:
    phases = ("agent", "environment")
    record = Turns([0.0] * Turns.size(phases), phases)
    limits = {"agent": Limit(10.0, 15.0)}
    record.clear()
    assert STARTING - 1 < record.left(limits) <= STARTING
    record.turn_to("environment")
    assert record.left(limits) == float("inf")
    record.turn_to("agent")
    assert 9 < record.left(limits) <= 10
    with pytest.raises(ValueError, match="nobody"):
        record.turn_to("nobody")
    assert record.phase == "agent"


def test_the_first_signal_drains_and_the_second_stops() -> None:
    drained = []

    def work_through_both(stopping: Stopping) -> None:
        with stopping.draining(lambda: drained.append(True)):
            os.kill(os.getpid(), signal.SIGTERM)
            assert drained == [True]
            os.kill(os.getpid(), signal.SIGINT)
            raise AssertionError("not reached")

    with Stopping() as stopping, pytest.raises(Stopped) as stopped:
        work_through_both(stopping)
    assert stopped.value.exit_code == 130


def test_without_anything_in_flight_a_signal_stops_at_once() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Stopped) as stopped, Stopping():
        os.kill(os.getpid(), signal.SIGTERM)
    assert stopped.value.exit_code == 143
    assert signal.getsignal(signal.SIGTERM) == before


PARENT = """
import sys
from openphone_gym.rollout import Limit, Pool
from tests.rollout import work
if __name__ == "__main__":
    with Pool(work.linger, 2) as pool:
        list(pool.run([(sys.argv[1], number) for number in range(2)]))
"""


@pytest.mark.parametrize("wait", [0.0, 0.15, 0.4, None])
def test_processes_end_with_a_parent_that_is_killed(tmp_path: Path, wait: float | None) -> None:
    """While they start (after some seconds), or at work (None)."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, str(script), str(tmp_path)], env=environment)
    try:
        children: set[int] = set()
        while not (children := children | _children(parent.pid)):
            time.sleep(0.01)
        if wait is None:
            while len(list(tmp_path.glob("*.pid"))) < 2:
                time.sleep(0.01)
        else:
            time.sleep(wait)
        children |= _children(parent.pid)
    finally:
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 30
    while any(map(_alive, children)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not [child for child in children if _alive(child)]
    sizes = [path.stat().st_size for path in tmp_path.glob("*.pid")]
    time.sleep(0.3)
    assert [path.stat().st_size for path in tmp_path.glob("*.pid")] == sizes


def _children(pid: int) -> set[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return {int(word) for word in found.stdout.split()}


def _alive(pid: int) -> bool:
    state = subprocess.run(
        ["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return state.stdout.strip() not in ("", "Z")
