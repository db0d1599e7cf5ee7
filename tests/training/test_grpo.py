from __future__ import annotations

import os

os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch
import wandb
from safetensors.torch import load_file

from benchmarks.workspace import LEARNING, PLAYING, UPDATE
from openphone_gym.tasks.task import TEST_SEEDS
from tests.training.runs import FAST, arguments, configured, mixed_env, trainer_of
from training import grpo, tool_episodes
from training.configs import EpisodeConfig
from training.episodes import EpisodeTrainer, merged
from training.models import tiny_text_model, tiny_vision_model
from training.record import stages
from training.sampling import InvalidSeeds, TaskSampler
from training.turns import Answer, Start, Turn


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_text_model(folder / "text")
    tiny_vision_model(folder / "vision")
    return folder


@pytest.fixture(autouse=True)
def _mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EpisodeConfig, "make_env", mixed_env)


def adapter(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "adapter_model.safetensors")


@pytest.mark.slow
def test_training_learns_from_steps_and_goes_on_as_if_never_cut_off(models: Path, tmp_path: Path) -> None:
    whole = grpo.train(configured(models / "text", tmp_path / "whole", *FAST, max_steps="3"))
    logged = [entry for entry in whole.state.log_history if "rollouts/env_share" in entry]
    assert len(logged) == 3
    assert all(0 < entry["rollouts/env_share"] < 1 for entry in logged)
    assert any(entry["grad_norm"] > 0 for entry in logged)
    assert not any(key.startswith("_no_reward") for key in logged[0])
    cut = tmp_path / "cut"
    config = configured(models / "text", cut, *FAST, max_steps="3")
    trainer = stopped_after(config, 1)
    assert trainer.state.global_step == 1
    kept = json.loads((cut / "checkpoint-1" / "sampler.json").read_text())
    assert set(kept["tasks"]) == {"clock_1", "clock_2"}
    assert kept["tokens"] > 0
    grpo.train(configured(models / "text", cut, *FAST, max_steps="3"))
    expected, found = adapter(tmp_path / "whole" / "checkpoint-3"), adapter(cut / "checkpoint-3")
    assert expected.keys() == found.keys()
    for name, values in expected.items():
        torch.testing.assert_close(values, found[name])


def stopped_after(config: EpisodeConfig, updates: int) -> Any:
    step = EpisodeTrainer.training_step

    def once(self: EpisodeTrainer, *given: Any, **named: Any) -> torch.Tensor:
        if self.state.global_step >= updates - 1:
            self.control.should_training_stop = self.control.should_save = True
        return step(self, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EpisodeTrainer, "training_step", once)
        return grpo.train(config)


def test_tables_with_screens_go_to_wandb_and_the_best_is_kept(models: Path, tmp_path: Path) -> None:
    trainer = grpo.train(configured(models / "text", tmp_path))
    wandb.finish()
    tables = list(tmp_path.glob("wandb/offline-run-*/files/media/table/rollouts*.json"))
    assert tables
    table = json.loads(tables[0].read_text())
    row = dict(zip(table["columns"], table["data"][0], strict=True))
    assert row["task"] in ("clock_1", "clock_2")
    assert json.loads(row["verdict"])["success"] in (True, False)
    assert len(json.loads(row["answers"])) == 2
    assert list(tmp_path.glob("wandb/offline-run-*/files/media/**/*.png"))
    assert trainer.state.best_model_checkpoint == str(tmp_path / "checkpoint-0")  # as good as the others
    assert [entry["step"] for entry in trainer.state.log_history if "eval_success" in entry] == [0, 2]
    assert {*LEARNING, *PLAYING, UPDATE} <= logged(tmp_path), "the workspace shows them"


