"""Options that are on or off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.connectivity import set_airplane_mode
from openphone_gym.tasks.answers import YesNo
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.task import Param, Params, SubGoal, Task, one_of


class Option(NamedTuple):
    """An option of the settings with a switch.

    Attributes:
        row: Words beside the switch.
        path: Rows that lead to its page.
        table: Table of the settings provider that keeps it.
        key: Its key there.
        on: Stored value while it is on.
        off: Stored value while it is off.
    """

    row: str
    path: Sequence[str]
    table: str
    key: str
    on: str = "1"
    off: str = "0"

    def value(self, state: str) -> str:
        """What is stored for ``on`` and ``off``."""
        return self.on if state == "on" else self.off


AIRPLANE_MODE = "airplane mode"
VIBRATION = ("Sound & vibration", "Vibration & haptics")
OPTIONS = {
    AIRPLANE_MODE: Option("Airplane mode", ["Network & internet"], "global", "airplane_mode_on"),
    "Wi-Fi": Option("Wi-Fi", ["Network & internet", "Internet"], "global", "wifi_on"),
    "automatic Wi-Fi": Option(
        "Turn on Wi-Fi automatically",
        ["Network & internet", "Internet", "Network preferences"],
        "global",
        "wifi_wakeup_enabled",
    ),
    "Bluetooth": Option(
        "Use Bluetooth",
        ["Connected devices", "Connection preferences", "Bluetooth"],
        "global",
        "bluetooth_on",
    ),
    "Do Not Disturb": Option(
        "Use Do Not Disturb", ["Sound & vibration", "Do Not Disturb"], "global", "zen_mode"
    ),
    "Battery Saver": Option("Use Battery Saver", ["Battery", "Battery Saver"], "global", "low_power"),
    "the battery percentage": Option(
        "Battery percentage", ["Battery"], "system", "status_bar_show_battery_percent"
    ),
    "the dark theme": Option("Dark theme", ["Display"], "secure", "ui_night_mode", "2", "1"),
    "ring vibration": Option("Ring vibration", VIBRATION, "system", "ring_vibration_intensity", "2"),
    "notification vibration": Option(
        "Notification vibration", VIBRATION, "system", "notification_vibration_intensity", "2"
    ),
    "alarm vibration": Option("Alarm vibration", VIBRATION, "system", "alarm_vibration_intensity", "2"),
    "media vibration": Option("Media vibration", VIBRATION, "system", "media_vibration_intensity", "2"),
    "touch feedback": Option("Touch feedback", VIBRATION, "system", "haptic_feedback_enabled"),
}
"""Options by what a sentence calls them."""


def put(phone: Phone, name: str, state: str) -> None:
    """Switches an option before the task begins."""
    option = OPTIONS[name]
    if name == AIRPLANE_MODE:
        set_airplane_mode(phone.system, state == "on")  # Wi-Fi goes off and comes back with it.
    else:
        phone.system.settings[option.table][option.key] = option.value(state)


def put_opposite(phone: Phone, p: Params) -> None:
    """Leaves the option of the task to be switched."""
    put(phone, p.option, "off" if p.state == "on" else "on")


def is_switched(phone: Phone, p: Params) -> bool:
    """Whether the option of the task is as the goal says."""
    return phone.system.settings[p.table].get(p.key) == p.value


def switch(hand: Hand, p: Params) -> None:
    """The option of the task is as the goal says."""
    option = OPTIONS[p.option]
    hand.go("Settings", *option.path)
    hand.switch(option.row, on=p.state == "on")


def switching(subgoal: str, canonical: str, state: str, others: Sequence[str] = ()) -> dict[str, Any]:
    """What all tasks share that switch an option; sampled ones take one of several, on or off."""
    option = OPTIONS[canonical]
    return {
        "params": {
            "option": Param(canonical, one_of(canonical, *others)),
            "state": Param(state, one_of("on", "off")),
            "table": Param(option.table, lambda d: OPTIONS[d.params.option].table),
            "key": Param(option.key, lambda d: OPTIONS[d.params.option].key),
            "value": Param(option.value(state), lambda d: OPTIONS[d.params.option].value(d.params.state)),
        },
        "setup": put_opposite,
        "subgoals": [
            SubGoal(
                subgoal,
                "Is {option} switched {state}?",
                is_switched,
                shell=("settings get {table} {key}", "{value}"),
            )
        ],
        "solution": switch,
        "prepare": f"Switch {canonical} {'off' if state == 'on' else 'on'}.",
    }


SWITCHED = ["settings.{table}.{key}"]


def setting_22(hand: Hand, p: Params) -> str:
    option = OPTIONS[p.option]
    hand.go("Settings", *option.path)
    return "yes" if hand.knob(option.row).checked else "no"


TASKS = [
    Task(
        id="setting_0",
        app="setting",
        group="Network",
        human_steps=3,
        goals=[
            "Switch airplane mode {state}.",
            "Please turn {state} airplane mode on this phone.",
            "I want airplane mode to be {state}. Change it in the settings.",
        ],
        may_change=[*SWITCHED, "settings.global.wifi_on"],  # Airplane mode takes Wi-Fi along.
        **switching("airplane_on", AIRPLANE_MODE, "on"),
    ),
    Task(
        id="setting_1",
        app="setting",
        group="Network",
        human_steps=5,
        goals=[
            "Switch {state} the option that turns on Wi-Fi automatically.",
            "Turn {state} that Wi-Fi comes back by itself near the networks I have saved.",
            "“Turn on Wi-Fi automatically” should be {state}. Leave Wi-Fi itself as it is.",
        ],
        may_change=SWITCHED,
        **switching("auto_wifi_off", "automatic Wi-Fi", "off"),
    ),
    Task(
        id="setting_3",
        app="setting",
        group="Bluetooth",
        human_steps=5,
        goals=[
            "Switch Bluetooth {state}.",
            "Please turn {state} Bluetooth on this phone.",
            "I want Bluetooth to be {state} now.",
        ],
        may_change=SWITCHED,
        **switching("bluetooth_off", "Bluetooth", "off"),
    ),
    Task(
        id="setting_5",
        app="setting",
        group="Battery",
        human_steps=2,
        goals=[
            "Switch {state} the battery percentage in the status bar.",
            "Turn the display of the battery level in percent {state}.",
            "I want the option “Battery percentage” to be {state}.",
        ],
        may_change=SWITCHED,
        **switching("percentage_on", "the battery percentage", "on"),
    ),
    Task(
        id="setting_7",
        app="setting",
        group="Display",
        human_steps=5,
        goals=[
            "Switch the dark theme of the phone {state}.",
            "Turn {state} the dark theme.",
            "I want the dark theme to be {state} on this phone.",
        ],
        may_change=SWITCHED,
        **switching("dark_on", "the dark theme", "on"),
    ),
    Task(
        id="setting_13",
        app="setting",
        group="Sound",
        human_steps=5,
        goals=[
            "Switch {option} {state}.",
            "In the settings for vibration, turn {option} {state}.",
            "I want {option} to be {state} on this phone.",
        ],
        may_change=SWITCHED,
        **switching(
            "ring_vibration_off",
            "ring vibration",
            "off",
            ["notification vibration", "alarm vibration", "media vibration", "touch feedback"],
        ),
    ),
    Task(
        id="setting_22",
        app="setting",
        group="APP",
        human_steps=2,
        goals=[
            "Is {option} switched on?",
            "Tell me whether {option} is on or off.",
            "Check in the settings if {option} is on at the moment.",
        ],
        params={"option": Param(AIRPLANE_MODE, one_of(*OPTIONS)), "state": Param("off", one_of("on", "off"))},
        setup=lambda phone, p: put(phone, p.option, p.state),
        answer=lambda phone, p: YesNo(p.state == "on"),
        solution=setting_22,
        prepare="Switch airplane mode off.",
    ),
]
