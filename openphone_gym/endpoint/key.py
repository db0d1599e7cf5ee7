"""The key of an endpoint: where it comes from, and how it is kept out of what comes in.

An endpoint, or a model that was told one, may echo the key. It is looked for at the one place where text
comes in, so that no answer, error, trace, page or log holds it. *Nearly* the key counts, too. Letters and
digits alone are compared, without case (so that blanks, line breaks, hyphens and invisible characters within
change nothing), forwards and backwards, plain, in base64 and hexadecimal, and with characters escaped as
JSON, URLs and HTML do:

* the whole key,
* its first or last ``RUN`` characters or more,
* any part of at least twice that length.

A key without digits that is shorter than ``WORD`` may be a word, such as the ``not-needed`` of local servers;
it is hidden only where it stands as it is. One of fewer than ``RUN`` characters is no secret.
"""

from __future__ import annotations

import base64
import os
import re
import sys
import unicodedata
from collections.abc import Iterable

from openphone_gym.endpoint.errors import EndpointNotConfigured

HIDDEN = "***"
RUN = 8
WORD = 20
LONGEST_KEY = 8192
"""Characters; servers refuse headers that are longer."""

DECIMAL = 3
_ESCAPE = re.compile(
    r"\\u([0-9a-f]{4})|(?:\\x|%|0x|&#x0{,4})([0-9a-f]{2})|&#([0-9]{1,7})|\\u\{0*([0-9a-f]{2})\}",
    re.IGNORECASE,
)
"""Characters as JSON, URLs, HTML and programs escape them; the group numbered ``DECIMAL`` counts in tens."""
_SENDABLE = re.compile(r"[\x21-\x7e]+")


def read_key(variable: str, needed_by: str | None) -> str:
    """The key in an environment variable, without blanks around it; empty where there is none.

    Args:
        variable: Its name.
        needed_by: Name of the model that can't do without; None if none is needed.

    Raises:
        EndpointNotConfigured: There is no key, or none that a header could hold; it is not quoted.
    """
    key = os.environ.get(variable, "").strip()
    if not key:
        if needed_by is None:
            return ""
        raise EndpointNotConfigured(
            f"the endpoint of {needed_by!r} needs a key: set the environment variable {variable}"
        )
    if not _SENDABLE.fullmatch(key) or len(key) > LONGEST_KEY:
        raise EndpointNotConfigured(
            f"the key in {variable} can't be one: it holds blanks, line breaks or characters that are not "
            "ASCII, or is too long; copy it anew"
        )
    return key


class _Bare(dict[int, str]):
    """Letters and digits of each character, for ``str.translate``; filled as characters come up."""

    def __missing__(self, code: int) -> str:
        known = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", chr(code)).casefold()))
        self[code] = known
        return known


_BARE = _Bare()


class Redactor:
    """Takes a key out of text; see the module for what counts as the key.

    Args:
        key: The key; empty hides nothing.
    """

    def __init__(self, key: str) -> None:
        self._key = key if len(key) >= RUN else ""
        wordy = len(key) < WORD and not any(char.isdigit() for char in key)
        self._parts = {} if wordy or not self._key else _parts(key)
        self._ends = {key[:RUN], key[-RUN:]} if self._parts else {self._key}

    def __call__(self, text: str) -> str:
        """The text with ``***`` in place of the key, and of what is nearly the key."""
        if not self._key:
            return text
        hidden = self._without(text)
        plain = _ESCAPE.sub(_meant, hidden)
        further = plain if plain == hidden else self._without(plain)
        return hidden if further == plain else further

    def _without(self, text: str) -> str:
        text = self._without_runs(text) if self._parts else text
        for end in self._ends:
            text = text.replace(end, HIDDEN)
        return text

    def _without_runs(self, text: str) -> str:
        bare = text.translate(_BARE)
        spans = sorted(self._spans(bare))
        if not spans:
            return text
        places = [place for place, char in enumerate(text) for _ in _BARE[ord(char)]]
        pieces, end = [], 0
        for first, last in spans:
            start, stop = places[first], places[last - 1] + 1
            if stop > end:
                pieces += [text[end:start], HIDDEN if start >= end else ""]
                end = stop
        return "".join([*pieces, text[end:]])

    def _spans(self, bare: str) -> Iterable[tuple[int, int]]:
        """Where runs of the key begin and end: a part of it, as far as it goes on to both sides."""
        for part, form in self._parts.items():
            found = bare.find(part)
            while found >= 0:
                place, first, last = form.index(part), found, found + len(part)
                while place and first and form[place - 1] == bare[first - 1]:
                    place, first = place - 1, first - 1
                place += last - first
                while place < len(form) and last < len(bare) and form[place] == bare[last]:
                    place, last = place + 1, last + 1
                yield first, last
                found = bare.find(part, last)


def _parts(key: str) -> dict[str, str]:
    """Parts of which at least one is in whatever is nearly the key, with the form that each is of."""
    data, bare = key.encode(), key.translate(_BARE)
    forms = [bare, data.hex()]
    for shift in range(3):  # base64 looks different at each place within three bytes
        whole = base64.b64encode(b"\0" * shift + data).decode().rstrip("=")
        forms.append(whole[-(-shift * 8 // 6) : (shift + len(data)) * 8 // 6].translate(_BARE))
    parts: dict[str, str] = {}
    for form in forms:
        run = -(-RUN * len(form) // len(key))  # as many as spell RUN characters of the key
        run = max(run, RUN)
        for way in (form, form[::-1]) if len(form) >= run else ():
            starts = [*range(0, len(form) - run + 1, run), len(form) - run]
            parts |= {way[start : start + run]: way for start in starts}
    return parts


def _meant(escape: re.Match[str]) -> str:
    """The character that an escape stands for."""
    code = int(escape[escape.lastindex or 0], 10 if escape.lastindex == DECIMAL else 16)
    return chr(code) if code <= sys.maxunicode else escape[0]
