"""Android's intents, as ``am start`` names them, read as requests between apps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote

from openphone_gym.phone.system import intents

PREFIX = "android.intent.action."
EXTRA = "android.intent.extra."

Extras = Mapping[str, str]
Payload = Callable[[str, Extras], dict[str, Any]]


class Request(NamedTuple):
    """What an intent asks for: a kind of ``system.intents``, and what it carries."""

    kind: str
    data: dict[str, Any]


class Rule(NamedTuple):
    """How one sort of intents is read.

    Attributes:
        action: The action, without its beginning.
        about: What the data may begin with, or types; an empty text stands for an intent without both.
        kind: The kind of request.
        payload: What it carries, given the data and the extras.
    """

    action: str
    about: tuple[str, ...]
    kind: str
    payload: Payload


def _rest(data: str) -> tuple[str, Mapping[str, list[str]]]:
    """What stands after the scheme, and the values after its question mark."""
    body, _, query = data.partition(":")[2].partition("?")
    return unquote(body), parse_qs(query)


def _number(data: str, extras: Extras) -> dict[str, Any]:
    return {"number": _rest(data)[0]}


def _sms(data: str, extras: Extras) -> dict[str, Any]:
    number, query = _rest(data)
    return {"number": number, "text": extras.get("sms_body") or query.get("body", [""])[0]}


def _mail(data: str, extras: Extras) -> dict[str, Any]:
    to, query = _rest(data)
    subject = extras.get(f"{EXTRA}SUBJECT") or query.get("subject", [""])[0]
    return {
        "to": to or extras.get(f"{EXTRA}EMAIL", ""),
        "subject": subject,
        "body": extras.get(f"{EXTRA}TEXT") or query.get("body", [""])[0],
    }


def _place(data: str, extras: Extras) -> dict[str, Any]:
    point, query = _rest(data)
    return {"address": query.get("q", [point])[0]}


def _file(data: str, extras: Extras) -> dict[str, Any]:
    return {"file": unquote(data.removeprefix("file://"))}


def _shared(data: str, extras: Extras) -> dict[str, Any]:
    stream = extras.get(f"{EXTRA}STREAM", "")
    return {"text": extras.get(f"{EXTRA}TEXT", "")} | (_file(stream, extras) if stream else {})


def _person(data: str, extras: Extras) -> dict[str, Any]:
    named = {"name": "name", "phone": "number", "email": "email", "company": "company"}
    return {field: extras[extra] for extra, field in named.items() if extra in extras}


def _alarm(data: str, extras: Extras) -> dict[str, Any]:
    return _numbers(extras, HOUR="hour", MINUTES="minute") | _label(extras)


def _timer(data: str, extras: Extras) -> dict[str, Any]:
    return _numbers(extras, LENGTH="seconds") | _label(extras)


def _numbers(extras: Extras, **fields: str) -> dict[str, Any]:
    found = {field: extras.get(f"{EXTRA}alarm.{extra}", "") for extra, field in fields.items()}
    return {field: int(text) for field, text in found.items() if text.isascii() and text.isdigit()}


def _label(extras: Extras) -> dict[str, Any]:
    return {"label": extras.get(f"{EXTRA}alarm.MESSAGE", "")}


def _nothing(data: str, extras: Extras) -> dict[str, Any]:
    return {}


AUDIO = ("audio/*", "audio/mpeg")
BOOK = ("application/epub+zip",)

RULES = (
    Rule("VIEW", AUDIO, "audio", _file),
    Rule("VIEW", BOOK, "book", _file),
    Rule("VIEW", ("http", "https"), "link", lambda data, extras: {"url": data}),
    Rule("VIEW", ("geo",), "place", _place),
    Rule("VIEW", ("mailto",), "mail", _mail),
    Rule("VIEW", ("tel",), "dial", _number),
    Rule("VIEW", ("sms", "smsto"), "sms", _sms),
    Rule("SENDTO", ("mailto",), "mail", _mail),
    Rule("SENDTO", ("sms", "smsto"), "sms", _sms),
    Rule("SEND", ("text/plain",), "share", _shared),
    Rule("DIAL", ("tel", ""), "dial", _number),
    Rule("CALL", ("tel",), "call", _number),
    Rule("INSERT", ("vnd.android.cursor.dir/contact",), "contact", _person),
    Rule("SET_ALARM", ("",), "alarm", _alarm),
    Rule("SET_TIMER", ("",), "timer", _timer),
    Rule("SHOW_ALARMS", ("",), "alarms", _nothing),
)
"""Sorts of intents, the more special ones first."""


def read_intent(action: str, data: str, mime_type: str, extras: Extras) -> Request | None:
    """What an intent asks for; None if it is of no known sort.

    ``read_intent("android.intent.action.VIEW", "https://example.org", "", {})`` is
    ``Request("link", {"url": "https://example.org"})``.
    """
    about = {data.partition(":")[0], mime_type} if data else {mime_type}
    for rule in RULES:
        if action == PREFIX + rule.action and about & set(rule.about):
            return Request(rule.kind, rule.payload(data, extras))
    if not action.startswith(intents.ANDROID):
        return None
    scheme, _, body = data.partition(":")
    return Request(action, {"package": body} if scheme == "package" else {})
