"""A page of scores, made from the summaries of evaluations that were handed in.

::

    python -m benchmarks.leaderboard docs/leaderboard --add runs/mine/summary.json --name mine
    python -m benchmarks.leaderboard docs/leaderboard --out runs/leaderboard.html

A row stands only where scores can be compared: of the present score versions, on the canonical tasks of a
whole suite, under the suite's own conditions, with counts that agree. What does not fit is refused, and the
page says why. AndroidLab's tasks, OpenPhone's and those across apps have a table each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
import typer

from benchmarks.outcomes import BROKEN_LIMIT, COUNTED
from benchmarks.pages import write_page
from openphone_gym.recording.untrusted import read_file
from openphone_gym.reporting.intervals import Interval, wilson
from openphone_gym.reporting.json_file import write_json
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.versions import VERSIONS, differences

BOARDS = {"AndroidLab": "AndroidLab", "OpenPhone": "OpenPhone", "cross": "Across apps"}
"""Suites that have a table, and its title."""

BOUNDS = ("expert", "random", "noop", "finish")
"""Agents that show what could be reached, and what nothing reaches."""

LARGEST = 4 << 20
"""Bytes of a summary."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+ -]{0,59}")
Count = Annotated[int, msgspec.Meta(ge=0, le=10**6)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)] | None

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Refused(ValueError):
    """A summary, or a suite of it, that gets no row; the message says why."""


class Counts(msgspec.Struct, kw_only=True):
    """How the episodes of a task or of a suite ended."""

    episodes: Count
    succeeded: Count
    failed: Count
    unscored: Count
    broken: Count

    @property
    def by_outcome(self) -> tuple[int, ...]:
        """The four counts, in the order of ``COUNTED``."""
        return tuple(getattr(self, name) for name in COUNTED.values())


class SuiteFigures(Counts, kw_only=True):
    """What a summary says of a suite; rates but RRR are shares."""

    success_rate: Share
    sub_goal_rate: Share
    rrr: Annotated[float, msgspec.Meta(ge=0, le=100)] | None
    ror: Share
    side_effect_rate: Share


class Conditions(msgspec.Struct, kw_only=True):
    """The part of a run's arguments that decides whether scores can be compared."""

    agent: str
    variation: Literal["canonical"]
    split: Literal["test"]
    max_steps: None
    interruptions: Annotated[float, msgspec.Meta(ge=0, le=0)]
    screen: tuple[Count, Count]
    seeds: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    judge: Literal["", "state"] = ""


class Provenance(msgspec.Struct, kw_only=True):
    """Where the numbers come from."""

    arguments: Conditions
    score_versions: dict[str, int] = msgspec.field(default_factory=dict)
    commit: str | None = None
    versions: dict[str, str | None] = msgspec.field(default_factory=dict)
    settings: dict[str, Any] = msgspec.field(default_factory=dict)


class Entry(msgspec.Struct, kw_only=True):
    """What is read of a ``summary.json``, and all that is kept of one that is added."""

    unusable: list[str]
    suites: dict[str, SuiteFigures]
    tasks: dict[str, Counts]
    run: Provenance


class Row(NamedTuple):
    """A line of a table.

    Attributes:
        name: Name of the file.
        source: Folder of the file: who hands it in.
        figures: What the summary says.
        ci95: Of the success rate, from the counts.
        run: Where it comes from.
    """

    name: str
    source: str
    figures: SuiteFigures
    ci95: Interval | None
    run: Provenance

    @property
    def provenance(self) -> dict[str, Any]:
        """Where it comes from, as JSON values."""
        return msgspec.to_builtins(self.run)

    @property
    def bound(self) -> bool:
        """Whether it is no model but a bound."""
        return self.run.arguments.agent in BOUNDS


def read_entry(path: Path) -> Entry:
    """Reads a summary.

    Raises:
        Refused: It is none, or none whose scores can be compared.
    """
    try:
        entry = msgspec.json.decode(read_file(path, LARGEST), type=Entry)
    except (OSError, ValueError, RecursionError) as fault:
        raise Refused(
            f"It is no summary of canonical tasks under the suite's own conditions: {fault}."
        ) from None
    if entry.unusable:
        raise Refused(f"It is not to be relied on: {' '.join(entry.unusable)}")
    if why := differences(entry.run.score_versions, VERSIONS):
        raise Refused(" ".join(why))
    return entry


