"""Sounds: how loud they are, for ``dumpsys audio`` and ``cmd media_session``."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.text import USAGE, lines

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


class Stream(NamedTuple):
    """A sort of sound: its name, the setting that keeps its volume, least and greatest step."""

    name: str
    setting: str
    least: int
    most: int


STREAMS = {
    0: Stream("STREAM_VOICE_CALL", "volume_voice_earpiece", 1, 5),
    2: Stream("STREAM_RING", "volume_ring_speaker", 0, 7),
    3: Stream("STREAM_MUSIC", "volume_music_speaker", 0, 15),
    4: Stream("STREAM_ALARM", "volume_alarm_speaker", 1, 7),
    5: Stream("STREAM_NOTIFICATION", "volume_ring_speaker", 0, 7),
}
"""Sorts of sound, as Android numbers them."""

DISPATCHED = ("play", "pause", "play-pause", "mute", "headsethook", "stop", "next", "previous", "rewind")
DISPATCHED += ("record", "fast-forward")
"""Keys of media that can be pressed; they do as much as those of ``input keyevent``."""


def report(phone: Phone, words: Sequence[str]) -> str:
    """``dumpsys audio``."""
    table = phone.system.settings["system"]
    shown = ["Stream volumes (device: index)"]
    for stream in STREAMS.values():
        step = table.get(stream.setting, "0")
        muted = str(step == "0").lower()
        shown += [
            f"- {stream.name}:",
            f"   Muted: {muted}",
            f"   Min: {stream.least}",
            f"   Max: {stream.most}",
        ]
        shown += [f"   streamVolume:{step}", f"   Current: 2 (speaker): {step}", "   Devices: speaker"]
    mode = "MODE_IN_CALL" if phone.shared("calls").call is not None else "MODE_NORMAL"
    ringing = "SILENT" if table.get("volume_ring_speaker") == "0" else "NORMAL"
    return lines([*shown, "Ringer mode:", f"- mode (internal) = {ringing}", f"mMode={mode}"])


def command(phone: Phone, words: Sequence[str]) -> str:
    """``cmd media_session volume [--stream N] [--get|--set STEP|--adj raise|lower]``, ``dispatch KEY``."""
    match words:
        case ["volume", *options]:
            return _volume(phone, options)
        case ["dispatch", key] if key in DISPATCHED:
            return ""
        case ["list-sessions"]:
            players = [note.app for note in phone.system.notifications if note.media]
            return lines(["Sessions:", *(f"  tag={app}, owner={app}" for app in players)])
        case ["dispatch", key, *_]:
            raise ShellError("", USAGE, f"Error: unknown dispatch code '{key[:40]}'\n")
        case [verb, *_]:
            raise ShellError("", USAGE, f"Error: unknown command '{verb[:40]}'\n")
    raise ShellError("", USAGE, "usage: media_session dispatch KEY | list-sessions | volume [options]\n")


def _volume(phone: Phone, options: Sequence[str]) -> str:
    given = dict(itertools.pairwise([*options, ""]))
    number = given.get("--stream", "3")
    stream = STREAMS.get(int(number)) if number in map(str, STREAMS) else None
    if stream is None:
        raise ShellError("", USAGE, f"Error: Invalid stream type: {number[:20]}\n")
    table = phone.system.settings["system"]
    step = int(table.get(stream.setting, "0"))
    shown = f"will control stream={number} ({stream.name})\n"
    if "--set" in given:
        wanted = given["--set"]
        in_range = wanted.isascii() and wanted.isdigit() and stream.least <= int(wanted[:4]) <= stream.most
        if not in_range:
            raise ShellError("", USAGE, f"{shown}Error: invalid volume index.\n")
        step = int(wanted)
        shown += f"will set volume to index={step}\n"
    elif "--adj" in given:
        change = {"raise": 1, "lower": -1, "same": 0}.get(given["--adj"])
        if change is None:
            raise ShellError(
                "", USAGE, f"{shown}Error: no valid volume adjustment, was {given['--adj'][:20]}\n"
            )
        step = min(max(step + change, stream.least), stream.most)
        shown += "will adjust volume\n"
    table[stream.setting] = str(step)
    phone.changed()
    if "--get" in given:
        shown += f"volume is {step} in range [{stream.least}..{stream.most}]\n"
    return shown
