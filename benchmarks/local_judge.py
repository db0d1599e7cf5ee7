"""Trains the small local judge on labelled episodes, and measures it on unseen tasks and apps.

::

    python -m benchmarks.local_judge --out local_judge

What the judge reads: ``openphone_gym.judges.local``. What the episodes are: ``benchmarks.labelled``.

Each question of each episode is an example, and so is each question of some beginnings of it, since the
state of the virtual phone is known after every step. Measured is by cross-validation: a judge that is asked
about a task was trained on other tasks (``tasks``), or on other apps only (``apps``). Queries are left out:
their answers are compared by exact rules, which nobody trained.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.agreement import Judged, agreement, grouped
from benchmarks.labelled import Labelled, LabelledSet
from openphone_gym.integrations.missing import ExtraMissing, need
from openphone_gym.judges.local.judge import VERSION, Asked, LocalJudge, asked_of
from openphone_gym.judges.local.network import Layers, Network
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.percentages import interval, percent
from openphone_gym.reporting.provenance import provenance
from openphone_gym.tasks.catalogue import task_apps
from openphone_gym.trajectory import Episode, Verdict

BEGINNINGS = 3
"""Beginnings of an episode that are examples, too."""

LEAST_PRECISION = 0.9
"""Least precision, on unseen tasks and on unseen apps, of a judge that is offered."""

UNSEEN = Verdict(success=None, judge=VERSION)
"""Before a network has looked at it."""

COLUMNS = ("unscored_share", "precision", "recall", "npv", "kappa")

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")


class Recipe(NamedTuple):
    """How a network is trained.

    Attributes:
        hidden: Units of the hidden layer.
        members: Small networks that are averaged.
        epochs: Passes over the examples.
        rate: Learning rate of AdamW.
        decay: Weight decay.
        dropout: Share of hidden units that are left out at each step.
        batch: Examples of a step.
    """

    hidden: int = 32
    members: int = 3
    epochs: int = 40
    rate: float = 3e-3
    decay: float = 0.05
    dropout: float = 0.3
    batch: int = 128


class Example(NamedTuple):
    """A question with its true answer."""

    task_id: str
    asked: Asked
    holds: bool


class Case(NamedTuple):
    """A whole episode, and all examples that come of it."""

    row: Judged
    asked: list[Asked]
    examples: list[Example]


def cases_of(cases: Sequence[Labelled] | LabelledSet, seed: int) -> Iterator[Case]:
    """All episodes that are no queries, as evidence."""
    rng = random.Random(f"beginnings/{seed}")
    for labelled in cases:
        episode, task = labelled.episode, labelled.task
        if task.is_query:
            continue
        truths: dict[str, bool | None] = {never.name: False for never in task.never}
        truths |= labelled.truth.subgoals | dict.fromkeys(labelled.truth.violations, True)
        asked = asked_of(episode, task)
        examples = list(_examples(task.id, asked, truths))
        steps = range(1, len(episode.steps))
        for cut in rng.sample(steps, min(BEGINNINGS, len(steps))):
            last = episode.steps[cut - 1]
            truths |= last.subgoals | {n.name: _happened(episode, n.name, cut) for n in task.never}
            examples += _examples(task.id, asked_of(_beginning(episode, cut), task), truths)
        yield Case(labelled.row(UNSEEN), asked, examples)


def train(examples: Sequence[Example], recipe: Recipe, seed: int) -> Network:
    """Trains a network; the same arguments give the same network on the same machine.

    Args:
        examples: Questions with their answers.
        recipe: How.
        seed: Of the first member; the next ones follow.

    Raises:
        ExtraMissing: PyTorch is not installed.
    """
    need("torch", "train")
    import torch  # late: an extra, which the tests of others do without

    names = list(examples[0].asked.evidence)
    inputs = torch.tensor([[example.asked.evidence[name] for name in names] for example in examples])
    mean, scale = inputs.mean(0), inputs.std(0) + 0.1
    inputs = (inputs - mean) / scale
    answers = torch.tensor([float(example.holds) for example in examples])
    # Tasks with many questions, and the commoner answer of each, count less, but do not vanish.
    groups = [(example.task_id, example.asked.must_not, example.holds) for example in examples]
    sizes = Counter(groups)
    weights = torch.tensor([sizes[group] ** -0.5 for group in groups])
    weights /= weights.mean()
    members = [
        _train_member(inputs, answers, weights, recipe, seed + index) for index in range(recipe.members)
    ]
    return Network(names, mean.tolist(), scale.tolist(), members)


def measure(cases: Sequence[Case], part: str, folds: int, recipe: Recipe, seed: int) -> list[Judged]:
    """Judges each case by a network that was trained without its task or its app.

    Args:
        cases: Episodes.
        part: ``tasks`` or ``apps``: what is held out.
        folds: Parts that the tasks are split into; apps are held out one by one.
        recipe: How to train.
        seed: Of training, and of the split.
    """
    rows: list[Judged] = []
    for held_out in _folds(cases, part, folds, seed):
        seen = [example for case in cases if case.row.task_id not in held_out for example in case.examples]
        judge = LocalJudge(train(seen, recipe, seed))
        for case in cases:
            if case.row.task_id in held_out:
                verdict = judge.decide(case.asked, {})
                rows.append(msgspec.structs.replace(case.row, verdict=verdict.success, reason=verdict.reason))
    return rows


@app.command()
def main(
    out: Annotated[Path, typer.Option(help="Folder of the results.")],
    apps: Annotated[str, typer.Option(help="Apps, separated by commas.", show_default="all")] = "",
    draws: Annotated[int, typer.Option(min=1, help="Draws of every task, of two episodes each.")] = 6,
    folds: Annotated[int, typer.Option(min=2, help="Parts that the tasks are split into.")] = 6,
    seed: Annotated[int, typer.Option(help="Of the split and of training.")] = 0,
) -> None:
    """Trains the local judge and measures it on tasks and apps that it was not trained on.

    Needs no network and no GPU: some minutes and 2 GB on one core for 6 draws. The folder holds:

    - **local_judge.json**: figures (as fractions) with their 95 % intervals, and what produced them
    - **network.json**: the network, trained on all episodes; for judging tasks that are not among them
    """
    try:
        need("torch", "train")
    except ExtraMissing as error:
        sys.exit(f"benchmarks.local_judge: {error}")
    out.mkdir(parents=True, exist_ok=True)
    names = [name.strip() for name in apps.split(",") if name.strip()] or list(task_apps())
    run = provenance({"apps": names, "draws": draws, "folds": folds, "seed": seed}, [seed])
    typer.echo(f"Making episodes of {', '.join(names)}: two for each of {draws} draws of each task.")
    # A negative seed draws from the half that is for training.
    cases = list(cases_of(LabelledSet(names, draws=draws, seed=-1 - seed, judge=_Needs()), seed))
    typer.echo(f"{len(cases)} episodes, {sum(len(case.examples) for case in cases)} examples.")
    parts = ["tasks", "apps"] if len(names) > 1 else ["tasks"]
    found: dict[str, Any] = {"version": VERSION, "run": run}
    for part in parts:
        rows = measure(cases, part, folds, Recipe(), seed)
        found[part] = {
            "overall": agreement(rows),
            "apps": grouped(rows, lambda row: row.app),
            "kinds": grouped(rows, lambda row: row.kind),
        }
        _print(part, found[part])
    precisions = [found[part]["overall"]["precision"] or 0.0 for part in parts]
    found["good_enough"] = min(precisions) >= LEAST_PRECISION
    write_json(found, out / "local_judge.json")
    train([example for case in cases for example in case.examples], Recipe(), seed).save(out / "network.json")
    shown = ", ".join(
        f"{percent(value)} % on unseen {part}" for part, value in zip(parts, precisions, strict=True)
    )
    typer.echo(
        f"Precision: {shown}. {'Good' if found['good_enough'] else 'Not good'} enough to offer the judge."
    )


class _Needs:
    """What the episodes must hold; nobody judges by it."""

    needs = LocalJudge.needs
    judge = LocalJudge.judge


def _examples(task_id: str, asked: Sequence[Asked], truths: dict[str, bool | None]) -> Iterator[Example]:
    for item in asked:
        truth = truths.get(item.name)
        if truth is not None:
            yield Example(task_id, item, truth)


def _beginning(episode: Episode, cut: int) -> Episode:
    """The episode as if it had ended before step ``cut``."""
    return msgspec.structs.replace(
        episode, steps=episode.steps[:cut], final_tree=episode.steps[cut].tree, answer=None
    )


def _happened(episode: Episode, name: str, cut: int) -> bool:
    return any(name in step.violations for step in episode.steps[:cut])


def _folds(cases: Sequence[Case], part: str, folds: int, seed: int) -> list[set[str]]:
    """Task ids that are held out together."""
    tasks = {case.row.task_id: case.row.app for case in cases}
    if part == "apps":
        return [{task for task, of in tasks.items() if of == name} for name in dict.fromkeys(tasks.values())]
    order = sorted(tasks)
    random.Random(f"folds/{seed}").shuffle(order)
    return [fold for index in range(folds) if (fold := set(order[index::folds]))]


def _train_member(inputs: Any, answers: Any, weights: Any, recipe: Recipe, seed: int) -> Layers:
    """Trains one small network, on inputs with a little noise and answers that are never quite sure."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        hidden = torch.nn.Linear(inputs.shape[1], recipe.hidden)
        output = torch.nn.Linear(recipe.hidden, 1)
        net = torch.nn.Sequential(hidden, torch.nn.ReLU(), torch.nn.Dropout(recipe.dropout), output)
        optimizer = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
        targets = 0.02 + 0.96 * answers
        for _ in range(recipe.epochs):
            for chosen in torch.randperm(len(inputs)).split(recipe.batch):
                noisy = inputs[chosen] + 0.05 * torch.randn_like(inputs[chosen])
                loss = binary_cross_entropy_with_logits(
                    net(noisy)[:, 0], targets[chosen], weight=weights[chosen]
                )
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
    return Layers(hidden.weight.tolist(), hidden.bias.tolist(), output.weight[0].tolist(), output.bias.item())


def _print(part: str, found: dict[str, Any]) -> None:
    table = Table(title=f"On unseen {part}, in %", box=box.SIMPLE_HEAD, show_edge=False)
    for heading in ("App", "Episodes", *COLUMNS, "95 % of precision"):
        table.add_column(
            heading.replace("_", " ").capitalize(), justify="left" if heading == "App" else "right"
        )
    for name, figures in {**found["apps"], "all": found["overall"]}.items():
        shown = [percent(figures[column]) for column in COLUMNS]
        table.add_row(name, str(figures["episodes"]), *shown, interval(figures["ci95"]["precision"]))
    Console().print(table)


if __name__ == "__main__":
    app()
