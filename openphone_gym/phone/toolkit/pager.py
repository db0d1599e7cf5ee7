"""Pages that lie beside or below each other, one of them in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from openphone_gym.phone.toolkit.box import Box, Column

PAGER = "androidx.viewpager.widget.ViewPager"
VERTICAL_PAGER = "androidx.viewpager2.widget.ViewPager2"

Page = Box | Callable[[], Box]
"""A page, or what makes it when it is in view."""


def Pager(
    pages: Sequence[Page],
    at: int,
    on_turn: Callable[[int], object],
    vertical: bool = False,
    **attributes: Any,
) -> Box:
    """One of several pages; a swipe turns to the next one or back.

    Args:
        pages: All pages, or functions that make them: only the one in view is called.
        at: Index of the page in view.
        on_turn: Called with the index of the page that is turned to.
        vertical: Whether pages lie below each other; else they lie side by side.
        **attributes: Attributes of the box around the page.
    """
    steps = {"up": 1, "down": -1} if vertical else {"left": 1, "right": -1}

    def swiped(direction: str) -> bool:
        turned = at + steps.get(direction, 0)
        if turned == at or not 0 <= turned < len(pages):
            return False
        on_turn(turned)
        return True

    page = pages[at]
    box = Column(page() if callable(page) else page, on_swipe=swiped, scrollable=len(pages) > 1)
    box.cls = VERTICAL_PAGER if vertical else PAGER
    box.__dict__.update(attributes)
    return box
