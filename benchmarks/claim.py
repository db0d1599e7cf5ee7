"""The folder of a run: for one sweep, one version of the code and one process at a time."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

import agents
import openphone_gym
from agents import find_agent
from benchmarks.sweep import DAMAGED, EPISODES, ERRORS, Sweep
from openphone_gym.recording.untrusted import read_file
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.provenance import provenance
from openphone_gym.versions import VERSIONS

RESULTS = (
    *(EPISODES, DAMAGED, ERRORS, "report", "summary.json", "results.xlsx", "success.png", "run.json"),
    *("comparison.html", "tensorboard", "wandb", "wandb_run_id", "artifacts"),
)
"""All that a run writes into its folder."""

CODE = (".py", ".md", ".toml")
"""Endings of files with code or with prompts."""


class OtherRun(Exception):
    """The folder holds a run that is not the one asked for; the message says what differs."""


@contextmanager
def claimed(folder: Path, sweep: Sweep, restart: bool = False) -> Iterator[None]:
    """Holds the folder of a run, so that only this sweep writes there.

    Args:
        folder: Made if missing.
        sweep: What is about to run.
        restart: Whether to delete what an earlier run left there.

    Raises:
        OtherRun: The folder holds episodes of another sweep or of other code, or is in use.
        OSError: The folder can't be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise OtherRun(f"{folder} is or lies below a file: give another --out") from None
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OtherRun(f"another process is running in {folder}: give another --out") from None
        if restart:
            _clear(folder)
        _agree(folder, sweep)
        yield


def _clear(folder: Path) -> None:
    for path in (folder / name for name in RESULTS):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _agree(folder: Path, sweep: Sweep) -> None:
    """Notes in ``run.json`` what is run, or compares with what is noted there."""
    versions = provenance({}, [])["versions"]
    asked = msgspec.json.decode(msgspec.json.encode(sweep)) | {"settings": find_agent(sweep.agent).settings}
    wanted = asked | versions | {"score_versions": dict(VERSIONS), "code": _code()}
    noted = folder / "run.json"
    if not noted.exists() and not (folder / EPISODES).exists():
        write_json(wanted, noted)
    found = _noted(noted)
    differing = [name for name, value in wanted.items() if found.get(name) != value]
    if differing:
        changes = "; ".join(
            f"{name}: {_brief(found.get(name))}, now {_brief(wanted[name])}" for name in differing
        )
        raise OtherRun(
            f"{folder} holds another run ({changes}). Give another --out, or --restart to delete that run."
        )


def _noted(path: Path) -> dict[str, Any]:
    """What is noted of the run in a folder.

    Raises:
        OtherRun: Nothing that can be read.
    """
    try:
        return msgspec.json.decode(read_file(path), type=dict[str, Any])
    except (OSError, ValueError, RecursionError) as fault:
        raise OtherRun(
            f"{path} does not tell what the run in its folder is ({type(fault).__name__}: {fault}). "
            "Give another --out, or --restart to delete that run."
        ) from None


def _brief(value: Any) -> str:
    return textwrap.shorten(str(value), 60, placeholder=" ...")


def _code() -> str:
    """Digest of all code and prompts that an episode depends on: results of others are never mixed in."""
    digest = hashlib.sha256()
    for package in (openphone_gym, agents):
        root = Path(str(package.__file__)).parent
        for path in sorted(path for path in root.rglob("*") if path.suffix in CODE):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
