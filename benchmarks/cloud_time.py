"""Time a task over the latency of the device: what a strategy takes with a faster or a slower device model.

Who acts does not depend on latencies, so no episode is run again: with ``d`` seconds a call of the device, a
task takes what it took without the device's calls, plus ``d`` for each of them. That holds where calls follow
one another, as they do here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.cloud_use import BASELINE

LATENCIES = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0)
"""Seconds a call of the device."""


def time_by_latency(strategies: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Seconds a task of each strategy.

    Args:
        strategies: Their figures, as ``cloud_use.compare`` returns them.

    Returns:
        By strategy: ``seconds``, by latency of the device; ``measured``, the latency in these runs, None
        without a call of the device; ``faster_below``, the latency below which it takes less time than cloud
        only, None where it never does, or there is nothing to compare with.
    """
    cloud = strategies.get(BASELINE, {}).get("seconds")
    return {
        name: _times(figures, cloud) for name, figures in strategies.items() if figures["seconds"] is not None
    }


def _times(figures: Mapping[str, Any], cloud: float | None) -> dict[str, Any]:
    calls = figures["device_calls"]
    others = figures["seconds"] - figures["device_seconds"]
    saved = None if cloud is None else cloud - others
    return {
        "seconds": {str(latency): others + calls * latency for latency in LATENCIES},
        "measured": figures["device_seconds"] / calls if calls else None,
        "faster_below": saved / calls if saved is not None and saved > 0 and calls else None,
    }
