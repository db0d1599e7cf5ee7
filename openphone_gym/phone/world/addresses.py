"""Addresses of pages: what stands in an address bar, taken apart."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, quote_plus, urlencode, urljoin, urlsplit

HTTPS = "https"

_HOST = re.compile(r"^([\w-]+\.)+[a-z]{2,}$|^localhost$", re.IGNORECASE)


class Address(NamedTuple):
    """Where a page is.

    Attributes:
        scheme: ``https``, ``http`` or another one.
        host: Host name in lower case.
        path: Path, with a slash in front.
        query: Names and values behind the question mark.
    """

    scheme: str
    host: str
    path: str = "/"
    query: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.host}{self.path}{self._tail}"

    @property
    def shown(self) -> str:
        """What the address bar shows: without the scheme, and without the slash of a start page."""
        path = "" if self.path == "/" and not self.query else self.path
        return f"{self.host}{path}{self._tail}"

    @property
    def words(self) -> str:
        """What is searched for, if it is the address of results."""
        return dict(self.query).get("q", "")

    @property
    def _tail(self) -> str:
        return f"?{urlencode(self.query)}" if self.query else ""


def parse(url: str) -> Address:
    """Takes an address apart; one without a scheme is taken for ``https``."""
    text = url.strip().replace("[", "").replace("]", "")  # no IPv6 here, and its brackets must match
    parts = urlsplit(text if "://" in text else f"{HTTPS}://{text}")
    host = (parts.netloc.rpartition("@")[2]).lower()
    return Address(parts.scheme, host, parts.path or "/", tuple(parse_qsl(parts.query)))


def is_address(typed: str) -> bool:
    """Whether what somebody typed is an address rather than words to search for."""
    text = typed.strip()
    if not text or re.search(r"\s", text):
        return False
    host = text.partition("://")[2] or text
    return _HOST.match(re.split(r"[/?#:]", host)[0]) is not None


def joined(base: str, target: str) -> str:
    """Where a link on a page leads: its target may be a path of the same host."""
    return target if "://" in target else urljoin(base, target)


def asking(base: str, words: str) -> str:
    """The address of the results for some words."""
    return f"{base}?q={quote_plus(words)}"
