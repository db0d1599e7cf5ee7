"""Episodes in TRL's trainer: policies that answer, and the trainer that learns from single steps."""

from __future__ import annotations

import base64
import json
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np
import torch
from accelerate.utils import gather_object
from datasets import Dataset
from peft import PeftModel
from PIL import Image
from trl.trainer.utils import pad, use_adapter

from agents.local import LocalAgent
from benchmarks.tracking import log_table
from openphone_gym.endpoint import (
    EndpointError,
    EndpointRefused,
    EndpointUnavailable,
    Http,
    check_address,
    is_loopback,
)
from openphone_gym.endpoint.words import one_line
from training.checkpoints import SamplerKept
from training.configs import EpisodeConfig
from training.lora import lora
from training.prefill import shared_prefill
from training.preflight import Unfit
from training.rollouts import (
    Answer,
    Batch,
    Draw,
    Messages,
    Policy,
    Rollout,
    Rollouts,
    TaskSampler,
    Turn,
)

SERVER_TIMEOUT = 600.0
"""Seconds for the answers to a whole batch."""
LARGEST_BATCH = 256 << 20
"""Bytes of the answers to a batch, whose tokens and log-probabilities are told one by one."""
WORDS = 500
"""Characters of an error's words."""

# Policies


class ServerPolicy:
    """A vLLM server that answers, and loads the adapter that is trained.

    Draws are the server's own: a seed would be the same for all episodes of a group.

    Args:
        base_url: Such as ``http://127.0.0.1:8000/v1``.
        tokenizer: The model's; prompts are sent as tokens.
        config: Limits and temperature.

    Raises:
        Unfit: The settings need what the server can't give.
        EndpointError: The address is none, or a proxy of the environment can't be used.
    """

    def __init__(self, base_url: str, tokenizer: Any, config: EpisodeConfig) -> None:
        if config.temperature != 1.0:
            raise Unfit("a server tells log-probabilities at temperature 1: train at temperature 1")
        if not config.lora_rank:
            raise Unfit("a server gets new weights as a LoRA adapter: set lora_rank")
        base_url = check_address(base_url, "server")
        self._http = Http(base_url, proxies=not is_loopback(base_url))
        self._tokenizer = tokenizer
        self._config = config
        self._model = ""

    def load(self, folder: Path, name: str) -> None:
        """Makes the server answer with this adapter, and forget the one before."""
        self._post("load_lora_adapter", {"lora_name": name, "lora_path": str(folder.resolve())})
        if self._model:
            self._post("unload_lora_adapter", {"lora_name": self._model})
        self._model = name

    def use(self, name: str) -> None:
        """Asks for an adapter that another process has loaded."""
        self._model = name

    def answer(self, conversations: Sequence[Messages], *, greedy: bool = False) -> list[Answer]:
        """Answers all conversations in one request.

        Raises:
            EndpointError: The server failed.
        """
        prompts = [self._tokens(messages) for messages in conversations]
        body = {
            "model": self._model,
            "prompt": prompts,
            "max_tokens": self._config.max_completion_length,
            "temperature": 0.0 if greedy else self._config.temperature,
            "logprobs": 1,
            "return_token_ids": True,
        }
        answer = self._post("completions", body)
        try:
            choices = msgspec.json.decode(answer, type=_Completions).choices
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
            words = one_line(f"the server answered no completions: {fault}", WORDS)
            raise EndpointUnavailable(words) from None
        choices.sort(key=lambda choice: choice.index)
        if len(choices) != len(prompts) or any(not choice.token_ids for choice in choices):
            raise EndpointRefused("the server told no tokens of its answers: vLLM from 0.11 on does")
        return [
            Answer(
                choice.text,
                prompt,
                choice.token_ids,
                choice.logprobs.token_logprobs,
                choice.finish_reason or "stop",
            )
            for prompt, choice in zip(prompts, choices, strict=True)
        ]

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by."""
        return len(self._tokens(messages)) + self._config.max_completion_length - self._config.context

    def _tokens(self, messages: Messages) -> list[int]:
        return self._tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, tokenize=True, return_dict=False
        )

    def _post(self, path: str, body: dict[str, Any]) -> bytes:
        try:
            reply = self._http.post(
                path, msgspec.json.encode(body), {}, timeout=SERVER_TIMEOUT, largest=LARGEST_BATCH
            )
        except EndpointError as fault:
            raise type(fault)(f"the server {fault}; start training.serve with --lora") from None
        if reply.status >= 300:
            told = reply.body[: 4 * WORDS].decode(errors="replace")
            raise EndpointRefused(one_line(f"the server refused {path}: {told}", WORDS))
        return reply.body


class _Logprobs(msgspec.Struct):
    token_logprobs: list[float]


class _Choice(msgspec.Struct):
    """An answer in a batch of vLLM's completions."""

    index: int
    text: str
    logprobs: _Logprobs
    finish_reason: str | None = None
    token_ids: list[int] = []


