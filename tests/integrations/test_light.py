"""What stacks cost those who don't use them: nothing; and what is said where one is missing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STACKS = {"verifiers": "verifiers", "skyrl": "skyrl_gym", "inspect": "inspect_ai", "minari": "minari"}
"""The package that each extra brings."""


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_suite_loads_none_of_them() -> None:
    loaded = json.loads(python("import json, sys, openphone_gym; print(json.dumps(list(sys.modules)))"))
    assert not [name for name in loaded if name.startswith("openphone_gym.integrations")]
    assert set(loaded).isdisjoint([*STACKS.values(), "openenv", "fastmcp", "trl", "torch"])


@pytest.mark.parametrize("stack", STACKS)
def test_a_stack_that_is_missing_is_one_line_that_names_the_extra(stack: str) -> None:
    said = python(f"""
import importlib.util, sys
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == {STACKS[stack]!r} else found(name, *rest)
try:
    import openphone_gym.integrations.{stack}
except ImportError as missing:
    print(missing)
""")
    assert said == f"{STACKS[stack]} is not installed: pip install 'openphone_gym[{stack}]'\n"


def test_the_phone_in_trl_needs_nothing_of_trl() -> None:
    loaded = python("import json, sys, openphone_gym.integrations.trl; print(json.dumps(list(sys.modules)))")
    assert set(json.loads(loaded)).isdisjoint(["trl", "torch", "transformers"])
