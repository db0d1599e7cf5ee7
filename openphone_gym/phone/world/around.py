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

HOSTS = ("library-1", "museum-1", "gym-1", "theater-1")
"""Organisations that offer Wi-Fi to their guests."""

NEARBY = 2
"""Number of people, the first ones of the address book, whose routers and laptops are near."""


def draw_networks(rng: random.Random, world: World) -> tuple[Network, ...]:
    """The home network, then 2 to 5 others: guests' networks of organisations, routers of the neighbours."""
    digits = [rng.randint(10, 99) for _ in range(NEARBY)]
    near: Sequence[Callable[[], Network]] = [
        *(partial(Network, name, password) for name, password in pairs(table("around")["routers"])),
        *(partial(_guests, world, host) for host in HOSTS),
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


def _guests(world: World, host: str) -> Network:
    return Network(f"{world.organisation_name(host)} Guest")


def _home(world: World, place: int, digits: int) -> Network:
    return Network(f"{world.neighbours[place].latin.split()[-1]}-Home", f"quiet-lamp-{digits}")


def _laptop(world: World, place: int) -> Gadget:
    return Gadget(f"{world.neighbours[place].latin.split()[0]}'s Laptop", "laptop")
