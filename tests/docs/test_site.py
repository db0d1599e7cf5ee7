"""The documentation site can be built, strictly, and has a page and a picture for every task."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from openphone_gym.tasks.catalogue import catalogue

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_every_task_has_its_entry_with_its_picture(site):
    for task in catalogue().values():
        page = site / "catalogue" / task.counted_as / "index.html"
        text = page.read_text(encoding="utf-8")
        assert f'id="{task.id}"' in text, f"{page} has no entry for {task.id}"
        assert (site / "catalogue" / f"{task.id}.webp").stat().st_size > 1000


def test_the_goals_are_filled_in(site):
    for page in (site / "catalogue").glob("*/index.html"):
        assert not re.search(r"<strong>[^<]*\{\w+\}", page.read_text(encoding="utf-8")), page


def test_the_reference_tells_what_the_environment_is(site):
    page = (site / "reference" / "environment" / "index.html").read_text(encoding="utf-8")
    assert "PhoneEnv" in page
    assert "Action Space" in page


def test_the_leaderboard_has_a_row_for_every_summary_that_counts(site):
    text = (site / "leaderboard" / "index.html").read_text(encoding="utf-8")
    for summary in (ROOT / "docs" / "leaderboard").rglob("*.json"):
        assert f"<strong>{summary.stem}</strong>" in text, f"{summary} has no row: was it measured anew?"


def test_the_changelog_is_there_with_what_changes_scores(site):
    text = (site / "changelog" / "index.html").read_text(encoding="utf-8")
    assert "Unreleased" in text
    assert "Scores" in text
