"""One folder per episode, written whole or not at all.

::

    zoom_1-seed0/
        episode.json       goal, parameters, verdict, snapshots: everything but the steps
        steps.jsonl        one step a line: action, gesture, error, reward, decision
        trees/000.xml      the screen before step 0 as a uiautomator dump; the last file is the final screen
        screens/000.png    its picture, where the episode has pictures

A folder is written beside its place as ``<name>.partial`` and renamed when it is complete, so a killed
process leaves whole episodes and at most one ``.partial`` per worker, which nobody reads. Nothing is written
that can't be read again, and what is read may be anybody's: files are plain and of bounded size.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import msgspec
import numpy as np

from openphone_gym.recording.picture import read_png, write_png
from openphone_gym.recording.screens import LARGEST_TREE, check_nodes, check_size, check_xml
from openphone_gym.recording.untrusted import Unreadable, check_folder, read_file
from openphone_gym.trajectory import Episode, Step
from openphone_gym.ui.node import UiTree
from openphone_gym.ui.xml import from_xml, to_xml

FORMAT = 1
"""Version of the layout; a reader refuses any other."""

MOST_TEXT = 1 << 28
"""Bytes of all trees of an episode."""
MOST_PICTURES = 1 << 33
"""Bytes of all pictures of an episode, in memory."""


class DamagedTrace(Exception):
    """A folder that is not a whole recorded episode; the message names the folder and the fault."""

    def __init__(self, folder: Path, fault: str) -> None:
        super().__init__(f"{folder} is not a whole recorded episode: {fault}. Delete it and run it again.")
        self.folder = folder


class UnsavableEpisode(ValueError):
    """An episode that could not be read again if it were recorded; the message says what is wrong with it."""


class RecordingFailed(OSError):
    """The place of a recording can't be written to, such as a full disk; nothing of the episode is left.

    Attributes:
        final: True: what comes next will not find a place either.
    """

    final = True


def save_episode(episode: Episode, folder: Path) -> None:
    """Records an episode as a new folder, atomically and durably.

    Parameters of the task must be JSON values. A snapshot is kept as what its ``to_json()`` returns, else as
    itself if it is a JSON value.

    Args:
        episode: What happened.
        folder: Where to put it; must not exist. Missing parents are made.

    Raises:
        FileExistsError: ``folder`` is there already; a recorded episode is never overwritten.
        RecordingFailed: ``folder`` can't be written.
        UnsavableEpisode: The episode holds what could not be read again, such as a number that is not finite.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} is recorded already; delete it or choose another folder")
    partial = folder.with_name(folder.name + ".partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        (partial / "trees").mkdir(parents=True)
        (partial / "screens").mkdir()
        _write(episode, partial)
        _flush(partial)
        partial.rename(folder)
        _sync(folder.parent)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        place = error.filename or folder
        raise RecordingFailed(error.errno, f"no episode can be recorded: {error.strerror}", place) from error
    except UnsavableEpisode:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def load_episode(folder: Path, *, frames: bool = True) -> Episode:
    """Reads an episode that ``save_episode`` wrote.

    It equals what was saved, except that snapshots come back as the JSON values they were kept as.

    Args:
        folder: Folder of the episode.
        frames: Whether to read the pictures too; without them it is about ten times as fast.

    Raises:
        DamagedTrace: The folder is missing, unfinished, of another format, or a file in it cannot be read, is
            no plain file, or is larger than any recorded one.
    """
    if folder.suffix == ".partial":
        raise DamagedTrace(folder, "its recording was interrupted")
    try:
        return _read(folder, frames)
    except _FAULTS as fault:
        raise DamagedTrace(folder, f"{type(fault).__name__}: {fault}") from fault


_FAULTS = (
    OSError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    ArithmeticError,
    RecursionError,
    cv2.error,
)
"""What files that hold anything may lead to."""


def _write(episode: Episode, folder: Path) -> None:
    try:
        screens = _screens(episode)
        for index, screen in enumerate(screens):
            screen.write(folder, index)
        lines = b"".join(_encoded(_step(step)) + b"\n" for step in episode.steps)
        (folder / "steps.jsonl").write_bytes(lines)
        (folder / "episode.json").write_bytes(msgspec.json.format(_encoded(_head(episode, screens))))
        _readable(folder)
    except OSError:
        raise
    except (*_FAULTS, DamagedTrace) as fault:
        raise UnsavableEpisode(f"the episode can't be recorded: {type(fault).__name__}: {fault}") from fault


def _encoded(fields: dict[str, Any]) -> bytes:
    """The fields as JSON.

    Raises:
        ValueError: They hold a number that is not finite, of which msgspec would make null.
    """
    json.dumps(msgspec.to_builtins(fields, str_keys=True), allow_nan=False)
    return msgspec.json.encode(fields)


def _readable(folder: Path) -> None:
    """Reads all but the screens, which were checked as they were written: reading them takes long."""
    head = msgspec.json.decode(read_file(folder / "episode.json"))
    head["steps"] = [msgspec.json.decode(line) for line in read_file(folder / "steps.jsonl").splitlines()]
    msgspec.convert(head, Episode)


def _read(folder: Path, frames: bool) -> Episode:
    for name in ("trees", "screens"):
        check_folder(folder / name)
    head = msgspec.json.decode(read_file(folder / "episode.json"))
    if head.pop("format") != FORMAT:
        raise DamagedTrace(folder, f"its format is not {FORMAT}")
    described = head.pop("screens")
    lines = [msgspec.json.decode(line) for line in read_file(folder / "steps.jsonl").splitlines()]
    if len(lines) != len(described) - 1:
        raise DamagedTrace(folder, f"steps.jsonl has {len(lines)} of {len(described) - 1} steps")
    screens = _read_screens(folder, described, frames)
    head["steps"] = [
        line | {"tree": screen.tree, "frame": screen.frame}
        for line, screen in zip(lines, screens[:-1], strict=True)
    ]
    head |= {"final_tree": screens[-1].tree, "final_frame": screens[-1].frame}
    head.setdefault("versions", {})  # those of this code are not those of an older record
    return msgspec.convert(head, Episode)


def _read_screens(folder: Path, described: Sequence[Mapping[str, Any]], frames: bool) -> list[_Screen]:
    screens: list[_Screen] = []
    text = pictures = 0
    for index, screen in enumerate(described):
        found, size = _Screen.read(folder, index, screen, frames)
        screens.append(found)
        text += size
        pictures += 0 if found.frame is None else found.frame.nbytes
        if text > MOST_TEXT or pictures > MOST_PICTURES:
            raise Unreadable("its screens are larger than those of any episode")
    return screens


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
            check_size((self.tree.width, self.tree.height))
            check_nodes(self.tree)
            xml = to_xml(self.tree).encode()
            check_xml(xml)
            tree_path(folder, index).write_bytes(xml)
        if self.frame is not None:
            write_png(self.frame, screen_path(folder, index))

    @classmethod
    def read(
        cls, folder: Path, index: int, described: Mapping[str, Any], with_frame: bool
    ) -> tuple[_Screen, int]:
        """The screen, and the bytes of its XML."""
        size, picture = described["size"], described["picture"]
        tree, length = _read_tree(tree_path(folder, index), size) if size else (None, 0)
        return cls(tree, read_png(screen_path(folder, index)) if picture and with_frame else None), length


def _read_tree(path: Path, size: Sequence[int]) -> tuple[UiTree, int]:
    width, height = check_size(size)
    xml = read_file(path, LARGEST_TREE)
    check_xml(xml)
    return from_xml(xml, width, height), len(xml)


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


def _step(step: Step) -> dict[str, Any]:
    """All fields of a step but its screen."""
    return {name: getattr(step, name) for name in step.__struct_fields__ if name not in {"tree", "frame"}}


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
