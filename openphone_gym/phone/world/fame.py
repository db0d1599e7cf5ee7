"""Whom many know: stars and their fans, leagues, matches and titles that videos are about."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from openphone_gym.phone.world.people import Name, family_names, given_names
from openphone_gym.phone.world.records import Feat, Match, Profile, Script
from openphone_gym.phone.world.tables import pairs, slug, table, words

STARS, LEAGUES, CLUBS, MATCHES, FANS = 6, 3, 6, 3, 2
"""Numbers in a drawn world: stars and leagues; clubs and matches of a league; fans of each account."""

TOPICS = ("football", "football", "running", "games", "music", "cooking")
"""What stars are known for."""

FIRST_YEAR, LAST_YEAR = 2010, 2023
"""When titles were won."""

REPORTERS = ("footballmoments", "oldmatches")
"""Accounts that post what happens in sports."""

Scripts = Mapping[str, tuple[Script, ...]]
"""What accounts post, by the account."""


class Fame(NamedTuple):
    """Accounts that matter and those that look like them.

    Attributes:
        profiles: The accounts.
        matches: Matches that the leagues show.
        feats: Titles that were won.
        scripts: What accounts post about all this.
    """

    profiles: tuple[Profile, ...]
    matches: tuple[Match, ...]
    feats: tuple[Feat, ...]
    scripts: Scripts


def draw(rng: random.Random) -> Fame:
    """Stars, leagues and their fans; in a drawn world all of them are invented."""
    stars = list(_stars(rng))
    leagues = list(_leagues(rng))
    fans = [fan for star in stars for fan in _fans(rng, star, star.name.rpartition(" ")[2])]
    fans += [fan for league in leagues for fan in _fans(rng, league, league.name)]
    matches = [match for league in leagues for match in _matches(rng, league)]
    matches = [
        Match(f"match-{number}", match.league, match.home, match.away)
        for number, match in enumerate(matches, 1)
    ]
    feats = list(_feats(rng, stars))
    scripts: dict[str, list[Script]] = {profile.id: [] for profile in (*stars, *leagues, *fans)}
    scripts |= {reporter: [] for reporter in REPORTERS}
    for star in stars:
        scripts[star.id] += _lines(rng, "star_captions", 5, n=rng.randint(2, 9), place=_place(rng))
    for fan in fans:
        name = next(one.name for one in (*stars, *leagues) if one.id == fan.mimics)
        scripts[fan.id] += _lines(rng, "fan_captions", 4, name=name, place=_place(rng))
    for league in leagues:
        of_league = [match for match in matches if match.league == league.id]
        scripts[league.id] += _league_scripts(rng, of_league)
        fan = next(fan for fan in fans if fan.mimics == league.id)
        scripts[fan.id] += [_about(rng, "match_reactions", match) for match in of_league[:2]]
    admirers = [fan.id for fan in fans if any(fan.mimics == star.id for star in stars)]
    for feat in feats:
        for number, script in enumerate(_feat_scripts(rng, feat, feats)):
            scripts[REPORTERS[number % 2] if number != 1 else rng.choice(admirers)].append(script)
    return Fame(
        (*stars, *leagues, *fans),
        tuple(matches),
        tuple(feats),
        {id: tuple(dict.fromkeys(of)) for id, of in scripts.items()},
    )


def _stars(rng: random.Random) -> Iterator[Profile]:
    given = rng.sample([name for name in given_names() if name.latin.isascii()], STARS)
    families = rng.sample([name for name in family_names() if name.latin.isascii()], STARS)
    for first, family, topic in zip(given, families, TOPICS, strict=True):
        yield Profile(
            _handle(rng, first, family),
            f"{first.latin} {family.latin}",
            topic,
            rng.choice(_lists("star_about")),
            rng.randint(900_000, 40_000_000),
            verified=rng.random() < 0.7,
            followed=rng.random() < 0.4,
            following=rng.randint(3, 400),
        )


def _handle(rng: random.Random, given: Name, family: Name) -> str:
    first, last = slug(given.plain, ""), slug(family.plain, "")
    number = rng.randint(12, 99_999)
    return rng.choice((f"{last}.{number}", f"{first}.{last}{number % 100}", f"its{first}{number % 1_000}",
                       f"{first}_{last}.{number % 1_000}"))  # fmt: skip


def _leagues(rng: random.Random) -> Iterator[Profile]:
    names = rng.sample(_towns(), LEAGUES)
    for name, pattern in zip(names, rng.sample(_lists("leagues"), LEAGUES), strict=True):
        title = pattern.format(name).upper()
        yield Profile(
            slug(title, rng.choice(("", ".", "_"))),
            title,
            "football",
            "All matches, all goals",
            rng.randint(400_000, 30_000_000),
            verified=rng.random() < 0.8,
            followed=rng.random() < 0.3,
            following=rng.randint(20, 90),
        )


def _fans(rng: random.Random, of: Profile, short: str) -> Iterator[Profile]:
    plain = slug(short, "")
    for name, handle in rng.sample(pairs(table("clips")["fan_names"]), FANS):
        yield Profile(
            handle.format(plain=plain) + rng.choice(("", str(rng.randint(2, 99)))),
            name.format(name=of.name),
            of.topic,
            rng.choice(_lists("fan_about")),
            rng.randint(2_000, 900_000),
            verified=rng.random() < 0.1,
            followed=rng.random() < 0.15,
            following=rng.randint(30, 2_000),
            mimics=of.id,
        )


def _matches(rng: random.Random, league: Profile) -> Iterator[Match]:
    patterns = rng.sample(_lists("clubs"), CLUBS)
    towns = rng.sample(_towns(), CLUBS)
    clubs = [pattern.format(town) for pattern, town in zip(patterns, towns, strict=True)]
    # The first club plays twice, so that one name alone does not tell which match is meant.
    for home, away in ((clubs[0], clubs[1]), (clubs[2], clubs[0]), (clubs[3], clubs[4])):
        yield Match("", league.id, home, away)


def _league_scripts(rng: random.Random, matches: list[Match]) -> list[Script]:
    shown = [_about(rng, "match_captions", match) for match in matches]
    pinned = rng.randrange(len(shown))
    shown[pinned] = Script(shown[pinned].caption, shown[pinned].shows, pinned=True)
    return [*shown, *_lines(rng, "league_captions", 4, club=matches[0].home)]


def _feats(rng: random.Random, stars: list[Profile]) -> Iterator[Feat]:
    contests = rng.sample(pairs(table("clips")["contests"]), len(pairs(table("clips")["contests"])))
    places = rng.sample(words(table("clips")["places"]), 3)
    for number, (star, (contest, title)) in enumerate(zip(stars[:3], contests, strict=False), 1):
        place, year = places[number - 1], rng.randint(FIRST_YEAR, LAST_YEAR)
        yield Feat(f"feat-{number}", star.name, title, contest, place, year)


def _feat_scripts(rng: random.Random, feat: Feat, all: list[Feat]) -> list[Script]:
    """Two videos of a feat, by a reporter and by a fan, and three that only look like it."""
    other = next(one.who for one in all if one.id != feat.id)
    facts = {
        "who": feat.who, "title": feat.title, "contest": feat.contest, "place": feat.place, "year": feat.year,
        "other": other, "before": feat.year - rng.randint(5, 8), "lost": feat.year - 4,
    }  # fmt: skip
    won = [line.format(**facts) for line in rng.sample(_lists("feat_captions"), 2)]
    missed = [line.format(**facts) for line in rng.sample(_lists("feat_misses"), 3)]
    return [*(Script(caption, feat.id) for caption in won), *(Script(caption) for caption in missed)]


def _about(rng: random.Random, kind: str, match: Match) -> Script:
    return Script(rng.choice(_lists(kind)).format(home=match.home, away=match.away), match.id)


def _lines(rng: random.Random, kind: str, many: int, **facts: object) -> list[Script]:
    return [Script(line.format(**facts)) for line in rng.sample(_lists(kind), many)]


def _lists(kind: str) -> tuple[str, ...]:
    return words(table("clips")[kind], "; ")


def _place(rng: random.Random) -> str:
    return rng.choice(words(table("clips")["places"]))


def _towns() -> tuple[str, ...]:
    return words(table("organisations")["words"])
