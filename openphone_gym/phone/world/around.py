"""What is around the phone: Wi-Fi networks and Bluetooth devices.

It is drawn from what there might be, and only what is drawn is made: no other host or owner is asked for.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from openphone_gym.phone.world.records import Gadget, Network
from openphone_gym.phone.world.tables import pairs, table

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

HOME_NETWORK = Network("AndroidWifi")
"""The network that every phone is connected to."""

FAR_NETWORKS = (Network("Grandma's Wi-Fi", "apple-pie-19"),)
"""Networks that every phone knows from elsewhere."""

GUESTS = ("library", "museum", "gym", "theater")
"""Kinds of organisations that offer Wi-Fi to their guests; it is the first one of each."""

NEARBY = 2
"""Number of people, the first ones of the address book, whose routers and laptops are near."""


def draw_networks(rng: random.Random, world: World) -> tuple[Network, ...]:
    """The home network, then 2 to 5 others: guests' networks of organisations, routers of the neighbours."""
    digits = [rng.randint(10, 99) for _ in range(NEARBY)]
    near: Sequence[Callable[[], Network]] = [
        *(partial(Network, name, password) for name, password in pairs(table("around")["routers"])),
        *(partial(_guests, world, kind) for kind in GUESTS),
        *(partial(_home, world, place, digits[place]) for place in range(NEARBY)),
    ]
    return (HOME_NETWORK, *(make() for make in rng.sample(near, rng.randint(2, 5))))


def draw_gadgets(rng: random.Random, world: World) -> tuple[Gadget, ...]:
    """2 to 4 Bluetooth devices, somebody's laptop perhaps among them."""
    near: Sequence[Callable[[], Gadget]] = [
        *(partial(Gadget, name, icon) for name, icon in pairs(table("around")["gadgets"])),
        *(partial(_laptop, world, place) for place in range(NEARBY)),
    ]
    return tuple(make() for make in rng.sample(near, rng.randint(2, 4)))


def _guests(world: World, kind: str) -> Network:
    return Network(f"{world.organisations_of(kind)[0].name} Guest")


def _home(world: World, place: int, digits: int) -> Network:
    return Network(f"{world.address_book[place].latin.split()[-1]}-Home", f"quiet-lamp-{digits}")


def _laptop(world: World, place: int) -> Gadget:
    return Gadget(f"{world.address_book[place].latin.split()[0]}'s Laptop", "laptop")
