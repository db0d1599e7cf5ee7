"""YAML that settings are read from: small and flat, and known to be so before anything is built of it.

A few lines of YAML can stand for more values than a machine holds, by aliases of aliases, or nest deeper than
any parser goes. Settings need neither.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

MOST_BYTES = 64 << 10
"""Of a file; the largest of the recipes has about one thousand."""

DEEPEST = 8
"""Lists and tables within each other."""


class BadConfig(ValueError):
    """A text is no YAML of settings; the message says why."""


def read_config(path: Path) -> Any:
    """The values of a file.

    Raises:
        BadConfig: The file can't be read, or is no YAML of settings.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        return parse_config(data.decode("utf-8"))
    except (OSError, UnicodeError, BadConfig) as fault:
        raise BadConfig(f"{path} can't be read: {fault}") from None


def parse_config(text: str) -> Any:
    """The values of a text.

    Raises:
        BadConfig: It is longer than ``MOST_BYTES``, deeper than ``DEEPEST``, uses aliases, or is no YAML.
    """
    import yaml  # late: comes with the extra

    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise BadConfig(f"it is longer than {MOST_BYTES} bytes")
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                raise BadConfig("it uses aliases (*name): write the values out")
            if depth > DEEPEST:
                raise BadConfig(f"it nests deeper than {DEEPEST} levels")
        return yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise BadConfig(" ".join(str(fault).split())) from None
    except ValueError as fault:  # a date or a number that none is
        raise BadConfig(str(fault)) from None
