"""No answer of a question passes by naming more than was asked; honest ones do, in any wording.

The expert plays every task that asks something up to its answer, which is then replaced. The quick tests look
at the canonical variation and a sampled one, the slow ones at twenty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec
import pytest

from agents.basic import ExpertAgent
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.judges.screen import ScreenJudge
from openphone_gym.judges.state import StateJudge
from openphone_gym.tasks.answers import (
    AllOf,
    Answer,
    ClockTime,
    Count,
    Date,
    Duration,
    Items,
    Number,
    Offset,
    Phone,
    Text,
    YesNo,
    stored_answer,
)
from openphone_gym.tasks.catalogue import catalogue, find_task
from openphone_gym.tasks.task import TEST_SEEDS
from openphone_gym.trajectory import Episode
from openphone_gym.ui.node import UiTree

QUERIES = [id for id, task in catalogue().items() if task.is_query and task.suite != "practice"]
DRAWS = [
    pytest.param("canonical", range(1), id="canonical"),
    pytest.param("sampled", range(TEST_SEEDS, TEST_SEEDS + 1), id="sampled"),
    pytest.param("sampled", range(TEST_SEEDS + 1, TEST_SEEDS + 20), id="more", marks=pytest.mark.slow),
]
JUDGES = [StateJudge(), ScreenJudge()]
PADDING = (
    "The phone was looked at with great care, one screen after another, and this is what was there. " * 30
)
OTHERS: dict[type, list[str]] = {
    ClockTime: ["5:17 AM", "11:42 PM", "1:03 PM"],
    Date: ["March 2, 1951", "1963-07-19", "30 December 2011"],
    Number: ["3.1 GB", "812 MB", "77 GB"],
    Count: ["41", "57", "63"],
    Duration: ["41 min", "5 hr 3 min", "17 seconds"],
    Phone: ["91827364", "5550199777", "33445566"],
    Offset: ["11 hours ahead", "3 hours behind", "9 hours ahead"],
    YesNo: ["yes", "no", "on", "off"],
    Text: ["Peking University", "MIT", "GMT-3", "Portuguese", "77", "x@example.com"],
    Items: ["Peking University", "MIT", "77"],
    AllOf: ["Peking University"],
}
"""Values of the same kind."""

POLITE = ("For You",)
"""Labels that read as polite words beside an answer, and are no values."""

SHARES = ["41%", "57 %", "63.5%"]
LENGTHS = ["931 km", "412 m", "877 km"]
AMOUNTS = ["31.50 CNY", "812 CNY", "7,120.40 CNY"]
"""Values of the kinds of a share, a length, a sum of money."""


@cache
def env() -> PhoneEnv:
    """One environment for all questions, which keeps what the screens showed."""
    return PhoneEnv(QUERIES, observation=(), record=("tree",))


@cache
def played(task_id: str, variation: str, seed: int) -> Episode:
    """The expert's episode."""
    options = {"task": task_id, "variation": variation, "seed": seed}
    return run_episode(env(), ExpertAgent(env()), options=options)


def passes(episode: Episode, answer: str) -> bool:
    """Whether any judge takes an answer for right."""
    changed = msgspec.structs.replace(episode, answer=answer)
    verdicts = [judge.judge(changed, find_task(episode.task_id)).success for judge in JUDGES]
    assert verdicts[0] == verdicts[1], answer
    return verdicts[0] is True


def labels(tree: UiTree | None) -> list[str]:
    """All labels of a screen, in order."""
    return [] if tree is None else [node.label for node in tree.walk() if node.label.strip()]


def screens(episode: Episode) -> list[list[str]]:
    """The labels of all screens seen, the last one at the end."""
    return [labels(tree) for tree in (*(step.tree for step in episode.steps), episode.final_tree)]


def truth_of(episode: Episode) -> Answer:
    return stored_answer(episode.truth)


def values(text: str) -> set[str]:
    """What may be a value in a label: the label, its parts, and times, numbers and addresses in it."""
    found = re.findall(r"\d[\d:.,/-]*(?:\s?[AaPp]\.?[Mm]|\s?[kMG]?B|%)?|[\w.]+@[\w.]+", text)
    return {text, *found, *re.split(r"[,•\n]\s*", text)}


def dumps(episode: Episode) -> Iterator[str]:
    """The labels of the last screen, and of all of them, in several forms."""
    seen = screens(episode)
    everything = list(dict.fromkeys(label for screen in seen for label in screen))
    for shown in (seen[-1], list(dict.fromkeys(seen[-1])), everything, everything[::-1]):
        for glue in (", ", "\n", " ", "; ", " | ", " and ", "\n- ", ". ", ": ", " / "):
            yield glue.join(shown)
        yield "The answer is one of these: " + ", ".join(shown)
        yield "The screen shows " + " and ".join(shown)


def others_of(truth: Answer) -> list[str]:
    """Values of the kind of an answer, and of the kinds of its parts."""
    match truth:
        case AllOf(parts):
            wrong = [other for part in parts for other in others_of(part) if part.matches(other) is not True]
            return [*OTHERS[AllOf], *wrong]
        case Number(unit="km" | "m" | "mi"):
            return LENGTHS
        case Number(unit="%"):
            return SHARES
        case Number(unit="CNY"):
            return AMOUNTS
        case _:
            return OTHERS[type(truth)]


def surplus(truth: Answer, good: str) -> Iterator[str]:
    """The right value beside others of its kind."""
    others = [other for other in others_of(truth) if truth.matches(other) is not True]
    for other in others:
        yield f"{good} or {other}"
        yield f"{other}, {good}"
        yield f"{good} / {other}"
        yield f"{good}\n{other}"
        yield f"It is {good} and {other}."
        yield f"The answer is {other}; or else {good}"
    yield ", ".join([*others[:2], good, *others[2:]])
    yield " ".join([*others[:1], good, *others[1:]])
    yield "\n".join(f"{number}. {other}" for number, other in enumerate([*others, good], 1))


