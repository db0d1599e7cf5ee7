"""Conditions on records, told by the state and by rows."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest

from openphone_gym.phone.apps.clock.state import Alarm
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.records import Records, Trait, part
from openphone_gym.tasks.sight import Sight, has_id
from openphone_gym.tasks.task import Drawing, Params
from openphone_gym.ui.node import UiNode
from tests.tasks.screens import page

AT_NINE = Params(time="9:00 AM", label="Yoga", kept=[1, 2])


def shown(node: UiNode, p: Params) -> bool:
    return node.text == p.label


ALARMS = Records(
    all=lambda phone: phone.clock.alarms,
    meant=lambda alarm, p: alarm.time == (9, 0),
    rows=lambda screen, p: [
        card for card in screen.cards(has_id("time")) if screen.sees(p.time, within=card)
    ],
    missing=lambda screen, p: False if screen.sees("No alarms") else None,
)
ON = Trait(
    "on", "Is it on?", lambda alarm, phone, p: alarm.on, part(has_id("on"), lambda node, p: node.checked)
)
LABEL = Trait(
    "label", "Is it named?", lambda alarm, phone, p: alarm.label == p.label, part(has_id("label"), shown)
)


def phone_with(*alarms: Alarm) -> Phone:
    phone = Phone.new()
    phone.clock.alarms[:] = alarms
    return phone


def nine(id: int, label: str = "", on: bool = False) -> Alarm:
    return Alarm(id=id, hour=9, minute=0, label=label, on=on)


@pytest.mark.parametrize(
    ("alarms", "holds"),
    [
        ([nine(1, "Yoga", on=True)], [True, True]),
        ([nine(1, "Yoga"), nine(2, on=True)], [True, False]),
        ([nine(1), nine(2, "Yoga", on=True)], [True, True]),
        ([nine(1)], [False, False]),
        ([Alarm(id=1, hour=8, minute=0, label="Yoga", on=True)], [False, False]),
        ([], [False, False]),
    ],
)
def test_one_record_must_have_all_traits(alarms: list[Alarm], holds: list[bool]):
    goals = ALARMS.one(LABEL, ON)
    assert [goal.name for goal in goals] == ["label", "on"]
    assert [goal.state(phone_with(*alarms), AT_NINE) for goal in goals] == holds


def card(time: str, label: str | None, on: bool | None) -> UiNode:
    parts = [UiNode(resource_id="org.example:id/time", text=time)]
    if label is not None:
        parts.append(UiNode(resource_id="org.example:id/label", text=label))
    if on is not None:
        parts.append(UiNode(resource_id="org.example:id/on", checkable=True, checked=on))
    return UiNode(children=parts)


@pytest.mark.parametrize(
    ("cards", "tells"),
    [
        ([card("9:00 AM", "Yoga", True)], [True, True]),
        ([card("9:00 AM", "Tea", True), card("9:00 AM", "Yoga", True)], [True, True]),
        ([card("9:00 AM", "Yoga", False), card("8:00 AM", "Yoga", True)], [True, False]),
        ([card("9:00 AM", "Yoga", None)], [True, None]),
        ([card("9:00 AM", None, True)], [None, True]),
        ([card("8:00 AM", "Yoga", True)], [None, None]),
        ([UiNode(text="No alarms")], [False, False]),
    ],
)
def test_the_best_row_tells(cards: list[UiNode], tells: list[bool | None]):
    area = UiNode(class_name="androidx.recyclerview.widget.RecyclerView", children=cards)
    screen = Sight(page(area, title="Alarm"))
    assert [goal.screen(screen, AT_NINE) for goal in ALARMS.one(LABEL, ON) if goal.screen] == tells


def test_traits_without_rows_are_told_elsewhere_or_not_at_all():
    by_shell = LABEL._replace(shows=None, shell=("dumpsys alarm", "{label}"))
    (goal,) = Records(ALARMS.all, ALARMS.meant).one(by_shell)
    assert (goal.screen, goal.shell) == (None, ("dumpsys alarm", "{label}"))
    (goal,) = ALARMS.one(by_shell._replace(elsewhere=lambda screen, p: screen.title == "Alarm"))
    assert goal.screen is not None
    assert goal.screen(Sight(page(card("9:00 AM", "Tea", False), title="Alarm")), AT_NINE) is True


def test_lost_and_drawn_by_id():
    phone = phone_with(nine(1), nine(3, "Yoga"), nine(4, "Yoga"))
    drawing = Drawing(random.Random(1), phone, SimpleNamespace(label="Yoga"))
    assert ALARMS.lost(phone, AT_NINE)
    assert not ALARMS.lost(phone_with(nine(1), nine(2), nine(9)), AT_NINE)
    assert ALARMS.ids()(drawing) == [1, 3, 4]
    assert ALARMS.ids(lambda alarm, p: alarm.label == p.label)(drawing) == [3, 4]
    drawn = {ALARMS.an_id(lambda alarm, p: alarm.label == p.label)(drawing) for _ in range(20)}
    assert drawn == {3, 4}
