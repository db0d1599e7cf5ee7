"""What a model was trained on, noted beside it: one stage after the other, from the first base model on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.provenance import provenance

RECORD = "training.json"
"""The file in the folder of a training run, or of a model that was exported."""

PACKAGES = ("torch", "transformers", "trl", "peft")

FACTS = ("samples", "episodes", "apps", "sources", "config")
"""What is taken over of a data set's datasheet."""


class DamagedRecord(ValueError):
    """A ``training.json`` can't be read; the message says which."""


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One training run.

    Attributes:
        program: Such as ``training.sft``.
        base: Folder of the model it began with.
        seed: Of all that was drawn.
        settings: The recipe: all settings that are not TRL's defaults.
        data: Facts of the data set's datasheet; None where a phone was in the loop.
        run: Versions, commit and platform.
    """

    program: str
    base: str
    seed: int
    settings: dict[str, Any]
    data: dict[str, Any] | None
    run: dict[str, Any]


def note(out: Path, program: str, base: Path, configs: tuple[Any, ...], data: Path | None = None) -> None:
    """Notes a stage that begins, after those of its base model.

    Args:
        out: Folder of the training run.
        program: Such as ``training.sft``.
        base: Folder of the model it begins with.
        configs: Dataclasses with the settings; one of them has the seed.
        data: Folder of the data set.

    Raises:
        DamagedRecord: The record of the base model can't be read.
    """
    recipe = {name: value for config in configs for name, value in chosen(config).items()}
    seed = next(int(config.seed) for config in configs if hasattr(config, "seed"))
    run = {name: value for name, value in provenance({}, []).items() if name not in ("seeds", "arguments")}
    run["versions"] |= {name: metadata.version(name) for name in PACKAGES}
    sheet = data / "datasheet.json" if data else None
    found = msgspec.json.decode(sheet.read_bytes()) if sheet and sheet.is_file() else {}
    stage = Stage(
        program=program,
        base=str(base),
        seed=seed,
        settings=recipe,
        data={"folder": str(data)} | {name: found[name] for name in FACTS if name in found} if data else None,
        run=run,
    )
    out.mkdir(parents=True, exist_ok=True)
    write_json([*stages(base), stage], out / RECORD)


def stages(folder: Path) -> list[Stage]:
    """The stages of a model or an adapter, as noted in its folder, or in the one that it lies in.

    Raises:
        DamagedRecord: There is a record that can't be read.
    """
    for place in (folder / RECORD, folder.absolute().parent / RECORD):
        if place.is_file():
            try:
                return msgspec.json.decode(place.read_bytes(), type=list[Stage])
            except msgspec.DecodeError as error:
                raise DamagedRecord(f"{place} is no record of training ({error}): delete it") from None
    return []


def chosen(config: Any) -> Mapping[str, Any]:
    """The settings of a dataclass that are plain values and no defaults; never a token."""
    found = {}
    for each in fields(config):
        default = each.default_factory() if each.default_factory is not MISSING else each.default
        value = getattr(config, each.name)
        plain = value is None or isinstance(value, (bool, int, float, str, list))
        if plain and value != default and not each.name.endswith("_token"):
            found[each.name] = value
    return found
