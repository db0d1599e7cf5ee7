"""The settings of GRPO: a script's own, and all of TRL's beside.

TRL lets ``num_generations`` and ``max_completion_length`` be None; the scripts need numbers.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from trl.trainer.grpo_config import GRPOConfig

from training.grpo_settings import GrpoSettings
from training.options import check_options
from training.preflight import Unfit
from training.settings import StepSettings


def end_with_the_best(config: GRPOConfig) -> None:
    """Where models are evaluated, the best of them is the result (``BestKept`` saves each of them)."""
    evaluated = config.eval_strategy != "no"
    config.load_best_model_at_end = evaluated
    config.eval_on_start = config.eval_on_start and evaluated


@dataclass
class StepConfig(StepSettings, GRPOConfig):  # pyright: ignore[reportIncompatibleVariableOverride]
    """Settings of ``training.grpo_steps``."""

    def __post_init__(self) -> None:
        """The best checkpoint is the one of the greatest reward."""
        self.remove_unused_columns = False
        self.metric_for_best_model = "eval_reward"
        self.greater_is_better = True
        super().__post_init__()
        end_with_the_best(self)


@dataclass
class EpisodeConfig(GrpoSettings, GRPOConfig):  # pyright: ignore[reportIncompatibleVariableOverride]
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
            check_options(self)
            # TRL's vLLM answers as many prompts at a time as a batch has rows: here all episodes.
            self.per_device_train_batch_size = episodes // world
            self.per_device_eval_batch_size = self.num_generations
            self.vllm_max_model_length = self.vllm_max_model_length or self.context
        self.shuffle_dataset = False  # slots come in order: the curriculum counts on it
        self.remove_unused_columns = False
        self.metric_for_best_model = "eval_success"
        self.greater_is_better = True
        super().__post_init__()
        end_with_the_best(self)
