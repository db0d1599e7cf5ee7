"""Devices through ``android_env``, unmodified, with Android's own adb and a virtual phone on the wire.

That proves the protocol and the commands, not how a real emulator answers them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import gymnasium as gym
import numpy as np
import pytest

from agents.basic import ExpertAgent
from openphone_gym.devices import DeviceError, DeviceLost, Setup, UnsupportedByDevice, make_device
from openphone_gym.episode import run_episode
from openphone_gym.judges import StateJudge
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.state import Display
from openphone_gym.serve import VirtualPhoneServer
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import Params, Task, draw
from openphone_gym.trajectory import Episode, Verdict
from openphone_gym.ui.gesture import LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText
from tests.devices.conformance import DeviceConformance
from tests.serve.conftest import Adb, adb_server

pytest.importorskip("android_env.loader", reason="needs android-env: pip install 'openphone_gym[device]'")

from openphone_gym.devices.adb_text import ADB_KEYBOARD
from openphone_gym.devices.androidenv import AndroidEnvDevice, adb_config, avd_config
from openphone_gym.devices.avd import EmulatorSnapshot

__all__ = ["adb_server"]

DISPLAY = Display(540, 1200, 210)
ZOOM = "us.zoom.videomeetings"
AT_HOME = Setup(package=ZOOM, commands=(f"settings put secure default_input_method {ADB_KEYBOARD}",))


class Wire(NamedTuple):
    """Two phones on the wire, a device for the first one, and what makes more devices.

    ``android_env`` takes seconds to load, so the device is shared; each test begins with a reset.
    """

    server: VirtualPhoneServer
    adb: Adb
    device: AndroidEnvDevice

    def make(self, number: int) -> AndroidEnvDevice:
        return _device(self.server, self.adb, number)


def _device(server: VirtualPhoneServer, adb: Adb, number: int) -> AndroidEnvDevice:
    return AndroidEnvDevice(
        console_port=server.ports(number)[0],
        grpc_port=server.grpc_port(number),
        adb_server_port=adb.port,
        settle=0,
    )


@pytest.fixture(scope="module")
def wire(adb_server: Adb) -> Iterator[Wire]:
    phones = [Phone.new(None, DISPLAY) for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(adb_server.home))
        patch.setenv("ANDROID_ADB_SERVER_PORT", str(adb_server.port))
        with VirtualPhoneServer(phones, port=0, grpc=True) as server:
            wire = Wire(server, adb_server, _device(server, adb_server, 0))
            yield wire
            wire.device.close()


@pytest.fixture
def device(wire: Wire) -> AndroidEnvDevice:
    restore(wire, Phone.new(None, DISPLAY))
    wire.device.reset(AT_HOME)
    return wire.device


def restore(wire: Wire, phone: Phone) -> None:
    with wire.server.lock():
        wire.server.phones[0].restore(phone.snapshot())


class TestConformance(DeviceConformance):
    """The suite of all backends; the device under test is the shared one, any other is a new one."""

    @pytest.fixture(autouse=True)
    def use(self, wire: Wire) -> None:
        self.wire = wire

    @pytest.fixture
    def device(self, wire: Wire) -> AndroidEnvDevice:
        wire.device.reset(self.setup())
        return wire.device

    def make(self):
        return self.wire.make(1)

    def setup(self):
        return AT_HOME


class Unscored:
    """A judge that leaves the finding to the test."""

    def judge(self, episode: Episode, task: Task) -> Verdict:
        """No finding."""
        return Verdict(success=None)


@pytest.mark.parametrize("number", range(1, 6))
def test_reference_solutions_do_their_tasks_in_our_environment(wire, number):
    task = find_task(f"zoom_{number}")
    instance = draw(task, "canonical", 0, DISPLAY)
    restore(wire, Phone(instance.phone))
    env = gym.make("OpenPhone-zoom-v0", device=wire.device, judge=Unscored())
    assert env.observation_space["screenshot"].shape == (1200, 540, 3)
    episode = run_episode(env, ExpertAgent(env), options={"task": task.id})
    assert episode.terminated
    assert not [step.error for step in episode.steps if step.error]
    with wire.server.lock():
        held = StateJudge().subgoals(wire.server.phones[0], task, Params(**instance.params))
    assert held
    assert all(held.values())


# Fingers


class Gestures(list):
    """What reached the phone, in place of doing it."""


@pytest.fixture
def done(wire: Wire, device: AndroidEnvDevice, monkeypatch: pytest.MonkeyPatch) -> Gestures:
    done = Gestures()
    monkeypatch.setattr(wire.server.phones[0], "perform", done.append)
    return done


@pytest.mark.parametrize("point", [(0, 0), (1, 1), (269, 599), (270, 600), (333, 777), (539, 1199)])
def test_taps_hit_the_very_pixel(device, done, point):
    device.perform(Tap(*point))
    assert done == [Tap(*point)]


def test_a_finger_that_is_held_presses_long(device, done):
    device.perform(LongPress(100, 200, 0.7))
    (gesture,) = done
    assert isinstance(gesture, LongPress)
    assert (gesture.x, gesture.y) == (100, 200)
    assert gesture.seconds >= 0.7


def test_a_swipe_goes_from_end_to_end_in_its_time(device, done):
    device.perform(Swipe(270, 900, 270, 300, 0.3))
    (gesture,) = done
    assert isinstance(gesture, Swipe)
    assert (gesture.x1, gesture.y1, gesture.x2, gesture.y2) == (270, 900, 270, 300)
    assert gesture.seconds >= 0.3


def test_fingers_beside_the_screen(device, done):
    device.perform(Tap(540, 10))
    device.perform(LongPress(-1, 10))
    assert done == []
    device.perform(Swipe(-50, 600, 9_999, 600, 0.0))
    assert (done[0].x1, done[0].x2) == (0, 539)


# Frames and state


def test_frames_are_those_of_the_phone(wire, device):
    device.perform(LaunchApp(ZOOM))
    frame = device.frame()
    with wire.server.lock():
        assert np.array_equal(frame, wire.server.phones[0].frame())
    device.shell("cmd uimode night yes")
    assert device.frame().mean() < frame.mean()


def test_snapshots_are_the_emulators(wire, device):
    kept = device.snapshot()
    device.perform(LaunchApp(ZOOM))
    assert device.foreground().startswith(ZOOM)
    device.restore(kept)
    assert not device.foreground().startswith(ZOOM)
    wire.adb.output("-s", wire.server.serial(), "emu", "avd", "snapshot", "delete", kept.name)
    with pytest.raises(DeviceError, match=f"can't load '{kept.name}'"):
        device.restore(kept)


def test_an_unknown_snapshot(device):
    with pytest.raises(DeviceError, match="no such snapshot"):
        device.restore(EmulatorSnapshot("of_another_phone"))


def test_a_refused_snapshot(device, monkeypatch):
    monkeypatch.setattr("openphone_gym.serve.snapshots.MOST_SNAPSHOTS", 0)
    with pytest.raises(DeviceError, match="can't save its state: there are 0 snapshots"):
        device.snapshot()


# What can be missing


def test_a_device_by_name():
    device = make_device("androidenv", DISPLAY)
    assert isinstance(device, AndroidEnvDevice)
    device.close()


def test_no_emulator_is_told_at_once(wire):
    device = AndroidEnvDevice(console_port=wire.server.ports()[0], grpc_port=1, adb_server_port=wire.adb.port)
    with pytest.raises(DeviceLost, match=r"no emulator answers gRPC on port 1.*-grpc 1"):
        device.frame()
    device.close()


def test_an_emulator_that_ends_is_lost(wire):
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, grpc=True) as server:
        device = _device(server, wire.adb, 0)
        device.perform(PressKey("home"))
        assert device.frame().any()
    with pytest.raises(DeviceLost):
        device.perform(Tap(10, 10))
    with pytest.raises(DeviceLost):
        device.frame()
    device.close()


def test_no_adb_program():
    with pytest.raises(UnsupportedByDevice, match="no adb program at /nowhere/adb"):
        AndroidEnvDevice(adb_path="/nowhere/adb")


@pytest.mark.parametrize(("variable", "port", "kept"), [(None, 5037, True), ("7", 7, True), ("7", 8, False)])
def test_the_environment_is_left_alone_where_it_can_be(monkeypatch, variable, port, kept):
    monkeypatch.delenv("ANDROID_ADB_SERVER_PORT", raising=False)
    if variable is not None:
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", variable)
    assert adb_config(None, port).use_adb_server_port_from_os_env is kept
    assert adb_config(None, port).adb_server_port == port


def test_typing_needs_what_adb_needs(device):
    device.shell("settings put secure default_input_method com.android.inputmethod.latin/.LatinIME")
    device.reset(Setup())
    with pytest.raises(UnsupportedByDevice, match="ADBKeyboard"):
        device.perform(TypeText("中文"))


def test_a_virtual_device_is_started_by_android_env(tmp_path, monkeypatch):
    """As far as the configuration: there is no emulator to start here."""
    program = tmp_path / "sdk" / "emulator" / "emulator"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    folder = tmp_path / "avd" / "Pixel_7.avd"
    folder.mkdir(parents=True)
    (folder / "config.ini").touch()
    (tmp_path / "avd" / "Pixel_7.ini").write_text(f"path={folder}\n")
    monkeypatch.setenv("ANDROID_HOME", str(tmp_path / "sdk"))
    monkeypatch.setenv("ANDROID_AVD_HOME", str(tmp_path / "avd"))
    config = avd_config("Pixel_7")
    assert config.avd_name == "Pixel_7"
    assert config.android_avd_home == str(tmp_path / "avd")
    assert config.android_sdk_root == str(tmp_path / "sdk")
    assert config.emulator_path == str(program)
    assert (config.adb_port, config.emulator_console_port, config.grpc_port) == (0, 0, 0)
    with pytest.raises(DeviceError, match="Pixel_7"):
        avd_config("Pixel_8")
    AndroidEnvDevice("Pixel_7").close()
