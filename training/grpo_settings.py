"""Where the episodes of ``training.grpo`` are played, beside what is trained on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from openphone_gym.rollout.phones import VIRTUAL, check_enough, device_names
from training.preflight import Unfit
from training.rollouts import Workers
from training.settings import EpisodeSettings


@dataclass
class GrpoSettings(EpisodeSettings):
    """What ``training.grpo`` trains on, how, and where episodes are played.

    ``num_generations`` is the size of a group, ``max_completion_length`` the limit of an answer (of a whole
    episode with ``tools``), ``max_steps`` the number of updates.
    """

    workers: int = field(
        default=0,
        metadata={
            "help": "Processes that play, for each that trains; 0: its own threads, or with ray all CPUs."
        },
    )
    ray: str = field(
        default="", metadata={"help": "Plays on a Ray cluster: local, or its address such as 10.0.0.1:6379."}
    )
    devices: str = field(
        default=VIRTUAL,
        metadata={
            "help": "virtual, adb:SERIAL, avd:NAME or another of docs/devices.md; several behind commas."
        },
    )

    ahead: int = field(
        default=0,
        metadata={
            "help": "Updates by which the weights that play may be behind those that learn; needs server."
        },
    )

    def workers_for(self, episodes: int) -> Workers:
        """Where episodes are played, so many of them at a time where they are in threads."""
        return Workers(self.workers, episodes, self.ray)

    @property
    def env_arguments(self) -> dict[str, Any]:
        """Keyword arguments of the environments that workers make."""
        env = self.make_env()
        env.close()
        assert env.spec is not None
        return {**env.spec.kwargs, "device": self.devices}

    def check_devices(self) -> None:
        """Refuses what the devices can't do.

        Raises:
            Unfit: Another judge, credit or start is needed, or they are virtual only.
            InvalidArgument: There is no such device, or there are fewer than workers.
        """
        names = device_names(self.devices)
        check_enough(names, self.workers or 1)
        if set(names) == {VIRTUAL}:
            return
        if self.method == "tools":
            raise Unfit("devices are for method steps: TRL plays the episodes of tools in this process")
        if self.judge == "state":
            raise Unfit("judge state reads virtual phones only: take judge screen or llm")
        if self.credit == "forks" or self.reverse:
            raise Unfit("credit forks and reverse need phones that come to one state each time: virtual")
        if not self.workers and not self.ray:
            raise Unfit("devices serve one worker each: say how many, such as workers 2")
