"""What ``torchrun`` starts in a test: a short run of GRPO whose processes note what they did.

::

    torchrun --nproc_per_node 2 tests/training/ranks.py NOTES [arguments of training.grpo]
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from tests.training.runs import mixed_env
from training import grpo
from training.configs import EpisodeConfig
from training.episodes import EpisodeTrainer
from training.rollouts import Rollouts


class Notes(TrainerCallback):
    """Counts how often gradients are exchanged."""

    def __init__(self, trainer: EpisodeTrainer) -> None:
        self._trainer = trainer
        self.reduced = self.passes = 0

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        self._trainer.model_wrapped.register_comm_hook(self, exchanged)


def exchanged(notes, bucket):  # PyTorch reads annotations, and takes no text for one
    notes.reduced += bucket.is_last()
    values = bucket.buffer()
    future = torch.distributed.all_reduce(values, async_op=True).get_future()
    return future.then(lambda done: done.value()[0] / torch.distributed.get_world_size())


def main() -> None:
    folder, *given = sys.argv[1:]
    EpisodeConfig.make_env = mixed_env  # type: ignore[method-assign]
    draws: list[list[list[Any]]] = []
    played, made, learned = Rollouts.play, EpisodeTrainer.__init__, EpisodeTrainer._learn
    kept: list[tuple[EpisodeTrainer, Notes]] = []

    def play(self: Rollouts, asked: Any, *rest: Any, **named: Any) -> Any:
        draws.append([[start.draw.task_id, start.draw.seed] for start in asked])
        return played(self, asked, *rest, **named)

    def init(self: EpisodeTrainer, *rest: Any, **named: Any) -> None:
        made(self, *rest, **named)
        kept.append((self, Notes(self)))
        self.add_callback(kept[0][1])

    def learn(self: EpisodeTrainer, *rest: Any, **named: Any) -> Any:
        kept[0][1].passes += 1
        return learned(self, *rest, **named)

    Rollouts.play, EpisodeTrainer.__init__, EpisodeTrainer._learn = play, init, learn  # type: ignore[method-assign]
    grpo.main(given)
    trainer, notes = kept[0]
    model: Any = trainer.model
    weights = b"".join(
        value.detach().numpy().tobytes() for name, value in model.named_parameters() if value.requires_grad
    )
    told = {
        "rank": trainer.accelerator.process_index,
        "world": trainer.accelerator.num_processes,
        "draws": draws,
        "reduced": notes.reduced,
        "passes": notes.passes,
        "updates": trainer.state.global_step,
        "weights": hashlib.sha256(weights).hexdigest(),
        "standings": json.loads(trainer.sampler.saved()),
        "log": trainer.state.log_history,
    }
    Path(folder, f"rank-{told['rank']}.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
