"""Network & internet."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.setting.screens.apps import by_name
from openphone_gym.phone.apps.setting.screens.choices import choice_row
from openphone_gym.phone.apps.setting.screens.features import feature_row
from openphone_gym.phone.apps.setting.screens.parts import (
    link,
    main_switch,
    member,
    note,
    on_off,
    page,
    text_dialog,
)
from openphone_gym.phone.apps.setting.state import Network, Setting, Vpn
from openphone_gym.phone.system.connectivity import (
    ADDRESS,
    GATEWAY,
    MAC,
    airplane_mode,
    set_airplane_mode,
)
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Package
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Row
from openphone_gym.phone.toolkit.controls import IconButton, TextButton, TonalButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import Divider, ListRow, RadioRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import Confirm, Dialog

CARRIER = "T-Mobile"
SHORTEST_PASSWORD = 8
SIGNAL_WORDS = ("Not in range", "Weak", "Fair", "Good", "Excellent")
HOST_NAME = re.compile(r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})?(?:\.[A-Za-z0-9-]{1,63})+")
"""Names that a private DNS server can have."""


def network(state: Setting, nav: Nav) -> Box:
    """Network & internet."""
    flying = airplane_mode(nav.system)
    airplane = Binding(lambda: flying, lambda on: set_airplane_mode(nav.system, on))
    return page(
        nav,
        "Network & internet",
        link(nav, "Internet", "internet", _internet_summary(state, nav)),
        ListRow("Calls & SMS", CARRIER, nav.to("calls_sms"), enabled=not flying),
        ListRow("SIMs", CARRIER, nav.to("sims"), enabled=not flying),
        SwitchRow("Airplane mode", airplane),
        link(nav, "Hotspot & tethering", "tethering", on_off(state.hotspot.enabled)),
        link(nav, "Data Saver", "data_saver", on_off(state.data_saver)),
        link(nav, "VPN", "vpn", f"{len(state.vpns)} added" if state.vpns else "None"),
        link(nav, "Private DNS", "private_dns", _dns_summary(nav)),
        feature_row(state, nav, "adaptive_connectivity"),
    )


def _internet_summary(state: Setting, nav: Nav) -> str:
    if nav.setting("global", "wifi_on") == "1":
        return state.wifi.connected or "Networks available"
    if airplane_mode(nav.system):
        return "Airplane mode is on"
    return CARRIER if nav.flag("global", "mobile_data").get() else "Networks available"


def _dns_summary(nav: Nav) -> str:
    mode = nav.setting("global", "private_dns_mode", "opportunistic")
    if mode == "hostname":
        return nav.setting("global", "private_dns_specifier")
    return "Off" if mode == "off" else "Automatic"


# Wi-Fi


def internet(state: Setting, nav: Nav) -> Box:
    """Wi-Fi switch and the networks around."""
    wifi = nav.flag("global", "wifi_on")
    on = wifi.get()
    seen = [one for one in state.wifi.networks if one.in_range] if on else []
    saved = sum(one.saved for one in state.wifi.networks)
    habit = nav.flag("global", "wifi_wakeup_enabled").get()
    return page(
        nav,
        "Internet",
        _carrier_row(state, nav),
        SwitchRow("Wi‑Fi", wifi),
        *(_network_row(state, nav, one) for one in seen),
        ListRow("Add network", "", nav.to("add_network"), icon="plus") if on else None,
        Divider(),
        link(
            nav,
            "Network preferences",
            "network_preferences",
            "Wi‑Fi turns back on automatically" if habit else "Wi‑Fi doesn't automatically turn back on",
        ),
        link(nav, "Saved networks", "saved_networks", f"{saved} network{'s' if saved != 1 else ''}"),
        ListRow("Non-carrier data usage", "1.24 GB used Apr 12 – May 10"),
    )


def _carrier_row(state: Setting, nav: Nav) -> Box | None:
    if airplane_mode(nav.system):
        return None
    wifi = nav.flag("global", "wifi_on").get() and state.wifi.connected
    data = nav.flag("global", "mobile_data").get()
    summary = "Mobile data is off" if not data else "Temporarily disconnected" if wifi else "Connected / 5G"
    return ListRow(CARRIER, summary, nav.to("sims"), icon="signal-cellular-3")


def _network_row(state: Setting, nav: Nav, one: Network) -> Box:
    connected = one.name == state.wifi.connected
    summary = "Connected" if connected else "Saved" if one.saved else ""

    def touched() -> None:
        if connected:
            nav.go("wifi_details", name=one.name)
        elif one.saved or not one.password:
            one.saved = True
            state.wifi.connected = one.name
        else:
            nav.go("wifi_password", name=one.name)

    gear = IconButton("cog-outline", "Settings", nav.to("wifi_details", name=one.name)) if one.saved else None
    return ListRow(
        one.name,
        summary,
        touched,
        icon=f"wifi-strength-{max(one.signal, 1)}" + ("-lock" if one.password else ""),
        trailing=gear,
    )


def _find(state: Setting, name: str) -> Network:
    """The network of that name; one that was forgotten meanwhile is shown as unknown."""
    return next((one for one in state.wifi.networks if one.name == name), Network(name))


def wifi_password(state: Setting, nav: Nav, name: str) -> Box:
    """Dialog that asks for the password of a network."""
    one = _find(state, name)

    def connect(password: str) -> None:
        if password == one.password:
            one.saved = True
            state.wifi.connected = name
        else:
            nav.toast("Check password and try again")

    binding = Binding(lambda: "", connect)
    return text_dialog(nav, name, "Connect", binding, "Password", SHORTEST_PASSWORD, password=True)


def wifi_details(state: Setting, nav: Nav, name: str) -> Box:
    """Network details: forget, disconnect, how it is used."""
    one = _find(state, name)
    connected = state.wifi.connected == name

    def forget() -> None:
        one.saved = False
        if connected:
            state.wifi.connected = ""
        nav.back()

    def toggle_connection() -> None:
        state.wifi.connected = "" if connected else name

    return page(
        nav,
        "Network details",
        Column(
            ListRow(name, "Connected" if connected else "Saved", icon="wifi", pad=(0, 0, 0, 12)),
            Row(
                TonalButton(
                    "Forget", forget, icon="delete-outline", flex=1, enabled=one.saved, pad=(0, 0, 0, 0)
                ),
                TonalButton(
                    "Disconnect" if connected else "Connect",
                    toggle_connection,
                    icon="close" if connected else "wifi",
                    flex=1,
                    enabled=one.in_range,
                    pad=(0, 0, 0, 0),
                ),
                width=FILL,
                gap=8,
            ),
            pad=(24, 0, 24, 12),
        ),
        ListRow("Signal strength", SIGNAL_WORDS[one.signal]),
        ListRow("Security", "WPA2-Personal" if one.password else "None"),
        SwitchRow("Treat as metered", bind(one, "metered")),
        SwitchRow(
            "Auto-connect", bind(one, "auto_connect"), "Allow connection to this network when in range"
        ),
        Section("Network details"),
        ListRow("Frequency", "5 GHz"),
        ListRow("Randomized MAC address", MAC) if connected else None,
        ListRow("IP address", ADDRESS) if connected else None,
        ListRow("Gateway", GATEWAY) if connected else None,
    )


def add_network(state: Setting, nav: Nav) -> Box:
    """Dialog to enter a network that does not show itself."""
    name = nav.bind("name")
    password = nav.bind("password")

    def save() -> None:
        hidden = Network(name.get().strip(), password.get(), signal=0, in_range=False, saved=True)
        state.wifi.networks = [one for one in state.wifi.networks if one.name != hidden.name] + [hidden]
        nav.back()

    fits = bool(name.get().strip()) and (not password.get() or len(password.get()) >= SHORTEST_PASSWORD)
    return Dialog(
        "Add network",
        Column(
            TextField(name, "Network name", id="ssid", action="next", fill="surface_container_high"),
            TextField(password, "Password", id="password", password=True, fill="surface_container_high"),
            gap=12,
            pad=(24, 4, 24, 0),
        ),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("Save", save, enabled=fits, id="button1"),
        ],
    )


def saved_networks(state: Setting, nav: Nav) -> Box:
    """Networks that the phone knows."""
    saved = [one.name for one in state.wifi.networks if one.saved]
    return page(
        nav,
        "Saved networks",
        *(ListRow(name, "", nav.to("wifi_details", name=name), icon="wifi") for name in saved),
    )


def network_preferences(state: Setting, nav: Nav) -> Box:
    """What Wi-Fi does by itself."""
    return page(
        nav,
        "Network preferences",
        SwitchRow(
            "Turn on Wi‑Fi automatically",
            nav.flag("global", "wifi_wakeup_enabled"),
            "Wi‑Fi will turn back on near high‑quality saved networks, like your home network",
        ),
        SwitchRow(
            "Notify for public networks",
            nav.flag("global", "wifi_networks_available_notification_on"),
            "Notify when a high‑quality public network is available",
        ),
        ListRow("Install certificates", "", lambda: nav.toast("No certificates to install")),
        ListRow("Wi‑Fi Direct", "", lambda: nav.toast("No devices found")),
    )


# Mobile network


def calls_sms(state: Setting, nav: Nav) -> Box:
    """Which SIM calls and texts go out with."""
    return page(
        nav,
        "Calls & SMS",
        Section("Calls"),
        choice_row(state, nav, "calls_preference"),
        Section("SMS"),
        ListRow("SMS preference", CARRIER),
        SwitchRow(
            "Wi‑Fi calling", nav.flag("global", "wfc_ims_enabled"), "Use Wi‑Fi for calls to improve quality"
        ),
    )


def sims(state: Setting, nav: Nav) -> Box:
    """The SIM card."""
    flying = airplane_mode(nav.system)
    return page(
        nav,
        CARRIER,
        SwitchRow(
            "Mobile data",
            nav.flag("global", "mobile_data"),
            "Access data using mobile network",
            enabled=not flying,
        ),
        SwitchRow(
            "Roaming",
            nav.flag("global", "data_roaming"),
            "Connect to data services when roaming",
            enabled=not flying,
        ),
        ListRow("App data usage", "312 MB used Apr 12 – May 10"),
        choice_row(state, nav, "calls_preference"),
        choice_row(state, nav, "network_type"),
        SwitchRow("Automatically select network", nav.flag("global", "network_selection_auto", "1")),
        ListRow("Phone number", nav.world.user.shown_number),
        ListRow("IMEI", "358240051111110"),
    )


# Hotspot, data saver


def tethering(state: Setting, nav: Nav) -> Box:
    """Hotspot & tethering."""
    hotspot = state.hotspot
    return page(
        nav,
        "Hotspot & tethering",
        link(nav, "Wi‑Fi hotspot", "hotspot", on_off(hotspot.enabled)),
        SwitchRow(
            "USB tethering",
            bind(hotspot, "usb"),
            "Share phone’s internet connection via USB",
            enabled=hotspot.usb,
        ),
        SwitchRow(
            "Bluetooth tethering",
            bind(hotspot, "bluetooth"),
            "Share phone’s internet connection via Bluetooth",
        ),
        note("Use hotspot and tethering to share your mobile data connection with other devices."),
    )


def hotspot(state: Setting, nav: Nav) -> Box:
    """The phone's own Wi-Fi network."""
    own = state.hotspot
    return page(
        nav,
        "Wi‑Fi hotspot",
        main_switch("Use Wi‑Fi hotspot", bind(own, "enabled")),
        link(nav, "Hotspot name", "hotspot_text", own.name, field="name"),
        choice_row(state, nav, "hotspot_security"),
        link(nav, "Hotspot password", "hotspot_text", "•" * len(own.password), field="password")
        if own.security != "None"
        else None,
        SwitchRow("Turn off hotspot automatically", bind(own, "turns_off"), "When no devices are connected"),
    )


