"""Clients from outside, unmodified, with what each asks beyond plain commands."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import subprocess
import sys
import textwrap
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import portal
from tests.serve.conftest import Adb, until

CLOCK = "com.google.android.deskclock"
CONTACTS = "com.google.android.contacts"


@pytest.fixture
def phone(server) -> Phone:
    return server.phones[0]


# adbutils, uiautomator2, pure-python-adb


@pytest.fixture
def device(adb, server):
    adbutils = pytest.importorskip("adbutils", reason="needs: pip install adbutils")
    return adbutils.AdbClient("127.0.0.1", adb.port).device(server.serial())


def test_adbutils(device, phone):
    assert device.is_screen_on()
    assert device.wlan_ip() == "10.0.2.16"
    assert device.rotation() == 0
    assert device.window_size() == (540, 1200)
    screen = phone.frame()
    assert np.array_equal(np.asarray(device.framebuffer().convert("RGB")), screen)
    assert np.array_equal(np.asarray(device.screenshot(display_id=0)), screen)
    device.open_browser("example.com")
    assert device.app_info(CLOCK).package_name == CLOCK
    failed = device.shell2("am start -n org.example/.Main")
    assert failed.returncode == 1


def test_complaints_have_a_stream_of_their_own(adb):
    failed = adb.run("shell", "am start -n org.example/.Main; false")
    assert failed.stdout == b"Starting: Intent { cmp=org.example/.Main }\n"
    assert failed.stderr.startswith(b"Error type 3\n")
    assert failed.returncode == 1
    missing = adb.run("shell", "no-such-command")
    assert (missing.stdout, missing.returncode) == (b"", 127)


def test_the_console_ends_and_answers_calls(adb, phone):
    adb.output("emu", "gsm", "call", "5550100")
    assert "5550100    : incoming" in adb.output("emu", "gsm", "list")
    assert "KO" in adb.output("emu", "gsm", "cancel", "5550199")
    adb.output("emu", "gsm", "cancel", "5550100")
    assert phone.system.overlay is None
    adb.output("emu", "gsm", "call", "5550100")
    adb.output("emu", "gsm", "accept", "5550100")
    assert phone.showing("dialer", "call")
    adb.output("emu", "gsm", "cancel", "5550100")
    assert phone.dialer.call is None
    assert "locked to portrait" in adb.output("emu", "rotate")


def test_the_name_of_the_virtual_device(adb):
    name = adb.output("emu", "avd", "name").split()[0]
    assert adb.output("shell", "getprop", "ro.boot.qemu.avd_name").strip() == name


def test_uiautomator2_types_with_its_keyboard(device, phone):
    uiautomator2 = pytest.importorskip("uiautomator2", reason="needs: pip install uiautomator2")
    client = uiautomator2.connect(device)
    client.app_start(CONTACTS)
    client(text="Search contacts").click()
    client.send_keys("Zoë 🙂")
    assert "Zoë 🙂" in phone.tree().texts()
    client(focused=True).click()
    assert phone.window().raised
    client.hide_keyboard()
    assert not phone.window().raised
    client.clear_text()
    assert "Zoë 🙂" not in phone.tree().texts()


def test_uiautomator2_watches(device, phone):
    uiautomator2 = pytest.importorskip("uiautomator2", reason="needs: pip install uiautomator2")
    client = uiautomator2.connect(device)
    client.app_start(CLOCK)
    client.watcher("tabs").when("Stopwatch").click()
    assert client.watcher.run()
    client.watcher.remove()
    assert phone.clock.tab == "Stopwatch"


# Those that live in an environment of their own: their folder is in PATH, or they are not tried


def _python_with(module: str) -> str:
    """A Python that has a module: this one, or one in the folders of OPENPHONE_CLIENTS."""
    folders = [Path(one) / "bin" for one in os.environ.get("OPENPHONE_CLIENTS", "").split(os.pathsep) if one]
    for python in (sys.executable, *(str(folder / "python") for folder in folders)):
        asked = subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False)
        if asked.returncode == 0:
            return python
    pytest.skip(f"no Python here has {module}; OPENPHONE_CLIENTS may name virtual environments")


def _run(python: str, adb: Adb, script: str) -> str:
    environment = {**os.environ, "HOME": str(adb.home), "ANDROID_ADB_SERVER_PORT": str(adb.port)}
    done = subprocess.run(
        [python, "-c", textwrap.dedent(script)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def test_adb_shell(adb, server, phone, tmp_path):
    """A client of an older protocol, which checks the sum of each payload."""
    python = _python_with("adb_shell")
    (tmp_path / "sent").write_bytes(bytes(range(256)) * 1_000)
    printed = _run(
        python,
        adb,
        f"""
        from adb_shell.adb_device import AdbDeviceTcp

        device = AdbDeviceTcp("127.0.0.1", {server.ports()[1]}, default_transport_timeout_s=9.0)
        assert device.connect(auth_timeout_s=1)
        device.push("{tmp_path}/sent", "/sdcard/file")
        device.pull("/sdcard/file", "{tmp_path}/got")
        device.shell("input keyevent HOME")
        print(device.shell("getprop ro.product.model"), end="")
        assert device.exec_out("screencap -p", decode=False).startswith(b"\\x89PNG")
        """,
    )
    assert printed.strip() == phone.system.properties["ro.product.model"]
    assert (tmp_path / "got").read_bytes() == (tmp_path / "sent").read_bytes()


def test_pure_python_adb(adb, server, phone):
    python = _python_with("ppadb")
    script = f"""
        from ppadb.client import Client
        device = Client("127.0.0.1", {adb.port}).device("{server.serial()}")
        device.shell("am start -n {CLOCK}/com.android.deskclock.DeskClock")
        assert tuple(device.wm_size()) == (540, 1200)
        assert device.wm_density() == 210 // 160
        assert device.is_installed("{CLOCK}") and device.get_pid("{CLOCK}")
        assert device.get_top_activity().package == "{CLOCK}"
        assert device.screencap()[1:4] == b"PNG"
        device.push("/etc/hostname", "/sdcard/hostname")
        assert device.shell("stat -c %s /sdcard/hostname").strip().isdigit()
        device.input_tap(10, 10)
        assert 0 < device.get_battery_level() <= 100
        print(device.get_properties()["ro.product.cpu.abi"])
    """
    assert _run(python, adb, script).startswith("arm64-v8a")
    assert phone.showing("clock")


def test_android_view_client(adb, server, phone):
    """Its picture comes as a framebuffer, after which its connection is used up, as on a real phone."""
    python = _python_with("com.dtmilano.android.adb.adbclient")
    program = shutil.which("adb") or pytest.skip("adb is not in PATH")
    script = f"""
        from com.dtmilano.android.adb.adbclient import AdbClient
        from com.dtmilano.android.viewclient import ViewClient

        phone = AdbClient("{server.serial()}", hostname="127.0.0.1", port={adb.port})
        options = dict(startviewserver=False, forceviewserveruse=False, useuiautomatorhelper=False)
        views = ViewClient(phone, "{server.serial()}", adb="{program}", autodump=False, **options)
        phone.startActivity("{CONTACTS}/com.android.contacts.activities.PeopleActivity")
        views.dump(window=-1)
        views.findViewWithTextOrRaise("Search contacts").touch()
        phone.type("Zelda")
        assert phone.takeSnapshot(reconnect=True).size == (540, 1200)
        assert phone.isScreenOn() and not phone.isLocked() and phone.isKeyboardShown()
        assert phone.getTopActivityName().startswith("{CONTACTS}/")
        views.dump(window=-1)
        assert views.findViewWithText("Zelda") is not None
        phone.drag((200, 800), (200, 400), 300, 10)
        phone.press("HOME")
    """
    _run(python, adb, script)
    assert phone.showing("launcher")


def test_airtest_with_its_adb_methods(adb, server, phone):
    python = _python_with("airtest")
    script = f"""
        from airtest.core.android.android import Android
        methods = dict(cap_method="ADBCAP", touch_method="ADBTOUCH", ime_method="ADBIME", ori_method="ADBORI")
        device = Android("{server.serial()}", host=("127.0.0.1", {adb.port}), **methods)
        shown = device.get_display_info()
        assert (shown["width"], shown["height"], shown["max_x"]) == (540, 1200, 32767), shown
        device.start_app("{CONTACTS}")
        assert device.get_top_activity()[0] == "{CONTACTS}"
        assert device.snapshot().shape == (1200, 540, 3)
        assert device.adb.is_screenon() and not device.is_locked()
        assert device.get_ip_address() == "10.0.2.16"
        device.touch((270, 75))
        device.text("Zelda", enter=False)
        assert "{CONTACTS}" in device.list_app()
        device.swipe((250, 900), (250, 300))
        device.keyevent("BACK")
    """
    _run(python, adb, script)
    assert "Zelda" in phone.tree().texts()


def test_mobilerun_through_its_portal(adb, server, phone):
    python = _python_with("mobilerun_core_local")
    script = f"""
        import asyncio
        from async_adbutils import adb
        from mobilerun_core_local.driver.android import AndroidDriver
        from mobilerun_core_local.driver.android.portal import ensure_portal_ready

        async def main():
            await ensure_portal_ready(await adb.device(serial="{server.serial()}"))
            for tcp in (False, True):
                driver = AndroidDriver(serial="{server.serial()}", use_tcp=tcp, portal_mode="required")
                await driver.connect()
                assert driver.portal.tcp_available == tcp
                await driver.start_app("{CONTACTS}")
                state = await driver.get_ui_tree()
                assert state["phone_state"]["packageName"] == "{CONTACTS}"
                assert state["device_context"]["screen_bounds"] == {{"width": 540, "height": 1200}}
                await driver.tap(270, 75)
                assert await driver.input_text("Zoë " + str(tcp), True)
                state = await driver.get_ui_tree()
                assert state["phone_state"]["focusedElement"]["text"] == "Zoë " + str(tcp)
                await driver.set_clipboard("klip ü")
                assert "klip ü" in str(await driver.get_clipboard())
                assert (await driver.screenshot()).startswith(b"\\x89PNG")
                assert "Clock" in [app["label"] for app in await driver.get_apps()]
                await driver.press_button("back")
                await driver.press_button("home")

        asyncio.run(main())
    """
    _run(python, adb, script)
    assert phone.system.clipboard == "klip ü"


# mobile-mcp


class Mcp:
    """A server of the Model Context Protocol that talks over its standard streams."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._count = 0
        client = {"name": "test", "version": "1"}
        self.ask("initialize", protocolVersion="2025-03-26", capabilities={}, clientInfo=client)
        self._send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")
        self._process.stdin.flush()

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._count += 1
        self._send({"jsonrpc": "2.0", "id": self._count, "method": method, "params": params})
        assert self._process.stdout is not None
        while True:
            answer = json.loads(self._process.stdout.readline())
            if answer.get("id") == self._count:
                return answer["result"]

    def use(self, tool: str, **arguments: Any) -> str:
        """What a tool says; a problem is told as words, too."""
        return self.ask("tools/call", name=tool, arguments=arguments)["content"][0].get("text", "")

    def close(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=30)


