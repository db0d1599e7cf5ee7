"""The net as a browser reaches it: sites by host, pages by address, results by words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from openphone_gym.phone.world import canonical
from openphone_gym.phone.world.addresses import Address, parse
from openphone_gym.phone.world.records import Organisation, Site, WebPage
from openphone_gym.phone.world.search import Hit, Index, tokens
from openphone_gym.phone.world.sites import (
    encyclopedia,
    engines,
    guide,
    lookalikes,
    organisations,
    people,
    services,
)
from openphone_gym.phone.world.tables import slug, table

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

FAMOUS = ("university-2", "software-1", "software-2", "shop-1", "shop-2")
"""Organisations of the benchmark whose sites are in every world."""

COMMERCE = frozenset(("shop", "travel", "telecom", "software", "insurance", "bank", "supermarket"))
"""Kinds of organisations that advertise."""

RESULTS = 20
ADVERTISEMENTS = 2


class Found(NamedTuple):
    """What is at an address.

    Attributes:
        address: Where it is in the end, after all detours.
        site: The site.
        page: The page; None if the site has none there.
    """

    address: Address
    site: Site
    page: WebPage | None


class Advertisement(NamedTuple):
    """A paid result: where it leads, its title, its words."""

    url: str
    title: str
    words: str
    site: Site


class Web:
    """All sites of a world.

    Sites are made when they are first visited; all of them only when something is searched for.

    Args:
        world: What the sites are about.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._sites: dict[str, Site | None] = {}
        self._hits: dict[tuple[str, str], list[Hit]] = {}

    def site(self, host: str) -> Site | None:
        """The site at a host, with or without ``www.``, if there is one."""
        for name in (host, f"www.{host}", host.removeprefix("www.")):
            if name not in self._sites:
                self._sites[name] = self._make(name)
            if (site := self._sites[name]) is not None:
                return site
        return None

    def look_up(self, url: str) -> Found | None:
        """What is at an address; None if nobody has the host."""
        address = parse(url)
        site = self.site(address.host)
        if site is None:
            return None
        page = site.page(address.path)
        if page is not None and page.moved:
            return self.look_up(page.moved)
        scheme = "https" if site.secure else "http"
        return Found(Address(scheme, site.host, address.path, address.query), site, page)

    def find(self, words: str, host: str = "") -> list[Hit]:
        """Pages that fit some words, of one site or of all, the best one first."""
        key = (words, host)
        if key not in self._hits:
            self._hits[key] = self._index.find(words, RESULTS, host)
        return self._hits[key]

    def advertisements(self, words: str) -> list[Advertisement]:
        """What is paid to stand above the results: look-alikes of what is searched for, and any shop."""
        wanted = {*tokens(words)}
        named = [one for one in self._advertisers if wanted and {*tokens(one.name)} <= wanted]
        found = [self._deal(max(named, key=lambda one: len(one.name)))] if named else []
        chance = crc32(words.casefold().encode())
        if named or chance % 3 == 0:
            shops = self._advertisers
            found.append(self._advertisement(shops[chance % len(shops)]))
        return found[:ADVERTISEMENTS]

    def hosts(self) -> list[str]:
        """Hosts of all sites that can be found by searching."""
        hidden = {*engines.ENGINES.values(), services.MAIL, encyclopedia.GERMAN_HOST}
        return [host for host in self._makers if host not in hidden]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What people look for: organisations and articles."""
        return (*(one.name for one in self._organisations.values()), *encyclopedia.fixed_titles())

    # Inside

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        """Organisations with a site by host: those of this world, and those that every world knows."""
        famous = {
            one.id: one for kind in canonical.ORGANISATIONS.values() for one in kind if one.id in FAMOUS
        }
        known = [*self._world.organisations, *(() if self._world.canonical else famous.values())]
        return {one.host: one for one in known if one.host != encyclopedia.HOST}

    @cached_property
    def _makers(self) -> dict[str, Callable[[], Site]]:
        """What makes the site of a host."""
        world = self._world
        known = [person for person in world.people if person.website]
        makers: dict[str, Callable[[], Site]] = {
            **{host: partial(self._of_organisation, one) for host, one in self._organisations.items()},
            **{one.website.partition("/")[0]: partial(people.of_person, one) for one in known},
            **{host: partial(engines.engine, name) for name, host in engines.ENGINES.items()},
            **{host: partial(services.of_maker, host) for host in table("sites")["makers"]},
        }
        return makers | {
            encyclopedia.HOST: self._encyclopedia,
            encyclopedia.GERMAN_HOST: encyclopedia.german_site,
            guide.HOST: lambda: guide.guide(world.city.name, world.places),
            services.FORUM: lambda: services.forum(world.communities, world.posts),
            services.VIDEO_SITE: lambda: services.video_site(world.profiles, world.videos),
            services.MAIL: services.mail,
        }

    @cached_property
    def _advertisers(self) -> list[Organisation]:
        return [one for one in self._organisations.values() if one.kind in COMMERCE]

    @cached_property
    def _index(self) -> Index:
        return Index(site for host in self.hosts() if (site := self.site(host)) is not None)

    def _make(self, host: str) -> Site | None:
        if host.endswith(lookalikes.DEALS):
            name = host.removesuffix(lookalikes.DEALS)
            return next((lookalikes.deals(one) for one in self._advertisers if slug(one.name) == name), None)
        return self._makers[host]() if host in self._makers else None

    def _of_organisation(self, organisation: Organisation) -> Site:
        own = any(one is organisation for one in self._world.organisations_of(organisation.kind))
        address = self._world.address(organisation) if own else organisation.address
        return organisations.of_organisation(organisation, address, self._world.city.name, own)

    def _encyclopedia(self) -> Site:
        world = self._world
        known = [(one, world.address(one)) for one in world.organisations if encyclopedia.is_known(one)]
        return encyclopedia.site(known, world.books, world.city.name)

    def _deal(self, organisation: Organisation) -> Advertisement:
        site = lookalikes.deals(organisation)
        name = organisation.name
        title = f"{name} - up to 90% off - today only"
        words = f"{name} deals. Limited stock. Order now and save. Not connected with {name}."
        return Advertisement(f"http://{site.host}/", title, words, site)

    def _advertisement(self, organisation: Organisation) -> Advertisement:
        site = self.site(organisation.host)
        assert site is not None
        title = f"{organisation.name} - see what is new"
        return Advertisement(f"https://{site.host}/", title, organisation.about, site)
