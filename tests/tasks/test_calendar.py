"""The tasks of Calendario, done and not done, and what AndroidLab's judges read of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agents.basic import ExpertAgent
from agents.noisy import with_one_error
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.phone.apps.calendar.state import Event
from openphone_gym.phone.differences import allowed, changes
from openphone_gym.phone.phone import Phone
from openphone_gym.recording import export_androidlab
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.task import Params, draw
from openphone_gym.trajectory import Episode
from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.xml import from_xml

IDS = [task.id for task in tasks_of("calendar")]
CHANGES = [f"calendar_{number}" for number in (5, 6, 7, 8, 9, 11, 12, 14)]
TODAY = date(2024, 5, 10)


@cache
def expert(task: str, variation: str = "canonical", seed: int = 0) -> Episode:
    env = PhoneEnv([task], observation=(), record=("tree",))
    return run_episode(env, ExpertAgent(env), options={"variation": variation, "seed": seed})


@pytest.mark.parametrize("task", IDS)
def test_the_expert_is_hardly_slower_than_a_person(task: str) -> None:
    """It looks for an event by its title, where a person sees the day; its last step says that it is done."""
    assert len(expert(task).steps) <= find_task(task).human_steps + 3


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("interruptions", [0.0, 1.0])
def test_the_expert_survives_one_wrong_action_at_any_step(task: str, interruptions: float) -> None:
    env = PhoneEnv([task], observation=(), interruptions=interruptions)
    for step, episode in with_one_error(env, ExpertAgent(env), seed=1):
        verdict = episode.verdict
        assert verdict
        assert verdict.success or verdict.violations, (step, [s.action_text for s in episode.steps])


# What AndroidLab reads

FACTS: dict[str, tuple[str, ...]] = {
    "calendar_1": ("work", "Today", "5:00 PM"),
    "calendar_2": ("homework", "May 21", "10 minutes before "),
    "calendar_3": ("meeting", "May 13", "conference room B202 "),
    "calendar_4": ("new month", "Jun 01", "Monthly"),
    "calendar_5": ("work", "Today", "7:00 PM"),
    "calendar_6": ("homework", "May 21", "10 minutes before ", "classroom 101"),
    "calendar_7": ("meeting", "May 13", "conference room B202 ", "5 minutes before", "10 minutes before"),
    "calendar_8": ("work", "Today", "5:00 PM", "computer"),
    "calendar_9": ("work", "Today", "5:00 PM", "30 minutes before", "Daily"),
    "calendar_10": ("this day",),
    "calendar_11": ("this day", "Weekly"),
    "calendar_12": ("Today", "Hello"),
    "calendar_13": ("exam",),
    "calendar_14": ("exam", "All-day"),
}
"""Words that its judges look for on one page, with the blank that ends a text."""


def pages(task: str, folder: Path) -> list[str]:
    """The pages of the reference solution in AndroidLab's notation, read from its exported files."""
    export_androidlab(expert(task), folder)
    return [androidlab_text(from_xml(page.read_bytes())) for page in sorted((folder / "xml").iterdir())]


@pytest.mark.parametrize("task", IDS)
def test_the_form_shows_all_that_is_looked_for_before_it_is_saved(task: str, tmp_path: Path) -> None:
    form = [page for page in pages(task, tmp_path) if "SAVE" in page][-1]
    for words in FACTS[task]:
        assert words in form


@pytest.mark.parametrize("task", IDS)
def test_so_does_the_page_at_the_end(task: str, tmp_path: Path) -> None:
    last = pages(task, tmp_path)[-1]
    for words in FACTS[task]:
        assert words in last


def test_the_first_pages_are_those_of_the_sheet(tmp_path: Path) -> None:
    first = pages("calendar_1", tmp_path)[0]
    for words in ("Tasks", "Calendar", "Events", "Report Ad", "May 2024"):
        assert words in first
    assert "work" not in first
    form = next(page for page in pages("calendar_1", tmp_path) if "SAVE" in page)
    for words in ("Event…", "All-day", "At time of event", "Set recurrence", "Note…"):
        assert words in form


def test_the_forms_title_is_a_field_and_dates_are_texts(tmp_path: Path) -> None:
    form = [page for page in pages("calendar_6", tmp_path) if "SAVE" in page][-1]
    assert "EditText ;click long-click ; ;;homework : " in form
    assert "TextView ;; ;;May 21 : " in form
    assert "TextView ;; ;;10 minutes before : " in form


# What is so and what is not


