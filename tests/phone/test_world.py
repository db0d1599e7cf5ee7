"""One world for all apps: what they show belongs to it, and it is the same for the same seed."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import msgspec
import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.chrome.seed import FOLDERS
from openphone_gym.phone.apps.chrome.state import ROOTS
from openphone_gym.phone.apps.pimusic.seed import FAVORITE, NAMES
from openphone_gym.phone.apps.reddit.seed import FEED_NAMES
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world import music, tables, world
from openphone_gym.phone.world.around import NEARBY
from openphone_gym.phone.world.parts import World
from openphone_gym.phone.world.start import START
from openphone_gym.ui.gesture import LaunchApp, PressKey, Swipe, Tap

SEEDS = range(50)
PARTS = (
    "user", "people", "strangers", "organisations", "transport", "places", "occasions", "accounts",
    "payments", "mails", "songs", "books", "topics", "communities", "members", "posts", "profiles", "videos",
    "matches", "feats", "broadcasts", "adverts", "feed", "goods", "networks", "gadgets",
)  # fmt: skip

MAIL = re.compile(r"[\w.+-]+@[\w.-]+\.\w+")
NUMBER = re.compile(r"\+?(?:\d{1,3} )?\(\d{3}\) [\d-]+|\+\d{1,3} [\d-]+|(?<![\d.:-])\d{8,12}(?![\d.:-])")

OWN_WORDS = {
    "bluecoins": {
        "Bus", "Fuel", "Maintenance", "Taxi", "Dining Out", "Movies", "Shopping", "Clothing", "Grocery",
        "Medicines", "Car", "Entertainment", "Household", "School", "Utilities", "Others", "Other",
        "Employer", "Salary",
        "Bonus", "Electricity", "Internet", "Phone", "Water",
    },
    "contacts": {"Mobile", "Work", "Home", "Birthday"},
    "clock": {"", "Gym", "Medicine", "Call home", "Laundry"},
    "setting": {"AndroidAP_4217"},
    "cantook": {"To read", "Holiday reading", "Classics", "Bedtime", "Book club", "Lent to friends"},
    "gmail": {"first", ""},
    "pimusic": {FAVORITE, *NAMES},
    "reddit": {"", *FEED_NAMES},
    "chrome": {*ROOTS.values(), *FOLDERS},
    "map": {"My Bookmarks", "Want to go", "Lunch spots", "Weekend", "Favorites"},
}  # fmt: skip
"""Texts in fields called as in `NAMING` that an app does not take from the world."""

NAMING = {"title", "name", "first_name", "last_name", "company", "place", "payee", "artist", "album",
          "author", "screen_name"}  # fmt: skip
"""Fields of states that name something or somebody."""


def records(value: object) -> Iterator[msgspec.Struct]:
    """A record and all in it."""
    if isinstance(value, msgspec.Struct):
        yield value
        for field in value.__struct_fields__:
            yield from records(getattr(value, field))
    elif isinstance(value, (list, tuple, dict)):
        for element in value.values() if isinstance(value, dict) else value:
            yield from records(element)


def texts(value: object) -> Iterator[str]:
    """All texts in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from texts(getattr(value, field))
    elif isinstance(value, (list, tuple, set, dict)):
        for element in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from texts(element)


def facts(of: World) -> set[str]:
    """All that the world names: texts of its records, names in full, and what the user may be called."""
    known = {text for part in PARTS for text in texts(getattr(of, part))}
    known |= {person.name for person in of.people} | {network.name for network in of.far_networks}
    given, _, family = of.user.name.partition(" ")
    known |= {given, f"{given}'s phone", f"{given[0]}. {family}", "Guest", ""}
    return known


def numbers_of(text: str) -> set[str]:
    """Phone numbers in a text, digits only."""
    return {re.sub(r"\D", "", number) for number in NUMBER.findall(text)}


def strange(of: World, shown: str) -> set[str]:
    """Numbers and addresses in a text that belong to nobody."""
    return (numbers_of(MAIL.sub("", shown)) | set(MAIL.findall(shown))) - NOTED[of.seed]


class _Noted(dict[int | None, set[str]]):
    def __missing__(self, seed: int | None) -> set[str]:
        noted = {text for part in PARTS for text in texts(getattr(world(seed), part))}
        self[seed] = noted
        return noted


NOTED = _Noted()
"""Numbers and addresses of a world, among all its other texts."""


# What apps show


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_states_of_apps_name_what_the_world_knows(seed: int | None) -> None:
    phone = Phone.new(seed)
    known = facts(phone.world)
    for app in installed_apps():
        state = phone.app(app)
        for text in texts(state):
            assert not strange(phone.world, text), (app, text)
        for record in records(state):
            for field in NAMING.intersection(record.__struct_fields__):
                value = getattr(record, field)
                assert value in known | OWN_WORDS.get(app, set()), (app, type(record).__name__, field, value)


