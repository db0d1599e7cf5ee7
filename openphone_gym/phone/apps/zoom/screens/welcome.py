"""What is shown to somebody who is not signed in."""

from __future__ import annotations

from openphone_gym.phone.apps.zoom.state import Zoom
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Drawing, Metrics, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, OutlinedButton
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE, HEADLINE_MEDIUM, TextStyle

SLIDES = (
    ("Welcome to Zoom", "Join a meeting with its number, or sign in to host your own"),
    ("Start a meeting", "Sign in to start or schedule a video meeting on the go"),
    ("Share your content", "They see what you see"),
    ("Message your team", "Send texts, files and pictures for free"),
)
"""Title and words of the pages that a swipe turns."""


def welcome(zoom: Zoom, nav: Nav) -> Box:
    """Pages about Zoom, and the ways in: join, sign in, settings."""
    page = nav.bind("page", 0)
    number: int = page.get()
    title, words = SLIDES[number]

    def turn(direction: str) -> bool:
        page.set(min(max(number + {"left": 1, "right": -1}.get(direction, 0), 0), len(SLIDES) - 1))
        return direction in ("left", "right")

    def open_join() -> None:
        nav.go("join")
        nav.focus("edtConfNumber")

    return Page(
        Row(IconButton("cog-outline", "Settings", nav.to("settings"), id="btnSettings"), pad=(8, 8, 8, 8)),
        Column(
            Drawing(_draw_illustration, width=280, height=220),
            Space(24),
            _centered(title, HEADLINE_MEDIUM, "on_surface", "title"),
            _centered(words, BODY_LARGE, "on_surface_variant", "description"),
            Space(24),
            _dots(number),
            cls="androidx.viewpager.widget.ViewPager",
            id="viewpager",
            on_swipe=turn,
            align="center",
            justify="center",
            gap=8,
            flex=1,
            pad=(32, 0, 32, 0),
        ),
        Column(
            Button("Join a meeting", open_join, id="btnJoinConf", height=48, radius=14),
            OutlinedButton("Sign in / Sign up", nav.to("sign_in"), id="btnLogin", height=48, radius=14),
            gap=12,
            pad=(24, 16, 24, 32),
        ),
        scrolls=False,
    )


def _centered(text: str, style: TextStyle, color: str, id: str) -> Box:
    return Text(text, style, color=color, text_align="center", width=FILL, id=id)


def _draw_illustration(painter: Painter, m: Metrics, w: int, h: int) -> None:
    """A call between people: a screen with faces, and a bubble."""
    dp = m.scale
    painter.circle(w * 0.5, h * 0.52, 104 * dp, "primary_container")
    painter.rounded(w * 0.14, h * 0.2, w * 0.72, h * 0.6, 18 * dp, "primary")
    painter.rounded(w * 0.17, h * 0.235, w * 0.66, h * 0.53, 12 * dp, "surface")
    tiles = (
        (0.2, 0.27, 0xFFFFB74D),
        (0.515, 0.27, 0xFF81C784),
        (0.2, 0.52, 0xFFBA68C8),
        (0.515, 0.52, 0xFF4FC3F7),
    )
    for left, top, shirt in tiles:
        _person(painter, w * left, h * top, w * 0.285, h * 0.22, shirt)
    painter.rounded(w * 0.4, h * 0.86, w * 0.2, 8 * dp, 4 * dp, "primary")
    painter.circle(w * 0.87, h * 0.2, 26 * dp, "secondary_container")
    painter.icon("video", w * 0.87 - 15 * dp, h * 0.2 - 15 * dp, 30 * dp, "on_secondary_container")


def _person(painter: Painter, x: float, y: float, w: float, h: float, shirt: int) -> None:
    with painter.clip(round(x), round(y), round(w), round(h)):
        painter.rect(x, y, w, h, "surface_container_high")
        painter.circle(x + w / 2, y + h * 1.12, h * 0.48, shirt)
        painter.circle(x + w / 2, y + h * 0.42, h * 0.22, 0xFFE0B193)


def _dots(number: int) -> Box:
    """Which of the pages is shown."""
    position = f"Page {number + 1} of {len(SLIDES)}"
    return Drawing(_draw_dots, (number,), width=72, height=8, cls="android.view.View", desc=position)


def _draw_dots(painter: Painter, m: Metrics, w: int, h: int, number: int) -> None:
    step = w / len(SLIDES)
    for i in range(len(SLIDES)):
        painter.circle((i + 0.5) * step, h / 2, h / 2, "primary" if i == number else "outline_variant")
