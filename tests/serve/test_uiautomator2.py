from __future__ import annotations

import asyncio
import contextlib
import json
import re
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell.pattern import InvalidPattern, matches
from openphone_gym.serve.adbd import Frame, Stream, StreamClosed
from openphone_gym.serve.automator import METHODS, PORT, Automator
from openphone_gym.serve.http import LARGEST_BODY, LONGEST_HEAD
from openphone_gym.serve.selector import Selector
from openphone_gym.serve.served import ServedPhone
from openphone_gym.ui.node import UiNode, UiTree
from openphone_gym.ui.xml import to_xml
from tests.serve.conftest import DISPLAY

ZOOM = "us.zoom.videomeetings"
MAP = "com.mapswithme.maps.pro"
JAR = "/data/local/tmp/u2.jar"
SETTINGS = "com.android.settings"


# The real client over the real adb


@pytest.fixture
def device(adb, server):
    uiautomator2 = pytest.importorskip("uiautomator2", reason="needs: pip install uiautomator2")
    import adbutils

    jar = Path(uiautomator2.__file__).parent / "assets" / JAR.rpartition("/")[2]
    server.files().write(JAR, jar.read_bytes(), 0)  # As if it had been pushed before, to save the time.
    connected = uiautomator2.connect(adbutils.AdbClient("127.0.0.1", adb.port).device(server.serial()))
    connected.settings["wait_timeout"] = 5.0
    return connected


@pytest.fixture
def phone(server) -> Phone:
    return server.phones[0]


def test_it_connects_and_launches_nothing(device, server, monkeypatch):
    core = pytest.importorskip("uiautomator2.core")
    monkeypatch.setattr(core, "launch_uiautomator", lambda *_: pytest.fail("it launched a server"))
    jar = server.files().read(JAR)
    server.files().remove(JAR, recursive=False)
    device.start_uiautomator()
    assert server.files().read(JAR) == jar, "it was pushed"
    info = device.info
    assert (info["displayWidth"], info["displayHeight"]) == device.window_size() == (540, 1200)
    assert info["currentPackageName"] == server.phones[0].foreground().partition("/")[0]
    assert info["sdkInt"] == 33
    device.screen_off()
    device.screen_on()
    assert info["screenOn"] is device.jsonrpc.isScreenOn() is True
    assert device.orientation == "natural"


def test_screen_as_xml_and_as_picture(device, phone):
    assert device.dump_hierarchy() == to_xml(phone.full_tree())
    assert device.dump_hierarchy(max_depth=1).count("<node") == 1
    assert np.array_equal(np.asarray(device.screenshot().convert("RGB")), phone.frame())


def test_apps_start_and_stop(device):
    device.app_start(ZOOM)
    assert device.app_current()["package"] == ZOOM
    assert device(text="Join a meeting").exists
    device.app_stop(ZOOM)
    assert device.app_current()["package"] != ZOOM


def test_the_shell_has_exit_codes(device):
    assert device.shell("whoami") == ("root\n", 0)
    assert device.shell(["no-such-command"]).exit_code == 127
    assert device.shell("echo a b").output == "a b\n"


def test_clicks_by_place_and_by_selector(device, phone):
    device.app_start(ZOOM)
    node = phone.tree().find(lambda node: node.label == "Join a meeting")
    device.click(*node.center)
    assert phone.showing("zoom", "join")
    device.press("back")
    assert not phone.system.ime.visible
    device.press("back")
    assert not phone.showing("zoom", "join")
    device(text="Join a meeting", className=node.class_name).click()
    assert phone.showing("zoom", "join")
    device.press("home")
    assert "launcher" in phone.foreground()


def test_a_zoom_task_by_selectors(device, phone):
    device.app_start(ZOOM)
    device(textMatches="(?i)join a meet.*", clickable=True).click()
    device(resourceIdMatches=".*:id/edtConfNumber").set_text("1234567890")
    name = device(resourceId=f"{ZOOM}:id/edtScreenName")
    assert name.get_text() == "Pixel 7 Pro"
    name.clear_text()
    name.set_text("Ada Lovelace")
    for label in ("Don't Connect To Audio", "Turn Off My Video"):
        device(textContains=label.upper()).click()
    form = phone.zoom.join_form
    assert (form.meeting_id, form.screen_name) == ("1234567890", "Ada Lovelace")
    assert form.without_audio
    assert form.without_video
    assert not phone.zoom.joined


