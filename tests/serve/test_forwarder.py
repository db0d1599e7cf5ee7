"""``android_env``'s accessibility wrapper, unmodified, on a virtual phone: how AndroidWorld sees screens."""

from __future__ import annotations

import io
import os
import socket
import time
import urllib.request
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import forwarding
from openphone_gym.serve import VirtualPhoneServer
from openphone_gym.serve.guard import Guard
from openphone_gym.ui.gesture import LaunchApp
from tests.phone.shell.archive import archive
from tests.serve.conftest import DISPLAY, Adb, until

pytest.importorskip("android_env.loader", reason="needs android-env: pip install 'openphone_gym[device]'")

from adbutils import adb_path
from android_env import loader
from android_env.components import config_classes as configs
from android_env.wrappers import a11y_grpc_wrapper

ZOOM = "us.zoom.videomeetings"
PUT, BROADCAST = "settings put secure", "am broadcast -a accessibility_forwarder.intent.action"


@pytest.fixture(scope="module")
def server() -> Iterator[VirtualPhoneServer]:
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, grpc=True) as server:
        yield server


@pytest.fixture(scope="module")
def wrapped(adb_server: Adb, server: VirtualPhoneServer) -> Iterator[Any]:
    """An environment in the wrapper, as AndroidWorld sets it up; the download alone is replaced."""
    adb_server.output("connect", server.address())
    adb_server.output("-s", server.serial(), "wait-for-device")
    console, adb = server.ports()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(adb_server.home))
        patch.setenv("ANDROID_ADB_SERVER_PORT", str(adb_server.port))
        patch.setattr(urllib.request, "urlopen", lambda address: io.BytesIO(archive(forwarding.PACKAGE)))
        # It waits for a real phone to start its service.
        quick = SimpleNamespace(sleep=lambda seconds: time.sleep(seconds / 100))
        patch.setattr(a11y_grpc_wrapper, "time", quick)
        env = loader.load(
            configs.AndroidEnvConfig(
                task=configs.FilesystemTaskConfig(path=os.devnull),
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
        wrapped = a11y_grpc_wrapper.A11yGrpcWrapper(
            env,
            install_a11y_forwarding=True,
            start_a11y_service=True,
            enable_a11y_tree_info=True,
            latest_a11y_info_only=True,
        )
        wrapped.reset()
        yield wrapped
        wrapped.close()


def forests(wrapped: Any) -> list[Any]:
    """What came since the last question."""
    wrapped.accumulate_new_extras()
    return list(wrapped.task_extras().get("accessibility_tree", ()))


def newest(wrapped: Any) -> Any:
    """The next forest that comes, taken as AndroidWorld takes it."""
    forests(wrapped)
    came: list[Any] = []

    def arrived() -> bool:
        came.extend(forests(wrapped))
        return bool(came)

    until(arrived)
    return came[-1]


def shown(wrapped: Any) -> list[str]:
    return [node.text for window in newest(wrapped).windows for node in window.tree.nodes if node.text]


def test_the_forest_is_the_screen(wrapped, server):
    with server.lock():
        server.phones[0].perform(LaunchApp(ZOOM))
        tree = server.phones[0].full_tree()
    until(lambda: "Join a meeting" in shown(wrapped))
    (window,) = newest(wrapped).windows
    nodes = window.tree.nodes
    assert [node.unique_id for node in nodes] == list(range(len(nodes)))
    known = {node.unique_id: node for node in nodes}

    def same(number: int, node: Any, depth: int) -> None:
        message = known.pop(number)
        box = message.bounds_in_screen
        assert (box.left, box.top, box.right, box.bottom) == node.bounds
        assert (message.text, message.content_description) == (node.text, node.content_desc)
        assert (message.class_name, message.view_id_resource_name) == (node.class_name, node.resource_id)
        assert (message.is_clickable, message.is_checked) == (node.clickable, node.checked)
        assert (message.depth, message.package_name) == (depth, ZOOM)
        assert len(message.child_ids) == len(node.children)
        for child, below in zip(message.child_ids, node.children, strict=True):
            same(child, below, depth + 1)

    same(0, tree.roots[0], 0)
    assert not known


def test_a_change_comes_by_itself_and_so_does_a_screen_that_stays(wrapped, server):
    def output(command: str) -> None:
        wrapped.execute_adb_call(
            a11y_grpc_wrapper.adb_pb2.AdbRequest(
                generic=a11y_grpc_wrapper.adb_pb2.AdbRequest.GenericRequest(args=["shell", command])
            )
        )

    output(f"am start -n {ZOOM}/com.zipow.videobox.LauncherActivity")
    assert "Join a meeting" in shown(wrapped)
    assert "Join a meeting" in shown(wrapped)
    output("input keyevent KEYCODE_HOME")
    assert "Join a meeting" not in shown(wrapped)


@pytest.mark.parametrize(
    "off",
    [
        f"{BROADCAST}.DISABLE_ACCESSIBILITY_TREE_LOGS",
        f"{BROADCAST}.SET_GRPC --ei port 0",
        f"{BROADCAST}.SET_GRPC --ei port {{port}} --es host 192.0.2.1",
        f"{PUT} enabled_accessibility_services none/none",
        f"pm disable-user {forwarding.PACKAGE}",
        f"pm uninstall {forwarding.PACKAGE}",
    ],
)
def test_it_can_be_turned_off(wrapped, server, adb_server, off):
    with server.lock():
        before = server.phones[0].snapshot()
    newest(wrapped)
    adb_server.output("-s", server.serial(), "shell", off.format(port=wrapped.get_port()))
    time.sleep(0.1)
    forests(wrapped)
    time.sleep(0.4)
    assert forests(wrapped) == []
    with server.lock():
        server.phones[0].restore(before)
    adb_server.output("-s", server.serial(), "shell", "true")
    newest(wrapped)


class Listener:
    """A port of this machine where nobody answers."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(1)

    def told(self, phone: Phone) -> None:
        """Has a phone forward to it."""
        forwarding.install(phone.system)
        port = str(self.socket.getsockname()[1])
        phone.system.settings["secure"] |= {
            forwarding.ENABLED_SERVICES: f"a/b:{forwarding.SERVICE}",
            forwarding.PORT: port,
            forwarding.TREES: "1",
        }

    def called(self) -> bool:
        try:
            self.socket.accept()[0].close()
        except TimeoutError:
            return False
        return True


def test_a_server_that_does_not_answer_is_told_in_the_log(server, adb_server):
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, grpc=True) as other:
        adb_server.output("connect", other.address())
        adb_server.output("-s", other.serial(), "wait-for-device")
        listener = Listener()
        with listener.socket:
            listener.told(other.phones[0])
            adb_server.output("-s", other.serial(), "shell", "true")
            assert listener.called()
            until(lambda: "AndroidRLTask: gRPC" in adb_server.output("-s", other.serial(), "logcat", "-d"))


def test_a_phone_that_others_reach_forwards_nothing(adb_server):
    guard = Guard("0123456789abcdef", [(adb_server.home / ".android" / "adbkey.pub").read_text()])
    with VirtualPhoneServer([Phone.new(None, DISPLAY)], port=0, grpc=True, guard=guard) as other:
        adb_server.output("connect", other.address())
        adb_server.output("-s", other.serial(), "wait-for-device")
        listener = Listener()
        with listener.socket:
            listener.told(other.phones[0])
            assert adb_server.output("-s", other.serial(), "shell", "whoami") == "root\n"
            assert not listener.called()
