"""The tasks of Bluecoins, done and not done, and what AndroidLab's judges read of them."""

from __future__ import annotations

import calendar
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from agents.basic import ExpertAgent, FinishAgent, NoopAgent
from openphone_gym import actions
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.phone.apps.bluecoins.state import Transaction
from openphone_gym.phone.phone import Phone
from openphone_gym.recording import export_androidlab
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.task import Params, TaskInstance, draw
from openphone_gym.trajectory import Decision, Episode
from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.xml import from_xml

TASKS = tasks_of("bluecoins")
IDS = [task.id for task in TASKS]


def run(task: str, agent: Any = None, **options: Any) -> Episode:
    """The expert's episode, or that of another agent."""
    env = PhoneEnv([task], observation=(), record=("tree",))
    return run_episode(env, agent or ExpertAgent(env), seed=0, options=options)


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("seed", range(3))
def test_sampled_tasks_can_be_done_and_are_not_done_yet(task: str, seed: int) -> None:
    episode = run(task, variation="sampled", seed=seed)
    assert episode.verdict
    assert episode.verdict.success, (episode.goal, episode.verdict.reason)
    assert episode.verdict.side_effects == []
    for idle in (NoopAgent(), FinishAgent()):
        verdict = run(task, idle, variation="sampled", seed=seed).verdict
        assert verdict
        assert verdict.success is False


# Answers


@pytest.mark.parametrize(
    ("task", "right", "wrong"),
    [
        ("bluecoins_1", ["11400", "11,400", "11400.00", "11,400.00 CNY", "¥11,400"], ["9600.00", "1800.00"]),
        (
            "bluecoins_2",
            ["Buying cake", "cake", "It was for buying a cake.", "bought a cake", "purchase of a cake"],
            ["Bus card", "shopping"],
        ),
        ("bluecoins_3", ["69.51", "69.51 CNY", "¥69.51"], ["24.01", "32.00"]),
        ("bluecoins_4", ["3", "three", "three transactions"], ["2", "4"]),
        ("bluecoins_5", ["60.12", "60.12 CNY", "¥60.12"], ["95.32", "24.01"]),
    ],
)
def test_answers_of_the_sheet(task: str, right: list[str], wrong: list[str]) -> None:
    instance = draw(find_task(task))
    assert instance.truth is not None
    for message in right:
        assert instance.truth.matches(message, instance.goal) is not False, message
    assert instance.truth.matches(right[0], instance.goal) is True
    for message in wrong:
        assert instance.truth.matches(message, instance.goal) is not True, message


@pytest.mark.parametrize("task", IDS[:5])
def test_drawn_answers_have_rivals_on_the_phone(task: str) -> None:
    for seed in range(15):
        instance = draw(find_task(task), "sampled", seed)
        assert instance.truth is not None
        ledger = Phone(instance.phone).bluecoins
        others = {f"{abs(one.millionths) // 10_000 / 100:.2f}" for one in ledger.transactions}
        wrong = [
            figure for figure in others if instance.truth.matches(f"{figure} CNY", instance.goal) is not True
        ]
        assert len(wrong) > 20


def test_this_week_is_the_same_whichever_day_it_begins_with() -> None:
    for seed in range(20):
        instance = draw(find_task("bluecoins_5"), "sampled", seed)
        ledger = Phone(instance.phone).bluecoins
        for first, last in (("2024-05-05", "2024-05-11"), ("2024-05-06", "2024-05-12")):
            found = [
                one.millionths
                for one in ledger.transactions
                if first <= one.date <= last
                and ledger.category_path(one.category).lower().endswith(instance.params["topic"])
            ]
            assert len(found) >= 2
            answer = f"{-sum(found) // 10_000 / 100:.2f}"
            assert instance.truth is not None
            assert instance.truth.matches(answer, instance.goal) is True


# What does not count


class Entering:
    """Changes the phone's ledger itself, then finishes."""

    def __init__(self, env: PhoneEnv, change: Any) -> None:
        self._env = env
        self._change = change

    def reset(self, goal: str) -> None:
        self._done = False

    def act(self, observation: dict[str, Any]) -> Decision:
        if not self._done:
            self._done = True
            phone = self._env.device.phone  # type: ignore[attr-defined]
            self._change(phone.bluecoins, Params(**self._env.episode.params))
            phone.changed()
            return Decision(action=actions.wait(1))
        return Decision(action=actions.finish())


