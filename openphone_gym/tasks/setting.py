"""Tasks of the system settings. Source of goals and values: AndroidLab."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from openphone_gym.phone.apps.setting.facts import (
    BRIGHTEST,
    ENGINE,
    ENTRIES,
    SYSTEM_UI,
    TTS_LOCALE,
    VOLUMES,
    size_text,
)
from openphone_gym.phone.apps.setting.languages import LOCALES, NAMES, SPEECH
from openphone_gym.phone.apps.setting.time_zones import REGIONS, zone_label
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.clock import TIME_ZONE, local_time
from openphone_gym.phone.system.connectivity import set_airplane_mode
from openphone_gym.phone.system.listings import candidates, listings
from openphone_gym.phone.system.state import Package
from openphone_gym.tasks.answers import Answer, Number, Text, YesNo
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.pickers import pick_date
from openphone_gym.tasks.sight import Sight, plain
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params, SubGoal, Task, one_of, whole
from openphone_gym.ui.node import UiNode


def titled(words: str) -> Callable[[UiNode], bool]:
    """The title of a row, rather than a text field that holds the same words."""

    def is_title(node: UiNode) -> bool:
        return node.resource_id.endswith(":id/title") and plain(node.text) == plain(words)

    return is_title


def read(hand: Hand, row: str) -> str:
    """The value in a row, which may still be below the end of the screen when its title is not."""
    value = hand.text_beside(row)
    if not value:
        hand.lift(row)
        raise Lost
    return value


# Options that are on or off


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


# Sliders


def slide(hand: Hand, name: str, percent: int) -> None:
    """The slider of that name stands at a percentage."""
    bar = hand.slider(name)
    if bar.text != f"{percent}%":
        # Steps are shown rounded down, so the middle of the percent is aimed at.
        hand.slide(bar, (percent + 0.5) / 100)


LEVELS = {title: (key, least, largest) for title, key, least, largest, _ in VOLUMES}
"""Volume to its key in the system table, its least and its greatest step."""


def in_percent(step: int, largest: int) -> int:
    """A step of a slider as the slider announces it."""
    return step * 100 // largest


def steps(upwards: bool) -> Draw:
    """Draws two steps of the volume, the present and the wanted one, both as they are stored."""

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
        "percent": Param(
            in_percent(wanted, largest), lambda d: in_percent(d.params.steps[1], LEVELS[d.params.volume][2])
        ),
        "key": Param(key, lambda d: LEVELS[d.params.volume][0]),
    }


def put_volume(phone: Phone, p: Params) -> None:
    """Sets the volume that is to be changed."""
    phone.system.settings["system"][p.key] = str(p.steps[0])


def volume_goal(name: str) -> SubGoal:
    """The volume of the task is at the wanted step."""
    return SubGoal(
        name,
        "Does the sound page show the slider “{volume}” at {percent}%?",
        lambda phone, p: phone.system.settings["system"][p.key] == str(p.steps[1]),
        shell=("settings list system | grep -E '^{key}={steps[1]}$'", "{key}={steps[1]}"),
    )


def change_volume(hand: Hand, p: Params) -> None:
    """The volume of the task is at the wanted percentage."""
    hand.go("Settings", "Sound & vibration")
    slide(hand, p.volume, p.percent)


def brightness(phone: Phone) -> int:
    """Brightness in percent, as the display page shows it."""
    return in_percent(int(phone.system.settings["system"]["screen_brightness"]), BRIGHTEST)


def put_brightness(phone: Phone, p: Params) -> None:
    """Sets the brightness that is to be changed."""
    phone.system.settings["system"]["screen_brightness"] = str(p.present)


def other_brightness(d: Drawing) -> int:
    """Draws a stored brightness that does not show as the wanted percentage."""
    raws = range(1, BRIGHTEST + 1)
    return d.rng.choice([raw for raw in raws if in_percent(raw, BRIGHTEST) != d.params.percent])


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
        slide(hand, "Display brightness", p.percent)
        hand.back()
    hand.go("Settings", "Display")
    if read(hand, "Brightness level") != f"{p.percent}%":
        hand.tap("Brightness level")


# Network and Bluetooth

PROVIDERS = ("dns.google", "one.one.one.one", "dns.quad9.net", "dns.adguard-dns.com", "dns.mullvad.net")
PROFILES = ("{}.dns.nextdns.io", "{}.dns.controld.com", "phone-{}.d.adguard-dns.com")
"""Host names that providers give to each of their users."""


def host_name(d: Drawing) -> str:
    """Draws the host name of a DNS provider."""
    profile = f"{d.rng.randrange(0x100000, 0x1000000):x}"
    return d.rng.choice((*PROVIDERS, *(form.format(profile) for form in PROFILES * 4)))


PRIVATE_DNS = "Private DNS provider hostname"


def setting_2(hand: Hand, p: Params) -> None:
    if hand.title == "Network & internet" and read(hand, "Private DNS") == p.host:
        return
    hand.go("Settings", "Network & internet", ("Private DNS", "Select Private DNS Mode"))
    if not hand.chosen(PRIVATE_DNS):
        hand.tap(PRIVATE_DNS)
    hand.fill("private_dns_mode_provider_hostname", p.host)
    hand.tap("Save")


OWNERS = ("Alice", "Ben", "Chiara", "Dmitri", "Emma", "Farah", "Goran", "Hana", "Ivo", "Judith", "Kenji")
THINGS = ("phone", "Pixel", "emulator", "test phone", "handset", "mobile")


def device_name(d: Drawing) -> str:
    """Draws a name for the phone."""
    return f"{d.rng.choice(OWNERS)}'s {d.rng.choice(THINGS)}"


def setting_4(hand: Hand, p: Params) -> None:
    if hand.title == "Rename this device":
        hand.fill("edit", p.name)
        hand.tap("Rename")
    hand.go("Settings", *OPTIONS["Bluetooth"].path)
    hand.switch("Use Bluetooth", on=True)
    if read(hand, "Device name") != p.name:
        hand.tap("Device name")


# Storage

CATEGORIES = {
    "apps": ("Apps", "apps"),
    "images": ("Images", "images"),
    "videos": ("Videos", "videos"),
    "audio files": ("Audio", "audio"),
    "documents and other files": ("Documents & other", "documents"),
    "the system": ("System", "system"),
}
"""What takes storage, its row on the page and its field in the state."""


def size_taken(phone: Phone, p: Params) -> Answer:
    """The size as the page shows it, since no one can know it more precisely."""
    _, field = CATEGORIES[p.category]
    number, unit = size_text(getattr(phone.setting.storage, field)).split()
    return Number(float(number), unit)


def setting_6(hand: Hand, p: Params) -> str:
    hand.go("Settings", "Storage")
    return read(hand, CATEGORIES[p.category][0])


# Speech and languages


def speech_name(d: Drawing) -> str:
    """Draws a speech language, with or without a region. English is what the phone speaks already."""
    names = [name for locale, name in SPEECH.items() if locale and not name.startswith("English")]
    return d.rng.choice([*names, *sorted({name.partition(" (")[0] for name in names})])


def speaks(name: str, language: str) -> bool:
    """Whether a speech language is the wanted one, in any region if none is wanted."""
    return name == language or name.startswith(f"{language} (")


def speech_code(language: str) -> str:
    """Code of a speech language as far as it is the same in all regions that would do."""
    codes = [locale for locale, name in SPEECH.items() if speaks(name, language)]
    return codes[0] if len(codes) == 1 else codes[0].partition("_")[0]


def is_spoken(phone: Phone, p: Params) -> bool:
    """Whether text-to-speech speaks the language of the task."""
    locale = phone.system.settings["secure"][TTS_LOCALE].rpartition(":")[2]
    return speaks(SPEECH.get(locale, ""), p.language)


def setting_11(hand: Hand, p: Params) -> None:
    if hand.title == "Language":
        hand.tap(re.compile(rf"^{re.escape(p.language)}( \(|$)"))
    hand.go("Settings", "System", "Languages & input", "Text-to-speech output")
    if not speaks(read(hand, "Language"), p.language):
        hand.tap("Language")


LANGUAGES = ("System", "Languages & input", "Languages")


def present_languages(d: Drawing) -> list[str]:
    """Draws the languages that the phone has at the start."""
    return d.rng.sample(list(NAMES), d.rng.randint(1, 3))


def new_language(d: Drawing) -> str:
    """Draws a language that the phone does not have yet."""
    return d.rng.choice([tag for tag in NAMES if tag not in d.params.present])


def put_languages(phone: Phone, p: Params) -> None:
    """Gives the phone its languages."""
    phone.system.settings["system"]["system_locales"] = ",".join(p.present)


def present(phone: Phone) -> list[str]:
    """The phone's languages in their order."""
    return phone.system.settings["system"]["system_locales"].split(",")


