"""Shows what each stage of a training brought: success before and after it, over the seeds of the training.

::

    python -m training.report --data data/smollm2 --out runs/report --stage before=runs/before --stage SFT=...

A stage is one or several folders, one for each seed of the training, each with runs of
``benchmarks.evaluate``: ``canonical``, and ``sampled`` on draws kept for testing. All stages and seeds are
measured on the same episodes, so that differences are paired. Tasks that were trained on, tasks that were
not, and tasks of apps of which nothing was, are told apart.

Intervals: 95 % percentile bootstrap that draws whole tasks with replacement, all seeds of a task together
(``reporting.intervals.bootstrap``). It tells how far other tasks of this kind could move the mean; how far
other seeds could, the figures of the single seeds show.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args

import msgspec
import typer
from matplotlib.figure import Figure

from openphone_gym.reporting.intervals import Interval, bootstrap
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.percentages import interval, percent
from openphone_gym.reporting.provenance import provenance
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.practice.split import Regime
from openphone_gym.versions import differences

KINDS = {"canonical": "canonical", "sampled": "new draws"}
"""Runs of a stage, and what they are called."""
CANONICAL = "canonical, all"
SETS = (CANONICAL, *(f"{kind}, {regime}" for kind in KINDS.values() for regime in get_args(Regime)))
"""What success is measured on."""

_COLOURS = ("#9aa0a6", "#1a73e8", "#188038", "#e37400")
_WINDOW = 8

Curve = Mapping[str, Sequence[tuple[int, float]]]
"""Values by update, of each thing that the trainer noted."""


class NoReport(ValueError):
    """The figures of a stage are missing or do not fit those of the others; the message says which."""


class Outcome(NamedTuple):
    """Success of a task in a run of one seed.

    Attributes:
        task: Its id.
        seed: Number of the training's seed.
        rate: Share of its episodes that succeeded, 0 to 1.
    """

    task: str
    seed: int
    rate: float


class Figure95(msgspec.Struct, frozen=True, kw_only=True):
    """A mean over tasks and seeds.

    Attributes:
        mean: As a fraction.
        ci95: Its interval; None for a single task.
        seeds: The mean of each seed.
        tasks: Number of tasks.
    """

    mean: float
    ci95: Interval | None
    seeds: list[float]
    tasks: int


def figure_of(outcomes: Sequence[Outcome]) -> Figure95:
    """Mean, interval and means by seed; tasks weigh the same."""
    by_seed: dict[int, list[float]] = {}
    for outcome in outcomes:
        by_seed.setdefault(outcome.seed, []).append(outcome.rate)
    rates = [outcome.rate for outcome in outcomes]
    return Figure95(
        mean=_mean(rates),
        ci95=bootstrap(rates, [outcome.task for outcome in outcomes]),
        seeds=[_mean(by_seed[seed]) for seed in sorted(by_seed)],
        tasks=len({outcome.task for outcome in outcomes}),
    )


def read_stage(folders: Sequence[Path], trained: Collection[str]) -> dict[str, list[Outcome]]:
    """The outcomes of a stage by what they were measured on.

    Args:
        folders: One for each seed.
        trained: Tasks that were trained on.

    Raises:
        NoReport: A run is missing or not finished, or some of its episodes are not scored.
    """
    found: dict[str, list[Outcome]] = {name: [] for name in SETS}
    apps = {find_task(task).app for task in trained}
    for seed, folder in enumerate(folders):
        for run in runs_of(folder):
            outcomes = [Outcome(task, seed, rate) for task, rate in _rates(run).items()]
            for outcome in outcomes:
                found[f"{KINDS[run.name]}, {_regime(outcome.task, trained, apps)}"].append(outcome)
            found[CANONICAL] += outcomes if run.name == "canonical" else []
    return found


def runs_of(folder: Path) -> list[Path]:
    """The runs of a stage's folder.

    Raises:
        NoReport: It has none.
    """
    runs = [folder / name for name in KINDS if (folder / name).is_dir()]
    if not runs:
        raise NoReport(
            f"{folder} holds neither {' nor '.join(KINDS)}: run benchmarks.evaluate --out {folder}/..."
        )
    return runs


def _regime(task: str, trained: Collection[str], apps: Collection[str]) -> Regime:
    if task in trained:
        return "trained task"
    return "new task" if find_task(task).app in apps else "new app"


def _rates(run: Path) -> dict[str, float]:
    path = run / "summary.json"
    if not path.is_file():
        raise NoReport(f"{run} holds no summary.json: run benchmarks.evaluate --out {run} to its end")
    tasks = msgspec.json.decode(path.read_bytes())["tasks"]
    if lost := [task for task, figures in tasks.items() if figures["broken"] or figures["unscored"]]:
        raise NoReport(f"{run} has episodes without a score, of {', '.join(lost)}: run them again")
    return {task: figures["success_rate"] for task, figures in tasks.items()}


def check_versions(runs: Sequence[Path]) -> None:
    """Refuses to compare runs whose scores are of different versions.

    Raises:
        NoReport: They are; the message says which two, and what differs.
    """
    told = {run: _versions(run) for run in runs}
    for run, versions in told.items():
        if versions != told[runs[0]]:
            why = " ".join(differences(told[runs[0]], versions))
            raise NoReport(f"{runs[0]} and {run} can't be compared. {why}")


def _versions(run: Path) -> dict[str, int]:
    summary = msgspec.json.decode((run / "summary.json").read_bytes())
    return summary.get("run", {}).get("score_versions", {})


def difference(later: Sequence[Outcome], earlier: Sequence[Outcome]) -> Figure95:
    """What a stage brought, task by task and seed by seed; a single earlier seed stands for all.

    Raises:
        NoReport: The stages were measured on different tasks, or have different numbers of seeds.
    """
    before = {(outcome.task, outcome.seed): outcome.rate for outcome in earlier}
    single = len({outcome.seed for outcome in earlier}) == 1
    try:
        paired = [
            outcome._replace(rate=outcome.rate - before[outcome.task, 0 if single else outcome.seed])
            for outcome in later
        ]
    except KeyError as missing:
        raise NoReport(
            f"stages are compared task by task and seed by seed, but one lacks {missing}"
        ) from None
    return figure_of(paired)


def report(
    stages: Mapping[str, Sequence[Path]], trained: Sequence[str], curves: Sequence[Path] = ()
) -> dict[str, Any]:
    """The content of ``report.json``.

    Args:
        stages: Folders by the name of the stage, in their order.
        trained: Tasks that were trained on.
        curves: Folders of training runs.

    Raises:
        NoReport: Something is missing or does not fit.
    """
    read = {name: read_stage(folders, trained) for name, folders in stages.items()}
    check_versions([run for folders in stages.values() for folder in folders for run in runs_of(folder)])
    pairs = list(zip(read, list(read)[1:], strict=False))
    return {
        "stages": {
            name: {kind: figure_of(outcomes) for kind, outcomes in sets.items() if outcomes}
            for name, sets in read.items()
        },
        "differences": {
            f"{later} - {earlier}": {
                kind: difference(read[later][kind], read[earlier][kind])
                for kind in SETS
                if read[later][kind] and read[earlier][kind]
            }
            for earlier, later in pairs
        },
        "curves": {str(folder): curve(folder) for folder in curves},
        "trained": list(trained),
        "run": provenance({"stages": {name: list(map(str, run)) for name, run in stages.items()}}, []),
    }


def curve(folder: Path) -> dict[str, list[tuple[int, float]]]:
    """What the trainer noted, by update.

    Success while training and on the draws kept for choosing, and the share of groups whose episodes went
    differently: the others teach nothing.

    Raises:
        NoReport: There is no checkpoint of ``training.grpo``.
    """
    states = sorted(
        folder.glob("checkpoint-*/trainer_state.json"), key=lambda p: int(p.parent.name.split("-")[1])
    )
    if not states:
        raise NoReport(f"{folder} holds no checkpoint of training.grpo")
    history = msgspec.json.decode(states[-1].read_bytes())["log_history"]
    names = {"training": "rollouts/success", "choosing": "eval_success", "mixed": "rollouts/mixed_groups"}
    return {
        shown: [(entry["step"], entry[name]) for entry in history if name in entry]
        for shown, name in names.items()
    }


def table(found: Mapping[str, Any]) -> str:
    """The figures as a table in Markdown, in percent; differences in points."""
    measured = _measured(found["stages"])
    lines = ["| | " + " | ".join(measured) + " |", "|---|" + "---|" * len(measured)]
    for name, sets in (found["stages"] | found["differences"]).items():
        cells = [_cell(sets[kind]) if kind in sets else "–" for kind in measured]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _measured(stages: Mapping[str, Mapping[str, Figure95]]) -> list[str]:
    """What any stage was measured on."""
    return [kind for kind in SETS if any(kind in sets for sets in stages.values())]


def _cell(figure: Figure95) -> str:
    seeds = f"; {', '.join(map(percent, figure.seeds))}" if len(figure.seeds) > 1 else ""
    return f"**{percent(figure.mean)}** ({interval(figure.ci95)}{seeds})"


def plot(found: Mapping[str, Any], path: Path) -> None:
    """Draws success by stage with intervals and seeds, and below it the curves, if there are any."""
    curves = found["curves"]
    rows = 3 if curves else 1
    figure = Figure(figsize=(8, 3.4 * rows), layout="constrained")
    _bars(figure.add_subplot(rows, 1, 1), found["stages"])
    if curves:
        _successes(figure.add_subplot(rows, 1, 2), curves)
        _mixed_groups(figure.add_subplot(rows, 1, 3), curves)
    figure.savefig(path, dpi=120)


def _bars(axes: Any, stages: Mapping[str, Mapping[str, Figure95]]) -> None:
    width, measured = 0.8 / len(stages), _measured(stages)
    for number, (name, sets) in enumerate(stages.items()):
        for place, kind in enumerate(measured):
            if kind not in sets:
                continue
            known, at = sets[kind], place + (number - (len(stages) - 1) / 2) * width
            low, high = known.ci95 or (known.mean, known.mean)
            ends = [[100 * (known.mean - low)], [100 * (high - known.mean)]]
            label = name if place == 0 else None
            axes.bar(at, 100 * known.mean, 0.9 * width, color=_COLOURS[number % len(_COLOURS)], label=label)
            axes.errorbar(at, 100 * known.mean, yerr=ends, fmt="none", ecolor="black", capsize=4)
            seeds = [100 * seed for seed in known.seeds]
            axes.scatter([at] * len(seeds), seeds, s=12, color="white", edgecolor="black", zorder=3)
    axes.set_xticks(range(len(measured)), [kind.replace(", ", ",\n") for kind in measured])
    axes.set(ylim=(0, 105), ylabel="Success rate (%)", title="Mean, 95 % interval, and each seed")
    axes.legend(frameon=False, ncols=len(stages), loc="upper right")
    axes.spines[["top", "right"]].set_visible(False)


def _successes(axes: Any, curves: Mapping[str, Curve]) -> None:
    for run, colour in _coloured(curves):
        _line(axes, curves[run]["choosing"], "o-", colour, f"{Path(run).name}, choosing")
        _line(axes, smoothed(curves[run]["training"]), ":", colour, f"{Path(run).name}, training")
    axes.set(ylabel="Success rate (%)")
    axes.set_title(
        f"Greedy on draws kept for choosing; of drawn answers while training (mean of {_WINDOW} updates)"
    )
    _finish(axes)


def _mixed_groups(axes: Any, curves: Mapping[str, Curve]) -> None:
    for run, colour in _coloured(curves):
        _line(axes, smoothed(curves[run]["mixed"]), "-", colour, Path(run).name)
    axes.set(ylim=(0, 105), ylabel="Groups (%)")
    axes.set_title(f"Groups that teach: their episodes went differently (mean of {_WINDOW} updates)")
    _finish(axes)


def _coloured(curves: Mapping[str, Curve]) -> list[tuple[str, str]]:
    colours = _COLOURS[1:]
    return [(run, colours[number % len(colours)]) for number, run in enumerate(curves)]


def _line(axes: Any, points: Sequence[tuple[int, float]], style: str, colour: str, label: str) -> None:
    if points:
        updates, rates = zip(*points, strict=True)
        axes.plot(updates, [100 * rate for rate in rates], style, color=colour, markersize=4, label=label)


def _finish(axes: Any) -> None:
    axes.set(xlabel="Update")
    axes.legend(frameon=False, fontsize="small")
    axes.spines[["top", "right"]].set_visible(False)


def smoothed(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Each value as the mean of itself and those of the updates before it, ``_WINDOW`` in all."""
    return [
        (update, _mean([rate for _, rate in points[max(0, end - _WINDOW) : end]]))
        for end, (update, _) in enumerate(points, start=1)
    ]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def trained_on(data: Path) -> list[str]:
    """The tasks of a data set.

    Raises:
        NoReport: The folder holds no data set.
    """
    try:
        sheet = msgspec.json.decode((data / "datasheet.json").read_bytes())
        return sorted(sheet["tasks"])
    except (FileNotFoundError, NotADirectoryError, KeyError, TypeError, msgspec.DecodeError):
        raise NoReport(f"{data} holds no data set of training.generate") from None


