"""Emulators as devices, with a stand-in for the emulator program: see ``emulator_stand_in.py``.

This proves the files, the command line, the ports and the clean-up, through Android's own adb and the
console. It does not prove that a real emulator runs.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import gymnasium as gym
import pytest

import openphone_gym  # noqa: F401  (registers the environments)
from openphone_gym.devices import Device, DeviceLost, Setup, UnsupportedByDevice, make_device
from openphone_gym.phone.system.state import Display
from openphone_gym.ui.gesture import LaunchApp
from tests.devices.conformance import DeviceConformance
from tests.serve.conftest import Adb, adb_server

pytest.importorskip("adbutils", reason="needs adbutils: pip install 'openphone_gym[device]'")

from openphone_gym.devices import emulator, emulator_slot
from openphone_gym.devices.android_sdk import AvdNotFound, EmulatorNotFound, avd_home, find_avd, read_ini
from openphone_gym.devices.avd import AttachedDevice, AvdDevice, avd_device
from openphone_gym.devices.avd_files import AvdCopyFailed, clone_avd
from openphone_gym.devices.emulator import (
    BootTimeout,
    EmulatorDied,
    EmulatorOptions,
    NoAcceleration,
    SnapshotFailed,
)
from openphone_gym.devices.emulator_slot import PortsExhausted, reserve, start_time

__all__ = ["adb_server"]

ROOT = Path(__file__).parents[2]
ZOOM = "us.zoom.videomeetings"
CHOOSE_KEYBOARD = "settings put secure default_input_method com.android.adbkeyboard/.AdbIME"
AT_HOME = Setup(package=ZOOM, commands=(CHOOSE_KEYBOARD,))
FAULTS = ("no-kvm", "crash", "never-boots", "deaf", "stubborn")


def create_avd(home: Path, name: str, fault: str = "") -> Path:
    """Writes the files of a virtual device as avdmanager and a first run leave them."""
    folder = home / f"{name}.avd"
    (folder / "skin").mkdir(parents=True)
    (folder / "snapshots" / "tidy").mkdir(parents=True)
    (home / f"{name}.ini").write_text(
        f"avd.ini.encoding=UTF-8\npath={folder}\npath.rel=avd/{name}.avd\ntarget=android-33\n"
    )
    size = "hw.lcd.width=540\nhw.lcd.height=1200\nhw.lcd.density=210\n"
    (folder / "config.ini").write_text(
        f"AvdId={name}\n{size}skin.path={folder}/skin\nstand_in.fault={fault}\n"
    )
    (folder / "hardware-qemu.ini").write_text(f"disk.dataPartition.path = {folder}/userdata-qemu.img\n")
    (folder / "snapshots" / "tidy" / "hardware.ini").write_text(
        f"disk.cachePartition.path = {folder}/cache\n"
    )
    (folder / "snapshots" / "tidy" / "ram.bin").write_bytes(b"memory")
    (folder / "userdata-qemu.img").write_bytes(b"data")
    (folder / "hardware-qemu.ini.lock").mkdir()
    (folder / "multiinstance.lock").touch()
    return folder


class Machine:
    """A private home, SDK, virtual devices and adb server."""

    def __init__(self, folder: Path, shared: Path, adb_port: int) -> None:
        self.sdk, self.avds = folder / "sdk", folder / "avd"
        self.variables = {
            "HOME": str(folder),
            "ANDROID_HOME": str(self.sdk),
            "ANDROID_AVD_HOME": str(self.avds),
            "ANDROID_USER_HOME": str(shared),  # Ports are locked against the tests beside this one.
            "ANDROID_ADB_SERVER_PORT": str(adb_port),
            "PYTHONPATH": str(ROOT),
        }
        program = self.sdk / "emulator" / "emulator"
        program.parent.mkdir(parents=True)
        stand_in = Path(__file__).with_name("emulator_stand_in.py")
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{stand_in}" "$@"\n')
        program.chmod(0o755)
        self.phone = create_avd(self.avds, "Pixel_6")
        for fault in FAULTS:
            create_avd(self.avds, fault, fault)

    def leftovers(self) -> list[Path]:
        """What lies where the copies of virtual devices are."""
        return sorted((self.avds / emulator_slot.FOLDER).glob("*"))


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, adb_server: Adb) -> Iterator[Machine]:
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "android"
    machine = Machine(tmp_path_factory.mktemp("machine"), shared, adb_server.port)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in machine.variables.items():
            patch.setenv(name, value)
        patch.delenv("ANDROID_SDK_ROOT", raising=False)
        patch.setattr(emulator, "LOOK_AGAIN_S", 0.05)
        yield machine


def fresh(name: str = "Pixel_6", **options: object) -> AvdDevice:
    return AvdDevice(name, settle=0, boot_timeout=60, **options)  # pyright: ignore[reportArgumentType]


@pytest.fixture(scope="module")
def running(machine: Machine) -> Iterator[AvdDevice]:
    """One emulator for all tests that leave it alive."""
    device = fresh()
    yield device
    device.close()


def process_of(device: AvdDevice) -> subprocess.Popen[bytes]:
    process = device.emulator._process
    assert process is not None
    return process


class TestConformance(DeviceConformance):
    """The suite of all backends."""

    @pytest.fixture
    def device(self, running: AvdDevice) -> Device:
        running.reset(self.setup())
        return running

    @pytest.fixture(autouse=True)
    def on(self, machine: Machine) -> None:
        pass

    def make(self):
        return fresh()

    def setup(self):
        return AT_HOME


# One emulator


def test_a_reset_brings_back_the_state_after_booting(running):
    running.shell("settings put system openphone_test 1")
    running.reset(Setup())
    assert running.shell("settings get system openphone_test")[0].strip() == "null"


def test_without_rewinding_only_the_set_up_is_undone(running, monkeypatch):
    monkeypatch.setattr(running, "_rewind", False)
    running.shell("settings put system openphone_test 1")
    running.reset(Setup(cleanup=("settings put system openphone_test 2",)))
    assert running.shell("settings get system openphone_test")[0].strip() == "1"
    running.reset(Setup())
    assert running.shell("settings get system openphone_test")[0].strip() == "2"


def test_only_a_copy_of_the_virtual_device_is_used(running, machine):
    assert running.screen == (540, 1200, 210)
    assert (machine.phone / "userdata-qemu.img").read_bytes() == b"data"
    copies = [folder for folder in machine.leftovers() if folder.name == running.serial]
    assert (copies[0] / "Pixel_6.avd" / "userdata-qemu.img").read_bytes() == b"dataused"


def test_a_forked_child_does_not_end_its_parents_emulator(running, monkeypatch):
    monkeypatch.setattr(running.emulator, "_owner", os.getppid())
    running.emulator.stop()
    assert running.emulator.running
    assert list(running.tree().walk())


def test_unknown_snapshots_are_refused(running):
    with pytest.raises(SnapshotFailed, match="does not have the requested snapshot 'missing'"):
        running.emulator.load("missing")
    with pytest.raises(SnapshotFailed, match="bad snapshot name"):
        running.emulator.save("not/a/name")


def test_a_running_emulator_is_attached_to_and_left_running(running, adb_server):
    port = int(running.serial.partition("-")[2]) + 1
    device = make_device(f"avd:127.0.0.1:{port}", Display())
    assert isinstance(device, AttachedDevice)
    device.perform(LaunchApp(ZOOM))
    assert device.serial == running.serial, "a second connection would be a second device"
    assert running.adb.foreground().startswith(ZOOM)
    with pytest.raises(UnsupportedByDevice, match="avd:NAME"):
        device.snapshot()
    device.close()
    device.close()
    assert running.emulator.running
    assert f"{running.serial}\tdevice" in adb_server.output("devices")


def test_only_a_connection_made_here_is_undone(running, adb_server, monkeypatch):
    port = int(running.serial.partition("-")[2]) + 1
    address = f"127.0.0.1:{port}"
    monkeypatch.setattr(AttachedDevice, "_known_serial", lambda self: None)  # As on another host.
    device = AttachedDevice(address, settle=0)
    assert device.screen == running.screen
    assert device.serial == address
    device.close()
    assert address not in adb_server.output("devices")
    adb_server.output("connect", address)
    device.reset(AT_HOME)
    device.close()
    assert address in adb_server.output("devices")
    adb_server.output("disconnect", address)


def test_nobody_at_an_address(machine):
    with pytest.raises(DeviceLost, match=r"can't reach 127\.0\.0\.1:1: .*published on that host"):
        avd_device("127.0.0.1:1").frame()
    with pytest.raises(UnsupportedByDevice, match="no HOST:PORT"):
        AttachedDevice("Pixel_6")


# Beginning and end


@pytest.mark.slow
def test_several_at_once_and_nothing_is_left(machine):
    devices = [fresh(), fresh()]
    threads = [threading.Thread(target=device.reset, args=(AT_HOME,)) for device in devices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    serials = {device.serial for device in devices}
    assert len(serials) == 2
    devices[0].perform(LaunchApp(ZOOM))
    assert not devices[1].foreground().startswith(ZOOM)
    for device in devices:
        device.close()
    assert not serials & {folder.name for folder in machine.leftovers()}


@pytest.mark.slow
def test_an_environment_runs_on_it(machine):
    env = gym.make("OpenPhone-zoom_1-v0", device=fresh(), observation=("ui", "screenshot"))
    observation, info = env.reset(seed=1)
    assert observation["screenshot"].shape == (1200, 540, 3)
    assert info["task_id"] == "zoom_1"
    _, _, _, _, info = env.step('launch("Zoom")')
    assert info["foreground"].startswith(ZOOM)
    env.close()


@pytest.mark.slow
def test_an_emulator_that_died_is_started_again(machine):
    device = fresh()
    device.reset(AT_HOME)
    process = process_of(device)
    process.kill()
    process.wait()
    device.reset(AT_HOME)
    assert process_of(device).pid != process.pid
    assert list(device.tree().walk())
    device.close()


HOLD = """
import sys
from openphone_gym.devices.avd import AvdDevice
device = AvdDevice("Pixel_6", settle=0)
print(device.serial, device.emulator._process.pid, flush=True)
{then}
"""


Held = tuple[subprocess.Popen[str], str, int]


@pytest.fixture
def hold(machine: Machine) -> Iterator[Callable[[str], Held]]:
    """Runs an emulator in another program: gives the program, serial number and the emulator's process id."""
    started: list[tuple[int, str | None]] = []

    def hold(then: str) -> Held:
        program = subprocess.Popen(
            [sys.executable, "-c", HOLD.format(then=then)],
            env={**os.environ, **machine.variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert program.stdout is not None
        serial, pid = program.stdout.readline().split()
        started.append((int(pid), start_time(int(pid))))
        return program, serial, int(pid)

    yield hold
    for pid, when in started:
        if when is not None and start_time(pid) == when:
            emulator_slot.kill_group(pid)  # The test failed.


@pytest.mark.slow
def test_a_crash_leaves_nothing_behind(machine, hold):
    program, serial, pid = hold("sys.stdin.read()")
    program.kill()
    program.communicate()
    assert start_time(pid) is not None, "the emulator outlives a program that is killed"
    assert serial in {folder.name for folder in machine.leftovers()}
    emulator_slot.sweep(machine.avds)
    assert start_time(pid) is None
    assert serial not in {folder.name for folder in machine.leftovers()}


def test_a_program_that_ends_ends_its_emulator(machine, hold):
    program, serial, pid = hold("sys.exit(3)")
    program.communicate()
    assert program.returncode == 3
    assert start_time(pid) is None
    assert serial not in {folder.name for folder in machine.leftovers()}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "sign"), [("deaf", signal.SIGTERM), ("stubborn", signal.SIGKILL)])
