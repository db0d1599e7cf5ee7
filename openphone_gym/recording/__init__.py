"""Episodes on disk: the project's own traces, AndroidLab's format, pages to look through."""

from __future__ import annotations

from openphone_gym.recording.androidlab import export_androidlab
from openphone_gym.recording.trace import (
    DamagedTrace,
    RecordingFailed,
    UnsavableEpisode,
    load_episode,
    save_episode,
)
from openphone_gym.recording.viewer import render_html

__all__ = [
    "DamagedTrace",
    "RecordingFailed",
    "UnsavableEpisode",
    "export_androidlab",
    "load_episode",
    "render_html",
    "save_episode",
]
