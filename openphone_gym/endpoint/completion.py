"""What a model answered."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import msgspec

Reason = Literal["stop", "length", "tool_calls", "content_filter", "refusal", "unknown"]
"""Why an answer ended, whatever an endpoint calls it.

==================  ===========================================================================
``stop``            the model ended its turn
``tool_calls``      the same, with a call of a tool
``length``          a limit of tokens cut it
``content_filter``  a filter of the endpoint took it, or some of it, away
``refusal``         the model declined, in words of its own
``unknown``         the endpoint gave a reason that is none of these
==================  ===========================================================================
"""

_FAILED = "failed"
_NAMES = {
    "stop": "stop end_turn stop_sequence eos eos_token end complete completed finished success",
    "tool_calls": "tool_calls tool_call tool_use function_call function_calls",
    "length": "length max_tokens max_output_tokens max_length model_length token_limit incomplete truncated "
    "context_length model_context_window_exceeded",
    "content_filter": "content_filter contentfilter content_filtered filtered safety recitation blocklist "
    "blocked prohibited_content spii sensitive",
    "refusal": "refusal refused",
    _FAILED: "error errored failed failure abort aborted cancelled canceled timeout overloaded network_error "
    "insufficient_system_resource internal_error server_error malformed_response",
}
_REASONS = {name: reason for reason, names in _NAMES.items() for name in names.split()}


class EndedByFailure(ValueError):
    """An answer ended because the endpoint failed; the message names the reason as it was given."""


def plain_name(given: str) -> str:
    """An endpoint's name of a reason or an error, without differences of case and hyphens."""
    return given.strip().casefold().replace("-", "_").replace(" ", "_")


def reason_of(given: Any, calls: bool) -> str:
    """The ``Reason`` that an endpoint's own name of it means; an answer without one is whole.

    Raises:
        EndedByFailure: The endpoint says that it failed.
    """
    if given is None or given == "":
        return "tool_calls" if calls else "stop"
    reason = _REASONS.get(plain_name(given), "unknown") if isinstance(given, str) else "unknown"
    if reason == _FAILED:
        raise EndedByFailure(f"the answer ended with {given!r}")
    return reason


class Token(NamedTuple):
    """A token of an answer.

    Attributes:
        text: Its text; what is no whole character in it is replaced.
        logprob: Its log-probability, 0 or less.
    """

    text: str
    logprob: float


class Completion(msgspec.Struct, kw_only=True):
    """What a model answered.

    Attributes:
        text: The answer; empty where it only calls tools or only thinks aloud. A refusal's words where
            ``finish_reason`` says so.
        reasoning: What the model thought aloud, where the endpoint keeps it apart from the answer.
        finish_reason: One of ``Reason``.
        tokens_in: Prompt tokens of the try that succeeded.
        tokens_out: Completion tokens of it.
        latency: Seconds, all tries and pauses together.
        first_token: Seconds from the start of the try that succeeded to its first token; None where the
            answer came as a whole.
        cost: US dollars, by the endpoint's prices.
        tokens: The answer token by token, with reasoning, tags and calls as the model wrote them; empty where
            log-probabilities were not asked for or not given.
        tool_calls: ``{"name": ..., "arguments": JSON text}`` each.
        estimated: Whether tokens, and so cost, are estimates from characters, since the endpoint did not
            report them, or nothing that could be so.
    """

    text: str
    reasoning: str = ""
    finish_reason: str
    tokens_in: int = 0
    tokens_out: int = 0
    latency: float = 0.0
    first_token: float | None = None
    cost: float = 0.0
    tokens: list[Token] = msgspec.field(default_factory=list)
    tool_calls: list[dict[str, str]] = msgspec.field(default_factory=list)
    estimated: bool = False

    @property
    def cut(self) -> str | None:
        """Why the answer is not whole, in words that follow "the answer was not taken: "; None if it is."""
        if self.finish_reason == "length":
            known = self.tokens_out and not self.estimated
            return f"it was cut at the limit of {self.tokens_out if known else 'its'} tokens"
        return _CUTS.get(self.finish_reason)


_CUTS = {
    "content_filter": "it was filtered",
    "refusal": "it was refused",
    "unknown": "it ended for an unknown reason",
}
