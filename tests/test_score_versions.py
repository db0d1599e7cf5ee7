"""Score versions: told by every episode, run and summary, and compared in words."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from benchmarks.claim import claimed
from benchmarks.sweep import Sweep
from openphone_gym.recording import load_episode, save_episode
from openphone_gym.reporting.provenance import provenance
from openphone_gym.trajectory import Episode
from openphone_gym.versions import MEANING, VERSIONS, differences


def test_each_version_has_a_meaning():
    assert list(VERSIONS) == list(MEANING)


def test_equal_versions_are_no_difference():
    assert differences(dict(VERSIONS)) == []


def test_a_difference_names_the_part_both_versions_and_what_it_means():
    (said,) = differences({**VERSIONS, "judge": VERSIONS["judge"] + 1})
    assert "judge" in said
    assert str(VERSIONS["judge"] + 1) in said
    assert MEANING["judge"] in said


def test_versions_that_nobody_tells_are_unlike_all_even_each_other():
    assert len(differences({})) == len(VERSIONS)
    assert len(differences({}, {})) == len(VERSIONS)
    assert "unknown" in differences({})[0]


def test_an_episode_tells_them_and_one_of_before_tells_none(tmp_path: Path):
    episode = Episode(task_id="zoom_1", app="zoom", goal="Join.")
    save_episode(episode, tmp_path / "one")
    assert load_episode(tmp_path / "one").versions == VERSIONS
    head = json.loads((tmp_path / "one/episode.json").read_text())
    del head["versions"]
    (tmp_path / "one/episode.json").write_text(json.dumps(head))
    assert load_episode(tmp_path / "one").versions == {}


def test_a_run_and_a_summary_tell_them(tmp_path: Path):
    sweep = Sweep(agent="noop", tasks=("zoom_1",))
    with claimed(tmp_path / "run", sweep):
        noted = msgspec.json.decode((tmp_path / "run/run.json").read_bytes())
    assert noted["score_versions"] == VERSIONS
    assert provenance({}, [])["score_versions"] == VERSIONS