def _mobile_mcp() -> str:
    found = shutil.which("mcp-server-mobile")
    if found is None or shutil.which("node") is None:
        pytest.skip(
            "mcp-server-mobile is not in PATH: npm install @mobilenext/mobile-mcp, and node 20 or newer"
        )
    return found


@pytest.fixture
def mcp(adb: Adb, tmp_path: Path) -> Iterator[Mcp]:
    adbutils = pytest.importorskip("adbutils")
    tools = tmp_path / "sdk" / "platform-tools"
    tools.mkdir(parents=True)
    (tools / "adb").symlink_to(Path(adbutils.__file__).parent / "binaries" / "adb")
    environment = {
        **os.environ,
        "ANDROID_HOME": str(tools.parent),
        "ANDROID_ADB_SERVER_PORT": str(adb.port),
        "HOME": str(tmp_path),
        "MOBILEMCP_DISABLE_TELEMETRY": "1",
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(tmp_path),
    }
    server = Mcp([_mobile_mcp()], environment)
    yield server
    server.close()
    _end_daemon(tmp_path)


def _end_daemon(home: Path) -> None:
    """Ends the program that mobilecli leaves behind: the one whose home this test made."""
    for folder in Path("/proc").iterdir():
        try:
            named = f"HOME={home}\0".encode() in (folder / "environ").read_bytes()
            if named and b"mobilecli" in (folder / "cmdline").read_bytes():
                os.kill(int(folder.name), 15)
        except (OSError, ValueError):
            continue


