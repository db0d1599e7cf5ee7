"""Zoom's tasks by their reference solutions on every backend for real devices, over the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import gymnasium as gym
import pytest

import openphone_gym  # noqa: F401
from agents.basic import ExpertAgent, FinishAgent
from openphone_gym.devices import Device
from openphone_gym.env import InvalidArgument
from openphone_gym.episode import run_episode
from openphone_gym.judges import StateJudge
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.state import Display
from openphone_gym.serve import VirtualPhoneServer
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.task import Params
from tests.serve.conftest import Adb, adb_server

pytest.importorskip("android_env.loader", reason="needs android-env: pip install 'openphone_gym[device]'")

from openphone_gym.devices.adb import AdbDevice
from openphone_gym.devices.androidenv import AndroidEnvDevice
from openphone_gym.devices.avd import AttachedDevice

__all__ = ["adb_server"]

Backend = Callable[[VirtualPhoneServer, Adb], Device]


def adb(server: VirtualPhoneServer, adb: Adb) -> Device:
    adb.output("connect", server.address())
    adb.output("-s", server.serial(), "wait-for-device")
    return AdbDevice(server.serial(), port=adb.port, settle=0)


def avd_attached(server: VirtualPhoneServer, adb: Adb) -> Device:
    return AttachedDevice(f"127.0.0.1:{server.ports()[1]}", settle=0, adb_server_port=adb.port)


def androidenv(server: VirtualPhoneServer, adb: Adb) -> Device:
    console, _ = server.ports()
    grpc_port = server.grpc_port()
    return AndroidEnvDevice(console_port=console, grpc_port=grpc_port, adb_server_port=adb.port, settle=0)


@pytest.fixture
def server(adb_server: Adb, monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualPhoneServer]:
    monkeypatch.setenv("HOME", str(adb_server.home))
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(adb_server.port))
    phones = [Phone.new(None, Display(540, 1200, 210))]
    with VirtualPhoneServer(phones, port=0, grpc=True) as server:
        yield server


@pytest.mark.parametrize("backend", [adb, avd_attached, androidenv], ids=lambda backend: backend.__name__)
def test_the_expert_solves_all_five(backend: Backend, server: VirtualPhoneServer, adb_server: Adb) -> None:
    device = backend(server, adb_server)
    env = gym.make("OpenPhone-zoom-v0", device=device, observation=("ui",))
    try:
        lazy = run_episode(env, FinishAgent(), options={"task": "zoom_1"})
        assert lazy.verdict is not None
        assert lazy.verdict.success is False
        for task in tasks_of("zoom"):
            episode = run_episode(env, ExpertAgent(env), options={"task": task.id})
            assert episode.verdict is not None
            assert episode.verdict.success is True, (task.id, episode.verdict)
            with server.lock():
                found = StateJudge().subgoals(server.phones[0], find_task(task.id), Params(**episode.params))
            assert all(found.values()), "the phone itself must agree"
            assert episode.start_state is None
    finally:
        env.close()


def test_the_state_judge_is_refused_on_devices_without_state(
    server: VirtualPhoneServer, adb_server: Adb
) -> None:
    device = adb(server, adb_server)
    with pytest.raises(InvalidArgument, match="screen"):
        gym.make("OpenPhone-zoom-v0", device=device, judge="state")
    device.close()
