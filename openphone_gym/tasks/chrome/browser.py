"""The browser itself: its theme, its windows."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome.state import DARK, LIGHT, SYSTEM_THEME, THEMES
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.screen import is_dark
from openphone_gym.tasks.chrome.ways import APP, NEW_TAB_BUTTON, in_browser, in_menu, of_tab
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Param, Params, SubGoal, Task, one_of

OTHER = {DARK: LIGHT, LIGHT: DARK, SYSTEM_THEME: LIGHT}
"""A theme that looks otherwise than the one that is asked for."""

PRIVATE = "New Incognito tab"


def looks(phone: Phone, theme: str) -> bool:
    """Whether the browser has a theme, or the look of it by following the phone."""
    chosen = phone.chrome.settings.theme
    if chosen == theme or theme == SYSTEM_THEME or chosen != SYSTEM_THEME:
        return chosen == theme
    return is_dark(phone.system) == (theme == DARK)


def put_other_theme(phone: Phone, p: Params) -> None:
    """The browser has another theme than the one that is asked for."""
    if looks(phone, p.theme):
        phone.chrome.settings.theme = OTHER[p.theme]


def shows_theme(screen: Sight, p: Params) -> bool | None:
    """What the settings tell of the theme."""
    if screen.title == "Theme" and screen.sees(SYSTEM_THEME) is not None:
        return screen.chosen(p.theme)
    if screen.title == "Settings" and (told := screen.value("Theme")):
        return told == p.theme
    return None


def no_private_tabs(phone: Phone, p: Params) -> None:
    """There is no Incognito tab yet."""
    state = phone.chrome
    state.tabs = state.of_mode(False)


def in_private(phone: Phone) -> bool:
    """Whether an Incognito tab is in front."""
    tab = phone.chrome.tab
    return tab is not None and tab.incognito and phone.showing(APP, "home")


def shows_private(screen: Sight, p: Params) -> bool | None:
    """Whether an Incognito tab is in front: its bar offers another one."""

    def tells(screen: Sight) -> bool:
        button = screen.sees(NEW_TAB_BUTTON)
        return button is not None and button.content_desc == PRIVATE

    return of_tab(screen, tells)


def chrome_2(hand: Hand, p: Params) -> None:
    in_browser(hand)
    title = hand.title
    if title == "Theme":
        row = hand.row(hand.need(p.theme))
        if row is None or not any(node.checked for node in row.walk()):
            hand.tap(p.theme)
        return
    if title == "Settings":
        hand.tap("Theme")
    in_menu(hand, "Settings")


def chrome_7(hand: Hand, p: Params) -> None:
    in_browser(hand)
    if not shows_private(hand, p):
        in_menu(hand, PRIVATE)


TASKS = [
    Task(
        id="chrome_2",
        app=APP,
        group="browser",
        start="home",
        own_steps=6,
        goals=[
            "Set the theme of Chrome to {theme}.",
            "Change how Chrome looks: its theme should be {theme}.",
            "In the settings of the browser, choose the theme {theme}.",
        ],
        params={"theme": Param(DARK, one_of(*THEMES))},
        setup=put_other_theme,
        subgoals=[
            SubGoal(
                "theme",
                "Is the theme of Chrome set to {theme}?",
                lambda phone, p: looks(phone, p.theme),
                screen=shows_theme,
            )
        ],
        may_change=["chrome.settings.theme"],
        solution=chrome_2,
        prepare="Set the theme of Chrome to Light.",
    ),
    Task(
        id="chrome_7",
        app=APP,
        group="browser",
        start="home",
        own_steps=4,
        goals=[
            "Open a new Incognito tab in Chrome.",
            "I want to browse without leaving traces: open an Incognito window in Chrome.",
            "Start a fresh Incognito session in the browser.",
        ],
        setup=no_private_tabs,
        subgoals=[
            SubGoal(
                "incognito_open",
                "Is an Incognito tab of Chrome in front, rather than any other page that is dark?",
                lambda phone, p: in_private(phone),
                screen=shows_private,
            )
        ],
        may_change=["chrome.tabs.+", "chrome.current"],
        solution=chrome_7,
        prepare="Close all Incognito tabs of Chrome.",
    ),
]
