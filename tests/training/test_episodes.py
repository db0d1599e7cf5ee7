"""An update: what is played for it, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

from openphone_gym.trajectory import Episode, Verdict
from tests.training.runs import FAST, configured, mixed_env
from training import grpo
from training.configs import EpisodeConfig
from training.models import tiny_text_model
from training.preflight import Unfit
from training.rollouts import Rollouts
from training.turns import Batch


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_text_model(tmp_path_factory.mktemp("models") / "text")


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Batch]]:
    """All that is played, whole episodes and continuations, as it comes."""
    seen: list[tuple[str, Batch]] = []
    for name in ("play", "fork"):
        original = getattr(Rollouts, name)

        def noted(
            self: Rollouts, *given: Any, name: str = name, original: Any = original, **named: Any
        ) -> Batch:
            seen.append((name, original(self, *given, **named)))
            return seen[-1][1]

        monkeypatch.setattr(Rollouts, name, noted)
    return seen


class LevelJudge:
    """Finds no episode better than another."""

    def judge(self, episode: Episode, task: Any) -> Verdict:
        return Verdict(success=True)


def level_env(self: EpisodeConfig) -> gym.Env[Any, Any]:
    return gym.make("OpenPhone-v0", observation=("ui",), judge=LevelJudge(), disable_env_checker=True)


def kinds(played: Sequence[tuple[str, Batch]]) -> list[str]:
    return [name for name, _ in played][1:]  # the first is the trial by which hours are told


def test_continuations_are_played_and_their_tokens_are_counted(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, played: list[tuple[str, Batch]]
) -> None:
    monkeypatch.setattr(EpisodeConfig, "make_env", mixed_env)
    changed = {"credit": "forks", "branches": "4", "continuations": "2", "max_steps": "1"}
    trainer = grpo.train(configured(model, tmp_path, *FAST, num_generations="4", **changed))
    assert kinds(played) == ["play", "fork"]
    whole, rest = (batch for _, batch in played[1:])
    assert 2 <= len(rest.groups) <= 4
    assert all(len(group) == 2 for group in rest.groups)
    (logged,) = [entry for entry in trainer.state.log_history if "rollouts/tokens" in entry]
    assert logged["rollouts/tokens"] == whole.tokens > sum(rollout.tokens for rollout in whole.rollouts)
    assert rest.tokens > 0


def test_groups_that_teach_nothing_are_drawn_anew_a_number_of_times(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, played: list[tuple[str, Batch]]
) -> None:
    monkeypatch.setattr(EpisodeConfig, "make_env", level_env)
    trainer = grpo.train(configured(model, tmp_path, *FAST, resample="2", max_steps="1"))
    assert kinds(played) == ["play"] * 3
    assert played[1][1].tokens > played[2][1].tokens + played[3][1].tokens
    starts = [[group[0].start for group in batch.groups] for _, batch in played[2:]]
    assert starts[0] != starts[1]
    (logged,) = [entry for entry in trainer.state.log_history if "rollouts/tokens" in entry]
    assert logged["rollouts/mixed_groups"] == 0
    assert logged["rollouts/tokens"] == played[1][1].tokens  # the others were added to it


def test_training_ends_when_its_tokens_are_drawn(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EpisodeConfig, "make_env", mixed_env)
    trainer = grpo.train(configured(model, tmp_path, *FAST, most_tokens="1", max_steps="5"))
    assert trainer.state.global_step == 1
    assert (tmp_path / "final").is_dir()


def test_credit_is_for_steps(model: Path, tmp_path: Path) -> None:
    for changed in ({"credit": "forks"}, {"resample": "1"}, {"reverse": "true"}):
        config = configured(model, tmp_path, *FAST, method="tools", micro_batch="2", **changed)
        with pytest.raises(Unfit, match="TRL plays"):
            grpo.check(config)
