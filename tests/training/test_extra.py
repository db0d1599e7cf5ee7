"""Without the extra ``train``, the scripts still explain themselves, and say what to install."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from training import extra

ROOT = Path(__file__).parents[2]
SCRIPTS = {
    "export": ["--model", "models/none", "--out", "none"],
    "generate": ["--out", "none"],
    "grpo": ["--model", "models/none"],
    "grpo_steps": ["--model", "models/none"],
    "models": ["smollm2", "--out", "none"],
    "report": ["--stage", "before=none", "--data", "none", "--out", "none"],
    "serve": [],
    "sft": ["--dataset", "none"],
    "wordings": ["--endpoint", "none.toml", "--out", "none"],
}
"""Every script, with arguments that would start it."""

PROBE = """
import io, json, runpy, sys
from contextlib import redirect_stderr, redirect_stdout

blocked = "accelerate datasets gguf httpx2 peft torch transformers trl wandb".split()
sys.modules.update(dict.fromkeys(blocked))

def run(name, arguments):
    sys.argv = [name, *arguments]
    for module in [each for each in sys.modules if each.partition(".")[0] == "training"]:
        del sys.modules[module]
    out, error = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(error):
            runpy.run_module(f"training.{name}", run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code
    return [code, out.getvalue(), error.getvalue()]

print(json.dumps({name: [run(name, ["--help"]), run(name, arguments)]
                  for name, arguments in json.loads(sys.argv[1]).items()}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list]]:
    """What the scripts say where nothing of the extra can be imported: with ``--help``, and run."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{PROBE}",
            json.dumps(SCRIPTS),
        ],
        cwd=tmp_path_factory.mktemp("work"),
        env={"TERM": "dumb", "COLUMNS": "200", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_all_scripts_are_asked() -> None:
    programs = {
        path.stem
        for path in Path(extra.__file__).parent.glob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
    assert programs == set(SCRIPTS)


@pytest.mark.parametrize(
    ("script", "options"),
    [
        ("export", ["--adapter", "--summary"]),
        ("generate", ["--config", "--episodes", "--first_seed"]),
        ("grpo", ["--config", "--method", "--output_dir", "--server"]),
        ("grpo_steps", ["--config", "--data", "--output_dir"]),
        ("models", ["smollm2", "--out"]),
        ("report", ["--stage", "--data", "--curve"]),
        ("serve", ["--adapter", "--lora"]),
        ("sft", ["--config", "--dataset", "--dry_run", "--model_name_or_path"]),
        ("wordings", ["--endpoint", "--out", "--threads"]),
    ],
)
def test_help_needs_nothing_of_the_extra(told, script: str, options: list[str]) -> None:
    code, out, _ = told[script][0]
    assert code == 0
    assert all(option in out for option in options)


@pytest.mark.parametrize("script", sorted(SCRIPTS.keys() - {"serve", "report", "wordings"}))
def test_without_the_extra_one_line_says_what_to_install(told, script: str) -> None:
    code, _, _ = told[script][1]
    assert isinstance(code, str)  # what Python prints before it exits with 1
    assert "\n" not in code
    assert "pip install 'openphone_gym[train]'" in code
    assert "torch" in code


def test_only_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gguf", None)
    extra.need("json")
    with pytest.raises(extra.ExtraMissing, match=r"^gguf not installed: "):
        extra.need("json", "gguf")
