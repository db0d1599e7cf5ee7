"""How a message stands to the values it names: whether it asserts, denies, asks, guesses or refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy

import msgspec

from openphone_gym.tasks.answers.folding import LONGEST, fold, plain
from openphone_gym.tasks.answers.framing import EMPHASIS, FRAMING_HAN
from openphone_gym.tasks.answers.mentions import Mention

_REFUSAL = re.compile(
    r"\b(?:could ?n[o']t|couldn't|can'?t|can ?not|unable to|(?:was|am) not able"
    r"|do(?:n't| not) (?:know|think|believe)|failed to|not sure|unsure|no idea|impossible to)\b"
)
_GUESS = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|likely|presumably|conceivably|plausibly|supposedly|allegedly"
    r"|apparently|might|(?:may|could|should|would) (?:well )?be|unclear|not certain|uncertain|either|neither"
    r"|alternatively|i(?:'d| would)? (?:guess|think|suppose|assume|bet|say|estimate)|(?:my|best) guess"
    r"|let's say|go(?:ing)? with|please confirm|out of the question|so on|so forth)\b|^\W*say\b"
)
_CHOICE = re.compile(r"\b(?:or|either|alternatively|versus|vs)\b|(?<=\d)/(?=\s)|或|还是")
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|no|never|without|except|than|over|instead of|rather than|unlike|neither|nor|no longer)|n't)"
    r"(?:\s+[a-z']+){0,2}\s*\W?$|(?:不是|并非|不在|没有|非)\s?$"
)
_ALL_BUT = re.compile(r"\b(?:anything|everything|all|everyone) but(?: [a-z']+)?\s*$")
_DENIAL_BOUND = re.compile(r"[,;.!?]\s|\n|\bbut\b")
_DENIED_BEHIND = re.compile(
    r"[\s,]*(?:(?:is|are|was|were)\s+(?:not|wrong|incorrect|false|untrue)\b"
    r"|(?:is|are|was|were|does|do)n't\b|不对|不是|是?错)"
)
_BOUND = re.compile(
    r"\b(?:before|after|until|till|since|between|beyond|under|above|below|nearly|almost"
    r"|(?:at )?(?:least|most)|up to|more|less|fewer|from)\s*\W?$"
)
_BOUND_BEHIND = re.compile(
    r"\s?(?:or (?:more|less|so|fewer)|plus)\b|\s?\+|-?ish\b"
    r"|\s(?:at )?(?:the )?(?:earliest|latest|most|least|minimum|maximum|max)\b"
)
_ONLY_CONNECTORS = re.compile(r"(?:[\s,/&|;:()+\n-]|\b(?:and|or|to|then|at|alarms?|am|pm)\b|和|或|、)*")
_NEGATIVE_NAME = re.compile(r"[a-z]+ (?:not|never|no) [a-z]+")
_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;]+(?=[\s\"')\x01]|$)[\"')]*|[.!?;](?=\S)|\n|$)")
_ASKED = re.compile(
    r"(?:so |and |well |but |then |um |hm+ )*[\s,]*"
    r"(?:(?:is|are|was|were|does|do|did|can|could|should|would|will|has|have|isn't|aren't|wasn't|doesn't|don't)"
    r" (?:it|that|this|the|his|her|their|your|my|there|he|she|they|we|you|i)\b"
    r"|(?:how|what) about\b|what if\b|whether\b|which of\b)"
    r"|.*(?:, ?|- ?)(?:right|ok|okay|eh|huh|or what)\W*$"
)
_TAGGED = re.compile(r".*(?:, ?|- ?)(?:correct|yes|no)\W*$")
_CLAUSE_END = re.compile(r"[,;:!?\n]\s?|\.\s|\b(?:but|so|however|still|yet|because)\b")


_SHORT = 10
"""Characters of a question that is no sentence, so that a message does not quote it."""


class Finding(msgspec.Struct):
    """What the mentions of a message tell.

    Attributes:
        holds: Whether the right value is asserted, and no other; None if that can't be told.
        right: Where the right value is asserted.
        explained: Other places that need no explanation, such as denied wrong values.
        unnamed: Whether no value of this kind was found at all.
        strays: How many unknown words may stand beside the answer.
    """

    holds: bool | None
    right: Sequence[Mention] = ()
    explained: Sequence[Mention] = ()
    unnamed: bool = False
    strays: int = 0


class Message:
    """What an agent answered, folded, with what it was asked.

    Args:
        message: The text of ``finish(...)``.
        question: The goal; its words and values need no explanation in an answer.
    """

    def __init__(self, message: str, question: str = "") -> None:
        self.question = fold(question)
        echo = len(self.question) > _SHORT
        self.text = fold(message).replace(self.question, " " * len(self.question)) if echo else fold(message)
        self.too_long = len(message.strip()) > LONGEST
        self._cased = plain(message)

    def apart_from(self, mentions: Iterable[Mention]) -> Message:
        """The message with blanks in place of mentions."""
        rest = copy(self)
        rest.text = without(self.text, mentions, " ")
        return rest

    @property
    def stance(self) -> str:
        """The text, as long, without phrases that only sound like denials, such as those of the question."""
        text = EMPHASIS.sub(lambda match: " " * len(match[0]), self.text)
        for asked in _NEGATIVE_NAME.findall(self.question):
            text = text.replace(asked, " " * len(asked))
        return text

    @property
    def names(self) -> frozenset[str]:
        """Words written as names are: with a capital that begins no sentence, or all in capitals."""
        begins = r"(?:^|[.!?;:\n])[\s\"'(*-]*" if self._cased.upper() != self._cased else r"(?!)"
        inside = re.sub(begins + r"[^\W\d_]+\b(?! [A-Z])", " ", self._cased)
        return frozenset(word.casefold() for word in re.findall(r"[A-Z][^\W\d_]*", inside))

    @property
    def foreign(self) -> bool:
        """Whether it has letters of other scripts that nobody reads here."""
        return any(char.isalpha() and char > "\u024f" for char in FRAMING_HAN.sub("", self.text))


def without(text: str, mentions: Iterable[Mention], mark: str = "\x01") -> str:
    """The text with marks in place of mentions, as long as before."""
    marked = list(text)
    for mention in mentions:
        marked[mention.start : mention.end] = mark * (mention.end - mention.start)
    return "".join(marked)


def finding(
    said: Message, mentions: Iterable[Mention], right: Callable[..., bool], *, bounds: bool = True
) -> Finding:
    """The rules of the package on the mentions of the kind that is asked for.

    Args:
        said: The message.
        mentions: All values of the kind.
        right: Which of them are right.
        bounds: Whether words such as "before" and "or more" make a bound of a value.
    """
    mentions = list(mentions)
    good = [mention for mention in mentions if right(mention.value)]
    text = without(said.stance, good)
    if not text.strip() or _GUESS.search(text):
        return Finding(False)
    asked = questions(text)
    rejected = [
        m for m in mentions if denied(text, m) or _refused(text, m) or any(a <= m.start < b for a, b in asked)
    ]
    good = [mention for mention in good if mention not in rejected]
    context = [mention for mention in mentions if _of_question(said, mention)]
    others = [m for m in mentions if m not in good and m not in rejected and m not in context]
    if not good:
        return Finding(False, unnamed=not others and not rejected)
    wrong = [mention for mention in mentions if mention not in good and not right(mention.value)]
    if any(_listed(said.text, one, other) for one in good for other in wrong if other not in rejected):
        return Finding(False)
    if others:
        several = len({mention.value for mention in others}) >= 2
        return Finding(False if several or _CHOICE.search(text) else None)
    if bounds and any(_BOUND.search(text, 0, m.start) or _BOUND_BEHIND.match(text, m.end) for m in good):
        return Finding(None)
    return Finding(True, good, [denied(text, mention) or mention for mention in wrong])


def questions(text: str, yes_or_no: bool = False) -> list[tuple[int, int]]:
    """Where sentences stand that ask, and so assert nothing.

    Args:
        text: The folded message.
        yes_or_no: Whether yes and no at the end of a sentence answer: "So, no." asks nothing then.
    """

    def asks(sentence: str) -> bool:
        start = sentence.strip().lstrip("\"'(*->")
        tagged = not yes_or_no and _TAGGED.match(start)
        return bool(sentence.rstrip(" \n\"')").endswith("?") or _ASKED.match(start) or tagged)

    return [match.span() for match in _SENTENCE.finditer(text) if asks(match[0])]


def uncertain(text: str) -> bool:
    """Whether a text guesses or refuses."""
    return bool(_GUESS.search(text) or _REFUSAL.search(text))


def guesses(text: str) -> bool:
    """Whether a text only guesses."""
    return bool(_GUESS.search(text))


def refuses(text: str) -> bool:
    """Whether a text says that something could not be done or found."""
    return bool(_REFUSAL.search(text))


def denied(text: str, mention: Mention) -> Mention | None:
    """The denial of a mention by what stands right before or behind it; None if it is not denied."""
    start = max(0, mention.start - 60)
    starts = [end.end() for end in _DENIAL_BOUND.finditer(text, start, mention.start)]
    before = _ALL_BUT.search(text[start : mention.start]) or _DENIED_BEFORE.search(
        text[max([start, *starts]) : mention.start]
    )
    behind = _DENIED_BEHIND.match(text, mention.end)
    if not before and not behind:
        return None
    first = mention.start - (len(before[0]) if before else 0)
    return Mention(mention.value, first, behind.end() if behind else mention.end)


def offers_choice(text: str, right: Sequence[Mention]) -> bool:
    """Whether "or" leads to anything that is not another form of the right phrase."""
    for match in _CHOICE.finditer(text):
        inside = any(mention.start <= match.start() < mention.end for mention in right)
        before = any(mention.end <= match.start() for mention in right)
        behind = any(0 <= mention.start - match.end() <= 5 for mention in right)
        if not (inside or (before and behind)):
            return True
    return False


def _refused(text: str, mention: Mention) -> bool:
    """Whether the clause around a mention says that something was not possible."""
    ends = [match.span() for match in _CLAUSE_END.finditer(text)]
    start = max((end for _, end in ends if end <= mention.start), default=0)
    stop = min((begin for begin, _ in ends if begin >= mention.end), default=len(text))
    return refuses(text[start:stop])


def _of_question(said: Message, mention: Mention) -> bool:
    """Whether a mention repeats one of the question, with the word before it: "after 2 pm"."""
    words = re.search(r"[a-z']+ $", said.text[: mention.start])
    repeated = said.text[words.start() if words else mention.start : mention.end].strip()
    return bool(words) and len(repeated) > 3 and repeated in said.question


def _listed(text: str, one: Mention, other: Mention) -> bool:
    """Whether nothing but commas, "and" and the like stands between two mentions."""
    between = text[min(one.end, other.end) : max(one.start, other.start)]
    return bool(_ONLY_CONNECTORS.fullmatch(between))
