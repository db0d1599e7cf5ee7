"""The net of a world: its links lead somewhere, its facts agree, and what is searched for is found."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from openphone_gym.phone.world import addresses, world
from openphone_gym.phone.world.parts import World
from openphone_gym.phone.world.records import Block, Site, WebPage
from openphone_gym.phone.world.search import Index, tokens
from openphone_gym.phone.world.sites import encyclopedia, engines, services
from openphone_gym.phone.world.sites.organisations import long_date

WORLDS = [None, 4, 19]
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
LINKS = ("link", "button", "card")


def all_sites(of: World) -> Iterator[Site]:
    hosts = [*of.web.hosts(), *engines.ENGINES.values(), services.MAIL, encyclopedia.GERMAN_HOST]
    for host in hosts:
        site = of.site(host)
        assert site is not None, host
        yield site


def blocks(site: Site) -> Iterator[tuple[str, Block]]:
    for page in site.pages:
        for block in (*page.blocks, *page.english):
            yield f"https://{site.host}{page.path}", block


def facts_of(of: World, url: str) -> dict[str, str]:
    found = of.web.look_up(url)
    assert found is not None
    assert found.page is not None
    rows = [block.text.partition("\t") for block in found.page.blocks if block.kind == "row"]
    return {name: value for name, _, value in rows}


@pytest.mark.parametrize("seed", WORLDS)
def test_links_lead_to_pages(seed: int | None) -> None:
    of = world(seed)
    count = 0
    for site in all_sites(of):
        for url, block in blocks(site):
            if block.kind in LINKS and not block.target.startswith(("tel:", "mailto:")):
                found = of.web.look_up(addresses.joined(url, block.target))
                assert found is not None, (url, block)
                assert found.page is not None, (url, block)
                count += 1
    assert count > 1_000


@pytest.mark.parametrize("seed", WORLDS)
def test_sites_have_a_start_page_and_one_page_a_path(seed: int | None) -> None:
    for site in all_sites(world(seed)):
        paths = [page.path for page in site.pages]
        assert paths[0] == "/", site.host
        assert len(set(paths)) == len(paths), site.host
        for page in site.pages:
            assert bool(page.english) == (page.language != "English")
            assert [b.kind for b in page.english] == [b.kind for b in page.blocks] or not page.english


@pytest.mark.parametrize("seed", WORLDS)
def test_each_organisation_has_one_day_of_foundation_and_one_address(seed: int | None) -> None:
    of = world(seed)
    near = 0
    for one in of.organisations:
        if one.host == encyclopedia.HOST or one.kind == "spam":
            continue
        site, founded, address = of.site(one.host), long_date(one.founded), of.address(one)
        assert site is not None
        text = "\n".join(block.text for _, block in blocks(site))
        assert set(re.findall(r"was founded on (.+?)\.", text)) == {founded}
        assert set(re.findall(r"^Address\t(.*)$", text, re.MULTILINE)) == {address}
        near += bool(set(DAY.findall(text)) - {founded})
        if encyclopedia.is_known(one):
            told = facts_of(of, encyclopedia.address_of(one.name))
            assert (told["Founded"], told["Address"]) == (founded, address)
            assert told["Present house"] != founded
    assert near > 30


def test_the_benchmarks_university() -> None:
    told = facts_of(world(None), "https://en.wikipedia.org/wiki/University_of_Hong_Kong")
    assert (told["Founded"], told["Address"]) == ("30 March 1911", "Pokfulam Road, Hong Kong")
    assert told["Opened"] == "11 March 1912"
    assert facts_of(world(7), "https://www.hku.hk/contact") == {"Address": "Pokfulam Road, Hong Kong"}


@pytest.mark.parametrize("seed", WORLDS)
def test_searching_finds_what_is_named(seed: int | None) -> None:
    of = world(seed)
    for one in of.organisations:
        if one.kind == "spam" or one.host == encyclopedia.HOST:
            continue
        urls = [hit.url for hit in of.web.find(one.name)]
        assert f"https://{one.host}/" in urls[:3], (one.name, urls[:4])
    for title in (*encyclopedia.fixed_titles(), *(encyclopedia.book_title(book) for book in of.books)):
        assert of.web.find(f"{title} Wikipedia")[0].url == encyclopedia.address_of(title)


def test_results_are_spread_and_empty_where_nothing_fits() -> None:
    web = world(None).web
    hits = web.find("University of Hong Kong")
    name = "University of Hong Kong"
    assert [hit.title for hit in hits[:2]] == [f"{name} - Wikipedia", name]
    assert max(sum(hit.site.host == host for hit in hits) for host in {hit.site.host for hit in hits}) <= 3
    assert "nike.com.hk" in web.find("Nike Hong Kong")[0].url
    assert any(hit.site.host == "www.nike.com" for hit in web.find("Nike Hong Kong")[:6])
    assert web.find("qwertzuiop") == []
    assert web.find("") == []
    assert {hit.site.host for hit in web.find("lighthouse", "en.wikipedia.org")} == {"en.wikipedia.org"}


def test_rare_words_and_titles_count_more() -> None:
    def site(host: str, title: str, text: str) -> Site:
        return Site(host, host, "", (WebPage("/x", title, (Block("paragraph", text),)),))

    index = Index([site("a.example.org", "Tea", "green green green"), site("b.example.org", "Green", "tea")])
    assert [hit.site.host for hit in index.find("green")] == ["b.example.org", "a.example.org"]
    assert [hit.site.host for hit in index.find("the tea")] == ["a.example.org", "b.example.org"]
    assert tokens("Café's Trips") == ("cafe", "trip")


def test_advertisements_are_for_other_sites_than_those_named() -> None:
    of = world(None)
    ads = of.web.advertisements("Nike Hong Kong")
    assert ads[0].site.secure is False
    assert all(ad.site.host != "www.nike.com.hk" for ad in ads)
    site = of.site(ads[0].site.host)
    assert site is not None
    assert not re.search("founded|Address", " ".join(block.text for _, block in blocks(site)))
    assert of.web.advertisements("hyperbolic functions") == []


def test_hosts_with_and_without_www_and_pages_that_moved() -> None:
    web = world(None).web
    for typed in ("nike.com.hk", "https://www.nike.com/hk", "www.nike.com/hk/", "HTTPS://WWW.NIKE.COM.HK"):
        found = web.look_up(typed)
        assert found is not None
        assert found.address.url == "https://www.nike.com.hk/"
    assert web.look_up("https://nobody.example.org/") is None
    missing = web.look_up("https://github.com/nothing/here")
    assert missing is not None
    assert missing.page is None


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("github.com", True), ("https://www.hku.hk/about", True), ("en.wikipedia.org/wiki/Hail", True),
        ("localhost", True), ("hong kong", False), ("hail", False), ("3.5", False), ("what is hail?", False),
        ("", False), ("a.b c.d", False), ("https://[x", False), ("..", False),
    ],
)  # fmt: skip
def test_addresses_are_told_from_words(typed: str, is_one: bool) -> None:
    assert addresses.is_address(typed) is is_one
    addresses.parse(typed)


def test_addresses_as_the_bar_shows_them() -> None:
    address = addresses.parse("https://www.google.com/search?q=hong+kong")
    assert (address.words, address.shown) == ("hong kong", "www.google.com/search?q=hong+kong")
    assert addresses.parse("https://github.com/").shown == "github.com"
    assert addresses.joined("https://github.com/about", "/") == "https://github.com/"
    assert addresses.joined("https://github.com/about", "https://www.hku.hk/") == "https://www.hku.hk/"


def test_people_with_a_page_have_one() -> None:
    found = 0
    for seed in range(12):
        for person in world(seed).people:
            if person.website:
                site = world(seed).site(person.website)
                assert site is not None
                found += 1
    assert found > 5
