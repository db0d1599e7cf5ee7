"""GRPO answered by a server: against one that behaves as vLLM's, with a real model behind a real port."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch

from agents.weights import load_processor
from openphone_gym.endpoint import EndpointRefused, EndpointTimeout, EndpointUnavailable, image_part
from tests.endpoint_server import Answer as ServerAnswer
from tests.endpoint_server import ScriptedEndpoint
from tests.training.runs import FAST, PICTURES, configured, mixed_env, trainer_of
from tests.training.vllm_server import VllmServer
from training import grpo
from training.configs import EpisodeConfig
from training.models import tiny_text_model, tiny_vision_model
from training.policies import server as server_policy
from training.policies.adapters import KEPT, PREFIX, written
from training.policies.server import ServerPolicy
from training.preflight import Unfit

TALKS = [[{"role": "user", "content": word}] for word in ("one", "two")]
SEEDS = ["0", "1"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_text_model(folder / "text")
    tiny_vision_model(folder / "vision")
    return folder


@pytest.fixture(autouse=True)
def _mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EpisodeConfig, "make_env", mixed_env)


class Waits:
    """Counts pauses in place of making them; may do something at the first."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.pauses: list[float] = []
        self._then = then

    def __call__(self, seconds: float) -> None:
        if not self.pauses:
            self._then()
        self.pauses.append(seconds)


def asking(
    models: Path,
    tmp_path: Path,
    base_url: str,
    sleep: Callable[[float], None] = lambda _: None,
    **changed: str,
) -> ServerPolicy:
    config = configured(models / "text", tmp_path, *FAST, **changed)
    return ServerPolicy(base_url, load_processor(models / "text"), config, [2], sleep=sleep)


def adapters(models: Path, root: Path, number: int = 1) -> list[Path]:
    """Adapters of a trainer, each of other weights."""
    trainer = trainer_of(configured(models / "text", root / "run", *FAST))
    folders = []
    for update in range(number):
        with torch.no_grad():
            for name, weights in trainer.model.named_parameters():  # type: ignore[union-attr]
                if "lora_B" in name:
                    weights += 0.02
        folders.append(written(trainer.model, root / "served", update))
    return folders


# Adapters


def test_a_server_answers_by_the_adapter_in_use_and_the_one_before_is_unloaded(
    models: Path, tmp_path: Path
) -> None:
    first, second = adapters(models, tmp_path, 2)
    with VllmServer(models / "text") as server:
        policy = asking(models, tmp_path, server.base_url)
        for folder in (first, second):
            policy.load(folder)
            policy.use(folder)
        answers = policy.answer(TALKS, SEEDS)
        assert list(server.adapters) == [second.name]
    asked = server.requests[-1][1]
    assert asked["model"] == second.name
    assert load_processor(models / "text").decode(answers[1].prompt_ids).count("two") == 1
    assert [len(answer.logprobs or ()) for answer in answers] == [
        len(answer.completion_ids) for answer in answers
    ]


def test_an_adapter_is_known_by_its_weights_and_old_folders_are_removed(models: Path, tmp_path: Path) -> None:
    folders = adapters(models, tmp_path, KEPT + 2)
    assert len({folder.name for folder in folders}) == KEPT + 2
    assert sorted(tmp_path.glob("served/*")) == sorted(folders[-KEPT:])
    assert (folders[-1] / "adapter_config.json").is_file()
    other = tmp_path / "again"
    (same,) = adapters(models, other)
    assert same.name == folders[0].name  # the same weights, by another run


@pytest.mark.parametrize("when", ["before", "while it answers"])
def test_a_server_that_was_started_anew_gets_the_adapter_again(
    models: Path, tmp_path: Path, when: str
) -> None:
    (folder,) = adapters(models, tmp_path)
    with VllmServer(models / "text") as server:
        waits = Waits(server.__enter__) if when != "before" else Waits()
        policy = asking(models, tmp_path, server.base_url, waits)
        policy.load(folder)
        policy.use(folder)
        policy.answer(TALKS, SEEDS)
        if when == "before":
            server.restart()
        else:
            server.stop()
        assert len(policy.answer(TALKS, SEEDS)) == 2
        assert list(server.adapters) == [folder.name]
    assert bool(waits.pauses) == (when != "before")


