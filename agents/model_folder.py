"""What a model's folder may hold: data, no code. Pickled weights can be code, and are not read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openphone_gym.endpoint import EndpointNotConfigured

CODE_KEYS = ("auto_map", "custom_pipelines")
"""Entries of a folder's JSON files that name code beside them."""


class UnsafeModel(EndpointNotConfigured):
    """To load it would be to run what its folder holds; the message says what to change."""


def refuse_code(folder: str | Path) -> None:
    """Refuses a model that names code of its own, wherever it does, and without reading that code.

    Raises:
        UnsafeModel: It does.
    """
    for path in sorted(Path(folder).glob("*config.json")):
        for key, named in _entries(_read(path)):
            if key in CODE_KEYS and named:
                raise UnsafeModel(
                    f"{path} names code of its own ({key}), which is never run: take a model that "
                    f"transformers knows; if it knows this one, take {key} out of the file"
                )


def refuse_pickles(folder: str | Path, name: str = "model") -> None:
    """Refuses a folder whose weights are not safetensors.

    Args:
        folder: Of a model or an adapter.
        name: How its files of weights begin.

    Raises:
        UnsafeModel: There are none, be there pickled ones or not.
    """
    if not any(Path(folder).glob(f"{name}*.safetensors")):
        raise UnsafeModel(
            f"{folder} holds no {name}.safetensors: pickled weights (.bin, .pt) can run code and are not "
            "read; save the model again with save_pretrained"
        )


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (ValueError, OSError, RecursionError):
        return None  # whoever needs the file says what is wrong with it


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    """All entries of all objects in a JSON value."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield from part.items()
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
