"""Language models behind OpenAI-compatible endpoints: settings, one client, typed failures.

A failing endpoint is broken infrastructure: every failure is an ``EndpointError``, and nobody may turn it
into a score. What an endpoint answers is untrusted: it is bounded in size and time, and read against a type.

Secrets come from the environment alone. Settings hold the *name* of the variable with the key; the key is in
no repr, and is taken out of every message.
"""

from __future__ import annotations

import base64
import email.utils
import ipaddress
import math
import os
import random
import re
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import cv2
import msgspec
import numpy as np

FIRST_PAUSE = 0.5
"""Seconds before the second try; each further pause is twice as long."""
LONGEST_PAUSE = 60.0
"""Seconds. No pause is longer; where the endpoint asks for more (``Retry-After``), it counts as down."""
LARGEST_ANSWER = 16 << 20
"""Bytes of an answer's body; more is cut off as a fault."""
RETRIED = frozenset({408, 409, 429})
"""Statuses worth another try, besides all from 500 on."""

Settings = TypeVar("Settings", bound=msgspec.Struct)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PREFIX = re.compile(r"[A-Z][A-Z0-9_]*")


class EndpointError(RuntimeError):
    """The endpoint could not be used: infrastructure, never a score and never an agent's failure."""


class EndpointNotConfigured(EndpointError):
    """Settings are missing or wrong; the message says which variable or argument to set."""


class EndpointUnavailable(EndpointError):
    """Down, overloaded, or answering what is no chat completion, after all retries.

    Attributes:
        retry_after: Seconds the endpoint asked to wait, if it did.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class EndpointTimeout(EndpointError):
    """No whole answer within the time allowed, after all retries."""


class EndpointRefused(EndpointError):
    """The endpoint refuses the request for good: wrong key, unknown model, bad request."""


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An OpenAI-compatible endpoint and model: settings only, no secret inside.

    Attributes:
        model: Name of the model, as the endpoint knows it.
        base_url: Such as ``http://127.0.0.1:8000/v1``; None is the hosted default of the openai client.
        api_key_env: Name of the environment variable with the key; loopback endpoints need none.
        vision: Whether the model sees pictures.
        json_schema: Whether answers may be bound to a JSON schema (``response_format``).
        temperature: Default sampling temperature.
        max_tokens: Default limit of an answer, in tokens.
        timeout: Seconds for one try.
        retries: Further tries after the first.
        price_in: US dollars per million prompt tokens.
        price_out: US dollars per million completion tokens.
        extra: Merged over the body of every request; None or an empty text takes a field out, such as the
            ``temperature`` of models that refuse one.
    """

    model: str
    base_url: str | None = None
    api_key_env: str = "OPENAI_API_KEY"
    vision: bool = True
    json_schema: bool = True
    temperature: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    max_tokens: Annotated[int, msgspec.Meta(ge=1)] = 1024
    timeout: Annotated[float, msgspec.Meta(gt=0)] = 60.0
    retries: Annotated[int, msgspec.Meta(ge=0, le=20)] = 4
    price_in: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    price_out: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    extra: dict[str, Any] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuses a key where the name of its variable, or a plain address, belongs."""
        if not _NAME.fullmatch(self.api_key_env):
            raise ValueError("api_key_env is the name of an environment variable, not the key itself")
        if self.base_url is not None:
            address = urlsplit(self.base_url)
            if address.scheme not in ("http", "https") or not address.hostname:
                raise ValueError("base_url is an http or https address, such as http://127.0.0.1:8000/v1")
            if address.username or address.password or address.query:
                raise ValueError("base_url holds no user, password or query; a key is named by api_key_env")

    @classmethod
    def load(cls, source: str, **changes: Any) -> Endpoint:
        """Reads settings from a TOML file or from environment variables.

        Args:
            source: Path of a TOML file, with a table behind a colon where it has several
                (``judge.toml``, ``endpoints.toml:cloud``); or a prefix of variables in capital letters
                (``OPENPHONE_JUDGE`` reads ``OPENPHONE_JUDGE_MODEL``, ``OPENPHONE_JUDGE_BASE_URL``, ...).
            **changes: Settings that override those of the source.

        Raises:
            EndpointNotConfigured: The model is missing, a setting is unknown or has no such value.
        """
        return convert_settings(source, read_settings(source, cls.__struct_fields__) | changes, cls)

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """US dollars of this many prompt and completion tokens."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1e6


