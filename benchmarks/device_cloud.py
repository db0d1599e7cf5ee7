"""Compares strategies between a model on the device and one in the cloud.

::

    python -m benchmarks.device_cloud --apps zoom,clock --out runs/hybrid
    python -m benchmarks.device_cloud --device OPENPHONE_DEVICE --cloud OPENPHONE_CLOUD --out runs/mine

Where no models are named, stand-ins act (``agents.stand_in``): reference solutions that err at a set rate.
What the figures mean: ``benchmarks.cloud_use``.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from agents.hybrid import STRATEGIES
from agents.hybrid.policy import STAND_IN, HybridSettings, read_thresholds
from agents.stand_in import StandInCast
from benchmarks.cloud_plots import plot_pareto, plot_sensitivity
from benchmarks.cloud_runs import Job, Runner, Setting, variations
from benchmarks.cloud_use import BASELINE, HybridRow, compare, pareto_front
from benchmarks.evaluate import chosen_tasks
from benchmarks.pages import percent, write_page
from benchmarks.pool import Failure, Pool
from benchmarks.provenance import provenance
from benchmarks.sweep import write_json
from openphone_gym.endpoint import EndpointNotConfigured
from openphone_gym.env import InvalidArgument
from openphone_gym.tasks.catalogue import UnknownTask, find_task, task_apps
from openphone_gym.tasks.task import TEST_SEEDS

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")


@app.command()
def device_cloud(
    out: Annotated[Path, typer.Option(help="Folder of the results; those of an earlier run are replaced.")],
    apps: Annotated[
        str, typer.Option(help=f"Apps, separated by commas: {', '.join(task_apps())}.", show_default="all")
    ] = "",
    tasks: Annotated[str, typer.Option(help="Tasks in place of whole apps.", show_default="all")] = "",
    device: Annotated[
        str, typer.Option(help="The device model: a TOML file, a prefix of environment variables, an agent.")
    ] = STAND_IN,
    cloud: Annotated[str, typer.Option(help="The cloud model, likewise.")] = STAND_IN,
    strategies: Annotated[
        str, typer.Option(help="Strategies, separated by commas; reductions are those against 'cloud'.")
    ] = ",".join(STRATEGIES),
    thresholds: Annotated[
        str,
        typer.Option(help="JSON file of benchmarks.learn_thresholds, for 'guarded'.", show_default="none"),
    ] = "",
    seeds: Annotated[int, typer.Option(min=1, help="Sampled episodes per task and strategy.")] = 2,
    split: Annotated[str, typer.Option(help="Draws for 'train' or for 'test'.")] = "test",
    sensitivity: Annotated[
        bool, typer.Option(help="Whether to vary how the stand-ins err, and what 'guarded' may do.")
    ] = True,
    record: Annotated[bool, typer.Option("--record", help="Whether to record the episodes.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that run episodes side by side.")] = 1,
) -> None:
    """Runs every strategy on the same episodes and compares success, use of the cloud, time and cost.

    The folder holds, when it is done:

    - **summary.json**: all figures, a row for each strategy, and what produced them
    - **device_cloud.html**: the same to look through
    - **pareto.png**, **sensitivity.png**: success against cloud calls, and how both depend on the models
    - **episodes/**: a folder for each episode, if asked for
    """
    try:
        limits = read_thresholds(thresholds)
        settings = [
            Setting(strategy=HybridSettings.read(f"strategy={name}").strategy, device=device, cloud=cloud)
            for name in dict.fromkeys(strategies.split(","))
        ]
        settings = [msgspec.structs.replace(setting, thresholds=limits) for setting in settings]
        for setting in settings:
            HybridSettings(device=device, cloud=cloud, strategy=setting.strategy).cast()
        if split not in ("train", "test"):
            raise InvalidArgument("split", split, ["train", "test"])
        chosen = chosen_tasks(apps, tasks)
    except (InvalidArgument, UnknownTask, EndpointNotConfigured) as error:
        raise typer.BadParameter(str(error)) from None
    if sensitivity and device == STAND_IN:
        settings += variations(limits)
    first = TEST_SEEDS if split == "test" else 0
    draws = [(task, first + number) for number in range(seeds) for task in chosen]
    shutil.rmtree(out / "episodes", ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    rows = _run(Runner(settings, out / "episodes" if record else None), settings, draws, workers)
    run = provenance(
        {"apps": apps, "tasks": tasks, "device": device, "cloud": cloud, "split": split, "seeds": seeds}
        | {"thresholds": msgspec.to_builtins(limits)},
        sorted({seed for _, seed in draws}),
    )
    found = summary(settings, rows, run)
    typer.echo(f"To look through: {write_report(found, out)}")


def _run(
    runner: Runner, settings: Sequence[Setting], draws: Sequence[tuple[str, int]], workers: int
) -> dict[int, list[HybridRow]]:
    """The rows of each setting, by its number."""
    jobs = [Job(number, *draw) for number in range(len(settings)) for draw in draws]
    rows: dict[Job, HybridRow] = {}
    with Pool(runner, workers) as pool, Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("", total=len(jobs))
        for job, outcome in pool.run(jobs):
            rows[job] = _broken(job, outcome) if isinstance(outcome, Failure) else outcome
            progress.update(bar, advance=1)
    ordered: dict[int, list[HybridRow]] = defaultdict(list)
    for job in jobs:
        ordered[job.setting].append(rows[job])
    return ordered


def _broken(job: Job, failure: Failure) -> HybridRow:
    app = find_task(job.task_id).app
    return HybridRow(task_id=job.task_id, app=app, seed=job.seed, error=failure.reason)


def summary(
    settings: Sequence[Setting], rows: Mapping[int, Sequence[HybridRow]], run: Mapping[str, Any]
) -> dict[str, Any]:
    """The content of ``summary.json``.

    Args:
        settings: What was run.
        rows: The episodes of each setting, by its number.
        run: Where the numbers come from.

    Returns:
        ``models`` (who acted), ``strategies`` (figures by name), ``pareto`` (those that no other beats),
        ``sensitivity`` (figures by what is varied, its value, and strategy), ``run``.
    """
    groups: dict[str, dict[str, dict[str, Sequence[HybridRow]]]] = defaultdict(lambda: defaultdict(dict))
    for number, setting in enumerate(settings):
        groups[setting.group][setting.value][setting.strategy] = rows[number]
    main = compare(groups.pop("")[""])
    allowed = groups.get("cloud calls allowed")
    if allowed is not None:
        baseline = allowed.pop("any")[BASELINE]
        for runs in allowed.values():
            runs[BASELINE] = baseline
    points = {
        name: (figures["cloud_calls"], figures["success_rate"])
        for name, figures in main.items()
        if figures["success_rate"] is not None
    }
    stand_in = settings[0].device == STAND_IN
    return {
        "models": "stand-ins: reference solutions that err at a set rate" if stand_in else "as named",
        "stand_ins": msgspec.to_builtins(StandInCast()) if stand_in else None,
        "strategies": main,
        "pareto": pareto_front(points),
        "sensitivity": {
            group: {value: compare(runs) for value, runs in values.items()}
            for group, values in groups.items()
        },
        "errors": sorted({row.error for found in rows.values() for row in found if row.error is not None}),
        "run": dict(run),
    }


def write_report(found: Mapping[str, Any], out: Path) -> Path:
    """Writes ``summary.json``, the plots and the page, and prints the table; returns the page."""
    write_json(found, out / "summary.json")
    plot_pareto(found, out / "pareto.png")
    if found["sensitivity"]:
        plot_sensitivity(found["sensitivity"], out / "sensitivity.png")
    page = out / "device_cloud.html"
    write_page("device_cloud.html", page, found=found)
    _print(found["strategies"])
    for error in found["errors"]:
        Console().print(f"error: {error}", style="red", markup=False, highlight=False)
    return page


def _print(strategies: Mapping[str, Mapping[str, Any]]) -> None:
    table = Table(title="Shares in %, else means a task", box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    for heading in ("Strategy", "Success", "Sub-goals", "Steps", "Cloud", "Calls", "Saved", "USD", "Seconds"):
        justify = "left" if heading == "Strategy" else "right"
        table.add_column(heading, justify=justify, no_wrap=True, min_width=len(heading))
    for name, figures in strategies.items():
        table.add_row(
            name,
            percent(figures["success_rate"]),
            percent(figures["sub_goal_rate"]),
            _number(figures["steps"], 1),
            percent(figures["cloud_share"]),
            _number(figures["cloud_calls"], 2),
            percent(figures["cloud_call_reduction"]),
            _number(figures["cost"], 4),
            _number(figures["seconds"], 0),
        )
    Console().print(table)


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


if __name__ == "__main__":
    app()
