"""Contents of the settings on a new phone."""

from __future__ import annotations

import random

from openphone_gym.phone.apps.setting.state import GB, BluetoothDevice, Network, Setting, Storage, Wifi

HOME = "AndroidWifi"

NEIGHBOURS = (
    ("Maple Street Cafe", ""),
    ("TP-LINK_5G_77", "garden-path-5"),
    ("Harbour Hotel Guest", ""),
    ("Otter House", "river-bank-31"),
    ("Library Public", ""),
    ("FRITZ!Box 7530", "winter-sun-64"),
    ("Print Shop", "paper-jam-12"),
)
"""Networks around: name and password."""

DEVICES = (
    ("Pixel Buds Pro", "headphones"),
    ("Kitchen Speaker", "speaker"),
    ("Trail Watch 2", "watch"),
    ("Car Audio", "car"),
    ("Desk Keyboard", "keyboard"),
    ("Lena's Laptop", "laptop"),
)


def seed(rng: random.Random | None) -> Setting:
    """The canonical contents, or contents of the same kind drawn by ``rng``."""
    neighbours = NEIGHBOURS[:3] if rng is None else rng.sample(NEIGHBOURS, rng.randint(2, 5))
    networks = [
        Network(HOME, "", 4, saved=True),
        *(Network(name, password, max(3 - place, 1)) for place, (name, password) in enumerate(neighbours)),
        Network("Grandma's Wi-Fi", "apple-pie-19", 0, in_range=False, saved=True),
    ]
    devices = DEVICES[:3] if rng is None else rng.sample(DEVICES, rng.randint(2, 4))
    return Setting(
        wifi=Wifi(HOME, networks),
        bluetooth=[
            BluetoothDevice(name, icon, paired=place == 0) for place, (name, icon) in enumerate(devices)
        ],
        storage=Storage() if rng is None else _storage(rng),
    )


def _storage(rng: random.Random) -> Storage:
    """A phone more or less full, with sizes that no two categories share."""
    return Storage(
        apps=rng.randint(23, 95) / 10 * GB,
        images=float(rng.randint(12, 980)),
        videos=rng.randint(11, 39) / 10 * GB,
        audio=float(rng.randint(3, 700)),
        documents=float(rng.randint(1, 90)),
        games=0.0,
        system=rng.randint(100, 140) / 10 * GB,
        total=rng.choice((64, 128, 256)),
    )
