"""Frames made of strips, of which only what has changed is drawn again.

A screen is a list of strips, back to front. Pictures of strips are cached by what they show, for all phones
of the process; a frame buffer remembers the strips of its last frame and copies new pictures into the damaged
areas alone. Every pixel goes this one way, so a frame never depends on the frames before it.
"""

from __future__ import annotations

import itertools
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from operator import itemgetter
from threading import local
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openphone_gym.phone.toolkit.painter import Color, Painter, load_skia
from openphone_gym.phone.toolkit.theme import Theme

Pixels = NDArray[np.uint8]
Area = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the screen; right and bottom are outside."""

Look = tuple[int, int, int, int, Hashable, Color | None, tuple[int, int, int, int] | None]

CACHE_BYTES = 512 << 20
"""Memory for pictures of strips in a process; a sweep over all apps at 1080x2400 uses about as much."""

SPARE_FRAMES = 8
"""Frames given to callers that are used again once nobody holds them any more."""


class Strip:
    """A rectangle of the screen that is painted as one.

    Args:
        x: Left edge on the screen in px.
        y: Top edge on the screen in px.
        w: Width in px.
        h: Height in px.
        key: Says what `paint` draws: strips of equal key, size, background and theme must look the same.
        paint: Draws the strip with its top left corner at the origin; None leaves it at the background.
        background: Colour that fills the strip first, a token or ARGB. Strips with an opaque one are
            copied, which is cheapest; all others are blended with what lies beneath.
        clip: Rectangle (x, y, width, height) of the screen outside of which the strip isn't shown.
        fleeting: Whether its key is hardly ever seen again, such as one that holds a place of a map.
    """

    __slots__ = ("fleeting", "look", "paint")

    def __init__(
        self,
        x: int,
        y: int,
        w: int,
        h: int,
        key: Hashable,
        paint: Callable[[Painter], None] | None = None,
        background: Color | None = None,
        clip: tuple[int, int, int, int] | None = None,
        fleeting: bool = False,
    ) -> None:
        self.look: Look = (x, y, w, h, key, background, clip)
        self.paint = paint
        self.fleeting = fleeting


class FrameBuffer:
    """The pixels of a screen, kept up to date with its strips.

    Its memory is allocated by the first `render`. A pickled or copied buffer starts anew.

    Args:
        width: Width of the screen in px.
        height: Height of the screen in px.

    Attributes:
        number: Number of the present frame: no other of this process that may differ has it.
    """

    def __init__(self, width: int, height: int) -> None:
        self._screen: Area = (0, 0, width, height)
        self._pixels: Pixels | None = None
        self._looks: list[Look] = []
        self._theme: Theme | None = None
        self.number = 0

    def __reduce__(self) -> tuple[Any, ...]:
        return FrameBuffer, self._screen[2:]

    def render(self, strips: Sequence[Strip], theme: Theme, copy: bool = True) -> Pixels:
        """Draws a frame.

        Args:
            strips: What to show, back to front, on black.
            theme: Colours of the strips.
            copy: Whether to return an array of the caller's own. If not, it is a read-only view of the
                buffer, which changes with the next call.

        Returns:
            RGB pixels as a uint8 array of shape (height, width, 3).

        Raises:
            RenderingUnavailable: Skia cannot be loaded.
        """
        looks = [strip.look for strip in strips]
        if self._pixels is None:
            width, height = self._screen[2:]
            self._pixels = np.empty((height, width, 3), np.uint8)
        if theme != self._theme or looks != self._looks:
            damage = _damage(self._looks, looks, self._screen) if theme == self._theme else [self._screen]
            # Were a strip to fail now, the next frame would have to be drawn afresh.
            self._theme = None
            pictures = _Pictures(theme, _size(self._screen))
            for area in damage:
                _redraw(self._pixels, area, strips, pictures)
            self._looks, self._theme = looks, theme
            self.number = next(_numbers)
        if copy:
            return _copied(self._pixels)
        view = self._pixels.view()
        view.flags.writeable = False
        return view


_numbers = itertools.count(1)
_FRAMES: list[Pixels] = []


def _copied(pixels: Pixels) -> Pixels:
    """A copy for the caller, in memory that an earlier caller has let go if there is any.

    Fresh memory of this size costs several times the copying, since the system hands it out page by page.
    """
    for frame in _FRAMES:
        # Held by the list, by this loop and by the call that counts: nobody else can see it.
        if sys.getrefcount(frame) == _UNSHARED and frame.shape == pixels.shape:
            np.copyto(frame, pixels)
            return frame
    fresh = pixels.copy()
    _FRAMES.append(fresh)
    if len(_FRAMES) > SPARE_FRAMES:
        del _FRAMES[0]
    return fresh


_UNSHARED = 3


class _Picture(NamedTuple):
    """A painted strip, cropped to what is not fully transparent.

    Attributes:
        rgb: Colours, premultiplied with their opacity.
        keep: How much of what lies beneath shines through, 0 to 255 in each channel; None if opaque.
        left: Pixels cropped at the left.
        top: Pixels cropped at the top.
        nbytes: Memory it takes.
    """

    rgb: Pixels
    keep: Pixels | None
    left: int
    top: int
    nbytes: int


class PictureCache:
    """Pictures of strips, the least recently used dropped first. Threads may paint a strip twice, no worse.

    Args:
        limit: Most bytes to hold.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.nbytes = 0
        self._pictures: OrderedDict[Hashable, _Picture] = OrderedDict()
        self._lock = threading.Lock()

    def picture(self, strip: Strip, theme: Theme) -> _Picture:
        """The picture of a strip, painted if it isn't here."""
        _, _, w, h, content, background, _ = strip.look
        key = (content, w, h, background, theme.name)
        picture = self._pictures.get(key) or _painted(strip, theme)
        with self._lock:
            known = self._pictures.pop(key, None)
            self.nbytes += picture.nbytes - (known.nbytes if known else 0)
            self._pictures[key] = picture
            while self.nbytes > self.limit:
                self.nbytes -= self._pictures.popitem(last=False)[1].nbytes
        return picture

    def clear(self) -> None:
        """Drops all pictures."""
        with self._lock:
            self._pictures.clear()
            self.nbytes = 0


