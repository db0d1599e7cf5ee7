"""Sweeps of a language model behind an endpoint that misbehaves in every way there is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.sweep import ERRORS, Job
from openphone_gym.recording import load_episode
from tests.hostile_modes import MODES, Mode
from tests.hostile_server import HostileServer

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("misbehaving.py")
SHORT, AMPLE = 0.5, 60.0
"""Seconds: for modes that never end, and for all others."""

CLASSES = {
    "answer": "failure",  # it finishes a task that is not done
    "model fault": "failure",
    "unavailable": "broken",
    "timeout": "broken",
    "refused": "broken",
    "refused for good": "broken",
}
"""How an episode has to end by how a call has to."""


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with HostileServer() as server:
        yield server


def sweep(
    out: Path, server: HostileServer, modes: list[Mode], *arguments: str
) -> subprocess.CompletedProcess[str]:
    urls = [(server.base_url(mode.name), SHORT if mode.result == "timeout" else AMPLE) for mode in modes]
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT),
        "HOSTILE_URLS": json.dumps(urls), "HOSTILE_KEY": "sk-secret-012345",
    }  # fmt: skip
    command = [
        sys.executable,
        str(SCRIPT),
        "--agent",
        "hostile",
        "--tasks",
        "zoom_1",
        "--seeds",
        str(len(modes)),
    ]
    command += ["--max-steps", "2", "--screen", "270x600", "--no-pictures", "--out", str(out), *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.timeout(600)
def test_every_episode_ends_in_its_class(server: HostileServer, tmp_path: Path) -> None:
    modes = [mode for mode in MODES.values() if mode.result != "refused for good"]
    assert len(modes) >= 60
    done = sweep(tmp_path, server, modes, "--threads", "8", "--broken-limit", "1")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    found = {}
    for number, mode in enumerate(modes):
        name = Job("zoom_1", "canonical", number).name
        broken = (tmp_path / ERRORS / f"{name}.txt").exists()
        folder = tmp_path / "episodes" / name
        assert broken != folder.exists(), mode.name
        found[mode.name] = "broken" if broken else load_episode(folder).outcome
        if not broken:
            assert load_episode(folder).fault is None, mode.name
    assert found == {mode.name: CLASSES[mode.result] for mode in modes}
    overall = json.loads((tmp_path / "summary.json").read_text())["overall"]
    assert [overall[name] for name in ("succeeded", "failed", "unscored", "broken")] == [
        0, list(found.values()).count("failure"), 0, list(found.values()).count("broken"),
    ]  # fmt: skip
    assert "sk-secret-012345" not in "".join(
        path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize("crew", ["--workers", "--threads"])
def test_where_nothing_can_succeed_the_run_stops_early(
    crew: str, server: HostileServer, tmp_path: Path
) -> None:
    refused = next(mode for mode in MODES.values() if mode.result == "refused for good")
    done = sweep(tmp_path, server, [refused] * 30, crew, "2")
    assert done.returncode == 3, done.stderr
    assert "Stopped early, since the endpoint refuses every call: EndpointRefused" in done.stderr
    assert len(list((tmp_path / ERRORS).iterdir())) <= 3
