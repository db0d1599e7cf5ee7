"""Radios: Wi-Fi, Bluetooth and the place, as ``cmd``, ``svc`` and ``dumpsys`` know them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import machine
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.text import USAGE, lines
from openphone_gym.phone.system import connectivity

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

RADIOS = {"wifi": connectivity.WIFI, "bluetooth": "bluetooth_on", "data": connectivity.MOBILE_DATA}
"""What can be switched, and the global setting that keeps it."""


def switch(phone: Phone, radio: str, on: bool) -> None:
    """Switches a radio."""
    phone.system.settings["global"][RADIOS[radio]] = str(int(on))
    phone.changed()


def _is_on(phone: Phone, radio: str) -> bool:
    return phone.system.settings["global"].get(RADIOS[radio]) == "1"


def wifi(phone: Phone, words: Sequence[str]) -> str:
    """``cmd wifi status|set-wifi-enabled|list-networks|list-scan-results|connect-network|forget-network``."""
    known = phone.shared("networks").wifi
    match words:
        case ["status"]:
            return _wifi_status(phone)
        case ["set-wifi-enabled", "enabled" | "disabled" as state]:
            switch(phone, "wifi", state == "enabled")
            return ""
        case ["list-networks"]:
            saved = [network for network in known.networks if network.saved]
            if not saved:
                return "No networks\n"
            rows = [f"{n:<12} {one.name:<32} {_security(one.password)}" for n, one in enumerate(saved)]
            return lines([f"{'Network Id':<12} {'SSID':<32} Security type", *rows])
        case ["list-scan-results"]:
            seen = [one for one in known.networks if one.in_range and _is_on(phone, "wifi")]
            place = f"  {connectivity.MAC}       2412    "
            rows = [
                f"{place}{one.signal * 15 - 100}    1.000    {one.name:<32} {_security(one.password)}"
                for one in seen
            ]
            head = f"    {'BSSID':<20} Frequency  RSSI   Age(sec)   {'SSID':<32} Flags"
            return lines([head, *rows]) if rows else "No scan results\n"
        case ["start-scan"]:
            return ""
        case ["connect-network", name, "open" | "wpa2" | "wpa3" as kind, *rest]:
            return _connect(phone, name, "" if kind == "open" else "".join(rest[:1]))
        case ["forget-network", number]:
            return _forget(phone, number)
        case ["set-wifi-enabled", *_]:
            raise ShellError("", USAGE, "Invalid args for set-wifi-enabled: expected enabled or disabled\n")
        case [verb, *_]:
            raise ShellError("", USAGE, f"Unknown command: {verb[:80]}\n")
    raise ShellError("", USAGE, f"Wi-Fi (wifi) commands:\n  {wifi.__doc__}\n")


def _security(password: str) -> str:
    return "wpa2-psk" if password else "open"


def _wifi_status(phone: Phone) -> str:
    network = machine.on_wifi(phone)
    shown = [f"Wifi is {'enabled' if _is_on(phone, 'wifi') else 'disabled'}"]
    if _is_on(phone, "wifi"):
        shown.append(f'Wifi is connected to "{network}"' if network else "Wifi is not connected")
    return lines(shown)


def _connect(phone: Phone, name: str, password: str) -> str:
    wifi = phone.shared("networks").wifi
    found = next((one for one in wifi.networks if one.name == name and one.in_range), None)
    if found is None or not _is_on(phone, "wifi") or (found.password or "") != password:
        raise ShellError("", USAGE, f"Connection failed with reason: {0 if found is None else 1}\n")
    found.saved, wifi.connected = True, name
    phone.changed()
    return "Connection initiated \n"


def _forget(phone: Phone, number: str) -> str:
    wifi = phone.shared("networks").wifi
    saved = [network for network in wifi.networks if network.saved]
    if not (number.isascii() and number.isdigit() and int(number[:6]) < len(saved)):
        raise ShellError("", USAGE, "Forget failed with reason: 2\n")
    gone = saved[int(number[:6])]
    gone.saved = False
    wifi.connected = "" if wifi.connected == gone.name else wifi.connected
    phone.changed()
    return "Forget successful\n"


def wifi_report(phone: Phone, words: Sequence[str]) -> str:
    """``dumpsys wifi``."""
    network = machine.on_wifi(phone)
    name, state = (f'"{network}"', "COMPLETED") if network else ("<unknown ssid>", "DISCONNECTED")
    return lines(
        [
            f"Wi-Fi is {'enabled' if _is_on(phone, 'wifi') else 'disabled'}",
            f"mWifiInfo SSID: {name}, BSSID: {connectivity.MAC}, Supplicant state: {state}",
            f"mNetworkInfo [type: WIFI[], state: {'CONNECTED' if network else 'DISCONNECTED'}]",
        ]
    )


def bluetooth(phone: Phone, words: Sequence[str]) -> str:
    """``cmd bluetooth_manager enable|disable|wait-for-state:STATE_ON|STATE_OFF``."""
    match words:
        case ["enable" | "disable" as state]:
            switch(phone, "bluetooth", state == "enable")
            return ""
        case ["wait-for-state:STATE_ON" | "wait-for-state:STATE_OFF" as wanted]:
            if wanted.endswith("_ON") == _is_on(phone, "bluetooth"):
                return ""
            raise ShellError(f"{wanted} timed out", USAGE)
        case [verb, *_]:
            raise ShellError("", USAGE, f"Unknown command: {verb[:80]}\n")
    raise ShellError("", USAGE, "Bluetooth Manager Commands:\n  enable | disable | wait-for-state:STATE\n")


def bluetooth_report(phone: Phone, words: Sequence[str]) -> str:
    """``dumpsys bluetooth_manager``."""
    on = _is_on(phone, "bluetooth")
    return f"Bluetooth Status\n  enabled: {str(on).lower()}\n  state: {'ON' if on else 'OFF'}\n"


LOCATION = "location_mode"
"""Secure setting: 0 where nobody may know the place."""


def location(phone: Phone, words: Sequence[str]) -> str:
    """``cmd location is-location-enabled``, ``set-location-enabled true|false``."""
    table = phone.system.settings["secure"]
    match [word for word in words if word not in ("--user", "0")]:
        case ["is-location-enabled"]:
            return f"{str(table.get(LOCATION, '3') != '0').lower()}\n"
        case ["set-location-enabled", "true" | "false" as state]:
            table[LOCATION] = "3" if state == "true" else "0"
            phone.changed()
            return ""
        case [verb, *_]:
            raise ShellError("", USAGE, f"Unknown command: {verb[:80]}\n")
    raise ShellError(
        "", USAGE, "Location service commands:\n  is-location-enabled | set-location-enabled true|false\n"
    )


def location_report(phone: Phone, words: Sequence[str]) -> str:
    """``dumpsys location``."""
    place = [phone.system.properties.get(f"qemu.gps.{name}", "") for name in ("latitude", "longitude")]
    last = f"Location[gps {','.join(place)} hAcc=5.0]" if all(place) else "null"
    enabled = location(phone, ["is-location-enabled"]).rstrip()
    return lines(["Location Manager State:", f"  location [u0]: {enabled}", f"  last location={last}"])


def airplane(phone: Phone, words: Sequence[str]) -> str:
    """``cmd connectivity airplane-mode [enable|disable]``."""
    match words:
        case ["airplane-mode"]:
            return f"{'enabled' if connectivity.airplane_mode(phone.system) else 'disabled'}\n"
        case ["airplane-mode", "enable" | "disable" as state]:
            connectivity.set_airplane_mode(phone.system, state == "enable")
            phone.changed()
            return ""
        case [verb, *_]:
            raise ShellError("", USAGE, f"Unknown command: {verb[:80]}\n")
    raise ShellError("", USAGE, "Connectivity service commands:\n  airplane-mode [enable|disable]\n")


def connectivity_report(phone: Phone, words: Sequence[str]) -> str:
    """``dumpsys connectivity``: the network in use."""
    network = machine.on_wifi(phone)
    kind = "WIFI" if network else "CELLULAR" if connectivity.has_mobile_data(phone.system) else ""
    if not kind:
        return "Active default network: none\n"
    name = "WIFI" if kind == "WIFI" else "MOBILE[LTE]"
    capabilities = f"NetworkAgentInfo{{network{{100}}  ni{{{name} CONNECTED}} Transports: {kind} VALIDATED}}"
    return f"Active default network: 100\nCurrent Networks:\n  {capabilities}\n"
