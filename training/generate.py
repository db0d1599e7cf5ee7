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
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import track

from openphone_gym.rollout import Failure, NoCluster, Watch, crew
from training import sources
from training.data_config import GenerateConfig, InvalidData
from training.datasheet import datasheet, write_datasheet
from training.extra import ExtraMissing, settings
from training.formats import export
from training.samples import Rollout, Sample, Sampler
from training.writing import make_writer

EPISODES_A_SHARD = 50
EPISODE_SECONDS = 0.06
"""Seconds an episode takes on one core, roughly: for the estimate that is printed first."""

SOURCES = ("expert", "recovery", "demonstrations", "runs", "androidlab")


class ShardFailed(RuntimeError):
    """A worker could not make its part, twice; the message says why. What is made stays."""


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
