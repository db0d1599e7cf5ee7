"""Several runs on one page: what is paired, what is refused, what the page holds."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from benchmarks import evaluate, report
from benchmarks.comparison import compare, incomparable
from benchmarks.conduct import UNWRITABLE
from benchmarks.runs import UnreadableRun, read_run, read_runs

TASKS = "zoom_1,zoom_2,clock_7"


def played(out: Path, agent: str, *options: str) -> Path:
    arguments = ["--agent", agent, "--tasks", TASKS, "--screen", "270x600", "--out", str(out), *options]
    done = CliRunner().invoke(evaluate.app, arguments)
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("runs")
    return played(folder / "before", "noop", "--max-steps", "2"), played(folder / "after", "expert")


def reported(*arguments: object) -> Result:
    return CliRunner().invoke(report.app, [str(argument) for argument in arguments])


def copied(run: Path, out: Path, **noted: object) -> Path:
    shutil.copytree(run, out)
    told = json.loads((out / "run.json").read_text())
    (out / "run.json").write_text(json.dumps(told | noted))
    return out


def test_differences_are_paired_by_task_and_seed(runs: tuple[Path, Path]):
    found = compare(read_runs(runs))
    assert found["incomparable"] == []
    against = found["apps"]["zoom"]["against"]["expert"]
    assert (against["pairs"], against["gained"], against["lost"], against["success"]) == (2, 2, 0, 1.0)
    assert against["ci95"]["success"] is None  # all alike: a bootstrap tells nothing
    assert {change.played.task_id for change in found["changes"]} == {"zoom_1", "zoom_2", "clock_7"}
    assert all(change.gained for change in found["changes"])
    back = compare(read_runs(runs[::-1]))
    assert back["suites"]["AndroidLab"]["against"]["noop"]["success"] == -1.0
    assert not any(change.gained for change in back["changes"])


def test_an_interval_is_seeded_and_brackets_the_difference(runs: tuple[Path, Path], tmp_path: Path):
    mixed = copied(runs[0], tmp_path / "mixed")
    shutil.rmtree(mixed / "episodes/zoom_1-canonical-0")
    shutil.copytree(runs[1] / "episodes/zoom_1-canonical-0", mixed / "episodes/zoom_1-canonical-0")
    first, second = (compare(read_runs([runs[0], mixed])) for _ in range(2))
    assert first == second
    against = first["suites"]["AndroidLab"]["against"]["mixed"]
    low, high = against["ci95"]["success"]
    assert low <= against["success"] <= high
    assert against["success"] == pytest.approx(1 / 3)


def test_an_episode_that_is_not_recorded_is_broken_and_makes_no_pair(runs: tuple[Path, Path], tmp_path: Path):
    lame = copied(runs[1], tmp_path / "lame")
    shutil.rmtree(lame / "episodes/zoom_1-canonical-0")
    (lame / "episodes/zoom_2-canonical-0/steps.jsonl").write_text("{")
    found = compare(read_runs([runs[0], lame]))
    assert found["runs"]["expert"]["broken"] == 2
    assert found["apps"]["zoom"]["against"]["expert"]["pairs"] == 0
    assert found["apps"]["zoom"]["against"]["expert"]["success"] is None


def test_the_page_is_whole_and_holds_both_episodes(runs: tuple[Path, Path], tmp_path: Path):
    page = tmp_path / "page.html"
    done = reported(*runs, "--out", page)
    assert done.exit_code == 0, done.output
    source = page.read_text()
    assert not re.search(r"(?:src|href)=\"(?!#|data:)", source), "nothing is loaded from elsewhere"
    assert source.count('class="card change" data-app') == 3
    named = set(re.findall(r'class="picture (p\w+)"', source))
    styled = set(re.findall(r"\.(p\w{16}) { background-image: url\(data:image/webp", source))
    assert named == styled
    assert len(named) >= 4
    assert "All sub-goals hold." in source
    assert "finish(" in source


def test_markup_of_agents_stays_text(runs: tuple[Path, Path], tmp_path: Path):
    evil = copied(runs[0], tmp_path / "evil", agent="noop")
    steps = evil / "episodes/zoom_1-canonical-0/steps.jsonl"
    lines = [json.loads(line) for line in steps.read_text().splitlines()]
    lines[0] |= {"action": None, "action_text": "<script>alert(1)</script>\u202e"}
    steps.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert reported(evil, runs[1], "--out", tmp_path / "page.html").exit_code == 0
    source = (tmp_path / "page.html").read_text()
    assert "<script>alert" not in source
    assert "&lt;script&gt;alert" in source
    assert "\u202e" not in source


def test_other_score_versions_come_first_and_are_not_paired(runs: tuple[Path, Path], tmp_path: Path):
    old = copied(runs[0], tmp_path / "old", score_versions={"tasks": 0, "phone": 1, "judge": 1, "harness": 1})
    done = reported(old, runs[1], "--out", tmp_path / "page.html")
    assert done.exit_code == report.INCOMPARABLE
    assert done.output.startswith("Not comparable. noop and expert: Another version of tasks, 0 and ")
    source = (tmp_path / "page.html").read_text()
    assert source.index("Not comparable") < source.index("<h1>")
    assert "What changed" not in source
    insisting = reported(old, runs[1], "--out", tmp_path / "page.html", "--insist")
    assert insisting.exit_code == 0
    assert insisting.output.startswith("Not comparable.")
    assert "What changed" in (tmp_path / "page.html").read_text()


def test_a_run_that_tells_no_versions_is_not_comparable(runs: tuple[Path, Path], tmp_path: Path):
    old = copied(runs[0], tmp_path / "old")
    noted = json.loads((old / "run.json").read_text())
    del noted["score_versions"]
    (old / "run.json").write_text(json.dumps(noted))
    assert "unknown" in incomparable(read_runs([old, runs[1]]))[0]


def test_another_judge_is_not_comparable(runs: tuple[Path, Path], tmp_path: Path):
    other = copied(runs[1], tmp_path / "other")
    for head in other.glob("episodes/*/episode.json"):
        head.write_text(head.read_text().replace('"state-2"', '"screen"'))
    (why,) = incomparable(read_runs([runs[0], other]))
    assert "judges, state-2 and screen" in why


def test_other_conditions_are_told_and_paired_all_the_same(runs: tuple[Path, Path]):
    found = compare(read_runs(runs))
    assert found["unlike"] == ["noop and expert: other max_steps, 2 and None."]
    assert found["paired"]


def test_runs_of_one_agent_are_told_apart_by_their_folders(runs: tuple[Path, Path], tmp_path: Path):
    again = copied(runs[0], tmp_path / "again")
    assert [run.name for run in read_runs([runs[0], again])] == ["before", "again"]


@pytest.mark.parametrize("content", [None, "{", '{"agent": 3}', '{"agent": "noop", "tasks": ["nothing_1"]}'])
def test_what_is_no_run_is_refused(content: str | None, tmp_path: Path):
    if content is not None:
        (tmp_path / "run.json").write_text(content)
    with pytest.raises(UnreadableRun, match="holds no run"):
        read_run(tmp_path)
    assert reported(tmp_path, tmp_path).exit_code == 2


def test_a_page_that_cannot_be_written_is_told(runs: tuple[Path, Path], tmp_path: Path):
    (tmp_path / "file").write_text("")
    done = reported(*runs, "--out", tmp_path / "file" / "page.html")
    assert done.exit_code == UNWRITABLE
    assert "can't be written" in done.output


def test_a_single_run_is_pointed_to_its_own_report(runs: tuple[Path, Path]):
    assert reported(runs[0]).exit_code == 2
