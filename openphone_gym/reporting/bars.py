"""One figure of several groups as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

_COLOUR = "#1a73e8"


def plot_figure(
    groups: Mapping[str, Mapping[str, Any]],
    name: str,
    path: Path,
    *,
    label: str,
    title: str,
    least: float = 0,
) -> None:
    """Draws one figure of several groups in percent, with its 95 % interval where there is one.

    Args:
        groups: Figures by name of the group, with their intervals under ``ci95``.
        name: Which figure; groups where it is None are left out.
        path: The picture; its ending decides the format.
        label: Of the axis.
        title: Above the picture.
        least: Lowest value that is always in sight, in percent; lower ones widen the picture.
    """
    known = {group: figures for group, figures in groups.items() if figures[name] is not None}
    rates = [100 * figures[name] for figures in known.values()]
    bounds = [figures["ci95"][name] or (figures[name], figures[name]) for figures in known.values()]
    below = [max(rate - 100 * low, 0) for rate, (low, _) in zip(rates, bounds, strict=True)]
    above = [max(100 * high - rate, 0) for rate, (_, high) in zip(rates, bounds, strict=True)]
    figure = Figure(figsize=(3.2 + 0.6 * len(groups), 3.2), layout="constrained")
    axes = figure.add_subplot()
    axes.bar(list(known), rates, color=_COLOUR, width=0.6)
    axes.errorbar(list(known), rates, yerr=[below, above], fmt="none", ecolor="black", capsize=4)
    lowest = min([least, *(100 * low for low, _ in bounds)])
    axes.set(ylim=(1.05 * lowest, 105), ylabel=label, title=f"{title}, with 95 % interval")
    axes.spines[["top", "right"]].set_visible(False)
    if lowest < 0:
        axes.axhline(0, color="black", linewidth=0.8)
    if max(map(len, known), default=0) > 9:
        axes.tick_params("x", rotation=40)
    figure.savefig(path, dpi=120)
