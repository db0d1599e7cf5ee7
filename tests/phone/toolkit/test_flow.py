from __future__ import annotations

from openphone_gym.phone.toolkit.box import Box, Metrics
from openphone_gym.phone.toolkit.flow import Flow


def placed(*widths: float, room: int = 100) -> list[tuple[int, int, int]]:
    flow = Flow(*(Box(width=width, height=10) for width in widths), gap=5)
    flow.measure(Metrics(160), room, 500)
    flow.place(Metrics(160), 7, 3)
    assert flow.h >= max((box.y + box.h - 3 for box in flow.children), default=0)
    return [(box.x - 7, box.y - 3, box.w) for box in flow.children]


def test_what_does_not_fit_goes_on_in_the_next_line() -> None:
    assert placed(40, 40, 40) == [(0, 0, 40), (45, 0, 40), (0, 15, 40)]
    assert placed(100, 1) == [(0, 0, 100), (0, 15, 1)]


def test_what_is_wider_than_a_line_is_cut() -> None:
    assert placed(20, 300, 20) == [(0, 0, 20), (0, 15, 100), (0, 30, 20)]


def test_nothing_takes_no_room() -> None:
    assert placed() == []
