from __future__ import annotations

from typing import Any

import numpy as np

from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Column, Text
from openphone_gym.phone.toolkit.controls import Button
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, DARK
from openphone_gym.phone.toolkit.themed import Themed


def frame_of(finger: Any, theme: str) -> np.ndarray:
    finger.phone.system.settings["secure"]["ui_night_mode"] = theme
    finger.phone.changed()
    return finger.phone.frame()


def test_a_part_keeps_its_colours_on_a_page_of_any_theme(show: Any) -> None:
    def screen(nav: Nav) -> Box:
        own = Themed(Text("Words", BODY_LARGE), Button("Press", nav.back), height=300)
        return Page(None, Column(Text("Page", BODY_LARGE), height=100), own, scrolls=False)

    finger = show(screen)
    left, top, right, bottom = finger.node("Words").bounds
    light, dark = frame_of(finger, "1"), frame_of(finger, "2")
    assert (light[top : bottom + 200, left:right] == dark[top : bottom + 200, left:right]).all()
    below_the_word = finger.node("Page").bounds[3] + 20
    assert light[below_the_word, 500].min() > 200
    assert dark[below_the_word, 500].max() < 60


def test_a_dark_part_of_a_light_page(show: Any) -> None:
    finger = show(
        lambda nav: Page(None, Themed(Text("Words", BODY_LARGE), height=300, colors=DARK), scrolls=False)
    )
    left, top, right, _ = finger.node("Words").bounds
    frame = frame_of(finger, "1")
    assert frame[top + 200, right - 5].max() < 60
    assert frame[top + 1200, right - 5].max() > 200
    assert (frame_of(finger, "2")[top : top + 100, left:right] == frame[top : top + 100, left:right]).all()
