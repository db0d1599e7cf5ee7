"""Appium's server: by its real driver where that is installed, and by the requests that the driver sends."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import appium as helpers
from openphone_gym.phone.shell.appium import RUNNER
from openphone_gym.serve import VirtualPhoneServer
from openphone_gym.serve.appium import uiselector
from openphone_gym.serve.appium.elements import ELEMENT
from openphone_gym.serve.appium.uiselector import InvalidUiSelector
from openphone_gym.serve.selector import Selector
from openphone_gym.ui.gesture import LaunchApp
from tests.phone.shell.archive import archive
from tests.serve.conftest import Adb, until

SETTINGS, CONTACTS = "com.android.settings", "com.google.android.contacts"
MAP = "com.mapswithme.maps.pro"
AREA = {"left": 100, "top": 300, "width": 300, "height": 700}
CLOCK, CLOCK_PAGE = "com.google.android.deskclock", "com.android.deskclock.DeskClock"


@pytest.fixture
def phone(server) -> Phone:
    return server.phones[0]


class Refused(Exception):
    """A command fails with an error of the protocol."""


class Session:
    """A client: it sends commands, and looks for elements."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, method: str, path: str, **body: Any) -> Any:
        data = json.dumps(body).encode() if method == "POST" else None
        head = {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.url}{path}", data, head, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            problem = json.load(error)["value"]
            raise Refused(f"{error.code} {problem['error']}: {problem['message']}") from None

    def mobile(self, command: str, **arguments: Any) -> Any:
        return self("POST", "/execute/sync", script=f"mobile: {command}", args=[arguments])

    def find(self, using: str, value: str) -> str:
        return self("POST", "/element", using=using, value=value)[ELEMENT]

    def text(self, element: str) -> str:
        return self("GET", f"/element/{element}/text")


# The real driver


@pytest.fixture
def driver(adb: Adb, server: VirtualPhoneServer, tmp_path: Path) -> Iterator[Session]:
    """A session of Appium with the phone of the test."""
    program = shutil.which("appium")
    if program is None:
        pytest.skip("Appium is not in PATH: npm install appium appium-uiautomator2-driver")
    beside = "node_modules/appium-uiautomator2-driver"
    home = next((folder for folder in Path(program).resolve().parents if (folder / beside).exists()), None)
    if home is None:
        pytest.skip("Appium has no driver beside it: npm install appium-uiautomator2-driver")
    adbutils = pytest.importorskip("adbutils", reason="needs the adb of adbutils: pip install adbutils")
    sdk = tmp_path / "sdk"
    (sdk / "platform-tools").mkdir(parents=True)
    (sdk / "platform-tools" / "adb").symlink_to(Path(adbutils.__file__).parent / "binaries" / "adb")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "ANDROID_HOME": str(sdk), "APPIUM_HOME": str(home), "HOME": str(sdk)}
    log = sdk / "log"
    with log.open("wb") as output:
        command = [program, "--address", "127.0.0.1", "--port", str(port), "--log-timestamp"]
        running = subprocess.Popen(command, cwd=home, env=environment, stdout=output, stderr=output)
    wish = {
        "platformName": "Android",
        "appium:automationName": "UiAutomator2",
        "appium:udid": server.serial(),
    }
    wish |= {"appium:adbPort": adb.port, "appium:appPackage": SETTINGS, "appium:appActivity": ".Settings"}
    try:
        for _ in range(600):
            if b"listener started" in log.read_bytes():
                break
            assert running.poll() is None, log.read_text()
            time.sleep(0.1)
        url = f"http://127.0.0.1:{port}/session"
        made = Session(url)("POST", "", capabilities={"alwaysMatch": wish, "firstMatch": [{}]})
        session = Session(f"{url}/{made['sessionId']}")
        yield session
        session("DELETE", "")
    finally:
        running.terminate()
        running.wait(30)


