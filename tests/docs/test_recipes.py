"""The recipes for a new app and a new task work as they are printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n# (\S+\.py)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

PROOF = """
from openphone_gym.phone.phone import Phone
from openphone_gym.ui.gesture import LaunchApp, Swipe, Tap

phone = Phone.new()
phone.perform(Swipe(540, 1500, 540, 500))
phone.perform(Tap(*phone.tree().find(lambda node: node.label == "Notes").center))
assert phone.foreground() == "org.example.notes/org.example.notes.MainActivity"
assert "Water the plants" in phone.tree().texts()
assert Phone.new(1).notes.notes != Phone.new(2).notes.notes
phone.perform(Tap(*phone.tree().find(lambda node: node.label == "Share").center))
phone.perform(Tap(*phone.tree().find(lambda node: node.label == "Notes").center))
assert phone.notes.draft == "Water the plants\\nReturn the library books"

import gymnasium as gym
import openphone_gym
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import draw

assert find_task("notes_1").app == "notes"
assert len({draw(find_task("notes_1"), "sampled", seed).goal for seed in range(60)}) > 50
env = gym.make("OpenPhone-notes-v0", observation=("ui",))
observation, info = env.reset(seed=1)
assert info["task_id"] == "notes_1"
assert "New note" in observation["ui"]

from agents.basic import ExpertAgent
from openphone_gym.episode import run_episode

episode = run_episode(env, ExpertAgent(env), options={"variation": "canonical"})
assert len(episode.steps) == find_task("notes_1").own_steps
"""


def blocks(page: str) -> dict[str, str]:
    """Code by file name, as the page shows it."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return {name: f"# {name}\n{code}" for name, code in BLOCK.findall(text)}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which both recipes were followed."""
    root = tmp_path_factory.mktemp("recipes")
    for package in ("openphone_gym", "agents"):
        shutil.copytree(ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))
    for page in ("new_app.md", "new_task.md"):
        for name, code in blocks(page).items():
            path = root / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(code, encoding="utf-8")
    (root / "proof.py").write_text(PROOF, encoding="utf-8")
    return root


def test_the_pages_name_the_files():
    app = "openphone_gym/phone/apps/notes"
    assert set(blocks("new_app.md")) == {
        *(f"{app}/{name}.py" for name in ("state", "seed", "screens", "__init__")),
        "look.py",
    }
    assert set(blocks("new_task.md")) == {"openphone_gym/tasks/notes.py", "try_notes.py"}


@pytest.mark.parametrize("script", ["proof.py", "look.py", "try_notes.py"])
def test_the_app_is_on_the_phone_and_the_task_is_solved(copy, script):
    done = subprocess.run(
        [sys.executable, script],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_code_is_tidy(copy):
    files = [str(copy / name) for page in ("new_app.md", "new_task.md") for name in blocks(page)]
    tidy = [name for name in files if "openphone_gym" in name]
    command = [sys.executable, "-m", "ruff", "check", "--config", str(ROOT / "ruff.toml"), *tidy]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
