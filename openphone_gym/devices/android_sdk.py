"""Where the Android SDK and its virtual devices lie on this machine.

The places are those that Android's own tools look at, in their order:
https://developer.android.com/tools/variables.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from openphone_gym.devices.device import DeviceError

INSTALL = (
    "install the Android command line tools (https://developer.android.com/studio#command-tools), run"
    " `sdkmanager emulator platform-tools` and set ANDROID_HOME to the folder of the SDK"
)

CREATE = (
    "create one with: avdmanager create avd -n {name} -k 'system-images;android-33;google_apis;x86_64'"
    " --device pixel_6 (after sdkmanager has installed that image)"
)

_AVD_NAME = re.compile(r"[A-Za-z0-9._-]+")


class EmulatorNotFound(DeviceError):
    """The emulator program is not installed, or not where Android's variables point to."""


class AvdNotFound(DeviceError):
    """No Android Virtual Device has this name."""


class Avd(NamedTuple):
    """An Android Virtual Device.

    Attributes:
        name: Its name.
        home: The folder of all devices.
        folder: The folder of its disks and settings.
    """

    name: str
    home: Path
    folder: Path

    @property
    def ini(self) -> Path:
        """The file that says where its folder is."""
        return self.home / f"{self.name}.ini"


def find_emulator() -> Path:
    """The emulator program: that of ANDROID_HOME or ANDROID_SDK_ROOT, else the one in PATH.

    Raises:
        EmulatorNotFound: There is none; tells how to install it.
    """
    looked: list[str] = []
    for variable in ("ANDROID_HOME", "ANDROID_SDK_ROOT"):
        if root := os.environ.get(variable):
            program = Path(root) / "emulator" / "emulator"
            if os.access(program, os.X_OK):
                return program
            looked.append(f"{program} ({variable})")
    if found := shutil.which("emulator"):
        return Path(found)
    looked.append("PATH")
    raise EmulatorNotFound(f"no Android emulator in {', '.join(looked)}; {INSTALL}")


def user_home() -> Path:
    """The user's folder of Android's tools."""
    if given := os.environ.get("ANDROID_USER_HOME"):
        return Path(given)
    if given := os.environ.get("ANDROID_SDK_HOME"):
        return Path(given) / ".android"
    return Path.home() / ".android"


def avd_home() -> Path:
    """The folder of all virtual devices."""
    if given := os.environ.get("ANDROID_AVD_HOME"):
        return Path(given)
    emulator_home = os.environ.get("ANDROID_EMULATOR_HOME")
    return (Path(emulator_home) if emulator_home else user_home()) / "avd"


def find_avd(name: str) -> Avd:
    """The virtual device of a name.

    Raises:
        AvdNotFound: There is none; names the nearest one, and tells how to create one.
    """
    home = avd_home()
    known = sorted(ini.stem for ini in home.glob("*.ini"))
    if name not in known or not _AVD_NAME.fullmatch(name):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean 'avd:{near[0]}'?" if near else ""
        listed = f" (there are: {', '.join(known)})" if known else ""
        remedy = CREATE.format(name=name if _AVD_NAME.fullmatch(name) else "NAME")
        raise AvdNotFound(f"no virtual device {name!r} in {home}{hint}{listed}; {remedy}")
    settings = read_ini(home / f"{name}.ini")
    places = [Path(settings["path"])] if "path" in settings else []
    if "path.rel" in settings:
        places.append(home.parent / settings["path.rel"])
    places.append(home / f"{name}.avd")
    for folder in places:
        if (folder / "config.ini").is_file():
            return Avd(name, home, folder)
    looked = ", ".join(map(str, places))
    remedy = CREATE.format(name=name)
    raise AvdNotFound(f"the virtual device {name!r} has no config.ini in {looked}; {remedy}")


def read_ini(file: Path) -> dict[str, str]:
    """The settings in an ini file of Android's tools: ``key=value`` lines, spaces around both dropped."""
    pairs = (line.partition("=") for line in file.read_text("utf-8", "replace").splitlines() if "=" in line)
    return {key.strip(): value.strip() for key, _, value in pairs}
