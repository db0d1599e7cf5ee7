"""Stands in for vLLM's server in tests of waiting and stopping: it serves ``/health`` after a moment.

Called as the server is, with more arguments that it ignores; ``STAND_IN`` says what goes wrong.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def end(number: int, frame: object) -> None:
    print(f"ended by {signal.Signals(number).name}", flush=True)
    sys.exit(0)


if __name__ == "__main__":
    behaviour = os.environ.get("STAND_IN", "")
    if behaviour == "dies":
        sys.exit("no such weights")
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_, signal.SIG_IGN if behaviour == "stubborn" else end)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
    print(f"child {child.pid}", flush=True)
    if behaviour == "late":
        time.sleep(120)
    time.sleep(0.3)
    port = int(sys.argv[sys.argv.index("--port") + 1])
    HTTPServer(("127.0.0.1", port), Health).serve_forever(0.02)