def is_prefix(source: str) -> bool:
    """Whether a source of settings is a prefix of environment variables."""
    return bool(_PREFIX.fullmatch(source))


def setting_name(source: str, name: str) -> str:
    """How people set a setting of a source: a variable, or a key of a file."""
    return f"{source}_{name.upper()}" if is_prefix(source) else f"{name!r} in {source}"


def read_settings(source: str, names: Iterable[str]) -> dict[str, Any]:
    """Settings of a source (see ``Endpoint.load``): the named ones from variables, or all of a file's table.

    Raises:
        EndpointNotConfigured: The file or its table is missing or no TOML.
    """
    if not is_prefix(source):
        return _read_table(source)
    variables = {name: os.environ.get(setting_name(source, name)) for name in names}
    values: dict[str, Any] = {name: value for name, value in variables.items() if value}
    if "extra" in values:
        try:
            values["extra"] = msgspec.json.decode(values["extra"])
        except msgspec.DecodeError:
            raise EndpointNotConfigured(f"{setting_name(source, 'extra')} must be a JSON object") from None
    return values


def convert_settings(source: str, values: dict[str, Any], kind: type[Settings]) -> Settings:
    """Settings as a struct; every key must be one of its fields.

    Raises:
        EndpointNotConfigured: A setting is missing, unknown or has no such value; values are not quoted.
    """
    fields = {field.name: field.required for field in msgspec.structs.fields(kind)}
    if unknown := sorted(set(values) - set(fields)):
        raise EndpointNotConfigured(f"{source} has no setting {unknown[0]!r}; there are {', '.join(fields)}")
    for name, required in fields.items():
        if required and not values.get(name):
            where = setting_name(source, "base_url")
            hint = f", and {where} unless the client's default is meant" if "base_url" in fields else ""
            raise EndpointNotConfigured(f"no {name} is configured: set {setting_name(source, name)}{hint}")
    try:
        return msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as fault:
        raise EndpointNotConfigured(f"the settings of {source} are wrong: {fault}") from None


def _read_table(source: str) -> dict[str, Any]:
    path, _, table = source.partition(".toml:")
    file = Path(f"{path}.toml" if table else source)
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise EndpointNotConfigured(
            f"{file} can't be read ({type(fault).__name__}): name a TOML file, "
            "or a prefix of environment variables in capital letters"
        ) from None
    if not table:
        return values
    if not isinstance(values.get(table), dict):
        raise EndpointNotConfigured(f"{file} has no table [{table}]; there are {', '.join(values)}")
    return values[table]


class Completion(msgspec.Struct, kw_only=True):
    """What a model answered.

    Attributes:
        text: The answer; empty where it only calls tools or only reasons. A refusal's words where
            ``finish_reason`` says so.
        reasoning: What the model thought aloud, where the endpoint keeps it apart from the answer.
        finish_reason: ``stop``, ``length``, ``tool_calls``, ``content_filter``, or ``refusal``.
        tokens_in: Prompt tokens of the try that succeeded.
        tokens_out: Completion tokens of it.
        latency: Seconds, all tries and pauses together.
        first_token: Seconds from the start of the try that succeeded to its first token; None where the
            answer came as a whole.
        cost: US dollars, by the endpoint's prices.
        confidence: Mean probability of the answer's tokens, as exp of the mean log-probability; None where
            none were asked for or given.
        tool_calls: ``{"name": ..., "arguments": JSON text}`` each.
        estimated: Whether tokens, and so cost, are estimates from characters, since none were reported.
    """

    text: str
    reasoning: str = ""
    finish_reason: str
    tokens_in: int = 0
    tokens_out: int = 0
    latency: float = 0.0
    first_token: float | None = None
    cost: float = 0.0
    confidence: float | None = None
    tool_calls: list[dict[str, str]] = msgspec.field(default_factory=list)
    estimated: bool = False

    @property
    def cut(self) -> str | None:
        """Why the answer is not whole, in words that follow "the answer was not taken: "; None if it is."""
        if self.finish_reason == "length":
            known = self.tokens_out and not self.estimated
            return f"it was cut at the limit of {self.tokens_out if known else 'its'} tokens"
        return {"content_filter": "it was filtered", "refusal": "it was refused"}.get(self.finish_reason)


