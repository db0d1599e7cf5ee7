"""What comes over a page by itself: messages of an app, the bar over a selected text, waiting."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.toolkit.box import FILL, Box, Column, Drawing, Label, Metrics, Row
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.surfaces import SNACKBAR, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM


def snackbar(text: str, button: str, on_tap: Callable[[], object]) -> Box:
    """A message bar inside an app."""
    words = Row(
        Label(text, BODY_MEDIUM, color="inverse_on_surface", max_lines=2),
        cls="android.widget.TextView",
        label=text,
        id="snackbar_text",
        flex=1,
        height=FILL,
        pad=(16, 0, 0, 0),
    )
    press = TextButton(button, on_tap, id="snackbar_action") if button else None
    if press is not None:
        press.children[0].__dict__["color"] = "inverse_primary"
    bar = Row(words, press, fill="inverse_surface", radius=4, width=FILL, pad=(0, 0, 8, 0))
    bar.height = SNACKBAR - 8
    return Column(bar, pad=(8, 0, 8, 8), anchor="bottom", width=FILL)


def text_toolbar(command: Callable[[str], object]) -> Box:
    """The bar over a selected text: cut, copy, paste, select all."""

    def button(label: str, name: str) -> Box:
        return TextButton(label, lambda: command(name))

    return Row(
        button("Cut", "cut"),
        button("Copy", "copy"),
        button("Paste", "paste"),
        button("Select all", "select_all"),
        fill="surface_container_high",
        radius=8,
        elevation=2,
    )


def loading() -> Box:
    """A page that is not there yet."""
    spinner = Drawing(_draw_ring, width=48, height=48, cls="android.widget.ProgressBar", desc="Loading…")
    return Page(None, Column(spinner, align="center", justify="center", flex=1), scrolls=False)


def _draw_ring(painter: Painter, m: Metrics, w: int, h: int) -> None:
    painter.arc(w / 2, h / 2, w / 2, -90, 260, "primary", 4 * m.scale)
