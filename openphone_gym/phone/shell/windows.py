"""``wm``: the window manager. The phone is held upright, whatever it is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.arguments import InvalidArgument
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.text import USAGE
from openphone_gym.phone.system import density

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

HELP = "wm size [reset|WxH] | density [reset|N] | user-rotation [free|lock [0]] | dismiss-keyguard"


def wm(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``wm size [WxH|reset]``, ``wm density [N|reset]``, ``wm user-rotation [free|lock 0]``."""
    match arguments:
        case ["size", *rest] if len(rest) < 2:
            return _size(phone, *rest)
        case ["density", *rest] if len(rest) < 2:
            return _density(phone, *rest)
        case ["user-rotation"]:
            return "lock 0\n"
        case ["user-rotation" | "set-user-rotation", "free"] | [
            "user-rotation" | "set-user-rotation",
            "lock",
        ]:
            return ""
        case ["user-rotation" | "set-user-rotation", "lock", turn]:
            return _turned(turn)
        case ["dismiss-keyguard"] | ["fixed-to-user-rotation" | "set-fix-to-user-rotation", *_]:
            return ""
        case [verb, *_] if verb not in ("size", "density", "user-rotation", "set-user-rotation"):
            raise ShellError("", USAGE, f"Unknown command: {verb[:80]}\n")
    raise ShellError("", USAGE, f"{HELP}\n")


def _size(phone: Phone, size: str = "") -> str:
    system = phone.system
    own = density.own_size(system)
    if not size:
        changed = (system.display.width, system.display.height) != own
        override = f"Override size: {system.display.width}x{system.display.height}\n" if changed else ""
        return f"Physical size: {own[0]}x{own[1]}\n{override}"
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", size, re.ASCII)
    if found is None and size != "reset":
        raise ShellError(f"Error: bad size '{size[:40]}'", USAGE)
    try:
        density.set_size(system, *((int(found[1]), int(found[2])) if found else own))
    except InvalidArgument as error:
        raise ShellError(f"Error: {error}", USAGE) from None
    phone.changed()
    return ""


def _density(phone: Phone, dpi: str = "") -> str:
    system = phone.system
    own = density.own_density(system)
    if not dpi:
        changed = system.display.density != own
        override = f"Override density: {system.display.density}\n" if changed else ""
        return f"Physical density: {own}\n{override}"
    if dpi != "reset" and not (dpi.isascii() and dpi.isdigit() and len(dpi) < 5):
        raise ShellError(f"Error: bad number '{dpi[:20]}'", USAGE)
    try:
        density.set_density(system, own if dpi == "reset" else int(dpi))
    except ValueError as error:
        raise ShellError(f"Error: {error}", USAGE) from None
    return ""


def _turned(turn: str) -> str:
    if turn != "0":
        raise ShellError(f"Error: rotation {turn[:20]}: the phone is locked to portrait", USAGE)
    return ""
