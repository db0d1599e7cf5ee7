"""XPath over screens, against an engine of its own kind, and what no expression may do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell.budget import Budget, Killed
from openphone_gym.serve import xpath
from openphone_gym.serve.xpath.places import attributes, document
from openphone_gym.ui.gesture import LaunchApp
from openphone_gym.ui.node import UiNode

SETTINGS = "com.android.settings"


@pytest.fixture(scope="module")
def roots() -> list[UiNode]:
    phone = Phone.new()
    phone.perform(LaunchApp(SETTINGS))
    return phone.tree().roots


def by_lxml(expression: str, roots: list[UiNode]) -> list[UiNode]:
    etree = pytest.importorskip("lxml.etree", reason="needs lxml, which comes with uiautomator2")
    nodes: list[UiNode] = []

    def element(place):
        made = etree.Element(place.name)
        for attribute in attributes(place):
            made.set(attribute.name, attribute.value)
        if place.node is not None:
            made.set("number", str(len(nodes)))
            nodes.append(place.node)
        made.extend(map(element, place.children))
        return made

    top = etree.ElementTree(element(document(roots).children[0]))
    return [nodes[int(found.get("number"))] for found in top.xpath(expression) if found.get("number")]


@pytest.mark.parametrize(
    "expression",
    [
        "//android.widget.TextView",
        "//*[@text='Battery']",
        "(//android.widget.TextView)[2]",
        "//android.widget.TextView[1]",
        "//*[@text='Battery']/..",
        "/hierarchy/*/*[1]",
        "//*[@text='Battery']/ancestor::*[2]/following-sibling::*",
        "//*[@text='Battery']/preceding::android.widget.TextView[1]",
        "//*[@text='Battery']/following::*[@text!=''][2]",
        "//*[@clickable='true'][.//android.widget.TextView[starts-with(@text,'B')]]",
        "//*[@text!='' and not(contains(@text,'a'))]",
        "//*[last()]",
        "//*[position()=2 or @index='3']",
        "//*[string-length(@text) > 10 and count(ancestor::*) >= 3]",
        "//*[@text='Battery' or @text='Display'] | //*[@clickable='true'][1]",
        "//*[number(@index) mod 2 = 1]",
        "//*[@index = 2 * 2 - 1]",
        "//*[-1 + 2 div 2 = @index]",
        "//*[normalize-space(concat(' ', @text))='Battery']",
        "//*[translate(@text,'BT','bt')='battery']",
        "//*[substring(@text, 1, 3)='Bat' or substring-after(@text, 'Bat')='tery']",
        "//*[name()='android.widget.TextView'][floor(2.5)]",
        "//*[@*='Battery']/@text/..",
        "//*[boolean(@text) = true()]/parent::node()",
        "descendant-or-self::*[self::android.widget.TextView]",
    ],
)
def test_it_finds_what_another_engine_finds(expression, roots):
    found = xpath.find(expression, roots)
    assert [*map(id, found)] == [*map(id, by_lxml(expression, roots))]
    assert found


def test_below_an_element(roots):
    [row] = xpath.find("//*[@text='Battery']/../..", roots)
    first, *_ = xpath.find(".//android.widget.TextView", [row], wrapped=False)
    assert first.text == "Battery"
    assert xpath.find("//*[@text='Display']", [row], wrapped=False) == []
    assert xpath.find("//*[@text='Display']", roots)


def test_functions_of_later_versions(roots):
    for expression in (
        "//*[lower-case(@text)='battery']",
        "//*[matches(@text, '^Bat')]",
        "//*[ends-with(@text,'ttery')]",
    ):
        assert "Battery" in [node.text for node in xpath.find(expression, roots)], expression


@pytest.mark.parametrize(
    "expression",
    [
        *("", "//*[", "//foo(", "//*[@text='a", "1", "'text'", "//*[bad()]", "//a b", "//*[contains(@text)]"),
        *("//x::y", "(" * 100, "$a", "//*[matches(@text,'(')]", "a" * 5_000, "//*[concat(@text", "@@a"),
    ],
)
def test_what_is_no_path_is_refused(expression, roots):
    with pytest.raises(xpath.InvalidXPath):
        xpath.find(expression, roots)


def test_no_expression_takes_long(roots):
    nested = "//*[" * 20 + "1" + "]" * 20
    long = "concat(" * 25 + "name()" + ",name())" * 25
    for expression in (nested, f"//*[{long}]", "//*" * 800):
        with pytest.raises((Killed, xpath.InvalidXPath)), Budget(steps=20_000).charged():
            xpath.find(expression, [UiNode(children=[UiNode() for _ in range(300)])] * 3)


@given(st.text(alphabet="/@*.[]()'= |a:-+<1", max_size=30))
def test_any_text_finds_or_is_refused(expression):
    screen = [UiNode(class_name="a", text="a", children=[UiNode(class_name="aa")])]
    try:
        with Budget(steps=20_000).charged():
            xpath.find(expression, screen)
    except (xpath.InvalidXPath, Killed):
        pass
