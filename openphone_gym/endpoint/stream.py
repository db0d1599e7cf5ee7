"""An answer that comes in pieces, as events of a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from openphone_gym.endpoint.objects import Malformed, Object, as_object, check, read_object, text_of


class Stream:
    """What the events of a stream add up to."""

    def __init__(self) -> None:
        self.choice: Object = {}
        self.usage: Any = None
        self.first_token: float | None = None
        self._done = False
        self._parts: list[Any] = []
        self._fields: dict[str, list[str]] = {"reasoning": [], "reasoning_content": [], "refusal": []}
        self._calls: dict[Any, Object] = {}
        self._logprobs: list[Any] = []

    def add(self, event: str, data: str) -> bool:
        """Adds an event; tells whether it brought something of the answer."""
        if data == "[DONE]":
            self._done = True
        if data == "[DONE]" or not data:
            return False
        piece = read_object(data)
        if event == "error":
            check({"error": piece.get("error") or piece or "error"})
        check(piece)
        self.usage = piece.get("usage") or self.usage
        choices = piece.get("choices")
        for choice in choices if isinstance(choices, list) else []:
            if isinstance(choice, dict) and choice.get("index", 0) in (0, None):
                return self._take(choice)
        return False

    def message(self) -> Object:
        """The message that the pieces make up.

        Raises:
            Malformed: The stream broke off.
        """
        if not self.choice:
            raise Malformed("there is no choice in the stream")
        if not self._done and self.choice.get("finish_reason") is None:
            raise Malformed("the stream broke off")
        self.choice["logprobs"] = {"content": self._logprobs}
        fields: Object = {name: "".join(pieces) for name, pieces in self._fields.items()}
        if fields["reasoning"] and fields["reasoning_content"]:
            del fields["reasoning"]
        calls = [
            {"name": call["name"], "arguments": "".join(call["arguments"])} for call in self._calls.values()
        ]
        return fields | {"content": self._parts, "tool_calls": calls}

    def _take(self, choice: Object) -> bool:
        check(choice)
        self.choice["finish_reason"] = choice.get("finish_reason") or self.choice.get("finish_reason")
        logprobs = (as_object(choice.get("logprobs")) or {}).get("content")
        self._logprobs += logprobs if isinstance(logprobs, list) else []
        delta = as_object(choice.get("delta")) or as_object(choice.get("message")) or {}
        content = delta.get("content")
        if content:
            self._parts += content if isinstance(content, list) else [content]
        for name, pieces in self._fields.items():
            pieces.append(text_of(delta.get(name)))
        calls = delta.get("tool_calls") or delta.get("function_call") or []
        for place, call in enumerate(calls if isinstance(calls, list) else [calls]):
            if isinstance(call, dict):
                self._call(place, call)
        return bool(content or calls)

    def _call(self, place: int, piece: Object) -> None:
        index = piece.get("index")
        if not isinstance(index, int):  # a new name begins a new call, all else goes on with the last
            named = (as_object(piece.get("function")) or piece).get("name")
            index = len(self._calls) + place if named or not self._calls else next(reversed(self._calls))
        call = self._calls.setdefault(index, {"name": "", "arguments": []})
        function = as_object(piece.get("function")) or piece
        call["name"] = call["name"] or text_of(function.get("name"))
        arguments = function.get("arguments")
        if arguments is not None:
            call["arguments"].append(arguments if isinstance(arguments, str) else json.dumps(arguments))


def events(body: bytes) -> Iterator[tuple[int, str, str]]:
    """Where each event of a stream ends, its name, and its data.

    Lines of data belong to one event up to an empty line; where the first is whole by itself, each is one:
    some servers send no empty lines.

    Raises:
        Malformed: There is none.
    """
    event, place, found = "", 0, False
    lines: list[tuple[int, str, str]] = []
    for line in body.splitlines(keepends=True):
        place += len(line)
        try:
            text = line.decode().strip()
        except UnicodeDecodeError:
            raise Malformed("the stream is no UTF-8") from None
        name, _, value = text.partition(":")
        if not text:
            yield from _joined(lines)
            event, lines = "", []
        elif name == "event":
            event = value.strip()
        elif name == "data":
            found = True
            lines.append((place, event, value.strip()))
    yield from _joined(lines)
    if not found:
        raise Malformed("neither a JSON object nor a stream of events")


def _joined(lines: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    """Lines of data as the one event that they make up, or as one each."""
    if len(lines) < 2 or _is_whole(lines[0][2]):
        return lines
    return [(lines[-1][0], lines[0][1], "\n".join(data for _, _, data in lines))]


def _is_whole(data: str) -> bool:
    try:
        return data in ("", "[DONE]") or read_object(data) is not None
    except Malformed:
        return False
