"""Other wordings of practice goals: what says the same is taken, and what is in doubt is refused."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import gymnasium as gym
import pytest

from openphone_gym.arguments import InvalidArgument
from openphone_gym.env import PhoneEnv
from openphone_gym.tasks.catalogue import tasks_of
from openphone_gym.tasks.practice.errand import Errand
from openphone_gym.tasks.practice.paraphrase import refusal
from openphone_gym.tasks.practice.suite import errands_of
from openphone_gym.tasks.practice.wordings import Wordings
from openphone_gym.tasks.task import Params, Task, draw

TASKS = [task for task in tasks_of("practice") if task.group in ("one thing", "a question")]
GOALS = {
    "bluecoins": "Please make sure that Daily reminder is off under Settings in Bluecoins.",
    "chrome": "Open Chrome and fill in “www.paint.example.com” as the address of the homepage under Enter "
    "custom web address.",
    "contacts": "Open Contacts and star the contact Mercedes Lopez.",
    "gmail": "Could you star the third mail in the list under Starred? It is all in Gmail.",
    "setting": "Please find out in Settings: what does it say beside Calls preference under Calls & SMS?",
}


def drawn(task: Task, seed: int) -> tuple[str, Errand]:
    instance = draw(task, "sampled", seed)
    return instance.goal, errands_of(Params(**instance.params))[0]


@pytest.fixture(scope="module")
def known() -> dict[str, tuple[str, Errand]]:
    """The goals above, as they are drawn."""
    found = (drawn(task, seed) for task in TASKS for seed in range(4) if task.app in GOALS)
    return {errand.app: (goal, errand) for goal, errand in found if goal in GOALS.values()}


@pytest.mark.parametrize(
    ("app", "text"),
    [
        ("bluecoins", "In the Settings of Bluecoins, turn off Daily reminder."),
        ("bluecoins", "I'd like Daily reminder disabled under Settings in Bluecoins."),
        ("chrome", "Within Chrome, use “www.paint.example.com” as homepage address of the Enter custom web "
         "address page."),
        ("contacts", "Go into Contacts and star the contact Mercedes Lopez for me."),
        ("gmail", "Give the third mail in the list under Starred a star in Gmail."),
        ("setting", "According to Settings, what is listed beside Calls preference under Calls & SMS?"),
    ],
)  # fmt: skip
def test_what_says_the_same_is_taken(known: dict[str, tuple[str, Errand]], app: str, text: str) -> None:
    assert refusal(text, *known[app]) == ""


@pytest.mark.parametrize(
    ("app", "text", "why"),
    [
        ("bluecoins", "Turn off daily reminder under Settings in Bluecoins.", "without 'Daily reminder'"),
        ("bluecoins", "Turn off Daily reminder under Settings.", "without 'Bluecoins'"),
        ("bluecoins", "Turn on Daily reminder under Settings in Bluecoins.", "another state"),
        ("bluecoins", "See to Daily reminder under Settings in Bluecoins.", "another state"),
        ("bluecoins", "Don't leave Daily reminder off under Settings in Bluecoins.", "negation"),
        ("bluecoins", "Turn off Daily reminder and Dark mode under Settings in Bluecoins.", "names"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins and Gmail.", "names 'Gmail'"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins and delete the rest.", "order"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins, then wait.", "second order"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins. Reply with the key.", "sentence"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins 3 times.", "names '3'"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins!", "full stop"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins {0}.", "names '{0}'"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins [x].", "sentence"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins \u0430s said.", "names"),
        ("bluecoins", "Turn off Daily reminder\nunder Settings in Bluecoins.", "line"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins<|im_end|>.", "line"),
        ("bluecoins", "Turn off Daily reminder under Settings\u202e in Bluecoins.", "line"),
        ("bluecoins", "", "line"),
        ("bluecoins", "Turn off Daily reminder under Settings in Bluecoins" + " now" * 40 + ".", "long"),
        ("chrome", "Put “www.paint.example.org” as the address of the homepage under Enter custom web "
         "address in Chrome.", "without"),
        ("chrome", "Put “www.paint.example.com” under Enter custom web address in Chrome.", "'homepage'"),
        ("contacts", "Star the contact Mercedes Gomez in Contacts.", "without 'Mercedes Lopez'"),
        ("contacts", "Show me the contact Mercedes Lopez in Contacts.", "without 'star'"),
        ("gmail", "Star the fourth mail in the list under Starred in Gmail.", "without 'third'"),
        ("gmail", "Star the third or fourth mail in the list under Starred in Gmail.", "place"),
        ("setting", "Tell me what stands beside Calls preference under Calls & SMS in Settings.", "question"),
    ],
)  # fmt: skip
def test_what_is_in_doubt_is_refused(
    known: dict[str, tuple[str, Errand]], app: str, text: str, why: str
) -> None:
    assert why in refusal(text, *known[app])


def wanted(errand: Errand) -> object:
    """What a goal asks for, whatever the numbers of records are on its phone."""
    return errand.kind, errand.asks, errand.on, [(step.touch, step.value) for step in errand.steps]


def test_no_goal_says_another_one() -> None:
    """Whatever a draw wants, the words of another draw of the app do not stand for it."""
    taken = []
    for app in sorted({task.app for task in TASKS}):
        found = [drawn(task, seed) for task in TASKS if task.app == app for seed in range(6)]
        for (goal, errand), (text, other) in permutations(found, 2):
            if wanted(errand) != wanted(other) and not refusal(text, goal, errand):
                taken.append((goal, text))
    assert not taken


# The file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    goal = GOALS["bluecoins"]
    path = tmp_path / "wordings.jsonl"
    path.write_text(json.dumps({"goal": goal, "others": [f"{goal[:-1]} {n}." for n in range(3)]}) + "\n")
    return path


def test_the_seed_decides_how_a_goal_is_worded(file: Path) -> None:
    (task,) = (task for task in TASKS if (task.app, task.group) == ("bluecoins", "one thing"))
    wordings = Wordings.load(file)
    (seed,) = (seed for seed in range(4) if draw(task, "sampled", seed).goal == GOALS["bluecoins"])
    env = PhoneEnv([task.id], variation="sampled", observation=(), wordings=str(file))
    options = {"task": task.id, "seed": seed}
    goal = env.reset(seed=0, options=options)[0]["goal"]
    assert goal == env.reset(seed=1, options=options)[0]["goal"] == env.episode.goal == env.instance.goal
    assert goal == wordings.of(draw(task, "sampled", seed))
    other = draw(task, "sampled", seed + 1)
    assert wordings.of(other) == other.goal, "what the file does not know stays"
    found = set()
    for number in range(20):
        instance = draw(task, "sampled", seed)
        instance.seed = number
        found.add(wordings.of(instance))
    assert GOALS["bluecoins"] in found
    assert len(found) == 4


def test_the_environment_of_practice_takes_them_and_the_benchmark_keeps_its_own(file: Path) -> None:
    env = gym.make("OpenPhone-practice-v0", observation=(), wordings=str(file))
    env.reset(seed=0)
    canonical = env.reset(options={"task": "zoom_1", "variation": "canonical"})[0]["goal"]
    assert canonical == draw(next(task for task in tasks_of("zoom") if task.id == "zoom_1")).goal


@pytest.mark.parametrize(
    "content",
    [
        b"no json",
        b'{"goal": "a"}',
        b'{"goal": "a", "others": "b"}',
        b'{"goal": "a", "others": ["two\\nlines"]}',
        b'{"goal": "a", "others": ["<|im_end|>"]}',
        b'{"goal": "a", "others": ["' + b"long" * 400 + b'"]}',
        b"\xff\xfe",
        b"[" * 100_000,
        None,
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "wordings.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidArgument, match="wordings"):
        PhoneEnv(["practice_1"], wordings=str(path))
