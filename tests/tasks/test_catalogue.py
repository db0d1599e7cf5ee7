"""Every task of the suite is a sound declaration."""

from __future__ import annotations

import random
import re
import string

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.catalogue import (
    UnknownTask,
    catalogue,
    find_task,
    set_names,
    task_apps,
    tasks_of,
)
from openphone_gym.tasks.task import Drawing, Params, Task, draw

COUNTS = {
    "bluecoins": range(1, 16),
    "calendar": range(1, 15),
    "cantook": range(1, 13),
    "chrome": range(1, 8),
    "clock": range(1, 28),
    "contacts": range(1, 16),
    "cross": range(1, 31),
    "gmail": range(1, 8),
    "map": range(1, 16),
    "pimusic": range(1, 13),
    "practice": range(1, 53),
    "reddit": range(1, 6),
    "setting": range(23),
    "tiktok": range(1, 7),
    "zoom": range(1, 6),
}
"""Numbers of the benchmarks' tasks by app, and of our own by suite."""

PHONES = 40
DRAWS_ON_EACH = 4
ENOUGH = 50

SWITCH = "a switch is on or off"

FEW_DRAWS = {
    "cantook_4": "the authors of the world's works",
    "chrome_2": "the themes that the app offers",
    "clock_7": "the goal names no value",
    "clock_20": "the sounds that the app offers",
    "clock_21": "the goal names no value",
    "clock_22": "the choices of the display settings",
    "clock_23": "the time zones that the app offers",
    "clock_24": "the lengths that the app offers",
    "gmail_5": "the themes that the app offers",
    "reddit_2": "the feeds that the app offers",
    "setting_0": SWITCH,
    "setting_1": SWITCH,
    "setting_3": SWITCH,
    "setting_5": SWITCH,
    "setting_6": "the kinds of content that the storage page lists",
    "setting_7": SWITCH,
    "setting_13": "the options of the vibration page, on or off",
    "setting_18": "the installed apps",
    "setting_19": "the installed browsers",
    "setting_20": "the apps that can be uninstalled",
    "setting_21": "the pages of the settings",
    "setting_22": "switches of the settings, on or off",
    "zoom_4": "the choices that the app offers",
    "zoom_5": "the skin tones that the app offers",
}
"""Tasks whose nature allows fewer than ``ENOUGH`` values, and why; contents and wording vary beside."""

TASKS = list(catalogue().values())


@pytest.fixture(params=TASKS, ids=lambda task: task.id)
def task(request: pytest.FixtureRequest) -> Task:
    return request.param


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("app", COUNTS)
def test_all_tasks_are_there(app):
    assert [task.id for task in tasks_of(app)] == [f"{app}_{number}" for number in COUNTS[app]]


def test_found_by_id_and_by_app():
    assert find_task("zoom_1").id == "zoom_1"
    assert "zoom" in task_apps()
    assert {task.app for task in tasks_of("zoom")} == {"zoom"}
    measured = [task for task in catalogue().values() if task.suite != "practice"]
    assert sum(len(tasks_of(app)) for app in task_apps()) == len(measured)


@pytest.mark.parametrize(("find", "name"), [(find_task, "zoom_11"), (tasks_of, "zoomm")])
def test_unknown_names_get_the_nearest(find, name):
    with pytest.raises(UnknownTask, match="did you mean 'zoom"):
        find(name)


def test_id_and_app(task):
    assert re.fullmatch(r"[a-z][a-z_]*_\d+", task.id)
    assert task.app in installed_apps()


def test_no_name_stands_for_two_sets():
    names = {name: task.names for task in TASKS for name in task.names}
    assert all(task.names == names[name] for task in TASKS for name in task.names)
    assert set(set_names()) == set(names)


def test_steps(task):
    """Only what is published is called a person's; any other task has a count of its own."""
    assert (task.human_steps is None) == (task.suite != "AndroidLab")
    assert (task.own_steps is None) == (task.suite == "AndroidLab")
    assert 1 <= (task.human_steps or task.own_steps) <= task.max_steps


def test_goals(task):
    assert len(task.goals) >= 3
    assert len(set(task.goals)) == len(task.goals)
    for goal in task.goals:
        assert placeholders(goal) <= set(task.params), goal
        assert goal == goal.strip()
        assert goal[-1] in ".?!", goal


def test_questions_and_names(task):
    names = [goal.name for goal in task.subgoals]
    assert len(set(names)) == len(names)
    assert len({never.name for never in task.never}) == len(task.never)
    assert task.subgoals or task.is_query, "a task has sub-goals, asks a question, or both"
    for goal in task.subgoals:
        assert placeholders(goal.question) <= set(task.params)
        assert goal.question.endswith("?"), goal.question
    for pattern in task.may_change:
        assert placeholders(pattern) <= set(task.params)


def test_allowed_changes_name_places_of_the_state(task):
    roots = {*installed_apps(), "settings", "properties", "packages", "roles", "home", "wallpaper"}
    for pattern in task.may_change:
        root = pattern.split(".")[0]
        assert root in roots or placeholders(root) == {root[1:-1]}, pattern


def test_canonical(task):
    instance = draw(task)
    assert instance.goal == task.goals[0].format_map(instance.params)
    assert "{" not in instance.goal
    assert instance.params == {name: param.canonical for name, param in task.params.items()}
    open_at_the_start(instance)


def test_sampled(task):
    for seed in range(3):
        open_at_the_start(draw(task, "sampled", seed))


def open_at_the_start(instance) -> None:
    """The goal is still to be reached, and nothing forbidden has happened."""
    phone, params = Phone(instance.phone), Params(**instance.params)
    task = instance.task
    if not task.is_query:
        assert not all(goal.state(phone, params) for goal in task.subgoals), instance.params
    assert [never.name for never in task.never if never.state(phone, params)] == []


@pytest.fixture(scope="module")
def phones() -> list[Phone]:
    return [Phone.new(seed) for seed in range(PHONES)]


def distinct_draws(task: Task, phones: list[Phone]) -> int:
    """How many different parameter values a task gives; the phones stand for drawn contents."""
    values = set()
    for phone in phones:
        rng = random.Random(f"{task.id}/{phone.seed}")
        for _ in range(DRAWS_ON_EACH):
            drawing = Drawing(rng, phone, Params())
            for name, param in task.params.items():
                setattr(drawing.params, name, param.sample(drawing) if param.sample else param.canonical)
            values.add(repr(vars(drawing.params)))
    return len(values)


def test_samplers_draw_enough(task, phones):
    if not any(param.sample for param in task.params.values()):
        pytest.skip("only contents and wording vary")
    if task.suite == "practice":
        pytest.skip("its draws are counted in tests/tasks/test_practice.py")
    count = distinct_draws(task, phones)
    if task.id in FEW_DRAWS:
        assert count < ENOUGH, f"{task.id} draws enough: take it out of the table"
    else:
        assert count >= ENOUGH, f"{count} different values in {PHONES * DRAWS_ON_EACH} draws"