class _Completions(msgspec.Struct):
    choices: list[_Choice]


class TrainedPolicy:
    """The model of a trainer, or TRL's vLLM with its weights."""

    def __init__(self, trainer: EpisodeTrainer) -> None:
        self._trainer = trainer
        self._config = trainer.config

    def answer(self, conversations: Sequence[Messages], *, greedy: bool = False) -> list[Answer]:
        """Answers all conversations, a number of them at a time."""
        # Neighbours in length share a batch, so that little of it is padding.
        order = sorted(range(len(conversations)), key=lambda place: len(_words(conversations[place])))
        answers: dict[int, Answer] = {}
        with self._trainer.choosing(greedy):
            for first in range(0, len(order), self._config.answers_at_once):
                places = order[first : first + self._config.answers_at_once]
                asked = [conversations[place] for place in places]
                answers |= zip(places, self._answer(asked), strict=True)
        return [answers[place] for place in range(len(conversations))]

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by."""
        prompt_ids, _, _ = self._trainer.tokenized([messages])
        return len(prompt_ids[0]) + self._config.max_completion_length - self._config.context

    def _answer(self, conversations: Sequence[Messages]) -> list[Answer]:
        prompt_ids, images, fields = self._trainer.tokenized(conversations)
        with shared_prefill(self._trainer.inner_model()):
            completion_ids, logprobs = self._trainer._generate_single_turn(prompt_ids, images, fields, 1)
        texts: list[Any] = [
            self._trainer._tokenizer.decode(ids, skip_special_tokens=True) for ids in completion_ids
        ]
        chances = logprobs or [None] * len(texts)
        reasons = [self._trainer.finish_reason(ids) for ids in completion_ids]
        answers = zip(texts, prompt_ids, completion_ids, chances, reasons, strict=True)
        return [Answer(*each) for each in answers]


# The method "steps"


class EpisodeTrainer(SamplerKept):
    """TRL's trainer with episodes in place of completions: a training step plays and learns from all steps.

    The loss is TRL's (DAPO: the mean over all tokens of the update, of all processes). A group stays within
    one process. Batches are cut to ``micro_batch`` rows, filled up with rows that weigh nothing, so that all
    processes do equally many passes.

    Args:
        model: The model; with an adapter only if one is trained further.
        config: What is trained on.
        processing_class: Tokenizer or processor.
        sampler: Draws the tasks.
        policy: Answers; None takes the model itself.
    """

    def __init__(
        self,
        model: Any,
        config: EpisodeConfig,
        processing_class: Any,
        sampler: TaskSampler,
        policy: ServerPolicy | None = None,
    ) -> None:
        rows = Dataset.from_dict({"prompt": ["played by training_step"] * config.max_steps})
        super().__init__(
            model,
            _no_reward,
            config,
            train_dataset=rows,
            eval_dataset=rows,
            processing_class=processing_class,
            peft_config=None if config.adapter else lora(config.lora_rank),
        )
        self.config = config
        self.sampler = sampler
        self._server = policy
        self.policy: Policy = policy or TrainedPolicy(self)
        self.rollouts = Rollouts(config.make_env, lambda: make_agent(self.policy, config), self.policy)

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

    @contextmanager
    def choosing(self, greedy: bool) -> Iterator[None]:
        """Takes the most probable tokens, or draws them."""
        settings, vllm = self.generation_config, self.vllm_generation if self.use_vllm else None
        before = settings.do_sample
        settings.do_sample = not greedy
        if vllm:
            vllm.temperature = 0.0 if greedy else self.temperature
        try:
            yield
        finally:
            settings.do_sample = before
            if vllm:
                vllm.temperature = self.temperature

    def training_step(self, model: Any, inputs: Any, num_items_in_batch: Any = None) -> torch.Tensor:
        """Plays the episodes of an update and adds up the gradients of their steps."""
        model.train()
        batch = self._play()
        samples = [
            (turn, rollout.advantage)
            for rollout in batch.rollouts
            for turn in rollout.turns
            if rollout.advantage or self.beta  # without a KL term, no advantage means no gradient
        ]
        count = sum(len(turn.answer.completion_ids) for turn, _ in samples)
        if not self.beta:
            samples = merged(samples)
        samples.sort(key=_prompt_length)  # their sum has no order; less padding
        lengths = gather_object([(len(samples), count)])
        passes = -(-max(rows for rows, _ in lengths) // self.config.micro_batch)
        tokens = torch.tensor(float(sum(count for _, count in lengths)), device=self.accelerator.device)
        total = torch.zeros((), device=self.accelerator.device)
        for number in range(passes):
            first = number * self.config.micro_batch
            total += self._learn(model, samples[first : first + self.config.micro_batch], tokens)
        return total

    def most_hours(self) -> float | None:
        """Hours if every episode took all its steps, by a trial of one step; None where others take part."""
        config, model = self.config, self.model
        if self._server or self.use_vllm or self.accelerator.num_processes > 1 or model is None:
            return None
        seeds = config.train_seeds
        draws = [Draw(task, seeds.start) for task in config.task_ids][: config.answers_at_once]
        batch = self.rollouts.play(draws, max_steps=1)
        samples = [(turn, 1.0) for rollout in batch.rollouts for turn in rollout.turns][: config.micro_batch]
        started = time.perf_counter()
        model.train()
        self.current_gradient_accumulation_steps = 1  # what the trainer sets before an update
        self._learn(model, samples, torch.tensor(1.0, device=self.accelerator.device))
        learning = (time.perf_counter() - started) / config.micro_batch
        model.zero_grad()
        self._metrics["train"].clear()
        playing = (batch.policy_seconds + batch.env_seconds) / len(draws)
        episodes = config.max_steps * config.tasks_per_update * config.num_generations
        return episodes * config.longest * (playing + learning) / 3600

    def evaluate(
        self, eval_dataset: Any = None, ignore_keys: Any = None, metric_key_prefix: str = "eval"
    ) -> dict[str, float]:
        """Success of the most probable answers on held-out seeds, by which the best checkpoint is chosen."""
        model: Any = self.model
        model.eval()
        self._sync()
        limit = self.config.step_limit.at(self.config.steps_over)
        batch = self.rollouts.play(self._share(held_out(self.config)), max_steps=limit, greedy=True)
        outcomes = gather_object([[float(rollout.success) for rollout in batch.rollouts]])
        scored = [outcome for share in outcomes for outcome in share]
        metrics = {
            f"{metric_key_prefix}_success": sum(scored) / len(scored) if scored else 0.0,
            f"{metric_key_prefix}_scored": float(len(scored)),
        }
        self.log(metrics)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics

    def _learn(self, model: Any, samples: Sequence[tuple[Turn, float]], tokens: torch.Tensor) -> torch.Tensor:
        """Adds the gradients of some steps; returns their share of the loss."""
        inputs = self._tensors(samples, tokens)
        with self.compute_loss_context_manager():
            loss = self._compute_loss(model, inputs)
        self.accelerator.backward(loss)
        return loss.detach()

    def _share(self, draws: Sequence[Draw]) -> Sequence[Draw]:
        return draws[self.accelerator.process_index :: self.accelerator.num_processes]

    def _play(self) -> Batch:
        """The episodes of this process in this update."""
        self._sync()
        config, update = self.config, self.state.global_step
        draws = self.sampler.draw(config.tasks_per_update, random.Random(f"{config.seed}/{update}"))
        batch = self.rollouts.play(
            self._share(draws),
            config.num_generations,
            max_steps=config.step_limit.at(update),
            screens=config.screens > 0,
        )
        learn(self.sampler, batch.rollouts)
        self._report(batch)
        if self.accelerator.is_main_process:
            log_table("rollouts", rows_of(batch, update, config.screens))
        return batch

    def _report(self, batch: Batch) -> None:
        """Means over this process's episodes, into TRL's metrics."""
        rollouts = batch.rollouts
        dropped = sum(batch.dropped.values())
        seconds = batch.env_seconds + batch.policy_seconds
        turns = [turn for rollout in rollouts for turn in rollout.turns]
        values = {
            "reward": _mean([rollout.reward or 0.0 for rollout in rollouts]),
            "success": batch.success,
            "episode_steps": _mean([float(len(rollout.turns)) for rollout in rollouts]),
            "invalid_actions": _mean([float(turn.error is not None) for turn in turns]),
            "completion_length": _mean([float(len(turn.answer.completion_ids)) for turn in turns]),
            "mixed_groups": _mean([float(any(r.advantage for r in group)) for group in batch.groups]),
            "dropped": float(dropped),
            "env_seconds": batch.env_seconds,
            "policy_seconds": batch.policy_seconds,
            "env_share": batch.env_seconds / seconds if seconds else 0.0,
        }
        for name, value in values.items():
            if value is not None:
                self._metrics["train"][f"rollouts/{name}"].append(value)
        for reason, count in batch.dropped.items():
            self._metrics["train"][f"dropped/{reason}"].append(float(count))

    def _sync(self) -> None:
        """Gives the server the weights of this update; TRL does so for its own vLLM."""
        if self._server is None:
            return
        name = f"update-{self.state.global_step}"
        folder = Path(str(self.args.output_dir)) / "served" / name
        if not folder.exists():
            if self.accelerator.is_main_process:
                self.accelerator.unwrap_model(self.model).save_pretrained(folder)
                self._server.load(folder, name)
            self.accelerator.wait_for_everyone()
        self._server.use(name)

    def _tensors(self, samples: Sequence[tuple[Turn, float]], tokens: torch.Tensor) -> dict[str, Any]:
        """The inputs of TRL's loss, ``micro_batch`` rows of them.

        Args:
            samples: Steps and their advantages.
            tokens: Of all answers of this update.
        """
        answers = [turn.answer for turn, _ in samples]
        missing = self.config.micro_batch - len(samples)
        blank: list[Any] = [[self._tokenizer.pad_token_id]] * missing
        prompt_ids, prompt_mask = self._padded([answer.prompt_ids for answer in answers] + blank, "left")
        completion_ids, completion_mask = self._padded(
            [answer.completion_ids for answer in answers] + blank, "right"
        )
        completion_mask[len(samples) :] = 0
        inputs: dict[str, Any] = {
            "prompt_ids": prompt_ids,
            "prompt_mask": prompt_mask,
            "completion_ids": completion_ids,
            "completion_mask": completion_mask,
            "advantages": torch.tensor(
                [advantage for _, advantage in samples] + [0.0] * missing, device=prompt_ids.device
            ),
            "num_items_in_batch": tokens,
            **self._vision([turn.messages for turn, _ in samples], missing, prompt_ids, completion_ids),
        }
        chances = [answer.logprobs for answer in answers if answer.logprobs is not None]
        if chances and len(chances) == len(answers):
            rows = [torch.tensor(row) for row in chances] + [torch.zeros(1)] * missing
            inputs["old_per_token_logps"] = pad(rows, padding_side="right").to(prompt_ids.device)
        if self.beta:
            inputs["ref_per_token_logps"] = self._reference(inputs)
        return inputs

    def _padded(self, rows: Sequence[list[int]], side: str) -> tuple[torch.Tensor, torch.Tensor]:
        """Tokens and their mask, (rows, longest)."""
        tokens = [torch.tensor(row) for row in rows]
        masks = [torch.ones_like(row) for row in tokens]
        device = self.accelerator.device
        padding: Any = self._tokenizer.pad_token_id
        ids = pad(tokens, padding_value=padding, padding_side=side)
        return ids.to(device), pad(masks, padding_value=0, padding_side=side).to(device)

    def _vision(
        self,
        conversations: Sequence[Messages],
        missing: int,
        prompt_ids: torch.Tensor,
        completion_ids: torch.Tensor,
    ) -> dict[str, Any]:
        """Pictures of the prompts as the model takes them."""
        if not self._is_vlm or not conversations:
            return {}
        _, images, fields = self.tokenized(conversations)
        if images is None:
            return {}
        kinds = fields.pop("mm_token_type_ids", None)
        inputs: dict[str, Any] = {
            name: torch.as_tensor(np.array(value)).to(prompt_ids.device) for name, value in fields.items()
        }
        inputs["num_images"] = [len(each or ()) for each in images] + [0] * missing
        if kinds is not None:
            rows = [torch.as_tensor(row) for row in kinds] + [torch.zeros(1, dtype=torch.long)] * missing
            left = pad(rows, padding_value=0, padding_side="left").to(prompt_ids.device)
            inputs["mm_token_type_ids"] = torch.cat([left, torch.zeros_like(completion_ids)], dim=1)
        return inputs

    @torch.no_grad()
    def _reference(self, inputs: dict[str, Any]) -> torch.Tensor:
        """Log-probabilities of the model before training, for the KL term."""
        model: Any = self.ref_model or self.model
        bare: Any = self.accelerator.unwrap_model(model)
        # An adapter that was there before is compared with the copy that TRL made of it.
        before = "ref" if "ref" in getattr(bare, "peft_config", ()) else None
        adapter = nullcontext() if self.ref_model else use_adapter(bare, before)
        named = ("pixel_values", "image_grid_thw", "num_images", "mm_token_type_ids")
        with adapter:
            logprobs, _, _ = self._get_per_token_logps_and_entropies(
                model,
                torch.cat([inputs["prompt_ids"], inputs["completion_ids"]], dim=1),
                torch.cat([inputs["prompt_mask"], inputs["completion_mask"]], dim=1),
                inputs["completion_ids"].size(1),
                **{name: inputs[name] for name in named if name in inputs},
            )
        return logprobs


class Measure(Protocol):
    """Tells whether prompts fit: every ``Policy`` does."""

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by."""
        ...


