"""Pictures without assets: motifs drawn from a key.

The same motif and key always give the same picture, and another key another one: its hash chooses colours and
shapes. So a list of books has covers, a feed has photographs, and nothing is stored.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any
from zlib import crc32

from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.toolkit.box import Drawing, Metrics
from openphone_gym.phone.toolkit.painter import Painter

IMAGE = "android.widget.ImageView"

PALETTES = (
    (0xFF1D3557, 0xFFE63946, 0xFFF1FAEE),
    (0xFF264653, 0xFFE9C46A, 0xFFFFF8E7),
    (0xFF5F0F40, 0xFFFB8B24, 0xFFFFF1E0),
    (0xFF2D6A4F, 0xFFB7E4C7, 0xFFF4FFF7),
    (0xFF3D405B, 0xFFE07A5F, 0xFFF4F1DE),
    (0xFF6D597A, 0xFFEAAC8B, 0xFFFDF3EC),
    (0xFF0B3954, 0xFFBFD7EA, 0xFFFFFFFF),
    (0xFF7F1D1D, 0xFFD4AF37, 0xFFFFF7E0),
    (0xFF1B1B1E, 0xFFD8315B, 0xFFFFFAFF),
    (0xFF8C5E2A, 0xFFF2D0A4, 0xFFFFFBF2),
    (0xFFEAE0CC, 0xFFA4243B, 0xFF273E47),
    (0xFFD8E2DC, 0xFF457B9D, 0xFF22313F),
)
"""Ground, figure and writing that go together."""

SKINS = (0xFFF6D5BD, 0xFFEDBE9B, 0xFFD29B72, 0xFFA9714B, 0xFF7C4B2E)
HAIRS = (0xFF1F1A17, 0xFF4A2F1D, 0xFF7B4B24, 0xFFC99A4B, 0xFF8A8A8A)
SKIES = (
    (0xFFF7B267, 0xFFF25C54),
    (0xFF90CAF9, 0xFFE3F2FD),
    (0xFF22304F, 0xFF6B6FA8),
    (0xFFA8DADC, 0xFFF1FAEE),
)


def Picture(motif: str, key: str, desc: str = "", **attributes: Any) -> Drawing:
    """A picture; with ``desc`` it is a node.

    Args:
        motif: A key of `MOTIFS`.
        key: What it shows; for a cover, the title and the author on two lines.
        desc: Description.
        **attributes: Attributes of its box, such as its size.

    Raises:
        KeyError: There is no such motif.
    """
    box = Drawing(MOTIFS[motif], (key,), desc=desc)
    if desc:
        box.cls = IMAGE
    box.__dict__.update(attributes)
    return box


def chance(motif: str, key: str) -> random.Random:
    """A generator for a picture, the same for the same motif and key."""
    return random.Random(crc32(f"{motif}/{key}".encode()))


def _cover(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """The front of a book: title and author over an ornament."""
    title, _, author = key.partition("\n")
    rng = chance("cover", key)
    ground, figure, ink = rng.choice(PALETTES)
    with painter.clip(0, 0, w, h):
        painter.rect(0, 0, w, h, ground)
        rng.choice(_ORNAMENTS)(painter, rng, w, h, figure)
        painter.gradient(0, 0, w * 0.05, h, 0x50000000, 0x30000000)
        inner = w * 0.78
        size = w * 0.125
        lines = fonts.wrap(title, size, 500, int(inner), 5)
        step = size * 1.2
        top = h * 0.09
        painter.rect(w * 0.05, top - h * 0.03, w * 0.95, len(lines) * step + h * 0.06, ground)
        painter.rect(w * 0.11, top - h * 0.03, inner, max(h * 0.006, 1), figure)
        painter.rect(w * 0.11, top + len(lines) * step + h * 0.03, inner, max(h * 0.006, 1), figure)
        for number, line in enumerate(lines):
            painter.text(w * 0.11, top + number * step, line, size, 500, ink, step)
        small = w * 0.085
        names = fonts.wrap(author, small, 400, int(inner), 2)
        foot = h * 0.93 - len(names) * small * 1.25
        painter.rect(w * 0.05, foot - h * 0.02, w * 0.95, h - foot + h * 0.02, ground)
        for number, line in enumerate(names):
            painter.text(w * 0.11, foot + number * small * 1.25, line, small, 400, ink, small * 1.25)


def _rings(painter: Painter, rng: random.Random, w: int, h: int, figure: int) -> None:
    cx, cy = w * rng.uniform(0.35, 0.75), h * rng.uniform(0.55, 0.68)
    for number in range(5):
        painter.ring(cx, cy, w * (0.42 - 0.08 * number), figure, max(w * 0.018, 1))


def _sun(painter: Painter, rng: random.Random, w: int, h: int, figure: int) -> None:
    cy = h * rng.uniform(0.56, 0.66)
    painter.circle(w * 0.53, cy, w * 0.26, figure)
    for number in range(6):
        painter.rect(0, cy + h * (0.03 + 0.04 * number), w, max(h * 0.012 * (1 + number / 3), 1), 0x40000000)


def _hills(painter: Painter, rng: random.Random, w: int, h: int, figure: int) -> None:
    for number, shade in enumerate((0x60FFFFFF, 0x30000000, 0x50000000)):
        foot = h * (0.58 + 0.1 * number)
        bends = [rng.uniform(-0.08, 0.06) for _ in range(6)]
        points = [(w * index / 5, foot + h * bend) for index, bend in enumerate(bends)]
        painter.polygon([*points, (w, h), (0, h)], figure if number == 1 else shade)


def _rhombs(painter: Painter, rng: random.Random, w: int, h: int, figure: int) -> None:
    columns = rng.randint(3, 5)
    side = w / columns
    for row in range(int(h * 0.45 / side) + 1):
        for column in range(columns + 1):
            x, y = side * (column + (row % 2) / 2), h * 0.48 + row * side
            half = side * 0.36
            painter.polygon([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], figure)


def _leaf(painter: Painter, rng: random.Random, w: int, h: int, figure: int) -> None:
    x, lean = w * 0.53, w * rng.uniform(-0.08, 0.08)
    painter.line(x, h * 0.86, x + lean, h * 0.42, figure, max(w * 0.02, 1))
    for number in range(7):
        y = h * (0.47 + 0.055 * number)
        reach = w * (0.1 + 0.03 * number)
        for side in (-1, 1):
            tip = (x + side * reach, y - h * 0.03)
            painter.polygon([(x, y), (x + side * reach / 2, y - h * 0.045), tip, (x, y + h * 0.012)], figure)


_ORNAMENTS = (_rings, _sun, _hills, _rhombs, _leaf)


def _face(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """A head and shoulders."""
    rng = chance("face", key)
    ground, shirt, _ = rng.choice(PALETTES)
    skin, hair = rng.choice(SKINS), rng.choice(HAIRS)
    size = min(w, h)
    cx, cy = w / 2, h * 0.44
    with painter.clip(0, 0, w, h):
        painter.gradient(0, 0, w, h, ground, 0xFFFFFFFF)
        painter.rounded(cx - size * 0.36, h * 0.74, size * 0.72, size * 0.5, size * 0.24, shirt)
        painter.rect(cx - size * 0.08, cy + size * 0.1, size * 0.16, size * 0.24, skin)
        if rng.random() < 0.5:
            painter.rounded(cx - size * 0.25, cy - size * 0.27, size * 0.5, size * 0.62, size * 0.24, hair)
        painter.circle(cx, cy, size * 0.21, skin)
        painter.arc(cx, cy - size * 0.02, size * 0.225, 180, 180, hair)
        for side in (-1, 1):
            painter.circle(cx + side * size * 0.08, cy + size * 0.02, size * 0.022, 0xFF2B2B2B)
        painter.arc(cx, cy + size * 0.06, size * 0.09, 25, 130, 0xFF8A3B2E, max(size * 0.018, 1))


def _skyline(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """Houses of a town before the sky."""
    rng = chance("skyline", key)
    top, bottom = rng.choice(SKIES)
    with painter.clip(0, 0, w, h):
        painter.gradient(0, 0, w, h, top, bottom)
        painter.circle(w * rng.uniform(0.2, 0.8), h * 0.28, h * 0.09, 0xD0FFFFFF)
        for shade, least, most in ((0xFF7C8797, 0.3, 0.62), (0xFF3C4656, 0.15, 0.45)):
            x = -w * 0.02
            while x < w:
                wide, high = w * rng.uniform(0.07, 0.15), h * rng.uniform(least, most)
                painter.rect(x, h - high, wide, high, shade)
                for row in range(int(high / (h * 0.07))):
                    for column in range(2):
                        if rng.random() < 0.6:
                            at = x + wide * (0.22 + 0.36 * column), h - high + h * (0.03 + 0.07 * row)
                            painter.rect(*at, wide * 0.18, h * 0.028, 0xFFFFE29A)
                x += wide + w * 0.01


def _landscape(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """Mountains behind water or meadows."""
    rng = chance("landscape", key)
    top, bottom = rng.choice(SKIES)
    with painter.clip(0, 0, w, h):
        painter.gradient(0, 0, w, h, top, bottom)
        painter.circle(w * rng.uniform(0.15, 0.85), h * 0.25, h * 0.1, 0xE0FFF6D5)
        for number, shade in enumerate((0xFF8FA3B5, 0xFF5C7A72, 0xFF35594A)):
            foot = h * (0.52 + 0.14 * number)
            peaks = [(w * step / 7, foot - h * rng.uniform(0, 0.24 - 0.06 * number)) for step in range(8)]
            painter.polygon([(0, foot), *peaks, (w, h), (0, h)], shade)
        painter.rect(0, h * 0.86, w, h * 0.14, rng.choice((0xFF4F86A8, 0xFF6B9A4B)))


def _product(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """An article of a shop on a plain ground."""
    rng = chance("product", key)
    _, figure, _ = rng.choice(PALETTES[:9])
    size = min(w, h)
    cx, cy = w / 2, h / 2
    with painter.clip(0, 0, w, h):
        painter.rect(0, 0, w, h, 0xFFF3F4F6)
        painter.rounded(cx - size * 0.3, cy + size * 0.29, size * 0.6, size * 0.05, size * 0.02, 0x30000000)
        if rng.random() < 0.5:  # a shoe
            sole = cy + size * 0.24
            body = [(-0.34, 0.2), (-0.34, -0.12), (-0.14, -0.16), (0.02, 0.02), (0.3, 0.08), (0.36, 0.2)]
            painter.polygon([(cx + size * x, cy + size * y) for x, y in body], figure)
            painter.rounded(
                cx - size * 0.36, sole - size * 0.05, size * 0.73, size * 0.09, size * 0.04, 0xFFFFFFFF
            )
            for number in range(3):
                x = cx + size * (-0.1 + 0.08 * number)
                painter.line(x, cy - size * 0.04, x + size * 0.06, cy - size * 0.09, 0xFFFFFFFF, size * 0.018)
        else:  # a shirt
            body = [(-0.14, -0.3), (0.14, -0.3), (0.36, -0.14), (0.27, 0.0), (0.19, -0.05), (0.19, 0.3),
                    (-0.19, 0.3), (-0.19, -0.05), (-0.27, 0.0), (-0.36, -0.14)]  # fmt: skip
            painter.polygon([(cx + size * x, cy + size * y) for x, y in body], figure)
            painter.arc(cx, cy - size * 0.3, size * 0.09, 0, 180, 0xFFF3F4F6)


def _plate(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """A meal."""
    rng = chance("plate", key)
    size = min(w, h)
    cx, cy = w / 2, h / 2
    with painter.clip(0, 0, w, h):
        painter.rect(0, 0, w, h, rng.choice((0xFF8B5E3C, 0xFF4A5759, 0xFFD9C6A5)))
        painter.circle(cx, cy, size * 0.42, 0xFFFDFDFB)
        painter.ring(cx, cy, size * 0.34, 0xFFE2E2DC, max(size * 0.012, 1))
        for _ in range(rng.randint(9, 16)):
            turn, far = rng.uniform(0, 2 * math.pi), size * rng.uniform(0, 0.2)
            color = rng.choice((0xFFC0392B, 0xFF6AA84F, 0xFFF1C232, 0xFFE69138, 0xFF8E5A2A))
            painter.circle(
                cx + far * math.cos(turn), cy + far * math.sin(turn), size * rng.uniform(0.04, 0.1), color
            )


def _page(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """A written page, as a document or a book looks from afar."""
    rng = chance("page", key)
    with painter.clip(0, 0, w, h):
        painter.rect(0, 0, w, h, 0xFFFFFFFF)
        painter.rect(w * 0.12, h * 0.1, w * rng.uniform(0.35, 0.6), h * 0.035, 0xFF3C4043)
        y = h * 0.2
        while y < h * 0.9:
            wide = 0.76 if rng.random() < 0.8 else rng.uniform(0.25, 0.55)
            painter.rect(w * 0.12, y, w * wide, max(h * 0.012, 1), 0xFFBDC1C6)
            y += h * (0.035 if wide == 0.76 else 0.06)


def _pitch(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """A sports ground from above."""
    rng = chance("pitch", key)
    with painter.clip(0, 0, w, h):
        for number in range(8):
            painter.rect(w * number / 8, 0, w / 8 + 1, h, 0xFF3E8E41 if number % 2 else 0xFF4AA34E)
        line = max(h * 0.012, 1)
        painter.outline(w * 0.05, h * 0.08, w * 0.9, h * 0.84, 0, 0xE0FFFFFF, line)
        painter.line(w / 2, h * 0.08, w / 2, h * 0.92, 0xE0FFFFFF, line)
        painter.ring(w / 2, h / 2, h * 0.16, 0xE0FFFFFF, line)
        for color in rng.choice((((0xFFD62828, 0xFFF1FAEE)), (0xFF1D3557, 0xFFF4D35E))):
            for _ in range(6):
                painter.circle(w * rng.uniform(0.1, 0.9), h * rng.uniform(0.15, 0.85), h * 0.025, color)


def _gadget(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """A phone, or a pair of headphones, on a desk."""
    rng = chance("gadget", key)
    ground, figure, _ = rng.choice(PALETTES)
    size = min(w, h)
    cx, cy = w / 2, h / 2
    with painter.clip(0, 0, w, h):
        painter.gradient(0, 0, w, h, ground, figure)
        if rng.random() < 0.7:  # a phone
            top, bottom = rng.choice(SKIES)
            x, y = cx - size * 0.21, cy - size * 0.42
            painter.rounded(x, y, size * 0.42, size * 0.84, size * 0.05, 0xFF15171A)
            painter.gradient(x + size * 0.02, y + size * 0.03, size * 0.38, size * 0.78, top, bottom)
            painter.circle(cx, y + size * 0.06, size * 0.015, 0xFF15171A)
            for number in range(8):
                at = (x + size * (0.06 + 0.09 * (number % 4)), y + size * (0.52 + 0.1 * (number // 4)))
                painter.rounded(*at, size * 0.06, size * 0.06, size * 0.015, rng.choice(PALETTES)[1])
        else:
            painter.arc(cx, cy + size * 0.05, size * 0.3, 180, 180, 0xFF15171A, size * 0.045)
            for side in (-1, 1):
                x = cx + side * size * 0.28 - size * 0.07
                painter.rounded(x, cy, size * 0.14, size * 0.26, size * 0.06, 0xFF2B2F36)


def _animal(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """A cat or a dog that looks at whoever takes the picture."""
    rng = chance("animal", key)
    wall, floor = rng.choice(((0xFFE8DCC8, 0xFF9C7A54), (0xFFCBD8E0, 0xFF6F7F8A), (0xFFD9E4CF, 0xFF7E8F63)))
    fur, inner = rng.choice(((0xFFC77B3B, 0xFFF0C9A0), (0xFF4A4A4F, 0xFFB9A9A9), (0xFFD8C7AE, 0xFFB98B73)))
    dog = rng.random() < 0.5
    size = min(w, h)
    cx, cy = w * rng.uniform(0.36, 0.64), h * 0.5
    with painter.clip(0, 0, w, h):
        painter.rect(0, 0, w, h, wall)
        painter.rect(0, h * 0.78, w, h * 0.22, floor)
        painter.rounded(cx - size * 0.24, cy + size * 0.04, size * 0.48, size * 0.6, size * 0.2, fur)
        for side in (-1, 1):
            if dog:
                x = cx + side * size * 0.25 - size * 0.06
                painter.rounded(x, cy - size * 0.2, size * 0.12, size * 0.3, size * 0.06, inner)
            else:
                tip = (cx + side * size * 0.2, cy - size * 0.36)
                painter.polygon([(cx + side * size * 0.04, cy - size * 0.16), tip,
                                 (cx + side * size * 0.23, cy - size * 0.06)], fur)  # fmt: skip
        painter.circle(cx, cy, size * 0.23, fur)
        painter.circle(cx, cy + size * 0.09, size * 0.1, inner)
        for side in (-1, 1):
            painter.circle(cx + side * size * 0.09, cy - size * 0.03, size * 0.032, 0xFF26221F)
            painter.circle(cx + side * size * 0.08, cy - size * 0.04, size * 0.01, 0xFFFFFFFF)
        painter.circle(cx, cy + size * 0.06, size * 0.03, 0xFF3B2A26)
        painter.arc(cx, cy + size * 0.09, size * 0.05, 20, 140, 0xFF3B2A26, max(size * 0.012, 1))


def _curve(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """A graph of a function over its axes."""
    rng = chance("curve", key)
    line = max(h * 0.014, 1)
    bend, shift = rng.uniform(0.8, 1.6), rng.uniform(-0.3, 0.3)
    with painter.clip(0, 0, w, h):
        painter.rect(0, 0, w, h, 0xFFFAFAF7)
        for number in range(1, 12):
            painter.line(w * number / 12, 0, w * number / 12, h, 0xFFE3E6E8, max(line / 3, 1))
            painter.line(0, h * number / 8, w, h * number / 8, 0xFFE3E6E8, max(line / 3, 1))
        painter.line(0, h * 0.6, w, h * 0.6, 0xFF3C4043, max(line / 2, 1))
        painter.line(w / 2, 0, w / 2, h, 0xFF3C4043, max(line / 2, 1))
        for function, color in ((math.sinh, 0xFFC5221F), (math.cosh, 0xFF1A73E8), (math.tanh, 0xFF188038)):
            ends = [(x / 40, function(bend * (x / 40) + shift)) for x in range(-80, 81)]
            points = [(w * (0.5 + 0.25 * x), h * (0.6 - 0.16 * y)) for x, y in ends]
            for (x1, y1), (x2, y2) in pairwise(points):
                painter.line(x1, y1, x2, y2, color, line)


def _eclipse(painter: Painter, m: Metrics, w: int, h: int, key: str) -> None:
    """A disc in the sky, before another one."""
    rng = chance("eclipse", key)
    red = rng.random() < 0.5
    r, off = h * 0.26, h * rng.uniform(0.02, 0.09)
    with painter.clip(0, 0, w, h):
        painter.gradient(0, 0, w, h, 0xFF05060D, 0xFF1B2138)
        for _ in range(60):
            painter.circle(w * rng.random(), h * rng.random(), max(h * 0.004, 1), 0x90FFFFFF)
        painter.circle(w / 2, h / 2, r * 1.25, 0x30FFE9B0)
        painter.circle(w / 2, h / 2, r, 0xFFB5532E if red else 0xFFFFF3C4)
        painter.circle(w / 2 + off, h / 2 - off / 2, r * 0.97, 0x90100A0A if red else 0xFF0B0D17)


MOTIFS: Mapping[str, Callable[..., None]] = {
    "cover": _cover,
    "face": _face,
    "skyline": _skyline,
    "landscape": _landscape,
    "product": _product,
    "plate": _plate,
    "page": _page,
    "pitch": _pitch,
    "animal": _animal,
    "gadget": _gadget,
    "curve": _curve,
    "eclipse": _eclipse,
}
"""What can be drawn, by name."""
