"""The runs that are compared: strategies, who acts in them, and one episode of any of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import gymnasium as gym
import msgspec

from agents.hybrid import STRATEGIES, Budget, Cast, HybridAgent, Spent, Thresholds
from agents.hybrid.policy import STAND_IN, HybridSettings
from agents.stand_in import CLOUD_MODEL, DEVICE_MODEL, PUBLISHED_CAST, StandInCast
from benchmarks import cloud_published
from benchmarks.cloud_use import BASELINE, HybridRow, hybrid_row
from openphone_gym.recording import save_episode
from openphone_gym.rollout import Failure, Watch
from openphone_gym.rollout.playing import ENVIRONMENT, Draw, fault_of, lost, play
from openphone_gym.rollout.shipping import Shipped, unpack
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.trajectory import Episode

DEVICE_RATES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
PERSISTENCES = (0.0, 0.3, 0.8)
AUROCS = (0.5, 0.7, 0.9)
UNSURE = 0.8
"""Confidence below which the cloud is asked where the use of confidence is measured."""
BUDGETS = (1, 2, 3, 4, 6)
"""Cloud calls an episode may take, where that is limited."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A strategy with all that it depends on.

    Attributes:
        group: What is varied; empty for the main comparison.
        value: The value it has here.
        strategy: Name of the strategy.
        device: Source of the device model, or ``stand-in``.
        cloud: Source of the cloud model, or ``stand-in``.
        stand_ins: How stand-ins err.
        thresholds: Of the strategy ``guarded``.
        calls: Cloud calls an episode may take; None is no limit.
    """

    group: str = ""
    value: str = ""
    strategy: str
    device: str = STAND_IN
    cloud: str = STAND_IN
    stand_ins: StandInCast = msgspec.field(default_factory=StandInCast)
    thresholds: Thresholds = msgspec.field(default_factory=Thresholds)
    calls: int | None = None


class Job(NamedTuple):
    """One episode: the number of its setting, its task and the seed of the draw."""

    setting: int
    task_id: str
    seed: int

    @property
    def draw(self) -> Draw:
        """What is played."""
        return Draw(self.task_id, "sampled", self.seed)

    def broken(self, reason: str) -> HybridRow:
        """The row of an episode that no score can be given for."""
        app = find_task(self.task_id).counted_as
        return HybridRow(task_id=self.task_id, app=app, seed=self.seed, error=reason)


class Runner:
    """Runs the episodes of several settings; called with a job, returns its row.

    Args:
        settings: By number.
        folder: Where the episodes of the main comparison are recorded; None for nowhere.

    Attributes:
        folder: The same.
    """

    def __init__(self, settings: Sequence[Setting], folder: Path | None) -> None:
        self._settings = settings
        self.folder = folder
        self._casts: dict[tuple[str, str, str], Cast] = {}
        self._env: gym.Env[Any, Any] | None = None

    def __call__(self, job: Job, watch: Watch = lambda phase: None) -> HybridRow:
        """Runs an episode.

        Raises:
            DeviceError: The device failed.
            EndpointError: The endpoint of an agent failed.
            RecordingFailed: The episode can't be recorded.
        """
        watch(ENVIRONMENT)
        setting = self._settings[job.setting]
        cast = self._cast(setting)
        env = self._env = self._env or gym.make(
            "OpenPhone-v0", observation=cast.observation, record=("tree",)
        )
        seed = crc32(f"{job.task_id}/{job.seed}".encode())
        made: list[HybridAgent] = []

        def make() -> HybridAgent:
            roles = cast.roles(env, seed)
            strategy = STRATEGIES[setting.strategy](roles.monitor, setting.thresholds)
            made.append(HybridAgent(roles.device, roles.cloud, strategy, budget=Budget(calls=setting.calls)))
            return made[0]

        episode = play(env, make, job.draw, seed, watch)
        watch(ENVIRONMENT)
        return self._recorded(job, episode, made[0].spent if made else Spent())

    def settle(self, job: Job, failure: Failure) -> HybridRow:
        """The row of an episode that was lost, in the program that waited for it."""
        fault = fault_of(failure)
        if fault is None:
            return job.broken(failure.reason)
        return self._recorded(job, lost(job.draw, fault), Spent())

    def receive(self, shipped: Shipped) -> HybridRow:
        """The row of an episode that was run and recorded on another machine, and is recorded here, too.

        Raises:
            RecordingFailed: The folder can't be written to.
        """
        assert self.folder is not None, "nothing is sent along where nothing is recorded"
        unpack(shipped.files, self.folder)
        return shipped.result

    def _recorded(self, job: Job, episode: Episode, spent: Spent) -> HybridRow:
        setting = self._settings[job.setting]
        if self.folder is not None and not setting.group:
            folder = self.folder / setting.strategy / f"{job.task_id}-{job.seed}"
            with suppress(FileExistsError):  # it came to its end at the moment in which it was given up
                save_episode(episode, folder)
        return hybrid_row(episode, spent)

    def _cast(self, setting: Setting) -> Cast:
        """Who acts; endpoints are connected to once."""
        if setting.device == STAND_IN:
            return setting.stand_ins
        key = setting.device, setting.cloud, setting.strategy
        if key not in self._casts:
            named = HybridSettings(device=setting.device, cloud=setting.cloud, strategy=setting.strategy)
            self._casts[key] = named.cast()
        return self._casts[key]


def variations(thresholds: Thresholds) -> list[Setting]:
    """Other stand-ins and other limits of ``guarded``, each beside cloud only."""
    return list(_variations(thresholds))


def _variations(thresholds: Thresholds) -> Iterator[Setting]:
    replace = msgspec.structs.replace
    three = (BASELINE, "openphone", "guarded")
    for rate in DEVICE_RATES:
        cast = StandInCast(device=replace(DEVICE_MODEL, error_rate=rate))
        for name in ("device", *three):
            yield _varied("device error rate", f"{rate:.2f}", name, cast, thresholds)
    for share in PERSISTENCES:
        cast = StandInCast(
            device=replace(DEVICE_MODEL, persistence=share), cloud=replace(CLOUD_MODEL, persistence=share)
        )
        for name in three:
            yield _varied("errors that persist", f"{share:.1f}", name, cast, thresholds)
    unsure = replace(thresholds, confidence=UNSURE)
    for auroc in AUROCS:
        cast = StandInCast(device=replace(DEVICE_MODEL, auroc=auroc))
        for name in (BASELINE, "guarded"):
            yield _varied("confidence used, AUROC", f"{auroc:.1f}", name, cast, unsure)
    perfect = StandInCast(recall=1.0, false_alarm=0.0)
    for name in (BASELINE, "openphone"):
        yield _varied("monitor", "perfect", name, perfect, thresholds)
    for name in ("device", *three):
        yield _varied(cloud_published.GROUP, cloud_published.MODELS, name, PUBLISHED_CAST, thresholds)
    unchecked = replace(thresholds, confirm_finish=False)
    for name in (BASELINE, "guarded"):
        yield _varied("finish of the device", "taken as it is", name, StandInCast(), unchecked)
    yield _varied("cloud calls allowed", "any", BASELINE, StandInCast(), thresholds)
    for calls in BUDGETS:
        yield replace(
            _varied("cloud calls allowed", str(calls), "guarded", StandInCast(), thresholds), calls=calls
        )


def _varied(group: str, value: str, strategy: str, cast: StandInCast, thresholds: Thresholds) -> Setting:
    return Setting(group=group, value=value, strategy=strategy, stand_ins=cast, thresholds=thresholds)
