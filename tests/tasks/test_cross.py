"""Tasks that go through several apps: they can be done with what the goal says and the screens show."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path

import pytest

from openphone_gym import actions
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.phone.app import apps_by_package, installed_apps
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.cross.chats import NEW
from openphone_gym.tasks.cross.money import names_amount
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import plain
from openphone_gym.tasks.task import Params, SubGoal, Task, TaskInstance, draw
from openphone_gym.trajectory import Decision, Episode

TASKS = tasks_of("cross")
DRAWS = [("canonical", 0), ("sampled", 0), ("sampled", 1)]
LEAST, MOST = 8, 40
"""Steps that a task takes."""

PAGE = Path(__file__).parents[2] / "docs" / "across_apps.md"

CONDITIONS = {"cross_2": "free", "cross_8": "early", "cross_11": "more", "cross_22": "free"}
"""Tasks that ask for one thing or another, and the parameter that tells which."""


class Reader:
    """The reference solution, which knows of the parameters only those that the goal names."""

    def __init__(self, env: PhoneEnv) -> None:
        self._env = env

    def reset(self, goal: str) -> None:
        instance = self._env.instance
        known = {name: instance.params[name] for name in named_in(instance)}
        self.hand = Hand(instance.task.solution, Params(**known), instance.task.app)

    def act(self, observation: dict[str, object]) -> Decision:
        return Decision(action=self.hand.decide(self._env.tree()))


def named_in(instance: TaskInstance) -> set[str]:
    """Names of the parameters that the goal of an instance tells."""
    form = next(g for g in instance.task.goals if g.format_map(instance.params) == instance.goal)
    return {name for _, name, _, _ in string.Formatter().parse(form) if name}


def goals_of(task: Task) -> dict[str, SubGoal]:
    """The sub-goals of a task by name."""
    return {goal.name: goal for goal in task.subgoals}


@cache
def env() -> PhoneEnv:
    return PhoneEnv([task.id for task in TASKS], observation=(), record=("tree",))


@cache
def played(task_id: str, variation: str, seed: int) -> tuple[Episode, dict[str, str]]:
    """The reader's episode, and its notes."""
    reader = Reader(env())
    options = {"task": task_id, "variation": variation, "seed": seed}
    return run_episode(env(), reader, options=options), reader.hand.notes


def apps_of(episode: Episode) -> list[str]:
    """The apps that an episode goes through, in order; the launcher is none."""
    packages = [step.tree.roots[0].package for step in episode.steps if step.tree is not None]
    apps = [apps_by_package()[package].id for package in packages if package in apps_by_package()]
    return [app for app in dict.fromkeys(apps) if app not in ("launcher", "systemui")]


@pytest.mark.parametrize(("variation", "seed"), DRAWS)
@pytest.mark.parametrize("task", TASKS, ids=repr)
def test_the_goal_and_the_screens_tell_all_that_is_needed(task: Task, variation: str, seed: int) -> None:
    episode, _ = played(task.id, variation, seed)
    assert episode.verdict is not None
    assert episode.verdict.success, (episode.goal, episode.verdict.reason)
    assert not episode.verdict.side_effects


@pytest.mark.parametrize(("variation", "seed"), DRAWS)
@pytest.mark.parametrize("task", TASKS, ids=repr)
def test_what_is_noted_was_seen(task: Task, variation: str, seed: int) -> None:
    episode, notes = played(task.id, variation, seed)
    shown = [*(step.tree for step in episode.steps), episode.final_tree]
    seen = {plain(node.label) for tree in shown if tree is not None for node in tree.walk()}
    for line in "\n".join(notes.values()).split("\n"):
        assert line == "" or line in seen, line


@pytest.mark.parametrize("task", TASKS, ids=repr)
def test_each_goes_through_several_apps_and_is_neither_short_nor_endless(task: Task) -> None:
    episode, _ = played(task.id, "canonical", 0)
    apps = apps_of(episode)
    assert 2 <= len(apps) <= 4
    assert apps[0] == task.app
    assert LEAST <= len(episode.steps) <= MOST


