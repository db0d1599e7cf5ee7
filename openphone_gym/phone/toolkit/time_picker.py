"""The dialog to choose a time of day: a dial, or two fields to type in."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Column,
    Drawing,
    Handler,
    Label,
    Metrics,
    Row,
    Sides,
    Space,
    Text,
)
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField, digits_only
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.surfaces import Dialog
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_SMALL,
    DISPLAY_MEDIUM,
    HEADLINE_MEDIUM,
    LABEL_LARGE,
    LABEL_MEDIUM,
)

FACE = 256
"""Diameter of the dial in dp."""

OUTER, INNER = 104, 66
"""Distance in dp of the two rings of numbers from the centre."""


def TimePicker(
    local: dict[str, Any],
    hour: int,
    minute: int,
    on_ok: Callable[[int, int], object],
    on_cancel: Handler,
    whole_day: bool = False,
    title: str = "",
) -> Box:
    """A dialog that asks for a time of day.

    Nothing is decided before OK: ``local`` keeps the time chosen so far (``hour`` 0 to 23, ``minute``),
    the half of it the dial sets (``part``), whether it is typed instead (``typing``), and what is typed.

    Args:
        local: What the open screen remembers, ``nav.local``.
        hour: Hour chosen at first, 0 to 23.
        minute: Minute chosen at first.
        on_ok: Called with the chosen hour and minute; has to close the dialog.
        on_cancel: Closes the dialog.
        whole_day: Whether hours count from 0 to 23 instead of AM and PM.
        title: What the time is for; empty just asks for a time.
    """
    choice = _Choice(local, hour, minute, whole_day)
    if local.get("typing"):
        body = _fields(choice)
        mode = IconButton("clock-outline", "Switch to clock mode for the time input.", choice.use_dial)
    else:
        body = _dial(choice)
        mode = IconButton(
            "keyboard-outline", "Switch to text input mode for the time input.", choice.use_keyboard
        )
    mode.id = "material_timepicker_mode_button"
    buttons = [
        mode,
        Space(flex=1),
        TextButton("Cancel", on_cancel, id="material_timepicker_cancel_button"),
        TextButton(
            "OK",
            lambda: on_ok(choice.hour, choice.minute),
            enabled=choice.complete,
            id="material_timepicker_ok_button",
        ),
    ]
    asked = title or ("Enter time" if local.get("typing") else "Select time")
    heading = Row(
        Text(asked, LABEL_MEDIUM, color="on_surface_variant", id="header_title"), pad=(24, 0, 24, 16)
    )
    return Dialog("", heading, body, buttons=buttons)


class _Choice:
    """The time chosen so far, as it is shown and as it is changed."""

    def __init__(self, local: dict[str, Any], hour: int, minute: int, whole_day: bool) -> None:
        self._local = local
        self.hour: int = local.get("hour", hour)
        self.minute: int = local.get("minute", minute)
        self.whole_day = whole_day

    @property
    def part(self) -> str:
        """What the dial sets, ``hour`` or ``minute``."""
        return self._local.get("part", "hour")

    @property
    def hour_shown(self) -> int:
        """The hour as people write it: 0 to 23, or 1 to 12."""
        return self.hour if self.whole_day else (self.hour - 1) % 12 + 1

    @property
    def complete(self) -> bool:
        """Whether what is typed is a time; what is not was never taken over."""
        pairs = ((self.typed_hour().get(), self.hour_shown), (self.typed_minute().get(), self.minute))
        return all(text.isdigit() and int(text) == value for text, value in pairs)

    def show(self, part: str) -> Handler:
        """A handler that turns the dial to hours or minutes."""
        return lambda: self._local.update(part=part)

    def dial_hour(self, shown: int) -> Handler:
        """A handler that takes an hour from the dial and goes on to the minutes."""
        return lambda: self._local.update(hour=self._of_day(shown), part="minute")

    def dial_minute(self, minute: int) -> Handler:
        """A handler that takes a minute from the dial."""
        return lambda: self._local.update(minute=minute)

    def set_afternoon(self, afternoon: bool) -> None:
        """Moves the hour to the other half of the day if it isn't there."""
        self._local["hour"] = self.hour % 12 + 12 * afternoon

    def use_dial(self) -> None:
        """Goes back to the dial and forgets unfinished typing."""
        self._local.update(typing=False)
        self._local.pop("hour_text", None)
        self._local.pop("minute_text", None)

    def use_keyboard(self) -> None:
        """Shows fields to type in."""
        self._local.update(typing=True)

    def typed_hour(self) -> Binding:
        """The text of the hour field."""
        return self._typed("hour", self.hour_shown)

    def typed_minute(self) -> Binding:
        """The text of the minute field."""
        return self._typed("minute", self.minute)

    def _of_day(self, shown: int) -> int:
        return shown if self.whole_day else shown % 12 + 12 * (self.hour >= 12)

    def _typed(self, part: str, value: int) -> Binding:
        """Text of one field; a sensible number counts at once, anything else waits to be corrected."""
        hours = range(24) if self.whole_day else range(1, 13)

        def write(text: str) -> None:
            self._local[f"{part}_text"] = text
            number = int(text) if text.isdigit() else -1
            if part == "hour" and number in hours:
                self._local["hour"] = self._of_day(number)
            elif part == "minute" and number in range(60):
                self._local["minute"] = number

        default = f"{value:02d}" if part == "minute" or self.whole_day else str(value)
        return Binding(lambda: self._local.get(f"{part}_text", default), write)


