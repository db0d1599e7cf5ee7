from __future__ import annotations

from collections.abc import Callable

import pytest

from openphone_gym.phone.app import find_app, installed_apps
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.toolkit.box import Box, Icon, Label
from openphone_gym.ui.gesture import LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText
from openphone_gym.ui.node import UiNode


class Finger:
    """Drives a phone by what its accessibility tree shows."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    def find(self, label: str) -> UiNode | None:
        return self.phone.tree().find(lambda node: label in (node.text, node.content_desc))

    def sees(self, *labels: str) -> bool:
        return all(self.find(label) is not None for label in labels)

    def node(self, label: str) -> UiNode:
        node = self.find(label)
        assert node is not None, f"{label!r} is not among {self.phone.tree().texts()}"
        return node

    def open(self, app: str) -> None:
        self.phone.perform(LaunchApp(find_app(app).package))

    def tap(self, *labels: str) -> None:
        for label in labels:
            self.phone.perform(Tap(*self.node(label).center))

    def hold(self, label: str) -> None:
        self.phone.perform(LongPress(*self.node(label).center))

    def swipe(self, label: str, dx: int, dy: int) -> None:
        x, y = self.node(label).center
        self.phone.perform(Swipe(x, y, x + dx, y + dy))

    def type(self, text: str, replace: bool = True) -> None:
        self.phone.perform(TypeText(text, replace))

    def press(self, key: str) -> None:
        self.phone.perform(PressKey(key))

    def key(self, face: str) -> None:
        """Touches a key of the on-screen keyboard, named by its words or its icon."""
        for box in self.phone.window().keyboard(self.phone).walk():
            if (isinstance(box, Label) and box.text == face) or (isinstance(box, Icon) and box.name == face):
                self.phone.perform(Tap(box.x + box.w // 2, box.y + box.h // 2))
                return
        raise AssertionError(f"the keyboard has no key {face!r}")


@pytest.fixture
def finger() -> Finger:
    return Finger(Phone.new())


@pytest.fixture
def show(finger: Finger, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Nav], Box]], Finger]:
    """Shows a screen made for a test, inside Zoom."""

    def show(screen: Callable[[Nav], Box]) -> Finger:
        monkeypatch.setitem(installed_apps()["zoom"].screens, "probe", lambda state, nav: screen(nav))
        finger.open("zoom")
        finger.phone.system.tasks[-1].stack.append(Entry("zoom", "probe"))
        finger.phone.changed()
        return finger

    return show
