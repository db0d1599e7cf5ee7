"""How the app looks."""

from __future__ import annotations

from openphone_gym.phone.apps.gmail.state import DARK, LIGHT, SYSTEM_DEFAULT, THEMES
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.screen import is_dark
from openphone_gym.tasks.gmail.mails import APP, MENU, in_app
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Param, Params, SubGoal, Task, one_of

SETTINGS, GENERAL = "Settings", "General settings"


def has_theme(phone: Phone, p: Params) -> bool:
    """Whether the theme is chosen; who follows a phone that is dark is dark as well."""
    theme = phone.gmail.settings.theme
    return theme == p.theme or ((p.theme, theme) == (DARK, SYSTEM_DEFAULT) and is_dark(phone.system))


def shows_theme(screen: Sight, p: Params) -> bool | None:
    """What the row of the theme tells."""
    if screen.title != GENERAL:
        return None
    value = screen.value("Theme")
    return None if value is None else value == p.theme


def another_theme(phone: Phone, p: Params) -> None:
    """The app looks otherwise."""
    if has_theme(phone, p):
        phone.gmail.settings.theme = LIGHT if p.theme != LIGHT else DARK


def gmail_5(hand: Hand, p: Params) -> None:
    in_app(hand)
    if hand.title not in (SETTINGS, GENERAL, "Theme"):
        if hand.sees("All labels") or hand.sees(SETTINGS):
            hand.tap(SETTINGS)
        if hand.sees(MENU) is None:
            hand.back()
        hand.tap(MENU)
    if hand.title == SETTINGS:
        hand.tap(GENERAL)
    hand.choose("Theme", p.theme)


TASKS = [
    Task(
        id="gmail_5",
        app=APP,
        group="look",
        own_steps=6,
        goals=[
            "Set the theme of Gmail to {theme}.",
            "Change how the Gmail app looks: choose the theme {theme} in its settings.",
            "I want Gmail to use the {theme} theme. Please see to it.",
        ],
        params={"theme": Param(DARK, one_of(*THEMES))},
        setup=another_theme,
        subgoals=[
            SubGoal("theme", "Is the theme of Gmail {theme}?", has_theme, screen=shows_theme),
        ],
        may_change=["gmail.settings.theme"],
        solution=gmail_5,
    )
]
