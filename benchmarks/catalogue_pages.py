"""The catalogue of all tasks on the documentation site: pages made of the declarations.

A hook of MkDocs (``mkdocs.yml``): a page an app, with what each of its tasks asks, how it varies, what
counts as done, and a picture of the screen it starts on.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import cv2
import gymnasium as gym
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

import openphone_gym  # noqa: F401  registers the environments
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.tasks.task import SUITE_TITLES, SUITES, Suite, Task, draw

FOLDER = "catalogue"

PICTURE_WIDTH, QUALITY = 270, 80

EXAMPLES = 3
"""Sampled draws shown of a task."""

ABOUT: dict[Suite, str] = {
    "AndroidLab": "The benchmark's 138 tasks, in our own words; steps are a person's, as published.",
    "OpenPhone": "25 tasks that OpenPhone adds; nobody has published how long a person needs.",
    "cross": "30 tasks of our own through several apps, no part of the benchmarks.",
    "practice": "Goals made from the apps themselves, for training.",
}

Chapter = tuple[str, list[Task]]
"""An app, or a suite that goes through several, by the name that reports count it under; its tasks."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages and their pictures; called by MkDocs."""
    add = partial(File.generated, config)
    chapters = list(_chapters())
    files.append(add(f"{FOLDER}/index.md", content=contents(chapters)))
    env = gym.make("OpenPhone-v0", observation=("screenshot",))
    for name, tasks in chapters:
        files.append(add(f"{FOLDER}/{name}.md", content=chapter(tasks)))
        for task in tasks:
            files.append(add(f"{FOLDER}/{task.id}.webp", content=start_of(task, env)))
    env.close()
    return files


def _chapters() -> Iterator[Chapter]:
    chapters: dict[str, list[Task]] = {}
    for task in catalogue().values():
        chapters.setdefault(task.counted_as, []).append(task)
    yield from sorted(chapters.items(), key=lambda item: SUITES.index(item[1][0].suite))


def contents(chapters: list[Chapter]) -> str:
    """The first page: a table of the apps, suite by suite."""
    parts = ["# Catalogue of tasks"]
    for suite in SUITES:
        rows = [_row(name, tasks) for name, tasks in chapters if tasks[0].suite == suite]
        if rows:
            head = ["| | tasks | environment | steps |", "|---|---|---|---|"]
            parts += [f"## {SUITE_TITLES.get(suite, suite)}", ABOUT[suite], "\n".join(head + rows)]
    parts.append(
        "`OpenPhone-v0` draws among all tasks of the benchmarks, `OpenPhone-<task>-v0` is one of them."
    )
    return "\n\n".join(parts) + "\n"


def _row(name: str, tasks: list[Task]) -> str:
    first = tasks[0]
    steps = [task.human_steps or task.own_steps or 0 for task in tasks]
    cells = [
        f"[{first.title}]({name}.md)",
        str(len(tasks)),
        _environment(first),
        f"{min(steps)} to {max(steps)}",
    ]
    return f"| {' | '.join(cells)} |"


def _environment(task: Task) -> str:
    return f"`OpenPhone-{task.names[0]}-v0`"


def chapter(tasks: list[Task]) -> str:
    """The page of an app: its tasks one after another."""
    return (
        "\n\n".join(
            [f"# {tasks[0].title}", f"{len(tasks)} tasks, {_environment(tasks[0])}.", *map(_entry, tasks)]
        )
        + "\n"
    )


def start_of(task: Task, env: gym.Env[Any, Any]) -> bytes:
    """WebP picture of the screen that the canonical variation starts on."""
    observation, _ = env.reset(options={"task": task.id, "variation": "canonical", "seed": 0})
    screen = observation["screenshot"]
    height = round(screen.shape[0] * PICTURE_WIDTH / screen.shape[1])
    small = cv2.resize(screen, (PICTURE_WIDTH, height), interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(
        ".webp", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, QUALITY]
    )
    assert done
    return data.tobytes()


def _entry(task: Task) -> str:
    canonical = draw(task)
    picture = f"![Start of {task.id}]({task.id}.webp){{ .start loading=lazy }}"
    parts = [f"## `{task.id}`", picture, f"**{html.escape(canonical.goal)}**", _facts(task)]
    if task.params:
        parts += [
            "Parameters:",
            _bullets(f"`{name}`: {_value(canonical.params[name])}" for name in task.params),
        ]
    parts += ["Counts as done:", _bullets(_conditions(task, canonical.params))]
    if task.never:
        parts += [
            "Must not happen:",
            _bullets(_asked(never.question, canonical.params) for never in task.never),
        ]
    examples = dict.fromkeys(draw(task, "sampled", seed).goal for seed in range(EXAMPLES))
    parts += ["Sampled, such as:", _bullets(html.escape(goal) for goal in examples)]
    return "\n\n".join([*parts, '<div class="end"></div>'])


def _facts(task: Task) -> str:
    by = "a person's" if task.human_steps else "the reference solution's"
    steps = task.human_steps or task.own_steps
    starts = "inside the app" if task.start == "app" else "on the home screen"
    return f"{steps} steps ({by}), limit {task.max_steps}; starts {starts}; {len(task.goals)} wordings."


def _conditions(task: Task, params: dict[str, Any]) -> Iterator[str]:
    for goal in task.subgoals:
        yield f"`{goal.name}`: {_asked(goal.question, params)}"
    if task.is_query:
        yield "the answer is right"


def _asked(question: str, params: dict[str, Any]) -> str:
    return html.escape(question.format_map(params))


def _bullets(lines: Iterator[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _value(value: Any) -> str:
    return f"`{json.dumps(value, ensure_ascii=False, default=str)}`"