def hotspot_text(state: Setting, nav: Nav, field: str) -> Box:
    """Dialog for the hotspot's name or password."""
    title, shortest = ("Hotspot name", 1) if field == "name" else ("Hotspot password", SHORTEST_PASSWORD)
    return text_dialog(nav, title, "OK", bind(state.hotspot, field), shortest=shortest)


def data_saver(state: Setting, nav: Nav) -> Box:
    """Data Saver."""
    return page(
        nav,
        "Data Saver",
        main_switch("Use Data Saver", bind(state, "data_saver")),
        link(
            nav,
            "Unrestricted data",
            "unrestricted_data",
            f"{len(state.unrestricted_data)} apps allowed to use unrestricted data when Data Saver is on",
        ),
        note("Data Saver keeps some apps from sending or receiving data in the background."),
    )


def unrestricted_data(state: Setting, nav: Nav) -> Box:
    """Apps that Data Saver leaves alone."""
    names = state.unrestricted_data

    def row(entry: tuple[str, Package]) -> Box:
        name, one = entry
        return SwitchRow(one.label, member(names, name))

    return page(nav, "Unrestricted data", LongList(by_name(nav), row, lambda entry: entry[1].label))


# VPN


def vpn(state: Setting, nav: Nav) -> Box:
    """VPN profiles."""
    rows = [
        ListRow(
            one.name,
            "Not connected",
            lambda: nav.toast("Unsuccessful"),
            trailing=IconButton("cog-outline", "Settings", nav.to("forget_vpn", name=one.name)),
        )
        for one in state.vpns
    ]
    plus = IconButton("plus", "Add VPN profile", nav.to("add_vpn"))
    return page(nav, "VPN", *(rows or [note("No VPNs added")]), actions=[plus])


