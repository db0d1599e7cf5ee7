"""What the mail app remembers."""

from __future__ import annotations

import msgspec

INBOX, ARCHIVE, SENT, DRAFTS, OUTBOX, SCHEDULED, SPAM, TRASH = (
    "inbox", "archive", "sent", "drafts", "outbox", "scheduled", "spam", "trash",
)  # fmt: skip
"""Where a mail lies; of an archived one, only All mail and its labels know."""

OUTGOING = (SENT, OUTBOX, SCHEDULED)
"""Where mails of the user lie that went out, or will."""

PRIMARY, PROMOTIONS, SOCIAL, UPDATES = "primary", "promotions", "social", "updates"

LIGHT, DARK, SYSTEM_DEFAULT = "Light", "Dark", "System default"
THEMES = (LIGHT, DARK, SYSTEM_DEFAULT)


class Address(msgspec.Struct, omit_defaults=True):
    """Somebody who sends or gets mails.

    Attributes:
        mail: The address.
        name: Name beside it, or an empty string.
    """

    mail: str
    name: str = ""

    @property
    def shown(self) -> str:
        """The name, else the address."""
        return self.name or self.mail


class Attachment(msgspec.Struct, omit_defaults=True):
    """A file that comes with a mail.

    Attributes:
        name: Name of the file.
        kind: A kind of files, such as ``document`` or ``picture``.
        size: Bytes.
        source: Id of the world's mail that has it, or the path of a file of the phone.
    """

    name: str
    kind: str
    size: int
    source: str = ""


class Mail(msgspec.Struct, omit_defaults=True):
    """A mail, also one that is still written.

    Attributes:
        id: Never used again for another mail.
        thread: Id of the first mail of its conversation.
        sender: Who wrote it.
        at: Virtual time (ms) at which it came, went or was last changed.
        to: Recipients.
        cc: Recipients of a copy.
        bcc: Recipients whom the others do not see.
        subject: Subject.
        letter: Id of the world's mail that holds its text, or an empty string.
        body: Text of the user's own mails.
        quote: The mail that it answers, as it stands below the text.
        attachments: Files that come with it.
        folder: Where it lies.
        category: ``primary``, ``promotions``, ``social`` or ``updates``.
        labels: Labels of the user.
        starred: Whether it has a star.
        important: Whether it is marked as important.
        muted: Whether its conversation is muted.
        due: Virtual time (ms) until which it is snoozed, or at which it will be sent; 0 for neither.
        reply: What was answered to an invitation: ``Yes``, ``Maybe``, ``No`` or nothing.
        confidential: Whether it goes out in confidential mode.
    """

    id: int
    thread: int
    sender: Address
    at: int
    to: list[Address] = []
    cc: list[Address] = []
    bcc: list[Address] = []
    subject: str = ""
    letter: str = ""
    body: str = ""
    quote: str = ""
    attachments: list[Attachment] = []
    folder: str = INBOX
    category: str = PRIMARY
    labels: list[str] = []
    starred: bool = False
    important: bool = False
    muted: bool = False
    due: int = 0
    reply: str = ""
    confidential: bool = False

    @property
    def recipients(self) -> list[Address]:
        """Everybody whom it goes to."""
        return [*self.to, *self.cc, *self.bcc]


class Draft(msgspec.Struct):
    """The mail in the editor, which is kept only when the user leaves it.

    Attributes:
        mail: The mail.
        answers: Id of the mail that it answers or forwards, or 0.
        way: What it is: ``Compose``, ``Reply``, ``Reply all`` or ``Forward``.
        typed: What stands in the fields of recipients and is no chip yet, by field.
        wide: Whether Cc and Bcc are shown.
    """

    mail: Mail
    answers: int = 0
    way: str = "Compose"
    typed: dict[str, str] = {}
    wide: bool = False


class Vacation(msgspec.Struct):
    """The vacation responder.

    Attributes:
        on: Whether it answers.
        first: First day (ISO).
        last: Last day (ISO), or an empty string for no end.
        subject: Subject of its answer.
        message: Words of its answer.
        contacts_only: Whether it answers people of the address book alone.
    """

    on: bool = False
    first: str = ""
    last: str = ""
    subject: str = ""
    message: str = ""
    contacts_only: bool = False


class GmailSettings(msgspec.Struct):
    """All settings; names of fields are those of the rows."""

    theme: str = LIGHT
    notification_action: str = "Archive"
    conversation_view: bool = True
    density: str = "Default"
    swipe_right: str = "Archive"
    swipe_left: str = "Archive"
    reply_action: str = "Reply"
    auto_fit: bool = True
    auto_advance: str = "Conversation list"
    links_in_app: bool = True
    confirm_delete: bool = False
    confirm_archive: bool = False
    confirm_send: bool = False
    categories: list[str] = []
    inbox_type: str = "Default inbox"
    notifications: str = "All"
    signature: str = ""
    smart_features: bool = True
    smart_compose: bool = True
    smart_reply: bool = True
    sync: bool = True
    sync_days: str = "30 days"
    download_attachments: bool = True
    images: str = "Always show"
    vacation: Vacation = msgspec.field(default_factory=Vacation)


class Gmail(msgspec.Struct):
    """State of the app.

    Attributes:
        mails: All mails but the one in the editor, in no particular order.
        labels: The user's labels.
        settings: The settings.
        unread: Ids of mails that were not opened yet.
        draft: The mail in the editor, or None.
        searches: What was searched for, latest first.
        last_id: Highest id given so far.
    """

    mails: list[Mail] = []
    labels: list[str] = []
    settings: GmailSettings = msgspec.field(default_factory=GmailSettings)
    unread: list[int] = []
    draft: Draft | None = None
    searches: list[str] = []
    last_id: int = 0

    def new_id(self) -> int:
        """A number that no mail had before."""
        self.last_id += 1
        return self.last_id

    def mail(self, id: int) -> Mail | None:
        """The mail of that id, if it still exists."""
        return next((mail for mail in self.mails if mail.id == id), None)

    def titled(self, subject: str) -> list[Mail]:
        """All mails with a subject."""
        return [mail for mail in self.mails if mail.subject == subject]

    def in_thread(self, thread: int) -> list[Mail]:
        """The mails of a conversation, oldest first."""
        return sorted((mail for mail in self.mails if mail.thread == thread), key=lambda mail: mail.at)

    def mark_read(self, mails: list[Mail], read: bool) -> None:
        """Notes that mails were read, or are to be read."""
        ids = {mail.id for mail in mails}
        others = [id for id in self.unread if id not in ids]
        self.unread = others if read else sorted({*others, *ids})
