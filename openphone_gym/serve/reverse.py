"""``adb reverse``: ports of the phone that lead to the host. Nothing on a virtual phone connects to them."""

from __future__ import annotations

import itertools

from openphone_gym.phone.shell import readable
from openphone_gym.serve.adbd import Stream

MOST_PORTS = 64
FIRST_FREE_PORT = 40_000
"""Most ports that are reserved at a time, and the first that is chosen for ``tcp:0``."""

LONGEST_REQUEST = 200
"""Most characters of a port and its target, so that the list of all can be counted in four digits."""


class Reverse:
    """The ports of one phone that clients reserved."""

    def __init__(self) -> None:
        self._ports: dict[str, str] = {}

    async def serve(self, stream: Stream, request: str) -> None:
        """Answers ``forward:PORT;TARGET``, ``list-forward``, ``killforward:PORT`` and ``killforward-all``."""
        await stream.write(self._answer(readable(request)).encode())

    def _answer(self, request: str) -> str:
        verb, _, argument = request.partition(":")
        if verb == "forward":
            return self._reserve(argument)
        if verb == "list-forward":
            return _counted("".join(f"host-0 {port} {target}\n" for port, target in self._ports.items()))
        if verb == "killforward-all":
            self._ports.clear()
            return "OKAY"
        if verb == "killforward" and self._ports.pop(argument, None):
            return "OKAY"
        return "FAIL" + _counted(f"listener '{argument[:80]}' not found")

    def _reserve(self, argument: str) -> str:
        port, divider, target = argument.removeprefix("norebind:").partition(";")
        if not divider or len(argument) > LONGEST_REQUEST or len(self._ports) >= MOST_PORTS:
            return "FAIL" + _counted("cannot bind listener")
        if argument.startswith("norebind:") and port in self._ports:
            return "FAIL" + _counted("cannot rebind existing socket")
        chosen = ""
        if port == "tcp:0":
            chosen = next(str(n) for n in itertools.count(FIRST_FREE_PORT) if f"tcp:{n}" not in self._ports)
            port = f"tcp:{chosen}"
        self._ports[port] = target
        return "OKAY" + (_counted(chosen) if chosen else "")


def _counted(text: str) -> str:
    """A text after its length in four hexadecimal digits."""
    return f"{len(text.encode()):04x}{text}"
