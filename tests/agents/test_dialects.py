"""Agents that speak the dialects of published models, against a real HTTP server that answers by script."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import cv2
import gymnasium as gym
import numpy as np
import pytest
from typer.testing import CliRunner

from agents import chat_policy, find_agent
from agents.chat import ChatAgent
from agents.settings import AgentSettings
from benchmarks.evaluate import app
from openphone_gym.actions import back, tap, text
from openphone_gym.actions.dialects import DIALECTS
from openphone_gym.endpoint import ChatClient, Endpoint, EndpointNotConfigured
from openphone_gym.env import InvalidArgument
from tests.endpoint_server import Answer, ScriptedEndpoint

SCREEN = (1440, 3120)
POINTED = [name for name, dialect in DIALECTS.items() if not dialect.numbers]


def seen(colour: int = 0) -> dict[str, Any]:
    """An observation with all parts."""
    picture = np.full((SCREEN[1], SCREEN[0], 3), colour, np.uint8)
    return {"goal": "Join the meeting", "step": 0, "ui": "App", "marked": picture, "screenshot": picture}


def client(server: ScriptedEndpoint) -> ChatClient:
    return ChatClient(Endpoint(model="tester", base_url=server.base_url, timeout=5.0))


def sent(request: dict[str, Any]) -> tuple[str, tuple[int, int]]:
    """The text of a user's turn, and the size of its picture."""
    words, picture = request["messages"][1]["content"]
    data = base64.b64decode(picture["image_url"]["url"].partition(",")[2])
    picture = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR))
    height, width = picture.shape[:2]
    return words["text"], (width, height)


def pointing(name: str, share: tuple[float, float], request: dict[str, Any]) -> str | Answer:
    """What a model would answer that means this share of the picture which it was sent."""
    _, size = sent(request)
    space = DIALECTS[name].space
    full = size if space == "picture" else (int(space), int(space))
    x, y = (int(part * whole) for part, whole in zip(share, full, strict=True))
    mobile = json.dumps({"name": "mobile_use", "arguments": {"action": "click", "coordinate": [x, y]}})
    match name:
        case "uitars":
            return f"Thought: There it is.\nAction: click(start_box='({x},{y})')"
        case "uitars1000":
            return f"Thought: There it is.\nAction: click(point='<point>{x} {y}</point>')"
        case "autoglm":
            return f'<think>There it is.</think>\n<answer>do(action="Tap", element=[{x},{y}])</answer>'
        case "maiui":
            return f"<thinking>\nThere it is.\n</thinking>\n<tool_call>\n{mobile}\n</tool_call>"
        case "computer_use":
            arguments = json.dumps({"action": "left_click", "coordinate": [x, y]})
            return Answer(text="There it is.", tool_calls=[{"name": "computer", "arguments": arguments}])
    return f"Thought: There it is.\n<tool_call>\n{mobile}\n</tool_call>"


@pytest.mark.parametrize("long_side", [None, 1000])
@pytest.mark.parametrize("name", POINTED)
def test_what_a_model_points_at_in_its_picture_is_touched_on_the_screen(
    name: str, long_side: int | None
) -> None:
    share = (0.3, 0.7)
    with ScriptedEndpoint(lambda request: pointing(name, share, request)) as server:
        agent = ChatAgent(client(server), dialect=name, image_long_side=long_side)
        agent.reset("Join the meeting")
        decision = agent.act(seen())
        again = agent.act(seen())
        words, (width, height) = sent(server.requests[1])
    assert not decision.fault
    assert agent.observation == ("screenshot",)
    where = decision.read().arguments
    grid = 999 if DIALECTS[name].space != "picture" else width
    step = max(SCREEN[0] / grid, SCREEN[1] / (999 if grid == 999 else height))
    assert abs(int(where["x"]) - share[0] * SCREEN[0]) <= step + 1
    assert abs(int(where["y"]) - share[1] * SCREEN[1]) <= step + 1
    assert decision.note == "There it is."
    # The picture has the size that the model counts in, and the prompt says it where that matters.
    if DIALECTS[name].resize:
        assert width % 28 == height % 28 == 0
    if DIALECTS[name].space == "picture":
        assert f"{width} x {height} pixels" in words
    else:
        assert " pixels" not in words
    # The history tells the call as the model wrote it, so that its numbers mean the same.
    answer = pointing(name, share, server.requests[0])
    call = (
        answer.tool_calls[0]["arguments"] if isinstance(answer, Answer) and answer.tool_calls else str(answer)
    )
    assert set(re.findall(r"\d{3,}", call)) <= set(re.findall(r"\d{3,}", words))
    assert "There it is." in words
    assert again == decision or again.read() == decision.read()


