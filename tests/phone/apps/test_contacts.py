from __future__ import annotations

import random
from typing import Any

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.contacts.numbers import show_number
from openphone_gym.phone.apps.contacts.seed import seed
from openphone_gym.phone.apps.contacts.state import Contacts, Email, Event, Person
from openphone_gym.phone.apps.contacts.state import Phone as PhoneNumber
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.world import world
from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.gesture import Swipe, Tap
from tests.phone.conftest import Finger


@pytest.fixture
def hand(finger: Finger) -> Finger:
    finger.open("contacts")
    return finger


def book(hand: Finger) -> Contacts:
    return hand.phone.app("contacts")


def named(hand: Finger, name: str) -> Person:
    return next(person for person in book(hand).people if person.name == name)


def names(hand: Finger) -> list[str]:
    return [person.name for person in book(hand).listed()]


def scroll_to(hand: Finger, label: str) -> None:
    for _ in range(6):
        if hand.find(label):
            return
        hand.phone.perform(Swipe(540, 1700, 540, 1200))
    hand.node(label)


def fill(hand: Finger, field: str, text: str) -> None:
    """Types into a field of the editor and lowers the keyboard."""
    scroll_to(hand, field)
    hand.tap(field)
    hand.type(text)
    hand.press("back")


def create_label(hand: Finger, name: str) -> None:
    hand.tap("Open navigation drawer", "Create label")
    hand.type(name)
    hand.tap("OK")


# The list


def test_opens_on_the_contacts_of_the_sheet(hand: Finger) -> None:
    assert names(hand) == ["AAA", "ABC", "David Park", "Li", "Mia Wong"]
    assert hand.sees("Search contacts", "Create contact", *names(hand))
    assert (named(hand, "AAA").company, named(hand, "ABC").birthday) == ("Tsinghua university", "1996-10-24")
    assert named(hand, "Li").emails[0] == Email("Work", "22334455@gmail.com")
    assert book(hand).labels == []


def test_rows_are_read_by_androidlab(hand: Finger) -> None:
    text = androidlab_text(hand.phone.tree())
    assert "AAA AAA " in text
    assert "ABC ABC" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("mia", "Mia Wong"),
        ("2233 abc", "ABC"),
        ("tsing", "AAA"),
        ("li.home", "Li"),
        ("park dav", "David Park"),
    ],
)
def test_search(hand: Finger, query: str, found: str) -> None:
    hand.tap("Search contacts")
    hand.type(query)
    assert [name for name in names(hand) if hand.find(name)] == [found]
    hand.tap(found)
    assert hand.phone.showing("contacts", "person", id=named(hand, found).id)


def test_search_for_nobody(hand: Finger) -> None:
    hand.tap("Search contacts")
    hand.type("zzz")
    assert hand.sees("No contacts found")
    hand.tap("Clear text")
    assert not hand.sees("No contacts found")


def test_several_are_deleted_after_a_question(hand: Finger) -> None:
    hand.hold("AAA")
    hand.tap("Li")
    assert hand.sees("2")
    hand.tap("Delete", "Cancel")
    assert len(names(hand)) == 5
    hand.tap("Delete", "Delete")
    assert names(hand) == ["ABC", "David Park", "Mia Wong"]


def test_back_stops_choosing(hand: Finger) -> None:
    hand.hold("AAA")
    hand.press("back")
    assert hand.sees("Create contact")
    assert len(names(hand)) == 5


def test_order_and_format_of_names(hand: Finger) -> None:
    hand.tap("Open navigation drawer", "Settings", "Sort by", "Last name", "Name format", "Last name first")
    hand.press("back")
    assert names(hand) == ["AAA", "ABC", "Li", "David Park", "Mia Wong"]
    assert hand.sees("Park, David", "Wong, Mia")


# The editor


