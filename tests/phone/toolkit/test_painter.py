from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from openphone_gym.phone.toolkit import fonts, theme
from openphone_gym.phone.toolkit.frame import FrameBuffer, Strip
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.theme import DARK, LIGHT, Theme, UnknownTokenError

WHITE, RED, BLACK = 0xFFFFFFFF, 0xFFFF0000, 0xFF000000


def picture(draw: Callable[[Painter], None], size: int = 60, background: int = WHITE) -> np.ndarray:
    return FrameBuffer(size, size).render([Strip(0, 0, size, size, object(), draw, background)], LIGHT)


def ink(pixels: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what isn't white."""
    rows, columns = np.nonzero((pixels != 255).any(axis=2))
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize(
    ("draw", "bounds"),
    [
        (lambda p: p.rect(10, 20, 30, 5, RED), (10, 20, 40, 25)),
        (lambda p: p.rounded(10, 20, 30, 15, 4, RED), (10, 20, 40, 35)),
        (lambda p: p.rounded(10, 20, 30, 15, (4, 0, 0, 9), RED), (10, 20, 40, 35)),
        (lambda p: p.outline(10, 20, 30, 15, 5, RED, 2), (10, 20, 40, 35)),
        (lambda p: p.circle(30, 30, 10, RED), (20, 20, 40, 40)),
        (lambda p: p.ring(30, 30, 10, RED, 3), (20, 20, 40, 40)),
        (lambda p: p.arc(30, 30, 10, 0, 360, RED, 3), (20, 20, 40, 40)),
        (lambda p: p.arc(30, 30, 10, 0, 90, RED), (30, 30, 40, 40)),
        (lambda p: p.line(10, 20, 40, 20, RED, 4), (8, 18, 42, 22)),
        (lambda p: p.polygon([(10, 10), (30, 10), (30, 50)], RED), (10, 10, 30, 50)),
        (lambda p: p.gradient(10, 20, 30, 15, RED, BLACK), (10, 20, 40, 35)),
    ],
)
def test_shapes_lie_where_they_should(draw: Callable[[Painter], None], bounds: tuple[int, ...]) -> None:
    found = ink(picture(draw))
    assert found == pytest.approx(bounds, abs=1)


def test_thai_tones_are_drawn_above_the_vowels() -> None:
    def top(text: str) -> int:
        return ink(picture(lambda p: p.text(5, 10, text, 30, 400, BLACK)))[1]

    assert top("ที่") < top("ที") - 4


def test_corners_are_named_clockwise_from_top_left() -> None:
    pixels = picture(lambda p: p.rounded(0, 0, 60, 60, (20, 0, 0, 0), RED))
    assert (pixels[0, 0] == 255).all()
    for corner in (pixels[0, -1], pixels[-1, 0], pixels[-1, -1]):
        assert tuple(corner) == (255, 0, 0)


def test_shadow_stays_within_twice_its_elevation() -> None:
    left, top, right, bottom = ink(picture(lambda p: p.shadow(20, 20, 20, 20, 4, 6)))
    assert 8 <= left < 20
    assert 8 <= top < 20
    assert 40 < right <= 52
    assert 40 < bottom <= 52


def test_text_is_centred_in_its_line_box_and_as_wide_as_measured() -> None:
    size, text = 20.0, "HHH"
    left, top, right, bottom = ink(picture(lambda p: p.text(2, 10, text, size, 400, BLACK, 40)))
    baseline = 10 + (40 - (fonts.ASCENT + fonts.DESCENT) * size) / 2 + fonts.ASCENT * size
    assert bottom == pytest.approx(baseline, abs=1)
    assert bottom - top == pytest.approx(1456 / 2048 * size, abs=1.5)  # Roboto's cap height
    assert right - left <= fonts.measure(text, size) <= right - left + 5


def test_empty_text_draws_nothing() -> None:
    assert (picture(lambda p: p.text(0, 0, "\u200d", 20, 400, BLACK)) == 255).all()


def test_icon_fills_its_square() -> None:
    left, top, right, bottom = ink(picture(lambda p: p.icon("square", 10, 10, 40, BLACK)))
    assert 10 <= left < 18
    assert 10 <= top < 18
    assert (left + right) / 2 == pytest.approx(30, abs=1)
    assert (top + bottom) / 2 == pytest.approx(30, abs=1)


def test_clip_and_translate_end_with_their_block() -> None:
    def draw(painter: Painter) -> None:
        with painter.translate(5, 5), painter.clip(0, 0, 10, 10):
            painter.rect(0, 0, 60, 60, RED)
        painter.rect(50, 50, 5, 5, RED)

    pixels = picture(draw)
    assert int((pixels[:, :, 1] == 0).sum()) == 10 * 10 + 5 * 5
    assert tuple(pixels[5, 5]) == tuple(pixels[54, 54]) == (255, 0, 0)


def test_tokens_have_the_colours_of_the_theme() -> None:
    strips = [Strip(0, 0, 4, 4, "plain", None, "primary")]
    for look in (LIGHT, DARK, LIGHT.with_accent("zoom")):
        red, green, blue = (int(value) for value in FrameBuffer(4, 4).render(strips, look)[0, 0])
        assert 255 << 24 | red << 16 | green << 8 | blue == look.color("primary")


def test_light_and_dark_have_the_same_tokens() -> None:
    assert LIGHT.colors.keys() == DARK.colors.keys()
    assert all(0 <= argb <= 0xFFFFFFFF for argb in (*LIGHT.colors.values(), *DARK.colors.values()))


def test_unknown_tokens_and_accents_name_the_nearest() -> None:
    with pytest.raises(UnknownTokenError, match="'primry'; did you mean 'primary'"):
        LIGHT.color("primry")
    with pytest.raises(UnknownTokenError, match="accent is called 'zom'; did you mean 'zoom'"):
        LIGHT.with_accent("zom")


def _luminance(argb: int) -> float:
    channels = [(argb >> shift & 255) / 255 for shift in (16, 8, 0)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("base", [LIGHT, DARK])
@pytest.mark.parametrize("accent", theme.ACCENTS)
def test_text_is_legible_on_its_ground(base: Theme, accent: str) -> None:
    look = base.with_accent(accent)
    for token in look.colors:
        ground = token.removeprefix("on_")
        if ground == token or ground not in look.colors:
            continue
        lums = sorted((_luminance(look.color(token)), _luminance(look.color(ground))))
        assert (lums[1] + 0.05) / (lums[0] + 0.05) >= 4.5, token


DRAWING = """
import hashlib
from openphone_gym.phone.toolkit.frame import FrameBuffer, Strip
from openphone_gym.phone.toolkit.theme import LIGHT
def draw(p):
    p.shadow(10, 10, 80, 40, 8, 4)
    p.rounded(10, 10, 80, 40, 8, "surface_container")
    p.text(12.3, 12, "Hello 你好 0.5", 13.7, 500, "on_surface")
    p.icon("alarm", 60, 30, 21, "primary")
frame = FrameBuffer(100, 60).render([Strip(0, 0, 100, 60, "x", draw, "surface")], LIGHT)
print(hashlib.sha256(frame.tobytes()).hexdigest())
"""


def test_processes_draw_the_same_bytes() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DRAWING],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64


@pytest.mark.parametrize("library", ["libGL.so.1", "libEGL.so.1"])
def test_missing_system_library_is_explained(library: str, tmp_path: Path) -> None:
    reason = f"{library}: cannot open shared object file: No such file or directory"
    (tmp_path / "skia.py").write_text(f"raise ImportError({reason!r})")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from openphone_gym.phone.toolkit import fonts\n"
        "from openphone_gym.phone.toolkit.frame import FrameBuffer, Strip\n"
        "from openphone_gym.phone.toolkit.painter import RenderingUnavailable\n"
        "from openphone_gym.phone.toolkit.theme import LIGHT\n"
        "assert fonts.measure('text', 16) > 0\n"
        "try: FrameBuffer(9, 9).render([Strip(0, 0, 9, 9, 1, None, 'surface')], LIGHT)\n"
        "except RenderingUnavailable as error: print(error)\n"
    )
    message = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert library in message
    assert "libgl1 libegl1" in message
    assert "Text observations" in message
