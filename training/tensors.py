"""From steps to the inputs of TRL's loss: padded tokens, pictures, and how probable the tokens were."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from trl.models.utils import disable_gradient_checkpointing
from trl.trainer.utils import pad, use_adapter

from training.turns import Messages, Turn

if TYPE_CHECKING:
    from training.episodes import EpisodeTrainer

FORWARD = (
    "pixel_values",
    "image_grid_thw",
    "num_images",
    "mm_token_type_ids",
    "token_type_ids",
    "pixel_attention_mask",
    "spatial_shapes",
    "num_tiles",
    "image_sizes",
    "image_position_ids",
)
"""Inputs of a vision model's pass beside the tokens; which of them there are, its processor decides."""

NAN: Any = float("nan")
"""Pads log-probabilities that nobody told; TRL's padding asks for whole numbers by its types alone."""


class Tensors:
    """Makes the inputs of TRL's loss, ``micro_batch`` rows at a time, filled up with rows that weigh nothing.

    Args:
        trainer: Whose model, processor and settings they are for.
    """

    def __init__(self, trainer: EpisodeTrainer) -> None:
        self._trainer = trainer
        self._config = trainer.config
        self._padding: Any = trainer._tokenizer.pad_token_id
        self._multiple: Any = trainer.pad_to_multiple_of

    def of(self, turns: Sequence[Turn], tokens: torch.Tensor) -> dict[str, Any]:
        """The inputs for some steps.

        Args:
            turns: With their advantages; at most ``micro_batch``.
            tokens: What the sum over all answers is divided by.
        """
        answers = [turn.answer for turn in turns]
        missing = self._config.micro_batch - len(turns)
        blank: list[Any] = [[self._padding]] * missing
        prompt_ids, prompt_mask = self._padded([answer.prompt_ids for answer in answers] + blank, "left")
        completion_ids, completion_mask = self._padded(
            [answer.completion_ids for answer in answers] + blank, "right"
        )
        completion_mask[len(turns) :] = 0
        advantages = [turn.advantage for turn in turns] + [0.0] * missing
        inputs: dict[str, Any] = {
            "prompt_ids": prompt_ids,
            "prompt_mask": prompt_mask,
            "completion_ids": completion_ids,
            "completion_mask": completion_mask,
            "advantages": torch.tensor(advantages, device=prompt_ids.device),
            "num_items_in_batch": tokens,
            **self._vision([turn.messages for turn in turns], missing, prompt_ids, completion_ids),
        }
        self._correct(inputs, [answer.logprobs for answer in answers], missing)
        if self._trainer.beta:
            inputs["ref_per_token_logps"] = self._reference(inputs)
        return inputs

    def _padded(self, rows: Sequence[list[int]], side: str) -> tuple[torch.Tensor, torch.Tensor]:
        """Tokens and their mask, (rows, longest)."""
        tokens = [torch.tensor(row) for row in rows]
        masks = [torch.ones_like(row) for row in tokens]
        device, multiple = self._trainer.accelerator.device, self._multiple
        ids = pad(tokens, self._padding, side, multiple)
        return ids.to(device), pad(masks, 0, side, multiple).to(device)

    def _vision(
        self,
        conversations: Sequence[Messages],
        missing: int,
        prompt_ids: torch.Tensor,
        completion_ids: torch.Tensor,
    ) -> dict[str, Any]:
        """Pictures of the prompts as the model takes them."""
        if not self._trainer._is_vlm or not conversations:
            return {}
        _, images, fields = self._trainer.tokenized(conversations)
        if images is None:
            return {}
        kinds = {name: fields.pop(name) for name in ("mm_token_type_ids", "token_type_ids") if name in fields}
        inputs: dict[str, Any] = {
            name: torch.as_tensor(np.array(value)).to(prompt_ids.device) for name, value in fields.items()
        }
        inputs["num_images"] = [len(each or ()) for each in images] + [0] * missing
        for name, rows in kinds.items():
            told = [torch.as_tensor(row) for row in rows] + [torch.zeros(1, dtype=torch.long)] * missing
            left = pad(told, 0, "left", self._multiple).to(prompt_ids.device)
            inputs[name] = torch.cat([left, torch.zeros_like(completion_ids)], dim=1)
        return inputs

    # Who drew the tokens

    def _correct(
        self, inputs: dict[str, Any], told: Sequence[Sequence[float | None] | None], missing: int
    ) -> None:
        """Weighs the tokens of another program by how much more probable they are here (see ``ratios``)."""
        if not self._config.vllm_importance_sampling_correction or not any(row is not None for row in told):
            return
        rows = [torch.tensor([float("nan") if p is None else p for p in row or ()]) for row in told]
        rows += [torch.zeros(1)] * missing
        sampled = pad(rows, NAN, "right", self._multiple)
        sampled = torch.nn.functional.pad(
            sampled, (0, inputs["completion_ids"].size(1) - sampled.size(1)), value=NAN
        ).to(inputs["completion_ids"].device)
        model: Any = self._trainer.model
        kept: Any = self._trainer.args.gradient_checkpointing_kwargs
        with (
            torch.no_grad(),
            disable_gradient_checkpointing(model, kept),
        ):
            here = self._logprobs(model, inputs)
        weights, apart = ratios(here, sampled, inputs["completion_mask"], self._config)
        inputs["old_per_token_logps"] = here
        inputs["sampling_per_token_logps"] = torch.where(sampled.isnan(), here, sampled)
        inputs["advantages"] = inputs["advantages"].unsqueeze(1) * weights
        self._trainer.sampled_apart(apart, weights, inputs["completion_mask"])

    @torch.no_grad()
    def _reference(self, inputs: dict[str, Any]) -> torch.Tensor:
        """Log-probabilities of the model before training, for the KL term."""
        trainer = self._trainer
        model: Any = trainer.ref_model or trainer.model
        bare: Any = trainer.accelerator.unwrap_model(model)
        # An adapter that was there before is compared with the copy that TRL made of it.
        before = "ref" if "ref" in getattr(bare, "peft_config", ()) else None
        with nullcontext() if trainer.ref_model else use_adapter(bare, before):
            return self._logprobs(model, inputs)

    def _logprobs(self, model: Any, inputs: dict[str, Any]) -> torch.Tensor:
        """Of each token of the answers, (rows, longest)."""
        logprobs, _, _ = self._trainer._get_per_token_logps_and_entropies(
            model,
            torch.cat([inputs["prompt_ids"], inputs["completion_ids"]], dim=1),
            torch.cat([inputs["prompt_mask"], inputs["completion_mask"]], dim=1),
            inputs["completion_ids"].size(1),
            **{name: inputs[name] for name in FORWARD if name in inputs},
        )
        return logprobs


