from __future__ import annotations

from typing import Any

import pytest

from openphone_gym.phone.toolkit.box import Box, Metrics, Scroll
from openphone_gym.phone.toolkit.date_picker import DatePicker


class Picker:
    """A date picker whose boxes are pressed by what they show."""

    def __init__(self, start: str) -> None:
        self.local: dict[str, Any] = {}
        self.offsets: dict[str, int] = {}
        self.start = start
        self.result = ""

    def boxes(self) -> list[Box]:
        dialog = DatePicker(
            self.local, self.start, self.finish, lambda: self.finish("cancelled"), "2024-05-10"
        )
        metrics = Metrics(420, offsets=self.offsets)
        dialog.measure(metrics, 1080, 2200)
        dialog.place(metrics, 0, 0)
        return list(dialog.walk())

    def finish(self, result: str) -> None:
        self.result = result

    def shows(self, words: str) -> bool:
        return any(words in (box.label, box.desc) for box in self.boxes())

    def press(self, words: str) -> None:
        box = next(box for box in self.boxes() if words in (box.label, box.desc) and box.on_tap)
        assert box.on_tap is not None
        box.on_tap()


def test_shows_the_start_and_gives_it_back() -> None:
    picker = Picker("1996-10-24")
    assert picker.shows("Thu, Oct 24")
    assert picker.shows("1996")
    assert picker.shows("October 1996")
    picker.press("OK")
    assert picker.result == "1996-10-24"


def test_a_chosen_day_waits_for_ok() -> None:
    picker = Picker("2024-05-10")
    picker.press("03 May 2024")
    assert picker.local["date"] == "2024-05-03"
    assert not picker.result
    picker.press("OK")
    assert picker.result == "2024-05-03"


def test_cancel_gives_no_day() -> None:
    picker = Picker("2024-05-10")
    picker.press("03 May 2024")
    picker.press("Cancel")
    assert picker.result == "cancelled"


def test_months_turn_over_the_new_year_without_choosing() -> None:
    picker = Picker("2023-12-31")
    picker.press("Next month")
    assert picker.shows("January 2024")
    assert picker.shows("Sun, Dec 31")
    picker.press("Previous month")
    picker.press("Previous month")
    assert picker.shows("30 November 2023")
    assert not picker.shows("31 November 2023")


def test_a_swipe_turns_the_month() -> None:
    picker = Picker("2024-05-10")
    grid = next(box for box in picker.boxes() if box.on_swipe)
    assert grid.on_swipe is not None
    assert grid.on_swipe("left")
    assert not grid.on_swipe("up")
    assert picker.shows("June 2024")


@pytest.mark.parametrize(("start", "arrow"), [("1900-01-15", "Previous month"), ("2100-12-15", "Next month")])
def test_stays_within_its_years(start: str, arrow: str) -> None:
    picker = Picker(start)
    picker.press(arrow)
    assert picker.shows("15 January 1900") or picker.shows("15 December 2100")


def test_a_year_is_chosen_from_the_list() -> None:
    picker = Picker("2024-02-29")
    picker.press("2024")
    assert not picker.shows("Next month")
    assert not picker.shows("1900")
    picker.offsets["date_picker_years"] = 0
    picker.press("1900")
    assert picker.local["date"] == "1900-02-28"
    assert picker.shows("February 1900")


def test_the_list_of_years_opens_at_the_chosen_one() -> None:
    picker = Picker("1996-10-24")
    picker.press("1996")
    boxes = picker.boxes()
    years = next(box for box in boxes if isinstance(box, Scroll) and box.key == "date_picker_years")
    row = next(box for box in boxes if box.selected)
    assert row.label == "1996"
    assert years.y <= row.y
    assert row.y + row.h <= years.y + years.h


def test_days_fit_under_their_weekday() -> None:
    picker = Picker("2024-05-10")
    boxes = {box.desc: box for box in picker.boxes() if box.desc}
    assert boxes["03 May 2024"].x == boxes["10 May 2024"].x == boxes["31 May 2024"].x
    assert boxes["04 May 2024"].x > boxes["05 May 2024"].x