def test_the_real_driver(driver, phone):
    client = driver
    assert client("GET", "/appium/device/current_package") == SETTINGS

    # Elements
    battery = client.find("xpath", "//android.widget.TextView[@text='Battery']")
    assert client.text(battery) == "Battery"
    assert client("GET", f"/element/{battery}/displayed")
    assert client("GET", f"/element/{battery}/attribute/class") == "android.widget.TextView"
    assert len(client("POST", "/elements", using="class name", value="android.widget.TextView")) > 5
    scroll = 'new UiScrollable(new UiSelector()).scrollIntoView(new UiSelector().text("About phone"))'
    about = client.find("-android uiautomator", scroll.replace("or())", "or().scrollable(true))", 1))
    box = client("GET", f"/element/{about}/rect")
    assert box["width"] > 0
    assert 0 < box["y"] < 1_200
    client("POST", f"/element/{about}/click")
    assert client.find("accessibility id", "Navigate up")
    with pytest.raises(Refused, match="404 stale element reference"):
        client.text(battery)
    with pytest.raises(Refused, match="404 no such element"):
        client.find("id", "nothing")
    client("POST", "/back")
    assert "Privacy" in phone.tree().texts()

    # Texts and keys
    client.mobile("activateApp", appId=CONTACTS)
    client("POST", f"/element/{client.find('css selector', '[text^=Search]')}/click")
    field = client.find("class name", "android.widget.EditText")
    client("POST", f"/element/{field}/value", text="Ann")
    assert client.text(field) == "Ann"
    client("POST", f"/element/{field}/clear")
    client.mobile("type", text="Zoë & co")
    assert client.text(field) == "Zoë & co"
    assert client.mobile("isKeyboardShown")
    client.mobile("hideKeyboard")
    assert not client.mobile("isKeyboardShown")
    client.mobile("setClipboard", content=base64.b64encode(b"words").decode())
    assert phone.system.clipboard == "words"
    assert base64.b64decode(client.mobile("getClipboard")) == b"words"
    client.mobile("setGeolocation", latitude=48.1, longitude=11.5)
    place = client.mobile("getGeolocation")
    assert (float(place["latitude"]), float(place["longitude"])) == (48.1, 11.5)
    client.mobile("pressKey", keycode=3)
    assert "nexuslauncher" in client("GET", "/appium/device/current_package")

    # The screen
    assert client("GET", "/source").count("<android.widget") > 5
    picture = Image.open(io.BytesIO(base64.b64decode(client("GET", "/screenshot"))))
    assert np.array_equal(np.asarray(picture), phone.frame())
    assert client("GET", "/window/rect") == {"x": 0, "y": 0, "width": 540, "height": 1200}
    with pytest.raises(Refused, match="locked to portrait"):
        client("POST", "/orientation", orientation="LANDSCAPE")

    # Gestures
    client.mobile("startActivity", component=f"{SETTINGS}/.Settings")
    assert client.mobile("scrollGesture", **AREA, direction="up", percent=1.0)
    before = phone.tree().texts()
    path = [
        {"type": "pointerMove", "duration": 0, "x": 270, "y": 900},
        {"type": "pointerDown", "button": 0},
        {"type": "pointerMove", "duration": 300, "x": 270, "y": 500},
        {"type": "pointerUp", "button": 0},
    ]
    finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": path}
    client("POST", "/actions", actions=[finger])
    assert phone.tree().texts() != before

    client.mobile("activateApp", appId=MAP)
    ground, zoom = client.find("accessibility id", "Map"), phone.app("map").view.zoom
    client.mobile("pinchOpenGesture", elementId=ground, percent=0.5)
    assert phone.app("map").view.zoom == zoom + 1
    client.mobile("pinchCloseGesture", **AREA, percent=0.75, speed=2_000)
    assert phone.app("map").view.zoom == zoom - 1
    other = [dict(one) for one in path]
    other[0]["y"], other[2]["y"] = 400, 700
    client("POST", "/actions", actions=[finger, {**finger, "id": "other", "actions": other}])
    assert phone.app("map").view.zoom == zoom - 2, "the fingers come closer"
    client.mobile("longClickGesture", elementId=ground, duration=800)
    client.mobile("doubleClickGesture", x=100, y=100)
    client.mobile("dragGesture", startX=200, startY=500, endX=300, endY=600)
    client("POST", "/appium/settings", settings={"ignoreUnimportantViews": True})
    short = client("GET", "/source")
    client("POST", "/appium/settings", settings={"ignoreUnimportantViews": False})
    assert len(short) < len(client("GET", "/source"))
    with pytest.raises(Refused, match="no setting 'nope'"):
        client("POST", "/appium/settings", settings={"nope": 1})
    assert client("GET", "/contexts") == ["NATIVE_APP"]
    with pytest.raises(Refused, match="adb_shell"):
        client("POST", "/execute/sync", script="mobile: shell", args=[{"command": "ls"}])
    with pytest.raises(Refused, match="unknown command"):
        client("POST", "/rotation", x=0, y=0, z=90)
    assert "android.permission.CAMERA" in client.mobile("getPermissions", appPackage="us.zoom.videomeetings")
    used = client.mobile("getPerformanceData", packageName=MAP, dataType="memoryinfo")
    assert len(used) == 2

    # Apps
    client.mobile("startActivity", component=f"{CLOCK}/{CLOCK_PAGE}")
    assert client.mobile("queryAppState", appId=CLOCK) == 4
    assert client.mobile("terminateApp", appId=CLOCK)
    assert client.mobile("queryAppState", appId=CLOCK) == 1
    assert not client.mobile("isAppInstalled", appId="org.example")
    client.mobile("setConnectivity", wifi=False)
    assert client.mobile("getConnectivity")["wifi"] is False


