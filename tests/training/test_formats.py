"""Exports, read back by their readers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.data_config import GenerateConfig
from training.generate import generate, read_samples

datasets = pytest.importorskip("datasets", reason="needs the extra: pip install 'openphone_gym[train]'")

FORMATS = ["sharegpt", "alpaca", "grpo"]


@pytest.fixture(scope="module", params=["xml", "som"])
def made(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    generate(
        GenerateConfig(
            out=str(folder),
            tasks=["clock_9"],
            episodes=2,
            recoveries=0,
            mode=request.param,
            validation=0.0,
            formats=FORMATS,
            image_long_side=320,
        )
    )
    return folder, list(read_samples(folder / "train.jsonl")), request.param == "som"


@pytest.mark.parametrize("name", ["sharegpt", "alpaca"])
def test_llama_factory_finds_columns_files_and_pictures(made, name):
    folder, samples, pictures = made
    info = json.loads((folder / name / "dataset_info.json").read_text())
    assert list(info) == ["openphone_train"]
    entry = info["openphone_train"]
    rows = json.loads((folder / name / entry["file_name"]).read_text())
    assert entry["formatting"] == name
    assert len(rows) == len(samples)
    assert set(entry["columns"].values()) <= set(rows[0])
    for row, sample in zip(rows, samples, strict=True):
        texts = [t["value"] for t in row["conversations"]] if name == "sharegpt" else [row["instruction"]]
        assert texts[0].count("<image>") == len(sample.images) == int(pictures)
        assert all(Path(path).read_bytes()[:4] == b"\x89PNG" for path in row.get("images", []))
    if name == "sharegpt":
        assert [turn["from"] for turn in rows[0]["conversations"]] == ["human", "gpt"]


def test_the_set_for_grpo_loads_with_references_and_pictures(made):
    folder, samples, pictures = made
    table = datasets.load_from_disk(str(folder / "grpo"))["train"]
    assert "completion" not in table.column_names
    assert table["reference"][:] == [sample.reference for sample in samples]
    assert [message["role"] for message in table[0]["prompt"]] == ["system", "user"]
    if pictures:
        assert max(table[0]["images"][0].size) == 320


def test_trl_takes_the_conversations(made):
    trl = pytest.importorskip("trl.data_utils")
    from training.formats import conversation

    folder, samples, pictures = made
    row = conversation(samples[0], folder)
    assert trl.is_conversational(row)
    if pictures:
        prepared = trl.prepare_multimodal_messages(row["prompt"], images=row["images"])
        kinds = [part["type"] for part in prepared[1]["content"]]
        assert kinds == ["text", "image"]
