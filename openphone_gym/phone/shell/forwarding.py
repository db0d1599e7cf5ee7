"""The accessibility forwarder of ``android_env``: what the phone was told about it.

On a real phone it is a service without screens that sends the accessibility nodes to a gRPC server. Here the
package can be installed and steered as there; ``serve.forwarder`` does the sending for a phone on the wire.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from openphone_gym.phone.system.state import Package, System

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

PACKAGE = "com.google.androidenv.accessibilityforwarder"
SERVICE = f"{PACKAGE}/{PACKAGE}.AccessibilityForwarder"
ENABLED_SERVICES = "enabled_accessibility_services"
"""Secure setting that names the services that run, with colons between them."""

PORT, TREES = "accessibility_forwarder_port", "accessibility_forwarder_trees"
"""Secure settings that keep what the forwarder would itself: the server's port, and whether it sends."""

THIS_MACHINE = ("10.0.2.2", "127.0.0.1", "localhost")
"""Names of the machine that the phone runs on; an emulator's phone knows it by the first."""


def install(system: System) -> None:
    """Puts the package on the phone, unless it is there."""
    system.packages.setdefault(PACKAGE, Package("Accessibility Forwarder", megabytes=12))


def port(system: System) -> int:
    """Port of the server on this machine that trees are sent to at present; 0 if none are sent."""
    package = system.packages.get(PACKAGE)
    secure = system.settings["secure"]
    runs = package is not None and package.enabled and SERVICE in secure.get(ENABLED_SERVICES, "").split(":")
    return _number(secure.get(PORT, "")) if runs and secure.get(TREES) == "1" else 0


def _number(word: str) -> int:
    """A port from its digits; 0 if it is none."""
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 6 else 0
    return number if number < 65_536 else 0


def _set_server(phone: Phone, extras: Mapping[str, str]) -> str:
    """Names the server; one on another machine is none."""
    here = extras.get("host", THIS_MACHINE[0]) in THIS_MACHINE
    return _kept(phone, PORT, str(_number(extras.get("port", "")) if here else 0))


def _kept(phone: Phone, setting: str, value: str) -> str:
    if PACKAGE in phone.system.packages:
        phone.system.settings["secure"][setting] = value
    return "result=0"


LISTENERS: Mapping[str, Callable[[Phone, Mapping[str, str]], str]] = {
    "accessibility_forwarder.intent.action.SET_GRPC": _set_server,
    "accessibility_forwarder.intent.action.ENABLE_ACCESSIBILITY_TREE_LOGS": lambda phone, extras: _kept(
        phone, TREES, "1"
    ),
    "accessibility_forwarder.intent.action.DISABLE_ACCESSIBILITY_TREE_LOGS": lambda phone, extras: _kept(
        phone, TREES, "0"
    ),
}
"""Broadcasts that the package takes, with their extras; each gives the result as ``am`` prints it."""