def test_keys_type_into_the_field(device, phone):
    device.app_start(ZOOM)
    device(text="Join a meeting").click()
    device(resourceId=f"{ZOOM}:id/edtConfNumber").click()
    device.send_keys("12345")
    assert phone.zoom.join_form.meeting_id == "12345"
    device.press("delete")
    device.press(16)
    assert phone.zoom.join_form.meeting_id == "12349"
    device.clear_text()
    assert phone.zoom.join_form.meeting_id == ""


def test_xpath(device, phone):
    device.app_start(ZOOM)
    device.xpath("//*[@text='Join a meeting']").click()
    field = device.xpath(f'//*[@resource-id="{ZOOM}:id/edtConfNumber"]')
    assert field.exists
    field.set_text("987654321")
    assert phone.zoom.join_form.meeting_id == "987654321"


def test_a_missing_element(device):
    uiautomator2 = pytest.importorskip("uiautomator2")
    missing = device(text="No such words")
    assert not missing.exists
    assert missing.count == 0
    assert not missing.wait(timeout=1)
    assert missing.wait_gone(timeout=1)
    assert not missing.click_exists()
    with pytest.raises(uiautomator2.UiObjectNotFoundError):
        missing.click(timeout=1)
    with pytest.raises(uiautomator2.UiObjectNotFoundError):
        _ = missing.info
    with pytest.raises(uiautomator2.UiObjectNotFoundError):
        device(scrollable=True).child_by_text("No such words", className="android.widget.TextView")


def test_other_errors_of_calls(device):
    uiautomator2 = pytest.importorskip("uiautomator2")
    with pytest.raises(uiautomator2.RPCUnknownError, match="no method"):
        device.jsonrpc.swipeIn({}, 1, 1)
    with pytest.raises(uiautomator2.RPCUnknownError, match="not supported"):
        bool(device(textMatches=r"(a)\1").exists)
    with pytest.raises(uiautomator2.RPCUnknownError, match="upright"):
        device.orientation = "left"


def test_two_fingers_zoom_a_map(device, phone):
    device.app_start(MAP)
    ground = device(description="Map")
    before = phone.app("map").view.zoom
    assert ground.pinch_out(percent=80)
    nearer = phone.app("map").view.zoom
    assert nearer > before
    assert ground.pinch_in(percent=80)
    assert phone.app("map").view.zoom < nearer
    before = phone.app("map").view.zoom
    ground.gesture((200, 600), (300, 600), (100, 600), (500, 600))
    assert phone.app("map").view.zoom == before + 2
    x = phone.app("map").view.x
    ground.gesture((200, 600), (300, 600), (100, 600), (200, 600))
    assert phone.app("map").view.zoom == before + 2
    assert phone.app("map").view.x > x, "two fingers that keep their distance move the map as one does"


def test_waiting_lets_virtual_time_pass(device, phone):
    device.jsonrpc.makeToast("Later", 2_000)
    device.app_start(ZOOM)
    assert device.last_toast == "Later"
    before = phone.system.clock
    assert not device(text="Never").wait(timeout=300)
    assert phone.system.clock == before + 300_000
    assert device(text="Join a meeting").wait(timeout=300)
    assert phone.system.clock == before + 300_000, "what is there already takes no time"
    assert device.last_toast is None


def test_long_clicks(device, phone):
    device.app_start(ZOOM)
    device(text="Join a meeting").click()
    name = device(resourceId=f"{ZOOM}:id/edtScreenName")
    name.long_click()
    assert device(text="Cut").exists
    device.press("back")
    assert name.info["focused"]


def test_scrolling(device, phone):
    device.app_start(SETTINGS)
    area = device(scrollable=True)
    assert area.count == 1
    last = phone.tree()
    assert area.scroll.toEnd()
    assert phone.tree() != last
    assert not area.scroll.forward()
    assert not device(text="Network & internet").exists
    assert area.scroll.to(text="Network & internet")
    device(text="Network & internet").click()
    assert not phone.showing("setting", "home")
    device.press("back")
    assert area.fling.forward()
    assert area.scroll.backward()
    assert not area.scroll.to(text="No such words")


