"""The editor of mails."""

from __future__ import annotations

from openphone_gym.phone.apps.gmail.drafting import (
    COMPOSE,
    FORWARD,
    REPLY,
    REPLY_ALL,
    attached,
    discard,
    keep,
    own_address,
    send,
    take_typed,
)
from openphone_gym.phone.apps.gmail.screens.icons import FILE_ICONS
from openphone_gym.phone.apps.gmail.screens.recipients import recipient_row, suggestions
from openphone_gym.phone.apps.gmail.state import OUTBOX, Attachment, Draft, Gmail
from openphone_gym.phone.apps.gmail.wording import answered, size_text
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import Divider
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_SMALL, TITLE_MEDIUM, TITLE_SMALL

LONGEST_BODY = 10_000
"""Most characters of a mail that is written here."""

OVER_EDITOR = ("compose", "compose_menu", "schedule", "schedule_day", "schedule_time", "confirm_send")
"""The editor, and what opens over it."""


def compose(gmail: Gmail, nav: Nav) -> Page:
    """The mail in the editor."""
    draft = gmail.draft
    if draft is None:
        return Page(AppBar(COMPOSE, nav.back))
    field = nav.entry.focus
    page = Page(
        _bar(gmail, nav, draft),
        _from(nav, draft),
        recipient_row(gmail, nav, draft, "to"),
        *(recipient_row(gmail, nav, draft, name) for name in (("cc", "bcc") if draft.wide else ())),
        _line(gmail, nav, draft),
        _body(gmail, nav, draft),
        _confidential(draft),
        _quote(nav, draft),
        *(_attachment(nav, draft, file) for file in draft.mail.attachments),
        on_back=lambda: leave(gmail, nav),
    )
    return suggestions(gmail, nav, page, draft, field)


def _bar(gmail: Gmail, nav: Nav, draft: Draft) -> Box:
    title = Row(
        Text(draft.way, TITLE_MEDIUM, max_lines=1, id="title"),
        Icon("menu-down", size=18) if draft.answers else None,
        cls="android.widget.Spinner" if draft.answers else "",
        desc=f"Compose mode: {draft.way}" if draft.answers else "",
        on_tap=nav.to("compose_mode") if draft.answers else None,
        flex=1,
        gap=4,
        height=48,
        pad=(4, 0, 4, 0),
    )
    return Row(
        IconButton("arrow-left", "Navigate up", lambda: leave(gmail, nav), color="on_surface"),
        title,
        IconButton("paperclip", "Attach file", nav.to("attach_menu"), id="add_attachment"),
        IconButton("send-outline", "Send", lambda: _send(gmail, nav), id="send", color="primary"),
        IconButton("dots-vertical", "More options", nav.to("compose_menu"), id="overflow"),
        cls="android.view.ViewGroup",
        id="toolbar",
        height=64,
        width=FILL,
        pad=(4, 0, 4, 0),
    )


def _from(nav: Nav, draft: Draft) -> Box:
    label = Text("From", BODY_LARGE, color="on_surface_variant", width=64)
    row = Row(
        label,
        Text(draft.mail.sender.mail, BODY_LARGE, max_lines=1, id="from_account_name", flex=1),
        width=FILL,
        height=48,
        pad=(16, 0, 16, 0),
    )
    return Column(row, Divider())


def _line(gmail: Gmail, nav: Nav, draft: Draft) -> Box:
    """The subject."""
    field = TextField(
        _writing(gmail, nav, draft, "subject"),
        "Subject",
        id="subject",
        variant="plain",
        action="next",
        limit=300,
        flex=1,
    )
    return Column(Row(field, width=FILL, pad=(16, 4, 16, 4)), Divider())


def _body(gmail: Gmail, nav: Nav, draft: Draft) -> Box:
    """The text; it grows with what is written."""
    field = TextField(
        _writing(gmail, nav, draft, "body"),
        "Compose email",
        id="wc_body",
        variant="plain",
        action="newline",
        limit=LONGEST_BODY,
        height=72 if draft.mail.quote or draft.mail.attachments else 160,
    )
    return Column(field, pad=(16, 8, 16, 8))


