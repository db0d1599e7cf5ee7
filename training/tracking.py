"""Runs on Weights & Biases: offline unless a key is set, tables that hold whole episodes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np


def prepare_wandb(out: Path) -> None:
    """Sets up, by the environment, the run that the trainer will start; a resumed run keeps its id.

    Args:
        out: Folder of the training run.
    """
    out.mkdir(parents=True, exist_ok=True)
    if "WANDB_API_KEY" not in os.environ:
        os.environ.setdefault("WANDB_MODE", "offline")
    noted = out / "wandb_run_id"
    if not noted.exists():
        noted.write_text(os.urandom(4).hex())
    os.environ.setdefault("WANDB_RUN_ID", noted.read_text())
    os.environ.setdefault("WANDB_RESUME", "allow")
    os.environ.setdefault("WANDB_DIR", str(out))
    os.environ.setdefault("WANDB_DATA_DIR", str(out))  # where pictures inside tables wait to be sent


def log_table(name: str, rows: Sequence[dict[str, Any]]) -> None:
    """Logs rows as a table of the present run, if there is one.

    Args:
        name: Of the table.
        rows: With equal keys. Pictures (uint8, (H, W, 3)) are shown; lists and dicts become JSON text, which
            every reader of tables takes.
    """
    import wandb  # late: tests and tools that only read settings need none

    if wandb.run is None or not rows:
        return
    data: list[Any] = [[_cell(value) for value in row.values()] for row in rows]
    # Pictures inside tables are kept out of sight until they are sent; beside them, all can look at them.
    pictures = [cell for row in data for cell in row if isinstance(cell, wandb.Image)]
    shown = {f"{name}_pictures": pictures} if pictures else {}
    wandb.log({name: wandb.Table(columns=list(rows[0]), data=data), **shown})


def _cell(value: Any) -> Any:
    import wandb

    if isinstance(value, np.ndarray):
        return wandb.Image(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return json.dumps(value, ensure_ascii=False)
