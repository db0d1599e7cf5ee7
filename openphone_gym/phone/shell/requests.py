"""What intents ask for: requests between apps, as ``system.intents`` has them, and who answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote

from openphone_gym.phone.app import apps_by_package
from openphone_gym.phone.shell.intents import LAUNCHER, MAIN, Intent, is_true
from openphone_gym.phone.system import intents
from openphone_gym.phone.system.state import System

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
        about: How its data may begin (with a colon in it), or patterns of types; an empty text stands for an
            intent without both.
        kind: The kind of request.
        payload: What it carries, given the data and the extras.
    """

    action: str
    about: tuple[str, ...]
    kind: str
    payload: Payload

    def fits(self, intent: Intent) -> bool:
        """Whether an intent is of this sort."""
        return intent.action == PREFIX + self.action and any(self._is_about(a, intent) for a in self.about)

    def _is_about(self, about: str, intent: Intent) -> bool:
        if ":" in about:
            return intent.data.startswith(about)
        if about:
            return fnmatchcase(intent.mime_type, about)
        return not (intent.data or intent.mime_type)


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


def _event(data: str, extras: Extras) -> dict[str, Any]:
    named = {"title": "title", "description": "note", "eventLocation": "place"}
    times = {"beginTime": "begin", "endTime": "end"}
    found = {field: extras[extra] for extra, field in named.items() if extra in extras}
    return found | _whole({field: extras.get(extra, "") for extra, field in times.items()})


def _contact(data: str, extras: Extras) -> dict[str, Any]:
    return _whole({"id": data.rstrip("/").rpartition("/")[2]})


def _alarm(data: str, extras: Extras) -> dict[str, Any]:
    days = [int(day) for day in extras.get(f"{EXTRA}alarm.DAYS", "").split(",") if day in "1234567" and day]
    return (
        _numbers(extras, HOUR="hour", MINUTES="minute") | _quietly(extras) | ({"days": days} if days else {})
    )


def _timer(data: str, extras: Extras) -> dict[str, Any]:
    return _numbers(extras, LENGTH="seconds") | _quietly(extras)


def _numbers(extras: Extras, **fields: str) -> dict[str, Any]:
    return _whole({field: extras.get(f"{EXTRA}alarm.{extra}", "") for extra, field in fields.items()})


def _whole(found: Mapping[str, str]) -> dict[str, Any]:
    """Those of the values that are whole numbers."""
    usable = {field: text for field, text in found.items() if text.isascii() and text.isdigit()}
    return {field: int(text) for field, text in usable.items() if len(text) < LONGEST_NUMBER}


LONGEST_NUMBER = 14
"""Digits from which on a number is none that anybody means, be it of milliseconds."""


def _quietly(extras: Extras) -> dict[str, Any]:
    """The label, and whether the app stays out of sight."""
    quiet = is_true(extras.get(f"{EXTRA}alarm.SKIP_UI", "false"))
    return {"label": extras.get(f"{EXTRA}alarm.MESSAGE", "")} | ({"quiet": True} if quiet else {})


def _nothing(data: str, extras: Extras) -> dict[str, Any]:
    return {}


PEOPLE = ("content://contacts/people", "content://com.android.contacts/contacts")

RULES = (
    Rule("VIEW", ("audio/*",), "audio", _file),
    Rule("VIEW", ("application/epub+zip",), "book", _file),
    Rule("VIEW", ("http:", "https:"), "link", lambda data, extras: {"url": data}),
    Rule("VIEW", ("geo:", "google.navigation:"), "place", _place),
    Rule("VIEW", ("mailto:",), "mail", _mail),
    Rule("VIEW", ("tel:",), "dial", _number),
    Rule("VIEW", ("sms:", "smsto:"), "sms", _sms),
    Rule("VIEW", PEOPLE, "people", _contact),
    Rule("SENDTO", ("mailto:",), "mail", _mail),
    Rule("SENDTO", ("sms:", "smsto:"), "sms", _sms),
    Rule("SEND", ("*/*",), "share", _shared),
    Rule("DIAL", ("tel:", ""), "dial", _number),
    Rule("CALL", ("tel:",), "call", _number),
    Rule(
        "INSERT", ("vnd.android.cursor.dir/contact", "vnd.android.cursor.dir/raw_contact"), "contact", _person
    ),
    Rule("INSERT", PEOPLE, "contact", _person),
    Rule(
        "INSERT", ("vnd.android.cursor.item/event", "content://com.android.calendar/events"), "event", _event
    ),
    Rule("SET_ALARM", ("",), "alarm", _alarm),
    Rule("SET_TIMER", ("",), "timer", _timer),
    Rule("SHOW_ALARMS", ("",), "alarms", _nothing),
    Rule("SHOW_TIMERS", ("",), "timer", _nothing),
)
"""Sorts of intents, the more special ones first."""


