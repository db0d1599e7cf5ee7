"""Wi-Fi that somebody tells of."""

from __future__ import annotations

from openphone_gym.phone.apps.setting.state import Network
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.toolkit.fields import BULLET
from openphone_gym.tasks.cross import chats
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight, has_id
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task

APP = "Settings"

ACCESS = Wording(
    "Our Wi-Fi is called {network}, and the password is {password}",
    "For the Wi-Fi choose {network}. You need the password {password}",
    "You can use my Wi-Fi here. Network: {network}, password: {password}",
)

ADJECTIVES = ("quiet", "green", "early", "salty", "paper", "golden", "late", "tiny")
THINGS = ("lamp", "river", "window", "pepper", "boat", "kettle", "garden", "ladder")


def a_network(d: Drawing) -> str:
    """Draws a name that no network has."""
    owner, kind = d.params.name.split()[-1], d.choice(("Home", "Guest", "WLAN", "5G"))
    return f"{owner}-{kind}-{d.rng.randint(10, 99)}"


def a_password(d: Drawing) -> str:
    """Draws a password."""
    return f"{d.choice(ADJECTIVES)}-{d.choice(THINGS)}-{d.rng.randint(10, 99)}"


def is_in_range(phone: Phone, p: Params) -> None:
    """The network can be seen, and the friend has written how to get into it."""
    phone.setting.wifi.networks.append(Network(p.network, p.password))
    chats.writes(phone, p.person, ACCESS.write(p.form, network=p.network, password=p.password))


def is_connected(phone: Phone, p: Params) -> bool:
    """Whether the phone is in the network."""
    return phone.setting.wifi.connected == p.network and phone.system.settings["global"]["wifi_on"] == "1"


def row_tells(screen: Sight, network: str) -> bool:
    """Whether the row of a network tells that the phone is in it."""
    row = screen.row(network)
    return row is not None and screen.sees("Connected", within=row) is not None


def shows_connected(screen: Sight, p: Params) -> bool | None:
    """Whether the page of networks shows that the phone is in the network."""
    return row_tells(screen, p.network) if screen.title == "Internet" else None


def connect(hand: Hand, p: Params) -> None:
    access = chats.facts(hand, p.name, ACCESS)

    def join() -> None:
        hand.open(APP)
        if hand.title == access["network"]:
            hand.fill(has_id("edit"), access["password"], shown=BULLET * len(access["password"]))
            hand.tap("Connect")
        hand.go("Settings", "Network & internet", "Internet")
        hand.switch("Wi-Fi", on=True)
        row = hand.need(access["network"])
        if not row_tells(hand, access["network"]):
            hand.tap(row)

    hand.once("connected", join)


TASKS = [
    Task(
        id="cross_19",
        app="messages",
        group="network",
        start="home",
        own_steps=10,
        goals=[
            "{name} has sent me the name and the password of a Wi-Fi network in a text message. Connect the "
            "phone to it.",
            "Get the phone into the Wi-Fi that {name} wrote about; the password is in the message, too.",
            "Look up what {name} has written on the Wi-Fi here, and join that network in the settings.",
        ],
        params={
            **chats.friend(),
            "network": Param("Wong-Home-24", a_network),
            "password": Param("quiet-lamp-42", a_password),
            "form": ACCESS.form,
        },
        subgoals=[
            SubGoal(
                "connected",
                "Is the phone connected to the Wi-Fi network {network}?",
                is_connected,
                screen=shows_connected,
            )
        ],
        may_change=["setting.wifi", "settings.global.wifi_on"],
        setup=is_in_range,
        solution=connect,
    ),
]
