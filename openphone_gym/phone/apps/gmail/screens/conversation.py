"""The page of a conversation: its mails, what came with them, and how to answer."""

from __future__ import annotations

from datetime import datetime

from openphone_gym.phone.apps.gmail import moving
from openphone_gym.phone.apps.gmail.drafting import FORWARD, REPLY, REPLY_ALL, answer, edit, own_address
from openphone_gym.phone.apps.gmail.folders import folder_of, place_of, together
from openphone_gym.phone.apps.gmail.screens.acting import acting, action_buttons, close_up, starring
from openphone_gym.phone.apps.gmail.screens.attachments import card
from openphone_gym.phone.apps.gmail.screens.parts import STAR, VIEW_GROUP, tag
from openphone_gym.phone.apps.gmail.state import DRAFTS, SCHEDULED, SPAM, Gmail, Mail
from openphone_gym.phone.apps.gmail.wording import (
    blocks,
    first_name,
    in_full,
    listed,
    long_day,
    moment,
    short_day,
    snippet,
    subject_of,
)
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import Chip, IconButton, OutlinedButton, TextButton
from openphone_gym.phone.toolkit.flow import Flow
from openphone_gym.phone.toolkit.prose import Prose
from openphone_gym.phone.toolkit.rows import Avatar, Divider
from openphone_gym.phone.toolkit.surfaces import AppBar, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, HEADLINE_SMALL, TITLE_MEDIUM

WIDEST = 12
"""Mails of a conversation that its page shows at most."""


def conversation(gmail: Gmail, nav: Nav, id: int, new: list[int] | None = None) -> Page:
    """A conversation; ``new`` are the mails that were unread when it was opened."""
    mail = gmail.mail(id)
    if mail is None:
        return Page(AppBar("", nav.back))
    mails = together(gmail, mail)
    written = [one for one in mails if one.folder != DRAFTS] or mails
    latest = written[-1]
    opened: list[int] = nav.local.setdefault("opened", [*{latest.id, mail.id, *(new or [])}])
    shown = mails[-WIDEST:]
    return Page(
        AppBar("", nav.back, action_buttons(gmail, nav, mails)),
        _subject(gmail, mail, mails),
        _why_spam(gmail, nav, mail),
        *(_mail(gmail, nav, one, one.id in opened, opened) for one in shown),
        _foot(gmail, nav, latest),
    )


def _subject(gmail: Gmail, mail: Mail, mails: list[Mail]) -> Box:
    """The subject, where the conversation lies, and its star."""
    starred = any(one.starred for one in mails)
    place = place_of(gmail, mail)
    marks = [*([folder_of(place).title] if place else []), *mail.labels]
    words = Text(subject_of(mails[0]), HEADLINE_SMALL, max_lines=4, id="subject_view")
    return Row(
        Column(words, Flow(*map(tag, marks), gap=6) if marks else None, gap=6, flex=1),
        IconButton(
            "star" if starred else "star-outline",
            "Remove star" if starred else "Add star",
            starring(mails, mail),
            id="star",
            checked=starred,
            color=STAR if starred else "on_surface_variant",
        ),
        align="start",
        width=FILL,
        pad=(16, 4, 4, 12),
    )


def _why_spam(gmail: Gmail, nav: Nav, mail: Mail) -> Box | None:
    """What stands above a mail in the spam folder."""
    if mail.folder != SPAM:
        return None
    ids = [one.id for one in together(gmail, mail)]
    words = "Why is this message in spam? It was reported, or it is similar to messages that were."
    return Column(
        Row(Icon("alert-octagon-outline"), Text(words, BODY_MEDIUM, flex=1), gap=16, width=FILL),
        Row(TextButton("Report not spam", acting(gmail, nav, ids, moving.not_spam), id="not_spam")),
        fill="surface_container",
        radius=16,
        pad=(16, 14, 16, 4),
    )


# One mail


