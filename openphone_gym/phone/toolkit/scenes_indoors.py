"""Scenes of `footage` at home and at work."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from openphone_gym.phone.toolkit.figures import (
    CLOTHES,
    DARK,
    bust,
    faded,
    glow,
    hand_holding,
    leafy,
    mixed,
    palette,
)
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.pictures import PALETTES, SKIES, SKINS

Scene = Callable[[Painter, random.Random, int, int], None]
"""Draws a scene into a rectangle."""


def talking(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """Somebody talks to the camera in a room."""
    wall, frame, light = palette(rng)
    wall = mixed(wall, 0xFFFFFFFF, 0.25)
    painter.gradient(0, 0, w, h, mixed(wall, 0xFFFFFFFF, 0.25), mixed(wall, 0xFF000000, 0.25))
    kind = rng.randrange(3)
    if kind == 0:  # a window
        x = w * rng.choice((0.06, 0.6))
        painter.rounded(x, h * 0.08, w * 0.34, h * 0.34, w * 0.02, 0xFFF7F3EA)
        painter.gradient(x + w * 0.02, h * 0.09, w * 0.3, h * 0.32, *rng.choice(SKIES))
        painter.rect(x + w * 0.16, h * 0.08, w * 0.02, h * 0.34, 0xFFF7F3EA)
    elif kind == 1:  # shelves
        for row in range(4):
            y = h * (0.12 + 0.13 * row)
            painter.rect(0, y, w, h * 0.012, mixed(wall, 0xFF2A1A10, 0.5))
            x = w * 0.02
            while x < w * 0.98:
                wide, tall = w * rng.uniform(0.02, 0.06), h * rng.uniform(0.05, 0.1)
                painter.rect(x, y - tall, wide, tall, mixed(rng.choice(CLOTHES), wall, 0.3))
                x += wide + w * rng.choice((0.005, 0.01, 0.12))
    else:  # pictures on the wall
        for _ in range(3):
            x, y, size = w * rng.uniform(0.02, 0.75), h * rng.uniform(0.06, 0.34), w * rng.uniform(0.15, 0.28)
            painter.rect(x, y, size, size * 1.25, 0xFFF4EFE6)
            painter.gradient(x + size * 0.1, y + size * 0.1, size * 0.8, size * 1.05, frame, light)
    lamp = w * rng.choice((0.12, 0.88))
    glow(painter, lamp, h * 0.34, w * 0.4, 0xFFFFD79A)
    painter.polygon(
        [
            (lamp - w * 0.09, h * 0.38),
            (lamp + w * 0.09, h * 0.38),
            (lamp + w * 0.05, h * 0.3),
            (lamp - w * 0.05, h * 0.3),
        ],
        0xFFFFE9C4,
    )
    painter.rect(lamp - w * 0.008, h * 0.38, w * 0.016, h * 0.4, 0xFF5B4636)
    leafy(painter, rng, w - lamp, h * 0.72, w * 0.34, 0xFF4F8A57)
    bust(painter, rng, w * rng.uniform(0.44, 0.56), h * rng.uniform(0.44, 0.5), w * rng.uniform(0.34, 0.44))


def pan(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """Something is fried, seen from above."""
    painter.gradient(0, 0, w, h, 0xFF3B3A40, 0xFF1E1D22)
    for x, y in ((0.2, 0.14), (0.82, 0.12), (0.84, 0.86)):
        painter.ring(w * x, h * y, w * 0.17, 0xFF55545C, w * 0.012)
        painter.ring(w * x, h * y, w * 0.1, 0xFF55545C, w * 0.01)
    painter.rounded(w * 0.42, h * 0.72, w * 0.16, h * 0.3, w * 0.07, 0xFF17161A)
    cx, cy, r = w * 0.5, h * 0.47, w * 0.45
    painter.circle(cx, cy + w * 0.02, r * 1.02, 0x60000000)
    painter.circle(cx, cy, r, 0xFF2C2B30)
    painter.circle(cx, cy, r * 0.9, rng.choice((0xFF8A3B1E, 0xFFC77B30, 0xFF4B4A45, 0xFFD9A441)))
    for _ in range(46):
        turn, far = rng.uniform(0, 2 * math.pi), r * 0.82 * math.sqrt(rng.random())
        x, y = cx + far * math.cos(turn), cy + far * math.sin(turn)
        color = rng.choice((0xFFC0392B, 0xFF6AA84F, 0xFFF1C232, 0xFFE69138, 0xFFF5EBDD, 0xFF7B4B24))
        size = r * rng.uniform(0.05, 0.13)
        painter.circle(x + size * 0.15, y + size * 0.2, size, 0x50000000)
        painter.circle(x, y, size, color)
        painter.circle(x - size * 0.3, y - size * 0.3, size * 0.3, 0x60FFFFFF)
    for number in range(5):
        x = cx + r * (number - 2) * 0.3
        painter.arc(x, cy - r * 0.5, r * 0.22, 200, 120, 0x30FFFFFF, w * 0.02)


def animal(draw: Callable[..., None]) -> Scene:
    """The scene of an animal at home."""

    def scene(painter: Painter, rng: random.Random, w: int, h: int) -> None:
        wall = mixed(rng.choice(PALETTES)[0], 0xFFF3E9DC, 0.65)
        painter.gradient(0, 0, w, h * 0.62, mixed(wall, 0xFFFFFFFF, 0.35), wall)
        x = w * rng.choice((0.08, 0.5))
        painter.rect(x, h * 0.06, w * 0.42, h * 0.32, 0xFFFDFBF5)
        painter.gradient(x + w * 0.025, h * 0.075, w * 0.37, h * 0.29, *rng.choice(SKIES))
        painter.polygon(
            [(x, h * 0.38), (x + w * 0.42, h * 0.38), (x + w * 0.7, h), (x - w * 0.1, h)], 0x28FFFFFF
        )
        painter.gradient(0, h * 0.62, w, h * 0.38, 0xFFB98B5F, 0xFF7F5A3A)
        for number in range(6):
            painter.line(
                w * number / 5, h * 0.62, w * (number / 5 * 1.8 - 0.4), h, 0x30000000, max(w * 0.006, 1)
            )
        rug = rng.choice(CLOTHES)
        painter.polygon([(w * 0.14, h * 0.78), (w * 0.86, h * 0.78), (w * 1.02, h), (-w * 0.02, h)], rug)
        painter.rect(0, h * 0.605, w, h * 0.018, mixed(wall, 0xFFFFFFFF, 0.6))
        leafy(painter, rng, w * rng.choice((0.1, 0.92)), h * 0.68, w * 0.3, 0xFF4F8A57)
        draw(painter, rng, w * rng.uniform(0.44, 0.56), h * 0.5, w * rng.uniform(0.38, 0.46))

    return scene


def phone(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """A phone in a hand over a desk."""
    desk = rng.choice((0xFFC9A27A, 0xFF3A3F47, 0xFFE8E2D6, 0xFF8FA3A0))
    painter.gradient(0, 0, w, h, mixed(desk, 0xFFFFFFFF, 0.2), mixed(desk, 0xFF000000, 0.35))
    painter.rounded(-w * 0.1, h * 0.06, w * 0.5, h * 0.2, w * 0.02, 0xFF2C2F36)
    for row in range(4):
        for column in range(6):
            painter.rounded(
                w * (-0.06 + 0.075 * column),
                h * (0.075 + 0.044 * row),
                w * 0.06,
                h * 0.034,
                w * 0.01,
                0xFF43474F,
            )
    painter.circle(w * 0.82, h * 0.16, w * 0.14, 0xFFF7F3EA)
    painter.circle(w * 0.82, h * 0.16, w * 0.11, 0xFF5B3A22)
    hand_holding(painter, rng, w * 0.52, h * 0.56, w * 0.42)
    body = rng.choice((0xFF2B2D33, 0xFFE9D8C5, 0xFF4C5F7A, 0xFFBFD1C0))
    x, y, wide, tall = w * 0.27, h * 0.24, w * 0.46, h * 0.5
    painter.shadow(x, y, wide, tall, w * 0.07, w * 0.03)
    painter.rounded(x, y, wide, tall, w * 0.07, body)
    if rng.random() < 0.5:
        painter.rounded(
            x + wide * 0.06, y + wide * 0.06, wide * 0.5, wide * 0.52, w * 0.05, mixed(body, 0xFF000000, 0.15)
        )
        for dx, dy in ((0.19, 0.19), (0.43, 0.19), (0.19, 0.45)):
            painter.circle(x + wide * dx, y + wide * dy, wide * 0.1, 0xFF15161A)
            painter.circle(x + wide * dx, y + wide * dy, wide * 0.06, 0xFF30405A)
            painter.circle(x + wide * (dx - 0.02), y + wide * (dy - 0.02), wide * 0.02, 0xFFBFD4FF)
    else:
        top, foot = rng.choice(SKIES)
        painter.rounded(x + wide * 0.04, y + wide * 0.04, wide * 0.92, tall - wide * 0.08, w * 0.055, foot)
        painter.rounded(x + wide * 0.04, y + wide * 0.04, wide * 0.92, tall * 0.5, w * 0.055, top)
        for number in range(16):
            painter.rounded(
                x + wide * (0.12 + 0.2 * (number % 4)),
                y + tall * (0.28 + 0.14 * (number // 4)),
                wide * 0.15,
                wide * 0.15,
                wide * 0.04,
                rng.choice(CLOTHES),
            )


def desk(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """Two monitors in a dark room."""
    accent = rng.choice((0xFF7C4DFF, 0xFF00B8D4, 0xFFFF4081, 0xFF00C853))
    painter.gradient(0, 0, w, h, 0xFF17141F, 0xFF0C0B11)
    glow(painter, w * 0.5, h * 0.4, w * 0.75, accent, 0x18)
    for number in range(6):
        painter.polygon(
            [
                (w * (0.08 + 0.16 * number), h * 0.1),
                (w * (0.16 + 0.16 * number), h * 0.06),
                (w * (0.16 + 0.16 * number), h * 0.13),
            ],
            faded(accent, 0x60),
        )
    for x, y, wide in ((0.06, 0.26, 0.88), (0.2, 0.62, 0.6)):
        tall = h * (0.3 if wide > 0.7 else 0.2)
        painter.rounded(w * x, h * y, w * wide, tall, w * 0.02, 0xFF05060A)
        painter.gradient(
            w * (x + 0.015), h * (y + 0.008), w * (wide - 0.03), tall - h * 0.016, 0xFF1B2333, 0xFF101623
        )
        if rng.random() < 0.5:
            for row in range(int(tall / (h * 0.022)) - 1):
                indent = w * 0.03 * rng.randrange(4)
                left = w * (x + 0.04) + indent
                for _ in range(rng.randint(1, 4)):
                    long = w * rng.uniform(0.04, 0.14)
                    if left + long < w * (x + wide - 0.04):
                        painter.rounded(
                            left,
                            h * (y + 0.02 + 0.022 * row),
                            long,
                            h * 0.01,
                            h * 0.005,
                            rng.choice((0xFF82AAFF, 0xFFC3E88D, 0xFFFFCB6B, 0xFFF78C6C, 0xFFB2B8D0)),
                        )
                    left += long + w * 0.015
        else:
            painter.gradient(
                w * (x + 0.015), h * (y + 0.008), w * (wide - 0.03), tall * 0.6, *rng.choice(SKIES)
            )
            for _ in range(9):
                bx = w * rng.uniform(x + 0.03, x + wide - 0.12)
                painter.rect(
                    bx, h * y + tall * rng.uniform(0.3, 0.6), w * 0.09, tall * 0.5, rng.choice(CLOTHES)
                )
            painter.rect(w * (x + 0.015), h * y + tall * 0.8, w * (wide - 0.03), tall * 0.17, 0xFF2F5D3A)
    painter.rect(0, h * 0.86, w, h * 0.14, 0xFF241C1A)
    for row in range(3):
        for column in range(12):
            painter.rounded(
                w * (0.14 + 0.06 * column),
                h * (0.875 + 0.03 * row),
                w * 0.05,
                h * 0.024,
                w * 0.008,
                mixed(0xFF30303A, accent, rng.random() * 0.5),
            )


def shelf(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """Shelves full of books, a chair and a cup."""
    wood = rng.choice((0xFF6B4A32, 0xFF8A6B4E, 0xFF3D2C22))
    painter.rect(0, 0, w, h, mixed(wood, 0xFF000000, 0.45))
    for row in range(6):
        top, foot = h * 0.135 * row, h * 0.135 * (row + 1)
        x = w * 0.02
        while x < w * 0.96:
            wide, tall = w * rng.uniform(0.025, 0.06), (foot - top) * rng.uniform(0.6, 0.88)
            color = mixed(rng.choice((*CLOTHES, 0xFF7F1D1D, 0xFF1D3557)), 0xFF2A1A10, 0.15)
            painter.rect(x, foot - tall, wide, tall, color)
            painter.rect(x + wide * 0.2, foot - tall * 0.8, wide * 0.6, tall * 0.05, 0xC0F2E3BC)
            painter.rect(x, foot - tall, wide * 0.14, tall, 0x30FFFFFF)
            x += wide + w * rng.choice((0.002, 0.002, 0.004, 0.06))
        painter.rect(0, foot, w, h * 0.016, wood)
    glow(painter, w * 0.82, h * 0.66, w * 0.5, 0xFFFFD79A, 0x1C)
    painter.gradient(0, h * 0.83, w, h * 0.17, mixed(wood, 0xFFFFFFFF, 0.25), mixed(wood, 0xFF000000, 0.3))
    painter.polygon(
        [(w * 0.18, h * 0.87), (w * 0.5, h * 0.84), (w * 0.84, h * 0.87), (w * 0.5, h * 0.95)], 0xFFFBF6E9
    )
    painter.line(w * 0.5, h * 0.845, w * 0.5, h * 0.945, 0xFFB9AE97, max(w * 0.006, 1))
    for number in range(5):
        for side in (0.24, 0.54):
            painter.line(
                w * side,
                h * (0.874 + 0.009 * number),
                w * (side + 0.2),
                h * (0.868 + 0.012 * number),
                0x60857A66,
                max(w * 0.004, 0.7),
            )


def mirror(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """Somebody shows clothes before a rail."""
    wall = mixed(rng.choice(PALETTES)[0], 0xFFF6EFE6, 0.72)
    painter.gradient(0, 0, w, h, mixed(wall, 0xFFFFFFFF, 0.4), mixed(wall, 0xFF000000, 0.15))
    painter.line(0, h * 0.16, w, h * 0.16, 0xFF8B8F96, max(w * 0.014, 1))
    x = w * 0.02
    while x < w:
        color, wide = rng.choice(CLOTHES), w * rng.uniform(0.06, 0.1)
        painter.polygon(
            [
                (x, h * 0.2),
                (x + wide / 2, h * 0.175),
                (x + wide, h * 0.2),
                (x + wide, h * rng.uniform(0.4, 0.55)),
                (x, h * 0.46),
            ],
            color,
        )
        painter.line(x + wide * 0.5, h * 0.16, x + wide * 0.5, h * 0.18, 0xFF8B8F96, max(w * 0.006, 1))
        x += wide + w * 0.015
    painter.rect(0, h * 0.8, w, h * 0.2, mixed(wall, 0xFF5A3D28, 0.5))
    skin, coat = rng.choice(SKINS), rng.choice(CLOTHES)
    x, foot, tall = w * 0.5, h * 0.96, h * 0.66
    for side in (-1, 1):
        painter.line(
            x + side * tall * 0.05,
            foot - tall * 0.45,
            x + side * tall * 0.065,
            foot - tall * 0.03,
            mixed(coat, 0xFF000000, 0.55),
            tall * 0.085,
        )
        painter.rounded(
            x + side * tall * 0.065 - tall * 0.05,
            foot - tall * 0.04,
            tall * 0.1,
            tall * 0.05,
            tall * 0.02,
            DARK,
        )
        painter.line(
            x + side * tall * 0.1,
            foot - tall * 0.78,
            x + side * tall * 0.17,
            foot - tall * 0.55,
            coat,
            tall * 0.07,
        )
        painter.circle(x + side * tall * 0.17, foot - tall * 0.52, tall * 0.03, skin)
    painter.polygon(
        [
            (x - tall * 0.12, foot - tall * 0.81),
            (x + tall * 0.12, foot - tall * 0.81),
            (x + tall * 0.14, foot - tall * 0.36),
            (x - tall * 0.14, foot - tall * 0.36),
        ],
        coat,
    )
    painter.line(
        x, foot - tall * 0.8, x, foot - tall * 0.36, mixed(coat, 0xFF000000, 0.3), max(tall * 0.008, 1)
    )
    bust_size = tall * 0.13
    painter.rounded(
        x - bust_size * 0.2, foot - tall * 0.86, bust_size * 0.4, tall * 0.07, bust_size * 0.1, skin
    )
    painter.circle(x, foot - tall * 0.91, bust_size * 0.5, skin)
    painter.arc(x, foot - tall * 0.92, bust_size * 0.55, 180, 180, DARK)


def cinema(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """A screen before rows of seats."""
    painter.gradient(0, 0, w, h, 0xFF1A0D12, 0xFF05030A)
    top, low = rng.choice(SKIES)
    glow(painter, w * 0.5, h * 0.32, w * 0.7, top, 0x18)
    painter.gradient(w * 0.06, h * 0.16, w * 0.88, h * 0.3, top, low)
    x = w * rng.uniform(0.3, 0.7)
    painter.circle(x, h * 0.27, w * 0.09, 0xFFFFF3D0)
    peaks = [(w * (0.06 + 0.88 * step / 6), h * rng.uniform(0.33, 0.42)) for step in range(7)]
    painter.polygon([(w * 0.06, h * 0.46), *peaks, (w * 0.94, h * 0.46)], 0xFF22304F)
    painter.polygon([(0, 0), (w * 0.06, 0), (w * 0.06, h * 0.5), (0, h * 0.56)], 0xFF5A1220)
    painter.polygon([(w, 0), (w * 0.94, 0), (w * 0.94, h * 0.5), (w, h * 0.56)], 0xFF5A1220)
    for row in range(5):
        y, size = h * (0.56 + 0.09 * row), w * (0.1 + 0.035 * row)
        seat = -size * 0.3 * (row % 2)
        while seat < w:
            painter.rounded(
                seat, y, size * 0.9, size * 1.3, size * 0.25, mixed(0xFF8C1C2F, 0xFF000000, 0.12 * row)
            )
            if rng.random() < 0.45:
                painter.circle(
                    seat + size * 0.45,
                    y - size * 0.05,
                    size * 0.26,
                    mixed(rng.choice(SKINS), 0xFF000000, 0.6),
                )
            seat += size
