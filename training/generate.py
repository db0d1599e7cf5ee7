"""Makes training data: samples of single steps, from reference solutions, recoveries and recorded episodes.

::

    python -m training.generate --config training/generate.yaml --out data/brief --episodes 200

Work is cut into shards, each written whole or not at all, so that the same command goes on where it was
cut off. The end is a folder with ``train.jsonl`` and ``validation.jsonl`` (prompt and completion as
conversations), a datasheet, and the exports asked for (see ``training.formats``).
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import track

from agents.chat import AgentSettings
from openphone_gym.rollout import Failure, NoCluster, Watch, crew
from openphone_gym.tasks.catalogue import catalogue, find_task, tasks_of
from openphone_gym.tasks.practice.split import regime
from openphone_gym.tasks.task import TEST_SEEDS
from training import sources
from training.datasheet import datasheet, write_datasheet
from training.extra import ExtraMissing, settings
from training.formats import EXPORTS, export
from training.samples import Rollout, Sample, Sampler
from training.writing import make_writer

EPISODES_A_SHARD = 50
EPISODE_SECONDS = 0.06
"""Seconds an episode takes on one core, roughly: for the estimate that is printed first."""

SOURCES = ("expert", "recovery", "demonstrations", "runs", "androidlab")


class ShardFailed(RuntimeError):
    """A worker could not make its part, twice; the message says why. What is made stays."""


class InvalidData(ValueError):
    """What is asked for can't be made, or must not be trained on; the message says what to change."""


