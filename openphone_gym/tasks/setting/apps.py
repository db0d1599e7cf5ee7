"""Apps: notifications, the default browser, uninstalling."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.setting.facts import SYSTEM_UI
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.listings import candidates, listings
from openphone_gym.phone.system.state import Package
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.records import Records, Trait
from openphone_gym.tasks.sight import Sight, titled
from openphone_gym.tasks.task import Drawing, Never, Param, Params, SubGoal, Task, one_of
from openphone_gym.ui.node import UiNode


def label(d: Drawing) -> str:
    """The name of the package drawn before."""
    return d.phone.system.packages[d.params.package].label


def removable(d: Drawing) -> str:
    """Draws an app that can be uninstalled."""
    return d.choice(sorted(name for name, one in d.phone.system.packages.items() if not one.system))


def may_notify(one: Package) -> bool:
    """Whether an app may notify, and is not kept from reading notifications."""
    return one.notifications and one.notification_access is not False


INSTALLED = Records(
    all=lambda phone: phone.system.packages.items(), meant=lambda entry, p: entry[0] == p.package
)
"""Names and packages of the installed apps."""


def notifier(d: Drawing) -> str:
    """Draws an app that may notify."""
    packages = d.phone.system.packages.items()
    return d.choice(sorted(name for name, one in packages if name != SYSTEM_UI and may_notify(one)))


READERS = "Device & app notifications"
"""Title of the page with the apps that may read notifications."""


def shows_blocked(screen: Sight, p: Params) -> bool | None:
    """Whether a page tells that the app may not notify, or not read notifications."""

    def knob(node: UiNode) -> bool:
        return node.checkable and node.content_desc == p.app

    row = screen.sees(knob)
    if row is not None:
        return not row.checked
    if screen.content("entity_header_title") == p.app:
        told = screen.value("Notifications")
        return None if told is None else told == "Off"
    allowed = screen.is_on(f"All {p.app} notifications")
    if allowed is None and screen.sees(READERS):
        allowed = may_read(screen, p.app)
    return None if allowed is None else not allowed


def may_read(screen: Sight, app: str) -> bool | None:
    """Whether a page about the reading of notifications lets an app do so."""
    title, refused = screen.sees(app), screen.sees("Not allowed")
    if title is None:
        return None
    if refused is not None:
        return title.bounds[1] < refused.bounds[1]
    return screen.is_on(ACCESS)


ACCESS = "Allow notification access"


def setting_18(hand: Hand, p: Params) -> None:
    if hand.sees("Turn off"):
        hand.tap("Turn off")
    if "no reader" not in hand.notes:
        hand.go("Settings", "Notifications", READERS)
        if hand.sees(ACCESS) and hand.sees(p.app):
            hand.switch(ACCESS, on=False)
            return
        if hand.sees(ACCESS):
            hand.back()
        if hand.find(p.app):
            hand.tap(p.app)
        hand.notes["no reader"] = p.app
    hand.go("Settings", "Notifications", ("App settings", "App notifications"))
    hand.switch(p.app, on=False)


def put_other_browser(phone: Phone, p: Params) -> None:
    """Makes another browser the default."""
    phone.system.roles["browser"] = next(name for name in candidates("browser") if name != p.package)


def setting_19(hand: Hand, p: Params) -> None:
    hand.go("Settings", "Apps", "Default apps", ("Browser app", "Default browser app"))
    if not hand.chosen(p.app):
        hand.tap(p.app)


def other_app_gone(phone: Phone, p: Params) -> bool:
    """Whether any app but that of the task was uninstalled."""
    return bool(set(listings()) - set(phone.system.packages) - {p.package})


UNINSTALLING = "Do you want to uninstall this app?"


def asks_for_other(screen: Sight, p: Params) -> bool:
    """Whether Android asks if another app is to be uninstalled; no page tells that it was."""
    return screen.sees(UNINSTALLING) is not None and screen.title != p.app


SEE_ALL = re.compile(r"^See all \d+ apps$")


def setting_20(hand: Hand, p: Params) -> None:
    if hand.sees(UNINSTALLING) and hand.title == p.app:
        hand.tap("OK")
    if hand.title == "App info" and hand.sees(p.app):
        hand.tap("Uninstall")
    hand.go("Settings", "Apps", (SEE_ALL, "All apps"))
    hand.fill("search_src_text", p.app)
    if hand.sees(titled(p.app)):
        hand.tap(titled(p.app))


TASKS = [
    Task(
        id="setting_18",
        app="setting",
        group="App notifications",
        human_steps=7,
        goals=[
            "Switch the notifications of the {app} app off.",
            "I don't want any notifications from the app {app}. Turn them off.",
            "Block the notifications of {app}.",
        ],
        params={
            "package": Param("com.google.android.contacts", notifier),
            "app": Param("Contacts", label),
        },
        subgoals=INSTALLED.one(
            Trait(
                "contacts_blocked",
                "Are the notifications of {app} off, or is it listed as not allowed to read notifications?",
                lambda entry, phone, p: not may_notify(entry[1]),
                elsewhere=shows_blocked,
            )
        ),
        may_change=["packages.{package}.notifications", "packages.{package}.notification_access"],
        solution=setting_18,
        prepare="Allow Contacts to send notifications, and to read them where the phone offers that.",
    ),
    Task(
        id="setting_19",
        app="setting",
        group="APP",
        human_steps=5,
        goals=[
            "Look up the default browser and make it {app}.",
            "Make {app} the default browser app.",
            "Web pages should open in {app} by default. Change that in the settings.",
        ],
        params={
            "package": Param("org.mozilla.firefox", one_of(*candidates("browser"))),
            "app": Param("Firefox", label),
        },
        setup=put_other_browser,
        subgoals=[
            SubGoal(
                "firefox_default",
                "Is {app} chosen as the default browser app?",
                lambda phone, p: phone.system.roles["browser"] == p.package,
                shell=("cmd role get-role-holders android.app.role.BROWSER", "{package}\n"),
            )
        ],
        may_change=["roles.browser"],
        solution=setting_19,
        prepare="Install Firefox and make Chrome the default browser.",
    ),
    Task(
        id="setting_20",
        app="setting",
        group="APP",
        human_steps=6,
        goals=[
            "Uninstall the {app} app.",
            "Remove the app {app} from this phone.",
            "I don't need {app} any longer. Please uninstall it.",
        ],
        params={"package": Param("com.booking", removable), "app": Param("Booking.com", label)},
        subgoals=[
            SubGoal(
                "uninstalled",
                "Is {app} no longer among the installed apps?",
                lambda phone, p: p.package not in phone.system.packages,
                shell=("pm list packages | grep -cE '^package:{package}$'", "0"),
            )
        ],
        never=[
            Never(
                "other_app_uninstalled",
                other_app_gone,
                question="Was any app other than {app} uninstalled?",
                screen=asks_for_other,
            )
        ],
        may_change=["packages.-{package}", "home"],  # Its icon goes with it.
        solution=setting_20,
        prepare="Install the Booking.com app.",
    ),
]
