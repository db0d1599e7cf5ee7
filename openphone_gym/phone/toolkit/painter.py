"""Drawing with Skia in the colours of a theme.

Skia is imported when something is drawn, not before: text observations work where it cannot be loaded.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from openphone_gym.phone.toolkit import fonts

if TYPE_CHECKING:
    from openphone_gym.phone.toolkit.theme import Theme

Color = str | int
Radius = float | tuple[float, float, float, float]


class RenderingUnavailable(ImportError):
    """Skia cannot be loaded because shared libraries of the system are missing."""


@cache
def load_skia() -> Any:
    """The `skia` module.

    Raises:
        RenderingUnavailable: libGL.so.1 or libEGL.so.1, which Skia links to, is not installed.
    """
    try:
        import skia
    except ImportError as error:
        if "libGL" not in str(error) and "libEGL" not in str(error):
            raise
        raise RenderingUnavailable(
            f"screenshots need Skia, which cannot be loaded ({error}). On Debian or Ubuntu run "
            "`apt-get install libgl1 libegl1`. Text observations work without it."
        ) from error
    return skia


class Painter:
    """Draws shapes, text and icons on a canvas.

    Coordinates and sizes are in pixels, x to the right and y downwards. A colour is a token of the theme or
    an ARGB integer. Edges are anti-aliased. The same calls draw the same pixels in every process.

    Args:
        canvas: The Skia canvas to draw on.
        theme: Gives the values of colour tokens.
    """

    __slots__ = ("_canvas", "_skia", "theme")

    def __init__(self, canvas: Any, theme: Theme) -> None:
        self._canvas = canvas
        self._skia = load_skia()
        self.theme = theme

    def in_theme(self, theme: Theme) -> Painter:
        """A painter on the same canvas in the colours of another theme."""
        return Painter(self._canvas, theme)

    def color(self, color: Color) -> int:
        """The ARGB value of a token; an integer is returned as it is."""
        return color if isinstance(color, int) else self.theme.color(color)

    def rect(self, x: float, y: float, w: float, h: float, color: Color) -> None:
        """Fills a rectangle."""
        self._canvas.drawRect(self._skia.Rect.MakeXYWH(x, y, w, h), _fill(self.color(color)))

    def rounded(self, x: float, y: float, w: float, h: float, radius: Radius, color: Color) -> None:
        """Fills a rectangle with round corners.

        Args:
            x: Left edge.
            y: Top edge.
            w: Width.
            h: Height.
            radius: Of all corners, or of each: top left, top right, bottom right, bottom left.
            color: Colour of the filling.
        """
        self._canvas.drawRRect(_rounded_rect(x, y, w, h, radius), _fill(self.color(color)))

    def outline(
        self, x: float, y: float, w: float, h: float, radius: Radius, color: Color, width: float
    ) -> None:
        """Draws the border of a rectangle with round corners; the border lies within the rectangle."""
        half = width / 2
        shape = _rounded_rect(x, y, w, h, radius)
        shape.inset(half, half)
        self._canvas.drawRRect(shape, _stroke(self.color(color), width))

    def circle(self, cx: float, cy: float, r: float, color: Color) -> None:
        """Fills a circle."""
        self._canvas.drawCircle(cx, cy, r, _fill(self.color(color)))

    def ring(self, cx: float, cy: float, r: float, color: Color, width: float) -> None:
        """Draws the border of a circle; the border lies within the circle."""
        self._canvas.drawCircle(cx, cy, r - width / 2, _stroke(self.color(color), width))

    def arc(
        self,
        cx: float,
        cy: float,
        r: float,
        start: float,
        sweep: float,
        color: Color,
        width: float | None = None,
    ) -> None:
        """Draws a part of a ring, or a slice of a pie.

        Args:
            cx: Centre.
            cy: Centre.
            r: Outer radius.
            start: Where it begins, in degrees clockwise from three o'clock.
            sweep: How far it goes, in degrees clockwise.
            color: Colour.
            width: Width of the ring, with round ends; None fills the slice.
        """
        inset = 0 if width is None else width / 2
        oval = self._skia.Rect.MakeLTRB(cx - r + inset, cy - r + inset, cx + r - inset, cy + r - inset)
        paint = _fill(self.color(color)) if width is None else _stroke(self.color(color), width)
        self._canvas.drawArc(oval, start, sweep, width is None, paint)

    def line(self, x1: float, y1: float, x2: float, y2: float, color: Color, width: float) -> None:
        """Draws a straight line with round ends."""
        self._canvas.drawLine(x1, y1, x2, y2, _stroke(self.color(color), width))

    def polygon(self, points: Sequence[tuple[float, float]], color: Color) -> None:
        """Fills the polygon with the given corners."""
        path = self._skia.Path.Polygon([self._skia.Point(x, y) for x, y in points], True)
        self._canvas.drawPath(path, _fill(self.color(color)))

    def gradient(self, x: float, y: float, w: float, h: float, top: Color, bottom: Color) -> None:
        """Fills a rectangle with a colour that changes from top to bottom."""
        ends = [self._skia.Point(x, y), self._skia.Point(x, y + h)]
        shader = self._skia.GradientShader.MakeLinear(ends, [self.color(top), self.color(bottom)])
        self._canvas.drawRect(self._skia.Rect.MakeXYWH(x, y, w, h), self._skia.Paint(Shader=shader))

    def shadow(self, x: float, y: float, w: float, h: float, radius: Radius, elevation: float) -> None:
        """Draws the shadow of a rectangle that floats `elevation` px over the ground.

        It reaches less than 2 * `elevation` beyond the rectangle.
        """
        for drop, blur, alpha in ((0.0, 0.5, 0.10), (0.45, 0.4, 0.20)):
            shape = _rounded_rect(x, y + drop * elevation, w, h, radius)
            self._canvas.drawRRect(shape, _blurred(round(alpha * 255) << 24, blur * elevation))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        weight: int,
        color: Color,
        line_height: float | None = None,
    ) -> None:
        """Draws one line of text.

        Args:
            x: Left edge of the first glyph's advance.
            y: Top of the line box.
            text: The characters.
            size: Font size.
            weight: Font weight.
            color: Colour of the glyphs.
            line_height: Height of the line box, in which the font's ascent and descent are centred; None for
                the sum of the two.
        """
        blob = _blob(text, size, weight)
        if blob is None:
            return
        ascent, descent = fonts.ASCENT * size, fonts.DESCENT * size
        leading = 0.0 if line_height is None else line_height - ascent - descent
        # Android sets text on whole pixels.
        baseline = math.floor(y + leading / 2 + ascent + 0.5)
        self._canvas.drawTextBlob(blob, x, baseline, _fill(self.color(color)))

    def icon(self, name: str, x: float, y: float, size: float, color: Color) -> None:
        """Draws an icon into a square.

        Args:
            name: Name in the Material Design Icons catalogue.
            x: Left edge of the square.
            y: Top edge of the square.
            size: Side of the square.
            color: Colour of the icon.

        Raises:
            UnknownIconError: No icon has that name.
        """
        blob, ascent = _icon_blob(name, size)
        self._canvas.drawTextBlob(blob, x, y + ascent, _fill(self.color(color)))

    @contextmanager
    def clip(self, x: int, y: int, w: int, h: int) -> Iterator[None]:
        """Confines drawing in the `with` block to a rectangle of whole pixels."""
        self._canvas.save()
        self._canvas.clipRect(self._skia.Rect.MakeXYWH(x, y, w, h), self._skia.ClipOp.kIntersect, False)
        try:
            yield
        finally:
            self._canvas.restore()

    @contextmanager
    def translate(self, dx: float, dy: float) -> Iterator[None]:
        """Moves the origin for the `with` block."""
        self._canvas.save()
        self._canvas.translate(dx, dy)
        try:
            yield
        finally:
            self._canvas.restore()

    @contextmanager
    def turn(self, degrees: float) -> Iterator[None]:
        """Turns what is drawn in the `with` block clockwise around the origin."""
        self._canvas.save()
        self._canvas.rotate(degrees)
        try:
            yield
        finally:
            self._canvas.restore()


def _rounded_rect(x: float, y: float, w: float, h: float, radius: Radius) -> Any:
    skia = load_skia()
    rect = skia.Rect.MakeXYWH(x, y, w, h)
    if isinstance(radius, int | float):
        return skia.RRect.MakeRectXY(rect, radius, radius)
    shape = skia.RRect()
    shape.setRectRadii(rect, [skia.Point(corner, corner) for corner in radius])
    return shape


# Paints, fonts and blobs are shared and never altered.


@lru_cache(maxsize=1024)
def _fill(argb: int) -> Any:
    return load_skia().Paint(AntiAlias=True, Color=argb)


@lru_cache(maxsize=1024)
def _stroke(argb: int, width: float) -> Any:
    skia = load_skia()
    cap = skia.Paint.Cap.kRound_Cap
    return skia.Paint(
        AntiAlias=True, Color=argb, Style=skia.Paint.kStroke_Style, StrokeWidth=width, StrokeCap=cap
    )


@lru_cache(maxsize=256)
def _blurred(argb: int, sigma: float) -> Any:
    skia = load_skia()
    blur = skia.MaskFilter.MakeBlur(skia.BlurStyle.kNormal_BlurStyle, sigma)
    return skia.Paint(AntiAlias=True, Color=argb, MaskFilter=blur)


@cache
def _typeface(font: fonts.FontId, weight: int) -> Any:
    skia = load_skia()
    typeface = skia.Typeface.MakeFromFile(str(fonts.fonts()[font]))
    if font not in fonts.VARIABLE:
        return typeface
    variation = skia.FontArguments.VariationPosition
    # Skia keeps pointers to these: they have to live until the typeface is made.
    coordinates = variation.Coordinates([variation.Coordinate(int.from_bytes(b"wght", "big"), weight)])
    position = variation(coordinates)
    arguments = skia.FontArguments()
    arguments.setVariationDesignPosition(position)
    return typeface.makeClone(arguments)


@lru_cache(maxsize=256)
def _font(font: fonts.FontId, size: float, weight: int) -> Any:
    skia = load_skia()
    made = skia.Font(_typeface(font, weight), size)
    made.setEdging(skia.Font.Edging.kAntiAlias)
    made.setHinting(skia.FontHinting.kNone)
    made.setSubpixel(True)
    made.setLinearMetrics(True)
    return made


@lru_cache(maxsize=4096)
def _blob(text: str, size: float, weight: int) -> Any:
    """The glyphs of a line, from the origin of its baseline; None if there are none."""
    builder = load_skia().TextBlobBuilder()
    x = 0.0
    for font, part in fonts.runs(text):
        glyphs = _font(font, size, weight)
        if font == "thai":
            builder.allocRunPos(glyphs, glyphs.textToGlyphs(part), _places(part, x, size, weight))
        else:
            builder.allocRun(part, glyphs, x, 0.0)
        x += fonts.measure(part, size, weight)
    return builder.make()


def _places(text: str, x: float, size: float, weight: int) -> list[Any]:
    """Where each glyph of a run begins."""
    point = load_skia().Point
    starts = (x + fonts.measure(text[:index], size, weight) for index in range(len(text)))
    return [point(start, -rise * size) for start, rise in zip(starts, fonts.rises(text), strict=True)]


@lru_cache(maxsize=1024)
def _icon_blob(name: str, size: float) -> tuple[Any, float]:
    """The glyph of an icon and how far its baseline is below the top of its square."""
    skia = load_skia()
    font = _font("icons", size, 400)
    return skia.TextBlob.MakeFromText(fonts.icon_glyph(name), font), -font.getMetrics().fAscent
