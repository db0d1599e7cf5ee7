from __future__ import annotations

import os
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openphone_gym.phone.toolkit import frame
from openphone_gym.phone.toolkit.frame import FrameBuffer, PictureCache, Strip
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.theme import DARK, LIGHT, Theme

WIDTH, HEIGHT = 70, 90
BACKGROUNDS = [None, "surface", "scrim", 0xFF336699, 0x80FF0000]


def label(text: str) -> frame.Callable[[Painter], None]:
    def paint(painter: Painter) -> None:
        painter.rounded(3, 2, 14, 9, 4, "primary")
        painter.text(1, 1, text, 11, 400, "on_surface")

    return paint


def strip(
    x: int,
    y: int,
    w: int,
    h: int,
    text: str,
    background: str | int | None,
    clip: tuple[int, int, int, int] | None,
) -> Strip:
    return Strip(x, y, w, h, text, label(text) if text else None, background, clip)


coordinate = st.integers(-20, WIDTH + 5)
extent = st.integers(0, 60)
rectangles = st.tuples(coordinate, coordinate, extent, extent)
any_strip = st.builds(
    strip,
    coordinate,
    coordinate,
    extent,
    extent,
    st.sampled_from(["", "a", "Wi", "你"]),
    st.sampled_from(BACKGROUNDS),
    st.none() | rectangles,
)


@st.composite
def edited(draw: st.DrawFn, strips: list[Strip]) -> list[Strip]:
    """The strips after a few insertions, deletions, moves and replacements."""
    strips = list(strips)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(strips)))
        if draw(st.booleans()):
            strips.insert(at, draw(any_strip))
        elif strips:
            taken = strips.pop(at - 1)
            if draw(st.booleans()):
                strips.insert(draw(st.integers(0, len(strips))), taken)
    return strips


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_incremental_frames_equal_full_ones(data: st.DataObject) -> None:
    buffer = FrameBuffer(WIDTH, HEIGHT)
    strips = data.draw(st.lists(any_strip, max_size=8))
    for _ in range(3):
        theme: Theme = data.draw(st.sampled_from([LIGHT, LIGHT, LIGHT, DARK]))
        shown = buffer.render(strips, theme)
        assert shown.tobytes() == FrameBuffer(WIDTH, HEIGHT).render(strips, theme).tobytes()
        strips = data.draw(edited(strips))


def test_only_damaged_areas_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[frame.Area] = []
    redraw = frame._redraw  # pyright: ignore[reportPrivateUsage]

    def spy(pixels: frame.Pixels, area: frame.Area, strips: list[Strip], pictures: frame._Pictures) -> None:
        drawn.append(area)
        redraw(pixels, area, strips, pictures)

    monkeypatch.setattr(frame, "_redraw", spy)
    rows = [strip(0, 10 * i, WIDTH, 10, f"row {i}", "surface", None) for i in range(9)]
    buffer = FrameBuffer(WIDTH, HEIGHT)
    buffer.render(rows, LIGHT)
    drawn.clear()

    buffer.render(list(rows), LIGHT)
    assert drawn == []

    rows[1] = strip(0, 10, WIDTH, 10, "new", "surface", None)
    rows[8] = strip(0, 80, WIDTH, 10, "too", "surface", (0, 0, 40, HEIGHT))
    buffer.render(rows, LIGHT)
    assert sorted(drawn) == [(0, 10, WIDTH, 20), (0, 80, 40, 90), (0, 80, WIDTH, 90)]

    drawn.clear()
    buffer.render(rows[:4] + rows[5:], LIGHT)
    assert drawn == [(0, 40, WIDTH, 50)]

    drawn.clear()
    buffer.render(rows[:4] + rows[5:], DARK)
    assert drawn == [(0, 0, WIDTH, HEIGHT)]


def test_translucent_colours_blend() -> None:
    shown = FrameBuffer(1, 1).render(
        [Strip(0, 0, 1, 1, "ground", None, 0xFF6496C8), Strip(0, 0, 1, 1, "veil", None, 0x80FF0000)], LIGHT
    )
    assert shown[0, 0] == pytest.approx([178, 75, 100], abs=1)


