"""A run's figures as a table on the terminal and as an Excel file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.metrics import EpisodeRow
from benchmarks.outcomes import COUNTED, FAULTS, described
from openphone_gym.reporting.percentages import points, points_between

RATES = {
    "success_rate": "Success",
    "sub_goal_rate": "Sub-goals",
    "rrr": "RRR",
    "ror": "ROR",
    "side_effect_rate": "Side effects",
}
"""The figures of a summary in the order of the tables, and their headings."""

USAGE = {"tokens_per_step": "Tokens a step", "seconds_per_step": "Seconds a step", "cost": "Cost (USD)"}
"""What the agent's model took, and the headings in the Excel file."""

COUNTS = {"episodes": "Episodes", **{name: name.capitalize() for name in COUNTED.values()}}
"""The number of episodes, and of those that ended in each way."""

FAULT_COUNTS = {kind: kind.capitalize() for kind in FAULTS}
"""Of the failures, how many were the agent's own fault, by kind."""

_WIDEST = 60


def print_table(summary: Mapping[str, Any], console: Console | None = None) -> None:
    """Prints the figures per app and in all, each suite apart, with the 95 % interval of the success rate.

    Args:
        summary: As ``metrics.summarise`` returns it.
        console: Where to print; the standard output by default.
    """
    screen = console or Console()
    success, *others = RATES.values()
    for suite in summary["suites"]:
        _print(screen, f"{suite}: rates in %", [success, "95 %", *others], summary, suite, _rates)
    overall, over = summary["overall"], summary["overall"]["taken_over"]
    screen.print(
        f"Success and sub-goals over {over['success_rate']} episodes that succeeded or failed, RRR over "
        f"{over['rrr']} that succeeded, ROR over {over['ror']} with pictures, side effects over "
        f"{over['side_effect_rate']} without a fault of the agent.",
        highlight=False,
    )
    for suite in summary["suites"]:
        counted = [*COUNTS.values(), *FAULT_COUNTS.values()]
        _print(screen, f"{suite}: episodes", counted, summary, suite, _counts)
    screen.print(f"{overall['episodes']} episodes: {described(overall)}", highlight=False)


