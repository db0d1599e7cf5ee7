"""The answer to a question whether something is so, and the words that say it."""

from __future__ import annotations

import re
from itertools import pairwise

from openphone_gym.tasks.answers.folding import fold
from openphone_gym.tasks.answers.framing import ACTED, CONDITIONS
from openphone_gym.tasks.answers.matching import Expected, unread
from openphone_gym.tasks.answers.mentions import Mention, clock_times, phrases, same_time
from openphone_gym.tasks.answers.stance import Finding, Message, guesses, questions, refuses, without
from openphone_gym.tasks.answers.surplus import Allowed


class YesNo(Expected, frozen=True, tag=True):
    """The answer to a question whether something is so (on, there, followed, ...).

    A leading yes or no decides, unless the rest says the contrary. Else states decide: "on" and
    "enabled" mean yes; "off", "disabled" and negations mean no.

    Attributes:
        value: True for yes.
        yes: Further phrases that mean yes, unless they are negated, such as ``following``.
        no: Further phrases that mean no.
    """

    value: bool
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def find(self, said: Message) -> Finding:
        """None for "could not find", which may mean no; what says nothing on the matter is wrong."""
        text = _asserted(said)
        alone = text.strip(" .!\"'")
        if alone in _ALONE:
            return Finding(_ALONE[alone] == self.value, [Mention(None, 0, len(said.text))])
        if alone in _PERHAPS:
            return Finding(None if _PERHAPS[alone] == self.value else False)
        if not text or guesses(text) or _IGNORANCE.search(text):
            return Finding(False)
        words = {match[0] in _YES for match in _YES_OR_NO.finditer(text)}
        if len(words) == 2 or _ON_OR_OFF.search(text) or _says_both(text):
            return Finding(False)
        if word := _polar_word(text):
            return self._spoken(said, text, word)
        state = self._state(text)
        if state is None and _EMPTY.fullmatch(text):
            return unread(said, Finding(False, unnamed=True))
        if refuses(text) or ACTED.search(text) or state is None or _of_another(said):
            return Finding(None)
        return Finding(state == self.value)

    @property
    def allowed(self) -> Allowed:
        return Allowed(doubts=CONDITIONS)

    def _spoken(self, said: Message, text: str, word: re.Match[str]) -> Finding:
        """What a yes or no tells, open if the rest says the contrary."""
        spoken = word[1] in _YES
        before = "" if word.re is _LEAD else text[: word.start(1)]
        state = self._state(before + text[word.end() :])
        unclear = state is None and _NOT_OFF.search(text)
        holds = None if unclear or state not in (None, spoken) else spoken == self.value
        where = [Mention(spoken, *match.span(1)) for match in word.re.finditer(said.text)]
        return Finding(holds, where, strays=2)

    def _state(self, text: str) -> bool | None:
        """What the words say, None if nothing or both."""
        if re.search(r"\bnothing\b", text):
            return None
        negations = len(_NEGATION.findall(text))
        off = len(_OFF.findall(text)) + sum(1 for _ in phrases(text, self.no))
        on = len(_ON.findall(text)) + sum(1 for _ in phrases(text, self.yes))
        if negations:
            return False if not off else None
        if on and off:
            return None
        return True if on else (False if off else None)


def _asserted(said: Message) -> str:
    """What a message asserts: all that it does not ask."""
    asked = (Mention(None, *span) for span in questions(said.stance, yes_or_no=True))
    return without(said.stance, asked, " ").strip()


def _polar_word(text: str) -> re.Match[str] | None:
    """The yes or no that a text begins or ends with; none if it belongs to a noun."""
    lead = _LEAD.match(text)
    if lead and not _DETERMINER.match(text, lead.start(1)):
        return lead
    return _LAST.search(text)


def _of_another(said: Message) -> bool:
    """Whether it is about another thing than was asked for: another one, or one of another time."""
    asked = [time.value for time in clock_times(said.question)]
    others = [time for time in clock_times(said.text) if not any(same_time(time.value, a) for a in asked)]
    return bool((asked and others) or re.search(r"\bothers?\b", said.text))


