"""Measures a judge against the truth, on episodes of the virtual phone whose outcome is known.

::

    python -m benchmarks.judge_calibration --judge screen --apps zoom,clock --out calibration/screen

What the episodes are: ``benchmarks.labelled``. What the figures mean: ``benchmarks.agreement``.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple, NoReturn

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import logged
from benchmarks.agreement import Judged, agreement, grouped
from benchmarks.conduct import Ray, Workers
from benchmarks.judging import NO_ENDPOINT, Judging
from benchmarks.labelled import FAILURES, SUCCESSES, Labelled, LabelledSet
from benchmarks.labelling import LabellingFailed, labelled_set
from benchmarks.pages import write_page
from benchmarks.report_to import ReportTo
from openphone_gym.endpoint import EndpointError
from openphone_gym.judges import JUDGES, Judge, UnknownJudge, make_judge
from openphone_gym.recording import render_html, save_episode
from openphone_gym.reporting.bars import plot_figure
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.percentages import interval, percent
from openphone_gym.reporting.provenance import provenance
from openphone_gym.reporting.tracking import track
from openphone_gym.rollout import NoCluster
from openphone_gym.tasks.catalogue import UnknownTask, task_apps
from openphone_gym.trajectory import Verdict

UNUSABLE = 1
"""Exit code for a judge that should not be used."""

COLUMNS = ("precision", "recall", "npv", "f1", "kappa", "accuracy", "gap")
"""Figures in the table on the terminal."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")


class Limits(NamedTuple):
    """What a judge must keep to be of use.

    Attributes:
        kappa: The lower bound of kappa's 95 % interval must be above.
        precision: Least precision.
        unscored: Largest share of episodes without a verdict.
    """

    kappa: float = 0.0
    precision: float = 0.6
    unscored: float = 0.2


@app.command()
def calibrate(
    judge: Annotated[str, typer.Option(help=f"The judge to measure: {', '.join(JUDGES)}.")],
    out: Annotated[Path, typer.Option(help="Folder of the results; those of an earlier run are replaced.")],
    apps: Annotated[
        str, typer.Option(help=f"Apps, separated by commas: {', '.join(task_apps())}.", show_default="all")
    ] = "",
    draws: Annotated[int, typer.Option(min=1, help="Draws of every task, of two episodes each.")] = 2,
    seed: Annotated[int, typer.Option(help="Of all that is drawn.")] = 0,
    workers: Workers = None,
    ray: Ray = "",
    kappa: Annotated[
        float, typer.Option(help="The judge is unusable unless kappa's interval lies above.")
    ] = Limits().kappa,
    precision: Annotated[
        float, typer.Option(min=0, max=1, help="The judge is unusable below this precision.")
    ] = Limits().precision,
    unscored: Annotated[
        float, typer.Option(min=0, max=1, help="The judge is unusable above this share of unscored episodes.")
    ] = Limits().unscored,
    report_to: ReportTo = None,
) -> None:
    """Measures how well a judge tells success from failure.

    Half of the episodes succeed and half fail, each in a known way: near misses, wrong values, things undone,
    things that must not happen, false claims and others. The virtual phone knows the truth.

    The folder holds, when it is done:

    - **calibration.json**: all figures (as fractions) with their 95 % intervals, and what produced them
    - **calibration.html**: the same to look through, with plots
    - **wrong/**, **report/**: every episode that was judged wrongly, as a record and as a page

    The exit code is 1 if the judge is unusable, and 3 if its endpoint failed.
    """
    try:
        chosen = make_judge(judge)
        cases = labelled_set(_names(apps), draws=draws, seed=seed, judge=chosen, workers=workers, ray=ray)
    except (UnknownJudge, UnknownTask) as error:
        raise typer.BadParameter(str(error)) from None
    except EndpointError as error:
        _leave(f"The judge {judge} has no endpoint: {error}", NO_ENDPOINT)
    run = provenance({"judge": judge, "apps": apps, "draws": draws, "seed": seed}, [seed])
    try:
        found = calibration(chosen, cases, out, Limits(kappa, precision, unscored), run)
    except (LabellingFailed, NoCluster) as error:
        _leave(f"Nothing was measured: {error}", UNUSABLE)
    except EndpointError as error:
        _leave(f"The endpoint of {judge} failed, so nothing was measured: {error}", NO_ENDPOINT)
    _print(found)
    typer.echo(f"To look through: {write_report(judge, found, out)}")
    track(report_to or (), out, logged.calibration(judge, found, out))
    if found["faults"]:
        why = [f"Unscored because: {reason}" for reason in found["effort"]["unscored_because"]][:1]
        _leave(f"UNUSABLE: don't trust the judge {judge}. {' '.join([*found['faults'], *why])}", UNUSABLE)


