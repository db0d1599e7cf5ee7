"""Boxes and their layout: what every screen is made of.

A screen function describes a screen as a tree of boxes. The tree is measured and placed in whole
pixels, read as accessibility nodes, touched, and painted; it holds no state and is thrown away
after the next change. Sizes in descriptions are dp (text sizes sp); geometry after ``place`` is px.

Layout is a small flexbox: ``Column`` and ``Row`` put children one after the other and share what is
left among children with ``flex``; ``Stack`` puts them on top of each other; ``Scroll`` shows a part
of one child. A column stretches its children to its width, a row centres them in its height.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.toolkit.theme import TextStyle

if TYPE_CHECKING:
    from openphone_gym.phone.toolkit.painter import Painter

FILL = -1.0
"""A size that takes all the parent offers."""

UNBOUNDED = 1 << 24
"""Pixels offered along the axis of a scrolling parent."""

_EMPTY: Mapping[str, int] = MappingProxyType({})

Sides = tuple[float, float, float, float]
"""Left, top, right, bottom."""

Holder = tuple[str, str]
"""A layout around something else, of which there is nothing to read or touch: its id and Java class."""

Handler = Callable[[], object]
Color = str | int


class Metrics:
    """Converts dp and sp to pixels, and tells boxes during ``measure`` what their screen remembers.

    Args:
        density: Dots per inch; 160 makes a dp a pixel.
        font_scale: The user's text size, 1.0 by default.
        offsets: Pixels scrolled away by name of the scrolling area.
        focus: Name of the text field that has the focus.
        selection: Where the selection there was begun, and the cursor.

    Attributes:
        fields: Text fields of the screen by name, in document order, filled by ``measure``.
        view: Top and bottom in pixels of what can be seen of the boxes that are being placed.
        dp: Gives a number of dp in whole pixels.
        pad: Gives padding in pixels.
    """

    __slots__ = ("dp", "fields", "focus", "font", "offsets", "pad", "scale", "selection", "view")

    dp: Callable[[float], int]
    pad: Callable[[Sides], tuple[int, int, int, int]]

    def __init__(
        self,
        density: int,
        font_scale: float = 1.0,
        offsets: Mapping[str, int] = _EMPTY,
        focus: str = "",
        selection: tuple[int, int] = (0, 0),
    ) -> None:
        self.scale = density / 160
        self.font = self.scale * font_scale
        self.dp, self.pad = _pixels_of(density)
        self.offsets = offsets
        self.focus = focus
        self.selection = selection
        self.fields: dict[str, Any] = {}
        self.view: tuple[int, int] = (-UNBOUNDED, UNBOUNDED)

    @classmethod
    def of(cls, scale: float, font: float) -> Metrics:
        """Metrics of pixels per dp and pixels per sp, for what belongs to no screen."""
        return cls(round(scale * 160), font / scale)


class _Pixels(dict[float, int]):
    """Pixels by dp, worked out when they are first asked for."""

    def __init__(self, scale: float) -> None:
        self._scale = scale

    def __missing__(self, value: float) -> int:
        pixels = self[value] = int(value * self._scale + 0.5)
        return pixels


class _Pads(dict[Sides, tuple[int, int, int, int]]):
    """Padding in pixels by padding in dp."""

    def __init__(self, pixels: _Pixels) -> None:
        self._pixels = pixels

    def __missing__(self, sides: Sides) -> tuple[int, int, int, int]:
        left, top, right, bottom = map(self._pixels.__getitem__, sides)
        pads = self[sides] = (left, top, right, bottom)
        return pads


@cache
def _pixels_of(
    density: int,
) -> tuple[Callable[[float], int], Callable[[Sides], tuple[int, int, int, int]]]:
    """``dp`` and ``pad`` of all metrics of a density, since they depend on nothing else."""
    pixels = _Pixels(density / 160)
    return pixels.__getitem__, _Pads(pixels).__getitem__


class Box:
    """One rectangle of a screen.

    All attributes are given by keyword; what is left out keeps the class's value.

    Layout: ``width``, ``height`` (dp, ``None`` to wrap the content, ``FILL``), ``flex``, ``pad``
    (left, top, right, bottom), ``gap``, ``align`` (across the main axis) and ``justify`` (along it):
    ``start``, ``center``, ``end``, ``stretch``/``between``.

    Look: ``fill``, ``radius``, ``stroke``, ``elevation``.

    Accessibility: ``cls`` (a box without one is only layout and makes no node), ``id``, ``label``
    (the node's text), ``desc``, ``checked`` (None: not checkable), ``selected``, ``enabled``,
    ``password``; ``holders``, the layouts that a real screen has around it, from the outermost to the
    innermost. They are in the full tree alone, which clients on the wire read; to others they tell
    nothing, and take time.

    Behaviour: ``on_tap``, ``on_long``, ``on_slide`` (share 0..1 of the width touched), ``on_swipe``
    (direction of the finger; returns whether it was used). For boxes to which the place of a finger matters:
    ``on_point`` and ``on_long_point`` (x, y), which go before ``on_tap`` and ``on_long``, and ``on_drag``
    (x1, y1, x2, y2; returns whether it was used), which goes before ``on_swipe``; and for two fingers
    ``on_pinch`` (how many times their distance grew, and x, y between them; returns whether it was used). All
    in pixels from the box's top left corner.

    Geometry: ``w`` and ``h`` are there once the box is measured, ``x`` and ``y`` once it is placed. Every box
    of a screen gets them, so that they have slots: the attributes that describe it stay a small dict.
    """

    __slots__ = ("__dict__", "_gap", "_pads", "h", "w", "x", "y")

    x: int
    y: int
    w: int
    h: int
    _pads: tuple[int, int, int, int]
    _gap: int

    children: Sequence[Box] = ()
    width: float | None = None
    height: float | None = None
    flex: int = 0
    pad: Sides = (0, 0, 0, 0)
    gap: float = 0
    align: str = "start"
    justify: str = "start"

    fill: Color | None = None
    radius: float = 0
    stroke: Color | None = None
    elevation: float = 0

    cls: str = ""
    id: str = ""
    label: str = ""
    desc: str = ""
    checked: bool | None = None
    selected: bool = False
    enabled: bool = True
    focusable: bool = False
    focused: bool = False
    password: bool = False
    scrollable: bool = False
    holders: Sequence[Holder] = ()

    on_tap: Handler | None = None
    on_long: Handler | None = None
    on_slide: Callable[[float], object] | None = None
    on_swipe: Callable[[str], bool] | None = None
    on_point: Callable[[int, int], object] | None = None
    on_long_point: Callable[[int, int], object] | None = None
    on_drag: Callable[[int, int, int, int], bool] | None = None
    on_pinch: Callable[[float, int, int], bool] | None = None

    layer: ClassVar[bool] = False
    """Whether children are painted as strips of their own (see ``scene.strips``)."""

    shrinks: ClassVar[bool] = False
    """Whether it makes do with the room its siblings in a column leave."""

    fleeting: ClassVar[bool] = False
    """Whether it shows a part of something large, such as a map, that is hardly ever seen twice."""

    def __init__(self, *children: Box | None, **attributes: Any) -> None:
        if children:
            attributes["children"] = [*filter(None, children)]
        self.__dict__ = attributes  # a dict of its own already, which no one else holds

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """Sets ``w`` and ``h`` within the offered pixels."""
        own_w, own_h = self.width, self.height
        self.w = 0 if own_w is None else width if own_w == FILL else m.dp(own_w)
        self.h = 0 if own_h is None else height if own_h == FILL else m.dp(own_h)

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Fixes the position and that of all children."""
        self.x = x
        self.y = y

    def look(self) -> Hashable:
        """What determines the pixels of this box alone, geometry and children left out."""
        return (self.fill, self.radius, self.stroke, self.elevation)

    def paint(self, painter: Painter, m: Metrics, x: int, y: int) -> None:
        """Draws this box alone with its top left corner at ``x``, ``y``."""
        if self.elevation:
            painter.shadow(x, y, self.w, self.h, self.radius * m.scale, self.elevation * m.scale)
        if self.fill is not None:
            painter.rounded(x, y, self.w, self.h, self.radius * m.scale, self.fill)
        if self.stroke is not None:
            painter.outline(x, y, self.w, self.h, self.radius * m.scale, self.stroke, m.dp(1))

    def held(self) -> Sequence[Box]:
        """Its children as they stand in the full tree, once they are placed."""
        return self.children

    def walk(self) -> Iterator[Box]:
        """Yields this box and all below it in drawing order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @staticmethod
    def _own(m: Metrics, size: float | None, offered: int, content: int) -> int:
        if size is None:
            return content
        return offered if size == FILL else m.dp(size)


class Column(Box):
    """Children from top to bottom."""

    align = "stretch"
    layer = True

    def measure(self, m: Metrics, width: int, height: int) -> None:
        left, top, right, bottom = self._pads = m.pad(self.pad)
        self._gap = gap = m.dp(self.gap) if self.gap else 0
        own_w, own_h = self.width, self.height
        full_w = width if own_w is None or own_w == FILL else m.dp(own_w)
        full_h = height if own_h is None or own_h == FILL else m.dp(own_h)
        inner_w = full_w - left - right
        ends = top + bottom
        children = self.children
        used = gap * (len(children) - 1) if gap and children else 0
        widest = flex = 0
        shrinking: list[Box] = []
        for child in children:
            if child.flex:
                flex += child.flex
            elif child.shrinks:
                shrinking.append(child)
            else:
                child.measure(m, inner_w, full_h - ends - used)
                used += child.h
                if child.w > widest:
                    widest = child.w
        for child in shrinking:
            child.measure(m, inner_w, max(full_h - ends - used, 0))
            used += child.h
            widest = max(widest, child.w)
        if flex:
            left_over = max(full_h - ends - used, 0)
            for child in children:
                if child.flex:
                    share = left_over * child.flex // flex
                    child.measure(m, inner_w, share)
                    child.h = share
                    widest = max(widest, child.w)
            used += left_over
        self.w = widest + left + right if own_w is None else full_w
        self.h = used + ends if own_h is None else full_h

    def place(self, m: Metrics, x: int, y: int) -> None:
        self.x = x
        self.y = y
        left, top, right, bottom = self._pads
        x += left
        y += top
        inner_w = self.w - left - right
        gap = self._gap
        children = self.children
        if self.justify != "start":
            free = self.h - top - bottom - sum(c.h for c in children) - gap * (len(children) - 1)
            offset, extra = _spread(self.justify, free, len(children))
            y += offset
            gap += extra
        align = self.align
        if align == "stretch":
            for child in children:
                if child.width is None:
                    child.w = inner_w
                child.place(m, x, y)
                y += child.h + gap
            return
        for child in children:
            spare = 0 if align == "start" else inner_w - child.w
            child.place(m, x + (spare // 2 if align == "center" else spare), y)
            y += child.h + gap


class Row(Box):
    """Children from left to right."""

    align = "center"

    def measure(self, m: Metrics, width: int, height: int) -> None:
        left, top, right, bottom = self._pads = m.pad(self.pad)
        self._gap = gap = m.dp(self.gap) if self.gap else 0
        own_w, own_h = self.width, self.height
        full_w = width if own_w is None or own_w == FILL else m.dp(own_w)
        full_h = height if own_h is None or own_h == FILL else m.dp(own_h)
        inner_h = full_h - top - bottom
        sides = left + right
        children = self.children
        used = gap * (len(children) - 1) if gap and children else 0
        tallest = flex = 0
        for child in children:
            if child.flex:
                flex += child.flex
                continue
            room = full_w - sides - used
            child.measure(m, room if room > 0 else 0, inner_h)
            used += child.w
            if child.h > tallest:
                tallest = child.h
        if flex:
            left_over = max(full_w - sides - used, 0)
            for child in children:
                if child.flex:
                    share = left_over * child.flex // flex
                    child.measure(m, share, inner_h)
                    child.w = share
                    if child.h > tallest:
                        tallest = child.h
            used += left_over
        self.w = used + sides if own_w is None else full_w
        self.h = tallest + top + bottom if own_h is None else full_h

    def place(self, m: Metrics, x: int, y: int) -> None:
        self.x = x
        self.y = y
        left, top, right, bottom = self._pads
        inner_h = self.h - top - bottom
        gap = self._gap
        children = self.children
        x += left
        y += top
        if self.justify != "start":
            free = self.w - left - right - gap * (len(children) - 1)
            for child in children:
                free -= child.w
            offset, extra = _spread(self.justify, free, len(children))
            x += offset
            gap += extra
        align = self.align
        if align == "center":
            for child in children:
                child.place(m, x, y + (inner_h - child.h) // 2)
                x += child.w + gap
            return
        for child in children:
            if align == "end":
                child.place(m, x, y + inner_h - child.h)
            else:
                if align == "stretch" and child.height is None:
                    child.h = inner_h
                child.place(m, x, y)
            x += child.w + gap


class Stack(Box):
    """Children on top of each other; ``anchor`` of a child says where: ``center``, ``bottom end`` ..."""

    layer = True

    def measure(self, m: Metrics, width: int, height: int) -> None:
        left, top, right, bottom = self._pads = m.pad(self.pad)
        own_w, own_h = self.width, self.height
        full_w = width if own_w is None or own_w == FILL else m.dp(own_w)
        full_h = height if own_h is None or own_h == FILL else m.dp(own_h)
        inner_w, inner_h = full_w - left - right, full_h - top - bottom
        widest = tallest = 0
        for child in self.children:
            child.measure(m, inner_w, inner_h)
            widest = max(widest, child.w)
            tallest = max(tallest, child.h)
        self.w = widest + left + right if own_w is None else full_w
        self.h = tallest + top + bottom if own_h is None else full_h

    def place(self, m: Metrics, x: int, y: int) -> None:
        self.x = x
        self.y = y
        left, top, right, bottom = self._pads
        inner_w, inner_h = self.w - left - right, self.h - top - bottom
        for child in self.children:
            anchor: str = getattr(child, "anchor", "start")
            if anchor == "start":
                child.place(m, x + left, y + top)
                continue
            spare_w, spare_h = inner_w - child.w, inner_h - child.h
            dx = spare_w if "end" in anchor else spare_w // 2 if "center" in anchor else 0
            dy = spare_h if "bottom" in anchor else spare_h // 2 if anchor.endswith("center") else 0
            child.place(m, x + left + dx, y + top + dy)


class Scroll(Box):
    """A window on one child that is longer than the room for it.

    Attributes:
        key: Name under which the screen keeps the offset.
        offset: Pixels scrolled away; clamped to the content when placed.
        horizontal: Whether it moves sideways.
        limit: Largest offset, known after ``measure``.
        opens_at: Box in its content that is in the middle until the area is scrolled; None opens at the top.
        on_end: Called once less than its own length is left below what is in view: a list without an end
            fetches more then.
    """

    cls = "androidx.recyclerview.widget.RecyclerView"
    layer = True
    shrinks = True
    scrollable = True
    key: str = "list"
    offset: int = 0
    horizontal: bool = False
    limit: int = 0
    opens_at: Box | None = None
    on_end: Handler | None = None

    def measure(self, m: Metrics, width: int, height: int) -> None:
        (child,) = self.children
        self.offset = m.offsets.get(self.key, 0)
        if self.horizontal:
            child.measure(m, UNBOUNDED, height)
            self.w = min(width, child.w)
            self.h = self._own(m, self.height, height, child.h)
            self.limit = max(child.w - self.w, 0)
        else:
            child.measure(m, width, UNBOUNDED)
            child.w = self.w = width
            self.h = min(self._own(m, self.height, height, child.h), height)
            self.limit = max(child.h - self.h, 0)
        self.scrollable = self.limit > 0

    def place(self, m: Metrics, x: int, y: int) -> None:
        self.x = x
        self.y = y
        (child,) = self.children
        self.limit = max(child.w - self.w if self.horizontal else child.h - self.h, 0)
        self.scrollable = self.limit > 0
        if self.opens_at is not None and self.key not in m.offsets:
            self.place_content(m, x, y)
            there = self.opens_at
            self.offset = (
                there.x - x - (self.w - there.w) // 2
                if self.horizontal
                else (there.y - y - (self.h - there.h) // 2)
            )
        self.offset = min(max(self.offset, 0), self.limit)
        if self.horizontal:
            self.place_content(m, x - self.offset, y)
        else:
            self.place_content(m, x, y - self.offset)

    def place_content(self, m: Metrics, x: int, y: int) -> None:
        """Places the child, to which this area is all that can be seen."""
        top, bottom = outer = m.view
        m.view = (max(top, self.y), min(bottom, self.y + self.h))
        self.children[0].place(m, x, y)
        m.view = outer


@lru_cache(maxsize=1 << 15)
def _lines_of(
    text: str, style: TextStyle, font: float, width: int, max_lines: int
) -> tuple[tuple[str, ...], int, int]:
    """Lines of a text within a width in pixels, the width they take, and their height."""
    size = style.size * font
    wide = fonts.measure(text, size, style.weight)
    if wide <= width and "\n" not in text:
        lines: tuple[str, ...] = (text,)
    else:
        lines = fonts.wrap(text, size, style.weight, width, max_lines)
        wide = max((fonts.measure(line, size, style.weight) for line in lines), default=0)
    return lines, min(int(wide) + 1, width), int(style.line_height * font + 0.5) * len(lines)


class Label(Box):
    """Text that is only painted; ``Text`` is the same with a node of its own.

    Attributes:
        text: The characters.
        style: Size, line height and weight in sp.
        color: Colour token or ARGB.
        max_lines: Lines before the rest is cut off with an ellipsis.
        text_align: ``start``, ``center`` or ``end``.
        lines: What is painted, known after ``measure``.
    """

    __slots__ = ("lines", "style", "text")

    text: str
    style: TextStyle
    lines: tuple[str, ...]
    color: Color = "on_surface"
    max_lines: int = 100
    text_align: str = "start"

    def __init__(self, text: str, style: TextStyle, **attributes: Any) -> None:
        self.__dict__ = attributes
        self.text = text
        self.style = style

    def measure(self, m: Metrics, width: int, height: int) -> None:
        self.lines, wide, self.h = _lines_of(self.text, self.style, m.font, width, self.max_lines)
        self.w = wide if self.width is None else self._own(m, self.width, width, 0)

    def look(self) -> Hashable:
        return (self.lines, self.style, self.color, self.text_align)

    def paint(self, painter: Painter, m: Metrics, x: int, y: int) -> None:
        style = self.style
        size = style.size * m.font
        step = int(style.line_height * m.font + 0.5)
        for line in self.lines:
            left = float(x)
            if self.text_align != "start":
                spare = self.w - fonts.measure(line, size, style.weight)
                left += spare / 2 if self.text_align == "center" else spare
            painter.text(left, y, line, size, style.weight, self.color, line_height=step)
            y += step


class Text(Label):
    """A piece of text that is a node: what it shows is what an agent reads."""

    __slots__ = ()

    cls = "android.widget.TextView"

    def __init__(self, text: str, style: TextStyle, **attributes: Any) -> None:
        attributes.setdefault("label", text)
        self.__dict__ = attributes
        self.text = text
        self.style = style


class Icon(Box):
    """A Material icon by its name; with ``desc`` it is a node."""

    __slots__ = ("name",)

    name: str
    size: float = 24
    color: Color = "on_surface_variant"

    def __init__(self, name: str, **attributes: Any) -> None:
        self.__dict__ = attributes
        self.name = name
        if self.desc and not self.cls:
            self.cls = "android.widget.ImageView"

    def measure(self, m: Metrics, width: int, height: int) -> None:
        self.w = self.h = m.dp(self.size)

    def look(self) -> Hashable:
        return (self.name, self.color)

    def paint(self, painter: Painter, m: Metrics, x: int, y: int) -> None:
        painter.icon(self.name, x, y, self.w, self.color)


Draw = Callable[..., None]


class Drawing(Box):
    """A box whose pixels a function draws: switches, dials, sliders, pictures.

    Pictures are kept by the function itself and what it is given, so two functions never share one. One that
    is made anew for each screen is drawn anew, too: let it be a function of a module.

    Attributes:
        draw: Called with the painter, the metrics, width and height in px, and the values; draws from (0, 0).
        values: Everything the drawing depends on beside its size and the theme.
    """

    __slots__ = ("draw", "values")

    def __init__(
        self, draw: Draw, values: tuple[Hashable, ...] = (), *children: Box | None, **attributes: Any
    ) -> None:
        super().__init__(*children, **attributes)
        self.draw = draw
        self.values = values

    def look(self) -> Hashable:
        return (self.draw, self.values)

    def paint(self, painter: Painter, m: Metrics, x: int, y: int) -> None:
        with painter.translate(x, y):
            self.draw(painter, m, self.w, self.h, *self.values)


def Space(size: float = 0, flex: int = 0) -> Box:
    """An empty gap of ``size`` dp, or a share of the room that is left."""
    return Box(width=size, height=size, flex=flex)


def _spread(justify: str, free: int, count: int) -> tuple[int, int]:
    """Offset of the first child and extra gap that spread ``free`` pixels over ``count`` children."""
    if free <= 0:
        return 0, 0
    if justify == "center":
        return free // 2, 0
    if justify == "end":
        return free, 0
    if justify == "between" and count > 1:
        return 0, free // (count - 1)
    if justify == "around" and count:
        return free // count // 2, free // count
    return 0, 0
