"""Sites of organisations: who they are, where they sit, what they offer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from openphone_gym.phone.world.records import Block, Organisation, Site, WebPage
from openphone_gym.phone.world.sites.regions import region_links, region_pages
from openphone_gym.phone.world.tables import slug, table, words

COLORS = (
    0xFF0B57D0, 0xFF146C2E, 0xFF8B5000, 0xFFB3261E, 0xFF6750A4, 0xFF006A63, 0xFF1F1F1F, 0xFF7D2E68,
    0xFF31536B,
)  # fmt: skip

ICONS = {
    "office": "domain", "bank": "bank", "shop": "shopping", "supermarket": "cart", "school": "school",
    "university": "school", "library": "bookshelf", "hospital": "hospital-building", "doctor": "stethoscope",
    "museum": "palette", "theater": "drama-masks", "gym": "dumbbell", "post_office": "mailbox",
    "energy": "lightning-bolt", "telecom": "cellphone", "insurance": "umbrella", "travel": "airplane",
    "newspaper": "newspaper-variant", "software": "application-brackets", "government": "gavel",
    "club": "account-group", "spam": "gift",
}  # fmt: skip
"""Icon of a site by the kind of its organisation."""

WITH_COOKIES = frozenset(("shop", "travel", "newspaper", "telecom", "insurance"))
"""Kinds of organisations whose sites ask about cookies."""

_LATER = 900
"""Fewest days from the foundation to the move into the present house."""


def of_organisation(organisation: Organisation, address: str, city: str, known: bool = True) -> Site:
    """The site of an organisation: its day of foundation and its address stand on one page each.

    Args:
        organisation: Whose site it is.
        address: Its postal address.
        city: Name of the city of this world.
        known: Whether its number and mail address belong to this world; else they are left out.
    """
    rng = random.Random(f"site/{organisation.id}/{organisation.name}")
    color, icon = rng.choice(COLORS), ICONS.get(organisation.kind, "web")
    if organisation.host in table("sites")["looks"]:
        tone, icon = table("sites")["looks"][organisation.host]
        color = 0xFF000000 | int(tone, 16)
    fixed = table("sites")["pages"].get(organisation.host, ())
    pages = [_fixed(page) for page in fixed] or _pages(rng, organisation, city)
    taken = {page.path for page in pages}
    more = [_about(rng, organisation), _contact(organisation, address, known), _jobs(organisation)]
    pages += [page for page in more if page.path not in taken]
    return Site(
        organisation.host,
        organisation.name,
        organisation.id,
        tuple(pages),
        color,
        icon,
        organisation.kind in WITH_COOKIES,
        organisation.kind != "spam",
    )


def long_date(day: date) -> str:
    """A day in words, such as ``30 March 1911``."""
    return f"{day.day} {day:%B} {day.year}"


def moved_in(rng: random.Random, founded: date) -> date:
    """When an organisation moved into its house: later than its foundation, on another day of the year."""
    last = date(2023, 12, 31).toordinal()
    first = min(founded.toordinal() + _LATER, last - 30)
    moved = date.fromordinal(rng.randint(first, last))
    return moved if moved.day != founded.day else date.fromordinal(moved.toordinal() - 3)


def _fixed(page: dict[str, Any]) -> WebPage:
    return WebPage(page["path"], page["title"], tuple([Block(*block) for block in page["blocks"]]))


@cache
def _kind(kind: str) -> dict[str, Any]:
    return table("sites")["kinds"][kind]


def _pages(rng: random.Random, organisation: Organisation, city: str) -> list[WebPage]:
    """Start page, what is on offer, news; of shops and the like, a page for each country."""
    kind = _kind(organisation.kind)
    name = organisation.name
    label, path = kind["shelf"]
    offers = _offers(rng, kind, name, path)
    home = (
        Block("picture", name, f"{kind['motif']}:{name}"),
        Block("heading", name),
        Block("paragraph", organisation.about),
        Block("button", label, path),
        Block("section", "Right now"),
        *(_card(offer, path, kind["motif"], name) for offer in offers[:3]),
        Block("link", "News", "/news"),
        Block("link", "About us", "/about"),
        Block("link", "Contact", "/contact"),
        *region_links(organisation),
    )
    shelf = (
        Block("heading", label),
        *(_card(offer, path, kind["motif"], name) for offer in offers),
        Block("link", "Start page", "/"),
    )
    return [
        WebPage("/", name, home),
        WebPage(path, f"{label} - {name}", shelf),
        WebPage("/news", f"News - {name}", _news(rng, kind, city)),
        *(_detail(offer, kind, name) for offer in offers),
        *region_pages(organisation, offers),
    ]


def _offers(rng: random.Random, kind: dict[str, Any], name: str, path: str) -> list[tuple[str, int]]:
    """Names and prices of what an organisation offers; 0 where nothing is asked for it."""
    named = words(kind["things"])
    low, _, high = kind["prices"].partition(" ")
    return [
        (thing, rng.randint(int(low), int(high)) if low else 0)
        for thing in rng.sample(named, min(len(named), 6))
    ]


def _card(offer: tuple[str, int], path: str, motif: str, name: str) -> Block:
    thing, price = offer
    told = f"${price}.00" if price else "More about it"
    return Block("card", f"{thing}\t{told}", f"{path}/{slug(thing)}", f"{motif}:{name}/{thing}")


def _detail(offer: tuple[str, int], kind: dict[str, Any], name: str) -> WebPage:
    thing, price = offer
    label, path = kind["shelf"]
    blocks = (
        Block("picture", thing, f"{kind['motif']}:{name}/{thing}"),
        Block("heading", thing),
        *((Block("row", f"Price\t${price}.00"),) if price else ()),
        Block(
            "paragraph",
            kind.get("detail", f"People ask {name} for {thing.lower()} more than for most things."),
        ),
        Block("paragraph", "Come and see for yourself, or ask us by phone or mail."),
        Block("link", label, path),
        Block("link", "Start page", "/"),
    )
    return WebPage(f"{path}/{slug(thing)}", f"{thing} - {name}", blocks, listed=False)


def _news(rng: random.Random, kind: dict[str, Any], city: str) -> tuple[Block, ...]:
    bodies = words(table("sites")["news"], "; ")
    heads: Sequence[str] = words(kind["news"], "; ")
    blocks = [Block("heading", "News")]
    for head in heads:
        blocks.append(Block("subsection", head.format(city=city)))
        blocks.append(Block("paragraph", " ".join(rng.sample(bodies, 2))))
    return (*blocks, Block("link", "Start page", "/"))


def _about(rng: random.Random, organisation: Organisation) -> WebPage:
    name = organisation.name
    moved = long_date(moved_in(rng, organisation.founded))
    blocks = (
        Block("heading", f"About {name}"),
        Block("paragraph", organisation.about),
        Block("section", "Our story"),
        Block("paragraph", f"{name} was founded on {long_date(organisation.founded)}."),
        Block("paragraph", f"The doors of the present house were opened on {moved}."),
        Block("file", "Annual report (PDF)", f"{slug(name)}-report.pdf"),
        Block("link", "Contact", "/contact"),
        Block("link", "Jobs", "/jobs"),
        Block("link", "Start page", "/"),
    )
    return WebPage("/about", f"About us - {name}", blocks)


def _contact(organisation: Organisation, address: str, known: bool) -> WebPage:
    rows = [f"Address\t{address}"] if address else []
    if known:
        rows += [f"Phone\t{organisation.phone}", f"E-mail\t{organisation.mail}"]
    blocks = (
        Block("heading", "Contact"),
        *(Block("row", row) for row in rows),
        *_reached(organisation, known),
        Block("section", "Write to us"),
        Block("field", "Your name"),
        Block("field", "Message"),
        Block("button", "Send", "/contact"),
        Block("link", "Start page", "/"),
    )
    return WebPage("/contact", f"Contact - {organisation.name}", blocks)


def _reached(organisation: Organisation, known: bool) -> tuple[Block, ...]:
    """Links to call and to write, if the number and the mail address belong to this world."""
    if not known:
        return ()
    return (
        Block("link", "Call us", f"tel:{organisation.phone}"),
        Block("link", "Send a mail", f"mailto:{organisation.mail}"),
    )


def _jobs(organisation: Organisation) -> WebPage:
    blocks = (
        Block("heading", "Jobs"),
        Block("paragraph", table("sites")["jobs"]),
        Block("link", "Start page", "/"),
    )
    return WebPage("/jobs", f"Jobs - {organisation.name}", blocks, listed=False)
