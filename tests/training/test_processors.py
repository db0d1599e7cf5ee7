from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

from PIL import Image
from transformers.utils.import_utils import is_torchvision_available

from agents.weights import load_processor
from openphone_gym.endpoint import EndpointNotConfigured
from training.models import tiny_vision_model

pytestmark = pytest.mark.skipif(is_torchvision_available(), reason="with torchvision nothing stands in")


@pytest.fixture(scope="module")
def tiny_vision(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_vision_model(tmp_path_factory.mktemp("models") / "vision")


def of_kind(model: Path, folder: Path, **config: Any) -> Path:
    """The files of a model whose configuration says that it is another."""
    shutil.copytree(model, folder)
    (folder / "config.json").write_text(json.dumps(config))
    return folder


@pytest.mark.parametrize(
    ("kind", "name"), [("qwen2_vl", "Qwen2VLProcessor"), ("qwen2_5_vl", "Qwen2_5_VLProcessor")]
)
def test_a_models_own_processor_is_used_for_still_pictures(
    tiny_vision: Path, tmp_path: Path, kind: str, name: str
) -> None:
    processor = load_processor(of_kind(tiny_vision, tmp_path / kind, model_type=kind, vision_config={}))
    assert name in {each.__name__ for each in type(processor).__mro__}
    content = [{"type": "image", "image": Image.new("RGB", (96, 64))}, {"type": "text", "text": "a"}]
    told = processor.apply_chat_template(
        [[{"role": "user", "content": content}]], tokenize=True, return_dict=True
    )
    image = processor.tokenizer.convert_tokens_to_ids("<|image_pad|>")
    assert told["input_ids"][0].count(image) == (96 // 32) * (64 // 32)


def test_what_needs_torchvision_says_so(tiny_vision: Path, tmp_path: Path) -> None:
    folder = of_kind(tiny_vision, tmp_path / "other", model_type="smolvlm", vision_config={})
    with pytest.raises(EndpointNotConfigured, match=r"smolvlm.*needs torchvision"):
        load_processor(folder)
