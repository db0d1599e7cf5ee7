"""Learns from recorded runs when the strategy ``guarded`` should ask the cloud.

::

    python -m benchmarks.device_cloud --strategies device --split train --record --out runs/train
    python -m benchmarks.learn_thresholds runs/train --out thresholds.json
    python -m benchmarks.device_cloud --thresholds thresholds.json --out runs/hybrid

A step of the device counts as bad by hindsight: it changed nothing, or the screen it was chosen on came back
later, or it finished an episode that failed. That needs screens and outcomes alone, so runs of any models
will do. Every threshold is the most sensitive one beyond which at least a given share of the steps was bad.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from agents.hybrid import DEFAULT_THRESHOLDS, Thresholds, Troubles, Watch, action_of
from agents.hybrid.watch import digest
from openphone_gym.recording import load_episode
from openphone_gym.reporting.json_file import write_json
from openphone_gym.tasks.task import TEST_SEEDS
from openphone_gym.trajectory import Episode
from openphone_gym.ui.compact import compact_text
from openphone_gym.ui.marks import number_marks
from openphone_gym.ui.node import UiTree

LEAST_STEPS = 20
"""Steps beyond a threshold below which nothing is said about it."""
COUNTS = range(1, 7)
"""What is tried for the thresholds that count."""
CONFIDENCES = tuple(share / 100 for share in range(99, 0, -1))
"""What is tried for confidence, the most sensitive first."""


class NotForTraining(ValueError):
    """The runs can't be learned from; the message says why."""


class LoggedStep(msgspec.Struct, frozen=True):
    """A step of the device, and what was known before it.

    Attributes:
        troubles: Troubles since the last new screen.
        stale: Steps since the last new screen.
        confidence: Of the decision; None where the model tells none.
        bad: Whether it led nowhere, by hindsight.
    """

    troubles: int
    stale: int
    confidence: float | None
    bad: bool


def main(
    run: Annotated[Path, typer.Argument(help="Folder with recorded episodes, at any depth.")],
    out: Annotated[Path, typer.Option(help="The JSON file to write.")],
    risk: Annotated[
        float, typer.Option(min=0, max=1, help="Ask the cloud where this share of the device's steps is bad.")
    ] = 0.5,
) -> None:
    """Learns thresholds from the episodes of a run on training seeds."""
    try:
        steps = [step for episode in episodes_of(run) for step in logged_steps(episode)]
    except NotForTraining as error:
        raise typer.BadParameter(str(error)) from None
    learned = learn(steps, risk)
    write_json(learned, out)
    bad = sum(step.bad for step in steps)
    typer.echo(f"{len(steps)} steps of the device, {bad} of them bad: {msgspec.to_builtins(learned)}")


def episodes_of(run: Path) -> Iterator[Episode]:
    """The recorded episodes below a folder.

    Raises:
        NotForTraining: There are none, or one has a draw that is kept for testing.
    """
    folders = sorted(path.parent for path in run.rglob("steps.jsonl"))
    if not folders:
        raise NotForTraining(f"no episodes below {run}: record some with benchmarks.device_cloud --record")
    for folder in folders:
        episode = load_episode(folder, frames=False)
        if episode.variation != "sampled" or (episode.seed or 0) >= TEST_SEEDS:
            raise NotForTraining(f"{folder} has a draw for testing: record with --split train")
        yield episode


def logged_steps(episode: Episode) -> Iterator[LoggedStep]:
    """The steps of the device, in order; none of an episode without a verdict or without trees."""
    trees = [step.tree for step in episode.steps]
    known = [tree for tree in (*trees, episode.final_tree) if tree is not None]
    if episode.verdict is None or episode.verdict.success is None or len(known) <= len(trees):
        return
    screens = [_text(tree) for tree in known]
    digests = [digest(screen) for screen in screens]
    watch, troubles = Watch(), Troubles()
    for number, step in enumerate(episode.steps):
        signals = watch.look(screens[number])
        count = troubles.add(signals)
        if step.decision is None:
            return
        watch.act(step.decision)
        action = action_of(step.decision)
        finished = action is not None and action.name == "finish"
        bad = not episode.verdict.success if finished else digests[number] in digests[number + 1 :]
        if step.decision.source == "device":
            yield LoggedStep(count, signals.stale, step.decision.confidence, bad)


def learn(steps: Sequence[LoggedStep], risk: float) -> Thresholds:
    """The thresholds beyond which at least a share ``risk`` of the steps was bad.

    A count that is never so bad, or that was too rarely reached to tell, keeps its default; confidence is
    then not used.
    """
    default = DEFAULT_THRESHOLDS
    sure = [step for step in steps if step.confidence is not None]
    troubles = (n for n in COUNTS if _bad(risk, [step for step in steps if step.troubles >= n]))
    stale = (n for n in COUNTS if _bad(risk, [step for step in steps if step.stale >= n]))
    confidence = (c for c in CONFIDENCES if _bad(risk, [s for s in sure if (s.confidence or 0.0) < c]))
    return msgspec.structs.replace(
        default,
        troubles=next(troubles, default.troubles),
        stale=next(stale, default.stale),
        confidence=next(confidence, 0.0),
    )


def _bad(risk: float, steps: Sequence[LoggedStep]) -> bool:
    return len(steps) >= LEAST_STEPS and sum(step.bad for step in steps) / len(steps) >= risk


def _text(tree: UiTree) -> str:
    return compact_text(tree, number_marks(tree))


if __name__ == "__main__":
    typer.run(main)