PICTURES = PictureCache(CACHE_BYTES)
"""The cache of this process."""

KEPT_PART = 4
"""Fleeting strips that take more than one part in so many of the screen are not kept in the cache."""


class _Pictures:
    """Where one frame gets its pictures from: the cache, but for those that are not worth keeping.

    Args:
        theme: Colours of the strips.
        screen: Size of the screen in pixels.
    """

    def __init__(self, theme: Theme, screen: int) -> None:
        self.theme = theme
        self._largest = screen // KEPT_PART
        self._fleeting: dict[int, _Picture] = {}

    def of(self, strip: Strip) -> _Picture:
        """The picture of a strip; it is painted once for a frame at most."""
        if not strip.fleeting or strip.look[2] * strip.look[3] <= self._largest:
            return PICTURES.picture(strip, self.theme)
        painted = self._fleeting.get(id(strip))
        if painted is None:
            painted = self._fleeting[id(strip)] = _painted(strip, self.theme)
        return painted


def _damage(old: list[Look], new: list[Look], screen: Area) -> list[Area]:
    """Areas outside of which two lists of strips look the same.

    Both lists are aligned at their ends, and in between too if equally long; strips that differ from their
    counterpart, or have none, may have changed all they cover.
    """
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if len(before) == len(after):
        changed = [look for pair in zip(before, after, strict=True) if pair[0] != pair[1] for look in pair]
    else:
        changed = before + after
    return _merged(list({area for look in changed if (area := _area(look, screen))}))


def _merged(areas: list[Area]) -> list[Area]:
    """The areas themselves if few and sparse, else the one that encloses them."""
    if len(areas) < 2:
        return areas
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    hull = min(lefts), min(tops), max(rights), max(bottoms)
    sparse = 2 * sum(map(_size, areas)) < _size(hull)
    return areas if sparse and len(areas) <= 8 else [hull]


def _redraw(pixels: Pixels, area: Area, strips: Sequence[Strip], pictures: _Pictures) -> None:
    """Draws all strips where they lie in an area, without those wholly covered by an opaque one."""
    visible: list[tuple[Strip, Area, bool]] = []
    covered = False
    for strip in strips:
        part = _area(strip.look, area)
        if part is None:
            continue
        opaque = _is_opaque(strip.look, pictures.theme)
        if opaque and part == area:
            visible.clear()
            covered = True
        visible.append((strip, part, opaque))
    if not covered:
        left, top, right, bottom = area
        pixels[top:bottom, left:right] = 0
    for index, (strip, part, opaque) in enumerate(visible):
        if not strip.paint and not opaque:
            _tint(pixels, part, _argb(strip.look[5], pictures.theme))
            continue
        picture = pictures.of(strip)
        if strip.paint:
            _blit(pixels, picture, strip.look, part)
            continue
        above = [other for _, other, hides in visible[index + 1 :] if hides]
        for gap in _gaps(part, above):
            _blit(pixels, picture, strip.look, gap)


def _tint(pixels: Pixels, part: Area, argb: int) -> None:
    """Lays one translucent colour over an area."""
    import cv2

    left, top, right, bottom = part
    alpha = (argb >> 24) / 255
    color = [round((argb >> shift & 255) * alpha) for shift in (16, 8, 0)]
    ground = pixels[top:bottom, left:right]
    cv2.convertScaleAbs(ground, ground, 1 - alpha)
    if any(color):
        # OpenCV takes a colour in place of a second picture; its type stubs do not say so.
        cv2.add(ground, (*color, 0), ground)  # pyright: ignore[reportCallIssue, reportArgumentType]


