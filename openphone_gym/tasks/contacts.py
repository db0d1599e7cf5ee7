"""Tasks of Google Contacts. Source of goals and values: AndroidLab."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from openphone_gym.phone.apps.contacts import state
from openphone_gym.phone.apps.contacts.numbers import dialable, show_number
from openphone_gym.phone.apps.contacts.state import PHONE_LABELS, Email, Event, Person
from openphone_gym.phone.apps.contacts.wording import long_date
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.clock import to_milliseconds, zone
from openphone_gym.phone.world.start import START, TIME_ZONE
from openphone_gym.phone.world.tables import slug
from openphone_gym.tasks import answers
from openphone_gym.tasks.answers import Text
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.pickers import pick_date
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Drawing, Never, Param, Params, ScreenCheck, SubGoal, Task, digits, one_of
from openphone_gym.ui.node import UiNode

FIRST_NAMES = (
    "Agnes", "Boris", "Claire", "Dario", "Esther", "Felix", "Gemma", "Henrik", "Irene", "Jamal", "Kirsten",
    "Leon", "Maya", "Nils", "Olga", "Pablo", "Ruth", "Stefan", "Thea", "Ursula", "Vera", "Wanda", "Yusuf",
)  # fmt: skip
LAST_NAMES = (
    "Adler", "Bianchi", "Costa", "Dubois", "Eriksen", "Ferrari", "Gupta", "Hughes", "Ivanova", "Keller",
    "Larsen", "Meyer", "Nguyen", "Okafor", "Pereira", "Rahman", "Santos", "Tanaka", "Virtanen", "Wagner",
)  # fmt: skip
LABELS = ("work", "Family", "Tennis", "School", "Gym", "Travel", "Choir", "Chess club", "Hiking", "Theater")
TEXTS = (
    "Nice to meet you",
    "See you on Monday",
    "Can we talk tonight?",
    "The keys are at the reception",
    "Happy to help next week",
    "Dinner at eight?",
    "Running ten minutes late",
    "Please call me back",
    "Thanks for the photos",
    "I found your umbrella",
)
WORK, MOBILE = "Work", "Mobile"


# Samplers


def new_name(d: Drawing) -> str:
    """Draws a first name that no contact has."""
    taken = {person.first_name for person in d.phone.contacts.people}
    return d.rng.choice([name for name in FIRST_NAMES if name not in taken])


def new_label(d: Drawing) -> str:
    """Draws the name of a label that is not there."""
    return d.rng.choice([label for label in LABELS if label not in d.phone.contacts.labels])


def a_company(d: Drawing) -> str:
    """Draws an organisation of the phone's world."""
    return d.rng.choice(
        [*d.phone.world.organisations_of("office"), *d.phone.world.organisations_of("shop")]
    ).name


def any_number(d: Drawing) -> str:
    """Draws a number of 8 to 10 digits."""
    return digits(d.rng.randint(8, 10))(d)


def any_number_or_foreign(d: Drawing) -> str:
    """Draws a number of 8 to 10 digits, some of which start with two zeros."""
    return d.rng.choice(("00", "")) + digits(8)(d)


def new_address(d: Drawing) -> str:
    """Draws an e-mail address."""
    return f"{d.rng.randrange(10**4, 10**7)}@{d.rng.choice(('gmail.com', 'example.com', 'example.org'))}"


def a_contact(d: Drawing) -> int:
    """Draws a contact, by its id."""
    return d.rng.choice([person.id for person in d.phone.contacts.people])


def all_others(d: Drawing) -> list[int]:
    """All contacts but the one that was drawn."""
    return [person.id for person in d.phone.contacts.people if person.id != d.params.person]


def another_contact(d: Drawing) -> int:
    """Draws one more contact, by its id."""
    return d.rng.choice([person.id for person in d.phone.contacts.people if person.id != d.params.first])


def not_written_to(d: Drawing) -> int:
    """Draws a contact with whom there is no conversation yet, by its id."""
    written_to = {chat.number for chat in d.phone.messages.conversations}
    people = d.phone.contacts.people
    return d.rng.choice([p.id for p in people if written_to.isdisjoint(numbers(p))])


def of_contact(
    read: Callable[[Person], str], otherwise: Callable[[Drawing], str]
) -> Callable[[Drawing], str]:
    """What is known of the contact that was drawn, or something new."""
    return lambda d: read(d.phone.contacts.person(d.params.person)) or otherwise(d)


def its_number(d: Drawing) -> str:
    """Draws one of the contact's numbers."""
    return d.rng.choice(numbers(d.phone.contacts.person(d.params.person)))


