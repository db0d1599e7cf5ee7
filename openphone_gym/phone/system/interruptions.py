"""What disturbs a user: a call, a notification, a dialog, a slow screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from openphone_gym.phone.app import installed_apps, sharing
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.state import LOADING_UNTIL, Entry, Notification

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

SLOW_MS = 4_000


def disturb(phone: Phone) -> None:
    """Lets the interruption happen that is due after this gesture, if one is."""
    kind = phone.system.interruptions.pop(phone.system.gestures, None)
    if kind is not None:
        INTERRUPTIONS[kind](phone)
        phone.changed()


def _somebody(phone: Phone) -> str:
    """Who calls and writes: the last of the benchmark's address book; on other phones nobody of a task."""
    world = phone.world
    return world.address_book[-1].name if world.canonical else world.organisation("club-1").name


def _notification(phone: Phone) -> None:
    somebody = _somebody(phone)
    note = Notification(
        sharing("texts").id,
        somebody,
        "Are we still on for tonight?",
        phone.system.clock,
        "compose",
        {"number": somebody},
        key="chat",
        heads_up=True,
    )
    phone.system.notifications.append(note)


def _call(phone: Phone) -> None:
    phone.system.ime.visible = False
    phone.system.overlay = Entry("systemui", "incoming_call", {"caller": _somebody(phone)})


def _low_battery(phone: Phone) -> None:
    phone.system.ime.visible = False
    phone.system.battery = 15
    phone.system.overlay = Entry("systemui", "low_battery")


def _permission(phone: Phone) -> None:
    app = stacks.front_task(phone.system).app
    if app == stacks.LAUNCHER:
        return
    phone.system.ime.visible = False
    phone.system.overlay = Entry("systemui", "permission", {"app": app, "permission": "Notifications"})


def _slow_load(phone: Phone) -> None:
    entry = stacks.front_entry(phone.system)
    entry.local[LOADING_UNTIL] = phone.system.clock + SLOW_MS


def _nuisance(phone: Phone) -> None:
    """Shows one of the screens with which the app in front bothers its users."""
    system = phone.system
    entry = stacks.active_entry(system)
    nuisances = installed_apps()[entry.app].nuisances
    if nuisances and system.overlay is None:
        system.ime.visible = False
        stacks.push(system, Entry(entry.app, nuisances[system.gestures % len(nuisances)]))


INTERRUPTIONS: dict[str, Callable[[Phone], None]] = {
    "notification": _notification,
    "call": _call,
    "low_battery": _low_battery,
    "permission": _permission,
    "nuisance": _nuisance,
    "slow_load": _slow_load,
}
"""Interruption by name, as ``System.interruptions`` schedules them."""
