"""Connected devices: Bluetooth, NFC, cast, printing."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_gym.phone.apps.setting.screens.features import feature_row
from openphone_gym.phone.apps.setting.screens.parts import link, main_switch, note, on_off, page, text_dialog
from openphone_gym.phone.apps.setting.state import BluetoothDevice, Setting
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind_key
from openphone_gym.phone.toolkit.box import Box
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.rows import ListRow, Section
from openphone_gym.phone.toolkit.surfaces import Confirm

ADDRESS = "22:22:33:44:55:66"
"""Bluetooth address of the phone."""


def connected_devices(state: Setting, nav: Nav) -> Box:
    """Connected devices."""
    on = nav.flag("global", "bluetooth_on").get()
    linked = [one for one in state.bluetooth if one.connected and on]
    known = [one for one in state.bluetooth if one.paired and one not in linked]
    return page(
        nav,
        "Connected devices",
        Section("Other devices") if linked else None,
        *_device_rows(nav, linked),
        _pair_row(nav),
        Section("Saved devices") if known else None,
        *_device_rows(nav, known),
        link(nav, "Connection preferences", "connection_preferences", "Bluetooth, NFC, Cast, Printing"),
        None if on else note("Bluetooth will turn on to pair"),
    )


def _pair_row(nav: Nav) -> Box:
    def pair() -> None:
        nav.flag("global", "bluetooth_on").set(True)
        nav.go("pair_device")

    return ListRow("Pair new device", "", pair, icon="plus")


def _device_rows(nav: Nav, devices: Iterable[BluetoothDevice]) -> list[Box]:
    def row(one: BluetoothDevice) -> Box:
        def touched() -> None:
            if nav.flag("global", "bluetooth_on").get():
                one.connected = not one.connected
            else:
                nav.toast("Turn on Bluetooth to connect")

        gear = IconButton("cog-outline", "Settings", nav.to("bluetooth_device", name=one.name))
        return ListRow(
            one.name, "Active" if one.connected else "Saved", touched, icon=one.icon, trailing=gear
        )

    return [row(one) for one in devices]


def connection_preferences(state: Setting, nav: Nav) -> Box:
    """Connection preferences."""
    return page(
        nav,
        "Connection preferences",
        link(nav, "Bluetooth", "bluetooth", on_off(nav.flag("global", "bluetooth_on").get())),
        feature_row(state, nav, "nfc"),
        link(nav, "Cast", "cast"),
        link(nav, "Printing", "printing", "1 service on"),
    )


def bluetooth(state: Setting, nav: Nav) -> Box:
    """The Bluetooth switch and the name the phone has there."""
    switch = nav.flag("global", "bluetooth_on")
    on = switch.get()
    return page(
        nav,
        "Bluetooth",
        main_switch("Use Bluetooth", switch),
        _name_row(nav) if on else None,
        _pair_row(nav),
        *(_device_rows(nav, (one for one in state.bluetooth if one.paired)) if on else ()),
        note(
            "When Bluetooth is turned on, your device can communicate with other nearby Bluetooth devices."
            if on
            else "Turn on Bluetooth to connect to other devices."
        ),
    )


def _name_row(nav: Nav) -> Box:
    return link(nav, "Device name", "rename_bluetooth", nav.setting("secure", "bluetooth_name"))


def rename_bluetooth(state: Setting, nav: Nav) -> Box:
    """Dialog for the name under which the phone appears to others."""
    name = bind_key(nav.system.settings["secure"], "bluetooth_name")
    return text_dialog(nav, "Rename this device", "Rename", name, limit=248)


def pair_device(state: Setting, nav: Nav) -> Box:
    """Devices nearby."""
    found = [one for one in state.bluetooth if not one.paired]
    return page(
        nav,
        "Pair new device",
        _name_row(nav),
        Section("Available devices"),
        *(ListRow(one.name, "", nav.to("confirm_pairing", name=one.name), icon=one.icon) for one in found),
        note(f"Phone’s Bluetooth address: {ADDRESS}"),
    )


def _find(state: Setting, name: str) -> BluetoothDevice:
    """The device of that name; one that is gone meanwhile is shown as unknown."""
    return next((one for one in state.bluetooth if one.name == name), BluetoothDevice(name))


def confirm_pairing(state: Setting, nav: Nav, name: str) -> Box:
    """Asks before a device is paired."""

    def pair() -> None:
        one = _find(state, name)
        one.paired = one.connected = True
        nav.back_to("connected_devices")

    text = "Pairing grants access to your contacts and call history when connected."
    return Confirm(f"Pair with {name}?", text, "Pair", pair, nav.back)


def bluetooth_device(state: Setting, nav: Nav, name: str) -> Box:
    """Details of a paired device."""
    one = _find(state, name)

    def connect() -> None:
        one.connected = not one.connected

    def forget() -> None:
        one.paired = one.connected = False
        nav.back()

    return page(
        nav,
        "Device details",
        ListRow(name, "Active" if one.connected else "Saved", icon=one.icon),
        ListRow("Disconnect" if one.connected else "Connect", "", connect, icon="link-variant"),
        ListRow("Forget", "", forget, icon="delete-outline"),
    )


def cast(state: Setting, nav: Nav) -> Box:
    """Screens to cast to: none is near."""
    return page(nav, "Cast", ListRow("No nearby devices were found.", icon="cast"))


def printing(state: Setting, nav: Nav) -> Box:
    """Print services."""
    return page(
        nav,
        "Printing",
        Section("Print services"),
        feature_row(state, nav, "printing"),
        ListRow("Add service", "", lambda: nav.toast("No app found to open this"), icon="plus"),
    )


SCREENS = [
    connected_devices,
    connection_preferences,
    bluetooth,
    rename_bluetooth,
    pair_device,
    confirm_pairing,
    bluetooth_device,
    cast,
    printing,
]