def _print(
    screen: Console,
    title: str,
    headings: Sequence[str],
    summary: Mapping[str, Any],
    suite: str,
    cells: Callable[[Mapping[str, Any]], list[str]],
) -> None:
    table = Table(title=title, box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    table.add_column("App", no_wrap=True)
    for heading in headings:
        table.add_column(heading, justify="right", min_width=max(map(len, heading.split())))
    of_suite = summary["suites"][suite]
    for app in of_suite["apps"]:
        table.add_row(app, *cells(summary["apps"][app]))
    table.add_section()
    table.add_row("all", *cells(of_suite), style="bold")
    screen.print(table)


def print_comparison(found: Mapping[str, Any], console: Console | None = None) -> None:
    """Prints the success of several runs by suite and app, and the differences to the first one.

    Args:
        found: As ``comparison.compare`` returns it.
        console: Where to print; the standard output by default.
    """
    first, *others = found["runs"]
    table = Table(
        title="Success in %, differences in points", box=box.SIMPLE_HEAD, padding=0, show_edge=False
    )
    table.add_column("", no_wrap=True)
    for heading in (first, *others, *(f"{name} - {first}" for name in others if found["paired"])):
        table.add_column(heading, justify="right")
    for part in ("apps", "suites"):
        for name, group in found[part].items():
            rates = [_percent(figures["success_rate"], 1) for figures in group["runs"].values()]
            gains = [_gain(against) for against in group["against"].values()]
            table.add_row(name, *rates, *gains, style="bold" if part == "suites" else "")
        table.add_section()
    (console or Console()).print(table)


def _gain(against: Mapping[str, Any]) -> str:
    """A difference with its interval and the numbers of what was gained and lost."""
    between = f" ({points_between(against['ci95']['success'])})" if against["ci95"]["success"] else ""
    return f"{points(against['success'])}{between} +{against['gained']} -{against['lost']}"


def write_excel(summary: Mapping[str, Any], rows: Sequence[EpisodeRow], path: Path) -> None:
    """Writes an Excel file with the sheets Overview, Suites, Apps, Tasks and Episodes.

    Args:
        summary: As ``metrics.summarise`` returns it.
        rows: The episodes of the run.
        path: The ``.xlsx`` file; overwritten.
    """
    sheets = {
        "Overview": _frame("Figures", {"all": summary["overall"]}),
        "Suites": _frame("Suite", summary["suites"]),
        "Apps": _frame("App", summary["apps"]),
        "Tasks": _frame("Task", summary["tasks"]),
        "Episodes": pd.DataFrame([msgspec.to_builtins(row) for row in rows], columns=list(_EPISODE_HEADINGS)),
    }
    sheets["Episodes"] = sheets["Episodes"].rename(columns=_EPISODE_HEADINGS)
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            frame.map(_storable).to_excel(writer, sheet_name=name, index=False)
            _lay_out(writer.sheets[name])
        _append_run(writer.sheets["Overview"], summary["run"])
        for sheet in writer.sheets.values():
            _take_no_formulas(sheet)


_EPISODE_HEADINGS = {
    "app": "App",
    "task_id": "Task",
    "seed": "Seed",
    "variation": "Variation",
    "success": "Success",
    "fault": "Agent's fault",
    "progress": "Sub-goals",
    "human_steps": "Human steps",
    "agent_steps": "Agent steps",
    "repeated_screens": "Repeated screens",
    "side_effects": "Side effects (number)",
    "reward": "Reward",
    "tokens_in": "Tokens in",
    "tokens_out": "Tokens out",
    "model_seconds": "Model seconds",
    "cost": "Cost (USD)",
    "reason": "Reason",
    "error": "Broken",
    "path": "Folder",
}


def _rates(figures: Mapping[str, Any]) -> list[str]:
    success, *others = (_percent(figures[name], 1) for name in RATES)
    interval = figures["ci95"]["success_rate"]
    between = "–".join(_percent(bound, 0) for bound in interval) if interval else "–"
    return [success, between, *others]


def _counts(figures: Mapping[str, Any]) -> list[str]:
    faults = figures["agent_faults"]
    return [*(str(figures[name]) for name in COUNTS), *(str(faults[kind]) for kind in FAULT_COUNTS)]


def _percent(share: float | None, digits: int) -> str:
    return "–" if share is None else f"{100 * share:.{digits}f}"


def _frame(first: str, groups: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """A line per group: each rate with its interval, then the counts."""
    return pd.DataFrame([{first: name, **_line(figures)} for name, figures in groups.items()])


def _line(figures: Mapping[str, Any]) -> dict[str, Any]:
    line: dict[str, Any] = {}
    for name, heading in RATES.items():
        low, high = figures["ci95"][name] or (None, None)
        line |= {heading: figures[name], f"{heading}, low": low, f"{heading}, high": high}
        line[f"{heading}, over"] = figures["taken_over"][name]
    line |= {heading: figures[name] for name, heading in (USAGE | COUNTS).items()}
    faults = figures["agent_faults"]
    return line | {f"Agent's fault: {kind}": faults[kind] for kind in FAULTS}


def _storable(value: Any) -> Any:
    """The value without the control characters that a spreadsheet cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _lay_out(sheet: Worksheet) -> None:
    """Percentages, widths that fit, a heading that stays in sight and can filter."""
    rates = tuple(RATES.values())
    for number, column in enumerate(sheet.iter_cols(), 1):
        heading = str(column[0].value)
        rate = heading in rates or heading.endswith((", low", ", high"))
        for cell in column[1:]:
            cell.number_format = "0.0%" if rate else "General"
        widest = len(heading) if rate else max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(widest + 3, _WIDEST)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _append_run(sheet: Worksheet, run: Mapping[str, Any]) -> None:
    """Puts where the numbers come from below the figures."""
    sheet.append([])
    for name, value in run.items():
        parts = value if isinstance(value, Mapping) else {"": value}
        for part, content in parts.items():
            sheet.append([f"{name} {part}".strip(), _storable(content if content is None else str(content))])
            sheet.cell(sheet.max_row, 1).font = Font(bold=True)


def _take_no_formulas(sheet: Worksheet) -> None:
    """Keeps what an agent or a judge wrote as text, even if it begins like a formula."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
