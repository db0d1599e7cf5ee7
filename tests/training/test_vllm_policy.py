"""``--use_vllm true`` with TRL's own code, up to the engine."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch

from tests.training.runs import FAST, configured, mixed_env
from tests.training.vllm_engine import Engine, install
from training import desk, grpo
from training.configs import EpisodeConfig
from training.models import tiny_text_model
from training.tensors import ratios


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_text_model(tmp_path_factory.mktemp("models") / "text")


@pytest.fixture(autouse=True)
def _mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EpisodeConfig, "make_env", mixed_env)


def trained(model: Path, out: Path, **changed: str) -> list[dict[str, Any]]:
    short = {"use_vllm": "true", "num_generations": "4", "first_steps": "1", "last_steps": "1"}
    trainer = grpo.train(configured(model, out, *FAST, **short | changed))
    return [entry for entry in trainer.state.log_history if "rollouts/tokens" in entry]


def test_trls_vllm_draws_all_episodes_at_once_with_the_weights_of_the_update(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch)
    monkeypatch.setattr(desk, "FIRST_WAIT", 30.0)  # phones are made first
    logged = trained(model, tmp_path, learning_rate="0.01", temperature="0.8", answers_at_once="2")
    engine = Engine.made
    assert engine.options["max_num_seqs"] == 8
    assert engine.batches[0] == 8
    assert engine.options["max_model_len"] == 900
    assert engine.loads > 0
    assert engine.sampled[0].temperature == 0.8
    assert len(logged) == 2
    assert any(entry["grad_norm"] > 0 for entry in logged)
    # The second update draws with the weights that the first one made: else they would be apart.
    assert all(entry["sampling/apart"] < 1e-3 for entry in logged)


def test_tokens_are_weighed_by_how_probable_they_are_here(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, shift=-0.5)
    (logged,) = trained(model, tmp_path, max_steps="1")
    assert logged["sampling/apart"] == pytest.approx(0.5, abs=1e-3)
    assert logged["sampling/weight"] == pytest.approx(torch.e**0.5, rel=1e-3)
    install(monkeypatch, shift=-0.5)
    capped = {"vllm_importance_sampling_clip_max": "1.25"}
    (logged,) = trained(model, tmp_path / "capped", max_steps="1", **capped)
    assert logged["sampling/weight"] == pytest.approx(1.25, rel=1e-3)
    off = {"vllm_importance_sampling_correction": "false"}
    (logged,) = trained(model, tmp_path / "off", max_steps="1", **off)
    assert "sampling/weight" not in logged


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("token_truncate", [[2.0, 1.0], [1.0, 1.0]]),
        ("token_mask", [[0.0, 1.0], [1.0, 1.0]]),
        ("sequence_truncate", [[2.0, 2.0], [1.0, 1.0]]),
        ("sequence_mask", [[0.0, 0.0], [1.0, 1.0]]),
    ],
)
def test_the_four_modes_of_trl(mode: str, expected: list[list[float]]) -> None:
    here = torch.tensor([[-1.0, -1.0], [-1.0, -9.0]])
    sampled = torch.tensor([[-3.0, -1.0], [float("nan"), -1.0]])
    mask = torch.tensor([[1, 1], [1, 0]])
    config = SimpleNamespace(
        vllm_importance_sampling_mode=mode,
        vllm_importance_sampling_clip_min=None,
        vllm_importance_sampling_clip_max=2.0,
    )
    weights, apart = ratios(here, sampled, mask, config)
    torch.testing.assert_close(weights, torch.tensor(expected))
    torch.testing.assert_close(apart, torch.tensor([[2.0, 0.0], [0.0, 0.0]]))
