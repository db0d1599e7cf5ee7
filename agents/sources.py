"""Where the settings of an agent come from: what stands behind the colon of its name."""

from __future__ import annotations

from openphone_gym.endpoint import EndpointNotConfigured


def parted(source: str) -> tuple[str, dict[str, str]]:
    """Where settings are, and those that stand behind commas and go before them.

    Args:
        source: Such as ``OPENPHONE_CLOUD,dialect=uitars``, ``agent.toml`` or ``dialect=uitars`` alone.

    Returns:
        The file or prefix, empty where only settings are given; and these.

    Raises:
        EndpointNotConfigured: What stands behind a comma is no setting.
    """
    first, *others = source.split(",")
    if "=" in first:
        first, others = "", [first, *others]
    return first, settings_of(others, source)


def settings_of(parts: list[str], source: str) -> dict[str, str]:
    """Settings such as ``temperature=0.7``, by name.

    Raises:
        EndpointNotConfigured: One of them is none.
    """
    values: dict[str, str] = {}
    for part in parts:
        name, equals, value = part.partition("=")
        if not equals:
            raise EndpointNotConfigured(f"{part!r} in {source} is no setting: write such as temperature=0.7")
        values[name.strip()] = value.strip()
    return values