def which_number(d: Drawing) -> str:
    """What to call the number that was drawn; its label only matters beside other numbers."""
    phones = d.phone.contacts.person(d.params.person).phones
    label = next(phone.label for phone in phones if phone.number == d.params.number)
    return label.lower() if len(phones) > 1 else "phone"


def its_address(d: Drawing) -> str:
    """The contact's address of the label that was drawn, or a new one."""
    emails = d.phone.contacts.person(d.params.person).emails
    return next((email.address for email in emails if email.label == d.params.label), None) or new_address(d)


def a_birthday(d: Drawing) -> str:
    """Draws a day of birth (ISO)."""
    return (date(1940, 1, 1) + timedelta(days=d.rng.randrange(365 * 70))).isoformat()


def other_birthday(d: Drawing) -> str:
    """Draws a day of birth that the contact does not have."""
    present = d.phone.contacts.person(d.params.person).birthday
    return next(day for day in iter(lambda: a_birthday(d), None) if day != present)


def day_words(iso: str) -> str:
    """A day as goals say it, such as ``24 October 1996``."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def a_website(d: Drawing) -> str:
    """Draws the address of a web page."""
    word = slug(d.params.name.split()[0]) or "home"
    host = d.rng.choice(("github.com", "github.io", "wordpress.com", "blogspot.com"))
    return f"{word}{d.rng.choice(('', '-blog', '-pages', d.rng.randint(2, 99)))}.{host}"


# Parameters

EVERYBODY = Param([1, 2, 3, 4, 5], lambda d: [person.id for person in d.phone.contacts.people])


def labelled(label: str, *others: str) -> dict[str, Param]:
    """A label of a number or an address, and how a goal says it."""
    return {
        "label": Param(label, one_of(label, *others)),
        "kind": Param(label.lower(), lambda d: d.params.label.lower()),
    }


def named(name: str, sample: Callable[[Drawing], str]) -> dict[str, Param]:
    """The name of a contact, and the same for shell commands."""
    return {
        "name": Param(name, sample),
        "sql_name": Param(sql_text(name), lambda d: sql_text(d.params.name)),
    }


def contact(id: int, name: str, sample: Callable[[Drawing], int] = a_contact) -> dict[str, Param]:
    """Parameters of a task about a contact that is there; all are to be kept."""
    return {
        "person": Param(id, sample),
        **named(name, lambda d: d.phone.contacts.person(d.params.person).name),
        "kept": EVERYBODY,
    }


# What Android's provider of contacts tells

PHONE_TYPES = {"Home": 1, "Mobile": 2, "Work": 3, "Main": 12}
WORK_EMAIL, BIRTHDAY = 2, 3
"""Android's numbers of labels."""

TYPE = Param(PHONE_TYPES[WORK], lambda d: PHONE_TYPES[d.params.label])
"""Number of the label of the task."""


def sql_text(words: str) -> str:
    """A text in SQL, quoted as a word of the shell."""
    literal = words.replace("'", "''")
    return shlex.quote(f"'{literal}'")


def stored(
    kind: str, expected: str, *, type: int | str = "", column: str = "display_name"
) -> tuple[str, str]:
    """A shell check of what is stored of a contact: rows of a kind and type, and what they must contain.

    The contact is the one whose name in ``column`` is the parameter ``sql_name``.
    """
    rows = f"mimetype='vnd.android.cursor.item/{kind}'" + (f" AND data2={type}" if type else "")
    where = f'"{rows} AND {column}="{{sql_name}}'
    query = f"content query --uri content://com.android.contacts/data --projection data1 --where {where}"
    return f"{query} --sort _id", expected


def stored_number(param: str, label: str = "", column: str = "display_name") -> tuple[str, str]:
    """A shell check of a number with a fixed label or that of the task, however the app has grouped it."""
    type = PHONE_TYPES[label] if label else "{type}"
    command, expected = stored("phone_v2", f"data1={{{param}}}\n", type=type, column=column)
    return f"{command} | tr -d ' ()-'", expected


def listed(expected: str) -> tuple[str, str]:
    """A shell check of the contacts with the name of the task."""
    contacts = "content query --uri content://com.android.contacts/contacts"
    return f'{contacts} --projection display_name --where "display_name="{{sql_name}}', expected


# What screens tell


def numbers_on(screen: Sight) -> set[tuple[str, str]]:
    """Labels and numbers on the page of a contact."""
    rows = (CALL_ROW.match(plain(node.content_desc)) for node in screen.all(CALL_ROW))
    return {(row[1], dialable(row[2])) for row in rows if row}


def shows_number_added(screen: Sight, p: Params) -> bool | None:
    """Whether the page of the contact has the new number and those from before; the editor leaves it open."""
    if screen.title == EDITORS[1]:
        return False
    if screen.content("large_title") != p.name:
        return None
    shown = numbers_on(screen)
    return (p.label, p.number) in shown and {number for _, number in shown}.issuperset(p.present)


