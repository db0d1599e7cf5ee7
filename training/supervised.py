"""Supervised fine-tuning in TRL's trainer: what ``training.sft`` runs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import Sampler
from transformers.trainer_pt_utils import LengthGroupedSampler
from trl.trainer.model_config import ModelConfig
from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer
from trl.trainer.utils import get_peft_config

from agents.weights import load_adapter, load_processor, load_weights, sees_pictures
from openphone_gym.reporting.tracking import prepare_wandb
from training import preflight
from training.checkpoints import last_checkpoint
from training.export import export
from training.formats import conversation, to_dataset
from training.generate import read_samples
from training.lora import IN_VISION, freeze
from training.preflight import Cost, Unfit
from training.record import note
from training.samples import Sample
from training.settings import SftArguments

IGNORED = -100
"""Label of tokens that the loss does not count, by PyTorch's convention."""


class ShuffledBatches(Sampler[int]):
    """The batches of a sampler in random order.

    ``LengthGroupedSampler`` sorts fifty batches in a row by length, and so, roughly, by app and page: batches
    that follow each other are alike, where stochastic gradient descent counts on independent ones.

    Args:
        indices: A sampler that has been through the data when it ends.
        size: Samples of a batch.
    """

    def __init__(self, indices: Any, size: int) -> None:
        self._indices = indices
        self._size = size

    def __len__(self) -> int:
        return len(self._indices)

    def __iter__(self) -> Iterator[int]:
        order, size = list(self._indices), self._size
        for number in torch.randperm(len(order) // size).tolist():
            yield from order[number * size : (number + 1) * size]
        yield from order[len(order) - len(order) % size :]  # a short batch stays last: no other is cut


class CompletionTrainer(SFTTrainer):
    """TRL's trainer with two changes.

    On a CPU it computes logits only where some answer of the batch stands. TRL leaves out the other positions
    on GPUs only; with prompts of hundreds of tokens and answers of ten, the vocabulary would take a good part
    of the time. And batches of samples of like length come in random order.
    """

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        sampler = super()._get_train_sampler(train_dataset)
        if isinstance(sampler, LengthGroupedSampler):
            return ShuffledBatches(sampler, sampler.batch_size)
        return sampler

    def compute_loss(
        self,
        model: Any,
        inputs: dict[str, Any],
        return_outputs: bool = False,
        num_items_in_batch: Any = None,
    ) -> Any:
        """Mean negative log-likelihood of the answers' tokens."""
        if self.accelerator.device.type != "cpu":
            return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
        targets = inputs["labels"][:, 1:]
        places = (targets != IGNORED).any(0).nonzero().squeeze(-1)
        rest = {name: value for name, value in inputs.items() if name != "labels"}
        outputs = model(**rest, logits_to_keep=places, use_cache=False)
        chosen = targets[:, places]
        total = torch.nn.functional.cross_entropy(
            outputs.logits.flatten(0, 1).float(), chosen.flatten(), ignore_index=IGNORED, reduction="sum"
        )
        counted = chosen != IGNORED
        right = (outputs.logits.argmax(-1) == chosen)[counted].float().mean()
        self._metrics["train" if model.training else "eval"]["mean_token_accuracy"].append(right.item())
        loss = total / (counted.sum() if num_items_in_batch is None else num_items_in_batch)
        return (loss, outputs) if return_outputs else loss


def train(arguments: SftArguments, config: SFTConfig, model_config: ModelConfig) -> Cost:
    """Checks, says what it will do, and does it.

    Returns:
        What it costs, as estimated before the start.

    Raises:
        Unfit: It would be wrong or in vain.
    """
    folder = _model_folder(model_config)
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    if arguments.adapter and not model_config.use_peft:
        raise Unfit("adapter is one that is trained further: say use_peft true, or leave it out")
    processor = load_processor(folder)
    preflight.check_template(processor)
    samples = _load(Path(arguments.dataset))
    preflight.check_samples(samples["train"], samples["validation"], arguments.held_out)
    samples["train"] = samples["train"][: arguments.samples]
    vision = any(sample.images for sample in samples["train"])
    if vision and not sees_pictures(folder):
        raise Unfit(
            f"the data have pictures, but the model in {folder} sees none: take mode 'xml', or another model"
        )
    # Pictures are costly to measure, and all of one size.
    probed = {name: preflight.spread(part) if vision else part for name, part in samples.items()}
    root = Path(arguments.dataset)
    lengths = preflight.measure(processor, [_measurable(s, root) for part in probed.values() for s in part])
    preflight.check_lengths(lengths, config.max_length)
    trainer = _trainer(arguments, config, model_config, processor, samples)
    cost = _cost(trainer, lengths, len(samples["train"]))
    if trainer.accelerator.is_main_process:
        _announce(arguments, config, trainer, cost)
    if arguments.most_hours is not None and cost.hours is not None and cost.hours > arguments.most_hours:
        raise Unfit(f"that is more than most_hours {arguments.most_hours}: take fewer samples or epochs")
    if not arguments.dry_run:
        if trainer.accelerator.is_main_process:
            note(
                Path(config.output_dir or "."),
                "training.sft",
                Path(arguments.adapter) if arguments.adapter else folder,
                (config, model_config, arguments),
                root,
            )
        _run(arguments, config, trainer, folder)
    return cost


def _model_folder(model_config: ModelConfig) -> Path:
    folder = Path(model_config.model_name_or_path or "")
    if not (folder / "config.json").is_file():
        raise Unfit(
            f"model_name_or_path is the folder of a model on disk, with config.json; {folder} is none "
            "(python -m training.models makes small ones)"
        )
    return folder


def _load(folder: Path) -> dict[str, list[Sample]]:
    if not (folder / "train.jsonl").is_file():
        raise Unfit(f"{folder} holds no train.jsonl: make it with python -m training.generate --out {folder}")
    return {name: list(read_samples(folder / f"{name}.jsonl")) for name in ("train", "validation")}


def _measurable(sample: Sample, root: Path) -> dict[str, Any]:
    """A sample with its pictures opened."""
    from PIL import Image  # late: text models need none

    found = conversation(sample, root)
    if sample.images:
        found["images"] = [Image.open(root / name) for name in sample.images]
        found["prompt"] = [
            {
                "role": m["role"],
                "content": [{k: v for k, v in part.items() if v is not None} for part in m["content"]],
            }
            for m in found["prompt"]
        ]
    return found


def _trainer(
    arguments: SftArguments,
    config: SFTConfig,
    model_config: ModelConfig,
    processor: Any,
    samples: dict[str, list[Sample]],
) -> CompletionTrainer:
    folder = _model_folder(model_config)
    options = (
        {"attn_implementation": model_config.attn_implementation} if model_config.attn_implementation else {}
    )
    model = load_weights(folder, dtype=_dtype(model_config), **options)
    adapter: Any = get_peft_config(model_config)
    if arguments.adapter:
        model, adapter = load_adapter(model, arguments.adapter, is_trainable=True), None
    if arguments.freeze_vision:
        freeze(model)
    if adapter is not None and arguments.freeze_vision:
        adapter.exclude_modules = IN_VISION
    root = Path(arguments.dataset)
    validation = samples["validation"]
    if not validation:
        config.eval_strategy, config.load_best_model_at_end = "no", False  # type: ignore[assignment]
    config.prediction_loss_only = True
    if "wandb" in (config.report_to or ()):
        prepare_wandb(Path(config.output_dir or "."))
    return CompletionTrainer(
        model=model,
        args=config,
        train_dataset=to_dataset(samples["train"], root, _nothing),
        eval_dataset=to_dataset(validation, root, _nothing) if validation else None,
        processing_class=processor,
        peft_config=adapter,
    )


def _dtype(model_config: ModelConfig) -> str:
    """What the weights are loaded as: those that are trained as float32 (``training.lora.load_trained``)."""
    wanted = model_config.dtype or "auto"
    if model_config.use_peft:
        return wanted
    if wanted not in ("auto", "float32"):
        raise Unfit(
            f"all weights are trained, and in {wanted} small updates are lost: leave dtype out; bf16 true "
            "computes in bfloat16"
        )
    return "float32"


def _nothing(sample: Sample) -> dict[str, Any]:
    return {}


def _cost(trainer: CompletionTrainer, lengths: preflight.Lengths, samples: int) -> Cost:
    """The cost of the run; its duration is measured where there is a single process."""
    config = trainer.args
    batch = config.train_batch_size * config.gradient_accumulation_steps * config.world_size
    found = preflight.cost(lengths, samples, config.num_train_epochs, config.max_steps, batch)
    if config.world_size > 1 or trainer.is_deepspeed_enabled or trainer.is_fsdp_enabled:
        return found
    batches = list(itertools.islice(trainer.get_train_dataloader(), 3))
    model = trainer.model
    assert model is not None
    model.train()

    def run(inputs: dict[str, Any]) -> None:
        with trainer.compute_loss_context_manager():
            loss = trainer.compute_loss(model, trainer._prepare_inputs(dict(inputs)))
        loss.backward()
        model.zero_grad()

    def tokens(inputs: dict[str, Any]) -> int:
        return int(inputs["attention_mask"].sum())

    speed = preflight.speed(run, batches, tokens)
    trainer._metrics["train"].clear()
    return found._replace(speed=speed)


def _announce(arguments: SftArguments, config: SFTConfig, trainer: CompletionTrainer, cost: Cost) -> None:
    model: Any = trainer.model
    trained = sum(p.numel() for p in model.parameters() if p.requires_grad)
    total = sum(p.numel() for p in model.parameters())
    last = _checkpoint(config)
    print(f"Trains {trained:,} of {total:,} parameters on {arguments.dataset}, into {config.output_dir}")
    print(f"Cost: {cost}")
    if last:
        print(f"Goes on from {last}; the cost is that of the whole run")


def _checkpoint(config: SFTConfig) -> str | None:
    folder = Path(config.output_dir or ".")
    return last_checkpoint(folder) if folder.is_dir() else None


def _run(arguments: SftArguments, config: SFTConfig, trainer: CompletionTrainer, base: Path) -> None:
    trainer.train(resume_from_checkpoint=_checkpoint(config))
    trainer.save_model()
    out = Path(config.output_dir or ".")
    adapter = (out / "adapter_config.json").is_file()
    if arguments.merge and adapter and trainer.accelerator.is_main_process:
        export(base, out / "merged", adapter=out, replace=True)