CLOUD = {
    "mobile_login_to_cloud_provider",
    "mobile_list_remote_devices",
    "mobile_allocate_remote_device",
    "mobile_release_remote_device",
}
"""Tools for phones that are rented, which have nothing to do with a phone here."""


@pytest.mark.slow
def test_mobile_mcp(mcp: Mcp, phone: Phone, tmp_path: Path):
    tools = {tool["name"] for tool in mcp.ask("tools/list")["tools"]}
    listed = json.loads(mcp.use("mobile_list_available_devices"))["devices"]
    (listed,) = listed
    used = {"mobile_list_available_devices"}

    def use(tool: str, **arguments: Any) -> str:
        used.add(f"mobile_{tool}")
        return mcp.use(f"mobile_{tool}", device=listed["id"], **arguments)

    assert CLOCK in use("list_apps")
    assert "Launched" in use("launch_app", packageName=CONTACTS)
    assert phone.showing("contacts")
    assert CONTACTS in use("get_foreground_app")
    assert "540x1200" in use("get_screen_size")
    assert "Search contacts" in use("list_elements_on_screen")
    field = phone.tree().find(lambda node: node.text == "Search contacts")
    use("click_on_screen_at_coordinates", x=field.center[0], y=field.center[1])
    assert "Typed" in use("type_keys", text="Zoë", submit=False)
    assert "Zoë" in phone.tree().texts()
    use("press_button", button="BACK")
    assert "Double" in use("double_tap_on_screen", x=270, y=1000)
    assert "Long pressed" in use("long_press_on_screen_at_coordinates", x=270, y=1000)
    assert "Swiped" in use("swipe_on_screen", direction="up")
    use("press_button", button="HOME")
    assert phone.showing("launcher")
    assert "Opened" in use("open_url", url="https://example.com")
    assert "540x1200" in use("take_screenshot") or "Screenshot" in use("take_screenshot")
    assert "saved" in use("save_screenshot", saveTo=str(tmp_path / "screen.png"))
    assert (tmp_path / "screen.png").read_bytes().startswith(b"\x89PNG")
    use("set_orientation", orientation="landscape")
    assert "portrait" in use("get_orientation")
    assert "portrait" in use("set_orientation", orientation="portrait")
    assert "1.5,2.5" in use("set_location", latitude=1.5, longitude=2.5)
    until(lambda: phone.system.properties.get("qemu.gps.latitude") == "1.500000")
    use("clipboard", text="Zoë's")
    assert phone.system.clipboard == "Zoë's"
    assert use("clipboard") == "Zoë's"
    assert "ActivityTaskManager" in use("get_device_logs", limit=1)
    assert use("list_crashes") == "[]"
    assert "not found" in use("get_crash", id="1")
    assert "Terminated" in use("terminate_app", packageName=CONTACTS)
    assert "Uninstalled" in use("uninstall_app", bundle_id="us.zoom.videomeetings")
    (tmp_path / "any.apk").write_bytes(b"x")
    assert "INSTALL_FAILED_ABORTED" in use("install_app", path=str(tmp_path / "any.apk"))
    home = {"name": "mobile_press_button", "arguments": {"button": "HOME"}}
    assert "Pressed" in use("batch_commands", steps=[home])
    use("start_screen_recording", output=str(tmp_path / "no.mp4"))
    use("stop_screen_recording")
    assert not (tmp_path / "no.mp4").exists(), "nothing is recorded"
    assert tools - used == CLOUD


