"""A recorded episode at a glance: what was asked and done, how it ended, its first and its last screen."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import cv2

from openphone_gym.recording import load_episode
from openphone_gym.recording.picture import read_png
from openphone_gym.recording.trace import screen_path

WIDTH = 270
"""Pixels that the pictures are wide; a narrower screen keeps its size."""

_QUALITY = 72


class Glimpse(NamedTuple):
    """What a table or a page shows of an episode.

    Attributes:
        goal: The instruction.
        actions: The calls, with what was wrong with those that could not be done.
        verdict: The judge's sentence, or what the agent did that ended the episode.
        judge: Who judged.
        subgoals: Whether each was reached; None is unknown.
        first: Screen before the first step, as WebP; None where no picture was recorded.
        last: Screen at the end, likewise.
    """

    goal: str
    actions: tuple[str, ...]
    verdict: str
    judge: str
    subgoals: dict[str, bool | None]
    first: bytes | None
    last: bytes | None


def glimpse(folder: Path) -> Glimpse:
    """Looks at a recorded episode.

    Raises:
        DamagedTrace: The folder is not a whole recorded episode.
    """
    episode = load_episode(folder, frames=False)
    verdict, steps = episode.verdict, episode.steps
    said = verdict.reason if verdict else "Not judged."
    return Glimpse(
        goal=episode.goal,
        actions=tuple(
            f"{step.action or step.action_text or '(no action)'}{f'  ✗ {step.error}' if step.error else ''}"
            for step in steps
        ),
        verdict=f"The agent failed: {episode.fault.reason}" if episode.fault else said or "No reason given.",
        judge=verdict.judge if verdict else "",
        subgoals=dict(verdict.subgoals) if verdict else {},
        first=_small(screen_path(folder, 0)),
        last=_small(screen_path(folder, len(steps))),
    )


def _small(path: Path) -> bytes | None:
    """A picture of few kilobytes; None where there is none that can be read."""
    try:
        frame = read_png(path)
    except (OSError, ValueError):
        return None
    height, width = frame.shape[:2]
    if width > WIDTH:
        size = WIDTH, max(height * WIDTH // width, 1)
        frame = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(
        ".webp", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, _QUALITY]
    )
    return data.tobytes() if done else None
