"""Compares strategies between a model on the device and one in the cloud.

::

    python -m benchmarks.device_cloud --apps zoom,clock --out runs/hybrid
    python -m benchmarks.device_cloud --device OPENPHONE_DEVICE --cloud OPENPHONE_CLOUD --out runs/mine
    python -m benchmarks.device_cloud --device SMALL --cloud stand-in --strategies guarded --out runs/small

Where no models are named, stand-ins act (``agents.stand_in``): reference solutions that err at a set rate.
One may be the cloud beside a model on the device, too; then the latencies of the one are measured and those
of the other are assumed.
What the figures mean: ``benchmarks.cloud_use``.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from agents.hybrid import STRATEGIES
from agents.hybrid.policy import STAND_IN, HybridSettings, read_thresholds
from agents.stand_in import CLOUD_MODEL, StandInCast
from benchmarks import logged
from benchmarks.cloud_plots import plot_pareto, plot_sensitivity, plot_time
from benchmarks.cloud_published import published_rows
from benchmarks.cloud_runs import Job, Runner, Setting, variations
from benchmarks.cloud_time import time_by_latency
from benchmarks.cloud_use import BASELINE, HybridRow, compare, pareto_front
from benchmarks.conduct import UNWRITABLE, Ray, Workers, conduct, leave_behind, tell
from benchmarks.evaluate import chosen_tasks
from benchmarks.outcomes import BROKEN_LIMIT, counts, described
from benchmarks.pages import write_page
from benchmarks.report_to import ReportTo
from openphone_gym.endpoint import EndpointNotConfigured
from openphone_gym.env import InvalidArgument
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.percentages import percent
from openphone_gym.reporting.provenance import provenance
from openphone_gym.reporting.tracking import track
from openphone_gym.rollout import Failure, NoCluster, Stopped, Stopping, crew
from openphone_gym.rollout.playing import EPISODE_SECONDS, STEP_SECONDS, limits
from openphone_gym.rollout.shipping import Shipped, Shipping
from openphone_gym.tasks.catalogue import UnknownTask, task_apps
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
    workers: Workers = None,
    ray: Ray = "",
    step_seconds: Annotated[
        float, typer.Option(min=0.1, help="Seconds an agent may take for a step, and to be made.")
    ] = STEP_SECONDS,
    episode_seconds: Annotated[
        float, typer.Option(min=0.1, help="Seconds an agent may take for all steps of an episode.")
    ] = EPISODE_SECONDS,
    broken_limit: Annotated[
        float, typer.Option(min=0, max=1, help="Share of episodes from above which on too many broke.")
    ] = BROKEN_LIMIT,
    report_to: ReportTo = None,
) -> None:
    """Runs every strategy on the same episodes and compares success, use of the cloud, time and cost.

    The folder holds, when it is done:

    - **summary.json**: all figures, a row for each strategy, and what produced them
    - **device_cloud.html**: the same to look through
    - **pareto.png**, **sensitivity.png**: success against cloud calls, and how both depend on the models
    - **time.png**: seconds a task over the latency of the device
    - **episodes/**: a folder for each episode, if asked for

    How episodes end, signals and exit codes are those of benchmarks.evaluate, but nothing goes on later.
    """
    try:
        learned = read_thresholds(thresholds)
        settings = [
            Setting(strategy=HybridSettings.read(f"strategy={name}").strategy, device=device, cloud=cloud)
            for name in dict.fromkeys(strategies.split(","))
        ]
        settings = [msgspec.structs.replace(setting, thresholds=learned) for setting in settings]
        sides = [HybridSettings(device=device, cloud=cloud, strategy=one.strategy) for one in settings]
        for one in sides:
            one.check_sides()
        for one in sides:
            one.cast()
        if split not in ("train", "test"):
            raise InvalidArgument("split", split, ["train", "test"])
        chosen = chosen_tasks(apps, tasks)
    except (InvalidArgument, UnknownTask, EndpointNotConfigured) as error:
        raise typer.BadParameter(str(error)) from None
    if sensitivity and device == STAND_IN:
        settings += variations(learned)
    first = TEST_SEEDS if split == "test" else 0
    draws = [(task, first + number) for number in range(seeds) for task in chosen]
    runner = Runner(settings, out / "episodes" if record else None)
    try:
        with Stopping() as stopping:
            shutil.rmtree(out / "episodes", ignore_errors=True)
            out.mkdir(parents=True, exist_ok=True)
            pool = crew(
                Shipping(runner) if ray and record else runner,
                workers=workers,
                ray=ray,
                limits=limits(step_seconds, episode_seconds),
            )
            jobs = [Job(number, *draw) for number in range(len(settings)) for draw in draws]
            done = conduct(pool, jobs, partial(_settle, runner), stopping, goes_on=False)
            rows = [done.rows.get(job) or job.broken(done.why_not_done) for job in jobs]
            doubts = done.doubts(rows, broken_limit)
            for doubt in doubts:
                tell(doubt)
            run = provenance(
                {"apps": apps, "tasks": tasks, "device": device, "cloud": cloud, "split": split}
                | {"seeds": seeds, "thresholds": msgspec.to_builtins(learned)},
                sorted({seed for _, seed in draws}),
            )
            by_setting: dict[int, list[HybridRow]] = defaultdict(list)
            for job, row in zip(jobs, rows, strict=True):
                by_setting[job.setting].append(row)
            found = summary(settings, by_setting, run, doubts)
            typer.echo(f"To look through: {write_report(found, out)}")
            track(report_to or (), out, logged.strategies(found))
    except Stopped as stopped:
        raise typer.Exit(stopped.exit_code) from None
    except NoCluster as error:
        raise typer.BadParameter(str(error)) from None
    except OSError as error:
        tell(f"{error.filename or out} can't be written: {error.strerror or error}.")
        raise typer.Exit(UNWRITABLE) from None
    if doubts:
        raise typer.Exit(done.exit_code(doubts))


def _settle(runner: Runner, job: Job, outcome: HybridRow | Shipped | Failure) -> HybridRow:
    if isinstance(outcome, Failure):
        return runner.settle(job, outcome)
    return runner.receive(outcome) if isinstance(outcome, Shipped) else outcome


def summary(
    settings: Sequence[Setting],
    rows: Mapping[int, Sequence[HybridRow]],
    run: Mapping[str, Any],
    unusable: Sequence[str] = (),
) -> dict[str, Any]:
    """The content of ``summary.json``.

    Args:
        settings: What was run.
        rows: The episodes of each setting, by its number.
        run: Where the numbers come from.
        unusable: Why the figures are not to be relied on, if so.

    Returns:
        ``unusable``, ``counts`` (of all episodes by how they ended), ``models`` (who acted), ``strategies``
        (figures by name), ``pareto`` (those that no other beats), ``time`` (seconds a task over the latency
        of the device), ``sensitivity`` (figures by what is varied, its value, and strategy), ``errors`` (why
        episodes broke), ``run``.
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
    first = settings[0]
    return {
        "unusable": list(unusable),
        "counts": counts(row for found in rows.values() for row in found),
        "models": _models(first),
        "stand_ins": msgspec.to_builtins(StandInCast()) if first.device == STAND_IN else None,
        "strategies": main,
        "pareto": pareto_front(points),
        "time": time_by_latency(main),
        "sensitivity": {
            group: {value: compare(runs) for value, runs in values.items()}
            for group, values in groups.items()
        },
        "errors": sorted({row.error for found in rows.values() for row in found if row.error is not None}),
        "run": dict(run),
    }


def _models(setting: Setting) -> str:
    """Who acted, in words."""
    if setting.device == STAND_IN:
        return "stand-ins: reference solutions that err at a set rate"
    if setting.cloud == STAND_IN:
        rate, seconds = CLOUD_MODEL.error_rate, CLOUD_MODEL.seconds
        return (
            f"on the device {setting.device}, latencies measured; in the cloud a stand-in, no model: the "
            f"reference solution, erring at {100 * rate:g} % of its steps, {seconds:g} s a call assumed"
        )
    return "as named"


def write_report(found: Mapping[str, Any], out: Path) -> Path:
    """Writes ``summary.json``, the plots and the page, and prints the table; returns the page."""
    write_json(found, out / "summary.json")
    plot_pareto(found, out / "pareto.png")
    if found["time"]:
        plot_time(found["time"], out / "time.png")
    if found["sensitivity"]:
        plot_sensitivity(found["sensitivity"], out / "sensitivity.png")
    page = out / "device_cloud.html"
    published = list(published_rows(found))
    write_page("device_cloud.html", page, found=found, published=published)
    _print(found["strategies"])
    if published:
        _print_published(published)
    Console().print(f"{found['counts']['episodes']} episodes: {described(found['counts'])}", highlight=False)
    for error in found["errors"]:
        Console().print(f"broken: {error}", style="red", markup=False, highlight=False)
    return page


def _print(strategies: Mapping[str, Mapping[str, Any]]) -> None:
    table = Table(title="Shares in %, else means a task", box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    headings = (
        "Strategy",
        "Success",
        "Steps",
        "Cloud",
        "Calls",
        "Saved",
        "Sent",
        "Private",
        "USD",
        "Seconds",
    )
    for heading in headings:
        justify = "left" if heading == "Strategy" else "right"
        table.add_column(heading, justify=justify, no_wrap=True, min_width=len(heading))
    for name, figures in strategies.items():
        table.add_row(
            name,
            percent(figures["success_rate"]),
            _number(figures["steps"], 1),
            percent(figures["cloud_share"]),
            _number(figures["cloud_calls"], 2),
            percent(figures["cloud_call_reduction"]),
            _number(figures["screens_sent"], 2),
            _number(figures["private_sent"], 2),
            _number(figures["cost"], 4),
            _number(figures["seconds"], 0),
        )
    Console().print(table)


def _print_published(rows: Sequence[Mapping[str, Any]]) -> None:
    title = "Published, and stand-ins fitted to it, in %"
    table = Table(title=title, box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    for heading in ("Strategy", "Success", "Cloud, of successes", "Cloud steps saved", "Calls saved"):
        table.add_column(heading, justify="left" if heading == "Strategy" else "right", no_wrap=True)
    names = ("success_rate", "cloud_share", "cloud_step_reduction", "cloud_call_reduction")
    for row in rows:
        table.add_row(row["name"], *(percent(row[name]) for name in names))
    Console().print(table)


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


if __name__ == "__main__":
    leave_behind(app)
