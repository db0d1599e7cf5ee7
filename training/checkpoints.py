"""Checkpoints of GRPO: training ends with the best model that was evaluated, be it the one it began with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR
from trl.trainer.grpo_trainer import GRPOTrainer

from training.rollouts import TaskSampler

SAMPLER_FILE = "sampler.json"
"""Part of a checkpoint: how often each task succeeded."""


class BestKept(GRPOTrainer):
    """TRL's trainer, which saves every model that it evaluates, so that the best of them is there at the end.

    transformers saves at steps of their own, and does not count the evaluation before the first update
    (``eval_on_start``): a training that only did harm would end with the least harm.
    """

    def _evaluate(
        self, trial: Any, ignore_keys_for_eval: Any, skip_scheduler: bool = False
    ) -> dict[str, float]:
        at_start = skip_scheduler  # transformers skips it there alone
        if at_start and self.state.global_step:
            return {}  # training goes on; this checkpoint's turn has come or will
        metrics = super()._evaluate(trial, ignore_keys_for_eval, skip_scheduler)
        if at_start:
            self._determine_best_metric(metrics, trial)
            self.state.best_model_checkpoint = str(self._checkpoint(trial))
            model: Any = self.model
            self._save_checkpoint(model, trial)
        self.control.should_save = True
        return metrics

    def _checkpoint(self, trial: Any) -> Path:
        return Path(self._get_output_dir(trial=trial)) / f"{PREFIX_CHECKPOINT_DIR}-{self.state.global_step}"


class SamplerKept(BestKept):
    """Its checkpoints hold the sampler's state, too."""

    sampler: TaskSampler

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        super()._save_checkpoint(model, trial)
        if self.args.should_save:
            (self._checkpoint(trial) / SAMPLER_FILE).write_text(json.dumps(self.sampler.success))