def members_on(screen: Sight, p: Params) -> list[str] | None:
    """Members of the label of the task; none while its menu is open, which may rename or delete it."""
    if screen.sees("Delete label"):
        return []
    if not screen.sees(re.compile(rf"^{re.escape(p.label)} • \d+ contacts?$")):
        return None
    return [plain(node.text) for node in screen.all(has_id("cliv_name_textview"))]


def shows_member(who: str) -> ScreenCheck:
    """Whether the page of the label has a contact."""

    def rule(screen: Sight, p: Params) -> bool | None:
        members = members_on(screen, p)
        return None if members is None else getattr(p, f"{who}_name") in members

    return rule


def shows_two_members(screen: Sight, p: Params) -> bool | None:
    """Whether the page of the label counts two contacts."""
    members = members_on(screen, p)
    return None if members is None else screen.sees(f"{p.label} • 2 contacts") is not None


def shows_compose(screen: Sight, p: Params) -> bool:
    """Whether the page in front is that of messages to the contact."""
    return screen.sees(f"Texting with {p.name}") is not None


def shows_draft(screen: Sight, p: Params) -> bool | None:
    """Whether the words stand in the field of a message to the contact."""
    return plain(screen.content("compose_message_text") or "") == p.text if shows_compose(screen, p) else None


def shows_sent(screen: Sight, p: Params) -> bool:
    """Whether a bubble has the words; any bubble to the contact, with whom there was no conversation."""
    bubbles = screen.all(has_id("message_text"))
    return any(plain(bubble.text) == p.text or shows_compose(screen, p) for bubble in bubbles)


def shows_call(screen: Sight, p: Params) -> bool:
    """Whether the page in front is that of a call to the contact."""
    return screen.sees("End call") is not None and screen.sees(p.name) is not None


def shows_deletion(*spared: str) -> ScreenCheck:
    """Whether a message tells that a contact was deleted or merged, but for those messages."""

    def rule(screen: Sight, p: Params) -> bool:
        told = plain(screen.content("snackbar_text") or "")
        harmless = [words.format_map(vars(p)) for words in spared]
        return screen.package == PACKAGE and bool(CONTACT_GONE.match(told)) and told not in harmless

    return rule


# Conditions


def numbers(person: Person) -> list[str]:
    """All numbers of a contact."""
    return [phone.number for phone in person.phones]


def known(phone: Phone, p: Params) -> Person:
    """The contact of the task; one without anything once it was deleted."""
    return next((person for person in phone.contacts.people if person.id == p.person), Person())


class Trait(NamedTuple):
    """A sub-goal about a new contact."""

    name: str
    question: str
    holds: Callable[[Person, Params], bool]
    shell: tuple[str, str]


def is_named(person: Person, p: Params) -> bool:
    """Whether a contact has the name asked for."""
    return person.name == p.name


def is_first_and_last_named(person: Person, p: Params) -> bool:
    """Whether a contact has the first and the last name asked for."""
    return (person.first_name, person.last_name) == (p.first_name, p.last_name)


def one_contact(*traits: Trait, meant: Callable[[Person, Params], bool] = is_named) -> list[SubGoal]:
    """Sub-goals about one contact; of several that may be meant, the one that has most of the traits."""

    def goal(trait: Trait) -> SubGoal:
        def state(phone: Phone, p: Params) -> bool:
            found = [person for person in phone.contacts.people if meant(person, p)]
            best = max(found, key=lambda person: sum(t.holds(person, p) for t in traits), default=None)
            return best is not None and trait.holds(best, p)

        return SubGoal(trait.name, trait.question, state, shell=trait.shell)

    return [goal(trait) for trait in traits]


def has_number(name: str, param: str, label: str = "", column: str = "display_name") -> Trait:
    """The new contact has a number with a label: a fixed one, or that of the task."""

    def holds(person: Person, p: Params) -> bool:
        return state.Phone(label or p.label, getattr(p, param)) in person.phones

    kind = label.lower() or "{kind}"
    question = f"Does the contact {{name}} have the {kind} number {{{param}}}?"
    return Trait(name, question, holds, stored_number(param, label, column))


def in_label(name: str, who: str) -> SubGoal:
    """A contact is in the label of the task."""

    def state(phone: Phone, p: Params) -> bool:
        book = phone.contacts
        return p.label in book.labels and getattr(p, who) in [person.id for person in book.members(p.label)]

    question = f'Is the contact {{{who}_name}} in the label "{{label}}"?'
    return SubGoal(name, question, state, screen=shows_member(who))


