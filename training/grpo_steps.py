"""GRPO on single steps, the published method: the right call and the right form, no phone in the loop.

::

    python -m training.grpo_steps --model models/sft --data data/full --output_dir runs/grpo_steps

Settings come from ``grpo_steps.yaml`` beside this file, or another file with ``--config``
(``recipes/grpo_steps_openphone.yaml`` is the paper's recipe); every one of them, and all of TRL's, can be
given on the command line. The same command goes on from the last checkpoint.

The data set is what ``training.generate`` writes: ``train.jsonl`` and, to choose the best checkpoint,
``validation.jsonl``, a sample a line with ``prompt``, ``reference`` and, for vision models, ``images``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openphone_gym.endpoint import EndpointNotConfigured
from openphone_gym.reporting.tracking import log_table, prepare_wandb
from training.extra import CodeRefused, ExtraMissing, settings
from training.formats import to_dataset
from training.generate import read_samples
from training.preflight import Unfit, check_samples, check_template
from training.record import DamagedRecord, note
from training.rewards import EncoderMissing, accuracy_reward, format_reward, minilm, text_of
from training.settings import StepSettings

if TYPE_CHECKING:
    from datasets import Dataset
    from trl.trainer.grpo_trainer import GRPOTrainer

    from training.configs import StepConfig

OFTEN = (
    "--output_dir --max_steps --num_train_epochs --learning_rate --temperature --beta --use_vllm --vllm_mode "
    "--use_cpu --bf16 --report_to"
)


def load(config: StepConfig) -> dict[str, Dataset]:
    """The samples as TRL takes them, by split; what must not be trained on is refused.

    Raises:
        Unfit: There are none, or some are for testing.
    """
    from agents.weights import sees_pictures  # late: help works without PyTorch

    folder = Path(config.data)
    if not (folder / "train.jsonl").is_file():
        raise Unfit(f"{folder} holds no train.jsonl: make it with python -m training.generate --out {folder}")
    samples = {name: list(read_samples(folder / f"{name}.jsonl")) for name in ("train", "validation")}
    check_samples(samples["train"], samples["validation"])
    samples["train"] = samples["train"][: config.samples or None]
    if any(sample.images for sample in samples["train"]) and not sees_pictures(config.model):
        raise Unfit(
            f"the data have pictures, but {config.model} sees none: take another model, or mode 'xml'"
        )
    return {
        name: to_dataset(part, folder, lambda sample: {"reference": sample.reference}).remove_columns(
            "completion"
        )
        for name, part in samples.items()
        if part
    }


def check_room(data: Dataset, processing_class: Any, config: StepConfig) -> None:
    """Refuses prompts that leave no room for an answer.

    Raises:
        Unfit: The longest prompt does not fit.
    """
    if "images" in data.column_names:
        return  # what a picture takes, only the processor knows
    longest = max(
        len(processing_class.apply_chat_template(prompt, add_generation_prompt=True, return_dict=False))
        for prompt in data["prompt"]
    )
    if longest + config.max_completion_length > config.context:
        raise Unfit(
            f"the longest prompt has {longest} tokens, and {config.max_completion_length} are for the "
            f"answer: more than the context of {config.context}; raise context, or make shorter samples"
        )


def plan(config: StepConfig, rows: int) -> str:
    """What will be done, and what it costs at most."""
    assert config.generation_batch_size is not None  # TRL has worked it out
    asked = config.generation_batch_size // config.num_generations
    updates = config.max_steps if config.max_steps > 0 else round(config.num_train_epochs * rows / asked)
    answers = updates * config.generation_batch_size
    return "\n".join(
        [
            f"GRPO on single steps of {config.model} into {config.output_dir}",
            f"  {rows} samples of {config.data}",
            f"  some {updates} updates of {asked} samples x {config.num_generations} answers",
            f"  at most {answers} answers of {config.max_completion_length} tokens",
        ]
    )


def reward_functions(config: StepConfig) -> list[Any]:
    """Accuracy and form; answers and rewards go into a table, too."""
    accuracy = accuracy_reward(minilm if config.meaning else None, tagged=config.tagged)

    def call(prompts: Sequence[Any], completions: Sequence[Any], **rest: Any) -> list[float]:
        rewards = accuracy(completions, **rest)
        forms = format_reward(completions)
        columns = zip(prompts, completions, rest["reference"], rewards, forms, strict=True)
        log_table(
            "answers",
            [
                {
                    "update": rest["trainer_state"].global_step,
                    "prompt": _words(prompt[-1]["content"]),
                    "answer": text_of(completion),
                    "reference": reference,
                    "accuracy": reward,
                    "form": form,
                }
                for prompt, completion, reference, reward, form in columns
            ],
        )
        return rewards

    return [call, format_reward] if config.tagged else [call]


def _words(content: str | list[dict[str, Any]]) -> str:
    return content if isinstance(content, str) else "".join(part.get("text") or "" for part in content)


def train(config: StepConfig) -> GRPOTrainer:
    """Trains, from the last checkpoint on if there is one.

    Raises:
        Unfit: The model or the data can't be trained on.
        EncoderMissing: Finish messages can't be compared by meaning.
    """
    from transformers.trainer_utils import IntervalStrategy  # late: help works without

    from agents.weights import load_processor
    from training.checkpoints import BestKept, last_checkpoint
    from training.configs import end_with_the_best
    from training.lora import load_trained, lora

    if not (Path(config.model) / "config.json").is_file():
        raise Unfit(
            f"{config.model or 'no folder'} holds no model: python -m training.models makes small ones"
        )
    data = load(config)
    if "validation" not in data:
        config.eval_strategy = IntervalStrategy.NO
        end_with_the_best(config)
    processing_class = load_processor(config.model)
    check_template(processing_class)
    check_room(data["train"], processing_class, config)
    if config.meaning:
        minilm()  # what is missing is said before hours of work
    out = Path(str(config.output_dir))
    if int(os.environ.get("RANK", "0")) == 0:
        print(plan(config, len(data["train"])), flush=True)
        note(out, "training.grpo_steps", Path(config.model), (config,), Path(config.data))
    prepare_wandb(out)
    model = load_trained(
        config.model,
        "",
        whole=not config.lora_rank,
        bf16=config.bf16,
        freeze_vision=config.freeze_vision,
    )
    trainer = BestKept(
        model,
        reward_functions(config),
        config,
        train_dataset=data["train"],
        eval_dataset=data.get("validation"),
        processing_class=processing_class,
        peft_config=lora(config.lora_rank, config.freeze_vision),
    )
    trainer.train(resume_from_checkpoint=last_checkpoint(out))
    trainer.save_model(str(out / "final"))
    return trainer


def _kinds() -> list[type]:
    from training.configs import StepConfig  # late: help works without TRL

    return [StepConfig]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--config" not in given:
        given = ["--config", str(Path(__file__).with_suffix(".yaml")), *given]
    try:
        (config,) = settings(given, StepSettings, _kinds, trl="GRPOConfig", such=OFTEN)
        train(config)
    except (
        Unfit,
        CodeRefused,
        EndpointNotConfigured,
        EncoderMissing,
        ExtraMissing,
        DamagedRecord,
    ) as fault:
        raise SystemExit(f"grpo_steps: {fault}") from None


if __name__ == "__main__":
    main()
