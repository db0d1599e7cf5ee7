"""Trees that no app would show, for tests that try any."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from hypothesis import strategies as st

from openphone_gym.ui import UiNode, UiTree

FLAGS = [field.name for field in msgspec.structs.fields(UiNode) if field.type is bool]

texts = st.text(
    st.one_of(st.characters(), st.sampled_from("\"'&<>\t\n\r\x00\x0b\ud800\ufffe\u2028\x85\ue8b8 ]")),
    max_size=6,
)
classes = st.sampled_from(
    [
        "View",
        "TextView",
        "Button",
        "EditText",
        "Switch",
        "ViewSwitcher",
        "Toolbar",
        "ListView",
        "",
        "ImageView",
    ]
).map(lambda name: name and f"android.widget.{name}")
numbers = st.integers(-9_999, 9_999)


def lists_of(node: Callable[[st.SearchStrategy[list[UiNode]]], st.SearchStrategy[UiNode]], most: int = 5):
    """Lists of nodes within nodes."""
    return st.lists(
        st.recursive(node(st.builds(list)), lambda inner: node(st.lists(inner, max_size=3)), max_leaves=most),
        max_size=3,
    )


def any_node(children: st.SearchStrategy[list[UiNode]]) -> st.SearchStrategy[UiNode]:
    return st.builds(
        UiNode,
        text=texts,
        resource_id=texts,
        class_name=st.one_of(texts, classes),
        package=texts,
        content_desc=texts,
        bounds=st.one_of(st.tuples(numbers, numbers, numbers, numbers), boxes),
        children=children,
        hint=texts,
        **dict.fromkeys(FLAGS, st.booleans()),
    )


def _box(left: int, top: int, width: int, height: int) -> tuple[int, int, int, int]:
    return left, top, left + width, top + height


boxes = st.builds(_box, *[st.integers(-1, 8)] * 2, *[st.integers(0, 6)] * 2)
"""Small boxes that often overlap, stick out or are empty."""


def crowded_node(children: st.SearchStrategy[list[UiNode]]) -> st.SearchStrategy[UiNode]:
    return st.builds(
        UiNode,
        text=st.sampled_from(["", "a"]),
        clickable=st.booleans(),
        checked=st.booleans(),
        bounds=boxes,
        children=children,
    )


trees = st.builds(
    UiTree, roots=lists_of(any_node), width=st.just(1080), height=st.just(2400), rotation=st.integers(0, 3)
)
crowded_trees = st.builds(UiTree, roots=lists_of(crowded_node, 14), width=st.just(10), height=st.just(10))
