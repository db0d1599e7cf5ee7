"""A dialect: how one family of models writes its actions."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec

from openphone_gym.actions.dialects.arguments import Arguments
from openphone_gym.actions.dialects.coordinates import Resize, Size, View
from openphone_gym.actions.gestures import to_gesture
from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader import Call, Language
from openphone_gym.actions.vocabulary import Action
from openphone_gym.ui.gesture import Swipe


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """How one family of models writes its actions; ``dialects.read`` reads an answer in it.

    Attributes:
        name: Such as ``uitars``.
        models: Models that are published for it, for people.
        names: Finds it in the name of a model, in small letters; None for those that are only named.
        space: Name of the coordinates' space, one of ``coordinates.SPACES``.
        language: The calls that answers may hold.
        meaning: The action of a call on what the model was shown; raises ``InvalidAction``.
        claims: Whether a call of the language could be of no other one.
        writing: The call of an action, as the model would write it; raises ``InvalidAction`` for what the
            dialect can't say.
        answer: A whole answer, with ``{thought}`` and ``{call}`` in it.
        prompt: The actions and the form of an answer, as a prompt tells them. Takes whether elements have
            numbers, and whether a plain picture is shown.
        tools: The same as function tools, where models are used with those; None where they answer in text.
        mode: How the phone is shown, unless something else is asked for.
        numbers: Whether elements may be named by number, so that other modes do as well.
        resize: What the model's preprocessing does to a picture whose pixels it counts.
        native: Whether answers always are native tool calls.
        long_side: Pixels to which pictures are shrunk, unless something else is asked for.
    """

    name: str
    models: str
    names: re.Pattern[str] | None = None
    space: str
    language: Language
    meaning: Callable[[Call, View], Action]
    claims: Callable[[Call], bool]
    writing: Callable[[Action, View], str]
    answer: str
    prompt: Callable[[bool, bool], str]
    tools: Callable[[], list[dict[str, Any]]] | None = None
    mode: str = "screenshot"
    numbers: bool = False
    resize: Resize | None = None
    native: bool = False
    long_side: int | None = None


def finder(
    dialect: str,
    names: Collection[str],
    refused: Collection[str] = (),
    others: Mapping[str, str] | None = None,
) -> Callable[[str], str]:
    """A look-up of actions by name; case, blanks, hyphens and underscores are not told apart.

    Args:
        dialect: For the message.
        names: The actions.
        refused: Actions of the models that the phone lacks.
        others: Other names that models write for them.
    """
    known = {_plain(name): name for name in (*names, *refused)}
    known |= {_plain(other): name for other, name in (others or {}).items()}

    def find(name: str) -> str:
        found = known.get(_plain(name)) if isinstance(name, str) else None
        if found is None:
            raise InvalidAction.unknown(f"action of {dialect}", name, tuple(names))
        return found

    return find


def meaning(
    name_of: Callable[[Call], str],
    find: Callable[[str], str],
    refused: Mapping[str, str],
    act: Callable[[str, Arguments, View], Action],
    naming: Callable[[Call], tuple[str, ...]] = lambda call: (),
) -> Callable[[Call, View], Action]:
    """What calls mean: an action that takes all that it was given, or an ``InvalidAction`` that says why not.

    Args:
        name_of: The name of a call's action.
        find: The look-up of it.
        refused: Actions that the phone lacks, with what to do instead.
        act: The action of that name, with these arguments.
        naming: Arguments of a call that name the action, and are none of it.
    """

    def meant(call: Call, view: View) -> Action:
        name = find(name_of(call))
        if name in refused:
            raise InvalidAction(refused[name], value=name)
        arguments = Arguments(name, call, *naming(call))
        action = act(name, arguments, view)
        arguments.done()
        return action

    return meant


def listing(actions: Mapping[str, tuple[str, str]]) -> str:
    """Actions for a prompt, a line each: how one is written, and what it does."""
    return "\n".join(f"{form} {does}" for form, does in actions.values())


def _plain(name: str) -> str:
    return re.sub(r"[\s\-_]+", "_", name[:100].strip().casefold())


def travel(action: Action, view: View) -> tuple[Size, Size]:
    """Where the finger of a swipe or a drag begins and ends, in pixels of the screen.

    Raises:
        InvalidAction: It begins at a numbered element, which only the screen could tell.
    """
    gesture = to_gesture(action, [], *view.screen, str)
    assert isinstance(gesture, Swipe)
    return (gesture.x1, gesture.y1), (gesture.x2, gesture.y2)


def touched(action: Action, view: View) -> list[int | float]:
    """The point of a tap or a long press as the dialect's coordinates.

    Raises:
        InvalidAction: It is named by number.
    """
    arguments: dict[str, Any] = action.arguments
    if "x" not in arguments:
        raise InvalidAction(f"{action} names an element by number, which this dialect can't")
    return view.point(arguments["x"], arguments["y"])


def unsayable(action: Action, dialect: str) -> InvalidAction:
    """The error for an action that a dialect has no words for."""
    return InvalidAction(f"the dialect {dialect} can't say {action}")
