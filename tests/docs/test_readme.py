"""What the README and the other pages print can be run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^make (\w+)|`make (\w+)`", re.MULTILINE)
MODULE = re.compile(r"python\s+-m\s+([\w.]+(?: (?:serve|play|tasks)\b)?)([^`\n]*(?:\\\n[^`\n]*)*)")
LINK = re.compile(r"\]\(([^)#:]+)\)")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    wide = os.environ | {"COLUMNS": "200"}  # a narrow terminal cuts long options off
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=wide,
    )


def everywhere(pattern: re.Pattern[str]) -> list[tuple[str, ...]]:
    found = [pattern.findall(page.read_text(encoding="utf-8")) for page in PAGES]
    return sorted({match if isinstance(match, tuple) else (match,) for matches in found for match in matches})


def test_the_readmes_python_runs_as_printed():
    (code,) = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    done = run("-c", code)
    assert done.returncode == 0, done.stderr
    assert "Verdict(" in done.stdout


@pytest.mark.parametrize("page", ["environments.md", "index.md"])
def test_the_first_block_of_a_page_runs(page):
    code = PYTHON.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))[0]
    done = run("-c", code)
    assert done.returncode == 0, done.stderr


def test_the_targets_exist():
    targets = {name for match in everywhere(TARGET) for name in match if name}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"evaluate", "test"} <= targets
    for name in targets:
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), f"the Makefile has no target {name!r}"


MODULES = sorted({match[0] for match in everywhere(MODULE)})


@pytest.mark.parametrize("module", MODULES)
def test_the_programs_exist_and_take_the_options_named(module):
    done = run("-m", *module.split(), "--help")
    assert done.returncode == 0, done.stderr
    arguments = " ".join(rest for name, rest in everywhere(MODULE) if name == module)
    for option in set(re.findall(r"--[a-z][\w-]*", arguments)):
        assert option in done.stdout, f"{module} has no option {option}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith("catalogue/"):
            continue  # made with the site, whose strict build follows these
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
