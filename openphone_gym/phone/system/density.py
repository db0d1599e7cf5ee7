"""The display size: dots per inch, as the screen was made and as the user set them."""

from __future__ import annotations

from openphone_gym.phone.system.state import System

PROPERTY = "ro.sf.lcd_density"
"""Property that holds the screen's own density."""

FORCED = "display_density_forced"
"""Key of the secure table that holds the user's density, as on Android."""

LOWEST, HIGHEST = 120, 640
"""Densities at which pages still fit on a screen."""


def own_density(system: System) -> int:
    """Dots per inch that the screen was made with."""
    return int(system.properties.get(PROPERTY, system.display.density))


def set_density(system: System, density: int) -> None:
    """Makes everything smaller or larger; the screen's own density takes the setting away.

    Raises:
        ValueError: Nobody could use a screen of that density.
    """
    if not LOWEST <= density <= HIGHEST:
        raise ValueError(f"density {density} is not between {LOWEST} and {HIGHEST}")
    system.properties.setdefault(PROPERTY, str(system.display.density))
    system.display.density = density
    if density == own_density(system):
        system.settings["secure"].pop(FORCED, None)
    else:
        system.settings["secure"][FORCED] = str(density)
