"""What a sweep leaves for people and programs: summary, tables, chart, pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console

from benchmarks.logged import evaluation
from benchmarks.metrics import EpisodeRow, summarise
from benchmarks.plots import plot_success
from benchmarks.provenance import provenance
from benchmarks.sweep import Sweep, write_json
from benchmarks.tables import print_table, write_excel
from benchmarks.tracking import track
from openphone_gym.recording import render_html


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
    summary = summarise(rows, provenance(msgspec.to_builtins(sweep), seeds), unusable)
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
