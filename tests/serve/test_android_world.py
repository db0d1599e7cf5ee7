"""What AndroidWorld's initialisers and judges ask of a phone, by android_env's own calls.

AndroidWorld itself is in no package index, so these are its commands as they are published, family by family;
tasks of apps that this phone has not are left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.serve import VirtualPhoneServer
from tests.serve.conftest import DISPLAY, Adb

pytest.importorskip("android_env", reason="needs: pip install 'openphone_gym[device]'")

from android_env import loader
from android_env.components import config_classes as configs
from android_env.proto.adb_pb2 import AdbRequest, AdbResponse

Ask = Callable[..., str]
CLOCK = "com.google.android.deskclock/com.android.deskclock.DeskClock"


@pytest.fixture(scope="module")
def served(adb_server: Adb) -> Iterator[VirtualPhoneServer]:
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, grpc=True) as server:
        adb_server.output("connect", server.address())
        adb_server.output("-s", server.serial(), "wait-for-device")
        yield server


@pytest.fixture(scope="module")
def ask(served: VirtualPhoneServer, adb_server: Adb) -> Iterator[Ask]:
    """Sends a generic request, as AndroidWorld does, and gives its output; it has to succeed."""
    adbutils = pytest.importorskip("adbutils", reason="needs the adb of adbutils: pip install adbutils")
    console, port = served.ports()
    env = loader.load(
        configs.AndroidEnvConfig(
            task=configs.FilesystemTaskConfig(path=os.devnull),
            simulator=configs.EmulatorConfig(
                emulator_launcher=configs.EmulatorLauncherConfig(
                    adb_port=port, emulator_console_port=console, grpc_port=served.grpc_port()
                ),
                adb_controller=configs.AdbControllerConfig(
                    adb_path=adbutils.adb_path(), adb_server_port=adb_server.port
                ),
            ),
        )
    )

    def asked(*words: str) -> str:
        request = AdbRequest(generic=AdbRequest.GenericRequest(args=words), timeout_sec=20)
        answer = env.execute_adb_call(request)
        assert answer.status == AdbResponse.Status.OK, (words, answer.error_message)
        return answer.generic.output.decode()

    yield asked
    env.close()


@pytest.fixture
def phone(served: VirtualPhoneServer) -> Phone:
    """The phone as it was made."""
    phone = served.phones[0]
    with served.lock():
        phone.restore(Phone.new(None, DISPLAY).snapshot())
    return phone


def test_every_task_sets_the_clock_and_closes_what_was_open(ask, phone):
    assert ask("root") == "adbd is already running as root\n"
    for table, name, value in (("global", "auto_time", "0"), ("system", "time_12_24", "24")):
        ask("shell", "settings", "put", table, name, value)
        assert ask("shell", "settings", "get", table, name) == f"{value}\n"
    ask("shell", "service", "call", "alarm", "3", "s16", "UTC")
    ask("shell", "date", "101515342023.00")
    assert ask("shell", "date", "+%Y-%m-%dT%H:%M").startswith("2023-10-15T15:34")
    ask("shell", "am", "start", "-n", CLOCK)
    numbers = re.findall(r"taskId=(\d+):", ask("shell", "am", "stack", "list"))
    for number in sorted(map(int, numbers), reverse=True):
        ask("shell", "am", "stack", "remove", str(number))
    assert [task.app for task in phone.system.tasks] in ([], ["launcher"])
    ask("shell", "input", "keyevent", "KEYCODE_HOME")
    assert "nexuslauncher" in ask("shell", "dumpsys", "activity", "activities")


def test_apps_are_opened(ask, phone):
    for start, app in (
        (("am", "start", "-a", "android.intent.action.VIEW", "-d", "content://contacts/people/"), "contacts"),
        (("am", "start", "-n", CLOCK), "clock"),
        (("monkey", "-p", "com.android.chrome", "-c", "android.intent.category.LAUNCHER", "1"), "chrome"),
        (("am", "start", "-a", "android.settings.SETTINGS"), "setting"),
    ):
        ask("shell", *start)
        assert phone.showing(app), start
    ask("shell", "am", "force-stop", "com.android.settings")
    assert not phone.showing("setting")


def test_switches_of_the_system(ask, phone):
    for way, name in (("wifi", "wifi_on"), ("bluetooth", "bluetooth_on")):
        for verb, value in (("disable", "0"), ("enable", "1")):
            ask("shell", "svc", way, verb)
            assert ask("shell", "settings", "get", "global", name) == f"{value}\n"
    ask("shell", "cmd", "connectivity", "airplane-mode", "enable")
    assert ask("shell", "settings", "get", "global", "airplane_mode_on") == "1\n"
    ask("shell", "settings", "put", "system", "screen_brightness_mode", "0")
    ask("shell", "settings", "put", "system", "screen_brightness", "255")
    assert ask("shell", "settings", "get", "system", "screen_brightness") == "255\n"
    ask("shell", "settings", "put", "global", "heads_up_notifications_enabled", "0")
    listed = "".join(ask("shell", "settings", "list", table) for table in ("system", "global", "secure"))
    assert all("=" in line for line in listed.splitlines())
    assert "zen_duration=0\n" in listed
    assert "physicalFrame=[0, 0, 540, 1200]" in ask("shell", "dumpsys input | grep physicalFrame")


def test_messages_and_calls(ask, phone):
    ask("shell", "content", "delete", "--uri", "content://sms")
    assert ask("shell", "content", "query", "--uri", "content://sms") == "No result found.\n"
    told = ("address:s:+15550100", "body:s:'See you at nine'", "type:i:1", "date:l:1697372400000")
    binds = [word for one in told for word in ("--bind", one)]
    ask("shell", "content", "insert", "--uri", "content://sms", *binds)
    assert "body=See you at nine" in ask("shell", "content", "query", "--uri", "content://sms/inbox")
    ask("emu", "sms", "send", "5550101", "hello there")
    assert "address=5550101" in ask("shell", "content", "query", "--uri", "content://sms/inbox")
    ask("shell", "am", "start", "-a", "android.intent.action.CALL", "-d", "tel:5550102")
    assert "mCallState=2" in ask("shell", "dumpsys", "telephony.registry")
    ask("shell", "input", "keyevent", "KEYCODE_ENDCALL")
    assert "mCallState=0" in ask("shell", "dumpsys", "telephony.registry")


def test_contacts(ask, phone):
    assert ask("shell", "pm", "clear", "com.android.providers.contacts") == "Success\n"
    wish = ("-t", "vnd.android.cursor.dir/contact", "-e", "name", "'Ann Lee'", "-e", "phone", "5550103")
    ask("shell", "am", "start", "-a", "android.intent.action.INSERT", *wish)
    ask("shell", "uiautomator", "dump", "/sdcard/ui.xml")
    screen = ask("shell", "cat", "/sdcard/ui.xml")
    left, top, right, bottom = map(
        int, re.findall(r'text="Save".*?bounds="\[(\d+),(\d+)\]\[(\d+),(\d+)\]"', screen)[0]
    )
    ask("shell", "input", "tap", str((left + right) // 2), str((top + bottom) // 2))
    rows = ask("shell", "content", "query", "--uri", "content://contacts/phones/")
    assert "display_name=Ann Lee" in rows
    assert "number=5550103" in rows


def test_the_clipboard(ask, phone):
    ask("shell", "am", "start", "-n", "ca.zgrs.clipper/ca.zgrs.clipper.Main")
    ask("shell", "am", "broadcast", "-a", "clipper.set", "-e", "text", "'some words'")
    assert 'data="some words"' in ask("shell", "am", "broadcast", "-a", "clipper.get")


def test_files(ask, phone, tmp_path):
    for folder in ("Pictures", "Movies", "DCIM", "Documents"):
        assert ask("shell", "ls", f"/sdcard/{folder}") == "", folder
    (tmp_path / "a b.txt").write_text("words")
    ask("push", str(tmp_path / "a b.txt"), "/sdcard/Download/a b.txt")
    downloads = ("--uri", "content://media/external/downloads")
    assert "Dracula.epub" in ask("shell", "content", "query", *downloads)
    ask("shell", "content", "delete", *downloads)
    assert ask("shell", "content", "query", *downloads) == "No result found.\n"
    there = "test -f '/sdcard/Download/a b.txt' && echo 'exists' || echo 'missing'"
    assert ask("shell", there) == "exists\n"
    ask("shell", "rm", "-r", "/sdcard/Download/*")
    assert ask("shell", there) == "missing\n"
    ask("shell", "uiautomator", "dump", "/sdcard/ui.xml")
    ask("pull", "/sdcard/ui.xml", str(tmp_path / "ui.xml"))


def test_the_running_stopwatch_has_a_button_for_laps(ask, phone):
    ask("shell", "am", "start", "-n", CLOCK)
    with_label = {node.label: node for node in phone.tree().walk()}
    ask("shell", "input", "tap", *map(str, with_label["Stopwatch"].center))
    start = next(node for node in phone.tree().walk() if node.content_desc == "Start")
    ask("shell", "input", "tap", *map(str, start.center))
    descriptions = {node.content_desc for node in phone.tree().walk()}
    assert {"Pause", "Lap"} <= descriptions
