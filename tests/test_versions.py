"""The tested versions: what is required is among them, and which of them the pictures depend on.

The pictures of ``tests/golden_pictures`` are the apps' first screens, small, drawn with the versions of
constraints.txt. Made anew, after a change of the apps that was meant, by ``python -m tests.test_versions``.
"""

from __future__ import annotations

import configparser
import re
from importlib import metadata
from pathlib import Path

import cv2
import numpy as np
import pytest
from packaging.requirements import Requirement

from openphone_gym.devices import VirtualDevice
from openphone_gym.phone.app import installed_apps
from openphone_gym.ui.gesture import LaunchApp

ROOT = Path(__file__).parents[1]
PICTURES = Path(__file__).parent / "golden_pictures"
WIDTH, HEIGHT = 180, 400

PAINTING = (
    "skia-python",
    "opencv-python-headless",
    "fontpkg-roboto",
    "fonticon-materialdesignicons7",
    "fontpkg-noto-sans-thai",
    "pylopdf-fonts-zh-cn",
    "pylopdf-fonts-ko",
)
"""Packages whose versions change pictures: what paints, and the fonts."""

OTHER_ENVIRONMENTS = {"openenv", "mcp", "verifiers", "skyrl", "inspect", "minari", "vllm", "ray", "wandb"}
"""Extras that make does not install into its own environment."""

STARTABLE = [app.id for app in installed_apps().values() if app.startable]

MOST = 1.0
"""Mean difference of two pictures, of 255, that is still the same picture: processors round differently."""


def _tested() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {_name(name): version for name, version in pairs}


def required() -> list[Requirement]:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    texts = config["options"]["install_requires"].split("\n")
    for extra, text in config["options.extras_require"].items():
        if extra not in OTHER_ENVIRONMENTS:
            texts += text.split("\n")
    found = [Requirement(text) for text in texts if text.strip() and not text.startswith("#")]
    return [each for each in found if each.name not in ("openphone_gym", "torch")]


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("requirement", required(), ids=str)
def test_what_is_required_is_among_the_tested_versions(requirement):
    version = _tested().get(_name(requirement.name))
    assert version is not None, f"add {requirement.name} to constraints.txt"
    assert requirement.specifier.contains(version, prereleases=True)


@pytest.mark.parametrize("app", STARTABLE)
def test_pictures_are_those_of_the_tested_versions(app):
    golden = cv2.imread(str(PICTURES / f"{app}.png"))
    assert golden is not None, "draw it: python -m tests.test_versions"
    difference = float(np.abs(first_screen(app).astype(int) - golden.astype(int)).mean())
    other = {name: metadata.version(name) for name in PAINTING if metadata.version(name) != _tested()[name]}
    why = (
        f"versions that change pictures are not the tested ones: {other}" if other else "the app has changed"
    )
    assert difference < MOST, f"{app} looks different ({difference:.2f} of 255): {why}"


def first_screen(app: str) -> np.ndarray:
    """The first screen of an app, small, as OpenCV has it: uint8 (400, 180, 3), blue first."""
    device = VirtualDevice()
    device.perform(LaunchApp(device.resolve_app(app)))
    return cv2.resize(device.frame()[:, :, ::-1], (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)


if __name__ == "__main__":
    for each in STARTABLE:
        cv2.imwrite(str(PICTURES / f"{each}.png"), first_screen(each), [cv2.IMWRITE_PNG_COMPRESSION, 9])
