"""Recent apps."""

from __future__ import annotations

from openphone_gym.phone.app import App, installed_apps
from openphone_gym.phone.apps.systemui.state import SystemUi
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.wallpaper import wallpaper
from openphone_gym.phone.toolkit.box import Box, Column, Row, Scroll, Space, Text
from openphone_gym.phone.toolkit.controls import TonalButton
from openphone_gym.phone.toolkit.rows import RoundIcon
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import TITLE_LARGE, TITLE_MEDIUM

WHITE = 0xFFFFFFFF


def recents(state: SystemUi, nav: Nav) -> Box:
    """Cards of the apps used lately, the last one first; swiping a card up closes its app."""
    apps = [installed_apps()[task.app] for task in reversed(nav.system.tasks) if task.app != stacks.LAUNCHER]
    body = _cards(nav, apps) if apps else [Text("No recent items", TITLE_LARGE, color=WHITE)]
    return Page(
        None,
        Column(*body, align="center", justify="center", flex=1),
        scrolls=False,
        fill=None,
        bar_color=WHITE,
        wallpaper=wallpaper(nav.system.wallpaper),
        on_tap=nav.home,
    )


def _cards(nav: Nav, apps: list[App]) -> list[Box]:
    row = Row(*(_card(nav, app) for app in apps), gap=20, pad=(60, 0, 60, 0))
    return [
        Scroll(row, key="recents", horizontal=True),
        Space(24),
        TonalButton("Clear all", lambda: _clear(nav), id="clear_all"),
    ]


def _card(nav: Nav, app: App) -> Box:
    head = Row(
        RoundIcon(app.icon, app.color, 36),
        Text(app.label, TITLE_MEDIUM, color=WHITE, max_lines=1),
        gap=12,
        height=52,
    )
    sheet = Column(
        RoundIcon(app.icon, app.color, 88),
        fill="surface",
        radius=24,
        width=290,
        height=520,
        align="center",
        justify="center",
    )
    return Column(
        head,
        sheet,
        cls="android.widget.FrameLayout",
        id="snapshot",
        desc=app.label,
        on_tap=nav.starting(app.id),
        on_swipe=lambda direction: _swiped(nav, app, direction),
    )


def _swiped(nav: Nav, app: App, direction: str) -> bool:
    if direction == "up":
        stacks.stop(nav.system, app.id)
    return direction == "up"


def _clear(nav: Nav) -> None:
    for task in list(nav.system.tasks):
        stacks.stop(nav.system, task.app)
    nav.home()
