"""The chart can be drawn for any run."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.metrics import EpisodeRow, summarise
from benchmarks.plots import plot_success
from openphone_gym.recording.picture import read_png


@pytest.mark.parametrize("broken", [None, "the device is lost"])
def test_success_by_app(broken: str | None, tmp_path: Path) -> None:
    rows = [
        EpisodeRow(task_id="zoom_1", app="zoom", success=True, progress=1.0),
        EpisodeRow(task_id="clock_1", app="clock", success=None if broken else False, error=broken),
    ]
    plot_success(summarise(rows), tmp_path / "success.png")
    plot_success(summarise(rows[1:]), tmp_path / "clock.png")
    assert read_png(tmp_path / "success.png").std() > 10
    assert (tmp_path / "clock.png").exists()
