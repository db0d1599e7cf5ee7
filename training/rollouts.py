"""Plays the episodes of training on the rollout service: none waits for another. Knows nothing of TRL.

Phones are in workers, which play whole episodes and ask the policy over a line (``training.desk``). What
failed for reasons that are not the policy's is left out and counted: an episode that no judge could score
never becomes a zero, and a group of fewer than two tells nothing. What was lost with a worker is played
again.

What is drawn depends on the episode and the turn, never on who was ready first.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from agents.settings import AgentSettings
from openphone_gym.judges import make_judge
from openphone_gym.judges.rewards import end_reward
from openphone_gym.rollout import Crew, Failure, Limit, crew
from openphone_gym.rollout.judging import inside, judged, waits
from openphone_gym.rollout.playing import (
    AGENT,
    EPISODE_SECONDS,
    STEP_SECONDS,
    limits,
    worth_another_try,
)
from openphone_gym.rollout.service import JUDGES
from openphone_gym.trajectory import Episode
from training.desk import Desk
from training.line import Exchange, host_for
from training.player import Defect, Job, Played, TurnPlayer
from training.sampling import check_seeds
from training.turns import Batch, Branch, Policy, Rollout, Start

LIMITS = limits(STEP_SECONDS, EPISODE_SECONDS) | {AGENT: Limit(float("inf"), float("inf"))}
"""The agent waits for a policy that has limits of its own, and for others that are answered before it."""


class Workers(NamedTuple):
    """Where the phones are.

    Attributes:
        processes: How many processes play; 0 plays in threads of this one or, with Ray, on all CPUs.
        threads: Episodes that are played at a time where there are no processes.
        ray: ``local``, or the address of a Ray cluster; empty takes this machine, without Ray.
    """

    processes: int = 0
    threads: int = 16
    ray: str = ""

    @property
    def apart(self) -> bool:
        """Whether they are in processes of their own."""
        return bool(self.processes or self.ray)


class Stopped(Exception):
    """What was being played was stopped."""


class Rollouts:
    """Plays episodes, in groups and from branches of others.

    Args:
        env: Keyword arguments of the environment; see ``PhoneEnv``. ``device`` may list several.
        agent: How agents use the policy.
        policy: Answers for all agents.
        workers: Where the phones are.
        clock: Seconds, for the shares of time.
    """

    def __init__(
        self,
        env: dict[str, Any],
        agent: AgentSettings,
        policy: Policy,
        workers: Workers,
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._env = env
        self._agent = agent
        self._workers = workers
        self._clock = clock
        self._judge = make_judge(env.get("judge") or "state")
        self._desk = Desk(policy, clock)
        self._exchange: Exchange | None = None
        self._crew: Crew[Job, Played] | None = None

    def play(
        self,
        starts: Sequence[Start],
        size: int = 1,
        *,
        seed: str = "",
        max_steps: int | None = None,
        greedy: bool = False,
        screens: bool = False,
    ) -> Batch:
        """Plays each start several times.

        Args:
            starts: How the groups begin.
            size: Episodes of a group. Of several, two must be scored.
            seed: Of all that the policy draws.
            max_steps: Steps before truncation; None takes each task's own limit.
            greedy: Whether the policy takes the most probable tokens.
            screens: Whether last screens are kept.

        Raises:
            InvalidSeeds: A draw is kept for testing.
            Defect: What plays is broken.
            NoCluster: There are no such workers.
        """
        for start in starts:
            check_seeds(range(start.draw.seed, start.draw.seed + 1))
        jobs = [
            Job(group * size + member, start, f"{seed}/{group}/{member}", (), max_steps, screens)
            for group, start in enumerate(starts)
            for member in range(size)
        ]
        return self._batch(jobs, size, min(size, 2), greedy)

    def fork(
        self, branches: Sequence[Branch], count: int, *, seed: str = "", max_steps: int | None = None
    ) -> Batch:
        """Plays several continuations of each branch, from one and the same state of phone and memory.

        Each goes the way of the branch again, answer by answer, wherever it is played.

        Args:
            branches: Where to begin.
            count: Continuations of each.
            seed: Of all that the policy draws.
            max_steps: Steps of the whole episode, its beginning included.

        Returns:
            A group for each branch, with the new steps alone, and their rewards; shorter or empty where some
            could not be scored.
        """
        jobs = []
        for place, (rollout, turns) in enumerate(branches):
            given = tuple(turn.answer for turn in rollout.turns[:turns])
            for member in range(count):
                number, own = place * count + member, f"{seed}/{place}/{member}"
                jobs.append(Job(number, rollout.start, own, given, max_steps))
        return self._batch(jobs, count, 0, False)

    def stop(self) -> None:
        """Has what another thread plays end soon: nobody is answered any more, until ``close``."""
        self._desk.fault = self._desk.fault or Stopped("nobody waits for these episodes")

    def close(self) -> None:
        """Ends the workers and gives all devices back."""
        if self._crew is not None:
            self._crew.__exit__()
        if self._exchange is not None:
            self._exchange.close()
        self._crew = self._exchange = None
        self._desk = Desk(self._desk.policy, self._clock)

    def _batch(self, jobs: Sequence[Job], size: int, least: int, greedy: bool) -> Batch:
        """Plays jobs, and puts the episodes into groups of so many, of which ``least`` must be scored."""
        self._desk.open(greedy)
        started = self._clock()
        played = self._played(jobs)
        policy_seconds = self._desk.seconds
        env_seconds = self._clock() - started - policy_seconds
        dropped = Counter(rollout.fault for rollout in played if rollout.reward is None)
        scored = [
            [rollout for rollout in played[first : first + size] if rollout.reward is not None]
            for first in range(0, len(played), size)
        ]
        kept = [group for group in scored if len(group) >= least]
        if lonely := sum(map(len, scored)) - sum(map(len, kept)):
            dropped["alone in its group"] = lonely
        return Batch(kept, dropped, env_seconds, policy_seconds, self._desk.tokens)

    def _played(self, jobs: Sequence[Job]) -> list[Rollout]:
        """What became of the jobs, in their order."""
        found: dict[int, Rollout] = {}
        try:
            for (job, rollout), outcome in judged(self._ended(jobs, found), self._judge, JUDGES):
                found[job.number] = self._settled(rollout, outcome)
        except BaseException:
            self.close()
            raise
        return [found[job.number] for job in jobs]

    def _ended(
        self, jobs: Sequence[Job], found: dict[int, Rollout]
    ) -> Iterator[tuple[tuple[Job, Rollout], Episode | Failure]]:
        """Episodes that are yet to be judged, as they end; others are found already."""
        staff = self._staff()
        left = len(jobs)
        self._desk.expect(min(left, staff.size))
        for job, outcome in staff.run(jobs):
            left -= 1
            self._desk.expect(min(left, staff.size))
            self._check(outcome)
            if isinstance(outcome, Failure):
                fault = outcome.error or outcome.kind
                found[job.number] = Rollout(job.start, fault=fault)
            elif outcome.episode is None:
                found[job.number] = outcome.rollout
            else:
                yield (job, outcome.rollout), outcome.episode

    def _check(self, outcome: Played | Failure) -> None:
        """Raises what no other episode would survive."""
        if self._desk.fault is not None:
            raise self._desk.fault
        if isinstance(outcome, Failure) and outcome.final:
            raise Defect(f"{outcome.reason}\n{outcome.details}")

    def _settled(self, rollout: Rollout, outcome: Episode | Failure) -> Rollout:
        """The episode with what its judge found."""
        if isinstance(outcome, Failure):
            rollout.fault = outcome.error or outcome.kind
        elif (verdict := outcome.verdict) is not None:
            penalty = self._env.get("side_effect_penalty", 0.0)
            rollout.verdict = verdict
            rollout.turns[-1].reward = end_reward(
                self._env.get("reward", "success"), verdict, penalty=penalty
            )
        rollout.settle()
        return rollout

    def _staff(self) -> Crew[Job, Played]:
        """The workers, which stay from one update to the next."""
        if self._crew is None:
            env = self._env | {"judge": inside(self._judge)}
            asked = self._desk
            if self._workers.apart:
                self._exchange = Exchange(self._desk, host_for(self._workers.ray))
                asked = self._exchange.line()
            self._crew = crew(
                TurnPlayer(env, self._agent, asked, judged=not waits(self._judge)),
                workers=self._workers.processes or None,
                threads=0 if self._workers.apart else self._workers.threads,
                ray=self._workers.ray,
                limits=LIMITS,
                again=lambda failure: self._desk.fault is None and worth_another_try(failure),
            )
        return self._crew
