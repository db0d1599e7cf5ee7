"""The action vocabulary: typed functions whose signatures and docstrings are the prompt.

Each function below returns an ``Action``. Its signature and docstring are what ``prompt_text`` shows
to a model and what the reader checks arguments against, so adding an action means adding one function
here (and what it does on the screen in ``gestures.py``). In the docstrings, everything before
``Examples:`` is prose for the model; examples that name ``x=`` are shown only with coordinates.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Collection, Mapping
from functools import reduce
from operator import or_
from typing import Any, Literal, TypeVar, get_args, get_type_hints

import msgspec

from openphone_gym.actions.invalid import InvalidAction, nearest, shown
from openphone_gym.actions.values import MOST, Argument, fitted, misfit, options, pixels

Direction = Literal["up", "down", "left", "right"]
Distance = Literal["short", "medium", "long"] | int
Seconds = int | float
Builder = TypeVar("Builder", bound=Callable[..., "Action"])

_POINT = ("x", "y")
_LONGEST_NAME = 100


class Action(msgspec.Struct, frozen=True):
    """One call of the vocabulary; ``str(action)`` is its canonical text, which ``parse`` reads back.

    The vocabulary's functions and ``build`` check what they make; constructing an ``Action`` does not.

    Attributes:
        name: Name of the action, such as ``tap``.
        arguments: The arguments that were given, by parameter name; not those at their default.
    """

    name: str
    arguments: dict[str, Argument] = {}

    def __hash__(self) -> int:
        try:
            return hash((self.name, frozenset(self.arguments.items())))
        except Exception:  # unchecked parts may be of any kind; equal actions still get equal numbers
            return 0

    def __str__(self) -> str:
        try:
            return self._canonical()
        except Exception:  # unchecked parts may be of any kind
            return f"{shown(self.name)}(**{shown(self.arguments)})"

    def _canonical(self) -> str:
        kind = VOCABULARY.get(self.name)
        rest = dict(self.arguments)
        parts = []
        for parameter in kind.parameters if kind else ():
            if parameter not in rest or parameter in _POINT:
                break
            parts.append(_literal(rest.pop(parameter)))
        parts += [f"{key}={_literal(value)}" for key, value in rest.items()]
        return f"{self.name}({', '.join(parts)})"

    def __repr__(self) -> str:
        return f"<Action {self}>"


class ActionType(msgspec.Struct, frozen=True):
    """A function of the vocabulary, and what its signature says.

    Attributes:
        name: Name of the action.
        function: Builds the action.
        parameters: Type of each parameter, in order, without the None of optional ones.
        defaults: Default of each parameter; ``inspect.Parameter.empty`` for one that must be given.
        aliases: Other names that models use for it.
    """

    name: str
    function: Callable[..., Action]
    parameters: dict[str, Any]
    defaults: dict[str, Any]
    aliases: tuple[str, ...]

    @property
    def takes_point(self) -> bool:
        """Whether a point (x, y) can stand in place of an index."""
        return "x" in self.parameters

    def accepts(self, parameter: str, value: object) -> bool:
        """Whether ``value`` can be converted to the type of ``parameter``."""
        return fitted(self.parameters[parameter], value) is not None

    def convert(self, parameter: str, value: object) -> Argument:
        """Returns ``value`` as the type of ``parameter``: digits as numbers, words in lower case.

        Raises:
            InvalidAction: The value does not fit the type.
        """
        hint = self.parameters[parameter]
        found = fitted(hint, value)
        if found is not None:
            return found
        choices = [choice for choice in options(hint) if isinstance(choice, str)]
        problem = f"{parameter} of {self.name} must be {_spelled(hint)}, not {misfit(value)}"
        near = nearest(value, choices)
        message = f"{problem}; did you mean {near!r}?" if near else problem
        raise InvalidAction(message, value=value, choices=choices, suggestion=near)

    def prompt(self, coordinates: bool) -> str:
        """The action as shown to a model: signatures, what it does, examples."""
        prose, _, examples = (inspect.getdoc(self.function) or "").partition("\n\nExamples:\n")
        calls = [line.strip() for line in examples.splitlines() if coordinates or "x=" not in line]
        body = [line for line in prose.splitlines() if line] + [f"Example: {line}" for line in calls]
        return "\n    ".join(["\n".join(self._signatures(coordinates)), *body])

    def _signatures(self, coordinates: bool) -> list[str]:
        spelled = {
            name: f"{name}: {_spelled(hint)}" + _default(self.defaults[name])
            for name, hint in self.parameters.items()
        }
        by_index = [text for name, text in spelled.items() if name not in _POINT]
        signatures = [f"{self.name}({', '.join(by_index)})"]
        if coordinates and self.takes_point:
            by_point = [spelled["x"], spelled["y"], *by_index[1:]]
            signatures.append(f"{self.name}({', '.join(by_point)})")
        return signatures


VOCABULARY: dict[str, ActionType] = {}
"""Every action that prompts offer, by name and in their order."""

UNOFFERED: dict[str, ActionType] = {}
"""Actions that only some dialects have, by name; no prompt of the vocabulary's own offers them."""


