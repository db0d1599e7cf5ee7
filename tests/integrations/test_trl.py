"""The phone in TRL: as tools of an environment, and as a rollout function, with tiny random models."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")  # before TRL is imported
pytest.importorskip("trl", reason="needs the extra train", exc_type=ImportError)

import gymnasium as gym
import torch
import trl
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import get_json_schema
from trl import GRPOConfig, GRPOTrainer
from trl.chat_template_utils import qwen2_5_chat_template

from openphone_gym.actions.vocabulary import VOCABULARY
from openphone_gym.arguments import InvalidArgument
from openphone_gym.devices.device import DeviceLost
from openphone_gym.devices.virtual import VirtualDevice
from openphone_gym.integrations.dialogue import open_phone
from openphone_gym.integrations.trl import (
    ENDED,
    PhoneTools,
    Start,
    opening,
    phone_reward,
    phone_rollouts,
    phone_tools,
    starts,
    tool_class,
    tools_reward,
)
from openphone_gym.trajectory import Episode, Verdict
from tests.integrations.printed import programs, run
from training.models import tiny_text_model, tokenizer_of_smollm2


def phone(judge: Any = "state", mode: str = "xml", limit: int | None = None, **settings: Any) -> PhoneTools:
    def make_env() -> gym.Env[Any, Any]:
        return open_phone("OpenPhone-v0", mode, judge=judge, **settings)

    return tool_class(make_env, lambda row: Start("clock_1", row["slot"], limit), mode=mode, long_side=64)()


class Unsure:
    def judge(self, episode: Episode, task: Any) -> Verdict:
        return Verdict(success=None)


def test_every_action_is_a_tool_with_a_schema() -> None:
    tools: Any = phone()
    schema = get_json_schema(tools.swipe)["function"]
    assert schema["parameters"]["required"] == ["direction"]
    assert schema["parameters"]["properties"]["direction"]["enum"] == ["up", "down", "left", "right"]
    assert get_json_schema(tools.tap)["function"]["parameters"]["required"] == ["index"]
    assert get_json_schema(tools.back)["function"]["parameters"]["properties"] == {}
    public = [name for name in dir(tools) if not name.startswith("_")]
    assert set(public) == {"reset", *VOCABULARY}


def test_tools_act_and_show_the_next_screen() -> None:
    tools: Any = phone()
    first = tools.reset(slot=3)
    assert first == tools.reset(slot=3)
    assert first.startswith("Task: ")
    shown = tools.back()
    assert shown.startswith("<screen>")
    assert shown not in first
    assert "must be" in tools.tap(index="nine") or "index" in tools.tap(index="nine")
    assert tools.finish() == ENDED
    assert tools.tap(index=1) == ENDED
    assert tools._score() == 0.0


def test_rows_name_the_task_and_the_seed() -> None:
    tools: Any = phone_tools(max_steps=3)()
    begun = tools.reset(task="clock_1", seed=3, prompt="whatever else is in a row")
    assert begun == tools.reset(task="clock_1", seed=3) != tools.reset(task="clock_1", seed=4)
    assert tools._dialogue.phone.episode.variation == "sampled"
    assert tools.reset()


def test_pictures_come_as_content() -> None:
    tools: Any = phone(mode="som", screen=(540, 1200))
    text, picture = tools.reset(slot=1)
    assert text["text"].startswith("Task: ")
    assert picture["type"] == "image"
    assert max(picture["image"].size) == 64


def test_an_unscored_episode_has_no_reward() -> None:
    tools: Any = phone(Unsure())
    tools.reset(slot=0)
    assert tools._score() is None


def test_a_lost_phone_ends_the_episode_unscored(monkeypatch: pytest.MonkeyPatch) -> None:
    tools: Any = phone()
    tools.reset(slot=0)

    def lost(*_: Any) -> None:
        raise DeviceLost("unplugged")

    monkeypatch.setattr(VirtualDevice, "perform", lost)
    assert tools.back() == ENDED
    assert tools._score() is None


def test_the_step_limit_ends_the_episode() -> None:
    tools: Any = phone(limit=1)
    tools.reset(slot=0)
    assert tools.back() == ENDED


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_text_model(tmp_path_factory.mktemp("models") / "text")


def trainer_of(model: Path, out: Path, rows: Dataset, rewards: Any, **more: Any) -> GRPOTrainer:
    tokenizer = AutoTokenizer.from_pretrained(model)
    if "environment_factory" in more:
        tokenizer.chat_template = qwen2_5_chat_template
    config = GRPOConfig(
        str(out),
        per_device_train_batch_size=2,
        num_generations=2,
        max_steps=1,
        max_completion_length=1200,
        report_to="none",
        logging_steps=1,
        use_cpu=True,
        bf16=False,
        save_strategy="no",
        learning_rate=1e-3,
        max_tool_calling_iterations=2,
    )
    network = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32)
    return GRPOTrainer(network, rewards, config, train_dataset=rows, processing_class=tokenizer, **more)


class Mixed:
    """Finds success in what depends on the answer, so that a random model has mixed outcomes."""

    def judge(self, episode: Episode, task: Any) -> Verdict:
        return Verdict(success="'a'" in episode.steps[0].action_text)


def scripted(answers: list[str], asked: list[list[list[int]]]) -> Any:
    """A model that answers by heart; of equal prompts every other one with the second half of its answers."""

    def generate(prompts: list[list[int]], trainer: Any) -> tuple[list[list[int]], list[list[float]]]:
        asked.append(prompts)
        words = [answers[(row + len(asked)) % len(answers)] for row in range(len(prompts))]
        tokens = [trainer.processing_class(f"{word}<|im_end|>")["input_ids"] for word in words]
        return tokens, [[-0.5] * len(each) for each in tokens]

    return generate


def test_the_rollout_function_plays_what_its_prompts_name(model: Path, tmp_path: Path) -> None:
    """TRL 1.16 hands prompts over repeated already, ``num_generations`` times each, whatever its docs say."""
    given: list[list[Any]] = []
    asked: list[list[list[int]]] = []
    play = phone_rollouts(generate=scripted(["back()", "finish('a')"], asked), max_steps=2, judge=Mixed())
    found: dict[str, Any] = {}

    def noted(prompts: list[Any], trainer: Any) -> dict[str, Any]:
        given.append(prompts)
        found.update(play(prompts, trainer))
        return found

    rows = Dataset.from_list(starts(["clock_1"], range(3, 4)))
    trainer = trainer_of(model, tmp_path, rows, phone_reward, rollout_func=noted)
    trainer.train()
    assert given == [["clock_1#3"] * 2]
    tokenizer: Any = trainer.processing_class
    for prompt, completion, mask, logprobs in zip(
        found["prompt_ids"], found["completion_ids"], found["env_mask"], found["logprobs"], strict=True
    ):
        assert "Task: " in tokenizer.decode(prompt)
        assert len(completion) == len(mask) == len(logprobs)
        own = tokenizer.decode([token for token, ours in zip(completion, mask, strict=True) if ours])
        assert "<screen>" not in own
        assert all((value == 0.0) is not bool(ours) for value, ours in zip(logprobs, mask, strict=True))
    longest = max(found["completion_ids"], key=len)
    text = tokenizer.decode(longest)
    assert text.count("<screen>") == 1
    assert text.count("<|im_start|>user") == text.count("<|im_start|>assistant") == 1
    assert "<|im_end|>\n<|im_start|>user\n" in text
    assert {0.0, 1.0} == set(found["phone_reward"])
    assert trainer.state.log_history[0]["reward_std"] > 0
    assert trainer.state.log_history[0]["grad_norm"] > 0


def test_a_random_model_rolls_out_with_the_trainers_own_generation(model: Path, tmp_path: Path) -> None:
    play = phone_rollouts(max_steps=2)
    rows = Dataset.from_list(starts(["clock_1"], range(2)))
    trainer = trainer_of(model, tmp_path, rows, phone_reward, rollout_func=play)
    trainer.max_completion_length = trainer.generation_config.max_new_tokens = 8
    trainer.train()
    assert trainer.state.log_history[0]["reward"] == 0.0


def test_unscored_rollouts_have_no_reward_and_a_strange_prompt_says_what_it_should_be() -> None:
    play = phone_rollouts(generate=scripted(["finish()"], []), judge=Unsure())
    trainer = Bare()
    assert phone_reward(**play(["clock_1#1"], trainer)) == [None]
    with pytest.raises(InvalidArgument, match="'clock_1#7'"):
        play(["Set an alarm"], trainer)


class Bare:
    """What a rollout needs of a trainer."""

    max_completion_length = 4000

    def __init__(self) -> None:
        self.processing_class = tokenizer_of_smollm2()


def test_the_class_trains_as_an_environment(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = [0]

    def scripted_tools(self: Any, prompt_ids: list[list[int]], *_: Any, **__: Any) -> Any:
        calls = [
            '<tool_call>\n{"name": "finish", "arguments": {"message": "a"}}\n</tool_call><|im_end|>',
            '<tool_call>\n{"name": "back", "arguments": {}}\n</tool_call><|im_end|>',
        ]
        turns[0] += 1
        words = calls if turns[0] == 1 else ["Done.<|im_end|>"]
        return [self._tokenizer(words[row % len(words)])["input_ids"] for row in range(len(prompt_ids))], None

    class Finished:
        def judge(self, episode: Episode, task: Any) -> Verdict:
            return Verdict(success=episode.answer == "a")

    monkeypatch.setattr(GRPOTrainer, "_generate_single_turn", scripted_tools)
    rows = [{"prompt": opening("xml"), "task": "clock_1", "seed": 3}]
    factory = phone_tools(judge=Finished(), max_steps=3)
    trainer = trainer_of(model, tmp_path, Dataset.from_list(rows), tools_reward, environment_factory=factory)
    trainer.train()
    assert trainer.state.log_history[0]["reward"] == pytest.approx(0.5)


def test_the_lines_make_trainers_as_printed(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a tiny model in the place of the one that is named, up to the training itself."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "Qwen" / "Qwen3-0.6B"
    folder.parent.mkdir()
    shutil.copytree(model, folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.chat_template = qwen2_5_chat_template
    tokenizer.save_pretrained(folder)
    trained: list[Any] = []
    monkeypatch.setattr(GRPOTrainer, "train", lambda trainer: trained.append(trainer))
    monkeypatch.setattr(trl, "GRPOConfig", partial(GRPOConfig, bf16=False, use_cpu=True, report_to="none"))
    tools, rollouts = programs("TRL")
    run(tools)
    run(rollouts)
    assert len(trained) == 2
