"""Workers on a Ray cluster of several nodes, of which some are killed in mid-run."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from openphone_gym.rollout import Cluster, Failure, NoCluster, Pool, rollout
from tests.rollout import work
from tests.rollout.test_service import DRAWS, SMALL, played, record

ray = pytest.importorskip("ray")

from ray.cluster_utils import Cluster as Nodes  # noqa: E402  # pyright: ignore[reportMissingImports]

ROOT = Path(__file__).parents[2]


pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def nodes() -> Iterator[Any]:
    """A head that works on nothing, and three nodes of a CPU each."""
    made = Nodes(initialize_head=True, head_node_args={"num_cpus": 0})
    made.working = [made.add_node(num_cpus=1) for _ in range(3)]
    made.wait_for_nodes()
    yield made
    ray.shutdown()
    made.shutdown()


def test_however_a_process_ends_its_failure_is_that_of_a_local_one(nodes: Any) -> None:
    jobs = ["exit", "segfault:environment", "kill", "raise", "hang", "surrogate", "final", "after"]
    never = {"limits": work.LIMITS, "again": lambda failure: False}
    with Pool(work.do, 2, **never) as pool:
        expected = dict(pool.run(jobs))
    with Cluster(work.do, address=nodes.address, **never) as cluster:
        assert {job: plain(outcome) for job, outcome in cluster.run(jobs)} == {
            job: plain(outcome) for job, outcome in expected.items()
        }


def plain(outcome: Any) -> Any:
    if not isinstance(outcome, Failure):
        return outcome
    return outcome.kind, outcome.phase, outcome.reason, outcome.final


def test_a_node_that_is_killed_costs_only_what_was_in_flight_on_it(nodes: Any) -> None:
    """Two of three are killed, one of them while nothing else can work; a new one comes later."""
    draws = [draw._replace(seed=seed) for draw in DRAWS[::4] for seed in range(12)]
    undisturbed = played(draws, "tests.rollout.players:slow", threads=8)
    found = {}
    outcomes = rollout("tests.rollout.players:slow", draws, env=SMALL, ray=nodes.address)
    for draw, outcome in outcomes:
        assert draw not in found
        found[draw] = outcome
        if len(found) in (4, 8):
            nodes.remove_node(nodes.working.pop(), allow_graceful=False)
        if len(found) == 12:
            nodes.working.append(nodes.add_node(num_cpus=1))
            nodes.remove_node(nodes.working.pop(0), allow_graceful=False)
    assert {draw: record(episode) for draw, episode in found.items()} == {
        draw: record(episode) for draw, episode in undisturbed.items()
    }


def test_what_no_machine_has_is_said(nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "only_here.py").write_text("def number(job, watch):\n    return int(job)\n")
    ray.init(address=nodes.address, log_to_driver=False)  # before the path is known: Ray would pass it on
    monkeypatch.syspath_prepend(str(tmp_path))
    import only_here  # pyright: ignore[reportMissingImports]

    with Cluster(only_here.number, 1, address=nodes.address) as cluster:
        ((_, outcome),) = cluster.run(["1"])
    assert isinstance(outcome, Failure)
    assert (outcome.error, outcome.final) == ("WorkMissing", True)
    assert "only_here" in outcome.reason


def test_where_no_cluster_is_that_is_said() -> None:
    with pytest.raises(NoCluster, match="no Ray cluster at nowhere"):
        Cluster(work.number, address="nowhere:1")


# The programs


def evaluate(out: Path, *arguments: str) -> list[str]:
    shown = ["--apps", "zoom", "--variation", "sampled", "--seeds", "4", "--screen", "270x600"]
    return [sys.executable, "-m", "benchmarks.evaluate", *shown, "--out", str(out), *arguments]


def run(command: list[str]) -> None:
    from tests.benchmarks.test_killed import OUTSIDE_GIT

    done = subprocess.run(command, cwd=ROOT, env=OUTSIDE_GIT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_evaluation_on_a_cluster_that_loses_a_node_is_that_of_a_single_process(
    nodes: Any, tmp_path: Path
) -> None:
    pytest.importorskip("typer")
    from tests.benchmarks.test_killed import OUTSIDE_GIT, content

    run(evaluate(tmp_path / "alone"))
    process = subprocess.Popen(
        evaluate(tmp_path / "cluster", "--ray", nodes.address),
        cwd=ROOT,
        env=OUTSIDE_GIT,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(list((tmp_path / "cluster").glob("episodes/*"))) < 3:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    nodes.remove_node(nodes.working.pop(), allow_graceful=False)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    expected = content(tmp_path / "alone")
    assert sum(name.endswith("episode.json") for name in expected) == 20
    assert content(tmp_path / "cluster") == expected


def test_an_evaluation_on_a_cluster_goes_on_where_it_was_stopped(nodes: Any, tmp_path: Path) -> None:
    pytest.importorskip("typer")
    from tests.benchmarks.test_killed import OUTSIDE_GIT, content

    process = subprocess.Popen(
        evaluate(tmp_path / "cluster", "--ray", nodes.address, "--workers", "1"),
        cwd=ROOT,
        env=OUTSIDE_GIT,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(list((tmp_path / "cluster").glob("episodes/*"))) < 2:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "the same command goes on" in said
    recorded = {path: path.stat().st_mtime_ns for path in (tmp_path / "cluster").glob("episodes/*")}
    assert 2 <= len(recorded) < 20
    run(evaluate(tmp_path / "cluster", "--ray", nodes.address))
    assert {path: path.stat().st_mtime_ns for path in recorded} == recorded
    run(evaluate(tmp_path / "alone"))
    assert content(tmp_path / "cluster") == content(tmp_path / "alone")
