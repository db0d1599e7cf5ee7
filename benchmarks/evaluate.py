"""Evaluates an agent on the suite: runs every episode, scores it, and reports.

::

    python -m benchmarks.evaluate --agent expert --apps zoom,clock --seeds 3 --workers 4 --out runs/mine
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from agents import AGENTS, MODEL_AGENTS, find_agent
from benchmarks.metrics import EpisodeRow
from benchmarks.pool import Failure, Pool, Threads
from benchmarks.sweep import Job, OtherRun, Runner, Sweep, claimed
from openphone_gym.endpoint import EndpointNotConfigured
from openphone_gym.env import InvalidArgument, PhoneEnv
from openphone_gym.tasks.catalogue import UnknownTask, find_task, task_apps, tasks_of

INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 and the number of the signal."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")


@app.command()
def evaluate(
    out: Annotated[Path, typer.Option(help="Folder of the run; a run cut off there goes on.")],
    agent: Annotated[
        str,
        typer.Option(
            help=f"Who acts: {', '.join(AGENTS)}; or a model: {', '.join(MODEL_AGENTS)}, with a TOML file or "
            "a prefix of environment variables behind a colon (OPENPHONE_AGENT where none is named)."
        ),
    ] = "expert",
    apps: Annotated[
        str, typer.Option(help=f"Apps, separated by commas: {', '.join(task_apps())}.", show_default="all")
    ] = "",
    tasks: Annotated[
        str, typer.Option(help="Tasks in place of whole apps, such as zoom_1,zoom_2.", show_default="all")
    ] = "",
    variation: Annotated[
        str, typer.Option(help="canonical: the benchmark's values; sampled: others, with other words.")
    ] = "canonical",
    seeds: Annotated[int, typer.Option(min=1, help="Episodes per task, with the seeds 0, 1, ...")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="Processes that run episodes side by side.")] = 1,
    threads: Annotated[
        int,
        typer.Option(
            min=0,
            help="Threads in place of processes: for a model in this process, which answers them together.",
            show_default="none",
        ),
    ] = 0,
    max_steps: Annotated[
        int | None, typer.Option(min=1, help="Step limit of an episode.", show_default="the task's own")
    ] = None,
    screen: Annotated[str, typer.Option(help="Width and height of the phone in pixels.")] = "540x1200",
    pictures: Annotated[
        bool, typer.Option(help="Whether to record screens as pictures; without them there is no ROR.")
    ] = True,
    interruptions: Annotated[
        float, typer.Option(min=0, max=1, help="Chance that a call, message or dialog disturbs an episode.")
    ] = 0.0,
    split: Annotated[
        str, typer.Option(help="test, or train: episodes to learn from, for sampled tasks only.")
    ] = "test",
    restart: Annotated[bool, typer.Option("--restart", help="First delete the run in the folder.")] = False,
) -> None:
    """Runs an agent on tasks of the suite and reports how well it did.

    The folder of the run holds, when it is done:

    - **summary.json**: all rates (as fractions) with their 95 % intervals, and what produced them
    - **results.xlsx**: the same as tables, and a line for every episode
    - **report/index.html**: every episode to look through, with its screens and actions
    - **success.png**: success by app
    - **episodes/**: a folder for every episode: screens, trees, actions, verdict

    Ctrl-C ends the episodes in flight and stops; the same command goes on later. Nothing that is recorded is
    run again, not even after a crash. Episodes that break for a reason outside the agent are tried twice
    and then reported as errors, never as failures of the agent.
    """
    try:
        find_agent(agent)
        sweep = Sweep(
            agent=agent,
            tasks=chosen_tasks(apps, tasks),
            variation=variation,
            seeds=seeds,
            max_steps=max_steps,
            screen=_size(screen),
            pictures=pictures,
            interruptions=interruptions,
            split=split,
        )
        _check(sweep)
        with claimed(out, sweep, restart):
            runner = Runner(sweep, out)
            rows = _run(sweep, out, Threads(runner, threads) if threads else Pool(runner, workers))
            from benchmarks.report import write_report  # late: the processes of the pool need no tables

            index = write_report(sweep, rows, out)
            typer.echo(f"To look through: {index}")
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except (InvalidArgument, UnknownTask, OtherRun, EndpointNotConfigured) as error:
        raise typer.BadParameter(str(error)) from None


def _check(sweep: Sweep) -> None:
    """Refuses what no environment can be made of.

    Raises:
        InvalidArgument: The benchmark's own values are not for training, or an argument has no such value.
    """
    PhoneEnv(sweep.tasks, variation=sweep.variation, screen=sweep.screen, split=sweep.split).close()
    if sweep.split == "train" and sweep.variation != "sampled":
        raise InvalidArgument("variation", sweep.variation, ["sampled"])


def chosen_tasks(apps: str, tasks: str) -> tuple[str, ...]:
    """Ids of the tasks, or of all tasks of the apps, in the order asked for, each once.

    Raises:
        UnknownTask: There is no such task or app.
    """
    if tasks:
        chosen = [find_task(name) for name in _names(tasks)]
    else:
        chosen = [task for name in _names(apps) or task_apps() for task in tasks_of(name)]
    return tuple(dict.fromkeys(task.id for task in chosen))


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _size(screen: str) -> tuple[int, int]:
    width, _, height = screen.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise InvalidArgument("screen", screen, ["540x1200", "1080x2400"])
    return int(width), int(height)


def _run(sweep: Sweep, out: Path, crew: Pool[Job, EpisodeRow] | Threads[Job, EpisodeRow]) -> list[EpisodeRow]:
    """Runs what is missing, and returns the rows of all episodes; leaves the program on Ctrl-C."""
    jobs = sweep.jobs()
    rows: dict[Job, EpisodeRow] = {}
    with crew as pool, _stopping(pool) as stopped, _progress() as progress:
        bar = progress.add_task("", total=len(jobs), tally="")
        for job, outcome in pool.run(jobs):
            rows[job] = _settle(job, outcome, out)
            progress.update(bar, advance=1, tally=_tally(rows.values()))
    if stopped:
        kept = sum(row.error is None for row in rows.values())
        typer.echo(
            f"Stopped with {kept} of {len(jobs)} episodes in {out}; the same command goes on.", err=True
        )
        raise typer.Exit(INTERRUPTED)
    return [rows[job] for job in jobs]


@contextmanager
def _stopping(pool: Pool[Any, Any] | Threads[Any, Any]) -> Iterator[list[int]]:
    """Lets the first Ctrl-C stop after the episodes in flight, the second one at once.

    Yields:
        The signals that came.
    """
    came: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        came.append(number)
        pool.drain()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield came
    except KeyboardInterrupt:
        came.append(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def _settle(job: Job, outcome: EpisodeRow | Failure, out: Path) -> EpisodeRow:
    """The row of an episode; the traceback of a broken one is kept for whoever looks into it."""
    if isinstance(outcome, EpisodeRow):
        return outcome
    folder = out / "errors"
    folder.mkdir(exist_ok=True)
    (folder / f"{job.name}.txt").write_text(outcome.details or outcome.reason, encoding="utf-8")
    return job.broken(outcome.reason)


def _progress() -> Progress:
    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[tally]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _tally(rows: Iterable[EpisodeRow]) -> str:
    names = {True: "passed", False: "failed", None: "unscored"}
    counts = Counter(names[row.success] if row.error is None else "broken" for row in rows)
    return ", ".join(f"{count} {name}" for name, count in counts.most_common())


if __name__ == "__main__":
    app()