def _says_both(text: str) -> bool:
    """Whether a yes and a no, or any two with "or", stand side by side."""
    said = list(_POLAR.finditer(text))
    for one, other in pairwise(said):
        between = _SIDE_BY_SIDE.fullmatch(text, one.end(), other.start())
        differ = (one[0] in _POSITIVE) != (other[0] in _POSITIVE)
        if between and (differ or "or" in between[0].split()):
            return True
    return False


_IGNORANCE = re.compile(
    r"^\W*(?:not|nor|neither|never)\W*$|\b(?:do(?:n't| not) know|not sure|unsure|can(?:'?t|not) (?:say|tell)"
    r"|no (?:way|idea|clue|answers?|comments?|information|result|data|access|reason|hint|guess|thanks))\b"
)
_EMPTY = re.compile(
    r"\w*|(?:(?:i|the|this|my|task|goal|question|it|all|everything|is|am|are|was|has|have|been|now|done"
    r"|answered|complete|completed|finished|successfully)\W*)+"
)
"""What says nothing on the matter: one word, or that the task is done."""
_ALONE = {
    fold(word): value
    for value, words in (
        (
            True,
            "yup indeed affirmative absolutely definitely certainly oui si ja da да はい 네 ✅ 👍 会 有",
        ),
        (False, "nah negative non nein nee nao нет いいえ 아니요 👎 关 关闭 已关闭 没有 没开 无"),
    )
    for word in words.split()
}
"""What says yes or no where nothing else is said."""
_PERHAPS = {"y": True, "1": True, "sure": True, "n": False, "0": False}
"""What may say so."""
_YES = ("yes", "yeah", "yep", "correct", "true", "是", "是的", "对")
_YES_OR_NO = re.compile(r"\b(?:yes|yeah|yep|correct(?! [a-z])|true|no|nope|false|incorrect)\b")
_POSITIVE = (*_YES, "on", "enabled", "active")
_POLAR = re.compile(
    r"\b(?:yes|yeah|yep|correct(?! [a-z])|true|on"
    r"|enabled|active|no|nope|false|incorrect|off|disabled|inactive)\b"
)
_SIDE_BY_SIDE = re.compile(r"(?:[\s,;/|.&-]|\b(?:and|or|nor|but|then|maybe|also|both)\b)*")
_LEAD = re.compile(
    r"(?:[^.,;?!]{0,80}:)?\W*(?:(?:the )?answer(?: is)?\W+)?"
    r"(yes|yeah|yep|correct(?! [a-z])|true|no|nope|false|incorrect"
    r"|是的?(?!否)|对(?!错)|不是|否|没有)(?![a-z])"
)
_LAST = re.compile(r"\b(yes|yeah|yep|no|nope|true|false)\b(?=[^a-z]*$)")
_DETERMINER = re.compile(
    r"no (?!(?:it|it's|its|the|this|that|these|those|there|he|she|they|you|your|i|we|my|not|only|because"
    r"|since|as|and|but)\b)[a-z]"
)
"""A no that belongs to a noun, and answers nothing: "no way"."""
_ON_OR_OFF = re.compile(r"\b(?:on or off|off or on|on and off|whether)\b")
_NOT_OFF = re.compile(
    r"(?:\b(?:not|never|no longer)|n't) (?:[a-z]+ )?(?:off|disabled|inactive|deactivated)\b|\bnot no\b"
)
_NEGATION = re.compile(r"\b(?:not|never|no|nor|neither|hardly|barely|rarely)\b|n't\b")
_OFF = re.compile(r"\b(?:off|disabled|inactive|deactivated|closed|absent|missing)\b")
_ON = re.compile(
    r"\b(?:is|are|was|it's|turned|switched|set to|currently|still|already|now|be) on\b"
    r"|(?:^|[:=] ?)\W*on\b\W*$|(?:^|\b(?:it is|it's|mode is) )open\b"
    r"|\b(?:enabled|active|activated|it does|it is there)\b"
)
