"""The wheel holds the suite alone, and works with the core dependencies alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("openphone_gym", "agents", "benchmarks", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")
IGNORED = ("__pycache__", "*.egg-info")

PROOF = """
import sys
import gymnasium as gym
import openphone_gym

assert "site-packages" in openphone_gym.__file__, openphone_gym.__file__
env = gym.make("OpenPhone-zoom-v0", observation=("ui", "screenshot", "marked"), screen=(540, 1200))
observation, info = env.reset(seed=1)
assert "Join a meeting" in observation["ui"]
assert observation["screenshot"].shape == (1200, 540, 3)
assert observation["screenshot"].std() > 5
env.reset(options={"variation": "sampled", "seed": 2})
assert env.unwrapped.device.phone.world.places
*_, info = env.step("finish()")
assert info["verdict"].success is False
for extra in ("rich", "typer", "pandas", "jinja2", "torch"):
    assert extra not in sys.modules, extra
"""

AGENT = """
from openphone_gym.trajectory import Decision

class Claims:
    def reset(self, goal):
        self.goal = goal

    def act(self, observation):
        return Decision(action='finish("done")')

def make(env, seed):
    return Claims()
"""

MANY = """
from openphone_gym.rollout import Draw, rollout

if __name__ == "__main__":
    draws = [Draw("zoom_1", "sampled", seed) for seed in range(4)]
    found = dict(rollout("mine:make", draws, workers=2))
    assert set(found) == set(draws)
    assert all(episode.verdict.success is False for episode in found.values())
"""


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns(*IGNORED))
        else:
            shutil.copy(source, folder / name)
    run(sys.executable, "-m", "build", "--wheel", "--outdir", "out", cwd=folder)
    (built,) = (folder / "out").glob("*.whl")
    return built


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_holds_the_suite_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"openphone_gym"}
    assert "openphone_gym/py.typed" in names
    for template in (ROOT / "openphone_gym" / "recording" / "templates").iterdir():
        assert f"openphone_gym/recording/templates/{template.name}" in names
    for source in (ROOT / "openphone_gym").rglob("*.py"):
        assert source.relative_to(ROOT).as_posix() in names
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests", "agents"))]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_works_in_an_empty_environment(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    run(python, "-c", PROOF, cwd=tmp_path)
    (tmp_path / "mine.py").write_text(AGENT)
    (tmp_path / "many.py").write_text(MANY)
    run(python, "many.py", cwd=tmp_path)