def _stages(given: Sequence[str]) -> dict[str, list[Path]]:
    stages: dict[str, list[Path]] = {}
    for text in given:
        name, equals, folders = text.partition("=")
        if not (name and equals and folders):
            raise NoReport(f"{text!r} is no stage: write such as SFT=runs/sft-0,runs/sft-1")
        stages[name] = [Path(folder) for folder in folders.split(",")]
    return stages


def main(
    stage: Annotated[list[str], typer.Option(help="NAME=FOLDER,FOLDER,...: a folder for each seed.")],
    data: Annotated[
        Path, typer.Option(help="The data set trained on, which says what was new to the model.")
    ],
    out: Annotated[Path, typer.Option(help="Folder that gets report.json, report.md and report.png.")],
    curve: Annotated[list[Path] | None, typer.Option(help="A run of training.grpo.")] = None,
) -> None:
    """Compares the stages of a training, with intervals over tasks and the figures of each seed."""
    try:
        found = report(_stages(stage), trained_on(data), curve or ())
    except NoReport as error:
        sys.exit(f"training.report: {error}")
    out.mkdir(parents=True, exist_ok=True)
    write_json(found, out / "report.json")
    (out / "report.md").write_text(table(found) + "\n", encoding="utf-8")
    plot(found, out / "report.png")
    typer.echo(table(found))


if __name__ == "__main__":
    typer.run(main)
