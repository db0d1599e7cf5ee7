"""Network and Bluetooth."""

from __future__ import annotations

from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.setting.switches import OPTIONS
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task

PROVIDERS = ("dns.google", "one.one.one.one", "dns.quad9.net", "dns.adguard-dns.com", "dns.mullvad.net")
PROFILES = ("{}.dns.nextdns.io", "{}.dns.controld.com", "phone-{}.d.adguard-dns.com")
"""Host names that providers give to each of their users."""


def host_name(d: Drawing) -> str:
    """Draws the host name of a DNS provider."""
    profile = f"{d.rng.randrange(0x100000, 0x1000000):x}"
    return d.choice((*PROVIDERS, *(form.format(profile) for form in PROFILES * 4)))


PRIVATE_DNS = "Private DNS provider hostname"


def setting_2(hand: Hand, p: Params) -> None:
    if hand.title == "Network & internet" and hand.read("Private DNS") == p.host:
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
    return f"{d.choice(OWNERS)}'s {d.choice(THINGS)}"


def setting_4(hand: Hand, p: Params) -> None:
    if hand.title == "Rename this device":
        hand.fill("edit", p.name)
        hand.tap("Rename")
    hand.go("Settings", *OPTIONS["Bluetooth"].path)
    hand.switch("Use Bluetooth", on=True)
    if hand.read("Device name") != p.name:
        hand.tap("Device name")


TASKS = [
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
]
