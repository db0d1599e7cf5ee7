from __future__ import annotations

from openphone_gym.phone.toolkit.box import Column, Metrics
from openphone_gym.phone.toolkit.keypad import Key, Keypad
from openphone_gym.phone.toolkit.scene import accessibility_nodes, boxes_at


def test_keys_are_told_and_pressed() -> None:
    typed: list[str] = []

    def key(face: str) -> Key:
        return Key(face, lambda: typed.append(face))

    delete = Key("", typed.clear, icon="backspace-outline", desc="Delete", on_long=typed.clear)
    pad = Column(*Keypad([[key("1"), key("2")], [key("0"), delete]], flex=1))
    pad.measure(Metrics(420), 1080, 2000)
    pad.place(Metrics(420), 0, 0)
    nodes = accessibility_nodes(pad, "app", (0, 0, 1080, 2000))
    assert [node.label for node in nodes] == ["1", "2", "0", "Delete"]
    assert [node.class_name.rpartition(".")[2] for node in nodes] == ["Button"] * 3 + ["ImageButton"]
    for node in nodes[:3]:
        boxes_at(pad, *node.center)[0].on_tap()  # type: ignore[misc]
    assert typed == ["1", "2", "0"]
    boxes_at(pad, *nodes[3].center)[0].on_tap()  # type: ignore[misc]
    assert typed == []


def test_a_key_with_words_is_told_by_them() -> None:
    (row,) = Keypad([[Key("2", list, "ABC", desc="2,ABC")]])
    assert [(key.label, key.desc) for key in row.children] == [("", "2,ABC")]
