"""Agents with a model in this process: batches, seeds, limits, adapters, and the sweep."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
import pytest

from agents import find_agent
from agents.local import LocalAgent, LocalSettings, PromptTooLong, act_batch, fingerprint, load
from openphone_gym.actions import tap
from openphone_gym.endpoint import Completion, EndpointNotConfigured, image_part
from openphone_gym.episode import run_episode
from tests.conftest import require_smollm2

GOALS = ["Join the meeting", "Turn the alarm off", "Call Ann"]


def model_of(folder: Path, **settings: Any) -> Any:
    return load(LocalSettings(model=str(folder), dtype="float32", **{"max_tokens": 6, **settings}))


def seen(goal: str, lines: int = 3) -> dict[str, Any]:
    ui = "\n".join(f'[{number}] "Line {number} of {goal}" button' for number in range(1, lines + 1))
    picture = np.full((64, 64, 3), len(goal) * 7, np.uint8)
    return {"goal": goal, "ui": ui, "marked": picture, "step": 0}


def agents_of(model: Any, **arguments: Any) -> list[LocalAgent]:
    agents = [LocalAgent(model, seed=seed, **arguments) for seed in range(len(GOALS))]
    for agent, goal in zip(agents, GOALS, strict=True):
        agent.reset(goal)
    return agents


# With a tiny model


def chances(answer: Completion) -> list[float]:
    return [token.logprob for token in answer.tokens]


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_alone_together_and_in_threads_answers_are_equal(tiny_text: Path, temperature: float) -> None:
    model = model_of(tiny_text, temperature=temperature)
    observations = [seen(goal, 3 + 4 * number) for number, goal in enumerate(GOALS)]
    alone = [agent.act(o) for agent, o in zip(agents_of(model), observations, strict=True)]
    together = act_batch(model, agents_of(model), observations)
    with ThreadPoolExecutor(3) as pool:
        threads = list(
            pool.map(lambda pair: pair[0].act(pair[1]), zip(agents_of(model), observations, strict=True))
        )
    for other in (together, threads):
        assert [d.raw for d in other] == [d.raw for d in alone]
        assert [d.tokens_in for d in other] == [d.tokens_in for d in alone]
    requests = [agent.request(o) for agent, o in zip(agents_of(model), observations, strict=True)]
    batch = model.complete_batch(requests)
    for request, answer in zip(requests, batch, strict=True):
        assert len(answer.tokens) == answer.tokens_out
        [single] = model.complete_batch([request])
        assert chances(answer) == pytest.approx(chances(single), rel=1e-3)
    if temperature:
        assert len({d.raw for d in alone}) == 3


def test_a_greedy_answer_is_kept_on_request_alone(tiny_text: Path) -> None:
    greedy = model_of(tiny_text, keep_answers=True)
    ask = [{"role": "user", "content": "Join the meeting"}]
    first = greedy.complete(ask)
    assert greedy.complete(ask) == first
    first.text = "changed by whoever got it"
    assert greedy.complete(ask) != first
    for settings in ({}, {"keep_answers": True, "temperature": 1.0}):
        asked_anew = model_of(tiny_text, **settings)
        assert asked_anew.complete(ask).latency != asked_anew.complete(ask).latency


def test_a_request_of_another_temperature_is_drawn_beside_greedy_ones(tiny_text: Path) -> None:
    model = model_of(tiny_text, keep_answers=True)
    ask = [{"role": "user", "content": "Join the meeting"}]
    greedy = model.complete(ask)
    drawn = [model.complete(ask, seed=seed, temperature=1.0).text for seed in (1, 2, 1)]
    assert drawn[0] == drawn[2] != drawn[1]
    assert model.complete(ask) == greedy
    from agents.generation import Request  # late: it needs torch, which not everybody has

    both = model.complete_batch([Request(ask), Request(ask, seed=1, temperature=1.0)])
    assert [answer.text for answer in both] == [greedy.text, drawn[0]]


def test_each_turn_and_seed_draws_anew_and_an_episode_repeats(tiny_text: Path) -> None:
    model = model_of(tiny_text, temperature=1.0)
    agent = LocalAgent(model, seed=5)

    def turns() -> list[str]:
        agent.reset("x")
        return [agent.decide(seen("x"), "").raw for _ in range(2)]

    first = turns()
    assert turns() == first
    assert first[0] != first[1]
    agent = LocalAgent(model, seed=6)
    assert turns() != first


def test_pictures_reach_the_model(tiny_vision: Path) -> None:
    model = model_of(tiny_vision)
    observations = [seen(goal) for goal in GOALS]
    alone = [agent.act(o) for agent, o in zip(agents_of(model, mode="som"), observations, strict=True)]
    together = act_batch(model, agents_of(model, mode="som"), observations)
    assert [d.raw for d in together] == [d.raw for d in alone]
    assert model.vision
    dark, light = (seen("x") | {"marked": np.full((64, 64, 3), shade, np.uint8)} for shade in (0, 255))
    agent = LocalAgent(model, mode="som")
    first, second = (model.complete(agent.messages(shade, "")) for shade in (dark, light))
    assert chances(first) != chances(second)


@pytest.mark.parametrize("size", [(64, 64), (270, 600), (333, 129)])
def test_a_picture_is_counted_by_its_size_as_it_is_when_it_is_made_ready(
    tiny_vision: Path, size: tuple[int, int]
) -> None:
    from agents.generation import Request

    model = model_of(tiny_vision)
    part = image_part(np.zeros((*size, 3), np.uint8))
    messages = [{"role": "user", "content": [{"type": "text", "text": "Look"}, part, part]}]
    ready = model._inputs([Request(messages)])["input_ids"].shape[1]
    assert model.excess(messages) == ready - model._room


def test_a_picture_is_encoded_once_a_step_however_long_the_prompt(
    tiny_vision: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    model = model_of(tiny_vision, context=1000)
    agent = LocalAgent(model, mode="xml+som")
    monkeypatch.setattr("agents.chat.image_part", lambda *a, **b: counted.append(1) or image_part(*a, **b))
    made_ready = model._inputs
    monkeypatch.setattr(model, "_inputs", lambda requests: counted.append(10) or made_ready(requests))
    agent.reset("Join")
    for step in range(3):
        agent.act(seen("Join", lines=300) | {"step": step})
        assert sum(counted) == 11 * (step + 1)


def test_a_long_prompt_loses_history_first_then_the_end_of_the_screen(tiny_text: Path) -> None:
    model = model_of(tiny_text, context=1500)
    agent = LocalAgent(model)
    history = "\n".join(f"{number}. tap({number}): went on" for number in range(1, 101))
    short = agent.messages(seen("Join", 5), history)[1]["content"]
    assert "100. tap(100)" in short
    assert "\n1. tap(1):" not in short
    assert '"Line 5 of Join"' in short
    long = agent.messages(seen("Join", 400), history)
    assert "Task: Join" in long[1]["content"]
    assert "tap(100)" not in long[1]["content"]
    assert '"Line 1 of Join"' in long[1]["content"]
    assert '"Line 400 of Join"' not in long[1]["content"]
    assert -60 < model.excess(long) <= 0
    with pytest.raises(PromptTooLong, match="context"):
        LocalAgent(model_of(tiny_text, context=300)).act(seen("Join"))


def test_an_answer_ends_with_its_call(tiny_text: Path) -> None:
    import torch

    from agents.generation import _EndOfCall

    model = model_of(tiny_text)
    rows = [
        model._tokenizer(text)["input_ids"] for text in ("tap(3)</CALLED_FUNCTION>", "tap(3)</CALLED_FUNC")
    ]
    width = max(map(len, rows))
    ids = torch.tensor([[0] * (width - len(row)) + row for row in rows])
    assert _EndOfCall(model._tokenizer, 0)(ids, None).tolist() == [True, False]


def test_an_adapter_changes_the_answers(tiny_text: Path, tmp_path: Path) -> None:
    peft = pytest.importorskip("peft", reason="peft is missing: pip install 'openphone_gym[train]'")
    import torch

    from agents.weights import load_model

    config = peft.LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        peft.get_peft_model(load_model(tiny_text), config).save_pretrained(tmp_path)
    plain, adapted = model_of(tiny_text), model_of(tiny_text, adapter=str(tmp_path))
    first, second = (model.complete(LocalAgent(model).messages(seen("x"), "")) for model in (plain, adapted))
    assert chances(first) != chances(second)
    settings = LocalSettings(model=str(tiny_text))
    assert fingerprint(settings) != fingerprint(LocalSettings(model=str(tiny_text), adapter=str(tmp_path)))


def test_an_episode_by_name(tiny_text: Path) -> None:
    policy = find_agent(f"local:{tiny_text},max_tokens=4,temperature=1,memory=window,dtype=float32")
    assert policy.observation == ("ui",)
    assert policy.settings["memory"] == "window"
    assert len(policy.settings["weights"]) == 12
    env = gym.make("OpenPhone-zoom_1-v0", observation=policy.observation, max_steps=2, screen=(270, 600))
    texts = [[s.decision.raw for s in run_episode(env, policy.make(env, 3), seed=0).steps] for _ in range(2)]
    assert texts[0] == texts[1]
    assert len(texts[0]) == 2


def test_a_model_in_its_own_dialect(tiny_vision: Path) -> None:
    policy = find_agent(f"local:{tiny_vision},dialect=qwen3vl,max_tokens=4,dtype=float32")
    assert policy.observation == ("screenshot",)
    env = gym.make("OpenPhone-zoom_1-v0", observation=policy.observation, max_steps=1, screen=(270, 600))
    agent = policy.make(env, 3)
    observation, _ = env.reset(seed=0)
    agent.reset(observation["goal"])
    assert "mobile_use" in str(agent.prompt(observation))
    call = '{"name": "mobile_use", "arguments": {"action": "click", "coordinate": [500, 999]}}'
    said = Completion(text=f"<tool_call>\n{call}\n</tool_call>", finish_reason="stop")
    assert agent.take(observation, said).action == tap(None, 135, 599)
    (step,) = run_episode(env, policy.make(env, 3), seed=0).steps
    assert step.error  # four tokens of a model that learnt nothing


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("nowhere,temprature=1", "temperature"),
        ("nowhere,fast", "temperature=0.7"),
        ("nowhere,mode=xlm", "'xml'"),
        ("NO_SUCH_PREFIX", "NO_SUCH_PREFIX_MODEL"),
    ],
)
def test_what_is_wrong_is_named(source: str, hint: str) -> None:
    with pytest.raises(EndpointNotConfigured, match=hint):
        find_agent(f"local:{source}")


def test_a_folder_without_a_model_is_named() -> None:
    pytest.importorskip("torch", reason="torch is missing: pip install 'openphone_gym[train]'")
    with pytest.raises(EndpointNotConfigured, match=r"config\.json"):
        find_agent("local:nowhere")


def test_without_torch_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.local.find_spec", lambda name: None)
    with pytest.raises(EndpointNotConfigured, match=r"openphone_gym\[train\]"):
        find_agent(f"local:{tmp_path}")


def test_the_adapter_that_comes_along_does_a_task(tmp_path: Path) -> None:
    require_smollm2()
    from training.models import smollm2

    adapter = Path("training/adapters/smollm2").resolve()
    source = (
        f"local:{smollm2(tmp_path / 'smollm2')},adapter={adapter},dtype=float32,style=brief,max_tokens=48"
    )
    policy = find_agent(source)
    env = gym.make("OpenPhone-clock_11-v0", observation=policy.observation, screen=(540, 1200))
    episode = run_episode(env, policy.make(env, 0), seed=0)
    assert episode.verdict is not None
    assert episode.verdict.success
    assert sum(path.stat().st_size for path in adapter.iterdir()) < 20_000_000


@pytest.mark.slow
def test_smollm2_plays_an_episode(tmp_path: Path) -> None:
    """A real model for a few steps; it is too small to succeed."""
    require_smollm2()
    from training.models import smollm2

    policy = find_agent(f"local:{smollm2(tmp_path / 'smollm2')},max_tokens=40")
    env = gym.make("OpenPhone-zoom_1-v0", observation=policy.observation, max_steps=3, screen=(270, 600))
    episode = run_episode(env, policy.make(env, 0), seed=0)
    assert episode.verdict is not None
    assert all(step.decision.tokens_out for step in episode.steps)
