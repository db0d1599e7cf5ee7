"""Who plays the episodes of a sweep, and how many they are, changes nothing in its result."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.test_killed import OUTSIDE_GIT, ROOT, content


def sweep(out: Path, *crew: str) -> dict[str, bytes]:
    arguments = ["--tasks", "zoom_1,zoom_3,clock_2,clock_5", "--variation", "sampled", "--seeds", "2"]
    arguments += ["--agent", "random", "--max-steps", "6", "--screen", "270x600", "--no-pictures"]
    command = [sys.executable, "-m", "benchmarks.evaluate", *arguments, "--out", str(out), *crew]
    done = subprocess.run(command, cwd=ROOT, env=OUTSIDE_GIT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return content(out)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a single process finds."""
    found = sweep(tmp_path_factory.mktemp("alone"), "--workers", "1")
    assert sum(name.endswith("episode.json") for name in found) == 8
    return found


@pytest.mark.parametrize("crew", ["--workers 2", "--workers 4", "--threads 1", "--threads 4"])
def test_the_result_is_the_same_byte_for_byte(alone: dict[str, bytes], crew: str, tmp_path: Path) -> None:
    assert sweep(tmp_path, *crew.split()) == alone
