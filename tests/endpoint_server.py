"""A real OpenAI-compatible server on the loopback address that answers by script."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass
class Answer:
    """One answer of the server, as server-sent events word by word where the request asks for a stream.

    ``delay`` are seconds before it, ``drip`` seconds between its bytes; ``raw_body`` is sent in place of the
    chat completion. ``logprobs`` are of tokens with their texts.
    """

    text: str | None = "ok"
    status: int = 200
    delay: float = 0.0
    drip: float = 0.0
    raw_body: bytes | str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    tool_calls: list[dict[str, str]] | None = None
    logprobs: list[tuple[str, float]] | None = None
    finish_reason: str | None = "stop"
    usage: tuple[int, int] | None = (10, 5)
    hang_up: bool = False
    refusal: str | None = None

    def body(self, model: str) -> bytes:
        if self.raw_body is not None:
            return self.raw_body.encode() if isinstance(self.raw_body, str) else self.raw_body
        if self.status >= 400:
            return json.dumps({"error": {"message": self.text, "type": "scripted"}}).encode()
        message: dict[str, Any] = {"role": "assistant", "content": self.text}
        if self.refusal is not None:
            message |= {"content": None, "refusal": self.refusal}
        if self.tool_calls is not None:
            message["tool_calls"] = [
                {"id": f"call_{index}", "type": "function", "function": call}
                for index, call in enumerate(self.tool_calls)
            ]
        choice: dict[str, Any] = {"index": 0, "message": message, "finish_reason": self.finish_reason}
        if self.logprobs is not None:
            tokens = [{"token": text, "logprob": value} for text, value in self.logprobs]
            choice["logprobs"] = {"content": tokens}
        completion: dict[str, Any] = {"id": "1", "created": 0, "object": "chat.completion", "model": model}
        completion["choices"] = [choice]
        if self.usage is not None:
            names = ("prompt_tokens", "completion_tokens", "total_tokens")
            completion["usage"] = dict(zip(names, [*self.usage, sum(self.usage)], strict=True))
        return json.dumps(completion).encode()

    def events(self) -> bytes:
        """The same as a stream: the role, each word, the reason of the end, the usage."""
        pieces: list[dict[str, Any]] = [{"delta": {"role": "assistant", "content": ""}}]
        pieces += [{"delta": {"content": word}} for word in re.findall(r"\s*\S+\s*", self.text or "")]
        pieces += [{"delta": {}, "finish_reason": self.finish_reason}]
        chunks: list[dict[str, Any]] = [{"choices": [{"index": 0, **piece}]} for piece in pieces]
        if self.usage is not None:
            usage = {"prompt_tokens": self.usage[0], "completion_tokens": self.usage[1]}
            chunks.append({"choices": [], "usage": usage})
        lines = [json.dumps(chunk) for chunk in chunks]
        return "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"]).encode()


Script = Iterable["str | Answer"] | Callable[[dict[str, Any]], "str | Answer"]


class ScriptedEndpoint:
    """Serves ``answers``: one after the other, or what a function makes of each request.

    Attributes:
        requests: Bodies of all requests so far, in order of arrival.
        headers: Their headers, with names in small letters.
        paths: Their paths.
    """

    def __init__(self, answers: Script) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self._script = answers if callable(answers) else None
        self._answers = iter(()) if callable(answers) else iter(answers)
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> ScriptedEndpoint:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()  # wakes delayed answers
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def answer(self, request: dict[str, Any], headers: dict[str, str]) -> Answer:
        with self._lock:
            self.requests.append(request)
            self.headers.append(headers)
            given = None if self._script else next(self._answers, Answer("the script is over", status=400))
        if self._script:
            given = self._script(request)
        return given if isinstance(given, Answer) else Answer(given)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                server.paths.append(self.path)
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer = server.answer(request, {name.lower(): value for name, value in self.headers.items()})
                server._stopping.wait(answer.delay)
                self.close_connection = True
                if answer.hang_up:
                    return
                with contextlib.suppress(OSError):  # the client gave up waiting
                    streamed = request.get("stream") and answer.status < 400 and answer.raw_body is None
                    self._send(answer, answer.events() if streamed else answer.body(request.get("model", "")))

            def _send(self, answer: Answer, body: bytes) -> None:
                self.send_response(answer.status)
                headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
                for name, value in (headers | {"Connection": "close"} | answer.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                if not answer.drip:
                    self.wfile.write(body)
                    return
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    server._stopping.wait(answer.drip)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler
