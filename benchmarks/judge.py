"""Judges the recorded episodes of a run, or judges them again, without replaying them.

::

    python -m benchmarks.judge runs/mine --judge screen

What the run itself recorded is left as it is: the verdicts of each judge go into a file of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec
import typer
from rich.console import Console

from benchmarks.agreement import Judged, agreement
from benchmarks.conduct import UNUSABLE, UNWRITABLE, tell
from benchmarks.judging import NO_ENDPOINT, Judging
from benchmarks.metrics import EpisodeRow, row_of, summarise
from benchmarks.outcomes import BROKEN_LIMIT, unusable
from benchmarks.sweep import EPISODES
from benchmarks.tables import print_table
from openphone_gym.endpoint import EndpointError
from openphone_gym.judges import JUDGES, Judge, UnknownJudge, make_judge, needs_of
from openphone_gym.recording import DamagedTrace, load_episode
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.percentages import interval, percent
from openphone_gym.reporting.provenance import provenance
from openphone_gym.tasks.catalogue import UnknownTask, find_task
from openphone_gym.tasks.task import Task
from openphone_gym.trajectory import Episode, Verdict

VERDICTS = "verdicts"
"""Folder of the verdicts in the folder of a run."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")


class Stored(NamedTuple):
    """A recorded episode, as a judge may see it: without the verdict that it was recorded with.

    Attributes:
        path: Folder of the episode, relative to the run.
        episode: What happened.
        task: What was asked for.
        before: The verdict that it was recorded with.
    """

    path: str
    episode: Episode
    task: Task
    before: bool | None


class Line(msgspec.Struct, kw_only=True):
    """A line of a file of verdicts.

    Attributes:
        row: The episode with its new score.
        before: Whether it was a success by the verdict that it was recorded with.
        verdict: The new verdict.
    """

    row: EpisodeRow
    before: bool | None
    verdict: Verdict


@app.command()
def judge(
    run: Annotated[Path, typer.Argument(help="Folder of a run of benchmarks.evaluate.", exists=True)],
    judge: Annotated[str, typer.Option(help=f"Who judges: {', '.join(JUDGES)}.")],
    name: Annotated[
        str, typer.Option(help="Name of the files, to tell models apart.", show_default="the judge")
    ] = "",
    broken_limit: Annotated[
        float, typer.Option(min=0, max=1, help="Share of episodes from above which on too many broke.")
    ] = BROKEN_LIMIT,
    restart: Annotated[bool, typer.Option("--restart", help="First delete this judge's verdicts.")] = False,
) -> None:
    """Judges the recorded episodes of a run, as often as wanted and by any judge.

    The folder **verdicts/** of the run gets:

    - **NAME.jsonl**: a line for every episode, written as it is judged; the same command goes on there
    - **NAME.json**: all rates with their 95 % intervals, and how far the verdicts agree with those that the
      run was recorded with

    Episodes end in the same four ways as in the run: those that the judge could not tell are unscored, those
    that can't be read are broken, and neither enters a rate. One that the agent's own fault ended stays a
    failure, and no judge is asked. The exit code is 1 if nothing could be scored or more than --broken-limit
    broke, and 3 if the judge's endpoint failed.
    """
    lines = run / VERDICTS / f"{name or judge}.jsonl"
    if not (run / EPISODES).is_dir():
        raise typer.BadParameter(f"{run} holds no {EPISODES}/: give the folder of a benchmarks.evaluate run")
    if restart:
        lines.unlink(missing_ok=True)
    try:
        summary = judge_run(make_judge(judge), run, lines, broken_limit)
        summary["run"] = provenance({"judge": judge, "run": run.name}, [])
        write_json(summary, lines.with_suffix(".json"))
    except UnknownJudge as error:
        raise typer.BadParameter(str(error)) from None
    except EndpointError as error:
        typer.secho(f"The endpoint of {judge} failed: {error} The same command goes on.", fg="red", err=True)
        raise typer.Exit(NO_ENDPOINT) from None
    except ValueError as error:
        raise typer.BadParameter(f"{judge} can't judge this run: {error}") from None
    except OSError as error:
        tell(f"{error.filename or lines} can't be written: {error.strerror or error}.")
        raise typer.Exit(UNWRITABLE) from None
    for doubt in summary["unusable"]:
        tell(doubt)
    _print(summary, lines)
    if summary["unusable"]:
        raise typer.Exit(UNUSABLE)


