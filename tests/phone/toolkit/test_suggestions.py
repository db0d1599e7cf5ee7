from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.suggestions import SuggestField, fitting, suggesting
from openphone_gym.phone.toolkit.surfaces import Page
from tests.phone.conftest import Finger

OPTIONS = ["Bus card", "Car wash", "Breakfast", "Bread"]


def page(nav: Nav) -> Box:
    text = nav.bind("text")
    field = SuggestField(text, "Item", id="item")
    return suggesting(Page(None, field, ListRow("Below", on_tap=nav.back)), field, OPTIONS, text.set)


def test_words_that_begin_so_fit() -> None:
    assert fitting("b", OPTIONS) == ["Bus card", "Breakfast", "Bread"]
    assert fitting("CAR", OPTIONS) == ["Bus card", "Car wash"]
    assert fitting("bread", OPTIONS) == []
    assert fitting(" ", OPTIONS) == []


def test_suggestions_are_shown_while_the_field_has_the_focus(show: Callable[..., Finger]) -> None:
    finger = show(page)
    assert finger.node("Item").class_name == "android.widget.AutoCompleteTextView"
    finger.tap("Item")
    finger.type("bre")
    assert finger.sees("Breakfast", "Bread")
    finger.tap("Bread")
    assert finger.node("Bread").class_name == "android.widget.AutoCompleteTextView"
    assert not finger.sees("Breakfast")


def test_without_focus_there_are_none(show: Callable[..., Finger]) -> None:
    finger = show(page)
    finger.tap("Item")
    finger.type("b")
    finger.press("back")  # lowers the keyboard
    finger.phone.system.tasks[-1].stack[-1].focus = ""
    finger.phone.changed()
    assert not finger.sees("Breakfast")
    assert finger.sees("Below")