def ratios(
    here: torch.Tensor, sampled: torch.Tensor, mask: torch.Tensor, config: Any
) -> tuple[torch.Tensor, torch.Tensor]:
    """Importance weights of tokens that another program drew (Yao et al., 2025), by TRL's four modes.

    Args:
        here: Log-probabilities by the model that is trained, (rows, longest).
        sampled: By the program that drew them; NaN where it told none, which weighs 1.
        mask: 1 for tokens of answers.
        config: ``vllm_importance_sampling_mode`` and the two clips.

    Returns:
        Weights, (rows, longest); and how far the two are apart, in nats, 0 outside of answers.
    """
    apart = torch.nan_to_num((here - sampled) * mask, nan=0.0)
    level, _, bound = config.vllm_importance_sampling_mode.partition("_")
    weights = (apart.sum(1, keepdim=True) if level == "sequence" else apart).exp()
    low, high = config.vllm_importance_sampling_clip_min, config.vllm_importance_sampling_clip_max
    if bound == "truncate":
        weights = weights.clamp(min=low, max=high)
    else:
        outside = torch.zeros_like(weights, dtype=torch.bool)
        outside |= weights < low if low is not None else outside
        outside |= weights > high if high is not None else outside
        weights = weights.masked_fill(outside, 0.0)
    return weights.expand_as(apart), apart
