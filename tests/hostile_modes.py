"""Ways in which an endpoint may misbehave, by name; each says what a call must end as.

====================  ===============================================================================
``answer``            a whole answer, ``finish("done")`` in its text or its call
``model fault``       an answer without an action in it, which is the model's own and costs a step
``unavailable``       ``EndpointUnavailable``
``timeout``           ``EndpointTimeout``
``refused``           ``EndpointRefused`` of this request
``refused for good``  ``EndpointRefused`` with ``final``
====================  ===============================================================================
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

TEXT = 'finish("done")'
CERTIFICATE = Path(__file__).with_name("hostile_server.pem")
"""Signed by itself, so that nobody trusts it; with its key."""
DRIP = 0.05
"""Seconds between bytes that drip."""

Result = Literal["answer", "model fault", "unavailable", "timeout", "refused", "refused for good"]


class Wire:
    """One connection, after its request was read."""

    def __init__(
        self, connection: socket.socket, request: dict[str, Any], key: str, stopping: threading.Event
    ):
        self.connection = connection
        self.request = request
        self.key = key
        self._stopping = stopping

    def send(self, *pieces: bytes | str) -> None:
        for piece in pieces:
            self.connection.sendall(piece.encode() if isinstance(piece, str) else piece)

    def drip(self, text: bytes | str, then: bytes | str = b"") -> None:
        """Sends ``text``, then ``then`` byte by byte again and again for ever."""
        self.send(text)
        while not self._stopping.wait(DRIP):
            self.send(then)

    def hold(self) -> None:
        """Says nothing more."""
        self._stopping.wait()

    def reply(self, status: int = 200, body: Any = b"", **headers: str) -> None:
        """A whole answer of HTTP; bodies that are no bytes or text become JSON."""
        data = body.encode() if isinstance(body, str) else body
        data = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send(head(status, content_length=str(len(data)), **headers), data)

    def events(self, *events: Any, end: str = "\n\n", done: bool = True) -> None:
        """A stream of events; those that are no text become chunks."""
        lines = [event if isinstance(event, str) else f"data: {json.dumps(event)}" for event in events]
        lines += ["data: [DONE]"] if done else []
        self.send(head(200, content_type="text/event-stream"), "".join(line + end for line in lines))


def head(status: int = 200, **headers: str) -> bytes:
    fields = {"content_type": "application/json", "connection": "close"} | headers
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{n.replace('_', '-')}: {v}" for n, v in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


USAGE = {"prompt_tokens": 10, "completion_tokens": 5}


def message(content: Any = TEXT, reason: Any = "stop", usage: Any = USAGE, **fields: Any) -> dict[str, Any]:
    """A completion; ``fields`` are further ones of its message."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content} | fields}
    return {"object": "chat.completion", "choices": [choice | {"finish_reason": reason}], "usage": usage}


def call(arguments: Any, name: Any = "finish") -> list[dict[str, Any]]:
    return [{"id": "a", "type": "function", "function": {"name": name, "arguments": arguments}}]


def chunk(reason: str | None = None, **delta: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}


def error(words: Any = "no", **fields: Any) -> dict[str, Any]:
    return {"error": {"message": words} | fields}


