"""What each stage of a training brought."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from benchmarks.metrics import EpisodeRow, summarise
from training.report import CANONICAL, NoReport, curve, main, read_stage, report, smoothed

TASKS = ("clock_1", "clock_2", "clock_3", "zoom_1")
SEEN = ["clock_1", "clock_2"]
TRAINED, NEW_TASK, NEW_APP = "new draws, trained task", "new draws, new task", "new draws, new app"


def run(folder: Path, successes: dict[str, list[bool | None]], error: str | None = None) -> None:
    """Writes what an evaluation with these outcomes leaves."""
    rows = [
        EpisodeRow(task_id=task, app=task.split("_")[0], seed=seed, success=success, error=error)
        for task, outcomes in successes.items()
        for seed, success in enumerate(outcomes)
    ]
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text(json.dumps(summarise(rows)))


def stage(folder: Path, sampled: list[list[bool | None]]) -> Path:
    """A seed's two runs; the canonical one succeeds where the first sampled episode does."""
    outcomes = dict(zip(TASKS, sampled, strict=True))
    run(folder / "sampled", outcomes)
    run(folder / "canonical", {task: found[:1] for task, found in outcomes.items()})
    return folder


@pytest.fixture
def stages(tmp_path: Path) -> dict[str, list[Path]]:
    nothing = stage(tmp_path / "before", [[False, False]] * 4)
    first = stage(tmp_path / "sft-0", [[True, True], [True, False], [False, True], [False, False]])
    second = stage(tmp_path / "sft-1", [[True, False], [True, False], [True, True], [True, True]])
    return {"before": [nothing], "SFT": [first, second]}


def test_means_are_over_tasks_and_seeds(stages: dict[str, list[Path]]) -> None:
    found = report(stages, SEEN)["stages"]
    assert found["before"][TRAINED].mean == 0
    assert found["SFT"][TRAINED].mean == pytest.approx(5 / 8)
    assert found["SFT"][TRAINED].seeds == [0.75, 0.5]
    assert found["SFT"][TRAINED].tasks == 2
    assert found["SFT"][NEW_TASK].seeds == [0.5, 1.0]
    assert found["SFT"][NEW_APP].mean == 0.5
    assert found["SFT"][CANONICAL].seeds == pytest.approx([0.5, 1.0])
    assert found["SFT"]["canonical, new app"].seeds == [0.0, 1.0]
    low, high = found["SFT"][TRAINED].ci95
    assert low <= 5 / 8 <= high


def test_differences_are_paired_and_a_single_seed_stands_for_all(stages: dict[str, list[Path]]) -> None:
    brought = report(stages, SEEN)["differences"]["SFT - before"]
    assert brought[NEW_APP].seeds == [0.0, 1.0]
    assert brought[TRAINED].mean == pytest.approx(5 / 8)


def test_a_stage_that_was_measured_on_canonical_tasks_alone_has_no_other_columns(tmp_path: Path) -> None:
    run(tmp_path / "sft" / "canonical", {"clock_1": [True], "zoom_1": [False]})
    found = report({"SFT": [tmp_path / "sft"]}, ["practice_1"])["stages"]["SFT"]
    assert set(found) == {CANONICAL, "canonical, new app"}


def test_a_folder_without_runs_is_no_stage(tmp_path: Path) -> None:
    with pytest.raises(NoReport, match="neither canonical nor sampled"):
        read_stage([tmp_path], SEEN)


def test_stages_of_other_tasks_are_not_compared(stages: dict[str, list[Path]], tmp_path: Path) -> None:
    run(tmp_path / "other" / "sampled", {"clock_9": [True]})
    run(tmp_path / "other" / "canonical", {"clock_9": [True]})
    with pytest.raises(NoReport, match="clock_9"):
        report(stages | {"other": [tmp_path / "other"]}, SEEN)


def test_stages_of_other_score_versions_are_not_compared(stages: dict[str, list[Path]]) -> None:
    path = stages["SFT"][0] / "sampled" / "summary.json"
    found = json.loads(path.read_text())
    path.write_text(json.dumps(found | {"run": {"score_versions": {"tasks": 7}}}))
    with pytest.raises(NoReport, match="Another version of tasks, unknown and 7"):
        report(stages, SEEN)


@pytest.mark.parametrize("error", ["lost its device", None])
def test_episodes_without_a_score_are_no_failures(tmp_path: Path, error: str | None) -> None:
    run(tmp_path / "sampled", {"clock_1": [None]}, error)
    with pytest.raises(NoReport, match="clock_1"):
        read_stage([tmp_path], SEEN)


def test_the_curve_is_that_of_the_last_checkpoint(tmp_path: Path) -> None:
    history: list[dict[str, Any]] = [
        {"step": 1, "rollouts/success": 0.5, "rollouts/mixed_groups": 0.25},
        {"step": 2, "eval_success": 0.6},
        {"step": 10, "rollouts/success": 0.7},
    ]
    for step in (2, 10):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        noted = [entry for entry in history if entry["step"] <= step]
        (folder / "trainer_state.json").write_text(json.dumps({"log_history": noted}))
    expected = {"training": [(1, 0.5), (10, 0.7)], "choosing": [(2, 0.6)], "mixed": [(1, 0.25)]}
    assert curve(tmp_path) == expected


def test_noisy_curves_are_means_of_the_last_eight_updates() -> None:
    ramp = smoothed([(update, float(update)) for update in range(1, 11)])
    assert [ramp[0], ramp[1], ramp[9]] == [(1, 1.0), (2, 1.5), (10, 6.5)]


def test_the_command_writes_a_table_and_a_picture(stages: dict[str, list[Path]], tmp_path: Path) -> None:
    import typer

    app = typer.Typer()
    app.command()(main)
    data = tmp_path / "data"
    data.mkdir()
    (data / "datasheet.json").write_text(json.dumps({"tasks": dict.fromkeys(SEEN, 9)}))
    given = [f"--stage={name}={','.join(map(str, folders))}" for name, folders in stages.items()]
    out = tmp_path / "report"
    result = CliRunner().invoke(app, [*given, f"--data={data}", f"--out={out}"])
    assert result.exit_code == 0, result.output
    assert "| SFT | **75.0**" in (out / "report.md").read_text()
    assert json.loads((out / "report.json").read_text())["trained"] == SEEN
    assert Image.open(out / "report.png").width > 500
    broken = CliRunner().invoke(app, ["--stage=nonsense", f"--data={data}", f"--out={out}"])
    assert "is no stage" in str(broken.exception)
