"""TRL's options are honoured or refused, each of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch
from transformers.training_args import TrainingArguments
from trl.trainer.grpo_config import GRPOConfig

from tests.training.runs import FAST, configured, mixed_env, trainer_of
from training.configs import EpisodeConfig
from training.episodes import EpisodeTrainer
from training.grpo import SHARDING, check
from training.models import tiny_text_model
from training.options import HONOURED, REFUSED
from training.orders import Played
from training.preflight import Unfit
from training.turns import Answer, Batch, Rollout, Start, Turn


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_text_model(tmp_path_factory.mktemp("models") / "text")


@pytest.fixture(autouse=True)
def _mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EpisodeConfig, "make_env", mixed_env)


def test_every_option_of_grpo_is_known() -> None:
    own = {each.name for each in fields(GRPOConfig)} - {each.name for each in fields(TrainingArguments)}
    elsewhere = {"loss_type", "trust_remote_code"}  # in options.LOSSES, and training.extra
    assert own - elsewhere <= HONOURED | set(REFUSED)
    assert not HONOURED & set(REFUSED)


@pytest.mark.parametrize(
    "option",
    [
        {"per_device_train_batch_size": "4"},
        {"gradient_accumulation_steps": "2"},
        {"steps_per_generation": "2"},
        {"num_iterations": "2"},
        {"loss_type": "grpo"},
        {"importance_sampling_level": "sequence"},
        {"log_completions": "true"},
        {"reward_weights": "0.5"},
    ],
)
def test_what_would_do_nothing_is_refused(model: Path, tmp_path: Path, option: dict[str, str]) -> None:
    with pytest.raises(Unfit, match=next(iter(option))):
        configured(model, tmp_path, *FAST, **option)


def stepped(
    trainer: EpisodeTrainer, monkeypatch: pytest.MonkeyPatch, answers: list[tuple[list[int], float, str]]
) -> list[torch.Tensor]:
    """The gradient of an update whose episodes are given: tokens, reward, and why they end."""
    (prompt,), _, _ = trainer.tokenized([[{"role": "user", "content": "one"}]])
    group = []
    for number, (ids, reward, reason) in enumerate(answers):
        messages = [{"role": "user", "content": f"one {number}"}]
        turn = Turn(messages, Answer("", prompt, ids, None, reason), reward=reward)
        group.append(Rollout(Start.of("clock_1", 0), [turn], reward))
    played = Played(Batch([group], Counter(), 1.0, 1.0), {})
    monkeypatch.setattr(trainer, "_playing", lambda order: played)
    trained: Any = trainer.model
    trained.zero_grad()
    trainer.training_step(trained, None)
    return [weights.grad.clone() for weights in trained.parameters() if weights.grad is not None]


ANSWERS = [
    ([5, 6, 7], 1.0, "stop"),
    ([8, 9], 0.0, "length"),
    ([5, 9, 3, 4], 0.5, "stop"),
    ([7], 0.25, "stop"),
]


@pytest.mark.parametrize("scale", ["none", "batch"])
def test_scale_rewards(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scale: str) -> None:
    """The same direction, longer or shorter by the deviation of the rewards."""
    by_group, scaled = (
        stepped(trainer_of(configured(model, tmp_path, *FAST, scale_rewards=each)), monkeypatch, ANSWERS)
        for each in ("group", scale)
    )
    deviation = torch.tensor([1.0, 0.0, 0.5, 0.25]).std() + 1e-4
    factor = deviation if scale == "none" else 1.0  # one group is all of the batch
    for expected, found in zip(by_group, scaled, strict=True):
        torch.testing.assert_close(found, expected * factor, rtol=1e-3, atol=1e-7)


def test_truncated_answers_teach_nothing_where_they_are_masked(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = trainer_of(configured(model, tmp_path, *FAST, mask_truncated_completions="true"))
    masked = stepped(trainer, monkeypatch, ANSWERS)
    other = [ANSWERS[0], ([3, 3, 3], 0.0, "length"), *ANSWERS[2:]]  # the same reward for other tokens
    for expected, found in zip(masked, stepped(trainer, monkeypatch, other), strict=True):
        torch.testing.assert_close(found, expected)


@pytest.mark.parametrize("option", [{"entropy_coef": "0.5"}, {"beta": "0.1"}, {"top_p": "0.9"}])
def test_the_number_of_passes_changes_nothing(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: dict[str, str]
) -> None:
    """A bonus for entropy counts once an update, by tokens, however the update is cut."""
    whole, cut = (
        stepped(
            trainer_of(configured(model, tmp_path, *FAST, micro_batch=size, **option)), monkeypatch, ANSWERS
        )
        for size in ("4", "1")
    )
    assert any(values.abs().max() > 1e-6 for values in whole)
    for expected, found in zip(whole, cut, strict=True):
        torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-6)


def test_a_bonus_for_entropy_counts_all_tokens_of_the_update(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no episode is better than another, the bonus alone is left."""
    trainer = trainer_of(configured(model, tmp_path, *FAST, entropy_coef="0.5"))
    level = [(ids, 1.0, reason) for ids, _, reason in ANSWERS]
    assert any(values.abs().max() > 0 for values in stepped(trainer, monkeypatch, level))
    assert len(trainer._metrics["train"]["entropy_coef"]) == 1


@pytest.mark.parametrize("name", SHARDING)
def test_shared_out_weights_are_refused(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    config = configured(model, tmp_path, *FAST)
    monkeypatch.setenv(name, "true")
    with pytest.raises(Unfit, match="DeepSpeed"):
        check(config)


def test_engines_over_several_processes_are_refused(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configured(model, tmp_path, *FAST)
    config.use_vllm = True
    monkeypatch.setenv("WORLD_SIZE", "2")
    check(config)
    config.vllm_mode = "server"
    with pytest.raises(Unfit, match="colocate"):
        check(config)
