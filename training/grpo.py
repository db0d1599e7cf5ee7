"""GRPO on whole episodes: the phone is in the loop, and a judge gives the reward.

::

    python -m training.grpo --model models/sft --output_dir runs/grpo
    torchrun --nproc_per_node 2 -m training.grpo --config training/grpo.yaml

Settings come from ``grpo.yaml`` beside this file, or another file with ``--config``; every one of them, and
all of TRL's, can be given on the command line. The same command goes on from the last checkpoint.

There are two methods:

``steps``
    Every step is asked with a prompt of its own, as the agent asks at test time: system prompt, what its
    memory holds, the present screen. Every step is a sample with an advantage (``training.credit``). TRL's
    ``rollout_func`` takes one entry a prompt, so that a group could not be made of steps; ``EpisodeTrainer``
    therefore replaces TRL's training step alone, and leaves generation, loss, optimiser, checkpoints and
    several GPUs to TRL.
``tools``
    TRL's ``environment_factory``: the episode is one growing conversation with native tool calls.

Episodes of ``steps`` are played by ``openphone_gym.rollout``: in threads of this process, in processes with
``--workers 8``, or on a cluster with ``--ray``; on the phones that ``--devices`` names.

Answers come from the model in this process; with ``--use_vllm`` from TRL's vLLM on GPUs; with ``--server``
from any vLLM that can load LoRA adapters while it runs, on a CPU for instance.

Several processes are started by ``torchrun``, or ``accelerate launch --multi_gpu``; with ``--cpu`` accelerate
starts one, whatever number it is given.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.local import PromptTooLong
from openphone_gym.endpoint import EndpointError
from openphone_gym.env import InvalidArgument
from openphone_gym.integrations.dialogue import MODES
from openphone_gym.reporting.tracking import prepare_wandb
from openphone_gym.tasks.catalogue import UnknownTask
from training.extra import CodeRefused, ExtraMissing, settings
from training.grpo_settings import GrpoSettings
from training.player import make_agent
from training.preflight import Unfit, check_template
from training.record import DamagedRecord, note
from training.sampling import InvalidSeeds, TaskSampler, check_seeds
from training.turns import Messages

if TYPE_CHECKING:
    from trl.trainer.grpo_trainer import GRPOTrainer

    from training.configs import EpisodeConfig

OFTEN = (
    "--output_dir --max_steps --learning_rate --temperature --beta --eval_steps --save_steps --use_vllm "
    "--vllm_mode --use_cpu --bf16 --report_to"
)

SHARDING = ("ACCELERATE_USE_DEEPSPEED", "ACCELERATE_USE_FSDP")
"""Variables by which accelerate's launcher tells that weights are shared out."""


def check(config: EpisodeConfig) -> None:
    """Refuses, before anything is loaded, what can't work.

    Raises:
        Unfit: Settings contradict each other.
        InvalidSeeds: Training seeds overlap with others.
    """
    if not (Path(config.model) / "config.json").is_file():
        raise Unfit(f"{config.model or 'no folder'} holds no model: make one with training.models")
    if config.adapter and not (Path(config.adapter) / "adapter_config.json").is_file():
        raise Unfit(f"{config.adapter} holds no LoRA adapter")
    if not config.task_ids:
        raise Unfit("no tasks to train on: name ids of tasks or apps, such as tasks: [zoom, clock_1]")
    if config.max_steps < 1:
        raise Unfit("max_steps, the number of updates, is 1 or more")
    if config.method == "tools" and config.mode not in MODES:
        raise Unfit(f"tools name elements by number: mode is one of {', '.join(MODES)}")
    if config.server and (config.method == "tools" or config.use_vllm):
        raise Unfit("server answers for method steps, without use_vllm")
    if config.method == "tools" and (config.credit != "episode" or config.resample or config.reverse):
        raise Unfit("credit, resample and reverse are for method steps: TRL plays the episodes of tools")
    config.check_devices()
    _check_ahead(config)
    _check_processes(config)
    check_seeds(config.train_seeds, config.held_out_seeds)


def _check_ahead(config: EpisodeConfig) -> None:
    """Refuses to run ahead where nothing could be done meanwhile, or older weights would not be told."""
    if config.ahead < 0:
        raise Unfit("ahead, a number of updates, is 0 or more")
    if config.ahead and not config.server:
        raise Unfit(
            "ahead needs a server: what answers in this process shares its device with what learns, so that "
            "running ahead would save no time, and only make answers older"
        )
    if config.ahead and not config.vllm_importance_sampling_correction:
        raise Unfit(
            "ahead needs vllm_importance_sampling_correction: older weights drew the tokens, and the ratio "
            "to them makes up for it"
        )