def test_an_emulator_that_does_not_end_is_made_to(machine, monkeypatch, name, sign):
    monkeypatch.setattr(emulator, "ASKED_S", 0.3)
    monkeypatch.setattr(emulator, "TERMINATED_S", 0.3)
    device = fresh(name)
    process = process_of(device)
    serial = device.serial
    device.close()
    assert process.returncode == -sign
    assert serial not in {folder.name for folder in machine.leftovers()}


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("no-kvm", NoAcceleration, r"/dev/kvm(.|\n)*requires hardware acceleration"),
        ("crash", EmulatorDied, r"ended with code -9(.|\n)*Not enough space to create userdata"),
    ],
)
def test_an_emulator_that_ends_at_once_says_why(machine, name, error, message):
    device = fresh(name)
    with pytest.raises(error, match=message):
        device.frame()
    assert not [found for found in machine.leftovers() if (found / f"{name}.avd").exists()]


def test_a_phone_that_does_not_boot(machine):
    device = AvdDevice("never-boots", boot_timeout=1)
    with pytest.raises(BootTimeout, match=r"boot_timeout=(.|\n)*Waiting for the kernel"):
        device.tree()
    assert not [found for found in machine.leftovers() if (found / "never-boots.avd").exists()]


def test_options_that_the_emulator_does_not_know(machine):
    with pytest.raises(EmulatorDied, match="bad gpu mode fancy"):
        fresh(gpu="fancy").frame()


