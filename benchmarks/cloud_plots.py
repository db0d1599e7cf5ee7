"""Pictures of success against cloud calls."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

COLOURS = {
    "device": "#5f6368",
    "cloud": "#1a73e8",
    "openphone": "#e37400",
    "guarded": "#188038",
    "private": "#d01884",
}
_OTHER = "#9334e6"


def plot_pareto(found: Mapping[str, Any], path: Path) -> None:
    """Draws every strategy by its cloud calls and its success, and joins those that no other beats.

    Where ``guarded`` also ran with limited calls, its successes with each limit are drawn as a line.

    Args:
        found: As ``device_cloud.summary`` returns it.
        path: The picture; its ending decides the format.
    """
    figure = Figure(figsize=(7, 4.4), layout="constrained")
    axes = figure.add_subplot()
    strategies = {
        name: figures for name, figures in found["strategies"].items() if figures["success_rate"] is not None
    }
    front = [_point(strategies[name]) for name in found["pareto"]]
    axes.plot(*zip(*front, strict=True), color="#bdc1c6", linestyle="--", zorder=1, label="Pareto front")
    limited = found["sensitivity"].get("cloud calls allowed", {})
    if limited:
        line = [_point(runs["guarded"]) for runs in limited.values()]
        axes.plot(
            *zip(*line, strict=True),
            ".-",
            color=COLOURS["guarded"],
            alpha=0.4,
            label="guarded, calls limited",
        )
    for name, figures in strategies.items():
        x, y = _point(figures)
        low, high = (100 * bound for bound in figures["ci95"]["success_rate"])
        colour = COLOURS.get(name, _OTHER)
        axes.errorbar(
            x, y, [[max(y - low, 0)], [max(high - y, 0)]], fmt="o", color=colour, capsize=3, markersize=8
        )
        axes.annotate(name, (x, y), (9, -4), textcoords="offset points", color=colour, va="top")
    axes.set(
        xlabel="Cloud calls a task",
        ylabel="Success rate (%)",
        title="Success and cloud calls, with 95 % interval",
    )
    axes.margins(x=0.14)
    axes.set_xlim(left=min(0, axes.get_xlim()[0]))
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)
    axes.legend(loc="lower right", frameon=False)
    figure.savefig(path, dpi=120)


def plot_sensitivity(groups: Mapping[str, Mapping[str, Mapping[str, Any]]], path: Path) -> None:
    """Draws success and saved cloud calls of each strategy over every quantity that has several values.

    Args:
        groups: Figures by what is varied, its value, and strategy.
        path: The picture; its ending decides the format.
    """
    varied = {group: values for group, values in groups.items() if len(values) > 1}
    figure = Figure(figsize=(3.6 * len(varied), 5.4), layout="constrained")
    grid = figure.subplots(2, len(varied), squeeze=False, sharey="row")
    for column, (group, values) in enumerate(varied.items()):
        _lines(grid[0, column], values, "success_rate")
        _lines(grid[1, column], values, "cloud_call_reduction")
        grid[1, column].set_xlabel(group[0].upper() + group[1:])
        grid[1, column].axhline(40, color="#bdc1c6", linestyle=":", linewidth=1)
    grid[0, 0].set_ylabel("Success rate (%)")
    grid[1, 0].set_ylabel("Cloud calls saved (%)")
    handles, labels = grid[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=4, frameon=False)
    figure.savefig(path, dpi=110)


def plot_time(times: Mapping[str, Mapping[str, Any]], path: Path) -> None:
    """Draws the seconds a task of each strategy over the latency of the device.

    Args:
        times: As ``cloud_time.time_by_latency`` returns them.
        path: The picture; its ending decides the format.
    """
    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.add_subplot()
    for name, found in times.items():
        colour = COLOURS.get(name, _OTHER)
        axes.plot([float(x) for x in found["seconds"]], found["seconds"].values(), color=colour, label=name)
        if (limit := found["faster_below"]) is not None:
            axes.axvline(limit, color=colour, linestyle=":", linewidth=1)
    measured = next((found["measured"] for found in times.values() if found["measured"]), None)
    if measured is not None:
        axes.axvline(measured, color="#bdc1c6", linestyle="--", linewidth=1, label="as run")
    axes.set(
        xlabel="Seconds a call of the device",
        ylabel="Seconds a task",
        title="Time a task; dotted: below it the strategy is faster than the cloud alone",
        ylim=(0, None),
    )
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)
    axes.legend(loc="lower right", frameon=False)
    figure.savefig(path, dpi=120)


def _lines(axes: Axes, values: Mapping[str, Mapping[str, Any]], name: str) -> None:
    strategies = dict.fromkeys(strategy for runs in values.values() for strategy in runs)
    for strategy in strategies:
        if name == "cloud_call_reduction" and strategy in ("cloud", "device"):
            continue  # 0 and 1 by definition
        points = [(value, 100 * runs[strategy][name]) for value, runs in values.items() if strategy in runs]
        axes.plot(*zip(*points, strict=True), "o-", color=COLOURS.get(strategy, _OTHER), label=strategy)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)


def _point(figures: Mapping[str, Any]) -> tuple[float, float]:
    return figures["cloud_calls"], 100 * figures["success_rate"]
