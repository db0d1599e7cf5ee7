"""The client: a request, its tries, and whose fault a failure is."""

from __future__ import annotations

import contextlib
import email.utils
import json
import logging
import math
import os
import random
import time
from collections.abc import Callable
from typing import Any

from openphone_gym.actions import well_formed
from openphone_gym.endpoint.addresses import is_loopback
from openphone_gym.endpoint.answer import estimate, read_answer
from openphone_gym.endpoint.completion import Completion, plain_name
from openphone_gym.endpoint.errors import EndpointError, EndpointRefused, EndpointTimeout, EndpointUnavailable
from openphone_gym.endpoint.http import Http, Reply
from openphone_gym.endpoint.key import Redactor, read_key
from openphone_gym.endpoint.objects import Failed, Malformed, filtered, read_object, words_of
from openphone_gym.endpoint.settings import LONGEST_PAUSE, Endpoint, check_address
from openphone_gym.endpoint.words import one_line

DEFAULT_URL = "https://api.openai.com/v1"
"""OpenAI's own endpoint."""
FIRST_PAUSE = 0.5
"""Seconds before the second try; each further pause is twice as long."""
RETRIED = frozenset({408, 409, 425, 429})
"""Statuses worth another try, besides all from 500 on."""
FINAL = frozenset({401, 402, 403, 404, 405, 407, 410})
"""Statuses that refuse the settings and not a request, besides redirections."""
WORDS = 500
"""Characters of an error's words."""

logger = logging.getLogger(__name__)

_LOGPROBS = ("logprobs", "top_logprobs")
_FINAL_CODES = frozenset(
    [
        "insufficient_quota",
        "billing_hard_limit_reached",
        "account_deactivated",
        "invalid_api_key",
        "incorrect_api_key",
        "authentication_error",
        "model_not_found",
        "model_not_available",
        "unknown_model",
        "invalid_model",
    ]
)
"""Codes of errors that refuse the settings, whatever the status."""


