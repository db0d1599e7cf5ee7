"""The commands of this room where their stacks are not installed, and what they cost those who use none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from openphone_gym.__main__ import main, parse

ROOT = Path(__file__).parents[2]
STACKS = ("fastapi", "fastmcp", "mcp", "openenv", "pydantic", "starlette", "uvicorn")
LIST_TASKS = """
import json, sys
from openphone_gym.__main__ import main
main(["tasks", "--app", "zoom"])
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize(("command", "package"), [("openenv", "openenv"), ("mcp", "fastmcp")])
def test_without_its_extra_a_command_says_what_to_install(
    command: str, package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert main([command]) == 2
    told = capsys.readouterr().err
    assert told == f"error: {package} is not installed: pip install 'openphone_gym[{command}]'\n"


@pytest.mark.parametrize(
    "code", ["import json, sys, openphone_gym; print(json.dumps(list(sys.modules)))", LIST_TASKS]
)
def test_nobody_else_loads_a_stack(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout.splitlines()[-1])).isdisjoint(STACKS)


@pytest.mark.parametrize("command", ["openenv", "mcp"])
def test_help_teaches(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse([command, "--help"])
    told = capsys.readouterr().out
    assert "OPENPHONE_SERVE_TOKEN" in told
    assert "in Python" in told
