"""How TikTok writes numbers, lengths and ages."""

from __future__ import annotations

from datetime import date, timedelta

from openphone_gym.phone.world.start import START


def count(number: int) -> str:
    """A number as counters show it: 812, 9.4K, 1.2M."""
    for size, unit in ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")):
        if number >= size and (unit != "K" or number >= 10_000):
            return f"{number / size:.1f}{unit}".replace(".0", "")
    return str(number)


def length(ms: int) -> str:
    """Minutes and seconds: 00:58."""
    return f"{ms // 60_000:02}:{ms // 1_000 % 60:02}"


def age(days: int) -> str:
    """How long ago something was posted: 3d ago, 2w ago, and the day if that is long ago."""
    if days < 7:
        return f"{max(days, 1)}d ago"
    if days < 28:
        return f"{days // 7}w ago"
    day: date = START.date() - timedelta(days)
    return f"{day.month}-{day.day}" if day.year == START.year else f"{day.year}-{day.month}-{day.day}"


def price(hundredths: int) -> str:
    """A price: $12.90."""
    return f"${hundredths / 100:.2f}"
