"""JSON objects that servers send: read, with the failures that they tell in place of an answer."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from openphone_gym.endpoint.completion import plain_name
from openphone_gym.endpoint.http import Reply

Object = dict[str, Any]


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


def as_object(value: Any) -> Object | None:
    """The value, if it is an object."""
    return value if isinstance(value, dict) else None


def text_of(value: Any) -> str:
    """Text, or the text in parts or objects of it; empty for anything else."""
    if isinstance(value, list):
        return "".join(map(text_of, value))
    if isinstance(value, dict):
        return text_of(value.get("text", value.get("value", value.get("content"))))
    return value if isinstance(value, str) else ""


def check(answer: Object) -> None:
    """Raises the failure that an object tells, if it does."""
    error = answer.get("error")
    if not error and answer.get("object") == "error":
        error = answer
    if not error:
        return
    told = as_object(error) or {}
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


def filtered(reply: Reply) -> bool:
    """Whether an error says that a filter took offence: that is about what the model was told or wrote."""
    try:
        answer = read_object(reply.body)
    except Malformed:
        return False
    error = as_object(answer.get("error")) or answer
    names = [error.get("code"), error.get("type"), (as_object(error.get("innererror")) or {}).get("code")]
    return any(isinstance(name, str) and plain_name(name) in _FILTERS for name in names)


_FILTERS = {
    "content_filter",
    "content_policy_violation",
    "responsibleaipolicyviolation",
    "content_filter_error",
    "data_inspection_failed",
}