def test_swipes(device, phone):
    device.app_start(SETTINGS)
    top = phone.tree().texts()
    device.swipe(0.5, 0.8, 0.5, 0.3)
    assert phone.tree().texts() != top
    device.swipe_ext("down", scale=0.8)
    device.swipe_points([(270, 300), (270, 600), (270, 1000)], 0.2)
    device(scrollable=True).swipe("down")
    assert phone.tree().texts() == top
    device.touch.down(270, 900).move(270, 700).up(270, 400)
    assert phone.tree().texts() != top
    device.drag(0.5, 0.4, 0.5, 0.9)
    assert phone.tree().texts() == top
    device(textStartsWith="network").drag_to(270, 100)
    device(text="Display").drag_to(text="Battery")
    assert phone.tree().texts() != top
    device.open_notification()
    assert phone.system.overlay.screen == "shade"


def test_children_and_neighbours(device, phone):
    device.app_start(ZOOM)
    device(text="Join a meeting").click()
    every = device(className="android.widget.TextView")
    infos = every.info_list()
    assert every.count == len(infos) > 2
    assert [every[0].info, every[1].info, every[-1].info] == [infos[0], infos[1], infos[-1]]
    label = device(text="Turn Off My Video")
    above = label.up(className="android.widget.TextView")
    assert above.info["bounds"]["bottom"] <= label.info["bounds"]["top"]
    frame = device(className="android.widget.FrameLayout", instance=0)
    found = frame.child_by_text("Turn Off My Video", clickable=True)
    assert found.exists
    found.click()
    assert phone.zoom.join_form.without_video


def test_the_clipboard_takes_any_characters(device, phone):
    device.set_clipboard("Grüße, 电话 \U0001f600")
    assert phone.system.clipboard == device.clipboard == "Grüße, 电话 \U0001f600"


# Selectors


def _node(text: str = "", *children: UiNode, **attributes: Any) -> UiNode:
    return UiNode(text=text, children=list(children), **attributes)


TREE = UiTree(
    roots=[
        _node(
            "",
            _node("Title", class_name="android.widget.TextView", resource_id="a:id/title"),
            _node(
                "",
                _node("", _node("One"), _node("Go", class_name="B", clickable=True), class_name="Row"),
                _node("", _node("Two"), _node("Go", class_name="B", clickable=True), class_name="Row"),
                _node("", _node("Go", class_name="B", enabled=False), class_name="Row", selected=True),
                class_name="List",
                scrollable=True,
            ),
            _node("go on", content_desc="Weiter", package="p.q"),
            class_name="Frame",
        )
    ],
    width=100,
    height=100,
)


def places(**fields: Any) -> list[int]:
    """Where in document order the elements stand that a selector finds."""
    order = {id(node): place for place, node in enumerate(TREE.walk())}
    return [order[id(node)] for node in Selector(**fields).find(TREE)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, list(range(12))),
        ({"text": "Go"}, [5, 8, 10]),
        ({"text": "go"}, []),
        ({"text_contains": "GO"}, [5, 8, 10, 11]),
        ({"text_starts_with": "GO "}, [11]),
        ({"text_matches": "T.*"}, [1, 7]),
        ({"text_matches": "o"}, []),
        ({"text": "Go", "instance": 1}, [8]),
        ({"text": "Go", "instance": 3}, []),
        ({"text": "Go", "index": 0}, [10]),
        ({"class_name": "Row", "selected": True}, [9]),
        ({"clickable": True}, [5, 8]),
        ({"enabled": False}, [10]),
        ({"scrollable": True}, [2]),
        ({"description": "Weiter"}, [11]),
        ({"description_starts_with": "w"}, [11]),
        ({"description_contains": "EIT"}, [11]),
        ({"description_matches": "[A-Z][a-z]+"}, [11]),
        ({"resource_id": "a:id/title"}, [1]),
        ({"resource_id_matches": ".*id/.*"}, [1]),
        ({"class_name_matches": r"android\.widget\..*"}, [1]),
        ({"package_name": "p.q"}, [11]),
        ({"package_name_matches": "p.."}, [11]),
    ],
)
def test_fields(fields, expected):
    assert places(**fields) == expected


