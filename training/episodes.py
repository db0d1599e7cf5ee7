"""Episodes in TRL's trainer: a training step plays them, gives credit, and learns from all of their steps."""

from __future__ import annotations

import copy
import dataclasses
import json
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import torch
from accelerate.utils import broadcast_object_list, gather_object
from datasets import Dataset
from peft import PeftModel

from openphone_gym.reporting.tracking import log_table
from training import credit
from training.ahead import Beside
from training.checkpoints import SamplerKept
from training.configs import EpisodeConfig
from training.figures import figures, gathered, rows_of
from training.lora import lora
from training.orders import Order, Played, Playing
from training.pictures import with_pictures
from training.policies.adapters import written
from training.policies.own import OwnPolicy, VllmPolicy
from training.policies.server import ServerPolicy
from training.preflight import Unfit
from training.rollouts import Rollouts
from training.sampling import Outcome, TaskSampler, outcome
from training.tensors import Tensors
from training.turns import Batch, Messages, Policy, Rollout, Start, Turn

FARTHEST = 1.0
"""Nats that the tokens of an update may be apart, on average, by the model and by what drew them: rounding
makes hundredths."""


class EpisodeTrainer(SamplerKept):
    """TRL's trainer with episodes in place of completions: a training step plays and learns from all steps.

    The loss is TRL's (DAPO: the mean over all tokens of the update, of all processes). A group stays within
    one process. Batches are cut to ``micro_batch`` rows, filled up with rows that weigh nothing, so that all
    processes do equally many passes; their gradients are added up and exchanged once.

    Args:
        model: The model; with an adapter only if one is trained further.
        config: What is trained on.
        processing_class: Tokenizer or processor.
        sampler: Draws the tasks.
    """

    def __init__(
        self, model: Any, config: EpisodeConfig, processing_class: Any, sampler: TaskSampler
    ) -> None:
        rows = Dataset.from_dict(
            {"prompt": ["played by training_step"] * (config.max_steps * config.tasks_per_update)}
        )
        super().__init__(
            model,
            _no_reward,
            config,
            train_dataset=rows,
            eval_dataset=rows,
            processing_class=processing_class,
            peft_config=None if config.adapter else lora(config.lora_rank, config.freeze_vision),
        )
        self.config = config
        self.sampler = sampler
        self._server = (
            # Its threads read prompts while this one does, which a tokenizer can't be used for.
            ServerPolicy(config.server, copy.deepcopy(processing_class), config, self.eos_token_ids)
            if config.server
            else None
        )
        # Whoever drew the tokens, they are weighed by training.tensors: TRL's loss is not to do it again.
        self.vllm_importance_sampling_correction = False
        self._tensors = Tensors(self)
        self._apart: list[tuple[float, float, float]] = []
        kind = VllmPolicy if self.use_vllm else OwnPolicy
        self.policy: Policy = self._server or kind(self)
        episodes = config.per_device_train_batch_size
        self.rollouts = Rollouts(
            config.env_arguments, config.agent, self.policy, config.workers_for(episodes)
        )
        processes = self.accelerator.process_index, self.accelerator.num_processes
        self._playing = Playing(self.rollouts, config, *processes)
        self._beside = Beside(apart=config.ahead > 0)
        self._ordered: deque[tuple[Order, Callable[[], Played]]] = deque()

    # What policies and tensors ask for

    def tokenized(self, conversations: Sequence[Messages]) -> tuple[list[list[int]], Any, dict[str, Any]]:
        """Tokens of prompts, their pictures, and what a vision model needs beside."""
        return self._tokenize_prompts([with_pictures(messages) for messages in conversations])

    def finish_reason(self, completion_ids: Sequence[int]) -> str:
        """``length`` for an answer of full length without an end of turn, else ``stop``."""
        ended = bool(completion_ids) and completion_ids[-1] in self.eos_token_ids
        return "stop" if ended or len(completion_ids) < self.config.max_completion_length else "length"

    def inner_model(self) -> torch.nn.Module:
        """The model that runs the passes, without what an adapter or several processes put around it."""
        model = self.accelerator.unwrap_model(self.model)
        return model.get_base_model() if isinstance(model, PeftModel) else model

    def sampled_apart(self, apart: torch.Tensor, weights: torch.Tensor, mask: torch.Tensor) -> None:
        """Notes how far tokens are from what drew them, in nats, and what they therefore weigh."""
        self._apart.append((float(apart.abs().sum()), float((weights * mask).sum()), float(mask.sum())))

    def train(self, *given: Any, **named: Any) -> Any:
        """As TRL does; phones and their workers are given back."""
        try:
            return super().train(*given, **named)
        finally:
            self._beside.close(self.rollouts.stop)
            self._ordered.clear()
            self.rollouts.close()

    # An update

    def training_step(self, model: Any, inputs: Any, num_items_in_batch: Any = None) -> torch.Tensor:
        """Plays the episodes of an update and adds up the gradients of their steps."""
        model.train()
        batch = self._play()
        turns = self._taught(batch)
        count = sum(len(turn.answer.completion_ids) for turn in turns)
        if not self._all_tokens:
            turns = merged(turns)
        turns.sort(key=_prompt_length)  # their sum has no order; less padding
        self._report(batch, len(turns))
        lengths = gather_object([(len(turns), count)])
        passes = -(-max(rows for rows, _ in lengths) // self.config.micro_batch)
        tokens = sum(count for _, count in lengths)
        total = torch.zeros((), device=self.accelerator.device)
        for number in range(passes):
            first = number * self.config.micro_batch
            part = turns[first : first + self.config.micro_batch]
            total += self._learn(model, part, tokens, last=number == passes - 1)
        self._report_apart()
        return total

    @property
    def _all_tokens(self) -> bool:
        """Whether steps without an advantage count, and equal ones each: the loss has more than one term."""
        return bool(self.beta) or self._entropy_bonus_enabled

    def _taught(self, batch: Batch) -> list[Turn]:
        """The steps that have a part in the gradient."""
        turns = [turn for rollout in batch.rollouts for turn in rollout.turns]
        if self.mask_truncated_completions:
            turns = [turn for turn in turns if turn.answer.finish_reason != "length"]
        return [turn for turn in turns if self._all_tokens or turn.advantage]

    def _learn(self, model: Any, turns: Sequence[Turn], tokens: int, *, last: bool) -> torch.Tensor:
        """Adds the gradients of some steps; returns their share of the loss.

        TRL's loss counts passes as steps of gradient accumulation, and divides by their number what is a mean
        of a pass. Passes of unequal length are told as so many that each counts by its tokens.
        """
        world = self.accelerator.num_processes
        own = sum(len(turn.answer.completion_ids) for turn in turns)
        share = tokens / (world * own) if own else 1.0
        counted: Any = share
        self.current_gradient_accumulation_steps = counted
        items = torch.tensor(tokens / share, device=self.accelerator.device)
        inputs = self._tensors.of(turns, items)
        # Processes exchange gradients, and TRL's controller of entropy moves, once an update.
        self.accelerator.gradient_state._set_sync_gradients(last)
        with nullcontext() if last else self.accelerator.no_sync(model):
            with self.compute_loss_context_manager():
                loss = self._compute_loss(model, inputs)
            self.accelerator.backward(loss)
        return loss.detach()

    # Episodes

    def _play(self) -> Batch:
        """The episodes of this process for this update, with credit given."""
        self._order()
        order, played = self._ordered.popleft()
        batch, tried = played()
        self._metrics["train"]["rollouts/staleness"].append(float(order.staleness))
        learn(self.sampler, batch.rollouts)
        self._credit(batch, tried)
        rows = gather_object(rows_of(batch, order.update, self.config.screens))
        if self.accelerator.is_main_process:
            log_table("rollouts", rows)
        return batch

    def _order(self) -> None:
        """Orders what the present weights are to play: for this update, or those up to ``ahead`` from it."""
        now, end = self.state.global_step, self.config.max_steps
        first = self._ordered[-1][0].update + 1 if self._ordered else now
        wanted = range(first, min(now + self.config.ahead + 1, end))
        if not wanted:
            return
        adapter, sampler = self._sync(), copy.deepcopy(self.sampler)
        for update in wanted:
            order = Order(update, now, sampler, adapter)
            self._ordered.append((order, self._beside.start(partial(self._played, order))))

    def _played(self, order: Order) -> Played:
        self._answer_by(order.adapter)
        return self._playing(order)

    def _credit(self, batch: Batch, tried: credit.Tried) -> None:
        config, groups = self.config, batch.groups
        scale: Any = self.scale_rewards
        deviation = self._deviation(batch) if scale == "batch" else None
        credit.by_episode(groups, scale, deviation)
        if config.credit == "states":
            credit.by_state(groups, weight=config.step_weight, discount=config.discount, scale=scale)
        elif config.credit == "forks":
            credit.by_forks(groups, tried, scale, deviation)

    def _deviation(self, batch: Batch) -> float:
        """Of the rewards of all processes."""
        rewards = [rollout.reward or 0.0 for rollout in batch.rollouts]
        own = (len(rewards), sum(rewards), sum(reward * reward for reward in rewards))
        return credit.deviation_of(gather_object([own]))

    def _sync(self) -> Path | None:
        """Gives the server the present weights, as an adapter; TRL does so for its own vLLM.

        One process writes and loads them, and all wait for it.
        """
        if self._server is None:
            return None
        told: list[Any] = [None]
        if self.accelerator.is_main_process:
            model = self.accelerator.unwrap_model(self.model)
            root = Path(str(self.args.output_dir)) / "served"
            folder = written(model, root, self.state.global_step, older=self.config.ahead)
            self._server.load(folder)
            told = [str(folder)]
        return Path(broadcast_object_list(told)[0])

    def _answer_by(self, adapter: Path | None) -> None:
        """Has the server answer by an adapter from now on, where there is one."""
        if self._server is not None and adapter is not None:
            self._server.use(adapter)

    # Figures

    def _report(self, batch: Batch, samples: int) -> None:
        """Figures of all processes, into TRL's metrics; ends training where ``most_tokens`` are drawn."""
        found = gathered(figures(batch, samples))
        self.sampler.tokens += round(found["tokens"])
        found["tokens_so_far"] = float(self.sampler.tokens)
        for name, value in found.items():
            self._metrics["train"][f"rollouts/{name}"].append(value)
        if 0 < self.config.most_tokens <= self.sampler.tokens:
            self.control.should_training_stop = True

    def _report_apart(self) -> None:
        """How far the model and what drew the tokens were apart.

        Raises:
            Unfit: So far that it was not this model.
        """
        if not (self._server or self.use_vllm):
            return
        found = [each for share in gather_object([self._apart]) for each in share]
        self._apart = []
        if not found or not (tokens := sum(count for _, _, count in found)):
            return
        apart = sum(total for total, _, _ in found) / tokens
        self._metrics["train"]["sampling/apart"].append(apart)
        self._metrics["train"]["sampling/weight"].append(sum(weight for _, weight, _ in found) / tokens)
        if apart > FARTHEST:
            raise Unfit(
                f"what draws the tokens is {apart:.1f} nats from the model, of a token on average: "
                "it serves other weights, or by other settings; start it with training.serve, on this model"
                + (", or run less far ahead" if self.config.ahead else "")
            )

    def most_hours(self) -> float | None:
        """Hours if every episode took all its steps, by a trial of one step; None where others take part."""
        config, model = self.config, self.model
        if self._server or self.use_vllm or self.accelerator.num_processes > 1 or model is None:
            return None
        seeds = config.train_seeds
        starts = [Start.of(task, seeds.start) for task in config.task_ids][: config.answers_at_once]
        batch = self.rollouts.play(starts, max_steps=1)
        turns = [turn for rollout in batch.rollouts for turn in rollout.turns][: config.micro_batch]
        for turn in turns:
            turn.advantage = 1.0
        started = time.perf_counter()
        model.train()
        self._learn(model, turns, 1, last=True)
        learning = (time.perf_counter() - started) / config.micro_batch
        model.zero_grad()
        self._metrics["train"].clear()
        playing = (batch.policy_seconds + batch.env_seconds) / len(starts)
        episodes = config.max_steps * config.tasks_per_update * config.num_generations * (1 + config.resample)
        return episodes * config.longest * (playing + learning) / 3600

    def _tested(self, adapter: Path | None) -> Batch:
        """This process's episodes of an evaluation."""
        self._answer_by(adapter)
        limit = self.config.step_limit.at(self.config.steps_over)
        starts = self._playing.share(held_out(self.config))
        return self.rollouts.play(starts, max_steps=limit, greedy=True)

    def evaluate(
        self, eval_dataset: Any = None, ignore_keys: Any = None, metric_key_prefix: str = "eval"
    ) -> dict[str, float]:
        """Success of the most probable answers on held-out seeds, by which the best checkpoint is chosen."""
        model: Any = self.model
        model.eval()
        batch = self._beside.start(partial(self._tested, self._sync()))()
        outcomes = gather_object([[float(rollout.success) for rollout in batch.rollouts]])
        scored = [outcome for share in outcomes for outcome in share]
        metrics = {
            f"{metric_key_prefix}_success": sum(scored) / len(scored) if scored else 0.0,
            f"{metric_key_prefix}_scored": float(len(scored)),
        }
        self.log(metrics)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics


def _no_reward(prompts: Sequence[Any], **_: Any) -> list[Any]:
    """Stands where TRL wants a reward function: here the judge gives the rewards."""
    return [None] * len(prompts)


def held_out(config: EpisodeConfig) -> list[Start]:
    """Every task with every held-out seed."""
    return [Start.of(task, seed) for task in config.task_ids for seed in config.held_out_seeds]


def merged(turns: Sequence[Turn]) -> list[Turn]:
    """Equal answers to equal prompts as one step, with the sum of their advantages.

    The gradient is the same: where no other program drew the tokens, the loss of TRL is linear in the
    advantage, because its ratio of probabilities is 1. Answers with log-probabilities of their own stay.
    """
    alone = [turn for turn in turns if turn.answer.logprobs is not None]
    groups: dict[tuple[str, tuple[int, ...]], Turn] = {}
    for turn in turns:
        if turn.answer.logprobs is None:
            key = json.dumps(turn.messages), tuple(turn.answer.completion_ids)
            total = turn.advantage + (groups[key].advantage if key in groups else 0.0)
            groups[key] = dataclasses.replace(turn, advantage=total)
    return [*alone, *groups.values()]


def learn(sampler: TaskSampler, rollouts: Sequence[Rollout]) -> None:
    """Takes in how the groups of all processes went, in one order, so that all draw alike from then on."""
    shares = gather_object([[(rollout.start, outcome(rollout)) for rollout in rollouts]])
    groups: dict[Start, list[Outcome]] = {}
    for start, each in (pair for share in shares for pair in share):
        groups.setdefault(start, []).append(each)
    for outcomes in groups.values():
        sampler.learn(outcomes)


def _prompt_length(turn: Turn) -> int:
    return len(turn.answer.prompt_ids)