def _gaps(part: Area, above: list[Area]) -> Iterator[Area]:
    """Rows of an area that none of the areas above it covers in its full width."""
    left, top, right, bottom = part
    for other in sorted(above, key=itemgetter(1)):
        if other[0] <= left and right <= other[2]:
            if other[1] >= bottom:
                break
            if top < other[1]:
                yield left, top, right, other[1]
            top = max(top, other[3])
    if top < bottom:
        yield left, top, right, bottom


def _blit(pixels: Pixels, picture: _Picture, look: Look, part: Area) -> None:
    """Puts the part of a strip's picture that lies in an area of the screen there."""
    x, y = look[0] + picture.left, look[1] + picture.top
    if picture.keep is None:
        left, top, right, bottom = part
        pixels[top:bottom, left:right] = picture.rgb[top - y : bottom - y, left - x : right - x]
        return
    height, width = picture.rgb.shape[:2]
    inside = _intersection(part, (x, y, x + width, y + height))
    if inside is None:
        return
    import cv2

    left, top, right, bottom = inside
    ground = pixels[top:bottom, left:right]
    source = slice(top - y, bottom - y), slice(left - x, right - x)
    cv2.multiply(ground, picture.keep[source], ground, 1 / 255)
    cv2.add(ground, picture.rgb[source], ground)


def _painted(strip: Strip, theme: Theme) -> _Picture:
    import cv2

    _, _, w, h, _, _, _ = strip.look
    if not _is_opaque(strip.look, theme):
        return _cropped(_rasterised(strip, theme, h))
    # A bare background is one row, shown in all places.
    rows = h if strip.paint else 1
    rgb = np.empty((rows, w, 3), np.uint8)
    cv2.cvtColor(_rasterised(strip, theme, rows), cv2.COLOR_RGBA2RGB, dst=rgb)
    return _Picture(np.broadcast_to(rgb, (h, w, 3)), None, 0, 0, rgb.nbytes)


def _cropped(rgba: Pixels) -> _Picture:
    import cv2

    alpha = np.ascontiguousarray(rgba[:, :, 3])
    left, top, width, height = cv2.boundingRect(alpha)
    shown = slice(top, top + height), slice(left, left + width)
    rgb = rgba[shown][:, :, :3].copy()
    keep = np.repeat(~alpha[shown][:, :, np.newaxis], 3, axis=2)
    return _Picture(rgb, keep, left, top, rgb.nbytes + keep.nbytes)


class _Scratch(local):
    """Memory to paint in, kept because fresh memory costs more than the painting of a small strip."""

    def __init__(self) -> None:
        self._bytes = np.empty(0, np.uint8)

    def rgba(self, width: int, height: int) -> Pixels:
        """An image that is valid until the next call."""
        size = width * height * 4
        if self._bytes.size < size:
            self._bytes = np.empty(size, np.uint8)
        return self._bytes[:size].reshape(height, width, 4)


_SCRATCH = _Scratch()


def _rasterised(strip: Strip, theme: Theme, height: int) -> Pixels:
    """Premultiplied RGBA pixels of the first rows of a strip, valid until the next call."""
    skia = load_skia()
    width, background = strip.look[2], strip.look[5]
    rgba = _SCRATCH.rgba(width, height)
    info = skia.ImageInfo.Make(
        width, height, skia.ColorType.kRGBA_8888_ColorType, skia.AlphaType.kPremul_AlphaType
    )
    surface = skia.Surface.MakeRasterDirect(info, rgba)
    canvas = surface.getCanvas()
    painter = Painter(canvas, theme)
    canvas.clear(0 if background is None else painter.color(background))
    if strip.paint:
        strip.paint(painter)
    return rgba


def _is_opaque(look: Look, theme: Theme) -> bool:
    return _argb(look[5], theme) >> 24 == 255


def _argb(color: Color | None, theme: Theme) -> int:
    """A colour as ARGB; none is fully transparent."""
    if color is None:
        return 0
    return color if isinstance(color, int) else theme.color(color)


def _area(look: Look, within: Area) -> Area | None:
    """Where a strip shows in an area, or None."""
    x, y, w, h, _, _, clip = look
    if clip is not None:
        cx, cy, cw, ch = clip
        clipped = _intersection(within, (cx, cy, cx + cw, cy + ch))
        if clipped is None:
            return None
        within = clipped
    return _intersection((x, y, x + w, y + h), within)


def _intersection(one: Area, other: Area) -> Area | None:
    left, top, right, bottom = one
    if other[0] > left:
        left = other[0]
    if other[1] > top:
        top = other[1]
    if other[2] < right:
        right = other[2]
    if other[3] < bottom:
        bottom = other[3]
    return (left, top, right, bottom) if left < right and top < bottom else None


def _size(area: Area) -> int:
    return (area[2] - area[0]) * (area[3] - area[1])
