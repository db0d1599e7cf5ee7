"""What apps ask of each other: the kinds of requests, what each carries, and who takes it.

An app says in its declaration what it opens (``App(opens={"link": "page"})``); another one asks with
``nav.send("link", url="https://example.org")`` and names nobody. The chooser, the share sheet and
``am start`` read the same table. Android actions in full, such as
``android.settings.WIFI_SETTINGS``, are kinds, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from openphone_gym.phone.system.listings import listings
from openphone_gym.phone.system.state import System

SHARE = "share"

ANDROID = "android."
"""Beginning of kinds that are Android actions; what they carry is agreed on with their target alone."""


class Kind(NamedTuple):
    """A kind of request.

    Attributes:
        fields: What it may carry: names of the arguments that its targets take, none of them required.
        title: Title of the sheet that offers the apps.
        role: Role whose holder takes it without a question when the shell asks.
    """

    fields: tuple[str, ...]
    title: str = "Open with"
    role: str = ""


KINDS: Mapping[str, Kind] = {
    "share": Kind(("text", "file"), "Share"),
    "link": Kind(("url",), role="browser"),
    "mail": Kind(("to", "subject", "body", "file")),
    "place": Kind(("address",)),
    "book": Kind(("file",)),
    "audio": Kind(("file",)),
    "dial": Kind(("number",), role="dialer"),
    "call": Kind(("number",), role="dialer"),
    "sms": Kind(("number", "text"), role="sms"),
    "people": Kind(("id",)),
    "contact": Kind(("name", "number", "email", "company")),
    "event": Kind(("title", "begin", "end", "place", "note")),
    "alarm": Kind(("hour", "minute", "label", "days", "quiet")),
    "alarms": Kind(()),
    "timer": Kind(("seconds", "label", "quiet")),
    "incoming_text": Kind(("number", "text")),
}
"""Kinds of requests. ``file`` is a path of ``System.files``; ``begin`` and ``end`` are virtual
milliseconds; ``id`` (of a person), ``hour``, ``minute`` and ``seconds`` whole numbers; ``days`` those of an
alarm that repeats, from 1 for Sunday; ``quiet`` has the app stay out of sight; all else is text."""


class BadRequest(TypeError):
    """An app asks for something that no kind of request is; the message names what there is."""


def check(kind: str, data: Mapping[str, Any]) -> None:
    """Checks that a request is of a known kind and carries nothing unknown.

    Raises:
        BadRequest: It is not.
    """
    if kind.startswith(ANDROID):
        return
    if kind not in KINDS:
        raise BadRequest(f"no request is called {kind!r}: {', '.join(KINDS)}, or an Android action in full")
    unknown = set(data) - set(KINDS[kind].fields)
    if unknown:
        raise BadRequest(f"{kind} carries no {', '.join(sorted(unknown))}: {', '.join(KINDS[kind].fields)}")


def takers(system: System, kind: str) -> list[str]:
    """Installed packages that take a kind of request, by name."""
    installed = system.packages
    able = [name for name, listing in listings().items() if kind in listing.opens]
    ready = [name for name in able if name in installed and installed[name].enabled]
    return sorted(ready, key=lambda name: installed[name].label.casefold())


def title(kind: str) -> str:
    """Title of the sheet that asks who shall take a request."""
    return KINDS[kind].title if kind in KINDS else "Open with"


def words(data: Mapping[str, Any]) -> str:
    """What the sheet shows of a request: the first text that it carries."""
    return next((value for value in data.values() if isinstance(value, str)), "")
