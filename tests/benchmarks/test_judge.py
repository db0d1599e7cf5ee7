"""Judging recorded episodes again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from agents.basic import ExpertAgent, FinishAgent
from benchmarks.judge import app, read_lines
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.judges import JUDGES, StateJudge
from openphone_gym.recording import load_episode, save_episode
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.trajectory import AgentFault, Episode, Verdict
from tests.benchmarks.scenes import Undecided

TASKS = ("zoom_4", "contacts_1", "clock_1")


@pytest.fixture(scope="module")
def episodes() -> dict[str, Episode]:
    """A success and a failure of several tasks, by name of their folder."""
    env = PhoneEnv(TASKS, observation=(), record=("tree",), screen=(270, 600))
    made = {"canonical-0": ExpertAgent(env), "canonical-1": FinishAgent()}
    return {
        f"{task}-{name}": run_episode(env, agent, options={"task": task})
        for task in TASKS
        for name, agent in made.items()
    }


@pytest.fixture
def stored(episodes: dict[str, Episode], tmp_path: Path) -> Path:
    for name, episode in episodes.items():
        save_episode(episode, tmp_path / "episodes" / name)
    return tmp_path


def run(folder: Path, *arguments: object) -> Result:
    return CliRunner().invoke(app, [str(folder), *map(str, arguments)])


def summary(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / "verdicts" / f"{name}.json").read_text())


def recorded(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (folder / "episodes").rglob("*") if path.is_file()}


def test_the_state_judge_finds_the_same_in_a_stored_episode(
    episodes: dict[str, Episode], stored: Path
) -> None:
    for name, fresh in episodes.items():
        episode = load_episode(stored / "episodes" / name)
        verdict = StateJudge().judge(msgspec.structs.replace(episode, verdict=None), find_task(fresh.task_id))
        assert verdict == fresh.verdict


def test_a_run_is_judged_again_and_left_as_it_is(stored: Path) -> None:
    before = recorded(stored)
    result = run(stored, "--judge", "state")
    assert result.exit_code == 0, result.output
    assert recorded(stored) == before
    found = summary(stored, "state")
    assert (found["overall"]["success_rate"], found["overall"]["episodes"]) == (0.5, 6)
    assert (found["agreement"]["accuracy"], found["agreement"]["kappa"]) == (1.0, 1.0)
    assert set(found["apps"]) == {"zoom", "contacts", "clock"}
    lines = list(read_lines(stored / "verdicts" / "state.jsonl"))
    assert [line.row.path for line in lines] == sorted(f"episodes/{name.parent.name}" for name in before
                                                       if name.name == "episode.json")  # fmt: skip
    assert all(line.before is line.verdict.success for line in lines)


def test_unscored_episodes_are_reported_apart(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Half:
        def judge(self, episode: Episode, task: Any) -> Verdict:
            return Verdict(success=None if episode.app == "clock" else episode.answer == "never said")

    monkeypatch.setitem(JUDGES, "half", Half)
    assert run(stored, "--judge", "half").exit_code == 0
    found = summary(stored, "half")
    assert (found["overall"]["unscored"], found["overall"]["success_rate"]) == (2, 0.0)
    assert found["apps"]["clock"]["success_rate"] is None
    assert found["agreement"]["unscored"] == 2
    assert found["agreement"]["accuracy"] == 0.5


def test_judges_do_not_overwrite_each_other(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(JUDGES, "undecided", Undecided)
    assert run(stored, "--judge", "state").exit_code == 0
    kept = (stored / "verdicts" / "state.jsonl").read_bytes()
    assert run(stored, "--judge", "undecided", "--name", "other").exit_code == 1  # nothing could be scored
    assert (stored / "verdicts" / "state.jsonl").read_bytes() == kept
    assert {path.name for path in (stored / "verdicts").iterdir()} == {
        "state.jsonl", "state.json", "other.jsonl", "other.json",
    }  # fmt: skip


class Counting(StateJudge):
    asked = 0

    def judge(self, episode: Episode, task: Any) -> Verdict:
        assert episode.verdict is None
        Counting.asked += 1
        return super().judge(episode, task)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> type[Counting]:
    monkeypatch.setitem(JUDGES, "counting", Counting)
    Counting.asked = 0
    return Counting


def test_what_is_judged_is_not_judged_again(stored: Path, counting: type[Counting]) -> None:
    run(stored, "--judge", "counting")
    first = summary(stored, "counting")
    lines = stored / "verdicts" / "counting.jsonl"
    whole = list(read_lines(lines))
    lines.write_bytes(lines.read_bytes()[:-40])  # the last line is cut off
    run(stored, "--judge", "counting")
    assert counting.asked == 6 + 1
    assert list(read_lines(lines)) == whole
    assert summary(stored, "counting")["overall"] == first["overall"]
    run(stored, "--judge", "counting", "--restart")
    assert counting.asked == 6 + 1 + 6


def test_a_damaged_episode_is_an_error_and_no_score(stored: Path) -> None:
    (stored / "episodes" / "zoom_4-canonical-1" / "episode.json").unlink()
    (stored / "episodes" / "zoom_4-canonical-2.partial").mkdir()
    result = run(stored, "--judge", "state")
    assert result.exit_code == 1
    assert "1 of 6 episodes broke" in result.stderr
    assert run(stored, "--judge", "state", "--broken-limit", "0.2").exit_code == 0
    assert "zoom_4-canonical-1" in result.stdout
    found = summary(stored, "state")
    assert (found["overall"]["episodes"], found["overall"]["broken"]) == (6, 1)
    assert found["apps"]["zoom"]["success_rate"] == 1.0
    assert list(found["broken"]) == ["episodes/zoom_4-canonical-1"]


def test_what_the_agents_own_fault_ended_stays_a_failure(stored: Path, counting: type[Counting]) -> None:
    folder = stored / "episodes" / "zoom_4-canonical-0"
    done = load_episode(folder)
    shutil.rmtree(folder)
    fault = AgentFault(kind="died", reason="it died at the very end")
    save_episode(msgspec.structs.replace(done, fault=fault, verdict=Verdict(success=False)), folder)
    assert run(stored, "--judge", "counting").exit_code == 0
    overall = summary(stored, "counting")["overall"]
    assert counting.asked == 5
    assert (overall["episodes"], overall["agent_faults"]["died"]) == (6, 1)
    assert overall["failed"] >= 1


def test_an_episode_of_a_real_device_has_no_state_to_judge(
    episodes: dict[str, Episode], tmp_path: Path
) -> None:
    real = msgspec.structs.replace(episodes["zoom_4-canonical-0"], start_state=None, end_state=None)
    save_episode(real, tmp_path / "episodes" / "zoom_4-canonical-0")
    result = run(tmp_path, "--judge", "state")
    assert result.exit_code == 2
    assert "snapshots" in result.stderr
    assert run(tmp_path, "--judge", "screen").exit_code == 0


@pytest.mark.parametrize(("judge", "said"), [("stat", "'state'"), ("state", "episodes/")])
def test_bad_arguments(judge: str, said: str, tmp_path: Path) -> None:
    if judge == "stat":
        (tmp_path / "episodes").mkdir()
    result = run(tmp_path, "--judge", judge)
    assert result.exit_code == 2
    assert said in result.stderr
