"""One folder per episode, written whole or not at all.

::

    zoom_1-seed0/
        episode.json       goal, parameters, verdict, snapshots: everything but the steps
        steps.jsonl        one step a line: action, gesture, error, reward, decision
        trees/000.xml      the screen before step 0 as a uiautomator dump; the last file is the final screen
        screens/000.png    its picture, where the episode has pictures

A folder is written beside its place as ``<name>.partial`` and renamed when it is complete, so a killed
process leaves whole episodes and at most one ``.partial`` per worker, which nobody reads.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from openphone_gym.recording.picture import read_png, write_png
from openphone_gym.trajectory import Episode, Step
from openphone_gym.ui.node import UiTree
from openphone_gym.ui.xml import from_xml, to_xml

FORMAT = 1
"""Version of the layout; a reader refuses any other."""


class DamagedTrace(Exception):
    """A folder that is not a whole recorded episode; the message names the folder and the fault."""

    def __init__(self, folder: Path, fault: str) -> None:
        super().__init__(f"{folder} is not a whole recorded episode: {fault}. Delete it and run it again.")
        self.folder = folder


def save_episode(episode: Episode, folder: Path) -> None:
    """Records an episode as a new folder, atomically and durably.

    Parameters of the task must be JSON values. A snapshot is kept as what its ``to_json()`` returns, else as
    itself if it is a JSON value.

    Args:
        episode: What happened.
        folder: Where to put it; must not exist. Missing parents are made.

    Raises:
        FileExistsError: ``folder`` is there already; a recorded episode is never overwritten.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} is recorded already; delete it or choose another folder")
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "trees").mkdir(parents=True)
    (partial / "screens").mkdir()
    screens = _screens(episode)
    for index, screen in enumerate(screens):
        screen.write(partial, index)
    (partial / "steps.jsonl").write_bytes(b"".join(map(_line, episode.steps)))
    (partial / "episode.json").write_bytes(msgspec.json.format(msgspec.json.encode(_head(episode, screens))))
    _flush(partial)
    partial.rename(folder)
    _sync(folder.parent)


def load_episode(folder: Path, *, frames: bool = True) -> Episode:
    """Reads an episode that ``save_episode`` wrote.

    It equals what was saved, except that snapshots come back as the JSON values they were kept as.

    Args:
        folder: Folder of the episode.
        frames: Whether to read the pictures too; without them it is about ten times as fast.

    Raises:
        DamagedTrace: The folder is missing, unfinished, of another format, or a file in it cannot be read.
    """
    if folder.suffix == ".partial":
        raise DamagedTrace(folder, "its recording was interrupted")
    try:
        return _read(folder, frames)
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as fault:
        raise DamagedTrace(folder, f"{type(fault).__name__}: {fault}") from fault


def _read(folder: Path, frames: bool) -> Episode:
    head = msgspec.json.decode((folder / "episode.json").read_bytes())
    if head.pop("format") != FORMAT:
        raise DamagedTrace(folder, f"its format is not {FORMAT}")
    described = head.pop("screens")
    lines = [msgspec.json.decode(line) for line in (folder / "steps.jsonl").read_bytes().splitlines()]
    if len(lines) != len(described) - 1:
        raise DamagedTrace(folder, f"steps.jsonl has {len(lines)} of {len(described) - 1} steps")
    screens = [_Screen.read(folder, index, screen, frames) for index, screen in enumerate(described)]
    head["steps"] = [
        line | {"tree": screen.tree, "frame": screen.frame}
        for line, screen in zip(lines, screens[:-1], strict=True)
    ]
    head |= {"final_tree": screens[-1].tree, "final_frame": screens[-1].frame}
    return msgspec.convert(head, Episode)


class _Screen(NamedTuple):
    """One tree and its picture, as files of an episode's folder."""

    tree: UiTree | None
    frame: np.ndarray | None

    def describe(self) -> dict[str, Any]:
        """Which files there are, and the size of the screen, which XML does not hold."""
        size = [self.tree.width, self.tree.height] if self.tree else None
        return {"size": size, "picture": self.frame is not None}

    def write(self, folder: Path, index: int) -> None:
        if self.tree is not None:
            tree_path(folder, index).write_text(to_xml(self.tree), encoding="utf-8")
        if self.frame is not None:
            write_png(self.frame, screen_path(folder, index))

    @classmethod
    def read(cls, folder: Path, index: int, described: Mapping[str, Any], with_frame: bool) -> _Screen:
        size, picture = described["size"], described["picture"]
        tree = from_xml(tree_path(folder, index).read_bytes(), *size) if size else None
        return cls(tree, read_png(screen_path(folder, index)) if picture and with_frame else None)


def tree_path(folder: Path, index: int) -> Path:
    """The file of the tree before step ``index``; after the last step, of the final tree."""
    return folder / "trees" / f"{index:03}.xml"


def screen_path(folder: Path, index: int) -> Path:
    """The file of the picture before step ``index``; after the last step, of the final picture."""
    return folder / "screens" / f"{index:03}.png"


def _screens(episode: Episode) -> list[_Screen]:
    before = [_Screen(step.tree, step.frame) for step in episode.steps]
    return [*before, _Screen(episode.final_tree, episode.final_frame)]


def _head(episode: Episode, screens: Sequence[_Screen]) -> dict[str, Any]:
    """All fields of an episode but the steps and screens, as JSON values."""
    apart = {"steps", "final_tree", "final_frame"}
    fields = {name: getattr(episode, name) for name in episode.__struct_fields__ if name not in apart}
    for name in ("start_state", "end_state"):
        if hasattr(fields[name], "to_json"):
            fields[name] = fields[name].to_json()
    return {"format": FORMAT, **fields, "screens": [screen.describe() for screen in screens]}


def _line(step: Step) -> bytes:
    fields = {name: getattr(step, name) for name in step.__struct_fields__ if name not in {"tree", "frame"}}
    return msgspec.json.encode(fields) + b"\n"


def _flush(folder: Path) -> None:
    """Brings a folder and all in it to the disk."""
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
