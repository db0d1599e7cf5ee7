"""Colours and text styles of Material 3 as on a Pixel with Android 13.

Colours are ARGB integers behind the names of Material's tokens; widgets name tokens and a theme gives
the values.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple


class UnknownTokenError(KeyError):
    """A theme has no colour, or there is no accent, of that name; the message names the nearest ones."""

    def __str__(self) -> str:
        return str(self.args[0])


class TextStyle(NamedTuple):
    """A step of Material's type scale.

    Attributes:
        size: Font size in sp.
        line_height: Height of a line in sp.
        weight: Font weight, 400 or 500.
    """

    size: float
    line_height: float
    weight: int = 400


DISPLAY_LARGE = TextStyle(57, 64)
DISPLAY_MEDIUM = TextStyle(45, 52)
DISPLAY_SMALL = TextStyle(36, 44)
HEADLINE_LARGE = TextStyle(32, 40)
HEADLINE_MEDIUM = TextStyle(28, 36)
HEADLINE_SMALL = TextStyle(24, 32)
TITLE_LARGE = TextStyle(22, 28)
TITLE_MEDIUM = TextStyle(16, 24, 500)
TITLE_SMALL = TextStyle(14, 20, 500)
BODY_LARGE = TextStyle(16, 24)
BODY_MEDIUM = TextStyle(14, 20)
BODY_SMALL = TextStyle(12, 16)
LABEL_LARGE = TextStyle(14, 20, 500)
LABEL_MEDIUM = TextStyle(12, 16, 500)
LABEL_SMALL = TextStyle(11, 16, 500)


@dataclass(frozen=True)
class Theme:
    """A named set of colours.

    Attributes:
        name: Identifies the theme: pictures are cached by its name, so two themes of one
            name must have the same colours.
        colors: ARGB value of each token.
        dark: Whether the surfaces are dark.
    """

    name: str
    colors: Mapping[str, int] = field(repr=False, compare=False)
    dark: bool = False

    def color(self, token: str) -> int:
        """The ARGB value of a token.

        Raises:
            UnknownTokenError: The theme has no such token.
        """
        try:
            return self.colors[token]
        except KeyError:
            raise UnknownTokenError(_no_such("colour token", token, self.colors)) from None

    def with_accent(self, name: str) -> Theme:
        """The light or dark theme, as this one is, with an app's own primary colours.

        Args:
            name: A key of `ACCENTS`, such as "zoom".

        Raises:
            UnknownTokenError: There is no such accent.
        """
        if name not in ACCENTS:
            raise UnknownTokenError(_no_such("accent", name, ACCENTS))
        return _theme(self.dark, name)


@dataclass(frozen=True, slots=True)
class Accent:
    """Tones of one hue as RGB, numbered by lightness from 0 (black) to 100 (white)."""

    tone10: int
    tone20: int
    tone30: int
    tone40: int
    tone80: int
    tone90: int


ACCENTS: Mapping[str, Accent] = {
    "blue": Accent(0x041E49, 0x062E6F, 0x0842A0, 0x0B57D0, 0xA8C7FA, 0xD3E3FD),
    "zoom": Accent(0x001849, 0x002C77, 0x0041A8, 0x0B5CFF, 0xB3C5FF, 0xDBE1FF),
    "green": Accent(0x072711, 0x0A3818, 0x0F5223, 0x146C2E, 0x6DD58C, 0xC4EED0),
    "teal": Accent(0x00201D, 0x003733, 0x00504A, 0x006A63, 0x53DBCE, 0x74F8EA),
    "red": Accent(0x410E0B, 0x601410, 0x8C1D18, 0xB3261E, 0xF2B8B5, 0xF9DEDC),
    "rose": Accent(0x40000F, 0x680A22, 0x930033, 0xE01745, 0xFFB2BC, 0xFFD9DD),
    "orange": Accent(0x2C1600, 0x4A2800, 0x693C00, 0x8B5000, 0xFFB870, 0xFFDCBE),
    "purple": Accent(0x21005D, 0x381E72, 0x4F378B, 0x6750A4, 0xD0BCFF, 0xEADDFF),
}

_LIGHT = {
    "surface": 0xFFFFFF,
    "surface_container_low": 0xF8FAFD,
    "surface_container": 0xF0F4F9,
    "surface_container_high": 0xE9EEF6,
    "surface_container_highest": 0xDDE3EA,
    "on_surface": 0x1F1F1F,
    "on_surface_variant": 0x444746,
    "secondary": 0x00639B,
    "on_secondary": 0xFFFFFF,
    "secondary_container": 0xC2E7FF,
    "on_secondary_container": 0x001D35,
    "error": 0xB3261E,
    "on_error": 0xFFFFFF,
    "error_container": 0xF9DEDC,
    "on_error_container": 0x410E0B,
    "outline": 0x747775,
    "outline_variant": 0xC4C7C5,
    "inverse_surface": 0x303030,
    "inverse_on_surface": 0xF2F2F2,
    "keyboard": 0xE9EEF6,
    "keyboard_key": 0xFFFFFF,
    "keyboard_function_key": 0xCFD9E6,
    "on_keyboard": 0x1F1F1F,
}

_DARK = {
    "surface": 0x131314,
    "surface_container_low": 0x1B1B1B,
    "surface_container": 0x1E1F20,
    "surface_container_high": 0x282A2C,
    "surface_container_highest": 0x333537,
    "on_surface": 0xE3E3E3,
    "on_surface_variant": 0xC4C7C5,
    "secondary": 0x7FCFFF,
    "on_secondary": 0x003355,
    "secondary_container": 0x004A77,
    "on_secondary_container": 0xC2E7FF,
    "error": 0xF2B8B5,
    "on_error": 0x601410,
    "error_container": 0x8C1D18,
    "on_error_container": 0xF9DEDC,
    "outline": 0x8E918F,
    "outline_variant": 0x444746,
    "inverse_surface": 0xE3E3E3,
    "inverse_on_surface": 0x303030,
    "keyboard": 0x1E1F20,
    "keyboard_key": 0x37393B,
    "keyboard_function_key": 0x4A4E51,
    "on_keyboard": 0xE3E3E3,
}


def _primary_light(accent: Accent) -> dict[str, int]:
    return {
        "primary": accent.tone40,
        "on_primary": 0xFFFFFF,
        "primary_container": accent.tone90,
        "on_primary_container": accent.tone10,
        "inverse_primary": accent.tone80,
    }


def _primary_dark(accent: Accent) -> dict[str, int]:
    return {
        "primary": accent.tone80,
        "on_primary": accent.tone20,
        "primary_container": accent.tone30,
        "on_primary_container": accent.tone90,
        "inverse_primary": accent.tone40,
    }


@cache
def _theme(dark: bool, accent: str) -> Theme:
    tones = ACCENTS[accent]
    opaque = _DARK | _primary_dark(tones) if dark else _LIGHT | _primary_light(tones)
    translucent = {
        "scrim": _with_alpha(0x000000, 0.6),
        "disabled": _with_alpha(opaque["on_surface"], 0.38),
        "disabled_container": _with_alpha(opaque["on_surface"], 0.12),
        "pressed": _with_alpha(opaque["on_surface"], 0.12),
    }
    colors = {token: _with_alpha(rgb, 1.0) for token, rgb in opaque.items()} | translucent
    return Theme(f"{'dark' if dark else 'light'}-{accent}", colors, dark)


def _with_alpha(rgb: int, alpha: float) -> int:
    return round(alpha * 255) << 24 | rgb


def _no_such(kind: str, name: str, known: Mapping[str, object]) -> str:
    nearest = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or sorted(known)
    return f"no {kind} is called {name!r}; did you mean {' or '.join(map(repr, nearest))}?"


LIGHT = _theme(False, "blue")
DARK = _theme(True, "blue")
