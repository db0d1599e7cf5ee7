"""Data sets in the formats of other programs, and samples as the trainers here read them.

=============  =============================================================================================
``sharegpt``   LLaMA-Factory: ``conversations`` of ``from`` and ``value``, ``system``, ``images``
``alpaca``     LLaMA-Factory: ``instruction``, ``input``, ``output``, ``system``, ``images``
``grpo``       a Hugging Face data set on disk for step-level GRPO: ``prompt``, ``reference``, pictures inside
=============  =============================================================================================

The folders of LLaMA-Factory's formats hold a ``dataset_info.json``, so that they can be its ``dataset_dir``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from openphone_gym.control_tokens import plain
from training.samples import Sample

if TYPE_CHECKING:
    from datasets import Dataset

IMAGE = "<image>"
"""Stands for a picture in LLaMA-Factory's texts."""

Splits = Mapping[str, Sequence[Sample]]


def export(name: str, splits: Splits, folder: Path) -> Path:
    """Writes a format below the folder of a data set, in place of what was there.

    Args:
        name: One of ``EXPORTS``.
        splits: Samples by split; empty ones are left out.
        folder: The data set's folder, which holds ``images``.

    Returns:
        The folder with the export.
    """
    place = folder / name
    partial = folder / f"{name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    EXPORTS[name]({split: part for split, part in splits.items() if part}, folder, partial)
    shutil.rmtree(place, ignore_errors=True)
    partial.rename(place)
    return place


def conversation(sample: Sample, folder: Path) -> dict[str, Any]:
    """A sample as TRL reads it: ``prompt`` and ``completion`` as messages, and ``images`` if there are any.

    Beside pictures every content is a list of parts, since the columns of a data set have one type each.
    """
    if not sample.images:
        return {"prompt": sample.prompt, "completion": sample.completion}
    return {
        "prompt": [_in_parts(message) for message in sample.prompt],
        "completion": [_in_parts(message) for message in sample.completion],
        "images": [{"bytes": (folder / name).read_bytes(), "path": None} for name in sample.images],
    }


def to_dataset(samples: Sequence[Sample], folder: Path, more: Callable[[Sample], dict[str, Any]]) -> Dataset:
    """Samples as a data set with the columns of ``conversation``, and more.

    Args:
        samples: All with pictures, or all without.
        folder: The data set's folder, which holds ``images``.
        more: Gives the further columns of a sample.
    """
    import datasets  # late: other formats do without it

    found = datasets.Dataset.from_list(
        [{**conversation(sample, folder), **more(sample)} for sample in samples]
    )
    if "images" in found.column_names:
        found = found.cast_column("images", datasets.List(datasets.Image()))
    return found


def _in_parts(message: Mapping[str, Any]) -> dict[str, Any]:
    content = message["content"]
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    return {"role": message["role"], "content": [{"text": None, **part} for part in parts]}


def _text(message: Mapping[str, Any]) -> str:
    """A message as one text, with ``<image>`` where pictures stand, and no other control tokens of models.

    The program that reads it tokenizes it whole.
    """
    content = message["content"]
    if isinstance(content, str):
        return plain(content)
    return "\n".join(IMAGE if part["type"] == "image" else plain(part["text"]) for part in content)


def _sharegpt(splits: Splits, folder: Path, place: Path) -> None:
    def row(sample: Sample) -> dict[str, Any]:
        system, user = sample.prompt
        turns = [
            {"from": "human", "value": _text(user)},
            {"from": "gpt", "value": _text(sample.completion[0])},
        ]
        return {"conversations": turns, "system": _text(system)}

    columns = {"messages": "conversations", "system": "system"}
    _llama_factory("sharegpt", splits, folder, place, row, columns)


def _alpaca(splits: Splits, folder: Path, place: Path) -> None:
    def row(sample: Sample) -> dict[str, Any]:
        system, user = sample.prompt
        answer = _text(sample.completion[0])
        return {"instruction": _text(user), "input": "", "output": answer, "system": _text(system)}

    columns = {"prompt": "instruction", "query": "input", "response": "output", "system": "system"}
    _llama_factory("alpaca", splits, folder, place, row, columns)


def _llama_factory(
    name: str,
    splits: Splits,
    folder: Path,
    place: Path,
    row: Callable[[Sample], dict[str, Any]],
    columns: dict[str, str],
) -> None:
    """Writes a JSON list a split, and ``dataset_info.json``, which says what the columns mean."""
    info: dict[str, Any] = {}
    for split, samples in splits.items():
        pictures = any(sample.images for sample in samples)
        rows = [
            row(sample)
            | ({"images": [str((folder / i).resolve()) for i in sample.images]} if pictures else {})
            for sample in samples
        ]
        (place / f"{split}.json").write_bytes(msgspec.json.encode(rows))
        info[f"openphone_{split}"] = {
            "file_name": f"{split}.json",
            "formatting": name,
            "columns": columns | ({"images": "images"} if pictures else {}),
        }
    (place / "dataset_info.json").write_bytes(msgspec.json.format(msgspec.json.encode(info)))


def _grpo(splits: Splits, folder: Path, place: Path) -> None:
    import datasets

    def more(sample: Sample) -> dict[str, Any]:
        kept = ("reference", "id", "task_id", "app", "seed", "step", "kind")
        return {name: getattr(sample, name) for name in kept}

    tables = {split: to_dataset(samples, folder, more) for split, samples in splits.items()}
    datasets.DatasetDict(
        {split: table.remove_columns("completion") for split, table in tables.items()}
    ).save_to_disk(str(place))


EXPORTS: dict[str, Callable[[Splits, Path, Path], None]] = {
    "sharegpt": _sharegpt,
    "alpaca": _alpaca,
    "grpo": _grpo,
}
"""Every format, by its name on the command line."""
