"""The four ways in which an episode ends, and how many of some episodes ended in each.

An episode is scored a success or a failure, was left unscored by its judge, or broke for a reason outside the
agent. What the agent itself did wrong, such as raising an exception, is a failure, and counted by kind, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, get_args

import msgspec

from openphone_gym.trajectory import AgentFault, Outcome

COUNTED: dict[Outcome, str] = {
    "success": "succeeded",
    "failure": "failed",
    "unscored": "unscored",
    "broken": "broken",
}
"""What the number of episodes of each outcome is called; the four add up to all episodes."""

FAULTS: tuple[str, ...] = get_args(msgspec.structs.fields(AgentFault)[0].type)
"""Kinds of faults of an agent."""

BROKEN_LIMIT = 0.1
"""Default for the share of broken episodes from which on a run is not to be relied on."""


class Row(msgspec.Struct, kw_only=True):
    """What is known of any episode of a program.

    Attributes:
        task_id: Such as ``zoom_1``.
        app: What it is counted under, such as ``zoom``; see `Task.counted_as`.
        seed: Seed of the draw.
        success: Whether the task is done; None if unscored or broken.
        progress: Share of sub-goals reached, 0 to 1.
        fault: Kind of what the agent did that ended the episode (``FAULTS``), else None.
        error: Why the episode broke for a reason outside the agent, else None.
    """

    task_id: str
    app: str
    seed: int | None = None
    success: bool | None = None
    progress: float = 0.0
    fault: str | None = None
    error: str | None = None

    @property
    def outcome(self) -> Outcome:
        """How the episode ended."""
        if self.error is not None:
            return "broken"
        if self.fault is not None:
            return "failure"
        return "unscored" if self.success is None else "success" if self.success else "failure"

    @property
    def scored(self) -> bool:
        """Whether the episode enters the rates: it succeeded or failed."""
        return self.outcome in ("success", "failure")


def counts(rows: Iterable[Row]) -> dict[str, Any]:
    """The number of ``episodes`` and of each outcome, and under ``agent_faults`` that of each kind."""
    rows = list(rows)
    outcomes = Counter(row.outcome for row in rows)
    faults = Counter(row.fault for row in rows if row.outcome == "failure")
    return {
        "episodes": len(rows),
        **{name: outcomes[outcome] for outcome, name in COUNTED.items()},
        "agent_faults": {kind: faults[kind] for kind in FAULTS},
    }


def described(counted: Mapping[str, Any]) -> str:
    """The counts as words, such as ``4 succeeded, 2 failed (1 by the agent's fault: 1 raised), ...``."""
    words = {name: f"{counted[name]} {name}" for name in COUNTED.values()}
    if faults := {kind: count for kind, count in counted["agent_faults"].items() if count}:
        kinds = ", ".join(f"{count} {kind}" for kind, count in faults.items())
        words["failed"] += f" ({sum(faults.values())} by the agent's own fault: {kinds})"
    return ", ".join(words.values())


def unusable(rows: Iterable[Row], broken_limit: float = BROKEN_LIMIT) -> list[str]:
    """Why the rates of a run are not to be relied on, as sentences; none if they are.

    Args:
        rows: All episodes.
        broken_limit: Largest share of episodes that may break.
    """
    rows = list(rows)
    counted = counts(rows)
    errors = Counter(row.error for row in rows if row.error is not None)
    why = f" The commonest reason: {errors.most_common(1)[0][0]}" if errors else ""
    found = []
    if not counted["succeeded"] + counted["failed"]:
        found.append(f"Nothing could be scored: {described(counted)}.")
    if counted["broken"] > broken_limit * counted["episodes"]:
        found.append(
            f"{counted['broken']} of {counted['episodes']} episodes broke for a reason outside the agent, "
            f"more than {100 * broken_limit:g} %."
        )
    return [f"{sentence}{why}" if number == 0 else sentence for number, sentence in enumerate(found)]
