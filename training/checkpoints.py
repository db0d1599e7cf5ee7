"""Checkpoints of GRPO: training ends with the best model that was evaluated, be it the one it began with."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR
from trl.trainer.grpo_trainer import GRPOTrainer

from training.preflight import Unfit
from training.sampling import DamagedSampler, TaskSampler

SAMPLER_FILE = "sampler.json"
"""Part of a checkpoint: how each task stands."""
STATE_FILE = "trainer_state.json"
"""Part of a checkpoint: where training stood; the last file that is written of one but the sampler's."""

_NAME = re.compile(rf"{PREFIX_CHECKPOINT_DIR}-(\d+)")


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
            (self._checkpoint(trial) / SAMPLER_FILE).write_bytes(self.sampler.saved())


def last_checkpoint(out: Path) -> str | None:
    """The newest whole checkpoint; newer ones that are broken are named and passed over.

    A machine that goes down while it saves leaves a checkpoint that is cut.

    Args:
        out: Folder of the training run.
    """
    found = [(int(name[1]), folder) for folder in out.glob("*") if (name := _NAME.fullmatch(folder.name))]
    for _, folder in sorted(found, reverse=True):
        if not (fault := broken(folder)):
            return str(folder)
        print(f"{folder} is broken ({fault}): training goes on from the checkpoint before", file=sys.stderr)
    return None


def broken(checkpoint: Path) -> str:
    """What is wrong with a checkpoint; empty if it can be gone on from."""
    try:
        json.loads((checkpoint / STATE_FILE).read_text())
    except (OSError, ValueError) as fault:
        return f"{STATE_FILE}: {type(fault).__name__}"
    weights = [*checkpoint.glob("*.safetensors")]
    if not weights and not any(checkpoint.glob("global_step*")):  # DeepSpeed keeps weights of its own
        return "no weights"
    for file in weights:
        try:
            with safe_open(file, "pt"):
                pass
        except (SafetensorError, OSError) as fault:
            return f"{file.name}: {type(fault).__name__}"
    for file in checkpoint.glob("*.pt"):  # PyTorch's files are archives, whose list stands at the end
        if not zipfile.is_zipfile(file):
            return f"{file.name} is cut"
    return ""


def restore(sampler: TaskSampler, checkpoint: str | None) -> None:
    """Takes the sampler's state out of a checkpoint.

    Raises:
        Unfit: It is not there, or damaged: what was learnt of the tasks would be lost in silence.
    """
    if checkpoint is None:
        return
    file = Path(checkpoint) / SAMPLER_FILE
    try:
        sampler.restore(file.read_bytes())
    except (OSError, DamagedSampler) as fault:
        told = fault if isinstance(fault, DamagedSampler) else "is missing"
        raise Unfit(f"{file} {told}: remove {checkpoint} to go on from the one before") from None
