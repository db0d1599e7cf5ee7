"""A sweep owns its folder, and derives its rows from what is recorded."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from benchmarks import claim
from benchmarks.claim import OtherRun, claimed
from benchmarks.sweep import Job, Runner, Sweep
from openphone_gym.recording import load_episode
from openphone_gym.tasks.task import TEST_SEEDS

SWEEP = Sweep(agent="expert", tasks=("zoom_1",), screen=(270, 600))


def test_jobs_are_all_tasks_with_all_seeds() -> None:
    jobs = Sweep(agent="noop", tasks=("zoom_1", "zoom_2"), seeds=2).jobs()
    assert [job.name for job in jobs] == [
        "zoom_1-canonical-0", "zoom_2-canonical-0", "zoom_1-canonical-1", "zoom_2-canonical-1",
    ]  # fmt: skip


def test_sampled_seeds_come_from_the_half_for_testing() -> None:
    assert Job("zoom_1", "sampled", 3).seed == TEST_SEEDS + 3
    assert Job("zoom_1", "canonical", 3).seed == 3


def test_the_split_for_training_has_seeds_of_its_own(tmp_path: Path) -> None:
    train = msgspec.structs.replace(SWEEP, variation="sampled", split="train", pictures=False)
    (job,) = train.jobs()
    assert job.seed == 0
    row = Runner(train, tmp_path)(job)
    assert (row.seed, load_episode(tmp_path / row.path).seed) == (0, 0)


def test_a_row_tells_what_was_recorded(tmp_path: Path) -> None:
    job = Job("zoom_1", "sampled", 1)
    row = Runner(SWEEP, tmp_path)(job)
    episode = load_episode(tmp_path / row.path)
    assert row.path == "episodes/zoom_1-sampled-1"
    assert (row.success, row.error, row.seed) == (True, None, TEST_SEEDS + 1)
    assert row.agent_steps == len(episode.steps)
    assert episode.seed == TEST_SEEDS + 1
    assert episode.final_frame is not None
    assert episode.final_frame.shape == (600, 270, 3)
    assert all(step.tree is not None and step.frame is not None for step in episode.steps)


def test_a_recorded_episode_is_not_run_again(tmp_path: Path) -> None:
    job = Job("zoom_1", "canonical", 0)
    row = Runner(SWEEP, tmp_path)(job)
    other_agent = msgspec.structs.replace(SWEEP, agent="finish")
    assert Runner(other_agent, tmp_path)(job) == row


def test_equal_sweeps_find_the_same(tmp_path: Path) -> None:
    chance = Sweep(agent="random", tasks=("zoom_1",), screen=(270, 600), interruptions=1.0, max_steps=15)
    runners = [Runner(chance, tmp_path / name) for name in "ab"]
    jobs = [Job("zoom_1", "sampled", number) for number in range(3)]
    first = [runners[0](job) for job in jobs]
    second = [runners[1](job) for job in reversed(jobs)]
    assert first == second[::-1]
    texts = [(tmp_path / name / first[0].path / "steps.jsonl").read_bytes().count(b"\n") for name in "ab"]
    assert texts[0] == texts[1] == first[0].agent_steps


def test_without_pictures_there_is_no_ror(tmp_path: Path) -> None:
    row = Runner(msgspec.structs.replace(SWEEP, pictures=False), tmp_path)(Job("zoom_1", "canonical", 0))
    assert row.success
    assert row.reasonable is None


def test_a_folder_is_for_one_sweep(tmp_path: Path) -> None:
    with claimed(tmp_path, SWEEP):
        pass
    with claimed(tmp_path, SWEEP):
        pass
    other = msgspec.structs.replace(SWEEP, seeds=2)
    with pytest.raises(OtherRun, match=r"seeds: 1, now 2.*--out.*--restart"), claimed(tmp_path, other):
        pass
    with claimed(tmp_path, other, restart=True):
        pass
    with pytest.raises(OtherRun, match="seeds: 2, now 1"), claimed(tmp_path, SWEEP):
        pass


def test_other_code_is_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with claimed(tmp_path, SWEEP):
        pass
    monkeypatch.setattr(claim, "_code", lambda: "changed")
    with pytest.raises(OtherRun, match=r"code: .*, now changed"), claimed(tmp_path, SWEEP):
        pass


def test_a_folder_is_for_one_process(tmp_path: Path) -> None:
    with claimed(tmp_path, SWEEP), pytest.raises(OtherRun, match="another process"), claimed(tmp_path, SWEEP):
        pass


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.touch()
    for folder in (taken, taken / "below"):
        with pytest.raises(OtherRun, match="--out"), claimed(folder, SWEEP):
            pass


def test_restart_deletes_the_run_and_nothing_else(tmp_path: Path) -> None:
    with claimed(tmp_path, SWEEP):
        Runner(SWEEP, tmp_path)(Job("zoom_1", "canonical", 0))
    (tmp_path / "notes.txt").write_text("mine")
    with claimed(tmp_path, SWEEP, restart=True):
        assert {path.name for path in tmp_path.iterdir()} == {".lock", "notes.txt", "run.json"}
