"""What lists of mails have in common: the search bar, rows of conversations, choosing several."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from openphone_gym.phone.apps.gmail import moving
from openphone_gym.phone.apps.gmail.drafting import edit, own_address
from openphone_gym.phone.apps.gmail.folders import INBOX, Conversation, lies_in
from openphone_gym.phone.apps.gmail.screens.acting import action_buttons, starring
from openphone_gym.phone.apps.gmail.screens.icons import FILE_ICONS
from openphone_gym.phone.apps.gmail.state import DRAFTS, Attachment, Gmail, Mail
from openphone_gym.phone.apps.gmail.wording import short_day, snippet, writers
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.flow import Flow
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import Avatar
from openphone_gym.phone.toolkit.surfaces import AppBar
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    BODY_SMALL,
    LABEL_MEDIUM,
    LABEL_SMALL,
    TextStyle,
)

VIEW_GROUP = "android.view.ViewGroup"

NEW_SENDER, NEW_LINE = TextStyle(16, 24, 500), TextStyle(14, 20, 500)
"""Type of rows that were not read yet."""

STAR = 0xFFF4B400
"""Colour of a star."""

CHIPS = 2
"""Attachments that a row shows."""


def search_bar(nav: Nav) -> Box:
    """The bar on top of lists: the side menu, the search, the account."""

    def find() -> None:
        nav.go("search")
        nav.focus("search_src_text")

    user = nav.world.user
    account = Avatar(
        user.name,
        32,
        cls="android.widget.FrameLayout",
        id="selected_account_disc_gmail",
        desc=f"Signed in as {user.name} {own_address(nav).mail}\nAccount and settings.",
        on_tap=nav.to("account"),
    )
    hint = Row(
        Label("Search in mail", BODY_LARGE, color="on_surface_variant", max_lines=1),
        cls="android.widget.EditText",
        id="open_search",
        label="Search in mail",
        on_tap=find,
        flex=1,
        height=FILL,
    )
    pill = Row(
        IconButton("menu", "Open navigation drawer", nav.to("drawer"), color="on_surface"),
        hint,
        Row(account, pad=(8, 0, 12, 0)),
        fill="surface_container",
        radius=28,
        height=52,
        width=FILL,
        align="center",
    )
    return Row(pill, pad=(16, 6, 16, 6), width=FILL)


def heading(title: str) -> Box:
    """The name of the folder above its mails."""
    words = Text(title, LABEL_MEDIUM, color="on_surface_variant", id="conversation_list_folder_name")
    return Row(words, pad=(16, 10, 16, 6), width=FILL)


def tag(words: str) -> Box:
    """A small mark that names a folder or label."""
    text = Text(words, LABEL_SMALL, color="on_surface_variant", max_lines=1, id="label")
    return Row(text, fill="surface_container_highest", radius=4, pad=(6, 1, 6, 1))


def tags(gmail: Gmail, mail: Mail, within: str) -> list[Box]:
    """The labels of a mail, and that it lies in the inbox where that goes without saying."""
    words = [label for label in mail.labels if within != f"label:{label}"]
    if within != INBOX and lies_in(gmail, mail, INBOX):
        words.insert(0, "Inbox")
    return [tag(word) for word in words]


# Rows


def rows(gmail: Gmail, nav: Nav, shown: Sequence[Conversation], within: str) -> Box:
    """Rows of conversations: touching one opens it, holding one chooses it."""
    density = gmail.settings.density

    def height(one: Conversation) -> Hashable:
        return density, tuple(file.name for file in one.files)

    return LongList(shown, lambda one: conversation_row(gmail, nav, one, within), height)


def conversation_row(gmail: Gmail, nav: Nav, one: Conversation, within: str) -> Box:
    """The row of a conversation: who wrote, what about, how it begins, its star."""
    mail, own = one.latest, own_address(nav).mail
    names = writers(one.mails, own)
    count = f" {len(one.mails)}" if len(one.mails) > 1 else ""
    new = not set(gmail.unread).isdisjoint(each.id for each in one.mails)
    starred = any(each.starred for each in one.mails)
    day, begins = short_day(nav, mail.due or mail.at), snippet(nav, mail)
    chosen = mail.id in nav.local.get("chosen", [])
    choose = choosing(nav, mail.id)
    ink = "on_surface" if new else "on_surface_variant"

    first = Row(
        Text(
            f"{names}{count}",
            NEW_SENDER if new else BODY_LARGE,
            color="error" if names == "Draft" else "on_surface",
            max_lines=1,
            id="senders",
            flex=1,
        ),
        Text(day, LABEL_MEDIUM if new else BODY_SMALL, color=ink, id="date"),
        gap=8,
        width=FILL,
    )
    second = Row(
        Text(
            one.subject,
            NEW_LINE if new else BODY_MEDIUM,
            color="on_surface",
            max_lines=1,
            id="subject",
            flex=1,
        ),
        *tags(gmail, mail, within),
        gap=6,
        width=FILL,
    )
    mark = IconButton(
        "star" if starred else "star-outline",
        "Starred" if starred else "Not starred",
        starring(one.mails, mail),
        id="star",
        checked=starred,
        color=STAR if starred else "on_surface_variant",
        size=20,
        width=36,
        height=28,
    )
    third = Row(
        Text(begins, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="snippet", flex=1),
        mark,
        width=FILL,
    )
    told = [names, one.subject, begins, day]
    told += ["Has attachment"] if one.files else []
    told += ["Starred"] if starred else []
    compact = gmail.settings.density == "Compact"
    plain = compact or gmail.settings.density == "Comfortable"
    return Row(
        None if compact else _portrait(one, names, chosen, choose),
        Column(first, second, third, None if plain else _chips(one.files), flex=1),
        cls=VIEW_GROUP,
        id="viewified_conversation_item_view",
        label=", ".join([*(["Unread"] if new else []), *told]),
        selected=chosen,
        fill="secondary_container" if chosen else None,
        radius=16 if chosen else 0,
        on_tap=choose if nav.local.get("chosen") else opening(gmail, nav, one),
        on_long=choose,
        on_swipe=_swiping(gmail, nav, one),
        gap=14,
        align="start",
        width=FILL,
        pad=(16, 6 if compact else 10, 8, 6 if compact else 10),
    )


def _portrait(one: Conversation, names: str, chosen: bool, choose: Handler) -> Box:
    attributes = {
        "cls": "android.widget.ImageView",
        "id": "contact_image",
        "desc": "Unselect this conversation" if chosen else "Select this conversation",
        "on_tap": choose,
    }
    if chosen:
        mark = Icon("check", color="on_primary", size=22)
        return Row(mark, width=40, height=40, radius=20, fill="primary", justify="center", **attributes)
    return Avatar(names.removeprefix("To: ") or one.latest.sender.shown, 40, **attributes)


def _chips(files: Sequence[Attachment]) -> Box | None:
    """The first attachments of a conversation, by their names."""
    if not files:
        return None

    def chip(file: Attachment) -> Box:
        icon, color = FILE_ICONS[file.kind]
        return Row(
            Icon(icon, color=color, size=18),
            Text(file.name, LABEL_MEDIUM, color="on_surface_variant", max_lines=1, id="attachment_chip"),
            stroke="outline_variant",
            radius=14,
            height=28,
            gap=6,
            pad=(8, 0, 12, 0),
        )

    more = len(files) - CHIPS
    rest = Text(f"+{more}", LABEL_MEDIUM, color="on_surface_variant") if more > 0 else None
    return Flow(*(chip(file) for file in files[:CHIPS]), rest, gap=6, pad=(0, 4, 8, 0))


def opening(gmail: Gmail, nav: Nav, one: Conversation) -> Handler:
    """A handler that opens a conversation, or goes on with a draft."""

    def show() -> None:
        if one.latest.folder == DRAFTS and all(mail.folder == DRAFTS for mail in one.mails):
            edit(gmail, nav, one.latest)
            return
        new = [mail.id for mail in one.mails if mail.id in gmail.unread]
        gmail.mark_read(one.mails, read=True)
        nav.go("conversation", id=one.latest.id, new=new)

    return show


def _swiping(gmail: Gmail, nav: Nav, one: Conversation) -> Callable[[str], bool]:
    """What a swipe over a row does, as the settings have it."""

    def swiped(direction: str) -> bool:
        if direction not in ("left", "right") or nav.local.get("chosen"):
            return False
        wish = gmail.settings.swipe_right if direction == "right" else gmail.settings.swipe_left
        ids = [mail.id for mail in one.mails]
        if wish == "Archive":
            moving.archive(gmail, nav, one.mails)
        elif wish == "Delete":
            moving.delete(gmail, nav, one.mails)
        elif wish == "Mark as read/unread":
            gmail.mark_read(one.mails, read=not set(gmail.unread).isdisjoint(ids))
        elif wish == "Move to":
            nav.go("move_to", ids=ids)
        elif wish == "Snooze":
            nav.go("snooze", ids=ids)
        return wish != "None"

    return swiped


# Choosing several


def choosing(nav: Nav, id: int) -> Handler:
    """A handler that chooses a conversation, or takes it out of those that are chosen."""

    def choose() -> None:
        chosen = nav.local.get("chosen", [])
        nav.local["chosen"] = [one for one in chosen if one != id] if id in chosen else [*chosen, id]

    return choose


def chosen_mails(nav: Nav, shown: Sequence[Conversation]) -> list[Mail]:
    """All mails of the conversations that are chosen."""
    chosen = nav.local.get("chosen", [])
    return [mail for one in shown if one.id in chosen for mail in one.mails]


def choosing_bar(gmail: Gmail, nav: Nav, shown: Sequence[Conversation]) -> Box | None:
    """The bar while conversations are chosen, or None."""
    mails = chosen_mails(nav, shown)
    if not mails:
        return None
    count = len({mail.thread for mail in mails}) if gmail.settings.conversation_view else len(mails)
    stop = nav.remember("chosen", [])
    buttons = action_buttons(gmail, nav, mails)
    return AppBar(str(count), stop, buttons, icon="close", fill="surface_container_high")