def is_listed(node: UiNode) -> bool:
    """Whether a node is the name of a language in the phone's list."""
    return node.resource_id.endswith(":id/label")


def listed(hand: Hand) -> list[str]:
    """Names of the phone's languages in their order, as the page shows them."""
    return [node.text for node in hand.all(is_listed)]


def setting_15(hand: Hand, p: Params) -> None:
    group = p.language.partition(" (")[0]
    if hand.sees("Move up"):
        hand.tap("Move up")
    if hand.title == group:
        hand.tap(p.language)
    if hand.title == "Add a language":
        hand.fill("search_src_text", group)
        hand.tap(titled(group if len(LOCALES[group]) > 1 else p.language))
    hand.go("Settings", *LANGUAGES)
    order = listed(hand)
    if p.language not in order:
        hand.tap("Add a language")
    first = NAMES[p.present[0]]
    if first in order[1:]:
        hand.tap(first)
    if order.index(p.language) > 1:
        hand.tap(p.language)


def main_language(phone: Phone, p: Params) -> Answer:
    """The first language, as the list names it."""
    first, *rest = present(phone)
    nicknames = {"en-US": ("English (US)", "American English"), "en-GB": ("English (UK)", "British English")}
    return Text(NAMES[first], (first, *nicknames.get(first, ())), tuple(NAMES[tag] for tag in rest))


