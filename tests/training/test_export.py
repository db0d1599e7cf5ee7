"""A trained model becomes a folder that answers as it did, with a card that tells how it was made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks.metrics import summarise
from training.export import Card, ExportRefused, export, page
from training.record import RECORD, DamagedRecord, Stage, chosen, stages
from training.settings import SftArguments

STAGE = Stage(
    program="training.sft",
    base="models/smollm2",
    seed=42,
    settings={"learning_rate": 0.0003, "held_out": ["zoom_1"]},
    data={"folder": "data/brief", "samples": 12, "apps": {"clock": 9, "zoom": 3}, "config": {"mode": "xml"}},
    run={"commit": "abc123", "versions": {"trl": "1.16.0"}},
)


def test_the_card_tells_recipe_seed_data_and_commit() -> None:
    text = page(Card(name="phone", base="Org/Base", license="apache-2.0", stages=[STAGE]))
    front = text.split("---\n")[1]
    assert 'license: "apache-2.0"\nbase_model: "Org/Base"\n' in front
    assert 'pipeline_tag: "text-generation"' in front
    for fact in (
        "`training.sft`",
        "seed 42",
        "abc123",
        '"learning_rate": 0.0003',
        "samples 12",
        "clock 9, zoom 3",
    ):
        assert fact in text
    assert '"mode": "xml"' in text
    assert "None was given." in text


def test_the_card_tells_the_figures_of_an_evaluation() -> None:
    summary = summarise([], {"arguments": {"agent": "local:x", "variation": "sampled", "split": "test"}})
    summary["overall"]["success_rate"] = 0.625
    summary["overall"]["ci95"]["success_rate"] = [0.5, 0.75]
    summary["apps"] = {"clock": {"success_rate": 0.25}}
    text = page(Card(name="phone", base="base", summary=summary))
    assert "`local:x`, sampled tasks of the split test" in text
    assert "| Success rate | 62.5 | 50.0 to 75.0 | 25.0 |" in text
    assert "Nothing was noted" in text


def test_a_record_lies_in_the_folder_or_the_one_above(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_bytes(msgspec.json.encode([STAGE]))
    (tmp_path / "final").mkdir()
    assert stages(tmp_path) == stages(tmp_path / "final") == [STAGE]
    (tmp_path / "final" / RECORD).write_text("{}")
    with pytest.raises(DamagedRecord, match="final"):
        stages(tmp_path / "final")


def test_a_recipe_is_what_differs_from_the_defaults() -> None:
    assert chosen(SftArguments("data", merge=True)) == {"dataset": "data", "merge": True}


# With models


@pytest.fixture(scope="module")
def trained(tiny_text: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An adapter that changes what the model says, with its record and a template of its own."""
    peft = pytest.importorskip("peft", reason="needs the extra: pip install 'openphone_gym[train]'")
    import torch

    from agents.weights import load_model

    folder = tmp_path_factory.mktemp("run") / "final"
    model = peft.get_peft_model(load_model(tiny_text), peft.LoraConfig(r=4, target_modules="all-linear"))
    with torch.random.fork_rng():
        torch.manual_seed(1)
        for name, weights in model.named_parameters():
            if "lora_B" in name:
                torch.nn.init.normal_(weights)
    model.save_pretrained(folder)
    (folder / "chat_template.jinja").write_text("{{ 'trained' }}")
    (folder.parent / RECORD).write_bytes(msgspec.json.encode([STAGE]))
    return folder


def logits(model: Any) -> Any:
    import torch

    with torch.inference_mode():
        return model(torch.tensor([[5, 9, 2, 70]])).logits


def test_a_merged_model_answers_as_with_its_adapter(tiny_text: Path, trained: Path, tmp_path: Path) -> None:
    import torch
    from peft import PeftModel

    from agents.weights import load_model, load_processor

    out = export(tiny_text, tmp_path / "phone", adapter=trained)
    adapted = PeftModel.from_pretrained(load_model(tiny_text), str(trained)).eval()
    assert not torch.allclose(logits(adapted), logits(load_model(tiny_text)), atol=1e-3)
    torch.testing.assert_close(logits(load_model(out)), logits(adapted), rtol=1e-4, atol=1e-4)
    assert load_processor(out).chat_template == "{{ 'trained' }}"
    assert {path.name for path in out.iterdir()} >= {
        "model.safetensors",
        "tokenizer.json",
        "README.md",
        RECORD,
    }
    assert "`models/smollm2`, seed 42" in (out / "README.md").read_text()
    assert stages(out) == [STAGE]
    assert [path.name for path in tmp_path.iterdir()] == ["phone"]


def test_an_adapter_can_stay_one_at_half_the_size(tiny_text: Path, trained: Path, tmp_path: Path) -> None:
    import torch

    from agents.weights import load_model

    out = export(tiny_text, tmp_path / "small", adapter=trained, merge=False)
    sizes = [(folder / "adapter_model.safetensors").stat().st_size for folder in (out, trained)]
    assert sizes[0] < 0.7 * sizes[1]
    expected, found = (logits(load_model(tiny_text, adapter=folder)) for folder in (trained, out))
    torch.testing.assert_close(found, expected, rtol=0.02, atol=0.02)
    card = (out / "README.md").read_text()
    assert 'library_name: "peft"' in card
    assert "local:BASE,adapter=small" in card
    assert stages(out) == [STAGE]


def test_a_whole_model_is_taken_as_it_is_and_replaced_on_request(tiny_text: Path, tmp_path: Path) -> None:
    import torch

    from agents.weights import load_model

    out = export(tiny_text, tmp_path / "phone", base="Org/Tiny", license="mit")
    torch.testing.assert_close(logits(load_model(out)), logits(load_model(tiny_text)))
    assert 'license: "mit"' in (out / "README.md").read_text()
    with pytest.raises(ExportRefused, match="--replace"):
        export(tiny_text, out)
    (out / "stale").touch()
    again = export(out, tmp_path / "second", summary=None)
    assert 'base_model: "Org/Tiny"' in (again / "README.md").read_text()  # as the first card said
    export(tiny_text, out, replace=True)
    assert not (out / "stale").exists()


def test_vision_models_keep_their_processor(tiny_vision: Path, tmp_path: Path) -> None:
    from agents.weights import load_processor, sees_pictures

    out = export(tiny_vision, tmp_path / "phone")
    assert sees_pictures(out)
    assert load_processor(out).chat_template == load_processor(tiny_vision).chat_template
    assert "image-text-to-text" in (out / "README.md").read_text()


def test_what_can_not_be_exported_is_refused(
    tiny_text: Path, tiny_vision: Path, trained: Path, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.json"
    summary.write_text(json.dumps({"overall": 1}))
    out = tmp_path / "out"
    for arguments, words in (
        ({"model": tmp_path}, "config.json"),
        ({"model": tiny_text, "adapter": tiny_text}, "no LoRA adapter"),
        ({"model": tiny_text, "merge": False}, "--adapter"),
        ({"model": tiny_text, "summary": summary}, "no summary.json"),
        ({"model": tiny_vision, "adapter": trained}, "does not fit"),
    ):
        with pytest.raises(ExportRefused, match=words):
            export(out=out, **arguments)
    with pytest.raises(ExportRefused, match="another --out"):
        export(tiny_text, tiny_text, replace=True)
    assert not out.exists()
    assert not list(tmp_path.glob(".out-*"))