@dataclass
class GenerateConfig:
    """What data to make.

    Attributes:
        out: Folder of the data set.
        tasks: Ids of tasks; empty takes all tasks of ``apps``.
        apps: Ids of apps; empty takes all.
        held_out: Tasks that are kept from training, to test on.
        split: Whether what ``tasks.practice.split`` keeps from training is held out, too: three apps and
            their practice, and a fifth of the other tasks.
        episodes: Reference solutions per task.
        recoveries: Recoveries from a mistake per task.
        shares: Of ``episodes`` and ``recoveries``, what the tasks of a suite or a group get, such as
            ``two things=0.2``; those that are not named get all.
        first_seed: Seed of the first draw; the others follow. All must be for training.
        demonstrations: Folder with episodes that people recorded (``play --record``).
        runs: Folder with episodes that models did (``benchmarks.evaluate``); successful ones are taken.
        androidlab: Folder with traces in AndroidLab's format, known to be right.
        writer: ``template``, or ``endpoint:PREFIX`` for a language model that words the answers.
        mode: How the phone is shown: ``xml``, ``som``, ``screenshot``, or several joined by ``+``.
        style: ``full`` or ``brief``.
        image_long_side: Pixels to which pictures are shrunk.
        screen: Width and height of the virtual phone in pixels.
        interruptions: Chance that an episode is disturbed, 0 to 1.
        validation: Share of episodes that are kept for the held-out loss, 0 to 0.5.
        formats: Exports beside the conversations.
        workers: Processes that make shards side by side.
        ray: ``local``, or the address of a Ray cluster whose machines all see ``out``; empty takes this one.
        shuffle_seed: Seed of the order of the samples.
    """

    out: str
    tasks: list[str] = field(default_factory=list)
    apps: list[str] = field(default_factory=list)
    held_out: list[str] = field(default_factory=list)
    split: bool = False
    episodes: int = 10
    recoveries: int = 2
    shares: list[str] = field(default_factory=list)
    first_seed: int = 0
    demonstrations: str | None = None
    runs: str | None = None
    androidlab: str | None = None
    writer: str = "template"
    mode: str = "xml"
    style: str = "full"
    image_long_side: int | None = None
    screen: list[int] = field(default_factory=lambda: [540, 1200])
    interruptions: float = 0.0
    validation: float = 0.02
    formats: list[str] = field(default_factory=list)
    workers: int = 1
    ray: str = ""
    shuffle_seed: int = 0

    @property
    def settings(self) -> AgentSettings:
        """The agent that the data are for."""
        return AgentSettings(mode=self.mode, style=self.style, image_long_side=self.image_long_side)

    @property
    def task_ids(self) -> list[str]:
        """The tasks to draw from, held-out ones left out."""
        ids = [find_task(name).id for name in self.tasks]
        ids = ids or [task.id for app in self.apps for task in tasks_of(app)]
        return [name for name in dict.fromkeys(ids or catalogue()) if self._may_train(name)]

    @property
    def counts(self) -> dict[str, float]:
        """The share of each task, by its id.

        Raises:
            InvalidData: A share is none, or names no suite and no group of the tasks.
        """
        shares = dict(map(_share_of, self.shares))
        tasks = [find_task(name) for name in self.task_ids]
        known = {name for task in tasks for name in (task.group, task.suite)}
        if unknown := sorted(set(shares) - known):
            raise InvalidData(f"shares: no suite or group {unknown[0]!r}: there are {', '.join(sorted(known))}")
        return {task.id: shares.get(task.group, shares.get(task.suite, 1.0)) for task in tasks}

    def _may_train(self, task_id: str) -> bool:
        known = not self.split or regime(find_task(task_id)) == "trained task"
        return known and task_id not in self.held_out

    @property
    def player(self) -> sources.Player:
        """The phone that episodes are run on."""
        width, height = self.screen
        return sources.Player((width, height), self.settings.pictures, self.interruptions)

    def check(self) -> None:
        """Refuses what makes no sense, before anything is run.

        Raises:
            InvalidData: With what to change.
            UnknownTask: A task does not exist.
            ValueError: The mode or the writer does not exist.
        """
        last = self.first_seed + self.episodes + self.recoveries
        if self.first_seed < 0 or last > TEST_SEEDS:
            raise InvalidData(
                f"seeds {self.first_seed} to {last} are not all for training: stay from 0 to {TEST_SEEDS}"
            )
        if self.episodes < 0 or self.recoveries < 0:
            raise InvalidData("episodes and recoveries are 0 or more")
        if self.workers < 1:
            raise InvalidData(f"workers is 1 or more, not {self.workers}")
        if not 0 <= self.validation <= 0.5:
            raise InvalidData(f"validation is a share from 0 to 0.5, not {self.validation}")
        if len(self.screen) != 2:
            raise InvalidData(f"screen is width and height, such as 540 1200, not {self.screen}")
        if unknown := sorted(set(self.formats) - set(EXPORTS)):
            raise InvalidData(f"no format {unknown[0]!r}: there are {', '.join(EXPORTS)}")
        for name in self.held_out:
            find_task(name)
        if not self.task_ids:
            raise InvalidData("all tasks are held out: nothing is left to train on")
        _ = self.counts
        make_writer(self.writer)
        _ = self.settings


def _share_of(text: str) -> tuple[str, float]:
    name, _, share = text.rpartition("=")
    try:
        found = float(share)
    except ValueError:
        found = -1.0
    if not name or not 0 <= found <= 1:
        raise InvalidData(f"a share is a name and a number from 0 to 1, such as 'two things=0.2', not {text!r}")
    return name, found