def _mail(gmail: Gmail, nav: Nav, mail: Mail, shown: bool, opened: list[int]) -> Box:
    """A mail: its head, and all below it once that was touched."""
    if mail.folder == DRAFTS:
        return _draft(gmail, nav, mail)

    def toggle() -> None:
        nav.local["opened"] = [id for id in opened if id != mail.id] if shown else [*opened, mail.id]

    if not shown:
        return Column(_head(gmail, nav, mail, toggle, snippet(nav, mail)), Divider())
    return Column(
        _head(gmail, nav, mail, toggle),
        _details(nav, mail) if nav.local.get(f"details {mail.id}") else None,
        _scheduled(gmail, nav, mail) if mail.folder == SCHEDULED else None,
        _invitation(nav, mail),
        Column(Prose(blocks(nav, mail), lambda url: _follow(nav, url)), pad=(16, 4, 16, 16)),
        Column(*(card(nav, mail, file) for file in mail.attachments), gap=8, pad=(16, 0, 16, 12))
        if mail.attachments
        else None,
        Divider(),
    )


def _head(gmail: Gmail, nav: Nav, mail: Mail, toggle: Handler, begins: str = "") -> Box:
    """Who wrote a mail, when, and to whom; of a mail that is closed, how it begins."""
    own = own_address(nav).mail
    details = nav.bind(f"details {mail.id}", False)
    name = Row(
        Text(first_name(mail.sender, own) if mail.sender.mail == own else mail.sender.shown,
             TITLE_MEDIUM, max_lines=1, id="sender_name", flex=1),
        Text(short_day(nav, mail.at), BODY_SMALL, color="on_surface_variant", id="upper_date"),
        gap=8,
        width=FILL,
    )  # fmt: skip
    if begins:
        second: Box = Text(begins, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="email_snippet")
    else:
        second = Row(
            Text(
                f"to {listed([*mail.to, *mail.cc], own) or 'nobody'}",
                BODY_MEDIUM,
                color="on_surface_variant",
                max_lines=1,
                id="recipient_summary",
            ),
            Icon("chevron-up" if details.get() else "chevron-down", size=16),
            cls="android.widget.LinearLayout",
            desc="Hide details" if details.get() else "Show details",
            on_tap=details.toggle,
            gap=4,
        )
    buttons = [] if begins else [
        IconButton("reply-outline", "Reply", lambda: answer(gmail, nav, mail, REPLY), id="reply", width=40),
        IconButton("dots-vertical", "More options", nav.to("mail_menu", id=mail.id), id="overflow", width=40),
    ]  # fmt: skip
    return Row(
        Avatar(mail.sender.shown, 40, cls="android.widget.ImageView", id="contact_badge",
               desc=f"Show contact information for {mail.sender.shown}", on_tap=nav.to("sender", id=mail.id)),
        Column(name, second, flex=1),
        *buttons,
        cls=VIEW_GROUP,
        id="message_header",
        on_tap=toggle,
        gap=12,
        width=FILL,
        pad=(16, 10, 4, 10),
    )  # fmt: skip


def _details(nav: Nav, mail: Mail) -> Box:
    """Addresses in full."""
    rows = [("From", in_full(mail.sender)), ("To", ", ".join(map(in_full, mail.to)))]
    rows += [("Cc", ", ".join(map(in_full, mail.cc)))] if mail.cc else []
    rows += [("Date", long_day(nav, mail.at))]
    lines = [
        Row(
            Text(label, BODY_SMALL, color="on_surface_variant", width=48),
            Text(words, BODY_SMALL, id="details_value", flex=1),
            align="start",
            width=FILL,
        )
        for label, words in rows
        if words
    ]
    panel = Column(*lines, gap=6, stroke="outline_variant", radius=12, pad=(12, 10, 12, 10))
    return Column(panel, pad=(16, 0, 16, 12))


def _draft(gmail: Gmail, nav: Nav, mail: Mail) -> Box:
    """A reply that was begun."""
    words = Column(
        Text("Draft", TITLE_MEDIUM, color="error", id="sender_name"),
        Text(snippet(nav, mail), BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="email_snippet"),
        flex=1,
    )
    row = Row(
        Avatar(mail.sender.shown, 40),
        words,
        IconButton("pencil-outline", "Edit", lambda: edit(gmail, nav, mail), id="edit_draft"),
        cls=VIEW_GROUP,
        on_tap=lambda: edit(gmail, nav, mail),
        gap=12,
        width=FILL,
        pad=(16, 10, 4, 10),
    )
    return Column(row, Divider())


