"""GRPO on whole episodes: the phone is in the loop, and a judge gives the reward.

::

    python -m training.grpo --model models/sft --output_dir runs/grpo
    accelerate launch --num_processes 2 -m training.grpo --config training/grpo.yaml

Settings come from ``grpo.yaml`` beside this file, or another file with ``--config``; every one of them, and
all of TRL's, can be given on the command line. The same command goes on from the last checkpoint.

There are two methods:

``steps``
    Every step is asked with a prompt of its own, as the agent asks at test time: system prompt, what its
    memory holds, the present screen. Every step is a sample with the advantage of its episode. TRL's
    ``rollout_func`` takes one entry a prompt, so that a group could not be made of steps; ``EpisodeTrainer``
    therefore replaces TRL's training step alone, and leaves generation, loss, optimiser, checkpoints and
    several GPUs to TRL.
``tools``
    TRL's ``environment_factory``: the episode is one growing conversation with native tool calls.

Answers come from the model in this process; with ``--use_vllm`` from TRL's vLLM on GPUs; with ``--server``
from any vLLM that can load LoRA adapters while it runs, on a CPU for instance.
"""

from __future__ import annotations

import os

os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")  # before TRL is imported, which warns of environments

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from datasets import Dataset
from transformers.trainer_utils import get_last_checkpoint
from trl.chat_template_utils import qwen2_5_chat_template, supports_tool_calling
from trl.scripts.utils import TrlParser
from trl.trainer.grpo_trainer import GRPOTrainer

from agents.local import PromptTooLong
from agents.weights import load_model, load_processor
from openphone_gym.endpoint import EndpointError
from openphone_gym.env import InvalidArgument
from openphone_gym.tasks.catalogue import UnknownTask
from training.episodes import (
    SAMPLER_FILE,
    EpisodeConfig,
    EpisodeTrainer,
    ServerPolicy,
    held_out,
    learn,
    make_agent,
)
from training.lora import lora
from training.phone_tools import MODES, PhoneTools, opening, tool_class
from training.preflight import Unfit, check_template
from training.rollouts import (
    Draw,
    InvalidSeeds,
    Messages,
    Rollout,
    TaskSampler,
    check_seeds,
)
from training.tracking import log_table, prepare_wandb

# The method "tools"


