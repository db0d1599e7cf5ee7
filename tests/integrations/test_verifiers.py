"""The taskset in verifiers, by its own commands: all tasks validated, episodes with a scripted model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("verifiers", reason="needs the extra verifiers")

import verifiers.v1 as vf

import openphone_gym
from openphone_gym.tasks.catalogue import tasks_of
from tests.endpoint_server import Answer, ScriptedEndpoint
from tests.integrations.printed import PAGE

VALIDATE = "vf-validate openphone-gym --taskset.env {} --runtime.type subprocess"
EVALUATE = "vf-eval openphone-gym --env.taskset.env OpenPhone-zoom_1-v0 --env.agent.runtime.type subprocess"


def run(command: str, *options: str, **environment: str) -> str:
    program, *given = command.split()
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *given, "--no-rich", *options],
        env=os.environ | environment, capture_output=True, text=True, check=False, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def validated(env: str, out: Path) -> dict[str, Any]:
    run(VALIDATE.format(env), "-c", "4", "-o", str(out))
    (summary,) = out.glob("*/summary.json")
    return json.loads(summary.read_text())


def test_the_package_is_the_plugin() -> None:
    config = vf.TasksetConfig(id="openphone-gym")
    assert config.name == "openphone-gym"
    assert issubclass(openphone_gym.PhoneTaskset, vf.Taskset)
    with pytest.raises(AttributeError, match="no attribute 'Phone'"):
        openphone_gym.Phone  # noqa: B018


def test_the_reference_solutions_pass_and_untouched_phones_do_not(tmp_path: Path) -> None:
    assert VALIDATE.format("OpenPhone-zoom-v0") in PAGE
    summary = validated("OpenPhone-zoom-v0", tmp_path)
    assert summary["outcomes"]["valid"] == summary["total"] == len(tasks_of("zoom"))
    assert summary["checks"]["gold"]["valid"] == summary["checks"]["noop"]["valid"] == summary["total"]


@pytest.mark.slow
@pytest.mark.parametrize(("env", "least"), [("OpenPhone-v0", 163), ("OpenPhone-cross-v0", 30)])
def test_all_tasks_are_valid(env: str, least: int, tmp_path: Path) -> None:
    summary = validated(env, tmp_path)
    assert summary["outcomes"]["valid"] == summary["total"] >= least


def episode(answers: Any, out: Path, *options: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The trace of an evaluation of one episode, and what the model was sent."""
    with ScriptedEndpoint(answers) as endpoint:
        client = ["--model", "m", "--client.base-url", endpoint.base_url, "--client.api-key-var", "NO_KEY"]
        run(EVALUATE, *client, "--no-push", "-n", "1", "-r", "1", "-o", str(out), *options, NO_KEY="none")
    (traces,) = out.glob("*/traces.jsonl")
    (line,) = traces.read_text().splitlines()
    (trace,) = json.loads(line)["traces"]
    return trace, endpoint.requests


def solution() -> list[str]:
    """What the reference solution does, in the words of a model."""
    import gymnasium as gym

    from openphone_gym.episode import run_episode
    from openphone_gym.expert import ExpertAgent

    env = gym.make("OpenPhone-zoom_1-v0", observation=())
    steps = run_episode(env, ExpertAgent(env), seed=0).steps
    return [f"<CALLED_FUNCTION>{step.action_text}</CALLED_FUNCTION>" for step in steps]


def test_an_episode_is_an_exchange_with_the_phone(tmp_path: Path) -> None:
    assert EVALUATE in PAGE
    calls = solution()
    trace, requests = episode(calls, tmp_path)
    assert trace["ok"], trace["errors"]
    assert trace["rewards"]["phone"]["score"] == 1.0
    assert trace["info"]["openphone"]["verdict"]["success"] is True
    assert len(requests) == len(calls)
    roles = [message["role"] for message in requests[-1]["messages"]]
    assert roles == ["system", "user", *["assistant", "user"] * (len(calls) - 1)]
    assert "<screen>" in requests[0]["messages"][1]["content"]


def test_pictures_reach_the_model(tmp_path: Path) -> None:
    trace, requests = episode(
        ["<CALLED_FUNCTION>finish()</CALLED_FUNCTION>"], tmp_path, "--env.taskset.mode", "xml+som"
    )
    assert trace["rewards"]["phone"]["score"] == 0.0
    text, picture = requests[0]["messages"][1]["content"]
    assert "<screen>" in text["text"]
    assert picture["image_url"]["url"].startswith("data:image/png;base64,")


def test_an_endpoint_that_fails_is_an_error_and_no_score(tmp_path: Path) -> None:
    trace, _ = episode(lambda request: Answer("no such model", status=404), tmp_path)
    assert not trace["ok"]
    assert trace["errors"]
    assert "openphone" not in trace["info"]
    assert not any(trace["rewards"].values())
