"""The judge that reads screens and shell output by the tasks' own rules: free, exact where a rule exists.

It is the first judge of real devices, whose state nobody can read. A sub-goal is decided by its shell
check, else by the last screen that shows it; one that has a rule and was never shown is not reached.
AndroidLab's rules decide alike, by the last page they judge. A sub-goal without any rule, or an answer
that nobody knows, is unscored, or left to another judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.judges.judge import Judge, all_of, answer_found, needs_of
from openphone_gym.tasks.answers import stored_answer
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import ANSWER, Params, ScreenCheck, SubGoal, Task
from openphone_gym.trajectory import Episode, Verdict

VERSION = "screen-2"
"""Changes whenever a change here alters scores."""


class ScreenJudge:
    """Checks sub-goals and must-not conditions on screens and shell output.

    Args:
        otherwise: Judge of the episodes that the rules leave open; None leaves those unscored.
    """

    def __init__(self, otherwise: Judge | None = None) -> None:
        self._otherwise = otherwise
        self.needs = {"tree", "shell"} | (needs_of(otherwise) if otherwise else set())

    def judge(self, episode: Episode, task: Task) -> Verdict:
        """The finding on a finished episode."""
        verdict = self._by_rules(episode, task)
        if verdict.success is None and self._otherwise is not None:
            return self._otherwise.judge(episode, task)
        return verdict

    def _by_rules(self, episode: Episode, task: Task) -> Verdict:
        params = Params(**episode.params)
        shown = [*(step.tree for step in episode.steps), episode.final_tree]
        screens = [Sight(tree) for tree in shown if tree is not None]
        subgoals = _subgoals(episode, task, params, screens)
        happened = {never.name: _ever(never.screen, screens, params) for never in task.never}
        avoided = {f"not {name}": None if found is None else not found for name, found in happened.items()}
        success = all_of((subgoals | avoided).values())
        return Verdict(
            success=success,
            subgoals=subgoals,
            violations=[name for name, found in happened.items() if found],
            reason=_reason(success, subgoals | avoided),
            judge=VERSION,
        )


def _subgoals(
    episode: Episode, task: Task, params: Params, screens: Sequence[Sight]
) -> dict[str, bool | None]:
    found = {goal.name: _holds(goal, episode, params, screens) for goal in task.subgoals}
    if task.is_query:
        truth = None if episode.truth is None else stored_answer(episode.truth)
        found[ANSWER] = None if truth is None else answer_found(truth, episode)
    return found


def _holds(goal: SubGoal, episode: Episode, params: Params, screens: Sequence[Sight]) -> bool | None:
    """What the shell says, else the last screen that shows it; for some goals any screen will do."""
    if goal.shell is not None:
        command, expected = (text.format_map(episode.params) for text in goal.shell)
        if command in episode.shell:
            return expected in episode.shell[command]
    if goal.trajectory:
        return _ever(goal.screen, screens, params)
    if goal.screen is None:
        return None
    told = (found for screen in reversed(screens) if (found := goal.screen(screen, params)) is not None)
    return next(told, False)


def _ever(check: ScreenCheck | None, screens: Sequence[Sight], params: Params) -> bool | None:
    """Whether any screen shows it; None without a rule."""
    return None if check is None else any(check(screen, params) for screen in screens)


def _reason(success: bool | None, findings: dict[str, bool | None]) -> str:
    if success:
        return "All sub-goals hold."
    missing = False if success is False else None
    what = "Not reached" if success is False else "No rule tells on a real device"
    return f"{what}: {', '.join(name for name, found in findings.items() if found is missing)}."