def _writing(gmail: Gmail, nav: Nav, draft: Draft, name: str) -> Binding:
    """A text of the mail; who writes there is done with the recipients."""

    def write(text: str) -> None:
        take_typed(gmail, nav)
        setattr(draft.mail, name, text)

    return Binding(lambda: getattr(draft.mail, name), write)


def _confidential(draft: Draft) -> Box | None:
    if not draft.mail.confidential:
        return None
    words = "Confidential mode: recipients can't forward, copy, print or download this mail."
    return Row(
        Icon("lock-clock", size=20),
        Text(words, BODY_SMALL, flex=1, id="confidential_banner"),
        fill="surface_container",
        radius=12,
        gap=12,
        width=FILL,
        pad=(16, 10, 16, 10),
    )


def _quote(nav: Nav, draft: Draft) -> Box | None:
    """The mail that is answered: three dots until they are touched; of a forwarded one, all of it."""
    if not draft.mail.quote:
        return None
    shown = nav.bind("quoted", draft.way == FORWARD)
    dots = IconButton("dots-horizontal", "Show quoted text", shown.toggle, id="respond_inline_button")
    if not shown.get():
        return Row(dots, pad=(8, 0, 8, 8))
    lines = [line for line in draft.mail.quote.split("\n") if line.strip()]
    return Column(
        *(Text(line, BODY_LARGE, color="on_surface_variant", id="quoted_text") for line in lines),
        gap=8,
        pad=(16, 0, 16, 16),
    )


def _attachment(nav: Nav, draft: Draft, file: Attachment) -> Box:
    icon, color = FILE_ICONS[file.kind]

    def remove() -> None:
        draft.mail.attachments = [one for one in draft.mail.attachments if one is not file]

    row = Row(
        Icon(icon, color=color),
        Column(
            Text(file.name, TITLE_SMALL, max_lines=1, id="attachment_tile_title"),
            Text(size_text(file), BODY_SMALL, color="on_surface_variant", id="attachment_tile_size"),
            flex=1,
        ),
        IconButton("close", f"Remove attachment {file.name}", remove, id="remove_attachment", width=40),
        cls="android.widget.FrameLayout",
        on_tap=nav.to("attachment", id=draft.mail.id, name=file.name),
        stroke="outline_variant",
        radius=12,
        gap=12,
        width=FILL,
        pad=(14, 6, 4, 6),
    )
    return Column(row, pad=(16, 4, 16, 4))


# Leaving, sending


def close_editor(nav: Nav) -> None:
    """Leaves the editor, and what is open over it."""
    stack = stacks.front_task(nav.system).stack
    while len(stack) > 1 and stack[-1].screen in OVER_EDITOR:
        stack.pop()
    nav.system.ime.visible = False


def leave(gmail: Gmail, nav: Nav) -> None:
    """Leaves the editor, and keeps what was written."""
    id = gmail.draft.mail.id if gmail.draft is not None else 0
    kept = keep(gmail, nav)
    close_editor(nav)
    if kept:
        nav.snackbar("Draft saved", "Discard", "throw_away", id=id)


def throw_away(gmail: Gmail, nav: Nav, id: int = 0) -> None:
    """Throws away a draft that was kept."""
    gmail.mails = [mail for mail in gmail.mails if mail.id != id]
    nav.snackbar("Draft discarded")


def _send(gmail: Gmail, nav: Nav) -> None:
    """Sends the mail, if somebody gets it and nothing remains to be asked."""
    draft = gmail.draft
    if draft is None:
        return
    nav.unfocus()
    take_typed(gmail, nav)
    if any(text.strip() for text in draft.typed.values()):
        nav.go("fault", text=f"The address “{next(iter(draft.typed.values()))}” is invalid.")
    elif not draft.mail.recipients:
        nav.go("fault", text="Add at least one recipient.")
    elif not draft.mail.subject and not nav.local.get("without_subject"):
        nav.local["without_subject"] = True
        nav.go("confirm_send", text="There is no subject. Send anyway?")
    elif gmail.settings.confirm_send:
        nav.go("confirm_send", text="Send this message?")
    else:
        send_now(gmail, nav)


