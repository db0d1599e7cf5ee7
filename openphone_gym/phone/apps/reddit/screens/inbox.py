"""The inbox: notifications and messages; and the chats."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.feeds import MINUTE, find_post
from openphone_gym.phone.apps.reddit.screens.frame import (
    SIDE,
    crowded,
    face,
    foot,
    meeting,
    nothing,
    online,
    to_start,
)
from openphone_gym.phone.apps.reddit.screens.home import account_button
from openphone_gym.phone.apps.reddit.screens.profile import chat_with, talking
from openphone_gym.phone.apps.reddit.screens.results import person_row
from openphone_gym.phone.apps.reddit.state import Chat, Line, Notice, Reddit
from openphone_gym.phone.apps.reddit.wording import age as span
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.rows import ListRow, RoundIcon
from openphone_gym.phone.toolkit.surfaces import AppBar, Menu, Page, Tab, Tabs
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_SMALL, LABEL_MEDIUM

NOTICES = ("Notifications", "Messages")
LOOKS = {"upvotes": ("arrow-up-bold", 0xFFFF4500), "trending": ("trending-up", 0xFF1A73E8)}


def ago(nav: Nav, at: int) -> str:
    """How long ago something was."""
    return span(max((nav.system.clock - at) // MINUTE, 0))


def inbox_tab(state: Reddit, nav: Nav) -> Box:
    """Notifications and messages."""
    tab = nav.local.get("inbox", NOTICES[0])
    tabs = Tabs(
        [Tab(name, "", name == tab, nav.remember("inbox", name)) for name in NOTICES], crowded(nav, 280)
    )
    menu = IconButton("dots-horizontal", "More options", nav.to("inbox_menu"), color="on_surface")
    bar = Column(AppBar("Inbox", actions=[menu, account_button(state, nav)]), tabs)
    if not nav.online:
        return OfflinePage(bar, nav.load, bottom=foot(state, nav), on_back=to_start(state))
    kept = [one for one in state.notices if (one.kind == "message") == (tab == "Messages")]
    rows = [_notice(state, nav, one) for one in sorted(kept, key=lambda one: -one.at)]
    return Page(
        bar,
        *(rows or [nothing("bell-outline", "Nothing here yet")]),
        bottom=foot(state, nav),
        on_back=to_start(state),
    )


def _notice(state: Reddit, nav: Nav, one: Notice) -> Box:
    post = find_post(state, nav, one.post) if one.post else None
    title = {
        "reply": f"u/{one.member} replied to your comment in {post.community}" if post is not None else "",
        "trending": f"Trending in {post.community}" if post is not None else "",
        "upvotes": one.text,
        "message": f"u/{one.member}",
    }[one.kind]
    second = one.text if one.kind in ("reply", "message") else post.title if post is not None else ""

    def read() -> None:
        one.read = True
        if post is not None:
            nav.go("post", id=post.id)
        else:
            _open_message(state, nav, one)

    look = RoundIcon(*LOOKS[one.kind]) if one.kind in LOOKS else face(one.member, 40)
    return ListRow(
        title,
        second,
        read,
        leading=look,
        trailing=Text(ago(nav, one.at), BODY_SMALL, color="on_surface_variant"),
        fill=None if one.read else "surface_container",
        pad=(SIDE, 12, SIDE, 12),
    )


def _open_message(state: Reddit, nav: Nav, one: Notice) -> None:
    """Opens the chat with the sender, in which the message stands."""
    chat = chat_with(state, one.member)
    if all(line.text != one.text for line in chat.lines):
        chat.lines.insert(0, Line(state.new_id(), False, one.text, one.at))
    nav.go("chat", id=chat.id)


def inbox_menu(state: Reddit, nav: Nav) -> Box:
    """What can be done with the inbox."""

    def read_all() -> None:
        for one in state.notices:
            one.read = True
        nav.back()

    return Menu(
        [
            ("Mark all as read", read_all),
            ("New chat", lambda: nav.replace("new_chat")),
            ("Notification settings", lambda: nav.replace("settings")),
        ],
        beside=nav.entry.anchor,
    )


def chat_tab(state: Reddit, nav: Nav) -> Box:
    """All chats."""
    new = IconButton("plus", "New chat", nav.to("new_chat"), color="on_surface")
    bar = AppBar("Chat", actions=[new, account_button(state, nav)])
    if not nav.online:
        return OfflinePage(bar, nav.load, bottom=foot(state, nav), on_back=to_start(state))
    kept = [one for one in state.chats if one.lines]
    rows = [_chat(nav, one) for one in sorted(kept, key=lambda one: -one.lines[-1].at)]
    return Page(
        bar,
        *(rows or [nothing("chat-outline", "No chats yet", "Say hello to somebody")]),
        bottom=foot(state, nav),
        on_back=to_start(state),
    )


def _chat(nav: Nav, one: Chat) -> Box:
    last = one.lines[-1]
    return ListRow(
        one.member,
        f"You: {last.text}" if last.mine else last.text,
        nav.to("chat", id=one.id),
        leading=face(one.member, 40),
        trailing=Text(ago(nav, last.at), BODY_SMALL, color="on_surface_variant"),
        pad=(SIDE, 12, SIDE, 12),
        summary_attributes={"max_lines": 1},
    )


def new_chat(state: Reddit, nav: Nav) -> Box:
    """Whom to write to."""
    query = nav.bind("query")
    typed = query.get().strip().casefold()
    found = [one for one in nav.world.members if typed in one.id]
    field = TextField(
        query, "Search for people", id="people_search", variant="filled", action="search", flex=1
    )
    rows = []
    for one in found:
        box = person_row(nav, one)
        box.on_tap = talking(state, nav, one.id)
        rows.append(box)
    return Page(AppBar("New chat", nav.back), Row(field, width=FILL, pad=(SIDE, 0, SIDE, 8)), *rows)


def chat(state: Reddit, nav: Nav, id: int) -> Box:
    """What was said in a chat, and a field to go on."""
    one = state.chat(id)
    if one is None:
        return Page(AppBar("Chat", nav.back), nothing("chat-outline", "This chat was deleted"))
    text = nav.bind("text")

    def send() -> None:
        typed = text.get().strip()
        if typed:
            one.lines.append(Line(state.new_id(), True, typed, nav.system.clock))
            nav.local["text"] = ""

    said = [_line(nav, line) for line in one.lines]
    field = TextField(
        text, "Message", id="message", variant="plain", action="send", on_submit=online(nav, send), flex=1
    )
    write = Row(
        Row(field, fill="surface_container", radius=22, flex=1, pad=(16, 2, 8, 2)),
        IconButton("send", "Send message", online(nav, send), enabled=bool(text.get().strip())),
        width=FILL,
        pad=(12, 6, 4, 6),
    )
    meet = IconButton("account-outline", "View profile", meeting(nav, one.member), color="on_surface")
    return Page(
        AppBar(one.member, nav.back, [meet]),
        *(said or [nothing("chat-outline", f"This is the start of your chat with u/{one.member}")]),
        bottom=write,
        opens_at=said[-1] if said else None,
    )


def _line(nav: Nav, line: Line) -> Box:
    ink = "on_primary" if line.mine else "on_surface"
    words = Column(
        Text(line.text, BODY_LARGE, color=ink, id="chat_text"),
        Text(ago(nav, line.at), LABEL_MEDIUM, color=ink),
        fill="primary" if line.mine else "surface_container_high",
        radius=16,
        gap=2,
        pad=(14, 8, 14, 8),
    )
    sides = (64, 4, SIDE, 4) if line.mine else (SIDE, 4, 64, 4)
    return Row(words, justify="end" if line.mine else "start", width=FILL, pad=sides)
