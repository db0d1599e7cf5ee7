"""Things to press: buttons, switches, check boxes, radio buttons, sliders, chips."""

from __future__ import annotations

from typing import Any

from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import Box, Color, Drawing, Handler, Icon, Label, Metrics, Row
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.theme import LABEL_LARGE

BUTTON = "android.widget.Button"


def _button(label: str, on_tap: Handler, ink: Color, icon: str, attributes: dict[str, Any]) -> Box:
    enabled = attributes.get("enabled", True)
    ink = ink if enabled else "disabled"
    picture = Icon(icon, size=18, color=ink) if icon else None
    box = Row(
        picture, Label(label, LABEL_LARGE, color=ink, max_lines=1), cls=BUTTON, label=label, on_tap=on_tap
    )
    box.__dict__.update({"height": 40, "radius": 20, "justify": "center", "gap": 8, "pad": (24, 0, 24, 0)})
    box.__dict__.update(attributes)
    return box


def Button(
    label: str, on_tap: Handler, icon: str = "", *, ink: Color = "on_primary", **attributes: Any
) -> Box:
    """A filled button, for the main action of a screen; one with another ``fill`` needs its own ``ink``."""
    fill = "primary" if attributes.get("enabled", True) else "disabled_container"
    return _button(label, on_tap, ink, icon, {"fill": fill, **attributes})


def TonalButton(label: str, on_tap: Handler, icon: str = "", **attributes: Any) -> Box:
    """A button in a soft colour, for actions beside the main one."""
    fill = "secondary_container" if attributes.get("enabled", True) else "disabled_container"
    return _button(label, on_tap, "on_secondary_container", icon, {"fill": fill, **attributes})


def OutlinedButton(label: str, on_tap: Handler, icon: str = "", **attributes: Any) -> Box:
    """A button with only a border."""
    return _button(label, on_tap, "primary", icon, {"stroke": "outline", **attributes})


def TextButton(label: str, on_tap: Handler, icon: str = "", **attributes: Any) -> Box:
    """A button that is only words: links, and the buttons of dialogs."""
    return _button(label, on_tap, "primary", icon, {"pad": (12, 0, 12, 0), **attributes})


def IconButton(icon: str, desc: str, on_tap: Handler, **attributes: Any) -> Box:
    """A picture to press; ``desc`` says what it does."""
    ink = attributes.pop("color", "on_surface_variant") if attributes.get("enabled", True) else "disabled"
    box = Row(
        Icon(icon, color=ink, size=attributes.pop("size", 24)),
        cls="android.widget.ImageButton",
        desc=desc,
        on_tap=on_tap,
        width=48,
        height=48,
        justify="center",
    )
    box.__dict__.update(attributes)
    return box


def Fab(
    icon: str, desc: str, on_tap: Handler, label: str = "", large: bool = False, **attributes: Any
) -> Box:
    """The floating button of a page; ``anchor`` says where it floats, if not at the end."""
    ink = "on_primary_container"
    side = 96 if large else 56
    words = Label(label, LABEL_LARGE, color=ink) if label else None
    box = Row(
        Icon(icon, color=ink, size=36 if large else 24),
        words,
        cls="android.widget.ImageButton" if not label else BUTTON,
        desc=desc,
        label=label,
        on_tap=on_tap,
        width=side if not label else None,
        height=side,
        pad=(0, 0, 0, 0) if not label else (16, 0, 20, 0),
        gap=12,
        justify="center",
        fill="primary_container",
        radius=28 if large else 16,
        elevation=3,
        anchor="bottom end",
    )
    box.__dict__.update(attributes)
    return box


