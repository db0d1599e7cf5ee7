"""What the numbers of a point mean: pixels of the screen, pixels of the picture sent, or shares of either.

A dialect declares its space. Which one an answer is in can't be told from its numbers, so nobody tries.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.values import number
from openphone_gym.arguments import InvalidArgument

Size = tuple[int, int]
"""Width and height in pixels."""


class Space(msgspec.Struct, frozen=True):
    """A space of coordinates; both axes begin at the top left corner.

    Attributes:
        name: ``screen``, ``picture``, or the number that the far edges count as.
        most: That number; None for pixels.
        told: How a prompt says it.
    """

    name: str
    most: int | None
    told: str


def _share(most: int) -> Space:
    told = (
        f"Coordinates go from 0 to {most} along both sides of the picture, whatever its size: [0, 0] is the "
        f"top left corner and [{most}, {most}] the bottom right one."
    )
    return Space(str(most), most, told)


SPACES: dict[str, Space] = {
    "screen": Space(
        "screen",
        None,
        "Coordinates are pixels of the phone's screen, counted from its top left corner; the size of the "
        "screen stands beside the picture.",
    ),
    "picture": Space(
        "picture",
        None,
        "Coordinates are pixels of the picture, counted from its top left corner; its size stands beside it.",
    ),
    "1": _share(1),
    "999": _share(999),
    "1000": _share(1000),
}
"""The spaces by name."""


def find_space(name: str) -> Space:
    """The space of that name.

    Raises:
        InvalidArgument: There is none; names the nearest.
    """
    if name not in SPACES:
        raise InvalidArgument("coordinates", name, list(SPACES))
    return SPACES[name]


class Resize(msgspec.Struct, frozen=True):
    """How a model's own preprocessing brings a picture to a size that it can cut into patches.

    A picture that was brought to that size before it is sent stays as it is there, so that the pixels which
    the model counts are those of the picture sent.

    Attributes:
        multiple: Both sides become multiples of so many pixels.
        least: Pixels that the picture has at least.
        most: Pixels that it has at most.
    """

    multiple: int = 28
    least: int = 4 * 28 * 28
    most: int = 16384 * 28 * 28

    def size(self, width: int, height: int) -> Size:
        """The size of a picture after it: both sides rounded, or its area first brought within the limits."""
        rounded = self._sides(width, height, round)
        area = rounded[0] * rounded[1]
        if self.least <= area <= self.most:
            return rounded
        scale = math.sqrt((self.most if area > self.most else self.least) / (width * height))
        return self._sides(width * scale, height * scale, math.floor if area > self.most else math.ceil)

    def _sides(self, width: float, height: float, rounding: Callable[[float], int]) -> Size:
        across, down = (max(rounding(side / self.multiple), 1) * self.multiple for side in (width, height))
        return across, down


class View(msgspec.Struct, frozen=True):
    """What a model was shown, and how its coordinates count on it.

    Attributes:
        space: What coordinates mean.
        screen: Width and height of the phone's screen.
        picture: Width and height of the picture that was sent; of the screen where none was.
    """

    space: Space
    screen: Size
    picture: Size

    @property
    def full(self) -> Size:
        """What the far edges count as."""
        if self.space.most is not None:
            return self.space.most, self.space.most
        return self.screen if self.space.name == "screen" else self.picture

    def pixel(self, x: object, y: object) -> Size:
        """The pixel of the screen that a point lies in.

        Raises:
            InvalidAction: It is no point of the space.
        """
        values = number(x), number(y)
        if None in values:
            raise InvalidAction(f"a point is two numbers, not {x!r:.40} and {y!r:.40}", value=None)
        if self.space.most != 1 and all(isinstance(value, float) and 0 <= value <= 1 for value in values):
            raise InvalidAction(
                f"x={x}, y={y} looks like shares of the screen. {self.space.told}", value=str(x)
            )
        return self._along(0, values[0]), self._along(1, values[1])

    def _along(self, axis: int, value: float | None) -> int:
        full, size = self.full[axis], self.screen[axis]
        last = full - 1 if self.space.most is None else full
        if value is None or not (0 <= value < full or value == last):
            name = "xy"[axis]
            raise InvalidAction(
                f"{name}={value} is outside: {name} goes from 0 to {last}. {self.space.told}", value=value
            )
        if self.space.most is None:  # a pixel of the picture stands for the middle of what it shows
            value = math.floor(value) + 0.5
        return min(math.floor(value * size / full), size - 1)

    def point(self, x: int, y: int) -> list[int | float]:
        """A pixel of the screen as a point of the space."""
        return [self._written(0, x), self._written(1, y)]

    def _written(self, axis: int, pixel: int) -> int | float:
        middle = (pixel + 0.5) * self.full[axis] / self.screen[axis]
        if self.space.most == 1:
            return round(middle, 4)
        return math.floor(middle) if self.space.most is None else math.ceil(middle - 0.5)