def logged(out: Path) -> set[str]:
    """Names of all figures of the offline run in a folder."""
    (run,) = out.glob("wandb/offline-run-*")
    command = [sys.executable, "-m", "wandb", "leet", "inspect", "--summary", "--json", str(run)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return set(json.loads(told.stdout)["summary"])


def test_equal_steps_are_learned_from_once_with_the_same_gradient(models: Path, tmp_path: Path) -> None:
    trainer = trainer_of(configured(models / "text", tmp_path, *FAST, micro_batch="2"))

    def turn(prompt: str, answer: list[int], advantage: float, logprobs: list[float] | None = None) -> Turn:
        messages = [{"role": "user", "content": prompt}]
        (tokens,), _, _ = trainer.tokenized([messages])
        return Turn(messages, Answer("", tokens, answer, logprobs), advantage=advantage)

    turns = [
        turn("one", [5, 6], 1.0),
        turn("one", [5, 6], -0.25),
        turn("one", [5, 7], -0.5),
        turn("two", [5, 6], 0.75),
        turn("one", [5, 6], 0.5),
    ]
    fewer = merged(turns)
    assert sorted(each.advantage for each in fewer) == [-0.5, 0.75, 1.25]
    expected, found = gradient(trainer, turns), gradient(trainer, fewer)
    assert any(values.abs().max() > 1e-6 for values in expected)
    for before, after in zip(expected, found, strict=True):
        torch.testing.assert_close(before, after)
    told = [turn("one", [5, 6], 1.0, [-0.5, -0.25])] * 2
    assert len(merged(told)) == 2


def test_a_group_reads_its_first_prompt_once(models: Path, tmp_path: Path) -> None:
    trainer = trainer_of(configured(models / "text", tmp_path, *FAST))
    trainer.rollouts.play([Start.of("clock_1", 0)], 4, max_steps=1)  # now the phones are there
    rows: list[int] = []
    embedding: Any = trainer.inner_model().get_input_embeddings()  # type: ignore[operator]
    embedding.register_forward_pre_hook(lambda _, ids: rows.append(len(ids[0])))
    batch = trainer.rollouts.play([Start.of("clock_1", 0)], 4, max_steps=1)
    assert len(batch.rollouts) == 4
    assert rows[:2] == [1, 4]


@pytest.mark.parametrize(("scores", "best"), [((0.6, 0.2, 0.4), 0), ((0.1, 0.5, 0.3), 1)])
def test_training_ends_with_the_best_model_even_if_it_is_the_first(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scores: Sequence[float], best: int
) -> None:
    evaluated: list[int] = []

    def score(self: EpisodeTrainer, **_: Any) -> dict[str, float]:
        evaluated.append(self.state.global_step)
        metrics = {"eval_success": scores[self.state.global_step]}
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics

    monkeypatch.setattr(EpisodeTrainer, "evaluate", score)
    changed = {"save_steps": "9", "eval_steps": "1", "save_total_limit": "2", "num_generations": "4"}
    stopped_after(configured(models / "text", tmp_path, "--report_to", "none", **changed), 1)
    trainer = grpo.train(configured(models / "text", tmp_path, "--report_to", "none", **changed))
    assert evaluated == [0, 1, 2]
    assert trainer.state.best_metric == max(scores)
    kept, last = adapter(tmp_path / f"checkpoint-{best}"), adapter(tmp_path / "checkpoint-2")
    assert any(not torch.equal(values, last[name]) for name, values in kept.items())
    final = adapter(tmp_path / "final")
    assert all(torch.equal(values, final[name]) for name, values in kept.items())


def gradient(trainer: EpisodeTrainer, turns: Sequence[Turn]) -> list[torch.Tensor]:
    """Of the same number of tokens, whatever the number of steps."""
    model: Any = trainer.model
    model.train()
    model.zero_grad()
    for first in range(0, len(turns), 2):
        trainer._learn(model, turns[first : first + 2], 10, last=True)
    return [weights.grad.clone() for weights in model.parameters() if weights.grad is not None]


@pytest.mark.slow
def test_vision_models_learn_from_screens(models: Path, tmp_path: Path) -> None:
    changed = {"mode": "som", "style": "full", "image_long_side": "96", "context": "4000", "max_steps": "3"}
    trainer = grpo.train(configured(models / "vision", tmp_path, *FAST, **changed))
    assert any(entry.get("grad_norm", 0) > 0 for entry in trainer.state.log_history)


@pytest.mark.slow
def test_a_kl_term_needs_the_model_before_training(models: Path, tmp_path: Path) -> None:
    trainer = grpo.train(configured(models / "text", tmp_path, *FAST, beta="0.1"))
    assert any("kl" in entry for entry in trainer.state.log_history)


def test_an_adapter_is_trained_further_and_compared_with_itself(models: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    grpo.train(configured(models / "text", first, *FAST, max_steps="1", lora_rank="4"))
    before = adapter(first / "final")
    changed = {"max_steps": "2", "beta": "0.1", "learning_rate": "0.01", "adapter": str(first / "final")}
    trainer = grpo.train(configured(models / "text", tmp_path / "second", *FAST, **changed))
    after = adapter(tmp_path / "second" / "final")
    assert {name: values.shape for name, values in after.items()} == {
        name: values.shape for name, values in before.items()
    }
    assert any(not torch.equal(values, before[name]) for name, values in after.items())
    kl = [entry["kl"] for entry in trainer.state.log_history if "kl" in entry]
    assert abs(kl[0]) < 1e-6 < abs(kl[1])
    assert [stage.base for stage in stages(tmp_path / "second")][1] == str(first / "final")


# Refusals


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"held_out": "50 101"}, "overlap"),
        ({"seeds": f"0 {TEST_SEEDS + 1}"}, "tests"),
        ({"tasks": "clokc_1"}, "clock_1"),
        ({"max_steps": "-1"}, "max_steps"),
        ({"loss_type": "grpo"}, "dapo"),
        ({"context": "60"}, "context"),
        ({"adapter": "nowhere"}, "nowhere holds no LoRA adapter"),
        (
            {"method": "tools", "micro_batch": "2", "max_completion_length": "100", "style": "full"},
            "episode of 2",
        ),
        ({"method": "tools", "micro_batch": "3"}, "micro_batch"),
        ({"server": "http://127.0.0.1:1/v1", "method": "tools", "micro_batch": "2"}, "server"),
    ],
)
def test_nonsense_is_refused(models: Path, tmp_path: Path, changed: dict[str, str], words: str) -> None:
    with pytest.raises(SystemExit, match=words):
        grpo.main(arguments(models / "text", tmp_path, *FAST, **changed))


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"training\.models"):
        grpo.main(arguments(tmp_path / "none", tmp_path, *FAST))


