"""What a dialect writes reaches the pixel that was meant, whatever the sizes of screen and picture."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from openphone_gym.actions import Action, drag, finish, launch, long_press, swipe, tap, text, to_gesture, wait
from openphone_gym.actions.dialects import DIALECTS, SPACES, Dialect, View, find_space, read
from openphone_gym.actions.vocabulary import back, enter, home
from openphone_gym.ui.gesture import Gesture, LongPress, Swipe, Tap

SCREENS = [(1440, 3120), (1080, 2400), (540, 1200), (2400, 1080), (720, 1281)]
LONG_SIDES = [None, 1280, 512]
POINTED = [name for name in DIALECTS if name not in ("openphone", "androidlab")]


def view_of(dialect: Dialect, screen: tuple[int, int], long_side: int | None, space: str = "") -> View:
    shrink = min(1.0, (long_side or 10**6) / max(screen))
    picture = round(screen[0] * shrink), round(screen[1] * shrink)
    if dialect.resize:
        picture = dialect.resize.size(*picture)
    return View(find_space(space or dialect.space), screen, picture)


def places(screen: tuple[int, int]) -> list[tuple[int, int]]:
    width, height = screen
    return [(0, 0), (width - 1, height - 1), (width // 2, height // 3), (7, height - 8), (width - 20, 333)]


def spoken(dialect: Dialect, action: Action, view: View) -> Action:
    """The action, said as a whole answer and read again."""
    answer = dialect.answer.format(thought="I see a list.", call=dialect.writing(action, view))
    return read(dialect, answer, view)


def gesture(action: Action, view: View) -> Gesture | None:
    return to_gesture(action, [], *view.screen, str)


def slack(view: View, axis: int) -> float:
    """Pixels of the screen that one step of the coordinates may be off: half a step, and one of rounding."""
    step = 0.0001 if view.space.most == 1 else 1.0
    return max(1.0, step * view.screen[axis] / view.full[axis] / 2 + 1)


def assert_near(found: tuple[int, int], meant: tuple[int, int], view: View) -> None:
    for axis in (0, 1):
        assert abs(found[axis] - meant[axis]) <= slack(view, axis), (found, meant, view)


@pytest.mark.parametrize("name", DIALECTS)
def test_a_tap_reaches_its_pixel(name: str) -> None:
    dialect = DIALECTS[name]
    for screen in SCREENS:
        for long_side in LONG_SIDES:
            view = view_of(dialect, screen, long_side)
            for x, y in places(screen):
                if name not in POINTED and long_side and (x, y) == places(screen)[1]:
                    continue  # the vocabulary rounds to the edge beyond the last pixel, and says so
                for made, kind in ((tap, Tap), (long_press, LongPress)):
                    done = gesture(spoken(dialect, made(None, x, y), view), view)
                    assert isinstance(done, kind)
                    assert_near((done.x, done.y), (x, y), view)


@pytest.mark.parametrize("name", [name for name in POINTED if name != "androidworld"])
def test_a_finger_moves_between_the_points_that_were_meant(name: str) -> None:
    dialect = DIALECTS[name]
    for screen in SCREENS:
        for long_side in LONG_SIDES:
            view = view_of(dialect, screen, long_side)
            width, height = screen
            meant = width // 3, height - 9, width // 2, 11
            for action in (drag(*meant), swipe(direction="up", dist="short"), swipe(direction="left")):
                before, after = gesture(action, view), gesture(spoken(dialect, action, view), view)
                assert isinstance(before, Swipe)
                assert isinstance(after, Swipe)
                assert_near((after.x1, after.y1), (before.x1, before.y1), view)
                assert_near((after.x2, after.y2), (before.x2, before.y2), view)


@pytest.mark.parametrize("space", SPACES)
def test_every_space_reaches_its_pixel_in_one_dialect(space: str) -> None:
    dialect = DIALECTS["qwen3vl"]
    for screen in SCREENS:
        for long_side in LONG_SIDES:
            view = view_of(dialect, screen, long_side, space)
            for x, y in places(screen):
                done = gesture(spoken(dialect, tap(None, x, y), view), view)
                assert isinstance(done, Tap)
                assert_near((done.x, done.y), (x, y), view)


@pytest.mark.parametrize("name", DIALECTS)
def test_what_needs_no_place_stays_the_same(name: str) -> None:
    dialect = DIALECTS[name]
    view = view_of(dialect, (1080, 2400), None)
    words = ['Größe "A", it\'s 7:05', "00112233", "a\nb", "\\n (x) [y] {z}"]
    for action in (back(), home(), enter(), launch("Clock"), finish("7:30"), *map(text, words)):
        assert spoken(dialect, action, view) == action
    assert spoken(dialect, wait(), view).name == "wait"
    assert spoken(dialect, finish(), view).name == "finish"


def test_points_are_declared_and_never_guessed() -> None:
    """The same numbers, read in each space, are different pixels of a screen of 1440 x 3120."""
    answer = json.dumps({"name": "mobile_use", "arguments": {"action": "click", "coordinate": [500, 900]}})
    dialect, found = DIALECTS["qwen25vl"], {}
    for space in ("screen", "picture", "999", "1000"):
        action = read(dialect, answer, View(find_space(space), (1440, 3120), (720, 1560)))
        found[space] = action.arguments["x"], action.arguments["y"]
    assert found == {"screen": (500, 900), "picture": (1001, 1801), "999": (720, 2810), "1000": (720, 2808)}


@pytest.mark.parametrize(
    ("screen", "picture"),
    [
        # By the published rule: sides rounded to multiples, the area brought within the limits.
        ((1440, 3120), (1428, 3108)),
        ((1080, 2400), (1092, 2408)),
        ((540, 1200), (532, 1204)),
        ((20, 40), (28, 56 * 2)),
    ],
)
def test_smart_resize(screen: tuple[int, int], picture: tuple[int, int]) -> None:
    resize = DIALECTS["qwen25vl"].resize
    assert resize is not None
    size = resize.size(*screen)
    assert size == picture if min(screen) > 28 else math.prod(size) >= resize.least
    assert resize.size(*size) == size  # so a picture that was resized before is left as it is


def test_smart_resize_keeps_huge_pictures_within_the_limit() -> None:
    resize: Any = DIALECTS["uitars"].resize
    width, height = resize.size(9000, 4000)
    assert width * height <= resize.most
    assert width % 28 == height % 28 == 0
    assert abs(width / height - 9000 / 4000) < 0.03