def _scheduled(gmail: Gmail, nav: Nav, mail: Mail) -> Box:
    """When a mail will be sent, and a way to stop that."""
    then = clock.to_local(nav.system, mail.due)

    def cancel() -> None:
        close_up(nav)
        nav.act("take_back", id=mail.id)

    return Row(
        Text(f"Send scheduled for {moment(nav, then)}", BODY_MEDIUM, flex=1),
        TextButton("Cancel send", cancel, id="cancel_send"),
        fill="surface_container",
        width=FILL,
        pad=(16, 4, 8, 4),
    )


def _follow(nav: Nav, url: str) -> None:
    """Opens a link, if there is an app for it."""
    if not nav.send("link", url=url):
        nav.toast("No app can open this link")


# An invitation


def _invitation(nav: Nav, mail: Mail) -> Box | None:
    """The event that a mail invites to, with answers."""
    letter = nav.world.mail(mail.letter) if mail.letter else None
    if letter is None or not letter.occasion or letter.day is None or not letter.topic:
        return None
    occasion = nav.world.occasion(letter.occasion)
    begin = datetime.combine(letter.day, occasion.start.time())
    end = begin + (occasion.end - occasion.start)
    place = nav.world.place_name(occasion.place) if occasion.place else occasion.room
    when = f"{begin:%a}, {begin:%b} {begin.day}"
    if not occasion.all_day:
        when += f" • {nav.clock(begin.hour, begin.minute)} – {nav.clock(end.hour, end.minute)}"

    def chip(words: str) -> Box:
        def say() -> None:
            mail.reply = words
            nav.snackbar(f"You answered: {words}")

        return Chip(words, say, mail.reply == words, id=f"rsvp_{words.lower()}")

    milliseconds = [clock.to_milliseconds(t.replace(tzinfo=nav.now.tzinfo)) for t in (begin, end)]
    adding = nav.sending(
        "event", title=occasion.title, begin=milliseconds[0], end=milliseconds[1], place=place, note=""
    )
    card = Column(
        Row(
            Icon("calendar-blank-outline", color="primary"),
            Column(
                Label(when, BODY_MEDIUM),
                Label(place, BODY_SMALL, color="on_surface_variant", max_lines=1) if place else None,
                flex=1,
            ),
            TextButton("Add to calendar", adding, id="add_to_calendar"),
            gap=12,
            width=FILL,
        ),
        Row(*(chip(words) for words in ("Yes", "Maybe", "No")), gap=8, pad=(0, 6, 0, 0)),
        cls=VIEW_GROUP,
        id="invitation",
        desc=", ".join(part for part in (when, place) if part),
        stroke="outline_variant",
        radius=12,
        pad=(14, 8, 6, 12),
    )
    return Column(card, pad=(16, 0, 16, 12))


# Answering


def _foot(gmail: Gmail, nav: Nav, mail: Mail) -> Box | None:
    """The buttons to answer the latest mail."""
    if mail.folder == SCHEDULED:
        return None

    def button(way: str, icon: str, id: str) -> Box:
        return OutlinedButton(way, lambda: answer(gmail, nav, mail, way), icon, id=id)

    return Flow(
        button(REPLY, "reply-outline", "reply_button"),
        button(REPLY_ALL, "reply-all-outline", "reply_all_button"),
        button(FORWARD, "share-outline", "forward_button"),
        gap=8,
        pad=(16, 16, 16, 24),
    )


def mail_menu(gmail: Gmail, nav: Nav, id: int) -> Box:
    """The menu of one mail of a conversation."""
    mail = gmail.mail(id)
    if mail is None:
        return Menu([], beside=nav.entry.anchor)

    def answering(way: str) -> Handler:
        def go() -> None:
            nav.back()
            answer(gmail, nav, mail, way)

        return go

    def star() -> None:
        mail.starred = not mail.starred
        nav.back()

    def unread() -> None:
        nav.back()
        gmail.mark_read([mail], read=False)
        close_up(nav)

    return Menu(
        [
            ("Reply", answering(REPLY)),
            ("Reply all", answering(REPLY_ALL)),
            ("Forward", answering(FORWARD)),
            ("Remove star" if mail.starred else "Add star", star),
            ("Mark unread from here", unread),
            (f"Block “{mail.sender.shown}”", lambda: nav.replace("block", id=id)),
            ("Print", lambda: nav.replace("printing", ids=[id])),
        ],
        beside=nav.entry.anchor,
    )
