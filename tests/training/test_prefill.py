from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("transformers", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch
from PIL import Image
from transformers import AutoModelForCausalLM, AutoModelForImageTextToText
from transformers.cache_utils import StaticCache

from agents.weights import load_processor
from training.models import tiny_text_model, tiny_vision_model
from training.prefill import shared_prefill

PROMPTS = [[5, 6, 7, 8], [9, 10], [5, 6, 7, 8], [5, 6, 7, 8], [9, 10], [11]]
LONGEST = 4


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("text")
    tiny_text_model(folder)
    model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype="float32")
    with torch.no_grad():  # as it comes, the model says the same to everything
        for weights in model.parameters():
            weights.mul_(6)
    return model.eval()


def batch() -> dict[str, torch.Tensor]:
    """Prompts padded on the left."""
    missing = [LONGEST - len(prompt) for prompt in PROMPTS]
    return {
        "input_ids": torch.tensor([[0] * gap + prompt for gap, prompt in zip(missing, PROMPTS, strict=True)]),
        "attention_mask": torch.tensor(
            [[0] * gap + [1] * (LONGEST - gap) for gap in missing],
        ),
    }


def rows_read(model: torch.nn.Module, **given: Any) -> tuple[torch.Tensor, list[tuple[int, ...]]]:
    """What is generated, and the shapes of what went through the layers."""
    shapes: list[tuple[int, ...]] = []
    embedding: Any = model.get_input_embeddings()  # type: ignore[operator]
    handle = embedding.register_forward_pre_hook(lambda _, ids: shapes.append(tuple(ids[0].shape)))
    try:
        return model.generate(**given, max_new_tokens=3, pad_token_id=0), shapes  # type: ignore[operator]
    finally:
        handle.remove()


def test_equal_prompts_are_read_once_and_answered_as_before(model: Any) -> None:
    expected, apart = rows_read(model, **batch(), do_sample=False)
    with shared_prefill(model):
        found, together = rows_read(model, **batch(), do_sample=False)
    assert apart[0] == (6, LONGEST)
    assert together == [(3, LONGEST), (6, 1), (6, 1)]
    assert torch.equal(found, expected)
    assert len({tuple(row) for row in expected[:, LONGEST:].tolist()}) > 1
    _, after = rows_read(model, **batch(), do_sample=False)
    assert after[0] == (6, LONGEST)


def test_prompts_of_one_length_come_without_a_mask(model: Any) -> None:
    given = {"input_ids": torch.tensor([PROMPTS[0]] * 3)}
    expected, _ = rows_read(model, **given, do_sample=False)
    with shared_prefill(model):
        found, shapes = rows_read(model, **given, do_sample=False)
    assert shapes[:2] == [(1, LONGEST), (3, 1)]
    assert torch.equal(found, expected)


def test_every_row_draws_for_itself(model: Any) -> None:
    torch.manual_seed(0)
    with shared_prefill(model):
        drawn, shapes = rows_read(model, **batch(), do_sample=True, temperature=50.0, top_k=0)
    assert shapes[0][0] == 3
    answers = [tuple(row) for row in drawn[:, LONGEST:].tolist()]
    assert len(set(answers)) == len(answers)


def test_prompts_of_equal_tokens_are_told_apart_by_their_mask(model: Any) -> None:
    given = {
        "input_ids": torch.tensor([[0, 5], [0, 5]]),
        "attention_mask": torch.tensor([[0, 1], [1, 1]]),
    }
    with shared_prefill(model):
        _, shapes = rows_read(model, **given, do_sample=False)
    assert shapes[0] == (2, 2)


def test_a_cache_that_is_not_copied_by_rows_is_left_alone(model: Any) -> None:
    cache = StaticCache(model.config, max_cache_len=16)  # its rows can't be chosen
    with shared_prefill(model):
        _, shapes = rows_read(model, **batch(), do_sample=False, past_key_values=cache)
    assert shapes[0] == (6, LONGEST)


def test_pictures_go_through_untouched(tmp_path: Path) -> None:
    tiny_vision_model(tmp_path)
    model: Any = AutoModelForImageTextToText.from_pretrained(tmp_path, dtype="float32").eval()
    processor: Any = load_processor(tmp_path)
    content = [{"type": "image"}, {"type": "text", "text": "tap"}]
    text = processor.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True)
    pictures = [Image.new("RGB", (64, 64), color) for color in ("red", "blue")]  # the tokens are equal
    given = processor(text=[text, text], images=pictures, return_tensors="pt")
    expected = model.generate(**given, max_new_tokens=3, do_sample=False)
    with shared_prefill(model):
        found, shapes = rows_read(model, **given, do_sample=False)
    assert shapes[0][0] == 2
    assert torch.equal(found, expected)
