"""The option by which programs log their runs to W&B or TensorBoard, too."""

from __future__ import annotations

import importlib.util
from typing import Annotated

import typer

from openphone_gym.reporting import tracking

NONE = "none"


def _chosen(given: list[str] | None) -> list[str]:
    """The destinations, each once; ``none`` is none."""
    known = tracking.DESTINATIONS
    names = [name.strip() for text in given or () for name in text.split(",") if name.strip()]
    names = list(dict.fromkeys(name for name in names if name != NONE))
    for name in names:
        if name not in known:
            raise typer.BadParameter(f"there is no {name!r}: it is one of {', '.join(known)}, {NONE}")
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:  # a folder of runs may have the same name
            raise typer.BadParameter(f"{name} is not installed: pip install 'openphone_gym[wandb]'")
    return names


ReportTo = Annotated[
    list[str] | None,
    typer.Option(
        "--report_to",
        callback=_chosen,
        help=f"Where to log the run, too: {', '.join(tracking.DESTINATIONS)} or {NONE}; repeatable. "
        "W&B is offline unless WANDB_API_KEY is set.",
        show_default=NONE,
    ),
]
"""The option of the programs; they get a list of ``tracking.DESTINATIONS``."""
