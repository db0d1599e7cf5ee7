"""Episodes are played while earlier ones are learnt from, by a server that behaves as vLLM's does."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch
from safetensors.torch import load_file

from tests.training.runs import FAST, arguments, configured, mixed_env
from tests.training.test_grpo import stopped_after
from tests.training.vllm_server import VllmServer
from training import grpo
from training.ahead import Beside
from training.configs import EpisodeConfig
from training.episodes import EpisodeTrainer
from training.models import tiny_text_model
from training.policies.adapters import PREFIX
from training.rollouts import Rollouts
from training.sampling import TaskSampler
from training.tensors import Tensors
from training.turns import Batch, Turn

UPDATES = 3
CLIP = 1.02
FAR = {
    "max_steps": str(UPDATES),
    "ahead": "1",
    "learning_rate": "0.05",
    "num_generations": "4",
    "vllm_importance_sampling_clip_max": str(CLIP),
}

pytestmark = pytest.mark.timeout(600)


class Learnt(NamedTuple):
    """A pass: its update, its steps, and what TRL's loss gets of them."""

    update: int
    turns: list[Turn]
    inputs: dict[str, Any]


class Notes:
    """What was played and learnt from in a run.

    Attributes:
        plays: Seed and batch of all that was played, in this order.
        learnt: All passes.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.plays: list[tuple[str, Batch]] = []
        self.learnt: list[Learnt] = []
        self.second_played = threading.Event()
        play, of = Rollouts.play, Tensors.of
        notes = self

        def played(self: Rollouts, *given: Any, seed: str = "", **named: Any) -> Batch:
            notes.plays.append((seed, play(self, *given, seed=seed, **named)))
            if len(notes.plays) > 1:
                notes.second_played.set()
            return notes.plays[-1][1]

        def learnt(self: Tensors, turns: Any, tokens: Any) -> dict[str, Any]:
            inputs = of(self, turns, tokens)
            notes.learnt.append(Learnt(self._trainer.state.global_step, list(turns), inputs))
            return inputs

        patch.setattr(Rollouts, "play", played)
        patch.setattr(Tensors, "of", learnt)


class Run(NamedTuple):
    """A run that was a step ahead, which waited in its first update until the second was played."""

    notes: Notes
    out: Path
    waited: bool
    log: list[dict[str, Any]]
    requests: list[tuple[str, dict[str, Any]]]
    config: EpisodeConfig


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_text_model(tmp_path_factory.mktemp("models") / "text")


@pytest.fixture(autouse=True)
def _mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EpisodeConfig, "make_env", mixed_env)


@pytest.fixture(scope="module")
def run(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    out = tmp_path_factory.mktemp("runs") / "whole"
    waited: list[bool] = []
    learn = EpisodeTrainer._learn
    with pytest.MonkeyPatch.context() as patch, VllmServer(model) as server:
        patch.setattr(EpisodeConfig, "make_env", mixed_env)
        notes = Notes(patch)

        def learn_late(self: EpisodeTrainer, *given: Any, **named: Any) -> torch.Tensor:
            if not waited:
                waited.append(notes.second_played.wait(60))
            return learn(self, *given, **named)

        patch.setattr(EpisodeTrainer, "_learn", learn_late)
        config = configured(model, out, *FAST, server=server.base_url, **FAR)
        log = grpo.train(config).state.log_history
        yield Run(notes, out, waited[0], log, server.requests, config)


def told(log: list[dict[str, Any]], name: str) -> list[float]:
    return [entry[name] for entry in log if name in entry]


def test_episodes_are_played_while_others_are_learnt_from(run: Run) -> None:
    assert run.waited, "the second update's were played before the first was learnt from"
    updates = [int(seed.split("/")[1]) for seed, _ in run.notes.plays]
    assert updates == list(range(UPDATES)), "each once"
    assert told(run.log, "rollouts/staleness") == [0, 1, 1]
    for (_, batch), update in zip(run.notes.plays, updates, strict=True):
        played = {id(turn) for rollout in batch.rollouts for turn in rollout.turns}
        learnt = {id(turn) for each in run.notes.learnt if each.update == update for turn in each.turns}
        assert learnt
        assert learnt <= played


def test_the_weights_that_play_are_as_old_as_is_said(run: Run) -> None:
    asked = [body for path, body in run.requests if path.endswith("/completions")][1:]  # the first is a trial
    played = versions(asked)
    assert played == sorted(played)
    steps = [sum(len(rollout.turns) for rollout in batch.rollouts) for _, batch in run.notes.plays]
    assert [played.count(version) for version in range(UPDATES)] == [
        steps[0] + steps[1],
        steps[2],
        0,
    ]
    loaded = [body["lora_name"] for path, body in run.requests if path.endswith("/load_lora_adapter")]
    assert len(loaded) == UPDATES - 1, "the last weights play nothing"


def test_tokens_weigh_their_truncated_ratio(run: Run) -> None:
    weights: list[torch.Tensor] = []
    for _, turns, inputs in run.notes.learnt:
        for row, turn in enumerate(turns):
            sampled = torch.tensor(turn.answer.logprobs)
            now = inputs["old_per_token_logps"][row, : len(sampled)]
            weight = (now - sampled).exp().clamp(max=CLIP)
            torch.testing.assert_close(
                inputs["advantages"][row, : len(sampled)], turn.advantage * weight, rtol=1e-4, atol=1e-5
            )
            weights.append(weight)
    found = torch.cat(weights)
    assert found.max() == pytest.approx(CLIP)
    assert found.min() < 0.98
    apart = told(run.log, "sampling/apart")
    assert apart[0] < 1e-3 < min(apart[1:]), "only what older weights drew is apart"


@pytest.mark.slow
def test_a_stopped_training_plays_anew_what_was_in_flight_and_says_so(
    run: Run, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = Notes(monkeypatch)
    with VllmServer(model) as server:
        config = configured(model, tmp_path, *FAST, server=server.base_url, **FAR)
        stopped_after(config, 2)
        same = load_file(run.out / "checkpoint-2" / "adapter_model.safetensors")
        for name, values in load_file(tmp_path / "checkpoint-2" / "adapter_model.safetensors").items():
            assert torch.equal(values, same[name]), "a server that draws by seeds makes equal runs"
        assert "played anew" not in capsys.readouterr().out
        started = len(notes.plays)
        trainer = grpo.train(configured(model, tmp_path, *FAST, server=server.base_url, **FAR))
    assert "what was played ahead of" in (said := capsys.readouterr().out)
    assert "checkpoint-2 is played anew" in said
    assert [int(seed.split("/")[1]) for seed, _ in notes.plays[started:]] == [2]
    assert told(trainer.state.log_history, "rollouts/staleness") == [0, 1, 0]
    assert sorted({each.update for each in notes.learnt}) == [0, 1, 2]
    assert not [each for each in threading.enumerate() if each.name.startswith("ahead")]


@pytest.mark.slow
def test_an_evaluation_is_of_the_present_weights_and_waits_for_what_was_begun(
    model: Path, tmp_path: Path
) -> None:
    changed = FAR | {"eval_steps": "1", "max_steps": "2"}
    with VllmServer(model) as server:
        config = configured(model, tmp_path, "--report_to", "none", server=server.base_url, **changed)
        log = grpo.train(config).state.log_history
    assert [entry["step"] for entry in log if "eval_success" in entry] == [0, 1, 2]
    asked = [body for path, body in server.requests if path.endswith("/completions")][1:]
    drawn = [(versions([body])[0], body["temperature"] == 0) for body in asked]
    order = [drawn[0], *(now for before, now in pairwise(drawn) if now != before)]
    # Held-out episodes by the first weights, both updates' by these, and held-out ones by the later weights.
    assert order == [(0, True), (0, False), (1, True), (2, True)]


def versions(asked: list[dict[str, Any]]) -> list[int]:
    """Updates that the weights had been through which were asked."""
    return [int(body["model"].removeprefix(PREFIX).split("-")[0]) for body in asked]


def test_nothing_is_played_ahead_unless_asked_for(model: Path, tmp_path: Path) -> None:
    """Draws are those that they always were, and nothing is played in a thread of its own."""
    played: list[tuple[Any, str, str]] = []

    def play(self: Rollouts, starts: Any, *given: Any, seed: str = "", **named: Any) -> Batch:
        played.append((list(starts), seed, threading.current_thread().name))
        return original(self, starts, *given, seed=seed, **named)

    original = Rollouts.play
    with pytest.MonkeyPatch.context() as patch, VllmServer(model) as server:
        patch.setattr(Rollouts, "play", play)
        config = configured(model, tmp_path, *FAST, server=server.base_url)
        log = grpo.train(config).state.log_history
    assert [(seed, where) for _, seed, where in played] == [
        ("42/0/0/first", "MainThread"),
        ("42/1/0/first", "MainThread"),
    ]
    first = TaskSampler(config.task_ids, config.train_seeds).draw(2, random.Random("42/0"))
    assert played[0][0] == first
    assert told(log, "rollouts/staleness") == [0, 0]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ahead": "1"}, "needs a server"),
        ({"ahead": "-1"}, "0 or more"),
        (
            {"ahead": "1", "server": "http://127.0.0.1:9/v1", "vllm_importance_sampling_correction": "false"},
            "correction",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    model: Path, tmp_path: Path, changed: dict[str, str], words: str
) -> None:
    with pytest.raises(SystemExit, match=words):
        grpo.main(arguments(model, tmp_path, *FAST, **changed))


# Work beside


def test_work_beside_is_done_in_its_order_while_others_wait() -> None:
    beside = Beside(apart=True)
    done: list[int] = []
    go = threading.Event()
    first = beside.start(lambda: (go.wait(10), done.append(1)))
    second = beside.start(lambda: done.append(2))
    assert not done
    go.set()
    second()
    first()
    assert done == [1, 2]
    beside.close(lambda: None)


def test_work_that_is_not_apart_is_done_when_it_is_asked_for() -> None:
    beside = Beside(apart=False)
    ask: Callable[[], str] = beside.start(lambda: threading.current_thread().name)
    assert ask() == threading.current_thread().name


def test_work_that_nobody_waits_for_ends_soon_and_what_it_raised_stays_there() -> None:
    beside = Beside(apart=True)
    stopped = threading.Event()
    begun = threading.Event()

    def fail() -> None:
        begun.set()
        assert not stopped.wait(10)

    asked = beside.start(fail)
    never = beside.start(lambda: None)
    begun.wait(10)
    beside.close(stopped.set)
    with pytest.raises(AssertionError):
        asked()
    with pytest.raises(CancelledError):
        never()
