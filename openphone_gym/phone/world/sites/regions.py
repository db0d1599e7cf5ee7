"""Pages of a brand for single countries, in their language and currency."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from openphone_gym.phone.world.records import Block, Organisation, WebPage
from openphone_gym.phone.world.tables import slug, table

ELSEWHERE = {("www.nike.com", "hk"): "https://www.nike.com.hk/"}
"""Pages for a country that have a site of their own, by host and country."""

REGIONAL = ("www.nike.com.hk",)
"""Sites that are for one country themselves, and have no pages for others."""


class Region(NamedTuple):
    """A country in which brands sell.

    Attributes:
        code: Path of its pages.
        name: Name.
        currency: Sign of its money.
        rate: Its money for a dollar.
        language: Language of its pages.
        words: What stands on them by the English words, if they are in another language.
    """

    code: str
    name: str
    currency: str
    rate: float
    language: str
    words: dict[str, str]

    def price(self, dollars: int) -> str:
        """A sum of dollars in the money of the country."""
        return f"{self.currency}{round(dollars * self.rate):,}"


@cache
def regions() -> tuple[Region, ...]:
    """All countries."""
    entries: dict[str, dict[str, Any]] = table("sites")["regions"]
    return tuple(
        Region(code, one["name"], one["currency"], one["rate"], one["language"], one.get("words", {}))
        for code, one in entries.items()
    )


def is_regional(organisation: Organisation) -> bool:
    """Whether an organisation has pages for single countries."""
    return organisation.kind in table("sites")["regional"] and organisation.host not in REGIONAL


def region_links(organisation: Organisation) -> tuple[Block, ...]:
    """The link to the list of countries."""
    return (Block("link", "Choose another country", "/regions"),) if is_regional(organisation) else ()


def region_pages(organisation: Organisation, offers: Sequence[tuple[str, int]]) -> list[WebPage]:
    """The list of countries, and a page for each."""
    if not is_regional(organisation):
        return []
    links = (Block("link", region.name, f"/{region.code}") for region in regions())
    chooser = (Block("heading", "Choose your country"), *links, Block("link", "Start page", "/"))
    return [
        WebPage("/regions", f"Countries - {organisation.name}", chooser),
        *(_of_region(organisation, region, offers) for region in regions()),
    ]


def _of_region(organisation: Organisation, region: Region, offers: Sequence[tuple[str, int]]) -> WebPage:
    title = f"{organisation.name} {region.name}"
    path = f"/{region.code}"
    moved = ELSEWHERE.get((organisation.host, region.code), "")
    if moved:
        return WebPage(path, title, (), moved=moved)
    english = _blocks(organisation, region, offers, {})
    if not region.words:
        return WebPage(path, title, english)
    return WebPage(path, title, _blocks(organisation, region, offers, region.words), region.language, english)


def _blocks(
    organisation: Organisation, region: Region, offers: Sequence[tuple[str, int]], known: dict[str, str]
) -> tuple[Block, ...]:
    name = organisation.name

    def said(words: str) -> str:
        return known.get(words, words).format(brand=name, region=region.name, sum=region.price(60))

    shelf = table("sites")["kinds"][organisation.kind]["shelf"][1]
    motif = table("sites")["kinds"][organisation.kind]["motif"]
    cards = (
        Block("card", f"{thing}\t{region.price(price)}", f"{shelf}/{slug(thing)}", f"{motif}:{name}/{thing}")
        for thing, price in offers[:4]
    )
    return (
        Block("picture", name, f"{motif}:{name}/{region.code}"),
        Block("heading", f"{name} {region.name}"),
        Block("paragraph", said("Welcome to {brand}")),
        Block("paragraph", said("Our shop for {region}")),
        *cards,
        Block("paragraph", said("Free delivery from {sum}")),
        Block("link", said("About us"), "/about"),
        Block("link", said("Choose another country"), "/regions"),
    )