def _check_processes(config: EpisodeConfig) -> None:
    """Refuses ways of training together that episodes can't follow."""
    sharded = config.deepspeed or config.fsdp
    if config.method == "steps" and (sharded or any(os.environ.get(name) == "true" for name in SHARDING)):
        raise Unfit(
            "DeepSpeed steps at each pass, and FSDP has processes answer equally often: here an update is "
            "many passes, and episodes end when they end; launch with torchrun or accelerate's multi_gpu "
            "(training.sft and training.grpo_steps take both)"
        )
    if int(os.environ.get("WORLD_SIZE", "1")) < 2 or not config.use_vllm:
        return
    if config.vllm_mode == "server" or config.vllm_tensor_parallel_size > 1:
        raise Unfit(
            "episodes of several processes end at different times, which TRL's server mode and engines over "
            "several processes can't follow: vllm_mode colocate and vllm_tensor_parallel_size 1 do, or server"
        )


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
    agent = make_agent(_Measure(tokenizer, config), config.agent)
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
    episodes = updates * config.tasks_per_update * config.num_generations * (1 + config.resample)
    steps = episodes * config.longest
    answer = config.max_completion_length
    tokens = steps * answer if config.method == "steps" else episodes * answer
    source = config.server or ("vLLM of TRL" if config.use_vllm else "this process")
    trained = f"{config.adapter} on {config.model}" if config.adapter else config.model
    seeds, kept = config.train_seeds, config.held_out_seeds
    tried = (
        f"; forks: {config.branches} x {config.continuations} continuations an update and process"
        if config.credit == "forks"
        else ""
    )
    judged = f"; {episodes} calls of the LLM judge" if config.judge == "llm" else ""
    return "\n".join(
        [
            f"GRPO on whole episodes (method {config.method}) of {trained}, into {config.output_dir}",
            f"  {len(config.task_ids)} tasks; reward {config.reward} of judge {config.judge}",
            f"  seeds from {seeds.start} up to {seeds.stop}, held out from {kept.start} up to {kept.stop}",
            f"  {updates} updates x {config.tasks_per_update} tasks x {config.num_generations} episodes",
            f"  at most {episodes} episodes, {steps} steps, {tokens} new tokens from {source}{judged}{tried}",
        ]
    )


def train(config: EpisodeConfig) -> GRPOTrainer:
    """Trains, from the last checkpoint on if there is one.

    Raises:
        Unfit: See ``check_lengths``; ``check`` comes before.
        EndpointError: The server failed; start again, and training goes on from the last checkpoint.
    """
    from agents.weights import load_processor  # late: help works without
    from training.checkpoints import last_checkpoint, restore
    from training.episodes import EpisodeTrainer
    from training.lora import load_trained
    from training.tool_episodes import tool_trainer

    processing_class = load_processor(config.model)
    check_template(processing_class)
    check_lengths(config, processing_class)
    out = Path(str(config.output_dir))
    if int(os.environ.get("RANK", "0")) == 0:
        note(out, "training.grpo", Path(config.adapter or config.model), (config,))
    prepare_wandb(out)
    sampler = TaskSampler(config.task_ids, config.train_seeds, floor=config.floor, reverse=config.reverse)
    model = load_trained(
        config.model,
        config.adapter,
        whole=not (config.lora_rank or config.adapter),
        bf16=config.bf16,
        freeze_vision=config.freeze_vision,
    )
    if config.method == "tools":
        trainer: GRPOTrainer = tool_trainer(model, config, processing_class, sampler)
    else:
        trainer = EpisodeTrainer(model, config, processing_class, sampler)
        if hours := trainer.most_hours():
            print(f"  at most {hours:.1f} hours on this machine, by a trial of one step", flush=True)
    checkpoint = last_checkpoint(out)
    restore(sampler, checkpoint)
    if checkpoint and config.ahead:
        print(f"  what was played ahead of {checkpoint} is played anew, by its weights", flush=True)
    trainer.train(resume_from_checkpoint=checkpoint)
    trainer.save_model(str(out / "final"))
    return trainer


def _kinds() -> list[type]:
    from training.configs import EpisodeConfig  # late: help works without TRL

    return [EpisodeConfig]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "--config" not in given:
        given = ["--config", str(Path(__file__).with_suffix(".yaml")), *given]
    try:
        (config,) = settings(given, GrpoSettings, _kinds, trl="GRPOConfig", such=OFTEN)
        check(config)
        if int(os.environ.get("RANK", "0")) == 0:
            print(plan(config), flush=True)
        train(config)
    except (
        Unfit,
        CodeRefused,
        InvalidSeeds,
        InvalidArgument,
        UnknownTask,
        EndpointError,
        ExtraMissing,
        DamagedRecord,
    ) as fault:
        raise SystemExit(f"grpo: {fault}") from None


if __name__ == "__main__":
    main()
