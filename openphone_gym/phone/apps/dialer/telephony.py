"""What the phone and the messaging app share: who is behind a number, and how times are shown in lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from openphone_gym.phone.apps.contacts.numbers import dialable, show_number
from openphone_gym.phone.apps.contacts.state import Contacts, Person, Phone
from openphone_gym.phone.system import clock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.rows import Avatar, RoundIcon

SEPARATORS = " ()-."

GREY = 0xFF5F6368


class Callee(NamedTuple):
    """A number and whose it is.

    Attributes:
        name: Name in the address book; a stranger's number as it is shown.
        number: What is dialled; for a stranger known by name only, that name.
        label: Kind of the number, such as ``Mobile``; empty for a stranger.
        contact: Id of the contact, or 0.
    """

    name: str
    number: str
    label: str = ""
    contact: int = 0

    @property
    def line(self) -> str:
        """Label and number in one line."""
        return f"{self.label} {show_number(self.number)}".strip()


def address_book(nav: Nav) -> Contacts:
    """The contacts, which Android shares between its apps."""
    return nav.shared("people")


def portrait(callee: Callee, size: float = 40) -> Box:
    """The picture of a person: the first letter of a contact, a figure for a stranger."""
    return Avatar(callee.name, size) if callee.contact else RoundIcon("account", GREY, size)


def callees(nav: Nav) -> list[Callee]:
    """Every number of the address book, in its order."""
    book = address_book(nav)
    return [
        Callee(book.shown_name(person), phone.number, phone.label, person.id)
        for person in book.listed()
        for phone in person.phones
    ]


def find_callee(nav: Nav, who: str) -> Callee:
    """Whom a number or a name belongs to."""
    return finder(nav)(who)


def finder(nav: Nav) -> Callable[[str], Callee]:
    """What `find_callee` does, for lists of many: the address book is looked through once."""
    book = address_book(nav)
    known: dict[str, tuple[Person, Phone]] = {}
    for person in book.people:
        for phone in person.phones:
            known.setdefault(phone.number, (person, phone))
            known.setdefault(person.name, (person, phone))

    def find(who: str) -> Callee:
        number = typed_number(who)
        found = known.get(number or who)
        if found is None:
            return Callee(show_number(number), number) if number else Callee(who, who)
        person, phone = found
        return Callee(book.shown_name(person), phone.number, phone.label, person.id)

    return find


def matching(nav: Nav, query: str) -> list[Callee]:
    """Numbers of the address book that contain ``query``, or whose owner's name does."""
    words, number = query.strip().casefold(), typed_number(query)
    return [
        callee
        for callee in callees(nav)
        if words in callee.name.casefold() or (number and number in callee.number)
    ]


@lru_cache(maxsize=4096)
def typed_number(text: str) -> str:
    """The number that ``text`` is, without its brackets and dashes; empty if it is none."""
    number = dialable(text)
    return number if all(c in number or c in SEPARATORS for c in text) else ""


def day_text(nav: Nav, moment: int) -> str:
    """When something was, as lists show it: the time today, otherwise the day."""
    then = clock.to_local(nav.system, moment)
    days = (nav.now.date() - then.date()).days
    if days == 0:
        return time_text(nav, moment)
    if days == 1:
        return "Yesterday"
    return f"{then:%a}" if 1 < days < 7 else f"{then:%b} {then.day}"


def time_text(nav: Nav, moment: int) -> str:
    """The time of day of a moment."""
    then = clock.to_local(nav.system, moment)
    return nav.clock(then.hour, then.minute)