@pytest.mark.parametrize(
    ("first", "chain", "expected"),
    [
        ({"class_name": "List"}, [("child", {"text": "Go"})], [5, 8, 10]),
        ({"class_name": "List"}, [("child", {"text": "Go", "instance": 2})], [10]),
        ({"class_name": "Row", "instance": 1}, [("child", {"text": "Go"})], [8, 10]),
        ({"text": "Two"}, [("sibling", {"text": "Go"})], [8]),
        ({"text": "Title"}, [("sibling", {"class_name": "List"}), ("child", {"text": "Two"})], [7]),
        ({"class_name": "Row"}, [("sibling", {"class_name": "B"})], [5, 8, 10]),
        ({"class_name": "Frame"}, [("sibling", {"text": "Title"})], []),
        ({"text": "Title"}, [("child", {"text": "Go"})], []),
    ],
)
def test_chains(first, chain, expected):
    selectors = [Selector(**fields) for _, fields in chain]
    assert places(
        **first, child_or_sibling=[way for way, _ in chain], child_or_sibling_selector=selectors
    ) == (expected)


def test_every_instance_of_a_chain():
    chain = Selector(class_name="Frame").child(Selector(class_name="Row")).child(Selector())
    for place, node in enumerate(chain.find(TREE)):
        assert list(chain.with_instance(place).find(TREE)) == [node]


def test_siblings_of_siblings_take_no_longer():
    wide = UiTree(roots=[_node("", *[_node(str(number)) for number in range(200)])], width=1, height=1)
    chain = Selector(
        text_matches="[0-9]+",
        child_or_sibling=["sibling"] * 12,
        child_or_sibling_selector=[Selector(text_matches="[0-9]+")] * 12,
    )
    assert len(list(chain.find(wide))) == 200


# Expressions


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("", "", True),
        ("a|bc", "bc", True),
        ("(a|b)*c", "ababc", True),
        ("(a|b)*c", "abab", False),
        (r"\d{1,2}:\d{2}.[AP]M", "9:05\u202fPM", True),
        (r"\d{1,2}:\d{2}", "123:05", False),
        ("a{2,}", "a", False),
        ("a{2,}", "aaaa", True),
        ("a{2}", "aaa", False),
        ("(?i)ok|CANCEL", "Cancel", True),
        ("^Settings$", "Settings", True),
        ("a^b", "ab", False),
        (r".*\bon\b.*", "it is on", True),
        (r".*\bon\b.*", "it is gone", False),
        ("[^0-9]+", "abc", True),
        (r"[\w.-]+@[\w]+", "a.b-c@d", True),
        (r"[\u4e00-\u9fa5]+", "电话", True),
        (r"a\.b", "axb", False),
        (".*", "two\nlines", True),
        ("(?:ab)?c", "c", True),
        ("(a*)*", "aaaa", True),
        ("x*?y+?", "xxyy", True),
        ("(|a)b", "b", True),
        (".*", "a" * 2_000, False),
    ],
)
def test_expressions(pattern, text, expected):
    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    "pattern",
    [
        "(", ")", "[", "[]", "[z-a]", "*a", "a**", "a++", "{", "a{3,1}", "(?=a)", "(?P<n>a)", "(?s)a",
        r"\1", r"\p{L}", "\\", "[a[b]]", "[a&&b]", "a" * 300, "(a{99}){99}", "(" * 30 + ")" * 30,
        "((((a{9}){9}){9}){9}){9}",
    ],
)  # fmt: skip
def test_expressions_that_are_refused(pattern):
    with pytest.raises(InvalidPattern):
        matches(pattern, "a")


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a+)+b", "(a|aa)+b", ".*.*.*.*.*.*x", "(.*){99}y"])
def test_expressions_that_keep_others_busy_for_ages(pattern):
    assert not matches(pattern, "a" * 300)


@given(st.text("ab.|*+?()[]^${}1,\\dw-i:", max_size=30), st.text("ab1-", max_size=10))
@settings(deadline=None)
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_expressions_mean_what_they_mean_in_python(pattern, text):
    try:
        mine = matches(pattern, text)
        expected = re.compile(pattern, re.ASCII | re.DOTALL).fullmatch(text)
    except (InvalidPattern, re.error):  # Each of them knows what the other doesn't.
        return
    assert mine == bool(expected)


# Calls and requests that nobody should make


@pytest.fixture(scope="module")
def automator() -> Automator:
    return Automator(ServedPhone(Phone.new(None, DISPLAY)))


