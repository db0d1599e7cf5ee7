"""Confidence intervals, 95 %: Wilson's of a share, and a bootstrap of a mean that draws whole clusters."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np

Interval = tuple[float, float]

_Z95 = 1.959963984540054
_DRAWS = 2000


def wilson(hits: int, total: int) -> Interval | None:
    """The 95 % Wilson score interval of ``hits`` out of ``total``; None if nothing was counted."""
    if total == 0:
        return None
    share, z2 = hits / total, _Z95**2
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z95 / (1 + z2 / total) * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    # At the ends the bound is exactly 0 or 1; the sum above misses it by a rounding error.
    low = 0.0 if hits == 0 else centre - half
    high = 1.0 if hits == total else centre + half
    return low, high


def bootstrap(values: Sequence[float], clusters: Sequence[Hashable]) -> Interval | None:
    """The 95 % percentile interval of the mean of ``values``, drawing whole clusters with replacement.

    Values that all belong to one cluster are drawn one by one.

    Args:
        values: What is averaged.
        clusters: The cluster of each value.

    Returns:
        Lower and upper bound; None for fewer than two values.
    """
    if len(values) < 2:
        return None
    members: dict[Hashable, list[float]] = defaultdict(list)
    for value, cluster in zip(values, clusters, strict=True):
        members[cluster].append(value)
    groups = list(members.values()) if len(members) > 1 else [[value] for value in values]
    sums = np.array([sum(group) for group in groups])
    sizes = np.array([len(group) for group in groups])
    drawn = np.random.default_rng(0).integers(len(groups), size=(_DRAWS, len(groups)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
