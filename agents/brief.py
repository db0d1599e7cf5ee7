"""The screen and the past in few tokens, for models too small for long prompts.

A line of the compact text such as ``[8] "Wi-Fi" "Connected" switch on`` becomes ``Wi-Fi, Connected on #8``:
what has a number can be used, so its kind is said only where it decides what to do (``field``, ``slider``,
``dropdown``). The number comes last, since a causal model knows at that token what it is the number of; put
before the label, it would have to be found again from the label on.

Lines that say nothing are left out. A screen that is still too long loses the lines that share least with the
goal; what is cut depends on nothing that an agent can't know.
"""

from __future__ import annotations

import re
from collections import Counter, deque

from agents.memory import Memory, PastStep
from openphone_gym.actions import InvalidAction, parse

SCREEN_BUDGET = 200
"""Tokens that a screen may take, as ``pieces`` counts."""
KEPT_ACTIONS = 8
"""Actions of the past that are told: as many as most tasks take; what is done often shows nowhere else."""
TELLING = 3
"""Lines with the same word of the goal up to which it tells them from others."""
LONGEST_LABEL = 60
"""Characters after which the label of a line is cut."""
LONGEST_MENTION = 24
"""Characters after which the label of an element is cut where a past action is told."""

_PIECE = re.compile(r"\d|[^\W\d_]+|[^\w\s]|_")
_LABEL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_USABLE = re.compile(r" #(\d+)$")
_FOCUSED = re.compile(r" focused #\d+$")
_NUMBER = re.compile(r"\[(\d+)\] ")
_WORDS = {"unchecked": "off", "checked": "on"} | {
    word: word for word in ("on", "off", "selected", "focused", "disabled", "field", "slider", "dropdown")
}
"""Roles and states that are kept, and how they are said."""


def pieces(text: str) -> int:
    """Tokens of a text, estimated: a word, a digit or a sign each, and the end of each line."""
    return len(_PIECE.findall(text)) + text.count("\n")


def brief_screen(ui: str, goal: str, budget: int = SCREEN_BUDGET) -> str:
    """The compact text of a screen (``openphone_gym.ui.compact``) in few tokens.

    Args:
        ui: The compact text.
        goal: The task: if lines must go, those that share words with it stay longest (words of few lines, as
            all days of a calendar share the month), then those with a number, then those near either end,
            since long lists stand between titles and buttons.
        budget: Tokens that it may take.
    """
    header, *lines = ui.split("\n")
    lines = list(filter(None, map(_brief_line, lines)))
    shared = [_terms(goal) & _terms(line) for line in lines]
    counts = Counter(term for terms in shared for term in terms)

    def priority(i: int) -> tuple[int, bool, int]:
        telling = sum(counts[term] <= TELLING for term in shared[i])
        return -telling, not _USABLE.search(lines[i]), min(i, len(lines) - 1 - i)

    order = sorted(range(len(lines)), key=priority)
    left = budget - pieces(_brief_header(header))
    kept: set[int] = set()
    for index in order:
        left -= pieces(lines[index]) + 1
        if left < 0:
            break
        kept.add(index)
    return "\n".join([_brief_header(header), *(lines[i] for i in sorted(kept))])


def brief_lines(screen: str) -> dict[int, str]:
    """The lines of a brief screen that have a number, by their number."""
    return {int(found[1]): line for line in screen.split("\n") if (found := _USABLE.search(line))}


def brief_answer(screen: str, call: str) -> str:
    """An answer as a model is to learn it: the line of what it acts on, if there is one, then the call.

    To copy a line, number included, is easy even for a small model, and the line's first word is the
    decision; to give a number from nowhere is not. Text goes with the line of the field that has the focus.

    Args:
        screen: The brief screen.
        call: The call.
    """
    action = parse(call)
    lines = brief_lines(screen)
    line = lines.get(action.arguments.get("index", 0))  # type: ignore[arg-type]
    if action.name == "text":
        line = next((line for line in lines.values() if _FOCUSED.search(line)), None)
    return f"{line}\n{action}" if line else str(action)


def brief_call(answer: str) -> str:
    """What an answer says after the line of what it acts on, which may look like a call; else all of it."""
    _, _, rest = answer.strip().partition("\n")
    try:
        parse(rest)
    except InvalidAction:
        return answer
    return rest


class BriefMemory(Memory):
    """Tells the last actions on one line: the names of what they touched, and which did nothing."""

    def reset(self, goal: str) -> None:
        """Forgets everything."""
        super().reset(goal)
        self._told: deque[str] = deque(maxlen=KEPT_ACTIONS)

    def remember(self, step: PastStep) -> None:
        """Adds an action and drops the oldest."""
        super().remember(step)
        odd = "unreadable" if step.fault else "no effect" if step.idle else ""
        self._told.append(" ".join(filter(None, [_mention(step), odd and f"({odd})"])))

    def history(self) -> list[str]:
        """The line, if anything was done."""
        return ["; ".join(self._told)] if self._told else []

    def text(self) -> str:
        """The line alone: no further remarks."""
        return "\n".join(self.history())


def _brief_header(line: str) -> str:
    """``App com.android.settings, page "Internet"`` as ``settings: Internet``."""
    page = _LABEL.search(line)
    app = line.removeprefix("App ").partition(",")[0].rpartition(".")[2]
    return f"{app}: {_cut(page[1], LONGEST_LABEL)}" if page else app


def _brief_line(line: str) -> str:
    """A line of the compact text, shortened; empty if it says nothing."""
    number = _NUMBER.match(line)
    rest = line[number.end() :] if number else line
    labels = _distinct(_LABEL.findall(rest))
    other = _LABEL.sub("", rest).split()
    name = [word[1:] for word in other if word.startswith("#") and not labels and number]
    states = list(dict.fromkeys(_WORDS[word] for word in other if word in _WORDS))
    if not labels and not name and not states:
        return ""
    label = _cut(", ".join(labels), LONGEST_LABEL).replace(" #", " ")  # nothing but a number stands behind #
    return " ".join(filter(None, [label, *name, *states, f"#{number[1]}" if number else ""]))


def _distinct(labels: list[str]) -> list[str]:
    """The labels without those that are part of another."""
    return [
        label
        for place, label in enumerate(labels)
        if not any(
            label in other and (label != other or i < place) for i, other in enumerate(labels) if i != place
        )
    ]


def _terms(text: str) -> set[str]:
    """What two texts are compared by: words of three letters or more, and numbers."""
    return set(re.findall(r"\d+|[^\W\d_]{3,}", text.casefold()))


def _mention(step: PastStep) -> str:
    """An action with the label of its element in place of the number."""
    try:
        action = parse(step.action)
    except InvalidAction:
        return "nothing"
    index = action.arguments.get("index")
    if index is None:
        rest = [str(value) for name, value in action.arguments.items() if name not in ("x", "y", "dist")]
        return _cut(" ".join([action.name, *rest]), LONGEST_MENTION)
    found = re.search(rf"^\[{index}\] (.*)$", step.before.text, re.MULTILINE)
    label = _LABEL.search(found[1]) if found else None
    named = label[1] if label else found[1].split()[0].lstrip("#") if found else str(index)
    return f"{action.name} {_cut(named, LONGEST_MENTION)}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"
