"""People, animals and lights that stand in the scenes of `footage`, drawn from simple shapes."""

from __future__ import annotations

import math
import random

from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.pictures import HAIRS, PALETTES, SKINS

DARK = 0xFF201A1A
CLOTHES = (0xFF355070, 0xFF6D597A, 0xFFB56576, 0xFFE56B6F, 0xFF2A9D8F, 0xFFE9C46A, 0xFFF4F1DE, 0xFF222831)
FURS = (
    (0xFFE08E45, 0xFFF4D6B0),
    (0xFF4A4A4F, 0xFFB9BAC0),
    (0xFFB98B5F, 0xFFF1E3D3),
    (0xFF2B2B2E, 0xFFEFEFEF),
    (0xFFD9C3A5, 0xFFFFF7EA),
)


def faded(color: int, alpha: int) -> int:
    """A colour with another opacity, 0 to 255."""
    return (color & 0xFFFFFF) | alpha << 24


def mixed(one: int, other: int, share: float) -> int:
    """A colour between two opaque ones."""
    parts = (round((one >> s & 255) * (1 - share) + (other >> s & 255) * share) << s for s in (16, 8, 0))
    return 0xFF000000 | sum(parts)


def glow(painter: Painter, x: float, y: float, r: float, color: int, strength: int = 0x16) -> None:
    """Light around a point."""
    for step in range(7, 0, -1):
        painter.circle(x, y, r * step / 7, faded(color, strength))


def blurred_lights(painter: Painter, rng: random.Random, w: float, h: float, colors: tuple[int, ...]) -> None:
    """Lights far behind what is in focus."""
    for _ in range(16):
        x, y, r = rng.uniform(0, w), rng.uniform(0, h), w * rng.uniform(0.02, 0.08)
        color = rng.choice(colors)
        painter.circle(x, y, r, faded(color, 0x38))
        painter.ring(x, y, r, faded(color, 0x50), max(r * 0.12, 1))


def crowd(painter: Painter, rng: random.Random, w: float, top: float, foot: float, shade: int) -> None:
    """Many heads, row behind row; the nearest are the largest."""
    rows = 7
    for row in range(rows):
        share = row / (rows - 1)
        y = top + (foot - top) * share
        r = w * (0.012 + 0.022 * share)
        tone = mixed(shade, 0xFF000000, share * 0.75)
        painter.rect(0, y, w, foot - y + r, mixed(tone, 0xFF000000, 0.2))
        x = -r * rng.random()
        while x < w + r:
            bright = mixed(tone, rng.choice(CLOTHES), 0.35)
            painter.rounded(x - r * 1.3, y + r * 0.7, r * 2.6, r * 3, r, bright)
            painter.circle(x, y, r, mixed(rng.choice(SKINS), tone, 0.5))
            x += r * rng.uniform(2.3, 2.9)


def bust(painter: Painter, rng: random.Random, x: float, y: float, size: float) -> None:
    """Somebody who looks at the camera: ``x``, ``y`` is the middle of the face, ``size`` its width."""
    skin, hair, shirt = rng.choice(SKINS), rng.choice(HAIRS), rng.choice(CLOTHES)
    shade = mixed(skin, 0xFF5A2A1A, 0.22)
    long = rng.random() < 0.5
    half = size / 2
    if long:
        painter.rounded(x - half * 1.32, y - half * 1.3, half * 2.64, half * 3.4, half * 1.2, hair)
    painter.rounded(x - half * 2.3, y + half * 1.75, half * 4.6, half * 5, half * 1.1, shirt)
    painter.polygon(
        [(x - half * 0.6, y + half * 1.7), (x + half * 0.6, y + half * 1.7), (x, y + half * 2.7)], shade
    )
    painter.rounded(x - half * 0.42, y + half * 0.6, half * 0.84, half * 1.5, half * 0.3, shade)
    for side in (-1, 1):
        painter.circle(x + side * half * 0.98, y + half * 0.12, half * 0.2, shade)
    painter.rounded(x - half, y - half * 1.1, half * 2, half * 2.35, half * 0.98, skin)
    painter.arc(x, y - half * 0.25, half * 1.06, 180, 180, hair)
    if long:
        for side in (-1, 1):
            edge = [
                (x + side * half * 1.05, y - half * 0.4),
                (x + side * half * 0.55, y - half * 1.0),
                (x + side * half * 0.9, y + half * 1.1),
            ]
            painter.polygon(edge, hair)
    for side in (-1, 1):
        eye = x + side * half * 0.4
        painter.rounded(eye - half * 0.19, y - half * 0.08, half * 0.38, half * 0.24, half * 0.12, 0xFFFDFDFD)
        painter.circle(eye, y + half * 0.03, half * 0.1, rng.choice((0xFF3B2A1E, 0xFF35506B, 0xFF3F5B3A)))
        painter.line(eye - half * 0.2, y - half * 0.26, eye + half * 0.18, y - half * 0.3, hair, half * 0.08)
    painter.line(x, y + half * 0.1, x - half * 0.06, y + half * 0.42, shade, half * 0.07)
    if rng.random() < 0.6:
        painter.arc(x, y + half * 0.55, half * 0.36, 20, 140, 0xFFFFFFFF)
        painter.arc(x, y + half * 0.55, half * 0.38, 20, 140, 0xFF9B3B36, half * 0.08)
    else:
        painter.line(
            x - half * 0.22, y + half * 0.74, x + half * 0.22, y + half * 0.72, 0xFF9B4B42, half * 0.1
        )
    if rng.random() < 0.25:
        for side in (-1, 1):
            painter.ring(x + side * half * 0.4, y + half * 0.03, half * 0.3, DARK, half * 0.06)
        painter.line(x - half * 0.1, y, x + half * 0.1, y, DARK, half * 0.06)


