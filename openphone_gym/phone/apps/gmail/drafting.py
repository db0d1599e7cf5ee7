"""The mail in the editor: how it begins, who gets it, what becomes of it."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from openphone_gym.phone.apps.gmail import wording
from openphone_gym.phone.apps.gmail.state import (
    DRAFTS,
    OUTBOX,
    SCHEDULED,
    SENT,
    Address,
    Attachment,
    Draft,
    Gmail,
    Mail,
)
from openphone_gym.phone.system import stacks

if TYPE_CHECKING:
    from openphone_gym.phone.system.nav import Nav

FIELDS = ("to", "cc", "bcc")
"""Fields of recipients."""

COMPOSE, REPLY, REPLY_ALL, FORWARD = "Compose", "Reply", "Reply all", "Forward"

EDITOR = "compose"
"""Name of the editor's screen."""

_BETWEEN = re.compile(r"[,;\s]+")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NAMED = re.compile(r"\s*([^<>,;]*?)\s*<([^<>\s]+)>\s*[,;]?")


def own_address(nav: Nav) -> Address:
    """The user's own."""
    account = nav.account("Google")
    return Address(account.name if account else nav.world.user.mail, nav.world.user.name)


def known(nav: Nav) -> list[Address]:
    """The addresses of the address book."""
    people = nav.shared("people").people
    return [Address(mail.address, person.name) for person in people for mail in person.emails]


# Beginning


def begin(gmail: Gmail, nav: Nav, **parts: Any) -> None:
    """Opens the editor with a new mail; what was in it before is kept among the drafts."""
    keep(gmail, nav)
    id = gmail.new_id()
    signature = f"\n\n{gmail.settings.signature}" if gmail.settings.signature else ""
    body = parts.pop("body", "") + signature
    gmail.draft = Draft(Mail(id, id, own_address(nav), nav.system.clock, body=body, folder=DRAFTS, **parts))
    _open(nav, gmail.draft)


def answer(gmail: Gmail, nav: Nav, mail: Mail, way: str) -> None:
    """Opens the editor with a reply to a mail, or with the mail to be forwarded."""
    keep(gmail, nav)
    own = own_address(nav)
    said = wording.text(nav, mail)
    draft = Draft(
        Mail(gmail.new_id(), mail.thread, own, nav.system.clock, folder=DRAFTS),
        mail.id,
        way,
    )
    new = draft.mail
    head = f"On {wording.long_day(nav, mail.at)} {wording.in_full(mail.sender)} wrote:"
    if way == FORWARD:
        new.thread = new.id
        new.subject = wording.answered(mail.subject, "Fwd:")
        new.attachments = copy.deepcopy(mail.attachments)
        new.quote = (
            f"---------- Forwarded message ---------\nFrom: {wording.in_full(mail.sender)}\n"
            f"Subject: {mail.subject}\n\n{said}"
        )
    else:
        new.subject = wording.answered(mail.subject, "Re:")
        others = [to for to in (*mail.to, *mail.cc) if to.mail != own.mail]
        mine = mail.sender.mail == own.mail
        new.to = others if mine else [mail.sender]
        if way == REPLY_ALL and not mine:
            new.cc = others
        draft.wide = bool(new.cc)
        new.quote = "\n".join([head, *(f"> {line}" for line in said.split("\n"))])
    if gmail.settings.signature:
        new.body = f"\n\n{gmail.settings.signature}"
    gmail.draft = draft
    _open(nav, gmail.draft)


def edit(gmail: Gmail, nav: Nav, mail: Mail) -> None:
    """Opens the editor with a mail of the drafts."""
    keep(gmail, nav)
    way = COMPOSE if mail.thread == mail.id else REPLY
    before = [one for one in gmail.in_thread(mail.thread) if one.folder != DRAFTS]
    gmail.draft = Draft(
        copy.deepcopy(mail), before[-1].id if before else 0, way, wide=bool(mail.cc or mail.bcc)
    )
    _open(nav, gmail.draft)


def _open(nav: Nav, draft: Draft) -> None:
    """Shows the editor, in place of one that is open already, where there is something to be written."""
    stack = stacks.front_task(nav.system).stack
    while len(stack) > 1 and stack[-1].screen == EDITOR and stack[-1].app == nav.entry.app:
        stack.pop()
    nav.go(EDITOR)
    nav.focus("wc_body" if draft.mail.to else "to")


# Recipients


def chips(draft: Draft, field: str) -> list[Address]:
    """The recipients of a field: those that are chips."""
    return getattr(draft.mail, field)


def read_addresses(typed: str, book: list[Address]) -> list[Address]:
    """The recipients in what was typed: addresses, with names or without, and names of the address book."""
    found = [Address(mail, name) for name, mail in _NAMED.findall(typed)]
    for word in _BETWEEN.split(_NAMED.sub(" ", typed)):
        if _ADDRESS.fullmatch(word):
            found.append(Address(word))
    names = {one.mail: one.name for one in book}
    if not found:
        found = [one for one in book if one.name.casefold() == typed.strip().casefold()][:1]
    return [Address(one.mail, one.name or names.get(one.mail, "")) for one in found]