def _no_reward(prompts: Sequence[Any], **_: Any) -> list[Any]:
    """Stands where TRL wants a reward function: here the judge gives the rewards."""
    return [None] * len(prompts)


def make_agent(policy: Measure, config: EpisodeConfig) -> LocalAgent:
    """An agent with a memory of its own, whose prompts fit the context."""
    model: Any = policy  # of a model, the agent's two half turns need nothing but excess()
    return LocalAgent(model, **config.agent.arguments())


def with_pictures(messages: Messages) -> Messages:
    """The conversation with pictures in place of data URLs, as processors take it."""
    return [message | {"content": _content(message["content"])} for message in messages]


def _content(content: str | list[dict[str, Any]]) -> str | list[dict[str, Any]]:
    if isinstance(content, str):
        return content
    return [
        {"type": "image", "image": _decoded(part["image_url"]["url"])}
        if part["type"] == "image_url"
        else part
        for part in content
    ]


def _decoded(url: str) -> Image.Image:
    return Image.open(BytesIO(base64.b64decode(url.partition(",")[2]))).convert("RGB")


def held_out(config: EpisodeConfig) -> list[Draw]:
    """Every task with every held-out seed."""
    return [Draw(task, seed) for task in config.task_ids for seed in config.held_out_seeds]


def merged(samples: Sequence[tuple[Turn, float]]) -> list[tuple[Turn, float]]:
    """Equal answers to equal prompts as one sample, with the sum of their advantages.

    The gradient is the same: where no other program drew the tokens, the loss of TRL is linear in the
    advantage, because its ratio of probabilities is 1. Answers with log-probabilities of their own stay.
    """
    alone = [sample for sample in samples if sample[0].answer.logprobs is not None]
    groups: dict[tuple[str, tuple[int, ...]], tuple[Turn, float]] = {}
    for turn, advantage in samples:
        if turn.answer.logprobs is None:
            key = json.dumps(turn.messages), tuple(turn.answer.completion_ids)
            first, total = groups.get(key, (turn, 0.0))
            groups[key] = first, total + advantage
    return [*alone, *groups.values()]


