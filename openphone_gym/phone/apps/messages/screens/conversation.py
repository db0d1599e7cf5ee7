"""The page of a conversation."""

from __future__ import annotations

from typing import Any

from openphone_gym.phone.apps.dialer.telephony import Callee, find_callee, time_text
from openphone_gym.phone.apps.messages.state import INBOX, Message, Messages
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import (
    FILL,
    UNBOUNDED,
    Box,
    Column,
    Handler,
    Metrics,
    Row,
    Scroll,
    Space,
    Text,
)
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.group import FRAME, Group
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Menu, Page, Sheet
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_SMALL, LABEL_MEDIUM

VIEW = "android.view.View"

MESSAGE = ":message_text"
"""Id of what is said; those of Compose have no package."""

SEND = ":Compose:Draft:Send"

LONGEST = 1_000
"""Most characters of a message."""


class Latest(Scroll):
    """A list that shows its end until somebody scrolls it."""

    key = "messages"

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """Measures as any list does; without a place to return to, that is the end."""
        super().measure(m, width, height)
        if self.key not in m.offsets:
            self.offset = UNBOUNDED


def compose(messages: Messages, nav: Nav, number: str) -> Box:
    """The conversation with a number, or with a person by name."""
    who = find_callee(nav, number)
    chat = messages.with_number(who.number)
    draft = Binding(
        lambda: chat.draft if chat is not None else "",
        lambda text: setattr(messages.begin(who.number), "draft", text),
    )

    def send() -> None:
        target = messages.begin(who.number)
        target.messages.append(Message(messages.new_id(), target.draft, nav.system.clock, sent=True))
        target.draft = ""
        target.folder = INBOX
        nav.entry.scroll.clear()

    def record() -> None:
        nav.toast("Voice messages can't be recorded on this phone")

    actions = [
        IconButton("phone-outline", "Call", nav.sending("call", number=who.number)),
        IconButton("dots-vertical", "More", nav.to("chat_menu", id=chat.id)) if chat else Space(),
    ]
    written = bool(draft.get().strip())
    with_whom = Row(
        Text(f"Texting with {who.name} (SMS/MMS)", LABEL_MEDIUM, color="on_surface_variant", id=MESSAGE),
        justify="center",
        width=FILL,
        pad=(0, 12, 0, 4),
    )
    bubbles = _bubbles(chat.messages if chat else [], who, nav)
    return Page(
        AppBar(who.name, nav.back, actions, arrow={"desc": "Back"}),
        Space(flex=1),
        Latest(Column(with_whom, bubbles, pad=(0, 8, 0, 8)), id=":message_list"),
        Row(
            _icon("plus-circle-outline", "Show attach content screen", nav.to("attach"), "Shortcuts"),
            _icon("emoticon-outline", "Show attach emoji and stickers screen", nav.to("attach"), "Emotive"),
            _icon("image-outline", "Show attach media screen", nav.to("attach"), "Gallery"),
            Row(
                TextField(
                    draft,
                    "Text message",
                    id="compose_message_text",
                    desc=f"Texting with {who.name}",
                    variant="plain",
                    action="newline",
                    limit=LONGEST,
                    flex=1,
                ),
                fill="surface_container_high",
                radius=24,
                pad=(20, 2, 20, 2),
                flex=1,
            ),
            _icon("send", "Send message", send, SEND, color="primary")
            if written
            else _icon("microphone-outline", "Show record a voice message screen", record, SEND),
            align="end",
            width=FILL,
            pad=(4, 8, 8, 12),
        ),
        scrolls=False,
        holders=[("conversation_root_container", FRAME), (":ConversationScreenUi", VIEW)],
    )


def _icon(icon: str, desc: str, on_tap: Handler, tag: str, **attributes: Any) -> Box:
    """A button as Compose makes them: what is touched holds what it is called, and that the button."""
    tag = tag if ":" in tag else f":ComposeRowIcon:{tag}"
    box = IconButton(icon, "", on_tap, cls=VIEW, id=tag, width=40, **attributes)
    (picture,) = box.children
    box.children = [Group(Group(picture, "", "android.widget.Button"), "", VIEW, desc=desc)]
    return box


def _bubbles(messages: list[Message], who: Callee, nav: Nav) -> Box:
    """The messages, with a line where a day begins."""
    entries: list[Message | str] = []
    today, of_day = nav.now.date(), range(0)
    for message in messages:
        if message.at not in of_day:
            day, of_day = clock.day_of(nav.system, message.at)
            entries.append("Today" if day == today else f"{day:%A, %b} {day.day}")
        entries.append(message)

    def row(entry: Message | str) -> Box:
        return _day_line(entry) if isinstance(entry, str) else _bubble(entry, who, nav)

    def key(entry: Message | str) -> tuple[str, bool]:
        return (entry, False) if isinstance(entry, str) else (entry.text, True)

    return LongList(entries, row, key)


def _day_line(words: str) -> Box:
    line = Text(words, LABEL_MEDIUM, color="on_surface_variant")
    return Row(line, justify="center", width=FILL, pad=(0, 12, 0, 4))


def _bubble(message: Message, who: Callee, nav: Nav) -> Box:
    """A message, read out with who said it, in a group that can be held."""
    side = "end" if message.sent else "start"
    at = time_text(nav, message.at)
    words = Text(
        message.text,
        BODY_LARGE,
        desc=message.text,
        id=MESSAGE,
        color="on_primary" if message.sent else "on_surface",
    )
    look = {"fill": "primary" if message.sent else "surface_container_high", "radius": 20}
    panel = Row(words, **look, pad=(16, 10, 16, 10), cls=VIEW, on_tap=_nothing)
    panel.on_long = nav.to("message_menu", number=who.number, id=message.id)
    said = f"You said  {message.text}" if message.sent else f"{who.name} said  {message.text} {at} ."
    time = Text(at, BODY_SMALL, color="on_surface_variant", id="message_status")
    margin = (64, 4, 16, 4) if message.sent else (16, 4, 64, 4)
    spoken = Group(panel, "", VIEW, desc=said, on_tap=_nothing)
    return Column(spoken, Row(time, pad=(4, 2, 4, 0)), align=side, width=FILL, pad=margin)


def _nothing() -> None:
    """A touch on a message, which takes it and does no more."""


def message_menu(messages: Messages, nav: Nav, number: str, id: int) -> Box:
    """What can be done with a message."""

    def copy() -> None:
        chat = messages.begin(number)
        nav.system.clipboard = next((one.text for one in chat.messages if one.id == id), "")
        nav.back()
        nav.toast("Message copied")

    def delete() -> None:
        chat = messages.begin(number)
        chat.messages = [one for one in chat.messages if one.id != id]
        nav.back()

    return Menu([("Copy text", copy), ("Delete", delete)], beside=nav.entry.anchor)


def attach(messages: Messages, nav: Nav) -> Box:
    """What could be sent beside words."""

    def nothing(what: str) -> Box:
        def tell() -> None:
            nav.back()
            nav.toast(f"There are no {what} on this phone")

        icon = {"photos": "image-outline", "files": "paperclip"}[what]
        return ListRow(what.capitalize(), on_tap=tell, icon=icon)

    return Sheet(nothing("photos"), nothing("files"))