class ChatClient:
    """A client of one endpoint; safe to share between threads.

    Tries again with exponential back-off, jitter and ``Retry-After``. A try lasts at most twice
    ``endpoint.timeout`` and a pause at most ``LONGEST_PAUSE``, so that every call ends.

    Args:
        endpoint: The endpoint's settings.
        sleep: Waits between tries, in seconds.

    Raises:
        EndpointNotConfigured: A remote endpoint's key is not in the environment.
        EndpointError: The openai package is missing.
    """

    def __init__(self, endpoint: Endpoint, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.endpoint = endpoint
        self._sleep = sleep
        # Clients that start together should not try again together: this chance is unseeded on purpose.
        self._jitter = random.Random()
        self._openai = _import_openai()
        base_url = endpoint.base_url or os.environ.get("OPENAI_BASE_URL")
        loopback = _is_loopback(base_url)
        self._key = _api_key(endpoint, loopback)
        self._client = self._openai.OpenAI(
            base_url=base_url,
            api_key=self._key,
            timeout=endpoint.timeout,
            max_retries=0,
            # A proxy of the environment can't reach this machine's own loopback address.
            http_client=self._openai.DefaultHttpxClient(trust_env=not loopback, follow_redirects=False),
        )

    def __repr__(self) -> str:
        return f"ChatClient({self.endpoint.model!r})"

    def __deepcopy__(self, memo: dict[int, Any]) -> ChatClient:
        """The client itself: Gymnasium copies the arguments of environments, connections are shared."""
        return self

    def __reduce__(self) -> tuple[type[ChatClient], tuple[Endpoint]]:
        """Other processes connect anew."""
        return ChatClient, (self.endpoint,)

    def complete(
        self,
        messages: list[dict[str, Any]],
        *,
        schema: dict[str, Any] | None = None,
        tools: list[dict[str, Any]] | None = None,
        logprobs: bool = False,
        temperature: float | None = None,
        max_tokens: int | None = None,
        seed: int | None = None,
        stream: bool = False,
    ) -> Completion:
        """Asks the model once, with retries.

        Args:
            messages: Chat messages, as the OpenAI API has them.
            schema: JSON schema the answer must follow; only sent where the endpoint allows it.
            tools: Tools the model may call, as the OpenAI API has them.
            logprobs: Whether to ask for log-probabilities, for ``Completion.confidence``.
            temperature: Overrides the endpoint's.
            max_tokens: Overrides the endpoint's.
            seed: Asks for a repeatable answer where the endpoint knows how.
            stream: Whether to have it sent as it is written, for ``Completion.first_token``; tool calls are
                not read from a stream.

        Raises:
            EndpointTimeout: No whole answer in time, after all retries.
            EndpointUnavailable: Down, overloaded, or no chat completion, after all retries.
            EndpointRefused: The request is refused for good.
        """
        settings = self.endpoint
        body: dict[str, Any] = {
            "model": settings.model,
            "messages": messages,
            "temperature": settings.temperature if temperature is None else temperature,
            "max_tokens": settings.max_tokens if max_tokens is None else max_tokens,
            "seed": seed,
            "tools": tools,
            "logprobs": logprobs or None,
        }
        if schema is not None and settings.json_schema:
            form = {"name": "answer", "schema": schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        if stream:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        body |= settings.extra
        started = time.perf_counter()
        completion = self._persist({name: value for name, value in body.items() if value not in (None, "")})
        completion.latency = time.perf_counter() - started
        return completion

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _persist(self, body: dict[str, Any]) -> Completion:
        for attempt in range(self.endpoint.retries + 1):
            try:
                return self._try(body)
            except (EndpointUnavailable, EndpointTimeout) as fault:
                asked = getattr(fault, "retry_after", None)
                if attempt == self.endpoint.retries or (asked or 0) > LONGEST_PAUSE:
                    raise
                self._sleep(self._pause(attempt) if asked is None else asked)
        raise AssertionError("the last try returns or raises")

    def _pause(self, attempt: int) -> float:
        """Seconds: doubled each time, less up to half at random."""
        return min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE) * self._jitter.uniform(0.5, 1.0)

    def _try(self, body: dict[str, Any]) -> Completion:
        """One try, bounded in size and time; failures are typed and hold no key."""
        started = time.perf_counter()
        deadline = time.monotonic() + self.endpoint.timeout
        model, messages = body["model"], body["messages"]
        streaming = self._client.chat.completions.with_streaming_response
        try:
            with streaming.create(model=model, messages=messages, extra_body=body) as response:
                chunks = self._bounded(response.iter_bytes(), deadline)
                if body.get("stream"):
                    return _streamed(_lines(chunks), self.endpoint, started)
                return _completion(msgspec.json.decode(b"".join(chunks), type=_Answer), self.endpoint)
        except EndpointError:
            raise
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
            raise EndpointUnavailable(self._words(f"answered no chat completion ({fault})")) from None
        except self._openai.APIStatusError as fault:
            raise self._refused(fault) from None
        except self._openai.APITimeoutError:
            raise self._late() from None
        except Exception as fault:
            # The body is read by an HTTP library that the openai client chooses, with errors of its own.
            if time.monotonic() >= deadline:
                raise self._late() from None
            raise EndpointUnavailable(
                self._words(f"is not reached ({type(fault).__name__}: {fault})")
            ) from None

    def _bounded(self, chunks: Iterable[bytes], deadline: float) -> Iterator[bytes]:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST_ANSWER:
                raise EndpointUnavailable(self._words(f"answered more than {LARGEST_ANSWER} bytes"))
            if time.monotonic() >= deadline:
                raise self._late()
            yield chunk

    def _refused(self, fault: Any) -> EndpointError:
        words = self._words(f"answered with status {fault.status_code}: {fault.message}")
        if fault.status_code in RETRIED or fault.status_code >= 500:
            return EndpointUnavailable(words, _retry_after(fault.response.headers.get("retry-after")))
        return EndpointRefused(words)

    def _late(self) -> EndpointTimeout:
        return EndpointTimeout(self._words(f"gave no whole answer within {self.endpoint.timeout:g} s"))

    def _words(self, what: str) -> str:
        return f"the endpoint of {self.endpoint.model!r} {what.replace(self._key, '***')[:500]}"


class _Function(msgspec.Struct):
    name: str
    arguments: str


class _ToolCall(msgspec.Struct):
    function: _Function


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_ToolCall] | None = None


