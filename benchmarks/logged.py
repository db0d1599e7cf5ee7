"""What each program logs: its figures, tables and screens, as data for ``reporting.tracking``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.glimpse import Glimpse, glimpse
from benchmarks.metrics import EpisodeRow
from benchmarks.outcomes import COUNTED
from benchmarks.tables import RATES, USAGE
from openphone_gym.recording import DamagedTrace
from openphone_gym.reporting.tracking import Bars, Logged


def evaluation(agent: str, summary: Mapping[str, Any], rows: Sequence[EpisodeRow], out: Path) -> Logged:
    """An evaluation: rates with intervals, the four counts, bars by app, and every episode with two screens.

    Args:
        agent: Who was evaluated; runs are grouped by it.
        summary: As ``metrics.summarise`` returns it.
        rows: All episodes.
        out: Folder of the run.
    """
    groups = {f"{part}/{name}": of for part in ("apps", "suites") for name, of in summary[part].items()}
    return Logged(
        program="evaluate",
        group=agent,
        config={"agent": agent, **summary["run"], "unusable": summary["unusable"]},
        figures={**_rates(summary["overall"]), **{name: _rates(of) for name, of in groups.items()}},
        bars={"success by app": Bars("success_rate", summary["apps"])},
        tables={"episodes": [_episode(row, out) for row in rows]},
    )


def _rates(figures: Mapping[str, Any]) -> dict[str, Any]:
    bounds = {name: figures["ci95"][name] for name in RATES if figures["ci95"][name] is not None}
    return {
        **{name: figures[name] for name in (*RATES, *USAGE)},
        "ci95": bounds,
        "episodes": {name: figures[name] for name in COUNTED.values()},
        "agent_faults": figures["agent_faults"],
    }


def _episode(row: EpisodeRow, out: Path) -> dict[str, Any]:
    seen = _seen(out / row.path) if row.path else None
    return {
        "task": row.task_id,
        "app": row.app,
        "suite": row.suite,
        "seed": row.seed,
        "variation": row.variation,
        "outcome": row.outcome,
        "fault": row.fault or "",
        "progress": row.progress,
        "steps": row.agent_steps,
        "human_steps": row.human_steps,
        "tokens": row.tokens_in + row.tokens_out,
        "seconds": row.model_seconds,
        "cost": row.cost,
        **_columns(seen, row.error or row.reason),
    }


def _columns(seen: Glimpse | None, otherwise: str) -> dict[str, Any]:
    """What an episode looked like, in columns that are always there."""
    return {
        "goal": seen.goal if seen else "",
        "actions": "\n".join(seen.actions) if seen else "",
        "sub_goals": seen.subgoals if seen else {},
        "verdict": seen.verdict if seen else otherwise,
        "first_screen": seen.first if seen else None,
        "last_screen": seen.last if seen else None,
    }


def _seen(folder: Path) -> Glimpse | None:
    try:
        return glimpse(folder)
    except DamagedTrace:
        return None


def strategies(found: Mapping[str, Any]) -> Logged:
    """A comparison of strategies between device and cloud.

    Args:
        found: As ``device_cloud.summary`` returns it.
    """
    run = found["run"]
    device, cloud = run["arguments"]["device"], run["arguments"]["cloud"]
    by_name: Mapping[str, Mapping[str, Any]] = found["strategies"]
    return Logged(
        program="device_cloud",
        group=f"{device} + {cloud}",
        config={
            **run,
            "models": found["models"],
            "stand_ins": found["stand_ins"],
            "unusable": found["unusable"],
        },
        figures={"episodes": _counted(found["counts"]), **by_name},
        bars={"success by strategy": Bars("success_rate", by_name)},
        tables={
            "strategies": list(_lines("strategy", by_name)),
            "sensitivity": [
                {"varied": group, "value": value, **line}
                for group, values in found["sensitivity"].items()
                for value, runs in values.items()
                for line in _lines("strategy", runs)
            ],
        },
    )


def calibration(judge: str, found: Mapping[str, Any], out: Path) -> Logged:
    """A calibration of a judge, with every episode that it judged wrongly.

    Args:
        judge: Its name; runs are grouped by it.
        found: As ``judge_calibration.calibration`` returns it.
        out: Folder of the run.
    """
    apps, kinds = found["apps"], found["kinds"]
    return Logged(
        program="judge_calibration",
        group=judge,
        config={"judge": judge, **found["run"], "limits": found["limits"], "unusable": found["faults"]},
        figures={**found["overall"], "effort": found["effort"], "apps": apps, "kinds": kinds},
        bars={"kappa by app": Bars("kappa", apps), "right verdicts by kind": Bars("accuracy", kinds)},
        tables={
            "wrong": [
                {
                    "task": row["task_id"],
                    "app": row["app"],
                    "seed": row["seed"],
                    "kind": row["kind"],
                    "truth": row["reference"],
                    "judged": row["verdict"],
                    **_columns(_seen(out / "wrong" / name), row["reason"]),
                }
                for name, row in found["wrong"].items()
            ]
        },
    )


def speed(figures: Mapping[str, Any], machine: Mapping[str, Any], run: Mapping[str, Any]) -> Logged:
    """The speed of the phone, grouped by the processor.

    Args:
        figures: As ``throughput.measure`` returns it.
        machine: What it was measured on.
        run: Where the numbers come from.
    """
    return Logged(
        program="throughput",
        group=str(machine["processor"]),
        config={**run, "machine": machine},
        figures=figures,
        tables={
            "calls": [
                {"protocol": protocol, "call": name, **rate}
                for protocol, calls in figures["wire"].items()
                if "missing" not in calls
                for name, rate in calls.items()
            ]
        },
    )


def inference(figures: Sequence[Mapping[str, Any]], run: Mapping[str, Any]) -> Logged:
    """The time that models take for a step, grouped by the models.

    Args:
        figures: A line for each target and mode, as ``inference_speed.measure`` returns them.
        run: Where the numbers come from.
    """
    return Logged(
        program="inference_speed",
        group=", ".join(dict.fromkeys(str(row["target"]) for row in figures)),
        config=run,
        figures={f"{row['target']}/{row['mode']}": row for row in figures},
        tables={"targets": [dict(row) for row in figures]},
    )


def _counted(counts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: counts[name] for name in COUNTED.values()}


def _lines(first: str, groups: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """A line a group; what is itself a table stays JSON."""
    return ({first: name, **figures} for name, figures in groups.items())