def test_the_plan_says_what_it_costs(models: Path, tmp_path: Path) -> None:
    text = grpo.plan(configured(models / "text", tmp_path, judge="llm"))
    assert "at most 8 episodes, 16 steps, 96 new tokens" in text
    assert "8 calls of the LLM judge" in text


def test_hours_are_told_before_the_start(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grpo.train(configured(models / "text", tmp_path, *FAST, max_steps="1"))
    assert re.search(r"at most \d+\.\d hours on this machine", capsys.readouterr().out)


# Tools


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["text", "vision"])
def test_the_phone_trains_as_tools(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A scripted model: it calls a tool, then another, and ends its turn."""
    turns = [0]

    def scripted(self: Any, prompt_ids: list[list[int]], *_: Any, **__: Any) -> Any:
        words = [
            ['<tool_call>\n{"name": "home", "arguments": {}}\n</tool_call><|im_end|>'],
            ['<tool_call>\n{"name": "finish", "arguments": {"message": "a"}}\n</tool_call><|im_end|>',
             '<tool_call>\n{"name": "back", "arguments": {}}\n</tool_call><|im_end|>'],
            ["Done.<|im_end|>"],
        ][turns[0] % 3]  # fmt: skip
        turns[0] += 1
        answers = [words[row % len(words)] for row in range(len(prompt_ids))]
        return [self._tokenizer(answer)["input_ids"] for answer in answers], None

    monkeypatch.setattr(tool_episodes.SamplerKept, "_generate_single_turn", scripted)
    changed = {"method": "tools", "micro_batch": "2", "max_completion_length": "3000", "style": "full"}
    changed |= {"mode": "som", "image_long_side": "64"} if kind == "vision" else {}
    changed |= {"max_tool_calling_iterations": "3"}
    trainer = grpo.train(configured(models / kind, tmp_path, *FAST, **changed))
    logged = trainer.state.log_history[0]
    assert logged["tools/call_frequency"] == 2.0
    assert logged["tools/failure_frequency"] == 0.0
    assert (tmp_path / "checkpoint-2" / "sampler.json").exists()


def test_slots_give_a_group_one_draw_and_held_out_seeds_apart(models: Path, tmp_path: Path) -> None:
    config = configured(models / "text", tmp_path, *FAST)
    slots = tool_episodes.Slots(config, TaskSampler(config.task_ids, config.train_seeds))
    assert slots.start_of(3) == slots.start_of(3)
    assert slots.start_of(3).draw.seed in config.train_seeds
    assert [slots.start_of(-1), slots.start_of(-2)] == [Start.of("clock_1", 100), Start.of("clock_2", 100)]
    assert slots.dataset()["slot"] == [0, 1, 2, 3]
    assert slots.dataset(held_out=True)["slot"] == [-1, -2]


def test_answers_are_plain_data() -> None:
    assert Answer("tap(1)", [1], [2]).logprobs is None
    with pytest.raises(InvalidSeeds):
        TaskSampler(["clock_1"], range(TEST_SEEDS, TEST_SEEDS + 1))
