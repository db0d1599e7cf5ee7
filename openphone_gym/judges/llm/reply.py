"""The model's answer: its JSON schema, and how it is read.

The answer is untrusted. It must give one finding for every question and for nothing else. What the model says
about success as a whole is recorded and never used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from openphone_gym.endpoint.words import one_line

Opinion = Literal["yes", "no", "unsure"]
REASON_CHARS = 300


class UnreadableReply(ValueError):
    """The answer is not what was asked for; the message tells the model what to mend."""


class Finding(msgspec.Struct):
    """The answer to one question."""

    name: str
    verdict: Opinion
    reason: str = ""


class Reply(msgspec.Struct):
    """A model's whole answer."""

    subgoals: list[Finding]
    must_not: list[Finding] = []
    success: Opinion = "unsure"


def reply_schema(subgoals: Sequence[str], must_not: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of an answer to these questions."""
    opinion = {"type": "string", "enum": ["yes", "no", "unsure"]}

    def findings(names: Sequence[str]) -> dict[str, Any]:
        name = {"type": "string", "enum": list(names)} if names else {"type": "string"}
        # The reason comes first: a model that writes it down before its verdict judges better.
        fields = {"name": name, "reason": {"type": "string"}, "verdict": opinion}
        return {"type": "array", "items": _object(fields)}

    return _object({"subgoals": findings(subgoals), "must_not": findings(must_not), "success": opinion})


def read_reply(text: str, subgoals: Sequence[str], must_not: Sequence[str]) -> Reply:
    """Reads an answer.

    Raises:
        UnreadableReply: It is no such JSON, or answers other questions than were asked.
    """
    try:
        reply = msgspec.json.decode(_json_part(text), type=Reply)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        raise UnreadableReply(f"the answer is not the JSON asked for: {fault}") from None
    _check_names("subgoals", reply.subgoals, subgoals)
    _check_names("must_not", reply.must_not, must_not)
    for finding in [*reply.subgoals, *reply.must_not]:
        finding.reason = one_line(finding.reason, REASON_CHARS)
    return reply


def _json_part(text: str) -> str:
    """The answer without a code block around it, and without what a reasoning model thought aloud before."""
    body = text.strip()
    if not body.startswith("{"):
        body = body.rpartition("</think>")[2].strip()
    if body.startswith("```") and body.endswith("```"):
        body = body.strip("`").removeprefix("json")
    return body


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _check_names(part: str, findings: Sequence[Finding], asked: Sequence[str]) -> None:
    if sorted(finding.name for finding in findings) != sorted(asked):
        names = ", ".join(asked) or "none"
        raise UnreadableReply(f"{part!r} must answer each of these exactly once and no others: {names}")
