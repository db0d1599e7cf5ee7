"""The program as a user runs it: reports, resumes, stops, refuses."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from benchmarks.evaluate import app
from benchmarks.outcomes import COUNTED
from benchmarks.tables import USAGE
from openphone_gym.recording import load_episode
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.task import TEST_SEEDS
from tests.endpoint_server import Answer, ScriptedEndpoint
from tests.judges.llm.scenes import reply

ROOT = Path(__file__).parents[2]
SMALL = ("--screen", "270x600")
MANY = (
    "--agent",
    "random",
    "--tasks",
    "zoom_1",
    "--seeds",
    "60",
    "--max-steps",
    "4",
    *SMALL,
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def summary(out: Path) -> dict[str, Any]:
    return json.loads((out / "summary.json").read_text())


def start(out: Path, crew: str = "--workers") -> subprocess.Popen[str]:
    """A run of many episodes, started with signals ignored, as soon as the first ones are there."""
    command = [sys.executable, "-m", "benchmarks.evaluate", *MANY, crew, "2", "--out", str(out)]
    ignoring = ["sh", "-c", 'trap "" INT TERM; exec "$@"', "sh"]  # as a script does that starts it with &
    process = subprocess.Popen(
        [*ignoring, *command], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    while len(whole(out)) < 3:
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.005)
    return process


def whole(out: Path) -> dict[str, float]:
    """Recorded episodes, and when they were."""
    folders = out.glob("episodes/*")
    return {
        path.name: (path / "episode.json").stat().st_mtime for path in folders if path.suffix != ".partial"
    }


def test_a_small_run(tmp_path: Path) -> None:
    result = run(
        "--apps", "zoom", "--variation", "sampled", "--seeds", 2, "--workers", 2, *SMALL, "--out", tmp_path
    )
    assert result.exit_code == 0, result.output
    tasks = [task.id for task in tasks_of("zoom")]
    found = summary(tmp_path)
    assert set(found) >= {"overall", "apps", "tasks", "run"}
    overall = found["overall"]
    assert set(overall["ci95"]) == {"success_rate", "sub_goal_rate", "rrr", "ror", "side_effect_rate"}
    counted = ("episodes", *COUNTED.values(), "agent_faults", "taken_over")
    assert set(overall) == {*overall["ci95"], *USAGE, *counted, "ci95"}
    assert {overall[name] for name in USAGE} == {None}  # the expert asks no model
    assert (overall["success_rate"], overall["sub_goal_rate"], overall["side_effect_rate"]) == (1.0, 1.0, 0.0)
    assert [overall[name] for name in counted[:5]] == [2 * len(tasks), 2 * len(tasks), 0, 0, 0]
    assert found["unusable"] == []
    assert set(found["tasks"]) == set(tasks)
    assert set(found["apps"]) == {"zoom"}
    assert found["run"]["seeds"] == [TEST_SEEDS, TEST_SEEDS + 1]
    assert set(found["run"]) >= {"seeds", "versions", "commit", "arguments"}
    sheets = load_workbook(tmp_path / "results.xlsx").sheetnames
    assert sheets == ["Overview", "Suites", "Apps", "Tasks", "Episodes"]
    pages = {path.stem for path in (tmp_path / "report" / "pages").glob("*.html")}
    assert (
        pages == {f"{task}-sampled-{number}" for task in tasks for number in range(2)} == set(whole(tmp_path))
    )
    assert (tmp_path / "report" / "index.html").exists()
    assert (tmp_path / "success.png").stat().st_size > 1000
    assert "100.0" in result.stdout


def test_threads_find_what_processes_find(tmp_path: Path) -> None:
    found = []
    for name, crew in (("processes", "--workers"), ("threads", "--threads")):
        result = run("--apps", "zoom", "--no-pictures", crew, 2, *SMALL, "--out", tmp_path / name)
        assert result.exit_code == 0, result.output
        found.append(summary(tmp_path / name))
    assert found[0]["tasks"] == found[1]["tasks"]
    assert found[1]["overall"]["success_rate"] == 1.0


def test_killed_and_resumed_is_as_if_never_killed(tmp_path: Path) -> None:
    killed, undisturbed = tmp_path / "killed", tmp_path / "undisturbed"
    process = start(killed)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    time.sleep(0.3)  # a worker may be in the middle of saving
    kept = whole(killed)
    assert 3 <= len(kept) < 60
    assert not (killed / "summary.json").exists()
    for folder in killed.glob("episodes/*"):
        if folder.name in kept:
            load_episode(folder)
    assert run(*MANY, "--out", killed).exit_code == 0
    again = whole(killed)
    assert len(again) == 60
    assert {name: again[name] for name in kept} == kept
    assert run(*MANY, "--out", undisturbed).exit_code == 0
    assert summary(killed) == summary(undisturbed)


@pytest.mark.parametrize("crew", ["--workers", "--threads"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_cleanly(number: signal.Signals, code: int, crew: str, tmp_path: Path) -> None:
    process = start(tmp_path, crew)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert "goes on" in said
    assert "Traceback" not in said
    assert f"with {len(whole(tmp_path))} of 60 episodes" in said.replace("\n", " ")
    assert not list(tmp_path.glob("episodes/*.partial"))


def test_what_lies_in_the_place_of_an_episode_is_set_aside_and_played_again(tmp_path: Path) -> None:
    arguments = ("--tasks", "zoom_1,zoom_2", *SMALL, "--seeds", 2, "--workers", 2, "--out", tmp_path)
    assert run(*arguments).exit_code == 0
    first = summary(tmp_path)
    episodes = tmp_path / "episodes"
    (episodes / "zoom_1-canonical-1" / "episode.json").unlink()
    shutil.rmtree(episodes / "zoom_2-canonical-0")
    shutil.copytree(episodes / "zoom_1-canonical-0", episodes / "zoom_2-canonical-0")
    shutil.rmtree(episodes / "zoom_2-canonical-1")
    (episodes / "zoom_2-canonical-1").write_text("what is this?")
    result = run(*arguments)
    assert result.exit_code == 0
    assert summary(tmp_path) == first
    said = result.stderr.replace("\n", "")
    for name in ("zoom_1-canonical-1", "zoom_2-canonical-0", "zoom_2-canonical-1"):
        assert f"{tmp_path / 'damaged' / name}-1" in said
        assert load_episode(episodes / name).task_id == name.split("-")[0]
    assert "not of" in (tmp_path / "damaged" / "zoom_2-canonical-0-1.txt").read_text()
    assert run(*arguments).exit_code == 0
    assert len(list((tmp_path / "damaged").iterdir())) == 6


def test_the_traceback_of_a_broken_episode_goes_once_it_is_played(tmp_path: Path) -> None:
    (tmp_path / "errors").mkdir()
    for name in ("zoom_1-canonical-0", "zoom_9-canonical-0"):
        (tmp_path / "errors" / f"{name}.txt").write_text("it broke")
    assert run("--tasks", "zoom_1", *SMALL, "--out", tmp_path).exit_code == 0
    assert [path.name for path in (tmp_path / "errors").iterdir()] == ["zoom_9-canonical-0.txt"]


@pytest.mark.parametrize("noted", [b'{"agent": "exp', b"", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_note_of_the_run_is_refused(noted: bytes, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_bytes(noted)
    result = run("--tasks", "zoom_1", *SMALL, "--out", tmp_path)
    assert result.exit_code == 2
    assert "run.jsondoesnottell" in "".join(result.stderr.replace("│", "").split())  # wherever it is wrapped
    assert run("--tasks", "zoom_1", *SMALL, "--out", tmp_path, "--restart").exit_code == 0


@pytest.mark.parametrize("crew", ["--workers", "--threads"])
@pytest.mark.parametrize("most", [1, 3_000])
def test_a_disk_that_takes_no_more_is_named(most: int, crew: str, tmp_path: Path) -> None:
    """A limit of the size of files stands for it: every write beyond fails."""
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); "
    code = f"{limited} import sys; sys.argv[0] = 'evaluate'; from benchmarks.evaluate import app; app()"
    arguments = ["--tasks", "zoom_1,zoom_2", "--seeds", "20", crew, "2", *SMALL, "--out", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4, done.stderr
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("episodes/*"))
    assert not list(tmp_path.glob("*.partial"))


def test_a_folder_that_can_not_be_written_to_is_named(tmp_path: Path) -> None:
    out = Path("/proc/sys/run") if os.geteuid() == 0 else tmp_path / "locked" / "run"
    if os.geteuid():
        (tmp_path / "locked").mkdir(mode=0o500)
    result = run("--tasks", "zoom_1", *SMALL, "--out", out)
    assert result.exit_code == 4
    assert "can't be written" in result.stderr


def test_a_report_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "summary.json").mkdir()
    result = run("--tasks", "zoom_1", *SMALL, "--out", tmp_path)
    assert result.exit_code == 4
    assert "summary.json" in result.stderr
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--agent", "exprt"), "'expert'"),
        (("--apps", "zom"), "'zoom'"),
        (("--tasks", "zoom_1,zoom_111"), "'zoom_1"),
        (("--variation", "canonic"), "'canonical'"),
        (("--split", "trian"), "'train'"),
        (("--split", "train"), "'sampled'"),
        (("--screen", "big"), "540x1200"),
        (("--screen", "10x10"), "240 x 400"),
        (("--seeds", "0"), "--seeds"),
        (("--judge", "scren"), "'screen'"),
        (("--judge", "llm"), "OPENPHONE_JUDGE_MODEL"),
        (("--judge", "state", "--device", "adb"), "'screen'"),
    ],
)
def test_bad_arguments_name_the_nearest(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    result = run(*arguments, "--out", tmp_path / "run")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "run").exists()


def test_the_judge_of_screens_scores_on_request(tmp_path: Path) -> None:
    result = run("--tasks", "zoom_1", "--judge", "screen", *SMALL, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert summary(tmp_path)["run"]["arguments"]["judge"] == "screen"
    verdict = load_episode(tmp_path / "episodes" / "zoom_1-canonical-0").verdict
    assert verdict is not None
    assert verdict.judge.startswith("screen")


@pytest.mark.parametrize(("said", "scored"), [("yes", 1.0), ("no", 0.0)])
def test_a_language_model_scores_on_request(
    said: str, scored: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoom = find_task("zoom_1")
    found = reply({goal.name: said for goal in zoom.subgoals}, {never.name: "no" for never in zoom.never})
    with ScriptedEndpoint(lambda request: Answer(found)) as server:
        for name, value in {"MODEL": "m", "BASE_URL": server.base_url, "VISION": "false"}.items():
            monkeypatch.setenv(f"OPENPHONE_JUDGE_{name}", value)
        result = run("--tasks", "zoom_1", "--judge", "llm", *SMALL, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert summary(tmp_path)["overall"]["success_rate"] == scored


def test_a_judge_that_breaks_breaks_the_episode_and_fails_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedEndpoint(lambda request: Answer("out of order", status=500)) as server:
        settings = {"MODEL": "m", "BASE_URL": server.base_url, "VISION": "false", "RETRIES": "0"}
        for name, value in settings.items():
            monkeypatch.setenv(f"OPENPHONE_JUDGE_{name}", value)
        result = run("--tasks", "zoom_1", "--judge", "llm", *SMALL, "--out", tmp_path)
    assert result.exit_code == 1
    counts = summary(tmp_path)["overall"]
    assert (counts["failed"], counts["unscored"] + counts["broken"]) == (0, 1)


def test_another_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    result = run("--tasks", "zoom_1", "--out", tmp_path)
    assert result.exit_code == 2
    assert "--restart" in result.stderr
    assert (tmp_path / "run.json").read_text() == "{}"


def test_help_teaches() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for word in (
        "--agent",
        "--apps",
        "--restart",
        "--step-seconds",
        "--broken-limit",
        "summary.json",
        "Ctrl-C",
        "143",
    ):
        assert word in result.stdout