def test_each_prompt_names_its_actions_and_no_other_dialects() -> None:
    for name, dialect in DIALECTS.items():
        with ScriptedEndpoint(["?"]) as server:
            agent = ChatAgent(client(server), dialect=name)
            agent.reset("Join the meeting")
            agent.act(seen())
            system = server.requests[0]["messages"][0]["content"]
            tools = server.requests[0].get("tools")
        if name == "openphone":
            continue
        for action in dialect.language.names:
            if name != "androidlab":
                assert action in system, (name, action)
        assert "CALLED_FUNCTION" not in system
        assert "‹" not in system  # tags of the answer are whole
        assert (tools is not None) == (name == "computer_use")


def test_a_foreign_answer_costs_the_agent_a_step_and_is_told() -> None:
    answers = ["Thought: x\nAction: click(start_box='(1,2)')", "?"]
    with ScriptedEndpoint(answers) as server:
        agent = ChatAgent(client(server), dialect="qwen25vl")
        agent.reset("Join the meeting")
        decision = agent.act(seen())
        agent.act(seen(9))
        words, _ = sent(server.requests[1])
    assert "looks like the dialect uitars" in decision.fault
    assert "looks like the dialect uitars" in words


def test_of_a_cut_answer_nothing_is_guessed() -> None:
    cut = Answer("Thought: x\nAction: type(content='seven o", finish_reason="length")
    with ScriptedEndpoint([cut]) as server:
        agent = ChatAgent(client(server), dialect="uitars")
        agent.reset("Join the meeting")
        assert "not whole" in agent.act(seen()).fault


def test_elements_go_by_number_where_the_dialect_can() -> None:
    answers = [
        'Reason: x\nAction: {"action_type": "click", "index": 3}',
        'x\n```\ndo(action="Type", text="a")\n```',
        "<CALLED_FUNCTION>back()</CALLED_FUNCTION>",
    ]
    with ScriptedEndpoint(answers) as server:
        for name, mode, action in (
            ("androidworld", "xml", tap(3)),
            ("androidlab", "", text("a")),
            ("openphone", "", back()),
        ):
            agent = ChatAgent(client(server), dialect=name, mode=mode)
            agent.reset("Join the meeting")
            assert agent.act(seen()).read() == action
            assert agent.observation == ("ui",)


