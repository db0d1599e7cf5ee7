"""Boxes to which the place of a finger matters, and pictures that are seen once."""

from __future__ import annotations

import numpy as np
import pytest

from openphone_gym.phone.toolkit import frame
from openphone_gym.phone.toolkit.box import Box, Metrics, Stack
from openphone_gym.phone.toolkit.frame import FrameBuffer, PictureCache, Strip
from openphone_gym.phone.toolkit.scene import boxes_at, strips
from openphone_gym.phone.toolkit.theme import LIGHT

WIDTH, HEIGHT = 120, 200


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> PictureCache:
    """A cache that nobody has used."""
    fresh = PictureCache(1 << 24)
    monkeypatch.setattr(frame, "PICTURES", fresh)
    return fresh


def drawn(*boxes: Box) -> np.ndarray:
    root = Stack(*boxes, width=WIDTH, height=HEIGHT)
    m = Metrics(160)
    root.measure(m, WIDTH, HEIGHT)
    root.place(m, 0, 0)
    screen = (0, 0, WIDTH, HEIGHT)
    return FrameBuffer(WIDTH, HEIGHT).render(strips(root, m, screen, "surface"), LIGHT)


class Ground(Box):
    """A picture whose look holds a place."""

    fleeting = True
    at: int = 0

    def look(self) -> tuple[int, int]:
        return (self.at, self.w)

    def paint(self, painter, m, x, y) -> None:
        painter.rect(x, y, self.w, self.h, 0xFF000000 | self.at)


def test_large_fleeting_pictures_are_not_kept(cache: PictureCache) -> None:
    for at in range(20):
        pixels = drawn(Ground(width=WIDTH, height=HEIGHT, at=at * 7))
        assert tuple(pixels[50, 50]) == (0, 0, at * 7)
        assert cache.nbytes <= WIDTH * 3  # the row of the background


def test_small_fleeting_pictures_are_kept(cache: PictureCache) -> None:
    before = cache.nbytes
    drawn(Ground(width=WIDTH, height=HEIGHT // 4, at=3))
    assert cache.nbytes - before >= WIDTH * HEIGHT // 4


def test_other_large_pictures_are_kept(cache: PictureCache) -> None:
    class Poster(Ground):
        fleeting = False

    drawn(Poster(width=WIDTH, height=HEIGHT, at=9))
    assert cache.nbytes >= WIDTH * HEIGHT * 3


def test_a_fleeting_picture_is_painted_once_for_a_frame(cache: PictureCache) -> None:
    """Although the damaged areas are two."""
    painted = []

    def paint(painter) -> None:
        painted.append(1)
        painter.rect(0, 0, WIDTH, HEIGHT, 0xFF112233)

    def screen(color: int) -> list[Strip]:
        ground = Strip(0, 0, WIDTH, HEIGHT, "ground", paint, "surface", fleeting=True)
        corners = [
            Strip(x, y, 9, 9, ("corner", color), lambda p: p.circle(4, 4, 4, color))
            for x, y in ((2, 2), (90, 150))
        ]
        return [ground, *corners]

    buffer = FrameBuffer(WIDTH, HEIGHT)
    buffer.render(screen(0xFFFF0000), LIGHT)
    assert len(painted) == 1
    after = buffer.render(screen(0xFF00FF00), LIGHT)
    assert len(painted) == 2
    np.testing.assert_array_equal(after, FrameBuffer(WIDTH, HEIGHT).render(screen(0xFF00FF00), LIGHT))


@pytest.mark.parametrize("listens", ["on_point", "on_long_point", "on_drag", "on_tap", "on_swipe"])
def test_what_listens_is_found_without_a_look(listens: str) -> None:
    ear = Box(width=50, height=50, **{listens: lambda *place: True})
    deaf = Box(width=50, height=50)
    for box, found in ((ear, True), (deaf, False)):
        root = Stack(box, width=WIDTH, height=HEIGHT)
        m = Metrics(160)
        root.measure(m, WIDTH, HEIGHT)
        root.place(m, 0, 0)
        assert bool(boxes_at(root, 10, 10)) is found
        assert not boxes_at(root, 60, 60)
