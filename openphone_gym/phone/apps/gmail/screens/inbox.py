"""The inbox, the other folders and labels."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.gmail.drafting import begin
from openphone_gym.phone.apps.gmail.folders import (
    Conversation,
    conversations,
    folder_of,
    mails_in,
    title_of,
    unread_in,
)
from openphone_gym.phone.apps.gmail.moving import erase
from openphone_gym.phone.apps.gmail.screens.parts import VIEW_GROUP, choosing_bar, heading, rows, search_bar
from openphone_gym.phone.apps.gmail.state import INBOX, PROMOTIONS, SOCIAL, SPAM, TRASH, UPDATES, Gmail
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import Fab, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.group import FRAME
from openphone_gym.phone.toolkit.surfaces import BottomTabs, Confirm, Dialog, Page, Tab
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    LABEL_MEDIUM,
    TITLE_MEDIUM,
)

CATEGORY_COLORS = {PROMOTIONS: 0xFF188038, SOCIAL: 0xFF1A73E8, UPDATES: 0xFFE8710A}

DRAWER = "androidx.drawerlayout.widget.DrawerLayout"

ERASED_AFTER = {
    TRASH: "Items that have been in Trash more than 30 days will be automatically deleted",
    SPAM: "Messages that have been in Spam more than 30 days will be automatically deleted",
}
"""What the folders say that empty themselves."""


def home(gmail: Gmail, nav: Nav) -> Page:
    """The inbox, with the categories that are apart above its mails."""
    return _list(gmail, nav, INBOX, [_category(gmail, nav, name) for name in gmail.settings.categories])


def folder(gmail: Gmail, nav: Nav, name: str) -> Page:
    """Another folder, a category or a label."""
    return _list(gmail, nav, name, [_emptied(gmail, nav, name)])


def _list(gmail: Gmail, nav: Nav, name: str, above: Sequence[Box | None]) -> Page:
    shown = conversations(gmail, mails_in(gmail, name))
    bar = choosing_bar(gmail, nav, shown)
    known = folder_of(name)
    return Page(
        bar or search_bar(nav),
        heading(title_of(gmail, name)),
        *above,
        rows(gmail, nav, shown, name) if shown else _nothing(known.icon, known.empty),
        fab=Fab("pencil-outline", "Compose", lambda: begin(gmail, nav), "Compose", id="compose_button"),
        bottom=tabs(gmail, nav, "Mail"),
        on_back=nav.remember("chosen", []) if bar is not None else None,
        holders=[("drawer_container", DRAWER), ("content_pane", FRAME)],
    )


def _nothing(icon: str, words: str) -> Box:
    return Column(
        Icon(icon, size=96, color="outline_variant"),
        Text(words, BODY_LARGE, color="on_surface_variant", text_align="center", id="empty_view_text"),
        align="center",
        gap=16,
        pad=(32, 120, 32, 0),
    )


def _category(gmail: Gmail, nav: Nav, name: str) -> Box | None:
    """The row of a category: who has written since it was looked at last."""
    known = folder_of(name)
    shown: list[Conversation] = conversations(gmail, mails_in(gmail, name))
    if not shown:
        return None
    new = unread_in(gmail, name)
    names = dict.fromkeys(one.latest.sender.shown for one in shown[:6])
    color = CATEGORY_COLORS[name]
    badge = Row(
        Text(f"{new} new", LABEL_MEDIUM, color=0xFFFFFFFF, id="unseen"), fill=color, radius=4,
        pad=(8, 2, 8, 2),
    )  # fmt: skip
    return Row(
        Row(Icon(known.icon, color=color), width=40, justify="center"),
        Column(
            Text(known.title, TITLE_MEDIUM, max_lines=1, id="teaser_title"),
            Text(", ".join(names), BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="teaser_senders"),
            flex=1,
        ),
        badge if new else None,
        cls=VIEW_GROUP,
        id="section_teaser",
        on_tap=nav.to("folder", name=name),
        gap=14,
        width=FILL,
        pad=(16, 10, 16, 10),
    )


def _emptied(gmail: Gmail, nav: Nav, name: str) -> Box | None:
    """What spam and trash say above their mails."""
    if name not in ERASED_AFTER or not mails_in(gmail, name):
        return None
    return Column(
        Text(ERASED_AFTER[name], BODY_MEDIUM, color="on_surface_variant", id="empty_banner"),
        Row(
            TextButton(f"Empty {name} now", nav.to("empty_folder", name=name), id="empty_trash_spam_button"),
            pad=(0, 4, 0, 0),
        ),
        fill="surface_container",
        radius=16,
        pad=(20, 14, 20, 4),
    )


def empty_folder(gmail: Gmail, nav: Nav, name: str) -> Box:
    """Asks before a folder is emptied for good."""
    many = len(conversations(gmail, mails_in(gmail, name)))

    def ok() -> None:
        erase(gmail, name)
        nav.back()

    return Confirm(
        f"Empty {name}?",
        f"{many} message{'' if many == 1 else 's'} will be permanently deleted. Do you want to continue?",
        "Empty",
        ok,
        nav.back,
    )


def tabs(gmail: Gmail, nav: Nav, opened: str) -> Box:
    """The bar at the foot: mail, chat, video calls."""

    def tab(label: str, icon: str) -> Tab:
        def go() -> None:
            nav.back_to("home")
            if label != "Mail":
                nav.go(label.lower())

        return Tab(label, icon if label != opened else icon.removesuffix("-outline"), label == opened, go)

    icons = {"Mail": "email-outline", "Chat": "chat-outline", "Meet": "video-outline"}
    return BottomTabs([tab(*one) for one in icons.items()])


def chat(gmail: Gmail, nav: Nav) -> Page:
    """Chats: there are none."""
    return Page(
        search_bar(nav),
        _nothing("chat-outline", "No conversations"),
        fab=Fab("chat-plus-outline", "New chat", nav.to("no_chat"), "New chat", id="new_chat_fab"),
        bottom=tabs(gmail, nav, "Chat"),
    )


def no_chat(gmail: Gmail, nav: Nav) -> Box:
    """Chats are not set up."""
    return Confirm(
        "Chat is turned off",
        "Turn on Chat in the settings of your Google Account to write messages here.",
        "OK",
        nav.back,
        nav.back,
    )


def meet(gmail: Gmail, nav: Nav) -> Page:
    """Video calls."""

    def start() -> None:
        nav.toast("Couldn't reach the meeting server")

    return Page(
        search_bar(nav),
        Row(
            TextButton("New meeting", start, icon="video-plus-outline", id="new_meeting"),
            TextButton("Join with a code", nav.to("join_meeting"), icon="keyboard-outline", id="join"),
            gap=8,
            pad=(16, 12, 16, 0),
        ),
        _nothing("video-outline", "Get a link that you can share, or join a meeting with a code"),
        bottom=tabs(gmail, nav, "Meet"),
    )


def join_meeting(gmail: Gmail, nav: Nav) -> Box:
    """Asks for the code of a meeting."""

    def join() -> None:
        nav.unfocus()
        nav.back()
        nav.toast("Check your meeting code and try again")

    code = nav.bind("code")
    return Dialog(
        "Join with a code",
        Column(TextField(code, "Example: abc-mnop-xyz", id="meeting_code", limit=40), pad=(24, 0, 24, 0)),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("Join", join, enabled=bool(code.get().strip()), id="button1"),
        ],
    )