def shown_on(phone: Phone) -> str:
    return "\n".join(text for node in phone.tree().walk() for text in (node.text, node.content_desc) if text)


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_first_screens_show_numbers_and_addresses_of_the_world(seed: int | None) -> None:
    phone = Phone.new(seed)
    for app in installed_apps().values():
        if app.launchable:
            phone.perform(LaunchApp(app.package))
            for _ in range(2):
                assert not strange(phone.world, shown_on(phone)), app.id
                phone.perform(Swipe(540, 1800, 540, 600))


@pytest.mark.parametrize("seed", [None, 3, 11])
def test_screens_behind_them_do_so_too(seed: int | None) -> None:
    for app in installed_apps().values():
        phone = Phone.new(seed)
        phone.perform(LaunchApp(app.package))
        start = phone.snapshot()
        for node in [node for node in phone.tree().walk() if node.clickable][:25]:
            phone.restore(start)
            phone.perform(Tap(*node.center))
            assert not strange(phone.world, shown_on(phone)), (app.id, node.label)
            phone.perform(PressKey("back"))


def test_numbers_in_messages_and_calls_are_mostly_those_of_the_address_book() -> None:
    of_book = total = 0
    for seed in range(200):
        phone = Phone.new(seed)
        book = {number.number for person in phone.contacts.people for number in person.phones}
        used = [chat.number for chat in phone.messages.conversations]
        used += [call.number for call in phone.dialer.recents]
        of_book += sum(number in book for number in used)
        total += len(used)
    assert of_book > total / 2


def test_somebody_in_the_address_book_has_not_written_yet() -> None:
    for seed in SEEDS:
        phone = Phone.new(seed)
        written = {chat.number for chat in phone.messages.conversations}
        assert any(written.isdisjoint(n.number for n in p.phones) for p in phone.contacts.people), seed


def test_plans_in_messages_are_in_the_calendar() -> None:
    found = 0
    for seed in range(100):
        phone = Phone.new(seed)
        for chat in phone.messages.conversations:
            if chat.messages[0].text.endswith("still suit you?"):
                found += 1
                person = next(
                    person
                    for person in phone.world.address_book
                    if any(number.value == chat.number for number in person.numbers)
                )
                planned = [o for o in phone.world.occasions if person.id in o.people and o.start > START]
                names = [phone.world.place(o.place).name for o in planned if o.place]
                assert any(chat.messages[1].text.endswith(name) for name in names)
    assert found > 20


# The same for the same seed

DIGEST = """
import sys
sys.path.insert(0, {root!r})
from tests.phone.test_world import digests
print(*digests(reverse=True))
"""


def digests(reverse: bool = False) -> list[str]:
    """Fingerprints of all parts of some worlds, asked for in one order or the other."""
    found = []
    for seed in (None, 1, 2**61):
        of = World(seed)
        parts = PARTS[::-1] if reverse else PARTS
        encoded = {part: msgspec.msgpack.encode(getattr(of, part)) for part in parts}
        found.append(hashlib.sha256(b"".join(encoded[part] for part in PARTS)).hexdigest())
    return found


def test_same_seed_same_bytes_in_another_process_and_order() -> None:
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    done = subprocess.run(
        [sys.executable, "-c", DIGEST.format(root=root)],
        cwd=root,
        env={**os.environ, "PYTHONHASHSEED": "77"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == digests()
    assert len(set(digests())) == 3


def test_another_song_changes_no_other_part(monkeypatch: pytest.MonkeyPatch) -> None:
    before = World(7)
    for part in PARTS:
        getattr(before, part)
    more = [{"artist": "Nobody", "genre": "Rock", "albums": {"One": ["One", "Two"]}}]
    monkeypatch.setattr(music, "table", lambda name: [*more, *tables.table(name)])
    after = World(7)
    assert [part for part in PARTS if getattr(before, part) != getattr(after, part)] == ["songs"]


def test_nothing_is_drawn_before_it_is_asked_for() -> None:
    of = World(5)
    assert of.organisation("bank-1").kind == "bank"
    assert of.place_name("cafe-21") == World(5).place("cafe-21").name
    assert set(vars(of)) == {
        "seed", "_organisations", "_organisation_names", "_places", "_place_names", "_comments"
    }  # fmt: skip
    assert (list(of._organisations), list(of._place_names), of._places) == (["bank"], ["cafe"], {})
    assert world(5) is world(5)


@pytest.mark.parametrize("seed", [None, 5, 6])
def test_names_of_organisations_are_told_without_drawing_all_that_is_known_of_them(seed: int | None) -> None:
    of = World(seed)
    names = {one.id: of.organisation_name(one.id) for one in World(seed).organisations}
    assert names == {one.id: one.name for one in World(seed).organisations}
    assert seed is None or not of._organisations


def test_neighbours_are_the_first_people_of_the_address_book_which_they_leave_undrawn() -> None:
    for seed in range(20):
        of = World(seed)
        assert of.neighbours == World(seed).address_book[:NEARBY]
        assert "address_book" not in vars(of)
    assert World(None).neighbours == World(None).address_book[:NEARBY]