def check_suite(entry: Entry, suite: str) -> SuiteFigures:
    """The figures of a suite, whose counts agree.

    Raises:
        Refused: They do not, or tasks are missing.
    """
    figures = entry.suites[suite]
    wanted = {task.id for task in catalogue().values() if task.suite == suite}
    tasks = {name: counts for name, counts in entry.tasks.items() if name in wanted}
    if missing := sorted(wanted - set(tasks)):
        raise Refused(f"{len(missing)} of {len(wanted)} tasks are missing, such as {missing[0]}.")
    for name, counts in tasks.items():
        if counts.episodes != entry.run.arguments.seeds:
            raise Refused(f"{name} has {counts.episodes} episodes, not {entry.run.arguments.seeds}.")
    for name, counts in {**tasks, "the suite": figures}.items():
        if sum(counts.by_outcome) != counts.episodes:
            raise Refused(f"The episodes of {name} do not add up to {counts.episodes}.")
    summed = tuple(map(sum, zip(*(counts.by_outcome for counts in tasks.values()), strict=True)))
    if summed != figures.by_outcome:
        raise Refused(f"The counts of the tasks add up to {summed}, those told are {figures.by_outcome}.")
    scored = figures.succeeded + figures.failed
    if not scored or abs((figures.success_rate or 0.0) - figures.succeeded / scored) > 1e-9:
        raise Refused(f"Its success rate is not {figures.succeeded} of {scored}.")
    if figures.broken > BROKEN_LIMIT * figures.episodes:
        raise Refused(f"{figures.broken} of {figures.episodes} episodes broke.")
    return figures


def boards(folder: Path) -> tuple[dict[str, list[Row]], dict[str, str]]:
    """All rows by suite, best first, and by file why it or a part of it was refused."""
    rows: dict[str, list[Row]] = {suite: [] for suite in BOARDS}
    refused: dict[str, str] = {}
    for path in sorted(folder.rglob("*.json")):
        name = path.relative_to(folder).as_posix()
        try:
            entry = read_entry(path)
        except Refused as why:
            refused[name] = str(why)
            continue
        for suite in BOARDS:
            if suite in entry.suites:
                try:
                    rows[suite].append(_row(path, folder, entry, check_suite(entry, suite)))
                except Refused as why:
                    refused[f"{name}, {BOARDS[suite]}"] = str(why)
        if not set(BOARDS) & set(entry.suites):
            refused[name] = f"It has no figures of {', '.join(BOARDS.values())}."
    return {suite: sorted(found, key=_rank) for suite, found in rows.items()}, refused


def _row(path: Path, folder: Path, entry: Entry, figures: SuiteFigures) -> Row:
    source = path.parent.name if path.parent != folder else "submitted"
    interval = wilson(figures.succeeded, figures.succeeded + figures.failed)
    return Row(path.stem, source, figures, interval, entry.run)


def _rank(row: Row) -> tuple[float, float, str]:
    return -(row.figures.success_rate or 0.0), -(row.figures.sub_goal_rate or 0.0), row.name


def write_leaderboard(folder: Path, page: Path) -> dict[str, str]:
    """Writes the page; returns what was refused, and why."""
    rows, refused = boards(folder)
    page.parent.mkdir(parents=True, exist_ok=True)
    sizes = {suite: sum(task.suite == suite for task in catalogue().values()) for suite in BOARDS}
    tables = [(title, sizes[suite], list(ranked(rows[suite]))) for suite, title in BOARDS.items()]
    write_page("leaderboard.html", page, tables=tables, refused=refused, versions=dict(VERSIONS))
    return refused


def ranked(rows: Sequence[Row]) -> Iterator[tuple[int | None, Row]]:
    """Models by rank; bounds have none."""
    rank = 0
    for row in rows:
        rank += not row.bound
        yield None if row.bound else rank, row


@app.command()
def main(
    folder: Annotated[Path, typer.Argument(help="Folder of summaries; folders in it say who hands them in.")],
    out: Annotated[Path | None, typer.Option(help="The page to write.")] = None,
    add: Annotated[
        Path | None, typer.Option(help="A summary.json to check and to put into the folder.")
    ] = None,
    name: Annotated[str, typer.Option(help="What the added one is to be called.")] = "",
) -> None:
    """Makes the page of scores, or adds a summary to those that it is made from.

    The exit code is 1 if the summary to be added is refused.
    """
    if not out and not add:
        raise typer.BadParameter("name a page with --out, or a summary with --add")
    if add:
        if not _NAME.fullmatch(name):
            raise typer.BadParameter("a --name has letters, digits, blanks and . _ + -, 60 at most")
        typer.echo(f"Added: {_added(add, folder / f'{name}.json')}")
    if out:
        for file, why in write_leaderboard(folder, out).items():
            typer.secho(f"Refused: {file}: {why}", fg="red")
        typer.echo(f"To look at: {out}")


def _added(summary: Path, place: Path) -> Path:
    try:
        entry = read_entry(summary)
        for suite in set(BOARDS) & set(entry.suites):
            check_suite(entry, suite)
    except Refused as why:
        typer.secho(f"Refused: {why}", fg="red", err=True)
        raise typer.Exit(1) from None
    place.parent.mkdir(parents=True, exist_ok=True)
    write_json(entry, place)
    return place


if __name__ == "__main__":
    app()
