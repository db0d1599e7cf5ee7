"""What makes scores incomparable, as numbers: two scores may be compared where all four are the same.

Each is raised by one with a change after which an agent that acts as before may score otherwise. The line of
the change in ``CHANGELOG.md`` is marked with it and names the tasks. They are written into every recorded
episode, every run and every summary, and checked wherever runs are compared.
"""

from __future__ import annotations

from collections.abc import Mapping

VERSIONS: Mapping[str, int] = {"tasks": 1, "phone": 1, "judge": 1, "harness": 1}
"""The present version of each part."""

MEANING: Mapping[str, str] = {
    "tasks": "goals, values, set-up, sub-goals, what may change, and published lengths",
    "phone": "what the phone shows and how it behaves: apps, contents, gestures, time",
    "judge": "how a verdict is come to: conditions, answers, side effects",
    "harness": "how episodes are played and counted: observations, reading of actions, limits, metrics",
}
"""What each part stands for."""


def differences(first: Mapping[str, int], second: Mapping[str, int] = VERSIONS) -> list[str]:
    """Why scores of two versions can't be compared, as sentences; none if they can.

    Args:
        first: Versions that a run tells; one that tells none can't be compared.
        second: Those of the other run.
    """
    return [
        f"Another version of {part}, {_told(first, part)} and {_told(second, part)}: {meaning}."
        for part, meaning in MEANING.items()
        if first.get(part) != second.get(part) or part not in first
    ]


def _told(versions: Mapping[str, int], part: str) -> str:
    return str(versions.get(part, "unknown"))
