"""Episodes with a known label, to try judges on.

Each comes of a policy that succeeds, or fails in one known way. What it was meant to be decides nothing:
the label is what the state judge finds on the phone itself, and an episode that did not come out as its
kind says is dropped and another way tried. Every draw of a task gives one success and one failure, of
the kinds that the app has had fewest of, so that the set is balanced overall and within each app.

=================  ======================================================================================
successes
``success``        the reference solution
``detour``         the reference solution with slips on the way that it recovers from
``side_effect``    the goal is reached, and something else was changed, too
failures
``near_miss``      the last step that matters is left out
``early``          stopped half-way
``wrong_value``    the same task, with another value
``wrong_answer``   a question's answer that would be right on another phone
``undone``         the goal was reached, and then undone
``forbidden``      what must not happen did
``wrong_task``     another task of the app was done instead: side effects without the goal
``nothing``        aimless steps without effect, or none
``false_claim``    next to nothing was done, and the message says it all was
=================  ======================================================================================

A side effect beside a reached goal does *not* make a failure, as for the state judge's ``success``; it is a
kind of its own, so that judges which fail such episodes can be told from judges that err. Messages such as
"All done" come with successes as well as failures, so that they give nothing away.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

import msgspec

from agents.basic import ExpertAgent, NoopAgent
from agents.faulty import Claim, InTurn, MistakenAgent, Script, SolutionAgent
from agents.noisy import NoisyAgent
from benchmarks.agreement import Judged
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import Agent, run_episode
from openphone_gym.judges import Judge, StateJudge, needs_of
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.task import ANSWER, TEST_SEEDS, Task
from openphone_gym.trajectory import Episode, Verdict

SCREEN = (540, 1200)

CLAIMS = (
    "All done.",
    "The task is complete.",
    "Finished: everything is as you asked.",
    "I have carried out the request and checked the result on the screen.",
    "Done! The change was saved successfully and all requirements are met.",
)
"""Messages of agents that are sure of themselves, rightly or not."""

TRIES = 3
"""Ways of chance that are tried for one episode of a kind."""

SLIPS = 0.25
"""Chance of a slip at each step of a detour."""


class Draw(NamedTuple):
    """A task with the seed that its parameters and the phone's contents come from.

    Attributes:
        task_id: The task.
        number: 0 is the benchmark's own values, all others are sampled.
        seed: Of the whole set.
    """

    task_id: str
    number: int
    seed: int

    @property
    def options(self) -> dict[str, object]:
        """The options of ``reset`` that give this draw; sampled ones come from the half for testing."""
        variation = "sampled" if self.number else "canonical"
        drawn = TEST_SEEDS + 10_000 * self.seed + self.number if self.number else 0
        return {"task": self.task_id, "variation": variation, "seed": drawn}


class Labelled(NamedTuple):
    """An episode whose outcome is known.

    Attributes:
        kind: What the policy did, a name of ``SUCCESSES`` or ``FAILURES``.
        episode: What happened, as a judge may see it: without a verdict.
        truth: The state judge's finding.
    """

    kind: str
    episode: Episode
    truth: Verdict

    @property
    def task(self) -> Task:
        """The task that was given."""
        return find_task(self.episode.task_id)

    def row(self, verdict: Verdict) -> Judged:
        """A judge's verdict beside the truth."""
        return Judged(
            task_id=self.episode.task_id,
            app=self.episode.app,
            seed=self.episode.seed,
            variation=self.episode.variation,
            kind=self.kind,
            reference=self.truth.success,
            verdict=verdict.success,
            reason=verdict.reason,
            cost=verdict.cost,
        )