def runner(
    painter: Painter, x: float, foot: float, tall: float, shirt: int, shorts: int, skin: int, raised: bool
) -> None:
    """Somebody who runs, or with raised arms; ``foot`` is where the standing foot is."""
    hip, neck = foot - tall * 0.48, foot - tall * 0.82
    limb = tall * 0.062
    painter.line(x, hip, x - tall * 0.11, hip + tall * 0.22, skin, limb * 1.2)
    painter.line(x - tall * 0.11, hip + tall * 0.22, x - tall * 0.04, foot, skin, limb)
    painter.line(x, hip, x + tall * 0.16, hip + tall * 0.18, skin, limb * 1.2)
    painter.line(x + tall * 0.16, hip + tall * 0.18, x + tall * 0.26, hip + tall * 0.36, skin, limb)
    for side, end in ((-1, (x - tall * 0.04, foot)), (1, (x + tall * 0.27, hip + tall * 0.38))):
        painter.rounded(end[0] - limb * 0.4, end[1] - limb * 0.4, limb * 2, limb, limb / 2, DARK)
        painter.line(x, hip, x + side * tall * 0.07, hip + tall * 0.1, shorts, limb * 2)
    body = [(x - tall * 0.1, neck), (x + tall * 0.1, neck), (x + tall * 0.07, hip), (x - tall * 0.07, hip)]
    painter.polygon(body, shirt)
    for side in (-1, 1):
        elbow = (x + side * tall * 0.2, neck + tall * (-0.06 if raised else 0.13))
        hand = (x + side * tall * (0.22 if raised else 0.1), elbow[1] + tall * (-0.17 if raised else 0.06))
        painter.line(x + side * tall * 0.09, neck + limb * 0.5, *elbow, shirt, limb * 1.1)
        painter.line(*elbow, *hand, skin, limb * 0.9)
    painter.rounded(x - limb * 0.4, neck - limb, limb * 0.8, limb * 1.4, limb * 0.3, skin)
    painter.circle(x, neck - tall * 0.085, tall * 0.072, skin)
    painter.arc(x, neck - tall * 0.095, tall * 0.076, 180, 180, DARK)


def cat(painter: Painter, rng: random.Random, x: float, y: float, size: float) -> None:
    """A cat that sits; ``x``, ``y`` is the middle of its head, ``size`` the head's width."""
    fur, light = rng.choice(FURS)
    half = size / 2
    painter.arc(x + half * 1.3, y + half * 2.6, half * 1.2, -80, 170, fur, half * 0.42)
    painter.rounded(x - half * 1.05, y + half * 0.5, half * 2.1, half * 3.2, half, fur)
    painter.rounded(x - half * 0.5, y + half * 0.9, half, half * 2.2, half * 0.5, light)
    for side in (-1, 1):
        ear = [
            (x + side * half * 0.95, y - half * 0.2),
            (x + side * half * 0.9, y - half * 1.35),
            (x + side * half * 0.2, y - half * 0.75),
        ]
        painter.polygon(ear, fur)
        inner = [
            (x + side * half * 0.82, y - half * 0.45),
            (x + side * half * 0.8, y - half * 1.05),
            (x + side * half * 0.4, y - half * 0.7),
        ]
        painter.polygon(inner, 0xFFE8A0A0)
    painter.rounded(x - half * 1.05, y - half * 0.85, half * 2.1, half * 1.75, half * 0.8, fur)
    for number in (-1, 0, 1):
        painter.line(
            x + number * half * 0.18,
            y - half * 0.75,
            x + number * half * 0.14,
            y - half * 0.45,
            mixed(fur, 0xFF000000, 0.35),
            half * 0.07,
        )
    painter.rounded(x - half * 0.45, y + half * 0.15, half * 0.9, half * 0.6, half * 0.3, light)
    iris = rng.choice((0xFF9BC53D, 0xFFF2B134, 0xFF6FB7D6))
    for side in (-1, 1):
        painter.circle(x + side * half * 0.48, y - half * 0.08, half * 0.23, iris)
        painter.rounded(
            x + side * half * 0.48 - half * 0.06, y - half * 0.27, half * 0.12, half * 0.38, half * 0.06, DARK
        )
        painter.circle(x + side * half * 0.43, y - half * 0.16, half * 0.05, 0xFFFFFFFF)
        for row in range(3):
            painter.line(
                x + side * half * 0.4,
                y + half * (0.35 + 0.08 * row),
                x + side * half * 1.35,
                y + half * (0.2 + 0.2 * row),
                0xB0FFFFFF,
                max(half * 0.025, 0.7),
            )
    painter.polygon(
        [(x - half * 0.12, y + half * 0.2), (x + half * 0.12, y + half * 0.2), (x, y + half * 0.33)],
        0xFFD98080,
    )
    for side in (-1, 1):
        painter.arc(x + side * half * 0.13, y + half * 0.36, half * 0.15, 10, 150, DARK, max(half * 0.05, 1))


