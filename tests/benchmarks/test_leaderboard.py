"""The page of scores: what gets a row, what is refused and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from benchmarks.leaderboard import BOARDS, app, boards, write_leaderboard
from benchmarks.metrics import EpisodeRow, summarise
from benchmarks.sweep import Sweep
from openphone_gym.reporting.provenance import provenance
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.tasks.task import Task

ROOT = Path(__file__).parents[2]
MEASURED = ROOT / "docs" / "leaderboard"


def summary(
    passes: Callable[[Task], bool | None] = lambda task: True, agent: str = "model", **changed: Any
) -> dict[str, Any]:
    """A summary as an evaluation of all tasks writes it."""
    tasks = [task for task in catalogue().values() if task.suite in BOARDS]
    rows = [
        EpisodeRow(
            task_id=task.id, app=task.counted_as, seed=0, success=passes(task),
            human_steps=task.human_steps, agent_steps=9,
        )
        for task in tasks
    ]  # fmt: skip
    sweep = Sweep(agent=agent, tasks=tuple(task.id for task in tasks))
    arguments = json.loads(json.dumps({name: getattr(sweep, name) for name in sweep.__struct_fields__}))
    return summarise(rows, provenance(arguments | changed, [0]))


def handed_in(folder: Path, **summaries: Any) -> Path:
    for name, value in summaries.items():
        (folder / f"{name}.json").write_text(value if isinstance(value, str) else json.dumps(value))
    return folder


def added(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_suites_stand_apart_and_the_best_is_first(tmp_path: Path):
    worse = summary(lambda task: task.suite != "AndroidLab")
    rows, refused = boards(handed_in(tmp_path, b=worse, a=summary()))
    assert refused == {}
    assert [row.name for row in rows["AndroidLab"]] == ["a", "b"]
    assert [len(found) for found in rows.values()] == [2, 2, 2]
    assert [rows[suite][0].figures.episodes for suite in BOARDS] == [138, 25, 30]
    assert rows["OpenPhone"][1].figures.success_rate == 1.0
    low, high = rows["AndroidLab"][1].ci95 or (1, 0)
    assert low == 0.0 < high < 0.05


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"variation": "sampled"}, "arguments.variation"),
        ({"split": "train"}, "arguments.split"),
        ({"max_steps": 3}, "max_steps"),
        ({"interruptions": 0.5}, "interruptions"),
        ({"seeds": 3}, "has 1 episodes, not 3"),
    ],
)
def test_other_conditions_are_refused(changed: dict[str, Any], why: str, tmp_path: Path):
    rows, refused = boards(handed_in(tmp_path, a=summary(**changed)))
    assert not any(rows.values())
    assert all(why in reason for reason in refused.values())
    assert refused


def test_other_score_versions_are_refused_with_what_they_mean(tmp_path: Path):
    old = summary()
    old["run"]["score_versions"]["phone"] += 1
    none = summary()
    del none["run"]["score_versions"]
    _, refused = boards(handed_in(tmp_path, old=old, none=none))
    assert "Another version of phone" in refused["old.json"]
    assert "unknown" in refused["none.json"]


def test_counts_that_do_not_fit_are_refused(tmp_path: Path):
    rosy, short, odd, sum_ = summary(lambda task: False), summary(), summary(), summary(lambda task: False)
    rosy["suites"]["cross"]["success_rate"] = 1.0
    del short["tasks"]["cross_3"]
    odd["suites"]["cross"]["broken"] = 7
    sum_["suites"]["cross"] |= {"succeeded": 30, "failed": 0, "success_rate": 1.0}
    rows, refused = boards(handed_in(tmp_path, rosy=rosy, short=short, odd=odd, sum_=sum_))
    assert rows["cross"] == []
    assert len(rows["AndroidLab"]) == 4, "the other suites stand"
    assert "success rate is not 0 of 30" in refused["rosy.json, Across apps"]
    assert "1 of 30 tasks are missing, such as cross_3" in refused["short.json, Across apps"]
    assert "do not add up to 30" in refused["odd.json, Across apps"]
    assert "(0, 30, 0, 0)" in refused["sum_.json, Across apps"]


def test_runs_that_broke_or_are_not_to_be_relied_on_are_refused(tmp_path: Path):
    doubtful = summary() | {"unusable": ["Nothing could be scored."]}
    rows, refused = boards(handed_in(tmp_path, doubtful=doubtful))
    assert not any(rows.values())
    assert "Nothing could be scored." in refused["doubtful.json"]


@pytest.mark.parametrize("content", ["", "[]", "{}", "[" * 100_000, '{"unusable": [], "suites": {}}'])
def test_what_is_no_summary_is_refused(content: str, tmp_path: Path):
    rows, refused = boards(handed_in(tmp_path, bad=content))
    assert not any(rows.values())
    assert list(refused) == ["bad.json"]


def test_the_page_escapes_what_is_handed_in(tmp_path: Path):
    evil = summary(agent="<script>alert(1)</script>")
    write_leaderboard(handed_in(tmp_path, evil=evil), tmp_path / "page.html")
    source = (tmp_path / "page.html").read_text()
    assert "<script>" not in source
    assert "&lt;script&gt;" in source


def test_a_summary_is_added_once_checked_and_keeps_what_the_page_needs(tmp_path: Path):
    handed_in(tmp_path, full=summary(), other=summary(variation="sampled"))
    done = added(tmp_path / "board", "--add", tmp_path / "full.json", "--name", "mine")
    assert done.exit_code == 0, done.output
    kept = tmp_path / "board/mine.json"
    assert kept.stat().st_size < 40_000
    rows, refused = boards(tmp_path / "board")
    assert ([row.name for row in rows["cross"]], refused) == (["mine"], {})
    assert added(tmp_path / "board", "--add", tmp_path / "other.json", "--name", "no").exit_code == 1
    assert added(tmp_path / "board", "--add", tmp_path / "full.json", "--name", "../out").exit_code == 2
    assert sorted(path.name for path in (tmp_path / "board").iterdir()) == ["mine.json"]


def test_what_was_measured_with_this_code_has_its_rows():
    rows, refused = boards(MEASURED)
    assert refused == {}, "measure anew what stands in docs/leaderboard/measured, or remove it"
    for suite in BOARDS:
        expert = next(row for row in rows[suite] if row.name == "expert")
        assert expert.figures.success_rate == 1.0
        assert expert.bound
        assert expert.source == "measured"
