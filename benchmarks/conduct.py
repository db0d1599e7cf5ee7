"""Doing all jobs of a program: to their end, to a signal, or to a failure after which nothing can succeed."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple, TypeVar

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

from benchmarks.outcomes import Row, counts, described, unusable
from openphone_gym.recording import RecordingFailed
from openphone_gym.rollout import Crew, Failure, Stopped, Stopping
from openphone_gym.rollout.cluster import WorkMissing

UNUSABLE = 1
"""Exit code of a run whose rates are not to be relied on: nothing was scored, or too much broke."""
REFUSED = 3
"""Exit code of a run that stopped early, since the endpoint refuses every call."""
UNWRITABLE = 4
"""Exit code of a run whose folder can't be written to."""

FINAL = {
    RecordingFailed.__name__: "nothing can be recorded",
    WorkMissing.__name__: "a machine lacks what is to be run",
}
"""Why no other job can succeed after some failures."""

AnyJob = TypeVar("AnyJob", bound=Hashable)
AnyRow = TypeVar("AnyRow", bound=Row)
AnyResult = TypeVar("AnyResult")

Workers = Annotated[
    int | None,
    typer.Option(
        min=1, help="Processes that run episodes side by side.", show_default="1; with --ray, all its CPUs"
    ),
]
Ray = Annotated[
    str,
    typer.Option(
        help="Run them on a Ray cluster: local starts one here; or its address: auto, 10.0.0.1:6379.",
        show_default="none",
    ),
]


class Conducted(NamedTuple):
    """What became of the jobs.

    Attributes:
        rows: The row of each job that was done.
        final: The failure after which no other job was begun, if there was one.
        left_behind: Number of workers that hang and could not be ended.
    """

    rows: Mapping[Any, Any]
    final: Failure | None
    left_behind: int

    @property
    def why_not_done(self) -> str:
        """The reason of the jobs that have no row."""
        return f"not played, since the run stopped early: {self.final.reason}" if self.final else "not played"

    def doubts(self, rows: Sequence[Row], broken_limit: float) -> list[str]:
        """Why the rates of these rows, of all jobs, are not to be relied on; none if they are."""
        found = unusable(rows, broken_limit)
        if self.final is None:
            return found
        why = FINAL.get(self.final.error, "the endpoint refuses every call")
        return [f"Stopped early, since {why}: {self.final.reason}", *found]

    def exit_code(self, doubts: Sequence[str]) -> int:
        """What the program tells whoever started it."""
        if self.final is None:
            return UNUSABLE if doubts else 0
        return UNWRITABLE if self.final.error == RecordingFailed.__name__ else REFUSED


def conduct(
    pool: Crew[AnyJob, AnyResult],
    jobs: Sequence[AnyJob],
    settle: Callable[[AnyJob, AnyResult | Failure], AnyRow],
    stopping: Stopping,
    known: Mapping[AnyJob, AnyRow] | None = None,
    *,
    goes_on: bool,
) -> Conducted:
    """Does all jobs, with a progress bar that tells how the episodes end.

    Args:
        pool: Who does them; closed at the end.
        jobs: What is to be done.
        settle: The row of a job, of its result or of its failure.
        stopping: The first signal lets the episodes in flight end, the second one does not.
        known: The rows of jobs that are done already.
        goes_on: Whether the same command goes on later where this one stopped.

    Raises:
        Stopped: A signal came; what there is was said.
    """
    rows: dict[AnyJob, AnyRow] = dict(known or {})
    final: Failure | None = None
    try:
        with pool, stopping.draining(lambda: _drain(pool)), _progress() as progress:
            bar = progress.add_task("", total=len(jobs), completed=len(rows), tally="")
            for job, outcome in pool.run([job for job in jobs if job not in rows]):
                if isinstance(outcome, Failure) and outcome.final and final is None:
                    final = outcome
                    pool.drain()
                rows[job] = settle(job, outcome)
                progress.update(bar, advance=1, tally=described(counts(rows.values())))
    except Stopped:
        kept = sum(row.outcome != "broken" for row in rows.values())
        later = "; the same command goes on" if goes_on else ""
        typer.echo(f"Stopped with {kept} of {len(jobs)} episodes{later}.", err=True)
        raise
    return Conducted(rows, final, pool.left_behind)


def tell(message: str) -> None:
    """Says what went wrong."""
    typer.secho(message, fg="red", err=True)


def leave_behind(program: Callable[[], Any]) -> None:
    """Runs a program, and leaves it at its end without waiting for threads that hang."""
    try:
        program()
        status: Any = 0
    except SystemExit as end:
        status = end.code
    if any(thread is not threading.main_thread() for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else status is not None)
    sys.exit(status)


def _drain(pool: Crew[Any, Any]) -> None:
    pool.drain()
    # In a signal handler, where the buffers of print may be in use.
    os.write(2, b"\nEnding the episodes in flight. Once more stops at once.\n")


def _progress() -> Progress:
    """A bar, on a terminal; a file gets nothing, so that its first line is the first thing to say."""
    console = Console(stderr=True)
    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[tally]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
