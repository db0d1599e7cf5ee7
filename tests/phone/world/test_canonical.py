"""The world of the benchmark has the facts that its tasks rely on."""

from __future__ import annotations

from datetime import date, datetime

from openphone_gym.phone.world import canonical, occasions, places, world


def test_people_of_the_benchmark() -> None:
    of = world(None)
    assert [person.name for person in of.address_book] == ["AAA", "ABC", "Li", "David Park", "Mia Wong"]
    assert of.organisation(of.people[0].employer).name == "Tsinghua university"
    assert of.people[1].born == date(1996, 10, 24)
    assert [mail.value for mail in of.people[2].mails] == ["22334455@gmail.com", "li.home@example.com"]
    senders = {sender.name: sender.address for sender in of.senders}
    assert senders["Prof. Lin"] == "lin@example.edu"
    assert senders["Teaching Office"] == "ta@example.edu"
    assert senders["Lucky Prize"] == "winner@prize.example.net"
    assert senders["Library"] == "library@example.edu"
    assert senders["Alex"] == "alex@example.com"
    assert (of.user.name, of.user.mail, of.user.handle) == (
        "Agent Phone", "agent.phone@example.com", "agent_phone",
    )  # fmt: skip


def test_map_of_the_benchmark() -> None:
    of = world(None)
    named = {place.name: place for place in of.places}

    def away(name: str) -> float:
        return places.distances(named[name].at)[0] / 1000

    def nearest(kind: str) -> str:
        return min(of.places_of(kind), key=lambda place: places.distances(place.at)).name

    assert of.city.name == "Palo Alto"
    assert named["OpenAI"].address == "18th Street, 3180"
    assert round(away("OpenAI"), 1) == 50.6
    assert nearest("restaurant") == "Teléferic Barcelona"
    assert nearest("hotel") == "The Clement Hotel - All Inclusive"
    assert [round(away(name), 1) for name in ("Teléferic Barcelona", "Howie's Artisan Pizza")] == [0.2, 0.3]
    assert [round(away(name), 1) for name in (nearest("hotel"), "Stanford Terrace Inn")] == [0.3, 1.5]
    ikeas = [place for place in of.places if place.name == "IKEA"]
    assert [place.district for place in ikeas] == ["East Palo Alto", "Emeryville"]
    assert {"University South", "Stanford University", "University of California, Berkeley"} <= named.keys()
    routes = {
        (of.place(route.origin).name if route.origin else "", of.place(route.target).name, route.mode): route
        for route in of.routes
    }
    oval, oxford = "Stanford Campus Oval", "Oxford Street & University Avenue"
    coast, route_51 = "2700 Coast Avenue", "Route 51"
    walk = routes[oval, oxford, "walk"]
    assert (walk.metres, walk.minutes) == (73_000, 12 * 60 + 58)
    assert routes[oval, oxford, "bicycle"].minutes == 4 * 60 + 7
    assert routes[coast, route_51, "car"].metres == 7_000
    assert routes[coast, route_51, "car"].minutes == 8
    assert routes[coast, route_51, "transit"].lines == ("824", "EB")
    for ends in ((oval, oxford), (coast, route_51)):
        assert routes[*ends, "transit"].minutes < routes[*ends, "bicycle"].minutes
    assert routes["", "Teléferic Barcelona", "walk"].minutes == 3
    assert routes["", "IKEA", "car"].minutes == 9


def test_money_of_the_benchmark() -> None:
    payments = world(None).payments
    assert len(payments) == 18

    def spent(*days: int, notes: str = "") -> int:
        return sum(
            payment.hundredths
            for payment in payments
            if payment.kind == "expense" and payment.at.month == 5 and payment.at.day in days
            and notes in payment.notes
        )  # fmt: skip

    assert spent(10) == 1_140_000
    assert spent(6) == 6_951
    assert sum(payment.at.date() == date(2024, 5, 6) for payment in payments) == 3
    assert spent(*range(6, 13), notes="taxi") == spent(*range(5, 12), notes="taxi") == 6_012
    assert not {(5, 11), (5, 14), (3, 8)} & {(payment.at.month, payment.at.day) for payment in payments}
    cake = next(payment for payment in payments if payment.hundredths == 38_888)
    assert (cake.at.date(), cake.notes) == (date(2024, 5, 3), "Buying cake")
    assert world(None).accounts[0].hundredths == 2_000_000


def test_events_of_the_benchmark() -> None:
    events = {event.title: event for event in world(None).occasions}
    base = {title for title, event in events.items() if event.kind != occasions.SET_UP}
    assert base == {"dentist", "team lunch", "book club"}
    assert events.keys() - base == {"work", "homework", "meeting", "this day", "Today", "exam"}
    assert events["dentist"].start == datetime(2024, 5, 15, 10)
    assert events["work"].end == datetime(2024, 5, 10, 18)
    assert events["meeting"].room == "conference room B202"


def test_songs_of_the_benchmark() -> None:
    songs = world(None).songs
    assert len(songs) == 12
    pink_floyd = [song for song in songs if song.artist == "Pink Floyd"]
    assert len(pink_floyd) == 4
    assert max(song.seconds for song in pink_floyd) == 3_600 + 21 * 60 + 3
    assert sum(song.seconds for song in songs if song.artist == "Eason Chan") == 11 * 60 + 50
    titles = sorted((song.title for song in songs), key=str.casefold)
    assert (titles[1], titles[3]) == ("Dark Side Of The Moon", "Future sounds")
    assert next(song.album for song in songs if song.title == "Wish You Were Here") == "Pulse Live"
    assert next(song.seconds for song in songs if song.title == "PINK BLOOD") == 87


def test_books_of_the_benchmark() -> None:
    books = world(None).books
    library = [book for book in books if book.kept == "library"]
    assert len(library) == 10
    assert sum(book.author == "Charles Dickens" for book in library) == 2
    tragedies = {book.title for book in library if "Tragedies" in book.categories}
    assert tragedies == {"Hamlet", "Romeo and Juliet"}
    assert [book.title for book in books if book.kept == "file"] == [
        "Alice's Adventures in Wonderland", "The Time Machine", "Dracula",
    ]  # fmt: skip
    assert "Pride and Prejudice" not in {book.title for book in books}


def test_net_of_the_benchmark() -> None:
    of = world(None)
    qwen = sorted((post for post in of.posts if "qwen" in post.title.lower()), key=lambda post: post.minutes)
    assert [post.minutes for post in qwen] == [40, 180, 5 * 1_440, 61 * 1_440]
    joined = {community.id: community.joined for community in of.communities}
    assert (joined["r/ChatGPT"], joined["r/Android"]) == (False, True)
    profiles = {profile.name: profile for profile in of.profiles}
    assert (profiles["IShowSpeed"].id, profiles["IShowSpeed"].followed) == ("ishowspeed", False)
    assert profiles["Leo Messi"].id == "messi.18642"
    assert [profile.id for profile in of.profiles if profile.followed] == ["natgeo"]
    classico = next(video for video in of.videos if "Real Madrid vs Barcelona" in video.caption)
    assert (classico.profile, classico.pinned) == ("laliga", True)
    hku = of.site("www.hku.hk")
    assert hku is not None
    shown = " ".join(block.text for page in hku.pages for block in page.blocks)
    assert "30 March 1911" in shown
    assert "Pokfulam Road, Hong Kong" in shown
    assert of.site("www.nike.com.hk") != of.site("www.nike.com")
    assert canonical.USER is of.user