def begun(task: str, variation: str = "canonical", seed: int = 0) -> tuple[Phone, Params]:
    instance = draw(find_task(task), variation, seed)
    return Phone(instance.phone), Params(**instance.params)


def holds(task: str, phone: Phone, p: Params) -> bool:
    declared = find_task(task)
    return all(goal.state(phone, p) for goal in declared.subgoals) and not any(
        never.state(phone, p) for never in declared.never
    )


def add(phone: Phone, title: str, start: datetime, **others: Any) -> Event:
    calendar = phone.app("calendar")
    event = Event(calendar.new_event_id(), title, start, start + timedelta(hours=1), **others)
    calendar.events.append(event)
    return event


MADE: dict[str, tuple[str, datetime, dict[str, Any]]] = {
    "calendar_1": ("work", datetime(2024, 5, 10, 17), {}),
    "calendar_2": ("homework", datetime(2024, 5, 21, 9), {"notifications": [0, 10]}),
    "calendar_3": ("meeting", datetime(2024, 5, 13, 9), {"note": "conference room B202"}),
    "calendar_4": ("anything", datetime(2024, 6, 1, 9), {"recurrence": "Monthly"}),
    "calendar_10": ("this day", datetime(2025, 1, 1), {}),
    "calendar_13": ("exam", datetime(2023, 1, 1), {"all_day": True}),
}


@pytest.mark.parametrize("task", MADE)
def test_an_event_as_asked_for_is_enough(task: str) -> None:
    phone, p = begun(task)
    title, start, others = MADE[task]
    add(phone, title, start, **others)
    assert holds(task, phone, p)


@pytest.mark.parametrize(
    ("task", "wrong"),
    [
        ("calendar_1", {"title": "homework"}),
        ("calendar_1", {"start": datetime(2024, 5, 10, 5)}),
        ("calendar_1", {"start": datetime(2024, 5, 11, 17)}),
        ("calendar_1", {"start": datetime(2024, 5, 10, 16)}),  # 5 PM is only its end
        ("calendar_1", {"all_day": True}),
        ("calendar_2", {"start": datetime(2024, 6, 21, 9)}),
        ("calendar_2", {"notifications": [1, 100]}),
        ("calendar_3", {"note": "conference room B20"}),
        ("calendar_3", {"note": "", "location": "conference room B202"}),
        ("calendar_4", {"start": datetime(2024, 7, 1, 9)}),
        ("calendar_4", {"recurrence": ""}),
        ("calendar_4", {"recurrence": "Yearly"}),
        ("calendar_4", {"until": date(2024, 9, 1)}),
        ("calendar_10", {"title": "this_day"}),
        ("calendar_13", {"title": "exams"}),
    ],
)
def test_an_event_that_is_otherwise_is_not(task: str, wrong: dict[str, Any]) -> None:
    phone, p = begun(task)
    title, start, others = MADE[task]
    given = {"title": title, "start": start, **others, **wrong}
    add(phone, **given)
    assert not holds(task, phone, p)


def test_of_several_new_events_the_right_one_counts_and_parts_of_two_do_not() -> None:
    phone, p = begun("calendar_1")
    add(phone, "work", datetime(2024, 5, 10, 16))
    add(phone, "work", datetime(2024, 5, 11, 17))
    assert not holds("calendar_1", phone, p)
    add(phone, "work", datetime(2024, 5, 10, 17))
    assert holds("calendar_1", phone, p)


def test_a_lost_event_fails() -> None:
    phone, p = begun("calendar_13")
    add(phone, "exam", datetime(2024, 5, 10, 17))
    del phone.app("calendar").events[0]
    assert not holds("calendar_13", phone, p)


RIGHT: dict[str, Callable[[Event], object]] = {
    "calendar_5": lambda event: setattr(event, "end", datetime(2024, 5, 10, 19)),
    "calendar_6": lambda event: setattr(event, "note", "classroom 101"),
    "calendar_7": lambda event: setattr(event, "notifications", [10, 5]),
    "calendar_8": lambda event: setattr(event, "note", "computer"),
    "calendar_9": lambda event: setattr(event, "recurrence", "Daily"),
    "calendar_11": lambda event: setattr(event, "recurrence", "Weekly"),
    "calendar_12": lambda event: setattr(event, "note", "Hello"),
    "calendar_14": lambda event: setattr(event, "all_day", True),
}