def send_now(gmail: Gmail, nav: Nav) -> None:
    """Sends the mail, and offers to take that back."""
    mail = send(gmail, nav)
    close_editor(nav)
    if mail is None:
        return
    if mail.folder == OUTBOX:
        nav.snackbar("Queued. It will be sent when you're back online.")
    else:
        nav.snackbar("Sent", "Undo", "take_back", id=mail.id)


def confirm_send(gmail: Gmail, nav: Nav, text: str) -> Box:
    """Asks before a mail is sent."""
    return Confirm("", text, "Send", lambda: send_now(gmail, nav), nav.back)


def fault(gmail: Gmail, nav: Nav, text: str) -> Box:
    """Why a mail can't be sent."""
    return Confirm("Can't send", text, "OK", nav.back, nav.back)


# Menus


def attach_menu(gmail: Gmail, nav: Nav) -> Box:
    """Where an attachment may come from."""

    def pick(kind: str) -> None:
        nav.back()
        nav.pick_file(kind, "attach")

    def drive() -> None:
        nav.back()
        nav.toast("There is nothing in your Drive")

    items = [
        ("Photos", lambda: pick("picture")),
        ("Files", lambda: pick("")),
        ("Insert from Drive", drive),
    ]
    return Menu(items, beside=nav.entry.anchor)


def attach(gmail: Gmail, nav: Nav, file: str = "") -> None:
    """Adds a file of the phone to the mail in the editor."""
    if gmail.draft is not None:
        gmail.draft.mail.attachments += attached(nav, file)


def compose_menu(gmail: Gmail, nav: Nav) -> Box:
    """The menu of the editor."""
    draft = gmail.draft

    def confidential() -> None:
        nav.back()
        if draft is not None:
            draft.mail.confidential = not draft.mail.confidential

    def throw() -> None:
        gone = discard(gmail)
        close_editor(nav)
        if gone is not None:
            nav.snackbar("Draft discarded")

    def save() -> None:
        nav.back()
        if draft is not None and keep(gmail, nav):
            saved = gmail.mail(draft.mail.id)
            assert saved is not None
            gmail.draft = Draft(saved, draft.answers, draft.way, wide=draft.wide)
            nav.toast("Draft saved")

    def settings() -> None:
        leave(gmail, nav)
        nav.go("settings")

    def help() -> None:
        nav.back()
        nav.toast("Help is not available offline")

    on = draft is not None and draft.mail.confidential
    return Menu(
        [
            ("Schedule send", lambda: nav.replace("schedule")),
            ("Turn off confidential mode" if on else "Confidential mode", confidential),
            ("Save draft", save),
            ("Discard", throw),
            ("Settings", settings),
            ("Help & feedback", help),
        ],
        beside=nav.entry.anchor,
    )


def compose_mode(gmail: Gmail, nav: Nav) -> Box:
    """Whether a mail is answered, answered to all, or forwarded."""
    draft = gmail.draft
    mail = gmail.mail(draft.answers) if draft is not None else None
    own = own_address(nav).mail

    def turn(way: str) -> None:
        nav.back()
        if draft is None or mail is None:
            return
        others = [to for to in (*mail.to, *mail.cc) if to.mail != own]
        draft.way = way
        draft.mail.to = [] if way == FORWARD else [mail.sender]
        draft.mail.cc = others if way == REPLY_ALL else []
        draft.wide = bool(draft.mail.cc)
        draft.mail.subject = answered(mail.subject, "Fwd:" if way == FORWARD else "Re:")

    return Menu([(way, lambda way=way: turn(way)) for way in (REPLY, REPLY_ALL, FORWARD)], nav.entry.anchor)
