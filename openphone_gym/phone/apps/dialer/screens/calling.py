"""Placing a call, and the page of a running one."""

from __future__ import annotations

from openphone_gym.phone.apps.dialer.screens.keys import key_rows
from openphone_gym.phone.apps.dialer.state import Call, Dialer
from openphone_gym.phone.apps.dialer.telephony import find_callee, portrait
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Space, Text
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.surfaces import Page, Sheet
from openphone_gym.phone.toolkit.theme import BODY_LARGE, HEADLINE_LARGE, HEADLINE_SMALL, LABEL_LARGE

RED = 0xFFD93025
WHITE = 0xFFFFFFFF


def place_call(dialer: Dialer, nav: Nav, number: str = "") -> None:
    """Calls a number, or a person by name, and shows the call; a running one is ended first."""
    dialer.hang_up(nav.system.clock)
    dialer.call = _call_to(nav, number)
    nav.start(nav.entry.app, "call", number=dialer.call.number)


def end_call(dialer: Dialer, nav: Nav) -> None:
    """Ends the running call, and closes its page."""
    dialer.hang_up(nav.system.clock)
    front = stacks.front_task(nav.system)
    if front.app == nav.entry.app and front.stack[-1].screen != "home":
        nav.back_to("home")


def _call_to(nav: Nav, number: str) -> Call:
    callee = find_callee(nav, number)
    return Call(callee.number, callee.name, nav.system.clock)


def call(dialer: Dialer, nav: Nav, number: str) -> Box:
    """The page of the call to ``number``.

    Opened without ``place_call`` the page has no call yet; the first touch on it places one.
    """
    shown = _call_to(nav, number)
    if dialer.call is not None and dialer.call.number == shown.number:
        shown = dialer.call

    def flip(field: str) -> Handler:
        def change() -> None:
            dialer.call = shown
            setattr(shown, field, not getattr(shown, field))

        return change

    def keeping(then: Handler) -> Handler:
        def keep() -> None:
            dialer.call = shown
            then()

        return keep

    def end() -> None:
        dialer.call = shown
        end_call(dialer, nav)

    return Page(
        None,
        Column(
            Text(_status(shown, nav.system.clock), BODY_LARGE, color="on_surface_variant", id="call_status"),
            Text(shown.name, HEADLINE_LARGE, max_lines=2, text_align="center", id="contactgrid_contact_name"),
            Space(16),
            portrait(find_callee(nav, shown.number), 112),
            align="center",
            gap=8,
            flex=1,
            pad=(24, 64, 24, 0),
        ),
        _controls(
            _control("Mute", "microphone-off", flip("muted"), shown.muted),
            _control("Keypad", "dialpad", keeping(nav.to("tones"))),
            _control("Speaker", "volume-high", flip("speaker"), shown.speaker),
        ),
        _controls(
            _control("Add call", "phone-plus", keeping(nav.to("search"))),
            _control("Hold", "pause", flip("held"), shown.held),
        ),
        Row(
            Row(
                Icon("phone-hangup", color=WHITE, size=32),
                cls="android.widget.ImageButton",
                id="incall_end_call",
                desc="End call",
                on_tap=end,
                width=72,
                height=72,
                radius=36,
                fill=RED,
                justify="center",
            ),
            justify="center",
            width=FILL,
            pad=(0, 24, 0, 40),
        ),
        scrolls=False,
        fill="surface_container",
        on_back=keeping(nav.back),
    )


def _status(call: Call, now: int) -> str:
    if call.held:
        return "On hold"
    seconds = call.seconds_at(now)
    return "Calling…" if seconds < 0 else duration_text(seconds)


def duration_text(seconds: int) -> str:
    """A length of time as the timer of a call shows it, such as ``02:07``."""
    hours, rest = divmod(seconds, 3600)
    minutes = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{minutes}" if hours else minutes


def _controls(*buttons: Box) -> Box:
    return Row(*buttons, justify="center", gap=24, width=FILL, pad=(4, 8, 4, 8))


def _control(label: str, icon: str, on_tap: Handler, on: bool | None = None) -> Box:
    """A round button with its name below; ``on`` is None where it doesn't switch anything."""
    ink = "on_primary" if on else "on_surface"
    disc = Row(Icon(icon, color=ink), width=64, height=64, radius=32, justify="center")
    disc.fill = "primary" if on else "surface_container_highest"
    return Column(
        disc,
        Label(label, LABEL_LARGE, max_lines=1),
        cls="android.widget.Button",
        label=label,
        desc=label,
        checked=on,
        on_tap=on_tap,
        width=88,
        align="center",
        gap=6,
    )


def tones(dialer: Dialer, nav: Nav) -> Box:
    """The keypad of a running call."""

    def press(key: str) -> None:
        if dialer.call is not None:
            dialer.call.tones += key

    typed = dialer.call.tones if dialer.call is not None else ""
    return Sheet(
        Text(typed, HEADLINE_SMALL, text_align="center", width=FILL, max_lines=1, id="digits"),
        *key_rows(press),
        Row(TextButton("Hide keypad", nav.back), justify="center", width=FILL),
    )
