"""Volumes and brightness."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.setting.facts import BRIGHTEST, VOLUMES
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Draw, Drawing, Param, Params, SubGoal, Task, one_of, whole
from openphone_gym.ui.node import UiNode

LEVELS = {title: (key, least, largest) for title, key, least, largest, _ in VOLUMES}
"""Volume to its key in the system table, its least and its greatest step."""


def in_percent(step: int, largest: int) -> int:
    """A step of a slider in percent, rounded down."""
    return step * 100 // largest


def steps(upwards: bool) -> Draw:
    """Draws two steps of the volume, the present and the wanted one."""

    def pick(d: Drawing) -> list[int]:
        _, least, largest = LEVELS[d.params.volume]
        return sorted(d.rng.sample(range(least, largest + 1), 2), reverse=not upwards)

    return pick


def volume_params(volume: str, present: int, wanted: int) -> dict[str, Param]:
    """A volume and two of its steps, wanted up or down."""
    key, _, largest = LEVELS[volume]
    return {
        "volume": Param(volume, one_of(*LEVELS)),
        "steps": Param([present, wanted], steps(wanted > present)),
        "step": Param(wanted, lambda d: d.params.steps[1]),
        "most": Param(largest, lambda d: LEVELS[d.params.volume][2]),
        "key": Param(key, lambda d: LEVELS[d.params.volume][0]),
    }


def put_volume(phone: Phone, p: Params) -> None:
    """Sets the volume that is to be changed."""
    phone.system.settings["system"][p.key] = str(p.steps[0])


def volume_goal(name: str) -> SubGoal:
    """The volume of the task is at the wanted step."""
    return SubGoal(
        name,
        "Does the sound page show the slider “{volume}” at step {step} of {most}?",
        lambda phone, p: phone.system.settings["system"][p.key] == str(p.steps[1]),
        shell=("settings list system | grep -E '^{key}={steps[1]}$'", "{key}={steps[1]}"),
    )


def change_volume(hand: Hand, p: Params) -> None:
    """The volume of the task is at the wanted step."""
    hand.go("Settings", "Sound & vibration")
    bar = hand.slider(p.volume)
    if bar.text != f"{p.step}.0":
        hand.slide(bar, p.step / p.most)


def brightness(phone: Phone) -> int:
    """Brightness in percent, as the display page shows it."""
    return in_percent(int(phone.system.settings["system"]["screen_brightness"]), BRIGHTEST)


def put_brightness(phone: Phone, p: Params) -> None:
    """Sets the brightness that is to be changed."""
    phone.system.settings["system"]["screen_brightness"] = str(p.present)


def other_brightness(d: Drawing) -> int:
    """Draws a stored brightness that does not show as the wanted percentage."""
    raws = range(1, BRIGHTEST + 1)
    return d.choice([raw for raw in raws if in_percent(raw, BRIGHTEST) != d.params.percent])


def is_brightness_bar(node: UiNode) -> bool:
    """The slider of the brightness."""
    return node.class_name.endswith("SeekBar") and node.content_desc == "Display brightness"


PERCENT = re.compile(r"\d+%")


def shows_brightness(screen: Sight, p: Params) -> bool | None:
    """Whether the display page, or the slider over it, tells the percentage."""
    bar = screen.sees(is_brightness_bar)
    shown = screen.value("Brightness level") if bar is None else bar.text
    return shown == f"{p.percent}%" if shown is not None and PERCENT.fullmatch(shown) else None


def setting_8(hand: Hand, p: Params) -> None:
    if hand.sees("Display brightness"):
        hand.percent("Display brightness", p.percent)
        hand.back()
    hand.go("Settings", "Display")
    if hand.read("Brightness level") != f"{p.percent}%":
        hand.tap("Brightness level")


TASKS = [
    Task(
        id="setting_8",
        app="setting",
        group="Display",
        human_steps=5,
        goals=[
            "Set the screen brightness to {percent}%.",
            "Change the brightness level of the display to {percent}%.",
            "I want the screen at a brightness level of exactly {percent}%.",
        ],
        params={"percent": Param(0, whole(0, 100)), "present": Param(102, other_brightness)},
        setup=put_brightness,
        subgoals=[
            SubGoal(
                "brightness_0",
                "Does the display page show the brightness level {percent}%?",
                lambda phone, p: brightness(phone) == p.percent,
                screen=shows_brightness,
            )
        ],
        may_change=["settings.system.screen_brightness"],
        solution=setting_8,
        prepare="Switch adaptive brightness off and set the brightness to 40%.",
    ),
    Task(
        id="setting_9",
        app="setting",
        group="Sound",
        human_steps=3,
        goals=[
            "Turn the {volume} down to step {step} of {most}.",
            "It is too loud: lower “{volume}” to step {step} of {most} in the sound settings.",
            "Bring the {volume} of this phone down to {step}, where {most} is the loudest.",
        ],
        params=volume_params("Ring & notification volume", 5, 0),
        setup=put_volume,
        subgoals=[volume_goal("ring_0")],
        may_change=["settings.system.{key}"],
        solution=change_volume,
        prepare="Set the ring volume above 0.",
    ),
    Task(
        id="setting_10",
        app="setting",
        group="Sound",
        human_steps=3,
        goals=[
            "Turn the {volume} up to step {step} of {most}.",
            "It is too quiet: raise “{volume}” to step {step} of {most} in the sound settings.",
            "Bring the {volume} of this phone up to {step}, where {most} is the loudest.",
        ],
        params=volume_params("Alarm volume", 6, 7),
        setup=put_volume,
        subgoals=[volume_goal("alarm_max")],
        may_change=["settings.system.{key}"],
        solution=change_volume,
        prepare="Set the alarm volume below 7.",
    ),
]
