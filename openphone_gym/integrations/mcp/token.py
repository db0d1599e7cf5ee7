"""Who may use the server over HTTP."""

from __future__ import annotations

from fastmcp.server.auth import AccessToken, TokenVerifier

from openphone_gym.serve.guard import Guard


class Tokens(TokenVerifier):
    """Lets in who knows the token.

    Args:
        guard: Knows it.
    """

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard

    async def verify_token(self, token: str) -> AccessToken | None:
        """The right to use every tool, for the right token."""
        return AccessToken(token=token, client_id="openphone", scopes=[]) if self._guard.admits(token) else None