def composing(phone: Phone, p: Params) -> bool:
    """Whether the page of messages to the contact is open."""
    return any(phone.showing("messages", "compose", number=number) for number in numbers(known(phone, p)))


def drafted(phone: Phone, p: Params) -> bool:
    """Whether the words stand in the field of a message to the contact."""
    chats = [phone.messages.with_number(number) for number in numbers(known(phone, p))]
    return any(chat is not None and chat.draft.strip() == p.text for chat in chats)


def sent_since_start(phone: Phone, p: Params) -> bool:
    """Whether a message was sent since the phone was new."""
    start = to_milliseconds(START.replace(tzinfo=zone(TIME_ZONE)))
    chats = phone.messages.conversations
    return any(message.sent and message.at >= start for chat in chats for message in chat.messages)


def company(person: Person) -> Text:
    """Where a contact works; the last word of a name, which says what kind of company, may be missing."""
    return Text(person.company, accept=(person.company.rpartition(" ")[0],))


def deleted(phone: Phone, p: Params) -> bool:
    """Whether a contact that is to be kept is gone."""
    return not {person.id for person in phone.contacts.people}.issuperset(p.kept)


CONTACT_DELETED = Never(
    "contact_deleted",
    deleted,
    question="Was any contact deleted, or merged with another one?",
    screen=shows_deletion("Label deleted"),
)
OTHER_DELETED = Never(
    "contact_deleted",
    deleted,
    question="Was any contact other than {name} deleted, or merged with another one?",
    screen=shows_deletion("Label deleted", "{name} deleted", "1 contact deleted"),
)


# Preparations: none changes the benchmark's phone


def put_address(phone: Phone, p: Params) -> None:
    """The contact has an e-mail address of that label."""
    person = known(phone, p)
    if all(email.address != p.address for email in person.emails):
        person.emails.append(Email(p.label, p.address))


def put_birthday(phone: Phone, p: Params) -> None:
    """The contact has a birthday."""
    person = known(phone, p)
    if not person.birthday:
        person.events.append(Event("Birthday", p.birthday))


def put_company(phone: Phone, p: Params) -> None:
    """The contact works somewhere."""
    known(phone, p).company = p.company


# Verbs of the solutions

PACKAGE = "com.google.android.contacts"

EDITORS = ("Create contact", "Edit contact")

EDIT, NAME, COMPANY = has_id("menu_edit"), has_id("large_title"), has_id("organization_name")
FIRST_NAME = has_id("first_name")

A_NUMBER = re.compile(r"^\+?[\d(*#]")
CALL_ROW = re.compile(r"^Call (.+?) (\+?[\d(*#].*)$")
CONTACT_GONE = re.compile(r"^.* (deleted|merged)$")


def row_of(name: str) -> Callable[[UiNode], bool]:
    """The name of a contact in a list of contacts."""

    def matches(node: UiNode) -> bool:
        return node.resource_id.endswith(":id/cliv_name_textview") and node.text == name

    matches.__name__ = f"row of {name}"
    return matches


def called(label: str, number: str) -> str:
    """The row of a number on the page of a contact."""
    return f"Call {label} {show_number(number)}"


def written(label: str, address: str) -> str:
    """The row of an e-mail address on the page of a contact."""
    return f"Email {label} {address}"


def open_list(hand: Hand) -> None:
    """The list of contacts is open."""
    if hand.package != PACKAGE:
        raise Lost
    hand.tab("Contacts")


def open_contact(hand: Hand, name: str) -> None:
    """The page of a contact is open."""
    if hand.sees(EDIT):
        heading = hand.sees(NAME)  # only a page that was searched is scrolled
        if heading is None or heading.text == name:
            return
        raise Lost
    open_list(hand)
    hand.tap(row_of(name))


def needed(node: UiNode | None) -> UiNode:
    """A node that must be there."""
    if node is None:
        raise Lost
    return node


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
    return node.class_name.endswith("EditText") and "Significant date" in (node.text, node.content_desc)


def phone_line(label: str, number: str, field: Callable[[UiNode], bool]) -> Line:
    """The line of a phone number."""
    return Line(field, number, show_number(number), label, "Add phone")


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
    found = needed(hand.find(box_or_button))
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
        buttons = (node for node in hand.all("Remove phone") if node.center[1] >= box.bounds[1])
        hand.tap(needed(next(buttons, None)))
    hand.tap(label)


def in_editor(hand: Hand, name: str, label: str = "") -> bool:
    """Whether the contact is being edited; a menu of labels is answered, and another contact left."""
    if hand.sees("Discard changes?"):
        hand.tap("Discard")
    if label and hand.sees("Custom") and not hand.title:
        hand.tap(label)
    if hand.title not in EDITORS:
        return False
    first = hand.sees(FIRST_NAME)
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


