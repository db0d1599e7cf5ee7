"""Drawers and sheets go on behind the bars of the system, as on a real phone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Space, Text
from openphone_gym.phone.toolkit.surfaces import Drawer, Menu, Sheet
from openphone_gym.ui.gesture import Tap
from tests.phone.conftest import Finger

Show = Callable[[Callable[[Nav], Box]], Finger]

TALL = Space(400)


def alike(picture: np.ndarray, *points: tuple[int, int]) -> bool:
    """Whether the pixels at these places have one colour."""
    return len({tuple(picture[y, x]) for x, y in points}) == 1


def test_a_drawer_is_as_high_as_the_screen(show: Show) -> None:
    finger = show(lambda nav: Drawer("Places", TALL))
    assert alike(finger.phone.frame(), (8, 8), (8, 1200), (8, 2392))


def test_a_touch_on_the_head_of_a_drawer_does_not_close_it(show: Show) -> None:
    finger = show(lambda nav: Drawer("Places", TALL))
    finger.phone.perform(Tap(200, 20))
    assert finger.sees("Places")
    finger.phone.perform(Tap(1000, 1200))
    assert not finger.sees("Places")


def test_a_sheet_reaches_the_foot_of_the_screen_with_square_corners(show: Show) -> None:
    picture = show(lambda nav: Sheet(TALL)).phone.frame()
    assert alike(picture, (540, 2300), (0, 2399), (1079, 2399))
    assert not alike(picture, (0, 1200), (0, 2399))


def test_a_menu_is_as_wide_as_its_commands_need(show: Show) -> None:
    def widths(*commands: str) -> set[int]:
        finger = show(lambda nav: Menu([(command, nav.back) for command in commands], (0, 0, 9, 9)))
        rows = [node for node in finger.phone.tree().walk() if node.clickable]
        return {node.bounds[2] - node.bounds[0] for node in rows}

    (usual,) = widths("Edit", "Delete")
    (wide,) = widths("Edit", "Never translate this language")
    (widest,) = widths("Never translate this language and those that look like it at first sight")
    assert usual == 588
    assert usual < wide < widest <= 1080


def test_a_command_is_not_cut_off(show: Show) -> None:
    words = "Never translate this language"
    finger = show(lambda nav: Menu([(words, nav.back)], (0, 0, 9, 9)))
    (label,) = [box for box in finger.phone.window().root.walk() if isinstance(box, Text)]
    assert label.lines == (words,)