# The server, as the driver starts and asks it


@pytest.fixture
def client(adb: Adb, tmp_path: Path) -> Iterator[Session]:
    """A session with the server, which was installed and started as the driver does."""
    for package in helpers.LABELS:
        (tmp_path / "a.apk").write_bytes(archive(package))
        assert "Success" in adb.output("install", "-r", str(tmp_path / "a.apk"))
    assert RUNNER in adb.output("shell", "pm list instrumentation")
    assert "isForeground=true" in adb.output("shell", f"dumpsys activity services {helpers.SETTINGS}")
    port = adb.output("forward", "tcp:0", "tcp:6790").strip()
    base = Session(f"http://127.0.0.1:{port}")

    def up() -> bool:
        try:
            return base("GET", "/status")["ready"]
        except OSError:
            return False

    assert not up(), "it has not been started"
    ended: list[subprocess.CompletedProcess[bytes]] = []
    waiter = threading.Thread(target=lambda: ended.append(adb.run("shell", f"am instrument -w {RUNNER}")))
    waiter.start()
    until(up)
    assert base("GET", "/sessions") == []
    session = base("POST", "/session", capabilities={"firstMatch": [{}]})["sessionId"]
    assert base("GET", "/sessions")[0]["id"] == session
    yield Session(f"http://127.0.0.1:{port}/session/{session}")
    base("DELETE", f"/session/{session}")
    waiter.join(10)
    assert ended[0].stdout == helpers.OUTCOME.encode()
    assert not up()


def test_a_server_that_is_not_installed_does_not_start(adb):
    failed = adb.run("shell", f"am instrument -w -e a b {RUNNER}")
    assert failed.returncode == 1
    assert b"Unable to find instrumentation info for: ComponentInfo{" in failed.stdout
    assert b"INSTRUMENTATION_FAILED" in failed.stderr


def found(client: Session, strategy: str, selector: str, context: str = "") -> list[str]:
    refs = client("POST", "/elements", strategy=strategy, selector=selector, context=context)
    return [ref[ELEMENT] for ref in refs]


def test_strategies(client, phone):
    phone.perform(LaunchApp(SETTINGS))
    [title] = found(client, "xpath", "//*[@text='Battery']")
    row = found(client, "xpath", "//*[@text='Battery']/../..")[0]
    assert found(client, "id", "title", row) == [title], "the same element keeps its name"
    assert found(client, "xpath", ".//*[@text='Battery']", row) == [title]
    assert found(client, "-android uiautomator", 'new UiSelector().text("Battery")', row) == [title]
    assert title in found(client, "class name", "android.widget.TextView")
    assert found(client, "accessibility id", "Battery") == []
    either = 'new UiSelector().text("No");new UiSelector().text("Battery");'
    assert found(client, "-android uiautomator", either) == [title]
    for strategy, selector in (
        ("name", "Battery"),
        ("xpath", "//*["),
        ("-android uiautomator", "new Robot()"),
    ):
        with pytest.raises(Refused, match="400 invalid selector"):
            found(client, strategy, selector)


def test_elements_are_found_again(client, phone):
    phone.perform(LaunchApp(SETTINGS))
    [title] = found(client, "xpath", "//*[@text='Battery']")
    before = client("GET", f"/element/{title}/rect")
    client(
        "POST",
        "/appium/gestures/scroll",
        direction="down",
        percent=0.2,
        area=AREA,
    )
    after = client("GET", f"/element/{title}/rect")
    assert after["y"] < before["y"]
    assert client.text(title) == "Battery"
    phone.perform(LaunchApp(CONTACTS))
    for path in ("text", "rect", "attribute/text", "screenshot"):
        with pytest.raises(Refused, match="404 stale element reference"):
            client("GET", f"/element/{title}/{path}")
    with pytest.raises(Refused, match="404 stale element reference"):
        client.text("nonsense")


