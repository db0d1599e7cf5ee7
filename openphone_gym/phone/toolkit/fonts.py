"""Fonts of the virtual phone: text widths, line breaking, font fallback and icon names.

Layout needs widths in every step, also where no picture is drawn, so this module reads the font files through
Pillow alone and works without Skia. Widths are sums of unhinted glyph advances without kerning, which is how
[`Painter`][openphone_gym.phone.toolkit.painter.Painter] sets text.
"""

from __future__ import annotations

import difflib
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import accumulate, groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FontId = Literal["sans", "cjk", "korean", "thai", "icons"]

FALLBACKS: tuple[FontId, ...] = ("cjk", "korean", "thai")
"""Fonts that are asked, in this order, for characters that ``sans`` lacks."""

VARIABLE: frozenset[FontId] = frozenset({"sans", "thai"})
"""Fonts that come in any weight; the others have the regular one."""

# Roboto's `hhea` metrics in em. They make the line box of any text, whichever fonts its glyphs are in.
ASCENT = 1900 / 2048
DESCENT = 500 / 2048

ELLIPSIS = "…"

# The advances are read at this many pixels per em: FreeType rounds them to whole pixels.
_EM = 2048
_CJK_BLOCKS = ((0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))
_NO_BREAK_BEFORE = frozenset("、。，．！？：；）］｝」』】》〉ー…,.!?:;)")
COMPANIES = frozenset("""
    amazon android apple discord dropbox facebook firefox github gitlab gmail google instagram linkedin
    microsoft netflix opera pinterest reddit skype slack snapchat spotify steam telegram twitch twitter
    whatsapp wikipedia youtube
""".split())  # noqa: SIM905  # fmt: skip
"""First words of icons that are marks of companies: the apps of the phone have drawings of their own."""

_TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
_VOWELS_ABOVE = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d")
_AM = "\u0e33"
_TONE_RISE = 0.215


class UnknownIconError(KeyError):
    """There is no icon of that name; the message names the nearest ones."""

    def __str__(self) -> str:
        return str(self.args[0])


def measure(text: str, size: float, weight: int = 400) -> float:
    """Width of a line of text.

    Args:
        text: One line; invisible control and format characters take no room.
        size: Font size in pixels per em.
        weight: Weight of the Latin font, 100 to 900 (Material uses 400, 500 and 700).

    Returns:
        The sum of the glyph advances in pixels.
    """
    return _em_width(text, weight) * size / _EM


@lru_cache(maxsize=1 << 15)
def wrap(
    text: str, size: float, weight: int, max_width: float, max_lines: int | None = None
) -> tuple[str, ...]:
    """Breaks text into lines that fit a width.

    Lines break at newlines, spaces and between CJK characters, and inside words longer than a line. Spaces at
    a break are dropped. If text is left after the last allowed line, that line ends in an ellipsis; so does a
    line too narrow for its next character, and the text ends there.

    Args:
        text: Text, possibly of several paragraphs separated by newlines.
        size: Font size in pixels per em.
        weight: Weight of the Latin font.
        max_width: Width of a line in pixels; only a lone ellipsis can be wider.
        max_lines: Most lines to return, at least 1; None for no limit.

    Returns:
        The lines, at least one.
    """
    # The slack lets a text fit into its own measured width in spite of rounding.
    room = max_width * _EM / size + 0.001
    lines: list[str] = []
    paragraphs = text.split("\n")
    while paragraphs:
        rest = paragraphs.pop(0)
        finished = False
        while not finished:
            end = _line_end(rest, weight, room)
            line, left = rest[:end], rest[end:].lstrip(" ")
            finished = not left
            cut_off = len(lines) + 1 == max_lines and bool(left or paragraphs)
            if cut_off or (left and not line):
                return *lines, _ellipsised(rest, weight, room)
            lines.append(line if finished else line.rstrip(" "))
            rest = left
    return tuple(lines)


@cache
def fonts() -> Mapping[FontId, Path]:
    """Font files: `sans` is Roboto, `icons` Material Design Icons, the others are Noto Sans."""
    import fontpkg_noto_sans_thai
    import fontpkg_roboto
    import pylopdf_fonts_ko
    import pylopdf_fonts_zh_cn

    return MappingProxyType(
        {
            "sans": fontpkg_roboto.ROOT / "files" / "Roboto[wdth,wght].ttf",
            "cjk": pylopdf_fonts_zh_cn.sans_path(),
            "korean": pylopdf_fonts_ko.sans_path(),
            "thai": fontpkg_noto_sans_thai.ROOT / "files" / "NotoSansThai[wdth,wght].ttf",
            "icons": Path(_icon_class().__font_file__),
        }
    )


@lru_cache(maxsize=1 << 14)
def runs(text: str) -> tuple[tuple[FontId, str], ...]:
    """Splits a line into runs of one font each, without its invisible characters.

    Characters that no font has go to `sans`, which shows them as an empty box.
    """
    visible = (char for char in text if not _is_invisible(char))
    return tuple((font, "".join(chars)) for font, chars in groupby(visible, _font_of))


def rises(text: str) -> tuple[float, ...]:
    """How far above its usual place each character is drawn, in em.

    Thai tone marks stand on top of a vowel where there is one. Fonts say so in tables that only a shaping
    engine reads; the height is the mean of what Noto Sans Thai has there (`GPOS`, mark to mark).
    """
    return tuple(
        _TONE_RISE
        if char in _TONES and (text[index - 1 : index] in _VOWELS_ABOVE or text[index + 1 : index + 2] == _AM)
        else 0.0
        for index, char in enumerate(text)
    )