def read_request(intent: Intent) -> Request | None:
    """What an intent asks for; None if it is of no known sort.

    ``Intent("android.intent.action.VIEW", "https://example.org")`` is
    ``Request("link", {"url": "https://example.org"})``.
    """
    for rule in RULES:
        if rule.fits(intent):
            return Request(rule.kind, rule.payload(intent.data, intent.extras))
    if intent.action == MAIN or not intent.action.startswith(intents.ANDROID):
        return None
    package = _package(intent) if intent.action in OF_PACKAGE else ""
    return Request(intent.action, {"package": package} if package else {})


OF_PACKAGE = ("android.settings.APPLICATION_DETAILS_SETTINGS", "android.settings.APP_NOTIFICATION_SETTINGS")
"""Actions that are about a package."""


def _package(intent: Intent) -> str:
    scheme, _, body = intent.data.partition(":")
    return body if scheme == "package" else intent.extras.get("android.provider.extra.APP_PACKAGE", "")


# Who answers

ROLES = {"HOME": "home", "APP_BROWSER": "browser", "APP_MESSAGING": "sms"}
"""Categories of the action MAIN whose answer is the holder of a role, without their beginning."""

ABLE = {
    "APP_CALENDAR": "event",
    "APP_CONTACTS": "contact",
    "APP_EMAIL": "mail",
    "APP_MAPS": "place",
    "APP_MUSIC": "audio",
}
"""Categories of the action MAIN, and what the apps that answer are able to do."""


def answering(system: System, intent: Intent) -> list[str]:
    """Packages that answer an intent, the one that the user prefers first."""
    request = read_request(intent)
    if intent.component:
        able = [intent.target] if startable(system, intent.target) else []
    elif request is not None:
        known = request.data.get("package", next(iter(system.packages))) in system.packages
        able = _preferred(system, request.kind, request.data) if known else []
    else:
        able = [name for name in _starting(system, intent) if startable(system, name)]
    return [name for name in able if intent.target in ("", name)]


def _preferred(system: System, kind: str, data: Mapping[str, Any] | None = None) -> Sequence[str]:
    able = intents.takers(system, kind, data)
    holder = system.roles.get(intents.KINDS[kind].role) if kind in intents.KINDS else None
    return sorted(able, key=lambda name: name != holder)


def _starting(system: System, intent: Intent) -> Sequence[str]:
    """Packages that can be started, and are asked for nothing else."""
    categories = intent.categories
    if intent.action not in ("", MAIN):
        return []
    for category in (name.removeprefix("android.intent.category.") for name in categories):
        if category in ROLES:
            return [system.roles.get(ROLES[category], "")]
        if category in ABLE:
            return _preferred(system, ABLE[category])
    if set(categories) <= {LAUNCHER, "android.intent.category.DEFAULT"}:
        return [name for name, app in sorted(apps_by_package().items()) if app.launchable]
    return []


def is_settled(system: System, intent: Intent) -> bool:
    """Whether nobody has to be asked who answers."""
    able = answering(system, intent)
    request = read_request(intent)
    if request is None or intent.target:
        return True
    if request.kind == intents.SHARE:
        return False
    kind = intents.KINDS.get(request.kind)
    return len(able) < 2 or (kind is not None and system.roles.get(kind.role) == able[0])


def startable(system: System, package: str) -> bool:
    """Whether an app is there and was not disabled."""
    installed = system.packages.get(package)
    return package in apps_by_package() and installed is not None and installed.enabled
