"""Input and output of commands: what they print goes to the client, into a pipe or into a file."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Printed(NamedTuple):
    """Something that a script printed: output, or a complaint."""

    text: str
    is_error: bool


class Sink(Protocol):
    """What takes the output of commands."""

    def append(self, text: str, /) -> None:
        """Takes more of it."""
        ...


class Printer:
    """Where the output of a script, or its complaints, go in the end; both keep their common order."""

    def __init__(self, printed: list[Printed], is_error: bool) -> None:
        self._printed = printed
        self._is_error = is_error

    def append(self, text: str, /) -> None:
        """Prints something."""
        self._printed.append(Printed(text, self._is_error))


class Source:
    """Input that several commands share: ``read`` takes a line away, and others see the rest."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def rest(self) -> str:
        """What nobody has taken."""
        return self._text[self._at :] if self._at else self._text

    def line(self) -> str:
        """Takes a line, with its end; an empty text if nothing is left."""
        end = self._text.find("\n", self._at) + 1 or len(self._text)
        line, self._at = self._text[self._at : end], end
        return line


class Streams(NamedTuple):
    """Input of a command, and where its output and its complaints are gathered."""

    source: Source
    out: Sink
    err: Sink

    @property
    def text(self) -> str:
        """The input."""
        return self.source.rest()
