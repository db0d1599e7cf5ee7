"""Reads the action out of a model's answer. Nothing in the answer is ever executed.

Where the call is looked for, first place that holds one (``places``):

1. the whole answer, if it is nothing but one call; if it is nothing but several, the first;
2. inside ``<CALLED_FUNCTION>``, ``<tool_call>`` or ``<function_call>`` tags, or ``<answer>`` or ``<action>``
   tags with a call in them (the closing tag may be missing): the first. Nothing outside of them counts then;
3. right after ``CALLED_FUNCTION:``, ``Action:`` or ``Function:`` where a line or a sentence begins;
4. in a fenced code block: the last call on a line of its own, of the first block that holds one;
5. on a line of its own, if there are no different ones. A call within a sentence or a list is none: what
   was done, might be done or must not be done is told in the same words as what is to be done.

Thoughts (``<think>``) hold drafts of calls and are left out. Of an answer that was cut, only a call in
closed tags counts, or one with nothing before and behind it but quotation marks or a fence.

What counts as a call (``calls``, ``literals``): ``tap(3)``; AndroidLab's ``do(action="Tap", element=[...])``
and ``finish(message="...")``; a JSON object with ``name`` and ``arguments``, or with ``action`` and the
arguments beside it; also a name alone, such as ``back``, where nothing else stands. JSON may come as a Python
dict, with line breaks in texts, comments, trailing commas, doubled braces, or as text. Strings keep what is
written in them (``00112233`` stays so), and stand in any quotation marks; what could as well be several
strings can't be read.

What it means (``meaning``): arguments go by position or by keyword, under their own or a common other name;
a point ``[x, y]`` or box ``[x1, y1, x2, y2]`` in pixels may stand for an element. ``do(action="Type", ...)``
becomes the plain ``text`` action. AndroidLab's own executor presses Enter after it; here ``enter()`` is a
step of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader.calls import Call
from openphone_gym.actions.reader.language import Language
from openphone_gym.actions.reader.meaning import OWN, action_of
from openphone_gym.actions.reader.places import find_call, find_call_of_cut, without_thoughts
from openphone_gym.actions.vocabulary import Action, build

__all__ = [
    "MAX_LENGTH",
    "OWN",
    "Call",
    "Language",
    "action_of",
    "call_in",
    "checked",
    "parse",
    "parse_in",
    "without_thoughts",
]

MAX_LENGTH = 100_000
"""Longest answer that is read, in characters."""
_SHORT = 100
"""Answers up to this length are bare calls, which come again and again."""


def parse(answer: str, *, cut: str | None = None) -> Action:
    """Reads the one action that a model's answer calls for.

    Args:
        answer: What the model wrote, reasoning included; at most ``MAX_LENGTH`` characters.
        cut: Why the answer is not whole, such as "it was cut at the limit of 256 tokens"; None for one that
            is. Of a cut answer only a call in closed tags, or one that is the whole answer, counts.

    Raises:
        InvalidAction: No call was found, or it is not a valid one; the message says what would be.
    """
    if cut is None and len(answer) <= _SHORT:
        return _parse_again(answer)
    return parse_in(OWN, action_of, answer, cut=cut)


def parse_in(
    language: Language, meaning: Callable[[Call], Action], answer: str, *, cut: str | None = None
) -> Action:
    """Reads the one action of an answer that is written in another language, by the same rules.

    Args:
        language: The calls that the answer may hold.
        meaning: The action of such a call; raises ``InvalidAction`` where its arguments are not right.
        answer: As for ``parse``.
        cut: As for ``parse``.

    Raises:
        InvalidAction: As for ``parse``.
    """
    if len(answer) > MAX_LENGTH:
        raise InvalidAction(f"the answer has {len(answer)} characters; at most {MAX_LENGTH} are read")
    if cut is None:
        return meaning(find_call(answer, language))
    try:
        call = find_call_of_cut(answer, language)
        if call is not None:
            return meaning(call)
        problem = "only a call in closed tags would count, or one that is the whole answer"
    except InvalidAction as error:
        problem = str(error)
    raise InvalidAction(f"the answer is not whole ({cut}): {problem}; answer shorter, with the call first")


def call_in(language: Language, answer: str) -> Call | None:
    """The call that an answer holds in a language, whatever it means; None if there is none."""
    try:
        return find_call(answer, language)
    except InvalidAction:
        return None


def checked(action: object) -> Action:
    """Whatever an agent handed over, as a checked action: an ``Action``, the text of a call, or anything.

    Raises:
        InvalidAction: It is no valid action, and no text that ``parse`` reads; or it is this error itself.
    """
    try:
        if isinstance(action, str):
            return parse(str.__str__(action))
        if isinstance(action, Action):
            return build(action.name, action.arguments)
    except InvalidAction:
        raise
    except Exception as error:  # objects of an agent's own classes may do anything when looked at
        raise InvalidAction(f"the action can't be read: {type(error).__name__}") from error
    if isinstance(action, InvalidAction):
        raise action
    raise InvalidAction(f"an action is an Action or a call such as 'tap(3)', not {type(action).__name__}")


@lru_cache(maxsize=4096)
def _parse_again(answer: str) -> Action:
    return parse_in(OWN, action_of, answer)
