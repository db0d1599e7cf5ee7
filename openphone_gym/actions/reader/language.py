"""Which calls an answer may hold: the actions by their names, whatever their arguments mean."""

from __future__ import annotations

from collections.abc import Callable, Collection

import msgspec

from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader.calls import NAME_KEYS, Call


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """The calls that answers are made of.

    Attributes:
        names: The actions, for messages.
        find: Looks an action up by a name that a call gives; raises ``InvalidAction`` where there is none.
        action_name: The name of the action that a call means.
        keys: Keys of a JSON object under which the name may stand.
        example: A call, for messages.
        examples: One or two calls that show how arguments are written.
        json_example: The same as JSON.
    """

    names: Collection[str]
    find: Callable[[str], object]
    action_name: Callable[[Call], str]
    keys: tuple[str, ...] = NAME_KEYS
    example: str
    examples: str
    json_example: str

    def knows(self, call: Call) -> bool:
        """Whether the call names one of the actions."""
        return self.problem(call) is None

    def problem(self, call: Call) -> InvalidAction | None:
        """Why the call names none of the actions; None if it does."""
        try:
            self.find(self.action_name(call))
        except InvalidAction as error:
            return error
        return None
