"""Pictures drawn from keys."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from openphone_gym.phone.toolkit.box import Metrics
from openphone_gym.phone.toolkit.frame import FrameBuffer
from openphone_gym.phone.toolkit.pictures import MOTIFS, Picture
from openphone_gym.phone.toolkit.scene import strips
from openphone_gym.phone.toolkit.theme import DARK, LIGHT, Theme


def drawn(
    motif: str, key: str, width: int = 120, height: int = 170, theme: Theme = LIGHT
) -> NDArray[np.uint8]:
    m = Metrics(160)
    box = Picture(motif, key, width=width, height=height)
    box.measure(m, 400, 400)
    box.place(m, 0, 0)
    return FrameBuffer(width, height).render(strips(box, m, (0, 0, width, height), None), theme)


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_key_always_gives_the_same_picture_and_another_key_another(motif: str) -> None:
    assert np.array_equal(drawn(motif, "Emma\nJane Austen"), drawn(motif, "Emma\nJane Austen"))
    pictures = {drawn(motif, f"Key {number}\nSomebody").tobytes() for number in range(8)}
    assert len(pictures) >= 4


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_picture_fills_its_box_in_any_shape_and_theme(motif: str) -> None:
    for width, height in ((120, 170), (300, 90), (24, 24), (1, 1)):
        picture = drawn(motif, "A very long title of a book that nobody reads\nA. N. Author", width, height)
        assert picture.shape == (height, width, 3)
    assert np.array_equal(drawn(motif, "x"), drawn(motif, "x", theme=DARK))
    assert drawn(motif, "x").std() > 5


def test_a_picture_is_a_node_if_it_is_described() -> None:
    assert Picture("face", "Mia", "Photo of Mia").cls == "android.widget.ImageView"
    assert Picture("face", "Mia").cls == ""


def test_an_unknown_motif_is_an_error() -> None:
    with pytest.raises(KeyError):
        Picture("nothing", "x")
