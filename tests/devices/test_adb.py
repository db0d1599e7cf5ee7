"""Devices through adb: Android's own adb between the backend and a virtual phone on the wire.

That proves the protocol and the commands, not how real Android answers them; what is known of that is
tested with answers written down here.
"""

from __future__ import annotations

import contextlib
import logging
import struct
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import NamedTuple

import cv2
import numpy as np
import pytest

from openphone_gym.actions import InvalidAction
from openphone_gym.actions.gestures import to_gesture
from openphone_gym.devices import (
    DeviceError,
    DeviceLost,
    DeviceTimeout,
    Setup,
    UnsupportedByDevice,
    make_device,
)
from openphone_gym.judges.state import StateJudge
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.state import Display
from openphone_gym.serve import VirtualPhoneServer
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.task import draw
from openphone_gym.ui.gesture import LaunchApp, Pinch, PressKey, Swipe, Tap, TypeText
from openphone_gym.ui.marks import number_marks
from openphone_gym.ui.node import UiNode
from tests.devices.conformance import DeviceConformance
from tests.serve.conftest import Adb, adb_server

pytest.importorskip("adbutils", reason="needs adbutils: pip install 'openphone_gym[device]'")

from openphone_gym.devices import adb_text
from openphone_gym.devices.adb import AdbDevice
from openphone_gym.devices.adb_answers import read_png, read_raw

__all__ = ["adb_server"]

DISPLAY = Display(540, 1200, 210)
ZOOM = "us.zoom.videomeetings"
CHOOSE_KEYBOARD = f"settings put secure default_input_method {adb_text.ADB_KEYBOARD}"
AT_HOME = Setup(package=ZOOM, commands=(CHOOSE_KEYBOARD,))
IN_APP = Setup(package=ZOOM, start="app", commands=(CHOOSE_KEYBOARD,))

Serve = Callable[..., VirtualPhoneServer]


