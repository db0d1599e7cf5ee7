"""One episode of a program: how an agent plays it, and what is left of one that was lost with its worker.

Whatever the agent does wrong is a failure, which is recorded and never tried again: a crash must not get a
second chance. A device, an endpoint or a machine that fails is an exception, and breaks the episode.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any, NamedTuple

import gymnasium as gym

from openphone_gym.devices.device import DeviceError
from openphone_gym.endpoint import EndpointError
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import Agent, run_episode
from openphone_gym.rollout.failure import Abandoned, Failure
from openphone_gym.rollout.turns import Limit, Watch
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import Variation
from openphone_gym.tasks.task import draw as draw_task
from openphone_gym.trajectory import AgentFault, Episode, Verdict

AGENT, ENVIRONMENT, JUDGING = "agent", "environment", "judge"
"""Whose turn it is."""

STEP_SECONDS = 1800.0
"""Default limit of a step: a large model without a GPU may take minutes."""
EPISODE_SECONDS = 6 * 3600.0
"""Default limit of all steps of an episode together."""
JUDGE_SECONDS = 3600.0
"""Limit of a judge that is asked after an episode: endpoints have limits of their own, a call."""
LEAST_FOR_PHONE = 120.0
"""Seconds that the phone may take for a turn however short the agent's are: its first one loads much."""


class Draw(NamedTuple):
    """What is played.

    Attributes:
        task_id: The task.
        variation: ``canonical`` or ``sampled``.
        seed: Seed of the task's draw.
    """

    task_id: str
    variation: Variation
    seed: int


def limits(step: float, episode: float) -> dict[str, Limit]:
    """How long each side may take.

    Args:
        step: Seconds for one step of the agent; the first one includes making the agent.
        episode: Seconds for all of them.
    """
    return {
        AGENT: Limit(step, episode),
        ENVIRONMENT: Limit(max(step, LEAST_FOR_PHONE), max(episode, LEAST_FOR_PHONE)),
        JUDGING: Limit(JUDGE_SECONDS, JUDGE_SECONDS),
    }


def play(
    env: gym.Env[Any, Any],
    make: Callable[[], Agent],
    draw: Draw,
    seed: int,
    watch: Watch = lambda phase: None,
) -> Episode:
    """Plays an episode.

    Args:
        env: The phone.
        make: Makes the agent; what it raises is the agent's fault, too.
        draw: What is played.
        seed: Of what is drawn beside the task.
        watch: Told whose turn begins.

    Raises:
        DeviceError: The device failed.
        EndpointError: The endpoint of the agent or of the judge failed.
    """
    options = {"task": draw.task_id, "variation": draw.variation, "seed": draw.seed}
    phase, begun = "", False

    def turn_to(name: str) -> None:
        nonlocal phase, begun
        phase, begun = name, begun or (phase, name) == (ENVIRONMENT, AGENT)
        watch(name)

    try:
        watch(AGENT)
        phase = AGENT
        agent = make()
        return run_episode(env, agent, seed=seed, options=options, watch=turn_to)
    except (DeviceError, EndpointError, Abandoned, KeyboardInterrupt):
        raise
    except BaseException as error:
        if phase != AGENT:
            raise
        fault = AgentFault.of(error, traceback.format_exc())
        watch(ENVIRONMENT)
        if not begun:  # the environment still holds the episode before
            return lost(draw, fault)
        phone = env.unwrapped
        assert isinstance(phone, PhoneEnv)
        phone.fail(fault)
        return phone.episode


def lost(draw: Draw, fault: AgentFault) -> Episode:
    """The record of an episode of which nothing is left but what the agent did to end it."""
    instance = draw_task(find_task(draw.task_id), draw.variation, draw.seed)
    return Episode(
        task_id=instance.task.id,
        app=instance.task.counted_as,
        goal=instance.goal,
        params=instance.params,
        variation=instance.variation,
        seed=instance.seed,
        terminated=True,
        verdict=Verdict(success=False, reason=f"the agent failed: {fault.reason}", judge="fault"),
        fault=fault,
    )


def fault_of(failure: Failure) -> AgentFault | None:
    """What the agent did, where it took its worker along or took too long; None where it is not to blame.

    A process that is killed from outside while it is the agent's turn was killed by a person, a scheduler or
    a machine short of memory, and a machine that is lost takes all along: that is nobody's fault that could
    be told.
    """
    if failure.phase != AGENT or failure.kind in ("killed", "lost"):
        return None
    if failure.kind == "raised" and failure.error != KeyboardInterrupt.__name__:  # no signal reaches a worker
        return None
    return AgentFault(kind=failure.kind, reason=failure.reason, details=failure.details)


def worth_another_try(failure: Failure) -> bool:
    """Whether an episode is tried again: never after a fault of the agent, nor where nothing will change."""
    return not failure.final and fault_of(failure) is None