def add_vpn(state: Setting, nav: Nav) -> Box:
    """Dialog to enter a VPN profile."""
    name = nav.bind("name")
    server = nav.bind("server")

    def save() -> None:
        state.vpns.append(Vpn(name.get().strip(), server.get().strip()))
        nav.back()

    fits = bool(name.get().strip() and server.get().strip())
    return Dialog(
        "Edit VPN profile",
        Column(
            TextField(name, "Name", id="name", action="next", fill="surface_container_high"),
            TextField(server, "Server address", id="server", ime="uri", fill="surface_container_high"),
            gap=12,
            pad=(24, 4, 24, 0),
        ),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("Save", save, enabled=fits, id="button1"),
        ],
    )


def forget_vpn(state: Setting, nav: Nav, name: str) -> Box:
    """Asks before a VPN profile is removed."""

    def forget() -> None:
        state.vpns = [one for one in state.vpns if one.name != name]
        nav.back()

    return Confirm(name, "Remove this VPN profile?", "Forget", forget, nav.back)


# Private DNS


def private_dns(state: Setting, nav: Nav) -> Box:
    """Dialog for encrypted name look-ups; nothing is written before Save."""
    mode = nav.bind("mode", nav.setting("global", "private_dns_mode", "opportunistic"))
    host = nav.bind("host", nav.setting("global", "private_dns_specifier"))
    named = mode.get() == "hostname"

    def save() -> None:
        nav.put("global", "private_dns_mode", mode.get())
        if named:
            nav.put("global", "private_dns_specifier", host.get().strip())
        nav.back()

    modes = {"off": "Off", "opportunistic": "Automatic", "hostname": "Private DNS provider hostname"}
    field = TextField(
        host,
        "Enter hostname of DNS provider",
        id="private_dns_mode_provider_hostname",
        variant="underline",
        ime="uri",
        enabled=named,
    )
    fits = not named or bool(HOST_NAME.fullmatch(host.get().strip()))
    return Dialog(
        "Select Private DNS Mode",
        *(RadioRow(words, mode.get() == value, mode.setting(value)) for value, words in modes.items()),
        Row(field, width=FILL, pad=(68, 0, 24, 0)),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("Save", save, enabled=fits, id="button1"),
        ],
    )


SCREENS = [
    network,
    internet,
    wifi_password,
    wifi_details,
    add_network,
    saved_networks,
    network_preferences,
    calls_sms,
    sims,
    tethering,
    hotspot,
    hotspot_text,
    data_saver,
    unrestricted_data,
    vpn,
    add_vpn,
    forget_vpn,
    private_dns,
]
