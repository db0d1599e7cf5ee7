"""What an agent keeps of earlier steps, as text for its next prompt.

Each step leaves one line: its action and the model's own assessment of the state (never its reasoning). What
is odd about the last step is pointed out once, after the lines: an answer that could not be read, an action
without effect, a screen seen before, a new line on the screen that reads like an error message.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from agents.prompts import fence, quote, reflection

KEPT_STEPS = 15
"""Steps of which a summary keeps a line."""
TOKEN_BUDGET = 1500
"""Tokens that a summary may take."""
LEAST_BUDGET = 200
"""Tokens below which no summary would be of use."""
LONGEST_OBJECT = 160
"""Characters after which a call is cut that was written as a JSON object, which takes more for the same."""
LONGEST_CALL = 80
"""Characters of an action after which it is cut."""
CHARACTERS_PER_TOKEN = 4
TRIES_SHOWN = 4
"""Earlier actions on a screen that are pointed out when it comes again, at most."""

_ERROR = re.compile(
    r"\b(errors?|failed|failure|invalid|incorrect|wrong|unable|couldn.t|can.t|cannot|denied|required|"
    r"not (?:found|valid|allowed|available|connected)|try again|no (?:internet|connection|results?))\b",
    re.IGNORECASE,
)


def approximate_tokens(text: str) -> int:
    """Tokens of a text, estimated: four characters each, rounded up.

    That is what byte-pair tokenizers reach on English text; screens full of digits and brackets take up to
    half as many again. Where it matters, give the memory the model's own tokenizer.
    """
    return -(-len(text) // CHARACTERS_PER_TOKEN)


class Seen(NamedTuple):
    """What an agent saw.

    Attributes:
        digest: Equal for equal sights.
        text: The text of the screen; empty where only pictures are shown.
    """

    digest: str
    text: str = ""


class PastStep(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of a step once the next screen is there.

    Attributes:
        action: The call, such as ``tap(3)``; empty if none could be read.
        told: The call as the model itself writes it; empty where that is the same.
        note: The model's assessment of the state; may be empty.
        fault: Why no action could be read; empty if one could.
        before: What was seen when it was chosen.
        after: What was seen afterwards.
    """

    action: str
    told: str = ""
    note: str = ""
    fault: str = ""
    before: Seen
    after: Seen

    @property
    def shown(self) -> str:
        """The call as a prompt tells it."""
        return self.told or self.action

    @property
    def idle(self) -> bool:
        """Whether it should have changed something and did not."""
        return self.before.digest == self.after.digest and not self.action.startswith("wait(")


class Memory(ABC):
    """Remembers steps, and says what the next prompt shall hold of them."""

    def __init__(self) -> None:
        self.reset("")

    def reset(self, goal: str) -> None:
        """Forgets everything: an episode with this goal begins."""
        self._tried: dict[str, list[str]] = defaultdict(list)
        self._remarks: list[str] = []

    def remember(self, step: PastStep) -> None:
        """Takes in the step before the one that is about to be decided."""
        self._tried[step.before.digest].append(step.shown or "nothing readable")
        self._remarks = list(_remarks(step, self._tried))

    def tried(self, screen: Seen) -> list[str]:
        """The actions that were done on this very screen, as the model writes them, oldest first."""
        return self._tried.get(screen.digest, [])

    def text(self) -> str:
        """What happened so far, for the prompt; empty if there is nothing to say."""
        return "\n".join([*self.history(), *self._remarks])

    @abstractmethod
    def history(self) -> list[str]:
        """Lines on the steps so far, oldest first."""


class NoMemory(Memory):
    """Keeps no step; only what is odd about the last one is pointed out."""

    def history(self) -> list[str]:
        """Nothing."""
        return []


class WindowMemory(Memory):
    """Keeps the lines of the newest steps.

    Args:
        steps: How many; None for all, so that the prompt grows without end.
    """

    def __init__(self, steps: int | None = None) -> None:
        if steps is not None and steps < 1:
            raise ValueError(f"steps is 1 or more, not {steps}; NoMemory keeps none")
        self._steps = steps
        super().__init__()

    def reset(self, goal: str) -> None:
        """Forgets everything."""
        super().reset(goal)
        self._lines: list[str] = []
        self._count = 0

    def remember(self, step: PastStep) -> None:
        """Adds a line, and drops the oldest where there are too many."""
        super().remember(step)
        self._count += 1
        self._lines.append(_line(self._count, step))
        if self._steps is not None:
            del self._lines[: -self._steps]

    def history(self) -> list[str]:
        """The lines kept."""
        return list(self._lines)


