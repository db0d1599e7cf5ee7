"""Sentences that people and organisations write, and how a reader understands them."""

from __future__ import annotations

import re
from string import Formatter

from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import plain
from openphone_gym.tasks.task import Draw, Param
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


def either(flag: str, if_so: str, if_not: str, right: str, wrong: str) -> dict[str, Param]:
    """Parameters for what is right, and what is wrong, by a condition that was drawn.

    Args:
        flag: The parameter that says whether the condition holds.
        if_so: The parameter with what is right if it does.
        if_not: The parameter with what is right if it does not.
        right: What is right on the benchmark's phone.
        wrong: What is wrong there.
    """

    def other(holds: bool) -> Draw:
        return lambda d: getattr(d.params, if_so if getattr(d.params, flag) == holds else if_not)

    return {"right": Param(right, other(True)), "wrong": Param(wrong, other(False))}


def _pattern(form: str) -> str:
    """A pattern of a form, with a group for each fact."""
    parts = Formatter().parse(plain(form))
    return "".join(re.escape(words) + (f"(?P<{fact}>.+?)" if fact else "") for words, fact, _, _ in parts)
