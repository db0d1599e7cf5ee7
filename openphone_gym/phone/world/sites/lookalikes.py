"""Sites that look like somebody else's, to which advertisements lead."""

from __future__ import annotations

from openphone_gym.phone.world.records import Block, Organisation, Site, WebPage
from openphone_gym.phone.world.tables import slug

DEALS = "-deals.example.net"
"""What stands behind the name of a shop in the host of a site that only looks like the shop's."""


def deals(organisation: Organisation) -> Site:
    """A site that looks like a shop's, and is not: it sells everything for nothing."""
    name = organisation.name
    blocks = (
        Block("picture", name, f"product:{name} deals"),
        Block("heading", f"{name}: deals of the day"),
        Block("paragraph", f"Everything from {name} up to 90 % off. We are not connected with {name}."),
        Block("card", "Mystery box\t$4.99", "/order", "product:mystery"),
        Block("card", "Last pair\t$9.99", "/order", "product:last"),
        Block("button", "Order now", "/order"),
    )
    order = (
        Block("heading", "Order"),
        Block("field", "Your name"),
        Block("field", "Card number"),
        Block("button", "Pay", "/order"),
    )
    host = slug(name) + DEALS
    pages = (WebPage("/", f"{name} deals", blocks), WebPage("/order", "Order", order))
    return Site(host, f"{name} deals", "", pages, 0xFFB3261E, "sale", cookies=True, secure=False)
