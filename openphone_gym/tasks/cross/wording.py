"""Sentences that people and organisations write, and how a reader understands them."""

from __future__ import annotations

import re
from string import Formatter

from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import plain
from openphone_gym.tasks.task import Param
from openphone_gym.ui.node import UiNode


class Wording:
    """Several ways to write the same facts.

    Args:
        *forms: Sentences with the facts in braces; each form names all of them.
    """

    def __init__(self, *forms: str) -> None:
        self._forms = forms
        self._patterns = [re.compile(_pattern(form)) for form in forms]

    def write(self, form: int, **facts: object) -> str:
        """The sentence in one of its forms."""
        return self._forms[form].format_map(facts)

    def read(self, text: str) -> dict[str, str]:
        """The facts that a text tells.

        Raises:
            Lost: It is another text.
        """
        for pattern in self._patterns:
            found = pattern.fullmatch(plain(text))
            if found is not None:
                return found.groupdict()
        raise Lost

    def fits(self, text: str) -> bool:
        """Whether a text is one of these sentences."""
        return any(pattern.fullmatch(plain(text)) for pattern in self._patterns)

    def need(self, hand: Hand) -> str:
        """One of these sentences on the page, which is scrolled to it if need be.

        Raises:
            Lost: There is none.
        """

        def fits(node: UiNode) -> bool:
            return self.fits(node.text)

        fits.__name__ = self._forms[0]
        return plain(hand.need(fits).text)

    @property
    def form(self) -> Param:
        """A parameter for the form that is used."""
        return Param(0, lambda d: d.rng.randrange(len(self._forms)))


def _pattern(form: str) -> str:
    """A pattern of a form, with a group for each fact."""
    parts = Formatter().parse(plain(form))
    return "".join(re.escape(words) + (f"(?P<{fact}>.+?)" if fact else "") for words, fact, _, _ in parts)