def zeros(format: Literal["gzip", "deflate"], mebibytes: int) -> Iterator[bytes]:
    """So many MiB of zeros, compressed a thousandfold."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if format == "gzip" else 15)
    start = packer.compress(b"[") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    yield start
    for _ in range(mebibytes):
        yield block


def packed(data: Any, format: Literal["gzip", "deflate", "raw"]) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, {"gzip": 31, "deflate": 15, "raw": -15}[format])
    return packer.compress(json.dumps(data).encode()) + packer.flush()


Serve = Callable[[Wire], None]


@dataclass(frozen=True)
class Mode:
    """A way to misbehave.

    ``raw`` modes get a connection of which nothing was read, on a port of their own, so that the model's name
    can't ask for them; ``tls`` ones are reached by https.
    """

    name: str
    about: str
    result: Result
    serve: Serve
    raw: bool = False
    tls: bool = False

    @property
    def by_model(self) -> bool:
        """Whether the name of the model can ask for it."""
        return not self.raw


MODES: dict[str, Mode] = {}


def mode(result: Result, *, raw: bool = False, tls: bool = False) -> Callable[[Serve], Serve]:
    """Registers a mode under the name of its function."""

    def register(serve: Serve) -> Serve:
        name = serve.__name__.lstrip("_")
        about = (serve.__doc__ or "").strip()
        assert about, name
        MODES[name] = Mode(name, about, result, serve, raw, tls)
        return serve

    return register


def replies(result: Result, **modes: tuple[str, Any]) -> None:
    """Registers modes that are a body with status 200, or with ``(status, body)``."""
    for name, (about, body) in modes.items():

        def serve(wire: Wire, body: Any = body) -> None:
            status, content = body if isinstance(body, tuple) else (200, body)
            wire.reply(status, content)

        MODES[name] = Mode(name, about, result, serve)


def streams(result: Result, **modes: tuple[str, list[Any]]) -> None:
    """Registers modes that are a stream of events."""
    for name, (about, events) in modes.items():

        def serve(wire: Wire, events: list[Any] = events) -> None:
            wire.events(*events, done=events[-1] != "break off")

        MODES[name] = Mode(name, about, result, serve)


# Odd, and good for an answer

replies(
    "answer",
    plain=("nothing odd", message()),
    text_parts=(
        "content in parts",
        message([{"type": "text", "text": 'finish("'}, {"type": "text", "text": 'done")'}]),
    ),
    string_parts=("content as a list of strings", message(['finish("', 'done")'])),
    one_part=("content as one part, not in a list", message({"type": "text", "text": TEXT})),
    thinking_parts=(
        "thoughts among the parts, with a call in them",
        message([{"type": "thinking", "thinking": "back()"}, {"type": "text", "text": TEXT}]),
    ),
    nested_thinking=(
        "thoughts that have parts themselves",
        message([{"type": "thinking", "thinking": [{"text": "back()"}]}, {"type": "text", "text": TEXT}]),
    ),
    unknown_parts=(
        "parts of an unknown type",
        message([{"type": "hologram", "x": 1}, {"type": "text", "text": TEXT}]),
    ),
    reasoning_beside=("reasoning beside the content", message(reasoning_content="back()")),
    arguments_object=(
        "arguments of a tool as an object",
        message(None, tool_calls=call({"message": "done"})),
    ),
    call_object=("one tool call, not in a list", message(None, tool_calls=call('{"message": "done"}')[0])),
    function_call=(
        "a call in the form before tools",
        message(None, function_call={"name": "finish", "arguments": '{"message": "done"}'}),
    ),
    flat_call=(
        "a call without the level of a function",
        message(None, tool_calls=[{"name": "finish", "arguments": {"message": "done"}}]),
    ),
    usage_null=("usage is null", message(usage=None)),
    usage_nulls=(
        "numbers of usage are null",
        message(usage={"prompt_tokens": None, "completion_tokens": None}),
    ),
    usage_words=("usage is a text", message(usage="much")),
    usage_list=("usage is a list", message(usage=[1, 2])),
    usage_strings=(
        "numbers of usage are texts",
        message(usage={"prompt_tokens": "10", "completion_tokens": "5"}),
    ),
    usage_negative=("usage is negative", message(usage={"prompt_tokens": -1, "completion_tokens": -5})),
    usage_huge=(
        "usage beyond all bounds",
        message(usage={"prompt_tokens": 10**30, "completion_tokens": 1e300}),
    ),
    usage_zero=("usage is zero", message(usage={"prompt_tokens": 0, "completion_tokens": 0})),
    unknown_fields=("fields that nobody knows", message(mood="good") | {"weather": [1, {"a": None}]}),
    null_fields=(
        "known fields that are null",
        message(refusal=None, tool_calls=None, reasoning=None, function_call=None)
        | {"error": None, "id": None},
    ),
    odd_logprobs=("log-probabilities that are none", message(logprobs={"content": ["x"]})),
    no_reason=("no reason of the end", message(reason=None)),
    end_turn=("another name for stop", message(reason="end_turn")),
    capital_reason=("a reason in capitals", message(reason="STOP")),
    number_reason=("a reason that is a number", message(reason=3)),
    odd_reason=("a reason that nobody knows", message(reason="pause_turn")),
    two_choices=("more choices than were asked for", message() | {"choices": message()["choices"] * 2}),
    byte_order_mark=("a byte order mark", b"\xef\xbb\xbf" + json.dumps(message()).encode()),
    blanks_before=("line breaks before the body", b"\r\n\r\n  " + json.dumps(message()).encode()),
    lone_surrogate=(
        "half of a surrogate pair in the thoughts",
        message(reasoning="\ud83d hm"),
    ),
    numbers_beyond=(
        "NaN where nobody looks",
        json.dumps(message() | {"x": float("nan")}),
    ),
)


@mode("answer")
def echoes_key(wire: Wire) -> None:
    """The key, in the thoughts of an answer and in its headers."""
    wire.reply(200, message(reasoning=f"my key is {wire.key} or {wire.key[::-1]}"), x_key=wire.key)


@mode("answer")
def sets_bad_cookies(wire: Wire) -> None:
    """Cookies whose names no request could hold."""
    wire.reply(200, message(), set_cookie="\u00ff=1; Path=/")


@mode("answer")
def chunked(wire: Wire) -> None:
    """A body in chunks of seven bytes."""
    data = json.dumps(message()).encode()
    wire.send(head(transfer_encoding="chunked"))
    for place in range(0, len(data), 7):
        wire.send(f"{len(data[place : place + 7]):x}\r\n", data[place : place + 7], "\r\n")
    wire.send("0\r\n\r\n")


@mode("answer")
def no_length(wire: Wire) -> None:
    """A body that ends with the connection."""
    wire.send(head(), json.dumps(message()))


@mode("answer")
def continues_first(wire: Wire) -> None:
    """Three interim answers before the real one."""
    wire.send("HTTP/1.1 100 Continue\r\n\r\n" * 2, "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n")
    wire.reply(200, message())


@mode("answer")
def gzip_unasked(wire: Wire) -> None:
    """Compressed with gzip, though nobody asked for it."""
    wire.reply(200, packed(message(), "gzip"), content_encoding="gzip")


@mode("answer")
def deflate_unasked(wire: Wire) -> None:
    """Compressed as zlib does."""
    wire.reply(200, packed(message(), "deflate"), content_encoding="deflate")


@mode("answer")
def bare_deflate(wire: Wire) -> None:
    """Compressed without a head, as some servers mean deflate."""
    wire.reply(200, packed(message(), "raw"), content_encoding="deflate")


ENDED = chunk("stop")
WORDS = [chunk(role="assistant", content=""), chunk(content='finish("'), chunk(content='done")')]

streams(
    "answer",
    stream=("a stream", [*WORDS, ENDED]),
    stream_comments=(
        "comments and blank events in a stream",
        [": wait", "", *WORDS, "data:", ": wait", ENDED],
    ),
    stream_no_reason=("a stream that ends without a reason", WORDS),
    stream_no_done=("a stream without its last mark", [*WORDS, ENDED, "event: bye"]),
    stream_parts=("a stream of parts", [chunk(content=[{"type": "text", "text": TEXT}]), ENDED]),
    stream_thoughts=("a stream with thoughts", [chunk(reasoning_content="back()"), *WORDS, ENDED]),
    stream_null_usage=(
        "a stream with null usage in each chunk",
        [piece | {"usage": None} for piece in [*WORDS, ENDED]],
    ),
    stream_calls=(
        "a tool call in pieces",
        [
            chunk(tool_calls=[{"index": 0, "function": {"name": "finish", "arguments": '{"mess'}}]),
            chunk(tool_calls=[{"index": 0, "function": {"arguments": 'age": "done"}'}}]),
            chunk("tool_calls"),
        ],
    ),
    stream_call_object=(
        "a tool call in a stream, with arguments as an object and no index",
        [chunk(tool_calls=[{"function": {"name": "finish", "arguments": {"message": "done"}}}]), ENDED],
    ),
)


@mode("answer")
def stream_crlf(wire: Wire) -> None:
    """A stream with the line ends of HTTP."""
    wire.events(*WORDS, ENDED, end="\r\n\r\n")


@mode("answer")
def stream_in_lines(wire: Wire) -> None:
    """A piece of an answer in several lines of data."""
    lines = json.dumps(chunk("stop", content=TEXT), indent=1).splitlines()
    wire.events("\n".join(f"data: {line}" for line in lines))


@mode("answer")
def stream_stays_open(wire: Wire) -> None:
    """A stream that is over, on a connection that stays open."""
    wire.events(*WORDS, ENDED)
    wire.hold()


# The model's own faults

replies(
    "model fault",
    empty=("an empty answer, billed", message("")),
    blank=("blanks only", message(" \n ")),
    null_content=("no content, billed", message(None)),
    no_content=(
        "a message without a content",
        {"choices": [{"message": {"role": "assistant"}}], "usage": USAGE},
    ),
    no_parts=("an empty list of parts", message([])),
    thoughts_only=("thoughts and no answer", message(None, reasoning_content=TEXT)),
    thinking_part_only=("a thinking part and no other", message([{"type": "thinking", "thinking": TEXT}])),
    cut=("cut by the limit of tokens", message('First I finish("do', "length")),
    cut_empty=("cut before the first word", message(None, "length", reasoning="well, ")),
    cut_otherwise=("cut, in another server's words", message("I would say", "MAX_TOKENS")),
    filtered=("filtered", message(None, "content_filter")),
    filtered_otherwise=("filtered, in another server's words", message("", "SAFETY")),
    refusal=("a refusal", message(None, refusal="I can't help with that")),
    refusal_part=("a refusal as a part", message([{"type": "refusal", "refusal": "No."}])),
    filtered_400=(
        "a prompt that a filter took away",
        (400, error("The prompt was filtered", code="content_filter")),
    ),
    nameless_call=("a tool call without a name", message(None, tool_calls=call("{}", None))),
    null_call=("a tool call of nothing", message(None, tool_calls=[None, {}])),
    nonsense=("words that are no action", message("Lorem ipsum")),
    nul_text=("NULs and control characters", message("\0\1\x1b[2J\u202e")),
    surrogate_text=("half of a surrogate pair as the answer", message("\ud83d")),
)
streams(
    "model fault",
    stream_empty=("a stream without words", [chunk(role="assistant", content=""), ENDED]),
    stream_cut=("a stream that was cut by the limit", [chunk(content='First finish("do'), chunk("length")]),
    stream_filtered=("a stream that was filtered", [chunk(content="Well"), chunk("content_filter")]),
    stream_refusal=("a refusal in a stream", [chunk(refusal="I "), chunk(refusal="can't"), ENDED]),
    stream_thoughts_only=("a stream of thoughts", [chunk(reasoning=TEXT), ENDED]),
)


@mode("model fault")
def megabytes(wire: Wire) -> None:
    """An answer of 4 MB that is no action."""
    wire.reply(200, message("blah " * 800_000))


# Failures that may pass

replies(
    "unavailable",
    error_in_200=("an error with status 200", error("overloaded")),
    error_text_200=("an error with status 200, as a text", {"error": "overloaded"}),
    error_object_200=("an error object with status 200", {"object": "error", "message": "overloaded"}),
    error_429_in_200=("a limit of rate with status 200", error("slow down", code=429)),
    error_beside_answer=("an error beside an answer", message() | error("overloaded")),
    error_in_choice=(
        "an error in the choice",
        {"choices": [message()["choices"][0] | error("overloaded", code=502)]},
    ),
    ended_by_error=("an answer that ended by an error", message("", "error")),
    ended_by_abort=("an answer that was aborted", message("Well", "abort")),
    no_resource=("an answer that ended for want of resources", message("", "insufficient_system_resource")),
    html=("a page", "<html><body>Welcome to the gateway</body></html>"),
    nothing=("an empty body", ""),
    no_content_status=("no content", (204, "")),
    array=("a list", "[]"),
    scalar=("a number", "3"),
    no_object=("an object without choices", {}),
    no_choices=("no choices", {"choices": []}),
    null_choices=("null choices", {"choices": None}),
    choices_object=("choices that are an object", {"choices": {"0": message()["choices"][0]}}),
    null_choice=("a null choice", {"choices": [None]}),
    null_message=("a null message", {"choices": [{"message": None}]}),
    content_number=("content that is a number", message(3)),
    content_object=("content that is an unknown object", message({"a": 1})),
    cut_json=("JSON that breaks off", json.dumps(message())[:-20]),
    two_objects=("two objects", json.dumps(message()) * 2),
    deep_json=("JSON nested without end", '{"choices": ' + "[" * 200_000),
    no_utf8=("an answer that is no UTF-8", json.dumps(message()).encode().replace(b"done", b"\xff\xfe")),
    utf16=("an answer in UTF-16", json.dumps(message()).encode("utf-16")),
    long_number=("a number of a million digits", '{"choices": ' + "9" * 1_000_000 + "}"),
    status_500=("status 500", (500, error("oops"))),
    status_500_page=("status 500 with a page", (500, "<html>" + "x" * 100_000)),
    status_502=("status 502 without a body", (502, "")),
    status_429=("too many requests", (429, error("slow down"))),
    status_529=("an unknown status of overload", (529, error("overloaded"))),
    status_500_no_utf8=("status 500 with bytes", (500, bytes(range(256)) * 40)),
)
streams(
    "unavailable",
    stream_error=("an error in a stream", [WORDS[1], error("overloaded")]),
    stream_error_event=(
        "an event that is an error",
        [WORDS[1], 'event: error\ndata: {"message": "overloaded"}'],
    ),
    stream_ended_by_error=("a stream that ended by an error", [*WORDS, chunk("error")]),
    stream_breaks_off=("a stream that breaks off", [WORDS[1], "break off"]),
    stream_garbage=("a stream of something else", [WORDS[1], "data: <html>", ENDED]),
    stream_of_nothing=("a stream without a choice", [": hello"]),
    stream_list=("a stream of lists", ["data: [1, 2]", ENDED]),
)


@mode("unavailable")
def asks_to_wait(wire: Wire) -> None:
    """Too many requests, come back tomorrow."""
    wire.reply(429, error("tomorrow"), retry_after="86400")


@mode("unavailable")
def hangs_up(wire: Wire) -> None:
    """Hangs up without a word."""


@mode("unavailable")
def resets(wire: Wire) -> None:
    """Resets the connection."""
    wire.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@mode("unavailable")
def hangs_up_in_headers(wire: Wire) -> None:
    """Hangs up among the headers."""
    wire.send("HTTP/1.1 200 OK\r\ncontent-ty")


@mode("unavailable")
def half_a_body(wire: Wire) -> None:
    """Hangs up before the length it announced."""
    wire.send(head(content_length="100000"), json.dumps(message()))


@mode("unavailable")
def half_a_chunk(wire: Wire) -> None:
    """Hangs up within a chunk."""
    wire.send(head(transfer_encoding="chunked"), "ffff\r\n{")


@mode("unavailable")
def bad_chunks(wire: Wire) -> None:
    """Chunks whose sizes are no numbers."""
    wire.send(head(transfer_encoding="chunked"), "many\r\n{}\r\n0\r\n\r\n")


@mode("unavailable")
def no_http(wire: Wire) -> None:
    """Another protocol."""
    wire.send("220 mail.example ESMTP\r\n" * 20)


@mode("unavailable")
def bad_length(wire: Wire) -> None:
    """A length below zero."""
    wire.send(head(content_length="-5"), json.dumps(message()))


@mode("unavailable")
def two_lengths(wire: Wire) -> None:
    """Two lengths that contradict each other."""
    wire.send(head(content_length="5").replace(b"\r\n\r\n", b"\r\ncontent-length: 7\r\n\r\n"), "{}    ")


@mode("unavailable")
def huge_header(wire: Wire) -> None:
    """A header of 32 MB."""
    wire.send("HTTP/1.1 200 OK\r\nx: ", *["x" * (1 << 20)] * 32, "\r\n\r\n")


@mode("unavailable")
def endless_headers(wire: Wire) -> None:
    """Headers without end, as fast as they go."""
    wire.send("HTTP/1.1 200 OK\r\n")
    while True:
        wire.send("x-more: y\r\n" * 1000)


def _endless(wire: Wire, status: int, start: str) -> None:
    wire.send(head(status), start)
    while True:
        wire.send(b"x" * (1 << 16))


@mode("unavailable")
def endless_body(wire: Wire) -> None:
    """A body without end, as fast as it goes."""
    _endless(wire, 200, '{"choices": "')


@mode("unavailable")
def endless_500(wire: Wire) -> None:
    """The body of an error without end."""
    _endless(wire, 500, '{"error": "')


@mode("unavailable")
def endless_400(wire: Wire) -> None:
    """The body of a refusal without end."""
    _endless(wire, 400, '{"error": "')


@mode("unavailable")
def endless_redirection(wire: Wire) -> None:
    """The body of a redirection without end."""
    _endless(wire, 302, "")


@mode("unavailable")
def endless_stream(wire: Wire) -> None:
    """A stream without end, as fast as it goes."""
    wire.send(head(content_type="text/event-stream"))
    while True:
        wire.send(f"data: {json.dumps(chunk(content='ha' * 1000))}\n\n")


def _bomb(wire: Wire, status: int, format: Literal["gzip", "deflate"]) -> None:
    wire.send(head(status, content_encoding=format), *zeros(format, 4096))


@mode("unavailable")
def gzip_bomb_200(wire: Wire) -> None:
    """4 GiB in 4 MB."""
    _bomb(wire, 200, "gzip")


@mode("unavailable")
def gzip_bomb_500(wire: Wire) -> None:
    """4 GiB in 4 MB, with an error."""
    _bomb(wire, 500, "gzip")


@mode("unavailable")
def gzip_bomb_400(wire: Wire) -> None:
    """4 GiB in 4 MB, with a refusal."""
    _bomb(wire, 400, "gzip")


@mode("unavailable")
def deflate_bomb(wire: Wire) -> None:
    """4 GiB in 4 MB, in the other format."""
    _bomb(wire, 200, "deflate")


@mode("unavailable")
def twice_gzip_bomb(wire: Wire) -> None:
    """A bomb in a bomb."""
    wire.send(head(500, content_encoding="gzip, gzip"), *zeros("gzip", 64))


@mode("unavailable")
def brotli_bomb(wire: Wire) -> None:
    """Compressed by something that not everybody can unpack."""
    wire.send(head(500, content_encoding="br"), b"\xcf\xff\xff\x7f\xf8" * 1000)


@mode("unavailable")
def zstd_bomb(wire: Wire) -> None:
    """Compressed by something else."""
    wire.send(head(200, content_encoding="zstd"), b"\x28\xb5\x2f\xfd" * 1000)


@mode("unavailable")
def broken_gzip(wire: Wire) -> None:
    """Says gzip and is none."""
    wire.reply(200, message(), content_encoding="gzip")


@mode("unavailable")
def cut_gzip(wire: Wire) -> None:
    """Compressed, and cut."""
    wire.reply(200, packed(message(), "gzip")[:-12], content_encoding="gzip")


@mode("unavailable")
def switches_protocols(wire: Wire) -> None:
    """Switches to another protocol."""
    wire.send("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n")
    wire.send(json.dumps(message()))


@mode("unavailable", raw=True, tls=True)
def tls_plain(wire: Wire) -> None:
    """Speaks no TLS where https is expected."""
    wire.send("HTTP/1.1 400 Bad Request\r\n\r\n")


@mode("unavailable", raw=True, tls=True)
def tls_untrusted(wire: Wire) -> None:
    """A certificate that nobody signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with context.wrap_socket(wire.connection, server_side=True) as secret:
        secret.recv(1000)


