from __future__ import annotations

from openphone_gym.phone.toolkit.board import Board, Spot
from openphone_gym.phone.toolkit.box import Box, Metrics
from openphone_gym.phone.toolkit.scene import boxes_at


def test_boxes_lie_where_they_are_put_and_fill_their_places() -> None:
    left, right = Box(label="left", fill="primary"), Box(label="right", fill="primary")
    board = Board((left, Spot(0, 10, 0.5, 40)), (right, Spot(0.5, 30, 0.5, 5)), height=100)
    metrics = Metrics(320)
    board.measure(metrics, 600, 4000)
    board.place(metrics, 7, 9)
    assert (board.w, board.h) == (600, 200)
    assert (left.x, left.y, left.w, left.h) == (7, 29, 300, 80)
    assert (right.x, right.y, right.w, right.h) == (307, 69, 300, 10)


def test_later_boxes_lie_above_earlier_ones() -> None:
    below, above = Box(label="below", fill="primary"), Box(label="above", fill="primary")
    board = Board((below, Spot(0, 0, 1, 50)), (above, Spot(0, 20, 1, 10)), height=50)
    board.measure(Metrics(160), 100, 1000)
    board.place(Metrics(160), 0, 0)
    assert boxes_at(board, 50, 25)[0] is above
    assert boxes_at(board, 50, 5)[0] is below


def test_a_board_keeps_its_own_width() -> None:
    board = Board((Box(), Spot(0, 0, 1, 10)), width=52, height=10)
    board.measure(Metrics(160), 400, 1000)
    assert board.w == board.children[0].w == 52
