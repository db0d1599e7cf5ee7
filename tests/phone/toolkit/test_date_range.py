from __future__ import annotations

from typing import Any

from openphone_gym.phone.toolkit.box import Box, Metrics
from openphone_gym.phone.toolkit.date_picker import DateRangePicker


class Picker:
    """A range picker whose boxes are pressed by what they show."""

    def __init__(self, start: str, end: str) -> None:
        self.local: dict[str, Any] = {}
        self.ends = start, end
        self.result: tuple[str, ...] = ()

    def boxes(self) -> list[Box]:
        dialog = DateRangePicker(
            self.local, *self.ends, self.finish, lambda: self.finish("", ""), "2024-05-10"
        )
        dialog.measure(Metrics(420), 1080, 2200)
        dialog.place(Metrics(420), 0, 0)
        return list(dialog.walk())

    def finish(self, first: str, last: str) -> None:
        self.result = first, last

    def shows(self, words: str) -> bool:
        return any(words in (box.label, box.desc) for box in self.boxes())

    def press(self, *labels: str) -> None:
        for words in labels:
            box = next(box for box in self.boxes() if words in (box.label, box.desc) and box.on_tap)
            assert box.on_tap is not None
            box.on_tap()

    def marked(self) -> list[str]:
        return [box.label for box in self.boxes() if box.checked]


def test_shows_its_ends_and_gives_them_back() -> None:
    picker = Picker("2024-05-03", "2024-05-06")
    assert picker.shows("May 3 – May 6")
    assert picker.marked() == ["3", "4", "5", "6"]
    picker.press("OK")
    assert picker.result == ("2024-05-03", "2024-05-06")


def test_the_first_touch_begins_a_range_and_the_second_ends_it() -> None:
    picker = Picker("2024-05-03", "2024-05-06")
    picker.press("10 May 2024")
    assert picker.shows("May 10 – End date")
    assert picker.marked() == ["10"]
    picker.press("Next month", "02 June 2024", "OK")
    assert picker.result == ("2024-05-10", "2024-06-02")


def test_an_earlier_day_begins_the_range_anew() -> None:
    picker = Picker("2024-05-03", "")
    picker.press("01 May 2024")
    assert picker.shows("May 1 – End date")
    picker.press("OK")
    assert picker.result == ("2024-05-01", "2024-05-01")


def test_cancel_changes_nothing() -> None:
    picker = Picker("2024-05-03", "2024-05-06")
    picker.press("10 May 2024", "Cancel")
    assert picker.result == ("", "")