@pytest.mark.parametrize("task", RIGHT)
def test_the_change_alone_is_right(task: str) -> None:
    phone, p = begun(task)
    start = phone.snapshot()
    RIGHT[task](phone.app("calendar").event(p.event))
    assert holds(task, phone, p)
    patterns = [pattern.format_map(vars(p)) for pattern in find_task(task).may_change]
    assert all(allowed(path, patterns) for path in changes(start, phone.snapshot()))


@pytest.mark.parametrize("task", RIGHT)
@pytest.mark.parametrize(
    "wrong",
    [
        lambda event: setattr(event, "title", f"{event.title}!"),
        lambda event: setattr(event, "start", event.start + timedelta(days=1)),
    ],
    ids=["title", "day"],
)
def test_a_change_of_more_than_that_is_wrong(task: str, wrong: Callable[[Event], object]) -> None:
    phone, p = begun(task)
    event = phone.app("calendar").event(p.event)
    RIGHT[task](event)
    wrong(event)
    assert not holds(task, phone, p)


@pytest.mark.parametrize(
    ("task", "wrong"),
    [
        ("calendar_5", lambda event: setattr(event, "end", datetime(2024, 5, 11, 19))),
        ("calendar_5", lambda event: setattr(event, "end", datetime(2024, 5, 10, 7))),
        ("calendar_5", lambda event: setattr(event, "start", datetime(2024, 5, 10, 18))),
        ("calendar_6", lambda event: setattr(event, "notifications", [10, 30])),
        ("calendar_7", lambda event: setattr(event, "notifications", [5, 10, 30])),
        ("calendar_7", lambda event: setattr(event, "notifications", [10])),
        ("calendar_7", lambda event: setattr(event, "note", "")),
        ("calendar_8", lambda event: setattr(event, "note", "computers")),
        ("calendar_9", lambda event: setattr(event, "notifications", [0])),
        ("calendar_9", lambda event: setattr(event, "until", date(2024, 5, 20))),
        ("calendar_12", lambda event: setattr(event, "notifications", [])),
    ],
)
def test_what_looks_alike_is_wrong(task: str, wrong: Callable[[Event], object]) -> None:
    phone, p = begun(task)
    event = phone.app("calendar").event(p.event)
    RIGHT[task](event)
    wrong(event)
    assert not holds(task, phone, p)


def test_the_note_belongs_to_the_event_called_today() -> None:
    phone, p = begun("calendar_12")
    other = next(event for event in phone.app("calendar").events if event.title == "this day")
    other.note = "Hello"
    assert not holds("calendar_12", phone, p)


@pytest.mark.parametrize("task", CHANGES)
def test_an_event_made_anew_is_no_changed_one(task: str) -> None:
    phone, p = begun(task)
    calendar = phone.app("calendar")
    old = calendar.event(p.event)
    calendar.events.remove(old)
    twin = add(phone, old.title, old.start, notifications=old.notifications, note=old.note)
    twin.id = 99
    RIGHT[task](twin)
    assert not holds(task, phone, p)


# Set-up


@pytest.mark.parametrize("task", IDS)
def test_only_tasks_that_change_an_event_put_one_on_the_benchmarks_phone(task: str) -> None:
    phone, p = begun(task)
    titles = [event.title for event in phone.app("calendar").events]
    assert titles[:3] == ["dentist", "team lunch", "book club"]
    if task in CHANGES:
        assert p.title in titles
        assert len(titles) == (5 if task == "calendar_12" else 4)
    else:
        assert len(titles) == 3


@pytest.mark.parametrize("task", CHANGES)
@pytest.mark.parametrize("seed", range(12))
def test_the_event_to_change_is_the_only_one_of_its_title_and_lies_ahead(task: str, seed: int) -> None:
    phone, p = begun(task, "sampled", seed)
    (event,) = (event for event in phone.app("calendar").events if event.title == p.title)
    assert event.id == p.event
    assert TODAY < event.start.date() <= TODAY + timedelta(days=28)
    assert event.start.date() == event.end.date()


@pytest.mark.parametrize("seed", range(12))
def test_a_drawn_end_comes_after_the_beginning_and_is_another(seed: int) -> None:
    phone, p = begun("calendar_5", "sampled", seed)
    event = phone.app("calendar").event(p.event)
    end = datetime.combine(event.start.date(), datetime.strptime(p.end, "%I:%M %p").time())
    assert end > event.start
    assert end != event.end


def test_the_user_is_told_of_the_events_of_a_task() -> None:
    phone, _ = begun("calendar_5")
    assert "calendar" in {wakeup.app for wakeup in phone.system.wakeups}
