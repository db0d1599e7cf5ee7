"""Which path of the server is which command, and what is sent along."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from openphone_gym.serve.appium.commands import Commands
from openphone_gym.serve.appium.problems import InvalidArgument, UnknownCommand

Command = Callable[..., Any]

ELEMENT_NAME = "*"
"""Stands for any one word of a path; each is an argument of the command, in their order."""

ROUTES: dict[str, Command] = {
    "GET alert/text": Commands.alert_text,
    "GET appium/device/battery_info": Commands.battery,
    "GET appium/device/display_density": Commands.density,
    "GET appium/device/info": Commands.device_info,
    "GET appium/device/pixel_ratio": Commands.pixel_ratio,
    "GET appium/device/system_bars": Commands.system_bars,
    "GET appium/settings": Commands.settings,
    "GET element/*/attribute/*": Commands.attribute,
    "GET element/*/location": Commands.rect,
    "GET element/*/name": Commands.tag,
    "GET element/*/rect": Commands.rect,
    "GET element/*/screenshot": Commands.picture,
    "GET element/*/size": Commands.rect,
    "GET element/*/text": Commands.text,
    "GET element/active": Commands.active,
    "GET orientation": Commands.orientation,
    "GET rotation": Commands.rotation,
    "GET screenshot": Commands.screenshot,
    "GET source": Commands.source,
    "GET window/current/size": Commands.window_size,
    "GET window/rect": Commands.window_rect,
    "POST actions": Commands.perform_actions,
    "POST alert/accept": Commands.accept_alert,
    "POST alert/dismiss": Commands.dismiss_alert,
    "POST appium/device/get_clipboard": Commands.clipboard,
    "POST appium/device/long_press_keycode": Commands.press,
    "POST appium/device/open_notifications": Commands.notifications,
    "POST appium/device/press_keycode": Commands.press,
    "POST appium/device/set_clipboard": Commands.set_clipboard,
    "POST appium/gestures/click": Commands.click,
    "POST appium/gestures/double_click": Commands.double_click,
    "POST appium/gestures/drag": Commands.drag,
    "POST appium/gestures/fling": Commands.fling,
    "POST appium/gestures/long_click": Commands.long_click,
    "POST appium/gestures/pinch_close": Commands.pinch_close,
    "POST appium/gestures/pinch_open": Commands.pinch_open,
    "POST appium/gestures/scroll": Commands.scroll,
    "POST appium/gestures/swipe": Commands.swipe,
    "POST appium/reset_ax_cache": Commands.nothing,
    "POST appium/settings": Commands.set_settings,
    "POST back": Commands.back,
    "POST element": Commands.find,
    "POST element/*/clear": Commands.clear,
    "POST element/*/click": Commands.click_element,
    "POST element/*/value": Commands.set_value,
    "POST elements": Commands.find_all,
    "POST gestures/scroll_to": Commands.scroll_to,
    "POST keys": Commands.type,
    "POST orientation": Commands.orient,
}
"""Commands by method and path within a session."""


class Call(NamedTuple):
    """A command, with what it is given."""

    command: Command
    arguments: list[Any]

    def begin(self, commands: Commands) -> Any:
        """The result, or work that gives it in the end."""
        return self.command(commands, *self.arguments)


def route(method: str, path: str, body: bytes) -> Call:
    """The command that is meant by a path within a session.

    Raises:
        UnknownCommand: There is none.
        InvalidArgument: The body does not fit it.
    """
    words = path.split("/")
    for pattern, command in ROUTES.items():
        wanted, _, places = pattern.partition(" ")
        values = _values(places.split("/"), words) if wanted == method else None
        if values is not None:
            return Call(command, [*values, *_sent(command, body)])
    raise UnknownCommand(f"this phone has no command {method} {path[:80]}")


def _values(places: list[str], words: list[str]) -> list[str] | None:
    """The words of a path that stand where a pattern takes any; None if it does not fit."""
    if len(places) != len(words):
        return None
    values: list[str] = []
    for place, word in zip(places, words, strict=True):
        if place == ELEMENT_NAME:
            values.append(word)
        elif place != word:
            return None
    return values


def _sent(command: Command, body: bytes) -> list[Any]:
    kind = _BODIES[command]
    if kind is None:
        return []
    try:
        return [msgspec.json.decode(body or b"{}", type=kind)]
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise InvalidArgument(str(error)) from None


def _body(command: Command) -> type[msgspec.Struct] | None:
    given = inspect.signature(command, eval_str=True).parameters.get("body")
    return None if given is None else given.annotation


_BODIES = {command: _body(command) for command in ROUTES.values()}
