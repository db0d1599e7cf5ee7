"""The MCP server with fastmcp's own client: in this process, over stdio, and over HTTP."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("fastmcp", reason="make test-integrations STACKS=mcp")

import asyncio

from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from fastmcp.exceptions import ToolError

from openphone_gym.__main__ import parse
from openphone_gym.devices.device import DeviceLost
from openphone_gym.devices.virtual import VirtualDevice
from openphone_gym.integrations.mcp.server import make_server
from tests.integrations.pages import printed

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "openphone_gym", "mcp")
TASKS: dict[str, Any] = {"tasks": ["zoom_1", "clock_1"], "variation": "canonical"}
TOKEN = "a-token-for-this-test"


def in_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test as a coroutine, without a plugin."""

    def run() -> None:
        asyncio.run(test())

    run.__name__ = test.__name__
    run.__doc__ = test.__doc__
    return run


@asynccontextmanager
async def phone(most: int = 4) -> AsyncIterator[Client]:
    async with Client(make_server(TASKS, most)) as client:
        yield client


async def said(client: Client, tool: str, **arguments: Any) -> str:
    return (await client.call_tool(tool, arguments)).content[0].text


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    with pytest.raises(ToolError) as caught:
        await client.call_tool(tool, arguments)
    return str(caught.value)


async def join_a_meeting(client: Client) -> dict[str, Any]:
    """Does zoom_1 as a person would, and returns the verdict."""
    begun = await said(client, "begin_task", task="zoom_1")
    assert "meeting 1234567890" in begun
    device = begun.splitlines()[0].removeprefix("device: ")
    elements = await said(client, "mobile_list_elements_on_screen", device=device)
    (button,) = [line for line in elements.splitlines() if 'text="Join a meeting"' in line]
    await client.call_tool(
        "mobile_click_on_screen_at_coordinates", {"device": device, "ref": button.split()[0]}
    )
    await client.call_tool("mobile_type_keys", {"device": device, "text": "1234567890", "submit": False})
    return (await client.call_tool("finish_task", {"device": device})).structured_content


@in_loop
async def test_a_task_is_done_from_begin_to_verdict() -> None:
    async with phone() as client:
        verdict = await join_a_meeting(client)
        assert verdict["success"] is True
        assert verdict["subgoals"] == {"meeting_id": True}
        assert verdict["steps"] == 3
        assert "begin_task" in await refused(client, "mobile_press_button", button="BACK")


@in_loop
async def test_claiming_to_be_done_at_once_is_a_failure() -> None:
    async with phone() as client:
        await said(client, "begin_task", task="zoom_1")
        assert (await client.call_tool("finish_task", {})).structured_content["success"] is False


@in_loop
async def test_tools_have_the_names_and_arguments_of_mobile_mcp() -> None:
    async with phone() as client:
        tools = {tool.name: set(tool.input_schema["properties"]) for tool in await client.list_tools()}
    assert tools["mobile_click_on_screen_at_coordinates"] == {"device", "x", "y", "ref"}
    assert tools["mobile_long_press_on_screen_at_coordinates"] == {"device", "x", "y", "duration"}
    assert tools["mobile_swipe_on_screen"] == {"device", "direction", "x", "y", "distance"}
    assert tools["mobile_type_keys"] == {"device", "text", "submit"}
    assert tools["mobile_press_button"] == {"device", "button"}
    assert tools["mobile_launch_app"] == {"device", "packageName"}
    assert tools["mobile_list_elements_on_screen"] == {"device", "format"}
    for look in ("take_screenshot", "list_apps", "get_foreground_app", "get_screen_size"):
        assert tools[f"mobile_{look}"] == {"device"}
    assert tools["mobile_list_available_devices"] == set()


@in_loop
async def test_pictures_are_png_of_the_whole_screen() -> None:
    async with phone() as client:
        await said(client, "begin_task", task="zoom_1")
        picture = (await client.call_tool("mobile_take_screenshot", {})).content[0]
        assert picture.mime_type == "image/png"
        data = base64.b64decode(picture.data)
        assert data.startswith(b"\x89PNG")
        size = f"{int.from_bytes(data[16:20])}x{int.from_bytes(data[20:24])} pixels"
        assert size == await said(client, "mobile_get_screen_size") == "1080x2400 pixels"


@in_loop
async def test_looking_costs_no_step_and_acting_does() -> None:
    async with phone() as client:
        await said(client, "begin_task", task="clock_1")
        for look in ("list_elements_on_screen", "take_screenshot", "list_apps", "get_foreground_app"):
            await client.call_tool(f"mobile_{look}", {})
        assert "step 0 of" in await said(client, "get_goal")
        assert "step 1 of" in await said(client, "mobile_swipe_on_screen", direction="up")
        assert "step 2 of" in await said(client, "mobile_launch_app", packageName="Zoom")
        assert "zoom" in await said(client, "mobile_get_foreground_app")
        assert "step 3 of" in await said(client, "mobile_press_button", button="home")


