"""Handsets serve one worker at a time, emulators that are started any number."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from openphone_gym.arguments import InvalidArgument
from openphone_gym.devices.device import DeviceLost
from openphone_gym.rollout import Draw, rollout
from openphone_gym.rollout.phones import Claim, check_enough, device_names, shared
from openphone_gym.trajectory import Episode
from tests.devices.test_adb import Serve, adb_server, serve
from tests.serve.conftest import Adb

__all__ = ["adb_server", "serve"]

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("virtual", True),
        ("adb", False),
        ("adb:emulator-5554", False),
        ("avd:Pixel", True),
        ("avd:127.0.0.1:5555", False),
        ("androidenv", False),
        ("androidenv:Pixel", True),
    ],
)
def test_who_can_share(name: str, expected: bool) -> None:
    assert shared(name) is expected


def test_each_claim_takes_another_phone() -> None:
    names = [f"adb:{uuid4()}" for _ in range(2)]
    first, second = Claim(names), Claim(names)
    assert [first.name, second.name] == names
    with pytest.raises(DeviceLost, match="in use"):
        Claim(names)
    first.release()
    assert Claim(names).name == names[0]


def test_a_phone_is_free_again_when_its_process_is_killed() -> None:
    name = f"adb:{uuid4()}"
    code = "from openphone_gym.rollout.phones import Claim\n"
    code += f"claim = Claim([{name!r}])\nprint(claim.name, flush=True)\ninput()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == name
        with pytest.raises(DeviceLost):
            Claim([name])
    finally:
        holder.kill()
        holder.wait()
    assert Claim([name]).name == name


def test_lists() -> None:
    assert device_names("adb:one, avd:Pixel,") == ("adb:one", "avd:Pixel")
    for wrong in ("", "adb:one,nothing", None):
        with pytest.raises(InvalidArgument, match="device"):
            device_names(wrong)  # type: ignore[arg-type]
    check_enough(["adb:one", "adb:two"], 2)
    check_enough(["avd:Pixel"], 8)
    with pytest.raises(InvalidArgument, match="at most 2"):
        check_enough(["adb:one", "adb:two"], 3)


def test_each_worker_plays_on_a_phone_of_its_own_over_adb(
    serve: Serve, adb_server: Adb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(adb_server.port))
    servers = [serve(), serve()]
    names = ",".join(f"adb:{server.serial()}" for server in servers)
    draws = [Draw("zoom_1", "sampled", seed) for seed in range(4)]
    agent = "tests.rollout.players:dice"
    found = dict(rollout(agent, draws, env={"observation": (), "device": names}, workers=2))
    assert set(found) == set(draws)
    for outcome in found.values():
        assert isinstance(outcome, Episode), outcome
        assert outcome.verdict is not None
        assert outcome.verdict.judge.startswith("screen")
        assert outcome.end_state is None
