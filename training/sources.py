"""Where episodes to learn from come from: reference solutions, recoveries, people, model runs, AndroidLab.

Every source gives ``Rollout``s. Those that are run here are judged; recorded ones are taken if their recorded
verdict is a success. What belongs to the tests is refused: seeds for testing, the benchmark's own values
(canonical draws), and held-out tasks.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from agents.noisy import NoisyAgent
from openphone_gym.actions import Action, InvalidAction, build
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import Agent, run_episode
from openphone_gym.recording import DamagedTrace, load_episode
from openphone_gym.recording.picture import read_png
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.tasks.task import TEST_SEEDS
from openphone_gym.trajectory import Episode, Step
from openphone_gym.ui.xml import from_xml
from training.numbering import NumberedExpert
from training.samples import Rollout

TRIES = 4
"""Mistakes that are tried for one recovery."""

ANDROIDLAB = {
    "Tap": "tap",
    "Long Press": "long_press",
    "Swipe": "swipe",
    "Type": "text",
    "Press Back": "back",
    "Press Home": "home",
    "Press Enter": "enter",
    "Wait": "wait",
    "Launch": "launch",
}
"""Actions of AndroidLab's records, and ours."""


@dataclass(frozen=True)
class Player:
    """Runs episodes of sampled tasks on a virtual phone.

    Attributes:
        screen: Width and height in pixels.
        pictures: Whether pictures are kept.
        interruptions: Chance that an episode is disturbed, 0 to 1.
        wordings: File with other wordings of practice goals.
    """

    screen: tuple[int, int]
    pictures: bool
    interruptions: float = 0.0
    wordings: str | None = None

    def make_env(self) -> PhoneEnv:
        """An environment of all tasks."""
        return PhoneEnv(
            list(catalogue()),
            variation="sampled",
            observation=(),
            judge="state",
            screen=self.screen,
            interruptions=self.interruptions,
            wordings=self.wordings,
            record=("tree", "frame") if self.pictures else ("tree",),
        )


def expert(env: PhoneEnv, task_id: str, seed: int) -> Rollout | str:
    """The reference solution on one draw, or why it is of no use."""
    episode = _run(env, NumberedExpert(env), task_id, seed)
    return _fault(episode) or Rollout(f"{task_id}-{seed}", "expert", episode, sure=True)


def recovery(env: PhoneEnv, task_id: str, seed: int) -> Rollout | str:
    """The reference solution with one mistake on the way that it notices and puts right.

    A mistake counts only if it did something, and if nothing of it is left at the end.
    """
    rng = random.Random(f"recovery/{task_id}/{seed}")
    usual = _run(env, NumberedExpert(env), task_id, seed)
    fault = _fault(usual)
    for _ in range(TRIES if not fault else 0):
        slip = rng.randrange(len(usual.steps))
        agent = NoisyAgent(NumberedExpert(env), at_steps=(slip,), seed=rng.getrandbits(32))
        episode = _run(env, agent, task_id, seed)
        fault = _fault(episode) or _slip_fault(episode, usual, slip)
        if not fault:
            return Rollout(f"{task_id}-{seed}", "recovery", episode, frozenset({slip}), sure=True)
    return fault


def _run(env: PhoneEnv, agent: Agent, task_id: str, seed: int) -> Episode:
    options = {"task": task_id, "variation": "sampled", "seed": seed}
    return run_episode(env, agent, seed=seed, options=options)


def _fault(episode: Episode) -> str:
    """Why an episode is no example; empty if it is one."""
    verdict = episode.verdict
    if verdict is None or verdict.success is not True:
        return "not successful"
    return "side effects" if verdict.side_effects or verdict.violations else ""


def _slip_fault(episode: Episode, usual: Episode, slip: int) -> str:
    """Why a mistake is none that could be noticed."""
    step, after = episode.steps[slip], episode.steps[slip + 1]
    if step.error is not None or step.tree == after.tree:
        return "a mistake without effect"
    return "no mistake" if step.action == usual.steps[slip].action else ""


# Recorded episodes


def recorded_folders(root: Path) -> list[Path]:
    """Folders of the episodes recorded at or below a folder, in the order of their names."""
    return sorted(path.parent for path in root.rglob("episode.json") if path.parent.suffix != ".partial")


