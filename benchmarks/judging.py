"""Putting episodes before a judge, in portions, so that neither memory nor an endpoint is overrun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from time import perf_counter
from typing import Any, Protocol, TypeVar

from rich.console import Console
from rich.progress import track

from openphone_gym.judges import Judge
from openphone_gym.tasks.task import Task
from openphone_gym.trajectory import Episode, Verdict

PORTION = 32
"""Episodes that are in memory at once."""

NO_ENDPOINT = 3
"""Exit code where the judge's endpoint failed, which says nothing about the judge."""

SPENT = ("cost", "tokens_in", "tokens_out", "latency")
"""What a verdict says that it took: US dollars, tokens, seconds of waiting for the model."""

COMMONEST = 5
"""Reasons of unscored episodes that are named."""


class Case(Protocol):
    """What can be judged."""

    @property
    def episode(self) -> Episode:
        """What happened."""
        ...

    @property
    def task(self) -> Task:
        """What was asked for."""
        ...


AnyCase = TypeVar("AnyCase", bound=Case)


class Judging:
    """A judge at work, and what it took.

    A judge that has ``judge_all(pairs)`` is given a portion at once, so that it may ask an endpoint for
    several verdicts at a time.

    Args:
        judge: Any judge.

    Attributes:
        verdicts: Number of verdicts so far.
        seconds: Time they took.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.verdicts = 0
        self.seconds = 0.0
        self._totals: Counter[str] = Counter()
        self._versions: set[str] = set()
        self._unscored: Counter[str] = Counter()

    def run(self, cases: Iterable[AnyCase], total: int) -> Iterator[tuple[AnyCase, Verdict]]:
        """Judges all cases, with a progress bar of ``total``, and yields each with its verdict.

        Raises:
            EndpointError: The judge's endpoint can't be used; what was yielded before stays good.
        """
        bar = track(cases, "Judging", total=total, console=Console(stderr=True), transient=True)
        for portion in _portions(bar):
            started = perf_counter()
            found = self._judge_all(portion)
            self.seconds += perf_counter() - started
            for verdict in found:
                self._count(verdict)
            yield from zip(portion, found, strict=True)

    def _judge_all(self, cases: Iterable[Case]) -> list[Verdict]:
        pairs = [(case.episode, case.task) for case in cases]
        together = getattr(self._judge, "judge_all", None)
        return list(together(pairs)) if together else [self._judge.judge(*pair) for pair in pairs]

    def _count(self, verdict: Verdict) -> None:
        self.verdicts += 1
        self._versions.add(" ".join(filter(None, (verdict.judge, verdict.model))))
        for name in SPENT:
            self._totals[name] += getattr(verdict, name)
        if verdict.success is None:
            self._unscored[verdict.reason] += 1

    def effort(self) -> dict[str, Any]:
        """What it took, as JSON values: tokens, US dollars, seconds in all and for a verdict."""
        totals = {**{name: self._totals[name] for name in SPENT}, "seconds": self.seconds}
        return {
            "versions": sorted(self._versions),
            "verdicts": self.verdicts,
            **totals,
            "per_verdict": {name: total / max(self.verdicts, 1) for name, total in totals.items()},
            "unscored_because": dict(self._unscored.most_common(COMMONEST)),
        }


def _portions(cases: Iterable[AnyCase]) -> Iterator[list[AnyCase]]:
    iterator = iter(cases)
    while portion := list(islice(iterator, PORTION)):
        yield portion
