"""Text generation in this process, many conversations at a time."""

from __future__ import annotations

import base64
import copy
import hashlib
import time
from collections import OrderedDict
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import torch
from PIL import Image

from agents.prompt_size import prompt_size
from agents.weights import load_model, load_processor
from openphone_gym.endpoint import Completion, Token
from openphone_gym.rollout.batching import Batcher

END_OF_CALL = "</CALLED_FUNCTION>"
"""After this an answer holds nothing that is read."""
BATCH_WAIT = 0.02
"""Seconds that a request waits for others to be answered together with it, at least."""
WAIT_SHARE = 0.1
"""What it waits as a share of the time that the last answers took: who was answered then soon asks again."""
KEPT_ANSWERS = 4096
"""Greedy answers that are kept, the newest ones."""

_TAIL = 16
"""Newest tokens among which the end of a call is looked for; it is at most as many characters long, or so."""


class Request(NamedTuple):
    """One conversation to be continued.

    Attributes:
        messages: As the OpenAI API has them, pictures as data URLs.
        tools: Native tools, for chat templates that know them.
        seed: Of the draws, where the temperature is above 0.
        temperature: Of this answer; None takes the model's.
    """

    messages: list[dict[str, Any]]
    tools: list[dict[str, Any]] | None = None
    seed: int = 0
    temperature: float | None = None

    @property
    def digest(self) -> str:
        """Equal for requests with equal greedy answers."""
        return hashlib.sha256(msgspec.json.encode([self.messages, self.tools])).hexdigest()


class LocalModel:
    """A chat model of transformers in this process, text or vision; safe to share between threads.

    An answer ends with its first ``</CALLED_FUNCTION>``, with the model's end of turn, or at the limits. With
    equal requests, and equally composed batches, answers are equal; in other batches rounding differs, which
    can turn a near tie, above all in bfloat16.

    Args:
        folder: The model, see ``agents.weights``.
        adapter: Folder of a LoRA adapter.
        device: See ``agents.weights.load_model``.
        dtype: See there.
        temperature: 0 takes the most probable token each time.
        max_tokens: Limit of an answer.
        context: Limit of prompt and answer together, in tokens; None takes the model's own.
        batch: Requests that are answered together, at most.
        keep_answers: Whether ``complete`` answers a request that it has answered before as it did then, with
            the times of then: agents that loop cost less, but nothing that measures speed may ask for it.

    Attributes:
        vision: Whether it sees pictures.
    """

    def __init__(
        self,
        folder: str | Path,
        *,
        adapter: str | Path | None = None,
        device: str = "auto",
        dtype: str = "auto",
        temperature: float = 0.0,
        max_tokens: int = 512,
        context: int | None = None,
        batch: int = 16,
        keep_answers: bool = False,
    ) -> None:
        self._model = load_model(folder, adapter=adapter, device=device, dtype=dtype)
        self._processor = load_processor(folder)
        self._tokenizer = getattr(self._processor, "tokenizer", self._processor)
        self.vision = self._tokenizer is not self._processor
        own = self._model.config.get_text_config().max_position_embeddings
        self._room = min(context or own, own) - max_tokens
        self._temperature = temperature
        self._max_tokens = max_tokens
        self._batch = batch
        self._queue = Batcher(self._generate, size=batch, wait=BATCH_WAIT)
        self._keeps = keep_answers and not temperature
        self._kept: OrderedDict[str, Completion] = OrderedDict()

    def complete(
        self,
        messages: list[dict[str, Any]],
        *,
        tools: list[dict[str, Any]] | None = None,
        logprobs: bool = False,
        seed: int = 0,
        temperature: float | None = None,
    ) -> Completion:
        """Answers once, together with what other threads ask at this moment.

        Args:
            messages: The conversation.
            tools: Native tools.
            logprobs: Makes no difference: the log-probabilities come with every answer.
            seed: Of the draws.
            temperature: Overrides the model's.
        """
        request = Request(messages, tools, seed, temperature)
        if not self._keeps or temperature:
            return self._ask(request)
        if (kept := self._kept.get(request.digest)) is None:
            kept = self._kept[request.digest] = self._ask(request)
            if len(self._kept) > KEPT_ANSWERS:
                self._kept.popitem(last=False)
        return copy.copy(kept)

    def _ask(self, request: Request) -> Completion:
        """Answers together with what other threads ask; the wait for them counts."""
        started = time.perf_counter()
        completion = self._queue.ask(request)
        elapsed = time.perf_counter() - started
        completion.first_token = (completion.first_token or 0.0) + elapsed - completion.latency
        completion.latency = elapsed
        return completion

    def complete_batch(self, requests: Sequence[Request]) -> list[Completion]:
        """Answers all, in their order, as many at a time as ``batch`` says."""
        answers: list[Completion] = []
        for first in range(0, len(requests), self._batch):
            answers += self._generate(requests[first : first + self._batch])
        return answers

    def excess(self, messages: list[dict[str, Any]], tools: list[dict[str, Any]] | None = None) -> int:
        """Tokens by which the prompt is too long for an answer of full length; 0 or less if it fits."""
        return self._length(Request(messages, tools)) - self._room

    def _length(self, request: Request) -> int:
        """Tokens of a prompt."""
        pictures = _opened(request.messages)
        size = prompt_size(self._processor, self._text(request), pictures) if pictures else None
        return self._inputs([request])["input_ids"].shape[1] if size is None else size

    def _inputs(self, requests: Sequence[Request]) -> Any:
        texts = [self._text(request) for request in requests]
        pictures = [_pictures(request.messages) for request in requests]
        given: dict[str, Any] = {"images": pictures} if any(pictures) else {}
        return self._processor(
            text=texts, padding=True, return_tensors="pt", add_special_tokens=False, **given
        )

    def _text(self, request: Request) -> str:
        """The conversation as one text; contents in parts only where pictures need them."""
        return self._processor.apply_chat_template(
            [_plain(message) for message in request.messages],
            tools=request.tools,
            tokenize=False,
            add_generation_prompt=True,
        )

    @torch.inference_mode()
    def _generate(self, requests: Sequence[Request]) -> list[Completion]:
        started = time.perf_counter()
        inputs = self._inputs(requests).to(self._model.device)
        length = inputs["input_ids"].shape[1]
        chooser = _Chooser([(request.seed, self._heat(request)) for request in requests])
        output = self._model.generate(
            **inputs,
            do_sample=False,  # the chooser draws
            max_new_tokens=self._max_tokens,
            pad_token_id=self._tokenizer.pad_token_id,
            logits_processor=[chooser],
            stopping_criteria=[_EndOfCall(self._tokenizer, length)],
        )
        first_token, ended = chooser.first_token - started, time.perf_counter() - started
        self._queue.wait = max(BATCH_WAIT, WAIT_SHARE * ended)
        logprobs = torch.stack(chooser.logprobs, dim=1)
        completions = []
        for row, mask, chances in zip(output[:, length:], inputs["attention_mask"], logprobs, strict=True):
            count, stopped = self._measure(row)
            text = self._tokenizer.decode(row[:count], skip_special_tokens=True)
            completions.append(
                Completion(
                    text=text,
                    finish_reason="stop" if stopped or END_OF_CALL in text else "length",
                    tokens_in=int(mask.sum()),
                    tokens_out=count,
                    latency=ended,
                    first_token=first_token,
                    tokens=self._tokens(row[:count], chances[:count]),
                )
            )
        return completions

    def _heat(self, request: Request) -> float:
        return self._temperature if request.temperature is None else request.temperature

    def _tokens(self, row: torch.Tensor, chances: torch.Tensor) -> list[Token]:
        texts = self._tokenizer.batch_decode(row[:, None], clean_up_tokenization_spaces=False)
        return [Token(text, min(chance, 0.0)) for text, chance in zip(texts, chances.tolist(), strict=True)]

    def _measure(self, row: torch.Tensor) -> tuple[int, bool]:
        """Tokens of an answer up to its end, and whether the model itself ended its turn."""
        ends = self._model.generation_config.eos_token_id
        stops = {*(ends if isinstance(ends, list) else [ends]), self._tokenizer.pad_token_id}
        for place, token in enumerate(row.tolist()):
            if token in stops:
                return max(place, 1), True
        return len(row), False


