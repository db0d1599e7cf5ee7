"""The one interface: so many workers here, or on a Ray cluster, and what they are to play."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from openphone_gym.judges import Judge, make_judge
from openphone_gym.rollout.cluster import Cluster
from openphone_gym.rollout.crew import Crew, Pool, Threads
from openphone_gym.rollout.failure import Failure, Job, Result
from openphone_gym.rollout.judging import inside, judged, waits
from openphone_gym.rollout.phones import VIRTUAL, check_enough, device_names
from openphone_gym.rollout.player import Factory, Player
from openphone_gym.rollout.playing import (
    EPISODE_SECONDS,
    STEP_SECONDS,
    Draw,
    fault_of,
    limits,
    lost,
    worth_another_try,
)
from openphone_gym.rollout.turns import Limit, Watch
from openphone_gym.trajectory import Episode

JUDGES = 8
"""Default number of episodes that are judged at a time."""


def crew(
    work: Callable[[Job, Watch], Result],
    *,
    workers: int | None = None,
    threads: int = 0,
    ray: str = "",
    limits: Mapping[str, Limit] | None = None,
    again: Callable[[Failure], bool] = worth_another_try,
) -> Crew[Job, Result]:
    """The workers that a command line asks for.

    Args:
        work: What to do with a job; see ``Crew``.
        workers: How many; None takes one, or with Ray every CPU of the cluster.
        threads: Threads of this process in place of processes; 0 takes processes.
        ray: ``local``, or the address of a Ray cluster; empty takes this machine, without Ray.
        limits: How long each phase may last.
        again: Whether a failed job is worth another try.

    Raises:
        NoCluster: Ray is not installed, or no cluster is at the address.
    """
    if ray:
        return Cluster(work, workers, address=ray, limits=limits, again=again)
    if threads:
        return Threads(work, threads, limits=limits, again=again)
    return Pool(work, workers or 1, limits=limits, again=again)


def rollout(
    agent: Factory | str,
    draws: Iterable[Draw],
    *,
    env: dict[str, Any] | None = None,
    judge: str | Judge | None = None,
    judges: int = JUDGES,
    workers: int | None = None,
    threads: int = 0,
    ray: str = "",
    step_seconds: float = STEP_SECONDS,
    episode_seconds: float = EPISODE_SECONDS,
) -> Iterator[tuple[Draw, Episode | Failure]]:
    """Plays many episodes, and yields each as it comes to its end.

    ::

        from openphone_gym.rollout import Draw, rollout

        draws = [Draw("zoom_1", "sampled", seed) for seed in range(100)]
        for draw, outcome in rollout("my_agents:make", draws, workers=8):
            ...

    An agent that raises, takes its process along or takes too long has failed: its episode says so in
    ``Episode.fault``, and is not played again. What breaks for a reason outside the agent is played once
    more, and what was lost with a machine again and again; where that does not help there is a ``Failure``.

    Args:
        agent: Makes an agent for an environment and a seed; can be pickled, or is named by
            ``package.module:name``.
        draws: What is played.
        env: Keyword arguments of the environment beside ``judge``; see ``PhoneEnv``.
        judge: A judge or its name; None takes the state of virtual phones, and the screens of other devices.
            One that does not read the phone's state is asked outside the environment.
        judges: How many episodes such a judge is given at a time.
        workers: As for ``crew``.
        threads: As for ``crew``.
        ray: As for ``crew``.
        step_seconds: Seconds that the agent may take for a step, and to be made.
        episode_seconds: Seconds that the agent may take for all steps of an episode.

    Raises:
        InvalidArgument: There is no such agent, device or judge.
        NoCluster: Ray is not installed, or no cluster is at the address.
        EndpointError: The judge's endpoint is not set up.
    """
    devices = device_names((env or {}).get("device", VIRTUAL))
    check_enough(devices, threads or workers or 1)
    chosen = make_judge(judge or ("state" if set(devices) == {VIRTUAL} else "screen"))
    player = Player(agent, {**(env or {}), "judge": inside(chosen)})
    allowed = limits(step_seconds, episode_seconds)
    with crew(player, workers=workers, threads=threads, ray=ray, limits=allowed) as staff:
        outcomes = map(_blamed, staff.run(draws))
        yield from judged(outcomes, chosen, judges) if waits(chosen) else outcomes


def _blamed(outcome: tuple[Draw, Episode | Failure]) -> tuple[Draw, Episode | Failure]:
    """The outcome, as an episode where its agent is to blame for the failure."""
    draw, found = outcome
    fault = fault_of(found) if isinstance(found, Failure) else None
    return draw, found if fault is None else lost(draw, fault)
