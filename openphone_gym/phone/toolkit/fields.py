"""Text fields: a value of the state that a person types."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from openphone_gym.phone.toolkit import fonts
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import Box, Handler, Metrics
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_SMALL, TextStyle

if TYPE_CHECKING:
    from openphone_gym.phone.toolkit.painter import Painter

BULLET = "•"

MOST_LINES = 1_000
"""Lines of a field that are drawn; its page scrolls."""


def grouped(*sizes: int) -> Callable[[str], str]:
    """A format that shows digits in groups: ``grouped(3, 3, 4)("1234567890")`` is ``123 456 7890``."""

    def show(text: str) -> str:
        groups = []
        for size in sizes[:-1]:
            groups.append(text[:size])
            text = text[size:]
        return " ".join(part for part in (*groups, text) if part)

    return show


def digits_only(text: str) -> str:
    """A filter that lets only digits through."""
    return "".join(c for c in text if c.isascii() and c.isdigit())


def as_typed(text: str) -> str:
    """A filter and format that changes nothing."""
    return text


class TextField(Box):
    """A field to type in.

    Args:
        binding: The text it edits.
        hint: Shown while the field is empty; with ``variant`` ``outlined`` and ``filled`` it floats
            above the text afterwards.
        id: Resource id; also the field's name for the focus, else the hint is.
        name: Name for the focus of a field without an id.
        variant: ``outlined``, ``filled``, ``underline`` or ``plain``.
        ime: Keyboard: ``text``, ``number``, ``phone``, ``email``, ``uri``.
        action: What Enter does: ``done``, ``next``, ``search``, ``send``, ``go`` or ``newline``.
        on_submit: Called by Enter.
        accept: Filter on typed characters.
        format: How the text is shown.
        limit: Longest text in characters.
    """

    cls = "android.widget.EditText"
    focusable = True
    variant: str = "outlined"
    ime: str = "text"
    action: str = "done"
    on_submit: Handler | None = None
    accept: Callable[[str], str] = staticmethod(as_typed)
    format: Callable[[str], str] = staticmethod(as_typed)
    limit: int = 1000
    style: TextStyle = BODY_LARGE
    on_change: Callable[[str], object] | None = None

    def __init__(self, binding: Binding, hint: str = "", **attributes: Any) -> None:
        self.binding = binding
        self.hint = hint
        self.__dict__.update(attributes)
        self.name = attributes.get("name") or self.id or hint
        self.value = str(binding.get())
        shown = self.format(self.value)
        self.shown = BULLET * len(shown) if self.password else shown
        self.label = self.shown or hint
        self.on_tap = _focusing  # A field is clickable; the phone itself gives it the focus.
        self.on_long = _focusing
        self.selection = (0, 0)

    @property
    def multiline(self) -> bool:
        """Whether Enter makes a new line."""
        return self.action == "newline"

    def measure(self, m: Metrics, width: int, height: int) -> None:
        m.fields[self.name] = self
        self.focused = m.focus == self.name
        if self.focused:
            self.selection = m.selection
        self.w = self._own(m, self.width, width, width)
        size = self.style.size * m.font
        self.room = self.w - 2 * m.dp(self.inset)
        self.lines = (
            fonts.wrap(self.shown, size, self.style.weight, self.room, MOST_LINES)
            if self.multiline
            else (self.shown,)
        )
        step = int(self.style.line_height * m.font + 0.5)
        least = {"outlined": 60, "filled": 56, "underline": 48, "plain": 40}[self.variant]
        lines = max(len(self.lines), 1)
        self.h = max(m.dp(self.height or least), lines * step + m.dp(16 if self.variant == "plain" else 28))

    @property
    def inset(self) -> float:
        """Room in dp between the border and the text."""
        return {"outlined": 16, "filled": 16, "underline": 0, "plain": 0}[self.variant]

    def look(self) -> Hashable:
        shape = (self.hint, self.variant, self.style, self.multiline, self.enabled)
        # The cursor stands behind a part of the value as it is shown, which two formats show differently.
        cursor = (self.selection, *map(self._shown_part, self.selection)) if self.focused else None
        return (self.shown, self.lines, cursor, shape)

    def index_at(self, m: Metrics, x: int) -> int:
        """Position in the value nearest to a pixel column of the screen."""
        size = self.style.size * m.font
        left = self.x + m.dp(self.inset)
        return min(
            range(len(self.value) + 1),
            key=lambda i: abs(left + fonts.measure(self._shown_part(i), size, self.style.weight) - x),
        )

    def _shown_part(self, index: int) -> str:
        part = self.format(self.value[:index])
        return BULLET * len(part) if self.password else part

    def paint(self, painter: Painter, m: Metrics, x: int, y: int) -> None:
        floats = bool(self.hint) and self.variant in ("outlined", "filled") and (self.focused or self.shown)
        self._frame(painter, m, x, y, bool(floats))
        left = x + m.dp(self.inset)
        size = self.style.size * m.font
        step = int(self.style.line_height * m.font + 0.5)
        spare = self.h - step * max(len(self.lines), 1)
        top = y + (m.dp(8) if self.multiline and self.height else spare // 2)
        if self.variant == "outlined":
            top += m.dp(2)
        elif self.variant == "filled" and floats:
            top += m.dp(8)
        with painter.clip(left - m.dp(2), y, self.room + m.dp(4), self.h):
            if not self.shown and not floats:
                painter.text(left, top, self.hint, size, 400, "on_surface_variant", line_height=step)
            cursor = fonts.measure(self._shown_part(self.selection[1]), size, self.style.weight)
            shift = 0.0 if self.multiline else max(cursor - self.room + m.dp(2), 0)
            self._selected(painter, m, left - shift, top, step, size)
            color = "on_surface" if self.enabled else "disabled"
            for number, line in enumerate(self.lines):
                painter.text(
                    left - shift, top + number * step, line, size, self.style.weight, color, line_height=step
                )
            if self.focused:
                self._cursor(painter, m, left - shift, top, step, size, cursor)

    def _selected(self, painter: Painter, m: Metrics, left: float, top: int, step: int, size: float) -> None:
        start, end = sorted(self.selection)
        if self.focused and start != end and not self.multiline:
            from_x = fonts.measure(self._shown_part(start), size, self.style.weight)
            to_x = fonts.measure(self._shown_part(end), size, self.style.weight)
            painter.rect(left + from_x, top, to_x - from_x, step, "primary_container")

    def _cursor(
        self, painter: Painter, m: Metrics, left: float, top: int, step: int, size: float, cursor: float
    ) -> None:
        if self.multiline:
            top += step * (len(self.lines) - 1)
            cursor = fonts.measure(self.lines[-1] if self.lines else "", size, self.style.weight)
        painter.rect(left + cursor, top + m.dp(1), m.dp(2), step - m.dp(2), "primary")

    def _frame(self, painter: Painter, m: Metrics, x: int, y: int, floats: bool) -> None:
        line = "primary" if self.focused else "outline"
        thick = m.dp(2) if self.focused else m.dp(1)
        label_color = "primary" if self.focused else "on_surface_variant"
        small = BODY_SMALL.size * m.font
        small_step = int(BODY_SMALL.line_height * m.font + 0.5)
        if self.variant == "outlined":
            top = m.dp(6)
            wide = int(fonts.measure(self.hint, small, 400)) + m.dp(8) if floats else 0
            start = m.dp(12)
            # The border leaves a gap for the label: it is drawn left of it, right of it, and below.
            for left, above, right in (
                (0, 0, start),
                (start + wide, 0, self.w),
                (start, top + m.dp(4), start + wide),
            ):
                with painter.clip(x + left, y + above, right - left, self.h - above):
                    painter.outline(x, y + top, self.w, self.h - top, 4 * m.scale, line, thick)
            if floats:
                painter.text(
                    x + m.dp(16), y - m.dp(2), self.hint, small, 400, label_color, line_height=small_step
                )
        elif self.variant == "filled":
            painter.rounded(
                x, y, self.w, self.h, (4 * m.scale, 4 * m.scale, 0, 0), "surface_container_highest"
            )
            painter.rect(x, y + self.h - thick, self.w, thick, line)
            if floats:
                painter.text(
                    x + m.dp(16), y + m.dp(7), self.hint, small, 400, label_color, line_height=small_step
                )
        elif self.variant == "underline":
            painter.rect(x, y + self.h - m.dp(4), self.w, thick, line)


def _focusing() -> None:
    """Stands for the phone's own handling of a touched field."""