@mode("unavailable", raw=True, tls=True)
def tls_hangs_up(wire: Wire) -> None:
    """Hangs up in the handshake."""
    wire.connection.recv(100)


# Waits


@mode("timeout")
def silent(wire: Wire) -> None:
    """Takes the request and says nothing."""
    wire.hold()


@mode("timeout", raw=True)
def reads_nothing(wire: Wire) -> None:
    """Takes the connection and does not even read."""
    wire.hold()


@mode("timeout", raw=True, tls=True)
def tls_silent(wire: Wire) -> None:
    """A handshake that never comes."""
    wire.hold()


@mode("timeout", raw=True, tls=True)
def tls_drips(wire: Wire) -> None:
    """A handshake that drips."""
    wire.drip(b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb\x03\x03", b"\0")


@mode("timeout")
def drips_status(wire: Wire) -> None:
    """A status line that drips."""
    wire.drip("HTTP/1.1 200 ", "K")


@mode("timeout")
def drips_headers(wire: Wire) -> None:
    """Headers that drip."""
    wire.drip("HTTP/1.1 200 OK\r\n", "x: y\r\n")


@mode("timeout")
def drips_header(wire: Wire) -> None:
    """One header that drips."""
    wire.drip("HTTP/1.1 200 OK\r\nx: ", "y")


@mode("timeout")
def drips_continue(wire: Wire) -> None:
    """Interim answers that drip."""
    wire.drip("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n")


@mode("timeout")
def floods_continue(wire: Wire) -> None:
    """Interim answers without end, as fast as they go."""
    while True:
        wire.send("HTTP/1.1 100 Continue\r\n\r\n" * 100)


@mode("timeout")
def drips_body(wire: Wire) -> None:
    """A body that drips."""
    wire.drip(head() + b'{"choices": ', " ")


@mode("timeout")
def drips_error(wire: Wire) -> None:
    """The body of an error that drips."""
    wire.drip(head(500) + b'{"error": "', "x")


@mode("timeout")
def drips_refusal(wire: Wire) -> None:
    """The body of a refusal that drips."""
    wire.drip(head(401, content_length="100000") + b'{"error": "', "x")


@mode("timeout")
def drips_chunks(wire: Wire) -> None:
    """Chunks that drip."""
    wire.drip(head(transfer_encoding="chunked"), "1\r\n \r\n")


@mode("timeout")
def drips_chunk_size(wire: Wire) -> None:
    """The size of a chunk that drips."""
    wire.drip(head(transfer_encoding="chunked"), "0")


@mode("timeout")
def drips_gzip(wire: Wire) -> None:
    """A compressed body that drips."""
    pieces = zeros("gzip", 1)
    wire.drip(head(content_encoding="gzip") + next(pieces), b"\0\0\0\xff\xff")


@mode("timeout")
def drips_comments(wire: Wire) -> None:
    """A stream of comments that keep it alive."""
    wire.drip(head(content_type="text/event-stream"), ": wait\n\n")


@mode("timeout")
def drips_words(wire: Wire) -> None:
    """A stream that goes on and on, word by word."""
    wire.drip(head(content_type="text/event-stream"), f"data: {json.dumps(chunk(content='ha '))}\n\n")


@mode("timeout")
def stream_stalls(wire: Wire) -> None:
    """A stream that stalls in the middle."""
    wire.drip(head(content_type="text/event-stream") + f"data: {json.dumps(WORDS[1])}\n\n".encode())


# Refusals

replies(
    "refused",
    status_400=("a bad request", (400, error("max_tokens is too large"))),
    status_413=("too large a request", (413, error("too large"))),
    status_422=("an unprocessable request", (422, {"detail": [{"loc": ["body"], "msg": "no field"}]})),
    status_418=("an odd refusal", (418, "I'm a teapot")),
    refused_in_200=("a bad request with status 200", error("max_tokens is too large", code=400)),
    surrogate_400=("half of a surrogate pair in the words", (400, b'{"error": {"message": "\\ud83d no"}}')),
    control_400=("control characters in the words", (400, error("\0\x07\x1b]0;title\x07\r\n\u202e no"))),
    megabytes_400=("8 MB of words", (400, error("no " * 2_700_000))),
    words_400=("words that are no words", (400, error({"a": [1, None, {"b": "no"}]}))),
    deep_400=("words nested without end", (400, '{"error": ' + "[" * 200_000)),
)
replies(
    "refused for good",
    status_401=("a wrong key", (401, error("Incorrect API key", code="invalid_api_key"))),
    status_402=("no money", (402, error("pay first"))),
    status_403=("no access", (403, error("no access to this model"))),
    status_404=("an unknown model", (404, error("The model does not exist", code="model_not_found"))),
    status_405=("an address that takes no requests", (405, "")),
    unknown_model_400=(
        "an unknown model, as a bad request",
        (400, error("no such model", code="model_not_found")),
    ),
    no_quota=("a quota that is spent", (429, error("You exceeded your quota", code="insufficient_quota"))),
    wrong_key_in_200=("a wrong key with status 200", error("Incorrect API key", code=401)),
    wrong_key_words_in_200=(
        "a wrong key with status 200, by name",
        error("Wrong key", type="invalid_api_key"),
    ),
)
streams("refused for good", wrong_key_in_stream=("a wrong key in a stream", [error("Wrong key", code="401")]))


@mode("refused for good")
def echoes_key_401(wire: Wire) -> None:
    """A wrong key, quoted."""
    wire.reply(401, error(f"Incorrect API key provided: {wire.key[:12]}...{wire.key[-9:]} ({wire.key})"))


@mode("refused for good")
def redirects(wire: Wire) -> None:
    """A redirection to itself."""
    wire.reply(307, "", location="/redirects/v1/chat/completions")


@mode("refused for good")
def redirects_away(wire: Wire) -> None:
    """A redirection to another host, which would get the key."""
    wire.reply(302, "", location="http://203.0.113.7/v1")
