"""Short runs of ``training.grpo`` with random models, for the tests of its parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium as gym
from trl import TrlParser

from agents.weights import load_processor
from openphone_gym.trajectory import Episode, Verdict
from training import grpo
from training.configs import EpisodeConfig
from training.episodes import EpisodeTrainer
from training.lora import load_trained
from training.sampling import TaskSampler

SMALL = {
    "tasks": "clock_1 clock_2",
    "seeds": "0 100",
    "held_out": "100 101",
    "num_generations": "2",
    "tasks_per_update": "2",
    "micro_batch": "3",
    "first_steps": "2",
    "last_steps": "2",
    "max_steps": "2",
    "eval_steps": "2",
    "save_steps": "1",
    "save_total_limit": "5",
    "max_completion_length": "6",
    "context": "900",
    "bf16": "false",
}
FAST = ("--eval_strategy", "no", "--report_to", "none")
PICTURES = {"mode": "som", "style": "full", "image_long_side": "96", "context": "4000"}


class ToneJudge:
    """Finds success by what was written, so that random models have mixed outcomes."""

    def judge(self, episode: Episode, task: Any) -> Verdict:
        return Verdict(success=sum(map(ord, episode.steps[0].action_text)) % 2 == 0)


def mixed_env(self: EpisodeConfig) -> gym.Env[Any, Any]:
    """Stands for ``EpisodeConfig.make_env``."""
    return gym.make(
        "OpenPhone-v0", observation=self.agent.observation, judge=ToneJudge(), disable_env_checker=True
    )


def arguments(model: Path, out: Path, *more: str, **changed: str) -> list[str]:
    given = ["--config", str(Path(grpo.__file__).with_suffix(".yaml"))]
    for name, value in (SMALL | changed).items():
        given += [f"--{name}", *value.split()]
    return [*given, "--model", str(model), "--output_dir", str(out), *more]


def configured(model: Path, out: Path, *more: str, **changed: str) -> EpisodeConfig:
    (config,) = TrlParser([EpisodeConfig]).parse_args_and_config(arguments(model, out, *more, **changed))
    return config


def trainer_of(config: EpisodeConfig) -> EpisodeTrainer:
    """A trainer as ``grpo.train`` makes it."""
    whole = not (config.lora_rank or config.adapter)
    model = load_trained(config.model, config.adapter, whole=whole, bf16=config.bf16)
    sampler = TaskSampler(config.task_ids, config.train_seeds)
    return EpisodeTrainer(model, config, load_processor(config.model), sampler)