def test_attributes(client, phone):
    phone.perform(LaunchApp(SETTINGS))
    [title] = found(client, "xpath", "//*[@text='Battery']")

    def told(name: str) -> Any:
        return client("GET", f"/element/{title}/attribute/{name}")

    assert told("resourceId") == told("resource-id") == "android:id/title"
    assert (told("name"), told("content-desc"), told("checked")) == ("Battery", None, "false")
    with pytest.raises(Refused, match="400 invalid argument: no attribute 'nope'"):
        told("nope")
    shown = Image.open(io.BytesIO(base64.b64decode(client("GET", f"/element/{title}/screenshot"))))
    box = client("GET", f"/element/{title}/rect")
    assert shown.size == (box["width"], box["height"])


def test_gestures(client, phone):
    [clock] = found(client, "accessibility id", "Clock") or found(client, "xpath", "//*[@text='Clock']")
    origin = {ELEMENT: clock}
    client("POST", "/appium/gestures/long_click", origin=origin, duration=800)
    assert phone.foreground().partition("/")[0].endswith("nexuslauncher")
    client("POST", "/back")
    client("POST", "/appium/gestures/click", origin=origin)
    assert phone.showing("clock")
    client("POST", "/back")
    client(
        "POST",
        "/appium/gestures/swipe",
        direction="up",
        percent=0.8,
        area=AREA,
    )
    client("POST", "/appium/gestures/drag", start={"x": 270, "y": 0}, end={"x": 270, "y": 700})
    assert phone.system.overlay is not None
    for path, body, problem in (
        ("click", {}, "an element or a point"),
        ("swipe", {"direction": "up"}, "an element or an area"),
        ("swipe", {"direction": "around"}, "Invalid enum"),
        ("click", {"offset": {"x": 1e99, "y": 0}}, "Expected"),
        ("drag", {"start": {"x": 1, "y": 1}}, "missing"),
    ):
        with pytest.raises(Refused, match=f"400 invalid argument.*{problem}"):
            client("POST", f"/appium/gestures/{path}", **body)


def test_two_fingers(client, phone):
    phone.perform(LaunchApp(MAP))
    [ground] = found(client, "accessibility id", "Map")
    zoom = phone.app("map").view.zoom
    client("POST", "/appium/gestures/pinch_open", percent=0.5, origin={ELEMENT: ground})
    assert phone.app("map").view.zoom == zoom + 1
    client("POST", "/appium/gestures/pinch_close", percent=0.75, area=AREA)
    assert phone.app("map").view.zoom == zoom - 1

    def finger(*points: int) -> dict[str, Any]:
        (x, *_), y = points, 600
        moves = [{"type": "pointerMove", "x": to, "y": y, "duration": 100} for to in points[1:]]
        down = [{"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown"}]
        return {"type": "pointer", "actions": [*down, *moves, {"type": "pointerUp"}]}

    client("POST", "/actions", actions=[finger(220, 150, 70), finger(320, 400, 470)])
    assert phone.app("map").view.zoom == zoom + 1
    with pytest.raises(Refused, match="two fingers at a time"):
        client("POST", "/actions", actions=[finger(1, 2), finger(3, 4), finger(5, 6)])
    for body in ({"percent": 0.5}, {"percent": 2, "area": AREA}):
        with pytest.raises(Refused, match="invalid argument"):
            client("POST", "/appium/gestures/pinch_open", **body)


def test_actions(client, phone):
    [clock] = found(client, "accessibility id", "Clock") or found(client, "xpath", "//*[@text='Clock']")
    move = {"type": "pointerMove", "origin": {ELEMENT: clock}}
    tap = [move, {"type": "pointerDown"}, {"type": "pause", "duration": 50}, {"type": "pointerUp"}]
    client("POST", "/actions", actions=[{"type": "pointer", "actions": tap}])
    assert phone.showing("clock")
    phone.perform(LaunchApp(CONTACTS))
    [search, *_] = found(client, "-android uiautomator", 'new UiSelector().textContains("Search")')
    client("POST", f"/element/{search}/click")
    keys = [{"type": kind, "value": one} for one in "Ann\ue003" for kind in ("keyDown", "keyUp")]
    client("POST", "/actions", actions=[{"type": "key", "actions": keys}])
    assert client.text(client("GET", "/element/active")[ELEMENT]) == "An"
    with pytest.raises(Refused, match="400 invalid argument"):
        client("POST", "/actions", actions=[{"type": "pointer", "actions": [{"type": "keyDown"}]}])


