"""Several runs beside each other: rates, and differences to the first one paired by task and seed.

A pair is an episode of the same task and seed that is scored in both runs. The interval of a difference is
a 95 % percentile bootstrap that draws whole tasks, with a fixed seed; within a single task it draws episodes,
and where all differ alike there is none. Runs whose scores are of different versions
(``openphone_gym.versions``) or by different judges are not paired, unless one insists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.metrics import EpisodeRow, figures
from benchmarks.runs import Played, Run, provenance_of
from openphone_gym.reporting.intervals import Interval, bootstrap
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import SUITES, draw
from openphone_gym.versions import differences

Pair = tuple[EpisodeRow, EpisodeRow]


class Change(NamedTuple):
    """An episode that one run did and the other did not.

    Attributes:
        played: Task and seed.
        against: Name of the run that is compared with the first one.
        gained: Whether that run succeeded where the first one failed; else the reverse.
        first: What became of it in the first run.
        second: In the other.
    """

    played: Played
    against: str
    gained: bool
    first: EpisodeRow
    second: EpisodeRow


def incomparable(runs: Sequence[Run]) -> list[str]:
    """Why the runs' scores can't be compared, as sentences; none if they can."""
    first, found = runs[0], []
    for run in runs[1:]:
        found += [f"{first.name} and {run.name}: {why}" for why in differences(first.versions, run.versions)]
        if run.judges and first.judges and set(run.judges) != set(first.judges):
            judged = " and ".join(", ".join(sorted(of.judges)) for of in (first, run))
            found.append(f"{first.name} and {run.name}: Other judges, {judged}.")
    return found


def unlike(runs: Sequence[Run]) -> list[str]:
    """Conditions in which the runs differ, as sentences; they are compared all the same."""
    first = runs[0]
    return [
        f"{first.name} and {run.name}: other {name}, {before} and {run.conditions[name]}."
        for run in runs[1:]
        for name, before in first.conditions.items()
        if run.conditions[name] != before
    ]


def compare(runs: Sequence[Run], *, insist: bool = False) -> dict[str, Any]:
    """The content of a comparison: JSON values, but for ``changes``.

    Args:
        runs: Two or more; the others are compared with the first one.
        insist: Whether to pair runs whose scores can't be compared.

    Returns:
        ``incomparable`` and ``unlike`` (sentences), ``paired``, ``runs`` (by name, where they come from),
        ``suites``, ``apps`` and ``tasks`` (for each, by run, its figures, and ``against`` the first one
        the paired differences), ``changes`` (of ``Change``).
    """
    why = incomparable(runs)
    paired = insist or not why
    rows = [row for run in runs for row in run.rows.values()]
    order = {task: number for number, task in enumerate(dict.fromkeys(row.task_id for row in rows))}
    return {
        "incomparable": why,
        "unlike": unlike(runs),
        "paired": paired,
        "runs": {run.name: _about(run) for run in runs},
        "suites": _groups(runs, [*SUITES, "unknown"], lambda row: row.suite, paired),
        "apps": _groups(runs, sorted({row.app for row in rows}), lambda row: row.app, paired),
        "tasks": {
            task: group | {"app": find_task(task).counted_as, "goal": draw(find_task(task)).goal}
            for task, group in _groups(runs, order, lambda row: row.task_id, paired).items()
        },
        "changes": list(_changes(runs)) if paired else [],
    }


def _about(run: Run) -> dict[str, Any]:
    return {
        "agent": run.sweep.agent,
        "folder": str(run.folder),
        "versions": run.versions,
        "judges": run.judges,
        **figures(list(run.rows.values())),
        "provenance": dict(provenance_of(run)),
    }


def _groups(
    runs: Sequence[Run], names: Iterable[str], key: Callable[[EpisodeRow], str], paired: bool
) -> dict[str, dict[str, Any]]:
    found = {}
    for name in names:
        of = {run.name: {at: row for at, row in run.rows.items() if key(row) == name} for run in runs}
        if any(of.values()):
            first, *others = of
            found[name] = {
                "runs": {run: figures(list(rows.values())) for run, rows in of.items()},
                "against": {run: _differences(of[first], of[run]) for run in others} if paired else {},
            }
    return found


def _differences(first: Mapping[Played, EpisodeRow], second: Mapping[Played, EpisodeRow]) -> dict[str, Any]:
    """What the second run did better than the first, over the episodes that are scored in both."""
    pairs = [pair for _, pair in _pairs(first, second)]
    tasks = [before.task_id for before, _ in pairs]
    values = {
        "success": [float(bool(after.success)) - float(bool(before.success)) for before, after in pairs],
        "sub_goals": [after.progress - before.progress for before, after in pairs],
    }
    return {
        "pairs": len(pairs),
        "gained": values["success"].count(1.0),
        "lost": values["success"].count(-1.0),
        **{name: sum(of) / len(of) if of else None for name, of in values.items()},
        "ci95": {name: _interval(of, tasks) for name, of in values.items()},
    }


def _interval(values: Sequence[float], tasks: Sequence[str]) -> Interval | None:
    """The interval of a mean; None where all values are alike, of which a bootstrap tells nothing."""
    return bootstrap(values, tasks) if len(set(values)) > 1 else None


def _pairs(
    first: Mapping[Played, EpisodeRow], second: Mapping[Played, EpisodeRow]
) -> Iterable[tuple[Played, Pair]]:
    for played, before in first.items():
        after = second.get(played)
        if after is not None and before.scored and after.scored and before.variation == after.variation:
            yield played, (before, after)


def _changes(runs: Sequence[Run]) -> Iterable[Change]:
    first, *others = runs
    for other in others:
        for played, (before, after) in _pairs(first.rows, other.rows):
            if before.outcome != after.outcome:
                yield Change(played, other.name, after.outcome == "success", before, after)