def test_cached_pictures_do_not_change_when_others_are_painted() -> None:
    dot = [Strip(0, 0, 1, 1, "dot", None, 0x80FF0000)]
    FrameBuffer(9, 9).render([Strip(0, 0, 9, 9, "larger", None, 0x8000FF00)], LIGHT)
    first = FrameBuffer(4, 4).render(dot, LIGHT)
    FrameBuffer(4, 4).render([Strip(0, 0, 4, 4, "other", None, 0x8000FF00)], LIGHT)
    assert FrameBuffer(4, 4).render(dot, LIGHT).tobytes() == first.tobytes()


def test_nothing_is_black() -> None:
    shown = FrameBuffer(4, 6).render([], LIGHT)
    assert shown.shape == (6, 4, 3)
    assert shown.dtype == np.uint8
    assert not shown.any()


def test_copies_are_the_callers_own_and_views_are_read_only() -> None:
    buffer = FrameBuffer(8, 8)
    white, black = [Strip(0, 0, 8, 8, "w", None, 0xFFFFFFFF)], [Strip(0, 0, 8, 8, "b", None, 0xFF000000)]
    first = buffer.render(white, LIGHT)
    view = buffer.render(black, LIGHT, copy=False)
    assert first.all()
    assert not view.any()
    with pytest.raises(ValueError, match="read-only"):
        view[0, 0] = 1
    first[:] = 7
    assert not buffer.render(black, LIGHT).any()


def test_failed_strip_does_not_spoil_later_frames() -> None:
    def fail(painter: Painter) -> None:
        raise RuntimeError("no")

    buffer = FrameBuffer(WIDTH, HEIGHT)
    good = [strip(0, 0, 60, 60, "a", "surface", None)]
    buffer.render(good, LIGHT)
    bad = [strip(0, 0, 60, 60, "b", "surface", None), Strip(0, 0, 60, 60, object(), fail)]
    with pytest.raises(RuntimeError, match="no"):
        buffer.render(bad, LIGHT)
    expected = FrameBuffer(WIDTH, HEIGHT).render(good, LIGHT)
    assert buffer.render(good, LIGHT).tobytes() == expected.tobytes()


def test_cache_paints_once_and_keeps_within_its_limit() -> None:
    painted: list[int] = []
    cache = PictureCache(limit=3 * 300)
    strips = [Strip(0, 0, 10, 10, i, lambda _, i=i: painted.append(i), "surface") for i in range(4)]
    for index in (0, 1, 2, 0, 3):
        cache.picture(strips[index], LIGHT)
    assert painted == [0, 1, 2, 3]
    assert cache.nbytes == 900
    cache.picture(strips[0], LIGHT)
    assert painted == [0, 1, 2, 3]
    cache.picture(strips[1], LIGHT)
    cache.picture(strips[0], DARK)
    assert painted == [0, 1, 2, 3, 1, 0]
    cache.clear()
    assert cache.nbytes == 0


def test_pickled_buffer_draws_the_same() -> None:
    buffer = FrameBuffer(WIDTH, HEIGHT)
    strips = [strip(5, 5, 50, 50, "a", "surface", None)]
    expected = buffer.render(strips, LIGHT)
    restored = pickle.loads(pickle.dumps(buffer))
    assert restored.render(strips, LIGHT).tobytes() == expected.tobytes()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_forked_process_goes_on_drawing() -> None:
    buffer = FrameBuffer(600, 600)
    buffer.render([strip(0, 0, 600, 600, "a", "surface", None)], LIGHT)
    later = [strip(0, 0, 600, 600, "b", "surface", None), strip(9, 9, 500, 500, "c", None, None)]
    child = os.fork()
    if child == 0:
        fresh = FrameBuffer(600, 600).render(later, LIGHT)
        os._exit(0 if buffer.render(later, LIGHT).tobytes() == fresh.tobytes() else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