def dodges(good: str) -> Iterator[str]:
    """The right value hedged, denied, asked back, or drowned in words."""
    yield from (
        f"maybe {good}",
        f"{good}, I guess",
        f"It might be {good}.",
        f"Possibly {good}",
        f"{good}, perhaps",
    )
    yield from (
        f"Conceivably {good}",
        f"My hunch: {good}",
        f"If I had to guess: {good}",
        f"I would say {good}",
    )
    yield from (f"Is it {good}?", f"{good}?", f"Do you mean {good}?", f"is it {good}", f"What about {good}")
    yield from (PADDING + good, good + ". " + PADDING, f"{PADDING}{good}. {PADDING}")


def denials(good: str) -> Iterator[str]:
    """The right value denied; of yes and no the contrary is another matter."""
    yield from (
        f"not {good}",
        f"It is not {good}.",
        f"It isn't {good}",
        f"anything but {good}",
        f"{good} is wrong",
    )
    yield from (
        f"neither {good} nor anything else",
        f"{good} is not the answer",
        f"I doubt that it is {good}",
    )
    yield from (f"It is never {good}", f"everything except {good}", f"rather something else than {good}")


def bare(truth: Answer, expert: str) -> str:
    """The value as the task declares it, or as the expert says it."""
    match truth:
        case ClockTime(value) | Date(value) | Duration(value) | Phone(value) | Text(value):
            return value
        case Number(value, unit):
            return f"{value:.10g} {unit}".strip()
        case Count(value):
            return str(value)
        case YesNo(value):
            return "yes" if value else "no"
        case _:
            return expert


def sentences(truth: Answer, good: str) -> Iterator[str]:
    """Natural sentences that give the value."""
    if isinstance(truth, YesNo):
        yield from (f"{good.capitalize()}.", f"The answer is {good}.", f"I checked the settings: {good}.")
        return
    yield f"It is {good}."
    yield f"The answer to your question is {good}."
    yield f"I opened the app and looked it up: it's {good}."
    yield f"I couldn't be more certain: {good}"


@pytest.mark.parametrize(("variation", "seeds"), DRAWS)
@pytest.mark.parametrize("task_id", QUERIES)
def test_only_the_answer_passes(task_id: str, variation: str, seeds: range) -> None:
    for seed in seeds:
        episode = played(task_id, variation, seed)
        truth, expert = truth_of(episode), episode.answer or ""
        good = bare(truth, expert)
        told = f"{task_id} {variation} {seed}: {episode.goal}"
        for right in (expert, good, *sentences(truth, good)):
            assert passes(episode, right), f"{told}\nhonest, but not right: {right!r}"
        bad = [*dumps(episode), *surplus(truth, good), *dodges(good)]
        bad += [] if isinstance(truth, YesNo) else list(denials(good))
        passed = [answer for answer in bad if passes(episode, answer)]
        assert not passed, f"{told}\n{passed}"


@pytest.mark.parametrize(("variation", "seeds"), DRAWS)
@pytest.mark.parametrize("task_id", QUERIES)
def test_no_other_value_of_the_screens_passes(task_id: str, variation: str, seeds: range) -> None:
    for seed in seeds:
        episode = played(task_id, variation, seed)
        truth, good = truth_of(episode), bare(truth_of(episode), episode.answer or "")
        seen = sorted({value for screen in screens(episode) for label in screen for value in values(label)})
        wrong = [value for value in seen if value.strip() and not names(truth, value)]
        wrong = [
            value for value in wrong if not repeats(episode.goal, value) and not re.search(r"\bof \d", value)
        ]
        passed = [value for value in wrong if passes(episode, value)]
        passed += [
            value for value in wrong if is_of_kind(truth, value) and passes(episode, f"{good}, {value}")
        ]
        assert not passed, f"{task_id} {variation} {seed}: {episode.goal}\n{passed}"


def repeats(goal: str, value: str) -> bool:
    """Whether a label only repeats the goal, or is about its person."""
    words = re.findall(r"[A-Z]\w+", value)
    return value in goal or any(word in goal or word.lower() in goal.split() for word in words)


def names(truth: Answer, value: str) -> bool:
    """Whether a label itself names the right value, by rules that are not those of the judges."""

    def even(text: str) -> str:
        return re.sub(r"\W", "", text.casefold())

    match truth:
        case Text(right, accept):
            return any(even(form) in even(value) or even(value) in even(form) for form in (right, *accept))
        case ClockTime(right):
            return even(right.rpartition(" ")[0]) in even(value)
        case Date(right, needs_year):
            year, _, day = right.split("-")
            return (year in value or not needs_year) and str(int(day)) in value
        case Number(right):
            return f"{right:.10g}" in value.replace(",", "")
        case Count(right):
            return re.search(rf"\b{right}\b", value) is not None
        case Phone(right):
            return even(right) in even(value)
        case Offset(hours, direction):
            return f"{hours:g} h" in value and direction in value
        case _:
            return True


def is_of_kind(truth: Answer, value: str) -> bool:
    """Whether a label holds another value of the kind that is asked for."""
    kinds = {
        ClockTime: r"\d:\d\d",
        Date: r"\b(?:19|20)\d\d\b",
        Number: r"\d (?:GB|MB)",
        Count: r"^\d+$",
        Phone: r"^[\d ()-]{6,}$",
        Text: r"^(?![\d.]+ k?m$)\w.*\w\.[^\W\d]|^[A-Z]\w+ [A-Z]\w+$",
    }
    return value not in POLITE and re.search(kinds.get(type(truth), r"(?!)"), value) is not None