# scrcpy, whose server is a Java program: it is pushed, and refuses to run


def test_the_server_of_scrcpy_is_refused_in_words(adb, tmp_path):
    jar = tmp_path / "scrcpy-server.jar"
    jar.write_bytes(b"PK")
    adb.output("push", str(jar), "/data/local/tmp/scrcpy-server.jar")
    adb.output("reverse", "localabstract:scrcpy_0123abcd", "tcp:27183")
    classpath = "CLASSPATH=/data/local/tmp/scrcpy-server.jar"
    started = adb.run("shell", f"{classpath} app_process / com.genymobile.scrcpy.Server 3.3 scid=0123abcd")
    assert started.returncode == 1
    assert b"python -m openphone_gym play" in started.stderr


# The portal itself


def test_the_portal_answers_in_envelopes(adb, phone):
    def ask(path: str) -> dict[str, Any]:
        row = adb.output("shell", f"content query --uri content://{portal.PACKAGE}/{path}")
        return json.loads(row.removeprefix("Row: 0 result="))

    assert ask("version") == {"status": "success", "result": portal.VERSION}
    assert ask("state_full?filter=false")["result"]["phone_state"]["packageName"].endswith("nexuslauncher")
    assert ask("nope")["status"] == "error"
    insert = f"content insert --uri content://{portal.PACKAGE}"
    assert adb.run("shell", f"{insert}/keyboard/input --bind base64_text:s:%%%").returncode == 1
    assert adb.run("shell", f"{insert}/version").returncode == 1
    assert adb.output("shell", f"{insert}/toggle_socket_server --bind enabled:b:true") == ""
    adb.output("shell", f"{insert}/clipboard/set --bind text:s:words")
    assert phone.system.clipboard == "words"


