"""The changelog: what it says of scores is what the code says."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.versions import MEANING, VERSIONS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_it_tells_the_present_score_versions():
    told = ", ".join(f"{part} {version}" for part, version in VERSIONS.items())
    assert f"\nScores: {told}.\n" in TEXT, "raise them in CHANGELOG.md, too, and name the tasks concerned"


def test_every_mark_names_a_part_and_tasks():
    marks = re.findall(r"\*\*Scores:\*\* (\w+) \(([^)]*)\)", TEXT)
    assert len(marks) == TEXT.count("**Scores:** ") > 5
    for part, concerned in marks:
        assert part in MEANING
        assert concerned


def test_the_tasks_that_it_names_exist():
    for task in set(re.findall(r"`([a-z]+_\d+)`", TEXT)):
        assert task in catalogue(), task


def test_the_version_of_the_package_has_a_section():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    version = re.escape(setup["metadata"]["version"])
    assert re.search(rf"^## {version} - \d{{4}}-\d\d-\d\d$", TEXT, re.MULTILINE)
