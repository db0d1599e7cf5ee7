"""A text field that suggests what fits what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openphone_gym.phone.toolkit.box import FILL, Box, Column, Metrics, Text
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM

SHOWN = 4
"""Most suggestions at a time."""


class SuggestField(TextField):
    """A text field with suggestions; ``suggesting`` puts them over the page it is on."""

    cls = "android.widget.AutoCompleteTextView"


def fitting(typed: str, options: Sequence[str]) -> list[str]:
    """Options with a word that begins as what is typed, except what is typed itself."""
    wanted = typed.strip().casefold()
    if not wanted:
        return []
    return [
        option
        for option in options
        if option.casefold() != wanted and f" {wanted}" in f" {option.casefold()}".replace("\n", " ")
    ][:SHOWN]


def suggesting(page: Page, field: TextField, options: Sequence[str], pick: Callable[[str], object]) -> Page:
    """Lets a field of a page suggest, while it has the focus.

    Args:
        page: The page; the list lies over what is below the field.
        field: A field on it.
        options: What may be suggested, best first; of two lines, the second one tells more.
        pick: Called with the suggestion that is touched.
    """
    page.children = [*page.children, _Dropdown(field, fitting(field.value, options), pick)]
    return page


class _Dropdown(Column):
    """The list below a field; nothing while the field has no focus."""

    fill = "surface_container"
    elevation = 3
    radius = 4
    layer = False

    def __init__(self, field: TextField, options: Sequence[str], pick: Callable[[str], object]) -> None:
        super().__init__(*(_option(option, pick) for option in options))
        self._field = field

    def measure(self, m: Metrics, width: int, height: int) -> None:
        if not self._field.focused:
            self.children = ()
        super().measure(m, self._field.w, height)
        self.w = self._field.w if self.children else 0

    def place(self, m: Metrics, x: int, y: int) -> None:
        super().place(m, self._field.x, self._field.y + self._field.h)


def _option(option: str, pick: Callable[[str], object]) -> Box:
    def choose() -> None:
        pick(option)

    first, _, second = option.partition("\n")
    more = Text(second, BODY_MEDIUM, color="on_surface_variant", max_lines=1, id="text2") if second else None
    return Column(
        Text(first, BODY_LARGE, max_lines=1, id="text1"),
        more,
        cls="android.widget.LinearLayout",
        on_tap=choose,
        width=FILL,
        height=44 if more is None else 60,
        justify="center",
        pad=(16, 0, 16, 0),
    )
