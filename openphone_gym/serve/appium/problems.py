"""What can go wrong in a command of WebDriver, by the names that the protocol has for it."""

from __future__ import annotations

from http import HTTPStatus


class Problem(Exception):
    """A command fails.

    Attributes:
        name: The protocol's name of the error, such as ``no such element``.
        status: HTTP status that goes with it.
    """

    name = "unknown error"
    status = HTTPStatus.INTERNAL_SERVER_ERROR


class InvalidArgument(Problem):
    """The command asks for something that makes no sense."""

    name = "invalid argument"
    status = HTTPStatus.BAD_REQUEST


class InvalidSelector(Problem):
    """A selector can't be read."""

    name = "invalid selector"
    status = HTTPStatus.BAD_REQUEST


class InvalidElementState(Problem):
    """The element, or the phone, can't do this."""

    name = "invalid element state"
    status = HTTPStatus.BAD_REQUEST


class NoSuchElement(Problem):
    """Nothing on the screen fits."""

    name = "no such element"
    status = HTTPStatus.NOT_FOUND


class StaleElement(Problem):
    """The element was there, and is not any more."""

    name = "stale element reference"
    status = HTTPStatus.NOT_FOUND


class NoSuchAlert(Problem):
    """No dialog is open."""

    name = "no such alert"
    status = HTTPStatus.NOT_FOUND


class InvalidSession(Problem):
    """There is no such session."""

    name = "invalid session id"
    status = HTTPStatus.NOT_FOUND


class UnknownCommand(Problem):
    """The server has no such command."""

    name = "unknown command"
    status = HTTPStatus.NOT_FOUND


class Unsupported(Problem):
    """The command is known, but this phone can't do it."""

    name = "unsupported operation"