def _given(hint: Any) -> Any:
    """The type without None: an optional argument that is given has a value."""
    choices = get_args(hint)
    if type(None) not in choices:
        return hint
    return reduce(or_, [choice for choice in choices if choice is not type(None)])


def action(*aliases: str, offered: bool = True) -> Callable[[Builder], Builder]:
    """Adds a function to the vocabulary, under its own name and the ``aliases`` that models write."""

    def register(function: Builder) -> Builder:
        name = function.__name__
        hints = {key: _given(hint) for key, hint in get_type_hints(function).items() if key != "return"}
        signature = inspect.signature(function).parameters
        defaults = {key: parameter.default for key, parameter in signature.items()}
        kinds = VOCABULARY if offered else UNOFFERED
        kinds[name] = ActionType(name, function, hints, defaults, aliases)
        return function

    return register


@action("click")
def tap(index: int | None = None, x: int | None = None, y: int | None = None) -> Action:
    """Taps an element.

    Examples:
        tap(3)
        tap(x=540, y=1200)
    """
    return _at_place("tap", index, x, y)


@action()
def swipe(
    index: int | None = None,
    direction: Direction | None = None,
    dist: Distance = "medium",
    x: int | None = None,
    y: int | None = None,
) -> Action:
    """Moves a finger across the screen in the given direction, starting at an element.

    Without an index it starts at the centre of the screen. A number as dist is a length in pixels.
    Swipe up to see what is further down.

    Examples:
        swipe(5, "up", "long")
        swipe(direction="left")
        swipe(x=540, y=1200, direction="down", dist="short")
    """
    if direction is None:
        raise InvalidAction(f"swipe needs a direction: {_spelled(Direction)}", choices=get_args(Direction))
    dist = pixels(dist=dist)["dist"]
    if index is None and x is None and y is None:
        return _call("swipe", direction=direction, dist=dist)
    return _at_place("swipe", index, x, y, direction=direction, dist=dist)


@action("type", "input_text", "type_text", "enter_text", "input")
def text(input_str: str) -> Action:
    """Replaces the content of the focused text field; tap the field before. Does not press Enter.

    Examples:
        text("Hello world")
    """
    return _call("text", input_str=input_str)


@action("longpress", "long_click", "long_tap")
def long_press(index: int | None = None, x: int | None = None, y: int | None = None) -> Action:
    """Presses an element for a second.

    Examples:
        long_press(7)
        long_press(x=540, y=1200)
    """
    return _at_place("long_press", index, x, y)


@action("done", "complete")
def finish(message: str | None = None) -> Action:
    """Ends the task. If the task asks a question, the message is the answer.

    Examples:
        finish()
        finish("The time is 7:30")
    """
    return _call("finish", message=message)


@action("sleep")
def wait(interval: Seconds | None = None) -> Action:
    """Waits for the given number of seconds, 0 to 10; 5 if none is given.

    Examples:
        wait(3)
    """
    return _call("wait", interval=interval)


@action("press_back", "go_back", "navigate_back")
def back() -> Action:
    """Presses the Back key.

    Examples:
        back()
    """
    return _call("back")


@action("press_home", "go_home", "navigate_home")
def home() -> Action:
    """Presses the Home key.

    Examples:
        home()
    """
    return _call("home")


