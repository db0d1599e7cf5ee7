"""Judges: who decides whether an episode reached its goal.

==========  ===================================================================================
``state``   reads the state of the virtual phone: exact, free, at every step
``screen``  the tasks' own rules on screens and shell output, for any device; unscored where none tells
``llm``     a language model that reads screens, for any device; see ``judges.llm``
==========  ===================================================================================
"""

from __future__ import annotations

import difflib
from collections.abc import Callable

from openphone_gym.arguments import Told, shown
from openphone_gym.judges.judge import Judge, needs_of
from openphone_gym.judges.screen import ScreenJudge
from openphone_gym.judges.state import StateJudge

__all__ = ["JUDGES", "Judge", "ScreenJudge", "StateJudge", "UnknownJudge", "make_judge", "needs_of"]


class UnknownJudge(Told, ValueError):
    """There is no judge of that name; the message names the nearest one."""

    def __init__(self, judge: object) -> None:
        near = difflib.get_close_matches(judge, JUDGES, n=1) if isinstance(judge, str) else []
        hint = f"; did you mean {near[0]!r}?" if near else ""
        valid = ", ".join(map(repr, JUDGES))
        super().__init__(
            f"judge={shown(judge)} is not valid{hint} (valid: {valid}, an object with judge(episode, task))"
        )


def _llm() -> Judge:
    from openphone_gym.judges.llm import LlmJudge  # late: its client is an extra

    return LlmJudge.from_settings()


JUDGES: dict[str, Callable[[], Judge]] = {"state": StateJudge, "screen": ScreenJudge, "llm": _llm}
"""Judges by name."""


def make_judge(judge: str | Judge) -> Judge:
    """The judge of that name, or the judge itself.

    Raises:
        UnknownJudge: There is none of that name.
        EndpointError: The language model's endpoint is not set up; the message says what to set.
    """
    if not isinstance(judge, str):
        if isinstance(judge, type) or not callable(getattr(judge, "judge", None)):
            raise UnknownJudge(judge)
        return judge
    if judge not in JUDGES:
        raise UnknownJudge(judge)
    return JUDGES[judge]()
