"""Parts of a page that keep the colours of one theme, whatever the page around them has."""

from __future__ import annotations

from openphone_gym.phone.toolkit.box import Color, Column
from openphone_gym.phone.toolkit.frame import Strip
from openphone_gym.phone.toolkit.theme import LIGHT, Theme


class Themed(Column):
    """Boxes in the colours of a theme of their own, such as a web page in a dark browser.

    Attributes:
        colors: Their theme.
    """

    fill: Color | None = "surface"
    colors: Theme = LIGHT


def in_theme(strip: Strip, theme: Theme) -> Strip:
    """The strip in the colours of a theme, whatever theme it is rendered in."""
    x, y, w, h, key, background, clip = strip.look
    ground = theme.color(background) if isinstance(background, str) else background
    draw = strip.paint
    paint = None if draw is None else lambda painter: draw(painter.in_theme(theme))
    return Strip(x, y, w, h, (theme.name, key), paint, ground, clip, strip.fleeting)
