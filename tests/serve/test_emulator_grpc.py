"""The emulator's gRPC, with raw calls."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import cv2
import numpy as np
import pytest

from openphone_gym.__main__ import main
from openphone_gym.phone.phone import Phone
from openphone_gym.serve import GrpcUnavailable, PortInUse, VirtualPhoneServer
from openphone_gym.serve import server as server_module
from openphone_gym.ui.gesture import LaunchApp, Tap
from tests.serve.conftest import DISPLAY, until

pytest.importorskip("grpc", reason="needs grpcio: pip install 'openphone_gym[device]'")
pytest.importorskip("android_env.proto", reason="needs android-env: pip install 'openphone_gym[device]'")

import grpc
from android_env.proto import emulator_controller_pb2 as messages
from android_env.proto.emulator_controller_pb2_grpc import EmulatorControllerStub
from android_env.proto.snapshot_service_pb2 import SnapshotFilter, SnapshotPackage
from android_env.proto.snapshot_service_pb2_grpc import SnapshotServiceStub
from google.protobuf.empty_pb2 import Empty
from google.protobuf.message_factory import GetMessageClass

from openphone_gym.serve import emulator_grpc
from openphone_gym.serve.emulator_grpc import FORMAT

ROOT = Path(__file__).parents[2]
ZOOM = "us.zoom.videomeetings"
DOWN, LIFTED = 1, 0


class Client(NamedTuple):
    """Calls to a phone, and the phone itself."""

    emulator: Any
    snapshots: Any
    server: VirtualPhoneServer

    @property
    def phone(self) -> Phone:
        return self.server.phones[0]

    def touch(self, *places: tuple[int, int], identifier: int = 0) -> None:
        """A finger that comes down at the first place, moves over the others, and is lifted."""
        for x, y in places:
            self.send(x, y, DOWN, identifier)
        self.send(*places[-1], LIFTED, identifier)

    def send(self, x: int, y: int, pressure: int, identifier: int = 0) -> None:
        touch = messages.Touch(x=x, y=y, pressure=pressure, identifier=identifier)
        self.emulator.sendTouch(messages.TouchEvent(touches=[touch]))

    def picture(self, **wanted: Any) -> Any:
        return self.emulator.getScreenshot(FORMAT(**wanted))

    def refused(self, method: Any, request: Any) -> str:
        """What the phone says to a call that it must refuse."""
        with pytest.raises(grpc.RpcError) as error:
            method(request)
        assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT, error.value
        return error.value.details()


@pytest.fixture
def client() -> Iterator[Client]:
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, grpc=True) as server:
        address = f"localhost:{server.grpc_port()}"
        with grpc.secure_channel(address, grpc.local_channel_credentials()) as channel:
            yield Client(EmulatorControllerStub(channel), SnapshotServiceStub(channel), server)


def test_status(client):
    status = client.emulator.getStatus(Empty())
    assert status.booted
    facts = {entry.key: entry.value for entry in status.hardwareConfig.entry}
    assert facts["avd.name"] == "openphone_0"
    assert (facts["hw.lcd.width"], facts["hw.lcd.height"]) == ("540", "1200")


# Pictures


def test_the_pixels_of_all_formats(client):
    frame = client.phone.frame()
    colours = client.picture(format="RGB888")
    assert np.array_equal(np.frombuffer(colours.image, np.uint8).reshape(1200, 540, 3), frame)
    pixels = np.frombuffer(client.picture(format="RGBA8888").image, np.uint8).reshape(1200, 540, 4)
    assert np.array_equal(pixels[:, :, :3], frame)
    assert (pixels[:, :, 3] == 255).all()
    png = np.frombuffer(client.picture().image, np.uint8)
    assert np.array_equal(cv2.imdecode(png, cv2.IMREAD_COLOR_RGB), frame)


@pytest.mark.parametrize(
    ("wanted", "size"),
    [
        ({}, (540, 1200)),
        ({"width": 270}, (270, 600)),
        ({"height": 300}, (135, 300)),
        ({"width": 270, "height": 300}, (135, 300)),
        ({"width": 5_000, "height": 5_000}, (540, 1200)),
        ({"width": 1, "height": 2**32 - 1}, (1, 2)),
        ({"width": 1, "height": 1}, (1, 1)),
    ],
)
def test_a_picture_keeps_its_shape_and_is_never_larger_than_wanted(client, wanted, size):
    picture = client.picture(format="RGB888", **wanted)
    assert (picture.format.width, picture.format.height) == size
    assert len(picture.image) == 3 * size[0] * size[1]


def test_pictures_change_with_the_screen_and_with_what_is_restored(client):
    home, start = client.picture(format="RGB888").image, client.phone.snapshot()
    client.emulator.sendKey(messages.KeyboardEvent(key="AppSwitch"))
    recents = client.picture(format="RGB888").image
    assert recents != home
    with client.server.lock():
        client.phone.restore(start)
    assert client.picture(format="RGB888").image == home


def test_a_picture_is_painted_once(client, monkeypatch):
    painted = []
    real = client.phone.frame
    monkeypatch.setattr(client.phone, "frame", lambda **how: painted.append(1) or real(**how))
    for _ in range(3):
        client.picture(format="RGBA8888")
        client.picture(format="RGBA8888", width=100)
    assert len(painted) == 2
    for width in range(10, 20):
        client.picture(format="RGB888", width=width)
    assert len(painted) == 12


def test_a_stream_tells_what_changes(client):
    stream = client.emulator.streamScreenshot(FORMAT(format="RGB888", width=90))
    first = next(stream)
    client.emulator.sendKey(messages.KeyboardEvent(key="AppSwitch"))
    second = next(stream)
    assert (first.seq, second.seq) == (0, 1)
    assert first.image != second.image
    assert len(second.image) == 3 * 90 * 200
    stream.cancel()


def test_bad_pictures(client):
    ask = client.emulator.getScreenshot
    assert "RGBA8888" in client.refused(ask, FORMAT(format=7))
    assert "no display 2" in client.refused(ask, FORMAT(display=2))
    assert "transport" in client.refused(ask, FORMAT(transport={"channel": "MMAP", "handle": "file:///x"}))
    stream = client.emulator.streamScreenshot
    assert "no display 2" in client.refused(lambda wanted: next(stream(wanted)), FORMAT(display=2))


# Fingers and keys


def center(phone: Phone, label: str) -> tuple[int, int]:
    node = phone.tree().find(lambda node: node.label == label)
    assert node is not None, phone.tree().texts()
    return node.center


def test_a_tap_reaches_what_lies_there(client):
    with client.server.lock():
        client.phone.perform(LaunchApp(ZOOM))
        place = center(client.phone, "Join a meeting")
    client.touch(place)
    assert client.phone.showing("zoom", "join")


def test_a_swipe_ends_where_the_finger_touched_last(client):
    client.touch((270, 5), (270, 300), (270, 700))
    assert client.phone.system.overlay.screen == "shade"
    with client.server.lock():
        client.phone.perform(LaunchApp(ZOOM))
    client.send(270, 1195, DOWN)
    client.send(270, 600, DOWN)
    client.send(0, 1195, LIFTED)
    assert not client.phone.foreground().startswith(ZOOM)


def test_keys_and_text(client):
    key = client.emulator.sendKey
    with client.server.lock():
        client.phone.perform(LaunchApp(ZOOM))
        client.phone.perform(Tap(*center(client.phone, "Join a meeting")))
        client.phone.perform(Tap(*center(client.phone, "Meeting ID")))
    codes = messages.KeyboardEvent.KeyCodeType
    key(messages.KeyboardEvent(text="12"))
    key(messages.KeyboardEvent(key="3", eventType="keypress"))
    for event in ("keydown", "keyup"):
        key(messages.KeyboardEvent(codeType=codes.Evdev, keyCode=5, eventType=event))
        key(messages.KeyboardEvent(codeType=codes.XKB, keyCode=14, eventType=event))
    assert client.phone.zoom.join_form.meeting_id == "12345"
    key(messages.KeyboardEvent(key="Backspace"))
    assert client.phone.zoom.join_form.meeting_id == "1234"
    key(messages.KeyboardEvent(key="GoHome"))
    assert not client.phone.foreground().startswith(ZOOM)


def test_bad_touches_do_nothing(client):
    touch, before = client.emulator.sendTouch, client.phone.system.gestures

    def event(**touch: int) -> Any:
        return messages.TouchEvent(touches=[messages.Touch(x=5, y=5, pressure=1), messages.Touch(**touch)])

    for x, y in ((540, 5), (5, 1200), (-1, 5), (2**31 - 1, -(2**31))):
        assert "not on the screen of 540x1200" in client.refused(touch, event(x=x, y=y, pressure=1))
    assert "0 or more" in client.refused(touch, event(x=1, y=1, pressure=-1))
    assert "0 or more" in client.refused(touch, event(identifier=-1, pressure=1))
    assert "no display 1" in client.refused(touch, messages.TouchEvent(display=1))
    client.send(5, 5, LIFTED)
    assert client.phone.system.gestures == before


def test_bad_keys(client):
    key = client.emulator.sendKey
    codes = messages.KeyboardEvent.KeyCodeType
    assert "did you mean 'GoBack'" in client.refused(key, messages.KeyboardEvent(key="Goback"))
    assert "Linux code 999" in client.refused(key, messages.KeyboardEvent(codeType=codes.Evdev, keyCode=999))
    assert "Evdev or XKB" in client.refused(key, messages.KeyboardEvent(codeType=codes.Mac, keyCode=1))
    assert "keypress" in client.refused(key, messages.KeyboardEvent(key="a", eventType=9))
    client.refused(key, messages.KeyboardEvent())


# Clipboard, state of the machine, snapshots


def test_clipboard(client):
    client.emulator.setClipboard(messages.ClipData(text="copied ✓"))
    assert client.phone.system.clipboard == "copied ✓"
    assert client.emulator.getClipboard(Empty()).text == "copied ✓"


def test_the_machine_runs_and_can_be_reset(client):
    states = messages.VmRunState.RunState
    assert client.emulator.getVmState(Empty()).state == states.RUNNING
    with client.server.lock():
        client.phone.perform(LaunchApp(ZOOM))
    client.emulator.setVmState(messages.VmRunState(state=states.RESET))
    assert not client.phone.foreground().startswith(ZOOM)
    assert "SHUTDOWN" in client.refused(client.emulator.setVmState, messages.VmRunState(state=states.PAUSED))


def test_a_shutdown_ends_the_phone(client):
    client.emulator.setVmState(messages.VmRunState(state=messages.VmRunState.RunState.SHUTDOWN))

    def gone() -> bool:
        try:
            client.emulator.getStatus(Empty(), timeout=1)
        except grpc.RpcError as error:
            return error.code() == grpc.StatusCode.UNAVAILABLE
        return False

    until(gone)


def test_what_a_phone_has_not_is_unimplemented(client):
    with pytest.raises(grpc.RpcError) as error:
        client.emulator.setBattery(messages.BatteryState())
    assert error.value.code() == grpc.StatusCode.UNIMPLEMENTED


def names(client: Client) -> list[str]:
    return [kept.snapshot_id for kept in client.snapshots.ListSnapshots(SnapshotFilter()).snapshots]


def test_snapshots(client):
    named = SnapshotPackage(snapshot_id="start")
    assert names(client) == []
    assert client.snapshots.SaveSnapshot(named).success
    (details,) = client.snapshots.ListSnapshots(SnapshotFilter(statusFilter="All")).snapshots
    assert (details.snapshot_id, details.size > 100) == ("start", True)
    home = client.phone.snapshot()
    client.emulator.sendKey(messages.KeyboardEvent(key="AppSwitch"))
    assert client.phone.snapshot() != home
    assert client.snapshots.LoadSnapshot(named).success
    assert client.phone.snapshot() == home
    assert client.snapshots.DeleteSnapshot(named).success
    assert names(client) == []


@pytest.mark.parametrize("name", ["", "missing", "../../etc/passwd", "a" * 100_000, "line\nbreak"])
def test_failed_snapshots_say_why(client, name):
    package = SnapshotPackage(snapshot_id=name)
    for method in (client.snapshots.LoadSnapshot, client.snapshots.DeleteSnapshot):
        answer = method(package)
        assert not answer.success
        assert answer.err
    if name != "missing":
        assert not client.snapshots.SaveSnapshot(package).success
        assert names(client) == []


# Whatever comes


def test_nothing_breaks_the_phone(client):
    chance = random.Random(5)
    calls = (
        ("getScreenshot", messages.ImageFormat),
        ("sendTouch", messages.TouchEvent),
        ("sendKey", messages.KeyboardEvent),
        ("setClipboard", messages.ClipData),
    )
    clean = {grpc.StatusCode.INVALID_ARGUMENT, None}
    for _ in range(150):
        name, kind = chance.choice(calls)
        code = _call(getattr(client.emulator, name), _any_message(kind, chance))
        assert code in clean, (name, code)
    assert client.emulator.getStatus(Empty()).booted


def _call(method: Any, request: Any) -> Any:
    try:
        method(request)
    except grpc.RpcError as error:
        return error.code()
    return None


def _any_message(kind: Any, chance: random.Random) -> Any:
    """A message with any numbers and texts in it; numbers are often small, so that some are right."""
    message = kind()
    for field in kind.DESCRIPTOR.fields:
        numbers = (0, 1, 2, 28, 400, chance.getrandbits(31))
        if field.message_type is not None:
            inner = _any_message(GetMessageClass(field.message_type), chance)
            target = getattr(message, field.name)
            target.append(inner) if field.is_repeated else target.CopyFrom(inner)
        elif field.cpp_type == field.CPPTYPE_STRING:
            value = "".join(
                chr(chance.choice((65, 10, 0, 0x4E2D, 0x1F600))) for _ in range(chance.randrange(4))
            )
            setattr(message, field.name, value)
        elif field.cpp_type in (field.CPPTYPE_DOUBLE, field.CPPTYPE_FLOAT):
            setattr(message, field.name, chance.choice((0.0, float("nan"), 1e300)))
        else:
            setattr(message, field.name, chance.choice(numbers))
    return message


def test_what_is_no_message_is_refused(client):
    with grpc.insecure_channel(f"127.0.0.1:{client.server.grpc_port()}") as channel:
        for name in ("getScreenshot", "sendTouch", "nothing"):
            method = channel.unary_unary(f"/android.emulation.control.EmulatorController/{name}")
            with pytest.raises(grpc.RpcError):
                method(b"\xff\xff\xff\xff no protobuf", timeout=10)
    assert client.emulator.getStatus(Empty()).booted


# Ports


def test_a_taken_port_is_told_and_the_others_are_freed(client, monkeypatch):
    taken = client.server.grpc_port()
    with VirtualPhoneServer(1, port=0) as other:
        console = other.ports()[0]
    monkeypatch.setattr(server_module, "GRPC_OFFSET", taken - console)
    with (
        pytest.raises(PortInUse, match=f"gRPC port {taken} is in use"),
        VirtualPhoneServer(1, port=console, grpc=True),
    ):
        pass
    with VirtualPhoneServer(1, port=console):
        pass


def test_the_port_is_3000_above_the_console(monkeypatch):
    addresses, real = [], emulator_grpc.listen

    async def listen(*arguments: Any) -> Any:
        *served, address, guard = arguments
        addresses.append(address)
        return await real(*served, "127.0.0.1:0", guard)

    monkeypatch.setattr(emulator_grpc, "listen", listen)
    with VirtualPhoneServer(1, port=0) as other:
        console = other.ports()[0]
    with VirtualPhoneServer(1, port=console, grpc=True) as server:
        assert addresses == [f"127.0.0.1:{console + 3000}"]
        assert server.grpc_port() > 0
    with pytest.raises(ValueError, match="at most 62534"):
        VirtualPhoneServer(1, port=65_000, grpc=True)


def test_a_server_stops_while_a_stream_runs():
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, grpc=True) as server:
        channel = grpc.insecure_channel(f"127.0.0.1:{server.grpc_port()}")
        stream = EmulatorControllerStub(channel).streamScreenshot(FORMAT(format="RGB888", width=9))
        next(stream)
    with pytest.raises(grpc.RpcError):
        next(stream)
    channel.close()


def test_serving_adb_alone_loads_none_of_it():
    look = "import sys, openphone_gym.serve; print({'grpc', 'android_env'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_without_grpc(monkeypatch):
    with VirtualPhoneServer(1, port=0) as server, pytest.raises(GrpcUnavailable, match="grpc=True"):
        server.grpc_port()
    monkeypatch.setattr(server_module, "missing_for_grpc", lambda: "grpc")
    with pytest.raises(GrpcUnavailable, match=r"grpc is missing: pip install 'openphone_gym\[device\]'"):
        VirtualPhoneServer(1, port=0, grpc=True)


def test_the_command_says_where_grpc_is():
    command = [sys.executable, "-m", "openphone_gym", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            assert program.stdout.readline().startswith("emulator-")
            told = program.stdout.readline()
            assert told.startswith("gRPC of the emulator: localhost:")
            with grpc.insecure_channel(told.split()[-1]) as channel:
                assert EmulatorControllerStub(channel).getStatus(Empty()).booted
        finally:
            program.kill()


@pytest.mark.parametrize(
    ("option", "missing", "told"), [([], "grpc", "no gRPC: grpc is missing"), (["--no-grpc"], "", "")]
)
def test_the_command_does_without(option, missing, told, monkeypatch, capsys):
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("openphone_gym.serve.command.missing_for_grpc", lambda: missing)
    monkeypatch.setattr("openphone_gym.serve.command.threading", SimpleNamespace(Event=interrupted))
    assert main(["serve", "--port", "0", *option]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("emulator-")
    assert rest == [] if not told else rest[0].startswith(told)
