"""Who may import whom, and what an import costs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

EXTRAS = (
    "jinja2",
    "matplotlib",
    "moviepy",
    "openpyxl",
    "pandas",
    "rich",
    "tensorboard",
    "torch",
    "typer",
    "wandb",
)

WITHOUT_SKIA = """
import sys
sys.modules["skia"] = None
import gymnasium, openphone_gym
env = gymnasium.make("OpenPhone-zoom-v0", observation=("ui",))
observation, info = env.reset(seed=0)
env.step("tap(1)")
print(observation["ui"])
"""


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_import_contracts() -> None:
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_import_loads_no_extra() -> None:
    loaded = json.loads(python("import json, sys, openphone_gym; print(json.dumps(list(sys.modules)))"))
    assert set(loaded).isdisjoint(EXTRAS)
    assert not [name for name in loaded if name.startswith("openphone_gym.reporting")]


def test_text_needs_no_skia() -> None:
    assert "Zoom" in python(WITHOUT_SKIA) or "Join" in python(WITHOUT_SKIA)


@pytest.mark.parametrize("package", ["agents", "benchmarks"])
def test_programs_are_not_part_of_the_suite(package: str) -> None:
    loaded = json.loads(python("import json, sys, openphone_gym; print(json.dumps(list(sys.modules)))"))
    assert package not in loaded
