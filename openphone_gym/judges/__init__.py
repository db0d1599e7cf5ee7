"""Judges: who decides whether an episode reached its goal.

==========  ===================================================================================
``state``   reads the state of the virtual phone: exact, free, at every step
``screen``  the tasks' own rules on screens and shell output, for any device; unscored where none tells
``llm``     a language model that reads screens, for any device; see ``judges.llm``
==========  ===================================================================================
"""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.arguments import InvalidArgument
from openphone_gym.judges.judge import Judge, needs_of
from openphone_gym.judges.screen import ScreenJudge
from openphone_gym.judges.state import StateJudge

__all__ = ["JUDGES", "Judge", "ScreenJudge", "StateJudge", "UnknownJudge", "make_judge", "needs_of"]


class UnknownJudge(InvalidArgument):
    """There is no judge of that name; the message names the nearest one."""


def _llm() -> Judge:
    from openphone_gym.judges.llm import LlmJudge  # late: its client is an extra

    return LlmJudge.from_settings()


JUDGES: dict[str, Callable[[], Judge]] = {"state": StateJudge, "screen": ScreenJudge, "llm": _llm}
"""Judges by name."""

OTHER = "an object with judge(episode, task)"
"""What else can judge, in words."""


def make_judge(judge: str | Judge) -> Judge:
    """The judge of that name, or the judge itself.

    Raises:
        UnknownJudge: There is none of that name.
        EndpointError: The language model's endpoint is not set up; the message says what to set.
    """
    if not isinstance(judge, str):
        if isinstance(judge, type) or not callable(getattr(judge, "judge", None)):
            raise UnknownJudge("judge", judge, [*JUDGES, OTHER])
        return judge
    if judge not in JUDGES:
        raise UnknownJudge("judge", judge, [*JUDGES, OTHER])
    return JUDGES[judge]()
