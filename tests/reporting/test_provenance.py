"""A run says where its numbers come from."""

from __future__ import annotations

import json
import platform
import subprocess
from pathlib import Path

from openphone_gym.reporting.provenance import commit, provenance


def test_provenance_is_json_and_the_same_twice() -> None:
    run = provenance({"agent": "expert"}, [0, 1])
    assert json.loads(json.dumps(run)) == run == provenance({"agent": "expert"}, [0, 1])
    assert run["seeds"] == [0, 1]
    assert run["arguments"] == {"agent": "expert"}
    assert run["versions"]["python"] == platform.python_version()
    assert run["versions"]["numpy"]


def test_commit_tells_changed_files(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        subprocess.run(["git", "-C", str(tmp_path), *who, *words], check=True, capture_output=True)

    git("init")
    (tmp_path / "file").write_text("one")
    git("add", "file")
    git("commit", "-m", "first")
    clean = commit(tmp_path)
    assert clean
    assert len(clean) == 40
    (tmp_path / "file").write_text("two")
    assert commit(tmp_path) == f"{clean}-dirty"


def test_commit_is_unknown_outside_git(tmp_path: Path) -> None:
    assert commit(tmp_path / "nowhere") is None


def test_commit_of_a_package_inside_another_repository_is_unknown(tmp_path: Path) -> None:
    subprocess.run(["git", "-C", str(tmp_path), "init"], check=True, capture_output=True)
    (tmp_path / "site-packages").mkdir()
    assert commit(tmp_path / "site-packages") is None
