"""The encyclopedia: fixed articles, and one on every known organisation, work and the city of a world."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from openphone_gym.phone.world.records import Block, Book, Organisation, Site, WebPage
from openphone_gym.phone.world.sites.organisations import long_date, moved_in
from openphone_gym.phone.world.tables import table, words

HOST = "en.wikipedia.org"
NAME = "Wikipedia"
GERMAN_HOST = "de.wikipedia.org"
COLOR = 0xFFFFFFFF

KNOWN = frozenset((
    "bank", "university", "school", "library", "hospital", "museum", "theater", "travel", "newspaper",
    "software", "telecom", "energy", "insurance", "government", "shop", "office",
))  # fmt: skip
"""Kinds of organisations that have an article."""

TYPES = {
    "bank": "bank", "university": "university", "school": "school", "library": "library",
    "hospital": "hospital", "museum": "museum", "theater": "theater", "travel": "travel company",
    "newspaper": "newspaper", "software": "maker of software", "telecom": "telecommunications company",
    "energy": "supplier of energy", "insurance": "insurance company", "government": "public authority",
    "shop": "retailer", "office": "company",
}  # fmt: skip

FEATURED = ("Solar eclipse", "Sourdough", "Lighthouse", "Rainbow")
"""Articles to which the main page leads."""

FOREIGN = {
    "Hyperbolic functions": (
        "Hyperbelfunktionen",
        (
            ("paragraph", "Die Hyperbelfunktionen gehören zur Hyperbel wie die Winkelfunktionen zum Kreis."),
            ("section", "Verwendung"),
            ("paragraph", "Eine Kette, die zwischen zwei Pfosten hängt, folgt dem hyperbolischen Kosinus."),
        ),
        (
            (
                "paragraph",
                "The hyperbolic functions belong to the hyperbola as trigonometric ones do to the circle.",
            ),
            ("section", "Use"),
            ("paragraph", "A chain that hangs between two posts follows the hyperbolic cosine."),
        ),
    ),
}
"""Articles in German: title, blocks, and the same in English."""


def address_of(title: str) -> str:
    """Where the article of that title is."""
    return f"https://{HOST}{_path(title)}"


def _path(title: str) -> str:
    return f"/wiki/{title.replace(' ', '_')}"


@cache
def fixed_titles() -> tuple[str, ...]:
    """Titles of the articles that all worlds have."""
    return tuple(entry["title"] for entry in table("encyclopedia"))


def book_title(book: Book) -> str:
    """Title of the article on a work."""
    return f"{book.title} (book)" if book.title in fixed_titles() else book.title


def is_known(organisation: Organisation) -> bool:
    """Whether there is an article on an organisation that is not fixed."""
    return organisation.kind in KNOWN and organisation.name not in _fixed_names()


@cache
def _fixed_names() -> frozenset[str]:
    return frozenset((*fixed_titles(), "Nike", "Nike Hong Kong", "Google Scholar", "Teaching Office", NAME))


@cache
def fixed_articles() -> tuple[WebPage, ...]:
    """The articles that all worlds have."""
    return tuple(_article(entry) for entry in table("encyclopedia"))


def site(organisations: Sequence[tuple[Organisation, str]], books: Iterable[Book], city: str) -> Site:
    """The encyclopedia of a world.

    Args:
        organisations: Those with an article, each with its postal address.
        books: Works, each of which has an article.
        city: Name of the city.
    """
    articles = [
        *fixed_articles(),
        *(_on_organisation(organisation, address, city) for organisation, address in organisations),
        *(_on_book(book) for book in books),
        _on_city(city, [organisation for organisation, _ in organisations]),
    ]
    return Site(HOST, NAME, "", (_main_page(articles), _about(), *articles), COLOR, "book-open-page-variant")


def german_site() -> Site:
    """The German edition, with few articles."""
    pages = []
    for title, (german, blocks, english) in FOREIGN.items():
        link = Block("link", title, address_of(title))
        pages.append(
            WebPage(
                _path(german),
                f"{german} – Wikipedia",
                (Block("heading", german), *(Block(kind, text) for kind, text in blocks), link),  # pyright: ignore[reportArgumentType]
                "German",
                (Block("heading", title), *(Block(kind, text) for kind, text in english), link),  # pyright: ignore[reportArgumentType]
            )
        )
    links = tuple([Block("link", german, _path(german)) for german, _, _ in FOREIGN.values()])
    blocks = (Block("heading", "Wikipedia"), *links)
    home = WebPage("/", "Wikipedia – Die freie Enzyklopädie", blocks, "German", blocks)
    return Site(GERMAN_HOST, NAME, "", (home, *pages), COLOR, "book-open-page-variant")


def _page(title: str, *blocks: Block) -> WebPage:
    return WebPage(_path(title), f"{title} - {NAME}", blocks)


def _main_page(articles: Sequence[WebPage]) -> WebPage:
    featured = [page for page in articles if page.path in [_path(title) for title in FEATURED]]
    blocks = (
        Block("heading", "Main Page"),
        Block("field", "Search Wikipedia", "/search"),
        Block("section", "From today's articles"),
        *(Block("link", page.title.removesuffix(f" - {NAME}"), page.path) for page in featured),
        Block("section", "Did you know"),
        Block("item", "that each lighthouse has its own rhythm of flashes?"),
        Block("item", "that some sourdough starters are decades old?"),
    )
    return WebPage("/", f"{NAME}, the encyclopedia", blocks)


def _about() -> WebPage:
    blocks = (
        Block("heading", f"About {NAME}"),
        Block(
            "paragraph",
            "Everybody may write here. Articles should be neutral, and name where facts come from.",
        ),
        Block("link", "Start page", "/"),
    )
    return WebPage("/about", f"About {NAME}", blocks)


def _article(entry: dict[str, Any]) -> WebPage:
    title = entry["title"]
    sections: list[Block] = []
    for head, text in entry["sections"].items():
        sections.append(Block("section", head))
        for number, part in enumerate(words(text, " | ")):
            sections.append(Block("item" if number else "paragraph", part))
    foreign = FOREIGN.get(title)
    other = (Block("link", "Deutsch", f"https://{GERMAN_HOST}{_path(foreign[0])}"),) if foreign else ()
    return _page(
        title,
        Block("heading", title),
        *other,
        Block("picture", title, entry["picture"]),
        *(Block("row", f"{name}\t{value}") for name, value in entry["facts"].items()),
        Block("paragraph", entry["lead"]),
        *sections,
        *_see_also(words(entry["see"], " | ")),
    )


def _see_also(titles: Iterable[str]) -> tuple[Block, ...]:
    return (Block("section", "See also"), *(Block("link", title, _path(title)) for title in titles))


def _on_organisation(organisation: Organisation, address: str, city: str) -> WebPage:
    name, type_ = organisation.name, TYPES[organisation.kind]
    rng = random.Random(f"article/{organisation.id}/{name}")
    moved = moved_in(rng, organisation.founded)
    return _page(
        name,
        Block("heading", name),
        Block("picture", name, f"skyline:{name}"),
        Block("row", f"Type\t{type_.capitalize()}"),
        Block("row", f"Founded\t{long_date(organisation.founded)}"),
        Block("row", f"Present house\t{long_date(moved)}"),
        Block("row", f"Address\t{address}"),
        Block("row", f"Website\t{organisation.host}"),
        Block("paragraph", f"{name} is a {type_}. {organisation.about}"),
        Block("section", "History"),
        Block(
            "paragraph",
            f"It was founded on {long_date(organisation.founded)} by some friends in two rented rooms. "
            f"The house in which it works today was opened on {long_date(moved)}.",
        ),
        Block("section", "Place"),
        Block("paragraph", f"Letters are sent to {address}."),
        *_see_also((city,)),
        Block("link", "Official website", f"https://{organisation.host}/"),
    )


def _on_book(book: Book) -> WebPage:
    title = book_title(book)
    kind = book.categories[0].lower() if book.categories else "prose"
    return _page(
        title,
        Block("heading", title),
        Block("picture", title, f"cover:{book.title}\n{book.author}"),
        Block("row", f"Author\t{book.author}"),
        Block("row", f"Published\t{book.year}"),
        Block("row", f"Category\t{', '.join(book.categories)}"),
        Block("paragraph", f"{book.title} is a work of {kind} by {book.author}. It came out in {book.year}."),
        Block("section", "Reception"),
        Block("paragraph", "It has been printed again and again, and is read in schools of many countries."),
    )


def _on_city(city: str, organisations: Sequence[Organisation]) -> WebPage:
    return _page(
        city,
        Block("heading", city),
        Block("picture", city, f"skyline:{city}"),
        Block(
            "paragraph",
            f"{city} is a city with straight streets, some parks, and buses and trains to all sides.",
        ),
        Block("section", "Institutions"),
        *(
            Block("link", one.name, _path(one.name))
            for one in organisations
            if one.kind in ("university", "museum", "library", "hospital", "theater")
        ),
    )
