"""Contents of the settings on a new phone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.setting.state import GB, BluetoothDevice, Network, Setting, Storage, Wifi

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World


def seed(rng: random.Random | None, world: World) -> Setting:
    """The canonical contents, or contents of the same kind drawn by ``rng``."""
    home, *neighbours = world.networks
    networks = [
        Network(home.name, home.password, 4, saved=True),
        *(Network(near.name, near.password, max(3 - n, 1)) for n, near in enumerate(neighbours)),
        *(Network(far.name, far.password, 0, in_range=False, saved=True) for far in world.far_networks),
    ]
    return Setting(
        wifi=Wifi(home.name, networks),
        bluetooth=[BluetoothDevice(it.name, it.icon, paired=n == 0) for n, it in enumerate(world.gadgets)],
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
