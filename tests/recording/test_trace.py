"""Recorded episodes come back as they were, or not at all."""

from __future__ import annotations

import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from openphone_gym.actions import Action
from openphone_gym.recording import (
    DamagedTrace,
    RecordingFailed,
    UnsavableEpisode,
    load_episode,
    save_episode,
)
from openphone_gym.trajectory import AgentFault, Decision, Episode, Step, Verdict
from openphone_gym.ui.gesture import Swipe, Tap
from openphone_gym.ui.node import UiNode, UiTree


class Snapshot:
    def to_json(self) -> dict[str, Any]:
        return {"zoom": {"joined": True}}


def frame(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (40, 30, 3), np.uint8)


def tree(label: str) -> UiTree:
    button = UiNode(text=label, class_name="android.widget.Button", clickable=True, bounds=(1, 2, 20, 12))
    return UiTree(roots=[UiNode(bounds=(0, 0, 29, 38), children=[button])], width=30, height=40)


def episode(**values: Any) -> Episode:
    steps = [
        Step(
            index=0, tree=tree("Join <&> 加入"), frame=frame(0), foreground="us.zoom/.Home",
            action_text="tap(1)", action=Action("tap", {"index": 1}), gesture=Tap(10, 7), reward=0.5,
            subgoals={"open": True},
            decision=Decision(action="tap(1)", raw="<b>I tap</b>", tokens_in=7, source="cloud", cost=0.01),
        ),
        Step(
            index=1, tree=tree("Up"), frame=frame(1), action=Action("swipe", {"direction": "up", "dist": 40}),
            gesture=Swipe(15, 30, 15, 10), decision=Decision(action=Action("swipe", {"direction": "up"})),
        ),
        Step(index=2, tree=tree("Bad"), frame=frame(2), action_text="tpa(1)", error="did you mean tap?"),
        Step(index=3, tree=tree("End"), frame=frame(3), action=Action("finish", {"message": "7:30"})),
    ]  # fmt: skip
    verdict = Verdict(success=False, subgoals={"a": True, "b": None}, side_effects=["zoom.x"], judge="s")
    fields: dict[str, Any] = {
        "goal": "Join “the” meeting", "params": {"id": "123", "days": [1, 2]}, "seed": 4, "steps": steps,
        "final_tree": tree("Done"), "final_frame": frame(9), "answer": "7:30", "terminated": True,
        "verdict": verdict, "start_state": {"zoom": {"joined": False}},
    }  # fmt: skip
    return Episode(task_id="zoom_1", app="zoom", **(fields | values))


def assert_same(first: Episode, second: Episode) -> None:
    for one, other in zip(screens(first), screens(second), strict=True):
        np.testing.assert_array_equal(one, other)
    assert without_frames(first) == without_frames(second)


def screens(of: Episode) -> list[np.ndarray | None]:
    return [*(step.frame for step in of.steps), of.final_frame]


def without_frames(of: Episode) -> Episode:
    steps = [msgspec.structs.replace(step, frame=None) for step in of.steps]
    return msgspec.structs.replace(of, steps=steps, final_frame=None)


def test_round_trip(tmp_path: Path) -> None:
    saved = episode()
    save_episode(saved, tmp_path / "runs" / "zoom_1")
    assert_same(saved, load_episode(tmp_path / "runs" / "zoom_1"))


def test_round_trip_of_an_episode_without_steps_pictures_or_verdict(tmp_path: Path) -> None:
    saved = Episode(task_id="zoom_1", app="zoom", goal="Join")
    save_episode(saved, tmp_path / "empty")
    assert load_episode(tmp_path / "empty") == saved


def test_pictures_can_be_left_out(tmp_path: Path) -> None:
    save_episode(episode(), tmp_path / "one")
    assert load_episode(tmp_path / "one", frames=False) == without_frames(episode())


def test_snapshots_are_kept_as_json(tmp_path: Path) -> None:
    save_episode(episode(end_state=Snapshot()), tmp_path / "one")
    assert load_episode(tmp_path / "one").end_state == {"zoom": {"joined": True}}


def test_same_episode_gives_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        save_episode(episode(), tmp_path / name)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        contents.append([(path.name, path.read_bytes()) for path in files])
    assert contents[0] == contents[1]


def test_a_recorded_episode_is_not_overwritten(tmp_path: Path) -> None:
    save_episode(episode(), tmp_path / "one")
    with pytest.raises(FileExistsError, match="one is recorded already"):
        save_episode(episode(answer="other"), tmp_path / "one")
    assert load_episode(tmp_path / "one").answer == "7:30"


def test_an_interrupted_recording_leaves_no_episode_and_does_not_stand_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(path: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("openphone_gym.recording.trace._flush", killed)
        with pytest.raises(KeyboardInterrupt):
            save_episode(episode(), tmp_path / "one")
    assert not (tmp_path / "one").exists()
    with pytest.raises(DamagedTrace, match="interrupted"):
        load_episode(tmp_path / "one.partial")
    save_episode(episode(), tmp_path / "one")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("episode.json", None),
        ("episode.json", b'{"format": 1, "goal"'),
        ("episode.json", b"[]"),
        ("episode.json", b"{}"),
        ("episode.json", b'{"format": 99}'),
        ("episode.json", b'{"format": 1, "screens": [null]}'),
        ("episode.json", b'{"format": 1, "screens": [{"size": null, "picture": false}]}'),
        ("steps.jsonl", None),
        ("steps.jsonl", b'{"index": 0}\n'),
        ("steps.jsonl", b'{"index": "x"}\n' * 4),
        ("steps.jsonl", b"[]\n" * 4),
        ("trees/001.xml", None),
        ("trees/001.xml", b"<hierarchy"),
        ("screens/001.png", None),
        ("screens/001.png", b"\x89PNG"),
        ("screens/001.png", b""),
    ],
)
def test_a_damaged_folder_is_named(tmp_path: Path, file: str, content: bytes | None) -> None:
    folder = tmp_path / "zoom_1-seed0"
    save_episode(episode(), folder)
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    with pytest.raises(DamagedTrace, match="zoom_1-seed0 is not a whole recorded episode") as error:
        load_episode(folder)
    assert error.value.folder == folder


