"""Evaluates an agent on the suite: runs every episode, scores it, and reports.

::

    python -m benchmarks.evaluate --agent expert --apps zoom,clock --seeds 3 --workers 4 --out runs/mine
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from agents import AGENTS, MODEL_AGENTS, find_agent
from benchmarks.claim import OtherRun, claimed
from benchmarks.conduct import UNWRITABLE, Ray, Workers, conduct, leave_behind, tell
from benchmarks.metrics import EpisodeRow
from benchmarks.outcomes import BROKEN_LIMIT
from benchmarks.report_to import ReportTo
from benchmarks.sweep import DAMAGED, Job, Runner, Sweep
from openphone_gym.endpoint import EndpointNotConfigured
from openphone_gym.env import InvalidArgument, PhoneEnv
from openphone_gym.judges import JUDGES, make_judge
from openphone_gym.rollout import Cluster, Crew, Failure, NoCluster, Stopped, Stopping, crew
from openphone_gym.rollout.phones import VIRTUAL, check_enough, device_names
from openphone_gym.rollout.playing import EPISODE_SECONDS, STEP_SECONDS, limits
from openphone_gym.rollout.shipping import Shipped, Shipping
from openphone_gym.tasks.catalogue import UnknownTask, find_task, task_apps, tasks_of
from openphone_gym.tasks.task import VARIATIONS, Variation

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
    workers: Workers = None,
    threads: Annotated[
        int,
        typer.Option(
            min=0,
            help="Threads in place of processes: for a model in this process, which answers them together.",
            show_default="none",
        ),
    ] = 0,
    ray: Ray = "",
    device: Annotated[
        str,
        typer.Option(
            help="Where the phone is: virtual; or adb, adb:SERIAL, avd:NAME, avd:HOST:PORT, androidenv, "
            "androidenv:NAME, or several of these, separated by commas, of which each worker takes one."
        ),
    ] = VIRTUAL,
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
    judge: Annotated[
        str,
        typer.Option(
            help=f"Who scores: {', '.join(JUDGES)}. The state can be read on the virtual phone alone; llm "
            "asks the model of OPENPHONE_JUDGE_MODEL and its neighbours.",
            show_default="state for virtual, screen for other devices",
        ),
    ] = "",
    split: Annotated[
        str, typer.Option(help="test, or train: episodes to learn from, for sampled tasks only.")
    ] = "test",
    step_seconds: Annotated[
        float, typer.Option(min=0.1, help="Seconds the agent may take for a step, and to be made.")
    ] = STEP_SECONDS,
    episode_seconds: Annotated[
        float, typer.Option(min=0.1, help="Seconds the agent may take for all steps of an episode.")
    ] = EPISODE_SECONDS,
    broken_limit: Annotated[
        float, typer.Option(min=0, max=1, help="Share of episodes from above which on too many broke.")
    ] = BROKEN_LIMIT,
    report_to: ReportTo = None,
    restart: Annotated[bool, typer.Option("--restart", help="First delete the run in the folder.")] = False,
) -> None:
    """Runs an agent on tasks of the suite and reports how well it did.

    The folder of the run holds, when it is done:

    - **summary.json**: all rates (as fractions) with their 95 % intervals, and what produced them; those of
      AndroidLab's tasks, OpenPhone's, and our own across apps stand apart under "suites"
    - **results.xlsx**: the same as tables, and a line for every episode
    - **report/index.html**: every episode to look through, with its screens and actions
    - **success.png**: success by app
    - **episodes/**: a folder for every episode: screens, trees, actions, verdict

    Episodes are the same whoever plays them and wherever: workers are processes of this machine, threads, or
    with --ray processes on the machines of a Ray cluster. One that is lost with its machine is played again.

    Each episode ends in one of four ways: it succeeded, it failed, its judge left it unscored, or it broke
    for a reason outside the agent (device, endpoint, machine). An agent that raises an exception, leaves the
    program, crashes its process or takes too long has failed, and is not tried again. What breaks is tried
    twice. Rates are taken over what succeeded or failed.

    Ctrl-C or SIGTERM ends the episodes in flight and stops, a second one stops at once; the same command goes
    on later. Nothing that is recorded is run again, not even after a crash.

    Exit codes: **0** done; **1** nothing could be scored, or more than --broken-limit broke; **2** wrong
    arguments, or another run in the folder; **3** stopped early, since the endpoint refuses every call;
    **4** the folder can't be written to; **130** and **143** stopped by Ctrl-C or SIGTERM.
    """
    try:
        with Stopping() as stopping:
            find_agent(agent)
            sweep = Sweep(
                agent=agent,
                tasks=chosen_tasks(apps, tasks),
                variation=_variation(variation),
                seeds=seeds,
                max_steps=max_steps,
                screen=_size(screen),
                pictures=pictures,
                interruptions=interruptions,
                split=split,
                device=device,
                judge=judge,
            )
            _check(sweep)
            check_enough(device_names(device), threads or workers or 1)
            with claimed(out, sweep, restart):
                runner = Runner(sweep, out)
                pool = crew(
                    Shipping(runner) if ray else runner,
                    workers=workers,
                    threads=threads,
                    ray=ray,
                    limits=limits(step_seconds, episode_seconds),
                )
                _run(sweep, out, runner, pool, stopping, broken_limit, report_to or ())
    except Stopped as stopped:
        raise typer.Exit(stopped.exit_code) from None
    except (InvalidArgument, UnknownTask, OtherRun, EndpointNotConfigured, NoCluster) as error:
        raise typer.BadParameter(str(error)) from None
    except OSError as error:
        tell(f"{error.filename or out} can't be written: {error.strerror or error}.")
        raise typer.Exit(UNWRITABLE) from None


def _variation(name: str) -> Variation:
    """Refuses an unknown variation.

    Raises:
        InvalidArgument: There is no such variation.
    """
    for variation in VARIATIONS:
        if name == variation:
            return variation
    raise InvalidArgument("variation", name, VARIATIONS)


def _check(sweep: Sweep) -> None:
    """Refuses what no environment can be made of.

    Raises:
        InvalidArgument: The benchmark's own values are not for training, or an argument has no such value.
        EndpointError: The judge's endpoint is not set up.
    """
    if sweep.judge:
        make_judge(sweep.judge)
    if sweep.judge == "state" and set(device_names(sweep.device)) != {VIRTUAL}:
        raise InvalidArgument("judge", sweep.judge, ["screen", "llm"])
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


def _run(
    sweep: Sweep,
    out: Path,
    runner: Runner,
    pool: Crew[Job, EpisodeRow | Shipped],
    stopping: Stopping,
    broken_limit: float,
    report_to: Sequence[str],
) -> None:
    """Runs what is missing, and reports all episodes; leaves the program if they tell too little."""
    aside = _aside(out)
    jobs = sweep.jobs()
    # The machines of a cluster don't see what is recorded here; processes look themselves, several at a time.
    known = runner.all_recorded(jobs) if isinstance(pool, Cluster) else {}

    def settle(job: Job, outcome: EpisodeRow | Shipped | Failure) -> EpisodeRow:
        if isinstance(outcome, Failure):
            return runner.settle(job, outcome)
        runner.forget_error(job)
        return runner.receive(outcome) if isinstance(outcome, Shipped) else outcome

    done = conduct(pool, jobs, settle, stopping, known, goes_on=True)
    rows = [done.rows.get(job) or job.broken(done.why_not_done) for job in jobs]
    doubts = done.doubts(rows, broken_limit)
    for doubt in doubts:
        tell(doubt)
    for path in sorted(_aside(out) - aside):
        typer.echo(f"Set aside, and played again: {path}", err=True)
    if done.left_behind:
        typer.echo(f"Left behind, since they hang: {done.left_behind} workers", err=True)

    from benchmarks.report import write_report  # late: the processes of the pool need no tables

    typer.echo(f"To look through: {write_report(sweep, rows, out, doubts, report_to)}")
    if doubts:
        raise typer.Exit(done.exit_code(doubts))


def _aside(out: Path) -> set[Path]:
    """What was set aside as no episode of the run."""
    return {path for path in (out / DAMAGED).glob("*") if path.suffix != ".txt"}


if __name__ == "__main__":
    leave_behind(app)
