"""The view of runs on Weights & Biases that ``benchmarks.workspace`` saves: four questions, with panels."""

from __future__ import annotations

from typing import Any

import wandb_workspaces.reports.v2 as panels
import wandb_workspaces.workspaces as workspaces

from benchmarks.outcomes import COUNTED, FAULTS
from benchmarks.workspace import LEARNING, PLAYING, UPDATE
from openphone_gym.tasks.catalogue import task_apps

AGENT = "config.agent"


def workspace(entity: str, project: str) -> workspaces.Workspace:
    """The view, not yet saved.

    Args:
        entity: User or team on W&B.
        project: Project of the runs.
    """
    return workspaces.Workspace(
        entity=entity,
        project=project,
        name="openphone_gym",
        sections=[
            _section("Does it learn?", [*map(_curve, LEARNING), _bars("success_rate", "sub_goal_rate")]),
            _section("Where does it fail?", _failures()),
            _section("What does it cost?", _costs()),
            _section("Is the environment the bottleneck?", _speeds()),
        ],
        runset_settings=workspaces.RunsetSettings(groupby=[workspaces.Metric("Group")]),
    )


def _section(question: str, shown: list[Any]) -> workspaces.Section:
    return workspaces.Section(name=question, panels=shown, is_open=True)


def _curve(name: str) -> panels.LinePlot:
    return panels.LinePlot(title=name.rpartition("/")[2].replace("_", " "), x=UPDATE, y=[name])


def _bars(*names: str, title: str = "") -> panels.BarPlot:
    """Bars, one for each group of runs."""
    return panels.BarPlot(title=title or ", ".join(names), metrics=list(names), groupby=AGENT)


def _failures() -> list[Any]:
    by_app = [f"apps/{name}/success_rate" for name in task_apps()]
    return [
        _bars(*by_app, title="Success by app"),
        _bars(*(f"episodes/{name}" for name in COUNTED.values()), title="How episodes end"),
        _bars(*(f"agent_faults/{kind}" for kind in FAULTS), title="The agent's own faults"),
        _bars("side_effect_rate", title="Side effects"),
        panels.WeavePanelSummaryTable(table_name="episodes"),
        panels.MediaBrowser(title="First and last screens", media_keys=["episodes_pictures"]),
    ]


def _costs() -> list[Any]:
    return [
        _bars("cost", title="US dollars"),
        _bars("tokens_per_step", title="Tokens a step"),
        _bars("seconds_per_step", title="Seconds a step"),
        _bars("rrr", title="Human steps / agent's steps"),
        panels.ScatterPlot(title="Success against tokens", x="tokens_per_step", y="success_rate"),
    ]


def _speeds() -> list[Any]:
    modes = ("text", "pixels_540", "pixels_1080")
    rates: list[Any] = [f"steps_per_second/{mode}/median" for mode in modes]
    resets: list[Any] = ["reset_ms/median", "reset_sampled_ms/median"]
    return [
        *map(_curve, PLAYING),
        panels.BarPlot(title="Steps a second of the phone alone", metrics=rates),
        panels.BarPlot(title="Milliseconds of a reset", metrics=resets),
    ]