class ChatClient:
    """A client of one endpoint; safe to share between threads.

    A try lasts at most ``endpoint.timeout`` seconds, whatever comes in how slowly. What may pass is tried
    again with exponential back-off, jitter and ``Retry-After``; a pause lasts at most ``LONGEST_PAUSE``, so
    that a call ends within ``endpoint.longest_call`` seconds.

    An endpoint that refuses log-probabilities, or leaves them out, is asked without them from then on; the
    log says so once.

    Args:
        endpoint: The endpoint's settings.
        sleep: Waits between tries, in seconds.

    Raises:
        EndpointNotConfigured: A remote endpoint's key is not in the environment, or no header could hold it;
            or a proxy of the environment can't be used.
        EndpointError: The HTTP client is missing.
    """

    def __init__(self, endpoint: Endpoint, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.endpoint = endpoint
        self._sleep = sleep
        self._tells_logprobs = True
        # Clients that start together should not try again together: this chance is unseeded on purpose.
        self._jitter = random.Random()
        url = _address(endpoint)
        loopback = is_loopback(url)
        key = read_key(endpoint.api_key_env, None if loopback else endpoint.model)
        self._headers = {"authorization": f"Bearer {key}"} if key else {}
        self._hide = Redactor(key)
        # A proxy of the environment can't reach this machine's own addresses.
        self._http = Http(url, proxies=not loopback)

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

        What the model does wrong is a completion: an answer that is empty, cut, filtered, refused, or only
        thinks aloud. So is a prompt that a filter of the endpoint took offence at.

        Args:
            messages: Chat messages, as the OpenAI API has them.
            schema: JSON schema the answer must follow; only sent where the endpoint allows it.
            tools: Tools the model may call, as the OpenAI API has them.
            logprobs: Whether to ask for log-probabilities, for ``Completion.tokens``.
            temperature: Overrides the endpoint's.
            max_tokens: Overrides the endpoint's.
            seed: Asks for a repeatable answer where the endpoint knows how.
            stream: Whether to have it sent as it is written, for ``Completion.first_token``.

        Raises:
            EndpointTimeout: No whole answer in time, after all retries.
            EndpointUnavailable: Down, overloaded, or no chat completion, after all retries.
            EndpointRefused: The request is refused for good; ``final`` says whether all others are, too.
        """
        settings = self.endpoint
        body: dict[str, Any] = {
            "model": settings.model,
            "messages": messages,
            "temperature": settings.temperature if temperature is None else temperature,
            "max_tokens": settings.max_tokens if max_tokens is None else max_tokens,
            "seed": seed,
            "tools": tools,
            "logprobs": (logprobs and self._tells_logprobs) or None,
        }
        if schema is not None and settings.json_schema:
            form = {"name": "answer", "schema": schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        if stream:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        body |= settings.extra
        body = {name: value for name, value in body.items() if value not in (None, "")}
        started = time.perf_counter()
        completion = self._ask(body)
        completion.latency = time.perf_counter() - started
        return completion

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def _ask(self, body: dict[str, Any]) -> Completion:
        """Asks, and once more without log-probabilities where those are refused."""
        try:
            completion = self._persist(body)
        except EndpointRefused as fault:
            if fault.final or "logprobs" not in body or "logprobs" not in str(fault):
                raise
            bare = {name: value for name, value in body.items() if name not in _LOGPROBS}
            completion = self._persist(bare)
            self._without_logprobs("refuses")
            return completion
        said = completion.text and not completion.tool_calls and completion.cut is None
        if "logprobs" in body and said and not completion.tokens:
            self._without_logprobs("leaves out")
        return completion

    def _without_logprobs(self, why: str) -> None:
        if self._tells_logprobs:
            self._tells_logprobs = False
            what = f"{why} log-probabilities: it is asked without them, and no confidence is known"
            logger.warning("%s", self._words(what))

    def _persist(self, body: dict[str, Any]) -> Completion:
        try:
            sent = json.dumps(body, ensure_ascii=False, allow_nan=False).encode(errors="replace")
        except (TypeError, ValueError, RecursionError) as fault:
            raise EndpointRefused(self._words(f"can't be sent this request ({fault})")) from None
        for attempt in range(self.endpoint.retries + 1):
            try:
                return self._try(body, sent)
            except (EndpointUnavailable, EndpointTimeout) as fault:
                asked = getattr(fault, "retry_after", None)
                if attempt == self.endpoint.retries or (asked or 0) > LONGEST_PAUSE:
                    raise
                self._sleep(self._pause(attempt) if asked is None else asked)
        raise AssertionError("the last try returns or raises")

    def _pause(self, attempt: int) -> float:
        """Seconds: doubled each time, less up to half at random."""
        return min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE) * self._jitter.uniform(0.5, 1.0)

    def _try(self, body: dict[str, Any], sent: bytes) -> Completion:
        """One try, bounded in size and time; failures are typed and hold no key."""
        try:
            reply = self._http.post("chat/completions", sent, self._headers, timeout=self.endpoint.timeout)
        except EndpointError as fault:
            raise type(fault)(self._words(str(fault))) from None
        if not 200 <= reply.status < 300:
            if filtered(reply):
                return self._taken_away(body)
            raise self._refused(reply)
        try:
            return read_answer(reply, self.endpoint, body, self._clean)
        except Malformed as fault:
            raise EndpointUnavailable(self._words(f"answered no chat completion ({fault})")) from None
        except Failed as fault:
            if filtered(reply):
                return self._taken_away(body)
            what = f"failed with status {fault.status} inside an answer: {fault}"
            raise self._failure(fault.status, what, reply) from None

    def _taken_away(self, body: dict[str, Any]) -> Completion:
        """The completion of a prompt that a filter let nobody answer."""
        tokens = estimate(body.get("messages"))
        cost = self.endpoint.cost(tokens, 0)
        return Completion(
            text="", finish_reason="content_filter", tokens_in=tokens, cost=cost, estimated=True
        )

    def _refused(self, reply: Reply) -> EndpointError:
        told = ""
        if reply.status < 400:
            where = (
                f"a redirection to {reply.headers.get('location', 'nowhere')}; set base_url to where it leads"
            )
            return self._failure(reply.status, f"answered with status {reply.status}: {where}", reply)
        with contextlib.suppress(Malformed):
            told = words_of(read_object(reply.body))
        told = told or reply.body[: 8 * WORDS].decode(errors="replace")
        return self._failure(
            reply.status, f"answered with status {reply.status}: {told or 'no words'}", reply
        )

    def _failure(self, status: int, what: str, reply: Reply) -> EndpointError:
        """The typed failure: worth another try, or refused for this request or for all."""
        settings = bool(_codes(reply) & _FINAL_CODES)
        if not settings and (status in RETRIED or status >= 500):
            return EndpointUnavailable(self._words(what), _retry_after(reply.headers.get("retry-after")))
        return EndpointRefused(self._words(what), final=settings or status in FINAL or status < 400)

    def _clean(self, text: str) -> str:
        return self._hide(well_formed(text))

    def _words(self, what: str) -> str:
        # Hidden before it is cut, so that no part of the key is left at the edge.
        return one_line(f"the endpoint of {self.endpoint.model!r} {self._clean(what[: 16 * WORDS])}", WORDS)


def _address(endpoint: Endpoint) -> str:
    url = endpoint.base_url
    if url is None:
        url = check_address(os.environ.get("OPENAI_BASE_URL", "").strip() or DEFAULT_URL, "OPENAI_BASE_URL")
    return url


def _codes(reply: Reply) -> set[str]:
    """The codes and types of error that a body names."""
    try:
        answer = read_object(reply.body)
    except Malformed:
        return set()
    error = answer.get("error")
    told = error if isinstance(error, dict) else answer
    return {plain_name(told[name]) for name in ("code", "type") if isinstance(told.get(name), str)}


def _retry_after(value: str | None) -> float | None:
    """Seconds of a ``Retry-After`` header, given as a number or a date (RFC 9110, section 10.2.3)."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, OverflowError, TypeError):
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None
