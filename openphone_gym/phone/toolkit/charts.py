"""Charts and tables: amounts as a pie, bars or a line, with a node for each value.

Values are whole numbers of any unit; ``show`` says how one is written. What is drawn has no nodes of its own:
each value is read from the legend of a pie, or from an area over its bar or point.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from openphone_gym.phone.toolkit.box import FILL, Box, Column, Drawing, Label, Metrics, Row, Stack, Text
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, LABEL_LARGE, LABEL_SMALL, TITLE_MEDIUM

COLORS = (
    0xFF4285F4, 0xFFEA4335, 0xFFFBBC04, 0xFF34A853, 0xFFA142F4,
    0xFF24C1E0, 0xFFFA7B17, 0xFFF538A0, 0xFF5F6368, 0xFF1E8E3E,
)  # fmt: skip
"""Colours of the parts of a pie, in their order."""

CELL = "android.view.View"

WORDS = 7
"""Most words below bars and points that have room beside each other."""

Show = Callable[[int], str]


class Value(NamedTuple):
    """One value of a chart.

    Attributes:
        label: What it is the amount of.
        amount: The amount; parts of a pie count by size, whatever their sign.
    """

    label: str
    amount: int


def Pie(values: Sequence[Value], show: Show = str, middle: str = "", size: float = 200) -> Box:
    """A ring of parts with words in its middle, and a legend: label, amount and percentage of each."""
    whole = sum(abs(value.amount) for value in values)
    shares = tuple(abs(value.amount) for value in values)
    ring = Stack(
        Drawing(_draw_pie, (shares,), width=size, height=size),
        Column(Text(middle, TITLE_MEDIUM), anchor="center center") if middle else None,
        width=size,
        height=size,
    )
    legend = [_part(number, value, whole, show) for number, value in enumerate(values)]
    return Column(Row(ring, justify="center", width=FILL, pad=(0, 16, 0, 16)), *legend)


def _part(number: int, value: Value, whole: int, show: Show) -> Box:
    percent = f"{_percent(abs(value.amount), whole)} %"
    return Row(
        Box(width=12, height=12, radius=6, fill=COLORS[number % len(COLORS)]),
        Row(Text(value.label, BODY_MEDIUM, max_lines=1), flex=1),
        Text(show(value.amount), BODY_MEDIUM),
        Text(percent, BODY_SMALL, color="on_surface_variant", max_lines=1),
        cls="android.widget.LinearLayout",
        width=FILL,
        gap=12,
        pad=(20, 7, 20, 7),
    )


def _percent(part: int, whole: int) -> str:
    """Share of the whole with one decimal, rounded half up."""
    tenths = (part * 2000 + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10}"


def _draw_pie(painter: Painter, m: Metrics, w: int, h: int, shares: tuple[int, ...]) -> None:
    whole = sum(shares)
    radius, thick = w / 2, w * 0.17
    if not whole:
        painter.ring(w / 2, h / 2, radius, "outline_variant", thick)
        return
    start = -90.0
    for number, share in enumerate(shares):
        sweep = 360 * share / whole
        painter.arc(w / 2, h / 2, radius, start, sweep, COLORS[number % len(COLORS)])
        start += sweep
    painter.circle(w / 2, h / 2, radius - thick, "surface")


def Bars(values: Sequence[Value], show: Show = str, height: float = 180) -> Box:
    """Upright bars from a common ground, those below zero downwards in another colour."""
    return _plot(_draw_bars, values, show, height)


def Line(values: Sequence[Value], show: Show = str, height: float = 180) -> Box:
    """Points joined by a line."""
    return _plot(_draw_line, values, show, height)


def _plot(draw: Callable[..., None], values: Sequence[Value], show: Show, height: float) -> Box:
    amounts = tuple(value.amount for value in values)
    low, high = min((0, *amounts)), max((0, *amounts))
    areas = [
        Box(cls=CELL, desc=f"{value.label}: {show(value.amount)}", flex=1, height=height) for value in values
    ]
    every = max(-(-len(values) // WORDS), 1)
    words = [
        Label(value.label, LABEL_SMALL, color="on_surface_variant", max_lines=1) for value in values[::every]
    ]
    plot = Stack(
        Drawing(draw, (amounts, low, high), width=FILL, height=height),
        Row(*areas, width=FILL, height=height),
        height=height,
        width=FILL,
    )
    axis = Row(*words, width=FILL, justify="around" if every == 1 else "between", pad=(0, 4, 0, 0))
    top = Label(show(high), LABEL_SMALL, color="on_surface_variant")
    foot = Label(show(low), LABEL_SMALL, color="on_surface_variant") if low < 0 else None
    return Column(top, plot, foot, axis, pad=(20, 12, 20, 12))


def _draw_bars(
    painter: Painter, m: Metrics, w: int, h: int, amounts: tuple[int, ...], low: int, high: int
) -> None:
    _grid(painter, m, w, h)
    span = high - low or 1
    ground = h * high / span
    step = w / max(len(amounts), 1)
    thick = min(step * 0.6, m.dp(28))
    for number, amount in enumerate(amounts):
        length = h * abs(amount) / span
        left = step * number + (step - thick) / 2
        if length:
            top = ground - length if amount > 0 else ground
            painter.rect(left, top, thick, length, "primary" if amount > 0 else "error")
    painter.rect(0, ground - m.dp(1), w, m.dp(1), "outline")


def _draw_line(
    painter: Painter, m: Metrics, w: int, h: int, amounts: tuple[int, ...], low: int, high: int
) -> None:
    _grid(painter, m, w, h)
    span = high - low or 1
    step = w / max(len(amounts), 1)
    points = [(step * (n + 0.5), h * (high - amount) / span) for n, amount in enumerate(amounts)]
    for (x1, y1), (x2, y2) in pairwise(points):
        painter.line(x1, y1, x2, y2, "primary", 2 * m.scale)
    for x, y in points if len(points) <= 16 else ():
        painter.circle(x, y, 3.5 * m.scale, "primary")


def _grid(painter: Painter, m: Metrics, w: int, h: int) -> None:
    for line in range(5):
        painter.rect(0, (h - m.dp(1)) * line / 4, w, m.dp(1), "outline_variant")


def Table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Box:
    """Rows of words below headings; the first column is to the left, the others to the right."""

    def line(cells: Sequence[str], heading: bool) -> Box:
        style = LABEL_LARGE if heading else BODY_MEDIUM
        boxes = [
            Row(
                Text(cell, style, text_align="start" if number == 0 else "end"),
                flex=4 if number == 0 else 3,
                justify="start" if number == 0 else "end",
            )
            for number, cell in enumerate(cells)
        ]
        row = Row(*boxes, width=FILL, gap=8, pad=(20, 10, 20, 10), cls="android.widget.TableRow")
        return Column(row, Box(height=1, width=FILL, fill="outline_variant"))

    return Column(line(headings, True), *(line(row, False) for row in rows), cls="android.widget.TableLayout")
