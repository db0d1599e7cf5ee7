"""What one screen tells: titles, fields, cards, pages that load."""

from __future__ import annotations

import pytest

from openphone_gym.tasks.sight import Sight, has_id, is_field
from openphone_gym.ui.node import UiNode, UiTree
from tests.tasks.screens import PACKAGE, WIDTH, button, field, page, row, text


def named(name: str, *children: UiNode, package: str = PACKAGE, **attributes) -> UiNode:
    attributes.setdefault("bounds", (0, 0, WIDTH, 60))
    return UiNode(resource_id=f"{package}:id/{name}", children=list(children), **attributes)


@pytest.mark.parametrize(
    ("nodes", "title"),
    [
        ([named("toolbar", text("Inbox"))], "Inbox"),
        ([named("collapsing_toolbar", named("action_bar", button("Up")), content_desc="Network")], "Network"),
        ([named("toolbar", button("Search")), named("page_title", text="Library")], "Library"),
        (
            [named("action_bar", named("action_bar_title", text="Sound"), clickable=True, enabled=False)],
            "Sound",
        ),
        ([named("join_conf_title_view", text="Join a meeting")], "Join a meeting"),
        ([named("homepage_title", text="Settings")], "Settings"),
        ([named("alertTitle", text="Delete?", package="android")], "Delete?"),
        ([row("Wi-Fi"), named("title", text="Wi-Fi", package="android")], ""),
        ([UiNode(class_name="android.widget.ListView", children=[named("chat_title", text="Ann")])], ""),
        ([named("search_bar", named("search_title", text="Search"), clickable=True)], ""),
        ([], ""),
    ],
)
def test_the_title_is_found_wherever_apps_put_it(nodes: list[UiNode], title: str):
    assert Sight(page(*nodes)).title == title


def test_an_empty_field_is_found_by_its_hint():
    named = UiNode(class_name="android.widget.EditText", hint="Berth")
    assert Sight(page(UiNode(), named)).sees("Berth") is named


def test_the_app_in_front_is_not_the_system():
    windows = [UiNode(package="com.android.systemui"), UiNode(package="org.ships")]
    assert Sight(UiTree(roots=windows, width=9, height=9)).package == "org.ships"


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("EditText", True),
        ("AutoCompleteTextView", True),
        ("MultiAutoCompleteTextView", True),
        ("TextView", False),
        ("Button", False),
    ],
)
def test_text_fields_have_several_classes(name: str, is_one: bool):
    assert is_field(UiNode(class_name=f"android.widget.{name}")) is is_one
    assert is_field(field("words"))


@pytest.mark.parametrize("words", ["Loading…", "Loading...", "Please wait…", "Loading"])
def test_a_page_says_that_it_loads(words: str):
    assert Sight(page(text(words))).loading
    assert not Sight(page(text(f"{words} bay"))).loading


def mail(sender: str, subject: str | None, y: int) -> UiNode:
    """A card whose words are nested, and cut off without a subject."""
    words = [named("sender", text=sender, bounds=(0, y, WIDTH, y + 20))]
    if subject is not None:
        words.append(UiNode(children=[named("subject", text=subject, bounds=(0, y + 20, WIDTH, y + 40))]))
    return UiNode(bounds=(0, y, WIDTH, y + 50), children=[UiNode(children=words), named("star")])


@pytest.mark.parametrize("count", [1, 2, 3])
def test_cards_are_read_as_records(count: int):
    mails = [mail(f"Sender {n}", f"Subject {n}", 100 + 60 * n) for n in range(count)]
    cut_off = mail("Last", None, 600)
    area = UiNode(class_name="androidx.recyclerview.widget.RecyclerView", children=[*mails, cut_off])
    sight = Sight(page(area, title="Inbox"))
    cards = sight.cards(has_id("sender"))
    assert cards == [*mails, cut_off]
    assert sight.words(cards[0]) == ["Sender 0", "Subject 0"]
    assert list(sight.records(has_id("sender"), has_id("subject"))) == [
        (f"Sender {n}", f"Subject {n}") for n in range(count)
    ]


def test_a_card_alone_ends_at_its_list():
    card = mail("Ann", "Dinner", 100)
    area = UiNode(class_name="androidx.recyclerview.widget.RecyclerView", children=[card])
    assert Sight(page(area, title="Inbox")).cards("Ann") == [card]


def test_cards_of_a_plain_group_are_told_apart():
    mails = [mail("Ann", "Dinner", 100), mail("Ben", "Invoice", 160)]
    sight = Sight(page(UiNode(children=[text("Inbox"), UiNode(children=mails)])))
    assert sight.cards(has_id("sender")) == mails
