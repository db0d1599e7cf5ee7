from __future__ import annotations

from typing import Any

import pytest

from openphone_gym.phone.toolkit.box import Box, Metrics
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.time_picker import TimePicker


class Picker:
    """A time picker as its screen keeps it open: built anew after each touch."""

    def __init__(self, hour: int, minute: int, whole_day: bool = False) -> None:
        self.start = (hour, minute)
        self.whole_day = whole_day
        self.local: dict[str, Any] = {}
        self.chosen: tuple[int, int] | None = None
        self.cancelled = False

    def _choose(self, hour: int, minute: int) -> None:
        self.chosen = (hour, minute)

    def _cancel(self) -> None:
        self.cancelled = True

    def boxes(self) -> list[Box]:
        root = TimePicker(self.local, *self.start, self._choose, self._cancel, self.whole_day)
        metrics = Metrics(420)
        root.measure(metrics, 1080, 2256)
        root.place(metrics, 0, 84)
        return list(root.walk())

    def box(self, name: str) -> Box:
        return next(box for box in self.boxes() if box.cls and name in (box.label, box.desc, box.id))

    def tap(self, *names: str) -> Picker:
        for name in names:
            box = self.box(name)
            assert box.enabled
            assert box.on_tap is not None
            box.on_tap()
        return self

    def type(self, field: str, text: str) -> Picker:
        box = self.box(field)
        assert isinstance(box, TextField)
        box.binding.set(text)
        return self


@pytest.fixture
def noon() -> Picker:
    return Picker(12, 0)


def test_ok_without_a_change_gives_the_time_it_opened_with(noon: Picker) -> None:
    assert noon.tap("OK").chosen == (12, 0)


def test_hour_goes_on_to_minutes(noon: Picker) -> None:
    assert noon.box("12 o'clock").selected
    noon.tap("6 o'clock")
    assert noon.tap("45 minutes", "AM", "OK").chosen == (6, 45)


@pytest.mark.parametrize(("hour", "half", "expected"), [("12", "AM", 0), ("12", "PM", 12), ("11", "PM", 23)])
def test_halves_of_the_day(noon: Picker, hour: str, half: str, expected: int) -> None:
    assert noon.tap(f"{hour} o'clock", half, "OK").chosen == (expected, 0)


def test_twelve_hours_on_one_ring_without_overlap(noon: Picker) -> None:
    for picker in (noon, Picker(0, 0, whole_day=True)):
        numbers = next(box for box in picker.boxes() if box.id == "material_clock_face").children
        assert len(numbers) == (24 if picker.whole_day else 12)
        for index, one in enumerate(numbers):
            for other in numbers[index + 1 :]:
                apart_x = abs(one.x - other.x) >= min(one.w, other.w)
                assert apart_x or abs(one.y - other.y) >= min(one.h, other.h), (one.label, other.label)


def test_24_hours() -> None:
    picker = Picker(0, 5, whole_day=True)
    assert "PM" not in {box.label for box in picker.boxes()}
    assert picker.tap("22 hours", "30 minutes", "OK").chosen == (22, 30)


def test_header_goes_back_to_the_hours(noon: Picker) -> None:
    assert noon.tap("3 o'clock", "material_hour_tv", "4 o'clock", "OK").chosen == (4 + 12, 0)


def test_typing(noon: Picker) -> None:
    noon.tap("Switch to text input mode for the time input.")
    noon.type("Hour", "10").type("Minute", "37")
    assert noon.tap("AM", "OK").chosen == (10, 37)


@pytest.mark.parametrize(("hour", "minute"), [("13", "00"), ("0", "00"), ("", "00"), ("5", "60")])
def test_what_is_no_time_can_not_be_confirmed(noon: Picker, hour: str, minute: str) -> None:
    noon.tap("Switch to text input mode for the time input.").type("Hour", hour).type("Minute", minute)
    assert not noon.box("OK").enabled
    noon.tap("Switch to clock mode for the time input.")
    assert noon.box("OK").enabled


def test_cancel(noon: Picker) -> None:
    noon.tap("3 o'clock", "Cancel")
    assert noon.cancelled
    assert noon.chosen is None
