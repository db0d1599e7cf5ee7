from __future__ import annotations

import calendar
from datetime import date
from typing import Any

import pytest

from openphone_gym.phone.toolkit.box import Box, Label, Metrics, Scroll
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.material_date_picker import MaterialDatePicker, read_day

TODAY = date(2024, 5, 10)


class Picker:
    """A date picker whose boxes are pressed by what they show."""

    def __init__(self, start: date = TODAY, first_weekday: int = calendar.SUNDAY) -> None:
        self.local: dict[str, Any] = {}
        self.start = start
        self.first_weekday = first_weekday
        self.result: date | None = None
        self.cancelled = False

    def boxes(self) -> list[Box]:
        def cancel() -> None:
            self.cancelled = True

        dialog = MaterialDatePicker(
            self.local, self.start, self.finish, cancel, TODAY, first_weekday=self.first_weekday
        )
        dialog.measure(Metrics(420), 1080, 2200)
        dialog.place(Metrics(420), 0, 0)
        return list(dialog.walk())

    def finish(self, day: date) -> None:
        self.result = day

    def box(self, words: str) -> Box:
        return next(box for box in self.boxes() if words in (box.label, box.desc))

    def shows(self, *words: str) -> bool:
        shown = {text for box in self.boxes() for text in (box.label, box.desc)}
        return set(words) <= shown

    def press(self, *all_words: str) -> None:
        for words in all_words:
            box = next(box for box in self.boxes() if words in (box.label, box.desc) and box.on_tap)
            assert box.enabled
            assert box.on_tap is not None
            box.on_tap()

    def type(self, text: str) -> None:
        field = next(box for box in self.boxes() if isinstance(box, TextField))
        field.binding.set(text)
        assert field.on_change is not None
        field.on_change(text)


def test_it_has_the_labels_of_the_real_one() -> None:
    assert Picker().shows(
        "Select Date",
        "May 10, 2024",
        "May 2024",
        "Switch to text input mode",
        "Change to previous month",
        "Change to next month",
        "Cancel",
        "OK",
    )


def test_a_day_waits_for_ok() -> None:
    picker = Picker()
    picker.press("Tuesday, May 21")
    assert picker.result is None
    assert picker.box("Tuesday, May 21").selected
    picker.press("OK")
    assert picker.result == date(2024, 5, 21)


def test_cancel_gives_none() -> None:
    picker = Picker()
    picker.press("Tuesday, May 21", "Cancel")
    assert picker.cancelled
    assert picker.result is None


def test_days_say_which_is_the_present_one_and_the_year_of_others() -> None:
    picker = Picker(date(2024, 12, 31))
    assert Picker().shows("Today Friday, May 10")
    assert picker.shows("Tuesday, December 31")
    picker.press("Change to next month")
    assert picker.shows("Wednesday, January 1, 2025")


def test_arrows_and_swipes_turn_months() -> None:
    picker = Picker()
    picker.press("Change to next month", "Change to next month", "Change to previous month")
    assert picker.shows("June 2024")
    pager = next(box for box in picker.boxes() if box.id == "mtrl_calendar_months")
    assert pager.on_swipe is not None
    assert pager.on_swipe("left")
    assert picker.shows("July 2024")


def test_the_months_end_with_the_years() -> None:
    picker = Picker(date(2100, 12, 5))
    picker.press("Change to next month")
    assert picker.shows("December 2100")


def test_a_year_is_chosen_from_a_grid_that_opens_at_the_present_one() -> None:
    picker = Picker()
    picker.press("May 2024")
    years = next(box for box in picker.boxes() if isinstance(box, Scroll) and box.key.endswith("years"))
    year = picker.box("Navigate to year 2024")
    assert years.y <= year.y < years.y + years.h
    assert year.selected
    picker.press("Navigate to year 2026")
    assert picker.shows("May 2026", "Friday, May 1, 2026")
    picker.press("OK")
    assert picker.result == TODAY  # another month in view chooses nothing


def test_a_day_can_be_typed() -> None:
    picker = Picker()
    picker.press("Switch to text input mode")
    picker.type("06/01/24")
    assert picker.shows("Jun 1, 2024", "Switch to calendar input mode")
    picker.press("OK")
    assert picker.result == date(2024, 6, 1)


def test_what_is_no_day_can_not_be_confirmed() -> None:
    picker = Picker()
    picker.press("Switch to text input mode")
    picker.type("31/12")
    assert not picker.box("OK").enabled
    assert picker.shows("Invalid format. Use: mm/dd/yy Example: 05/10/24")
    picker.press("Switch to calendar input mode")
    assert picker.box("OK").enabled
    picker.press("Switch to text input mode")
    assert picker.box("05/10/24").label == "05/10/24"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/21/24", date(2024, 5, 21)),
        (" 5/1/2024 ", date(2024, 5, 1)),
        ("02/29/2023", None),
        ("01/01/1899", None),
        ("01/01/2101", None),
        ("21 May", None),
        ("", None),
    ],
)
def test_days_as_they_are_typed(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_weeks_begin_as_asked() -> None:
    labels = [box.text for box in Picker(first_weekday=calendar.MONDAY).boxes() if isinstance(box, Label)]
    assert [text for text in labels if text in list("MTWFS")] == list("MTWTFSS")
