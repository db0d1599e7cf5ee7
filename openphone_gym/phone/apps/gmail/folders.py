"""Which mails a folder shows, and as which conversations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from openphone_gym.phone.apps.gmail.state import (
    ARCHIVE,
    DRAFTS,
    INBOX,
    OUTBOX,
    PROMOTIONS,
    SCHEDULED,
    SENT,
    SOCIAL,
    SPAM,
    TRASH,
    UPDATES,
    Attachment,
    Gmail,
    Mail,
)

LABEL = "label:"
"""Beginning of the names of folders that show a label of the user."""

ALL, STARRED, SNOOZED, IMPORTANT = "all", "starred", "snoozed", "important"


class Folder(NamedTuple):
    """How a folder is called.

    Attributes:
        title: Its title.
        icon: Its icon.
        empty: What it says while nothing is in it.
    """

    title: str
    icon: str
    empty: str


FOLDERS: Mapping[str, Folder] = {
    INBOX: Folder("Inbox", "inbox-outline", "Nothing in Inbox"),
    PROMOTIONS: Folder("Promotions", "tag-outline", "Nothing in Promotions"),
    SOCIAL: Folder("Social", "account-multiple-outline", "Nothing in Social"),
    UPDATES: Folder("Updates", "information-outline", "Nothing in Updates"),
    STARRED: Folder("Starred", "star-outline", "Nothing in Starred"),
    SNOOZED: Folder("Snoozed", "clock-outline", "Nothing in Snoozed"),
    IMPORTANT: Folder("Important", "label-variant-outline", "Nothing in Important"),
    SENT: Folder("Sent", "send-outline", "Nothing in Sent"),
    SCHEDULED: Folder("Scheduled", "calendar-clock", "Nothing in Scheduled"),
    OUTBOX: Folder("Outbox", "inbox-arrow-up-outline", "Nothing in Outbox"),
    DRAFTS: Folder("Drafts", "file-outline", "Nothing in Drafts"),
    ALL: Folder("All mail", "email-multiple-outline", "Nothing in All mail"),
    SPAM: Folder("Spam", "alert-octagon-outline", "Hooray, no spam here!"),
    TRASH: Folder("Trash", "trash-can-outline", "Nothing in Trash"),
}
"""The app's own folders in the order of the side menu."""

CATEGORIES = (PROMOTIONS, SOCIAL, UPDATES)
"""Categories that can be switched on beside Primary."""


def folder_of(name: str) -> Folder:
    """How a folder or label is called."""
    if name.startswith(LABEL):
        title = name.removeprefix(LABEL)
        return Folder(title, "label-outline", f"Nothing in {title}")
    return FOLDERS[name]


def inbox_title(gmail: Gmail) -> str:
    """What the inbox is called: with categories, it is the first of them."""
    return "Primary" if gmail.settings.categories else "Inbox"


def title_of(gmail: Gmail, name: str) -> str:
    """Title of a folder or label."""
    return inbox_title(gmail) if name == INBOX else folder_of(name).title


def lies_in(gmail: Gmail, mail: Mail, name: str) -> bool:
    """Whether a folder or label shows a mail."""
    kept = mail.folder not in (SPAM, TRASH)
    if name == INBOX:
        apart = mail.category in gmail.settings.categories
        return mail.folder == INBOX and not mail.due and not apart
    if name in CATEGORIES:
        return mail.folder == INBOX and not mail.due and mail.category == name
    if name == ALL:
        return kept and mail.folder not in (OUTBOX, SCHEDULED)
    if name == STARRED:
        return kept and mail.starred
    if name == IMPORTANT:
        return kept and mail.important
    if name == SNOOZED:
        return mail.folder == INBOX and mail.due > 0
    if name.startswith(LABEL):
        return kept and name.removeprefix(LABEL) in mail.labels
    return mail.folder == name


def place_of(gmail: Gmail, mail: Mail) -> str:
    """The folder or category that a mail lies in; nothing for an archived one."""
    if mail.folder == ARCHIVE:
        return ""
    if mail.folder != INBOX:
        return mail.folder
    return SNOOZED if mail.due else mail.category if mail.category in gmail.settings.categories else INBOX


def mails_in(gmail: Gmail, name: str) -> list[Mail]:
    """The mails that a folder or label shows, latest first."""
    found = (mail for mail in gmail.mails if lies_in(gmail, mail, name))
    return sorted(found, key=lambda mail: (mail.at, mail.id), reverse=True)


class Conversation(NamedTuple):
    """What one row of a list stands for.

    Attributes:
        mails: Its mails, oldest first; drafts among them.
        latest: The mail by which the list is ordered.
    """

    mails: list[Mail]
    latest: Mail

    @property
    def id(self) -> int:
        """Id of the mail by which it is known."""
        return self.latest.id

    @property
    def files(self) -> list[Attachment]:
        """All that came with its mails."""
        return [file for mail in self.mails for file in mail.attachments]

    @property
    def subject(self) -> str:
        """Its subject: that of the mail with which it began, or what stands for none."""
        return self.mails[0].subject or "(no subject)"


def conversations(gmail: Gmail, shown: Iterable[Mail]) -> list[Conversation]:
    """The rows for some mails, in their order: one for all of a thread, unless the user wants them apart."""
    if not gmail.settings.conversation_view:
        return [Conversation([mail], mail) for mail in shown]
    rows: dict[int, Conversation] = {}
    for mail in shown:
        if mail.thread not in rows:
            rows[mail.thread] = Conversation(together(gmail, mail), mail)
    return list(rows.values())


def together(gmail: Gmail, mail: Mail) -> list[Mail]:
    """The mails that are read along with one, itself among them, oldest first."""
    if not gmail.settings.conversation_view:
        return [mail]
    hidden = {SPAM, TRASH, OUTBOX, SCHEDULED} - {mail.folder}
    return [one for one in gmail.in_thread(mail.thread) if one.folder not in hidden]


def unread_in(gmail: Gmail, name: str) -> int:
    """How many conversations of a folder have an unread mail."""
    unread = set(gmail.unread)
    return len({mail.thread for mail in gmail.mails if mail.id in unread and lies_in(gmail, mail, name)})