def test_a_fault_of_the_agent_is_kept(tmp_path: Path) -> None:
    fault = AgentFault(kind="raised", reason="ValueError: no", details="Traceback ...")
    save_episode(episode(fault=fault), tmp_path / "one")
    back = load_episode(tmp_path / "one")
    assert (back.fault, back.outcome) == (fault, "failure")


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def deep_tree(depth: int) -> UiTree:
    node = UiNode(bounds=(0, 0, 9, 9))
    for _ in range(depth):
        node = UiNode(bounds=(0, 0, 9, 9), children=[node])
    return UiTree(roots=[node], width=30, height=40)


@pytest.mark.parametrize(
    "values",
    [
        {"params": {"share": float("nan")}},
        {"params": {"share": [{"deep": float("-inf")}]}},
        {"params": {"what": object()}},
        {"params": {"half": "\ud83d"}},
        {"params": {"deep": nested(100_000)}},
        {"truth": float("inf")},
        {"goal": 7},
        {"seed": 0.5},
        {"variation": None},
        {"steps": [Step(index=0, reward=float("nan"))]},
        {"steps": [Step(index=0, action=Action("wait", {"seconds": float("inf")}))]},
        {"steps": [Step(index="0")]},  # type: ignore[arg-type]
        {"steps": [Step(index=0, subgoals={"a": "yes"})]},  # type: ignore[dict-item]
        {"final_frame": np.zeros((4, 5), np.uint8)},
        {"final_frame": np.zeros((4, 5, 4), np.uint8)},
        {"final_frame": np.zeros((4, 5, 3), np.float32)},
        {"final_frame": np.zeros((0, 5, 3), np.uint8)},
        {"final_frame": "a picture"},
        {"final_tree": deep_tree(400)},
        {"final_tree": UiTree(roots=[], width=1 << 20, height=40)},
        {"final_tree": UiTree(roots=[UiNode(bounds=(0, 0, 10**9, 5))], width=30, height=40)},
        {"verdict": Verdict(success=False, cost=float("nan"))},
        {"verdict": Verdict(success="yes")},  # type: ignore[arg-type]
    ],
)
def test_what_could_not_be_read_again_is_not_recorded(tmp_path: Path, values: dict[str, Any]) -> None:
    with pytest.raises(UnsavableEpisode, match="can't be recorded"):
        save_episode(episode(**values), tmp_path / "one")
    assert not list(tmp_path.iterdir())


def test_a_place_that_can_not_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordingFailed, match="no episode can be recorded") as failed:
        save_episode(episode(), tmp_path / "file" / "one")
    assert failed.value.final


def bomb(path: Path) -> None:
    """A picture of few bytes that says it is 50,000 x 50,000 pixels."""
    heading = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    start, end = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13), struct.pack(">I", zlib.crc32(heading))
    path.write_bytes(start + heading + end)


def too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def linked(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("file", ["episode.json", "steps.jsonl", "trees/001.xml", "screens/001.png"])
@pytest.mark.parametrize("harm", [bomb, too_large, linked, piped])
def test_a_hostile_file_is_refused_at_once(tmp_path: Path, file: str, harm: Callable[[Path], None]) -> None:
    save_episode(episode(), tmp_path / "one")
    harm(tmp_path / "one" / file)
    with pytest.raises(DamagedTrace):
        load_episode(tmp_path / "one")


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("episode.json", b"[" * 1_000_000),
        ("steps.jsonl", b'{"index": ' + b"[" * 1_000_000),
        ("trees/001.xml", b"<hierarchy>" + b"<node/>" * 500_000 + b"</hierarchy>"),
        ("trees/001.xml", b"<hierarchy>" + b"<node>" * 100_000),
        ("trees/001.xml", b'<!DOCTYPE a [<!ENTITY b "cc">]><hierarchy/>'),
    ],
)
def test_a_file_that_unfolds_is_refused(tmp_path: Path, file: str, content: bytes) -> None:
    save_episode(episode(), tmp_path / "one")
    (tmp_path / "one" / file).write_bytes(content)
    with pytest.raises(DamagedTrace):
        load_episode(tmp_path / "one")


@pytest.mark.parametrize("size", ["[1e300, 5]", "[-1, 5]", "[1, 2, 3]", '"ab"', "7", "[100000000, 5]"])
def test_a_screen_of_no_size_is_refused(tmp_path: Path, size: str) -> None:
    save_episode(episode(), tmp_path / "one")
    head = tmp_path / "one" / "episode.json"
    head.write_text(re.sub(r'"size": \[\s*30,\s*40\s*\]', f'"size": {size}', head.read_text(), count=1))
    with pytest.raises(DamagedTrace):
        load_episode(tmp_path / "one")


def test_a_folder_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    save_episode(episode(), tmp_path / "one")
    shutil.move(tmp_path / "one" / "trees", tmp_path / "elsewhere")
    (tmp_path / "one" / "trees").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DamagedTrace, match="trees is no folder"):
        load_episode(tmp_path / "one")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedTrace, match="nowhere"):
        load_episode(tmp_path / "nowhere")
