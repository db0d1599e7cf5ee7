"""Variables of a shell, and the arguments of its script or function."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError

MOST_VARIABLES, LARGEST_VARIABLES = 1_000, 4 << 20
"""Most variables of a shell, and most characters of all of them."""

VARIABLES_PER_STEP = 100
"""Variables that can be looked through in one step of a budget."""

FIRST = {"HOME": "/", "PWD": "/", "PATH": "/system/bin", "EXTERNAL_STORAGE": "/sdcard", "USER": "root"}
"""Variables of a new shell."""

PROCESS = "3210"
"""Number of the process that every shell is."""


class Variables:
    """Values by name.

    Attributes:
        arguments: What ``$1`` and its like stand for.
        code: Exit code of the last command, which is ``$?``.
    """

    def __init__(self) -> None:
        self._values = dict(FIRST)
        self.arguments: list[str] = []
        self.code = 0

    def get(self, name: str) -> str | None:
        """A value; None if there is none of that name."""
        if name.isdigit():
            place = int(name) if len(name) < 6 else len(self.arguments) + 1
            return ("sh", *self.arguments)[place] if place <= len(self.arguments) else None
        known = {"?": str(self.code), "#": str(len(self.arguments)), "$": PROCESS, "!": None}
        if name in known:
            return known[name]
        return " ".join(self.arguments) if name in ("@", "*") else self._values.get(name)

    def assign(self, name: str, value: str) -> None:
        """Sets a value.

        Raises:
            ShellError: The shell has no room for it.
        """
        spend(len(self._values) / VARIABLES_PER_STEP)
        others = [len(held) for known, held in self._values.items() if known != name]
        if len(others) >= MOST_VARIABLES or sum(others) + len(value) > LARGEST_VARIABLES:
            raise ShellError(f"{name[:40]}: no room for the variable")
        self._values[name] = value

    def unset(self, name: str) -> None:
        """Forgets a value."""
        self._values.pop(name, None)

    def all(self) -> dict[str, str]:
        """A copy of all values by name."""
        spend(len(self._values) / VARIABLES_PER_STEP)
        return dict(self._values)

    def restore(self, values: dict[str, str], arguments: Sequence[str]) -> None:
        """Goes back to values that were copied before."""
        self._values, self.arguments = values, list(arguments)