@in_loop
async def test_a_swipe_goes_as_far_as_it_is_told() -> None:
    async with phone() as client:
        await said(client, "begin_task", task="zoom_1")
        swipe = await said(client, "mobile_swipe_on_screen", direction="left", x=900, y=1000, distance=300)
        assert "drag(x=900, y=1000, to_x=600, to_y=1000)" in swipe
        swipe = await said(client, "mobile_swipe_on_screen", direction="down", x=5, y=2300, distance=9_000)
        assert "to_x=5, to_y=2399" in swipe


@in_loop
async def test_bad_calls_are_told_apart_from_actions_that_fail() -> None:
    async with phone() as client:
        assert "begin_task" in await refused(client, "mobile_take_screenshot")
        assert "zoom_1" in await refused(client, "begin_task", task="zoom_111")
        await said(client, "begin_task", task="zoom_1")
        assert "HOME" in await refused(client, "mobile_press_button", button="POWER")
        assert "@e5" in await refused(client, "mobile_click_on_screen_at_coordinates", ref="the button")
        await refused(client, "mobile_click_on_screen_at_coordinates", x=540)
        await refused(client, "mobile_click_on_screen_at_coordinates", x=-1, y=3)
        await refused(client, "mobile_type_keys", text="x" * 30_000)
        await refused(client, "mobile_take_screenshot", device="openphone-9")
        assert "step 0 of" in await said(client, "get_goal")
        assert "step 1 of" in await refused(client, "mobile_click_on_screen_at_coordinates", ref="@e500")
        assert "focus" in await refused(client, "mobile_type_keys", text="lost")
        assert "step 2 of" in await said(client, "get_goal")


@in_loop
async def test_phones_are_apart_and_bounded() -> None:
    async with phone(most=2) as client:
        assert (await said(client, "begin_task", task="zoom_1")).startswith("device: openphone-1")
        assert (await said(client, "begin_task", task="clock_1")).startswith("device: openphone-2")
        assert "openphone-1, openphone-2" in await refused(client, "get_goal")
        assert "2 phones are in use" in await refused(client, "begin_task", task="zoom_1")
        await said(client, "finish_task", device="openphone-1")
        assert (await said(client, "begin_task", task="zoom_1")).startswith("device: openphone-1")
        assert (await said(client, "begin_task", task="zoom_1", device="openphone-2")).startswith(
            "device: openphone-2"
        )


@in_loop
async def test_labels_cannot_pass_for_lines() -> None:
    async with phone() as client:
        await said(client, "begin_task", task="zoom_1")
        await said(client, "mobile_click_on_screen_at_coordinates", ref="@e5")
        await said(client, "mobile_type_keys", text='1\n@e1 Button text="Buy"')
        elements = (await said(client, "mobile_list_elements_on_screen")).splitlines()
        assert not [line for line in elements if line.startswith('@e1 Button text="Buy"')]


def test_a_device_that_fails_is_no_fault_of_the_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(self: VirtualDevice, gesture: object) -> None:
        raise DeviceLost("the cable is out")

    async def test() -> None:
        async with phone() as client:
            await said(client, "begin_task", task="zoom_1")
            monkeypatch.setattr(VirtualDevice, "perform", lost)
            told = await refused(client, "mobile_press_button", button="BACK")
            assert told == "infrastructure, not the agent: DeviceLost: the cable is out"

    asyncio.run(test())


@in_loop
async def test_over_stdio() -> None:
    transport = StdioTransport(COMMAND[0], [*COMMAND[1:], "--app", "zoom"], cwd=str(ROOT))
    async with Client(transport) as client:
        assert (await join_a_meeting(client))["success"] is True
        listed = await said(client, "list_tasks")
        assert {line.split()[1] for line in listed.splitlines()} == {"(zoom)"}


@contextmanager
def served(*arguments: str, **environment: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*COMMAND, "--transport", "http", "--port", str(port), "--task", "zoom_1", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | environment) as server:
        try:
            deadline = time.monotonic() + 120
            while server.poll() is None and time.monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            server.terminate()
    assert server.returncode == 0


def test_over_http() -> None:
    with served() as url:

        async def test() -> None:
            async with Client(url) as client:
                assert (await join_a_meeting(client))["success"] is True

        asyncio.run(test())
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
            with pytest.raises(HTTPError) as caught:
                urlopen(Request(url, b"{}", headers))
            assert caught.value.code in (403, 421)


def test_over_http_beyond_this_machine_with_a_token() -> None:
    with served("--host", "0.0.0.0", OPENPHONE_SERVE_TOKEN=TOKEN) as url:

        async def test() -> None:
            async with Client(url, auth=TOKEN) as client:
                assert (await join_a_meeting(client))["success"] is True

        asyncio.run(test())
        for headers in ({}, {"Authorization": "Bearer another-token-altogether"}):
            with pytest.raises(HTTPError) as caught:
                urlopen(Request(url, b"{}", headers))
            assert caught.value.code == 401


def test_what_the_page_prints_runs() -> None:
    (configured,) = printed("MCP", "json")
    entry = json.loads(configured)["mcpServers"]["openphone"]
    assert [entry["command"], *entry["args"]] == ["python", *COMMAND[1:]]
    (start,) = printed("MCP", "bash")
    parse(start.split()[3:])
    (code,) = printed("MCP", "python")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "'success': True" in done.stdout
