"""Date and time zone."""

from __future__ import annotations

import re
from datetime import date, timedelta

from openphone_gym.phone.apps.setting.time_zones import REGIONS, zone_label
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.clock import TIME_ZONE, local_time
from openphone_gym.tasks.answers import Answer, Text
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.pickers import pick_date
from openphone_gym.tasks.sight import plain
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task, one_of
from openphone_gym.tasks.times import day_words

LATEST = date(2024, 5, 9)
"""Sampled days lie before the present one: alarms would ring on the way to a later day."""


def earlier_day(d: Drawing) -> str:
    """Draws a day of the last five months."""
    return (LATEST - timedelta(days=d.rng.randrange(150))).isoformat()


def setting_12(hand: Hand, p: Params) -> None:
    day = date.fromisoformat(p.date)
    pick_date(hand, day)
    hand.go("Settings", "System", "Date & time")
    if hand.read("Date") == f"{day:%B} {day.day}, {day.year}":
        return
    hand.switch("Set time automatically", on=False)
    hand.tap("Date")


ZONE = re.compile(r"^GMT[+-]\d\d:\d\d .")


def put_zone(phone: Phone, p: Params) -> None:
    """Moves the phone to the time zone of the task."""
    phone.system.properties[TIME_ZONE] = p.zone


def time_zone(phone: Phone, p: Params) -> Answer:
    """The zone by its name, its id, its city or its distance from Greenwich."""
    offset = f"{local_time(phone.system, p.zone):%z}"
    hours, minutes = int(offset[:3]), offset[3:]
    short = f"{hours:+d}" + (f":{minutes}" if minutes != "00" else "")
    distances = [f"{name}{form}" for name in ("GMT", "UTC") for form in (f"{offset[:3]}:{minutes}", short)]
    zero = ["GMT", "UTC"] if offset in ("+0000", "-0000") else []
    city = p.zone.rpartition("/")[2].replace("_", " ")
    capital = ["Beijing time"] if p.zone == "Asia/Shanghai" else []
    return Text(zone_label(p.zone), (p.zone, city, f"{city} time", *capital, *distances, *zero))


def setting_14(hand: Hand, p: Params) -> str:
    hand.go("Settings", "System", "Date & time")
    zone = hand.find(ZONE)
    if zone is None:
        raise Lost
    return plain(zone.text)


TASKS = [
    Task(
        id="setting_12",
        app="setting",
        group="Time",
        human_steps=8,
        goals=[
            "Set the date of the phone to {day}.",
            "Pretend it is {day}: change the date in the settings.",
            "Switch off automatic time and set the phone's date to {day}.",
        ],
        params={
            "date": Param("2024-05-01", earlier_day),
            "day": Param("1 May 2024", lambda d: day_words(d.params.date)),
        },
        subgoals=[
            SubGoal(
                "date",
                "Is the date of the phone {day}?",
                lambda phone, p: phone.now.date().isoformat() == p.date,
                shell=("date +%F", "{date}"),
            )
        ],
        may_change=["settings.global.auto_time"],
        solution=setting_12,
        prepare="Switch automatic time on.",
    ),
    Task(
        id="setting_14",
        app="setting",
        group="Time",
        human_steps=4,
        goals=[
            "Which time zone is this phone in?",
            "Look up the time zone that the phone is set to.",
            "Check in the settings what time zone the phone uses, and tell me.",
        ],
        params={"zone": Param("Asia/Shanghai", one_of(*REGIONS))},
        setup=put_zone,
        answer=time_zone,
        solution=setting_14,
        prepare="Set the time zone to that of Shanghai.",
    ),
]
