"""What is trained, and in which numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch
from peft import get_peft_model

from tests.training.runs import FAST, configured, mixed_env
from training import grpo
from training.configs import EpisodeConfig
from training.lora import VISION, load_trained, lora
from training.models import tiny_text_model, tiny_vision_model
from training.preflight import Unfit


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_text_model(folder / "text")
    tiny_vision_model(folder / "vision")
    return folder


def changed(model: Path, *, whole: bool, dtype: torch.dtype | None = None) -> float:
    """Share of the weights that four updates of 5e-6 change."""
    loaded: Any = load_trained(model, "", whole=whole, bf16=True)
    loaded = loaded.to(dtype) if dtype else loaded
    before = {name: value.clone() for name, value in loaded.named_parameters()}
    optimizer = torch.optim.AdamW(loaded.parameters(), lr=5e-6, weight_decay=0.0)
    ids = torch.arange(100).reshape(4, 25)
    for row in ids:
        with torch.autocast("cpu", torch.bfloat16):
            loaded(input_ids=row[None], labels=row[None]).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    moved = sum(int((value != before[name]).sum()) for name, value in loaded.named_parameters())
    return moved / sum(value.numel() for value in before.values())


def test_weights_that_are_all_trained_are_float32_and_move(models: Path) -> None:
    assert changed(models / "text", whole=True) > 0.95
    assert changed(models / "text", whole=True, dtype=torch.bfloat16) < 0.3  # what would be without


def test_weights_below_an_adapter_may_be_bfloat16(models: Path) -> None:
    assert load_trained(models / "text", "", whole=False, bf16=True).dtype == torch.bfloat16
    assert load_trained(models / "text", "", whole=False, bf16=False).dtype == torch.float32


def test_grpo_on_all_weights_keeps_float32(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EpisodeConfig, "make_env", mixed_env)
    config = configured(models / "text", tmp_path, *FAST, lora_rank="0", bf16="true", max_steps="1")
    model: Any = grpo.train(config).model
    assert {weights.dtype for weights in model.parameters()} == {torch.float32}


def in_tower(name: str) -> bool:
    return bool(set(name.split(".")) & set(VISION))


def test_frozen_eyes_get_no_adapter(models: Path) -> None:
    for freeze in (False, True):
        model = load_trained(models / "vision", "", whole=False, bf16=False, freeze_vision=freeze)
        adapted = get_peft_model(model, lora(4, freeze))  # type: ignore[arg-type]
        trained = [name for name, weights in adapted.named_parameters() if weights.requires_grad]
        assert any(map(in_tower, trained)) == (not freeze)
        assert not all(map(in_tower, trained))


def test_an_adapter_in_frozen_eyes_stays_as_it_is(models: Path, tmp_path: Path) -> None:
    adapted = get_peft_model(load_trained(models / "vision", "", whole=False, bf16=False), lora(4))  # type: ignore[arg-type]
    adapted.save_pretrained(tmp_path / "adapter")
    model = load_trained(models / "vision", tmp_path / "adapter", whole=False, bf16=False, freeze_vision=True)
    trained = [name for name, weights in model.named_parameters() if weights.requires_grad]
    assert trained
    assert not any(map(in_tower, trained))


def test_a_text_model_has_no_eyes_to_freeze(models: Path) -> None:
    with pytest.raises(Unfit, match="vision"):
        load_trained(models / "text", "", whole=False, bf16=False, freeze_vision=True)
