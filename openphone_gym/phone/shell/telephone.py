"""Calls from outside the screens: they come in, are answered, and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openphone_gym.phone.app import sharing
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.system.state import Entry

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

INCOMING = "incoming_call"
"""Screen of the system that shows a call as long as nobody answered it."""


def ringing(phone: Phone) -> str | None:
    """Number of the call that comes in; None if the phone does not ring."""
    overlay = phone.system.overlay
    return str(overlay.args.get("caller", "")) if overlay is not None and overlay.screen == INCOMING else None


def calls(phone: Phone) -> list[tuple[str, str]]:
    """Number and state of every call of this moment: the one that runs is active, another comes in."""
    call, caller = phone.shared("calls").call, ringing(phone)
    running = [(call.number, "active")] if call is not None else []
    return [*running, *([(caller, "incoming")] if caller is not None else [])]


def ring(phone: Phone, number: str) -> None:
    """Lets the phone ring."""
    phone.system.ime.visible = False
    phone.system.overlay = Entry("systemui", INCOMING, {"caller": number})
    phone.changed()


def answer(phone: Phone) -> bool:
    """Answers the call that comes in; whether there was one."""
    number = ringing(phone)
    if number is None:
        return False
    phone.system.overlay = None
    Nav(phone, front_entry(phone.system)).send("call", number=number)
    phone.changed()
    return True


def hang_up(phone: Phone) -> bool:
    """Declines the call that comes in, or ends the one that runs; whether there was one."""
    if ringing(phone) is not None:
        phone.system.overlay = None
    elif phone.shared("calls").call is not None:
        phone.act(sharing("calls").id, "end_call")
    else:
        return False
    phone.changed()
    return True
