"""The arguments of a call of a dialect, taken out one by one; what nobody asks for is refused."""

from __future__ import annotations

from openphone_gym.actions.dialects.coordinates import Size, View
from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader.calls import Call
from openphone_gym.actions.reader.literals import Value
from openphone_gym.actions.reader.points import corners

OPPOSITE = {"up": "down", "down": "up", "left": "right", "right": "left"}
"""Where a finger moves to bring more of one side into sight."""


def text_under(call: Call, *keys: str) -> str | None:
    """The first text that a call was given under one of these names."""
    given = [value for key in keys for name, value in call.named if name == key and isinstance(value, str)]
    return given[0] if given else None


class Arguments:
    """What a call was given.

    Args:
        action: Name of the action, for messages.
        call: The call; values that are None count as left out.
        without: Names that are no arguments, such as the one that names the action.
    """

    def __init__(self, action: str, call: Call, *without: str) -> None:
        self.action = action
        self._asked: list[str] = []
        self._values: dict[str, Value] = {}
        if call.positional:
            raise InvalidAction(f"{action} takes its arguments by name, such as text=...")
        for key, value in call.named:
            if key in without or value is None:
                continue
            if key in self._values:
                raise InvalidAction(f"{action} got {key!r:.40} twice")
            self._values[key] = value

    def take(self, *names: str) -> Value:
        """The value under the first of these names that was given; None if none was."""
        self._asked += names
        given = [name for name in names if name in self._values]
        return self._values.pop(given[0]) if given else None

    def need(self, *names: str) -> Value:
        """The same, for an argument that can't be left out.

        Raises:
            InvalidAction: It was.
        """
        value = self.take(*names)
        if value is None:
            raise InvalidAction(f"{self.action} needs {names[0]}", choices=names)
        return value

    def word(self, *names: str) -> str:
        """A word in lower case.

        Raises:
            InvalidAction: It was left out, or is no text.
        """
        value = self.need(*names)
        if not isinstance(value, str):
            raise InvalidAction(f"{names[0]} of {self.action} is a word", value=None)
        return value.strip().casefold()

    def direction(self, *names: str) -> str:
        """One of the four directions.

        Raises:
            InvalidAction: It is none.
        """
        word = self.word(*names)
        if word not in OPPOSITE:
            raise InvalidAction.unknown(f"{names[0]} of {self.action}", word, OPPOSITE)
        return word

    def point(self, view: View, *names: str, boxes: bool = False) -> Size:
        """The pixel of the screen that a point means, or the middle of a box.

        Raises:
            InvalidAction: It was left out, or is none.
        """
        return pixel_of(view, self.need(*names), f"{names[0]} of {self.action}", boxes)

    def done(self) -> None:
        """Makes sure that nothing is left.

        Raises:
            InvalidAction: Something is that the action does not have.
        """
        if self._values:
            asked = list(dict.fromkeys(self._asked))
            raise InvalidAction.unknown(f"argument of {self.action}", next(iter(self._values)), asked)


def pixel_of(view: View, value: Value, name: str, boxes: bool = False) -> Size:
    """The pixel of the screen that a value means: ``[x, y]``, or ``[x1, y1, x2, y2]`` where boxes may stand.

    Raises:
        InvalidAction: It is neither.
    """
    numbers = corners(value)
    if numbers is None or len(numbers) not in ((2, 4) if boxes else (2,)):
        shapes = "[x, y] or [x1, y1, x2, y2]" if boxes else "[x, y]"
        raise InvalidAction(f"{name} is a point {shapes}", value=None)
    if len(numbers) == 2:
        return view.pixel(*numbers)
    (left, top), (right, bottom) = view.pixel(*numbers[:2]), view.pixel(*numbers[2:])
    if left > right or top > bottom:
        raise InvalidAction("a box is [x1, y1, x2, y2] from the top left to the bottom right", value=None)
    return (left + right) // 2, (top + bottom) // 2