# Solutions


def contacts_1(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name):
        write(hand, Line(FIRST_NAME, p.name), phone_line(MOBILE, p.number, has_id("phone_0")))
    create(hand, p.name, called(MOBILE, p.number))


def contacts_2(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name, WORK):
        write(
            hand,
            Line(FIRST_NAME, p.first_name),
            Line(has_id("last_name"), p.last_name),
            phone_line(MOBILE, p.number, has_id("phone_0")),
            Line(has_id("email_0"), p.address, "", WORK, "Add email"),
        )
    create(hand, p.name, called(MOBILE, p.number), written(WORK, p.address))


def contacts_3(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name, p.label):
        write(
            hand,
            Line(FIRST_NAME, p.name),
            phone_line(p.label, p.number, has_id("phone_0")),
            phone_line(MOBILE, p.mobile, has_id("phone_1")),
        )
    create(hand, p.name, called(p.label, p.number), called(MOBILE, p.mobile))


def contacts_4(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name):
        write(hand, Line(FIRST_NAME, p.name), Line(has_id("company"), p.company))
    create(hand, p.name, p.company)


def contacts_5(hand: Hand, p: Params) -> None:
    names = (p.first_name, p.second_name)

    def unpicked(node: UiNode) -> bool:
        row = hand.row(node) if any(row_of(name)(node) for name in names) else None
        return row is not None and not row.selected

    if hand.title == "Create label":
        hand.fill("text", p.label)
        hand.tap("OK")
    if hand.sees("Add"):
        node = None if hand.title == f"{len(names)} selected" else hand.find(unpicked)
        hand.tap(node or "Add")
    if hand.title == p.label:
        for button in hand.all(re.compile("^Remove .* from label$")):
            if button.content_desc not in [f"Remove {name} from label" for name in names]:
                hand.tap(button)
        if any(hand.find(row_of(name)) is None for name in names):
            hand.tap("Add contacts")
        return
    if hand.sees("Help & feedback"):
        hand.tap(p.label if hand.sees(p.label) else "Create label")
    open_list(hand)
    hand.tap("Open navigation drawer")


def contacts_6(hand: Hand, p: Params) -> None:
    shown = show_number(p.number)

    def free(node: UiNode) -> bool:
        return ":id/phone_" in node.resource_id and node.text in (shown, "Phone")

    if in_editor(hand, p.name, p.label):
        write(hand, phone_line(p.label, p.number, free))
    saved(hand, p.name, called(p.label, p.number))


def contacts_7(hand: Hand, p: Params) -> None:
    words = long_date(p.birthday)
    pick_date(hand, date.fromisoformat(p.birthday))
    if in_editor(hand, p.name, "Birthday"):
        field = hand.sees(is_date)
        if field is not None and field.text != words:
            hand.tap(field)
        write(hand, Line(is_date, words, "", "Birthday", "More fields"))
    saved(hand, p.name, words)


def contacts_8(hand: Hand, p: Params) -> None:
    if in_editor(hand, p.name):
        write(hand, Line(has_id("website"), p.website, adds="More fields"))
    saved(hand, p.name, p.website)


def reach(hand: Hand, name: str, way: str) -> None:
    """Gets in touch with a contact in a way, by any number."""
    if hand.title == "Choose number":
        hand.tap(A_NUMBER)
    open_contact(hand, name)
    hand.tap(way)


def contacts_9(hand: Hand, p: Params) -> None:
    field = f"Texting with {p.name}"
    if hand.sees(field):
        hand.fill(field, p.text)
    else:
        reach(hand, p.name, "Text")


def contacts_10(hand: Hand, p: Params) -> None:
    if hand.sees("End call") is None:
        reach(hand, p.name, "Call")
    elif hand.sees(p.name) is None:
        hand.tap("End call")


def contacts_11(hand: Hand, p: Params) -> None:
    if hand.title == "Delete contact?":
        hand.tap("Delete")
    if hand.sees("Change labels") and not hand.title:
        hand.tap("Delete")
    if hand.sees(EDIT):
        open_contact(hand, p.name)
        hand.tap("More options")
    open_list(hand)
    row = None if hand.sees(f"{p.name} deleted") else hand.find(row_of(p.name))
    if row is not None:
        hand.tap(row)


def contacts_12(hand: Hand, p: Params) -> str:
    label = "" if p.which == "phone" else f"{p.which.capitalize()} "
    open_contact(hand, p.name)
    row = needed(hand.find(re.compile(f"^Call {label}.*\\d")))
    return needed(hand.sees(A_NUMBER, within=row)).text