def learn(sampler: TaskSampler, rollouts: Sequence[Rollout]) -> None:
    """Takes in the outcomes of all processes, in one order, so that all draw alike from then on."""
    outcomes = gather_object([[(rollout.draw.task, rollout.success) for rollout in rollouts]])
    by_task: dict[str, list[bool]] = {}
    for share in outcomes:
        for task, success in share:
            by_task.setdefault(task, []).append(success)
    for task, successes in by_task.items():
        sampler.learn(task, successes)


def rows_of(batch: Batch, update: int, screens: int) -> list[dict[str, Any]]:
    """An update's episodes as rows of a table; only some carry their last screen."""
    rows = []
    for number, rollout in enumerate(batch.rollouts):
        rows.append(
            {
                "update": update,
                "task": rollout.draw.task,
                "seed": rollout.draw.seed,
                "reward": rollout.reward,
                "advantage": rollout.advantage,
                "verdict": msgspec.to_builtins(rollout.verdict),
                "prompts": [_words(turn.messages) for turn in rollout.turns],
                "answers": [turn.answer.text for turn in rollout.turns],
                "errors": [turn.error for turn in rollout.turns],
                "screen": rollout.screen if number < screens else None,
            }
        )
    return rows


def _prompt_length(sample: tuple[Turn, float]) -> int:
    return len(sample[0].answer.prompt_ids)


def _words(messages: Messages) -> str:
    """What a turn's user message says."""
    content = messages[-1]["content"]
    return content if isinstance(content, str) else content[0]["text"]


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
