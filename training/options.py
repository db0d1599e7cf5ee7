"""TRL's options in the method ``steps``, whose training step is its own: each is honoured or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from trl.trainer.grpo_config import GRPOConfig

from training.preflight import Unfit

HONOURED = frozenset(
    [
        "learning_rate",
        "disable_dropout",
        "cast_lm_head_to_fp32",
        "router_aux_loss_coef",
        "remove_unused_columns",
        "num_generations",
        "max_completion_length",
        "pad_to_multiple_of",
        "temperature",
        "top_p",
        "top_k",
        "min_p",
        "generation_kwargs",
        "chat_template_kwargs",
        "repetition_penalty",
        "cache_implementation",
        "shuffle_dataset",
        "use_vllm",
        "vllm_mode",
        "vllm_model_impl",
        "vllm_enable_sleep_mode",
        "vllm_structured_outputs_regex",
        "vllm_server_base_url",
        "vllm_server_host",
        "vllm_server_port",
        "vllm_server_timeout",
        "vllm_group_port",
        "vllm_gpu_memory_utilization",
        "vllm_max_model_length",
        "vllm_tensor_parallel_size",
        "beta",
        "epsilon",
        "delta",
        "epsilon_high",
        "scale_rewards",
        "mask_truncated_completions",
        "sync_ref_model",
        "ref_model_mixup_alpha",
        "ref_model_sync_steps",
        "top_entropy_quantile",
        "entropy_coef",
        "use_adaptive_entropy",
        "entropy_coef_min",
        "entropy_coef_max",
        "entropy_coef_delta",
        "entropy_target",
        "vllm_importance_sampling_correction",
        "vllm_importance_sampling_mode",
        "vllm_importance_sampling_clip_max",
        "vllm_importance_sampling_clip_min",
        "vllm_importance_sampling_cap",
        "off_policy_mask_threshold",
        "use_bias_correction_kl",
    ]
)
"""Do what TRL says. With one pass over each answer the ratio of probabilities is 1, so that the clips of it
(``epsilon``, ``epsilon_high``, ``delta``) are kept to and never bite."""

LOSSES = ("dapo", "cispo")
"""Losses that are a sum over all tokens of an update; the others are means over rows, and rows are steps of
episodes of different lengths."""

AN_UPDATE = "an update is tasks_per_update x num_generations episodes, in passes of micro_batch steps"

REFUSED: Mapping[str, str] = {
    "per_device_train_batch_size": AN_UPDATE,
    "per_device_eval_batch_size": AN_UPDATE,
    "gradient_accumulation_steps": AN_UPDATE,
    "generation_batch_size": AN_UPDATE,
    "steps_per_generation": "episodes are played for each update anew",
    "num_iterations": "episodes are played for each update anew",
    "num_generations_eval": "held-out episodes are played once, with the most probable answers",
    "importance_sampling_level": "dapo adds up tokens: keep level token",
    "reward_weights": "the judge gives one reward",
    "multi_objective_aggregation": "the judge gives one reward",
    "log_completions": "episodes go into W&B's tables",
    "log_multimodal": "episodes go into W&B's tables",
    "num_completions_to_print": "episodes go into W&B's tables",
    "log_unique_prompts": "episodes go into W&B's tables",
    "log_completions_hub_repo": "nothing is sent to a hub",
    "max_tool_calling_iterations": "the method steps calls no tools: take method tools, or last_steps",
    "use_transformers_continuous_batching": "take use_vllm",
    "transformers_continuous_batching_config": "take use_vllm",
    "use_transformers_paged": "take use_vllm",
    "model_init_kwargs": "the model is loaded from its folder as it is",
    "ds3_gather_for_generation": "DeepSpeed is not supported",
    "sapo_temperature_neg": "it belongs to the loss sapo",
    "sapo_temperature_pos": "it belongs to the loss sapo",
    "vespo_k_pos": "it belongs to the loss vespo",
    "vespo_lambda_pos": "it belongs to the loss vespo",
    "vespo_k_neg": "it belongs to the loss vespo",
    "vespo_lambda_neg": "it belongs to the loss vespo",
}
"""Why an option makes no sense there."""


def check_options(config: GRPOConfig) -> None:
    """Refuses options that would do nothing, or not what TRL says; before anything sets them.

    Raises:
        Unfit: One is given; the message says why it is refused.
    """
    for each in fields(GRPOConfig):
        if each.name in REFUSED and getattr(config, each.name) != _default(each):
            raise Unfit(f"{each.name} is not for method steps: {REFUSED[each.name]}")
    if config.loss_type not in LOSSES:
        raise Unfit(
            f"loss_type is {' or '.join(LOSSES)}, not {config.loss_type}: episodes are of different lengths, "
            "and these add up all tokens of an update"
        )


def _default(each: Any) -> Any:
    return each.default if each.default is not MISSING else each.default_factory()
