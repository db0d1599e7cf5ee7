"""Tokens of a conversation stay a prefix of its next turn, with every chat template that tools can use."""

from __future__ import annotations

import os

os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

from trl import chat_template_utils as templates

from agents.weights import load_processor
from openphone_gym.integrations.trl import opening
from training.models import tiny_text_model
from training.preflight import Unfit
from training.tool_episodes import ensure_tools

FOLDER = Path(templates.__file__).parent / "chat_templates"
SUPPORTED = (
    "qwen2_5",
    "qwen3",
    "qwen3_instruct_2507",
    "qwen3_vl",
    "qwen3_6",
    "glm4moe",
    "lfm2_2_5",
    "gemma4",
)
"""Templates of the families that the method ``tools`` trains."""


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return load_processor(tiny_text_model(tmp_path_factory.mktemp("models") / "tiny"))


def _turn(number: int) -> list[dict[str, Any]]:
    call = {"type": "function", "function": {"name": "tap", "arguments": {"index": number}}}
    screen = f'<screen>\n[{number}] "Wi-Fi" switch on\n</screen>'
    return [
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "name": "tap", "content": screen},
    ]


@pytest.mark.parametrize("name", SUPPORTED)
def test_a_longer_conversation_begins_with_the_shorter(tokenizer: Any, name: str) -> None:
    tokenizer.chat_template = (FOLDER / f"{name}.jinja").read_text()
    assert templates.supports_tool_calling(tokenizer)
    template = None
    if not templates.is_chat_template_prefix_preserving(tokenizer):
        template = templates.get_training_chat_template(tokenizer)
    messages: list[dict[str, Any]] = [opening("xml")[0], {"role": "user", "content": "Task: Wi-Fi on"}]
    for number in range(1, 4):
        call, result = _turn(number)
        before = tokenizer.apply_chat_template([*messages, call], chat_template=template, return_dict=False)
        messages += [call, result]
        after = tokenizer.apply_chat_template(
            messages, chat_template=template, add_generation_prompt=True, return_dict=False
        )
        ends = [place for place, token in enumerate(before) if token == tokenizer.eos_token_id]
        kept = before[: ends[-1] + 1] if ends else before  # what a template writes after the end is no token
        assert after[: len(kept)] == kept
        assert len(after) > len(kept)


def test_plain_chatml_gets_a_template_with_tools(tokenizer: Any) -> None:
    tokenizer.chat_template = (
        "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    )
    ensure_tools(tokenizer)
    assert templates.supports_tool_calling(tokenizer)
    assert templates.is_chat_template_prefix_preserving(tokenizer)


def test_other_templates_without_tools_are_refused(tokenizer: Any) -> None:
    tokenizer.chat_template = "{% for m in messages %}{{ m.content }}{% endfor %}"
    with pytest.raises(Unfit, match="method steps"):
        ensure_tools(tokenizer)
