"""``settings``: the tables of the settings provider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.text import USAGE, lines, number, usage
from openphone_gym.phone.system.density import FONT_SCALES
from openphone_gym.phone.system.seed import TABLES
from openphone_gym.phone.system.state import Namespace

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

NUMBERS = {
    table: {key for key, value in defaults.items() if value.isdigit()} for table, defaults in TABLES.items()
}
"""Settings that have to be whole numbers, since screens reckon with them."""


PORTRAIT = "0"
"""The only value of ``user_rotation``."""

BRIGHTEST = 255

LONGEST_SETTING, MOST_SETTINGS = 32_768, 2_000
"""Most characters of a setting, and most settings of a table."""


def settings(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``settings get|put|delete|list [--user N] TABLE [KEY [VALUE]]``."""
    match _without_user(arguments):
        case ["list", table]:
            return lines([f"{key}={value}" for key, value in sorted(_table(phone, table).items())])
        case ["get", table, key]:
            return f"{_table(phone, table).get(key, 'null')}\n"
        case ["put", table, key, value, *_]:
            put_setting(phone, table, key, value)
            return ""
        case ["delete", table, key]:
            gone = _table(phone, table).pop(key, None)
            return f"Deleted {int(gone is not None)} rows\n"
    raise usage("settings get|put|delete|list global|system|secure [KEY [VALUE]]")


def _without_user(arguments: Sequence[str]) -> list[str]:
    """The arguments without ``--user N``, of whom there is one; it stands before or after the verb."""
    words = list(arguments)
    at = words.index("--user") if "--user" in words[:2] else len(words)
    del words[at : at + 2]
    return words


def put_setting(phone: Phone, table: str, key: str, value: str) -> None:
    """Writes a setting.

    Raises:
        ShellError: There is no such table, or the phone could not live with the value.
    """
    kept = _table(phone, table)
    full = len(kept) >= MOST_SETTINGS and key not in kept
    if full or len(key) > LONGEST_SETTING or len(value) > LONGEST_SETTING:
        raise ShellError("Error: You are adding too many settings", USAGE)
    kept[key] = _checked(table, key, value)


def _table(phone: Phone, name: str) -> Namespace:
    try:
        return phone.system.settings[name]
    except KeyError:
        raise ShellError(f"Error: Invalid namespace '{name}'", USAGE) from None


def _checked(table: str, key: str, value: str) -> str:
    """The value, if the phone can live with it."""
    if key == "font_scale" and not FONT_SCALES[0] <= number(value) <= FONT_SCALES[1]:
        raise ShellError(f"Error: font_scale is between {FONT_SCALES[0]} and {FONT_SCALES[1]}", USAGE)
    if (table, key) == ("system", "user_rotation") and value != PORTRAIT:
        raise ShellError("Error: user_rotation stays 0, since the phone is locked to portrait", USAGE)
    if key in NUMBERS.get(table, ()) and not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ShellError(f"Error: {key} has to be a whole number", USAGE)
    if key == "screen_brightness" and number(value) > BRIGHTEST:
        raise ShellError(f"Error: Invalid value: {value[:20]} for setting: {key}", USAGE)
    return value
