"""What becomes of a job that gives no result."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Literal, TypeVar

import msgspec

from openphone_gym.rollout.turns import Watch

LONGEST_REASON = 500
"""Characters of a reason."""
LONGEST_DETAILS = 20_000
"""Characters of a traceback, of which the end is kept."""

Job = TypeVar("Job")
Result = TypeVar("Result")


class Abandoned(BaseException):
    """Nobody waits for this job any more: raised by ``watch`` in a thread that took too long."""


class Failure(msgspec.Struct, frozen=True):
    """Why a job came to nothing.

    Attributes:
        reason: One line: the type and message of the exception, or how the worker ended.
        details: The traceback, if there is one.
        kind: ``raised`` an exception; ``timeout``, took longer than its limits allow; ``died``, the process
            ended by itself; ``killed``, it was ended by a signal from outside; ``lost``, with the machine
            or the connection that it was on.
        phase: Whose turn it was; empty before the work named a phase.
        error: Name of the exception's type, if there is one.
        final: Whether it is of no use to try again, this job or any other: what the exception's attribute
            ``final`` says.
    """

    reason: str
    details: str = ""
    kind: Literal["raised", "timeout", "died", "killed", "lost"] = "raised"
    phase: str = ""
    error: str = ""
    final: bool = False

    @classmethod
    def of(cls, error: BaseException, phase: str) -> Failure:
        """The failure of work that raised this, called where it is caught."""
        name = type(error).__name__
        return cls(
            f"{name}: {_line(_message(error))}",
            _storable(traceback.format_exc()[-LONGEST_DETAILS:]),
            phase=phase,
            error=name,
            final=getattr(error, "final", False) is True,
        )


def attempt(work: Callable[[Job, Watch], Result], job: Job, watch: Watch, phase: Callable[[], str]) -> (
    Result | Failure
):  # fmt: skip
    """Does a job once; whatever it raises is its outcome."""
    try:
        return work(job, watch)
    except BaseException as error:
        return Failure.of(error, phase())


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # an exception may be anybody's code
        return "(no message)"


def _line(text: str) -> str:
    """The text as one printable line of bounded length."""
    line = " ".join(text[: 4 * LONGEST_REASON].split())
    printable = "".join(letter if letter.isprintable() else "?" for letter in line)
    return printable if len(printable) <= LONGEST_REASON else f"{printable[:LONGEST_REASON]} ..."


def _storable(text: str) -> str:
    return text.encode(errors="replace").decode()