def judge_run(judge: Judge, run: Path, lines: Path, broken_limit: float = BROKEN_LIMIT) -> dict[str, Any]:
    """Judges what is not judged yet, and returns the figures of all episodes.

    Args:
        judge: Any judge.
        run: Folder of the run.
        lines: File of the verdicts; those in it are kept, others are added.
        broken_limit: Largest share of episodes that may be unreadable.

    Raises:
        EndpointError: The judge's endpoint can't be used; the verdicts so far are in the file.
        ValueError: The judge can't judge such episodes.
    """
    lines.parent.mkdir(exist_ok=True)
    known = {line.row.path: line for line in read_lines(lines)}
    lines.write_bytes(b"".join(map(_written, known.values())))  # without a line that was cut off
    left = [path for path in _recorded(run) if path not in known]
    broken: list[EpisodeRow] = []
    judging = Judging(judge)
    with lines.open("ab") as file:

        def keep(stored: Stored, verdict: Verdict) -> None:
            known[stored.path] = _line(stored, verdict)
            file.write(_written(known[stored.path]))
            file.flush()

        stored = _stored(run, left, "frame" in needs_of(judge), broken, keep)
        for case, verdict in judging.run(stored, len(left)):
            keep(case, verdict)
    rows = [*(line.row for line in known.values()), *broken]
    return {
        **summarise(rows, unusable=unusable(rows, broken_limit)),
        "agreement": agreement([_compared(line) for line in known.values()]),
        "effort": judging.effort(),
        "broken": {row.path: row.error for row in broken},
    }


def read_lines(path: Path) -> Iterator[Line]:
    """The verdicts in a file; nothing of a file that is missing, or of a line that was cut off."""
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            yield msgspec.json.decode(line, type=Line)
        except msgspec.DecodeError:
            continue


def _recorded(run: Path) -> Sequence[str]:
    folders = sorted(
        path for path in (run / EPISODES).iterdir() if path.is_dir() and path.suffix != ".partial"
    )
    return [f"{EPISODES}/{folder.name}" for folder in folders]


def _stored(
    run: Path,
    paths: Sequence[str],
    frames: bool,
    broken: list[EpisodeRow],
    keep: Callable[[Stored, Verdict], None],
) -> Iterator[Stored]:
    """Reads the episodes that are to be judged.

    One that can't be read is added to ``broken``; one that the agent's own fault ended keeps its verdict.
    """
    for path in paths:
        try:
            episode = load_episode(run / path, frames=frames)
            task = find_task(episode.task_id)
        except (DamagedTrace, UnknownTask) as error:
            broken.append(_broken(path, str(error)))
            continue
        before = episode.verdict.success if episode.verdict else None
        if episode.fault is not None:
            keep(Stored(path, episode, task, before), episode.verdict or Verdict(success=False))
            continue
        yield Stored(path, msgspec.structs.replace(episode, verdict=None), task, before)


def _broken(path: str, error: str) -> EpisodeRow:
    """The row of an episode that can't be read: of its task, the folder's name is all that is known."""
    task_id = Path(path).name.split("-")[0]
    return EpisodeRow(task_id=task_id, app=task_id.rpartition("_")[0] or task_id, error=error, path=path)


def _line(stored: Stored, verdict: Verdict) -> Line:
    episode = msgspec.structs.replace(stored.episode, verdict=verdict)
    row = row_of(episode, human_steps=stored.task.human_steps, path=stored.path)
    return Line(row=row, before=stored.before, verdict=verdict)


def _written(line: Line) -> bytes:
    return msgspec.json.encode(line) + b"\n"


def _compared(line: Line) -> Judged:
    row = line.row
    return Judged(
        task_id=row.task_id,
        app=row.app,
        seed=row.seed,
        variation=row.variation,
        reference=line.before,
        verdict=None if row.outcome == "unscored" else row.outcome == "success",
        reason=row.reason,
        cost=line.verdict.cost,
    )


def _print(summary: Mapping[str, Any], lines: Path) -> None:
    console = Console()
    print_table(summary, console)
    same = summary["agreement"]
    console.print(
        f"Same verdict as recorded: {percent(same['accuracy'])} % "
        f"(95 %: {interval(same['ci95']['accuracy'])}), kappa {percent(same['kappa'])} %; "
        f"{same['unscored']} unscored",
        highlight=False,
    )
    for path, error in summary["broken"].items():
        console.print(f"broken: {path}: {error}", style="red", markup=False, highlight=False)
    console.print(f"Verdicts: {lines}", highlight=False)


if __name__ == "__main__":
    app()
