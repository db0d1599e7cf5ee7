"""What is done with mails in lists and on their pages, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from openphone_gym.phone.apps.gmail.state import ARCHIVE, DRAFTS, INBOX, OUTGOING, SPAM, TRASH, Gmail, Mail

if TYPE_CHECKING:
    from openphone_gym.phone.system.nav import Nav

PLACES = {INBOX: "Inbox", SPAM: "Spam", TRASH: "Trash"}
"""Folders that mails can be moved to."""


def change(gmail: Gmail, nav: Nav, mails: Sequence[Mail], told: str, do: Callable[[Mail], object]) -> None:
    """Does something with mails, and tells it with a button that undoes it."""
    before = [msgspec.to_builtins(mail) for mail in mails]
    for mail in mails:
        do(mail)
    nav.snackbar(told, "Undo", "undo", before=before)


def undo(gmail: Gmail, nav: Nav, before: Sequence[dict[str, Any]] = ()) -> None:
    """Brings mails back as they were."""
    old = [msgspec.convert(mail, Mail) for mail in before]
    ids = {mail.id for mail in old}
    gmail.mails = [mail for mail in gmail.mails if mail.id not in ids] + old
    for mail in old:
        if not mail.due:
            nav.unschedule(f"wake-{mail.id}")


def _count(gmail: Gmail, mails: Sequence[Mail]) -> int:
    """How many conversations some mails are."""
    return len({mail.thread for mail in mails}) if gmail.settings.conversation_view else len(mails)


def _received(mails: Sequence[Mail]) -> list[Mail]:
    """Those that can lie in the inbox: mails of the user stay where they are."""
    return [mail for mail in mails if mail.folder not in (*OUTGOING, DRAFTS)]


def archive(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
    """Takes mails out of the inbox."""
    change(gmail, nav, _received(mails), f"{_count(gmail, mails)} archived", _put(ARCHIVE))


def delete(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
    """Throws mails into the trash."""
    change(gmail, nav, mails, f"{_count(gmail, mails)} deleted", _put(TRASH))


def report_spam(gmail: Gmail, nav: Nav, mails: Sequence[Mail], unsubscribe: bool = False) -> None:
    """Marks mails as junk."""
    told = f"{_count(gmail, mails)} reported as spam" + (" and unsubscribed" if unsubscribe else "")
    change(gmail, nav, _received(mails), told, _put(SPAM))


def not_spam(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
    """Puts mails back into the inbox that are no junk."""
    change(gmail, nav, _received(mails), f"{_count(gmail, mails)} marked as not spam", _put(INBOX))


def move(gmail: Gmail, nav: Nav, mails: Sequence[Mail], to: str) -> None:
    """Moves mails to a folder, or out of the inbox to a label."""
    told = f"Moved to {PLACES.get(to, to)}"
    if to in PLACES:
        change(gmail, nav, _received(mails), told, _put(to))
        return

    def label(mail: Mail) -> None:
        mail.labels = sorted({*mail.labels, to})
        if mail.folder in (INBOX, SPAM, TRASH):
            mail.folder = ARCHIVE

    change(gmail, nav, mails, told, label)


def _put(folder: str) -> Callable[[Mail], object]:
    def put(mail: Mail) -> None:
        mail.folder, mail.due = folder, 0

    return put


def mute(gmail: Gmail, nav: Nav, mails: Sequence[Mail], on: bool = True) -> None:
    """Has conversations leave the inbox for good, or lets them come back."""

    def do(mail: Mail) -> None:
        mail.muted = on
        if on and mail.folder == INBOX:
            mail.folder = ARCHIVE

    change(gmail, nav, mails, f"{_count(gmail, mails)} {'muted' if on else 'unmuted'}", do)


def mark_important(gmail: Gmail, nav: Nav, mails: Sequence[Mail], on: bool) -> None:
    """Marks mails as important, or not."""

    def do(mail: Mail) -> None:
        mail.important = on

    change(gmail, nav, mails, f"{_count(gmail, mails)} marked as {'' if on else 'not '}important", do)


def snooze(gmail: Gmail, nav: Nav, mails: Sequence[Mail], until: int, told: str) -> None:
    """Hides mails until a virtual time (ms), at which they come on top of the inbox."""

    def do(mail: Mail) -> None:
        mail.folder, mail.due = INBOX, until
        nav.schedule("wake", until, key=f"wake-{mail.id}", id=mail.id)

    change(gmail, nav, _received(mails), f"Snoozed until {told}", do)


def wake(gmail: Gmail, nav: Nav, id: int = 0) -> None:
    """Shows a snoozed mail again."""
    mail = gmail.mail(id)
    if mail is not None and mail.due:
        mail.due, mail.at = 0, nav.system.clock
        gmail.mark_read([mail], read=False)
        nav.notify(mail.sender.shown, mail.subject, "conversation", f"mail-{id}", args={"id": id})


def unsnooze(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
    """Shows snoozed mails at once."""
    for mail in mails:
        nav.unschedule(f"wake-{mail.id}")
    change(gmail, nav, mails, f"{_count(gmail, mails)} unsnoozed", _put(INBOX))


def set_labels(gmail: Gmail, nav: Nav, mails: Sequence[Mail], on: Sequence[str], off: Sequence[str]) -> None:
    """Puts labels on mails, and takes others off."""

    def do(mail: Mail) -> None:
        mail.labels = sorted({*mail.labels, *on} - {*off})

    change(gmail, nav, mails, "Labels changed", do)


def erase(gmail: Gmail, folder: str) -> None:
    """Deletes all of a folder for good."""
    gone = {mail.id for mail in gmail.mails if mail.folder == folder}
    gmail.mails = [mail for mail in gmail.mails if mail.id not in gone]
    gmail.unread = [id for id in gmail.unread if id not in gone]
