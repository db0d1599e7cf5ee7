"""Answering dialogs for days and times, and the file picker, on small models of them."""

from __future__ import annotations

import calendar
from datetime import date

import pytest

from openphone_gym import actions
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.pickers import pick_date, pick_file, pick_range, pick_time
from openphone_gym.ui.node import UiNode, UiTree
from tests.tasks.screens import button, page, row, text, touched


def play(solution, device, limit: int = 40) -> int:
    """Lets a solution act until it finishes; how many actions it took."""
    hand = Hand(lambda hand, p: solution(hand), None, "Example")
    for step in range(limit):
        tree = device.tree()
        action = hand.decide(tree)
        if action.name == "finish":
            return step
        device.touch(touched(action, tree))
    raise AssertionError("not done")


class Calendar:
    """The dialog for a span of days: the first touch is its start, the second its end if it is not before."""

    def __init__(self, first: date | None, last: date | None, month: date) -> None:
        self.first, self.last, self.month = first, last, month
        self.saved: tuple[date | None, date | None] | None = None

    def head(self) -> str:
        first, last = (f"{day:%b} {day.day}" if day else None for day in (self.first, self.last))
        return f"{first or 'Start date'} – {last or 'End date'}"

    def tree(self) -> UiTree:
        if self.saved is not None:
            return page(title="Report")
        days = calendar.monthrange(self.month.year, self.month.month)[1]
        cells = [
            UiNode(
                content_desc=f"{self.month.replace(day=day):%d %B %Y}",
                clickable=True,
                checked=self.month.replace(day=day) in (self.first, self.last),
                bounds=(10 * day, 300, 10 * day + 10, 310),
            )
            for day in range(1, days + 1)
        ]
        return page(
            text(self.head(), 60, resource_id="org.example:id/date_picker_header_date"),
            button("Previous month", 120),
            text(f"{self.month:%B %Y}", 180),
            button("Next month", 240),
            *cells,
            button("OK", 500),
        )

    def touch(self, label: str) -> None:
        if label == "OK":
            self.saved = (self.first, self.last)
        elif label.endswith(" month"):
            months = self.month.year * 12 + self.month.month - 1 + (1 if label.startswith("Next") else -1)
            self.month = date(months // 12, months % 12 + 1, 1)
        else:
            day = next(d for d in self._days() if f"{d:%d %B %Y}" == label)
            if self.first is None or self.last is not None or day < self.first:
                self.first, self.last = day, None
            else:
                self.last = day

    def _days(self) -> list[date]:
        return [
            day
            for day in calendar.Calendar().itermonthdates(self.month.year, self.month.month)
            if day.month == self.month.month
        ]


MAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("present", "wanted"),
    [
        ((None, None), (date(2024, 5, 8), date(2024, 5, 10))),
        ((date(2024, 5, 1), date(2024, 5, 31)), (date(2024, 4, 28), date(2024, 5, 3))),
        ((date(2024, 5, 8), None), (date(2024, 5, 8), date(2024, 6, 2))),
        ((date(2024, 5, 8), date(2024, 5, 9)), (date(2024, 5, 8), date(2024, 5, 10))),
        ((None, None), (date(2024, 5, 8), date(2024, 5, 8))),
        ((date(2024, 5, 8), date(2024, 5, 10)), (date(2024, 5, 8), date(2024, 5, 10))),
    ],
)
def test_a_span_of_days_is_chosen_from_whatever_was_chosen_before(present, wanted):
    dialog = Calendar(*present, MAY)
    play(lambda hand: pick_range(hand, *wanted), dialog)
    assert dialog.saved == wanted


FILES = {"Downloads": {"books": {"emma.epub": {}, "ulysses.epub": {}}, "emma.epub": {}}, "Images": {}}


class Files:
    """A file picker with two roots and folders in them."""

    def __init__(self, *at: str) -> None:
        self.at, self.drawer, self.picked = list(at), False, ""

    def tree(self) -> UiTree:
        if self.picked:
            return page(title="My Books")
        if self.drawer:
            roots = UiNode(
                resource_id="com.android.documentsui:id/roots_list",
                bounds=(0, 60, 300, 700),
                children=[row(name, y=100 + 100 * n) for n, name in enumerate(FILES)],
            )
            return page(roots)
        names = FILES
        for folder in self.at:
            names = names[folder]
        rows = [row(name, y=200 + 100 * n) for n, name in enumerate(names)]
        return page(button("Show roots", 100), *rows, title=self.at[-1])

    def touch(self, label: str) -> None:
        if label == "Show roots":
            self.drawer = True
        elif self.drawer:
            self.at, self.drawer = [label], False
        elif label.endswith(".epub"):
            self.picked = "/".join([*self.at, label])
        else:
            self.at.append(label)


@pytest.mark.parametrize("at", [("Downloads",), ("Images",), ("Downloads", "books")])
@pytest.mark.parametrize("path", [("Downloads", "books", "ulysses.epub"), ("Downloads", "emma.epub")])
def test_a_file_is_picked_from_wherever_the_picker_opens(at: tuple[str, ...], path: tuple[str, ...]):
    picker = Files(*at)
    play(lambda hand: pick_file(hand, *path), picker)
    assert picker.picked == "/".join(path)


@pytest.mark.parametrize(
    "pick",
    [
        lambda hand: pick_date(hand, MAY),
        lambda hand: pick_range(hand, MAY, MAY),
        lambda hand: pick_time(hand, "3:00 PM"),
        lambda hand: pick_file(hand, "Downloads", "emma.epub"),
    ],
)
def test_pickers_leave_other_pages_alone(pick):
    tree = page(button("OK"), text("May 2024", 200), title="Calendar")
    assert Hand(lambda hand, p: pick(hand), None, "Example").decide(tree) == actions.finish()