@pytest.fixture(autouse=True)
def nobodys_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have chosen a device of their own."""
    monkeypatch.delenv("ANDROID_SERIAL", raising=False)


@pytest.fixture
def serve(adb_server: Adb) -> Iterator[Serve]:
    """Makes phones that the private adb server knows."""
    with contextlib.ExitStack() as stack:

        def serve(phone: Phone | None = None) -> VirtualPhoneServer:
            phones = [phone or Phone.new(None, DISPLAY)]
            server = stack.enter_context(VirtualPhoneServer(phones, port=0))
            adb_server.output("connect", server.address())
            adb_server.output("-s", server.serial(), "wait-for-device")
            stack.callback(adb_server.run, "disconnect", server.serial())
            return server

        yield serve


@pytest.fixture
def server(serve: Serve) -> VirtualPhoneServer:
    return serve()


@pytest.fixture
def device(server: VirtualPhoneServer, adb_server: Adb) -> Iterator[AdbDevice]:
    device = AdbDevice(server.serial(), port=adb_server.port, settle=0, timeout=10)
    yield device
    device.close()


class TestConformance(DeviceConformance):
    """The suite of all backends."""

    snapshots = False

    @pytest.fixture(autouse=True)
    def wire(self, serve: Serve, adb_server: Adb) -> None:
        self.serve, self.adb_port = serve, adb_server.port

    def make(self):
        return AdbDevice(self.serve().serial(), port=self.adb_port, settle=0)

    def setup(self):
        return AT_HOME


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("variation", ["canonical", "sampled"])
def test_reference_solutions_do_their_tasks(serve, adb_server, number, variation):
    instance = draw(find_task(f"zoom_{number}"), variation, seed=number, display=DISPLAY)
    task, params = instance.task, SimpleNamespace(**instance.params)
    server = serve(Phone(instance.phone))
    device = AdbDevice(server.serial(), port=adb_server.port, settle=0)
    device.reset(IN_APP)
    hand = Hand(task.solution, params, task.app)
    for _ in range(10):
        tree = device.tree()
        action = hand.decide(tree)
        gesture = to_gesture(action, number_marks(tree), tree.width, tree.height, device.resolve_app)
        if gesture is None:
            break
        device.perform(gesture)
    assert all(StateJudge().subgoals(server.phones[0], task, params).values())
    device.close()


# Which device


def test_the_only_device_needs_no_name(server, adb_server):
    device = AdbDevice(port=adb_server.port, settle=0)
    assert device.screen == (540, 1200, 210)
    assert device.serial == server.serial()


def test_no_device(adb_server):
    deadline = time.monotonic() + 20
    while adb_server.output("devices").strip() != "List of devices attached":
        assert time.monotonic() < deadline, "the phone of an earlier test never left"
        time.sleep(0.1)
    with pytest.raises(DeviceLost, match="plug one in with USB debugging on, or start an emulator"):
        AdbDevice(port=adb_server.port).frame()


def test_several_devices_are_listed(serve, adb_server):
    serials = sorted(serve().serial() for _ in range(2))
    with pytest.raises(DeviceLost, match=f"name one of them: 'adb:{serials[0]}', 'adb:{serials[1]}'"):
        AdbDevice(port=adb_server.port).tree()


def test_the_users_choice_of_a_device_counts(serve, adb_server, monkeypatch):
    _, second = serve(), serve()
    monkeypatch.setenv("ANDROID_SERIAL", second.serial())
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(adb_server.port))
    assert make_device("adb", DISPLAY).shell("echo here") == ("here\n", 0)
    second.phones[0].system.properties["ro.serialno"] = "second"
    assert AdbDevice().shell("getprop ro.serialno") == ("second\n", 0)


def test_a_wrong_name(server, adb_server):
    with pytest.raises(
        DeviceLost, match=rf"no device 'pixel'; adb devices lists {server.serial()} \(device\)"
    ):
        AdbDevice("pixel", port=adb_server.port).foreground()


def test_no_adb_server(monkeypatch):
    with pytest.raises(
        DeviceLost, match=r"no adb server answers at 127\.0\.0\.1:1; start it with: .*-P 1 start-server"
    ):
        AdbDevice(port=1).tree()
    monkeypatch.setattr("openphone_gym.devices.adb_transport.adb_path", _missing)
    with pytest.raises(DeviceLost, match="install adb"):
        AdbDevice(port=1).tree()


def _missing() -> str:
    from adbutils import AdbError

    raise AdbError("No adb exe could be found")


@pytest.mark.parametrize(
    ("state", "remedy"),
    [("unauthorized", "accept the question"), ("offline", "adb reconnect"), ("strange", "adb devices says")],
)
def test_devices_that_take_no_commands(adb_server, monkeypatch, state, remedy):
    device = AdbDevice(port=adb_server.port)
    monkeypatch.setattr(device._adb, "_states", lambda: {"R58N": state})
    with pytest.raises(DeviceLost, match=f"R58N is {state}; .*{remedy}"):
        device.tree()


# Lost, and back again


def test_a_device_that_went_away_is_waited_for(server, device):
    before = device.foreground()
    console, _ = server.ports()
    server.stop()
    with VirtualPhoneServer(server.phones, port=console):
        assert device.foreground() == before


def test_a_device_that_stays_away_is_lost(server, adb_server):
    device = AdbDevice(server.serial(), port=adb_server.port, settle=0, timeout=0.5)
    device.reset(AT_HOME)
    server.stop()
    with pytest.raises(DeviceLost, match=r"waited for 0.5 s"):
        device.perform(Tap(3, 3))
    device.close()


def test_a_command_that_hangs(server, adb_server):
    device = AdbDevice(server.serial(), port=adb_server.port, settle=0, timeout=0.5)
    with pytest.raises(DeviceTimeout, match=r"'logcat' on emulator-\d+ did not end in 0.5 s"):
        device.shell("logcat")
    assert device.shell("echo on") == ("on\n", 0)


def test_a_command_that_breaks_off_is_not_repeated(server, adb_server, monkeypatch):
    device = AdbDevice(server.serial(), port=adb_server.port, settle=0, timeout=5)
    assert device.shell("whoami") == ("root\n", 0)
    once = device._adb._once
    tries: list[str] = []

    def broken(answer: object) -> str:
        raise ConnectionResetError("cut")

    def cut(service: str, read: object) -> str:
        tries.append(service)
        return once(service, broken)

    monkeypatch.setattr(device._adb, "_once", cut)
    with pytest.raises(DeviceLost, match="went away while it ran"):
        device.shell("input tap 1 1")
    assert len(tries) == 1
    with pytest.raises(DeviceLost, match="went away while it ran"):
        device.foreground()
    assert len(tries) == 3


# Text

HOSTILE = [
    "plain",
    'it\'s 100% "sure" %s %%s 50%space',
    "$HOME `reboot` $(reboot) \\n \\",
    "a;b|c&d>e<f*g?h[i]{j}~#!",
    "two  blanks ",
    "-n --help",
    "$? and '$?'",
]


def notes(device: AdbDevice) -> UiNode:
    """A field that takes any characters, with the focus."""
    device.reset(IN_APP)
    join = device.tree().find(lambda node: node.label == "Join a meeting")
    assert join
    device.perform(Tap(*join.center))
    return name_field(device)


def name_field(device: AdbDevice) -> UiNode:
    field = [node for node in device.tree().walk() if node.class_name.endswith("EditText")][-1]
    if not field.focused:
        device.perform(Tap(*field.center))
    return field


@pytest.mark.parametrize("text", [*HOSTILE, "línea ñ", "中文输入", "👩‍👩‍👧 🙂", "x" * 40])
def test_every_character_arrives_with_adbkeyboard(device, text):
    notes(device)
    device.perform(TypeText(text))
    assert name_field(device).text == text
    device.perform(TypeText("+", replace=False))
    assert name_field(device).text == text + "+"
    device.perform(TypeText("over"))
    assert name_field(device).text == "over"


@pytest.mark.parametrize("keys", ["MOVE_HOME", "MOVE_HOME DPAD_RIGHT DPAD_RIGHT", "MOVE_END DPAD_LEFT"])
def test_a_text_is_replaced_wherever_the_cursor_is(device, keys):
    notes(device)
    device.perform(TypeText("Abcdef"))
    device.shell(f"input keyevent {keys}")
    device.perform(TypeText("Zoe"))
    assert name_field(device).text == "Zoe"


@pytest.mark.parametrize("text", HOSTILE)
def test_ascii_needs_no_adbkeyboard(device, text):
    notes(device)
    device.shell("settings put secure default_input_method com.android.inputmethod.latin/.LatinIME")
    device._has_keyboard = None
    device.perform(TypeText(text))
    assert name_field(device).text == text


def test_what_cannot_be_typed_names_the_remedy(device):
    device.reset(Setup())
    with pytest.raises(UnsupportedByDevice, match="can't type '中'; install ADBKeyboard"):
        device.perform(TypeText("a中"))


def test_two_fingers_are_refused(device):
    device.reset(Setup())
    with pytest.raises(UnsupportedByDevice, match="one finger only"):
        device.perform(Pinch(100, 100, 50, 200))


def test_long_and_broken_texts_become_several_commands():
    assert adb_text.input_commands("a b\nc") == ["input text a%sb", "input keyevent 66", "input text c"]
    assert adb_text.input_commands("%s") == ["input text %", "input text s"]
    assert [len(line) for line in adb_text.input_commands("x" * 2500)] == [1011, 1011, 511]
    assert len(adb_text.keyboard_commands("中" * 2500)) == 3
    assert adb_text.input_commands("") == adb_text.keyboard_commands("") == []


@pytest.mark.parametrize(
    ("field", "keys"),
    [
        (UiNode(text="abc"), "123 67 67 67"),
        (UiNode(text="a\nb"), "123 67 67 67 112 112 112"),
        (UiNode(password=True), "123" + " 67" * 64),
    ],
)
def test_keys_that_empty_a_field(field, keys):
    assert adb_text.clear_command(field) == f"input keyevent {keys}"


# Set-up


def test_a_setup_is_prepared_and_undone(device, server):
    system = server.phones[0].system
    setup = Setup(
        package=ZOOM,
        start="app",
        commands=("settings put system volume_music_speaker 3",),
        cleanup=("settings put system volume_music_speaker 9",),
        date="2024-05-10 12:00:00",
    )
    device.reset(setup)
    assert device.foreground().startswith(ZOOM)
    assert system.settings["system"]["volume_music_speaker"] == "3"
    assert system.settings["global"]["auto_time"] == "0"
    assert device.shell("date +%Y-%m-%d") == ("2024-05-10\n", 0)
    device.reset(Setup())
    assert system.settings["system"]["volume_music_speaker"] == "9"
    assert system.settings["global"]["auto_time"] == "1"
    device.reset(setup)
    device.close()
    assert system.settings["system"]["volume_music_speaker"] == "9"
    device.close()


def test_an_app_starts_anew(device):
    notes(device)
    device.reset(IN_APP)
    assert "Join a meeting" in device.tree().texts()


def test_a_location_reaches_an_emulator(device, server, adb_server, monkeypatch):
    monkeypatch.setenv("HOME", str(adb_server.home))
    device.reset(Setup(location=(-3.7, 40.4)))
    properties = server.phones[0].system.properties
    assert properties["qemu.gps.longitude"] == "-3.700000"
    assert properties["qemu.gps.latitude"] == "40.400000"


def test_what_a_device_does_not_allow_is_told_once(device, monkeypatch, caplog):
    monkeypatch.setattr(device._adb, "_serial", device.serial)
    shell = device._adb.shell
    monkeypatch.setattr(
        device._adb,
        "shell",
        lambda command, **options: ("shell\n", 0) if command == "whoami" else shell(command, **options),
    )
    monkeypatch.setattr(device._adb, "console", _refuse)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            device.reset(Setup(date="2024-05-10 12:00:00", location=(0.0, 0.0)))
    assert [record.message.partition(" stays")[0][-9:] for record in caplog.records] == [
        " its date",
        " location",
    ]


def _refuse(*command: str) -> None:
    raise UnsupportedByDevice("a handset has no console")


def test_a_setup_that_fails_is_an_error(device):
    with pytest.raises(DeviceError, match=r"'no-such-command' failed on emulator-\d+ with code 127"):
        device.reset(Setup(commands=("no-such-command",)))
    with pytest.raises(UnsupportedByDevice, match=r"org\.missing is not installed"):
        device.reset(Setup(package="org.missing"))


def test_a_cleanup_that_fails_is_told_and_goes_on(device, caplog):
    device.reset(Setup(cleanup=("no-such-command",)))
    device.reset(Setup())
    assert "no-such-command" in caplog.text


# Names, views, pictures


def test_apps_by_part_of_their_package(device):
    assert device.resolve_app("videomeetings") == ZOOM
    with pytest.raises(InvalidAction, match="did you mean 'zoom'"):
        device.resolve_app("zom")


def test_views_are_kept_until_something_is_done(device, server):
    device.reset(AT_HOME)
    tree, frame = device.tree(), device.frame()
    with server.lock():
        server.phones[0].perform(LaunchApp(ZOOM))
    assert device.tree() is tree
    assert np.array_equal(device.frame(), frame)
    device.perform(Tap(-1, -1))
    assert device.tree() != tree
    assert not np.array_equal(device.frame(), frame)


def test_a_swipe_stays_on_the_screen(device, monkeypatch):
    done = []
    assert device.screen
    monkeypatch.setattr(device, "_do", done.append)
    device.perform(Swipe(10, -20, 10, 90_000, seconds=0.25))
    device.perform(PressKey("recents"))
    assert done == ["input swipe 10 0 10 1199 250", "input keyevent KEYCODE_APP_SWITCH"]


@pytest.mark.parametrize("header", [(2, 1, 1), (2, 1, 1, 0)])
def test_raw_screenshots(header):
    pixels = bytes([1, 2, 3, 255, 4, 5, 6, 255])
    frame = read_raw(struct.pack(f"<{len(header)}I", *header) + pixels)
    assert frame is not None
    assert frame.tolist() == [[[1, 2, 3], [4, 5, 6]]]


def test_raw_screenshots_in_other_orders_and_broken_ones():
    pixels = bytes([1, 2, 3, 255, 4, 5, 6, 255])
    frame = read_raw(struct.pack("<3I", 2, 1, 5) + pixels)
    assert frame is not None
    assert frame.tolist() == [[[3, 2, 1], [6, 5, 4]]]
    for broken in (
        b"",
        b"usage: screencap",
        struct.pack("<3I", 2, 1, 4) + pixels,
        struct.pack("<3I", 0, 0, 1),
    ):
        assert read_raw(broken) is None
    assert read_png(b"") is None
    assert read_png(b"no picture") is None


# What real phones say


class Answers(NamedTuple):
    """A device whose commands are answered from a table by how they begin; others say nothing."""

    device: AdbDevice
    table: dict[str, str]
    asked: list[str]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    device = AdbDevice("R58N", port=1, settle=0, timeout=0.1)
    told = Answers(device, {"wm size": "Physical size: 1080x2400\nPhysical density: 420\n"}, [])

    def shell(command: str, repeatable: bool = False) -> tuple[str, int]:
        told.asked.append(command)
        return next((text for start, text in told.table.items() if command.startswith(start)), ""), 0

    monkeypatch.setattr(device._adb, "shell", shell)
    monkeypatch.setattr(device._adb, "_serial", "R58N")
    monkeypatch.setattr("openphone_gym.devices.adb.DUMP_PAUSES_S", (0.0, 0.0))
    return told


def test_a_size_that_the_user_chose(answers):
    device, table, _ = answers
    table["wm size"] = (
        "Physical size: 1440x3120\nOverride size: 1080x2340\nPhysical density: 560\nOverride density: 420\n"
    )
    assert device.screen == (1080, 2340, 420)


@pytest.mark.parametrize(
    ("window", "activity", "front"),
    [
        (
            "  mCurrentFocus=Window{e1b u0 com.android.settings/com.android.settings.Settings}\n",
            "",
            "com.android.settings/com.android.settings.Settings",
        ),
        (
            "  mCurrentFocus=Window{5c u0 NotificationShade}\n"
            "  mFocusedApp=ActivityRecord{d9 u0 com.android.deskclock/.DeskClock t71}\n",
            "",
            "com.android.deskclock/com.android.deskclock.DeskClock",
        ),
        (
            "  mCurrentFocus=null\n",
            "  topResumedActivity=ActivityRecord{95 u0 a.b/.C$D t9}\n",
            "a.b/a.b.C$D",
        ),
    ],
)
def test_what_is_in_front(answers, window, activity, front):
    device, table, _ = answers
    table |= {"dumpsys window": window, "dumpsys activity": activity}
    assert device.foreground() == front


def test_nothing_in_front(answers):
    with pytest.raises(DeviceTimeout, match="screen on and unlocked"):
        answers[0].foreground()


def test_a_screen_that_does_not_come_to_rest(answers):
    device, table, asked = answers
    table["rm -f"] = "ERROR: could not get idle state.\ncat: no file\n"
    with pytest.raises(DeviceTimeout, match="could not get idle state"):
        device.tree()
    assert len([command for command in asked if "uiautomator" in command]) == 2


def test_a_turned_screen(answers):
    device, table, _ = answers
    table["rm -f"] = (
        "UI hierchary dumped to: /x\n<hierarchy rotation='1'><node bounds='[0,0][2400,1080]'/></hierarchy>"
    )
    assert (device.tree().width, device.tree().height) == (2400, 1080)


def test_a_locked_phone(answers):
    device, table, _ = answers
    table["dumpsys window"] = "  mDreamingLockscreen=true\n"
    with pytest.raises(DeviceError, match="R58N is locked; unlock it"):
        device.reset(Setup())


def test_a_phone_that_refuses_touches(answers):
    device, table, _ = answers
    table["input tap"] = "SecurityException: Injecting input events requires the INJECT_EVENTS permission"
    with pytest.raises(UnsupportedByDevice, match="USB debugging"):
        device.perform(Tap(1, 1))


def test_an_app_is_started_by_its_activity(answers):
    device, table, asked = answers
    table["cmd package resolve-activity"] = "priority=0 isDefault=true\nus.zoom/.Start\n"
    device.perform(LaunchApp("us.zoom"))
    assert asked[-1].startswith("am start -a android.intent.action.MAIN")
    assert asked[-1].endswith("-n us.zoom/.Start")


def test_an_app_that_does_not_come_to_the_front(answers):
    device, table, _ = answers
    table |= {
        "pm list packages": "package:us.zoom\n",
        "dumpsys window": "mCurrentFocus=Window{1 u0 a.b/a.b.C}",
    }
    with pytest.raises(DeviceTimeout, match=r"us\.zoom does not come to the front; a\.b/a\.b\.C is there"):
        device.reset(Setup(package="us.zoom", start="app"))


def test_raw_screenshots_come_first_and_png_when_they_do_not(answers, monkeypatch):
    device, _, _ = answers
    picture = np.full((2, 1, 3), (1, 2, 3), np.uint8)
    encoded = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tobytes()
    pulled: list[str] = []

    def pull(command: str) -> bytes:
        pulled.append(command)
        return encoded if " -p" in command else raw

    monkeypatch.setattr(device._adb, "pull", pull)
    raw = struct.pack("<4I", 1, 2, 1, 0) + bytes([1, 2, 3, 255] * 2)
    assert np.array_equal(device.frame(), picture)
    raw = b"usage: screencap -p"
    for _ in range(2):
        device.perform(Tap(-1, -1))
        assert np.array_equal(device.frame(), picture)
    assert [" -p" in command for command in pulled] == [False, False, True, True]


def test_a_secure_screen_has_no_picture(answers, monkeypatch):
    monkeypatch.setattr(answers.device._adb, "pull", lambda command: b"")
    with pytest.raises(DeviceError, match="gave no screenshot"):
        answers.device.frame()


def test_a_key_that_does_not_exist(answers):
    with pytest.raises(InvalidAction, match="did you mean 'back'"):
        answers.device.perform(PressKey("bakc"))


@pytest.mark.parametrize(
    ("serial", "dialled"),
    [("192.168.0.7:5555", ["192.168.0.7:5555"]), ("emulator-5560", ["emu:5560,5561"]), ("R58N", [])],
)
def test_who_is_dialled_again(monkeypatch, serial, dialled):
    device = AdbDevice(serial, port=1, timeout=0.1)
    transport, called = device._adb, []
    monkeypatch.setattr(transport, "_serial", serial)
    monkeypatch.setattr(transport, "_states", lambda: dict.fromkeys(called, "offline"))
    monkeypatch.setattr(transport._client, "connect", lambda address, timeout: called.append(address))
    assert list(transport._reconnected()) == dialled
    assert called == dialled


def test_no_snapshots(answers):
    for use in (answers[0].snapshot, lambda: answers[0].restore(None)):
        with pytest.raises(UnsupportedByDevice, match="avd:NAME"):
            use()
