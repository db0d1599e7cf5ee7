"""Fine-tuning end to end, with random models of a few million parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch
import yaml
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoModelForImageTextToText
from trl.scripts.utils import TrlParser
from trl.trainer.model_config import ModelConfig
from trl.trainer.sft_config import SFTConfig

from agents.weights import load_processor
from training.data_config import GenerateConfig
from training.generate import generate
from training.lora import VISION
from training.preflight import Unfit
from training.record import stages
from training.settings import SftArguments
from training.supervised import ShuffledBatches, train

ROOT = Path(__file__).parents[2]
SMALL = {
    "per_device_train_batch_size": 2,
    "max_steps": 2,
    "save_steps": 1,
    "learning_rate": 1e-2,
    "bf16": False,
    "gradient_checkpointing": False,
    "report_to": "none",
    "logging_steps": 1,
    "disable_tqdm": True,
    "max_length": None,
}


def make_data(folder: Path, **changes) -> str:
    generate(
        GenerateConfig(
            out=str(folder),
            tasks=["clock_9"],
            episodes=3,
            recoveries=0,
            validation=0.5,
            style="brief",
            **changes,
        )
    )
    return str(folder)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> str:
    return make_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def model(tiny_text) -> str:
    return str(tiny_text)


def run(dataset: str, model: str, out: Path, *, lora: bool = False, more=(), **changes):
    config = SFTConfig(output_dir=str(out), **{**SMALL, **changes})
    chosen = ModelConfig(model_name_or_path=model, use_peft=lora, lora_target_modules="all-linear")  # type: ignore[arg-type]
    return train(SftArguments(dataset, **dict(more)), config, chosen)


def weights(folder) -> dict[str, torch.Tensor]:
    return dict(AutoModelForCausalLM.from_pretrained(folder).named_parameters())


def test_full_training_changes_the_model_and_says_its_cost(data, model, tmp_path, capsys):
    cost = run(data, model, tmp_path)
    assert cost.steps == 2
    assert cost.speed
    assert 0 < cost.learnt < cost.tokens
    assert "Cost: " in capsys.readouterr().out
    before, after = weights(model), weights(tmp_path)
    assert any(not torch.equal(before[name], after[name]) for name in before)
    assert load_processor(tmp_path).chat_template


def test_lora_writes_an_adapter_and_a_merged_model(data, model, tmp_path):
    run(data, model, tmp_path, lora=True, more={"merge": True})
    assert (tmp_path / "adapter_config.json").exists()
    card = (tmp_path / "merged" / "README.md").read_text()
    assert "`training.sft`" in card
    assert f"Data: `{data}`; samples" in card
    before, after = weights(model), weights(tmp_path / "merged")
    assert before.keys() == after.keys()
    assert any(not torch.equal(before[name], after[name]) for name in before)


def test_a_run_goes_on_from_its_last_checkpoint(data, model, tmp_path, capsys):
    run(data, model, tmp_path, max_steps=1)
    run(data, model, tmp_path, max_steps=2)
    assert f"Goes on from {tmp_path}/checkpoint-1" in capsys.readouterr().out
    assert (tmp_path / "checkpoint-2").exists()


def test_an_adapter_is_trained_further(data, model, tmp_path):
    run(data, model, tmp_path / "first", lora=True)
    run(
        data,
        model,
        tmp_path / "second",
        lora=True,
        more={"adapter": str(tmp_path / "first")},
        learning_rate=0.0,
    )
    assert [stage.base for stage in stages(tmp_path / "second")] == [model, str(tmp_path / "first")]
    first, second = (load_file(tmp_path / name / "adapter_model.safetensors") for name in ("first", "second"))
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_an_adapter_without_lora_is_refused(data, model, tmp_path):
    with pytest.raises(Unfit, match="use_peft"):
        run(data, model, tmp_path, more={"adapter": str(tmp_path)})


def test_a_dry_run_leaves_nothing_trained(data, model, tmp_path):
    run(data, model, tmp_path, more={"dry_run": True})
    assert not list(tmp_path.glob("*.safetensors"))


def test_batches_of_like_length_come_in_random_order():
    torch.manual_seed(0)
    found = list(ShuffledBatches(range(42), 4))
    assert sorted(found) == list(range(42)) != found
    assert all(found[n : n + 4] == list(range(found[n], found[n] + 4)) for n in range(0, 40, 4))
    assert found[40:] == [40, 41]


def test_a_limit_that_cuts_answers_is_refused(data, model, tmp_path):
    with pytest.raises(Unfit, match="max_length"):
        run(data, model, tmp_path, max_length=100)


def test_pictures_need_a_model_that_sees(model, tmp_path):
    pictures = make_vision_data(tmp_path / "data")
    with pytest.raises(Unfit, match="sees none"):
        run(pictures, model, tmp_path / "run")


def make_vision_data(folder: Path) -> str:
    generate(
        GenerateConfig(
            out=str(folder),
            tasks=["clock_9"],
            episodes=1,
            recoveries=0,
            validation=0.0,
            mode="som",
            image_long_side=256,
        )
    )
    return str(folder)


def test_vision_training_leaves_a_frozen_tower_alone(tiny_vision, tmp_path):
    run(make_vision_data(tmp_path / "data"), str(tiny_vision), tmp_path / "run", more={"freeze_vision": True})
    load = AutoModelForImageTextToText.from_pretrained
    before, after = (dict(load(place).named_parameters()) for place in (tiny_vision, tmp_path / "run"))
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed
    assert not any(set(name.split(".")) & set(VISION) for name in changed)


def test_the_loss_counts_answers_as_transformers_does(data, model, tmp_path):
    from training.formats import to_dataset
    from training.generate import read_samples
    from training.supervised import CompletionTrainer

    samples = list(read_samples(Path(data) / "train.jsonl"))
    config = SFTConfig(output_dir=str(tmp_path), **{**SMALL, "per_device_train_batch_size": 4})
    trainer = CompletionTrainer(
        model=AutoModelForCausalLM.from_pretrained(model),
        args=config,
        train_dataset=to_dataset(samples, Path(data), lambda sample: {}),
        processing_class=load_processor(model),
    )
    batch = next(iter(trainer.get_train_dataloader()))
    assert trainer.model is not None
    ours = trainer.compute_loss(trainer.model, dict(batch))
    theirs = super(CompletionTrainer, trainer).compute_loss(trainer.model, dict(batch))
    assert (batch["labels"] != -100).sum() < batch["labels"].numel() / 4
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    "path",
    [
        "training/sft.yaml",
        "training/recipes/smollm2_sft.yaml",
        "training/recipes/practice_sft.yaml",
        "training/recipes/practice_and_tasks_sft.yaml",
        "training/recipes/openphone3b_sft.yaml",
    ],
)
def test_the_configurations_are_read(path):
    parser = TrlParser([SftArguments, SFTConfig, ModelConfig])  # type: ignore[arg-type]
    found, config, _ = parser.parse_args_and_config(
        ["--config", str(ROOT / path), "--bf16", "false", "--model_name_or_path", "here"]
    )
    assert found.dataset
    assert config.output_dir


@pytest.mark.parametrize(
    "path",
    [
        "training/generate.yaml",
        "training/recipes/smollm2_data.yaml",
        "training/recipes/practice_data.yaml",
        "training/recipes/practice_and_tasks_data.yaml",
    ],
)
def test_the_configurations_of_data_are_read(path):
    (found,) = TrlParser([GenerateConfig]).parse_args_and_config(["--config", str(ROOT / path)])  # type: ignore[arg-type]
    found.check()


def test_the_recipes_of_smollm2_hold_out_the_same_tasks():
    """Else GRPO would learn from what the figures call tasks never trained on."""
    recipes = ROOT / "training" / "recipes"
    data, grpo = (yaml.safe_load((recipes / f"smollm2_{name}.yaml").read_text()) for name in ("data", "grpo"))
    assert data["held_out"] == grpo["held_out_tasks"]