@action("press_enter", "keyboard_enter")
def enter() -> Action:
    """Presses the Enter key.

    Examples:
        enter()
    """
    return _call("enter")


@action("launch_app", "open_app", "start_app", "open")
def launch(app_name: str) -> Action:
    """Starts an app, or brings it to the front, by its name.

    Examples:
        launch("Clock")
    """
    return _call("launch", app_name=app_name)


@action(offered=False)
def drag(x: int, y: int, to_x: int, to_y: int) -> Action:
    """Moves a finger from one point to another.

    Examples:
        drag(x=540, y=1200, to_x=540, to_y=300)
    """
    return _call("drag", **pixels(x=x, y=y, to_x=to_x, to_y=to_y))


def find(name: str) -> ActionType:
    """Looks up an action by name or alias; case, blanks and hyphens are not told apart.

    Raises:
        InvalidAction: There is no such action.
    """
    if not isinstance(name, str):
        raise InvalidAction(
            f"the name of an action is text, not {shown(name)}", value=name, choices=VOCABULARY
        )
    if found := VOCABULARY.get(name) or UNOFFERED.get(name):
        return found
    plain = re.sub(r"[\s\-]+", "_", name[:_LONGEST_NAME].strip().casefold())
    for kind in VOCABULARY.values():
        if plain == kind.name or plain in kind.aliases:
            return kind
    raise InvalidAction.unknown("action", name, list(VOCABULARY))


def build(name: str, arguments: Mapping[str, object]) -> Action:
    """Makes a checked action from a name and arguments by parameter name, of whatever types they are.

    Raises:
        InvalidAction: Unknown name or argument, missing argument, or a value of a wrong type.
    """
    kind = find(name)
    if not isinstance(arguments, Mapping):
        raise InvalidAction(f"the arguments of {kind.name} go by name, not as {shown(arguments)}")
    for key in arguments:
        if not isinstance(key, str) or key not in kind.parameters:
            raise InvalidAction.unknown(f"argument of {kind.name}", key, list(kind.parameters))
    empty = inspect.Parameter.empty
    missing = [key for key, value in kind.defaults.items() if value is empty and key not in arguments]
    if missing:
        raise InvalidAction(f"{kind.name} needs {missing[0]}", choices=missing)
    return kind.function(**arguments)


def prompt_text(names: Collection[str] | None = None, coordinates: bool = False) -> str:
    """The list of actions for a model's prompt.

    Args:
        names: Actions to offer, in this order; None for all.
        coordinates: Whether points in pixels are offered besides element numbers.

    Raises:
        InvalidAction: A name is not in the vocabulary.
    """
    kinds = VOCABULARY.values() if names is None else [find(name) for name in names]
    listing = "\n".join(kind.prompt(coordinates) for kind in kinds)
    if coordinates and any(kind.takes_point for kind in kinds):
        listing += "\nx and y are pixels, counted from the top left corner of the screen."
    return listing


def _call(name: str, **arguments: object) -> Action:
    """The action with its arguments converted, and those left out that say what is the default anyway."""
    kind = find(name)
    given = {key: kind.convert(key, value) for key, value in arguments.items() if value is not None}
    return Action(name, {key: value for key, value in given.items() if value != kind.defaults[key]})


def _at_place(name: str, index: int | None, x: int | None, y: int | None, **arguments: object) -> Action:
    by_index = index is not None and x is None and y is None
    by_point = index is None and x is not None and y is not None
    if not (by_index or by_point):
        raise InvalidAction(f"{name} needs either an index, as in {name}(3), or both x and y")
    if by_index:
        return _call(name, index=index, **arguments)
    return _call(name, **arguments, **pixels(x=x, y=y))


def _literal(value: object) -> str:
    plain = isinstance(value, str | float) or (isinstance(value, int) and abs(value) < MOST)
    return json.dumps(value if plain else shown(value), ensure_ascii=False)


def _spelled(hint: Any) -> str:
    names = [choice.__name__ if isinstance(choice, type) else json.dumps(choice) for choice in options(hint)]
    return " | ".join(names)


def _default(value: object) -> str:
    return "" if value is None or value is inspect.Parameter.empty else f" = {json.dumps(value)}"
