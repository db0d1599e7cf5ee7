from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.ui import InvalidXml, UiNode, UiTree, from_xml, to_xml
from openphone_gym.ui.xml import MAX_DEPTH
from tests.ui.trees import trees

# A dump as phones print it to a terminal: hair space, reference, newer attributes, trailing notice.
REAL_DUMP = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
    '<hierarchy rotation="1">'
    '<node index="0" text="" resource-id="" class="android.widget.FrameLayout"'
    ' package="com.google.android.deskclock" content-desc="" checkable="false" checked="false"'
    ' clickable="false" enabled="true" focusable="false" focused="false" scrollable="false"'
    ' long-clickable="false" password="false" selected="false" visible-to-user="true"'
    ' bounds="[0,0][3120,1440]" drawing-order="0" hint="" display-id="0">'
    '<node index="2" text="7:30\u200aAM" resource-id="com.google.android.deskclock:id/digital_clock"'
    ' class="android.widget.TextView" content-desc="Tom &amp; Ann&#39;s &quot;alarm&quot;&#10;daily"'
    ' clickable="true" enabled="false" bounds="[56,-4][700,1204]" />'
    '<node index="3" class="android.widget.Switch" checkable="true" checked="true" />'
    "</node></hierarchy>"
    "UI hierchary dumped to: /dev/tty\n"
)


def test_a_node_is_written_in_androids_order() -> None:
    leaf = UiNode(text="a\"<b>&'\n", clickable=True, bounds=(1, 2, 3, 4))
    tree = UiTree(roots=[UiNode(resource_id="p:id/x", package="p", children=[leaf])], width=9, height=9)
    rest = (
        'checkable="false" checked="false" clickable="{}" enabled="true" focusable="false" focused="false"'
        ' scrollable="false" long-clickable="false" password="false" selected="false"'
    )
    assert to_xml(tree) == (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation=\"0\">"
        '<node index="0" text="" resource-id="p:id/x" class="android.view.View" package="p" content-desc="" '
        + rest.format("false")
        + ' bounds="[0,0][0,0]"><node index="0" text="a&quot;&lt;b&gt;&amp;\'&#10;" resource-id=""'
        ' class="android.view.View" package="" content-desc="" '
        + rest.format("true")
        + ' bounds="[1,2][3,4]" /></node></hierarchy>'
    )


@given(trees)
def test_own_output_is_read_and_written_back_unchanged(tree: UiTree) -> None:
    written = to_xml(tree)
    written.encode()
    assert to_xml(from_xml(written)) == written
    assert to_xml(from_xml(written.encode())) == written


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_text_survives_unchanged(text: str) -> None:
    tree = UiTree(roots=[UiNode(text="\t\r\n" + text, content_desc=text)], width=10, height=20)
    assert from_xml(to_xml(tree), width=10, height=20) == tree


def test_what_xml_cannot_hold_becomes_a_dot_as_on_android() -> None:
    tree = UiTree(roots=[UiNode(text="a\x00b\x1b\ud800\uffff")], width=1, height=1)
    assert from_xml(to_xml(tree)).roots[0].text == "a.b..."


@pytest.mark.parametrize(
    "dump", [REAL_DUMP, "\ufeff" + REAL_DUMP, REAL_DUMP.encode(), b"\xef\xbb\xbf" + REAL_DUMP.encode()]
)
def test_a_real_dump_is_read(dump: str | bytes) -> None:
    tree = from_xml(dump)
    assert (tree.width, tree.height, tree.rotation) == (3120, 1440, 1)
    root, clock, switch = tree.walk()
    assert root.package == "com.google.android.deskclock"
    assert root.enabled
    assert not root.clickable
    assert clock.text == "7:30\u200aAM"
    assert clock.content_desc == 'Tom & Ann\'s "alarm"\ndaily'
    assert clock.bounds == (56, -4, 700, 1204)
    assert clock.clickable
    assert not clock.enabled
    assert switch.checked
    assert switch.enabled
    assert switch.bounds == (0, 0, 0, 0)


def test_the_given_screen_size_wins_over_the_boxes() -> None:
    tree = from_xml(REAL_DUMP, width=1440, height=3120)
    assert (tree.width, tree.height) == (1440, 3120)


