"""Whatever screen is allowed, every size that can be chosen on it can be shown."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest

from openphone_gym.arguments import InvalidArgument
from openphone_gym.devices import VirtualDevice
from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import run
from openphone_gym.phone.system.density import (
    FONT_SCALES,
    HIGHEST,
    LARGEST,
    LOWEST,
    SMALLEST,
    densities,
    own_density,
    possible,
    set_density,
)
from openphone_gym.phone.system.state import Display
from openphone_gym.phone.toolkit.box import Box, Scroll
from openphone_gym.ui.gesture import Gesture, LaunchApp, PressKey, Swipe, Tap, TypeText
from openphone_gym.ui.node import UiNode

SCREENS = [
    (240, 400, 60), (240, 400, 93), (240, 400, 120), (240, 7680, 120), (320, 640, 124), (320, 640, 160),
    (1080, 1620, 540), (1080, 2400, 60), (1080, 2400, 420), (4320, 6480, 1680), (4320, 7680, 2000),
    (4320, 7680, 60),
]  # fmt: skip
"""The edges of what is allowed: small, large, narrow, wide, with small and large things on them."""

FONTS = (FONT_SCALES[0], 1.0, FONT_SCALES[1])
SETTINGS = installed_apps()["setting"].package
STEPS = 60


def start(screen: tuple[int, int, int], font: float = 1.0) -> Phone:
    phone = Phone.new(3, possible(Display(*screen)))
    phone.system.settings["system"]["font_scale"] = str(font)
    phone.changed()
    return phone


def open_text_size(phone: Phone) -> None:
    run(phone, f"am force-stop {SETTINGS}")
    phone.perform(LaunchApp(SETTINGS))
    press(phone, "Display")
    press(phone, "Display size and text")


def press(phone: Phone, label: str) -> None:
    phone.perform(Tap(*find(phone, label).center))


def find(phone: Phone, label: str, kind: str = "") -> UiNode:
    """Scrolls down to a node of a kind, and back up if there is none."""
    width, height = phone.system.display.width, phone.system.display.height
    for step in range(40):
        for node in phone.tree().walk():
            named = label in (node.text, node.content_desc) and node.class_name.endswith(kind)
            if named and node.bounds[3] - node.bounds[1] > 4:
                return node
        low, high = height * 17 // 20, height * 13 // 20  # large titles leave the list little room
        start, end = (low, high) if step < 20 else (high, low)
        phone.perform(Swipe(width // 2, start, width // 2, end))
    raise AssertionError(f"there is no {label!r}: {phone.tree().texts()}")


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_place_of_the_sliders_can_be_touched(screen: tuple[int, int, int], font: float) -> None:
    phone = start(screen, font)
    open_text_size(phone)
    chosen = set()
    for share, name in itertools.product((0.02, 0.5, 0.98), ("Display size", "Font size", "Display size")):
        left, top, right, bottom = find(phone, name, "SeekBar").bounds
        phone.perform(Tap(int(left + share * (right - left)), (top + bottom) // 2))
        chosen.add(phone.system.display.density)
        assert_on_the_screen(phone)
    assert chosen == set(densities(phone.system))
    assert screen[2] in chosen
    press(phone, "Reset settings")
    press(phone, "Reset")
    assert phone.system.display.density == screen[2]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_random_walk_on_odd_screens_raises_nothing(screen: tuple[int, int, int]) -> None:
    rng = random.Random(f"{screen}")
    phone = start(screen, rng.choice(FONTS))
    phone.perform(LaunchApp(SETTINGS))
    for step in range(STEPS):
        phone.perform(any_gesture(phone, rng))
        assert_on_the_screen(phone)
        if screen[0] < 1000 and step % 20 == 0:
            assert phone.frame().shape == (screen[1], screen[0], 3)


def any_gesture(phone: Phone, rng: random.Random) -> Gesture:
    nodes = list(phone.tree().walk())
    bars = [node for node in nodes if node.class_name.endswith("SeekBar")]
    buttons = [node for node in nodes if node.clickable]
    chance = rng.random()
    if bars and chance < 0.5:
        left, top, right, bottom = rng.choice(bars).bounds
        return Tap(rng.randrange(left, right), (top + bottom) // 2)
    if buttons and chance < 0.8:
        return Tap(*rng.choice(buttons).center)
    if chance < 0.9:
        x, y = phone.system.display.width // 2, phone.system.display.height // 2
        return Swipe(x, y, x, y + rng.randrange(-y, y))
    keys = [PressKey(key) for key in ("back", "home", "recents")]
    return rng.choice([*keys, TypeText("ab 1"), LaunchApp(SETTINGS)])


def unscrolled(box: Box) -> Iterator[Box]:
    """The box and all below it but what scrolls sideways or, as a map, is dragged."""
    yield box
    if not (isinstance(box, Scroll) and box.horizontal) and box.on_drag is None:
        for child in box.children:
            yield from unscrolled(child)


def assert_on_the_screen(phone: Phone) -> None:
    """Nodes lie on the screen, and no labelled box of a page sticks out of it sideways."""
    display = phone.system.display
    for node in phone.tree().walk():
        left, top, right, bottom = node.bounds
        assert 0 <= left < right <= display.width
        assert 0 <= top < bottom <= display.height
    window = phone.window()
    for box in unscrolled(window.root) if window.entry.screen != "recents" else ():  # which scrolls sideways
        assert box.w >= 0
        assert box.h >= 0
        if box.cls and (box.label or box.desc):
            assert 0 <= box.x <= box.x + box.w <= display.width, (window.entry.screen, box.label, box.desc)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_shell_keeps_to_the_same_limits(screen: tuple[int, int, int]) -> None:
    phone = start(screen)
    highest = min(HIGHEST, screen[0] // 2)
    for density in (LOWEST, highest):
        assert run(phone, f"wm density {density}")[1] == 0
        assert phone.tree().texts()
    for density in (LOWEST - 1, highest + 1, -1, 10**9):
        assert run(phone, f"wm density {density}")[1] != 0
    assert phone.system.display.density == highest


def test_most_screens_offer_three_sizes() -> None:
    assert densities(start((1080, 2400, 420)).system) == [357, 420, 462]
    assert densities(start((1080, 2400, 540)).system) == [459, 540]
    assert densities(start((1080, 2400, 60)).system) == [60, 66]
    widths = range(SMALLEST[0], LARGEST[0] + 1, 7)
    assert all(
        len(densities(start((width, 7680, density)).system)) >= 2
        for width in list(widths)[::97]
        for density in (LOWEST, min(width // 2, HIGHEST))
    )


def test_what_a_property_says_of_the_density_is_not_trusted() -> None:
    phone = start((1080, 2400, 420))
    for told in ("", "many", "0", "-5", "99999999", "9" * 5_000, "²"):
        phone.system.properties["ro.sf.lcd_density"] = told
        assert own_density(phone.system) == 420
        open_text_size(phone)


def test_a_density_that_does_not_fit_is_refused() -> None:
    phone = start((320, 640, 124))
    with pytest.raises(ValueError, match="161 is not between 60 and 160"):
        set_density(phone.system, 161)


@pytest.mark.parametrize(
    "screen",
    [(239, 400, 60), (4321, 7680, 9), (240, 399, 60), (400, 599, 90), (1080.0, 2400, 420), (True, 2, 3)],
)
def test_devices_take_possible_screens_alone(screen: tuple[int, int, int]) -> None:
    with pytest.raises(InvalidArgument, match="screen"):
        VirtualDevice(Display(*screen))
