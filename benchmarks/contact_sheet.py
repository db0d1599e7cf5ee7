"""Draws every screen of the virtual phone's apps, light and dark, onto contact sheets.

::

    python -m benchmarks.contact_sheet --out docs/screens

The screens are found by touching whatever can be touched (``benchmarks.walk``); what an app declares
and the walk did not reach is printed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer

from benchmarks.walk import Place, Walk
from openphone_gym.devices import VirtualDevice
from openphone_gym.ui.gesture import LaunchApp, PressKey, Tap

APPS = "launcher,systemui,setting,clock,contacts,messages,dialer,zoom"
THEMES = {"light": "1", "dark": "2"}
VARIANTS_WALKED = 12
COLUMNS, ROWS = 8, 5
GAP = 12
CAPTION = 22
PAPER = (236, 238, 240)
INK = (60, 60, 60)
OUTLINE = (190, 190, 190)
MOST_BYTES = 390_000

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def contact_sheet(
    out: Annotated[Path, typer.Option(help="Folder for the sheets.")],
    apps: Annotated[str, typer.Option(help="Apps, separated by commas.")] = APPS,
    variants: Annotated[int, typer.Option(min=1, help="Most pictures of one screen.")] = 5,
    width: Annotated[int, typer.Option(min=60, help="Width of a picture in pixels.")] = 190,
    hero: Annotated[
        Path | None, typer.Option(help="Also draw four phones side by side into this file.")
    ] = None,
) -> None:
    """Draws every screen of the apps, light and dark, onto contact sheets."""
    out.mkdir(parents=True, exist_ok=True)
    device = VirtualDevice()
    walk = Walk(device, VARIANTS_WALKED)
    report: dict[str, dict[str, object]] = {}
    for name in apps.split(","):
        walk.app(name)
        missing = walk.missing(name)
        report[name] = {"screens": len({p.screen for p in walk.places if p.app == name}), "missing": missing}
        typer.echo(
            f"{name}: {report[name]['screens']} screens" + (f", not reached: {missing}" if missing else "")
        )
    for name in apps.split(","):
        places = list(_one_of_each_view(walk.places, name, variants))
        for theme in THEMES:
            for number, sheet in enumerate(_sheets(device, places, theme, width), 1):
                _write(out / f"{name}-{theme}-{number}.jpg", sheet)
    (out / "screens.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    if hero is not None:
        cv2.imwrite(str(hero), _hero(device), [cv2.IMWRITE_PNG_COMPRESSION, 9])


def _one_of_each_view(places: Sequence[Place], app: str, variants: int) -> Iterator[Place]:
    seen: set[tuple[str, str]] = set()
    counts: Counter[str] = Counter()
    for place in places:
        view = (place.screen, place.view)
        if place.app == app and view not in seen and counts[place.screen] < variants:
            seen.add(view)
            counts[place.screen] += 1
            yield place


def _picture(device: VirtualDevice, place: Place, theme: str) -> np.ndarray:
    device.restore(place.snapshot)
    device.phone.system.settings["secure"]["ui_night_mode"] = THEMES[theme]
    device.phone.changed()
    return device.frame()[:, :, ::-1]


def _sheets(device: VirtualDevice, places: list[Place], theme: str, width: int) -> Iterator[np.ndarray]:
    """Sheets of pictures with the names of the screens below them."""
    height = width * device.screen.height // device.screen.width
    for start in range(0, len(places), COLUMNS * ROWS):
        chunk = places[start : start + COLUMNS * ROWS]
        columns, rows = min(len(chunk), COLUMNS), -(-len(chunk) // COLUMNS)
        across, down = width + GAP, height + GAP + CAPTION
        sheet = np.full((rows * down + GAP, columns * across + GAP, 3), PAPER, np.uint8)
        for index, place in enumerate(chunk):
            x, y = GAP + index % COLUMNS * across, GAP + index // COLUMNS * down
            small = cv2.resize(_picture(device, place, theme), (width, height), interpolation=cv2.INTER_AREA)
            sheet[y : y + height, x : x + width] = small
            where = (x, y + height + CAPTION - 6)
            cv2.putText(sheet, place.screen, where, cv2.FONT_HERSHEY_SIMPLEX, 0.42, INK, 1, cv2.LINE_AA)
        yield sheet


def _write(path: Path, sheet: np.ndarray) -> None:
    """Writes a JPEG, as good as its size allows."""
    quality = 88
    while len(data := cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]) > MOST_BYTES:
        quality -= 8
    path.write_bytes(data.tobytes())


def _hero(device: VirtualDevice, height: int = 840, gap: int = 36) -> np.ndarray:
    """The home screen, the alarms, the settings and Zoom's join page, side by side."""
    device.close()
    width = height * device.screen.width // device.screen.height
    row = np.zeros((height, 4 * (width + gap) - gap, 4), np.uint8)
    ways = (("", ""), ("clock", "Alarm"), ("setting", ""), ("zoom", "Join a meeting"))
    for index, (name, button) in enumerate(ways):
        device.perform(LaunchApp(device.resolve_app(name)) if name else PressKey("home"))
        node = device.tree().find(lambda node, label=button: bool(label) and node.label == label)
        if node is not None:
            device.perform(Tap(*node.center))
        small = cv2.resize(device.frame()[:, :, ::-1], (width, height), interpolation=cv2.INTER_AREA)
        left = index * (width + gap)
        row[:, left : left + width] = _rounded(small)
    return row


def _rounded(picture: np.ndarray, radius: int = 28) -> np.ndarray:
    """The picture with round, transparent corners and a thin line around it."""
    height, width = picture.shape[:2]
    scale = 4  # Drawn large and made small: smooth edges.
    mask = np.zeros((height * scale, width * scale), np.uint8)
    right, bottom, r = width * scale - 1, height * scale - 1, radius * scale
    cv2.rectangle(mask, (r, 0), (right - r, bottom), 255, -1)
    cv2.rectangle(mask, (0, r), (right, bottom - r), 255, -1)
    for x in (r, right - r):
        for y in (r, bottom - r):
            cv2.circle(mask, (x, y), r, 255, -1)
    small = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)
    inner = cv2.erode(cv2.copyMakeBorder(small, 1, 1, 1, 1, cv2.BORDER_CONSTANT), np.ones((5, 5), np.uint8))
    edge = (inner[1:-1, 1:-1, None] / 255.0).astype(np.float32)
    outlined = picture * edge + np.array(OUTLINE, np.float32) * (1 - edge)
    return np.dstack([outlined.astype(np.uint8), small])


if __name__ == "__main__":
    app()