def verdict_after(task: str, change: Any) -> Any:
    env = PhoneEnv([task], observation=())
    return run_episode(env, Entering(env, change), seed=0).verdict


def book(kind: Any = "income", hundredths: int = 314, **fields: Any) -> Any:
    """Adds a record as the goal of bluecoins_9 asks for, but for some fields."""
    values = {"notes": "Weixin red packet", "date": "2024-03-08", **fields}

    def change(ledger: Any, p: Params) -> None:
        amount = hundredths * 10_000 * (1 if kind == "income" else -1)
        ledger.transactions.append(
            Transaction(
                ledger.new_id(),
                kind,
                amount,
                values.get("item", ""),
                values["notes"],
                1,
                1,
                values["date"],
                1,
            )
        )

    return change


def test_a_record_counts_by_what_it_says() -> None:
    task = "bluecoins_9"
    assert verdict_after(task, book()).success
    assert verdict_after(task, book(notes=" weixin RED packet ")).success
    for change in (
        book(kind="expense"),
        book(hundredths=315),
        book(date="2024-03-09"),
        book(notes="red packet"),
        book(notes="", item="Weixin red packet"),
    ):
        assert verdict_after(task, change).success is False


def test_an_old_record_is_no_new_one() -> None:
    def move(ledger: Any, p: Params) -> None:
        ledger.transactions[0].date = "2024-03-08"
        ledger.transactions[0].notes = "Weixin red packet"

    verdict = verdict_after("bluecoins_9", move)
    assert verdict.success is False
    assert verdict.side_effects


def test_the_name_stands_in_for_a_note_where_the_goal_only_marks() -> None:
    assert verdict_after(
        "bluecoins_7", book(hundredths=800_000, date="2024-05-10", notes="", item="Salary")
    ).success
    assert not verdict_after(
        "bluecoins_7", book(hundredths=800_000, date="2024-05-10", notes="gift", item="Salary")
    ).success


def test_another_record_in_its_place_is_not_the_change_asked_for() -> None:
    def replace(ledger: Any, p: Params) -> None:
        ledger.trash.append(ledger.transactions.pop(17))
        ledger.transactions.append(
            Transaction(ledger.new_id(), "expense", -500_000_000, "Gym", "", 1, 1, p.day, 720)
        )

    verdict = verdict_after("bluecoins_11", replace)
    assert verdict.success is False
    assert verdict.violations == ["record_deleted"]


def test_records_to_change_are_the_only_ones_meant() -> None:
    for seed in range(20):
        for id, kind in (("bluecoins_11", "expense"), ("bluecoins_12", "income"), ("bluecoins_13", None)):
            instance = draw(find_task(id), "sampled", seed)
            ledger = Phone(instance.phone).bluecoins
            same = [
                one.id
                for one in ledger.transactions
                if one.date == instance.params["old_day"] and one.kind == (kind or one.kind)
            ]
            assert same == [instance.params["record"]]


def test_new_amounts_are_on_no_record() -> None:
    for seed in range(20):
        for id in ("bluecoins_6", "bluecoins_9", "bluecoins_11", "bluecoins_15"):
            instance: TaskInstance = draw(find_task(id), "sampled", seed)
            figure = round(float(instance.params["amount"].replace(",", "")) * 100) * 10_000
            assert figure not in {abs(one.millionths) for one in Phone(instance.phone).bluecoins.transactions}


# What AndroidLab's judges read

MONTHS = re.compile("|".join(calendar.month_name[1:]))
HINTS = {"Notes", "Payee or item purchased", "Name of income"}


class Entry(NamedTuple):
    """A line of AndroidLab's text."""

    depth: int
    cls: str
    actions: str
    words: str


class Form(NamedTuple):
    """What a page tells of the form."""

    kind: str
    date: str
    amount: str
    notes: str
    sign: str


