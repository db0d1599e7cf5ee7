"""A body as a completion, or as the failure that it tells.

What a body must be: a JSON object with a choice that has a message, or a stream of such pieces. All else is
read as far as it makes sense: contents in parts, arguments that are objects, usage that is missing or no
number.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from openphone_gym.endpoint.completion import Completion, EndedByFailure, plain_name, reason_of
from openphone_gym.endpoint.http import Reply
from openphone_gym.endpoint.settings import Endpoint

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

Object = dict[str, Any]
Clean = Callable[[str], str]


class Malformed(ValueError):
    """The body is no chat completion; the message says why."""


class Failed(ValueError):
    """The body tells a failure in place of an answer.

    Attributes:
        status: The HTTP status that it names, or that fits.
    """

    def __init__(self, message: str, status: int = 500) -> None:
        super().__init__(message)
        self.status = status


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
        _check(answer)
        choice, usage, first_token = _choice(answer), answer.get("usage"), None
        message = _object(choice.get("message"))
        if message is None:
            raise Malformed("the choice has no message")
    else:
        stream = _Stream()
        for place, event, data in _events(body):
            if stream.add(event, data):
                stream.first_token = stream.first_token or reply.arrival(place - 1)
        choice, message = stream.choice, stream.message()
        usage, first_token = stream.usage, stream.first_token
    completion = _completion(choice, message, clean)
    completion.confidence = _confidence(choice.get("logprobs"))
    completion.first_token = first_token
    _count(completion, _object(usage) or {}, request, clean)
    completion.cost = endpoint.cost(completion.tokens_in, completion.tokens_out)
    return completion


def filtered(reply: Reply) -> bool:
    """Whether an error says that a filter took offence: that is about what the model was told or wrote."""
    try:
        answer = read_object(reply.body)
    except Malformed:
        return False
    error = _object(answer.get("error")) or answer
    names = [error.get("code"), error.get("type"), (_object(error.get("innererror")) or {}).get("code")]
    return any(isinstance(name, str) and plain_name(name) in _FILTERS for name in names)


_FILTERS = {
    "content_filter",
    "content_policy_violation",
    "responsibleaipolicyviolation",
    "content_filter_error",
    "data_inspection_failed",
}


def words_of(answer: Any) -> str:
    """What an error says, as far as it says something."""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, list):
        return "; ".join(filter(None, map(words_of, answer[:3])))
    if not isinstance(answer, dict):
        return ""
    known = [words_of(answer.get(name)) for name in ("error", "message", "detail", "msg", "code", "type")]
    return next(filter(None, known), "")


def read_object(body: bytes | str) -> Object:
    """A JSON object.

    Raises:
        Malformed: It is none.
    """
    try:
        answer = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        try:  # halves of surrogate pairs are read, and no other encoding than UTF-8
            answer = json.loads(body.decode() if isinstance(body, bytes) else body)
        except (ValueError, RecursionError) as fault:
            raise Malformed(f"no JSON: {fault}") from None
    if not isinstance(answer, dict):
        raise Malformed("no JSON object")
    return answer


# The parts of an answer


def _check(answer: Object) -> None:
    """Raises the failure that an object tells, if it does."""
    error = answer.get("error")
    if not error and answer.get("object") == "error":
        error = answer
    if not error:
        return
    told = _object(error) or {}
    codes = [told.get("code"), told.get("status"), answer.get("code"), answer.get("status")]
    numbers = [
        int(code) for code in codes if isinstance(code, int | str) and re.fullmatch(r"[45]\d\d", str(code))
    ]
    words = words_of(error) or "an error without words"
    kinds = [plain_name(kind) for kind in (told.get("code"), told.get("type")) if isinstance(kind, str)]
    known = [status for kind, status in _KINDS.items() if kind in kinds]
    raise Failed(words, next(iter([*numbers, *known]), 500))


_KINDS = {
    "invalid_api_key": 401,
    "authentication_error": 401,
    "permission_error": 403,
    "model_not_found": 404,
    "not_found_error": 404,
    "insufficient_quota": 402,
    "invalid_request_error": 400,
    "rate_limit_error": 429,
    "rate_limit_exceeded": 429,
}


def _choice(answer: Object) -> Object:
    choices = answer.get("choices")
    choice = _object(choices[0]) if isinstance(choices, list) and choices else None
    if choice is None:
        raise Malformed(f"there is no choice in it {words_of(answer)}".rstrip())
    return choice


def _completion(choice: Object, message: Object, clean: Clean) -> Completion:
    _check(choice)
    text, thoughts, refusal = _content(message.get("content"))
    refusal = _text(message.get("refusal")) or refusal
    thoughts = [*(_text(message.get(name)) for name in ("reasoning_content", "reasoning")), thoughts]
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
                _text(next(filter(None, map(part.get, (part.get("type", ""), "thinking", "text"))), ""))
            )
        elif part.get("type") == "refusal":
            refusal = _text(part.get("refusal"))
        elif "text" in part:
            texts.append(_text(part["text"]))
        elif "type" not in part:
            raise Malformed("the content has a part of no type")
    return "".join(texts), "".join(thoughts), refusal


def _text(value: Any) -> str:
    """Text, or the text in parts or objects of it; empty for anything else."""
    if isinstance(value, list):
        return "".join(map(_text, value))
    if isinstance(value, dict):
        return _text(value.get("text", value.get("value", value.get("content"))))
    return value if isinstance(value, str) else ""


def _calls(message: Object, clean: Clean) -> list[dict[str, str]]:
    calls = message.get("tool_calls") or message.get("function_call") or []
    found = []
    for call in calls if isinstance(calls, list) else [calls]:
        function = _object(call) and (_object(call.get("function")) or call)
        if function:
            arguments = function.get("arguments", function.get("input"))
            if not isinstance(arguments, str):
                arguments = json.dumps({} if arguments is None else arguments)
            found.append({"name": clean(_text(function.get("name"))), "arguments": clean(arguments)})
    return found


def _confidence(logprobs: Any) -> float | None:
    tokens = (_object(logprobs) or {}).get("content")
    values = [(_object(token) or {}).get("logprob") for token in tokens] if isinstance(tokens, list) else []
    numbers = [float(value) for value in values if isinstance(value, int | float) and abs(value) < math.inf]
    if not numbers or len(numbers) < len(values):
        return None
    return math.exp(min(sum(numbers) / len(numbers), 0.0))


def _object(value: Any) -> Object | None:
    return value if isinstance(value, dict) else None


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


# Streams


class _Stream:
    """What the events of a stream add up to."""

    def __init__(self) -> None:
        self.choice: Object = {}
        self.usage: Any = None
        self.first_token: float | None = None
        self._done = False
        self._parts: list[Any] = []
        self._fields: dict[str, list[str]] = {"reasoning": [], "reasoning_content": [], "refusal": []}
        self._calls: dict[Any, Object] = {}
        self._logprobs: list[Any] = []

    def add(self, event: str, data: str) -> bool:
        """Adds an event; tells whether it brought something of the answer."""
        if data == "[DONE]":
            self._done = True
        if data == "[DONE]" or not data:
            return False
        piece = read_object(data)
        if event == "error":
            _check({"error": piece.get("error") or piece or "error"})
        _check(piece)
        self.usage = piece.get("usage") or self.usage
        choices = piece.get("choices")
        for choice in choices if isinstance(choices, list) else []:
            if isinstance(choice, dict) and choice.get("index", 0) in (0, None):
                return self._take(choice)
        return False

    def message(self) -> Object:
        """The message that the pieces make up.

        Raises:
            Malformed: The stream broke off.
        """
        if not self.choice:
            raise Malformed("there is no choice in the stream")
        if not self._done and self.choice.get("finish_reason") is None:
            raise Malformed("the stream broke off")
        self.choice["logprobs"] = {"content": self._logprobs}
        fields: Object = {name: "".join(pieces) for name, pieces in self._fields.items()}
        if fields["reasoning"] and fields["reasoning_content"]:
            del fields["reasoning"]
        calls = [
            {"name": call["name"], "arguments": "".join(call["arguments"])} for call in self._calls.values()
        ]
        return fields | {"content": self._parts, "tool_calls": calls}

    def _take(self, choice: Object) -> bool:
        _check(choice)
        self.choice["finish_reason"] = choice.get("finish_reason") or self.choice.get("finish_reason")
        logprobs = (_object(choice.get("logprobs")) or {}).get("content")
        self._logprobs += logprobs if isinstance(logprobs, list) else []
        delta = _object(choice.get("delta")) or _object(choice.get("message")) or {}
        content = delta.get("content")
        if content:
            self._parts += content if isinstance(content, list) else [content]
        for name, pieces in self._fields.items():
            pieces.append(_text(delta.get(name)))
        calls = delta.get("tool_calls") or delta.get("function_call") or []
        for place, call in enumerate(calls if isinstance(calls, list) else [calls]):
            if isinstance(call, dict):
                self._call(place, call)
        return bool(content or calls)

    def _call(self, place: int, piece: Object) -> None:
        index = piece.get("index")
        if not isinstance(index, int):  # a new name begins a new call, all else goes on with the last
            named = (_object(piece.get("function")) or piece).get("name")
            index = len(self._calls) + place if named or not self._calls else next(reversed(self._calls))
        call = self._calls.setdefault(index, {"name": "", "arguments": []})
        function = _object(piece.get("function")) or piece
        call["name"] = call["name"] or _text(function.get("name"))
        arguments = function.get("arguments")
        if arguments is not None:
            call["arguments"].append(arguments if isinstance(arguments, str) else json.dumps(arguments))


def _events(body: bytes) -> Iterator[tuple[int, str, str]]:
    """Where each line of data in a stream ends, the name of its event, and the data.

    Raises:
        Malformed: There is none.
    """
    event, place, found = "", 0, False
    for line in body.splitlines(keepends=True):
        place += len(line)
        try:
            text = line.decode().strip()
        except UnicodeDecodeError:
            raise Malformed("the stream is no UTF-8") from None
        name, _, value = text.partition(":")
        if not text:
            event = ""
        elif name == "event":
            event = value.strip()
        elif name == "data":
            found = True
            yield place, event, value.strip()
    if not found:
        raise Malformed("neither a JSON object nor a stream of events")