def test_the_command_line():
    assert EmulatorOptions().arguments() == [
        *("-no-audio", "-no-boot-anim", "-gpu", "swiftshader_indirect", "-no-window", "-no-snapshot")
    ]
    options = EmulatorOptions(window=True, memory_mb=4096, cores=4, gpu="host", snapshot="tidy")
    assert options.arguments() == [
        *("-no-audio", "-no-boot-anim", "-gpu", "host", "-memory", "4096", "-cores", "4"),
        *("-snapshot", "tidy", "-no-snapshot-save"),
    ]


@pytest.mark.slow
def test_a_snapshot_of_the_virtual_device_is_a_beginning(machine):
    device = fresh(snapshot="tidy", window=True, memory_mb=2048, cores=2)
    assert device.screen == (540, 1200, 210)
    device.close()


# Files


def test_a_clone_has_its_own_paths_and_no_locks(machine, tmp_path):
    clone = clone_avd(find_avd("Pixel_6"), tmp_path)
    assert read_ini(clone.ini) == {
        "avd.ini.encoding": "UTF-8",
        "path": str(clone.folder),
        "target": "android-33",
    }
    assert sorted(file.name for file in clone.folder.iterdir()) == [
        "config.ini",
        "hardware-qemu.ini",
        "skin",
        "userdata-qemu.img",
    ]
    assert read_ini(clone.folder / "config.ini")["skin.path"] == f"{clone.folder}/skin"
    settings = read_ini(clone.folder / "hardware-qemu.ini")
    assert settings["disk.dataPartition.path"] == f"{clone.folder}/userdata-qemu.img"