class Slots:
    """What begins in each row of the dataset: drawn when it is first asked for, held-out ones below 0."""

    def __init__(self, config: EpisodeConfig, sampler: TaskSampler) -> None:
        self._config = config
        self._sampler = sampler
        self._held_out = held_out(config)
        self._drawn: dict[int, Draw] = {}

    def deal(self, slot: int) -> tuple[Draw, int | None]:
        """The draw of a slot and its step limit."""
        if slot < 0:
            return self._held_out[-slot - 1], self._config.step_limit.at(self._config.steps_over)
        if slot not in self._drawn:
            rng = random.Random(f"{self._config.seed}/slot/{slot}")
            self._drawn[slot] = self._sampler.draw(1, rng)[0]
        return self._drawn[slot], self._config.step_limit.at(slot // self._config.tasks_per_update)

    def dataset(self, held_out: bool = False) -> Dataset:
        """A row for each group, or for each held-out episode."""
        config = self._config
        ahead = range(config.max_steps * config.tasks_per_update)
        slots = [-number - 1 for number in range(len(self._held_out))] if held_out else list(ahead)
        return Dataset.from_dict({"prompt": [opening(config.mode)] * len(slots), "slot": slots})


class ToolTrainer(GRPOTrainer):
    """TRL's trainer with the phone as tools; checkpoints keep the sampler."""

    sampler: TaskSampler

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        super()._save_checkpoint(model, trial)
        if self.args.should_save:
            folder = Path(self._get_output_dir(trial=trial)) / f"checkpoint-{self.state.global_step}"
            (folder / SAMPLER_FILE).write_text(json.dumps(self.sampler.success))


def tool_trainer(
    model: Any, config: EpisodeConfig, processing_class: Any, sampler: TaskSampler
) -> ToolTrainer:
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
                    Rollout(env._draw, reward=reward, verdict=env._verdict)
                    for env, reward in zip(environments, rewards, strict=True)
                    if reward is not None
                ],
            )
        log_table(
            "rollouts",
            [
                {
                    "update": rest["trainer_state"].global_step,
                    "slot": number,
                    "task": env._draw.task,
                    "seed": env._draw.seed,
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

    part = "ui" if config.mode == "xml" else "marked"
    factory: Any = tool_class(config.make_env, slots.deal, part=part, long_side=config.image_long_side)
    trainer = ToolTrainer(
        model,
        [episode_reward],
        config,
        train_dataset=slots.dataset(),
        eval_dataset=slots.dataset(held_out=True),
        processing_class=processing_class,
        environment_factory=factory,
        peft_config=lora(config.lora_rank),
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


# The script


def check(config: EpisodeConfig) -> None:
    """Refuses, before anything is loaded, what can't work.

    Raises:
        Unfit: Settings contradict each other.
        InvalidSeeds: Training seeds overlap with others.
    """
    if not (Path(config.model) / "config.json").is_file():
        raise Unfit(f"{config.model or 'no folder'} holds no model: make one with training.models")
    if not config.tasks:
        raise Unfit("no tasks: name ids of tasks or apps, such as tasks: [zoom, clock_1]")
    if config.max_steps < 1:
        raise Unfit("max_steps, the number of updates, is 1 or more")
    if config.loss_type != "dapo" or config.num_iterations != 1:
        raise Unfit("episodes are of different lengths: keep loss_type dapo and num_iterations 1")
    if config.method == "tools" and config.mode not in MODES:
        raise Unfit(f"tools name elements by number: mode is one of {', '.join(MODES)}")
    if config.server and (config.method == "tools" or config.mode != "xml" or config.use_vllm):
        raise Unfit("server answers prompts of text for method steps, without use_vllm")
    if config.use_vllm and config.vllm_mode == "server" and int(os.environ.get("WORLD_SIZE", "1")) > 1:
        raise Unfit(
            "episodes of several processes end at different times, which TRL's server mode can't follow: "
            "take vllm_mode colocate, or server"
        )
    check_seeds(config.train_seeds, config.held_out_seeds)


def check_lengths(config: EpisodeConfig, processing_class: Any) -> None:
    """Refuses limits that hold no episode, by the first prompts of all tasks.

    Raises:
        Unfit: A prompt, or with ``tools`` an episode, does not fit.
    """
    tokenizer = getattr(processing_class, "tokenizer", processing_class)
    env = config.make_env()
    screens = []
    for task in config.task_ids:
        options = {"task": task, "seed": config.train_seeds.start, "variation": "sampled"}
        observation, _ = env.reset(seed=0, options=options)
        screens.append(len(tokenizer(str(observation["ui"]))["input_ids"]) if config.mode == "xml" else 0)
        if config.method == "steps" and config.mode == "xml":
            _check_prompt(config, tokenizer, observation)
    env.close()
    if config.method == "tools":
        turns = min(config.longest, config.max_tool_calling_iterations or config.longest)
        needed = round(turns * (sum(screens) / len(screens) + 32))
        if needed > config.max_completion_length:
            raise Unfit(
                f"an episode of {turns} steps takes some {needed} tokens of screens and calls, but "
                f"max_completion_length is {config.max_completion_length}: raise it, or lower first_steps "
                "and last_steps or max_tool_calling_iterations"
            )


def _check_prompt(config: EpisodeConfig, tokenizer: Any, observation: dict[str, Any]) -> None:
    agent = make_agent(_Measure(tokenizer, config), config)
    agent.reset(str(observation["goal"]))
    try:
        agent.prompt(observation)
    except PromptTooLong:
        raise Unfit(
            f"a context of {config.context} tokens does not hold a prompt and an answer of "
            f"{config.max_completion_length}: raise context, lower max_completion_length, or take style brief"
        ) from None


class _Measure:
    """Measures prompts without a model."""

    def __init__(self, tokenizer: Any, config: EpisodeConfig) -> None:
        self._tokenizer = tokenizer
        self._room = config.context - config.max_completion_length

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by."""
        ids = self._tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False)
        return len(ids) - self._room


def plan(config: EpisodeConfig) -> str:
    """What will be done, and what it costs at most."""
    updates = int(config.max_steps)
    episodes = updates * config.tasks_per_update * config.num_generations
    steps = episodes * config.longest
    answer = config.max_completion_length
    tokens = steps * answer if config.method == "steps" else episodes * answer
    source = config.server or ("vLLM of TRL" if config.use_vllm else "this process")
    seeds, kept = config.train_seeds, config.held_out_seeds
    judged = f"; {episodes} calls of the LLM judge" if config.judge == "llm" else ""
    return "\n".join(
        [
            f"GRPO on whole episodes (method {config.method}) of {config.model}, into {config.output_dir}",
            f"  {len(config.task_ids)} tasks; reward {config.reward} of judge {config.judge}",
            f"  seeds from {seeds.start} up to {seeds.stop}, held out from {kept.start} up to {kept.stop}",
            f"  {updates} updates x {config.tasks_per_update} tasks x {config.num_generations} episodes",
            f"  at most {episodes} episodes, {steps} steps, {tokens} new tokens from {source}{judged}",
        ]
    )


def restore(sampler: TaskSampler, checkpoint: str | None) -> None:
    """Takes the sampler's state out of a checkpoint."""
    if checkpoint and (file := Path(checkpoint) / SAMPLER_FILE).exists():
        sampler.restore(json.loads(file.read_text()))


def train(config: EpisodeConfig) -> GRPOTrainer:
    """Trains, from the last checkpoint on if there is one.

    Raises:
        Unfit: See ``check_lengths``; ``check`` comes before.
        EndpointError: The server failed; start again, and training goes on from the last checkpoint.
    """
    processing_class = load_processor(config.model)
    check_template(processing_class)
    check_lengths(config, processing_class)
    out = Path(str(config.output_dir))
    prepare_wandb(out)
    sampler = TaskSampler(config.task_ids, config.train_seeds, floor=config.floor)
    dtype = "bfloat16" if config.bf16 else "float32"
    model = load_model(config.model, device="cpu", dtype=dtype)
    if config.method == "tools":
        trainer: GRPOTrainer = tool_trainer(model, config, processing_class, sampler)
    else:
        server = ServerPolicy(config.server, processing_class, config) if config.server else None
        trainer = EpisodeTrainer(model, config, processing_class, sampler, server)
    checkpoint = get_last_checkpoint(str(out))
    restore(sampler, checkpoint)
    trainer.train(resume_from_checkpoint=checkpoint)
    trainer.save_model(str(out / "final"))
    return trainer


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--config" not in given:
        given = ["--config", str(Path(__file__).with_suffix(".yaml")), *given]
    try:
        (config,) = TrlParser([EpisodeConfig]).parse_args_and_config(given)  # type: ignore[arg-type]
        check(config)
        if int(os.environ.get("RANK", "0")) == 0:
            print(plan(config), flush=True)
        train(config)
    except (Unfit, InvalidSeeds, InvalidArgument, UnknownTask, EndpointError) as fault:
        raise SystemExit(f"grpo: {fault}") from None


if __name__ == "__main__":
    main()
