"""Mobilerun's portal: the app through which ``mobilerun`` sees a phone, and types on it.

It is no app of this phone, and in no list of apps but the shell's. What it would tell as a content
provider, and over HTTP, is told by this module.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.keycodes import NAMES
from openphone_gym.phone.shell.keys import press_keys, pressed
from openphone_gym.phone.shell.text import readable
from openphone_gym.phone.system.packages import version_code
from openphone_gym.ui.gesture import TypeText
from openphone_gym.ui.node import UiNode

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

PACKAGE = "com.mobilerun.portal"
SERVICE = f"{PACKAGE}/{PACKAGE}.service.MobilerunAccessibilityService"
KEYBOARD = f"{PACKAGE}/.input.MobilerunKeyboardIME"

VERSION = "0.7.12"
"""Version of the app that this module stands for."""

LEAST_SIDE = 5
"""Side in pixels of the smallest element that is worth telling of."""

TREE_COST, NODE_COST = 2_000, 1
"""Steps of telling the screen, and of each of its nodes."""

Values = Mapping[str, str]


class PortalError(Exception):
    """The portal can't do what it is asked; the message says why."""


def ask(phone: Phone, path: str, values: Values) -> bytes:
    """What is told under a path such as ``state_full``, or done under one such as ``keyboard/input``.

    Args:
        phone: The phone.
        path: The path, without what follows a question mark.
        values: What is sent along, as text.

    Returns:
        JSON with a status, and the result or the problem.
    """
    answer = ANSWERS.get(path)
    try:
        if answer is None:
            raise PortalError(f"Unknown endpoint: {path[:80]}")
        told = {"status": "success", "result": answer(phone, values)}
    except PortalError as error:
        told = {"status": "error", "error": str(error)}
    return msgspec.json.encode(told)


# What it tells


def _element(node: UiNode) -> dict[str, Any]:
    """A node and those below it, as the portal names their features."""
    spend(NODE_COST)
    left, top, right, bottom = node.bounds
    return {
        "text": readable(node.text),
        "contentDescription": readable(node.content_desc),
        "hint": readable(node.hint),
        "resourceId": node.resource_id,
        "className": node.class_name,
        "packageName": node.package,
        "boundsInScreen": {"left": left, "top": top, "right": right, "bottom": bottom},
        "isCheckable": node.checkable,
        "isChecked": node.checked,
        "isClickable": node.clickable,
        "isEnabled": node.enabled,
        "isFocusable": node.focusable,
        "isFocused": node.focused,
        "isLongClickable": node.long_clickable,
        "isPassword": node.password,
        "isScrollable": node.scrollable,
        "isSelected": node.selected,
        "isEditable": node.class_name.endswith("EditText"),
        "isVisibleToUser": True,
        "children": [_element(child) for child in node.children],
    }


def _tree(phone: Phone, values: Values) -> dict[str, Any]:
    spend(TREE_COST)
    roots = [_element(root) for root in phone.full_tree().roots]
    return roots[0] if roots else {}


def _phone_state(phone: Phone, values: Values) -> dict[str, Any]:
    package, _, activity = phone.foreground().partition("/")
    known = phone.system.packages.get(package)
    focused = next((node for node in phone.full_tree().walk() if node.focused), None)
    state: dict[str, Any] = {
        "currentApp": known.label if known is not None else package,
        "packageName": package,
        "activityName": activity,
        "keyboardVisible": phone.window().raised,
        "isEditable": focused is not None and focused.class_name.endswith("EditText"),
    }
    if focused is not None:
        words = {"text": readable(focused.text), "className": focused.class_name}
        state["focusedElement"] = words | {"resourceId": focused.resource_id}
    return state


def _context(phone: Phone) -> dict[str, Any]:
    display = phone.system.display
    scale = display.density / 160
    return {
        "screen_bounds": {"width": display.width, "height": display.height},
        "screenSize": {"width": display.width, "height": display.height},
        "display_metrics": {
            "density": scale,
            "densityDpi": display.density,
            "scaledDensity": scale,
            "widthPixels": display.width,
            "heightPixels": display.height,
        },
        "filtering_params": {"min_element_size": LEAST_SIDE, "overlay_offset": 0},
    }


def _state(phone: Phone, values: Values) -> dict[str, Any]:
    return {
        "a11y_tree": _tree(phone, values),
        "phone_state": _phone_state(phone, values),
        "device_context": _context(phone),
    }


def _packages(phone: Phone, values: Values) -> list[dict[str, Any]]:
    return [
        {
            "packageName": name,
            "label": package.label,
            "versionName": package.version,
            "versionCode": version_code(package.version),
            "isSystemApp": package.system,
        }
        for name, package in sorted(phone.system.packages.items())
    ]


def token(phone: Phone) -> str:
    """What clients of the portal's server show; it stays the same, and adb tells it to everybody."""
    serial = phone.system.properties.get("ro.serialno", "")
    return hashlib.sha256(f"portal/{serial}".encode()).hexdigest()[:32]


def _clipboard(phone: Phone, values: Values) -> dict[str, str]:
    return {"text": phone.system.clipboard}


# What it does

TYPING_COST = 1_000
"""Steps of typing a text, however long."""


def _decoded(values: Values, key: str) -> str:
    try:
        return base64.b64decode(values.get(key, ""), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise PortalError(f"{key} is no text in Base64") from None


def _set_clipboard(phone: Phone, values: Values) -> str:
    text = _decoded(values, "text_base64") if "text_base64" in values else values.get("text", "")
    phone.system.clipboard = text
    return "Clipboard set"


def _type(phone: Phone, values: Values) -> str:
    clear = values.get("clear", "true").lower() == "true"
    spend(TYPING_COST)
    phone.perform(TypeText(_decoded(values, "base64_text"), replace=clear))
    return "Text input"


def _clear(phone: Phone, values: Values) -> str:
    phone.perform(TypeText("", replace=True))
    return "Text cleared"


def _key(phone: Phone, values: Values) -> str:
    code = values.get("key_code", "")
    if not (code.isascii() and code.isdigit() and len(code) < 6 and int(code) < len(NAMES)):
        raise PortalError("key_code is no number of a key")
    press_keys(phone, [pressed(NAMES[int(code)])])
    return "Key sent"


ANSWERS: Mapping[str, Callable[[Phone, Values], Any]] = {
    "a11y_tree": _tree,
    "auth_token": lambda phone, values: token(phone),
    "clipboard/get": _clipboard,
    "clipboard/set": _set_clipboard,
    "keyboard/clear": _clear,
    "keyboard/input": _type,
    "keyboard/key": _key,
    "overlay_offset": lambda phone, values: "The overlay is never shown",
    "overlay_visible": lambda phone, values: "The overlay is never shown",
    "packages": _packages,
    "phone_state": _phone_state,
    "ping": lambda phone, values: "pong",
    "state": _state,
    "state_full": _state,
    "toggle_socket_server": lambda phone, values: "The server always runs",
    "version": lambda phone, values: VERSION,
}
"""Paths, and what stands behind them."""

CHANGES = {
    path for path in ANSWERS if path.startswith(("keyboard/", "overlay_", "toggle_")) or "/set" in path
}
"""Paths that are sent to, and not asked."""
