"""Why an exchange failed: the innermost cause, in words that say what to do."""

from __future__ import annotations

import errno
import os
import socket
import ssl
import urllib.request
from collections.abc import Iterator
from typing import TypeVar
from urllib.parse import urlsplit

from openphone_gym.endpoint.words import one_line

WORDS = 200
"""Characters of a library's own words."""

_Fault = TypeVar("_Fault", bound=BaseException)
_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.ETIMEDOUT})


def cause_of(fault: BaseException, url: str, proxies: bool) -> str:
    """What happened and what to do about it.

    Args:
        fault: What was raised, with the causes that it carries.
        url: What should have been reached.
        proxies: Whether proxies of the environment may stand in between.
    """
    chain = list(_chain(fault))
    named = {kind.__name__ for cause in chain for kind in type(cause).__mro__}
    inner = one_line(str(chain[-1]) or str(fault), WORDS)
    host = _host(url)
    proxy, variable = _proxy(url) if proxies else ("", "")
    peer = f"the proxy {proxy} of {variable}" if proxy else host
    check = f"mend {variable}, or name the host of {host} in NO_PROXY" if proxy else "check base_url"
    if certificate := _first(chain, ssl.SSLCertVerificationError):
        reason = one_line(certificate.verify_message, WORDS)
        return (
            f"TLS: the certificate of {host} is not trusted ({reason}); name its authority in SSL_CERT_FILE"
        )
    if _first(chain, ssl.SSLError):
        return f"TLS: {host} speaks none that is understood ({inner}); is it http instead of https?"
    if _first(chain, socket.gaierror) or _first(chain, UnicodeError):
        return f"DNS: the name of {peer} is not known ({inner}); {check}, and the network"
    if "ProxyError" in named:
        return f"proxy: {peer} refused ({inner}); {check}"
    if _first(chain, ConnectionRefusedError):
        return f"connection refused: nobody listens at {peer}; start the server, or {check}"
    if any(isinstance(cause, OSError) and cause.errno in _NO_WAY for cause in chain):
        return f"network: there is no way to {peer} ({inner}); check the network, or {check}"
    if _first(chain, ConnectionError) or named & {"BrokenResourceError", "ReadError", "WriteError"}:
        return f"connection reset: {peer} broke it off ({inner})"
    if named & {"InvalidURL", "UnsupportedProtocol", "LocalProtocolError"}:
        return f"base_url: {host} can't be asked ({inner}); {check}"
    if "ProtocolError" in named:
        return f"no HTTP: {peer} answered something else, or broke off ({inner}); {check}"
    return f"{type(chain[-1]).__name__} at {peer} ({inner})"


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """The fault and what it came of, innermost last; of several at once the first."""
    seen: set[int] = set()
    cause: BaseException | None = fault
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        inner = cause.exceptions[0] if isinstance(cause, BaseExceptionGroup) else None
        cause = inner or cause.__cause__ or cause.__context__


def _first(chain: list[BaseException], kind: type[_Fault]) -> _Fault | None:
    return next((cause for cause in chain if isinstance(cause, kind)), None)


def _host(url: str) -> str:
    try:
        address = urlsplit(url)
        port = address.port or {"http": 80, "https": 443}.get(address.scheme)
    except ValueError:
        return "an address that is none"
    return one_line(f"{address.hostname}:{port}", WORDS)


def _proxy(url: str) -> tuple[str, str]:
    """The proxy before an address, without a password, and the variable that names it; empty if none does."""
    address = urlsplit(url)
    found = urllib.request.getproxies()
    scheme = next((name for name in (address.scheme, "all") if found.get(name)), None)
    if scheme is None or urllib.request.proxy_bypass(address.hostname or ""):
        return "", ""
    variable = f"{scheme}_proxy"  # small letters go first
    return _host(found[scheme]), variable if variable in os.environ else variable.upper()