def dog(painter: Painter, rng: random.Random, x: float, y: float, size: float) -> None:
    """A dog that looks up; as `cat`."""
    fur, light = rng.choice(FURS)
    ear = mixed(fur, 0xFF000000, 0.3)
    half = size / 2
    painter.rounded(x - half * 1.2, y + half * 0.6, half * 2.4, half * 3.2, half, fur)
    painter.rounded(x - half * 0.6, y + half * 0.9, half * 1.2, half * 2.4, half * 0.6, light)
    painter.rounded(
        x - half * 0.75, y + half * 0.95, half * 1.5, half * 0.24, half * 0.1, rng.choice(CLOTHES)
    )
    painter.rounded(x - half, y - half, half * 2, half * 2.05, half * 0.85, fur)
    for side in (-1, 1):
        painter.rounded(
            x + side * half * 0.98 - half * 0.3, y - half * 0.85, half * 0.6, half * 1.5, half * 0.3, ear
        )
    painter.rounded(x - half * 0.2, y - half * 0.95, half * 0.4, half * 1.2, half * 0.2, light)
    painter.rounded(x - half * 0.55, y + half * 0.05, half * 1.1, half * 0.95, half * 0.45, light)
    for side in (-1, 1):
        painter.circle(x + side * half * 0.45, y - half * 0.2, half * 0.17, DARK)
        painter.circle(x + side * half * 0.41, y - half * 0.26, half * 0.05, 0xFFFFFFFF)
    painter.rounded(x - half * 0.22, y + half * 0.08, half * 0.44, half * 0.3, half * 0.15, DARK)
    painter.line(x, y + half * 0.35, x, y + half * 0.55, DARK, max(half * 0.05, 1))
    painter.arc(x, y + half * 0.42, half * 0.28, 15, 150, DARK, max(half * 0.05, 1))
    painter.rounded(x - half * 0.15, y + half * 0.65, half * 0.3, half * 0.48, half * 0.15, 0xFFE76F7A)


def hand_holding(painter: Painter, rng: random.Random, x: float, y: float, size: float) -> None:
    """A hand from below around what lies at a point."""
    skin = rng.choice(SKINS)
    shade = mixed(skin, 0xFF5A2A1A, 0.25)
    painter.polygon(
        [
            (x - size * 0.35, y + size * 0.2),
            (x + size * 0.4, y + size * 0.15),
            (x + size * 0.75, y + size * 3),
            (x - size * 0.25, y + size * 3),
        ],
        skin,
    )
    for number in range(4):
        top = y - size * (0.75 - 0.3 * number)
        painter.rounded(
            x + size * 0.28, top, size * 0.42, size * 0.26, size * 0.13, skin if number % 2 else shade
        )
    painter.rounded(x - size * 0.62, y - size * 0.55, size * 0.3, size * 1.1, size * 0.15, skin)


def leafy(painter: Painter, rng: random.Random, x: float, foot: float, tall: float, color: int) -> None:
    """A plant."""
    for number in range(9):
        turn = math.radians(-90 + (number - 4) * 17 + rng.uniform(-6, 6))
        long = tall * rng.uniform(0.65, 1)
        tip = x + long * math.cos(turn), foot + long * math.sin(turn)
        side = tall * 0.09
        middle = x + long * 0.55 * math.cos(turn), foot + long * 0.55 * math.sin(turn)
        across = math.cos(turn + math.pi / 2) * side, math.sin(turn + math.pi / 2) * side
        tone = mixed(color, 0xFF0B2B16, rng.uniform(0, 0.5))
        painter.polygon(
            [
                (x, foot),
                (middle[0] + across[0], middle[1] + across[1]),
                tip,
                (middle[0] - across[0], middle[1] - across[1]),
            ],
            tone,
        )


def palette(rng: random.Random) -> tuple[int, int, int]:
    """Ground, figure and light that go together."""
    return rng.choice(PALETTES)