def call(automator: Automator, body: bytes) -> dict[str, Any]:
    return json.loads(asyncio.run(automator.call(body)))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"{", -32700),
        (b"\xff\xfe", -32700),
        (b"[" * 100_000, -32600),
        (b'{"method": "exist", "params": [' + b'{"childOrSiblingSelector": [' * 2_000, -32700),
        (b"[]", -32600),
        (b"{}", -32600),
        (b'{"method": 1}', -32600),
        (b'{"method": "_perform"}', -32601),
        (b'{"method": "swipe"}', -32602),
        (b'{"method": "swipe", "params": {"x1": 1}}', -32602),
        (b'{"method": "swipe", "params": [1, 2, 3, 1e300]}', -32602),
        (b'{"method": "swipe", "params": [1, 2, 3, 4, 5, 6]}', -32602),
        (b'{"method": "click", "params": [1]}', -32602),
        (b'{"method": "click", "params": [true, false]}', -32602),
        (b'{"method": "click", "params": ["no name"]}', -32602),
        (b'{"method": "exist", "params": [{"text": 1}]}', -32602),
        (b'{"method": "exist", "params": [{"txt": "1"}]}', -32602),
        (b'{"method": "exist", "params": [{"textMatches": "("}]}', -32602),
        (b'{"method": "exist", "params": [{"childOrSibling": ["child"]}]}', -32602),
        (b'{"method": "exist", "params": [{"instance": -1}]}', -32602),
        (b'{"method": "getText", "params": [{"text": "No such words"}]}', -32001),
        (b'{"method": "takeScreenshot", "params": [0.5, 80]}', -32002),
    ],
)
def test_calls_that_fail(automator, body, code):
    answer = call(automator, body)
    assert answer["error"]["code"] == code
    assert answer["error"]["message"]
    assert "result" not in answer


def test_answers_carry_the_number_of_the_call(automator):
    assert call(automator, b'{"method": "isScreenOn", "id": "a"}') == {
        "jsonrpc": "2.0",
        "id": "a",
        "result": True,
    }
    assert call(automator, b'{"method": "swipe", "id": 7}')["id"] == 7


def test_others_are_served_while_one_waits(automator):
    async def both() -> list[str]:
        done: list[str] = []

        async def asks(name: str, params: list[Any]) -> None:
            await automator.call(json.dumps({"method": name, "params": params}).encode())
            done.append(name)

        await asyncio.gather(asks("waitForExists", [{"text": "Never"}, 60_000]), asks("isScreenOn", []))
        return done

    assert asyncio.run(both()) == ["isScreenOn", "waitForExists"]