def test_a_clone_takes_the_snapshot_asked_for(machine, tmp_path):
    clone = clone_avd(find_avd("Pixel_6"), tmp_path, "tidy")
    assert (clone.folder / "snapshots" / "tidy" / "ram.bin").read_bytes() == b"memory"
    settings = read_ini(clone.folder / "snapshots" / "tidy" / "hardware.ini")
    assert settings["disk.cachePartition.path"] == f"{clone.folder}/cache"
    with pytest.raises(AvdCopyFailed, match=r"no snapshot 'untidy' \(has: tidy\)"):
        clone_avd(find_avd("Pixel_6"), tmp_path / "other", "untidy")


def test_a_linked_disk_is_copied(machine, tmp_path):
    folder = create_avd(tmp_path, "linked")
    (folder / "sdcard.img").symlink_to(machine.phone / "userdata-qemu.img")
    clone = clone_avd(
        find_avd("Pixel_6")._replace(name="linked", home=tmp_path, folder=folder), tmp_path / "to"
    )
    assert not (clone.folder / "sdcard.img").is_symlink()


def test_a_virtual_device_that_moved_is_found_beside_its_ini(machine, tmp_path, monkeypatch):
    monkeypatch.setenv("ANDROID_AVD_HOME", str(tmp_path / "avd"))
    folder = create_avd(tmp_path / "avd", "moved")
    (tmp_path / "avd" / "moved.ini").write_text("path=/gone/moved.avd\npath.rel=avd/moved.avd\n")
    assert find_avd("moved").folder == folder
    (folder / "config.ini").unlink()
    with pytest.raises(AvdNotFound, match=r"no config\.ini in /gone/moved\.avd"):
        find_avd("moved")


