"""What can be done with mails that are chosen or open: buttons, the menu, and what has to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openphone_gym.phone.apps.gmail import moving
from openphone_gym.phone.apps.gmail.state import SPAM, TRASH, Gmail, Mail
from openphone_gym.phone.apps.gmail.wording import is_bulk
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box, Handler
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.surfaces import Confirm, Dialog, Menu, Message

OVER_LISTS = (
    "more", "confirm", "move_to", "change_labels", "snooze", "snooze_day", "snooze_time", "report_spam",
    "conversation",
)  # fmt: skip
"""Screens that are left once something was done with their mails."""

Act = Callable[[Gmail, Nav, Sequence[Mail]], object]


def close_up(nav: Nav) -> None:
    """Goes back to the list, in which nothing is chosen any more."""
    stack = stacks.front_task(nav.system).stack
    while len(stack) > 1 and stack[-1].screen in OVER_LISTS:
        stack.pop()
    stack[-1].local.pop("chosen", None)


def mails_of(gmail: Gmail, ids: Sequence[int]) -> list[Mail]:
    """The mails of some ids that still exist."""
    return [mail for mail in gmail.mails if mail.id in ids]


def acting(gmail: Gmail, nav: Nav, ids: Sequence[int], act: Act) -> Handler:
    """A handler that does something with mails and goes back to the list."""

    def do() -> None:
        act(gmail, nav, mails_of(gmail, ids))
        close_up(nav)

    return do


def starring(mails: Sequence[Mail], latest: Mail) -> Handler:
    """A handler that puts a star on the latest mail of a conversation, or takes away all of its stars."""
    starred = any(mail.starred for mail in mails)

    def star() -> None:
        for mail in mails:
            mail.starred = not starred and mail is latest

    return star


def action_buttons(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> list[Box]:
    """Buttons for some mails: archive, delete, read or unread, and the menu with all else."""
    ids = [mail.id for mail in mails]
    new = not set(gmail.unread).isdisjoint(ids)
    settings = gmail.settings

    def either(what: str, asks: bool, act: Act) -> Handler:
        return nav.to("confirm", what=what, ids=ids) if asks else acting(gmail, nav, ids, act)

    def mark(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
        gmail.mark_read(list(mails), read=new)

    thrown = all(mail.folder in (SPAM, TRASH) for mail in mails)
    put_away = either("archive", settings.confirm_archive, moving.archive)
    throw = (
        nav.to("confirm", what="erase", ids=ids)
        if all(mail.folder == TRASH for mail in mails)
        else either("delete", settings.confirm_delete, moving.delete)
    )
    buttons = [
        IconButton("archive-arrow-down-outline", "Archive", put_away, id="archive"),
        IconButton("trash-can-outline", "Delete", throw, id="delete"),
        IconButton(
            "email-open-outline" if new else "email-outline",
            "Mark as read" if new else "Mark as unread",
            acting(gmail, nav, ids, mark),
            id="mark_read" if new else "mark_unread",
        ),
        IconButton("dots-vertical", "More options", nav.to("more", ids=ids), id="overflow"),
    ]
    return buttons[1:] if thrown else buttons


def confirm(gmail: Gmail, nav: Nav, what: str, ids: list[int]) -> Box:
    """Asks before mails are archived, deleted, or deleted for good."""
    many = len({mail.thread for mail in mails_of(gmail, ids)})
    noun = "this conversation" if many == 1 else f"these {many} conversations"

    def erase(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
        gmail.mails = [mail for mail in gmail.mails if mail not in mails]
        nav.snackbar(f"{many} deleted forever")

    acts: dict[str, tuple[str, Act]] = {
        "archive": (f"Archive {noun}?", moving.archive),
        "delete": (f"Delete {noun}?", moving.delete),
        "erase": (f"Delete {noun} forever?", erase),
    }
    title, act = acts[what]
    return Confirm(title, "", "OK", acting(gmail, nav, ids, act), nav.back)


def more(gmail: Gmail, nav: Nav, ids: list[int]) -> Box:
    """The menu for some mails."""
    mails = mails_of(gmail, ids)
    important = all(mail.important for mail in mails)
    muted = all(mail.muted for mail in mails)
    snoozed = any(mail.due for mail in mails)
    spam = any(mail.folder == SPAM for mail in mails)
    thrown = spam or any(mail.folder == TRASH for mail in mails)

    def into(screen: str) -> Handler:
        return lambda: nav.replace(screen, ids=ids)

    def mark(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
        moving.mark_important(gmail, nav, mails, not important)

    def mute(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
        moving.mute(gmail, nav, mails, not muted)

    def report() -> None:
        if any(is_bulk(nav, mail) for mail in mails):
            nav.replace("report_spam", ids=ids)
        else:
            acting(gmail, nav, ids, moving.report_spam)()

    def help() -> None:
        nav.back()
        nav.toast("Help is not available offline")

    return Menu(
        [
            ("Move to", into("move_to")),
            ("Unsnooze", acting(gmail, nav, ids, moving.unsnooze)) if snoozed
            else None if thrown else ("Snooze", into("snooze")),
            ("Change labels", into("change_labels")),
            ("Mark not important" if important else "Mark as important", acting(gmail, nav, ids, mark)),
            None if thrown else ("Unmute" if muted else "Mute", acting(gmail, nav, ids, mute)),
            ("Print", into("printing")),
            ("Report not spam", acting(gmail, nav, ids, moving.not_spam)) if spam
            else ("Report spam", report),
            ("Help & feedback", help),
        ],
        beside=nav.entry.anchor,
    )  # fmt: skip


def report_spam(gmail: Gmail, nav: Nav, ids: list[int]) -> Box:
    """Asks, of mails that are sent to many, whether their list is to be left as well."""
    sender = next((mail.sender.shown for mail in mails_of(gmail, ids)), "the sender")

    def leaving(gmail: Gmail, nav: Nav, mails: Sequence[Mail]) -> None:
        moving.report_spam(gmail, nav, mails, unsubscribe=True)

    return Dialog(
        "Report spam & unsubscribe?",
        Message(
            f"You can report these mails as spam, and also unsubscribe from {sender}, "
            "so that you don't get more of them."
        ),
        buttons=[
            TextButton("Report spam", acting(gmail, nav, ids, moving.report_spam), id="button2"),
            TextButton("Report spam & unsubscribe", acting(gmail, nav, ids, leaving), id="button1"),
        ],
    )


def printing(gmail: Gmail, nav: Nav, ids: list[int]) -> Box:
    """There is no printer."""
    text = "No printer was found. Connect to a network with a printer and try again."
    return Dialog("Print", Message(text), buttons=[TextButton("OK", nav.back, id="button1")])
