"""Stills of films: the same key gives the same picture, another one another, and none is flat."""

from __future__ import annotations

import numpy as np
import pytest

from openphone_gym.phone.toolkit.box import Metrics
from openphone_gym.phone.toolkit.footage import SCENES, Footage
from openphone_gym.phone.toolkit.frame import FrameBuffer
from openphone_gym.phone.toolkit.scene import strips
from openphone_gym.phone.toolkit.theme import DARK

WIDTH, HEIGHT = 120, 220


def pixels(scene: str, key: str) -> np.ndarray:
    box = Footage(scene, key)
    box.x, box.y, box.w, box.h = 0, 0, WIDTH, HEIGHT
    shown = strips(box, Metrics(160), (0, 0, WIDTH, HEIGHT), "surface")
    return FrameBuffer(WIDTH, HEIGHT).render(shown, DARK, copy=True)


@pytest.mark.parametrize("scene", SCENES)
def test_scenes_are_rich_and_depend_on_their_key(scene: str) -> None:
    first = pixels(scene, "one")
    assert np.array_equal(first, pixels(scene, "one"))
    assert len(np.unique(first.reshape(-1, 3), axis=0)) > 200
    assert any(not np.array_equal(first, pixels(scene, key)) for key in ("two", "three", "four"))
