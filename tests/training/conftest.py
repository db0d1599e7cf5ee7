from __future__ import annotations

from collections.abc import Iterator

import pytest

LEFT_BEHIND = (
    "WANDB_PROJECT",
    "WANDB_RUN_ID",
    "WANDB_RESUME",
    "WANDB_DIR",
    "WANDB_DATA_DIR",
    "WANDB_MODE",
    "WORLD_SIZE",
    "RANK",
)
"""Variables that training sets for the libraries below it, and that the next test must not see."""


@pytest.fixture(autouse=True)
def own_run(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A run of its own: W&B keeps for the life of a process what it read of the environment at first."""
    for name in LEFT_BEHIND:
        monkeypatch.setenv(name, "x")  # so that it is taken back afterwards
        monkeypatch.delenv(name)
    yield
    try:
        import wandb
    except ModuleNotFoundError:
        return
    wandb.teardown()
