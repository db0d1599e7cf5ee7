"""A run's figures as pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openphone_gym.reporting.bars import plot_figure


def plot_success(summary: Mapping[str, Any], path: Path) -> None:
    """Draws the success rate of every app, and of each suite in all, with its 95 % interval.

    Args:
        summary: As ``metrics.summarise`` returns it.
        path: The picture; its ending decides the format.
    """
    groups = {**summary["apps"], **{f"all of {suite}": of for suite, of in summary["suites"].items()}}
    plot_figure(groups, "success_rate", path, label="Success rate (%)", title="Success by app")