def take_typed(gmail: Gmail, nav: Nav) -> None:
    """Makes chips of what was typed into the fields of recipients; what is no address stays."""
    draft = gmail.draft
    if draft is None:
        return
    for field, typed in list(draft.typed.items()):
        found = read_addresses(typed, known(nav))
        if found:
            add_chips(draft, field, found)


def add_chips(draft: Draft, field: str, found: list[Address]) -> None:
    """Adds recipients to a field, whose text goes."""
    present = {one.mail for one in chips(draft, field)}
    chips(draft, field).extend(one for one in found if one.mail not in present)
    draft.typed.pop(field, None)


def recipients(draft: Draft, field: str = "to") -> list[str]:
    """The addresses in a field, those that were typed and are no chips yet among them."""
    typed = read_addresses(draft.typed.get(field, ""), [])
    return [one.mail for one in (*chips(draft, field), *typed)]


# Ending


def is_empty(draft: Draft, signature: str = "") -> bool:
    """Whether nothing was written that is worth to be kept; what an answer begins with does not count."""
    mail = draft.mail
    if any(draft.typed.values()) or mail.body.strip() not in ("", signature.strip()):
        return False
    if draft.answers and draft.way != FORWARD:
        return not mail.attachments
    return not (mail.recipients or (not draft.answers and (mail.subject or mail.attachments)))


def keep(gmail: Gmail, nav: Nav) -> bool:
    """Puts the mail in the editor among the drafts, unless nothing is in it; whether it did."""
    draft = gmail.draft
    if draft is None:
        return False
    take_typed(gmail, nav)
    gmail.draft = None
    known_before = gmail.mail(draft.mail.id)
    if is_empty(draft, gmail.settings.signature) or known_before == draft.mail:
        return False
    if known_before is not None:
        gmail.mails.remove(known_before)
    draft.mail.at = nav.system.clock
    gmail.mails.append(draft.mail)
    return True


def discard(gmail: Gmail) -> Draft | None:
    """Throws away the mail in the editor, and what the drafts have of it."""
    draft = gmail.draft
    gmail.draft = None
    if draft is not None:
        gmail.mails = [mail for mail in gmail.mails if mail.id != draft.mail.id]
    return draft


def send(gmail: Gmail, nav: Nav) -> Mail | None:
    """Sends the mail in the editor; it waits in the outbox while the phone is offline."""
    return _out(gmail, nav, SENT if nav.online else OUTBOX)


def schedule(gmail: Gmail, nav: Nav, at: int) -> Mail | None:
    """Has the mail in the editor sent at a virtual time (ms)."""
    mail = _out(gmail, nav, SCHEDULED)
    if mail is not None:
        mail.due = at
        nav.schedule("send_due", at, key=f"send-{mail.id}", id=mail.id)
    return mail


def _out(gmail: Gmail, nav: Nav, folder: str) -> Mail | None:
    take_typed(gmail, nav)
    draft = discard(gmail)
    if draft is None:
        return None
    draft.mail.folder, draft.mail.at = folder, nav.system.clock
    gmail.mails.append(draft.mail)
    return draft.mail


def take_back(gmail: Gmail, nav: Nav, id: int = 0) -> None:
    """Undoes that a mail was sent or scheduled: it is in the editor again."""
    mail = gmail.mail(id)
    if mail is None:
        return
    nav.unschedule(f"send-{id}")
    mail.folder, mail.due = DRAFTS, 0
    edit(gmail, nav, mail)


def send_due(gmail: Gmail, nav: Nav, id: int = 0) -> None:
    """Sends a scheduled mail whose time has come."""
    mail = gmail.mail(id)
    if mail is not None and mail.folder == SCHEDULED:
        mail.folder, mail.due, mail.at = (SENT if nav.online else OUTBOX), 0, nav.system.clock


# What others ask for


def write(gmail: Gmail, nav: Nav, to: str = "", subject: str = "", body: str = "", file: str = "") -> None:
    """Opens the editor with what another app passes on."""
    nav.start(nav.entry.app)
    begin(
        gmail,
        nav,
        to=read_addresses(to, known(nav)),
        subject=subject,
        body=body,
        attachments=attached(nav, file),
    )


def share(gmail: Gmail, nav: Nav, text: str = "", file: str = "") -> None:
    """Opens the editor with a text or a file of another app."""
    write(gmail, nav, body=text, file=file)


def attached(nav: Nav, path: str) -> list[Attachment]:
    """A file of the phone as an attachment."""
    found = next((file for file in nav.files() if file.path == path), None)
    if found is None:
        return []
    return [Attachment(found.name, found.kind, found.size, found.path)]
