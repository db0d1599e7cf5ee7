"""Lists of conversations: inbox, archive, spam, search; and whom to write to."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.contacts.numbers import show_number
from openphone_gym.phone.apps.dialer.telephony import (
    Callee,
    day_text,
    finder,
    matching,
    portrait,
    typed_number,
)
from openphone_gym.phone.apps.messages.state import ARCHIVED, INBOX, SPAM, Conversation, Messages
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.box import Box, Column, Handler, Icon, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Fab, IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.group import FRAME
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_SMALL

MOVED = {
    ARCHIVED: "Conversation archived",
    INBOX: "Conversation moved to inbox",
    SPAM: "Conversation moved to Spam & blocked",
}


def home(messages: Messages, nav: Nav) -> Box:
    """The inbox."""

    def start() -> None:
        nav.go("new_chat")
        nav.focus("recipient_text_view")

    def find() -> None:
        nav.go("search")
        nav.focus("search")

    actions = [
        IconButton("magnify", "Search messages", find),
        IconButton("dots-vertical", "More options", nav.to("overflow")),
    ]
    return Page(
        AppBar("Messages", actions=actions),
        *_rows(messages.folder(INBOX), nav, "When you write or get messages, you'll find them here"),
        fab=Fab("message-outline", "Start chat", start, "Start chat", id="start_chat_fab"),
        holders=[("home_fragment_container", FRAME)],
    )


def overflow(messages: Messages, nav: Nav) -> Box:
    """The menu of the inbox."""

    def help() -> None:
        nav.back()
        nav.toast("You're offline. Check your connection.")

    items = [
        ("Archived", lambda: nav.replace("folder", name=ARCHIVED)),
        ("Spam & blocked", lambda: nav.replace("folder", name=SPAM)),
        ("Settings", lambda: nav.replace("settings")),
        ("Help", help),
    ]
    return Menu(items, beside=nav.entry.anchor)


def folder(messages: Messages, nav: Nav, name: str) -> Box:
    """The archive, or spam."""
    title, nothing = {
        ARCHIVED: ("Archived", "Archived conversations appear here"),
        SPAM: ("Spam & blocked", "Conversations you block appear here"),
    }[name]
    return Page(AppBar(title, nav.back), *_rows(messages.folder(name), nav, nothing))


def _rows(chats: Sequence[Conversation], nav: Nav, nothing: str) -> list[Box]:
    if chats:
        find = finder(nav)
        return [
            LongList(chats, lambda chat: _row(chat, find(chat.number), nav), lambda chat: not _snippet(chat))
        ]
    words = Text(nothing, BODY_LARGE, color="on_surface_variant", text_align="center")
    picture = Icon("message-text-outline", size=72)
    return [Column(picture, words, align="center", gap=16, pad=(48, 160, 48, 0))]


def _snippet(chat: Conversation) -> str:
    last = chat.messages[-1] if chat.messages else None
    if chat.draft:
        return f"Draft: {chat.draft}"
    return f"You: {last.text}" if last is not None and last.sent else last.text if last else ""


def _row(chat: Conversation, who: Callee, nav: Nav) -> Box:
    when = day_text(nav, chat.messages[-1].at) if chat.messages else ""
    return ListRow(
        who.name,
        _snippet(chat),
        nav.to("compose", number=chat.number),
        leading=portrait(who, 48),
        trailing=Text(when, BODY_SMALL, color="on_surface_variant", id="conversation_timestamp"),
        title_attributes={"id": "conversation_name", "max_lines": 1},
        summary_attributes={"id": "conversation_snippet", "max_lines": 1},
        on_long=nav.to("chat_menu", id=chat.id),
        pad=(16, 12, 16, 12),
        id="swipeableContainer",
    )


def chat_menu(messages: Messages, nav: Nav, id: int) -> Box:
    """What can be done with a conversation."""
    chat = messages.conversation(id)
    place = chat.folder if chat is not None else INBOX

    def moving(to: str) -> Handler:
        def move() -> None:
            _leave(nav)
            nav.act("move", id=id, to=to)
            nav.snackbar(MOVED[to], "UNDO", "move", id=id, to=place)

        return move

    return Menu(
        [
            ("Archive", moving(ARCHIVED)) if place == INBOX else None,
            ("Unarchive", moving(INBOX)) if place == ARCHIVED else None,
            ("Not spam", moving(INBOX)) if place == SPAM else None,
            ("Delete", lambda: nav.replace("delete", id=id)),
            ("Block & report spam", moving(SPAM)) if place != SPAM else None,
        ],
        beside=nav.entry.anchor,
    )


def _leave(nav: Nav) -> None:
    """Closes the menu or question in front, and the page of the conversation if it lies below."""
    nav.back()
    if front_entry(nav.system).screen == "compose":
        nav.back()


def move(messages: Messages, nav: Nav, id: int, to: str) -> None:
    """Puts a conversation into another folder."""
    chat = messages.conversation(id)
    if chat is not None:
        chat.folder = to


def delete(messages: Messages, nav: Nav, id: int) -> Box:
    """Asks before a conversation is deleted."""

    def ok() -> None:
        chat = messages.conversation(id)
        if chat is not None:
            messages.conversations.remove(chat)
        _leave(nav)

    return Confirm(
        "Delete this conversation?", "This is permanent and can't be undone", "Delete", ok, nav.back
    )


def search(messages: Messages, nav: Nav) -> Box:
    """Finds conversations by name, number or words."""
    query = nav.bind("query")
    typed = query.get().strip().lower()
    find = finder(nav)

    def matches(chat: Conversation) -> bool:
        texts = (find(chat.number).name, chat.number, *(one.text for one in chat.messages))
        return any(typed in text.lower() for text in texts)

    clear = IconButton("close", "Clear text", query.setting("")) if typed else None
    field = TextField(query, "Search messages", id="search", variant="plain", action="search", flex=1)
    back = IconButton("arrow-left", "Navigate up", nav.back)
    chats = messages.folder(INBOX) + messages.folder(ARCHIVED)
    found = [chat for chat in chats if matches(chat)] if typed else []
    return Page(
        Row(back, field, clear, height=64, pad=(4, 0, 4, 0)),
        *(_rows(found, nav, "No results") if typed else ()),
    )


def new_chat(messages: Messages, nav: Nav, text: str = "", file: str = "") -> Box:
    """Whom to write to: a person of the address book, or a number; ``text`` and ``file`` were shared."""
    shared = "\n".join(part for part in (text, file.rpartition("/")[2]) if part)
    query = nav.bind("query")
    typed = query.get().strip()
    number = typed_number(typed)

    def writing(to: str) -> Handler:
        def write() -> None:
            if shared:
                messages.begin(to).draft = shared
            nav.replace("compose", number=to)

        return write

    def row(callee: Callee) -> Box:
        return ListRow(
            callee.name,
            callee.line,
            writing(callee.number),
            leading=portrait(callee),
        )

    found = matching(nav, typed)
    choose = writing(number) if number else writing(found[0].number) if found else None
    field = TextField(
        query,
        "Type names, phone numbers, or emails",
        id="recipient_text_view",
        desc="To",
        variant="plain",
        on_submit=choose,
        flex=1,
    )
    to = Text("To", BODY_LARGE, color="on_surface_variant")
    return Page(
        Column(
            AppBar("New conversation", nav.back),
            Row(to, Space(16), field, pad=(24, 0, 24, 0), fill="surface_container", height=52),
        ),
        ListRow(f"Send to {show_number(number)}", on_tap=writing(number), icon="send") if number else None,
        Section("All contacts" if not typed else "Contacts") if found else None,
        LongList(found, row, lambda callee: (callee.name, callee.line)),
    )
