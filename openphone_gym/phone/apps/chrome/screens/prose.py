"""The blocks of a web page: running text, and what can be touched, typed into and loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.state import Chrome
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import Button
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.pictures import Picture
from openphone_gym.phone.toolkit.prose import VIEW, Passage, Prose
from openphone_gym.phone.toolkit.rows import Divider
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, TITLE_MEDIUM, TextStyle
from openphone_gym.phone.world import addresses

SECRET = "Password"
"""Hint of fields that do not show what is typed."""


class WebProse(Prose):
    """The blocks of a web page.

    Args:
        state: The browser.
        nav: The screen.
        url: Address of the page, to which its fields belong.
        blocks: What stands on it.
        **attributes: Attributes of `Prose`.
    """

    def __init__(self, state: Chrome, nav: Nav, url: str, blocks: Any, **attributes: Any) -> None:
        self._state = state
        self._nav = nav
        self._url = url
        super().__init__(blocks, lambda target: browsing.follow(state, nav, target), **attributes)

    def _box(self, block: Passage) -> Box:
        own: dict[str, Callable[[Passage], Box]] = {
            "button": self._button,
            "card": self._card,
            "field": self._field,
            "file": self._file,
            "row": self._fact,
        }
        return own.get(block.kind, super()._box)(block)

    def _following(self, target: str) -> Callable[[], None]:
        return browsing.following(self._state, self._nav, target)

    def _holding(self, target: str) -> Callable[[], None]:
        return self._nav.to("link_menu", url=browsing.target_of(self._state, target))

    def _link(self, block: Passage, style: TextStyle) -> Box:
        box = super()._link(block, style)
        box.on_long = self._holding(block.target)
        return box

    def _button(self, block: Passage) -> Box:
        return Row(Button(block.text, self._following(block.target)))

    def _card(self, block: Passage) -> Box:
        title, _, detail = block.text.partition("\t")
        motif, _, key = getattr(block, "picture", "").partition(":")
        words = Column(
            Label(title, TITLE_MEDIUM, max_lines=2),
            Label(detail, BODY_MEDIUM, color="on_surface_variant", max_lines=2),
            gap=2,
            flex=1,
        )
        return Row(
            Picture(motif, key, width=96, height=72) if motif else None,
            words,
            cls=VIEW,
            desc=f"{title} {detail}".strip(),
            on_tap=self._following(block.target),
            on_long=self._holding(block.target),
            gap=16,
            width=FILL,
            fill="surface_container_low",
            radius=12,
            pad=(12, 12, 12, 12),
        )

    def _field(self, block: Passage) -> Box:
        """Something to type in; with a target, what is typed is sent there."""
        typed = self._nav.bind(f"{self._url}/{block.text}")
        search = bool(block.target)

        def send() -> None:
            if str(typed.get()).strip():
                browsing.follow(self._state, self._nav, addresses.asking(block.target, str(typed.get())))

        return TextField(
            typed,
            block.text,
            action="search" if search else "next",
            on_submit=send if search else None,
            password=block.text == SECRET,
        )

    def _file(self, block: Passage) -> Box:
        return Row(
            Icon("file-download-outline", color="primary"),
            Label(block.text, BODY_LARGE, color="primary", flex=1),
            cls=VIEW,
            desc=block.text,
            on_tap=lambda: browsing.download(self._state, self._nav, block.target),
            gap=12,
            width=FILL,
        )

    def _fact(self, block: Passage) -> Box:
        """A row of a table, the first cell of which names the others."""
        name, *values = block.text.split("\t")
        cells = [Text(name, TITLE_MEDIUM, color=self._ink, flex=2)]
        cells += [Text(value, BODY_LARGE, color=self._ink, flex=3) for value in values]
        return Column(Row(*cells, gap=12, align="start", width=FILL), Divider(), gap=8)
