"""Opening pages: an article, a home page, the site of a brand for a country."""

from __future__ import annotations

from openphone_gym.phone.world.records import Organisation
from openphone_gym.phone.world.sites import encyclopedia
from openphone_gym.phone.world.sites.regions import Region, is_regional, regions
from openphone_gym.tasks.chrome.ways import APP, BROWSING, is_open, page_open, shows_page
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task

PREPARE = "Connect the phone to the net and close all tabs of Chrome."


def countries() -> list[Region]:
    """Countries that are asked for: those whose pages are in English."""
    return [region for region in regions() if region.language == "English"]


def an_article(d: Drawing) -> str:
    """Draws the title of an article: on a matter of any world, on somebody of this one, or on a work."""
    world = d.phone.world
    known = [one.name for one in world.organisations if encyclopedia.is_known(one)]
    works = [encyclopedia.book_title(book) for book in world.books]
    return d.choice(d.choice((encyclopedia.fixed_titles(), known, works)))


def with_site(d: Drawing) -> list[Organisation]:
    """Organisations whose home page can be asked for."""
    return [one for one in d.phone.world.organisations if one.kind != "spam"]


def the_owner(d: Drawing) -> Organisation:
    """The organisation whose name was drawn."""
    return next(one for one in d.phone.world.organisations if one.name == d.params.site)


def a_brand(d: Drawing) -> str:
    """Draws an organisation with pages for single countries."""
    return d.choice([one.name for one in d.phone.world.organisations if is_regional(one)])


def a_region(d: Drawing) -> str:
    """Draws a country."""
    return d.choice(countries()).name


def pages_for(d: Drawing) -> list[str]:
    """Where the pages of the brand for the country are."""
    brand = next(one for one in d.phone.world.organisations if one.name == d.params.brand)
    region = next(one for one in countries() if one.name == d.params.region)
    return [f"https://{brand.host}/{region.code}"]


def chrome_4(hand: Hand, p: Params) -> None:
    page_open(hand, p.url, f"{p.article} - Wikipedia", f"{p.article} Wikipedia")


def chrome_5(hand: Hand, p: Params) -> None:
    page_open(hand, p.url, p.site, p.site)


def chrome_6(hand: Hand, p: Params) -> None:
    title = f"{p.brand} {p.region}"
    page_open(hand, p.urls[0], title, title)


TASKS = [
    Task(
        id="chrome_4",
        app=APP,
        group="pages",
        start="home",
        own_steps=6,
        goals=[
            "Open the Wikipedia article about {article} in Chrome.",
            "Show me the English Wikipedia page on {article} in the browser.",
            "Find {article} on Wikipedia with Chrome and leave the article open.",
        ],
        params={
            "article": Param("Hyperbolic functions", an_article),
            "url": Param(
                "https://en.wikipedia.org/wiki/Hyperbolic_functions",
                lambda d: encyclopedia.address_of(d.params.article),
            ),
        },
        subgoals=[
            SubGoal(
                "article_open",
                "Is the English Wikipedia article {article} open in Chrome?",
                lambda phone, p: is_open(phone, [p.url]),
                screen=shows_page("url"),
            )
        ],
        may_change=BROWSING,
        solution=chrome_4,
        prepare=PREPARE,
    ),
    Task(
        id="chrome_5",
        app=APP,
        group="pages",
        start="home",
        own_steps=6,
        goals=[
            "Open the home page of {site} in Chrome.",
            "Go to the start page of the web site of {site}.",
            "In the browser, visit {site}: I want to see the front page of its own site.",
        ],
        params={
            "site": Param("GitHub", lambda d: d.choice(with_site(d)).name),
            "url": Param("https://github.com/", lambda d: f"https://{the_owner(d).host}/"),
        },
        subgoals=[
            SubGoal(
                "home_page_open",
                "Is the home page of {site} open in Chrome, not another page of it or a list of results?",
                lambda phone, p: is_open(phone, [p.url]) and phone.chrome.tab.url == p.url,
                screen=shows_page("url"),
            )
        ],
        may_change=BROWSING,
        solution=chrome_5,
        prepare=PREPARE,
    ),
    Task(
        id="chrome_6",
        app=APP,
        group="pages",
        start="home",
        own_steps=6,
        goals=[
            "Open the {brand} {region} site in Chrome.",
            "I want to shop at {brand} from {region}: open its site for {region} in the browser.",
            "Go to the web site of {brand} that is meant for {region}.",
        ],
        params={
            "brand": Param("Nike", a_brand),
            "region": Param("Hong Kong", a_region),
            "urls": Param(["https://www.nike.com.hk/", "https://www.nike.com/hk"], pages_for),
        },
        subgoals=[
            SubGoal(
                "site_open",
                "Is the site of {brand} for {region} open in Chrome, and not that for another country?",
                lambda phone, p: is_open(phone, p.urls),
                screen=shows_page("urls", below=True),
            )
        ],
        may_change=BROWSING,
        solution=chrome_6,
        prepare=PREPARE,
    ),
]
