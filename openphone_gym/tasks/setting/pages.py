"""Opening pages of the settings."""

from __future__ import annotations

from openphone_gym.phone.apps.setting.facts import ENTRIES
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Param, Params, SubGoal, Task, one_of

PAGES = {"main": "main"} | {title: screen for title, _, _, screen in ENTRIES}
"""Pages by their title, with the name of their screen."""

OWN_WORDS = {
    "main": "Search settings",
    "Apps": "Default apps",
    "Notifications": "App settings",
    "Storage": "Free up space",
    "Location": "App location permissions",
}
"""What tells a page from others that have the same title."""


def shows_page(screen: Sight, p: Params) -> bool:
    """Whether the page in front is that of the settings."""
    title = screen.content("homepage_title") or screen.title
    if screen.package != "com.android.settings" or title != ("Settings" if p.page == "main" else p.page):
        return False
    return p.page not in OWN_WORDS or screen.sees(OWN_WORDS[p.page]) is not None


def setting_21(hand: Hand, p: Params) -> None:
    if hand.package != "com.android.settings":
        hand.launch("Settings")
    hand.go("Settings", *([] if p.page == "main" else [p.page]))


TASKS = [
    Task(
        id="setting_21",
        app="setting",
        group="APP",
        human_steps=1,
        start="home",
        goals=[
            "Bring up the {page} page of the system settings.",
            "Open the settings of the phone at their {page} page.",
            "Show me the {page} page of the phone's Settings app.",
        ],
        params={"page": Param("main", one_of(*PAGES))},
        subgoals=[
            SubGoal(
                "open",
                "Is the {page} page of the settings open?",
                lambda phone, p: phone.showing("setting", PAGES[p.page]),
                screen=shows_page,
            )
        ],
        solution=setting_21,
        prepare="Go to the home screen.",
    ),
]
