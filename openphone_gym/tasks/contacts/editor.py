"""The editor of a contact."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from openphone_gym.phone.apps.contacts.numbers import show_number
from openphone_gym.phone.apps.contacts.state import PHONE_LABELS
from openphone_gym.tasks.contacts.people import EDIT, open_contact, open_list, row_of
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import is_field, plain
from openphone_gym.tasks.task import Drawing, digits
from openphone_gym.ui.node import UiNode


def any_number(d: Drawing) -> str:
    """Draws a number of 8 to 10 digits."""
    return digits(d.rng.randint(8, 10))(d)


def any_number_or_foreign(d: Drawing) -> str:
    """Draws a number of 8 to 10 digits, some of which start with two zeros."""
    return d.choice(("00", "")) + digits(8)(d)


EDITORS = ("Create contact", "Edit contact")
TOP = "Add contact photo"
"""What stands above the first field of the editor."""

CALL_ROW = re.compile(r"^Call (.+?) (\+?[\d(*#].*)$")


def called(label: str, number: str) -> str:
    """The row of a number on the page of a contact."""
    return f"Call {label} {show_number(number)}"


def written(label: str, address: str) -> str:
    """The row of an e-mail address on the page of a contact."""
    return f"Email {label} {address}"


class Line(NamedTuple):
    """A field of the editor and what it is to hold.

    Attributes:
        field: The field.
        value: What to type.
        shown: How the field shows it, if not as typed.
        label: The label beneath, if there is one.
        adds: Button that brings the field if it is not there.
    """

    field: Callable[[UiNode], bool]
    value: str
    shown: str = ""
    label: str = ""
    adds: str = ""


def is_choice(node: UiNode) -> bool:
    """The drop-down field for the label of a number, an address or a date."""
    return node.class_name.endswith("Spinner")


def is_date(node: UiNode) -> bool:
    """The field of a significant date."""
    return is_field(node) and "Significant date" in (node.text, node.content_desc)


def entry(hint: str, value: str, like: re.Pattern[str] | None = None) -> Callable[[UiNode], bool]:
    """The field of the editor that is empty and has this hint, or holds the value, or one ``like`` it."""

    def matches(node: UiNode) -> bool:
        words = plain(node.text) if is_field(node) else ""
        return words in (hint, value) or (like is not None and like.fullmatch(words) is not None)

    matches.__name__ = f"{hint} {value}"
    return matches


def name_line(name: str) -> Line:
    """The line of the first name."""
    return Line(entry("First name", name), name)


def phone_line(label: str, number: str) -> Line:
    """The line of a phone number: the first one that is free."""
    shown = show_number(number)
    return Line(entry("Phone", shown), number, shown, label, "Add phone")


def write(hand: Hand, *lines: Line) -> None:
    """The open editor holds all this, and was left by Save.

    Lines come from top to bottom. The last one is searched for; what is out of view by then was
    written on the way, or the page of the contact will show that it was not.
    """
    for line in lines[:-1]:
        box = hand.sees(line.field)
        if box is not None:
            write_line(hand, line, box)
    last = lines[-1]

    def box_or_button(node: UiNode) -> bool:
        return last.field(node) or node.text == last.adds != ""

    box_or_button.__name__ = f"{last.field.__name__} or {last.adds}"
    found = hand.need(box_or_button)
    if not last.field(found):
        hand.tap(found)
    write_line(hand, last, found)
    hand.tap("Save")


def write_line(hand: Hand, line: Line, box: UiNode) -> None:
    """A field holds what it is to, and has its label."""
    hand.fill(box, line.value, line.shown or None)
    if not line.label:
        return
    label = next((node for node in hand.all(is_choice) if node.bounds[1] >= box.bounds[3]), None)
    if label is None:
        hand.lift(box)
        raise Lost
    if label.text == line.label:
        return
    if line.label == PHONE_LABELS[0]:  # what a new entry has; menus choose the other one
        buttons = [node for node in hand.all("Remove phone") if node.center[1] >= box.bounds[1]]
        if not buttons:
            raise Lost
        hand.tap(buttons[0])
    hand.tap(label)


def in_editor(hand: Hand, name: str, label: str = "") -> bool:
    """Whether the contact is being edited; a menu of labels is answered, and another contact left."""
    if hand.sees("Discard changes?"):
        hand.tap("Discard")
    if label and hand.sees("Custom") and not hand.title:
        hand.tap(label)
    if hand.title not in EDITORS:
        return False
    first = hand.sees(is_field) if hand.sees(TOP) else None
    if hand.title == "Edit contact" and first is not None and not name.startswith(first.text):
        raise Lost
    return True


def saved(hand: Hand, name: str, *facts: str) -> None:
    """The page of a contact shows all this."""
    open_contact(hand, name)
    for fact in facts:
        if hand.sees(fact) is None and hand.find(fact) is None:
            hand.tap(EDIT)


def create(hand: Hand, name: str, *facts: str) -> None:
    """There is a contact whose page shows all this."""
    if hand.sees(EDIT) is None:
        open_list(hand)
        if hand.sees(row_of(name)) is None:
            hand.tap("Create contact")
    saved(hand, name, *facts)
