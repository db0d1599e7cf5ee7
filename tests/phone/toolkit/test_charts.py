from __future__ import annotations

from openphone_gym.phone.toolkit.box import Box, Metrics
from openphone_gym.phone.toolkit.charts import Bars, Line, Pie, Table, Value
from openphone_gym.phone.toolkit.scene import accessibility_nodes
from openphone_gym.ui.node import UiNode

SCREEN = (0, 0, 1080, 2200)


def nodes(box: Box) -> list[UiNode]:
    box.measure(Metrics(420), 1080, 2200)
    box.place(Metrics(420), 0, 0)
    return [node for root in accessibility_nodes(box, "app", SCREEN) for node in root.walk()]


def words(box: Box) -> list[str]:
    return [node.label for node in nodes(box) if node.label]


def test_a_pie_tells_each_part_with_its_share() -> None:
    pie = Pie([Value("Car", -300), Value("House", -100)], lambda amount: f"{amount} CNY", "400")
    assert words(pie) == ["400", "Car", "-300 CNY", "75.0 %", "House", "-100 CNY", "25.0 %"]


def test_shares_are_rounded_half_up_and_nothing_is_no_share() -> None:
    shares = words(Pie([Value("a", 1), Value("b", 2)]))
    assert "33.3 %" in shares
    assert "66.7 %" in shares
    assert "0.0 %" in words(Pie([Value("a", 0)]))


def test_bars_and_points_tell_their_values_from_left_to_right() -> None:
    values = [Value("Sun", 0), Value("Mon", 70), Value("Tue", -20)]
    for chart in (Bars(values), Line(values)):
        found = [node for node in nodes(chart) if node.content_desc]
        assert [node.content_desc for node in found] == ["Sun: 0", "Mon: 70", "Tue: -20"]
        edges = [node.bounds[0] for node in found]
        assert edges == sorted(edges)
        assert len(set(edges)) == 3


def test_many_values_keep_their_nodes() -> None:
    chart = Line([Value(str(day), day) for day in range(30)])
    assert [node.content_desc for node in nodes(chart) if node.content_desc][-1] == "29: 29"


def test_a_chart_without_values_is_drawn() -> None:
    assert words(Pie([])) == []
    assert words(Bars([])) == []


def test_a_table_reads_row_by_row() -> None:
    table = Table(("Month", "In", "Out"), [("May", "1", "2"), ("April", "3", "4")])
    assert words(table) == ["Month", "In", "Out", "May", "1", "2", "April", "3", "4"]
