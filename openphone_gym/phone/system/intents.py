"""What apps ask of each other: the kinds of requests, what each carries, and who takes it.

An app says in its declaration what it opens (``App(opens={"link": "page"})``); another one asks with
``nav.send("link", url="https://example.org")`` and names nobody. The chooser, the share sheet and
``am start`` read the same table. Android actions in full, such as
``android.settings.WIFI_SETTINGS``, are kinds, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from openphone_gym.phone.system.listings import listings
from openphone_gym.phone.system.state import System

SHARE, LINK = "share", "link"

ANDROID = "android."
"""Beginning of kinds that are Android actions; what they carry is agreed on with their target alone."""


class Kind(NamedTuple):
    """A kind of request.

    Attributes:
        fields: What it may carry: names of the arguments that its targets take, none of them required.
        title: Title of the sheet that offers the apps.
        role: Role whose holder takes it without a question.
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


def takers(system: System, kind: str, data: Mapping[str, Any] | None = None) -> list[str]:
    """Installed packages that take a kind of request, by name.

    An app that has hosts of its own takes links to them, alone; it takes no others.
    """
    installed = system.packages
    able = [name for name, listing in listings().items() if kind in listing.opens]
    ready = [name for name in able if name in installed and installed[name].enabled]
    if kind == LINK:
        owned = owner(system, host_of(str((data or {}).get("url", ""))))
        ready = [owned] if owned else [name for name in ready if not listings()[name].hosts]
    return sorted(ready, key=lambda name: installed[name].label.casefold())


def host_of(url: str) -> str:
    """Host of an address, in lower case; empty if it has none."""
    try:
        return urlsplit(url if "://" in url else f"//{url}").netloc.lower()
    except ValueError:  # brackets that are no IPv6 address
        return ""


def owner(system: System, host: str) -> str:
    """Package of the installed app that opens links to a host itself; empty if none does."""
    for name, listing in listings().items():
        known = system.packages.get(name)
        if host in listing.hosts and LINK in listing.opens and known is not None and known.enabled:
            return name
    return ""


def answering(system: System, kind: str, data: Mapping[str, Any] | None = None) -> str | None:
    """The package that takes a request without a question: the only one, or the holder of its role."""
    able = takers(system, kind, data)
    if len(able) < 2:
        return able[0] if able else None
    known = KINDS.get(kind)
    holder = system.roles.get(known.role) if known is not None else None
    return holder if holder in able else None


def title(kind: str) -> str:
    """Title of the sheet that asks who shall take a request."""
    return KINDS[kind].title if kind in KINDS else "Open with"


def words(data: Mapping[str, Any]) -> str:
    """What the sheet shows of a request: the first text that it carries."""
    return next((value for value in data.values() if isinstance(value, str)), "")