def calibration(
    judge: Judge, cases: LabelledSet, out: Path, limits: Limits, run: Mapping[str, Any]
) -> dict[str, Any]:
    """Judges all cases and returns the content of ``calibration.json``, which it writes.

    Args:
        judge: Any judge.
        cases: What it is tried on.
        out: Folder of the results.
        limits: What it must keep.
        run: Where the numbers come from.
    """
    for name in ("wrong", "report"):
        shutil.rmtree(out / name, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    judging = Judging(judge)
    rows = [_kept(case, verdict, out) for case, verdict in judging.run(cases, cases.most)]
    overall = agreement(rows)
    order = [*SUCCESSES, *FAILURES]
    found = {
        "overall": overall,
        "apps": grouped(rows, lambda row: row.app),
        "kinds": grouped(sorted(rows, key=lambda row: order.index(row.kind)), lambda row: row.kind),
        "faults": faults(overall, limits),
        "limits": limits._asdict(),
        "effort": judging.effort(),
        "wrong": {_name(row): msgspec.to_builtins(row) for row in rows if row.wrong},
        "dropped": dict(sorted(cases.dropped.items())),
        "without_episodes": [draw.options for draw in cases.missing],
        "run": dict(run),
    }
    write_json(found, out / "calibration.json")
    return found


def faults(overall: Mapping[str, Any], limits: Limits) -> list[str]:
    """Why a judge with these figures is unusable, as sentences; none if it is not."""
    return list(_faults(overall, limits))


def _faults(overall: Mapping[str, Any], limits: Limits) -> Iterator[str]:
    bounds, precision, unscored = overall["ci95"]["kappa"], overall["precision"], overall["unscored_share"]
    if unscored is None or unscored > limits.unscored:
        yield f"It leaves {percent(unscored)} % unscored, more than {percent(limits.unscored)} %."
    if bounds is None or bounds[0] <= limits.kappa:
        yield (
            f"The 95 % interval of its kappa, {interval(bounds)} %, does not lie above "
            f"{percent(limits.kappa)} %: it can't be said to tell success from failure."
        )
    if precision is None or precision < limits.precision:
        yield f"Its precision is {percent(precision)} %, below {percent(limits.precision)} %."


def write_report(judge: str, found: Mapping[str, Any], out: Path) -> Path:
    """Writes the page with its plots, and the pages of the wrongly judged episodes.

    Args:
        judge: Name of the judge.
        found: As ``calibration`` returns it.
        out: Folder of the results.

    Returns:
        The page.
    """
    apps = {**found["apps"], "all": found["overall"]}
    plot_figure(apps, "kappa", out / "apps.png", label="Kappa (%)", title="Kappa by app")
    plot_figure(
        apps, "gap", out / "gaps.png", label="Judged - true (%)", title="Gap in success rate", least=-100
    )
    kinds = found["kinds"]
    plot_figure(
        kinds, "accuracy", out / "kinds.png", label="Judged right (%)", title="Right verdicts by kind"
    )
    page = out / "calibration.html"
    wrong = found["wrong"]
    write_page(
        "calibration.html", page, judge=judge, calibration=found, wrong=wrong, successes=list(SUCCESSES)
    )
    if wrong:
        folders = [out / "wrong" / name for name in wrong]
        render_html(folders, out / "report", title=f"Episodes that {judge} judged wrongly")
    return page


def _kept(case: Labelled, verdict: Verdict, out: Path) -> Judged:
    """The row of a verdict; an episode that was judged wrongly is recorded."""
    row = case.row(verdict)
    if row.wrong:
        save_episode(msgspec.structs.replace(case.episode, verdict=verdict), out / "wrong" / _name(row))
    return row


def _name(row: Judged) -> str:
    return f"{row.task_id}-{row.variation}-{row.seed}-{row.kind}"


def _names(apps: str) -> Sequence[str]:
    return [name.strip() for name in apps.split(",") if name.strip()] or task_apps()


def _print(found: Mapping[str, Any]) -> None:
    table = Table(title="Verdicts against the truth, in %", box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    table.add_column("App", no_wrap=True)
    for heading in ("Episodes", "Unscored", *COLUMNS):
        table.add_column(heading.capitalize(), justify="right", min_width=len(heading))
    for name, figures in {**found["apps"], "all": found["overall"]}.items():
        counts = [str(figures["episodes"]), str(figures["unscored"])]
        table.add_row(name, *counts, *(percent(figures[column]) for column in COLUMNS))
    effort = found["effort"]
    console = Console()
    console.print(table)
    console.print(
        f"{effort['verdicts']} verdicts: {effort['cost']:.4f} US dollars, {effort['seconds']:.1f} s, "
        f"{effort['tokens_in']} + {effort['tokens_out']} tokens",
        highlight=False,
    )


def _leave(message: str, code: int) -> NoReturn:
    typer.secho(message, fg="red", err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    app()
