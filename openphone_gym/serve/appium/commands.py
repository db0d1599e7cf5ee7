"""Commands of Appium's server on the phone: elements, texts, keys, and what there is to know of the phone."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Generator
from typing import Any
from xml.sax.saxutils import quoteattr

import msgspec
import numpy as np

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell.screenshots import Screenshots, png
from openphone_gym.phone.system.bars import STATUS_BAR
from openphone_gym.phone.system.clock import TIME_ZONE
from openphone_gym.serve.appium import elements, uiselector
from openphone_gym.serve.appium.bodies import (
    Button,
    Clip,
    Key,
    Locator,
    Oriented,
    ScrollTo,
    Settings,
    Typed,
)
from openphone_gym.serve.appium.hand import Hand
from openphone_gym.serve.appium.problems import (
    InvalidArgument,
    InvalidElementState,
    InvalidSelector,
    NoSuchAlert,
    NoSuchElement,
)
from openphone_gym.serve.appium.settings import SETTINGS
from openphone_gym.serve.selector import Selector
from openphone_gym.serve.ui_device import MOST_SWIPES
from openphone_gym.serve.xpath.places import attributes, document
from openphone_gym.ui.gesture import TypeText
from openphone_gym.ui.important import important
from openphone_gym.ui.node import UiNode, UiTree

Reference = dict[str, str]
Search = Generator[None, None, Any]


class Commands(Hand):
    """What the client of a session may ask for; ``routes`` says under which paths.

    Args:
        phone: The phone.
        screenshots: Its screenshots.
    """

    def __init__(self, phone: Phone, screenshots: Screenshots) -> None:
        super().__init__(phone, screenshots)
        self._settings: dict[str, Any] = {}

    # Finding

    def find(self, body: Locator) -> Search:
        """The first element that a locator finds."""
        found = yield from self._locate(body)
        if not found:
            raise NoSuchElement(
                "An element could not be located on the page using the given search parameters: "
                f"{body.strategy[:40]} {body.selector[:200]!r}"
            )
        return self._elements.remember(found[0])

    def find_all(self, body: Locator) -> Search:
        """All elements that a locator finds."""
        found = yield from self._locate(body)
        return [self._elements.remember(node) for node in found]

    def active(self) -> Reference:
        """The element that has the focus."""
        node = self._phone.full_tree().find(lambda node: node.focused)
        if node is None:
            raise NoSuchElement("nothing has the focus")
        return self._elements.remember(node)

    def _locate(self, locator: Locator) -> Generator[None, None, list[UiNode]]:
        if locator.strategy == "-android uiautomator":
            return (yield from self._select(locator))
        tree = self._within(locator)
        package = self._phone.foreground().partition("/")[0]
        whole = not locator.context
        return elements.located(locator.strategy, locator.selector, tree.roots, package, whole)

    def _within(self, locator: Locator) -> UiTree:
        """Where is looked: below an element, or on the whole screen."""
        tree = self._phone.full_tree()
        if not locator.context:
            return tree
        return msgspec.structs.replace(tree, roots=[self._elements.find(locator.context)])

    def _select(self, locator: Locator) -> Generator[None, None, list[UiNode]]:
        try:
            wanted = uiselector.read(locator.selector)
        except uiselector.InvalidUiSelector as error:
            raise InvalidSelector(f"{locator.selector[:200]}: {error}") from None
        for one in wanted:
            if isinstance(one, uiselector.Scrolling):
                yield from self._search(one.area, one.wanted, one.vertical, one.swipes)
                one = one.wanted
            if found := [*one.find(self._within(locator))]:
                return found
        return []

    def _search(self, area: Selector, wanted: Selector, vertical: bool, swipes: int) -> Search:
        """Scrolls an area until something is there."""
        inside = area.child(wanted)

        def there() -> bool:
            return any(inside.find(self._phone.full_tree()))

        def scroll(forward: bool) -> bool:
            scrolled = next(area.find(self._phone.full_tree()), None)
            return scrolled is not None and self._scroll(scrolled.bounds, vertical, forward)

        return (yield from self._scroll_until(there, scroll, swipes))

    def scroll_to(self, body: ScrollTo) -> Search:
        """Scrolls until a locator finds something, or to the end."""
        for forward in (False, True):
            for _ in range(MOST_SWIPES):
                if (yield from self._locate(body.params)):
                    return None
                area = self._scrolled(body.origin)
                if area is None or not self._scroll(area.bounds, True, forward):
                    break
                yield
        return None

    def _scrolled(self, origin: Reference | None) -> UiNode | None:
        if origin is not None:
            return self._elements.find(origin.get(elements.ELEMENT, ""))
        return self._phone.full_tree().find(lambda node: node.scrollable)

    # Elements

    def click_element(self, name: str) -> None:
        """Touches an element."""
        self._touch(*self._elements.find(name).center)

    def set_value(self, name: str, body: Typed) -> None:
        """Types into an element, behind what it holds or in place of it."""
        node = self._elements.find(name)
        text = "".join(body.value) if body.text is None else body.text
        plain, line, _ = text.partition("\n")
        if not self._write(node, plain, body.replace):
            raise InvalidElementState(f"nothing can be typed into {node.class_name} {node.label[:40]!r}")
        if line:
            self._type(text[len(plain) :])

    def clear(self, name: str) -> None:
        """Empties an element."""
        self.set_value(name, Typed("", replace=True))

    def text(self, name: str) -> str:
        """Its text."""
        return self._elements.find(name).text

    def tag(self, name: str) -> str:
        """What it is called: its description, or else its text."""
        node = self._elements.find(name)
        return node.content_desc or node.text

    def attribute(self, name: str, attribute: str) -> str | None:
        """One of its attributes; None for a text that it has not."""
        node = self._elements.find(name)
        attribute = NAMES.get(attribute, attribute)
        if attribute == "name":
            return node.content_desc or node.text
        told = {one.name: one.value for one in attributes(document([node], wrapped=False).children[0])}
        if attribute not in told:
            raise InvalidArgument(f"no attribute {attribute[:40]!r}; valid: {', '.join(told)}")
        return told[attribute] or (None if attribute in ("content-desc", "resource-id", "hint") else "")

    def rect(self, name: str) -> dict[str, int]:
        """Its box."""
        left, top, right, bottom = self._elements.find(name).bounds
        return {"x": left, "y": top, "width": right - left, "height": bottom - top}

    def picture(self, name: str) -> str:
        """Its picture, as PNG in Base64."""
        left, top, right, bottom = self._elements.find(name).bounds
        return base64.b64encode(
            png(np.ascontiguousarray(self._phone.frame()[top:bottom, left:right]))
        ).decode()

    # Texts and keys

    def type(self, body: Typed) -> None:
        """Types into the element that has the focus."""
        if body.replace:
            self._perform(TypeText("", replace=True))
        self._type("".join(body.value) if body.text is None else body.text)

    def press(self, body: Key) -> None:
        """Presses a key; those without a function do nothing."""
        self._press(body.keycode, body.metastate or 0)

    def back(self) -> None:
        """Goes back."""
        self._press(4)

    def notifications(self) -> None:
        """Pulls the shade down."""
        self._pull_shade()

    def clipboard(self) -> str:
        """What the clipboard holds, in Base64."""
        return base64.b64encode(self._phone.system.clipboard.encode(errors="replace")).decode()

    def set_clipboard(self, body: Clip) -> None:
        """Fills the clipboard."""
        try:
            self._phone.system.clipboard = base64.b64decode(body.content, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise InvalidArgument("the content is no text in Base64") from None

    # Dialogs

    def alert_text(self) -> str:
        """What a dialog says."""
        self._buttons()
        said = [node.text for node in self._phone.full_tree().walk() if node.resource_id in ALERT_TEXTS]
        return "\n".join(text for text in said if text)

    def accept_alert(self, body: Button) -> None:
        """Touches a dialog's first button."""
        self._answer(ACCEPTING, body.buttonLabel)

    def dismiss_alert(self, body: Button) -> None:
        """Touches its button that calls it off."""
        self._answer(DISMISSING, body.buttonLabel)

    def _answer(self, wanted: tuple[str, ...], label: str | None) -> None:
        for button in self._buttons():
            if button.text == label if label else button.resource_id.endswith(wanted):
                self._touch(*button.center)
                return
        raise NoSuchAlert(f"the dialog has no button {label[:40]!r}" if label else "it has no such button")

    def _buttons(self) -> list[UiNode]:
        suffixes = (*ACCEPTING, *DISMISSING, "button3")
        buttons = [node for node in self._phone.full_tree().walk() if node.resource_id.endswith(suffixes)]
        if not buttons:
            raise NoSuchAlert("no dialog is open")
        return buttons

    # The phone

    def source(self) -> str:
        """The screen as XML, each element named by its class."""
        display = self._phone.system.display
        out = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>']
        compressed = self._settings.get("ignoreUnimportantViews")
        tree = important(self._phone.tree()) if compressed else self._phone.full_tree()
        pending: list[Any] = [*document(tree.roots).children]
        while pending:
            place = pending.pop()
            if isinstance(place, str):
                out.append(place)
                continue
            if place.node is None:
                size = f'width="{display.width}" height="{display.height}"'
                told = f' index="0" class="hierarchy" rotation="0" {size}'
            else:
                told = "".join(f" {one.name}={quoteattr(_printable(one.value))}" for one in attributes(place))
            out.append(f"<{place.name}{told}>")
            pending += [f"</{place.name}>", *reversed(place.children)]
        return "".join(out)

    def screenshot(self) -> str:
        """The screen as PNG, in Base64."""
        return self._picture()

    def window_size(self) -> dict[str, int]:
        """The screen's size in pixels."""
        return {"width": self._phone.system.display.width, "height": self._phone.system.display.height}

    def window_rect(self) -> dict[str, int]:
        """The same, with where it begins."""
        return {"x": 0, "y": 0, **self.window_size()}

    def orientation(self) -> str:
        """How the screen is held."""
        return "PORTRAIT"

    def orient(self, body: Oriented) -> None:
        """Refuses to turn the screen."""
        if body.orientation.upper() != "PORTRAIT":
            raise InvalidElementState("this phone is locked to portrait")

    def rotation(self) -> dict[str, int]:
        """The same in degrees."""
        return {"x": 0, "y": 0, "z": 0}

    def system_bars(self) -> dict[str, int]:
        """Height of the status bar in pixels."""
        return {"statusBar": STATUS_BAR * self._phone.system.display.density // 160}

    def density(self) -> int:
        """Pixels to the inch."""
        return self._phone.system.display.density

    def pixel_ratio(self) -> float:
        """Pixels of a density-independent one."""
        return self.density() / 160

    def battery(self) -> dict[str, float]:
        """Charge, and that it is not being charged."""
        return {"level": self._phone.system.battery / 100, "status": DISCHARGING}

    def device_info(self) -> dict[str, Any]:
        """Facts of the phone."""
        system = self._phone.system
        known, display = system.properties, system.display
        return {
            "androidId": system.settings["secure"].get("android_id", ""),
            "apiVersion": known.get("ro.build.version.sdk", ""),
            "brand": known.get("ro.product.brand", ""),
            "displayDensity": display.density,
            "locale": known.get("persist.sys.locale", "en-US"),
            "manufacturer": known.get("ro.product.manufacturer", ""),
            "model": known.get("ro.product.model", ""),
            "platformVersion": known.get("ro.build.version.release", ""),
            "realDisplaySize": f"{display.width}x{display.height}",
            "timeZone": known.get(TIME_ZONE, ""),
        }

    def settings(self) -> dict[str, Any]:
        """Settings of the server."""
        return self._settings

    def set_settings(self, body: Settings) -> None:
        """Keeps settings, of which ``ignoreUnimportantViews`` changes the source, and others nothing."""
        for name, value in body.settings.items():
            if name not in SETTINGS:
                raise InvalidArgument(f"no setting {name[:40]!r}; valid: {', '.join(SETTINGS)}")
            if not isinstance(value, bool | int | float | str):
                raise InvalidArgument(f"the setting {name} is no number, text, or truth value")
        self._settings |= body.settings

    def nothing(self) -> None:
        """What there is nothing to do for: caches, idling."""


DISCHARGING = 3
"""Android's number of the state in which the battery is used."""

ALERT_TEXTS = ("android:id/alertTitle", "android:id/message")
ACCEPTING = ("android:id/button1", "permission_allow_button", "permission_allow_foreground_only_button")
DISMISSING = ("android:id/button2", "permission_deny_button")
"""Ids of a dialog's texts and buttons, and how those end that ask for a permission."""

NAMES = {
    "className": "class",
    "contentDescription": "content-desc",
    "longClickable": "long-clickable",
    "resourceId": "resource-id",
}
"""Names of attributes that clients use beside those of the XML."""


def _printable(text: str) -> str:
    """A text without what XML can't hold."""
    return _NOT_IN_XML.sub("?", text)


_NOT_IN_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