class _Token(msgspec.Struct):
    logprob: float


class _Logprobs(msgspec.Struct):
    content: list[_Token] | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None
    logprobs: _Logprobs | None = None


_Tokens = Annotated[int, msgspec.Meta(ge=0, le=1 << 40)]


class _Usage(msgspec.Struct):
    prompt_tokens: _Tokens = 0
    completion_tokens: _Tokens = 0


class _Answer(msgspec.Struct):
    """The part of a chat completion that is read."""

    choices: Annotated[list[_Choice], msgspec.Meta(min_length=1)]
    usage: _Usage | None = None


def _completion(answer: _Answer, endpoint: Endpoint) -> Completion:
    choice, usage = answer.choices[0], answer.usage or _Usage()
    message, reason = choice.message, choice.finish_reason or "stop"
    calls = [{"name": c.function.name, "arguments": c.function.arguments} for c in message.tool_calls or ()]
    if message.refusal:
        reason = "refusal"
    elif message.content is None and not calls and reason not in ("length", "content_filter"):
        raise msgspec.ValidationError("the message has neither content nor tool calls")
    return Completion(
        text=message.refusal or message.content or "",
        finish_reason=reason,
        tokens_in=usage.prompt_tokens,
        tokens_out=usage.completion_tokens,
        cost=endpoint.cost(usage.prompt_tokens, usage.completion_tokens),
        confidence=_confidence(choice.logprobs),
        tool_calls=calls,
    )