def contacts_13(hand: Hand, p: Params) -> str:
    prefix = f"Email {p.label} "
    open_contact(hand, p.name)
    row = needed(hand.find(re.compile(f"^{prefix}")))
    return row.content_desc.removeprefix(prefix)


def contacts_14(hand: Hand, p: Params) -> str:
    open_contact(hand, p.name)
    return hand.text_beside("Birthday")


def contacts_15(hand: Hand, p: Params) -> str:
    open_contact(hand, p.name)
    return needed(hand.find(COMPANY)).text


# The tasks

TASKS = [
    Task(
        id="contacts_1",
        app="contacts",
        group="add information",
        human_steps=7,
        goals=[
            "Create a contact {name} with the mobile number {number}.",
            "Save {number} as the mobile number of a new contact named {name}.",
            "I met {name}, whose mobile number is {number}. Add a contact.",
        ],
        params={
            "kept": EVERYBODY,
            **named("John", new_name),
            "number": Param("12345678", any_number),
        },
        subgoals=one_contact(
            Trait("name", "Is there a contact named {name}?", is_named, listed("display_name={name}\n")),
            has_number("mobile", "number", MOBILE),
        ),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+"],
        solution=contacts_1,
        prepare="Have no contact John.",
    ),
    Task(
        id="contacts_2",
        app="contacts",
        group="add information",
        human_steps=13,
        goals=[
            "Create a contact with first name {first_name}, last name {last_name}, mobile number {number} "
            "and work e-mail {address}.",
            "Add {first_name} {last_name} (first and last name) to my contacts: mobile {number}, e-mail at "
            "work {address}.",
            "I need a new contact. First name: {first_name}. Last name: {last_name}. Mobile number: {number}."
            " Work e-mail: {address}.",
        ],
        params={
            "kept": EVERYBODY,
            "first_name": Param("John", new_name),
            "last_name": Param("Smith", one_of(*LAST_NAMES)),
            "name": Param("John Smith", lambda d: f"{d.params.first_name} {d.params.last_name}"),
            "sql_name": Param(
                sql_text("Smith, John"), lambda d: sql_text(f"{d.params.last_name}, {d.params.first_name}")
            ),
            "number": Param("12345678", any_number),
            "address": Param("123456@gmail.com", new_address),
        },
        subgoals=one_contact(
            has_number("mobile", "number", MOBILE, column="display_name_alt"),
            Trait(
                "work_email",
                "Does the contact {name} have the work e-mail address {address}?",
                lambda person, p: Email(WORK, p.address) in person.emails,
                stored("email_v2", "data1={address}\n", type=WORK_EMAIL, column="display_name_alt"),
            ),
            meant=is_first_and_last_named,
        ),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+"],
        solution=contacts_2,
        prepare="Have no contact John Smith.",
    ),
    Task(
        id="contacts_3",
        app="contacts",
        group="add information",
        human_steps=13,
        goals=[
            "Create a contact {name} with {kind} number {number} and mobile number {mobile}.",
            "Add {name} to my contacts, with the {kind} number {number} and the mobile number {mobile}.",
            "Make a new contact for {name}. {mobile} is the mobile number, {number} the {kind} number.",
        ],
        params={
            "kept": EVERYBODY,
            **named("Xu", new_name),
            **labelled(WORK, "Home", "Main"),
            "type": TYPE,
            "number": Param("12345678", any_number),
            "mobile": Param("87654321", any_number),
        },
        subgoals=one_contact(
            has_number("work_number", "number"), has_number("mobile_number", "mobile", MOBILE)
        ),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+"],
        solution=contacts_3,
        prepare="Have no contact Xu.",
    ),
    Task(
        id="contacts_4",
        app="contacts",
        group="add information",
        human_steps=7,
        goals=[
            "Create a contact {name} who works at the company {company}.",
            "Add a contact {name} with the company {company}.",
            "{name} from {company} should be in my contacts. Add name and company.",
        ],
        params={
            "kept": EVERYBODY,
            **named("Chen", new_name),
            "company": Param("Tsinghua University", a_company),
        },
        subgoals=one_contact(
            Trait(
                "company",
                "Is there a contact {name} with the company {company}?",
                lambda person, p: person.company == p.company,
                stored("organization", "data1={company}\n"),
            )
        ),
        never=[OTHER_DELETED],
        may_change=["contacts.people.+"],
        solution=contacts_4,
        prepare="Have no contact Chen.",
    ),
    Task(
        id="contacts_5",
        app="contacts",
        group="add information",
        human_steps=10,
        goals=[
            'Create a label "{label}" and put the contacts {first_name} and {second_name} in it.',
            'I want a label "{label}" for contacts, with {first_name} and {second_name} as its only members.',
            'Put {first_name} and {second_name}, and nobody else, into a new label "{label}" of my contacts.',
        ],
        params={
            "kept": EVERYBODY,
            "label": Param("work", new_label),
            "first": Param(1, a_contact),
            "first_name": Param("AAA", lambda d: d.phone.contacts.person(d.params.first).name),
            "second": Param(2, another_contact),
            "second_name": Param("ABC", lambda d: d.phone.contacts.person(d.params.second).name),
        },
        subgoals=[
            in_label("member_aaa", "first"),
            in_label("member_abc", "second"),
            SubGoal(
                "only_these",
                'Does the label "{label}" have exactly two members?',
                lambda phone, p: len(phone.contacts.members(p.label)) == 2,
                screen=shows_two_members,
            ),
        ],
        never=[CONTACT_DELETED],
        may_change=[
            "contacts.labels",
            "contacts.people.{first}.labels",
            "contacts.people.{second}.labels",
        ],
        solution=contacts_5,
        prepare='Add the contacts AAA and ABC, and have no label "work".',
    ),
    Task(
        id="contacts_6",
        app="contacts",
        group="modify information",
        human_steps=8,
        goals=[
            "Add the {kind} number {number} to the contact {name}.",
            "{name} has one more number, {number}. Add it to the contact as {kind} number.",
            "Save {number} as a further, {kind} number of my contact {name}.",
        ],
        params={
            **contact(2, "ABC"),
            "present": Param(["22331144"], lambda d: numbers(d.phone.contacts.person(d.params.person))),
            **labelled(WORK, "Home", "Main"),
            "type": TYPE,
            "number": Param("00112233", any_number_or_foreign),
        },
        subgoals=[
            SubGoal(
                "number",
                "Does the contact {name} have the {kind} number {number}, beside what it had before?",
                lambda phone, p: (
                    state.Phone(p.label, p.number) in known(phone, p).phones
                    and set(p.present) <= set(numbers(known(phone, p)))
                ),
                screen=shows_number_added,
            )
        ],
        never=[CONTACT_DELETED],
        may_change=["contacts.people.{person}.phones"],
        solution=contacts_6,
        prepare="Add a contact ABC with the number 22331144.",
    ),
    Task(
        id="contacts_7",
        app="contacts",
        group="modify information",
        human_steps=16,
        goals=[
            "Set the birthday of the contact {name} to {day}.",
            "{name} was born on {day}. Save the birthday in my contacts.",
            "Enter {day} as the birthday of my contact {name}.",
        ],
        params={
            **contact(1, "AAA"),
            "birthday": Param("1996-10-24", other_birthday),
            "day": Param("24 October 1996", lambda d: day_words(d.params.birthday)),
        },
        subgoals=[
            SubGoal(
                "birthday",
                "Does the page of the contact {name} show {day} as the birthday?",
                lambda phone, p: known(phone, p).birthday == p.birthday,
                shell=stored("contact_event", "Row: 0 data1={birthday}\n", type=BIRTHDAY),
            )
        ],
        never=[CONTACT_DELETED],
        may_change=["contacts.people.{person}.events"],
        solution=contacts_7,
        prepare="Add a contact AAA without a birthday.",
    ),
    Task(
        id="contacts_8",
        app="contacts",
        group="modify information",
        human_steps=9,
        goals=[
            "Set the website of the contact {name} to {website}.",
            "{name} has the website {website}. Save it in the contact.",
            "Enter {website} as the website of my contact {name}.",
        ],
        params={**contact(2, "ABC"), "website": Param("abc.github.com", a_website)},
        subgoals=[
            SubGoal(
                "website",
                "Does the page of the contact {name} show the website {website}?",
                lambda phone, p: known(phone, p).website == p.website,
                shell=stored("website", "data1={website}\n"),
            )
        ],
        never=[CONTACT_DELETED],
        may_change=["contacts.people.{person}.website"],
        solution=contacts_8,
        prepare="Add a contact ABC without a website.",
    ),
    Task(
        id="contacts_9",
        app="contacts",
        group="call or message",
        human_steps=5,
        goals=[
            'Prepare a text message for {name} with the content "{text}"; leave it unsent.',
            'Start a text message to my contact {name}. It should read "{text}". Do not send it yet.',
            'Write "{text}" into a text message to {name}, but leave sending it to me.',
        ],
        params={
            **contact(2, "ABC", not_written_to),
            "text": Param("Nice to meet you", one_of(*TEXTS)),
        },
        subgoals=[
            SubGoal(
                "compose_open",
                "Is the page for text messages to {name} open?",
                composing,
                screen=shows_compose,
            ),
            SubGoal(
                "draft_text",
                'Does the message field hold the unsent text "{text}"?',
                drafted,
                screen=shows_draft,
            ),
        ],
        never=[
            CONTACT_DELETED,
            Never(
                "message_sent",
                sent_since_start,
                question="Was a text message sent to {name} or anybody else?",
                screen=shows_sent,
            ),
        ],
        may_change=["messages.conversations.+"],
        solution=contacts_9,
        prepare="Add a contact ABC with a number, with whom there is no conversation in Google Messages.",
    ),
    Task(
        id="contacts_10",
        app="contacts",
        group="call or message",
        human_steps=3,
        goals=[
            "Ring up the contact {name} by phone.",
            "Call {name}, who is in my contacts.",
            "I want to speak to my contact {name}. Place the call.",
        ],
        params=contact(2, "ABC"),
        subgoals=[
            SubGoal(
                "call",
                "Is a phone call to {name} running (the call screen is shown)?",
                lambda phone, p: (
                    phone.dialer.call is not None and phone.dialer.call.number in numbers(known(phone, p))
                ),
                screen=shows_call,
            )
        ],
        never=[CONTACT_DELETED],
        may_change=["dialer.call"],
        solution=contacts_10,
        prepare="Add a contact ABC with one number that may be called, on a phone that can place calls.",
    ),
    Task(
        id="contacts_11",
        app="contacts",
        group="modify information",
        human_steps=5,
        goals=[
            "Delete the contact {name}.",
            "Remove {name} from my contacts.",
            "I no longer need the contact {name}. Please delete it, and nobody else.",
        ],
        params={
            **contact(1, "AAA"),
            "kept": Param([2, 3, 4, 5], all_others),
        },
        subgoals=[
            SubGoal(
                "deleted",
                "Is {name} gone from the list of contacts, and are the others still there?",
                lambda phone, p: known(phone, p).id == 0 and not deleted(phone, p),
                shell=listed("No result found"),
            )
        ],
        never=[OTHER_DELETED],
        may_change=["contacts.people.-{person}"],
        solution=contacts_11,
        prepare="Add a contact AAA and some others.",
    ),
    Task(
        id="contacts_12",
        app="contacts",
        group="check information",
        human_steps=2,
        goals=[
            "Report {name}'s {which} number.",
            "What is the {which} number of my contact {name}?",
            "Look up {name} in Contacts and tell me the {which} number.",
        ],
        params={
            **contact(2, "ABC"),
            "number": Param("22331144", its_number),
            "which": Param("phone", which_number),
        },
        answer=lambda phone, p: answers.Phone(p.number),
        solution=contacts_12,
        prepare="Add a contact ABC with the only number 22331144.",
    ),
    Task(
        id="contacts_13",
        app="contacts",
        group="check information",
        human_steps=2,
        goals=[
            "Report {name}'s {kind} e-mail address.",
            "What is the {kind} e-mail address of my contact {name}?",
            "Look up the {kind} e-mail of {name} in Contacts.",
        ],
        params={
            **contact(3, "Li"),
            **labelled(WORK, "Home"),
            "address": Param("22334455@gmail.com", its_address),
        },
        setup=put_address,
        answer=lambda phone, p: Text(
            p.address,
            reject=tuple(email.address for email in known(phone, p).emails if email.address != p.address),
        ),
        solution=contacts_13,
        prepare="Add a contact Li with the work e-mail 22334455@gmail.com and another one for home.",
    ),
    Task(
        id="contacts_14",
        app="contacts",
        group="check information",
        human_steps=2,
        goals=[
            "Report {name}'s birthday.",
            "When was my contact {name} born? Give the whole date.",
            "Look up {name}'s birthday in Contacts, with the year.",
        ],
        params={
            **contact(2, "ABC"),
            "birthday": Param("1996-10-24", of_contact(lambda person: person.birthday, a_birthday)),
        },
        setup=put_birthday,
        answer=lambda phone, p: answers.Date(known(phone, p).birthday),
        solution=contacts_14,
        prepare="Add a contact ABC, born on 24 October 1996.",
    ),
    Task(
        id="contacts_15",
        app="contacts",
        group="check information",
        human_steps=2,
        goals=[
            "Report {name}'s company.",
            "Which company does my contact {name} work for?",
            "Where does {name} work? Look it up in Contacts.",
        ],
        params={
            **contact(1, "AAA"),
            "company": Param("Tsinghua university", of_contact(lambda person: person.company, a_company)),
        },
        setup=put_company,
        answer=lambda phone, p: company(known(phone, p)),
        solution=contacts_15,
        prepare="Add a contact AAA of the company Tsinghua university.",
    ),
]