def _ask(url: str, body: bytes | None = None, token: str = "") -> tuple[int, Any]:
    """Status and answer of a request: JSON if it is, else its bytes."""
    head = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, head), timeout=10) as answer:
            status, data = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, data = error.code, error.read()
    try:
        return status, json.loads(data)
    except ValueError:
        return status, data


def test_the_portal_over_http(adb, phone):
    port = int(adb.output("forward", "tcp:0", "tcp:8080"))
    told = adb.output("shell", f"content query --uri content://{portal.PACKAGE}/auth_token")
    token = json.loads(told.removeprefix("Row: 0 result="))["result"]

    def ask(path: str, body: bytes | None = None) -> tuple[int, Any]:
        return _ask(f"http://127.0.0.1:{port}/{path}", body, token)

    assert _ask(f"http://127.0.0.1:{port}/ping")[1]["result"] == "pong"
    for wrong in ("", "nonsense", token[:-1], "Zo\xeb"):
        refused = _ask(f"http://127.0.0.1:{port}/state_full", None, wrong)
        assert refused == (401, {"status": "error", "error": "Unauthorized"}), wrong
    picture = base64.b64decode(ask("screenshot?hideOverlay=false")[1]["result"])
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(picture))), phone.frame())
    assert ask("clipboard/set", b'{"text": "words", "more": true}')[0] == 200
    assert phone.system.clipboard == "words"
    assert ask("keyboard/key", b'{"key_code": 99999999}')[1]["status"] == "error"
    assert ask("nope")[0] == 404
    assert ask("clipboard/set")[0] == ask("version", b"{}")[0] == 405
    for body in (b"[1]", b"{", b'{"text": [1]}', b"\xff"):
        assert ask("clipboard/set", body)[0] == 400, body


def test_the_agent_of_mobilecli(adb, phone):
    port = int(adb.output("forward", "tcp:0", "localabstract:mobilecli-server"))

    def call(method: str, **params: Any) -> dict[str, Any]:
        body = json.dumps({"jsonrpc": "2.0", "id": "7", "method": method, "params": params})
        status, answer = _ask(f"http://127.0.0.1:{port}/", body.encode())
        assert (status, answer["id"]) == (200, "7")
        return answer

    apps = call("device.apps.list")["result"]
    assert {"packageName": CLOCK, "appName": "Clock", "version": "7.9"}.keys() == apps[0].keys()
    assert CLOCK in [app["packageName"] for app in apps]
    assert "systemui" not in str(apps)
    call("device.clipboard.set", text="Zoë")
    assert phone.system.clipboard == call("device.clipboard.get")["result"]["text"] == "Zoë"
    assert call("device.clipboard.set", text=1)["error"]["code"] == -32602
    assert call("device.dump")["error"]["code"] == -32601
    for body in (b"{", b"[]", b'{"id": {}}', b"\xff"):
        assert _ask(f"http://127.0.0.1:{port}/", body)[1]["error"]["code"] == -32600, body
    assert _ask(f"http://127.0.0.1:{port}/")[0] == 405
