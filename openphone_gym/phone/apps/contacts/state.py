"""What Contacts remembers."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from openphone_gym.phone.apps.contacts.numbers import dialable

TABS = ("Contacts", "Highlights", "Organize")

CUSTOM = "Custom"

PHONE_LABELS = ("Mobile", "Work", "Home", "Main", "Other", CUSTOM)
EMAIL_LABELS = ("Home", "Work", "Other", CUSTOM)
EVENT_LABELS = ("Birthday", "Anniversary", "Other", CUSTOM)

SORT_ORDERS = ("First name", "Last name")
NAME_FORMATS = ("First name first", "Last name first")

DEFAULT_RINGTONE = "Default"
RINGTONES = (DEFAULT_RINGTONE, "Bright morning", "Gentle breeze", "Hollow bells", "Night owl", "Pocket piano")


class Phone(msgspec.Struct):
    """A phone number; ``number`` holds only what is dialled, without brackets and dashes."""

    label: str = PHONE_LABELS[0]
    number: str = ""


class Email(msgspec.Struct):
    """An e-mail address."""

    label: str = EMAIL_LABELS[0]
    address: str = ""


class Event(msgspec.Struct):
    """A significant date (ISO)."""

    label: str = EVENT_LABELS[0]
    date: str = ""


class Person(msgspec.Struct):
    """A contact.

    Attributes:
        id: Never used again for another contact; 0 for one that is not saved yet.
        first_name: First name.
        last_name: Last name.
        nickname: Nickname.
        company: Where the person works.
        phones: Numbers in the order of the contact page.
        emails: E-mail addresses.
        events: Significant dates, the birthday among them.
        website: Address of a web page.
        address: Postal address.
        notes: Free text.
        labels: Names of the labels the contact is in.
        starred: Whether it is a favourite.
        ringtone: One of `RINGTONES`.
        to_voicemail: Whether calls go to voicemail at once.
    """

    id: int = 0
    first_name: str = ""
    last_name: str = ""
    nickname: str = ""
    company: str = ""
    phones: list[Phone] = []
    emails: list[Email] = []
    events: list[Event] = []
    website: str = ""
    address: str = ""
    notes: str = ""
    labels: list[str] = []
    starred: bool = False
    ringtone: str = DEFAULT_RINGTONE
    to_voicemail: bool = False

    @property
    def name(self) -> str:
        """First and last name; what else is known of somebody without."""
        if full := f"{self.first_name} {self.last_name}".strip():
            return full
        others = (
            self.nickname,
            self.company,
            *(p.number for p in self.phones),
            *(e.address for e in self.emails),
        )
        return next((other for other in others if other), "(No name)")

    @property
    def birthday(self) -> str:
        """Day of birth (ISO), or an empty string."""
        return next((event.date for event in self.events if event.label == "Birthday"), "")

    def tidied(self) -> Person:
        """A copy without the blanks around texts, and without entries that were left empty."""
        copy = msgspec.structs.replace(
            self,
            phones=[Phone(p.label, p.number) for p in self.phones if p.number],
            emails=[Email(e.label, e.address.strip()) for e in self.emails if e.address.strip()],
            events=[Event(e.label, e.date) for e in self.events if e.date],
            labels=list(self.labels),
        )
        for name in TEXTS:
            setattr(copy, name, getattr(copy, name).strip())
        return copy

    def absorb(self, other: Person) -> None:
        """Takes over what another record of the same person knows more."""
        for name in TEXTS:
            setattr(self, name, getattr(self, name) or getattr(other, name))
        for name in ("phones", "emails", "events", "labels"):
            mine: list[object] = getattr(self, name)
            mine += [entry for entry in getattr(other, name) if entry not in mine]
        self.starred = self.starred or other.starred


TEXTS = ("first_name", "last_name", "nickname", "company", "website", "address", "notes")
"""Fields of a contact that hold one text each."""


class Draft(msgspec.Struct):
    """The contact in the editor.

    Attributes:
        person: The contact as edited so far.
        more: Whether the fields behind "More fields" are shown.
    """

    person: Person = msgspec.field(default_factory=Person)
    more: bool = False


class File(msgspec.Struct):
    """A vCard file on the phone: its name and the contacts in it."""

    name: str
    people: list[Person] = []


class ContactsSettings(msgspec.Struct):
    """Settings of the app.

    Attributes:
        sort_by: One of `SORT_ORDERS`.
        name_format: One of `NAME_FORMATS`.
    """

    sort_by: str = SORT_ORDERS[0]
    name_format: str = NAME_FORMATS[0]


def _shown_name(first: str, last: str, full: str, name_format: str) -> str:
    return f"{last}, {first}" if first and last and name_format == NAME_FORMATS[1] else full


def _sort_name(first: str, last: str, full: str, sort_by: str) -> str:
    return f"{last} {first}" if last and sort_by == SORT_ORDERS[1] else full


@lru_cache(maxsize=16)
def _in_order(
    ids: tuple[int, ...],
    first: tuple[str, ...],
    last: tuple[str, ...],
    others: tuple[str, ...],
    sort_by: str,
    name_format: str,
) -> tuple[list[int], list[str], list[str]]:
    """Where the contacts of a list stand in its order, and in that order the names shown and their letters.

    A list is looked at more often than it changes, and a long one takes as long to sort as to show. So this
    goes by no more than what the order depends on: ids, first and last names, and what stands for those
    without any.
    """
    unnamed = iter(others)
    names = [
        (one, other, f"{one} {other}".strip() or next(unnamed))
        for one, other in zip(first, last, strict=True)
    ]
    sorted_by = [_sort_name(*name, sort_by) for name in names]
    places = sorted(range(len(ids)), key=lambda place: (sorted_by[place].casefold(), ids[place]))
    return (
        places,
        [_shown_name(*names[place], name_format) for place in places],
        [sorted_by[place][:1].upper() for place in places],
    )


class Contacts(msgspec.Struct):
    """State of the app.

    Attributes:
        people: Contacts in no particular order.
        labels: Names of the labels, members or not.
        blocked: Blocked numbers.
        files: vCard files in the Downloads folder.
        settings: The settings.
        draft: What is in the editor.
        tab: Open tab, one of `TABS`.
        last_id: Highest id given so far.
    """

    people: list[Person] = []
    labels: list[str] = []
    blocked: list[str] = []
    files: list[File] = []
    settings: ContactsSettings = msgspec.field(default_factory=ContactsSettings)
    draft: Draft = msgspec.field(default_factory=Draft)
    tab: str = TABS[0]
    last_id: int = 0

    def person(self, id: int) -> Person:
        """The contact of that id."""
        return next(person for person in self.people if person.id == id)

    def owner(self, number: str) -> Person | None:
        """The contact who has a phone number, if anybody; brackets and dashes don't matter."""
        wanted = dialable(number)
        return next((p for p in self.people if any(phone.number == wanted for phone in p.phones)), None)

    def members(self, label: str) -> list[Person]:
        """The contacts in a label, in the order of the list."""
        return [person for person in self.listed() if label in person.labels]

    def shown_name(self, person: Person) -> str:
        """A contact's name in the format that the user chose."""
        return _shown_name(person.first_name, person.last_name, person.name, self.settings.name_format)

    def listed(self) -> list[Person]:
        """All contacts in the order that the user chose."""
        return self.named()[0]

    def named(self) -> tuple[list[Person], list[str], list[str]]:
        """All contacts in the order that the user chose, their names as they are shown, and their letters."""
        people = self.people
        places, names, letters = _in_order(
            tuple([one.id for one in people]),
            tuple([one.first_name for one in people]),
            tuple([one.last_name for one in people]),
            tuple([one.name for one in people if not (one.first_name.strip() or one.last_name.strip())]),
            self.settings.sort_by,
            self.settings.name_format,
        )
        return [people[place] for place in places], [*names], [*letters]

    def add(self, person: Person) -> Person:
        """Adds a contact under a new id."""
        self.last_id += 1
        person.id = self.last_id
        self.people.append(person)
        return person

    def remove(self, ids: list[int]) -> None:
        """Deletes contacts."""
        self.people = [person for person in self.people if person.id not in ids]

    def edit(self, person: Person) -> None:
        """Puts a contact, or a new `Person`, into the editor, with empty fields to fill in."""
        copy = person.tidied()
        copy.phones = copy.phones or [Phone()]
        copy.emails = copy.emails or [Email()]
        copy.events = copy.events or [Event()]
        self.draft = Draft(copy)

    def edited(self) -> bool:
        """Whether the editor holds something that saving would change."""
        edited = self.draft.person.tidied()
        before = self.person(edited.id) if edited.id else Person()
        return edited != before

    def save(self) -> Person:
        """Saves what is in the editor, and empties it."""
        person = self.draft.person.tidied()
        self.draft = Draft()
        if not person.id:
            return self.add(person)
        self.people = [person if old.id == person.id else old for old in self.people]
        return person

    def rename_label(self, old: str, new: str) -> None:
        """Gives a label another name."""
        self.labels = [new if label == old else label for label in self.labels]
        for person in self.people:
            person.labels = [new if label == old else label for label in person.labels]

    def delete_label(self, name: str) -> None:
        """Deletes a label; its members stay."""
        self.labels.remove(name)
        for person in self.people:
            person.labels = [label for label in person.labels if label != name]

    def duplicates(self) -> list[list[Person]]:
        """Groups of contacts that have the same name."""
        groups: dict[str, list[Person]] = {}
        for person in self.listed():
            groups.setdefault(person.name.casefold(), []).append(person)
        return [group for group in groups.values() if len(group) > 1]
