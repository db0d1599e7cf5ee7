"""What a sweep leaves for people and programs: summary, tables, chart, pages; and several sweeps on one page.

::

    python -m benchmarks.report runs/before runs/after
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from agents import find_agent
from benchmarks.comparison import Change, compare
from benchmarks.conduct import UNWRITABLE, tell
from benchmarks.glimpse import Glimpse, glimpse
from benchmarks.logged import evaluation
from benchmarks.metrics import EpisodeRow, summarise
from benchmarks.pages import write_page
from benchmarks.plots import plot_success
from benchmarks.runs import Run, UnreadableRun, read_runs
from benchmarks.sweep import Sweep
from benchmarks.tables import print_comparison, print_table, write_excel
from openphone_gym.recording import render_html
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.provenance import provenance
from openphone_gym.reporting.tracking import track

INCOMPARABLE = 1
"""Exit code of a comparison of runs whose scores can't be compared."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


def write_report(
    sweep: Sweep,
    rows: Sequence[EpisodeRow],
    out: Path,
    unusable: Sequence[str] = (),
    report_to: Sequence[str] = (),
) -> Path:
    """Writes ``summary.json``, ``results.xlsx``, ``success.png`` and ``report/``, and prints the table.

    Args:
        sweep: What was run.
        rows: All its episodes.
        out: Folder of the run, which the paths of the rows are relative to.
        unusable: Why the figures are not to be relied on, if so.
        report_to: Where to log the run, too (``tracking.DESTINATIONS``).

    Returns:
        The page to begin with.
    """
    seeds = sorted({row.seed for row in rows if row.seed is not None})
    run = provenance(msgspec.to_builtins(sweep), seeds) | {"settings": find_agent(sweep.agent).settings}
    summary = summarise(rows, run, unusable)
    write_json(summary, out / "summary.json")
    write_excel(summary, rows, out / "results.xlsx")
    plot_success(summary, out / "success.png")
    broken = {f"{row.task_id}, seed {row.seed}": row.error for row in rows if row.error is not None}
    console = Console()
    print_table(summary, console)
    for name, reason in broken.items():
        console.print(f"broken: {name}: {reason}", style="red", markup=False, highlight=False)
    page = render_html(
        [out / row.path for row in rows if row.path],
        out / "report",
        title=f"{sweep.agent} on {sweep.variation} tasks",
        summary=summary,
        errors=broken,
    )
    if report_to:
        track(report_to, out, evaluation(sweep.agent, summary, rows, out))
    return page


@app.command()
def main(
    runs: Annotated[
        list[Path], typer.Argument(help="Folders of benchmarks.evaluate; the first is compared with.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="The page.", show_default="comparison.html in the last folder")
    ] = None,
    insist: Annotated[
        bool, typer.Option("--insist", help="Pair runs though their scores can't be compared.")
    ] = False,
) -> None:
    """Compares runs on one page: rates, paired differences, and what changed, episode beside episode.

    Scores of other versions of tasks, phone, judge or harness can't be compared. Such runs are shown beside
    each other, but not paired, and the exit code is 1.
    """
    if len(runs) < 2:
        raise typer.BadParameter("name two runs or more: a single one has its own report/index.html")
    try:
        read = read_runs(runs)
    except UnreadableRun as fault:
        raise typer.BadParameter(str(fault)) from None
    found = compare(read, insist=insist)
    for why in found["incomparable"]:
        typer.secho(f"Not comparable. {why}", fg="red")
    for why in found["unlike"]:
        typer.echo(f"Other conditions. {why}")
    print_comparison(found)
    page = out or runs[-1] / "comparison.html"
    try:
        write_comparison(read, found, page)
    except OSError as error:
        tell(f"{error.filename or page} can't be written: {error.strerror or error}.")
        raise typer.Exit(UNWRITABLE) from None
    typer.echo(f"To look through: {page}")
    if not found["paired"]:
        typer.secho("Nothing was paired; --insist does so all the same.", fg="red")
        raise typer.Exit(INCOMPARABLE)


def write_comparison(runs: Sequence[Run], found: Mapping[str, Any], page: Path) -> None:
    """Writes the page of a comparison, which needs no other file.

    Args:
        runs: What is compared.
        found: As ``compare`` returns it.
        page: The file; missing folders are made.
    """
    folders = {run.name: run.folder for run in runs}
    first = runs[0].name
    pictures: dict[str, str] = {}
    changes: list[Change] = found["changes"]
    shown = [
        change._asdict()
        | {
            "seen": [
                _shown(folders[name] / row.path, pictures)
                for name, row in ((first, change.first), (change.against, change.second))
            ]
        }
        for change in sorted(changes, key=lambda change: change.gained)
    ]
    page.parent.mkdir(parents=True, exist_ok=True)
    write_page(
        "comparison.html",
        page,
        title=f"{', '.join(name for name in folders if name != first)} against {first}",
        found={
            **found,
            "tasks": {task: {**group, "kinds": _kinds(group)} for task, group in found["tasks"].items()},
        },
        changes=shown,
        most_pairs=max(
            (of["pairs"] for task in found["tasks"].values() for of in task["against"].values()), default=0
        ),
        pictures=pictures,
        gained=Counter(change.against for change in changes if change.gained),
        lost=Counter(change.against for change in changes if not change.gained),
    )


def _shown(folder: Path, pictures: dict[str, str]) -> dict[str, Any]:
    """A recorded episode, its pictures as names of styles; equal ones are on the page once."""
    seen: Glimpse = glimpse(folder)
    return seen._asdict() | {"first": _style(seen.first, pictures), "last": _style(seen.last, pictures)}


def _style(picture: bytes | None, pictures: dict[str, str]) -> str:
    if picture is None:
        return ""
    name = f"p{hashlib.sha256(picture).hexdigest()[:16]}"
    pictures[name] = f"data:image/webp;base64,{base64.b64encode(picture).decode()}"
    return name


def _kinds(group: Mapping[str, Any]) -> list[str]:
    """What a task can be found by in the list of all."""
    kinds = [kind for kind in ("gained", "lost") if any(of[kind] for of in group["against"].values())]
    runs = group["runs"].values()
    for outcome in ("succeeded", "failed"):
        if all(figures["episodes"] and figures[outcome] == figures["episodes"] for figures in runs):
            kinds.append(f"all {outcome}")
    return kinds or ["other"]


if __name__ == "__main__":
    app()