class Shard(msgspec.Struct, frozen=True):
    """A part of the work.

    Attributes:
        source: One of ``SOURCES``.
        number: Counts the shards of the source.
        draws: Task and seed of each episode that is to be run.
        folders: Folders of recorded episodes.
    """

    source: str
    number: int
    draws: tuple[tuple[str, int], ...] = ()
    folders: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of its file."""
        return f"{self.source}-{self.number:05}.jsonl"


class Outcome(msgspec.Struct):
    """What a shard came to; the first line of its file.

    Attributes:
        episodes: Episodes that gave samples.
        refused: Episodes that gave none, by reason.
        left_out: Steps of the others that gave none, by reason.
    """

    episodes: int
    refused: dict[str, int]
    left_out: dict[str, int]


def plan(config: GenerateConfig) -> list[Shard]:
    """The shards of a data set, in their order."""
    shards: list[Shard] = []
    first = config.first_seed
    counts = config.counts
    for source, count in (("expert", config.episodes), ("recovery", config.recoveries)):
        draws = [(task, first + n) for n in range(count) for task in counts if n < count * counts[task]]
        first += count  # a recovery begins like the solution of its draw: each has draws of its own
        shards += [Shard(source, n, draws=tuple(part)) for n, part in enumerate(_parts(draws))]
    for source in ("demonstrations", "runs", "androidlab"):
        root = getattr(config, source)
        folders = [str(folder) for folder in _folders(source, root)] if root else []
        shards += [Shard(source, n, folders=tuple(part)) for n, part in enumerate(_parts(folders))]
    return shards


def _folders(source: str, root: str) -> list[Path]:
    find = sources.androidlab_folders if source == "androidlab" else sources.recorded_folders
    found = find(Path(root))
    if not found:
        raise InvalidData(f"{source}: there is no episode in {root}")
    return found


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), EPISODES_A_SHARD):
        yield items[start : start + EPISODES_A_SHARD]


def make_shard(config: GenerateConfig, shard: Shard) -> str:
    """Makes a shard's file, unless it is there.

    Returns:
        Its name.
    """
    path = Path(config.out) / "shards" / shard.name
    if path.exists():
        return shard.name
    sampler = Sampler(config.settings, make_writer(config.writer), Path(config.out))
    refused: Counter[str] = Counter()
    samples: list[Sample] = []
    episodes = 0
    for rollout in sources.usable(_rollouts(config, shard), config.held_out, refused):
        samples += sampler.samples(rollout)
        episodes += 1
    head = Outcome(episodes, dict(refused), dict(sampler.left_out))
    _write(path, [head, *samples])
    return shard.name


def _rollouts(config: GenerateConfig, shard: Shard) -> Iterator[Rollout | str]:
    if shard.draws:
        run = {"expert": sources.expert, "recovery": sources.recovery}[shard.source]
        env = config.player.make_env()
        for task_id, seed in shard.draws:
            yield run(env, task_id, seed)
    pictures = config.settings.pictures
    for folder in map(Path, shard.folders):
        root = Path(getattr(config, shard.source))
        if shard.source == "androidlab":
            yield sources.androidlab(folder, root, pictures)
        else:
            yield sources.recorded(folder, root, shard.source, pictures)


def _write(path: Path, values: Iterable[Any]) -> None:
    """Writes JSON lines; a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        for value in values:
            file.write(msgspec.json.encode(value) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def read_samples(path: Path) -> Iterator[Sample]:
    """The samples of a file such as ``train.jsonl``."""
    with path.open("rb") as file:
        for line in file:
            yield msgspec.json.decode(line, type=Sample)


def assemble(config: GenerateConfig, shards: Sequence[Shard]) -> dict[str, Any]:
    """Puts the shards together: duplicates dropped, validation apart, order drawn; writes all files.

    Returns:
        The datasheet.
    """
    out = Path(config.out)
    outcomes: dict[str, list[Outcome]] = {}
    splits: dict[str, list[Sample]] = {"train": [], "validation": []}
    seen: set[str] = set()
    duplicates = 0
    for shard in shards:
        head, *lines = (out / "shards" / shard.name).read_bytes().splitlines()
        outcomes.setdefault(shard.source, []).append(msgspec.json.decode(head, type=Outcome))
        for line in lines:
            sample = msgspec.json.decode(line, type=Sample)
            if sample.digest in seen:
                duplicates += 1
                continue
            seen.add(sample.digest)
            splits[_split(sample, config.validation)].append(sample)
    if not splits["train"]:
        raise InvalidData(f"no sample came out: {_reasons(outcomes) or 'nothing was asked for'}")
    for name, samples in splits.items():
        samples.sort(key=lambda sample: _share(f"{config.shuffle_seed}/{sample.id}"))
        _write(out / f"{name}.jsonl", samples)
    sheet = datasheet(asdict(config), splits, outcomes, duplicates)
    write_datasheet(sheet, out)
    for name in config.formats:
        export(name, splits, out)
    return sheet


def _split(sample: Sample, validation: float) -> str:
    """All steps of a draw go to the same side, from whatever source."""
    draw = f"{sample.task_id}/{sample.seed}" if sample.seed is not None else sample.episode
    return "validation" if _share(draw) < validation else "train"


def _share(name: str) -> float:
    """A number from 0 to 1 that belongs to a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big") / 2**48


def _reasons(outcomes: dict[str, list[Outcome]]) -> str:
    counts = Counter()
    for each in outcomes.values():
        for outcome in each:
            counts.update(outcome.refused)
            counts.update(outcome.left_out)
    return ", ".join(f"{number} x {reason}" for reason, number in counts.most_common(3))


def generate(config: GenerateConfig, console: Console | None = None) -> dict[str, Any]:
    """Makes a data set, or goes on with one.

    Args:
        config: What to make.
        console: Where progress is shown; None shows it on standard error.

    Returns:
        The datasheet.

    Raises:
        InvalidData: It can't be made, or the folder holds another data set.
        EndpointError: The endpoint of the writer failed, with one worker.
        ShardFailed: A part can't be made by one of several workers.
        NoCluster: There is no Ray cluster at the address.
    """
    console = console or Console(stderr=True)
    config.check()
    _claim(config)
    shards = plan(config)
    episodes = sum(len(shard.draws) + len(shard.folders) for shard in shards)
    seconds = episodes * EPISODE_SECONDS / config.workers
    asked = "" if config.writer == "template" else f", about {8 * episodes} requests to the endpoint"
    console.print(f"{episodes} episodes in {len(shards)} shards, about {seconds / 60:.1f} minutes{asked}")
    started = time.monotonic()
    for _ in track(_made(config, shards), total=len(shards), description="shards", console=console):
        pass
    sheet = assemble(config, shards)
    console.print(f"{sheet['samples']} samples in {config.out} after {time.monotonic() - started:.0f} s")
    return sheet


def _made(config: GenerateConfig, shards: Sequence[Shard]) -> Iterator[str]:
    if config.workers == 1 and not config.ray:
        yield from (make_shard(config, shard) for shard in shards)
        return
    with crew(partial(_make, config), workers=config.workers, ray=config.ray) as workers:
        for shard, outcome in workers.run(shards):
            if isinstance(outcome, Failure):
                raise ShardFailed(f"{shard.name} can't be made: {outcome.reason}\n{outcome.details}")
            yield outcome


def _make(config: GenerateConfig, shard: Shard, watch: Watch) -> str:
    return make_shard(config, shard)


def _claim(config: GenerateConfig) -> None:
    """Notes what the folder is for, or refuses if it is for something else."""
    free = {"workers", "ray", "formats", "shuffle_seed", "validation", "out"}
    asked = {name: value for name, value in asdict(config).items() if name not in free}
    asked["prompt_version"] = config.settings.prompt_version
    noted = Path(config.out) / "generate.json"
    if noted.exists():
        found = msgspec.json.decode(noted.read_bytes())
        differing = sorted(name for name, value in asked.items() if found.get(name) != value)
        if differing:
            raise InvalidData(
                f"{config.out} holds data with other {', '.join(differing)}: take another --out, or delete it"
            )
    _write(noted, [asked])


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line: all fields of ``GenerateConfig``, and ``--config`` for a YAML file with them."""
    try:
        (config,) = settings(arguments, GenerateConfig, lambda: [GenerateConfig])
        generate(config)
    except (ExtraMissing, NoCluster, ShardFailed, ValueError, LookupError) as error:
        sys.exit(f"training.generate: {error}")


if __name__ == "__main__":
    main()
