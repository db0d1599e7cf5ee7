"""Judges that can be seen through, for the programs that try judges."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_gym.tasks.task import Task
from openphone_gym.trajectory import Episode, Verdict


class Gullible:
    """Believes whatever sounds like success, on the last screen or in the finish message."""

    needs = ("tree",)
    words = ("succe", "reached", "done", "yes", "passed", "in place", "finished", "gelöst")

    def judge(self, episode: Episode, task: Task) -> Verdict:
        shown = [node.label for node in episode.final_tree.walk()] if episode.final_tree else []
        said = " ".join([*shown, episode.answer or ""]).lower()
        return Verdict(
            success=any(word in said for word in self.words), reason="It says so.", judge="gullible"
        )


class Undecided:
    """Can't tell anything."""

    def judge(self, episode: Episode, task: Task) -> Verdict:
        return Verdict(success=None, reason="Who knows?", judge="undecided")


class Clerk:
    """Judges portions, all of them successes, and counts them."""

    def __init__(self) -> None:
        self.portions: list[int] = []

    def judge(self, episode: Episode, task: Task) -> Verdict:
        raise AssertionError("asked one by one")

    def judge_all(self, pairs: Iterable[tuple[Episode, Task]]) -> list[Verdict]:
        found = [
            Verdict(
                success=True, judge="clerk", model="m", cost=0.5, tokens_in=10, tokens_out=2, latency=0.25
            )
            for _ in pairs
        ]
        self.portions.append(len(found))
        return found