class LabelledSet:
    """Makes labelled episodes, always the same for the same arguments.

    Args:
        apps: Apps whose tasks are used.
        draws: Draws of every task; the first has the canonical values.
        seed: Of all that is drawn.
        judge: The judge that will see the episodes; what it needs is kept of them.

    Attributes:
        tasks: The tasks, each app's together.
        missing: Draws that the reference solution failed on, which give no episodes.
        dropped: Episodes by kind that did not come out as meant.
    """

    def __init__(self, apps: Sequence[str], *, draws: int = 2, seed: int = 0, judge: Judge) -> None:
        self.tasks = [task for app in dict.fromkeys(apps) for task in tasks_of(app)]
        self.missing: list[Draw] = []
        self.dropped: Counter[str] = Counter()
        self._draws = [Draw(task.id, number, seed) for number in range(draws) for task in self.tasks]
        ids = [task.id for task in self.tasks]
        self._env = PhoneEnv(ids, observation=(), judge=Witness(needs_of(judge)), screen=SCREEN)
        self._counts: Counter[tuple[str, str]] = Counter()

    @property
    def most(self) -> int:
        """How many episodes there can be at most."""
        return 2 * len(self._draws)

    def __iter__(self) -> Iterator[Labelled]:
        self._counts.clear()
        self.missing.clear()
        self.dropped.clear()
        for draw in self._draws:
            case = _Case(self._env, draw)
            if case.good.verdict is None or not case.good.verdict.success:
                self.missing.append(draw)
                continue
            for kinds in (SUCCESSES, FAILURES):
                found = self._first(case, kinds)
                if found is not None:
                    self._counts[case.task.counted_as, found.kind] += 1
                    yield found

    def _first(self, case: _Case, kinds: dict[str, Kind]) -> Labelled | None:
        """An episode of the kind that the app has had fewest of, if one comes out."""
        for name in sorted(kinds, key=lambda name: self._counts[case.task.counted_as, name]):
            for agent in kinds[name].ways(case.drawing(name)):
                episode = case.run(agent)
                verdict = episode.verdict
                if verdict is not None and _came_out(episode, verdict, kinds[name], kinds is SUCCESSES):
                    return Labelled(name, msgspec.structs.replace(episode, verdict=None), verdict)
                self.dropped[name] += 1
        return None


class Witness(StateJudge):
    """The state judge; it has the environment keep what others need.

    Args:
        needs: See ``judges.Judge``.
    """

    def __init__(self, needs: Collection[str]) -> None:
        self.needs = frozenset(needs)


class _Case:
    """One draw of a task, and how the reference solution fares on it.

    Attributes:
        task: The task.
        good: The episode of the reference solution.
        rng: The source of all chance of the kind in hand.
    """

    def __init__(self, env: PhoneEnv, draw: Draw) -> None:
        self.env = env
        self.task = find_task(draw.task_id)
        self.rng = random.Random(0)
        self._draw = draw
        self.good = self.run(self.expert)

    @property
    def expert(self) -> Agent:
        """The reference solution."""
        return ExpertAgent(self.env)

    @property
    def message(self) -> str | None:
        """The answer of a question; else a message that says nothing on how it went."""
        return self.good.answer if self.task.is_query else self.rng.choice([None, *CLAIMS])

    @property
    def decisive(self) -> int:
        """Index of the step after which all sub-goals held for good; of the finish for a question."""
        held = [all(step.subgoals.values()) for step in self.good.steps[:-1]]
        return len(held) - held[::-1].index(False) if False in held else 0

    def drawing(self, kind: str) -> _Case:
        """This case, with chance of its own for this kind."""
        draw = self._draw
        self.rng = random.Random(f"{draw.task_id}/{draw.number}/{draw.seed}/{kind}")
        return self

    def run(self, agent: Agent, later: int = 0) -> Episode:
        """Runs an agent on this draw, or on a later one of the same task."""
        draw = self._draw._replace(number=self._draw.number + later)
        return run_episode(self.env, agent, seed=draw.number, options=dict(draw.options))


class Kind(NamedTuple):
    """A way to succeed or to fail.

    Attributes:
        ways: Policies to try one after the other until an episode comes out as it should.
        fits: What must be so beside the label.
    """

    ways: Callable[[_Case], Iterator[Agent]]
    fits: Callable[[Episode, Verdict], bool] = lambda episode, verdict: not verdict.violations


def _came_out(episode: Episode, verdict: Verdict, kind: Kind, success: bool) -> bool:
    return verdict.success is success and not episode.truncated and kind.fits(episode, verdict)


# Successes


def _success(case: _Case) -> Iterator[Agent]:
    yield Claim(case.expert, case.message)


def _detour(case: _Case) -> Iterator[Agent]:
    for _ in range(TRIES):
        slips = NoisyAgent(case.expert, error_rate=SLIPS, at_steps=(1,), seed=case.rng.getrandbits(32))
        yield slips if case.task.is_query else Claim(slips, case.message)


