"""Rows of lists and the things between them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Color, Column, Handler, Icon, Label, Metrics, Row, Text
from openphone_gym.phone.toolkit.controls import Checkbox, Radio, Slider, Switch
from openphone_gym.phone.toolkit.group import RELATIVE, held_together
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, LABEL_LARGE, TITLE_MEDIUM, TextStyle

if TYPE_CHECKING:
    from openphone_gym.phone.toolkit.painter import Painter

LAYOUT = "android.widget.LinearLayout"
IMAGE = "android.widget.ImageView"

ICON_FRAME = ("icon_frame", LAYOUT)
TEXT_FRAME = ("text_frame", RELATIVE)
WIDGET_FRAME = ("android:id/widget_frame", LAYOUT)
"""What preferences hold their parts in."""

TITLE = "android:id/title"
SUMMARY = "android:id/summary"
ICON = "android:id/icon"
CHECKBOX = "android:id/checkbox"
"""Ids of the parts of a row, which all apps take from the framework."""

AVATAR_COLORS = (0xFF1A73E8, 0xFF188038, 0xFFB06000, 0xFFA142F4, 0xFFC5221F, 0xFF007B83, 0xFF5F6368)


def ListRow(
    title: str,
    summary: str = "",
    on_tap: Handler | None = None,
    *,
    icon: str = "",
    leading: Box | None = None,
    trailing: Box | Sequence[Box] | None = None,
    style: TextStyle = BODY_LARGE,
    summary_color: Color = "on_surface_variant",
    title_attributes: dict[str, Any] | None = None,
    summary_attributes: dict[str, Any] | None = None,
    **attributes: Any,
) -> Box:
    """A row of a list: a title, a second line, something before and after them.

    Args:
        title: First line.
        summary: Second line, or an empty string.
        on_tap: What touching the row does.
        icon: Icon in front.
        leading: Any box in front, instead of an icon.
        trailing: One or more boxes at the end of the row.
        style: Text style of the title.
        summary_color: Colour of the second line.
        title_attributes: Further attributes of the title's node.
        summary_attributes: Further attributes of the second line's node.
        **attributes: Attributes of the row's box (``id``, ``desc``, ``enabled``, ``on_long`` ...).
    """
    enabled = attributes.setdefault("enabled", True)
    words: list[Box] = []
    if title:
        ink = "on_surface" if enabled else "disabled"
        text = Text(title, style, color=ink, max_lines=3, enabled=enabled, id=TITLE)
        if title_attributes:
            text.__dict__.update(title_attributes)
        words.append(text)
    if summary:
        ink = summary_color if enabled else "disabled"
        text = Text(summary, BODY_MEDIUM, color=ink, max_lines=6, enabled=enabled, id=SUMMARY)
        if summary_attributes:
            text.__dict__.update(summary_attributes)
        words.append(text)
    if icon:
        leading = Icon(icon, color="on_surface_variant" if enabled else "disabled", cls=IMAGE, id=ICON)
    ends = [trailing] if isinstance(trailing, Box) else trailing or ()
    return ListItem(leading, words, ends, on_tap=on_tap, **attributes)


class ListItem(Box):
    """The box of a list row: something in front, words below each other, something at the end.

    The same could be said with a row and a column; most of what phones show are such rows, and one
    box that knows its shape is laid out in half the time.
    """

    __slots__ = ("_ends", "_leading", "_words", "_words_h")

    cls = LAYOUT
    width = FILL
    gap = 12
    pad = (24, 14, 24, 14)

    def __init__(
        self, leading: Box | None, words: Sequence[Box], ends: Sequence[Box], **attributes: Any
    ) -> None:
        if leading is not None:
            attributes.setdefault("gap", 24)
        self.__dict__ = attributes
        self._leading = leading
        self._words = words
        self._ends = ends
        self.children = [leading, *words, *ends] if leading is not None else [*words, *ends]

    def measure(self, m: Metrics, width: int, height: int) -> None:
        left, top, right, bottom = self._pads = m.pad(self.pad)
        self._gap = gap = m.dp(self.gap)
        own = self.width
        self.w = full = width if own is None or own == FILL else m.dp(own)
        room = full - left - right
        tallest = 0
        leading = self._leading
        if leading is not None:
            leading.measure(m, room, height)
            room -= leading.w + gap
            tallest = leading.h
        for end in self._ends:
            end.measure(m, room, height)
            room -= end.w + gap
            if end.h > tallest:
                tallest = end.h
        room = max(room, 0)
        words_h = 0
        for word in self._words:
            word.measure(m, room, height)
            word.w = room
            words_h += word.h
        self._words_h = words_h
        if words_h > tallest:
            tallest = words_h
        self.h = tallest + top + bottom if self.height is None else m.dp(self.height)

    def place(self, m: Metrics, x: int, y: int) -> None:
        self.x = x
        self.y = y
        left, top, right, bottom = self._pads
        gap = self._gap
        middle = y + top + (self.h - top - bottom) // 2
        at = x + left
        leading = self._leading
        if leading is not None:
            leading.place(m, at, middle - leading.h // 2)
            at += leading.w + gap
        below = middle - self._words_h // 2
        for word in self._words:
            word.place(m, at, below)
            below += word.h
        at = x + self.w - right
        for end in reversed(self._ends):
            at -= end.w
            end.place(m, at, middle - end.h // 2)
            at -= gap

    def held(self) -> Sequence[Box]:
        """In the layouts of a preference, which is a row with a title of the framework."""
        words = self._words
        if not words or words[0].id != TITLE:
            return self.children
        held = [held_together(words, *TEXT_FRAME)]
        if (leading := self._leading) is not None:
            frame = {ICON: ICON_FRAME, CHECKBOX: WIDGET_FRAME}.get(leading.id)
            held.insert(0, held_together([leading], *frame) if frame else leading)
        shown = [end for end in self._ends if any(box.cls for box in end.walk())]
        if shown:
            framed = shown[0].id == WIDGET_FRAME[0]
            held += shown if framed else [held_together(shown, *WIDGET_FRAME)]
        return held


def SwitchRow(
    title: str, binding: Binding, summary: str = "", switch: dict[str, Any] | None = None, **attributes: Any
) -> Box:
    """A row with a switch at its end; touching the row anywhere switches."""
    enabled = attributes.get("enabled", True)
    knob = Switch(binding, enabled=enabled, **{"id": "android:id/switch_widget", **(switch or {})})
    id, cls = WIDGET_FRAME
    frame = Row(knob, cls=cls, id=id)
    return ListRow(title, summary, attributes.pop("on_tap", binding.toggle), trailing=frame, **attributes)


def CheckRow(title: str, binding: Binding, summary: str = "", **attributes: Any) -> Box:
    """A row with a check box at its end."""
    box = Checkbox(bool(binding.get()), enabled=attributes.get("enabled", True), id=CHECKBOX)
    return ListRow(title, summary, attributes.pop("on_tap", binding.toggle), trailing=box, **attributes)


def RadioRow(title: str, chosen: bool, on_tap: Handler, summary: str = "", **attributes: Any) -> Box:
    """A row of a choice of one."""
    return ListRow(title, summary, on_tap, leading=Radio(chosen, id=CHECKBOX), **attributes)


def RadioRows(options: Sequence[str], binding: Binding, then: Handler | None = None) -> list[Box]:
    """Rows to choose one of ``options``; ``then`` is called after a choice."""

    def choosing(option: str) -> Handler:
        def choose() -> None:
            binding.set(option)
            if then is not None:
                then()

        return choose

    return [RadioRow(option, binding.get() == option, choosing(option)) for option in options]


def SliderRow(
    title: str,
    binding: Binding,
    largest: int,
    icon: str = "",
    slider: dict[str, Any] | None = None,
    **attributes: Any,
) -> Box:
    """A title with a slider below it, which may have attributes of its own."""
    enabled = attributes.get("enabled", True)
    ink = "on_surface" if enabled else "disabled"
    words = Column(
        Text(title, BODY_LARGE, id=TITLE, desc=title, color=ink, enabled=enabled),
        Slider(binding, largest, title, enabled=enabled, **{"id": "android:id/seekbar", **(slider or {})}),
        flex=1,
    )
    picture = Icon(icon, cls=IMAGE, id=ICON, holders=[ICON_FRAME]) if icon else None
    row = Row(picture, words, width=FILL, gap=24, pad=(24, 8, 16, 8), cls=LAYOUT)
    row.__dict__.update(attributes)
    return row


def Section(title: str, **attributes: Any) -> Box:
    """Heading of a group of rows."""
    words = Text(title, LABEL_LARGE, color="primary", id=TITLE)
    return Row(words, **{"cls": LAYOUT, "pad": (24, 8, 24, 8), **attributes})


def Heading(title: str, **attributes: Any) -> Box:
    """Heading inside a page."""
    return Row(Text(title, TITLE_MEDIUM), **{"pad": (24, 16, 24, 8), **attributes})


def Divider(inset: float = 0) -> Box:
    """A thin line between rows."""
    line = Box(height=1, width=FILL, fill="outline_variant")
    return Row(line, pad=(inset, 0, inset, 0), width=FILL)


def Card(*children: Box | None, **attributes: Any) -> Box:
    """A group of boxes on a rounded ground of their own."""
    card = Column(*children, fill="surface_container", radius=20, pad=(0, 4, 0, 4))
    card.__dict__.update(attributes)
    return Column(card, pad=(16, 4, 16, 4))


class _Disc(Box):
    """A coloured disc with something white in its middle, which is laid out only where it is painted."""

    __slots__ = ("_shown",)

    _shown: str

    def __init__(self, shown: str, color: int, size: float, attributes: dict[str, Any]) -> None:
        self.__dict__ = {"width": size, "height": size, "radius": size / 2, "fill": color, **attributes}
        self._shown = shown

    def look(self) -> Hashable:
        return (super().look(), self._shown)

    def paint(self, painter: Painter, m: Metrics, x: int, y: int) -> None:
        super().paint(painter, m, x, y)
        middle = self._middle(self._shown, self.radius * 2)
        middle.measure(m, self.w, self.h)
        middle.paint(painter, m, x + (self.w - middle.w) // 2, y + (self.h - middle.h) // 2)

    def _middle(self, shown: str, size: float) -> Box:
        raise NotImplementedError


class RoundIcon(_Disc):
    """A white picture on a coloured disc, as apps are shown."""

    __slots__ = ()

    def __init__(self, icon: str, color: int, size: float = 40) -> None:
        super().__init__(icon, color, size, {})

    def _middle(self, shown: str, size: float) -> Box:
        return Icon(shown, size=size * 0.52, color=0xFFFFFFFF)


class Avatar(_Disc):
    """A coloured disc with the first letter of a name."""

    __slots__ = ()

    def __init__(self, name: str, size: float = 40, **attributes: Any) -> None:
        tone = AVATAR_COLORS[sum(map(ord, name)) % len(AVATAR_COLORS)]
        super().__init__(name[:1].upper() or "?", tone, size, attributes)

    def _middle(self, shown: str, size: float) -> Box:
        return Label(shown, TextStyle(size * 0.45, size * 0.6, 500), color=0xFFFFFFFF)