@pytest.mark.parametrize("task", TASKS, ids=repr)
def test_the_page_tells_of_it(task: Task) -> None:
    episode, _ = played(task.id, "canonical", 0)
    apps = ", ".join(installed_apps()[app].label for app in apps_of(episode))
    assert f"| `{task.id}` | {apps} | {task.own_steps} | {episode.goal} |\n" in PAGE.read_text("utf-8")


def test_the_page_tells_of_no_other() -> None:
    assert re.findall(r"^\| `(\w+)`", PAGE.read_text("utf-8"), re.MULTILINE) == [task.id for task in TASKS]


@pytest.mark.parametrize(("task_id", "param"), CONDITIONS.items())
def test_both_branches_are_drawn(task_id: str, param: str) -> None:
    drawn = [draw(find_task(task_id), "sampled", seed).params[param] for seed in range(12)]
    assert set(drawn) == {True, False}


@pytest.mark.parametrize("task", [task for task in TASKS if task.subgoals and task.is_query], ids=repr)
def test_doing_alone_and_answering_alone_are_not_enough(task: Task) -> None:
    """Where something is to be done and answered, both are wanted."""
    whole, _ = played(task.id, "sampled", 0)
    options = {"task": task.id, "variation": "sampled", "seed": 0}

    class Silent(Reader):
        def act(self, observation: dict[str, object]) -> Decision:
            decision = super().act(observation)
            done = str(decision.action).startswith("finish")
            return Decision(action=actions.finish()) if done else decision

    class Idle(Reader):
        def act(self, observation: dict[str, object]) -> Decision:
            return Decision(action=actions.finish(whole.answer or ""))

    for agent in (Silent(env()), Idle(env())):
        verdict = run_episode(env(), agent, options=options).verdict
        assert verdict is not None
        assert verdict.success is False


@pytest.mark.parametrize("task", [task for task in TASKS if "told" in goals_of(task)], ids=repr)
def test_a_screen_in_a_message_tells_nothing(task: Task) -> None:
    """Sending all that a screen shows is no way to say the right thing."""
    episode, _ = played(task.id, "sampled", 0)
    phone, params = Phone(episode.end_state), Params(**episode.params)
    (message,) = [
        one for chat in phone.messages.conversations for one in chat.messages if one.sent and one.at >= NEW
    ]
    told, right = goals_of(task)["told"], message.text
    assert told.state(phone, params)
    for tree in (*(step.tree for step in episode.steps), episode.final_tree):
        labels = [] if tree is None else [node.label for node in tree.walk() if node.label]
        message.text = ", ".join(labels)
        if right not in labels:  # what the screen shows was not yet written
            assert not told.state(phone, params), message.text


def test_own_set_of_environments() -> None:
    assert {task.suite for task in TASKS} == {"cross"}
    assert {task.names for task in TASKS} == {("cross",)}
    assert not set(TASKS) & {task for app in ("calendar", "map", "clock") for task in tasks_of(app)}


def test_messages_come_in_before_the_start() -> None:
    for task in TASKS:
        phone = Phone(draw(task, "sampled", 3).phone)
        times = [message.at for chat in phone.messages.conversations for message in chat.messages]
        assert max(times, default=0) < phone.system.clock, task.id


def test_wordings_are_read_back() -> None:
    wording = Wording("Come at {time} to {place}", "{place} is where we meet, at {time}!")
    for form in range(2):
        told = wording.write(form, time="7:30 PM", place="Cafe 7")
        assert wording.fits(told)
        assert wording.read(told) == {"time": "7:30 PM", "place": "Cafe 7"}
    with pytest.raises(Lost):
        wording.read("Come at once")


@pytest.mark.parametrize(
    ("note", "right"),
    [("146.50", True), ("146.5 CNY", True), ("-146.50 CNY due", True), ("1,146.50", False), ("146", False)],
)
def test_amounts_in_notes(note: str, right: bool) -> None:
    assert names_amount(note, "146.50") is right
