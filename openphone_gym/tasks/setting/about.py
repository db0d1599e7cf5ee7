"""What the phone tells of itself: its storage and its versions."""

from __future__ import annotations

from openphone_gym.phone.apps.setting.facts import size_text
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Answer, Number, Text
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.task import Drawing, Param, Params, Task, one_of

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
    return hand.read(CATEGORIES[p.category][0])


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
    return f"{d.choice(('4.19', '5.4', '5.10', '5.15', '6.1'))}.{d.rng.randint(10, 199)}"


def put_version(phone: Phone, p: Params) -> None:
    """Gives the phone the versions of the task."""
    phone.system.properties |= {
        "ro.build.version.release": p.release,
        "ro.build.version.sdk": RELEASES[p.release],
        "ro.kernel.version": p.kernel,
    }


def version(phone: Phone, p: Params) -> Answer:
    """The version, alone or beside what belongs to it: an API level to a release, a kernel to its system."""
    release, sdk, kernel = (phone.system.properties[key] for _, _, key in FACTS.values())
    if p.fact == "Android version":
        return Text(release)
    if p.fact == "kernel version":
        return Text(kernel, (f"Linux {kernel}", f"Linux kernel {kernel}"))
    level = f"Android {release}"
    return Text(sdk, (f"{sdk} ({level})", f"{sdk}, which is {level}", f"{level} (API level {sdk})"))


def setting_17(hand: Hand, p: Params) -> str:
    row, path, _ = FACTS[p.fact]
    hand.go("Settings", *path)
    return hand.read(row)


TASKS = [
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
        answer=version,
        solution=setting_17,
    ),
]
