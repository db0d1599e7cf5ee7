"""What pages of the settings are made of: rows that lead on, switches, dialogs that ask for a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind_flag, bind_key
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.collapsing import CollapsingPage, LargeAppBar
from openphone_gym.phone.toolkit.controls import Switch, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.group import LINEAR, Group
from openphone_gym.phone.toolkit.rows import ICON, IMAGE, TITLE, ListItem, ListRow, SwitchRow
from openphone_gym.phone.toolkit.surfaces import Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, HEADLINE_LARGE

BAR = 179
"""Height in dp of the bar of a page that stands at its top."""

ROW = (24, 17.25, 24, 17.25)
"""Room around the words of a row in dp."""

Source = Callable[[Setting, Nav], Binding]
"""Where a value is kept, to be looked up when a screen is built."""


def provider(table: str, key: str, default: str = "") -> Source:
    """A text of the settings provider."""
    return lambda state, nav: bind_key(nav.system.settings[table], key, default)


def flag(table: str, key: str, default: str = "0") -> Source:
    """An on/off value of the settings provider."""
    return lambda state, nav: bind_flag(nav.system.settings[table], key, default)


def strength(key: str) -> Source:
    """An intensity of vibration, switched between off and its default."""

    def source(state: Setting, nav: Nav) -> Binding:
        table = nav.system.settings["system"]
        return Binding(
            lambda: table.get(key, "2") != "0", lambda on: table.__setitem__(key, "2" if on else "0")
        )

    return source


def member(names: list[str], name: str) -> Binding:
    """Whether a list holds a name."""
    return Binding(lambda: name in names, lambda on: names.append(name) if on else names.remove(name))


def on_off(on: bool) -> str:
    """The summary of a row that leads to a switch."""
    return "On" if on else "Off"


def page(nav: Nav, title: str, *content: Box | None, actions: Sequence[Box] = (), **attributes: Any) -> Page:
    """A page of the settings; its rows are as high as those of the phone's own."""
    bar = LargeAppBar(
        title, nav.back, actions, tall=BAR, plain=56, arrow=56, style=HEADLINE_LARGE, strip="action_bar"
    )
    for row in content:
        if isinstance(row, ListItem):
            row.pad = ROW
    return CollapsingPage(bar, *content, parent="content_parent", **attributes)


def link(nav: Nav, title: str, screen: str, summary: str = "", **args: Any) -> Box:
    """A row that opens another page."""
    return ListRow(title, summary, nav.to(screen, **args))


def main_switch(title: str, binding: Binding, **attributes: Any) -> Box:
    """The switch on top of a page that turns the whole thing on or off."""
    on = bool(binding.get())
    ink = "on_primary_container" if on else "on_surface"
    bar = Row(
        Row(Text(title, BODY_LARGE, color=ink, id="switch_text"), flex=1),
        Switch(binding, id="android:id/switch_widget"),
        cls="android.widget.LinearLayout",
        id="main_switch_bar",
        on_tap=binding.toggle,
        fill="primary_container" if on else "surface_container_highest",
        radius=28,
        width=FILL,
        pad=(24, 14, 24, 14),
        gap=16,
    )
    bar.__dict__.update(attributes)
    return Row(bar, width=FILL, pad=(16, 8, 16, 8))


def note(text: str) -> Box:
    """Explanation at the foot of a page."""
    picture = Group(Icon("information-outline", cls=IMAGE, id=ICON), "icon_frame")
    words = Text(text, BODY_MEDIUM, color="on_surface_variant", id=TITLE)
    return Column(picture, words, gap=12, pad=(24, 20, 24, 20), align="start", cls=LINEAR)


def split_row(title: str, summary: str, binding: Binding, on_tap: Handler, **attributes: Any) -> Box:
    """A row that opens a page, with a switch at its end that tells by itself what it switches."""
    switch = {"on_tap": binding.toggle, "desc": title, "id": "switchWidget"}
    return SwitchRow(title, binding, summary, switch=switch, on_tap=on_tap, **attributes)


def text_dialog(
    nav: Nav, title: str, ok: str, binding: Binding, hint: str = "", shortest: int = 1, **field: Any
) -> Box:
    """A dialog that edits a text and writes it when its button is touched."""
    typed = nav.bind("text", binding.get())

    def save() -> None:
        binding.set(typed.get().strip())
        nav.back()

    enough = len(typed.get().strip()) >= shortest
    submit = save if enough else None
    edit = TextField(typed, hint, id="android:id/edit", variant="underline", on_submit=submit, **field)
    buttons = [
        TextButton("Cancel", nav.back, id="button2"),
        TextButton(ok, save, id="button1", enabled=enough),
    ]
    return Dialog(title, Row(edit, width=FILL, pad=(24, 0, 24, 0)), buttons=buttons)
