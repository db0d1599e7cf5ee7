"""The settings of GRPO: a script's own, and all of TRL's beside.

TRL lets ``num_generations`` and ``max_completion_length`` be None; the scripts need numbers.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from trl.trainer.grpo_config import GRPOConfig

from training.preflight import Unfit
from training.settings import EpisodeSettings, StepSettings


@dataclass
class StepConfig(StepSettings, GRPOConfig):  # pyright: ignore[reportIncompatibleVariableOverride]
    """Settings of ``training.grpo_steps``."""

    def __post_init__(self) -> None:
        """The best checkpoint is the one of the greatest reward."""
        self.remove_unused_columns = False
        self.metric_for_best_model = "eval_reward"
        self.greater_is_better = True
        super().__post_init__()


@dataclass
class EpisodeConfig(EpisodeSettings, GRPOConfig):  # pyright: ignore[reportIncompatibleVariableOverride]
    """Settings of ``training.grpo``."""

    def __post_init__(self) -> None:
        """Lays the batches out, so that TRL's rules on their sizes hold."""
        world = int(os.environ.get("WORLD_SIZE", "1"))
        episodes = self.tasks_per_update * self.num_generations
        if self.tasks_per_update % world:
            raise Unfit(
                f"tasks_per_update is a multiple of the {world} processes, not {self.tasks_per_update}"
            )
        if self.method == "tools":
            if episodes % (self.micro_batch * world):
                raise Unfit(
                    f"an update of {episodes} episodes can't be cut into passes of {self.micro_batch} on "
                    f"{world} processes: choose a micro_batch that divides them"
                )
            self.per_device_train_batch_size = self.micro_batch
            self.gradient_accumulation_steps = episodes // (self.micro_batch * world)
            self.num_generations_eval = 1
        else:
            self.per_device_train_batch_size = self.per_device_eval_batch_size = self.num_generations
            self.gradient_accumulation_steps = 1
        self.shuffle_dataset = False  # slots come in order: the curriculum counts on it
        self.remove_unused_columns = False
        self.metric_for_best_model = "eval_success"
        self.greater_is_better = True
        super().__post_init__()
