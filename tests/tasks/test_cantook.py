"""The tasks of the e-book reader, done and not done; and the facts that AndroidLab's judges read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from agents.basic import ExpertAgent, FinishAgent, NoopAgent
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.books import RESUME_LINE
from openphone_gym.recording import export_androidlab
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.task import FONT_SCALES, Look, Params, draw
from openphone_gym.trajectory import Episode
from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.gesture import Tap
from openphone_gym.ui.xml import from_xml

IDS = [task.id for task in tasks_of("cantook")]
LONGER = {"cantook_6"}
"""Tasks whose expert also opens the library, so that the book is seen there."""


def run(task: str, agent: Any = None, **options: Any) -> Episode:
    """The expert's episode, or that of another agent."""
    env = PhoneEnv([task], observation=(), record=("tree",), max_steps=25)
    return run_episode(env, agent or ExpertAgent(env), seed=0, options=options)


def test_all_tasks_of_the_sheet_are_there() -> None:
    assert [f"cantook_{number}" for number in range(1, 13)] == IDS


@pytest.mark.parametrize("task", tasks_of("cantook"), ids=repr)
def test_the_expert_is_no_slower_than_a_person(task: Any) -> None:
    episode = run(task.id)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    assert task.id in LONGER or len(episode.steps) <= task.human_steps


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("seed", range(3))
def test_sampled_tasks_can_be_done_and_are_not_done_yet(task: str, seed: int) -> None:
    episode = run(task, variation="sampled", seed=seed)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    for idle in (NoopAgent(), FinishAgent()):
        verdict = run(task, idle, variation="sampled", seed=seed).verdict
        assert verdict
        assert verdict.success is False


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("cantook_1", "No"),
        ("cantook_2", "The Scarlet Letter"),
        ("cantook_3", "William Shakespeare"),
        ("cantook_4", "2"),
        ("cantook_5", "37.8%"),
    ],
)
def test_canonical_answers(task: str, answer: str) -> None:
    episode = run(task)
    assert episode.answer == answer


@pytest.mark.parametrize(
    ("task", "answer", "right"),
    [
        ("cantook_1", "No, it is not in the library.", True),
        ("cantook_1", "Yes", False),
        ("cantook_2", "Scarlet Letter", True),
        ("cantook_2", "Oliver Twist", False),
        ("cantook_3", "Shakespeare", True),
        ("cantook_3", "Cervantes", False),
        ("cantook_4", "two", True),
        ("cantook_4", "3", False),
        ("cantook_5", "37.8 percent", True),
        ("cantook_5", "37.8", True),
        ("cantook_5", "5.2%", False),
        ("cantook_5", "100%", False),
    ],
)
def test_answers_of_the_sheet(task: str, answer: str, right: bool) -> None:
    instance = draw(find_task(task))
    assert instance.truth is not None
    assert instance.truth.matches(answer, instance.goal) is right


def verdict_after(task: str, change: Any) -> Any:
    """The state of a canonical task after a change of the phone, as sub-goals and nevers see it."""
    instance = draw(find_task(task))
    phone, p = Phone(instance.phone), Params(**instance.params)
    change(phone)
    declared = instance.task
    return (
        [goal.name for goal in declared.subgoals if goal.state(phone, p)],
        [never.name for never in declared.never if never.state(phone, p)],
    )


def test_another_book_must_not_go() -> None:
    def remove(title: str) -> Any:
        return lambda phone: phone.cantook.remove(
            next(book for book in phone.cantook.books if book.title == title)
        )

    assert verdict_after("cantook_7", remove("Don Quixote")) == (["book_deleted"], [])
    assert verdict_after("cantook_7", remove("Emma")) == ([], ["other_book_deleted"])
    assert verdict_after("cantook_6", remove("Emma")) == ([], ["other_book_deleted"])


def test_marking_another_book_is_not_the_change_asked_for() -> None:
    def mark(*titles: str) -> Any:
        return lambda phone: [book.mark(True) for book in phone.cantook.books if book.title in titles]

    assert verdict_after("cantook_8", mark("Emma")) == ([], [])
    assert verdict_after("cantook_8", mark("Emma", "Hamlet")) == (["read_state"], [])
    assert verdict_after("cantook_8", mark("Hamlet")) == (["book", "read_state"], [])