def test_native_tools_of_mobile_use(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = json.dumps({"action": "click", "coordinate": [0, 0]})
    call = Answer(text=None, tool_calls=[{"name": "mobile_use", "arguments": arguments}])
    with ScriptedEndpoint([call]) as server:
        agent = ChatAgent(client(server), dialect="qwen3vl", tools=True)
        agent.reset("Join the meeting")
        assert agent.act(seen()).read() == tap(None, 0, 0)
        assert [tool["function"]["name"] for tool in server.requests[0]["tools"]] == ["mobile_use"]


# Settings


def test_one_line_chooses_a_dialect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENPHONE_AGENT_MODEL", "Qwen/Qwen3-VL-8B-Instruct")
    monkeypatch.setenv("OPENPHONE_AGENT_BASE_URL", "http://127.0.0.1:9/v1")
    for name in DIALECTS:
        policy = find_agent(f"chat:dialect={name}")
        assert policy.settings["dialect"] == name
        assert policy.observation == AgentSettings(dialect=name).observation
    assert find_agent("chat:dialect=auto").settings["dialect"] == "qwen3vl"
    assert find_agent("chat").settings["dialect"] == "openphone"
    assert find_agent("chat:OPENPHONE_AGENT,dialect=uitars").settings["mode"] == "screenshot"
    monkeypatch.setenv("OPENPHONE_AGENT_DIALECT", "uitars")
    assert find_agent("chat").settings["dialect"] == "uitars"
    versions = {AgentSettings(dialect=name).prompt_version for name in DIALECTS}
    assert len(versions) == len(DIALECTS) - 2  # GUI-Owl is told what Qwen's models are


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("dialect=qwen3v", "did you mean 'qwen3vl'"),
        ("dialect=auto", "set dialect to one of"),
        ("dialect=uitars,mode=xml", "mode='xml'"),
        ("dialect=uitars,style=brief", "style='brief'"),
        ("dialect=uitars,tools=true", "tools=True"),
        ("dialect=uitars,coordinates=100", "coordinates='100'"),
        ("dialect=androidworld,mode=xml,coordinates=999", "coordinates='999'"),
        ("coordinates=999", "coordinates='999'"),
    ],
)
def test_settings_that_can_not_be_are_refused(
    monkeypatch: pytest.MonkeyPatch, source: str, message: str
) -> None:
    monkeypatch.setenv("OPENPHONE_AGENT_MODEL", "some-model")
    monkeypatch.setenv("OPENPHONE_AGENT_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises((InvalidArgument, EndpointNotConfigured), match=re.escape(message)):
        chat_policy(source)


def test_a_declared_space_replaces_that_of_the_dialect() -> None:
    with ScriptedEndpoint(["Thought: x\nAction: click(start_box='(500,500)')"] * 2) as server:
        for coordinates, where in (("1000", (720, 1560)), ("screen", (500, 500))):
            agent = ChatAgent(client(server), dialect="uitars", coordinates=coordinates, image_long_side=900)
            agent.reset("Join the meeting")
            assert agent.act(seen()).read() == tap(None, *where)


# Whole runs


def test_the_command_line_runs_a_dialect(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """The command line alone: a model that ends at once, and one that speaks another's dialect."""
    answers = {
        "qwen3vl": '<tool_call>\n{"name": "mobile_use", "arguments": {"action": "terminate", "status": '
        '"success"}}\n</tool_call>',
        "uitars": '{"action_type": "status", "goal_status": "complete"}',
    }
    for name, answer in answers.items():
        with ScriptedEndpoint(lambda request, answer=answer: answer) as server:
            monkeypatch.setenv("OPENPHONE_AGENT_MODEL", "tester")
            monkeypatch.setenv("OPENPHONE_AGENT_BASE_URL", server.base_url)
            out = tmp_path / name
            arguments = ["--agent", f"chat:dialect={name},image_long_side=400", "--tasks", "zoom_1"]
            result = CliRunner().invoke(app, [*arguments, "--max-steps", "2", "--out", str(out)])
        assert result.exit_code == 0, result.output
        assert len(server.requests) == (1 if name == "qwen3vl" else 2)


def test_a_click_in_each_dialect_presses_the_same_button_on_the_phone() -> None:
    """On the virtual phone: what is pointed at in the picture is what reacts."""
    env = gym.make("OpenPhone-v0", observation=("screenshot",), tasks=["zoom_1"], screen=(540, 1200))
    for name in POINTED:
        observation, info = env.reset(seed=1)
        node = next(node for node in env.unwrapped.tree().walk() if node.text == "Join a meeting")  # type: ignore[attr-defined]
        left, top, right, bottom = node.bounds
        share = (left + right) / 2 / 540, (top + bottom) / 2 / 1200
        with ScriptedEndpoint(
            lambda request, name=name, share=share: pointing(name, share, request)
        ) as server:
            agent = ChatAgent(client(server), dialect=name, image_long_side=800)
            agent.reset(str(observation["goal"]))
            decision = agent.act(observation)
        _, _, _, _, info = env.step(decision.move)
        assert info["action_error"] is None
        assert not any(node.text == "Sign in / Sign up" for node in env.unwrapped.tree().walk())  # type: ignore[attr-defined]
