"""Where figures, tables and screens of a program go beside its folder: Weights & Biases, TensorBoard.

A program says once, as data, what there is to log (``Logged``); each destination takes all of it. W&B is
offline unless ``WANDB_API_KEY`` is set. Keys come from the environment alone, and none reaches a run: what
variables of such names hold is struck out of every text.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from openphone_gym.recording.picture import pixels

PROJECT = "openphone"
"""Project on W&B, unless ``WANDB_PROJECT`` names another; ``benchmarks.workspace`` looks there."""

_SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD")
_GALLERY = 100
"""Pictures of a table that are shown beside it, too."""


class Logged(msgspec.Struct, kw_only=True):
    """All that a program has to log.

    Attributes:
        program: Which one, such as ``evaluate``.
        group: What its runs are grouped by: the agent, model or judge that is measured.
        config: How it was run, and where the numbers come from; JSON values.
        figures: Numbers, nested by name; None is left out.
        bars: By title: a figure of several groups with its intervals, as ``bars.plot_figure`` takes it.
        tables: By name: rows with equal keys. Bytes are encoded pictures.
    """

    program: str
    group: str
    config: Mapping[str, Any]
    figures: Mapping[str, Any]
    bars: Mapping[str, Bars] = msgspec.field(default_factory=dict)
    tables: Mapping[str, Sequence[Mapping[str, Any]]] = msgspec.field(default_factory=dict)


class Bars(msgspec.Struct, frozen=True):
    """One figure of several groups.

    Attributes:
        name: Which figure.
        groups: Figures by group, with their intervals under ``ci95``.
    """

    name: str
    groups: Mapping[str, Mapping[str, Any]]


def prepare_wandb(out: Path) -> None:
    """Sets up, by the environment, the run that will start; one that goes on keeps its id.

    Args:
        out: Folder of the run.
    """
    out.mkdir(parents=True, exist_ok=True)
    if "WANDB_API_KEY" not in os.environ:
        os.environ.setdefault("WANDB_MODE", "offline")
    noted = out / "wandb_run_id"
    if not noted.exists():
        noted.write_text(os.urandom(4).hex())
    os.environ.setdefault("WANDB_PROJECT", PROJECT)
    os.environ.setdefault("WANDB_RUN_ID", noted.read_text())
    os.environ.setdefault("WANDB_RESUME", "allow")
    os.environ.setdefault("WANDB_DIR", str(out))
    os.environ.setdefault("WANDB_DATA_DIR", str(out))  # where pictures inside tables wait to be sent


def log_table(name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Logs rows as a table of the present run of W&B, if there is one.

    Args:
        name: Of the table.
        rows: With equal keys. Pictures (uint8 (H, W, 3), or encoded) are shown; lists and dicts
            become JSON text, which every reader of tables takes.
    """
    import wandb  # late: tests and tools that only read settings need none

    if wandb.run is None or not rows:
        return
    data: list[Any] = [[_cell(value) for value in row.values()] for row in rows]
    # Pictures inside tables are kept out of sight until they are sent; beside them, all can look at them.
    pictures = [cell for row in data for cell in row if isinstance(cell, wandb.Image)]
    shown = {f"{name}_pictures": pictures[:_GALLERY]} if pictures else {}
    wandb.log({name: wandb.Table(columns=list(rows[0]), data=data), **shown})


def _cell(value: Any) -> Any:
    import wandb

    if isinstance(value, bytes):
        value = pixels(value)
    if isinstance(value, np.ndarray):
        return wandb.Image(value)
    return _text_of(value)