def test_the_category_must_be_open() -> None:
    def show(phone: Phone) -> None:
        phone.cantook.tab, phone.cantook.shelf = "My Books", "Categories"
        phone.changed()

    assert verdict_after("cantook_11", show) == (["categories_tab_seen"], [])


# What AndroidLab's judges read


class Line(NamedTuple):
    """A node of AndroidLab's text."""

    cls: str
    actions: str
    selected: bool
    words: str


def lines(page: str) -> list[Line]:
    """The nodes of a page."""
    found = re.findall(r"\[n[0-9a-f]{4}\] (\w*) ?;([^;]*);([^;]*);[^;]*;(.*) ?: $", page, re.MULTILINE)
    return [
        Line(cls, acts.strip(), "selected" in states, words.strip()) for cls, acts, states, words in found
    ]


def plain(page: str) -> set[str]:
    """Plain texts: of class TextView, neither clickable nor focusable nor selected."""
    return {
        line.words
        for line in lines(page)
        if line.cls == "TextView" and not line.actions and not line.selected
    }


def selects(page: str, label: str) -> bool:
    """Whether a tab of that label is selected."""
    return any(line.selected and label in line.words for line in lines(page))


def pages(task: str, folder: Path) -> list[str]:
    """AndroidLab's text of the screens that the expert's episode left on disk."""
    env = PhoneEnv([task], observation=(), record=("tree",), max_steps=25)
    episode = run_episode(env, ExpertAgent(env), seed=0)
    export_androidlab(episode, folder)
    return [androidlab_text(from_xml(path.read_text())) for path in sorted((folder / "xml").glob("*.xml"))]


def scored(page: str) -> bool:
    """The gate of tasks 6 and 10: neither the settings nor a list of files."""
    return not any(".epub" in text or "Help" in text for text in plain(page))


def test_facts_of_the_imported_book(tmp_path: Path) -> None:
    shown = pages("cantook_6", tmp_path)
    assert scored(shown[-1])
    assert "Alice's Adventures in Wonderland" in plain(shown[-1])
    assert not scored(shown[1])
    assert any("Alice's Adventures in Wonderland.epub" in plain(page) and not scored(page) for page in shown)


def test_facts_of_the_deleted_book(tmp_path: Path) -> None:
    shown = pages("cantook_7", tmp_path)
    assert "Don Quixote" in plain(shown[1])
    assert selects(shown[1], "My Books")
    assert selects(shown[-1], "My Books")
    assert "Don Quixote" not in plain(shown[-1])


def test_facts_of_the_marks(tmp_path: Path) -> None:
    shown = pages("cantook_8", tmp_path / "read")
    assert {"Hamlet", "Mark as unread", "100.0%", "Read", "Info"} <= plain(shown[-1])
    shown = pages("cantook_9", tmp_path / "unread")
    assert {"Oliver Twist", "Mark as read", "Read", "Info"} <= plain(shown[-1])
    assert "Mark as unread" in plain(shown[-2])


def test_facts_of_the_reader(tmp_path: Path) -> None:
    shown = pages("cantook_10", tmp_path)
    assert RESUME_LINE in plain(shown[-1])
    assert scored(shown[-1])
    assert "37.8%" in plain(shown[-1])


@pytest.mark.parametrize("scale", sorted({float(scale) for scale in FONT_SCALES} | {2.0}))
def test_the_line_is_whole_whatever_the_size_of_the_type(scale: float) -> None:
    phone = Phone(draw(find_task("cantook_10"), look=Look(font_scale=scale)).phone)
    for size in (80, 100, 200):
        phone.cantook.reader.size = size
        phone.changed()
        node = phone.tree().find(lambda node: node.text == "Romeo and Juliet")
        assert node is not None
        phone.perform(Tap(*node.center))
        assert RESUME_LINE in plain(androidlab_text(phone.tree())), size
        phone.press_key("back")


def test_facts_of_the_category(tmp_path: Path) -> None:
    shown = pages("cantook_11", tmp_path)
    assert any(selects(page, "Categories") for page in shown)
    assert selects(shown[-1], "Categories")
    assert {"Tragedies", "Hamlet", "Romeo and Juliet"} <= plain(shown[-1])


def test_facts_of_the_collection(tmp_path: Path) -> None:
    shown = pages("cantook_12", tmp_path)
    assert selects(shown[-1], "Collections")
    assert "Favorite" in plain(shown[-1])