def test_new_contact(hand: Finger) -> None:
    hand.tap("Create contact")
    for field, text in [("First name", "John"), ("Last name", "Smith"), ("Company", "Cedar Dental")]:
        fill(hand, field, text)
    fill(hand, "Phone", "12345678")
    assert hand.sees("1 (234) 567-8")
    fill(hand, "Email", "123456@gmail.com")
    scroll_to(hand, "Email label")
    hand.tap("Email label", "Work", "Save")
    assert named(hand, "John Smith") == Person(
        id=6,
        first_name="John",
        last_name="Smith",
        company="Cedar Dental",
        phones=[PhoneNumber("Mobile", "12345678")],
        emails=[Email("Work", "123456@gmail.com")],
    )
    assert hand.sees("John Smith", "Cedar Dental", "Email Work 123456@gmail.com")
    assert "Call Mobile 1 (234) 567-8 " in androidlab_text(hand.phone.tree())


def test_two_numbers_with_their_labels(hand: Finger) -> None:
    hand.tap("Create contact")
    fill(hand, "First name", "Xu")
    fill(hand, "Phone", "12345678")
    hand.tap("Phone label", "Work", "Add phone")
    hand.type("87654321")
    hand.press("back")
    hand.tap("Save")
    assert named(hand, "Xu").phones == [PhoneNumber("Work", "12345678"), PhoneNumber("Mobile", "87654321")]
    assert hand.sees("Call Work 1 (234) 567-8", "Call Mobile (876) 543-21")


def test_a_number_is_added_to_a_contact(hand: Finger) -> None:
    hand.tap("ABC", "Edit contact")
    scroll_to(hand, "Add phone")
    hand.tap("Add phone")
    hand.type("00112233")
    hand.press("back")
    second = [node for node in hand.phone.tree().walk() if node.content_desc == "Phone label"][-1]
    hand.phone.perform(Tap(*second.center))
    hand.tap("Work", "Save")
    assert named(hand, "ABC").phones == [PhoneNumber("Mobile", "22331144"), PhoneNumber("Work", "00112233")]
    assert hand.sees("00112233", "(223) 311-44")


def test_custom_label(hand: Finger) -> None:
    hand.tap("Mia Wong", "Edit contact", "Phone label", "Custom")
    hand.type("Boat")
    hand.tap("OK", "Save")
    assert named(hand, "Mia Wong").phones[0].label == "Boat"
    assert hand.sees("Call Boat (998) 877-66")


def test_birthday_by_the_date_picker(hand: Finger) -> None:
    hand.tap("AAA", "Edit contact")
    scroll_to(hand, "More fields")
    hand.tap("More fields")
    scroll_to(hand, "Significant date")
    hand.tap("Significant date", "2024")
    year = hand.node("2021")
    for _ in range(12):
        if hand.find("1996"):
            break
        hand.phone.perform(Swipe(*year.center, year.center[0], year.center[1] + 500))
    hand.tap("1996")
    while not hand.find("October 1996"):
        hand.tap("Next month")
    hand.tap("24 October 1996")
    assert named(hand, "AAA").birthday == ""
    hand.tap("OK", "Save")
    assert named(hand, "AAA").events == [Event("Birthday", "1996-10-24")]
    assert hand.sees("October 24, 1996", "Birthday")


def test_website_is_behind_more_fields(hand: Finger) -> None:
    hand.tap("ABC", "Edit contact")
    assert not hand.sees("Website")
    scroll_to(hand, "More fields")
    hand.tap("More fields")
    fill(hand, "Website", "abc.github.com")
    hand.tap("Save")
    assert named(hand, "ABC").website == "abc.github.com"
    assert hand.sees("abc.github.com")


def test_changes_are_not_lost_without_a_question(hand: Finger) -> None:
    hand.tap("ABC", "Edit contact")
    fill(hand, "Company", "Juniper Labs")
    hand.press("back")
    hand.tap("Cancel")
    assert hand.sees("Juniper Labs", "Save")
    hand.tap("Close", "Discard")
    assert hand.phone.showing("contacts", "person")
    assert named(hand, "ABC").company == ""


