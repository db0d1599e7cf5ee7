"""A run's figures as pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

_COLOUR = "#1a73e8"


def plot_success(summary: Mapping[str, Any], path: Path) -> None:
    """Draws the success rate of every app and in all, with its 95 % interval.

    Args:
        summary: As ``metrics.summarise`` returns it.
        path: The picture; its ending decides the format.
    """
    groups = {**summary["apps"], "all": summary["overall"]}
    known = {name: figures for name, figures in groups.items() if figures["success_rate"] is not None}
    rates = [100 * figures["success_rate"] for figures in known.values()]
    bounds = [[100 * bound for bound in figures["ci95"]["success_rate"]] for figures in known.values()]
    below = [rate - low for rate, (low, _) in zip(rates, bounds, strict=True)]
    above = [high - rate for rate, (_, high) in zip(rates, bounds, strict=True)]
    figure = Figure(figsize=(3.2 + 0.6 * len(groups), 3.2), layout="constrained")
    axes = figure.add_subplot()
    axes.bar(list(known), rates, color=_COLOUR, width=0.6)
    axes.errorbar(list(known), rates, yerr=[below, above], fmt="none", ecolor="black", capsize=4)
    axes.set(ylim=(0, 105), ylabel="Success rate (%)", title="Success by app, with 95 % interval")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=120)
