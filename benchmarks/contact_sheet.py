"""Draws every screen of the virtual phone's apps onto contact sheets: one an app.

::

    python -m benchmarks.contact_sheet --out docs/screens
    python -m benchmarks.contact_sheet --out sheets --apps clock --look "cmd uimode night yes"
    python -m benchmarks.contact_sheet --out sheets --look "settings put system font_scale 1.3"
    python -m benchmarks.contact_sheet --out sheets --look "wm density 640"

The screens are found by touching whatever can be touched (``benchmarks.walk``); what an app declares
and the walk did not reach is printed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer

from benchmarks.walk import BUDGET, Place, Walk
from openphone_gym.devices import VirtualDevice
from openphone_gym.ui.gesture import LaunchApp

VARIANTS = 3
"""Most pictures of a screen."""

DIFFERENT = 0.25
"""Share of elements that two pictures of a screen do not have in common, at least."""

ACROSS = 1.9
"""Width of a sheet by its height."""

GAP = 12
CAPTION = 22
PAPER = (236, 238, 240)
INK = (60, 60, 60)
OUTLINE = (190, 190, 190)

BYTES_A_PICTURE = 3_000
"""Mean size of a picture on a sheet."""

MOST_BYTES = 2_000_000
"""Size of a folder with the sheets of all apps."""

BEST_QUALITY, WORST_QUALITY, STEP = 84, 36, 8
SMALLER = 0.9

HEROES = ("launcher", "map", "bluecoins", "gmail", "tiktok")
"""What the picture of the README shows."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def contact_sheet(
    out: Annotated[Path, typer.Option(help="Folder for the sheets.")],
    apps: Annotated[str, typer.Option(help="Apps, separated by commas; without it all.")] = "",
    look: Annotated[str, typer.Option(help="Shell command for the look of the phone in the pictures.")] = "",
    variants: Annotated[int, typer.Option(min=1, help="Most pictures of one screen.")] = VARIANTS,
    budget: Annotated[int, typer.Option(min=1, help="Most touches in one app.")] = BUDGET,
    width: Annotated[int, typer.Option(min=60, help="Width of a picture in pixels.")] = 170,
    small: Annotated[bool, typer.Option(help="Keep the folder small; otherwise the best quality.")] = True,
    hero: Annotated[
        Path | None, typer.Option(help="Also draw some apps side by side into this WebP file.")
    ] = None,
) -> None:
    """Draws every screen of the apps onto contact sheets, one an app."""
    out.mkdir(parents=True, exist_ok=True)
    device = VirtualDevice()
    walk = Walk(device, budget)
    names = apps.split(",") if apps else device.apps
    for name in names:
        walk.app(name)
    facts = out / "screens.json"
    report: dict[str, dict[str, object]] = json.loads(facts.read_text("utf-8")) if facts.exists() else {}
    chosen = {
        name: _chosen([place for place in walk.places if place.app == name], variants) for name in names
    }
    pictures = sum(len(places) for places in chosen.values())
    share = min(BYTES_A_PICTURE, MOST_BYTES // pictures)
    for name, places in chosen.items():
        missing = walk.missing(name)
        screens = len({place.screen for place in places})
        report[name] = {"screens": screens, "pictures": len(places), "missing": missing}
        typer.echo(f"{name}: {screens} screens" + (f", not reached: {', '.join(missing)}" if missing else ""))
        most = share * len(places) if small else MOST_BYTES * 10
        _write(out / f"{name}.webp", device, places, look, width, most)
    facts.write_text(json.dumps(report, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    if hero is not None:
        cv2.imwrite(str(hero), _hero(device), [cv2.IMWRITE_WEBP_QUALITY, BEST_QUALITY])
    size = sum(path.stat().st_size for path in out.glob("*.webp"))
    typer.echo(f"{pictures} pictures, {size / 1e6:.2f} MB of {MOST_BYTES / 1e6:.0f} MB")
    if small and size > MOST_BYTES:
        raise typer.Exit(1)


def _chosen(places: Sequence[Place], variants: int) -> list[Place]:
    """The first place of each screen, and those that look most unlike what is chosen already."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(place.screen, []).append(place)
    return [place for group in groups.values() for place in _most_unlike(group, variants)]


def _most_unlike(places: list[Place], most: int) -> list[Place]:
    chosen = places[:1]
    while len(chosen) < most:
        farthest = max(places, key=lambda place: _distance(place, chosen))
        if _distance(farthest, chosen) < DIFFERENT:
            break
        chosen.append(farthest)
    return chosen


def _distance(place: Place, others: list[Place]) -> float:
    """Share of elements that a place does not have in common with the most similar other one."""
    return min(1 - len(place.shape & each.shape) / len(place.shape | each.shape) for each in others)


def _picture(device: VirtualDevice, place: Place, look: str) -> np.ndarray:
    device.restore(place.snapshot)
    if look:
        device.shell(look)
        device.phone.changed()
    return device.frame()[:, :, ::-1]


def _sheet(device: VirtualDevice, places: list[Place], look: str, width: int) -> np.ndarray:
    """Pictures in rows, with the names of the screens below them."""
    height = width * device.screen.height // device.screen.width
    across, down = width + GAP, height + GAP + CAPTION
    columns = max(round(math.sqrt(len(places) * ACROSS * down / across)), 1)
    rows = -(-len(places) // columns)
    sheet = np.full((rows * down + GAP, min(columns, len(places)) * across + GAP, 3), PAPER, np.uint8)
    for index, place in enumerate(places):
        x, y = GAP + index % columns * across, GAP + index // columns * down
        small = cv2.resize(_picture(device, place, look), (width, height), interpolation=cv2.INTER_AREA)
        sheet[y : y + height, x : x + width] = small
        where = (x, y + height + CAPTION - 6)
        cv2.putText(sheet, place.screen, where, cv2.FONT_HERSHEY_SIMPLEX, 0.42, INK, 1, cv2.LINE_AA)
    return sheet


def _write(path: Path, device: VirtualDevice, places: list[Place], look: str, width: int, most: int) -> None:
    """Writes a sheet of at most so many bytes: first of less quality, then with smaller pictures."""
    while True:
        sheet = _sheet(device, places, look, width)
        for quality in range(BEST_QUALITY, WORST_QUALITY - 1, -STEP):
            data = cv2.imencode(".webp", sheet, [cv2.IMWRITE_WEBP_QUALITY, quality])[1]
            if len(data) <= most:
                path.write_bytes(data.tobytes())
                return
        width = int(width * SMALLER)


def _hero(device: VirtualDevice, height: int = 760, gap: int = 24) -> np.ndarray:
    """Some of the apps as they open, side by side."""
    device.close()
    width = height * device.screen.width // device.screen.height
    row = np.zeros((height, len(HEROES) * (width + gap) - gap, 4), np.uint8)
    for index, name in enumerate(HEROES):
        device.perform(LaunchApp(device.resolve_app(name)))
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
