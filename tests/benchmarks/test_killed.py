"""However often a sweep is killed, parent or worker, starting or at work: its result is the same."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OUTSIDE_GIT = {**os.environ, "GIT_DIR": os.devnull}
"""Who commits meanwhile changes nothing in a summary."""
LATENCY = re.compile(rb'"latency":[^,}]+')


def command(out: Path, seeds: int) -> list[str]:
    arguments = ["--apps", "zoom", "--variation", "sampled", "--seeds", str(seeds), "--workers", "2"]
    arguments += ["--screen", "270x600", "--no-pictures", "--out", str(out)]
    return [sys.executable, "-m", "benchmarks.evaluate", *arguments]


def family(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in found.stdout.split()]


def disturb(out: Path, seeds: int, chance: random.Random, kills: int) -> None:
    """Runs the sweep until it has been killed so often; it begins anew where it was killed itself."""
    while kills:
        process = subprocess.Popen(
            command(out, seeds),
            cwd=ROOT,
            env=OUTSIDE_GIT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while kills and process.poll() is None:
            time.sleep(chance.choice((0.1, 1.0, 4.0)) * chance.random())
            victims = [process.pid, *family(process.pid)]
            with suppress(ProcessLookupError):
                os.kill(chance.choice(victims), signal.SIGKILL)
                kills -= process.poll() is None or process.returncode == -signal.SIGKILL
        process.kill()
        process.wait()
        if kills and process.returncode != -signal.SIGKILL and (out / "summary.json").exists():
            (out / "summary.json").unlink()
            for folder in list((out / "episodes").iterdir())[::2]:  # it came to its end: there is more to do
                for path in sorted(folder.rglob("*"), reverse=True):
                    path.rmdir() if path.is_dir() else path.unlink()
                folder.rmdir()


def content(out: Path) -> dict[str, bytes]:
    """All that a run tells, but for the time that its steps took."""
    kept = [out / "summary.json", *(out / "episodes").rglob("*")]
    return {
        str(path.relative_to(out)): LATENCY.sub(b"", path.read_bytes())
        for path in kept
        if path.is_file() and ".partial" not in str(path)
    }


@pytest.mark.parametrize(
    ("kills", "seeds"), [(3, 2), pytest.param(20, 8, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_killed_again_and_again_is_as_if_never_killed(kills: int, seeds: int, tmp_path: Path) -> None:
    disturbed, undisturbed = tmp_path / "disturbed", tmp_path / "undisturbed"
    disturb(disturbed, seeds, random.Random(kills), kills)
    for out in (disturbed, undisturbed):
        done = subprocess.run(
            command(out, seeds), cwd=ROOT, env=OUTSIDE_GIT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    expected = content(undisturbed)
    assert sum(name.endswith("episode.json") for name in expected) == 5 * seeds
    assert content(disturbed) == expected
    assert not (disturbed / "damaged").exists()
    assert not (disturbed / "errors").exists()
