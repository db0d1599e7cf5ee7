"""What the settings keep beside the settings provider, the package manager and the clock."""

from __future__ import annotations

import msgspec

GB = 1000.0
"""Megabytes in a gigabyte, as Android counts storage."""


class Network(msgspec.Struct):
    """A Wi-Fi network.

    Attributes:
        name: SSID.
        password: What opens it, or an empty string for an open network.
        signal: Strength, 0 to 4 bars.
        in_range: Whether it can be seen now.
        saved: Whether the phone knows it.
        auto_connect: Whether the phone joins it by itself.
        metered: Whether it is treated as one that costs money.
    """

    name: str
    password: str = ""
    signal: int = 3
    in_range: bool = True
    saved: bool = False
    auto_connect: bool = True
    metered: bool = False


class Wifi(msgspec.Struct):
    """Wi-Fi networks.

    Attributes:
        connected: Name of the network in use, or an empty string.
        networks: All networks that are in range or saved.
    """

    connected: str = ""
    networks: list[Network] = msgspec.field(default_factory=list)


class BluetoothDevice(msgspec.Struct):
    """A Bluetooth device nearby or known; ``icon`` is a Material icon."""

    name: str
    icon: str = "headphones"
    paired: bool = False
    connected: bool = False


class Hotspot(msgspec.Struct):
    """The phone's own Wi-Fi network for others."""

    enabled: bool = False
    name: str = "AndroidAP_4217"
    security: str = "WPA2/WPA3-Personal"
    password: str = "blue-kettle-82"
    turns_off: bool = True
    usb: bool = False
    bluetooth: bool = False


class Vpn(msgspec.Struct):
    """A VPN profile."""

    name: str
    server: str


class Storage(msgspec.Struct):
    """Use of the storage in megabytes; ``total`` and ``used`` in gigabytes, as the page rounds them."""

    apps: float = 4.7 * GB
    images: float = 18.0
    videos: float = 0.0
    audio: float = 0.0
    documents: float = 0.2
    games: float = 0.0
    system: float = 6.1 * GB
    trash: float = 0.0
    total: int = 64

    @property
    def used(self) -> float:
        """Everything together, in megabytes."""
        parts = (self.apps, self.images, self.videos, self.audio, self.documents, self.games, self.trash)
        return self.system + sum(parts)


class Setting(msgspec.Struct):
    """State of the app.

    Attributes:
        wifi: Wi-Fi networks.
        bluetooth: Bluetooth devices.
        hotspot: Wi-Fi hotspot and tethering.
        vpns: VPN profiles.
        data_saver: Whether apps in the background get no mobile data.
        unrestricted_data: Packages that get it all the same.
        storage: Use of the storage.
        emergency: Fields of the medical information by name.
        taps_on_build: How often the build number was touched.
    """

    wifi: Wifi = msgspec.field(default_factory=Wifi)
    bluetooth: list[BluetoothDevice] = msgspec.field(default_factory=list)
    hotspot: Hotspot = msgspec.field(default_factory=Hotspot)
    vpns: list[Vpn] = msgspec.field(default_factory=list)
    data_saver: bool = False
    unrestricted_data: list[str] = msgspec.field(default_factory=list)
    storage: Storage = msgspec.field(default_factory=Storage)
    emergency: dict[str, str] = msgspec.field(default_factory=dict)
    taps_on_build: int = 0
