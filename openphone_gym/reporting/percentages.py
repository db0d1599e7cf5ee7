"""Shares, differences of them and their intervals as people read them: in percent, and in points."""

from __future__ import annotations

from collections.abc import Sequence


def percent(share: float | None) -> str:
    """A share in percent; a dash for what is unknown."""
    return "–" if share is None else f"{100 * share:.1f}"


def interval(bounds: Sequence[float] | None) -> str:
    """A confidence interval in percent; a dash where there is none."""
    return "–" if bounds is None else " to ".join(map(percent, bounds))


def points(difference: float | None) -> str:
    """A difference of shares in percentage points, with its sign; a dash for what is unknown."""
    return "–" if difference is None else f"{100 * difference:+.1f}".replace("-", "−").replace("+0.0", "0.0")


def points_between(bounds: Sequence[float] | None) -> str:
    """The interval of a difference in percentage points; a dash where there is none."""
    return "–" if bounds is None else " to ".join(map(points, bounds))
