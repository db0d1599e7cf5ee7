"""The video site: accounts, clips with their comments, and what is broadcast, promoted and sold there."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from openphone_gym.phone.world.net import topics
from openphone_gym.phone.world.records import (
    Advert,
    Broadcast,
    Goods,
    Organisation,
    Person,
    Profile,
    Remark,
    Script,
    Topic,
    Video,
)
from openphone_gym.phone.world.tables import pairs, slug, table, words

FEWEST, MOST = 4, 8
"""Number of videos of an account."""

FRIENDS = 6
"""People of the address book that have an account, at most."""

BETWEEN = 6
"""After so many videos of the feed an advert or a broadcast comes."""

OWN_SOUND = "original sound"

AGES = (1, 2, 3, 5, 6, 9, 14, 21, 28, 45, 80, 150, 170, 200, 320, 500)
"""Ages of videos in days, so that each filter of the search keeps some and drops some."""


def draw_profiles(
    rng: random.Random, famous: Sequence[Profile], people: Sequence[Person], followed: bool
) -> tuple[Profile, ...]:
    """Accounts: those that many know, some about each topic, and those of people of the address book.

    Args:
        rng: Source of chance.
        famous: The first ones.
        people: The address book.
        followed: Whether the user follows some of those that are drawn here.
    """
    drawn = list(famous)
    known = {profile.id for profile in famous}
    for entry in table("topics"):
        for handle in entry["profiles"]:
            if handle in known:
                continue
            about = rng.choice(words(table("clips")["about"], "; ")).format(topic=entry["name"].lower())
            name = handle.replace(".", " ").title()
            drawn.append(
                Profile(handle, name, entry["id"], about[:1].upper() + about[1:], rng.randint(900, 9_000_000),
                        verified=rng.random() < 0.2, followed=followed and rng.random() < 0.2,
                        following=rng.randint(5, 900))
            )  # fmt: skip
    for person in [person for person in people if slug(person.name, "")][:FRIENDS]:
        handle = f"{slug(person.name, '')}{rng.randint(1, 99)}"
        drawn.append(
            Profile(handle, person.name, rng.choice(topics()).id, "", rng.randint(4, 900),
                    followed=followed and rng.random() < 0.6, following=rng.randint(20, 700),
                    person=person.id)
        )  # fmt: skip
    return tuple(drawn)


def draw_videos(
    rng: random.Random,
    profiles: Sequence[Profile],
    scripts: Mapping[str, Sequence[Script]],
    pinned: Sequence[Video] = (),
) -> tuple[Video, ...]:
    """Videos, after those that are fixed: what accounts have in their scripts, then about their topics."""
    by_id = {topic.id: topic for topic in topics()}
    drawn = list(pinned)
    captions = {video.caption for video in pinned}
    for profile in profiles:
        topic = by_id[profile.topic]
        # Who is known for something has rather little else.
        planned = list(scripts.get(profile.id, ()))
        wanted = max(rng.randint(FEWEST, MOST), len(planned))
        has = sum(video.profile == profile.id for video in pinned)
        planned += [Script(_caption(rng, topic)) for _ in range(2 * wanted)]
        for script in planned:
            if has < wanted and script.caption not in captions:
                captions.add(script.caption)
                drawn.append(_video(rng, len(drawn) + 1, profile, topic, script))
                has += 1
    return tuple(drawn)


def _caption(rng: random.Random, topic: Topic) -> str:
    word, second = rng.sample(topic.words, 2)
    return _sentence(rng.choice(words(table("clips")["captions"], "; ")), word, second)


def _video(rng: random.Random, number: int, profile: Profile, topic: Topic, script: Script) -> Video:
    reach = max(profile.followers, 300)
    spoken = rng.random() < 0.4
    return Video(
        f"video-{number}",
        profile.id,
        topic.id,
        script.caption,
        OWN_SOUND if spoken else rng.choice(words(table("clips")["sounds"], "; ")),
        rng.randint(8, 90),
        rng.randint(reach // 60, reach // 6),
        rng.randint(3, max(reach // 900, 9)),
        script.pinned,
        rng.choice(AGES),
        tags_of(topic, script.caption),
        script.shows,
    )


def tags_of(topic: Topic, caption: str) -> tuple[str, ...]:
    """Hashtags that go with a caption."""
    named = [word for word in topic.words if word in caption.lower()]
    return tuple(dict.fromkeys(slug(word, "") for word in (topic.id, *named[:2])))


def draw_remarks(rng: random.Random, video: Video) -> tuple[Remark, ...]:
    """Comments below a video, those with most likes first."""
    topic = next(topic for topic in topics() if topic.id == video.topic)
    patterns = rng.sample(words(table("clips")["remarks"], "; "), min(video.comments, rng.randint(9, 16)))
    writers = rng.sample(words(table("clips")["writers"]), len(patterns))
    likes = sorted((rng.randrange(max(video.likes // 40, 3)) for _ in patterns), reverse=True)
    return tuple(
        Remark(number, writer, _sentence(pattern, *rng.sample(topic.words, 2)), liked,
               rng.randint(0, max(video.days - 1, 0)))
        for number, (writer, pattern, liked) in enumerate(zip(writers, patterns, likes, strict=True), 1)
    )  # fmt: skip


def draw_broadcasts(rng: random.Random, profiles: Sequence[Profile]) -> tuple[Broadcast, ...]:
    """What accounts show live."""
    titles = words(table("clips")["broadcasts"], "; ")
    public = [profile for profile in profiles if not profile.person]
    hosts = rng.sample(public, len(titles))
    return tuple(
        Broadcast(host.id, title, rng.randint(12, 40_000)) for host, title in zip(hosts, titles, strict=True)
    )


def draw_feed(
    rng: random.Random,
    videos: Sequence[Video],
    famous: Sequence[Profile],
    adverts: Sequence[Advert],
    broadcasts: Sequence[Broadcast],
) -> tuple[str, ...]:
    """Ids of what is shown unasked, in order: videos, with adverts and broadcasts between them."""
    known = {profile.id for profile in famous}
    # What everybody looks for does not come by itself, at least not at once.
    plain = [video.id for video in videos if not video.shows and video.profile not in known]
    first = rng.sample(plain, BETWEEN)
    others = [video.id for video in videos if video.id not in first]
    rng.shuffle(others)
    ids = [*first, *others]
    promoted = [
        id
        for advert, broadcast in zip(adverts, broadcasts, strict=False)
        for id in (advert.id, f"live-{broadcast.profile}")
    ]
    for number, id in enumerate(promoted):
        ids.insert(BETWEEN // 2 + number * BETWEEN, id)
    return tuple(ids)


def draw_adverts(
    rng: random.Random, organisations_of: Callable[[str], Sequence[Organisation]]
) -> tuple[Advert, ...]:
    """A promoted video for each kind of organisation that has one."""
    adverts = []
    for entry in words(table("clips")["adverts"], "; "):
        kind, caption, button, topic = entry.split("=")
        owner = rng.choice(organisations_of(kind))
        adverts.append(Advert(f"advert-{len(adverts) + 1}", owner.id, caption, button, topic))
    return tuple(adverts)


def draw_goods(rng: random.Random, shops: Sequence[Organisation]) -> tuple[Goods, ...]:
    """Articles of shops."""
    goods = []
    for number, (name, icon) in enumerate(pairs(table("clips")["goods"], ", "), 1):
        price = rng.randint(3, 60) * 100 + rng.choice((0, 50, 90, 99))
        before = price * rng.randint(115, 260) // 100
        sold = rng.randint(20, 90_000)
        goods.append(
            Goods(
                f"goods-{number}", name, icon, rng.choice(shops).id, price, before, sold, rng.randint(38, 50)
            )
        )
    return tuple(goods)


def _sentence(pattern: str, word: str, second: str) -> str:
    """A pattern with the words of a topic in it."""
    filled = pattern.format(word=word, second=second)
    return filled[:1].upper() + filled[1:]