def test_an_untouched_editor_closes_at_once(hand: Finger) -> None:
    before = book(hand).people.copy()
    hand.tap("Create contact", "Close")
    assert hand.sees("Search contacts")
    hand.tap("Create contact", "Save")
    assert book(hand).people == before


def test_other_significant_dates_are_no_birthday(hand: Finger) -> None:
    hand.tap("AAA", "Edit contact")
    scroll_to(hand, "More fields")
    hand.tap("More fields")
    scroll_to(hand, "Significant date label")
    hand.tap("Significant date", "OK", "Significant date label", "Anniversary", "Save")
    assert named(hand, "AAA").events == [Event("Anniversary", "2024-05-10")]
    assert named(hand, "AAA").birthday == ""


def test_removed_entries_are_gone(hand: Finger) -> None:
    hand.tap("Li", "Edit contact", "Remove phone", "Remove email", "Save")
    assert named(hand, "Li").phones == []
    assert named(hand, "Li").emails == [Email("Home", "li.home@example.com")]
    assert not hand.node("Call").enabled


def test_other_apps_start_a_contact_with_a_number(hand: Finger) -> None:
    hand.phone.act("contacts", "create", number="(223) 311-55")
    fill(hand, "First name", "Ada")
    hand.tap("Save")
    assert named(hand, "Ada").phones == [PhoneNumber("Mobile", "22331155")]


# The page of a contact


def test_page_of_a_contact(hand: Finger) -> None:
    hand.tap("ABC")
    assert hand.sees("Contact info", "Call", "Text", "Video", "Email", "October 24, 1996")
    assert hand.sees("Call Mobile (223) 311-44", "Text Mobile (223) 311-44")
    assert not hand.node("Email").enabled
    hand.press("back")
    hand.tap("AAA")
    assert hand.sees("Tsinghua university")


def test_company_stands_beside_the_photo(hand: Finger) -> None:
    hand.tap("AAA")
    photo, company = hand.node("Contact photo"), hand.node("Tsinghua university")
    assert any(photo in node.children and company in node.children for node in hand.phone.tree().walk())
    assert "Tsinghua university " in androidlab_text(hand.phone.tree())


def test_page_of_a_contact_that_is_gone(hand: Finger) -> None:
    hand.tap("AAA")
    book(hand).remove([named(hand, "AAA").id])
    hand.phone.changed()
    assert hand.sees("This contact no longer exists")


def test_share(hand: Finger) -> None:
    hand.tap("Li", "More options", "Share")
    assert hand.sees("Li, (667) 788-99", "Copy to clipboard")


def test_favorites_come_first(hand: Finger) -> None:
    hand.tap("Mia Wong", "Add to favorites")
    hand.press("back")
    mia = [node for node in hand.phone.tree().walk() if node.text == "Mia Wong"]
    assert len(mia) == 2
    assert mia[0].center[1] < hand.node("AAA").center[1]
    hand.tap("Mia Wong", "Remove from favorites")
    assert not named(hand, "Mia Wong").starred


def test_delete_one(hand: Finger) -> None:
    hand.tap("AAA", "More options", "Delete", "Cancel")
    assert "AAA" in names(hand)
    hand.tap("More options", "Delete", "Delete")
    assert names(hand) == ["ABC", "David Park", "Li", "Mia Wong"]
    assert hand.sees("Search contacts", "AAA deleted")


def test_ringtone_and_voicemail(hand: Finger) -> None:
    hand.tap("Li", "More options", "Set ringtone", "Night owl", "More options", "Route to voicemail")
    assert (named(hand, "Li").ringtone, named(hand, "Li").to_voicemail) == ("Night owl", True)


