"""Episodes as conversations with tool calls: GRPO's method ``tools``, with TRL's ``environment_factory``."""

from __future__ import annotations

import os

os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")  # before TRL is imported, which warns of environments

import random
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from datasets import Dataset
from trl.chat_template_utils import qwen2_5_chat_template, supports_tool_calling

from openphone_gym.integrations import trl
from openphone_gym.integrations.trl import PhoneTools, opening, tool_class
from openphone_gym.reporting.tracking import log_table
from training.checkpoints import SamplerKept
from training.configs import EpisodeConfig
from training.episodes import held_out, learn
from training.lora import lora
from training.preflight import Unfit
from training.sampling import TaskSampler
from training.turns import Rollout, Start


class Slots:
    """What begins in each row of the dataset: drawn when it is first asked for, held-out ones below 0."""

    def __init__(self, config: EpisodeConfig, sampler: TaskSampler) -> None:
        self._config = config
        self._sampler = sampler
        self._held_out = held_out(config)
        self._drawn: dict[int, Start] = {}

    def start(self, row: Mapping[str, Any]) -> trl.Start:
        """How the episode of a row begins."""
        slot = row["slot"]
        over = self._config.steps_over if slot < 0 else slot // self._config.tasks_per_update
        draw = self.start_of(slot).draw
        return trl.Start(draw.task_id, draw.seed, self._config.step_limit.at(over), draw.variation)

    def start_of(self, slot: int) -> Start:
        """What is drawn for a slot."""
        if slot < 0:
            return self._held_out[-slot - 1]
        if slot not in self._drawn:
            rng = random.Random(f"{self._config.seed}/slot/{slot}")
            self._drawn[slot] = self._sampler.draw(1, rng)[0]
        return self._drawn[slot]

    def dataset(self, held_out: bool = False) -> Dataset:
        """A row for each group, or for each held-out episode."""
        config = self._config
        ahead = range(config.max_steps * config.tasks_per_update)
        slots = [-number - 1 for number in range(len(self._held_out))] if held_out else list(ahead)
        return Dataset.from_dict({"prompt": [opening(config.mode)] * len(slots), "slot": slots})


def tool_trainer(
    model: Any, config: EpisodeConfig, processing_class: Any, sampler: TaskSampler
) -> SamplerKept:
    """A trainer for the method ``tools``.

    Raises:
        Unfit: The model's chat template renders no tool calls.
    """
    ensure_tools(processing_class)
    slots = Slots(config, sampler)

    def episode_reward(
        completions: Sequence[Any], slot: Sequence[int], environments: Sequence[PhoneTools], **rest: Any
    ) -> list[float | None]:
        """What the judge gives; None where it can't tell."""
        rewards = [environment._score() for environment in environments]
        successes = [bool(env._verdict and env._verdict.success) for env in environments]
        scored = [success for success, reward in zip(successes, rewards, strict=True) if reward is not None]
        if scored:
            rest["log_metric"]("success", sum(scored) / len(scored))
        if slot[0] >= 0:
            learn(
                sampler,
                [
                    Rollout(slots.start_of(number), reward=reward, verdict=env._verdict)
                    for number, env, reward in zip(slot, environments, rewards, strict=True)
                    if reward is not None
                ],
            )
        log_table(
            "rollouts",
            [
                {
                    "update": rest["trainer_state"].global_step,
                    "slot": number,
                    "task": env._start.task,
                    "seed": env._start.seed,
                    "reward": reward,
                    "verdict": msgspec.to_builtins(env._verdict),
                    "calls": env._calls,
                    "conversation": _textual(completion),
                }
                for number, env, reward, completion in zip(
                    slot, environments, rewards, completions, strict=True
                )
            ],
        )
        return rewards

    factory: Any = tool_class(
        config.make_env, slots.start, mode=config.mode, long_side=config.image_long_side
    )
    trainer = SamplerKept(
        model,
        [episode_reward],
        config,
        train_dataset=slots.dataset(),
        eval_dataset=slots.dataset(held_out=True),
        processing_class=processing_class,
        environment_factory=factory,
        peft_config=lora(config.lora_rank, config.freeze_vision),
    )
    trainer.sampler = sampler
    return trainer


def ensure_tools(processing_class: Any) -> None:
    """Gives models of plain ChatML, such as SmolLM2, Qwen2.5's template: the same tokens, and tool calls.

    Raises:
        Unfit: The model's chat template renders no tool calls, and is of another family.
    """
    if supports_tool_calling(processing_class):
        return
    if "<|im_start|>" not in (processing_class.chat_template or ""):
        raise Unfit("the model's chat template renders no tool calls: take method steps")
    processing_class.chat_template = qwen2_5_chat_template


def _textual(completion: Any) -> Any:
    """A conversation without its pictures."""
    if not isinstance(completion, list):
        return completion
    return [
        message
        if not isinstance(message.get("content"), list)
        else message | {"content": [part for part in message["content"] if part["type"] == "text"]}
        for message in completion
    ]