def _side_effect(case: _Case) -> Iterator[Agent]:
    for other in _others(case):
        yield Claim(InTurn(case.expert, other), case.message)


# Failures


def _near_miss(case: _Case) -> Iterator[Agent]:
    if not case.task.is_query:
        yield Claim(case.expert, case.message, after=case.decisive)


def _early(case: _Case) -> Iterator[Agent]:
    if case.decisive > 1:
        yield Claim(case.expert, _hollow(case), after=case.rng.randrange(1, case.decisive))


def _wrong_value(case: _Case) -> Iterator[Agent]:
    for mistaken in _mistaken(case):
        yield mistaken if case.task.is_query else Claim(mistaken, case.message)


def _wrong_answer(case: _Case) -> Iterator[Agent]:
    for later in range(1, TRIES + 1) if case.task.is_query else ():
        yield Claim(case.expert, case.run(case.expert, later).answer)


def _undone(case: _Case) -> Iterator[Agent]:
    if case.task.is_query:
        return
    decisive = case.good.steps[case.decisive].action
    again = [] if decisive is None else [Script([decisive])]
    for undoing in (*again, *_mistaken(case)):
        yield Claim(InTurn(case.expert, undoing), case.message)


def _forbidden(case: _Case) -> Iterator[Agent]:
    if not case.task.never:
        return
    for careless in (*_mistaken(case), *_others(case), *(_aimless(case, 8) for _ in range(TRIES))):
        yield Claim(InTurn(case.expert, careless), case.message)


def _wrong_task(case: _Case) -> Iterator[Agent]:
    for other in _others(case):
        yield Claim(other, _hollow(case))


def _nothing(case: _Case) -> Iterator[Agent]:
    for _ in range(TRIES):
        yield Claim(_aimless(case, case.rng.randrange(6)), _hollow(case))


def _false_claim(case: _Case) -> Iterator[Agent]:
    yield Claim(case.expert, case.rng.choice(CLAIMS), after=case.rng.randint(0, case.decisive // 3))


def _others(case: _Case) -> Iterator[Agent]:
    """Agents that do some other task of the app, with its canonical values."""
    others = [task for task in tasks_of(case.task.counted_as) if task is not case.task and not task.is_query]
    for task in case.rng.sample(others, min(TRIES, len(others))):
        params = {name: param.canonical for name, param in task.params.items()}
        yield SolutionAgent(case.env, task.solution, params)


def _mistaken(case: _Case) -> list[Agent]:
    """The reference solution with another value, for each parameter that has others."""
    names = [name for name, param in case.task.params.items() if param.sample is not None]
    return [MistakenAgent(case.env, name, case.rng.getrandbits(32)) for name in names]


def _aimless(case: _Case, steps: int) -> Agent:
    return Claim(NoisyAgent(NoopAgent(), error_rate=1, seed=case.rng.getrandbits(32)), None, after=steps)


def _hollow(case: _Case) -> str | None:
    """A message that says nothing, on a question either."""
    return case.rng.choice([None, *CLAIMS])


def _clean(episode: Episode, verdict: Verdict) -> bool:
    return not verdict.side_effects and not verdict.violations


def _changed(episode: Episode, verdict: Verdict) -> bool:
    return bool(verdict.side_effects) and not verdict.violations


def _held_before(episode: Episode, verdict: Verdict) -> bool:
    held = any(step.subgoals and all(step.subgoals.values()) for step in episode.steps)
    return held and ANSWER not in verdict.subgoals and not verdict.violations


def _violated(episode: Episode, verdict: Verdict) -> bool:
    return bool(verdict.violations)


SUCCESSES = {
    "success": Kind(_success, _clean),
    "detour": Kind(_detour, _clean),
    "side_effect": Kind(_side_effect, _changed),
}
"""Ways to succeed."""

FAILURES = {
    "near_miss": Kind(_near_miss),
    "wrong_value": Kind(_wrong_value),
    "wrong_answer": Kind(_wrong_answer),
    "undone": Kind(_undone, _held_before),
    "forbidden": Kind(_forbidden, _violated),
    "wrong_task": Kind(_wrong_task, _changed),
    "early": Kind(_early),
    "nothing": Kind(_nothing, _clean),
    "false_claim": Kind(_false_claim),
}
"""Ways to fail."""
