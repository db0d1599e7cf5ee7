"""The world of a phone: its parts, each drawn from a stream of its own when first asked for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from openphone_gym.phone.world import (
    around,
    books,
    canonical,
    canonical_clips,
    canonical_mails,
    city,
    clips,
    fame,
    forum,
    mails,
    money,
    music,
    net,
    occasions,
    organisations,
    people,
    places,
)
from openphone_gym.phone.world.city import City
from openphone_gym.phone.world.fame import Fame
from openphone_gym.phone.world.places import Transport
from openphone_gym.phone.world.records import (
    Account,
    Advert,
    Book,
    Broadcast,
    Comment,
    Community,
    Feat,
    Gadget,
    Goods,
    Mail,
    Match,
    Member,
    Network,
    Occasion,
    Organisation,
    Payment,
    Person,
    Place,
    Point,
    Post,
    Profile,
    Remark,
    Route,
    Sender,
    Site,
    Song,
    Stranger,
    Text,
    Topic,
    User,
    Video,
)
from openphone_gym.phone.world.web import Web

Fixed = TypeVar("Fixed")


class HasId(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str:
        """Its id."""
        ...


Found = TypeVar("Found", bound=HasId)


class World:
    """All that the apps of a phone show and agree on.

    Nothing is drawn before it is asked for, and each part comes from a stream of its own name: another song
    changes no person. Parts refer to each other by id, so that one can be drawn without the other. The world
    of the benchmark has fixed facts first, and is filled up by streams that are the same everywhere.

    Args:
        seed: Same seed, same world; None for the benchmark's.
    """

    def __init__(self, seed: int | None) -> None:
        self.seed = seed
        self._organisations: dict[str, tuple[Organisation, ...]] = {}
        self._organisation_names: dict[str, tuple[str, ...]] = {}
        self._places: dict[str, tuple[Place, ...]] = {}
        self._place_names: dict[str, tuple[str, ...]] = {}
        self._comments: dict[str, tuple[Comment, ...]] = {}

    def __repr__(self) -> str:
        return f"World({self.seed})"

    @property
    def canonical(self) -> bool:
        """Whether it is the benchmark's."""
        return self.seed is None

    def stream(self, name: str) -> random.Random:
        """A generator for the part of that name, the same whenever it is asked for."""
        return random.Random(f"world/{'benchmark' if self.seed is None else self.seed}/{name}")

    def _fixed(self, facts: Sequence[Fixed]) -> Sequence[Fixed]:
        return facts if self.canonical else ()

    # People

    @cached_property
    def user(self) -> User:
        """Whose phone it is."""
        return canonical.USER if self.canonical else people.draw_user(self.stream("user"))

    @cached_property
    def address_book(self) -> tuple[Person, ...]:
        """The people in the address book."""
        if self.canonical:
            return tuple(person for person in canonical.PEOPLE if person.in_address_book)
        return people.draw_address_book(self.stream("address book"))

    @cached_property
    def neighbours(self) -> tuple[Person, ...]:
        """The first people of the address book; quicker than to draw all."""
        if self.canonical or "address_book" in vars(self):
            return self.address_book[: around.NEARBY]
        return people.draw_address_book(self.stream("address book"), around.NEARBY)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """All people the user knows, those of the address book first."""
        known = canonical.PEOPLE if self.canonical else self.address_book
        return (*known, *people.draw_acquaintances(self.stream("acquaintances"), known))

    def person(self, id: str) -> Person:
        """The person of that id."""
        return next((known for known in self.address_book if known.id == id), None) or _find(self.people, id)

    @cached_property
    def strangers(self) -> tuple[Stranger, ...]:
        """Numbers that belong to nobody here."""
        return people.draw_strangers(self.stream("strangers"))

    @cached_property
    def senders(self) -> tuple[Sender, ...]:
        """Who mails come from: people who have an address, then organisations."""
        return (
            *(Sender(p.id, p.name, mail.value, p.relation) for p in self.people for mail in p.mails[:1]),
            *(Sender(o.id, o.name, o.mail, o.kind) for o in self.organisations),
        )

    def sender(self, id: str) -> Sender:
        """The person or organisation of that id as a sender of mails; an empty id is the user."""
        if not id:
            return Sender("", self.user.name, self.user.mail, "user")
        if _kind(id) != "person":
            known = self.organisation(id)
            return Sender(id, known.name, known.mail, known.kind)
        person = self.person(id)
        return Sender(id, person.name, person.mails[0].value, person.relation)

    @cached_property
    def mails(self) -> tuple[Mail, ...]:
        """The mails in the user's mailbox, oldest first."""
        if self.canonical:
            return mails.numbered(canonical_mails.TALKS)
        return mails.draw(self.stream("mails"), self)

    def mail(self, id: str) -> Mail:
        """The mail of that id."""
        return _find(self.mails, id)

    # Organisations

    def organisations_of(self, kind: str) -> tuple[Organisation, ...]:
        """All organisations of a kind."""
        found = self._organisations.get(kind)
        if found is None:
            fixed = self._fixed(canonical.ORGANISATIONS.get(kind, ()))
            found = organisations.draw(self.stream(f"organisations/{kind}"), kind, fixed)
            self._organisations[kind] = found
        return found

    @cached_property
    def organisations(self) -> tuple[Organisation, ...]:
        """All organisations."""
        return tuple(o for kind in organisations.kinds() for o in self.organisations_of(kind))

    def organisation(self, id: str) -> Organisation:
        """The organisation of that id."""
        return _find(self.organisations_of(_kind(id)), id)

    def organisation_name(self, id: str) -> str:
        """Name of an organisation; quicker than to draw all that is known of it."""
        kind, _, number = id.rpartition("-")
        if self.canonical or kind in self._organisations:
            return self.organisation(id).name
        names = self._organisation_names.get(kind)
        if names is None:
            names = organisations.draw_names(self.stream(f"organisations/{kind}"), kind)
            self._organisation_names[kind] = names
        return names[int(number) - 1]

    def address(self, organisation: Organisation) -> str:
        """Postal address of an organisation, with the city."""
        if organisation.address or not places.seat_kind(organisation.kind):
            return organisation.address
        return f"{self.place(organisation.id).address}, {self.city.name}"

    # The map

    @cached_property
    def city(self) -> City:
        """Streets and districts."""
        return city.draw(self.stream("city"), canonical.CITY if self.canonical else "")

    @cached_property
    def water(self) -> tuple[tuple[Point, ...], ...]:
        """Shores of the water around the city, each as the corners of what it encloses."""
        return canonical.WATER if self.canonical else (city.draw_water(self.stream("water"), self.city),)

    @cached_property
    def transport(self) -> Transport:
        """Lines of public transport and their stops."""
        fixed = [
            *canonical.PLACES[places.BUS_STOP],
            *canonical.PLACES[places.STATION],
        ]
        return places.draw_transport(
            self.stream("transport"), self.city, self._fixed(canonical.LINES), self._fixed(fixed)
        )

    def places_of(self, kind: str) -> tuple[Place, ...]:
        """All places of a kind."""
        found = self._places.get(kind)
        if found is None:
            found = self._draw_places(kind)
            self._places[kind] = found
        return found

    def _draw_places(self, kind: str) -> tuple[Place, ...]:
        if kind in (places.BUS_STOP, places.STATION):
            return tuple(stop for stop in self.transport.stops if stop.kind == kind)
        seats = [
            organisation
            for of in organisations.kinds()
            if places.seat_kind(of) == kind
            for organisation in self.organisations_of(of)
            if not organisation.address
        ]
        fixed = self._fixed(canonical.PLACES.get(kind, ()))
        names = self.place_names(kind)
        return places.draw(self.stream(f"places/{kind}"), self.city, kind, names, seats, fixed)

    def place_names(self, kind: str) -> tuple[str, ...]:
        """Names of the places of a kind that are neither fixed nor seats, in order."""
        found = self._place_names.get(kind)
        if found is None:
            found = places.draw_names(self.stream(f"place names/{kind}"), kind)
            self._place_names[kind] = found
        return found

    def place_name(self, id: str) -> str:
        """Name of a place; quicker than to draw all that is known of it."""
        kind, _, number = id.rpartition("-")
        names = self.place_names(kind)
        at = int(number) - places.FIRST_OTHER
        return names[at] if 0 <= at < len(names) else self.place(id).name

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """All places of the map."""
        return tuple(place for kind in places.kinds() for place in self.places_of(kind))

    def place(self, id: str) -> Place:
        """The place of that id; an organisation gives its seat."""
        kind = _kind(id)
        return _find(self.places_of(kind if kind in places.kinds() else places.seat_kind(kind)), id)

    @property
    def routes(self) -> Sequence[Route]:
        """Ways whose length and time are fixed; a router has the rest."""
        return self._fixed(canonical.ROUTES)

    # What happens

    @cached_property
    def occasions(self) -> tuple[Occasion, ...]:
        """Events, birthdays, bills."""
        if self.canonical:
            return canonical.OCCASIONS
        return (
            *self.meals,
            *occasions.draw(self.stream("occasions"), self.user, self.address_book, self.meals),
        )

    @cached_property
    def meals(self) -> tuple[Occasion, ...]:
        """Meals with people of the address book: the first ones of the occasions, all that a chat needs."""
        if self.canonical:
            return tuple(occasion for occasion in canonical.OCCASIONS if occasion.kind in occasions.MEALS)
        return occasions.draw_meals(self.stream("meals"), self.user, self.address_book)

    def occasion(self, id: str) -> Occasion:
        """The occasion of that id."""
        return _find(self.occasions, id)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """Where the user keeps money; the first one is cash."""
        return canonical.ACCOUNTS if self.canonical else money.draw_accounts(self.stream("accounts"))

    @cached_property
    def payments(self) -> tuple[Payment, ...]:
        """What was paid and earned, oldest first."""
        if self.canonical:
            return canonical.PAYMENTS
        return money.draw_payments(self.stream("payments"), self.user, self.occasions, self.accounts)

    # Songs and books

    @cached_property
    def songs(self) -> tuple[Song, ...]:
        """Songs on the phone."""
        return canonical.SONGS if self.canonical else music.draw(self.stream("songs"))

    def song(self, id: str) -> Song:
        """The song of that id."""
        return _find(self.songs, id)

    @cached_property
    def books(self) -> tuple[Book, ...]:
        """All works, on the phone or not."""
        return books.works() if self.canonical else books.draw(self.stream("books"))

    def book(self, id: str) -> Book:
        """The work of that id."""
        return _find(self.books, id)

    def text(self, book: str) -> Text:
        """The words of a work; the same in all worlds."""
        return books.text(book)

    # The forum

    @cached_property
    def communities(self) -> tuple[Community, ...]:
        """Communities of the forum."""
        return forum.draw_communities(self.stream("communities"), self._fixed(canonical.COMMUNITIES))

    def community(self, id: str) -> Community:
        """The community of that id."""
        return _find(self.communities, id)

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Those who write in the forum."""
        return forum.draw_members(self.stream("members"))

    def member(self, id: str) -> Member:
        """The writer of that handle."""
        return _find(self.members, id)

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Posts of the forum."""
        papers = self.organisations_of("newspaper")
        pinned = self._fixed(canonical.POSTS)
        return forum.draw_posts(self.stream("posts"), self.communities, papers, pinned)

    def post(self, id: str) -> Post:
        """The post of that id."""
        return _find(self.posts, id)

    def comments(self, post: str) -> tuple[Comment, ...]:
        """All comments on a post, by its id."""
        found = self._comments.get(post)
        if found is None:
            others = tuple(forum.subjects(self.posts))
            found = forum.draw_comments(self.stream(f"comments/{post}"), self.post(post), others)
            self._comments[post] = found
        return found

    # The net

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What people write about; the same in all worlds."""
        return net.topics()

    @cached_property
    def fame(self) -> Fame:
        """Accounts that many know, and what videos show of them."""
        return canonical_clips.FAME if self.canonical else fame.draw(self.stream("fame"))

    @property
    def matches(self) -> tuple[Match, ...]:
        """Matches that videos show."""
        return self.fame.matches

    @property
    def feats(self) -> tuple[Feat, ...]:
        """Titles whose winning videos show."""
        return self.fame.feats

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """Accounts of the video site."""
        return clips.draw_profiles(
            self.stream("profiles"), self.fame.profiles, self.address_book, not self.canonical
        )

    def profile(self, id: str) -> Profile:
        """The account of that handle."""
        return _find(self.profiles, id)

    @cached_property
    def _clips(self) -> dict[str, Video]:
        drawn = clips.draw_videos(
            self.stream("videos"), self.profiles, self.fame.scripts, self._fixed(canonical_clips.VIDEOS)
        )
        return {video.id: video for video in drawn}

    @cached_property
    def videos(self) -> tuple[Video, ...]:
        """Short videos."""
        return tuple(self._clips.values())

    def video(self, id: str) -> Video:
        """The video of that id."""
        return self._clips[id]

    def remarks(self, video: str) -> tuple[Remark, ...]:
        """Comments below a video, drawn each time that they are asked for."""
        return clips.draw_remarks(self.stream(f"remarks/{video}"), self.video(video))

    @cached_property
    def broadcasts(self) -> tuple[Broadcast, ...]:
        """What accounts show live."""
        return clips.draw_broadcasts(self.stream("broadcasts"), self.profiles)

    @cached_property
    def adverts(self) -> tuple[Advert, ...]:
        """Promoted videos."""
        return clips.draw_adverts(self.stream("adverts"), self.organisations_of)

    @cached_property
    def feed(self) -> tuple[str, ...]:
        """Ids of videos, adverts and broadcasts (``live-<handle>``) in the order in which they are shown."""
        rng = self.stream("feed")
        return clips.draw_feed(rng, self.videos, self.fame.profiles, self.adverts, self.broadcasts)

    @cached_property
    def goods(self) -> tuple[Goods, ...]:
        """What is sold on the video site."""
        return clips.draw_goods(self.stream("goods"), self.organisations_of("shop"))

    @cached_property
    def web(self) -> Web:
        """All web sites."""
        return Web(self)

    def site(self, host: str) -> Site | None:
        """The web site at a host, if there is one."""
        return self.web.site(host)

    # Around the phone

    @cached_property
    def networks(self) -> tuple[Network, ...]:
        """Wi-Fi networks in range; the first one is the user's."""
        if self.canonical:
            return (around.HOME_NETWORK, *canonical.NETWORKS)
        return around.draw_networks(self.stream("networks"), self)

    @property
    def far_networks(self) -> Sequence[Network]:
        """Wi-Fi networks that the phone knows, but that are not in range."""
        return around.FAR_NETWORKS

    @cached_property
    def gadgets(self) -> tuple[Gadget, ...]:
        """Bluetooth devices in range; the first one is the user's."""
        if self.canonical:
            return canonical.GADGETS
        return around.draw_gadgets(self.stream("gadgets"), self)


def _find(records: Sequence[Found], id: str) -> Found:
    for record in records:
        if record.id == id:
            return record
    raise KeyError(f"nothing in this world has the id {id!r}")


def _kind(id: str) -> str:
    return id.rpartition("-")[0]
