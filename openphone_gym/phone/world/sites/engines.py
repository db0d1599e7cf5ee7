"""Search engines: their start pages. What they find is `world.search`'s."""

from __future__ import annotations

from openphone_gym.phone.world.records import Block, Site, WebPage

ENGINES = {
    "Google": "www.google.com",
    "Yahoo!": "search.yahoo.com",
    "Bing": "www.bing.com",
    "DuckDuckGo": "duckduckgo.com",
    "Ecosia": "www.ecosia.org",
}
"""Search engines by name, with their hosts."""


def engine(name: str) -> Site:
    """The start page of a search engine."""
    host = ENGINES[name]
    home = WebPage("/", name, (Block("heading", name), Block("field", "Search the web", "/search")))
    about = WebPage(
        "/about", f"About {name}", (Block("heading", f"About {name}"), Block("link", "Start page", "/"))
    )
    return Site(host, name, "", (home, about), 0xFFFFFFFF, "magnify")