def test_the_size_of_the_screen_is_that_of_its_windows() -> None:
    dump = in_hierarchy(
        '<node bounds="[0,0][9,5]" /><node bounds="[0,4][8,7]"><node bounds="[0,90][70,99]" /></node>'
    )
    tree = from_xml(dump)
    assert (tree.width, tree.height) == (9, 7)
    nameless = from_xml(in_hierarchy('<node><node bounds="[0,90][70,99]" /></node>'))
    assert (nameless.width, nameless.height) == (70, 99)


def test_a_hint_stays_apart_from_the_text() -> None:
    tree = from_xml(in_hierarchy('<node class="android.widget.EditText" hint="PIN &lt;4&gt;" />'))
    (field,) = tree.roots
    assert (field.text, field.hint, field.label) == ("", "PIN <4>", "PIN <4>")
    assert from_xml(to_xml(tree)) == tree
    assert "hint" not in to_xml(UiTree(roots=[UiNode(text="a")], width=1, height=1))


def test_an_empty_screen_is_read() -> None:
    empty = UiTree(roots=[], width=0, height=0)
    assert from_xml(to_xml(empty)) == empty
    assert from_xml('<hierarchy rotation="0" />\nUI hierchary dumped to: x') == empty


def in_hierarchy(body: str) -> str:
    return f'<hierarchy rotation="0">{body}</hierarchy>'


BOMB = (
    '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    + in_hierarchy('<node text="&c;" />')
)


@pytest.mark.parametrize(
    ("dump", "reason"),
    [
        ("", "not well-formed"),
        ("ERROR: could not get idle state.", "not well-formed"),
        ("null root node returned by UiTestAutomationBridge.", "not well-formed"),
        (REAL_DUMP[:700], "not well-formed"),
        (in_hierarchy('<node text="a\x00b" />'), "not well-formed"),
        (in_hierarchy('<node text="a" text="b" />'), "not well-formed"),
        (in_hierarchy('<node text="\ud800" />'), "UTF-8"),
        (b'<hierarchy><node text="\xff" /></hierarchy>', "UTF-8"),
        ("<html></html>", "root element"),
        (BOMB, "document type"),
        ('<!DOCTYPE z SYSTEM "file:///etc/passwd"><hierarchy />', "document type"),
        (in_hierarchy('<node text="&c;" />'), "not well-formed"),
        (in_hierarchy("<node>" * 100_000 + "</node>" * 100_000), "deeper"),
        (in_hierarchy("<node>" * (MAX_DEPTH + 1) + "</node>" * (MAX_DEPTH + 1)), "deeper"),
        (in_hierarchy('<node bounds="[0,0][1]" />'), "bounds"),
        (in_hierarchy('<node bounds="" />'), "bounds"),
        (in_hierarchy(f'<node bounds="[0,0][{"9" * 9999},1]" />'), "bounds"),
        (in_hierarchy('<node bounds="[0,0][\u0661,1]" />'), "bounds"),
        ('<hierarchy rotation="7" />', "rotation"),
    ],
)
def test_hostile_or_broken_dumps_are_refused(dump: str | bytes, reason: str) -> None:
    with pytest.raises(InvalidXml, match=reason):
        from_xml(dump)


def test_the_deepest_accepted_tree_can_be_worked_with() -> None:
    tree = from_xml(in_hierarchy("<node>" * MAX_DEPTH + "</node>" * MAX_DEPTH))
    assert len(list(tree.walk())) == MAX_DEPTH
    assert from_xml(to_xml(tree)) == tree


@given(st.text(max_size=40), st.binary(max_size=40), st.integers(0, len(REAL_DUMP)))
def test_damaged_dumps_never_crash_the_reader(noise: str, binary: bytes, cut: int) -> None:
    whole = REAL_DUMP.encode()
    for dump in (REAL_DUMP[:cut] + noise + REAL_DUMP[cut:], whole[:cut] + binary + whole[cut:]):
        with contextlib.suppress(InvalidXml):
            from_xml(dump)


def test_trees_deeper_than_any_dump_are_written_and_refused_when_read() -> None:
    node = UiNode()
    for _ in range(5000):
        node = UiNode(children=[node])
    written = to_xml(UiTree(roots=[node], width=1, height=1))
    assert written.count("<node ") == 5001
    with pytest.raises(InvalidXml, match="deeper"):
        from_xml(written)