FIELDS = st.sampled_from(["text", "textMatches", "index", "instance", "childOrSibling", "checked"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from(sorted(METHODS)), st.lists(VALUES | st.integers(-50, 2_000), max_size=6))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_arguments(automator, method, params):
    answer = call(automator, json.dumps({"method": method, "params": params, "id": 1}).encode())
    assert ("result" in answer) != ("error" in answer)
    if "error" in answer:
        assert answer["error"]["code"] != -32603, answer


class Peer(Stream):
    """A stream whose client says all it has to say, in pieces, and then goes or waits."""

    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__(self._ignore, 1, 1, 4096)
        self._pieces = pieces
        self.answer = b""

    async def _ignore(self, frame: Frame) -> None:
        pass

    async def read(self) -> bytes:
        if self._rest:
            data, self._rest = self._rest, b""
            return data
        if not self._pieces:
            raise StreamClosed
        return self._pieces.pop(0)

    async def write(self, data: bytes) -> None:
        self.answer += data


def answers(automator: Automator, *pieces: bytes) -> list[bytes]:
    """First lines of what is answered to the pieces."""
    peer = Peer(list(pieces))
    with contextlib.suppress(StreamClosed):
        asyncio.run(automator.serve(peer))
    return re.findall(rb"HTTP/1.1 \d+ [\w ]+", peer.answer)


PING = b"GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n"
OK = b"HTTP/1.1 200 OK"


def post(body: bytes, *headers: bytes) -> bytes:
    lines = [b"POST /jsonrpc/0 HTTP/1.1", b"Content-Length: %d" % len(body), *headers, b"", body]
    return b"\r\n".join(lines)


def test_requests_one_after_the_other(automator):
    talk = PING + post(b'{"method": "isScreenOn"}') + PING
    assert answers(automator, talk) == [OK] * 3
    assert answers(automator, *[bytes([byte]) for byte in talk]) == [OK] * 3
    assert answers(automator, post(b"{}", b"Connection: close") + PING) == [OK]
    assert answers(automator, PING.replace(b"1.1", b"1.0") + PING) == [OK]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 404),
        (b"POST /ping HTTP/1.1\r\n\r\n", 405),
        (b"GET /jsonrpc/0 HTTP/1.1\r\n\r\n", 405),
        (b"nonsense\r\n\r\n", 400),
        (b"GET /ping HTTP/9\r\n\r\n", 400),
        (b"GET /ping HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET /ping HTTP/1.1\r\nA : b\r\n\r\n", 400),
        (b"POST /jsonrpc/0 HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (post(b"{}", b"Content-Length: 3"), 400),
        (b"POST /jsonrpc/0 HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (LARGEST_BODY + 1), 413),
        (b"POST /jsonrpc/0 HTTP/1.1\r\nContent-Length: %s\r\n\r\n" % (b"9" * 9_000), 413),
        (post(b"", b"Transfer-Encoding: chunked"), 501),
        (post(b"{}", b"Origin: null"), 403),
        (post(b"{}", b"Origin: http://127.0.0.1:9008"), 403),
        (post(b"{}", b"Sec-Fetch-Site: same-origin"), 403),
        (post(b"{}", b"Referer: http://page.example/"), 403),
        (post(b"{}", b"Host: page.example:9008"), 403),
        (post(b"{}", b"Host: 127.0.0.1.page.example"), 403),
        (post(b"{}", b"Host:"), 403),
        (post(b"{}", b"Host: localhost", b"Host: page.example"), 400),
        (b"GET /ping HTTP/1.1\r\nA: " + b"b" * (2 * LONGEST_HEAD), 431),
    ],
)
def test_requests_that_fail(automator, request_, status):
    assert answers(automator, request_)[0].split()[1] == str(status).encode()


@given(st.lists(st.binary(min_size=1, max_size=40) | st.sampled_from([PING, b"\r\n\r\n", b"POST "])))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(automator, pieces):
    assert all(int(line.split()[1]) in (200, 400, 404, 405, 413, 431) for line in answers(automator, *pieces))


@pytest.mark.parametrize("host", [b"localhost:9008", b"127.0.0.1", b"[::1]:9008", b"LOCALHOST"])
def test_programs_name_a_local_host(automator, host):
    assert answers(automator, PING.replace(b"localhost", host)) == [OK]


HOSTILE = "(" * 10 + "a?" * 20 + ")" * 10 + "{1,3}"


@pytest.mark.parametrize(
    ("method", "params"),
    [
        (
            "exist",
            [{"textMatches": HOSTILE, "childOrSibling": ["child"] * 15, "childOrSiblingSelector": [{}] * 15}],
        ),
        ("waitForExists", [{"textMatches": HOSTILE}, 86_400_000]),
        ("waitUntilGone", [{"className": "android.widget.FrameLayout"}, 86_400_000]),
        ("scrollToEnd", [{"scrollable": True}, True, 1_000, 100_000]),
        ("setText", [{"className": "android.widget.EditText"}, "a" * 100_000]),
    ],
)
def test_calls_that_would_take_long_end(automator, method, params):
    answer = call(automator, json.dumps({"method": method, "params": params, "id": 1}).encode())
    assert ("result" in answer) or answer["error"]["code"] in (-32001, -32003)
    assert call(automator, b'{"method": "isScreenOn", "id": 2}')["result"] is True


def test_a_client_that_never_finishes_is_hung_up_on(automator, monkeypatch):
    monkeypatch.setattr("openphone_gym.serve.http.REQUEST_S", 0.02)

    class Slow(Peer):
        async def read(self) -> bytes:
            await asyncio.sleep(0.005)
            return b"x"

    asyncio.run(automator.serve(Slow([])))


def test_it_is_reached_through_a_forwarded_port(adb):
    port = int(adb.output("forward", "tcp:0", f"tcp:{PORT}"))
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(PING)
        assert connection.recv(4096).endswith(b"pong")
    adb.output("forward", "--remove", f"tcp:{port}")
