"""Training with phones in other processes: what is learnt does not depend on who plays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch
from safetensors.torch import load_file

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
def played(monkeypatch: pytest.MonkeyPatch) -> list[Batch]:
    """All that is played, as it comes."""
    seen: list[Batch] = []
    for name in ("play", "fork"):
        original = getattr(Rollouts, name)

        def noted(self: Rollouts, *given: Any, original: Any = original, **named: Any) -> Batch:
            seen.append(original(self, *given, **named))
            return seen[-1]

        monkeypatch.setattr(Rollouts, name, noted)
    return seen


def told(batch: Batch) -> list[Any]:
    return [
        (each.start, each.reward, [(turn.messages, turn.answer, turn.action) for turn in each.turns])
        for each in batch.rollouts
    ]


@pytest.mark.timeout(600)
def test_the_number_of_workers_changes_nothing(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, played: list[Batch]
) -> None:
    monkeypatch.setattr(EpisodeConfig, "make_env", mixed_env)
    changed = {"credit": "forks", "branches": "2", "continuations": "2", "max_steps": "1"}
    found = []
    for workers in ("0", "1", "2"):
        out = tmp_path / workers
        grpo.train(configured(model, out, *FAST, workers=workers, **changed))
        found.append([told(batch) for batch in played[1:]])  # the first is a trial
        played.clear()
    assert found[0] == found[1] == found[2]
    assert len({turns[0][1].text for batch in found[0] for *_, turns in batch}) > 4, "answers are drawn"
    one, two = (load_file(tmp_path / name / "final" / "adapter_model.safetensors") for name in "12")
    assert one.keys() == two.keys()
    for name, values in one.items():
        torch.testing.assert_close(values, two[name])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"devices": "adb:one", "workers": "1"}, "judge screen"),
        ({"devices": "adb:one", "workers": "1", "judge": "screen", "credit": "forks"}, "forks"),
        ({"devices": "adb:one", "judge": "screen"}, "workers"),
        ({"devices": "adb:one", "workers": "2", "judge": "screen"}, "at most 1"),
        ({"devices": "nothing"}, "virtual"),
        ({"devices": "adb:one", "workers": "1", "method": "tools", "micro_batch": "2"}, "steps"),
    ],
)
def test_what_devices_can_not_do_is_refused(
    model: Path, tmp_path: Path, changed: dict[str, str], words: str
) -> None:
    with pytest.raises((Unfit, ValueError), match=words):
        grpo.check(configured(model, tmp_path, *FAST, **changed))
