"""The model's answer: its JSON schema, and how it is read.

The answer is untrusted. It is read leniently: words, marks of code and thoughts around the JSON, capitals,
single quotes, trailing commas and missing brackets cost no second request. It is decided upon strictly: every
question needs a finding that is yes, no or unsure; findings that contradict each other are unsure; what was
not asked is left alone. Nothing is guessed: where mended JSON has more verdicts in it than were read, it is
unreadable. What the model says about success as a whole is recorded and never used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args

import json_repair
import msgspec

from openphone_gym.endpoint.words import one_line

Opinion = Literal["yes", "no", "unsure"]
REASON_CHARS = 300
MOST_OBJECTS = 100
"""Objects of an answer that are looked at, at most."""
QUOTES = "\"'“”"
MOST_QUOTES = 40
"""Of all kinds, for each object that is mended: twelve around its texts, and some within."""
LONGEST_MENDED = 20_000
"""Characters of malformed JSON that are mended, at most."""


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


def read_reply(text: str, subgoals: Sequence[str], must_not: Sequence[str], *, whole: bool = True) -> Reply:
    """Reads an answer.

    Args:
        text: The answer.
        subgoals: Names of the questions that were asked.
        must_not: Names of the others.
        whole: Whether it came to its end; JSON of an answer that was cut is not mended.

    Raises:
        UnreadableReply: No JSON can be read out of it, or a question is not answered by yes, no or unsure.
    """
    drafts = _replies(text, (len(subgoals) + len(must_not) + 2) if whole else 0)
    if not drafts:
        raise UnreadableReply("there is no JSON object with subgoals and must_not in it")
    claims: set[Opinion] = {_opinion(draft.get("success")) or "unsure" for draft in drafts}
    return Reply(
        subgoals=_answers("subgoals", drafts, subgoals),
        must_not=_answers("must_not", drafts, must_not),
        success=claims.pop() if len(claims) == 1 else "unsure",
    )


# Reading


def _replies(text: str, objects: int) -> list[dict[str, Any]]:
    """All objects in a text that look like answers; mended ones only if there is no other.

    Args:
        text: The answer.
        objects: How many objects an answer has, about; none is mended that has many more of them or quotes,
            since mending takes minutes then.
    """
    body = text.rpartition("</think>")[2] or text
    drafts, place = [], body.find("{")
    for _ in range(MOST_OBJECTS):
        if place < 0:
            break
        try:
            draft, end = _DECODER.raw_decode(body, place)
        except (ValueError, RecursionError):
            draft, end = None, place + 1
        drafts += [draft] if _is_reply(draft) else []
        place = body.find("{", end)
    if drafts:
        return drafts
    mended = _mended(body[body.find("{") : body.rfind("}") + 1], objects)
    return [mended] if _is_reply(mended) else []


def _mended(body: str, objects: int) -> Any:
    quotes = sum(map(body.count, QUOTES))
    if len(body) > LONGEST_MENDED or body.count("{") > 2 * objects or quotes > MOST_QUOTES * objects:
        return None
    try:
        mended = json_repair.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(mended, list):
        mended = next(iter(mended), None) if len(mended) == 1 else None
    if not isinstance(mended, dict):
        return None
    draft = {_key(name): value for name, value in mended.items()}
    read = [verdict for part in ("subgoals", "must_not") for _, verdict, _ in _entries(draft.get(part))]
    return draft if len(read) - read.count(None) == len(_VERDICT.findall(body)) else None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which a key that comes again adds to a list, and else contradicts itself."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        name = _key(name)
        if name not in found or found[name] == value:
            found[name] = value
        elif isinstance(found[name], list) and isinstance(value, list):
            found[name] = found[name] + value
        else:
            found[name] = "unsure"
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, strict=False)
_VERDICT = re.compile(r"verdict[\"'”]?\s*:", re.IGNORECASE)


def _is_reply(draft: Any) -> bool:
    return isinstance(draft, dict) and ("subgoals" in draft or "must_not" in draft)


def _key(name: Any) -> str:
    return str(name).strip().casefold()


# Deciding


def _answers(part: str, drafts: Sequence[dict[str, Any]], asked: Sequence[str]) -> list[Finding]:
    """The findings of one part, in the order of the questions."""
    found: dict[str, Finding] = {}
    for name, verdict, reason in (entry for draft in drafts for entry in _entries(draft.get(part))):
        opinion = _opinion(verdict)
        if name not in asked:
            continue
        if opinion is None:
            raise UnreadableReply(f"the verdict on {name!r} in {part!r} must be yes, no or unsure")
        if name in found and found[name].verdict != opinion:
            opinion, reason = "unsure", "the answer contradicts itself"
        found[name] = Finding(name, opinion, one_line(reason, REASON_CHARS))
    if missing := [name for name in asked if name not in found]:
        raise UnreadableReply(f"{part!r} must answer each of these: {', '.join(missing)}")
    return [found[name] for name in asked]


def _entries(part: Any) -> Iterator[tuple[str, Any, str]]:
    """Name, verdict and reason of each finding: of a list of objects, or of an object by name."""
    if isinstance(part, dict) and "verdict" not in part:
        part = [
            {"name": name, **(given if isinstance(given, dict) else {"verdict": given})}
            for name, given in part.items()
        ]
    for entry in part if isinstance(part, list) else [part]:
        if isinstance(entry, dict):
            entry = {_key(name): value for name, value in entry.items()}
            reason = entry.get("reason")
            name = entry.get("name")
            yield (
                name.strip() if isinstance(name, str) else "",
                entry.get("verdict"),
                reason if isinstance(reason, str) else "",
            )


def _opinion(verdict: Any) -> Opinion | None:
    word = verdict.strip(" \t\r\n.!*'\"`").casefold() if isinstance(verdict, str) else None
    return next((opinion for opinion in get_args(Opinion) if opinion == word), None)


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
