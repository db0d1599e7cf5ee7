from __future__ import annotations

import numpy as np
import pytest

from openphone_gym.phone.toolkit.box import Box, Icon, Label, Metrics, Row
from openphone_gym.phone.toolkit.frame import FrameBuffer
from openphone_gym.phone.toolkit.rows import AVATAR_COLORS, Avatar, RoundIcon
from openphone_gym.phone.toolkit.scene import strips
from openphone_gym.phone.toolkit.theme import LIGHT, TextStyle

WHITE = 0xFFFFFFFF


def painted(box: Box, font_scale: float = 1.0) -> np.ndarray:
    m = Metrics(320, font_scale)
    box.measure(m, 400, 400)
    box.place(m, 3, 5)
    assert (box.x, box.y) == (3, 5)
    return FrameBuffer(400, 400).render(strips(box, m, (0, 0, 400, 400), "surface"), LIGHT)


def disc(inner: Box, color: int, size: float) -> Box:
    return Row(inner, width=size, height=size, radius=size / 2, fill=color, justify="center")


@pytest.mark.parametrize("size", [24, 33, 40, 120])
def test_discs_look_like_a_row_with_one_box_in_its_middle(size: float) -> None:
    letter = Label("Ø", TextStyle(size * 0.45, size * 0.6, 500), color=WHITE)
    for scale in (0.85, 1.3):
        color = AVATAR_COLORS[sum(map(ord, "østen")) % len(AVATAR_COLORS)]
        shown = painted(Avatar("østen", size), scale)
        np.testing.assert_array_equal(shown, painted(disc(letter, color, size), scale))
    icon = Icon("star", size=size * 0.52, color=WHITE)
    np.testing.assert_array_equal(
        painted(RoundIcon("star", 0xFF123456, size)), painted(disc(icon, 0xFF123456, size))
    )


def test_discs_that_show_other_things_look_different() -> None:
    looks = [Avatar("Ann").look(), Avatar("").look(), RoundIcon("star", WHITE).look()]
    assert len({*looks, RoundIcon("check", WHITE).look(), RoundIcon("check", 0xFF000000).look()}) == 5