def entries(text: str) -> list[Entry]:
    found = []
    for line in text.splitlines():
        if line.strip().startswith("["):
            _, _, rest = line.partition("] ")
            cls, does, _, _, words = rest.removesuffix(": ").split(";", 4)
            found.append(Entry(len(line) - len(line.lstrip()), cls.strip(), does.strip(), words.strip()))
    return found


def read_form(text: str) -> Form | None:
    """The form as the judges read it, if the page is one."""
    lines = entries(text)
    plain = [line.words for line in lines if line.cls == "TextView" and not line.actions]
    dates = [words for words in plain if MONTHS.search(words)]
    fields = [line.words for line in lines if line.cls == "EditText"]
    currency = next(
        (n for n, o in enumerate(lines) if o.actions == "click" and o.words.startswith("CNY")), None
    )
    if currency is None or not dates or not fields:
        return None
    depth = lines[currency].depth
    first = last = currency
    while first > 0 and lines[first - 1].depth >= depth:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].depth >= depth:
        last += 1
    beside = [o for o in lines[first : last + 1] if o.depth == depth and o.cls == "EditText"]
    amounts = [o.words for o in beside if "long-click" in o.actions]
    signs = [o.words for o in lines if o.cls == "TextView" and "click" in o.actions and o.words in ("+", "-")]
    if not amounts:
        return None
    notes = "" if fields[-1] in HINTS else fields[-1]
    return Form(plain[0].split()[-1], dates[0], amounts[-1], notes, signs[0] if signs else "")


def forms_of(task: str, folder: Path) -> list[Form]:
    """The forms on the pages of the expert's exported episode, in their order."""
    episode = run(task)
    assert episode.verdict
    assert episode.verdict.success
    trace = export_androidlab(episode, folder)
    assert len([json.loads(line) for line in trace.read_text().splitlines()]) == len(episode.steps)
    pages = [androidlab_text(from_xml(path.read_text())) for path in sorted((folder / "xml").glob("*.xml"))]
    return [form for form in map(read_form, pages) if form is not None]


@pytest.mark.parametrize(
    ("task", "kind", "date", "amounts", "notes"),
    [
        ("bluecoins_6", "Expense", "May 10, 2024", {"512", "512.00"}, None),
        ("bluecoins_7", "Income", "May 10, 2024", {"8000", "8000.00"}, "salary"),
        ("bluecoins_8", "Expense", "May 11, 2024", {"768", "768.00"}, None),
        ("bluecoins_9", "Income", "March 8, 2024", {"3.14"}, "weixin red packet"),
        ("bluecoins_10", "Expense", "May 14, 2024", {"256", "256.00"}, "eating"),
        ("bluecoins_11", "Expense", "May 15, 2024", {"500", "500.00"}, None),
        ("bluecoins_12", "Income", "May 10, 2024", {"18250", "18250.00"}, None),
        ("bluecoins_13", "Income", "May 13, 2024", {"300.00"}, "gift"),
        ("bluecoins_14", "Expense", "May 2, 2024", {"520", "520.00"}, "wrong operation"),
        ("bluecoins_15", "Expense", "May 13, 2024", {"936.02"}, "grocery shopping"),
    ],
)
def test_the_last_form_shows_what_is_asked_for(
    task: str, kind: str, date: str, amounts: set[str], notes: str | None, tmp_path: Path
) -> None:
    form = forms_of(task, tmp_path)[-1]
    assert (form.kind, form.date) == (kind, date)
    assert form.sign == ("+" if kind == "Income" else "-")
    assert form.amount in amounts
    if notes is not None:
        assert form.notes.casefold() == notes


@pytest.mark.parametrize(
    ("task", "original"),
    [
        ("bluecoins_11", Form("Expense", "May 15, 2024", "400.00", "", "-")),
        ("bluecoins_12", Form("Income", "May 12, 2024", "18000.00", "", "+")),
        ("bluecoins_13", Form("Expense", "May 13, 2024", "300.00", "", "-")),
        ("bluecoins_14", Form("Income", "May 2, 2024", "1314.00", "", "+")),
        ("bluecoins_15", Form("Expense", "May 12, 2024", "794.20", "", "-")),
    ],
)
def test_the_first_form_shows_the_record_as_it_was(task: str, original: Form, tmp_path: Path) -> None:
    assert forms_of(task, tmp_path)[0] == original