def test_a_trainer_that_was_started_anew_asks_what_is_loaded(models: Path, tmp_path: Path) -> None:
    (folder,) = adapters(models, tmp_path)
    with VllmServer(models / "text") as server:
        for _ in range(2):
            policy = asking(models, tmp_path, server.base_url)
            policy.load(folder)
            policy.use(folder)
        assert server.paths().count("load_lora_adapter") == 1
        assert list(server.adapters) == [folder.name]


def test_processes_that_ask_for_one_adapter_do_not_race(models: Path, tmp_path: Path) -> None:
    (folder,) = adapters(models, tmp_path)
    faults: list[Exception] = []

    def ask(policy: ServerPolicy) -> None:
        try:
            policy.use(folder)
            policy.answer(TALKS, SEEDS)
        except Exception as fault:
            faults.append(fault)

    with VllmServer(models / "text") as server:
        policies = [asking(models, tmp_path, server.base_url) for _ in range(3)]
        threads = [threading.Thread(target=ask, args=(policy,)) for policy in policies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not faults
        assert list(server.adapters) == [folder.name]


def test_an_adapter_that_can_not_be_loaded_is_refused(models: Path, tmp_path: Path) -> None:
    with VllmServer(models / "text") as server:
        policy = asking(models, tmp_path, server.base_url)
        with pytest.raises(EndpointRefused, match="No adapter found"):
            policy.load(tmp_path / "nothing")


# How long prompts are


def test_pictures_count_by_their_sizes_as_the_processor_makes_them(models: Path, tmp_path: Path) -> None:
    config = configured(models / "vision", tmp_path, *FAST, **PICTURES)
    policy = ServerPolicy("http://127.0.0.1:9/v1", load_processor(models / "vision"), config)
    room = config.context - config.max_completion_length
    for height, width in ((96, 43), (300, 200)):
        picture = image_part(np.zeros((height, width, 3), np.uint8), quality=None, size=(width, height))
        talk = [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, picture]}]
        assert policy.excess(talk) == len(policy._tokens(talk)) - room


# How tokens are drawn


def test_every_sampling_parameter_is_sent(models: Path, tmp_path: Path) -> None:
    """So that the file of the model, by which its vLLM would draw greedily, changes nothing."""
    with VllmServer(models / "text", generation_config={"top_k": 1, "temperature": 0.1}) as server:
        changed = {
            "top_p": "0.9",
            "top_k": "50",
            "min_p": "0.1",
            "repetition_penalty": "1.1",
            "temperature": "0.7",
        }
        policy = asking(models, tmp_path, server.base_url, **changed)
        policy._model = "text"
        texts = {answer.text for answer in policy.answer(TALKS[:1] * 8, list("abcdefgh"))}
        asked = server.requests[-1][1]
    assert len(texts) > 1
    assert {name: asked[name] for name in changed} == {name: float(value) for name, value in changed.items()}
    assert asked["stop_token_ids"] == [2]
    assert asked["max_tokens"] == 6


def test_equal_seeds_draw_equal_answers(models: Path, tmp_path: Path) -> None:
    with VllmServer(models / "text") as server:
        policy = asking(models, tmp_path, server.base_url)
        policy._model = "text"
        first = policy.answer(TALKS[:1] * 4, list("abcd"))
        again = policy.answer(TALKS[:1] * 4, list("dcba"))
    assert first == again[::-1]
    assert len({answer.text for answer in first}) > 1


def test_the_most_probable_answer_is_asked_for_where_it_counts(models: Path, tmp_path: Path) -> None:
    with VllmServer(models / "text") as server:
        policy = asking(models, tmp_path, server.base_url)
        policy._model = "text"
        texts = {answer.text for answer in policy.answer(TALKS[:1] * 4, list("abcd"), greedy=True)}
    assert len(texts) == 1


def test_what_a_server_tells_is_what_it_drew_by(models: Path, tmp_path: Path) -> None:
    with VllmServer(models / "text") as server:
        policy = asking(models, tmp_path, server.base_url, top_k="1")
        policy._model = "text"
        answers = policy.answer(TALKS, SEEDS)
    assert all(
        math.isclose(value, 0.0, abs_tol=1e-6) for answer in answers for value in answer.logprobs or ()
    )