class _Piece(msgspec.Struct):
    """A choice of a chunk of a streamed answer."""

    delta: _Message
    finish_reason: str | None = None
    logprobs: _Logprobs | None = None


class _Chunk(msgspec.Struct):
    choices: list[_Piece] = []
    usage: _Usage | None = None


def _streamed(lines: Iterable[bytes], endpoint: Endpoint, started: float) -> Completion:
    """The completion that is sent as server-sent events, one a line."""
    words: list[str] = []
    logprobs: list[_Token] = []
    reason, usage, first_token = None, None, None
    for line in lines:
        if not line.startswith(b"data:") or line.endswith(b"[DONE]"):
            continue
        chunk = msgspec.json.decode(line.removeprefix(b"data:"), type=_Chunk)
        usage = chunk.usage or usage
        for piece in chunk.choices[:1]:
            reason = piece.finish_reason or reason
            logprobs += (piece.logprobs and piece.logprobs.content) or []
            if piece.delta.content:
                words.append(piece.delta.content)
                first_token = first_token or time.perf_counter() - started
    if reason is None:
        raise msgspec.ValidationError("the stream broke off")
    choice = _Choice(_Message("".join(words)), reason, _Logprobs(logprobs))
    completion = _completion(_Answer([choice], usage), endpoint)
    completion.first_token = first_token
    return completion


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Whole lines, without their ends."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line.rstrip() for line in whole)
    yield rest.rstrip()


def _confidence(logprobs: _Logprobs | None) -> float | None:
    if logprobs is None or not logprobs.content:
        return None
    mean = sum(token.logprob for token in logprobs.content) / len(logprobs.content)
    return math.exp(min(mean, 0.0))


def _retry_after(value: str | None) -> float | None:
    """Seconds of a ``Retry-After`` header, given as a number or a date (RFC 9110, section 10.2.3)."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _import_openai() -> Any:
    try:
        import openai
    except ImportError as fault:
        raise EndpointError(
            "endpoints need the openai client: pip install 'openphone_gym[agents]'"
        ) from fault
    return openai


def _is_loopback(base_url: str | None) -> bool:
    host = urlsplit(base_url or "").hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _api_key(endpoint: Endpoint, loopback: bool) -> str:
    if key := os.environ.get(endpoint.api_key_env):
        return key
    if loopback:
        return "none-needed"
    raise EndpointNotConfigured(
        f"the endpoint of {endpoint.model!r} needs a key: set the environment variable {endpoint.api_key_env}"
    )


def image_part(
    frame: np.ndarray, *, long_side: int | None = None, quality: int | None = None
) -> dict[str, Any]:
    """A picture as a part of a chat message, inside a data URL.

    Args:
        frame: uint8 RGB (H, W, 3).
        long_side: Pixels of the longer side; a larger picture is shrunk, a smaller one is left alone.
        quality: JPEG quality, 1 to 100; None gives PNG.

    Raises:
        ValueError: ``frame`` is no picture.
    """
    if frame.ndim != 3 or frame.shape[2] != 3 or frame.dtype != np.uint8 or not frame.size:
        raise ValueError(f"a frame is uint8 (H, W, 3), not {frame.dtype} {frame.shape}")
    height, width = frame.shape[:2]
    if long_side is not None and (ratio := long_side / max(height, width)) < 1:
        size = (max(1, round(width * ratio)), max(1, round(height * ratio)))
        frame = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    kind, options = ("png", []) if quality is None else ("jpeg", [cv2.IMWRITE_JPEG_QUALITY, quality])
    _, data = cv2.imencode(f".{kind}", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), options)
    url = f"data:image/{kind};base64,{base64.b64encode(data.tobytes()).decode('ascii')}"
    return {"type": "image_url", "image_url": {"url": url}}