def _draw_switch(painter: Painter, m: Metrics, w: int, h: int, on: bool, enabled: bool) -> None:
    scale = m.scale
    ink = "disabled" if not enabled else "on_primary" if on else "outline"
    if on:
        painter.rounded(0, 0, w, h, h / 2, "primary" if enabled else "disabled_container")
        painter.circle(w - h / 2, h / 2, 12 * scale, ink)
        painter.icon("check", w - h / 2 - 8 * scale, h / 2 - 8 * scale, 16 * scale, "primary")
    else:
        painter.rounded(0, 0, w, h, h / 2, "surface_container_highest")
        painter.outline(0, 0, w, h, h / 2, ink, 2 * scale)
        painter.circle(h / 2, h / 2, 8 * scale, ink)


def Switch(binding: Binding, **attributes: Any) -> Box:
    """An on/off switch; without ``on_tap`` it only shows what its row switches."""
    on = bool(binding.get())
    enabled = attributes.get("enabled", True)
    look = {"width": 52, "height": 32, "cls": "android.widget.Switch", "checked": on}
    return Drawing(_draw_switch, (on, enabled), **(look | attributes))


def Checkbox(on: bool, **attributes: Any) -> Box:
    """A check box; without ``on_tap`` it only shows what its row switches."""
    return _mark(
        "checkbox-marked" if on else "checkbox-blank-outline", "android.widget.CheckBox", on, attributes
    )


def Radio(on: bool, **attributes: Any) -> Box:
    """A radio button; without ``on_tap`` it only shows what its row chooses."""
    return _mark("radiobox-marked" if on else "radiobox-blank", "android.widget.RadioButton", on, attributes)


def _mark(icon: str, cls: str, on: bool, attributes: dict[str, Any]) -> Box:
    enabled = attributes.get("enabled", True)
    color = "disabled" if not enabled else "primary" if on else "on_surface_variant"
    return Icon(icon, color=color, **{"cls": cls, "checked": on, **attributes})


def Slider(binding: Binding, largest: int, desc: str = "", **attributes: Any) -> Box:
    """A slider over the whole numbers 0 to ``largest``; touched or dragged to a place.

    ``desc`` names what it sets; the node's text is the present value in percent, as Android's
    progress indicators announce it.
    """
    value = min(max(int(binding.get()), 0), largest)
    enabled = attributes.get("enabled", True)

    def slide(share: float) -> None:
        # The knob can't reach the very edge of the box: its travel is a little shorter.
        reach = min(max((share - 0.04) / 0.92, 0.0), 1.0)
        binding.set(int(reach * largest + 0.5))

    box = Drawing(_draw_slider, (value, largest, enabled), height=44, width=-1.0)
    box.__dict__.update(
        cls="android.widget.SeekBar",
        desc=desc,
        label=f"{value * 100 // largest}%",
        focusable=True,
        on_slide=slide,
    )
    box.__dict__.update(attributes)
    return box


def _draw_slider(
    painter: Painter, m: Metrics, w: int, h: int, value: int, largest: int, enabled: bool
) -> None:
    ink = "primary" if enabled else "disabled"
    left, right, middle = m.dp(10), w - m.dp(10), h / 2
    x = left + (right - left) * value / largest
    thick = 4 * m.scale
    painter.rounded(left, middle - thick / 2, right - left, thick, thick / 2, "surface_container_highest")
    painter.rounded(left, middle - thick / 2, x - left, thick, thick / 2, ink)
    painter.circle(x, middle, 10 * m.scale, ink)


def Chip(label: str, on_tap: Handler, selected: bool = False, icon: str = "", **attributes: Any) -> Box:
    """A small choice among several; filled when chosen."""
    ink = "on_secondary_container" if selected else "on_surface_variant"
    picture = Icon("check" if selected else icon, size=18, color=ink) if (icon or selected) else None
    look = {"fill": "secondary_container"} if selected else {"stroke": "outline"}
    box = Row(
        picture, Label(label, LABEL_LARGE, color=ink), radius=8, height=32, gap=8, pad=(12, 0, 12, 0), **look
    )
    box.__dict__.update(cls=BUTTON, label=label, on_tap=on_tap, selected=selected, checked=selected)
    box.__dict__.update(attributes)
    return box
