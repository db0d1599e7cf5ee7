"""The typed failures of endpoints."""

from __future__ import annotations


class EndpointError(RuntimeError):
    """The endpoint could not be used: infrastructure, never a score and never an agent's failure.

    Attributes:
        final: Whether no further call can succeed with these settings, such as after a wrong key or an
            unknown model: whoever makes many calls stops at once. False where only this request failed, or
            where the next one may find the endpoint up again.
    """

    final: bool = False


class EndpointNotConfigured(EndpointError, ValueError):
    """Settings are missing or wrong; the message says which variable or argument to set."""

    final = True


class EndpointUnavailable(EndpointError):
    """Down, overloaded, or answering what is no chat completion, after all retries.

    Attributes:
        retry_after: Seconds the endpoint asked to wait, if it did.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class EndpointTimeout(EndpointError):
    """No whole answer within the time allowed, after all retries."""


class EndpointRefused(EndpointError):
    """The endpoint refuses the request for good.

    ``final`` is True where the settings are refused: the key (401, 403), the model or path (404, 405, 410, a
    redirection), the account (402, a spent quota). It is False where this one request is: 400, 413, 422 and
    others.
    """

    def __init__(self, message: str, final: bool = False) -> None:
        super().__init__(message)
        self.final = final