class _Chooser:
    """Chooses every token, and notes how probable it was.

    Each row draws from a generator of its own, so that its answer does not depend on its company. It draws by
    the Gumbel-max trick: the greatest of log p / T plus Gumbel noise is a draw from softmax(log p / T)
    (Gumbel, 1954).
    """

    def __init__(self, draws: list[tuple[int, float]]) -> None:
        """With the seed and the temperature of each row."""
        self._draws = [(torch.Generator().manual_seed(seed), temperature) for seed, temperature in draws]
        self.logprobs: list[torch.Tensor] = []
        self.first_token = 0.0

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        if not self.logprobs:
            self.first_token = time.perf_counter()
        logprobs = scores.float().log_softmax(-1)
        marks = torch.stack(
            [self._marks(row, *draw) for row, draw in zip(logprobs, self._draws, strict=True)]
        )
        self.logprobs.append(logprobs.gather(1, marks.argmax(1, keepdim=True))[:, 0])
        return marks

    @staticmethod
    def _marks(logprobs: torch.Tensor, generator: torch.Generator, temperature: float) -> torch.Tensor:
        if not temperature:
            return logprobs
        noise = -torch.empty(len(logprobs)).exponential_(generator=generator).log()
        return logprobs / temperature + noise.to(logprobs.device)


class _EndOfCall:
    """Ends a row once it has written the end of a call."""

    def __init__(self, tokenizer: Any, length: int) -> None:
        self._tokenizer = tokenizer
        self._length = length

    def __call__(self, input_ids: torch.Tensor, scores: Any, **options: Any) -> torch.Tensor:
        written = input_ids[:, max(self._length, input_ids.shape[1] - _TAIL) :]
        texts = self._tokenizer.batch_decode(written)
        return torch.tensor([END_OF_CALL in text for text in texts], device=input_ids.device)


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    """The message with places for its pictures."""
    if isinstance(message["content"], str):
        return message
    parts = [{"type": "image"} if part["type"] == "image_url" else part for part in message["content"]]
    return message | {"content": parts}


def _pictures(messages: list[dict[str, Any]]) -> list[Image.Image]:
    return [picture.convert("RGB") for picture in _opened(messages)]


def _opened(messages: list[dict[str, Any]]) -> list[Image.Image]:
    """The pictures of a conversation, of which nothing but the header has been read yet."""
    return [
        Image.open(BytesIO(base64.b64decode(part["image_url"]["url"].partition(",")[2])))
        for message in messages
        if not isinstance(message["content"], str)
        for part in message["content"]
        if part["type"] == "image_url"
    ]
