"""Web sites of organisations: a start page, who they are, how to reach them."""

from __future__ import annotations

from openphone_gym.phone.world.records import Block, Organisation, Site, WebPage


def of_organisation(organisation: Organisation, address: str) -> Site:
    """The site of an organisation: its founding day and its address stand on one page each."""
    name = organisation.name
    founded = f"{organisation.founded.day} {organisation.founded:%B %Y}"
    links = (Block("link", "About us", "/about"), Block("link", "Contact", "/contact"))
    home = WebPage("/", name, (Block("heading", name), Block("paragraph", organisation.about), *links))
    about = WebPage(
        "/about",
        f"About us - {name}",
        (
            Block("heading", f"About {name}"),
            Block("paragraph", f"{name} was founded on {founded}."),
            Block("paragraph", organisation.about),
            Block("link", "Start page", "/"),
        ),
    )
    contact = WebPage(
        "/contact",
        f"Contact - {name}",
        (
            Block("heading", "Contact"),
            Block("row", f"Address: {address}"),
            Block("row", f"Phone: {organisation.phone}"),
            Block("row", f"E-mail: {organisation.mail}"),
            Block("link", "Start page", "/"),
        ),
    )
    return Site(organisation.host, name, organisation.id, (home, about, contact))