def _text_of(value: Any) -> Any:
    """A cell as every reader of tables takes it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return json.dumps(value, ensure_ascii=False)


def track(destinations: Sequence[str], out: Path, logged: Logged) -> None:
    """Logs a run; one that can't be logged is told, and nothing else happens.

    Args:
        destinations: Of ``DESTINATIONS``.
        out: Folder of the run.
        logged: What there is.
    """
    logged = msgspec.structs.replace(
        logged,
        group=_without_secrets(logged.group),
        config=_without_secrets(logged.config),
        tables=_without_secrets(logged.tables),
    )
    for name in destinations:
        try:
            DESTINATIONS[name](out, logged)
        except Exception as fault:  # a server, a network or a disk: the results are written already
            why = _without_secrets(str(fault))
            print(f"The run could not be logged to {name}: {why}", file=sys.stderr)


def _to_wandb(out: Path, logged: Logged) -> None:
    import wandb

    prepare_wandb(out)
    quiet = wandb.Settings(console="off", disable_git=True, quiet=True, save_code=False)
    run = wandb.init(
        group=logged.group,
        job_type=logged.program,
        name=os.environ.get("WANDB_NAME", f"{logged.program} {logged.group}"),
        config=dict(logged.config),
        settings=quiet,
    )
    with run:
        run.log(dict(flat(logged.figures)))
        for title, bars in logged.bars.items():
            if not (rows := _bar_rows(bars)):
                continue
            table = wandb.Table(columns=list(rows[0]), data=[list(row.values()) for row in rows])
            run.log({title: wandb.plot.bar(table, "group", bars.name, title=title)})
        for name, rows in logged.tables.items():
            log_table(name, rows)


def _bar_rows(bars: Bars) -> list[dict[str, Any]]:
    lines = []
    for group, figures in bars.groups.items():
        low, high = figures.get("ci95", {}).get(bars.name) or (None, None)
        lines.append({"group": group, bars.name: figures[bars.name], "low": low, "high": high})
    return lines


def _to_tensorboard(out: Path, logged: Logged) -> None:
    from openphone_gym.reporting.bars import plot_figure
    from openphone_gym.reporting.event_file import Events

    shutil.rmtree(out / "tensorboard", ignore_errors=True)  # a run that goes on is logged as a whole
    with Events(out / "tensorboard") as events:
        for name, value in flat(logged.figures):
            events.scalar(name, value)
        about = {"program": logged.program, "group": logged.group, **logged.config}
        events.text("config", f"```\n{json.dumps(about, indent=2, ensure_ascii=False)}\n```")
        for title, bars in logged.bars.items():
            picture = out / "tensorboard" / "bars.png"
            plot_figure(bars.groups, bars.name, picture, label=f"{bars.name} (%)", title=title)
            events.picture(title, pixels(picture.read_bytes()))
            picture.unlink()
        for name, rows in logged.tables.items():
            events.table(name, [_texts(row) for row in rows])
            for number, row in enumerate(rows):
                for key, value in row.items():
                    if isinstance(value, bytes):
                        events.picture(f"{name}/{_label(row, number)}/{key}", pixels(value))


def _texts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: "" if isinstance(value, bytes) else _text_of(value) for key, value in row.items()}


def _label(row: Mapping[str, Any], number: int) -> str:
    return "-".join(str(row[key]) for key in ("task", "seed") if key in row) or str(number)


DESTINATIONS: Mapping[str, Callable[[Path, Logged], None]] = {
    "wandb": _to_wandb,
    "tensorboard": _to_tensorboard,
}
"""Where a run can be logged; the names are those of the packages."""


def flat(figures: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, float]]:
    """Nested numbers as ``apps/zoom/success_rate``; pairs as ``_low`` and ``_high``; nothing else."""
    for name, value in figures.items():
        path = f"{above}{name}"
        if isinstance(value, Mapping):
            yield from flat(value, f"{path}/")
        elif isinstance(value, (list, tuple)) and len(value) == 2:
            yield from flat({f"{path}_low": value[0], f"{path}_high": value[1]})
        elif isinstance(value, (bool, int, float)) and np.isfinite(value):
            yield path, float(value)


def _without_secrets(value: Any) -> Any:
    """The same without what variables with names of secrets hold, in whatever text."""
    held = [text for name, text in os.environ.items() if _SECRET.search(name.upper()) and len(text) >= 8]

    def clean(part: Any) -> Any:
        if isinstance(part, str):
            for secret in held:
                part = part.replace(secret, "(secret)")
        elif isinstance(part, Mapping):
            return {clean(name): clean(inner) for name, inner in part.items()}
        elif isinstance(part, (list, tuple)):
            return [clean(inner) for inner in part]
        return part

    return clean(value) if held else value
