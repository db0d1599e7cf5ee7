"""Folders of models that come with code, or with pickles: refused, and nothing in them is run."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from agents import find_agent
from agents.model_folder import UnsafeModel, refuse_code, refuse_pickles
from openphone_gym.endpoint import EndpointNotConfigured

ROOT = Path(__file__).parents[2]
RUN = "import pathlib; pathlib.Path(__file__).with_name('was-run').touch()\nclass Evil: pass\n"


def changed(source: Path, folder: Path, name: str, **entries: Any) -> Path:
    """A copy of a model whose JSON file names code, which leaves a file behind where it is run."""
    shutil.copytree(source, folder)
    values = json.loads((folder / name).read_text()) if (folder / name).exists() else {}
    (folder / name).write_text(json.dumps(values | entries))
    (folder / "evil.py").write_text(RUN)
    return folder


MAPS = [
    ("config.json", {"auto_map": {"AutoConfig": "evil.Evil", "AutoModelForCausalLM": "evil.Evil"}}),
    ("config.json", {"auto_map": {"AutoModelForCausalLM": "evil.Evil"}}),
    ("config.json", {"model_type": "nobody_knows", "auto_map": {"AutoConfig": "evil.Evil"}}),
    ("config.json", {"auto_map": {"AutoConfig": "other/place--evil.Evil"}}),
    ("config.json", {"vision_config": {"deep": [{"auto_map": {"AutoConfig": "evil.Evil"}}]}}),
    ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["evil.Evil", None]}}),
    ("processor_config.json", {"auto_map": {"AutoProcessor": "evil.Evil"}}),
    ("preprocessor_config.json", {"auto_map": {"AutoImageProcessor": "evil.Evil"}}),
]


@pytest.mark.parametrize(("name", "entries"), MAPS)
def test_code_beside_a_model_is_refused_unread(
    tiny_text: Path, tmp_path: Path, name: str, entries: dict[str, Any]
) -> None:
    from agents.weights import load_model, load_processor, sees_pictures

    folder = changed(tiny_text, tmp_path / "model", name, **entries)
    for load in (load_model, load_processor, sees_pictures, refuse_code):
        with pytest.raises(UnsafeModel, match="never run"):
            load(folder)
    with pytest.raises(EndpointNotConfigured, match=name):
        find_agent(f"local:{folder}")
    assert not list(folder.rglob("was-run"))


def test_nobody_is_asked(tiny_text: Path, tmp_path: Path) -> None:
    """Neither on a terminal's input nor by a long wait; the same of a training script and of serving."""
    folder = changed(tiny_text, tmp_path / "model", *MAPS[0][:1], **MAPS[0][1])
    data = tmp_path / "data"
    data.mkdir()
    commands = [
        ["training.sft", "--model_name_or_path", str(folder), "--dataset", str(data), "--bf16", "false"],
        ["training.serve", str(folder)],
        ["training.export", "--model", str(folder), "--out", str(tmp_path / "out")],
    ]
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            input="y\n" * 9,
            capture_output=True,
            text=True,
            timeout=200,
            cwd=ROOT,
        )
        assert done.returncode == 1
        assert "never run" in done.stderr
        assert "Traceback" not in done.stderr
    assert not list(folder.rglob("was-run"))


class Bomb:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return Path.touch, (self.mark,)


def test_pickled_weights_are_not_read(tiny_text: Path, tmp_path: Path) -> None:
    from agents.weights import load_adapter, load_model

    folder, mark = tmp_path / "model", tmp_path / "was-run"
    shutil.copytree(tiny_text, folder)
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Bomb(mark)))
    with pytest.raises(UnsafeModel, match=r"model\.safetensors"):
        load_model(folder)
    (tmp_path / "adapter_model.bin").write_bytes(pickle.dumps(Bomb(mark)))
    (tmp_path / "adapter_config.json").write_text('{"peft_type": "LORA"}')
    with pytest.raises(UnsafeModel, match=r"adapter_model\.safetensors"):
        load_adapter(load_model(tiny_text), tmp_path)
    assert not mark.exists()


def test_damaged_files_are_left_to_who_reads_them(tmp_path: Path) -> None:
    for content in (b"{", b"\xff", b"[" * 100_000, b'"auto_map"', b'{"auto_map": {}}'):
        (tmp_path / "config.json").write_bytes(content)
        refuse_code(tmp_path)
    with pytest.raises(UnsafeModel):
        refuse_pickles(tmp_path)
