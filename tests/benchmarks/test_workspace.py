"""The workspace on W&B, as it would be saved."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytest.importorskip("wandb_workspaces")

from pathlib import Path

from typer.testing import CliRunner

from benchmarks.logged import evaluation
from benchmarks.metrics import EpisodeRow, summarise
from benchmarks.workspace import LEARNING, PLAYING, app
from openphone_gym.reporting.tracking import flat
from openphone_gym.tasks.catalogue import catalogue


@pytest.fixture(scope="module")
def view() -> dict[str, Any]:
    done = CliRunner().invoke(app, ["--entity", "team", "--print"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def sections(view: dict[str, Any]) -> list[dict[str, Any]]:
    return view["spec"]["section"]["panelBankConfig"]["sections"]


def metrics(view: dict[str, Any]) -> set[str]:
    panels = [panel for section in sections(view) for panel in section["panels"]]
    return {name for panel in panels for name in panel["config"].get("metrics") or ()}


def test_it_opens_on_the_four_questions(view: dict[str, Any]):
    assert [section["name"] for section in sections(view)] == [
        "Does it learn?",
        "Where does it fail?",
        "What does it cost?",
        "Is the environment the bottleneck?",
    ]
    assert all(section["isOpen"] and section["panels"] for section in sections(view))


def test_it_lies_in_the_project_of_the_runs_and_groups_them(view: dict[str, Any]):
    assert (view["entity"], view["project"]) == ("team", "openphone")
    (runs,) = view["spec"]["section"]["runSets"]
    assert runs["grouping"] == [{"section": "run", "name": "group"}]


def test_what_its_panels_show_is_what_the_programs_log(view: dict[str, Any]):
    """An evaluation of all apps by a model, the speed of the phone, and the names that training logs."""
    rows = [
        EpisodeRow(
            task_id=task.id, app=task.counted_as, seed=0, success=True, repeated_screens=0,
            human_steps=task.human_steps, agent_steps=2, tokens_in=9, model_seconds=0.1,
        )
        for task in catalogue().values()
    ]  # fmt: skip
    logged = set(dict(flat(evaluation("m", summarise(rows, {}), rows, Path()).figures)))
    speed = {f"steps_per_second/{mode}/median" for mode in ("text", "pixels_540", "pixels_1080")}
    speed |= {"reset_ms/median", "reset_sampled_ms/median"}
    assert metrics(view) - logged - speed == {*LEARNING, *PLAYING}


def test_saving_wants_a_name_and_a_key(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("WANDB_API_KEY", raising=False)
    monkeypatch.delenv("WANDB_ENTITY", raising=False)
    assert CliRunner().invoke(app, []).exit_code == 2
    assert CliRunner().invoke(app, ["--entity", "team"]).exit_code == 2
