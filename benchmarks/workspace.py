"""A workspace on Weights & Biases that opens on the four questions people ask of their runs.

::

    python -m benchmarks.workspace --entity your-team
    python -m benchmarks.workspace --print

Does it learn, where does it fail, what does it cost, is the environment the bottleneck. Runs of evaluation,
of training and of the speed benchmarks are expected in one project; saving needs a network and
``WANDB_API_KEY``, printing neither.
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

from openphone_gym.reporting.tracking import PROJECT

UPDATE = "train/global_step"
"""What training counts its updates with."""

LEARNING = ("train/rollouts/success", "eval/success", "train/rollouts/reward", "train/rollouts/mixed_groups")
"""What GRPO logs of its progress."""

PLAYING = ("train/rollouts/env_seconds", "train/rollouts/policy_seconds", "train/rollouts/env_share")
"""What GRPO logs of where its time goes."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    entity: Annotated[str, typer.Option(help="User or team on W&B.", show_default="WANDB_ENTITY")] = "",
    project: Annotated[str, typer.Option(help="Project of the runs.", show_default="WANDB_PROJECT")] = "",
    print_only: Annotated[
        bool, typer.Option("--print", help="Print the view in place of saving it.")
    ] = False,
) -> None:
    """Saves the workspace in a project on W&B, or prints what would be saved."""
    try:
        from benchmarks.workspace_view import workspace  # late: an extra
    except ModuleNotFoundError as missing:
        raise typer.BadParameter(f"{missing}: pip install 'openphone_gym[wandb]'") from None
    entity = entity or os.environ.get("WANDB_ENTITY", "")
    view = workspace(entity, project or os.environ.get("WANDB_PROJECT", PROJECT))
    if print_only:
        typer.echo(view._to_model().model_dump_json(by_alias=True, indent=2))  # pyright: ignore[reportPrivateUsage]
        return
    if not entity or "WANDB_API_KEY" not in os.environ:
        raise typer.BadParameter("saving needs --entity, and the key in WANDB_API_KEY")
    view.save()
    typer.echo(f"Saved: {view.url}")


if __name__ == "__main__":
    app()
