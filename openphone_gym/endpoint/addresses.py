"""Which addresses are this machine's own: those need no key, and no proxy stands before them."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

_LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"})


def is_loopback(url: str | None) -> bool:
    """Whether a URL leads to this machine: a loopback or unspecified address, ``localhost``, its own name."""
    host = (urlsplit(url or "").hostname or "").rstrip(".").casefold()
    if not host:
        return False
    address = _address(host)
    if address is not None:
        return address.is_loopback or address.is_unspecified
    own = socket.gethostname().rstrip(".").casefold()
    return host in _LOCAL_NAMES or host.endswith(".localhost") or host in {own, own.partition(".")[0]}


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is; None for a name. Short forms such as 127.1 are addresses, too."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except OSError:
            return None
    return getattr(address, "ipv4_mapped", None) or address