def test_the_folder_of_virtual_devices(monkeypatch, tmp_path):
    for variable in ("ANDROID_AVD_HOME", "ANDROID_USER_HOME", "ANDROID_SDK_HOME", "ANDROID_EMULATOR_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert avd_home() == tmp_path / ".android" / "avd"
    for variable, folder in (
        ("ANDROID_SDK_HOME", "/sdk/.android/avd"),
        ("ANDROID_USER_HOME", "/user/avd"),
        ("ANDROID_EMULATOR_HOME", "/emulator/avd"),
        ("ANDROID_AVD_HOME", "/avds"),
    ):
        monkeypatch.setenv(variable, folder.removesuffix("/.android/avd").removesuffix("/avd"))
        assert avd_home() == Path(folder)


@pytest.mark.parametrize("name", ["Pixel_7", "", "../Pixel_6", "Pixel 6"])
def test_unknown_virtual_devices(machine, name):
    with pytest.raises(AvdNotFound, match="avdmanager create avd") as raised:
        avd_device(name)
    if name:
        assert "did you mean 'avd:Pixel_6'" in str(raised.value)


def test_no_emulator_is_installed(machine, monkeypatch, tmp_path):
    monkeypatch.setenv("ANDROID_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EmulatorNotFound, match="sdkmanager emulator"):
        make_device("avd:Pixel_6", Display())


# Ports


def test_a_port_is_taken_once(machine):
    slots = [reserve(machine.avds) for _ in range(3)]
    assert len({slot.port for slot in slots}) == 3
    assert {slot.grpc_port - slot.port for slot in slots} == {3000}
    for slot in slots:
        slot.free()
        slot.free()


def test_programs_of_another_user_home_are_left_alone(machine, tmp_path, monkeypatch):
    slot = reserve(tmp_path)
    monkeypatch.setenv("ANDROID_USER_HOME", str(tmp_path / "other"))
    emulator_slot.sweep(tmp_path)
    assert slot.folder.exists()
    other = reserve(tmp_path)
    assert other.port != slot.port
    other.free()
    slot.free()


def test_ports_run_out(machine, monkeypatch, tmp_path):
    monkeypatch.setattr(emulator_slot, "PORTS", [5682])
    slot = reserve(tmp_path)
    with pytest.raises(PortsExhausted, match="adb devices"):
        reserve(tmp_path)
    slot.free()


def test_a_process_with_another_start_time_is_left_alone(machine, tmp_path, monkeypatch):
    """Ids of processes are used again: the record may name somebody else's."""
    monkeypatch.setattr(emulator_slot, "PORTS", [5680])
    folder = tmp_path / emulator_slot.FOLDER / "emulator-5680"
    folder.mkdir(parents=True)
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as other:
        try:
            (folder / "emulator.json").write_text(f'{{"pid": {other.pid}, "started": "1"}}')
            emulator_slot.sweep(tmp_path)
            assert not folder.exists()
            assert start_time(other.pid) is not None
        finally:
            other.kill()


def test_a_broken_record_is_swept_too(machine, tmp_path, monkeypatch):
    monkeypatch.setattr(emulator_slot, "PORTS", [5678])
    folder = tmp_path / emulator_slot.FOLDER / "emulator-5678"
    folder.mkdir(parents=True)
    (folder / "emulator.json").write_text('{"pid": 1, "sta')
    emulator_slot.sweep(tmp_path)
    assert not folder.exists()