def test_a_server_with_raw_log_probabilities_is_refused(models: Path, tmp_path: Path) -> None:
    with VllmServer(models / "text", processed=False) as server:
        policy = asking(models, tmp_path, server.base_url)
        policy._model = "text"
        with pytest.raises(EndpointRefused, match="processed_logprobs"):
            policy.answer(TALKS, SEEDS)


# Failures


def test_what_may_pass_is_waited_for(models: Path, tmp_path: Path) -> None:
    waits = Waits()
    with VllmServer(models / "text", broken=3) as server:
        policy = asking(models, tmp_path, server.base_url, waits)
        policy._model = "text"
        assert len(policy.answer(TALKS, SEEDS)) == 2
    assert waits.pauses == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (ServerAnswer(raw_body='{"choices": []}'), EndpointUnavailable, "no completions"),
        (ServerAnswer("no such path", status=404), EndpointRefused, "no such path"),
        (ServerAnswer(raw_body="<html>"), EndpointUnavailable, "no completions"),
        (ServerAnswer(raw_body='{"choices": [{"index": "a"}]}'), EndpointUnavailable, "no completions"),
        (ServerAnswer(raw_body='{"choices": ' + "[" * 100_000), EndpointUnavailable, "no completions"),
        (ServerAnswer(hang_up=True), EndpointUnavailable, "training.serve"),
        (ServerAnswer("x" * 100, drip=0.05), EndpointTimeout, "no whole answer"),
    ],
)
def test_a_server_that_fails_is_typed(
    answer: Any,
    kind: type[Exception],
    words: str,
    models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server_policy, "SERVER_TIMEOUT", 0.5 if answer.drip else 60.0)
    waits = Waits()
    with ScriptedEndpoint(lambda _: answer) as server:
        policy = asking(models, tmp_path, server.base_url, waits)
        policy._checked = True
        with pytest.raises(kind, match=words):
            policy.answer(TALKS, SEEDS)
    assert len(waits.pauses) == (len(server_policy.PAUSES) if kind is EndpointUnavailable else 0)


def test_a_server_of_this_machine_is_asked_without_a_proxy(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with VllmServer(models / "text") as server:
        for host in ("127.0.0.1", "0.0.0.0", "localhost"):
            policy = asking(models, tmp_path, server.base_url.replace("127.0.0.1", host))
            policy._model = "text"
            assert len(policy.answer(TALKS, SEEDS)) == 2


def test_a_server_needs_what_it_can_give(models: Path, tmp_path: Path) -> None:
    config = configured(models / "text", tmp_path, *FAST, lora_rank="0")
    with pytest.raises(Unfit, match="lora_rank"):
        ServerPolicy("http://x/v1", None, config)


# Training


@pytest.mark.parametrize("kind", ["text", "vision"])
def test_training_with_a_server_learns_from_what_it_drew(models: Path, tmp_path: Path, kind: str) -> None:
    """Log-probabilities of the server and of the model agree, so that tokens weigh 1; pictures included."""
    changed = {"max_steps": "2"}
    if kind == "vision":
        changed = PICTURES | {"max_steps": "1", "num_generations": "4"}
    with VllmServer(models / kind) as server:
        out = tmp_path / "run"
        trainer = grpo.train(configured(models / kind, out, *FAST, server=server.base_url, **changed))
        logged = [entry for entry in trainer.state.log_history if "sampling/apart" in entry]
        assert len(logged) == int(changed["max_steps"])
        assert all(entry["sampling/apart"] < 1e-3 for entry in logged)
        assert all(entry["sampling/weight"] == pytest.approx(1.0, abs=1e-3) for entry in logged)
        assert [name.startswith(PREFIX) for name in server.adapters] == [True]
    loaded = [body["lora_name"] for path, body in server.requests if path.endswith("/load_lora_adapter")]
    assert [name.split("-")[2] for name in loaded] == [str(number) for number in range(len(loaded))]
    pictures = "chat/completions" in json.dumps([path for path, _ in server.requests])
    assert pictures == (kind == "vision")


def test_a_server_with_other_weights_is_found_out(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.episodes.FARTHEST", 0.05)  # random models are all near to chance
    with VllmServer(tiny_text_model(tmp_path / "text", seed=1)) as server:
        config = configured(models / "text", tmp_path / "run", *FAST, server=server.base_url)
        with pytest.raises(Unfit, match="other weights"):
            grpo.train(config)
