"""The inbox: what happened, and messages."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.tiktok.screens.frame import (
    CYAN,
    ROSE,
    WHITE,
    bar_icon,
    cover,
    empty,
    follow_button,
    foot,
    play,
    portrait,
)
from openphone_gym.phone.apps.tiktok.state import Message, Notice, TikTok
from openphone_gym.phone.apps.tiktok.wording import age
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow, RoundIcon
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, LABEL_SMALL, TITLE_SMALL

PAGES = {
    "follow": ("New followers", "account-plus", 0xFF1F8CE6),
    "like": ("Activity", "heart", ROSE),
    "system": ("System notifications", "bell", 0xFF161823),
}
"""Pages of notices: title, icon, colour."""

VIDEO_LINK = re.compile(r"/video/(\d+)$")


def inbox(state: TikTok, nav: Nav) -> Page:
    """All that came in."""
    chats = list(dict.fromkeys(message.profile for message in reversed(state.messages)))
    bar = Row(
        bar_icon("account-plus-outline", "Add friends", nav.to("find_friends")),
        Text("Inbox", TITLE_SMALL, id="title", flex=1, text_align="center"),
        bar_icon("magnify", "Search", nav.to("search")),
        width=FILL,
        height=56,
        pad=(4, 0, 4, 0),
        cls="android.view.ViewGroup",
        id="toolbar",
    )
    return Page(
        bar,
        *(_notices_row(state, nav, kind) for kind in PAGES),
        *(_chat_row(state, nav, id) for id in chats),
        Row(Text("Suggested accounts", TITLE_SMALL), pad=(16, 16, 16, 4)),
        *(_suggestion(state, nav, n) for n in state.notices if n.kind == "follow"),
        bottom=foot(state, nav, "inbox"),
    )


def _notices_row(state: TikTok, nav: Nav, kind: str) -> Box:
    title, icon, color = PAGES[kind]
    of_kind = [notice for notice in state.notices if notice.kind == kind]
    unseen = sum(not notice.seen for notice in of_kind)
    last = _words(nav, of_kind[0]) if of_kind else "Nothing new"

    def open_page() -> None:
        for notice in of_kind:
            notice.seen = True
        nav.go("notices", kind=kind)

    number = (
        Row(
            Label(str(unseen), LABEL_SMALL, color=WHITE),
            fill=ROSE,
            radius=9,
            width=18,
            height=18,
            justify="center",
        )
        if unseen
        else None
    )
    return ListRow(
        title, last, open_page, leading=RoundIcon(icon, color, 52), trailing=number, pad=(16, 10, 16, 10)
    )


def _words(nav: Nav, notice: Notice) -> str:
    return f"{nav.world.profile(notice.profile).name} {notice.text}" if notice.profile else notice.text


def _chat_row(state: TikTok, nav: Nav, profile: str) -> Box:
    one = nav.world.profile(profile)
    last = next(message for message in reversed(state.messages) if message.profile == profile)
    text = "Shared a video" if VIDEO_LINK.search(last.text) else last.text
    return ListRow(
        one.name,
        f"You: {text}" if last.mine else text,
        nav.to("chat", profile=profile),
        leading=portrait(one, 52),
        trailing=Icon("camera-outline"),
        pad=(16, 10, 16, 10),
    )


def _suggestion(state: TikTok, nav: Nav, notice: Notice) -> Box:
    one = nav.world.profile(notice.profile)
    return ListRow(
        one.name,
        "Follows you",
        nav.to("profile", id=one.id),
        leading=portrait(one, 52),
        trailing=follow_button(state, nav, one),
        pad=(16, 10, 16, 10),
    )


def notices(state: TikTok, nav: Nav, kind: str) -> Page:
    """Notices of a kind."""
    title = PAGES[kind][0]

    def row(notice: Notice) -> Box:
        if not notice.profile:
            return ListRow(notice.text, age(notice.days), leading=RoundIcon("bell", 0xFF161823, 44))
        one = nav.world.profile(notice.profile)
        return ListRow(
            one.name,
            f"{notice.text} {age(notice.days)}",
            nav.to("profile", id=one.id),
            leading=portrait(one, 44),
            trailing=follow_button(state, nav, one) if kind == "follow" else None,
            pad=(16, 10, 16, 10),
        )

    rows = [row(notice) for notice in state.notices if notice.kind == kind]
    return Page(AppBar(title, nav.back), *(rows or [empty("bell-outline", "Nothing here yet", "")]))


# Messages


def chat(state: TikTok, nav: Nav, profile: str) -> Page:
    """Messages to and from an account."""
    one = nav.world.profile(profile)
    draft = nav.bind("draft")
    said = [message for message in state.messages if message.profile == profile]

    def send() -> None:
        text = str(draft.get()).strip()
        if text:
            state.messages.append(Message(state.new_id(), profile, text, True, nav.system.clock))
            draft.set("")

    field = TextField(
        draft, "Send a message...", id="message_field", variant="plain", action="send", on_submit=send
    )
    foot = Row(
        RoundIcon("camera", CYAN, 36),
        Row(field, fill="surface_container", radius=20, flex=1, pad=(12, 0, 8, 0)),
        IconButton("send", "Send", send, color=ROSE) if draft.get() else None,
        width=FILL,
        gap=8,
        pad=(12, 6, 8, 10),
    )
    about = Column(
        portrait(one, 72),
        Text(one.name, TITLE_SMALL),
        Text(f"@{one.id}", BODY_SMALL, color="on_surface_variant"),
        align="center",
        gap=4,
        width=FILL,
        pad=(0, 24, 0, 24),
    )
    return Page(
        AppBar(
            one.name, nav.back, [bar_icon("dots-horizontal", "More", nav.to("profile_menu", profile=profile))]
        ),
        about,
        *(_bubble(state, nav, message) for message in said),
        bottom=foot,
    )


def _bubble(state: TikTok, nav: Nav, message: Message) -> Box:
    """A message; a video that was sent is shown by its cover."""
    link = VIDEO_LINK.search(message.text)
    video = f"video-{link[1]}" if link else ""
    if any(one.id == video for one in nav.world.videos):
        said = cover(nav.world.video(video), 168, play(state, nav, f"video/{video}", video))
        said.width = 120
    else:
        ink, fill = (WHITE, 0xFF1F8CE6) if message.mine else ("on_surface", "surface_container")
        words = Text(message.text, BODY_MEDIUM, color=ink, id="message")
        said = Row(words, fill=fill, radius=16, pad=(12, 8, 12, 8))
    room, gap = Box(flex=1), Box(width=64)
    return Row(*((gap, room, said) if message.mine else (said, room, gap)), width=FILL, pad=(16, 3, 16, 3))
