"""Judges the recorded episodes of a run, or judges them again, without replaying them.

::

    python -m benchmarks.judge runs/mine --judge screen

What the run itself recorded is left as it is: the verdicts of each judge go into a file of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec
import typer
from rich.console import Console

from benchmarks.agreement import Judged, agreement
from benchmarks.judging import NO_ENDPOINT, Judging
from benchmarks.metrics import EpisodeRow, row_of, summarise
from benchmarks.pages import interval, percent
from benchmarks.provenance import provenance
from benchmarks.sweep import EPISODES, write_json
from benchmarks.tables import print_table
from openphone_gym.endpoint import EndpointError
from openphone_gym.judges import JUDGES, Judge, UnknownJudge, make_judge, needs_of
from openphone_gym.recording import DamagedTrace, load_episode
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
    restart: Annotated[bool, typer.Option("--restart", help="First delete this judge's verdicts.")] = False,
) -> None:
    """Judges the recorded episodes of a run, as often as wanted and by any judge.

    The folder **verdicts/** of the run gets:

    - **NAME.jsonl**: a line for every episode, written as it is judged; the same command goes on there
    - **NAME.json**: all rates with their 95 % intervals, and how far the verdicts agree with those that the
      run was recorded with

    Episodes that the judge could not tell are counted as unscored, and those that can't be read as errors;
    neither enters a rate.
    """
    lines = run / VERDICTS / f"{name or judge}.jsonl"
    if not (run / EPISODES).is_dir():
        raise typer.BadParameter(f"{run} holds no {EPISODES}/: give the folder of a benchmarks.evaluate run")
    if restart:
        lines.unlink(missing_ok=True)
    try:
        summary = judge_run(make_judge(judge), run, lines)
    except UnknownJudge as error:
        raise typer.BadParameter(str(error)) from None
    except EndpointError as error:
        typer.secho(f"The endpoint of {judge} failed: {error} The same command goes on.", fg="red", err=True)
        raise typer.Exit(NO_ENDPOINT) from None
    except ValueError as error:
        raise typer.BadParameter(f"{judge} can't judge this run: {error}") from None
    summary["run"] = provenance({"judge": judge, "run": run.name}, [])
    write_json(summary, lines.with_suffix(".json"))
    _print(summary, lines)


def judge_run(judge: Judge, run: Path, lines: Path) -> dict[str, Any]:
    """Judges what is not judged yet, and returns the figures of all episodes.

    Args:
        judge: Any judge.
        run: Folder of the run.
        lines: File of the verdicts; those in it are kept, others are added.

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
        for stored, verdict in judging.run(_stored(run, left, "frame" in needs_of(judge), broken), len(left)):
            known[stored.path] = _line(stored, verdict)
            file.write(_written(known[stored.path]))
            file.flush()
    rows = [line.row for line in known.values()]
    return {
        **summarise([*rows, *broken]),
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


def _stored(run: Path, paths: Sequence[str], frames: bool, broken: list[EpisodeRow]) -> Iterator[Stored]:
    """Reads episodes; one that can't be read is added to ``broken``."""
    for path in paths:
        try:
            episode = load_episode(run / path, frames=frames)
            task = find_task(episode.task_id)
        except (DamagedTrace, UnknownTask) as error:
            broken.append(_broken(path, str(error)))
            continue
        before = episode.verdict.success if episode.verdict else None
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
        verdict=row.success,
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
        console.print(f"error in {path}: {error}", style="red", markup=False, highlight=False)
    console.print(f"Verdicts: {lines}", highlight=False)


if __name__ == "__main__":
    app()
