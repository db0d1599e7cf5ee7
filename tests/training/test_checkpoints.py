from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch
from safetensors.torch import save_file

from training.checkpoints import SAMPLER_FILE, last_checkpoint, restore
from training.preflight import Unfit
from training.sampling import TaskSampler


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run with two whole checkpoints; 10 comes after 9, though not in the alphabet."""
    for step in (9, 10):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        (folder / "trainer_state.json").write_text('{"global_step": 1}')
        save_file({"a": torch.ones(100)}, folder / "adapter_model.safetensors")
        torch.save({"b": torch.ones(100)}, folder / "optimizer.pt")
        (folder / SAMPLER_FILE).write_bytes(TaskSampler(["a"], range(9)).saved())
    (tmp_path / "final").mkdir()
    return tmp_path


def cut(name: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        file = folder / name
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    return do


def removed(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def test_the_newest_checkpoint_is_gone_on_from(run: Path) -> None:
    assert last_checkpoint(run) == str(run / "checkpoint-10")
    shutil.rmtree(run / "checkpoint-10")
    assert last_checkpoint(run) == str(run / "checkpoint-9")
    assert last_checkpoint(run / "final") is None


@pytest.mark.parametrize(
    "damage",
    [
        cut("adapter_model.safetensors"),
        cut("optimizer.pt"),
        cut("trainer_state.json"),
        removed("trainer_state.json"),
        removed("adapter_model.safetensors"),
    ],
)
def test_a_broken_one_is_passed_over_aloud(
    run: Path, damage: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    damage(run / "checkpoint-10")
    assert last_checkpoint(run) == str(run / "checkpoint-9")
    assert "checkpoint-10 is broken" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("damage", "words"), [(removed(SAMPLER_FILE), "is missing"), (cut(SAMPLER_FILE), "is damaged")]
)
def test_a_missing_sampler_is_no_silent_loss(run: Path, damage: Callable[[Path], None], words: str) -> None:
    sampler = TaskSampler(["a"], range(9))
    restore(sampler, None)
    restore(sampler, str(run / "checkpoint-9"))
    damage(run / "checkpoint-9")
    with pytest.raises(Unfit, match=words):
        restore(sampler, str(run / "checkpoint-9"))
