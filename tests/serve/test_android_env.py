"""DeepMind's ``android_env``, unmodified, on a virtual phone: adb, console and gRPC together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.serve import VirtualPhoneServer
from openphone_gym.ui.gesture import LaunchApp
from tests.serve.conftest import DISPLAY, Adb

pytest.importorskip("android_env.loader", reason="needs android-env: pip install 'openphone_gym[device]'")

from adbutils import adb_path
from android_env import loader
from android_env.components import config_classes as configs
from android_env.components.action_type import ActionType
from android_env.proto.adb_pb2 import AdbRequest, AdbResponse
from android_env.proto.state_pb2 import (
    LoadStateRequest,
    LoadStateResponse,
    SaveStateRequest,
    SaveStateResponse,
)

ZOOM = "us.zoom.videomeetings"


class Loaded(NamedTuple):
    """The environment, and the phone that it drives."""

    env: Any
    server: VirtualPhoneServer

    @property
    def phone(self) -> Phone:
        return self.server.phones[0]

    def touch(self, x: int, y: int) -> np.ndarray:
        """Taps, and returns the pixels after it."""
        place = np.array([(x + 0.5) / DISPLAY.width, (y + 0.5) / DISPLAY.height], np.float32)
        for kind in (ActionType.TOUCH, ActionType.LIFT):
            step = self.env.step({"action_type": np.array(kind), "touch_position": place})
        return step.observation["pixels"]


@pytest.fixture(scope="module")
def loaded(adb_server: Adb) -> Iterator[Loaded]:
    with (
        pytest.MonkeyPatch.context() as patch,
        VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, grpc=True) as server,
    ):
        patch.setenv("HOME", str(adb_server.home))
        patch.setenv("ANDROID_ADB_SERVER_PORT", str(adb_server.port))
        adb_server.output("connect", server.address())
        adb_server.output("-s", server.serial(), "wait-for-device")
        console, adb = server.ports()
        env = loader.load(
            configs.AndroidEnvConfig(
                task=configs.FilesystemTaskConfig(path=os.devnull),
                coordinator=configs.CoordinatorConfig(enable_key_events=True),
                simulator=configs.EmulatorConfig(
                    emulator_launcher=configs.EmulatorLauncherConfig(
                        adb_port=adb, emulator_console_port=console, grpc_port=server.grpc_port()
                    ),
                    adb_controller=configs.AdbControllerConfig(
                        adb_path=adb_path(), use_adb_server_port_from_os_env=True
                    ),
                ),
            )
        )
        yield Loaded(env, server)
        env.close()


@pytest.fixture
def phone(loaded: Loaded) -> Loaded:
    """The loaded environment with a fresh phone."""
    with loaded.server.lock():
        loaded.phone.restore(Phone.new(None, DISPLAY).snapshot())
    loaded.env.reset()
    return loaded


def test_it_loads_once_and_shows_the_phone(phone):
    specs = phone.env.observation_spec()
    assert specs["pixels"].shape == (1200, 540, 3)
    step = phone.env.reset()
    assert step.first()
    assert np.array_equal(step.observation["pixels"], phone.phone.frame())
    assert step.observation["orientation"].tolist() == [1, 0, 0, 0]
    assert phone.env.stats()["relaunch_count"] == 1


def test_snapshots(phone):
    named = {"snapshot_name": "here"}
    before = phone.phone.snapshot()
    assert phone.env.save_state(SaveStateRequest(args=named)).status == SaveStateResponse.Status.OK
    with phone.server.lock():
        phone.phone.perform(LaunchApp(ZOOM))
    assert phone.env.load_state(LoadStateRequest(args=named)).status == LoadStateResponse.Status.OK
    assert phone.phone.snapshot() == before


def test_a_tap_changes_the_pixels(phone):
    with phone.server.lock():
        phone.phone.perform(LaunchApp(ZOOM))
        button = phone.phone.tree().find(lambda node: node.label == "Join a meeting")
        before = phone.phone.frame()
    after = phone.touch(*button.center)
    assert not np.array_equal(after, before)
    assert phone.phone.showing("zoom", "join")


def test_keys(phone):
    with phone.server.lock():
        phone.phone.perform(LaunchApp(ZOOM))
    home = {"action_type": np.array(ActionType.KEYPRESS), "keycode": np.array(172 + 8)}
    step = phone.env.step({**home, "touch_position": np.zeros(2, np.float32)})
    assert step.mid()
    assert not phone.phone.foreground().startswith(ZOOM)


def test_its_own_adb_calls(phone):
    start = AdbRequest(
        start_activity=AdbRequest.StartActivity(full_activity=f"{ZOOM}/com.zipow.videobox.LauncherActivity")
    )
    assert phone.env.execute_adb_call(start).status == AdbResponse.Status.OK
    answer = phone.env.execute_adb_call(AdbRequest(get_current_activity=AdbRequest.GetCurrentActivity()))
    assert answer.get_current_activity.full_activity.startswith(f"{ZOOM}/")
    back = AdbRequest(press_button=AdbRequest.PressButton(button=AdbRequest.PressButton.Button.HOME))
    assert phone.env.execute_adb_call(back).status == AdbResponse.Status.OK
    assert not phone.phone.foreground().startswith(ZOOM)


def test_random_actions_never_lose_the_phone(phone):
    chance = np.random.default_rng(3)
    for _ in range(30):
        kind = chance.choice([ActionType.TOUCH, ActionType.LIFT, ActionType.REPEAT])
        place = chance.choice([0.0, 1.0, *chance.random(3)], 2).astype(np.float32)
        assert phone.env.step({"action_type": np.array(kind), "touch_position": place}).mid()
    assert phone.env.stats()["relaunch_count"] == 1