def test_call_and_text_leave_the_app(hand: Finger) -> None:
    hand.tap("ABC", "Call")
    assert hand.sees("End call", "ABC")
    hand.open("contacts")
    hand.tap("Text")
    assert hand.sees("Texting with ABC")


def test_asks_which_number(hand: Finger) -> None:
    named(hand, "ABC").phones.append(PhoneNumber("Work", "00112233"))
    hand.tap("ABC", "Call", "00112233")
    assert hand.phone.app("dialer").call.number == "00112233"


# Labels


def test_label_with_members(hand: Finger) -> None:
    create_label(hand, "work")
    hand.tap("Add contacts", "AAA", "ABC", "Add")
    assert [person.name for person in book(hand).members("work")] == ["AAA", "ABC"]
    assert hand.sees("work • 2 contacts", "Add contacts", "AAA", "ABC")
    hand.tap("Remove AAA from label")
    assert hand.sees("work • 1 contact")
    assert named(hand, "AAA").labels == []


def test_label_is_renamed_and_deleted(hand: Finger) -> None:
    create_label(hand, "work")
    hand.tap("Add contacts", "Li", "Add", "More options", "Rename label")
    hand.type("office")
    hand.tap("OK")
    assert hand.sees("office • 1 contact")
    assert (book(hand).labels, named(hand, "Li").labels) == (["office"], ["office"])
    hand.tap("More options", "Delete label", "Delete")
    assert (book(hand).labels, named(hand, "Li").labels) == ([], [])
    assert "Li" in names(hand)


def test_no_label_twice(hand: Finger) -> None:
    create_label(hand, "work")
    hand.press("back")
    hand.tap("Open navigation drawer", "Create label")
    hand.type("work")
    assert not hand.node("OK").enabled


def test_labels_of_a_contact(hand: Finger) -> None:
    create_label(hand, "work")
    hand.press("back")
    hand.tap("Mia Wong", "More options", "Change labels", "work")
    assert named(hand, "Mia Wong").labels == []
    hand.tap("OK")
    assert named(hand, "Mia Wong").labels == ["work"]


def test_new_label_for_a_contact(hand: Finger) -> None:
    hand.tap("Li", "More options", "Change labels", "Create label")
    hand.type("club")
    hand.tap("OK")
    assert (book(hand).labels, named(hand, "Li").labels) == (["club"], ["club"])
    assert hand.phone.showing("contacts", "person")


# Organize


def test_duplicates_are_merged(hand: Finger) -> None:
    twin = book(hand).add(Person(first_name="Li", phones=[PhoneNumber("Home", "11112222")]))
    hand.tap("Organize")
    assert hand.sees("1 duplicate found")
    hand.tap("Merge & fix", "Merge")
    assert [phone.number for phone in named(hand, "Li").phones] == ["66778899", "11112222"]
    assert twin not in book(hand).people
    assert hand.sees("Your contacts are up to date")


def test_export_and_import(hand: Finger) -> None:
    hand.tap("Organize", "Export to file", "Export", "Import from file", "contacts.vcf")
    assert len(book(hand).people) == 10
    assert len({person.id for person in book(hand).people}) == 10


def test_imported_copies_merge_without_trace(hand: Finger) -> None:
    hand.tap("Organize", "Export to file", "Export", "Import from file", "contacts.vcf", "Merge & fix")
    for _ in range(5):
        hand.tap("Merge")
    assert book(hand).people == seed(None, world(None)).people


def test_emergency_information_is_in_the_settings(hand: Finger) -> None:
    hand.tap("Organize", "Emergency information")
    assert hand.phone.showing("setting", "safety")


def test_block_and_unblock(hand: Finger) -> None:
    hand.tap("Organize", "Blocked numbers", "Add a number")
    hand.type("2233-1144")
    hand.tap("OK")
    assert book(hand).blocked == ["22331144"]
    assert hand.sees("(223) 311-44", "ABC")
    hand.tap("(223) 311-44", "Unblock")
    assert book(hand).blocked == []


