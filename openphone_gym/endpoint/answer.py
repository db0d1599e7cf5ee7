"""A body as a completion, or as the failure that it tells.

What a body must be: a JSON object with a choice that has a message, or a stream of such pieces. All else is
read as far as it makes sense: contents in parts, arguments that are objects, usage that is missing or no
number.
"""

from __future__ import annotations

import contextlib
import json
import math
import re
from collections.abc import Callable
from typing import Any

from openphone_gym.endpoint.completion import Completion, EndedByFailure, Token, reason_of
from openphone_gym.endpoint.http import Reply
from openphone_gym.endpoint.objects import (
    Failed,
    Malformed,
    Object,
    as_object,
    check,
    read_object,
    text_of,
    words_of,
)
from openphone_gym.endpoint.settings import Endpoint
from openphone_gym.endpoint.stream import Stream, events

MOST_TOKENS = 1 << 40
"""No answer has more; a greater number is none."""
BYTES_PER_TOKEN = 4
"""Of UTF-8, for estimates: four Latin letters, or somewhat more than one Chinese character."""
PICTURE_TOKENS = 1000
"""Of a picture, for estimates."""

_THINKING = (
    "thinking",
    "reasoning",
    "thought",
    "redacted_thinking",
    "think",
    "summary_text",
    "reasoning_text",
)

Clean = Callable[[str], str]


def read_answer(reply: Reply, endpoint: Endpoint, request: Object, clean: Clean) -> Completion:
    """The completion in the body of a reply: a whole one or a stream, whatever was asked for.

    Args:
        reply: With a status of success.
        endpoint: For the prices.
        request: What was sent, for estimates.
        clean: Takes secrets out of text.

    Raises:
        Malformed: It is none.
        Failed: It tells a failure.
    """
    body = reply.body.removeprefix(b"\xef\xbb\xbf")
    if body.lstrip()[:1] == b"{":
        answer = read_object(body)
        check(answer)
        choice, usage, first_token = _choice(answer), answer.get("usage"), None
        message = as_object(choice.get("message"))
        if message is None:
            raise Malformed("the choice has no message")
    else:
        stream = Stream()
        for place, event, data in events(body):
            if stream.add(event, data):
                stream.first_token = stream.first_token or reply.arrival(place - 1)
        choice, message = stream.choice, stream.message()
        usage, first_token = stream.usage, stream.first_token
    completion = _completion(choice, message, clean)
    completion.tokens = _tokens(choice.get("logprobs"), clean)
    completion.first_token = first_token
    _count(completion, as_object(usage) or {}, request, clean)
    completion.cost = endpoint.cost(completion.tokens_in, completion.tokens_out)
    return completion


# The parts of an answer


def _choice(answer: Object) -> Object:
    choices = answer.get("choices")
    choice = as_object(choices[0]) if isinstance(choices, list) and choices else None
    if choice is None:
        raise Malformed(f"there is no choice in it {words_of(answer)}".rstrip())
    return choice


def _completion(choice: Object, message: Object, clean: Clean) -> Completion:
    check(choice)
    text, thoughts, refusal = _content(message.get("content"))
    refusal = text_of(message.get("refusal")) or refusal
    thoughts = [*(text_of(message.get(name)) for name in ("reasoning_content", "reasoning")), thoughts]
    calls = _calls(message, clean)
    try:
        reason = reason_of(choice.get("finish_reason"), bool(calls))
    except EndedByFailure as fault:
        raise Failed(str(fault)) from None
    return Completion(
        text=clean(refusal or text),
        reasoning=clean("\n".join(dict.fromkeys(filter(None, thoughts)))),
        finish_reason="refusal" if refusal else reason,
        tool_calls=calls,
    )


def _content(content: Any) -> tuple[str, str, str]:
    """Text, thoughts and refusal of a message's content.

    Raises:
        Malformed: It is neither text nor parts.
    """
    if content is None or isinstance(content, str):
        return content or "", "", ""
    parts = content if isinstance(content, list) else [content]
    texts, thoughts, refusal = [], [], ""
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
        elif not isinstance(part, dict) or not isinstance(part.get("type", "text"), str):
            raise Malformed("the content is neither text nor parts of it")
        elif part.get("type") in _THINKING or part.get("thought") is True:
            thoughts.append(
                text_of(next(filter(None, map(part.get, (part.get("type", ""), "thinking", "text"))), ""))
            )
        elif part.get("type") == "refusal":
            refusal = text_of(part.get("refusal"))
        elif "text" in part:
            texts.append(text_of(part["text"]))
        elif "type" not in part:
            raise Malformed("the content has a part of no type")
    return "".join(texts), "".join(thoughts), refusal


def _calls(message: Object, clean: Clean) -> list[dict[str, str]]:
    calls = message.get("tool_calls") or message.get("function_call") or []
    found = []
    for call in calls if isinstance(calls, list) else [calls]:
        function = as_object(call) and (as_object(call.get("function")) or call)
        if function:
            arguments = function.get("arguments", function.get("input"))
            if not isinstance(arguments, str):
                arguments = json.dumps({} if arguments is None else arguments)
            found.append({"name": clean(text_of(function.get("name"))), "arguments": clean(arguments)})
    return found


def _tokens(logprobs: Any, clean: Clean) -> list[Token]:
    """The tokens, if all of them have a log-probability and none holds a part of a secret."""
    given = (as_object(logprobs) or {}).get("content")
    tokens = [_token(as_object(token) or {}) for token in given] if isinstance(given, list) else []
    known = [token for token in tokens if token is not None]
    answer = "".join(token.text for token in known)
    return known if len(known) == len(tokens) and clean(answer) == answer else []


def _token(given: Object) -> Token | None:
    value = given.get("logprob")
    if not isinstance(value, int | float) or not abs(value) < math.inf:
        return None
    text, raw = text_of(given.get("token")), given.get("bytes")
    with contextlib.suppress(TypeError, ValueError):  # not what they should be: the text has to do
        text = bytes(raw).decode(errors="replace") if isinstance(raw, list) and raw else text
    return Token(text, min(float(value), 0.0))


# Usage


def _count(completion: Completion, usage: Object, request: Object, clean: Clean) -> None:
    """Fills in the tokens: those reported, or estimates where what is reported can't be so."""
    said = [
        completion.text,
        completion.reasoning,
        *(text for call in completion.tool_calls for text in call.values()),
    ]
    least_in, least_out = estimate(request.get("messages")) + estimate(request.get("tools")), estimate(said)
    tokens_in, tokens_out = (_number(usage.get(name)) for name in ("prompt_tokens", "completion_tokens"))
    completion.estimated = not tokens_in or tokens_out is None or (tokens_out == 0 < least_out)
    completion.tokens_in = tokens_in or least_in
    completion.tokens_out = tokens_out or least_out


def _number(value: Any) -> int | None:
    """A number of tokens; None for what is none."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,13}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_TOKENS:
        return None
    return int(value)


def estimate(content: Any) -> int:
    """Tokens of text, or of messages with text and pictures, by a rule of thumb."""
    size, pictures, waiting = 0, 0, [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            size += len(value.encode(errors="replace"))
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            pictures += "image_url" in value
            waiting += [inner for name, inner in value.items() if name != "image_url"]
    return -(-size // BYTES_PER_TOKEN) + pictures * PICTURE_TOKENS