def test_typing(client, phone):
    phone.perform(LaunchApp(CONTACTS))
    [search, *_] = found(client, "-android uiautomator", 'new UiSelector().textContains("Search")')
    client("POST", f"/element/{search}/click")
    [field] = found(client, "class name", "android.widget.EditText")
    client("POST", f"/element/{field}/value", text="Zo")
    client("POST", f"/element/{field}/value", text="ë")
    assert client.text(field) == "Zoë"
    client("POST", f"/element/{field}/value", value=["A", "n"], replace=True)
    client("POST", "/keys", text="n")
    assert client.text(field) == "Ann"
    [button, *_] = found(client, "class name", "android.widget.ImageButton")
    with pytest.raises(Refused, match="400 invalid element state"):
        client("POST", f"/element/{button}/value", text="words")


def test_dialogs(client, phone, adb):
    for path in ("text", "accept", "dismiss"):
        with pytest.raises(Refused, match="404 no such alert"):
            client("GET" if path == "text" else "POST", f"/alert/{path}")
    details = "am start -a android.settings.APPLICATION_DETAILS_SETTINGS -d package:com.booking"
    for answer, installed in (("dismiss", True), ("accept", False)):
        adb.output("shell", details)
        [button, *_] = found(client, "xpath", "//*[@text='Uninstall']")
        client("POST", f"/element/{button}/click")
        assert "uninstall" in client("GET", "/alert/text").lower()
        with pytest.raises(Refused, match="404 no such alert"):
            client("POST", f"/alert/{answer}", buttonLabel="Perhaps")
        client("POST", f"/alert/{answer}")
        assert ("com.booking" in phone.system.packages) is installed


def test_the_source_is_xml(client, phone):
    root = ElementTree.fromstring(client("GET", "/source"))
    assert root.tag == "hierarchy"
    assert root.get("width") == "540"
    shown = [(one.tag, one.get("text"), one.get("bounds")) for one in root.iter() if one.tag != "hierarchy"]
    boxes = "[{},{}][{},{}]"
    nodes = phone.full_tree().walk()
    assert shown == [(node.class_name, node.text, boxes.format(*node.bounds)) for node in nodes]


@pytest.mark.parametrize(
    ("method", "path", "body", "problem"),
    [
        ("GET", "/nope", b"", "unknown command"),
        ("PUT", "/element", b"{}", "unknown command"),
        ("POST", "/element", b"{", "invalid argument"),
        ("POST", "/element", b"[1]", "invalid argument"),
        ("POST", "/element", b'{"strategy": 1, "selector": "a"}', "invalid argument"),
        ("POST", "/element", b"\xff", "invalid argument"),
        ("POST", "/element", b"[" * 10_000, "invalid argument"),
        ("POST", "/appium/device/set_clipboard", b'{"content": "%%%"}', "invalid argument"),
        ("POST", "/appium/device/press_keycode", b'{"keycode": "x"}', "invalid argument"),
    ],
)
def test_bad_requests(client, method, path, body, problem):
    asked = urllib.request.Request(f"{client.url}{path}", body or None, method=method)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=10)
    assert json.load(refused.value)["value"]["error"] == problem
    other = Session(client.url.rpartition("/")[0] + "/nonsense")
    with pytest.raises(Refused, match="404 invalid session id"):
        other("GET", "/source")


# Selectors in Java


def test_selectors():
    line = r'new UiSelector().text("say \"ahoy\"").className("a.B").childSelector(new UiSelector().index(2))'
    assert uiselector.read(line) == [Selector(text='say "ahoy"', class_name="a.B").child(Selector(index=2))]
    assert uiselector.read('.text("a").scrollable().enabled(false);') == [
        Selector(text="a", scrollable=True, enabled=False)
    ]
    area = "new UiScrollable(new UiSelector().scrollable(true))"
    [search] = uiselector.read(f'{area}.setAsHorizontalList().setMaxSearchSwipes(3).scrollTextIntoView("a")')
    assert search == (Selector(scrollable=True), Selector(text="a"), False, 3)


@pytest.mark.parametrize(
    "line",
    [
        *("", ";", "new UiSelector()x", 'new UiSelector().text("a', "new UiSelector().nope()", "new Robot()"),
        *("new UiSelector().text(1)", "new UiSelector().index(-1)", 'new UiSelector().textMatches("(")'),
        *("new UiScrollable()", "new UiScrollable(new UiSelector()).scrollForward()", 'Runtime.exec("ls")'),
        "new UiSelector().childSelector(" * 50,
        "a" * 5_000,
    ],
)
def test_what_is_no_selector_is_refused(line):
    with pytest.raises(InvalidUiSelector):
        uiselector.read(line)
