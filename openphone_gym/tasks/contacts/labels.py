"""Labels and their members."""

from __future__ import annotations

import re

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.contacts.people import (
    A_CONTACT,
    CONTACT_DELETED,
    EVERYBODY,
    PEOPLE,
    open_list,
    row_of,
)
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Drawing, Param, Params, ScreenCheck, SubGoal, Task
from openphone_gym.ui.node import UiNode

LABELS = ("work", "Family", "Tennis", "School", "Gym", "Travel", "Choir", "Chess club", "Hiking", "Theater")


def new_label(d: Drawing) -> str:
    """Draws the name of a label that is not there."""
    return d.choice([label for label in LABELS if label not in d.phone.contacts.labels])


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


def in_label(name: str, who: str) -> SubGoal:
    """A contact is in the label of the task."""

    def state(phone: Phone, p: Params) -> bool:
        book = phone.contacts
        return p.label in book.labels and getattr(p, who) in [person.id for person in book.members(p.label)]

    question = f'Is the contact {{{who}_name}} in the label "{{label}}"?'
    return SubGoal(name, question, state, screen=shows_member(who))


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


TASKS = [
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
            "first": Param(1, A_CONTACT),
            "first_name": Param("AAA", lambda d: d.phone.contacts.person(d.params.first).name),
            "second": Param(2, PEOPLE.an_id(lambda person, p: person.id != p.first)),
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
]
