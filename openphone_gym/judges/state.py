"""The judge that reads the state of the virtual phone: exact, free, and available at every step."""

from __future__ import annotations

from typing import Any

from openphone_gym.devices.virtual import VirtualDevice
from openphone_gym.judges.judge import all_of, answer_found
from openphone_gym.phone.differences import allowed, changes
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.tasks.task import ANSWER, Params, Task
from openphone_gym.trajectory import Episode, Verdict

VERSION = "state-2"
"""Changes whenever a change here alters scores."""


class StateJudge:
    """Checks every sub-goal, every must-not condition and every side effect on the state."""

    def watch(
        self, device: VirtualDevice, task: Task, params: Params
    ) -> tuple[dict[str, bool | None], list[str]]:
        """Which sub-goals, and which must-not conditions, hold right now."""
        phone = device.phone
        return self.subgoals(phone, task, params), self.violations(phone, task, params)

    def subgoals(self, phone: Phone, task: Task, params: Params) -> dict[str, bool | None]:
        """Which sub-goals hold right now; a question's answer can only be judged at the end."""
        held: dict[str, bool | None] = {goal.name: bool(goal.state(phone, params)) for goal in task.subgoals}
        return held | {ANSWER: False} if task.is_query else held

    def violations(self, phone: Phone, task: Task, params: Params) -> list[str]:
        """Which must-not conditions hold right now."""
        return [never.name for never in task.never if never.state(phone, params)]

    def judge(self, episode: Episode, task: Task) -> Verdict:
        """The finding on a finished episode, be it fresh or read from a record.

        Raises:
            ValueError: The episode carries no snapshots, since it ran on a real device.
            msgspec.ValidationError: It carries the snapshots of another version.
        """
        if episode.start_state is None or episode.end_state is None:
            raise ValueError(
                f"the episode of {task.id} has no snapshots: the state judge needs the virtual phone; "
                "judge real devices by a judge that reads screens"
            )
        start, end = _snapshot(episode.start_state), _snapshot(episode.end_state)
        params = Params(**episode.params)
        phone = Phone(end)
        subgoals = self._final_subgoals(episode, start, phone, task, params)
        broken = self._violations(episode, phone, task, params)
        patterns = [pattern.format_map(episode.params) for pattern in task.may_change]
        side_effects = [path for path in changes(start, end) if not allowed(path, patterns)]
        success = all_of(subgoals.values()) if not broken else False
        return Verdict(
            success=success,
            subgoals=subgoals,
            violations=broken,
            side_effects=side_effects,
            reason=_reason(success, subgoals, broken),
            judge=VERSION,
        )

    def _final_subgoals(
        self, episode: Episode, start: Snapshot, phone: Phone, task: Task, params: Params
    ) -> dict[str, bool | None]:
        held = self.subgoals(phone, task, params)
        for goal in task.subgoals:
            if goal.trajectory and any(step.subgoals.get(goal.name) for step in episode.steps):
                held[goal.name] = True
        if task.answer is not None:
            held[ANSWER] = answer_found(task.answer(Phone(start), params), episode)
        return held

    def _violations(self, episode: Episode, phone: Phone, task: Task, params: Params) -> list[str]:
        seen = {name for step in episode.steps for name in step.violations}
        seen.update(self.violations(phone, task, params))
        return [never.name for never in task.never if never.name in seen]


def _snapshot(state: Any) -> Snapshot:
    """A snapshot, which a stored episode carries in its JSON form."""
    return state if isinstance(state, Snapshot) else Snapshot.from_json(state)


def _reason(success: bool | None, subgoals: dict[str, bool | None], broken: list[str]) -> str:
    if success:
        return "All sub-goals hold."
    if broken:
        return f"What must not happen did: {', '.join(broken)}."
    if success is None:
        return "The answer is ambiguous: the matcher can't decide it."
    return f"Not reached: {', '.join(name for name, held in subgoals.items() if not held)}."
