"""A vLLM server answers, and loads the adapter that is trained."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zlib import crc32

import msgspec
from transformers import ProcessorMixin
from trl.data_utils import prepare_multimodal_messages

from agents.chat_template import ControlTokens
from openphone_gym.endpoint import (
    EndpointError,
    EndpointRefused,
    EndpointUnavailable,
    Http,
    check_address,
    is_loopback,
)
from openphone_gym.endpoint.http import Reply
from openphone_gym.endpoint.words import one_line
from training.configs import EpisodeConfig
from training.pictures import size_with_pictures, with_pictures
from training.policies.adapters import PREFIX
from training.preflight import Unfit
from training.turns import Answer, Messages

SERVER_TIMEOUT = 600.0
"""Seconds for an answer, the wait for others before it included."""
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0, 60.0)
"""Seconds between tries: five minutes, in which a server can be started anew."""
CERTAIN = -1e-3
"""Least log-probability of a token that had to be drawn."""
WORDS = 500
"""Characters of an error's words."""

_Result = TypeVar("_Result")


class ModelGone(EndpointUnavailable):
    """The server has no such adapter: it was started anew, or somebody unloaded it."""


class ServerPolicy:
    """A vLLM server that answers, and loads the adapter that is trained.

    Whether an adapter is loaded is asked of the server, never remembered: either side may have been started
    anew. What may pass, a restart included, is waited for (``PAUSES``).

    Each conversation is a request of its own, with a seed of its own for its draws, and the server batches
    those that are under way; in other batches its rounding may differ.

    Args:
        base_url: Such as ``http://127.0.0.1:8000/v1``.
        processor: The model's tokenizer or processor.
        config: Limits, and all that decides how tokens are drawn.
        stops: Tokens that end an answer.
        sleep: Waits, in seconds.

    Raises:
        Unfit: The settings need what the server can't give.
        EndpointError: The address is none, or a proxy of the environment can't be used.
    """

    at_once = 0
    concurrent = True

    def __init__(
        self,
        base_url: str,
        processor: Any,
        config: EpisodeConfig,
        stops: Sequence[int] = (),
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not (config.lora_rank or config.adapter):
            raise Unfit("a server gets new weights as a LoRA adapter: set lora_rank")
        base_url = check_address(base_url, "server")
        self._http = Http(base_url, proxies=not is_loopback(base_url))
        self._processor = processor
        self._config = config
        self._stops = list(stops)
        self._sleep = sleep
        self._model, self._folder = "", Path()
        self._needed: deque[str] = deque(maxlen=config.ahead + 1)
        self._checked = False
        self._checking = threading.Lock()
        self._tokenizing = threading.Lock()

    # Adapters

    def use(self, folder: Path) -> None:
        """Answers with this adapter from now on, which is known by the folder's name."""
        self._model, self._folder = folder.name, folder

    def load(self, folder: Path) -> None:
        """Makes the server have an adapter, beside it those that ``ahead`` still needs, and no other of ours.

        Raises:
            EndpointError: The server failed.
        """
        self._retried(partial(self._ensure, folder))
        if folder.name not in self._needed:
            self._needed.append(folder.name)
        for name in self._retried(self._names):
            if name not in self._needed and name.startswith(PREFIX):
                self._unload(name)

    def _ensure(self, folder: Path) -> None:
        """Loads an adapter unless it is there; of several processes that try, one succeeds."""
        if folder.name in self._names():
            return
        try:
            asked = {"lora_name": folder.name, "lora_path": str(folder.resolve())}
            self._post("load_lora_adapter", asked)
        except EndpointRefused:
            if folder.name not in self._names():
                raise

    def _unload(self, name: str) -> None:
        try:
            self._post("unload_lora_adapter", {"lora_name": name})
        except EndpointError:  # one that stays takes room, and does no other harm
            return

    def _names(self) -> list[str]:
        """What the server has: the model, and adapters."""
        reply = self._sent("models", lambda: self._http.get("models", timeout=SERVER_TIMEOUT))
        return [each.id for each in _read(reply.body, _Models).data]

    # Answers

    def answer(
        self, conversations: Sequence[Messages], seeds: Sequence[str], *, greedy: bool = False
    ) -> list[Answer]:
        """Answers all conversations.

        Raises:
            EndpointError: The server failed, after all tries.
        """
        with self._checking:
            if not self._checked:
                self._retried(self._check_logprobs)
                self._checked = True
        ask = self._answer_text if self._config.mode == "xml" else self._answer_chat
        found = []
        for messages, seed in zip(conversations, seeds, strict=True):
            sampling = self._sampling(greedy) | {"seed": crc32(seed.encode())}
            found.append(self._retried(partial(ask, messages, sampling)))
        return found

    def excess(self, messages: Messages, tools: Any = None) -> int:
        """Tokens that a prompt is too long by."""
        options = _settings(self._config.chat_template_kwargs)
        with self._tokenizing:
            size = size_with_pictures(self._processor, messages, **options)
        if size is None:
            size = len(self._tokens(messages))
        return size + self._config.max_completion_length - self._config.context

    def _answer_text(self, messages: Messages, sampling: dict[str, Any]) -> Answer:
        """One conversation without pictures, as tokens."""
        prompt = self._tokens(messages)
        choice = self._complete(prompt, sampling)
        told = choice.logprobs.token_logprobs
        return _answer(choice.text, prompt, choice.token_ids, told, choice.finish_reason)

    def _complete(self, prompt: list[int], sampling: dict[str, Any]) -> _Choice:
        body = {"prompt": [prompt], "logprobs": 1, **sampling}
        return _read(self._post("completions", body), _Completions).choices[0]

    def _answer_chat(self, messages: Messages, sampling: dict[str, Any]) -> Answer:
        """One conversation with its pictures, which no list of tokens can hold."""
        prompt = self._tokens(messages)
        plain = ControlTokens(self._tokenizer).plain_in(messages)  # the server's template is not guarded
        body = {"messages": plain, "logprobs": True, "top_logprobs": 0, **sampling}
        found = _read(self._post("chat/completions", body), _Chat)
        if found.prompt_token_ids is not None and found.prompt_token_ids != prompt:
            raise EndpointRefused(
                f"the server reads a prompt of {len(prompt)} tokens as {len(found.prompt_token_ids)} others: "
                "serve the model that is trained, with its own template and size of pictures",
                final=True,
            )
        choice = found.choices[0]
        told = [each.logprob for each in choice.logprobs.content]
        return _answer(choice.message.content or "", prompt, choice.token_ids, told, choice.finish_reason)

    def _sampling(self, greedy: bool) -> dict[str, Any]:
        """All that decides how tokens are drawn: what is left out, servers take from the model's files."""
        config = self._config
        sampling: dict[str, Any] = {
            "model": self._model,
            "max_tokens": config.max_completion_length,
            "temperature": 0.0 if greedy else config.temperature,
            "top_p": config.top_p,
            "top_k": config.top_k,
            "min_p": config.min_p or 0.0,
            "repetition_penalty": config.repetition_penalty,
            "presence_penalty": 0.0,
            "frequency_penalty": 0.0,
            "stop_token_ids": self._stops,
            "return_token_ids": True,
        }
        return sampling | _settings(self._config.generation_kwargs)

    def _check_logprobs(self) -> None:
        """Refuses a server that tells the probabilities of the bare model, not those that it drew by.

        Where a single token may be drawn, its probability is 1; the bare model gives it less.
        """
        prompt = self._tokens([{"role": "user", "content": "Hello"}])
        choice = self._complete(prompt, self._sampling(False) | {"max_tokens": 1, "top_k": 1})
        if choice.logprobs.token_logprobs[0] < CERTAIN:
            raise EndpointRefused(
                "the server tells log-probabilities that are not those of its draws: start it with "
                "training.serve --lora, or vLLM with --logprobs-mode processed_logprobs",
                final=True,
            )

    @property
    def _tokenizer(self) -> Any:
        return getattr(self._processor, "tokenizer", self._processor)

    def _tokens(self, messages: Messages) -> list[int]:
        shown: Any = with_pictures(messages)
        if isinstance(self._processor, ProcessorMixin):
            shown = prepare_multimodal_messages(shown)
        options = _settings(self._config.chat_template_kwargs)
        with self._tokenizing:
            found: Any = self._processor.apply_chat_template(
                [shown], add_generation_prompt=True, tokenize=True, return_dict=True, **options
            )
        return list(found["input_ids"][0])

    # Requests

    def _retried(self, work: Callable[[], _Result]) -> _Result:
        """Does what may fail for a while, until it succeeds or ``PAUSES`` are over.

        Raises:
            EndpointError: What failed last.
        """
        for pause in PAUSES:
            try:
                return self._there(work)
            except EndpointUnavailable:
                self._sleep(pause)
        return self._there(work)

    def _there(self, work: Callable[[], _Result]) -> _Result:
        """Does it, once more with the adapter loaded where the server has lost it."""
        try:
            return work()
        except ModelGone:
            self._ensure(self._folder)
            return work()

    def _post(self, path: str, body: dict[str, Any]) -> bytes:
        data = msgspec.json.encode(body)
        return self._sent(path, lambda: self._http.post(path, data, {}, timeout=SERVER_TIMEOUT)).body

    def _sent(self, path: str, send: Callable[[], Reply]) -> Reply:
        try:
            reply = send()
        except EndpointError as fault:
            raise type(fault)(f"the server {fault}; start training.serve with --lora") from None
        if reply.status < 300:
            return reply
        told = reply.body[: 4 * WORDS].decode(errors="replace")
        words = one_line(f"the server refused {path}: {told}", WORDS)
        if reply.status == 404 and path.endswith("completions") and "does not exist" in told:
            raise ModelGone(words)
        if reply.status >= 500 or reply.status in (408, 429):
            raise EndpointUnavailable(words)
        raise EndpointRefused(words)


def _answer(text: str, prompt: list[int], ids: list[int], told: list[float], reason: str | None) -> Answer:
    if not ids or len(ids) != len(told):
        raise EndpointRefused("the server told no tokens of its answers: vLLM from 0.11 on does")
    return Answer(text, prompt, ids, told, reason or "stop")


_Shape = TypeVar("_Shape")


def _read(body: bytes, shape: type[_Shape]) -> _Shape:
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        raise EndpointUnavailable(one_line(f"the server answered no completions: {fault}", WORDS)) from None


# What vLLM answers


class _Model(msgspec.Struct):
    id: str


class _Models(msgspec.Struct):
    data: list[_Model]


def _settings(given: Any) -> dict[str, Any]:
    """What TRL takes as a mapping or as JSON, which its parser has read by now."""
    return dict(given or {})


class _Logprobs(msgspec.Struct):
    token_logprobs: list[float]


class _Choice(msgspec.Struct):
    text: str
    logprobs: _Logprobs
    finish_reason: str | None = None
    token_ids: list[int] = []


class _Completions(msgspec.Struct):
    choices: Annotated[list[_Choice], msgspec.Meta(min_length=1)]


class _Told(msgspec.Struct):
    logprob: float


class _ToldTokens(msgspec.Struct):
    content: list[_Told]


class _Message(msgspec.Struct):
    content: str | None = None


class _ChatChoice(msgspec.Struct):
    message: _Message
    logprobs: _ToldTokens
    finish_reason: str | None = None
    token_ids: list[int] = []


class _Chat(msgspec.Struct):
    choices: Annotated[list[_ChatChoice], msgspec.Meta(min_length=1)]
    prompt_token_ids: list[int] | None = None