def _dial(choice: _Choice) -> Box:
    hour_text = f"{choice.hour_shown:02d}" if choice.whole_day else str(choice.hour_shown)
    hour = _half(hour_text, _spoken_hour(choice.hour_shown, choice), "hour", choice)
    minute = _half(f"{choice.minute:02d}", f"{choice.minute} minutes", "minute", choice)
    return Column(
        Row(hour, _colon(), minute, Space(flex=12), _halves_of_day(choice), pad=_sides(choice), width=FILL),
        Space(28),
        Row(_face(choice), justify="center", width=FILL, pad=(12, 0, 12, 0)),
    )


def _sides(choice: _Choice) -> Sides:
    """Room beside hours and minutes, which share what a narrow screen leaves them."""
    side = 50 if choice.whole_day else 24
    return (side, 0, side, 0)


def _half(text: str, desc: str, part: str, choice: _Choice) -> Box:
    """The hour or the minute above the dial; touching it turns the dial to it."""
    open_ = choice.part == part
    return Row(
        Label(text, DISPLAY_MEDIUM, color="on_primary_container" if open_ else "on_surface"),
        cls="android.widget.CompoundButton",
        id=f"material_{part}_tv",
        label=text,
        desc=desc,
        checked=open_,
        selected=open_,
        on_tap=choice.show(part),
        flex=96,
        height=80,
        radius=8,
        justify="center",
        fill="primary_container" if open_ else "surface_container_highest",
    )


def _colon() -> Box:
    return Row(Label(":", DISPLAY_MEDIUM), flex=24, height=80, justify="center")


def _halves_of_day(choice: _Choice) -> Box | None:
    if choice.whole_day:
        return None

    def half(name: str, afternoon: bool) -> Box:
        chosen = (choice.hour >= 12) == afternoon
        return Row(
            Label(name, LABEL_LARGE, color="on_secondary_container" if chosen else "on_surface_variant"),
            cls="android.widget.RadioButton",
            id=f"material_clock_period_{name.lower()}_button",
            label=name,
            checked=chosen,
            on_tap=lambda: choice.set_afternoon(afternoon),
            width=FILL,
            height=39,
            radius=8,
            justify="center",
            fill="secondary_container" if chosen else None,
            stroke="outline",
        )

    return Column(half("AM", False), half("PM", True), gap=2, id="material_clock_period_toggle", flex=52)


def _spoken_hour(hour: int, choice: _Choice) -> str:
    return f"{hour} hours" if choice.whole_day else f"{hour} o'clock"


