"""Boxes share a picture only where nothing that decides how they look differs."""

from __future__ import annotations

from types import FunctionType
from typing import Any

import numpy as np
import pytest

from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import Box, Column, Drawing, Icon, Label, Metrics
from openphone_gym.phone.toolkit.fields import TextField, grouped
from openphone_gym.phone.toolkit.frame import FrameBuffer
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.scene import strips
from openphone_gym.phone.toolkit.theme import BODY_LARGE, DARK, HEADLINE_MEDIUM, LIGHT, Theme

WIDTH, HEIGHT = 160, 100

RED, BLUE = 0xFFFF0000, 0xFF0000FF


def pixels(box: Box, density: int = 160, font: float = 1.0, theme: Theme = LIGHT, **seen: Any) -> np.ndarray:
    """The picture of a box, by way of the pictures that were kept."""
    m = Metrics(density, font, **seen)
    page = Column(box, width=WIDTH * 160 / density, fill="surface")
    page.measure(m, WIDTH, HEIGHT)
    page.w, page.h = WIDTH, HEIGHT
    page.place(m, 0, 0)
    return FrameBuffer(WIDTH, HEIGHT).render(strips(page, m, (0, 0, WIDTH, HEIGHT), "surface"), theme)


def draw(painter: Painter, m: Metrics, w: int, h: int) -> None:
    painter.rect(0, 0, w, h, COLOR)  # noqa: F821  # pyright: ignore


def in_module(color: int) -> FunctionType:
    """The function as a module has it in which the colour is another one."""
    return FunctionType(draw.__code__, {"COLOR": color, "__name__": "pictures"}, draw.__name__)


def test_functions_of_one_name_in_two_modules() -> None:
    red, blue = (pixels(Drawing(in_module(color), width=20, height=20)) for color in (RED, BLUE))
    assert red[5, 5].tolist() == [255, 0, 0]
    assert blue[5, 5].tolist() == [0, 0, 255]


def filled(color: int) -> Any:
    def draw(painter: Painter, m: Metrics, w: int, h: int) -> None:
        painter.rect(0, 0, w, h, color)

    return draw


class Filler:
    """Draws by a method."""

    def __init__(self, color: int) -> None:
        self.color = color

    def draw(self, painter: Painter, m: Metrics, w: int, h: int) -> None:
        painter.rect(0, 0, w, h, self.color)


def by_value(painter: Painter, m: Metrics, w: int, h: int, color: int) -> None:
    painter.rect(0, 0, w, h, color)


@pytest.mark.parametrize(
    "make",
    [
        lambda color: Drawing(filled(color), width=20, height=20),
        lambda color: Drawing(lambda p, m, w, h: p.rect(0, 0, w, h, color), width=20, height=20),
        lambda color: Drawing(lambda p, m, w, h, c=color: p.rect(0, 0, w, h, c), width=20, height=20),
        lambda color: Drawing(Filler(color).draw, width=20, height=20),
        lambda color: Drawing(by_value, (color,), width=20, height=20),
        lambda color: type("Same", (Box,), {"paint": lambda self, p, m, x, y: p.rect(x, y, 20, 20, color)})(
            width=20, height=20
        ),
    ],
    ids=["closure", "lambda", "default", "method", "value", "class"],
)
def test_whatever_draws_two_colours_makes_two_pictures(make: Any) -> None:
    assert not np.array_equal(pixels(make(RED)), pixels(make(BLUE)))


def field(text: str = "12", **attributes: Any) -> TextField:
    return TextField(Binding(lambda: text, lambda value: None), **{"id": "f", "height": 80, **attributes})


def square(**attributes: Any) -> Box:
    return Box(width=50, height=50, fill="primary", **attributes)


def spaced(text: str) -> str:
    return "  ".join(text)


PAIRED = grouped(2, 2)
BEHIND: dict[str, Any] = {"focus": "f", "selection": (3, 3)}
FOCUS: dict[str, Any] = {"focus": "f", "selection": (2, 2)}
PAIRS: list[tuple[tuple[Box, dict[str, Any]], tuple[Box, dict[str, Any]]]] = [
    ((field(), {}), (field(style=HEADLINE_MEDIUM), {})),
    ((field(), {}), (field(enabled=False), {})),
    ((field(), {}), (field(variant="filled"), {})),
    ((field(""), {}), (field("", hint="Name"), {})),
    ((field(), FOCUS), (field(), {})),
    ((field(), FOCUS), (field(), {**FOCUS, "selection": (0, 0)})),
    ((field("123", format=PAIRED), FOCUS), (field("123", format=PAIRED), BEHIND)),
    ((field("1  2"), FOCUS), (field("12", format=spaced), FOCUS)),
    ((field("a" * 40, action="newline"), {}), (field("a" * 40), {})),
    ((Label("Text", BODY_LARGE), {}), (Label("Text", BODY_LARGE, color="error"), {})),
    ((Label("Text", BODY_LARGE), {}), (Label("Text", BODY_LARGE, width=120, text_align="center"), {})),
    ((Label("Text", BODY_LARGE), {}), (Label("Text", BODY_LARGE), {"font": 1.3})),
    ((Label("Text", BODY_LARGE), {}), (Label("Text", BODY_LARGE), {"density": 200})),
    ((Label("Text", BODY_LARGE), {}), (Label("Text", BODY_LARGE), {"theme": DARK})),
    ((Label("Text", BODY_LARGE), {}), (Label("Text", BODY_LARGE), {"theme": DARK.with_accent("red")})),
    ((Icon("check", width=24), {}), (Icon("close", width=24), {})),
    ((square(), {}), (square(), {"theme": LIGHT.with_accent("red")})),
    ((square(radius=4), {}), (square(radius=9), {})),
    ((square(), {}), (square(elevation=2), {})),
    ((square(stroke="outline"), {}), (square(stroke="primary"), {})),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_boxes_that_look_different_make_two_pictures(one: Any, other: Any) -> None:
    seen = [pixels(box, **how) for box, how in (one, other)]
    again = [pixels(box, **how) for box, how in (other, one)]
    assert not np.array_equal(*seen)
    assert np.array_equal(seen[0], again[1])
    assert np.array_equal(seen[1], again[0])
