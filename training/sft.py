"""Supervised fine-tuning of phone agents on single steps, with TRL: text and vision models, full or LoRA.

::

    python -m training.sft --config training/sft.yaml --dataset data/full --model_name_or_path models/qwen
    accelerate launch --config_file training/accelerate/zero3.yaml -m training.sft --config ...

The loss counts the answer alone. What is to be done and its cost are printed before anything starts; nonsense
is refused (see ``training.preflight``); a run that was cut off goes on from its last checkpoint.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from openphone_gym.endpoint import EndpointNotConfigured
from training.extra import CodeRefused, ExtraMissing, settings
from training.preflight import Unfit
from training.record import DamagedRecord
from training.settings import SftArguments

OFTEN = (
    "--model_name_or_path --output_dir --max_length --num_train_epochs --max_steps --learning_rate "
    "--per_device_train_batch_size --gradient_accumulation_steps --use_peft --lora_r --report_to"
)


def _kinds() -> list[type]:
    from trl.trainer.model_config import ModelConfig  # late: help works without
    from trl.trainer.sft_config import SFTConfig

    return [SftArguments, SFTConfig, ModelConfig]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line: all fields of the three classes of settings, and ``--config`` for a YAML file."""
    try:
        found, config, model_config = settings(
            arguments, SftArguments, _kinds, trl="SFTConfig and ModelConfig", such=OFTEN
        )
        from training.supervised import train  # late: help works without PyTorch

        train(found, config, model_config)
    except (Unfit, CodeRefused, EndpointNotConfigured, ExtraMissing, DamagedRecord) as error:
        sys.exit(f"training.sft: {error}")


if __name__ == "__main__":
    main()
