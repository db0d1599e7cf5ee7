"""Poses as Android's emulator program: the same command line and files, and a virtual phone behind its ports.

It is strict where the real one is: an unknown option, a missing virtual device, or files that another
instance holds end it. In the virtual device's ``config.ini``, the setting ``stand_in.fault`` makes it fail:
``no-kvm`` and ``crash`` at the start, ``never-boots``, ``deaf`` (the console's kill does nothing) and
``stubborn`` (signals neither).
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

FLAGS = {"-no-audio", "-no-boot-anim", "-no-window", "-no-snapshot", "-no-snapshot-save"}
VALUES = {"-avd", "-ports", "-grpc", "-gpu", "-memory", "-cores", "-snapshot"}
GPU_MODES = {"auto", "host", "swiftshader_indirect", "angle_indirect", "off", "guest"}


def fail(message: str) -> None:
    print(f"ERROR   | {message}", flush=True)
    sys.exit(1)


def read_arguments(words: list[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    while words:
        word = words.pop(0)
        if word in VALUES and words:
            given[word] = words.pop(0)
        elif word in FLAGS:
            given[word] = ""
        else:
            fail(f"unknown option: {word}\nplease use -help for a list of valid options")
    return given


def read_settings(file: Path) -> dict[str, str]:
    if not file.is_file():
        fail(f"Unknown AVD name [{file.stem}], use -list-avds to see valid list.")
    return dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)


def announce(adb_port: int) -> None:
    """Makes the emulator known to the adb server, which does not answer."""
    address = "127.0.0.1", int(os.environ.get("ANDROID_ADB_SERVER_PORT", "5037"))
    message = f"host:emulator:{adb_port}"
    with socket.create_connection(address, timeout=10) as server:
        server.sendall(f"{len(message):04x}{message}".encode())


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def main() -> None:
    given = read_arguments(sys.argv[1:])
    console, adb = map(int, given["-ports"].split(","))
    if console % 2 or not 5554 <= console <= 5682 or adb != console + 1:
        fail(f"bad ports {given['-ports']}")
    if given["-gpu"] not in GPU_MODES:
        fail(f"bad gpu mode {given['-gpu']}")
    folder = Path(read_settings(Path(os.environ["ANDROID_AVD_HOME"], f"{given['-avd']}.ini"))["path"])
    settings = read_settings(folder / "config.ini")
    if not Path(settings["skin.path"]).is_dir():
        fail(f"no skin in {settings['skin.path']}")
    if list(folder.glob("*.lock")):
        fail("Running multiple emulators with the same AVD is an experimental feature.")
    if "-snapshot" in given and not (folder / "snapshots" / given["-snapshot"] / "ram.bin").is_file():
        fail(f"Snapshot '{given['-snapshot']}' not found")
    (folder / "multiinstance.lock").touch()
    with (folder / "userdata-qemu.img").open("ab") as disk:
        disk.write(b"used")
    print(f"INFO    | Started GRPC server at 127.0.0.1:{int(given['-grpc'])}", flush=True)
    fault = settings.get("stand_in.fault", "")
    if fault == "no-kvm":
        fail(
            "x86_64 emulation currently requires hardware acceleration!\nCPU acceleration status: KVM is off"
        )
    if fault == "crash":
        print("FATAL   | Not enough space to create userdata partition", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    if fault == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if fault == "never-boots":
        print("INFO    | Waiting for the kernel", flush=True)
        time.sleep(120)
    serve(console, settings, deaf=fault in ("deaf", "stubborn"))


def serve(console: int, settings: dict[str, str], deaf: bool) -> None:
    # Late imports: the drawing library takes a while, and what fails before needs none of it.
    from openphone_gym.phone.phone import Phone
    from openphone_gym.phone.system.state import Display
    from openphone_gym.serve import VirtualPhoneServer

    display = Display(*(int(settings[f"hw.lcd.{side}"]) for side in ("width", "height", "density")))
    with VirtualPhoneServer([Phone.new(None, display)], port=console):
        announce(console + 1)
        while deaf or listens(console):
            time.sleep(0.1)


if __name__ == "__main__":
    main()
