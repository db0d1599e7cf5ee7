"""Sites that belong to no organisation: search engines, a guide to the city, pages of people, advertisers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openphone_gym.phone.world.records import (
    Block,
    Community,
    Organisation,
    Person,
    Place,
    Post,
    Profile,
    Site,
    Video,
    WebPage,
)
from openphone_gym.phone.world.tables import slug, table

ENGINES = {
    "Google": "www.google.com",
    "Yahoo!": "search.yahoo.com",
    "Bing": "www.bing.com",
    "DuckDuckGo": "duckduckgo.com",
    "Ecosia": "www.ecosia.org",
}
"""Search engines by name, with their hosts."""

GUIDE = "cityguide.example.org"
FORUM, VIDEO_SITE, MAIL = "www.reddit.com", "www.tiktok.com", "mail.google.com"
DEALS = "-deals.example.net"
"""What stands behind the name of a shop in the host of a site that only looks like the shop's."""

_LISTED = ("restaurant", "cafe", "hotel", "museum", "shop", "pharmacy")
"""Kinds of places in the guide, and the names of their lists."""


def engine(name: str) -> Site:
    """The start page of a search engine."""
    host = ENGINES[name]
    home = WebPage("/", name, (Block("heading", name), Block("field", "Search the web", "/search")))
    about = WebPage(
        "/about", f"About {name}", (Block("heading", f"About {name}"), Block("link", "Start page", "/"))
    )
    return Site(host, name, "", (home, about), 0xFFFFFFFF, "magnify")


def guide(city: str, places: Iterable[Place]) -> Site:
    """A guide to the city: a page for each of its better known places, by kind."""
    listed = [place for place in places if place.kind in _LISTED and place.name and not place.organisation]
    title = f"Guide to {city}"
    lists = [_list(title, kind, [place for place in listed if place.kind == kind]) for kind in _LISTED]
    home = WebPage(
        "/",
        title,
        (
            Block("picture", city, f"skyline:guide {city}"),
            Block("heading", title),
            Block("paragraph", f"Where to eat, sleep and shop in {city}."),
            *(Block("link", page.blocks[0].text, page.path) for page in lists),
        ),
    )
    return Site(GUIDE, title, "", (home, *lists, *(_place(place, city) for place in listed)), 0xFF006A63,
                "map-marker", cookies=True)  # fmt: skip


def _list(title: str, kind: str, places: Sequence[Place]) -> WebPage:
    head = f"{kind.capitalize()}s".replace("ys", "ies")
    links = tuple([Block("link", place.name, _path(place)) for place in places])
    return WebPage(
        f"/{kind}", f"{head} - {title}", (Block("heading", head), *links, Block("link", "Start page", "/"))
    )


def _path(place: Place) -> str:
    return f"/{place.kind}/{slug(place.name)}-{place.id.rpartition('-')[2]}"


def _place(place: Place, city: str) -> WebPage:
    motif = {"restaurant": "plate", "cafe": "plate", "shop": "product"}.get(place.kind, "skyline")
    rows = [f"Address\t{place.address}, {city}"]
    rows += [f"Hours\t{place.opens}"] if place.opens else []
    rows += [f"Phone\t{place.phone}"] if place.phone else []
    return WebPage(
        _path(place),
        f"{place.name} - {city}",
        (
            Block("picture", place.name, f"{motif}:{place.id}/{place.name}"),
            Block("heading", place.name),
            *(Block("row", row) for row in rows),
            Block("paragraph", f"Our readers like {place.name} for its quiet corners and friendly people."),
            Block("link", "Start page", "/"),
        ),
    )


def of_person(person: Person) -> Site:
    """The page of somebody who has one."""
    name = person.latin or person.name
    mails = tuple([Block("row", f"E-mail\t{mail.value}") for mail in person.mails[:1]])
    blocks = (
        Block("picture", name, f"face:{name}"),
        Block("heading", name),
        Block("paragraph", "Pictures, notes and things that I make. Write to me if you like them."),
        *mails,
    )
    host, _, path = person.website.partition("/")
    pages = [WebPage("/", name, blocks)]
    if path:
        pages.append(WebPage(f"/{path}", name, blocks))
    return Site(host, name, "", tuple(pages), 0xFF31536B, "account", secure=False)


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


def forum(communities: Sequence[Community], posts: Sequence[Post]) -> Site:
    """The forum as a browser without an account sees it."""
    by = {post.community: 0 for post in posts}
    pages = [
        WebPage(
            f"/{community.id}",
            f"{community.id} - Reddit",
            (
                Block("heading", community.id),
                Block("paragraph", community.about),
                *(Block("subsection", post.title) for post in posts if post.community == community.id),
                Block("link", "Start page", "/"),
            ),
        )
        for community in communities
        if community.id in by
    ]
    home = (
        Block("heading", "Reddit"),
        Block("paragraph", "Communities about everything. Get the app for the best experience."),
        *(Block("link", page.blocks[0].text, page.path) for page in pages),
    )
    return Site(
        FORUM, "Reddit", "", (WebPage("/", "Reddit", home), *pages), 0xFFFF4500, "reddit", cookies=True
    )


def video_site(profiles: Sequence[Profile], videos: Sequence[Video]) -> Site:
    """The video site as a browser without an account sees it."""
    pages = [
        WebPage(
            f"/@{profile.id}",
            f"{profile.name} (@{profile.id}) | TikTok",
            (
                Block("picture", profile.name, f"face:{profile.id}"),
                Block("heading", profile.name),
                Block("row", f"Followers\t{profile.followers:,}"),
                Block("paragraph", profile.about),
                *(Block("item", video.caption) for video in videos if video.profile == profile.id),
                Block("link", "Start page", "/"),
            ),
        )
        for profile in profiles
    ]
    home = (
        Block("heading", "TikTok"),
        Block("paragraph", "Short videos. Get the app to watch them."),
        *(Block("link", f"@{profile.id}", f"/@{profile.id}") for profile in profiles),
    )
    return Site(VIDEO_SITE, "TikTok", "", (WebPage("/", "TikTok", home), *pages), 0xFF1F1F1F, "music-note")


def of_maker(host: str) -> Site:
    """A small site of somebody who makes one of the apps, to which the app has links."""
    told = table("sites")["makers"][host]
    links = tuple([Block("link", head, path) for path, (head, _) in told["pages"].items() if path != "/"])
    pages = tuple(
        WebPage(
            path,
            told["title"] if path == "/" else f"{head} - {told['title']}",
            (
                Block("heading", head),
                Block("paragraph", words),
                *(links if path == "/" else (Block("link", "Start page", "/"),)),
            ),
        )
        for path, (head, words) in told["pages"].items()
    )
    return Site(host, told["title"], "", pages, 0xFF31536B, told["icon"])


def mail() -> Site:
    """The mail service before somebody has signed in."""
    blocks = (
        Block("heading", "Sign in"),
        Block("paragraph", "Continue to Gmail"),
        Block("field", "Email or phone"),
        Block("button", "Next", "/"),
    )
    return Site(MAIL, "Gmail", "", (WebPage("/", "Gmail", blocks),), 0xFFFFFFFF, "gmail")
