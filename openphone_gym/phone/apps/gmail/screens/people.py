"""Who has written: a sheet of the sender, and blocking."""

from __future__ import annotations

from openphone_gym.phone.apps.gmail import moving
from openphone_gym.phone.apps.gmail.drafting import begin, known
from openphone_gym.phone.apps.gmail.screens.acting import acting
from openphone_gym.phone.apps.gmail.state import Gmail
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Column, Text
from openphone_gym.phone.toolkit.rows import Avatar, Divider, ListRow
from openphone_gym.phone.toolkit.surfaces import Confirm, Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_LARGE


def sender(gmail: Gmail, nav: Nav, id: int) -> Box:
    """Who wrote a mail, and how to reach them."""
    mail = gmail.mail(id)
    if mail is None:
        return Sheet()
    who = mail.sender
    is_known = any(one.mail == who.mail for one in known(nav))

    def write() -> None:
        nav.back()
        begin(gmail, nav, to=[who])

    def add() -> None:
        nav.back()
        nav.send("contact", name=who.name, number="", email=who.mail, company="")

    def copy() -> None:
        nav.system.clipboard = who.mail
        nav.back()
        nav.toast("Copied")

    return Sheet(
        Column(
            Avatar(who.shown, 72),
            Text(who.shown, TITLE_LARGE, text_align="center", max_lines=2, id="profile_name"),
            Text(who.mail, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="profile_address"),
            align="center",
            gap=8,
            pad=(24, 4, 24, 16),
        ),
        Divider(),
        ListRow("Send email", on_tap=write, icon="email-outline"),
        ListRow("Copy email address", on_tap=copy, icon="content-copy"),
        None if is_known else ListRow("Add to contacts", on_tap=add, icon="account-plus-outline"),
        ListRow("Block sender", on_tap=lambda: nav.replace("block", id=id), icon="cancel"),
    )


def block(gmail: Gmail, nav: Nav, id: int) -> Box:
    """Asks before all mails of a sender go to spam."""
    mail = gmail.mail(id)
    name = mail.sender.shown if mail is not None else ""
    ids = [one.id for one in gmail.mails if mail is not None and one.sender.mail == mail.sender.mail]
    return Confirm(
        f"Block “{name}”?",
        "Messages from this sender will be marked as spam.",
        "Block",
        acting(gmail, nav, ids, moving.report_spam),
        nav.back,
    )