class SummaryMemory(Memory):
    """Keeps the lines of the newest steps within a budget, and folds all older ones into a single line.

    Folding asks no model: it counts, so that equal steps give equal summaries.

    Args:
        steps: Lines kept, at most.
        budget: Tokens of the history, at most.
        count_tokens: Tokens of a text; pass the model's own tokenizer for exact numbers.
    """

    def __init__(
        self,
        steps: int = KEPT_STEPS,
        budget: int = TOKEN_BUDGET,
        count_tokens: Callable[[str], int] = approximate_tokens,
    ) -> None:
        if steps < 1 or budget < LEAST_BUDGET:
            raise ValueError(
                f"a summary keeps 1 or more steps in {LEAST_BUDGET} or more tokens, not {steps} in {budget}"
            )
        self._steps = steps
        self._budget = budget
        self._count_tokens = count_tokens
        super().__init__()

    def reset(self, goal: str) -> None:
        """Forgets everything."""
        super().reset(goal)
        self._lines: list[tuple[str, PastStep]] = []
        self._folded: Counter[str] = Counter()  # by name of the action
        self._folded_idle = 0

    def remember(self, step: PastStep) -> None:
        """Adds a line, and folds old ones until the history fits."""
        super().remember(step)
        number = self._folded.total() + len(self._lines) + 1
        self._lines.append((self._cut(_line(number, step)), step))
        while len(self._lines) > self._steps or (len(self._lines) > 1 and not self._fits()):
            self._fold(self._lines.pop(0)[1])

    def history(self) -> list[str]:
        """The folded line, if there is one, and the lines kept."""
        return [*self._folded_line(), *(line for line, _ in self._lines)]

    def _fits(self) -> bool:
        return self._count_tokens("\n".join(self.history())) <= self._budget

    def _cut(self, line: str) -> str:
        """The line within a quarter of the budget, so that a few always fit."""
        most = self._budget // 4
        while (tokens := self._count_tokens(line)) > most:
            line = line[: len(line) * most // tokens]
        return line

    def _fold(self, step: PastStep) -> None:
        self._folded[step.action.partition("(")[0] or "unreadable"] += 1
        self._folded_idle += step.idle

    def _folded_line(self) -> Iterator[str]:
        if not self._folded:
            return
        by_number = sorted(self._folded.items(), key=lambda item: (-item[1], item[0]))
        idle = f"; {self._folded_idle} without effect" if self._folded_idle else ""
        counts = ", ".join(f"{number} {name}" for name, number in by_number)
        yield f"1-{self._folded.total()}. folded: {counts}{idle}"


def _line(number: int, step: PastStep) -> str:
    """A step on one line, whatever the model wrote."""
    call = _shortened(step.shown) if step.action else "(no readable action)"
    note = quote(" ".join(step.note.split()))
    return f"{number}. {call}: {note}" if note else f"{number}. {call}"


def _remarks(step: PastStep, tried: dict[str, list[str]]) -> Iterator[str]:
    """What is odd about a step, in the order of importance."""
    if step.fault:
        yield reflection("unreadable", fault=quote(" ".join(step.fault.split())))
    elif step.idle:
        yield reflection("unchanged", action=_shortened(step.shown))
    elif step.before.digest != step.after.digest and (calls := tried.get(step.after.digest)):
        times = "once" if len(calls) == 1 else f"{len(calls)} times"
        yield reflection("seen", times=times, actions="; ".join(map(_shortened, calls[-TRIES_SHOWN:])))
    if line := _new_error(step):
        yield reflection("error", line=fence("screen", line))


def _new_error(step: PastStep) -> str | None:
    """The first line that the step brought onto the screen and that reads like an error message."""
    old = set(step.before.text.splitlines())
    new = (line for line in step.after.text.splitlines() if line not in old)
    return next((line[:200] for line in new if _ERROR.search(line)), None)


def _shortened(call: str) -> str:
    call = quote(call)
    most = LONGEST_OBJECT if call.startswith("{") else LONGEST_CALL
    return call if len(call) <= most else call[:most] + "…"


MEMORIES: dict[str, Callable[[int, int], Memory]] = {
    "none": lambda steps, tokens: NoMemory(),
    "window": lambda steps, tokens: WindowMemory(steps),
    "summary": lambda steps, tokens: SummaryMemory(steps, tokens),
}
"""Memories by name, made for a number of steps and of tokens."""
