"""A search engine over pages: it ranks by words of titles, headings, hosts and texts."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from openphone_gym.phone.world.records import Block, Site, WebPage

TITLE, HEADING, HOST, TEXT = 6.0, 3.0, 2.5, 1.0
"""Weight of a word by where it stands."""

START_PAGE, NAMED = 1.3, 2.0
"""Factors for start pages, and for pages whose title is what was searched for."""

OF_ONE_SITE = 3
"""Most results of a site, unless only that one is searched."""

SNIPPET = 150
"""Most characters of the words below a result."""

COMMON = frozenset((
    "a", "an", "and", "are", "at", "by", "for", "from", "how", "in", "is", "it", "its", "me", "my", "of",
    "on", "or", "tell", "that", "the", "this", "to", "was", "were", "what", "when", "where", "which",
    "who", "with", "you", "your", "web", "site", "website", "page", "open", "find", "official",
))  # fmt: skip
"""Words that tell little of what is looked for."""

_HEADINGS = ("heading", "section", "subsection", "link", "card")
_WORD = re.compile(r"[^\W_]+")


class Hit(NamedTuple):
    """A result.

    Attributes:
        url: Address of the page.
        title: Title of the page.
        site: Where it was found.
        words: Some words of the page.
    """

    url: str
    title: str
    site: Site
    words: str


class _Entry(NamedTuple):
    url: str
    page: WebPage
    site: Site
    tokens: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without case, accents, and the s of a plural."""
    plain = text.casefold().replace("'", "").replace("’", "")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return tuple([word[:-1] if len(word) > 3 and word[-1] == "s" else word for word in _WORD.findall(plain)])


class Index:
    """All pages of some sites by their words.

    Args:
        sites: What can be found.
    """

    def __init__(self, sites: Iterable[Site]) -> None:
        self._entries: list[_Entry] = []
        self._weights: dict[str, dict[int, float]] = defaultdict(dict)
        for site in sites:
            host = tokens(site.host)
            for page in site.pages:
                if page.listed and not page.moved:
                    self._add(site, page, host)

    def _add(self, site: Site, page: WebPage, host: Sequence[str]) -> None:
        number = len(self._entries)
        title = tokens(page.title)
        self._entries.append(_Entry(f"https://{site.host}{page.path}", page, site, title))
        found: dict[str, float] = defaultdict(float)
        for word in title:
            found[word] = TITLE
        for word in host:
            found[word] += HOST
        for block in page.blocks:
            weight = HEADING if block.kind in _HEADINGS else TEXT
            for word in tokens(block.text):
                found[word] += weight / (1 + found[word] / 4)  # Saying it again and again adds little.
        for word, weight in found.items():
            self._weights[word][number] = weight

    def find(self, query: str, most: int = 20, host: str = "") -> list[Hit]:
        """The pages that fit some words best, the best one first.

        Args:
            query: The words.
            most: Largest number of results.
            host: The only site to look at; an empty string for all.
        """
        asked = list(dict.fromkeys(tokens(query)))
        wanted = [word for word in asked if word not in COMMON] or asked
        scores = self._scores(wanted, host)
        best = sorted(scores, key=lambda number: (-scores[number], self._entries[number].url))
        shown: Counter[str] = Counter()
        hits: list[Hit] = []
        for number in best:
            url, page, site, _ = self._entries[number]
            shown[site.host] += 1
            if host or shown[site.host] <= OF_ONE_SITE:
                hits.append(Hit(url, page.title, site, snippet(page.blocks, wanted)))
            if len(hits) == most:
                break
        return hits

    def _scores(self, wanted: Sequence[str], host: str) -> dict[int, float]:
        """How well pages fit, by their number; those with none of the words are left out."""
        scores: dict[int, float] = defaultdict(float)
        met: Counter[int] = Counter()
        for word in wanted:
            holders = self._weights.get(word, {})
            rare = math.log(1 + len(self._entries) / (1 + len(holders)))
            for number, weight in holders.items():
                if not host or self._entries[number].site.host == host:
                    scores[number] += rare * weight
                    met[number] += 1
        return {
            number: score * (met[number] / len(wanted)) ** 2 * self._factor(number, wanted)
            for number, score in scores.items()
        }

    def _factor(self, number: int, wanted: Sequence[str]) -> float:
        """What a page gains by being a start page, or by having the very name that is searched for."""
        _, page, site, title = self._entries[number]
        owner = tokens(site.title)
        own = [word for word in title if word not in owner] or owner
        sought = [word for word in wanted if word not in owner] or wanted
        factor = START_PAGE if page.path == "/" else 1.0
        return factor * NAMED if [word for word in own if word not in COMMON] == list(sought) else factor


def snippet(blocks: Iterable[Block], wanted: Sequence[str]) -> str:
    """Words of a page that hold what was searched for, or its first ones."""
    texts = [block.text.replace("\t", ": ") for block in blocks if block.kind in ("paragraph", "row", "item")]
    about = set(wanted)
    best = max(texts, key=lambda text: len(about.intersection(tokens(text))), default="")
    return best if len(best) <= SNIPPET else best[:SNIPPET].rpartition(" ")[0] + " ..."
