"""Searching the mailbox: words, operators such as ``from:``, and the filters of the chips."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from openphone_gym.phone.apps.gmail import wording
from openphone_gym.phone.apps.gmail.folders import FOLDERS, LABEL, lies_in
from openphone_gym.phone.apps.gmail.state import SPAM, TRASH, Address, Gmail, Mail
from openphone_gym.phone.system import clock

if TYPE_CHECKING:
    from openphone_gym.phone.system.nav import Nav

Suits = Callable[[Mail], bool]

ATTACHMENTS = {
    "Has any attachment": (),
    "Documents": ("document", "book"),
    "Images": ("picture",),
    "Other files": ("audio", "video", "archive"),
}
"""Kinds of files behind the entries of the chip for attachments."""

AGES = {
    "Any time": 0, "Older than a week": 7, "Older than a month": 30, "Older than 6 months": 182,
    "Older than a year": 365,
}  # fmt: skip
"""Days behind the entries of the chip for dates."""

_TERM = re.compile(r'(-?)(?:(\w+):)?("[^"]*"|\([^)]*\)|\S+)')
_SPAN = re.compile(r"(\d+)([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def find(gmail: Gmail, nav: Nav, query: str, filters: Mapping[str, Any]) -> list[Mail]:
    """The mails that a query and the chips let through, latest first.

    Args:
        gmail: State of the app.
        nav: The phone.
        query: Words and operators.
        filters: Values of the chips: ``label``, ``from``, ``to``, ``attachment``, ``date``, ``unread``.
    """
    conditions = [*_terms(gmail, nav, query), *_filters(gmail, nav, filters)]
    anywhere = "in:" in query or filters.get("label")
    found = [
        mail
        for mail in gmail.mails
        if (anywhere or mail.folder not in (SPAM, TRASH)) and all(suits(mail) for suits in conditions)
    ]
    return sorted(found, key=lambda mail: (mail.at, mail.id), reverse=True)


def _terms(gmail: Gmail, nav: Nav, query: str) -> list[Suits]:
    """The conditions in a query, all of which must hold."""
    conditions = []
    for minus, operator, value in _TERM.findall(query):
        suits = _term(gmail, nav, operator.casefold(), value.strip('"()').casefold())
        conditions.append((lambda mail, suits=suits: not suits(mail)) if minus else suits)
    return conditions


def _term(gmail: Gmail, nav: Nav, operator: str, value: str) -> Suits:
    """The condition that one word or operator sets."""
    if operator == "from":
        return lambda mail: _names(mail.sender, value)
    if operator in ("to", "cc", "bcc"):
        return lambda mail: any(_names(one, value) for one in mail.recipients)
    if operator == "subject":
        return lambda mail: value in mail.subject.casefold()
    if operator == "has":
        return lambda mail: value == "attachment" and bool(mail.attachments)
    if operator == "filename":
        return lambda mail: any(value in file.name.casefold() for file in mail.attachments)
    if operator == "is":
        return lambda mail: _is(gmail, mail, value)
    if operator in ("in", "label", "category"):
        return lambda mail: _lies(gmail, mail, value)
    if operator in ("older_than", "newer_than") and (span := _SPAN.fullmatch(value)):
        at = nav.system.clock - int(timedelta(days=int(span[1]) * _DAYS[span[2]]).total_seconds()) * 1000
        return lambda mail: (mail.at < at) == (operator == "older_than")
    if operator in ("before", "after"):
        return lambda mail: _compared(nav, mail, operator, value)
    whole = f"{operator}:{value}" if operator else value
    return lambda mail: whole in _everything(nav, mail)


def _names(one: Address, value: str) -> bool:
    return value in one.name.casefold() or value in one.mail.casefold()


def _is(gmail: Gmail, mail: Mail, value: str) -> bool:
    states = {
        "starred": mail.starred,
        "unread": mail.id in gmail.unread,
        "read": mail.id not in gmail.unread,
        "important": mail.important,
        "muted": mail.muted,
        "snoozed": mail.due > 0,
    }
    return states.get(value, False)


def _lies(gmail: Gmail, mail: Mail, value: str) -> bool:
    """Whether a mail lies in a folder or has a label of that name."""
    if value == "anywhere":
        return True
    names = {name: folder.title for name, folder in FOLDERS.items()}
    names |= {LABEL + label: label for label in gmail.labels}
    wanted = [name for name, title in names.items() if value in (name, title.casefold().replace(" ", "-"))]
    return any(lies_in(gmail, mail, name) for name in wanted)


def _compared(nav: Nav, mail: Mail, operator: str, value: str) -> bool:
    day = clock.to_local(nav.system, mail.at).date().isoformat()
    wanted = "-".join(part.zfill(2) for part in re.split(r"[/-]", value))
    return day < wanted if operator == "before" else day >= wanted


def _everything(nav: Nav, mail: Mail) -> str:
    """All words of a mail, small."""
    people = (mail.sender, *mail.recipients)
    files = (file.name for file in mail.attachments)
    return "\n".join(
        [mail.subject, wording.text(nav, mail), *map(wording.in_full, people), *files]
    ).casefold()


def _filters(gmail: Gmail, nav: Nav, filters: Mapping[str, Any]) -> list[Suits]:
    """The conditions that the chips set."""
    conditions: list[Suits] = []
    if label := filters.get("label"):
        conditions.append(lambda mail: lies_in(gmail, mail, label))
    if sender := filters.get("from"):
        conditions.append(lambda mail: mail.sender.mail == sender)
    if to := filters.get("to"):
        conditions.append(lambda mail: any(one.mail == to for one in mail.recipients))
    if kind := filters.get("attachment"):
        kinds = ATTACHMENTS[kind]
        conditions.append(lambda mail: any(not kinds or file.kind in kinds for file in mail.attachments))
    if age := AGES.get(filters.get("date", ""), 0):
        at = nav.system.clock - age * 86_400_000
        conditions.append(lambda mail: mail.at < at)
    if filters.get("unread"):
        conditions.append(lambda mail: mail.id in gmail.unread)
    return conditions


def remember(gmail: Gmail, query: str) -> None:
    """Notes what was searched for."""
    wanted = query.strip()
    if wanted:
        gmail.searches = [wanted, *(one for one in gmail.searches if one != wanted)][:8]
