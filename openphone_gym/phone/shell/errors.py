"""How a command of the shell fails."""

from __future__ import annotations


class ShellError(Exception):
    """A command ended with an exit code other than 0.

    Args:
        message: What it prints about it.
        code: The exit code.
        output: What it printed before.
    """

    def __init__(self, message: str, code: int = 1, output: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.output = output
