"""Wallpapers: what lies behind the home screen and the recent apps."""

from __future__ import annotations

from openphone_gym.phone.toolkit.box import Box, Drawing, Metrics
from openphone_gym.phone.toolkit.painter import Painter

WALLPAPERS = (
    (0xFF1F3A5F, 0xFF6FA8C9),
    (0xFF3B2A4D, 0xFFC98FA0),
    (0xFF17403A, 0xFF8DC3A7),
    (0xFF5A3A22, 0xFFE0B084),
    (0xFF22314E, 0xFFA7B7D9),
    (0xFF3D3D3D, 0xFFA8A8A8),
)
"""Colours at the top and at the foot, ARGB, by number of the wallpaper."""


def wallpaper(number: int) -> Box:
    """The picture of that number."""
    return Drawing(_draw_wallpaper, (number,))


def _draw_wallpaper(painter: Painter, m: Metrics, w: int, h: int, number: int) -> None:
    top, bottom = WALLPAPERS[number]
    painter.gradient(0, 0, w, h, top, bottom)
    if number % 2:
        _hills(painter, w, h)
    else:
        painter.circle(w * 0.78, h * 0.3, w * 0.32, 0x18FFFFFF)
        painter.circle(w * 0.12, h * 0.62, w * 0.45, 0x14FFFFFF)


def _hills(painter: Painter, w: int, h: int) -> None:
    painter.circle(w * 0.7, h * 0.26, w * 0.13, 0x40FFFFFF)
    painter.polygon([(0, h * 0.62), (w * 0.4, h * 0.47), (w, h * 0.7), (w, h), (0, h)], 0x20000000)
    painter.polygon([(0, h * 0.8), (w * 0.66, h * 0.58), (w, h * 0.68), (w, h), (0, h)], 0x28000000)
