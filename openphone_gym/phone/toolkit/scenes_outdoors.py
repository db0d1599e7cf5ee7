"""Scenes of `footage` in the open and before a crowd."""

from __future__ import annotations

import math
import random

from openphone_gym.phone.toolkit.figures import (
    CLOTHES,
    DARK,
    blurred_lights,
    crowd,
    faded,
    glow,
    leafy,
    mixed,
    runner,
)
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.pictures import SKIES, SKINS


def stadium(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """A player on the pitch before the stands."""
    painter.gradient(0, 0, w, h * 0.3, 0xFF0B1530, 0xFF26406E)
    for x in (w * 0.1, w * 0.5, w * 0.9):
        glow(painter, x, h * 0.08, w * 0.28, 0xFFDDEBFF)
        for number in range(8):
            painter.circle(
                x + w * 0.025 * (number % 4 - 1.5), h * (0.07 + 0.016 * (number // 4)), w * 0.01, 0xFFFFFFFF
            )
    crowd(painter, rng, w, h * 0.18, h * 0.46, 0xFF53658C)
    painter.rect(0, h * 0.47, w, h * 0.045, rng.choice(CLOTHES))
    for number in range(9):
        top, foot = h * (0.51 + 0.055 * number), h * (0.51 + 0.055 * (number + 1)) + 1
        painter.rect(0, top, w, foot - top, 0xFF2F7D3A if number % 2 else 0xFF399145)
    painter.line(-w * 0.1, h * 0.66, w * 1.1, h * 0.61, 0xD0FFFFFF, max(w * 0.012, 1))
    home, away = rng.sample(CLOTHES, 2)
    for number in range(3):
        runner(
            painter,
            w * (0.18 + 0.3 * number),
            h * 0.62,
            h * 0.15,
            away if number % 2 else home,
            0xFFF2F2F2,
            rng.choice(SKINS),
            False,
        )
    x = w * rng.uniform(0.4, 0.6)
    painter.rounded(x - w * 0.24, h * 0.895, w * 0.5, h * 0.02, h * 0.01, 0x50000000)
    runner(painter, x, h * 0.9, h * 0.42, home, 0xFFF2F2F2, rng.choice(SKINS), rng.random() < 0.3)
    ball = x + w * 0.3
    painter.circle(ball, h * 0.88, w * 0.045, 0xFFF8F8F8)
    for turn in range(5):
        angle = turn * 2 * math.pi / 5
        painter.circle(
            ball + w * 0.03 * math.cos(angle), h * 0.88 + w * 0.03 * math.sin(angle), w * 0.009, DARK
        )


def trophy(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """A cup is lifted, and paper comes down."""
    painter.gradient(0, 0, w, h, 0xFF14213D, 0xFF3A1F4D)
    for number in range(5):
        x = w * (0.1 + 0.2 * number)
        painter.polygon([(x, 0), (x - w * 0.25, h * 0.75), (x + w * 0.1, h * 0.75)], 0x16FFF1C9)
    crowd(painter, rng, w, h * 0.42, h * 0.72, 0xFF4B4E7A)
    shirt = rng.choice(CLOTHES)
    for x in (0.12, 0.3, 0.72, 0.9):
        runner(
            painter, w * x, h * 0.98, h * rng.uniform(0.3, 0.34), shirt, 0xFFF2F2F2, rng.choice(SKINS), True
        )
    runner(painter, w * 0.5, h * 1.02, h * 0.5, shirt, 0xFFF2F2F2, rng.choice(SKINS), True)
    glow(painter, w * 0.5, h * 0.3, w * 0.42, 0xFFFFD25E, 0x1E)
    gold, shade, y = 0xFFF2C14E, 0xFFB5832B, h * 0.22
    painter.arc(w * 0.38, y + w * 0.09, w * 0.1, 80, 200, gold, w * 0.03)
    painter.arc(w * 0.62, y + w * 0.09, w * 0.1, -100, 200, gold, w * 0.03)
    painter.arc(w * 0.5, y, w * 0.16, 0, 180, gold)
    painter.polygon([(w * 0.34, y), (w * 0.66, y), (w * 0.6, y + w * 0.2), (w * 0.4, y + w * 0.2)], gold)
    painter.polygon([(w * 0.54, y), (w * 0.66, y), (w * 0.6, y + w * 0.2), (w * 0.54, y + w * 0.2)], shade)
    painter.rect(w * 0.475, y + w * 0.18, w * 0.05, w * 0.12, gold)
    painter.rounded(w * 0.4, y + w * 0.28, w * 0.2, w * 0.07, w * 0.015, shade)
    for _ in range(110):
        x, y, size = w * rng.random(), h * rng.random(), w * rng.uniform(0.006, 0.016)
        painter.rect(
            x,
            y,
            size,
            size * rng.uniform(0.5, 2),
            rng.choice((0xFFF2C14E, 0xFFE63946, 0xFFF1FAEE, 0xFF4CC9F0)),
        )


def road(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """A road towards the horizon, with somebody on it."""
    top, low = rng.choice(SKIES)
    line = h * 0.44
    painter.gradient(0, 0, w, line, top, low)
    sun = w * rng.uniform(0.25, 0.75)
    glow(painter, sun, line - h * 0.06, w * 0.5, 0xFFFFE7B0)
    painter.circle(sun, line - h * 0.06, w * 0.08, 0xFFFFF3D0)
    for shade, high in ((0xFF8D9DB6, 0.13), (0xFF5E7388, 0.08)):
        peaks = [(w * step / 7, line - h * rng.uniform(0.02, high)) for step in range(8)]
        painter.polygon([(0, line), *peaks, (w, line)], shade)
    ground = rng.choice((0xFF6B8F4E, 0xFFB08D57, 0xFF4E7A5A))
    painter.gradient(0, line, w, h - line, mixed(ground, 0xFFFFFFFF, 0.2), mixed(ground, 0xFF000000, 0.35))
    painter.polygon([(w * 0.47, line), (w * 0.53, line), (w * 1.05, h), (-w * 0.05, h)], 0xFF4A4B52)
    for number in range(7):
        near, far = (number / 7) ** 2, ((number + 0.45) / 7) ** 2
        y1, y2 = line + (h - line) * near, line + (h - line) * far
        painter.polygon(
            [
                (w * (0.5 - 0.012 * near), y1),
                (w * (0.5 + 0.012 * near), y1),
                (w * (0.5 + 0.012 * far), y2),
                (w * (0.5 - 0.012 * far), y2),
            ],
            0xFFF4F1DE,
        )
    for number in range(5):
        share = (number + 1) / 5
        for side in (-1, 1):
            x, y, tall = (
                w * (0.5 + side * (0.06 + 0.6 * share**2)),
                line + (h - line) * share**2,
                h * 0.34 * share**1.6,
            )
            painter.rect(x - tall * 0.03, y - tall * 0.5, tall * 0.06, tall * 0.5, 0xFF4A3526)
            painter.circle(x, y - tall * 0.66, tall * 0.27, mixed(0xFF3F6B47, ground, 0.2))
            painter.circle(x - tall * 0.07, y - tall * 0.74, tall * 0.14, 0x28FFFFFF)
    runner(painter, w * 0.47, h * 0.82, h * 0.34, rng.choice(CLOTHES), DARK, rng.choice(SKINS), False)


def stage(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """A band on a stage in coloured light."""
    painter.gradient(0, 0, w, h, 0xFF12061F, 0xFF2D0B3A)
    for number in range(7):
        x, color = w * (0.05 + 0.15 * number), rng.choice((0xFFFF4D8D, 0xFF4CC9F0, 0xFFF8E16C, 0xFF9B5DE5))
        lean = w * rng.uniform(-0.3, 0.3)
        painter.polygon(
            [(x, 0), (x + lean - w * 0.12, h * 0.7), (x + lean + w * 0.12, h * 0.7)], faded(color, 0x30)
        )
        glow(painter, x, h * 0.02, w * 0.09, color, 0x30)
    blurred_lights(painter, rng, w, h * 0.4, (0xFFFF4D8D, 0xFF4CC9F0, 0xFFF8E16C))
    painter.rect(0, h * 0.66, w, h * 0.05, 0xFF0A0410)
    for x, tall in ((0.2, 0.3), (0.8, 0.3), (0.5, 0.38)):
        runner(painter, w * x, h * 0.68, h * tall, rng.choice(CLOTHES), DARK, rng.choice(SKINS), x == 0.5)
    painter.line(w * 0.56, h * 0.68, w * 0.56, h * 0.36, 0xFFB8B8C0, max(w * 0.01, 1))
    painter.circle(w * 0.56, h * 0.35, w * 0.025, 0xFFE0E0E6)
    crowd(painter, rng, w, h * 0.72, h * 0.98, 0xFF3A1E4F)
    for _ in range(7):
        x, y = w * rng.random(), h * rng.uniform(0.72, 0.85)
        painter.line(x, h, x + w * rng.uniform(-0.05, 0.05), y, 0xFF120818, w * 0.035)


def garden(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """Beds and pots in the sun."""
    painter.gradient(0, 0, w, h * 0.5, 0xFFBEE3F5, 0xFFF3F7E4)
    for number in range(12):
        x = w * number / 11
        painter.rect(x, h * 0.26, w * 0.075, h * 0.3, 0xFFD8C3A5)
        painter.polygon([(x, h * 0.26), (x + w * 0.0375, h * 0.235), (x + w * 0.075, h * 0.26)], 0xFFD8C3A5)
    painter.gradient(0, h * 0.5, w, h * 0.5, 0xFF7FA653, 0xFF45682F)
    for row in range(4):
        y, tall = h * (0.56 + 0.13 * row), h * (0.1 + 0.03 * row)
        painter.rounded(-w * 0.05, y, w * 1.1, h * 0.06, h * 0.02, 0xFF5A3D28)
        for number in range(6):
            x = w * (0.08 + 0.17 * number + rng.uniform(-0.02, 0.02))
            leafy(painter, rng, x, y + h * 0.02, tall, rng.choice((0xFF4F9A4A, 0xFF6FB24F, 0xFF2F7A4B)))
            for _ in range(rng.randint(0, 3)):
                painter.circle(
                    x + w * rng.uniform(-0.05, 0.05),
                    y - tall * rng.uniform(0.2, 0.7),
                    w * 0.018,
                    rng.choice((0xFFE63946, 0xFFF4A261, 0xFFFFD166, 0xFFFF7096)),
                )


def sky(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """Weather over the land."""
    storm = rng.random() < 0.6
    painter.gradient(0, 0, w, h * 0.78, *((0xFF2B3245, 0xFF8A8FA3) if storm else rng.choice(SKIES)))
    for row in range(6):
        for _ in range(7):
            x, y, r = w * rng.uniform(-0.1, 1.1), h * (0.04 + 0.07 * row), w * rng.uniform(0.1, 0.22)
            tone = mixed(0xFF3D4459 if storm else 0xFFFFFFFF, 0xFFB9BED0, 0.12 * row)
            painter.circle(x, y, r, faded(tone, 0xB0))
    if storm:
        for _ in range(2):
            x, y = w * rng.uniform(0.2, 0.8), h * 0.36
            while y < h * 0.74:
                to = x + w * rng.uniform(-0.08, 0.08), y + h * 0.06
                painter.line(x, y, *to, 0xFFFFF6D6, max(w * 0.012, 1))
                x, y = to
            glow(painter, x, y, w * 0.25, 0xFFFFF6D6)
        for _ in range(120):
            x, y = w * rng.random(), h * rng.uniform(0.3, 1)
            painter.line(x, y, x - w * 0.012, y + h * 0.03, 0x50E3ECFF, max(w * 0.003, 0.7))
    else:
        for number, color in enumerate(
            (0xFFE63946, 0xFFF4A261, 0xFFFFE066, 0xFF52B788, 0xFF4895EF, 0xFF7B5EA7)
        ):
            painter.arc(w * 0.5, h * 0.8, w * (0.66 - 0.03 * number), 180, 180, faded(color, 0x90), w * 0.03)
    painter.polygon(
        [(0, h * 0.78), (w * 0.3, h * 0.73), (w * 0.7, h * 0.76), (w, h * 0.72), (w, h), (0, h)], 0xFF2E4A36
    )
    painter.polygon([(0, h * 0.88), (w * 0.5, h * 0.83), (w, h * 0.87), (w, h), (0, h)], 0xFF1F3427)
    painter.rect(w * 0.62, h * 0.74, w * 0.12, h * 0.08, 0xFFB8A88F)
    painter.polygon([(w * 0.6, h * 0.74), (w * 0.68, h * 0.69), (w * 0.76, h * 0.74)], 0xFF7A3B32)
    painter.rect(w * 0.665, h * 0.765, w * 0.03, h * 0.025, 0xFFFFE29A)


def sea(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """Under water."""
    painter.gradient(0, 0, w, h, rng.choice((0xFF2EC4D6, 0xFF5FA8D3)), 0xFF04182F)
    for number in range(6):
        x = w * (0.1 + 0.17 * number)
        painter.polygon(
            [(x, 0), (x + w * 0.07, 0), (x + w * 0.3, h * 0.8), (x - w * 0.05, h * 0.8)], 0x14FFFFFF
        )
    x, y, size = w * rng.uniform(0.42, 0.58), h * 0.4, w * 0.36
    painter.polygon(
        [
            (x - size, y),
            (x - size * 1.45, y - size * 0.4),
            (x - size * 1.3, y),
            (x - size * 1.45, y + size * 0.35),
        ],
        0xFF26465F,
    )
    painter.rounded(x - size * 1.05, y - size * 0.36, size * 2.1, size * 0.74, size * 0.37, 0xFF2F5573)
    painter.rounded(x - size * 0.6, y + size * 0.06, size * 1.6, size * 0.3, size * 0.15, 0xFFC9D8E2)
    painter.polygon(
        [(x, y + size * 0.25), (x - size * 0.35, y + size * 0.7), (x + size * 0.25, y + size * 0.3)],
        0xFF26465F,
    )
    painter.circle(x + size * 0.72, y - size * 0.04, size * 0.05, DARK)
    for _ in range(5):
        fx, fy, fish = w * rng.random(), h * rng.uniform(0.55, 0.85), w * rng.uniform(0.03, 0.07)
        color = rng.choice((0xFFFFB703, 0xFFFB8500, 0xFFE63946, 0xFFBDE0FE))
        painter.polygon(
            [(fx - fish, fy), (fx - fish * 1.7, fy - fish * 0.5), (fx - fish * 1.7, fy + fish * 0.5)], color
        )
        painter.rounded(fx - fish * 1.1, fy - fish * 0.5, fish * 2.1, fish, fish * 0.5, color)
        painter.circle(fx + fish * 0.6, fy - fish * 0.1, fish * 0.12, DARK)
    for _ in range(30):
        painter.ring(
            w * rng.random(), h * rng.random(), w * rng.uniform(0.006, 0.018), 0x80FFFFFF, max(w * 0.003, 0.7)
        )
    for number in range(6):
        leafy(
            painter,
            rng,
            w * (0.05 + 0.18 * number),
            h,
            h * rng.uniform(0.1, 0.22),
            rng.choice((0xFF1B6B5A, 0xFF8C3F6B, 0xFFB5523B)),
        )


def sunset(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """A camera on a tripod before a view."""
    painter.gradient(
        0,
        0,
        w,
        h * 0.6,
        *rng.choice(((0xFF2A1A5E, 0xFFF45905), (0xFF355C7D, 0xFFF8B195), (0xFF12355B, 0xFFFF8C61))),
    )
    x = w * rng.uniform(0.25, 0.75)
    glow(painter, x, h * 0.48, w * 0.5, 0xFFFFE0A3, 0x1C)
    painter.circle(x, h * 0.5, w * 0.13, 0xFFFFF1C9)
    for number, shade in enumerate((0xFF6C5B7B, 0xFF4A3F5C, 0xFF2F2A42)):
        foot = h * (0.56 + 0.04 * number)
        peaks = [(w * step / 8, foot - h * rng.uniform(0, 0.12 - 0.025 * number)) for step in range(9)]
        painter.polygon([(0, foot + h * 0.05), *peaks, (w, foot + h * 0.05)], shade)
    painter.gradient(0, h * 0.66, w, h * 0.34, 0xFF3A3355, 0xFF15121F)
    for number in range(14):
        painter.line(
            x - w * rng.uniform(0, 0.14),
            h * (0.67 + 0.022 * number),
            x + w * rng.uniform(0, 0.14),
            h * (0.67 + 0.022 * number),
            0x80FFD9A0,
            max(h * 0.003, 1),
        )
    at = w * rng.choice((0.3, 0.7))
    for lean in (-0.13, 0.02, 0.15):
        painter.line(at, h * 0.66, at + w * lean, h * 0.95, 0xFF0B0A10, w * 0.018)
    painter.rounded(at - w * 0.13, h * 0.585, w * 0.26, h * 0.085, w * 0.025, 0xFF0B0A10)
    painter.rounded(at - w * 0.05, h * 0.568, w * 0.1, h * 0.03, w * 0.01, 0xFF0B0A10)
    painter.circle(at, h * 0.628, w * 0.055, 0xFF2A2A36)
    painter.circle(at, h * 0.628, w * 0.035, 0xFF6A4A5E)


def market(painter: Painter, rng: random.Random, w: int, h: int) -> None:
    """A street with lanterns and stalls at night."""
    painter.gradient(0, 0, w, h, 0xFF1B1340, 0xFF3A1F3D)
    for side in (-1, 1):
        for row in range(3):
            inner, outer = w * (0.5 + side * (0.1 + 0.12 * row)), w * (0.5 + side * (0.24 + 0.14 * row))
            top = h * (0.3 - 0.1 * row)
            tone = mixed(0xFF51406B, 0xFF0E0A1C, 0.25 * row)
            painter.polygon([(inner, top + h * 0.05), (outer, top), (outer, h * 0.8), (inner, h * 0.7)], tone)
            for number in range(5):
                y = top + h * (0.08 + 0.07 * number)
                painter.rect(
                    min(inner, outer) + w * 0.04,
                    y,
                    w * 0.05,
                    h * 0.03,
                    0xFFFFD98A if rng.random() < 0.6 else 0xFF2A2140,
                )
    painter.polygon([(w * 0.42, h * 0.6), (w * 0.58, h * 0.6), (w * 1.1, h), (-w * 0.1, h)], 0xFF4A3A4F)
    for row in range(4):
        y = h * (0.1 + 0.1 * row)
        painter.line(0, y, w, y + h * 0.03, 0xFF1A1026, max(w * 0.005, 1))
        for number in range(6):
            x = w * (0.08 + 0.17 * number)
            glow(painter, x, y + h * 0.03, w * 0.06, 0xFFFF9F43, 0x20)
            painter.rounded(
                x - w * 0.025,
                y + h * 0.015,
                w * 0.05,
                h * 0.03,
                w * 0.02,
                rng.choice((0xFFE63946, 0xFFFFB703, 0xFFFF7B54)),
            )
    for side in (-1, 1):
        x = w * (0.5 + side * 0.36)
        painter.polygon(
            [
                (x - w * 0.2, h * 0.66),
                (x + w * 0.2, h * 0.66),
                (x + w * 0.16, h * 0.58),
                (x - w * 0.16, h * 0.58),
            ],
            rng.choice(CLOTHES),
        )
        painter.rect(x - w * 0.17, h * 0.66, w * 0.34, h * 0.2, 0xFF2A1B26)
        for _ in range(22):
            painter.circle(
                x + w * rng.uniform(-0.15, 0.15),
                h * rng.uniform(0.77, 0.82),
                w * 0.025,
                rng.choice((0xFFE63946, 0xFF6AA84F, 0xFFF1C232, 0xFFE69138)),
            )
    for x in (0.36, 0.6):
        runner(painter, w * x, h * 0.88, h * 0.22, rng.choice(CLOTHES), DARK, rng.choice(SKINS), False)