@cache
def icon_glyph(name: str) -> str:
    """The character of an icon in the `icons` font.

    Args:
        name: Name in the Material Design Icons catalogue, such as "arrow-left".

    Raises:
        UnknownIconError: No icon has that name.
    """
    try:
        return icons()[name]
    except KeyError:
        nearest = difflib.get_close_matches(name, icons(), n=3)
    hint = f"; did you mean {' or '.join(map(repr, nearest))}?" if nearest else ""
    raise UnknownIconError(f"no icon is called {name!r}{hint}")


@cache
def icons() -> Mapping[str, str]:
    """Icon names with their characters in the `icons` font, but for the marks of companies."""
    # The package's attributes are "<font>.<character>", named with underscores, and one more after a keyword.
    attributes = vars(_icon_class()).items()
    named = {key.strip("_").replace("_", "-"): glyph[-1] for key, glyph in attributes if key[0] != "_"}
    return {name: glyph for name, glyph in named.items() if not _is_mark(name)}


def _is_mark(name: str) -> bool:
    return name.partition("-")[0] in COMPANIES and "keyboard" not in name


@cache
def _icon_class() -> type:
    from fonticon_mdi7 import MDI7

    return MDI7


@lru_cache(maxsize=1 << 15)
def _em_width(text: str, weight: int) -> float:
    advances = _advances(weight)
    return sum([advances[char] for char in text])


@cache
def _advances(weight: int) -> _Advances:
    return _Advances(weight)


class _Advances(dict[str, float]):
    """Advance of each character at a weight in 1/2048 em, read from the fonts when first asked for."""

    def __init__(self, weight: int) -> None:
        self.weight = weight

    def __missing__(self, char: str) -> float:
        advance = 0.0 if _is_invisible(char) else _open(_font_of(char), self.weight).getlength(char)
        self[char] = advance
        return advance


@cache
def _open(font: FontId, weight: int) -> FreeTypeFont:
    from PIL import ImageFont

    opened = ImageFont.truetype(str(fonts()[font]), _EM, layout_engine=ImageFont.Layout.BASIC)
    if font in VARIABLE:
        opened.set_variation_by_axes([weight, 100])
    return opened


@cache
def _is_invisible(char: str) -> bool:
    """Whether a character is a control, joiner, direction mark or variation selector, without a glyph."""
    return unicodedata.category(char) in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f"


def _font_of(char: str) -> FontId:
    if _covers("sans", char):
        return "sans"
    for font in FALLBACKS:
        if _covers(font, char):
            return font
    return "sans"


def _covers(font: FontId, char: str) -> bool:
    starts, ends = _coverage(font)
    index = bisect_right(starts, ord(char)) - 1
    return index >= 0 and ord(char) <= ends[index]


@cache
def _coverage(font: FontId) -> tuple[list[int], list[int]]:
    """First and last code points of the ranges in a font's widest `cmap` (OpenType formats 4, 12)."""
    data = fonts()[font].read_bytes()
    tables = (
        struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(struct.unpack_from(">H", data, 4)[0])
    )
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    subtables = {
        struct.unpack_from(">H", data, cmap + offset)[0]: cmap + offset
        for _, _, offset in struct.iter_unpack(">HHI", data[cmap + 4 : cmap + 4 + 8 * count])
    }
    if 12 in subtables:
        return _groups(data, subtables[12])
    return _segments(data, subtables[4])


def _groups(data: bytes, offset: int) -> tuple[list[int], list[int]]:
    count = struct.unpack_from(">I", data, offset + 12)[0]
    fields = struct.unpack_from(f">{3 * count}I", data, offset + 16)
    return list(fields[0::3]), list(fields[1::3])


def _segments(data: bytes, offset: int) -> tuple[list[int], list[int]]:
    twice = struct.unpack_from(">H", data, offset + 6)[0]
    ends = struct.unpack_from(f">{twice // 2}H", data, offset + 14)
    starts = struct.unpack_from(f">{twice // 2}H", data, offset + 16 + twice)
    # The last segment only marks the end of the table.
    return list(starts[:-1]), list(ends[:-1])


def _line_end(text: str, weight: int, room: float) -> int:
    """Where the first line of a text has to end; 0 if no character fits."""
    end = _fitting(text, weight, room)
    if end == len(text):
        return end
    return next((cut for cut in range(end, 0, -1) if _may_break(text, cut)), end)


def _may_break(text: str, cut: int) -> bool:
    """Whether a line may end there: beside a space, and between signs of scripts that do without spaces."""
    before, after = text[cut - 1], text[cut]
    if " " in (before, after):
        return True
    if unicodedata.category(after) == "Mn":
        return False
    return (_is_cjk(before) or _is_cjk(after)) and after not in _NO_BREAK_BEFORE


@cache
def _is_cjk(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _CJK_BLOCKS)


def _ellipsised(text: str, weight: int, room: float) -> str:
    room -= _em_width(ELLIPSIS, weight)
    return text[: _fitting(text, weight, room)].rstrip(" ") + ELLIPSIS


def _fitting(text: str, weight: int, room: float) -> int:
    """How many of the first characters fit into a room in 1/2048 em."""
    return bisect_right(list(accumulate(map(_advances(weight).__getitem__, text))), room)
