"""The screen: which sizes, densities and text sizes there are, and how the user sets the size of things.

These limits are the only ones. Screens of environments, ``wm density`` and the pages of the settings all keep
to them, so that what can be chosen can always be shown.
"""

from __future__ import annotations

from openphone_gym.arguments import InvalidArgument, whole
from openphone_gym.phone.system.state import Display, System

PROPERTY = "ro.sf.lcd_density"
"""Property that holds the screen's own density."""

FORCED = "display_density_forced"
"""Key of the secure table that holds the user's density, as on Android."""

SMALLEST, LARGEST = (240, 400), (4320, 7680)
"""Width and height in pixels of the smallest and the largest screen."""

LEAST_RATIO = 1.5
"""Height of the widest screen, in widths: a phone is held upright."""

LEAST_DP = 320
"""Narrowest screen in dp, as Android's own compatibility rules have it for phones."""

LOWEST, HIGHEST = 60, 2000
"""Dots per inch."""

FONT_SCALES = (0.5, 2.0)
"""Least and greatest text size at which screens are laid out."""

DISPLAY_SCALES = (0.85, 1.0, 1.1)
"""Sizes that a user can set the display to, in units of its own density."""


def possible(display: Display) -> Display:
    """The screen, if there can be a phone with it.

    Raises:
        InvalidArgument: Its size or its density is out of range.
    """
    given = (display.width, display.height, display.density)
    width, height, density = (whole()("screen", measure) for measure in given)
    if not (SMALLEST[0] <= width <= LARGEST[0] and SMALLEST[1] <= height <= LARGEST[1]):
        least, most = (f"{size[0]} x {size[1]}" for size in (SMALLEST, LARGEST))
        raise InvalidArgument("screen", given, [f"between {least} and {most} pixels"])
    if height < LEAST_RATIO * width:
        raise InvalidArgument("screen", given, ["a phone held upright, at least half as high again as wide"])
    if not _fits(width, density):
        fitting = f"between {LOWEST} and {_highest(width)}, at which it is {LEAST_DP} dp wide or more"
        raise InvalidArgument("screen", given, [f"a density {fitting}"])
    return Display(width, height, density)


def _fits(width: int, density: int) -> bool:
    """Whether pages fit on a screen of that width in pixels."""
    return LOWEST <= density <= _highest(width)


def _highest(width: int) -> int:
    return min(HIGHEST, width * 160 // LEAST_DP)


OWN_SIZE = "ro.surface.size"
"""Property that holds the screen's own size while another one is set."""

FORCED_SIZE = "display_size_forced"
"""Key of the global table that holds the size that was set, as on Android."""


def own_size(system: System) -> tuple[int, int]:
    """Width and height in pixels that the screen was made with."""
    width, _, height = system.properties.get(OWN_SIZE, "").partition("x")
    told = width.isascii() and width.isdigit() and height.isascii() and height.isdigit()
    known = Display(int(width[:5]), int(height[:5]), system.display.density) if told else system.display
    return known.width, known.height


def set_size(system: System, width: int, height: int) -> None:
    """Has pages laid out for a screen of another size; the screen's own size takes the setting away.

    Raises:
        InvalidArgument: There can be no phone with such a screen and the present density.
    """
    own = own_size(system)
    display = possible(Display(width, height, system.display.density))
    if (width, height) == own:
        system.settings["global"].pop(FORCED_SIZE, None)
        system.properties.pop(OWN_SIZE, None)
    else:
        system.settings["global"][FORCED_SIZE] = f"{width},{height}"
        system.properties[OWN_SIZE] = f"{own[0]}x{own[1]}"
    system.display.width, system.display.height = display.width, display.height


def own_density(system: System) -> int:
    """Dots per inch that the screen was made with."""
    told = system.properties.get(PROPERTY, "")
    own = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0
    return own if _fits(system.display.width, own) else system.display.density


def densities(system: System) -> list[int]:
    """Densities that the user can choose, from small things to large ones: those at which pages fit."""
    own = own_density(system)
    return [scaled for scale in DISPLAY_SCALES if _fits(system.display.width, scaled := round(own * scale))]


def set_density(system: System, density: int) -> None:
    """Makes everything smaller or larger; the screen's own density takes the setting away.

    Raises:
        ValueError: Pages would not fit on a screen of that density.
    """
    display = system.display
    if not _fits(display.width, density):
        raise ValueError(f"density {density} is not between {LOWEST} and {_highest(display.width)}")
    system.properties.setdefault(PROPERTY, str(display.density))
    display.density = density
    if density == own_density(system):
        system.settings["secure"].pop(FORCED, None)
    else:
        system.settings["secure"][FORCED] = str(density)
