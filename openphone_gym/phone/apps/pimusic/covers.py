"""Covers, drawn from the names of what they stand for."""

from __future__ import annotations

import math
from random import Random
from zlib import crc32

from openphone_gym.phone.toolkit.box import FILL, Box, Drawing, Metrics
from openphone_gym.phone.toolkit.painter import Painter

PALETTES = (
    (0xFF1B1F3B, 0xFF53599A, 0xFFF2B5A7, 0xFFFFE8D1),
    (0xFF0B3C49, 0xFF13747D, 0xFFFC354C, 0xFFFCF7C5),
    (0xFF2D132C, 0xFF801336, 0xFFEE4540, 0xFFFFD2A5),
    (0xFF1D2B3A, 0xFF3E6B89, 0xFFF0A500, 0xFFF4F4F4),
    (0xFF10312B, 0xFF2F7A62, 0xFFD9BF77, 0xFFF6F0D8),
    (0xFF30273B, 0xFF6B4E9B, 0xFFF07FB4, 0xFFFBE6F0),
    (0xFF3B2A20, 0xFF8C5A3C, 0xFFE0A96D, 0xFFFBEBD0),
    (0xFF111111, 0xFF444444, 0xFFD7263D, 0xFFEFEFEF),
    (0xFF0A2472, 0xFF0E6BA8, 0xFFA6E1FA, 0xFFFFFFFF),
    (0xFF3D0E1E, 0xFF9A2A4E, 0xFFF7B32B, 0xFFFDF0D5),
)
"""Colours of covers: ground, middle, mark, light."""


def palette(name: str) -> tuple[int, int, int, int]:
    """The colours of a cover."""
    return PALETTES[(crc32(name.encode()) >> 9) % len(PALETTES)]


def ground(name: str) -> int:
    """A dark colour that goes with a cover."""
    return palette(name)[0]


def cover(name: str, size: float | None = None, **attributes: object) -> Box:
    """The cover of an album, or the picture of an artist, genre, folder or playlist."""
    box = Drawing(draw, (name,), width=size, height=size)
    box.__dict__.update(attributes)
    return box


def square_cover(name: str) -> Box:
    """A cover as large as a square can be in the room there is."""
    return Drawing(_draw_square, (name,), width=FILL, height=FILL)


def _draw_square(painter: Painter, m: Metrics, w: int, h: int, name: str) -> None:
    side = min(w, h)
    left, top = (w - side) // 2, (h - side) // 2
    painter.shadow(left, top, side, side, 0, 6 * m.scale)
    with painter.translate(left, top):
        draw(painter, m, side, side, name)


def draw(painter: Painter, m: Metrics, w: int, h: int, name: str) -> None:
    """Draws a cover that fills a rectangle."""
    rng = Random(crc32(name.encode()))
    dark, middle, mark, light = palette(name)
    painter.gradient(0, 0, w, h, middle, dark)
    with painter.clip(0, 0, w, h):
        rng.choice(MOTIFS)(painter, w, h, rng, dark, mark, light)


Ink = int


def _sun(painter: Painter, w: int, h: int, rng: Random, dark: Ink, mark: Ink, light: Ink) -> None:
    size = min(w, h)
    painter.circle(w * rng.uniform(0.35, 0.65), h * 0.42, size * 0.24, mark)
    for step in range(3):
        top = h * (0.55 + 0.13 * step)
        peak = w * rng.uniform(0.2, 0.8)
        tone = (dark & 0xFFFFFF) | (0x88 + 0x30 * step) << 24
        hill = [(0, top + h * 0.1), (peak, top - h * 0.05), (w, top + h * 0.12), (w, h), (0, h)]
        painter.polygon(hill, tone)


def _rings(painter: Painter, w: int, h: int, rng: Random, dark: Ink, mark: Ink, light: Ink) -> None:
    x, y = w * rng.uniform(0.3, 0.7), h * rng.uniform(0.35, 0.65)
    size = min(w, h)
    for step in range(6, 0, -1):
        painter.ring(x, y, size * 0.09 * step, (mark, light)[step % 2], max(size * 0.03, 1))
    painter.circle(x, y, size * 0.05, light)


def _prism(painter: Painter, w: int, h: int, rng: Random, dark: Ink, mark: Ink, light: Ink) -> None:
    size = min(w, h)
    x, y = w / 2, h / 2
    painter.line(0, y + size * 0.12, x, y, light, max(size * 0.02, 1))
    for step in range(5):
        tone = (mark & 0xFFFFFF) | (0xFF - 0x28 * step) << 24
        painter.line(x, y, w, y + size * (0.02 + 0.05 * step), tone, max(size * 0.03, 1))
    corners = [(x, y - size * 0.27), (x + size * 0.28, y + size * 0.22), (x - size * 0.28, y + size * 0.22)]
    painter.polygon(corners, (light & 0xFFFFFF) | 0xB0000000)


def _waves(painter: Painter, w: int, h: int, rng: Random, dark: Ink, mark: Ink, light: Ink) -> None:
    phase = rng.uniform(0, 6)
    for row in range(5):
        base = h * (0.25 + 0.15 * row)
        line = [(w * step / 24, base + h * 0.05 * math.sin(phase + row + step * 0.7)) for step in range(25)]
        tone = ((light if row % 2 else mark) & 0xFFFFFF) | 0xC0000000
        painter.polygon([*line, (w, base + h * 0.12), (0, base + h * 0.12)], tone)


def _bars(painter: Painter, w: int, h: int, rng: Random, dark: Ink, mark: Ink, light: Ink) -> None:
    count = 9
    for column in range(count):
        tall = h * rng.uniform(0.15, 0.7)
        tone = mark if column % 3 else light
        painter.rounded(w * (0.1 + 0.8 * column / count), (h - tall) / 2, w * 0.05, tall, w * 0.025, tone)


def _blocks(painter: Painter, w: int, h: int, rng: Random, dark: Ink, mark: Ink, light: Ink) -> None:
    for row in range(4):
        for column in range(4):
            tone = rng.choice((mark, light, dark, 0))
            x, y = w * column / 4, h * row / 4
            if rng.random() < 0.5:
                painter.rect(x, y, w / 4 + 1, h / 4 + 1, tone)
            else:
                painter.circle(x + w / 8, y + h / 8, min(w, h) / 8, tone)


def _moon(painter: Painter, w: int, h: int, rng: Random, dark: Ink, mark: Ink, light: Ink) -> None:
    size = min(w, h)
    for _ in range(40):
        painter.circle(w * rng.random(), h * rng.random(), max(size * rng.uniform(0.003, 0.009), 0.6), light)
    x, y = w * rng.uniform(0.35, 0.65), h * rng.uniform(0.35, 0.6)
    painter.circle(x, y, size * 0.22, light)
    painter.circle(x + size * 0.09, y - size * 0.05, size * 0.2, dark)
    painter.line(0, h * 0.86, w, h * 0.82, mark, max(size * 0.015, 1))


def _petals(painter: Painter, w: int, h: int, rng: Random, dark: Ink, mark: Ink, light: Ink) -> None:
    size, turn = min(w, h), rng.uniform(0, 1)
    x, y = w / 2, h * 0.48
    for step in range(8):
        angle = turn + step * math.pi / 4
        tone = (mark & 0xFFFFFF) | 0xA0000000
        painter.circle(x + size * 0.2 * math.cos(angle), y + size * 0.2 * math.sin(angle), size * 0.14, tone)
    painter.circle(x, y, size * 0.11, light)


MOTIFS = (_sun, _rings, _prism, _waves, _bars, _blocks, _moon, _petals)
