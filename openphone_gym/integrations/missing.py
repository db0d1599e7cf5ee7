"""The error of a stack that is not installed."""

from __future__ import annotations

from importlib.util import find_spec


class ExtraMissing(ImportError):
    """A stack's own package is not installed; the message names the extra that brings it."""


def need(package: str, extra: str) -> None:
    """Makes sure that a package is there, before it is imported.

    Args:
        package: Its name in an import.
        extra: The extra of openphone_gym that installs it.

    Raises:
        ExtraMissing: It is not installed.
    """
    if find_spec(package) is None:
        raise ExtraMissing(f"{package} is not installed: pip install 'openphone_gym[{extra}]'")
