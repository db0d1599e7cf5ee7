"""Stands for vLLM's engine where TRL uses it in the trainer's process (``vllm_mode colocate``).

TRL's own code runs up to ``LLM`` and ``SamplingParams``; what stands behind them is a model of transformers
that gets weights as vLLM does, and draws with the same parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from trl.generation import vllm_generation
from trl.trainer import grpo_config, grpo_trainer

from agents.weights import load_model
from tests.training.vllm_server import chosen_from


@dataclass
class SamplingParams:
    """Those that TRL sends."""

    n: int = 1
    repetition_penalty: float = 1.0
    temperature: float = 1.0
    top_p: float = 1.0
    top_k: int = 0
    min_p: float = 0.0
    max_tokens: int = 16
    logprobs: int | None = None


class Engine:
    """The engine: a model from a folder, and weights that are loaded into it.

    Args:
        model: Folder of the model.
        shift: Added to what it tells of each token, as another program's rounding would.
        **options: Of vLLM.
    """

    shift = 0.0
    made: Engine

    def __init__(self, model: str, **options: Any) -> None:
        Engine.made = self
        self.options = options
        self.model = load_model(model, device="cpu", dtype="float32")
        self.batches: list[int] = []
        self.sampled: list[SamplingParams] = []
        self.loads = 0
        inner = SimpleNamespace(load_weights=self._load)
        runner = SimpleNamespace(model=inner)
        self.llm_engine = SimpleNamespace(
            model_executor=SimpleNamespace(driver_worker=SimpleNamespace(model_runner=runner))
        )
        self._chance = torch.Generator().manual_seed(0)

    def _load(self, weights: list[tuple[str, torch.Tensor]]) -> None:
        state = self.model.state_dict()
        for name, values in weights:
            self.loads += 1
            state[name].copy_(values)

    def reset_prefix_cache(self) -> None:
        pass

    @torch.no_grad()
    def generate(
        self, prompts: list[dict[str, Any]], sampling_params: SamplingParams, use_tqdm: bool
    ) -> list[Any]:
        self.batches.append(len(prompts))
        self.sampled.append(sampling_params)
        return [self._answer(prompt["prompt_token_ids"], sampling_params) for prompt in prompts]

    def _answer(self, prompt: list[int], params: SamplingParams) -> Any:
        ids, told = list(prompt), []
        settings = {"temperature": params.temperature, "top_k": params.top_k, "top_p": params.top_p}
        for _ in range(params.max_tokens):
            output: Any = self.model(torch.tensor([ids]), logits_to_keep=1)
            logits = chosen_from(output.logits[0, -1].float(), settings)
            token = (
                int(torch.multinomial(logits.softmax(-1), 1, generator=self._chance))
                if params.temperature
                else int(logits.argmax())
            )
            ids.append(token)
            value = float(logits.log_softmax(-1)[token]) + self.shift
            told.append({token: SimpleNamespace(rank=1, logprob=value)})
            if token == self.model.config.eos_token_id:
                break
        answer = SimpleNamespace(token_ids=ids[len(prompt) :], logprobs=told)
        return SimpleNamespace(prompt_token_ids=prompt, outputs=[answer])


def install(patch: pytest.MonkeyPatch, shift: float = 0.0) -> None:
    """Puts the engine where TRL looks for vLLM."""
    patch.setattr(Engine, "shift", shift)
    for module in (vllm_generation, grpo_config, grpo_trainer):
        if hasattr(module, "is_vllm_available"):
            patch.setattr(module, "is_vllm_available", lambda *_: True)
    patch.setattr(vllm_generation, "LLM", Engine, raising=False)
    patch.setattr(vllm_generation, "SamplingParams", SamplingParams, raising=False)
    for name in ("RANK", "LOCAL_RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"):
        patch.setenv(name, "x")  # TRL sets them: so that they are taken back afterwards
        patch.delenv(name)