def recorded(folder: Path, root: Path, source: str, pictures: bool) -> Rollout | str:
    """A recorded episode, or why it may not be used."""
    try:
        episode = load_episode(folder, frames=pictures)
    except DamagedTrace:
        return "damaged"
    if episode.variation != "sampled":
        return "the benchmark's own values, which are for testing"
    if episode.seed is None or not 0 <= episode.seed < TEST_SEEDS:
        return "a seed for testing"
    if any(step.gesture is not None and step.action is None for step in episode.steps):
        return "an action that no agent has"
    name = folder.relative_to(root).as_posix()
    return _fault(episode) or Rollout(name, source, episode, answers=source == "runs")


def androidlab_folders(root: Path) -> list[Path]:
    """Folders of AndroidLab's traces at or below a folder, in the order of their names."""
    return sorted(path.parent.parent for path in root.rglob("traces/trace.jsonl"))


def androidlab(folder: Path, root: Path, pictures: bool) -> Rollout | str:
    """A trace of AndroidLab, or why it can't be used.

    Its records hold no verdict: take traces that are known to be right. Of the paths in the records only the
    file names are used, below the folders ``xml`` and ``Screen``.
    """
    try:
        lines = (folder / "traces" / "trace.jsonl").read_bytes().splitlines()
        records = msgspec.convert([msgspec.json.decode(line) for line in lines if line], list[_Record])
        steps = [record.step(folder, index, pictures) for index, record in enumerate(records)]
    except (OSError, ValueError, InvalidAction) as error:
        return f"unreadable: {type(error).__name__}"
    if not steps or steps[-1].action is None or steps[-1].action.name != "finish":
        return "unfinished"
    name = folder.relative_to(root).as_posix()
    task_id = next((known for known in catalogue() if f"{name}-_".startswith((f"{known}_", f"{known}-"))), "")
    app = catalogue()[task_id].counted_as if task_id else ""
    episode = Episode(
        task_id=task_id or name, app=app, goal=records[0].target, steps=steps, variation="recorded"
    )
    return Rollout(name, "androidlab", episode)


class _Record(msgspec.Struct):
    """What is read of a record; the rest is ignored."""

    xml: str
    window: tuple[int, int]
    target: str
    parsed_action: dict[str, Any]
    image: str | None = None
    current_response: str = ""

    def step(self, folder: Path, index: int, pictures: bool) -> Step:
        tree = from_xml((folder / "xml" / Path(self.xml).name).read_bytes(), *self.window)
        picture = folder / "Screen" / Path(self.image).name if pictures and self.image else None
        frame = read_png(picture) if picture and picture.exists() else None
        action = androidlab_action(self.parsed_action)
        return Step(index=index, tree=tree, frame=frame, action=action, action_text=str(action))


def androidlab_action(parsed: dict[str, Any]) -> Action:
    """The action of one of AndroidLab's records.

    Raises:
        InvalidAction: It is none that we have.
    """
    values = parsed.get("kwargs") or {}
    if parsed.get("operation") == "finish":
        message = values.get("message")
        return build("finish", {} if message is None else {"message": str(message)})
    name = ANDROIDLAB.get(str(parsed.get("action")))
    if name is None:
        raise InvalidAction.unknown("action of AndroidLab", str(parsed.get("action")), list(ANDROIDLAB))
    arguments = {
        "text": {"input_str": values.get("text")},
        "wait": {"interval": values.get("interval")},
        "launch": {"app_name": values.get("app")},
    }.get(name, {})
    if name in ("tap", "long_press", "swipe"):
        arguments = _place(values.get("element") or ())
    if name == "swipe":
        arguments |= {"direction": values.get("direction"), "dist": values.get("dist") or "medium"}
    return build(name, {key: value for key, value in arguments.items() if value is not None})


def _place(element: Sequence[Any]) -> dict[str, Any]:
    """A point of two numbers, the middle of a box of four, or nothing."""
    numbers = [round(float(value)) for value in element]
    if len(numbers) == 4:
        left, top, right, bottom = numbers
        numbers = [(left + right) // 2, (top + bottom) // 2]
    return dict(zip(("x", "y"), numbers, strict=True)) if numbers else {}


def usable(
    found: Iterator[Rollout | str], held_out: Collection[str], refused: Counter[str]
) -> Iterator[Rollout]:
    """The rollouts among what a source gave, without those of held-out tasks.

    Args:
        found: Rollouts, and reasons why there is none.
        held_out: Tasks that are kept from training.
        refused: Counts the reasons.
    """
    for each in found:
        reason = (
            each if isinstance(each, str) else "a held-out task" if each.episode.task_id in held_out else ""
        )
        if reason:
            refused[reason] += 1
        else:
            assert isinstance(each, Rollout)
            yield each
