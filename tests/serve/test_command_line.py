from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from openphone_gym.__main__ import STOPPING, main
from tests.serve.conftest import Host

ROOT = Path(__file__).parents[2]
INTERRUPTS_ITSELF = """
import signal, sys, threading
from openphone_gym.__main__ import main

def interrupt():
    sys.stdin.readline()
    signal.pthread_kill(threading.get_ident(), signal.SIGINT)

threading.Thread(target=interrupt, daemon=True).start()
sys.exit(main(["serve", "--port", "0", "--no-grpc"]))
"""


def test_phones_are_served_until_interrupted():
    command = [sys.executable, "-m", "openphone_gym", "serve", "--phones", "2", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        try:
            first, second = program.stdout.readline(), program.stdout.readline()
            assert first.startswith("emulator-")
            port = int(second.rsplit(",", 1)[1])
            host = Host(port)
            assert host.greet().startswith(b"device::")
            program.send_signal(signal.SIGINT)
            assert host.hung_up()
            host.socket.close()
            _, errors = program.communicate(timeout=30)
            assert (program.returncode, errors) == (0, "")
        finally:
            program.kill()


IGNORES = 'trap \'\' INT; exec "$0" "$@"'
"""A shell that starts a program as one without job control does in the background."""


@pytest.mark.parametrize("command", ["serve", "play"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_in_the_background_stops_at_a_signal(command, number):
    if command == "play":
        pytest.importorskip("aiohttp", reason="needs aiohttp: pip install 'openphone_gym[play]'")
    program = [sys.executable, "-m", "openphone_gym", command, "--port", "0"]
    with subprocess.Popen(
        ["sh", "-c", IGNORES, *program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        try:
            assert running.stdout.readline()
            running.send_signal(number)
            _, errors = running.communicate(timeout=30)
            assert running.returncode == 0
            assert "Traceback" not in errors
        finally:
            running.kill()


def test_handlers_of_signals_are_put_back(capsys):
    before = [signal.getsignal(number) for number in STOPPING]
    main(["serve", "--port", "5555"])
    assert [signal.getsignal(number) for number in STOPPING] == before


def test_an_interruption_that_another_thread_takes_is_not_missed():
    command = [sys.executable, "-c", INTERRUPTS_ITSELF]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        try:
            assert program.stdout.readline().startswith("emulator-")
            program.communicate("now\n", timeout=30)
            assert program.returncode == 0
        finally:
            program.kill()


def test_a_taken_port_is_told(server, capsys):
    assert main(["serve", "--port", str(server.ports()[0])]) == 1
    assert "in use" in capsys.readouterr().err


def test_an_odd_port_is_told(capsys):
    assert main(["serve", "--port", "5555"]) == 1
    assert "should be even" in capsys.readouterr().err


def test_help_teaches(capsys):
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    told = capsys.readouterr().out
    assert "adb connect emu:5554,5555" in told
    assert "Only programs on this" in told
