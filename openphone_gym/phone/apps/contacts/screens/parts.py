"""What several pages are made of: rows of people, the page to pick some, dialogs that ask for a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from openphone_gym.phone.apps.contacts.state import Contacts, Person
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Handler, Label, Metrics, Row, Text
from openphone_gym.phone.toolkit.controls import Checkbox, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import Avatar, ListRow, RoundIcon
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, TITLE_MEDIUM

if TYPE_CHECKING:
    from openphone_gym.phone.toolkit.painter import Painter

CHECKED_COLOR = 0xFF188038

MARK_WIDTH = 24
"""Width in dp of the column with letters and the star."""


def person_row(
    contacts: Contacts,
    person: Person,
    on_tap: Handler,
    *,
    mark: Box | None = None,
    photo: Box | None = None,
    **attributes: Any,
) -> Box:
    """A contact in a list: photo letter and name; ``mark`` is in front of the photo."""
    name = contacts.shown_name(person)
    leading = photo or Avatar(person.name)
    if mark is not None:
        leading = Row(mark, leading, gap=8)
    attributes = {
        "pad": (16, 8, 24, 8),
        "title_attributes": {"desc": name, "id": "cliv_name_textview"},
        **attributes,
    }
    return ListRow(name, on_tap=on_tap, leading=leading, **attributes)


def avatar(person: Person, chosen: bool = False) -> Box:
    """The photo of a contact, or a check mark while it is chosen."""
    return RoundIcon("check", CHECKED_COLOR) if chosen else Avatar(person.name)


class IndexMark(Label):
    """The letter in front of the first name that starts with it, in the middle of its column."""

    __slots__ = ("_inset",)

    _inset: int
    color = "primary"

    def __init__(self, text: str) -> None:
        super().__init__(text, TITLE_MEDIUM)

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """Takes the width of the column."""
        column = m.dp(MARK_WIDTH)
        super().measure(m, column, height)
        self._inset = (column - self.w) // 2
        self.w = column

    def paint(self, painter: Painter, m: Metrics, x: int, y: int) -> None:
        """Draws the letter in the middle."""
        super().paint(painter, m, x + self._inset, y)


def empty_note(text: str) -> Box:
    """Says that a list is empty."""
    words = Text(text, BODY_LARGE, color="on_surface_variant", text_align="center", width=FILL)
    return Row(words, pad=(32, 96, 32, 0), width=FILL)


def picker(
    contacts: Contacts, nav: Nav, people: Sequence[Person], done: Callable[[list[Person]], object]
) -> Box:
    """A page to choose several of ``people``; ``done`` gets them, and the page closes."""
    picked: list[int] = nav.local.setdefault("picked", [])

    def finish() -> None:
        done([person for person in people if person.id in picked])
        nav.back()

    def row(person: Person) -> Box:
        chosen = person.id in picked
        turn = picked.remove if chosen else picked.append
        return person_row(
            contacts,
            person,
            lambda: turn(person.id),
            trailing=Checkbox(chosen, id="checkbox"),
            selected=chosen,
        )

    title = f"{len(picked)} selected" if picked else "Choose contacts"
    add = TextButton("Add", finish, enabled=bool(picked), id="menu_done")
    rows = LongList(people, row, contacts.shown_name) if people else empty_note("No contacts to add")
    return Page(AppBar(title, nav.back, [add], icon="close"), rows)


def text_dialog(
    nav: Nav,
    title: str,
    hint: str,
    done: Callable[[str], object],
    *,
    text: str = "",
    taken: Sequence[str] = (),
    **field: Any,
) -> Box:
    """A dialog that asks for a text, none of those ``taken``; ``done`` gets it after the dialog closed."""
    typed = nav.bind("text", text)
    value = typed.get().strip()
    valid = bool(value) and value not in taken

    def save() -> None:
        nav.unfocus()
        nav.back()
        done(value)

    edit = TextField(
        typed, hint, id="text", on_submit=save if valid else None, fill="surface_container_high", **field
    )
    buttons = [
        TextButton("Cancel", nav.back, id="button2"),
        TextButton("OK", save, id="button1", enabled=valid),
    ]
    return Dialog(title, Row(edit, pad=(24, 8, 24, 0), width=FILL), buttons=buttons)


def asking(nav: Nav, screen: str, **args: Any) -> Handler:
    """A handler that opens a text dialog with the cursor in its field."""

    def ask() -> None:
        nav.go(screen, **args)
        nav.focus("text")

    return ask
