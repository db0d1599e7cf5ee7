"""The suite in Inspect AI, run by Inspect itself with its mock model."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("inspect_ai", reason="needs the extra inspect")

from inspect_ai import eval as evaluate
from inspect_ai.log import EvalLog, read_eval_log
from inspect_ai.model import ChatMessage, ModelOutput, ModelUsage, get_model
from inspect_ai.tool import ToolCall

from openphone_gym.devices.device import DeviceLost
from openphone_gym.devices.virtual import VirtualDevice
from openphone_gym.expert import ExpertAgent
from openphone_gym.integrations import inspect as integration
from openphone_gym.integrations.dialogue import Dialogue
from openphone_gym.judges import StateJudge
from openphone_gym.trajectory import Verdict
from tests.endpoint_server import ScriptedEndpoint
from tests.integrations.printed import PAGE

Answer = Callable[[list[ChatMessage]], ModelOutput]


def said(text: str) -> ModelOutput:
    output = ModelOutput.from_content("mockllm", text)
    output.usage = ModelUsage(
        input_tokens=1, output_tokens=1, total_tokens=2
    )  # else it counts with a tokenizer
    return output


def called(name: str, **arguments: Any) -> ModelOutput:
    output = said("")
    output.choices[0].message.tool_calls = [
        ToolCall(id="1", function=name, arguments=arguments),
        ToolCall(id="2", function="home", arguments={}),
    ]
    return output


def run(answer: Answer, tmp_path: Path, **arguments: Any) -> EvalLog:
    model = get_model("mockllm/model", custom_outputs=lambda messages, *_: answer(messages))
    given = {"env": "OpenPhone-zoom-v0", "max_steps": 3, **arguments}
    task = integration.openphone(**given)
    (log,) = evaluate(task, model=model, log_dir=str(tmp_path), display="none", fail_on_error=False)
    return log


def scores(log: EvalLog) -> list[float]:
    return [sample.scores["verdict"].value for sample in log.samples or [] if sample.scores]


def test_a_model_that_gives_up_fails(tmp_path: Path) -> None:
    log = run(lambda _: said("<CALLED_FUNCTION>finish()</CALLED_FUNCTION>"), tmp_path)
    assert log.status == "success", log.error
    samples = log.samples or []
    assert len(samples) == 5
    assert scores(log) == [0.0] * 5
    assert "meeting" in str(samples[0].input)
    assert "<screen>" in samples[0].messages[1].text
    assert samples[0].messages[0].role == "system"


@pytest.mark.parametrize("tools", [False, True])
def test_the_reference_solution_scores(tools: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The expert looks at the phone of the solver, and says what it would do in the model's words."""
    phones: list[Dialogue] = []
    begin = Dialogue.begin

    def noted(self: Dialogue, **given: Any) -> Any:
        turn = begin(self, **given)
        phones[:] = [self]
        expert.append(ExpertAgent(self.env))
        expert[-1].reset("")
        return turn

    expert: list[ExpertAgent] = []
    monkeypatch.setattr(Dialogue, "begin", noted)

    def answer(_: list[ChatMessage]) -> ModelOutput:
        action: Any = expert[-1].act({}).action
        return called(action.name, **action.arguments) if tools else said(str(action))

    log = run(answer, tmp_path, env="OpenPhone-zoom_1-v0", max_steps=None, tools=tools)
    assert log.status == "success", log.error
    assert scores(log) == [1.0]
    (sample,) = log.samples or []
    assert sample.scores
    assert sample.scores["verdict"].metadata["progress"] == 1.0
    roles = [message.role for message in sample.messages]
    assert ("tool" in roles) is tools
    if tools:
        assert integration.LATER in [message.text for message in sample.messages]


def test_pictures_reach_the_model(tmp_path: Path) -> None:
    seen: list[Any] = []

    def answer(messages: list[ChatMessage]) -> ModelOutput:
        seen.append(messages[1].content)
        return said("finish()")

    run(answer, tmp_path, env="OpenPhone-zoom_1-v0", mode="xml+som")
    text, picture = seen[0]
    assert "<screen>" in text.text
    assert picture.image.startswith("data:image/png;base64,")


def test_what_the_judge_could_not_tell_is_in_no_average(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = iter([True, None, False, None, None])
    monkeypatch.setattr(
        StateJudge, "judge", lambda *_: Verdict(success=next(judged), reason="half of the screen was dark")
    )
    log = run(lambda _: said("finish()"), tmp_path)
    values = scores(log)
    assert sorted(value for value in values if not math.isnan(value)) == [0.0, 1.0]
    assert sum(map(math.isnan, values)) == 3
    assert log.results
    assert log.results.scores[0].metrics["accuracy"].value == 0.5


def test_a_lost_phone_is_an_error_and_no_score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: Any) -> None:
        raise DeviceLost("unplugged")

    monkeypatch.setattr(VirtualDevice, "perform", lost)
    log = run(lambda _: said("back()"), tmp_path, env="OpenPhone-zoom_1-v0")
    (sample,) = log.samples or []
    assert sample.error
    assert "unplugged" in sample.error.message
    assert not sample.scores


def test_the_command_finds_the_task_by_its_entry_point(tmp_path: Path) -> None:
    """Away from the checkout, whose metadata hides that the package is installed."""
    command = "inspect eval openphone_gym/openphone --model openai-api/local/model -T env=OpenPhone-zoom_1-v0"
    assert command in PAGE
    program, *options = command.split()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with ScriptedEndpoint(lambda request: "finish()") as endpoint:
        environment |= {"LOCAL_BASE_URL": endpoint.base_url, "LOCAL_API_KEY": "none"}
        done = subprocess.run(
            [Path(sys.executable).with_name(program), *options, "--log-dir", "logs", "--display", "plain"],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=200,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (log,) = (tmp_path / "logs").iterdir()
    assert scores(read_eval_log(str(log))) == [0.0]
