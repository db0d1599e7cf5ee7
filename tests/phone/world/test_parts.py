"""The parts of a world: of realistic size, invented, and in agreement with each other."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from itertools import pairwise

import pytest

from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.world import occasions, organisations, places, tables, world
from openphone_gym.phone.world.people import family_names, given_names
from openphone_gym.phone.world.records import Occasion, Recurrence
from tests.phone.test_world import PARTS, SEEDS, texts

NAMELESS = ("user", "strangers", "transport", "broadcasts", "feed", "networks", "gadgets")
WITH_IDS = [part for part in PARTS if part not in NAMELESS]


@pytest.mark.parametrize("seed", [None, *range(20)])
def test_references_lead_somewhere(seed: int | None) -> None:
    of = world(seed)
    ids = [record.id for part in WITH_IDS for record in getattr(of, part)]
    seats = {place.id for place in of.places if place.organisation == place.id}
    assert {id for id, count in Counter(ids).items() if count > 1} == seats
    assert of.place(of.user.home).kind == "home"
    for person in of.people:
        assert not person.employer or of.organisation(person.employer)
    for occasion in of.occasions:
        assert all(of.person(id).in_address_book for id in occasion.people)
        assert not occasion.place or of.place(occasion.place)
        assert not occasion.organisation or of.organisation(occasion.organisation)
        assert occasion.start <= occasion.end
    accounts = {account.id for account in of.accounts}
    for account in of.accounts:
        assert not account.organisation or of.organisation(account.organisation)
    for payment in of.payments:
        assert payment.account in accounts
        assert payment.hundredths > 0
        if payment.occasion:
            assert payment.hundredths == of.occasion(payment.occasion).hundredths
            days = occasions.starts(of.occasion(payment.occasion), payment.at.date(), payment.at.date())
            assert list(days)
    for line in of.transport.lines:
        assert all(line.name in of.place(stop).lines for stop in line.stops)
    for organisation in of.organisations:
        site = of.site(organisation.host)
        assert site is not None
        assert of.address(organisation) or organisation.kind == "spam"
    assert {post.community for post in of.posts} <= {community.id for community in of.communities}
    assert {video.profile for video in of.videos} <= {profile.id for profile in of.profiles}
    assert {one.profile for one in of.broadcasts} <= {profile.id for profile in of.profiles}
    assert {one.mimics for one in of.profiles if one.mimics} <= {profile.id for profile in of.profiles}
    assert {one.shows for one in of.videos if one.shows} <= {one.id for one in (*of.matches, *of.feats)}
    assert all(of.organisation(one.organisation) for one in (*of.adverts, *of.goods))
    assert {video.id for video in of.videos} <= set(of.feed)


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_nobody_shares_a_number_an_address_or_a_title(seed: int | None) -> None:
    of = world(seed)
    numbers = [number.value for person in of.people for number in person.numbers]
    numbers += [organisation.phone for organisation in of.organisations]
    numbers += [place.phone for place in of.places if place.phone and not place.organisation]
    numbers += [stranger.number for stranger in of.strangers] + [of.user.number]
    assert not [number for number, count in Counter(numbers).items() if count > 1]
    mails = [mail.value for person in of.people for mail in person.mails]
    mails += [organisation.mail for organisation in of.organisations] + [of.user.mail]
    assert len(set(mails)) == len(mails)
    names = [person.name for person in of.people]
    assert len(set(names)) == len(names)
    for part in ("occasions", "books", "posts", "videos"):
        titles = [getattr(it, "title", "") or getattr(it, "caption", "") for it in getattr(of, part)]
        assert len(set(titles)) == len(titles)
    assert len({song.seconds for song in of.songs}) == len(of.songs)


@pytest.mark.parametrize("seed", SEEDS)
def test_drawn_worlds_are_of_realistic_size_and_invented(seed: int) -> None:
    of = world(seed)
    assert 5 <= len(of.address_book) <= 20
    assert 15 <= len(of.songs) <= 40
    assert 6 <= len({song.artist for song in of.songs}) <= 10
    assert 60 <= len(of.payments) <= 120
    assert 18 <= len(of.occasions) <= 33
    assert len(of.places) > 240
    assert len(of.city.streets) == 60
    assert 12 <= sum(book.kept == "library" for book in of.books) <= 20
    albums = {song.album: song.artist for song in of.songs}
    assert any(song.title in albums and albums[song.title] != song.artist for song in of.songs)
    hosts = [organisation.host for organisation in of.organisations]
    hosts += [mail.value for person in of.people for mail in person.mails]
    assert all(re.search(r"(^|[.@])example\.(com|org|net)$", host) for host in hosts)


@pytest.mark.parametrize("seed", range(10))
def test_the_nearest_place_of_a_kind_is_clearly_the_nearest(seed: int) -> None:
    of = world(seed)
    for kind in ("restaurant", "cafe", "hotel", "pharmacy", "atm", "bank", "fuel", "home"):
        for metric in (0, 1):
            first, second = sorted(places.distances(place.at)[metric] for place in of.places_of(kind))[:2]
            assert second >= 1.099 * first


@pytest.mark.parametrize("seed", range(5))
def test_addresses_are_where_they_say(seed: int) -> None:
    city = world(seed).city
    for place in world(seed).places:
        if place.number:
            assert city.locate(place.street, place.number) == place.at
            assert city.address(place.at) == (place.street, place.number)
            assert city.district(place.at) == place.district


def test_single_occasions_do_not_overlap() -> None:
    for seed in SEEDS:
        timed = sorted((o.start, o.end) for o in world(seed).occasions if not o.all_day)
        assert all(end <= start for (_, end), (start, _) in pairwise(timed)), seed


def test_word_lists_are_rich() -> None:
    assert len({name.latin for name in given_names()}) == len(given_names()) >= 400
    assert len({name.latin for name in family_names()}) == len(family_names()) >= 400
    assert len({name.culture for name in given_names()}) >= 15
    patterns = tables.table("organisations")["kinds"].values()
    assert sum(len(tables.words(pattern["names"])) for pattern in patterns) >= 120
    assert len(places.kinds()) >= 20
    assert len(tables.words(tables.table("places")["avenues"])) >= 60
    assert len(tables.table("songs")) >= 10
    assert sum(len(album) for artist in tables.table("songs") for album in artist["albums"].values()) >= 60
    assert len(world(None).books) >= 40
    assert len(world(None).topics) >= 20
    assert len(organisations.kinds()) >= 20


def test_the_phone_can_draw_every_name_and_title() -> None:
    of = world(None)
    shown = [name.written for name in (*given_names(), *family_names())]
    shown += [text for part in ("songs", "books", "occasions") for text in texts(getattr(of, part))]
    shown += [text for artist in tables.table("songs") for text in texts(artist)]
    for text in shown:
        assert all(fonts._covers(font, char) for font, run in fonts.runs(text) for char in run), text


@pytest.mark.parametrize(
    ("start", "recurrence", "first", "last", "expected"),
    [
        ("2024-05-10", None, "2024-05-01", "2024-05-31", "2024-05-10"),
        ("2024-05-10", None, "2024-05-11", "2024-05-31", ""),
        ("2024-05-10", Recurrence("day", 2), "2024-05-12", "2024-05-15", "2024-05-12 2024-05-14"),
        ("2024-05-10", Recurrence("week"), "2024-05-01", "2024-05-17", "2024-05-10 2024-05-17"),
        ("2024-01-31", Recurrence("month"), "2024-01-01", "2024-04-30", "2024-01-31 2024-03-31"),
        ("2020-02-29", Recurrence("year"), "2021-01-01", "2029-01-01", "2024-02-29 2028-02-29"),
        ("2024-05-10", Recurrence("week", 1, date(2024, 5, 12)), "2024-05-01", "2024-06-30", "2024-05-10"),
    ],
)
def test_recurrences(start: str, recurrence: Recurrence | None, first: str, last: str, expected: str) -> None:
    begin = datetime.fromisoformat(f"{start}T09:00")
    occasion = Occasion("occasion-1", "x", "meeting", begin, begin, recurrence=recurrence)
    days = occasions.starts(occasion, date.fromisoformat(first), date.fromisoformat(last))
    assert " ".join(day.date().isoformat() for day in days) == expected


# Texts of books


def test_texts_are_long_and_always_the_same() -> None:
    for book in world(3).books:
        text = world(3).text(book.id)
        assert text == world(None).text(book.id)
        assert len(text.chapters) >= 10
        assert sum(len(line) for chapter in text.chapters for line in chapter.paragraphs) > 12_000
    with pytest.raises(KeyError, match="no book"):
        world(None).text("nothing")


def test_the_benchmark_knows_a_page_of_romeo_and_juliet() -> None:
    text = world(None).text("romeo-and-juliet")
    lines = [(chapter.title, line) for chapter in text.chapters for line in chapter.paragraphs]
    at = next(n for n, (_, line) in enumerate(lines) if "to stop in my tale against the haire" in line)
    assert lines[at] == ("Act 2, Scene 4", "Mer. Thou desir'st me to stop in my tale against the haire")
    before, all_of_it = (sum(len(line) for _, line in part) for part in (lines[:at], lines))
    assert before / all_of_it == pytest.approx(0.378, abs=0.0005)
