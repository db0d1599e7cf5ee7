"""What is around the phone: Wi-Fi networks and Bluetooth devices."""

from __future__ import annotations

import random
from collections.abc import Sequence

from openphone_gym.phone.world.records import Gadget, Network, Organisation, Person
from openphone_gym.phone.world.tables import pairs, table

HOME_NETWORK = Network("AndroidWifi")
"""The network that every phone is connected to."""

FAR_NETWORKS = (Network("Grandma's Wi-Fi", "apple-pie-19"),)
"""Networks that every phone knows from elsewhere."""


def draw_networks(
    rng: random.Random, hosts: Sequence[Organisation], people: Sequence[Person]
) -> tuple[Network, ...]:
    """The home network, then 2 to 5 others: guests' networks of organisations, routers of the neighbours."""
    routers = [Network(name, password) for name, password in pairs(table("around")["routers"])]
    guests = [Network(f"{host.name} Guest") for host in hosts]
    homes = [
        Network(f"{person.latin.split()[-1]}-Home", f"quiet-lamp-{rng.randint(10, 99)}")
        for person in people
    ]
    return (HOME_NETWORK, *rng.sample([*routers, *guests, *homes], rng.randint(2, 5)))


def draw_gadgets(rng: random.Random, people: Sequence[Person]) -> tuple[Gadget, ...]:
    """2 to 4 Bluetooth devices, somebody's laptop perhaps among them."""
    known = [Gadget(name, icon) for name, icon in pairs(table("around")["gadgets"])]
    laptops = [Gadget(f"{person.latin.split()[0]}'s Laptop", "laptop") for person in people]
    return tuple(rng.sample([*known, *laptops], rng.randint(2, 4)))
