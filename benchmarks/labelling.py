"""Labelled episodes that several workers make, each of them the tasks of an app at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from benchmarks.labelled import Draw, Labelled, LabelledSet, Witness
from openphone_gym.judges import Judge, needs_of
from openphone_gym.rollout import Failure, Watch, crew


class LabellingFailed(RuntimeError):
    """A worker could not make the episodes of an app, twice; the message says why."""


class Made(NamedTuple):
    """The episodes of an app; see ``LabelledSet`` for the other two."""

    cases: list[Labelled]
    missing: list[Draw]
    dropped: Counter[str]


def labelled_set(
    apps: Sequence[str], *, draws: int, seed: int, judge: Judge, workers: int | None = None, ray: str = ""
) -> LabelledSet:
    """The set that is made here, or by workers where there are to be several.

    Args:
        apps: As for ``LabelledSet``, and so on.
        draws: Draws of every task.
        seed: Of all that is drawn.
        judge: The judge that will see the episodes.
        workers: As for ``rollout.crew``.
        ray: As for ``rollout.crew``.
    """
    whole = LabelledSet(apps, draws=draws, seed=seed, judge=judge)
    if (workers or 1) == 1 and not ray:
        return whole
    return SharedSet(apps, draws=draws, seed=seed, judge=judge, crew={"workers": workers, "ray": ray})


class SharedSet(LabelledSet):
    """The same episodes in the same order, held in memory since they come in that of the apps.

    Args:
        apps: As for ``LabelledSet``, and so on.
        draws: Draws of every task.
        seed: Of all that is drawn.
        judge: The judge that will see the episodes.
        crew: Keyword arguments of ``rollout.crew``.
    """

    def __init__(
        self, apps: Sequence[str], *, draws: int, seed: int, judge: Judge, crew: dict[str, Any]
    ) -> None:
        super().__init__(apps, draws=draws, seed=seed, judge=judge)
        self._apps = list(dict.fromkeys(apps))
        self._work = OfApp(draws, seed, needs_of(judge))
        self._crew = crew

    def __iter__(self) -> Iterator[Labelled]:
        self.missing.clear()
        self.dropped.clear()
        made: dict[str, Made] = {}
        with crew(self._work, **self._crew) as workers:
            for app, outcome in workers.run(self._apps):
                if isinstance(outcome, Failure):
                    raise LabellingFailed(f"the episodes of {app} can't be made: {outcome.reason}")
                made[app] = outcome
        parts = [made[app] for app in self._apps]
        self.missing += sorted(chain(*(part.missing for part in parts)), key=lambda draw: draw.number)
        for part in parts:
            self.dropped += part.dropped
        yield from sorted(chain(*(part.cases for part in parts)), key=_number)


class OfApp:
    """Makes the episodes of an app; called with its id.

    Args:
        draws: Draws of every task.
        seed: Of all that is drawn.
        needs: What the judge that will see them needs.
    """

    def __init__(self, draws: int, seed: int, needs: Collection[str]) -> None:
        self._draws, self._seed, self._needs = draws, seed, needs

    def __call__(self, app: str, watch: Watch) -> Made:
        """All episodes of the app, in their order."""
        cases = LabelledSet([app], draws=self._draws, seed=self._seed, judge=Witness(self._needs))
        return Made(list(cases), cases.missing, cases.dropped)


def _number(case: Labelled) -> tuple[bool, int]:
    """Which draw of its task it is."""
    return case.episode.variation == "sampled", case.episode.seed or 0
