from __future__ import annotations

import os

os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")

from pathlib import Path

import msgspec
import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

import wandb
from PIL import Image
from trl import TrlParser

from openphone_gym.tasks.task import TEST_SEEDS
from training import grpo_steps
from training.configs import StepConfig
from training.models import tiny_text_model, tiny_vision_model
from training.samples import Sample

SMALL = {
    "max_steps": "2",
    "num_generations": "2",
    "per_device_train_batch_size": "2",
    "per_device_eval_batch_size": "2",
    "gradient_accumulation_steps": "1",
    "max_completion_length": "6",
    "meaning": "false",
    "bf16": "false",
    "save_steps": "1",
    "eval_strategy": "no",
    "report_to": "none",
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_text_model(folder / "text")
    tiny_vision_model(folder / "vision")
    return folder


def data(folder: Path, *, pictures: bool = False, seed: int = 3) -> Path:
    folder.mkdir(exist_ok=True)
    content = [{"type": "image"}, {"type": "text", "text": "What now?"}] if pictures else "What now?"
    if pictures:
        Image.new("RGB", (48, 96), "white").save(folder / "a.png")
    for name, first in (("train", seed), ("validation", seed + 4)):
        samples = [
            Sample(
                id=f"expert/clock_1-{number}#0",
                source="expert",
                task_id="clock_1",
                app="clock",
                seed=number,
                step=0,
                kind="step",
                prompt=[{"role": "system", "content": "Act."}, {"role": "user", "content": content}],
                completion=[{"role": "assistant", "content": "tap(1)"}],
                reference="tap(1)",
                images=["a.png"] if pictures else [],
            )
            for number in range(first, first + 4)
        ]
        (folder / f"{name}.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, samples)) + b"\n")
    return folder


def arguments(model: Path, folder: Path, out: Path, **changed: str) -> list[str]:
    given = ["--config", str(Path(grpo_steps.__file__).with_suffix(".yaml"))]
    given += ["--model", str(model), "--data", str(folder), "--output_dir", str(out)]
    for name, value in (SMALL | changed).items():
        given += [f"--{name}", value]
    return given


def test_it_trains_goes_on_and_logs(models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = data(tmp_path / "data")
    changed = {"tagged": "true", "report_to": "wandb", "eval_strategy": "steps", "eval_steps": "2"}
    grpo_steps.main(arguments(models / "text", folder, tmp_path / "out", **changed, max_steps="1"))
    assert "at most 2 answers of 6 tokens" in capsys.readouterr().out
    (config,) = TrlParser([StepConfig]).parse_args_and_config(
        arguments(models / "text", folder, tmp_path / "out", **changed)
    )
    trainer = grpo_steps.train(config)
    wandb.finish()
    assert trainer.state.global_step == 2
    told = {"rewards/call/mean", "rewards/format_reward/mean", "kl"}
    assert any(told <= entry.keys() for entry in trainer.state.log_history)
    assert [entry["step"] for entry in trainer.state.log_history if "eval_reward" in entry] == [0, 1, 2]
    assert trainer.state.best_model_checkpoint == str(tmp_path / "out" / "checkpoint-0")
    assert list((tmp_path / "out").glob("wandb/offline-run-*/files/media/table/answers*.json"))
    assert (tmp_path / "out" / "final" / "adapter_model.safetensors").exists()


def test_nothing_is_evaluated_without_validation_samples(models: Path, tmp_path: Path) -> None:
    folder = data(tmp_path / "data")
    (folder / "validation.jsonl").write_bytes(b"")
    changed = {"eval_strategy": "steps", "max_steps": "1"}
    grpo_steps.main(arguments(models / "text", folder, tmp_path / "out", **changed))
    assert (tmp_path / "out" / "final").is_dir()
    assert not (tmp_path / "out" / "checkpoint-0").exists()


@pytest.mark.slow
def test_vision_models_train(models: Path, tmp_path: Path) -> None:
    folder = data(tmp_path / "data", pictures=True)
    grpo_steps.main(arguments(models / "vision", folder, tmp_path / "out", max_steps="1"))
    assert (tmp_path / "out" / "checkpoint-1").is_dir()


def test_pictures_need_a_model_that_sees(models: Path, tmp_path: Path) -> None:
    folder = data(tmp_path / "data", pictures=True)
    with pytest.raises(SystemExit, match="sees none"):
        grpo_steps.main(arguments(models / "text", folder, tmp_path / "out"))


def test_samples_for_testing_are_refused(models: Path, tmp_path: Path) -> None:
    folder = data(tmp_path / "data", seed=TEST_SEEDS)
    with pytest.raises(SystemExit, match="for testing"):
        grpo_steps.main(arguments(models / "text", folder, tmp_path / "out"))


def test_a_context_that_holds_no_prompt_is_refused(models: Path, tmp_path: Path) -> None:
    folder = data(tmp_path / "data")
    with pytest.raises(SystemExit, match="raise context"):
        grpo_steps.main(arguments(models / "text", folder, tmp_path / "out", context="12"))


def test_missing_data_and_models_are_named(models: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"training\.generate"):
        grpo_steps.main(arguments(models / "text", tmp_path, tmp_path / "out"))
    with pytest.raises(SystemExit, match=r"training\.models"):
        grpo_steps.main(arguments(tmp_path, tmp_path, tmp_path / "out"))


def test_the_published_recipe_is_a_valid_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = Path(grpo_steps.__file__).parent / "recipes" / "grpo_steps_openphone.yaml"
    monkeypatch.setenv("WORLD_SIZE", "1")
    (config,) = TrlParser([StepConfig]).parse_args_and_config(
        ["--config", str(recipe), "--bf16", "false", "--use_cpu", "true"]
    )
    assert (config.learning_rate, config.beta, config.num_generations) == (5e-6, 5e-4, 4)
    assert config.max_completion_length == 1024
