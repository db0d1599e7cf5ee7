"""Where in an answer the call stands.

A call counts where the answer marks it: in tags, after a label, in a fenced block, or on a line of its own.
One within a sentence is told ("I must not tap(2)"), not made, whatever the sentence says of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from openphone_gym.actions.invalid import InvalidAction
from openphone_gym.actions.reader.calls import MAX_CALLS, START, Call, calls, read
from openphone_gym.actions.reader.language import Language
from openphone_gym.actions.reader.literals import OBJECT, Literals, Unreadable

_LONGEST_NAME = 40

_THOUGHT_OPENS = re.compile(r"<(?:think|thinking|thought)>", re.I)
_THOUGHT_CLOSES = re.compile(r"</(?:think|thinking|thought)>", re.I)
_REMARKS = re.compile(r"<(reasoning|state_assessment|historical_reflection)>.*?(?:</\1>|\Z)", re.S | re.I)
_LOOSE_TAGS = ("answer", "action")
"""Tags that may as well hold something else; then they mark nothing."""
_MARKS = "CALLED_FUNCTION|tool_call|function_call|answer|action"
_TAGS = re.compile(rf"<({_MARKS})>(.*?)(</\1>|(?=<(?:{_MARKS})>)|\Z)", re.S | re.I)
_LABEL = re.compile(
    r"(?:^|(?<=[.!?。！？]) ?)[ \t*#>\-]*(?:CALLED_FUNCTION|Action|Function)[ \t*]*[:：][ \t*]*", re.I | re.M
)
_FENCE = re.compile(r"```[ \t]*\w*[ \t]*\n?(.*?)(?:```|\Z)", re.S)
_ONE_FENCE = re.compile(r"```[ \t]*\w*[ \t]*\n([^`]*)\n[ \t]*```")
_TURN_END = re.compile(r"<(?:\|[\w ]{1,40}\||/s|eos|end_of_turn)>\Z")
_LONGEST_TURN_END = 50
_SPACE = " \t\u00a0\u3000\u200b\u2060\ufeff"
"""What shows nothing in a line; byte order marks and joiners included."""
_BLANK = _SPACE + "\r\n"
_MARKUP = _BLANK + "`*"
_BEFORE = re.compile(rf"[{_SPACE}]*[`*]*")
_AFTER = re.compile(rf"[{_SPACE}`*;.。\]}}]*(?:(?:#|//)[^\n]*)?(?=[\r\n]|\Z)")
_BETWEEN = re.compile(r"[\s,;]*")
_QUOTE = re.compile(r"[\"'“”‘’„«»`]")
_TORN = re.compile(r"[ \t]*[\"'”’»)]|[^\n]*[\"'”’»]\s*\)")
"""What follows a call that ended at a quote within its text, the real end being further on."""


def find_call(answer: str, language: Language) -> Call:
    """The call of a whole answer.

    Args:
        answer: What the model wrote.
        language: The calls that it may hold.

    Raises:
        InvalidAction: There is none, or no telling which one is meant.
    """
    answer = _without_turn_ends(answer)
    if call := _only(answer, language):
        return call
    said = without_thoughts(answer)
    if said != answer and (call := _only(said, language)):
        return call
    if places := [tag[2] for tag in _tags(said, language)]:
        return _first_of(places, language)
    said = _REMARKS.sub("\n", said)
    for label in islice(_LABEL.finditer(said), MAX_CALLS) if ":" in said or "：" in said else ():
        if call := _leading(said[label.end() :], language):
            return call
    if call := _standing(said, language):
        return call
    raise _nothing_found(said, language)


def find_call_of_cut(answer: str, language: Language) -> Call | None:
    """The call of an answer that is not whole: in closed tags, or with nothing before and behind it.

    Args:
        answer: What the model wrote.
        language: The calls that it may hold.

    Raises:
        InvalidAction: What stands in the tags is no call.
    """
    said = without_thoughts(answer)
    for text in (answer, said):
        fenced = _ONE_FENCE.fullmatch(text.strip())
        if call := _only(fenced[1] if fenced else text, language, cut=True):
            return call
    places = [tag[2] for tag in _tags(said, language) if tag[3]]
    return _first_of(places, language) if places else None


def without_thoughts(answer: str) -> str:
    """The answer without the ``<think>`` part of some models, which holds drafts of calls."""
    if "<" not in answer:
        return answer
    start = 0
    for closed in _THOUGHT_CLOSES.finditer(answer):
        start = closed.end()
    opened = _THOUGHT_OPENS.search(answer, start)
    return answer[start : opened.start() if opened else len(answer)]


def _without_turn_ends(answer: str) -> str:
    """The answer without the tokens that end a turn, which some servers leave in the text."""
    for _ in range(MAX_CALLS):
        text = answer.rstrip(_BLANK)
        if not (end := _TURN_END.search(text, max(len(text) - _LONGEST_TURN_END, 0))):
            break
        answer = text[: end.start()]
    return answer


def _only(text: str, language: Language, cut: bool = False) -> Call | None:
    """The call that the text is, if it is nothing else; the first of several, if it is only calls."""
    bare = text.strip(_MARKUP)
    if bare.startswith('"'):
        bare = _unquoted(bare)
    at, first = 0, None
    for _ in range(MAX_CALLS):
        start = START.match(bare, at)
        try:
            call = read(bare, start, not cut, language.keys) if start else None
        except Unreadable:
            return None
        if call is None or (first and not (language.knows(first) and language.knows(call))):
            return None
        first = first or call
        between = _BETWEEN.match(bare, call.end)
        at = between.end() if between and not cut else call.end
        if at == len(bare):
            return first
    return None


def _unquoted(text: str) -> str:
    """A text that is nothing but a text in quotes, without them."""
    try:
        inner, end = Literals(text).quoted(0, OBJECT)
    except Unreadable:
        return text
    return inner.strip(_MARKUP) if end == len(text) else text


def _tags(said: str, language: Language) -> Iterator[re.Match[str]]:
    """The tags that mark a call."""
    for tag in islice(_TAGS.finditer(said), MAX_CALLS):
        loose = tag[1].lower() in _LOOSE_TAGS
        if tag[2].strip() and (not loose or START.search(tag[2]) or _word(tag[2], language)):
            yield tag


def _first_of(places: list[str], language: Language) -> Call:
    """The call of the first marked place that holds one; nothing outside of them counts.

    Raises:
        InvalidAction: None does.
    """
    for place in places:
        if call := _leading(place, language) or _standing(place, language):
            return call
    raise _nothing_found(places[0], language)


def _leading(place: str, language: Language) -> Call | None:
    """The call that a marked place begins with, or the word that its first line is."""
    fence = _FENCE.match(place.lstrip(_BLANK)) if "`" in place[:100] else None
    text = (fence[1] if fence else place).lstrip(_MARKUP)
    if start := START.match(text):
        try:
            call = read(text, start, keys=language.keys)
        except Unreadable:
            named = start[1] and language.knows(Call(start[1]))
            raise (_unreadable(text, language) if named else _nothing_found(text, language)) from None
        if _QUOTE.search(text, 0, call.end) and _TORN.match(text, call.end):
            raise _unreadable(text, language)
        return call
    return _word(text.partition("\n")[0], language)


def _standing(text: str, language: Language) -> Call | None:
    """The call that stands on a line of its own: the last one of a fenced block, else the only one."""
    for block in islice(_FENCE.finditer(text), MAX_CALLS):
        if found := _on_own_lines(block[1], language):
            return found[-1]
        if call := _word(block[1], language):
            return call
    found = _on_own_lines(text, language)
    if other := next((call for call in found if not call.same(found[0])), None):
        names = f"{language.action_name(found[0])} and {language.action_name(other)}"
        raise InvalidAction(
            f"the answer holds several calls, such as {names}, and no telling which one is meant; "
            f"write one, or mark it: Action: {language.example}"
        )
    return found[0] if found else _word(text, language)


def _on_own_lines(text: str, language: Language) -> list[Call]:
    return [call for call in calls(text, language.keys) if _alone(text, call) and language.knows(call)]


def _alone(text: str, call: Call) -> bool:
    begin = text.rfind("\n", 0, call.start) + 1
    return bool(_BEFORE.fullmatch(text, begin, call.start) and _AFTER.match(text, call.end))


def _word(text: str, language: Language) -> Call | None:
    """An action by its name alone, such as ``back``, where nothing else stands."""
    word = text.strip(_MARKUP + "\"'.").strip()
    call = Call(word, written=word)
    return call if len(word) <= _LONGEST_NAME and language.knows(call) else None


# Why there is no call


def _nothing_found(place: str, language: Language) -> InvalidAction:
    """The error for a place without a call that counts: names the nearest cause."""
    found = calls(place, language.keys)
    if told := next((call for call in found if language.knows(call)), None):
        shown = place[told.start : min(told.end, told.start + 60)]
        return InvalidAction(
            f"{shown!r} stands within a sentence or a list, so it is not made: write one call, such as "
            f"{language.example}, on a line of its own",
            value=shown,
        )
    for start in islice(START.finditer(place), MAX_CALLS):
        if start[1] and language.knows(Call(start[1])):
            return _unreadable(place[start.start() :], language)
    for call in found:
        if problem := language.problem(call):
            return problem
    if broken := re.search(r"\{\s*+[\"'\w“{]", place):
        shown = place[broken.start() : broken.start() + 60]
        return InvalidAction(
            f"no call can be read in the JSON {shown!r}; write it like {language.json_example}", value=shown
        )
    names = ", ".join(language.names)
    return InvalidAction(f"the answer calls no action (valid: {names})", choices=language.names)


def _unreadable(text: str, language: Language) -> InvalidAction:
    shown = text[:60]
    return InvalidAction(
        f"cannot read the arguments of {shown!r}; write it like {language.examples}", value=shown
    )