# Numbers and contents


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("12345678", "1 (234) 567-8"),
        ("87654321", "(876) 543-21"),
        ("22331144", "(223) 311-44"),
        ("00112233", "00112233"),
        ("2125550134", "(212) 555-0134"),
        ("12125550134", "1 (212) 555-0134"),
        ("5550134", "555-0134"),
        ("555", "555"),
        ("1", "1"),
        ("", ""),
        ("+8613912345678", "+8613912345678"),
        ("*#06#", "*#06#"),
        ("22233344445", "22233344445"),
    ],
)
def test_display_of_numbers(number: str, shown: str) -> None:
    assert show_number(number) == shown


@pytest.mark.parametrize("number", range(5))
def test_drawn_contents_keep_the_structure(number: int) -> None:
    contacts = seed(random.Random(number), world(number))
    assert contacts == seed(random.Random(number), world(number))
    assert 5 <= len(contacts.people) <= 25
    assert len({person.name for person in contacts.people}) == len(contacts.people)
    assert all(person.phones for person in contacts.people)
    assert {label for person in contacts.people for label in person.labels} <= set(contacts.labels)


ARGS: dict[str, dict[str, Any]] = {
    "add_members": {"name": "work"},
    "choice": {"name": "sort_by"},
    "choose_phone": {"id": 1, "way": "Call"},
    "delete_people": {"ids": [1]},
    "entry_label": {"kind": "phones", "index": 0},
    "custom_label": {"kind": "phones", "index": 0},
    "event_date": {"index": 0},
    "unblock": {"number": "22331144"},
}
ARGS |= {name: {"name": "work"} for name in ("label", "label_menu", "rename_label", "delete_label")}
ARGS |= {
    name: {"id": 1}
    for name in ("person", "overflow", "choose_email", "delete_person", "ringtone", "change_labels")
}


@pytest.mark.parametrize("screen", sorted(installed_apps()["contacts"].screens))
def test_every_screen_builds_and_can_be_left(hand: Finger, screen: str) -> None:
    book(hand).labels.append("work")
    book(hand).edit(named(hand, "ABC"))
    entry = Entry("contacts", screen, ARGS.get(screen, {}))
    hand.phone.system.tasks[-1].stack.append(entry)
    hand.phone.changed()
    assert hand.phone.tree().texts()
    hand.press("back")
    assert hand.phone.system.tasks[-1].stack[-1] is not entry


def test_the_order_follows_what_it_depends_on() -> None:
    contacts = Contacts(
        [
            Person(1, "Ann", "Young", starred=True),
            Person(2, "Bob", "Abel"),
            Person(3, phones=[PhoneNumber(number="0555")]),
        ]
    )

    def order() -> list[tuple[int, str]]:
        people, shown, _ = contacts.named()
        return [(person.id, name) for person, name in zip(people, shown, strict=True)]

    assert order() == [(3, "0555"), (1, "Ann Young"), (2, "Bob Abel")]
    contacts.settings.sort_by, contacts.settings.name_format = "Last name", "Last name first"
    assert order() == [(3, "0555"), (2, "Abel, Bob"), (1, "Young, Ann")]
    contacts.people[0].last_name = "Aaron"
    contacts.people[2].phones[0].number = "Zoe"
    assert order() == [(1, "Aaron, Ann"), (2, "Abel, Bob"), (3, "Zoe")]
    assert [person.id for person in contacts.listed()] == [1, 2, 3]


def test_each_contact_stands_under_the_letter_it_is_sorted_by() -> None:
    contacts = Contacts([Person(1, "ann", "Young"), Person(2, "Bob", "Abel"), Person(3, nickname="Zoe")])
    assert contacts.named()[2] == ["A", "B", "Z"]
    contacts.settings.sort_by = "Last name"
    assert contacts.named()[2] == ["A", "Y", "Z"]