def setting_16(hand: Hand, p: Params) -> str:
    hand.go("Settings", *LANGUAGES)
    return listed(hand)[0]


# Date, time zone, version

LATEST = date(2024, 5, 9)
"""Sampled days lie before the present one: alarms would ring on the way to a later day."""


def earlier_day(d: Drawing) -> str:
    """Draws a day of the last five months."""
    return (LATEST - timedelta(days=d.rng.randrange(150))).isoformat()


def day_words(iso: str) -> str:
    """A day as goals say it, such as ``1 May 2024``."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def setting_12(hand: Hand, p: Params) -> None:
    day = date.fromisoformat(p.date)
    pick_date(hand, day)
    hand.go("Settings", "System", "Date & time")
    if read(hand, "Date") == f"{day:%B} {day.day}, {day.year}":
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


RELEASES = {"10": "29", "11": "30", "12": "31", "13": "33", "14": "34", "15": "35"}
"""Android version to its API level."""

FACTS = {
    "Android version": ("Android version", ["About phone"], "ro.build.version.release"),
    "API level": ("API level", ["About phone", "Android version"], "ro.build.version.sdk"),
    "kernel version": ("Kernel version", ["About phone", "Android version"], "ro.kernel.version"),
}
"""What a phone says about itself: its row, the way to it, and the property behind it."""


def kernel(d: Drawing) -> str:
    """Draws the version of a kernel."""
    return f"{d.rng.choice(('4.19', '5.4', '5.10', '5.15', '6.1'))}.{d.rng.randint(10, 199)}"


def put_version(phone: Phone, p: Params) -> None:
    """Gives the phone the versions of the task."""
    phone.system.properties |= {
        "ro.build.version.release": p.release,
        "ro.build.version.sdk": RELEASES[p.release],
        "ro.kernel.version": p.kernel,
    }


def setting_17(hand: Hand, p: Params) -> str:
    row, path, _ = FACTS[p.fact]
    hand.go("Settings", *path)
    return read(hand, row)


# Apps


def label(d: Drawing) -> str:
    """The name of the package drawn before."""
    return d.phone.system.packages[d.params.package].label


def removable(d: Drawing) -> str:
    """Draws an app that can be uninstalled."""
    return d.rng.choice(sorted(name for name, one in d.phone.system.packages.items() if not one.system))


def may_notify(one: Package) -> bool:
    """Whether an app may notify, and is not kept from reading notifications."""
    return one.notifications and one.notification_access is not False


def is_blocked(phone: Phone, p: Params) -> bool:
    """Whether the app of the task is still there, but kept from notifications."""
    one = phone.system.packages.get(p.package)
    return one is not None and not may_notify(one)


def notifier(d: Drawing) -> str:
    """Draws an app that may notify."""
    packages = d.phone.system.packages.items()
    return d.rng.choice(sorted(name for name, one in packages if name != SYSTEM_UI and may_notify(one)))


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
    return screen.is_on("Allow notification access")


def setting_18(hand: Hand, p: Params) -> None:
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
        id="setting_2",
        app="setting",
        group="Network",
        human_steps=7,
        goals=[
            "Use {host} as private DNS host.",
            "Set up private DNS with the provider hostname {host}.",
            "I want my name look-ups to go through {host}: enter it as the private DNS provider and save.",
        ],
        params={"host": Param("dns.google", host_name)},
        subgoals=[
            SubGoal(
                "hostname",
                "Is private DNS set to the provider hostname {host}, and saved?",
                lambda phone, p: (
                    phone.system.settings["global"]["private_dns_mode"] == "hostname"
                    and phone.system.settings["global"].get("private_dns_specifier") == p.host
                ),
                shell=(
                    "settings get global private_dns_mode; settings get global private_dns_specifier",
                    "hostname\n{host}\n",
                ),
            )
        ],
        may_change=["settings.global.private_dns_mode", "settings.global.private_dns_specifier"],
        solution=setting_2,
        prepare="Set private DNS to Automatic.",
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
        id="setting_4",
        app="setting",
        group="Bluetooth",
        human_steps=7,
        goals=[
            'Over Bluetooth the phone should appear under the name "{name}".',
            'Change the Bluetooth name of this phone to "{name}".',
            'Other devices should see this phone as "{name}" when they look for Bluetooth devices.',
        ],
        params={"name": Param("my AVD", device_name)},
        subgoals=[
            SubGoal(
                "name",
                "Is the Bluetooth name of the phone “{name}”?",
                lambda phone, p: phone.system.settings["secure"]["bluetooth_name"] == p.name,
                shell=("settings list secure | grep ^bluetooth_name=", "bluetooth_name={name}\n"),
            )
        ],
        may_change=["settings.secure.bluetooth_name"],
        solution=setting_4,
        prepare="Switch Bluetooth on and give the phone another Bluetooth name.",
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
        id="setting_6",
        app="setting",
        group="Storage",
        human_steps=2,
        goals=[
            "How much storage is taken by {category}?",
            "Look at the phone's storage and tell me what size {category} have there.",
            "Check in the settings how much space goes to {category}.",
        ],
        params={"category": Param("apps", one_of(*CATEGORIES))},
        answer=size_taken,
        solution=setting_6,
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
            "Turn the {volume} down to {percent}%.",
            "It is too loud: lower “{volume}” to {percent}% in the sound settings.",
            "Bring the {volume} of this phone down to {percent}%.",
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
            "Turn the {volume} up to {percent}%.",
            "It is too quiet: raise “{volume}” to {percent}% in the sound settings.",
            "Bring the {volume} of this phone up to {percent}%.",
        ],
        params=volume_params("Alarm volume", 6, 7),
        setup=put_volume,
        subgoals=[volume_goal("alarm_max")],
        may_change=["settings.system.{key}"],
        solution=change_volume,
        prepare="Set the alarm volume below 7.",
    ),
    Task(
        id="setting_11",
        app="setting",
        group="Sound",
        human_steps=8,
        goals=[
            "Let text-to-speech speak {language}.",
            "Change the language of the text-to-speech output to {language}.",
            "When the phone reads texts aloud, it should do so in {language}.",
        ],
        params={
            "language": Param("Chinese", speech_name),
            "code": Param("zho", lambda d: speech_code(d.params.language)),
        },
        subgoals=[
            SubGoal(
                "tts_chinese",
                "Is the language of the text-to-speech output {language}?",
                is_spoken,
                shell=(f"settings get secure {TTS_LOCALE}", ENGINE + ":{code}"),
            )
        ],
        may_change=[f"settings.secure.{TTS_LOCALE}"],
        solution=setting_11,
        prepare="Set the text-to-speech language to the system language.",
    ),
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
    Task(
        id="setting_15",
        app="setting",
        group="Language",
        human_steps=8,
        goals=[
            "Add {language} to the phone's languages: it should come right after the present first one.",
            "Make {language} the second language of this phone; keep the first one.",
            "Extend the phone's list of languages: {language} should follow the main language.",
        ],
        params={
            "present": Param(["en-US"], present_languages),
            "tag": Param("es-US", new_language),
            "language": Param(NAMES["es-US"], lambda d: NAMES[d.params.tag]),
        },
        setup=put_languages,
        subgoals=[
            SubGoal(
                "language_added",
                "Is {language} in the list of languages?",
                lambda phone, p: p.tag in present(phone),
                shell=("settings get system system_locales", "{tag}"),
            ),
            SubGoal(
                "second",
                "Is {language} at position 2 of the list of languages?",
                lambda phone, p: present(phone)[:2] == [p.present[0], p.tag],
                shell=("settings list system | grep ^system_locales=", "={present[0]},{tag}"),
            ),
        ],
        may_change=["settings.system.system_locales"],
        solution=setting_15,
        prepare="Leave only one language in the list.",
    ),
    Task(
        id="setting_16",
        app="setting",
        group="Language",
        human_steps=5,
        goals=[
            "What is the main language of this phone? Name it as the settings do.",
            "Which language is first in the phone's list of languages? Name it as it is written there.",
            "Find out the phone's main language with its region, in the words of the settings.",
        ],
        params={"present": Param(["en-US"], present_languages)},
        setup=put_languages,
        answer=main_language,
        solution=setting_16,
        prepare="Let English (United States) be the first language.",
    ),
    Task(
        id="setting_17",
        app="setting",
        group="Language",
        human_steps=4,
        goals=[
            "What is the {fact} of this phone?",
            "Look up the {fact} in the settings and tell me.",
            "I need to know the {fact} that this phone runs.",
        ],
        params={
            "fact": Param("Android version", one_of(*FACTS)),
            "release": Param("13", one_of(*RELEASES)),
            "kernel": Param("5.15.41", kernel),
        },
        setup=put_version,
        answer=lambda phone, p: Text(phone.system.properties[FACTS[p.fact][2]]),
        solution=setting_17,
    ),
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
        subgoals=[
            SubGoal(
                "contacts_blocked",
                "Are the notifications of {app} off, or is it listed as not allowed to read notifications?",
                is_blocked,
                screen=shows_blocked,
            )
        ],
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