class _Face(Drawing):
    """A disc with numbers around it.

    Each child has its ``turn`` (share of a full turn, clockwise from the top) and its ``reach``
    (distance from the centre in dp).
    """

    def measure(self, m: Metrics, width: int, height: int) -> None:
        """Sets the sizes of the disc, which is smaller on a narrow screen, and of its numbers."""
        self.w = self.h = min(m.dp(FACE), width)
        for child in self.children:
            child.measure(m, self.w, self.h)

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Puts the numbers around the centre."""
        super().place(m, x, y)
        for child in self.children:
            dx, dy = _on_circle(child.__dict__["turn"], child.__dict__["reach"] * self.w / FACE)
            child.place(m, x + round((self.w - child.w) / 2 + dx), y + round((self.h - child.h) / 2 + dy))


def _on_circle(turn: float, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * turn
    return radius * math.sin(angle), -radius * math.cos(angle)


def _face(choice: _Choice) -> Box:
    if choice.part == "minute":
        numbers = [_minute(minute, choice) for minute in range(0, 60, 5)]
        turn, reach = choice.minute / 60, OUTER
    else:
        numbers = [_hour(hour, choice) for hour in (range(24) if choice.whole_day else range(1, 13))]
        turn, reach = choice.hour_shown / 12, _hour_reach(choice.hour_shown)
    attributes: dict[str, Any] = {"cls": "android.view.View", "id": "material_clock_face"}
    return _Face(_draw_face, (turn, reach), *numbers, **attributes)


def _draw_face(painter: Painter, m: Metrics, w: int, h: int, turn: float, reach: int) -> None:
    middle = w / 2
    dx, dy = _on_circle(turn, reach * w / FACE)
    painter.circle(middle, middle, middle, "surface_container_highest")
    painter.circle(middle, middle, 4 * m.scale, "primary")
    painter.line(middle, middle, middle + dx, middle + dy, "primary", 2 * m.scale)
    painter.circle(middle + dx, middle + dy, (20 if reach == OUTER else 14) * m.scale, "primary")


def _hour_reach(hour: int) -> int:
    """Afternoon hours and midnight of a 24-hour dial stand on the inner ring."""
    return OUTER if 1 <= hour <= 12 else INNER


def _hour(hour: int, choice: _Choice) -> Box:
    text = "00" if hour == 0 else str(hour)
    spoken = _spoken_hour(hour, choice)
    return _number(
        text, spoken, hour == choice.hour_shown, hour / 12, _hour_reach(hour), choice.dial_hour(hour)
    )


def _minute(minute: int, choice: _Choice) -> Box:
    chosen = minute == choice.minute
    return _number(
        f"{minute:02d}", f"{minute} minutes", chosen, minute / 60, OUTER, choice.dial_minute(minute)
    )


def _number(text: str, desc: str, chosen: bool, turn: float, reach: int, on_tap: Handler) -> Box:
    # Neighbours must not overlap: the inner ring has room for smaller ones only.
    side, style = (36, BODY_LARGE) if reach == OUTER else (24, BODY_SMALL)
    return Row(
        Label(text, style, color="on_primary" if chosen else "on_surface"),
        cls="android.widget.TextView",
        label=text,
        desc=desc,
        selected=chosen,
        on_tap=on_tap,
        width=side,
        height=side,
        justify="center",
        turn=turn,
        reach=reach,
    )


def _fields(choice: _Choice) -> Box:
    return Row(
        _field(choice.typed_hour(), "Hour", "next"),
        _colon(),
        _field(choice.typed_minute(), "Minute", "done"),
        Space(flex=12),
        _halves_of_day(choice),
        align="start",
        width=FILL,
        pad=_sides(choice),
    )


def _field(text: Binding, name: str, action: str) -> Box:
    field = TextField(
        text,
        id=f"material_{name.lower()}_text_input",
        desc=name,
        ime="number",
        action=action,
        accept=digits_only,
        limit=2,
        variant="filled",
        style=HEADLINE_MEDIUM,
        height=72,
    )
    return Column(field, Text(name, BODY_SMALL, color="on_surface_variant"), flex=96, gap=6)
